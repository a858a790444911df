import { any, type Verbs, verbs } from "./grammar.ts";

/* People, illnesses, checks and deeds that rules on the safety of patients are made of. */

/** Verbs of ending a medicine, of lowering its dose, and of putting another in its place. */
export const stopping: Verbs = {
  order: any("stop", "end", "cease", "halt", "discontinue", "withdraw", "remove", "cancel", "deprescribe", "drop"),
  done: any(
    "stopped",
    "ended",
    "ceased",
    "halted",
    "discontinued",
    "withdrawn",
    "removed",
    "cancelled",
    "deprescribed",
    "dropped",
    "taken off",
    "brought off",
    "weaned",
  ),
  doing: any(
    "stopping",
    "ending",
    "discontinuing",
    "withdrawing",
    "withdrawal of",
    "removing",
    "removal",
    "cancelling",
    "cancellation",
    "dropping",
    "discontinuation",
  ),
};
export const lowering: Verbs = {
  order: any(
    "reduce",
    "lower(?= (?:the|each|every|their|his|her|any|all|it|them|doses?)\\b)",
    "cut",
    "halve",
    "taper",
    "wean",
    "decrease",
    "trim",
    "step down",
  ),
  done: any(
    "reduced",
    "lowered",
    "cut",
    "halved",
    "tapered",
    "weaned",
    "decreased",
    "trimmed",
    "stepped down",
    "brought down",
  ),
  doing: any("reducing", "reductions?", "lowering", "cutting", "halving", "tapering", "weaning", "stepping down"),
};
export const switching: Verbs = {
  order: any("switch", "swap", "change", "convert", "replace", "exchange", "substitute", "transfer"),
  done: any(
    "switched",
    "swapped",
    "changed",
    "converted",
    "replaced",
    "exchanged",
    "substituted",
    "transferred",
    "moved (?:over )?to",
  ),
  doing: any(
    "switching",
    "a switch",
    "switches",
    "swapping",
    "changing",
    "converting",
    "conversion",
    "replacing",
    "replacement",
    "substitution",
  ),
};
export const changing = verbs(stopping, lowering, switching);
/** Any form of a change. */
export const changed = any(changing.order, changing.done, changing.doing);

/** Medicines that somebody may not be able to do without. */
export const needed =
  "(?:aspirin|clopidogrel|ticagrelor|prasugrel|antiplatelets?|blood thinners?|anticoagulants?|warfarin|doacs?|apixaban|rivaroxaban|edoxaban|preventers?|(?:inhaled )?steroids?|(?:blue )?inhalers?|relievers?|salbutamol|insulin|antiepileptics?|valproate|lithium|levothyroxine|beta-?blockers?|ppis?|stomach protection|naloxone|adrenaline(?: pens?)?|prophyla\\w+)";

/** Why somebody has such a medicine. */
export const needs =
  "(?:stents?|strokes?|tia|valves?|atrial fibrillation|af|heart attack|clots?|dvt|pulmonary embol\\w+|transplant|splenectomy|epilep\\w+|seizures?)";

/** What cannot wait. */
export const urgentIllness =
  "(?:sepsis|septic\\w*|meningitis|non-blanching|rash|feverish|fever|febrile|blue[- ]lipped|blue lips|cyanos\\w+|breathless\\w*|short of breath|gasping|wheez\\w+|chest pain|black stools?|melaena|blood in (?:the |their |his |her )?(?:vomit|stools?|sputum|urine)|(?:vomit\\w+|cough\\w+|passing) (?:up )?blood|bleeding|haematemesis|collaps\\w+|anaphyla\\w+|suicid\\w+|self-?harm\\w*|overdos\\w+|(?:asthma|severe|acute) attacks?|acute (?:severe )?asthma|quinsy|stridor|drooling|pyelonephritis|pneumonia|drows(?:y|iness)|confused|confusion|slow(?:ed)? breathing|neutropeni\\w+|red flags?|cauda equina|heart attacks?|(?:very|seriously|acutely) (?:ill|sick|unwell)|sick (?:child|baby|infant)\\w*)";

/** Waiting, sending away and going on as if nothing were. */
export const delaying =
  "(?:wait|waits|waiting|hold (?:the|off|back)|holding (?:off|back)|delay\\w*|defer\\w*|postpone\\w*|routine(?:ly)?|next (?:\\w+ ){0,2}?(?:clinic|appointment|review|slot|surgery|week|month|morning)|book(?:ed)? into|back-?up (?:prescription|script)|delayed (?:prescription|script)|wait-and-see|watchful waiting|until (?:the |a )?(?:culture|result|swab|sample|test|bloods|morning|monday|after)|(?:and|go|sent|send) home|reassur\\w+|carry on|keep going|continue|go on|as planned|no reason to|not a reason to|should not (?:alter|change|delay|slow|interrupt)|need not|withhold|withheld|leave (?:it|them|until)|safe to leave|email|telephone first|(?:can|may) be (?:mentioned|raised|discussed|left|dealt with|seen later)|in due course|self-care|paracetamol only|powder first|avoid (?:sending|admission|antibiotics?)|no antibiotics?|without antibiotics?)";

/** Signs that a reduction goes too fast. */
export const withdrawalSigns =
  "(?:withdrawal|sweats?|sweating|shakes?|shaking|tremors?|shiver\\w*|cramps?|sleepless\\w*|insomnia|restless\\w*|distress(?:ed)?|agitat\\w+|anxiety|cravings?|low mood|suicid\\w+|rough (?:patch|week)|discomfort|more pain|pain (?:returns|comes back|flares)|flares?)";
export const pressingOn =
  "(?:carry on|carries on|keep (?:going|reducing|cutting|tapering|to the)|keeps going|continue|continues|press(?:ing)? (?:on|ahead)|push(?:ing)? (?:on|through|ahead)|plough on|go on to|go on with|go ahead|goes ahead|stick to|stick with|regardless|ride (?:it|them|this) out|sit (?:it|them) out|tough(?:ed)? (?:it )?out|no (?:reason|need|cause|grounds) (?:to|for)|not a reason|as planned|on schedule|to schedule|next step|ignore\\w*|soon (?:pass|settle)\\w*|all in)";

export const pregnant =
  "(?:pregnan\\w+|breast-?feed\\w+|nursing mothers?|expectant|expecting (?:a baby|mothers?)|trimester|antenatal|mothers-to-be|trying for a baby|(?:trying to|plan(?:ning)? to) conceive)";

/** Kidneys and what else makes a medicine dangerous. */
export const atRisk =
  "(?:triple whammy|low (?:egfr|kidney function|renal function)|poor kidney function|egfr (?:of |below |under |is )?(?:below |under )?\\d+|kidney disease|renal (?:impairment|disease|failure)|ckd|heart failure|dehydrat\\w+|ulcers?|sleep apnoea|copd|liver disease|penicillin allerg\\w+|allergic|addison\\w*)";

/** Checks that keep somebody safe. */
export const safeguards =
  "(?:e?gfr|renal function|kidney function|kidneys|creatinine|u&es?|blood tests?|bloods|potassium|inr|ecg|monitoring|follow-?ups?|follow(?:ing)? up|safety[- ]nets?|safety[- ]netting|come back if worse|precautions?|interactions?|alerts?|pop-?ups?|prompts?|warnings?|pregnancy tests?|breathing|stomach protection|gastroprotection|spacers?|naloxone|notes|(?:individual )?records?|history|allerg\\w+|examin\\w+|observations|temperature|inhaler technique)";
export const skipping =
  "(?:no (?:need|point|reason) (?:to|for|in)|not? (?:necessary|needed|required) to|(?:need|do|does) not (?:need to )?(?:check|test|measure|monitor|look|read|open|repeat|wait|bother)|needn't|need not|unnecessary to|skip|skips|skipping|omit\\w*|leave out|leaving out|dispense with|do without|whatever|regardless of|irrespective of|never mind|ignore|ignoring|forget|dismiss|override|overridden|click past|close the|saves? time by not|without (?:checking|testing|measuring|looking at|opening|reading|waiting for|examining|monitoring|seeing|asking about))";

/** Those whose work it is not to decide on medicines, and what they are not to do. */
export const untrained =
  "(?:reception(?:ists?| staff| team)?|front desk|admin(?:istrators?|istrative)?(?: team| staff)?|care navigators?|secretar(?:y|ies)|clerks?|call handlers?|support staff|(?:practice|office|business) managers?|volunteers?|health ?care assistants?|hcas?|students?|data (?:officer|analyst|team|clerk)s?|the (?:computer|software|algorithm|spreadsheet|system|app)|chatbots?|apprentices?)";
export const deciding =
  "(?:decid(?:e|es|ing)|choos(?:e|es|ing)|pick(?:s|ing)?|select(?:s|ing)?|judg(?:e|es|ing)|determin(?:e|es|ing)|assess(?:es|ing)?|diagnos(?:e|es|ing)|approv(?:e|es|ing)|authoris(?:e|es|ing)|sign off|turn(?:s|ing)? (?:away|down)|refus(?:e|es|ing)|adjust(?:s|ing)?|issue|issues|lower|lowers|reduce|reduces|stop|stops|change|changes|switch|switches|swap|swaps|remove|removes|amend|amends|cut|cuts|halve|convert)";
export const prescriber =
  "(?:gps?|doctors?|prescribers?|partners?|clinicians?|nurses?|pharmacists?|practices?|locums?|registrars?|teams?|members? of the team)";

import type { GrammarKind } from "../grammar/grammar.ts";
import type { Lexicon } from "../grammar/lexicon.ts";

/*
 * Words to avoid, of patients and in every topic, each with what to write in its place. A word in quotes of a reader stands here
 * too: a report that must quote it waives the rule.
 */
const list: readonly [avoid: string, say: string, unless?: string][] = [
  // of people
  [
    "(?:drug |opioid |heavy |frequent |biggest |high )?users?(?= (?:of opioids|on your list|should|abuse|are|need)|[.,]|$)",
    '"people taking opioids", "people who need many relievers"',
    "software|screen reader|system|words such as",
  ],
  [
    "(?:opioid|drug|heavy|frequent|biggest|illicit) users?",
    '"people taking opioids", "people who need many relievers"',
  ],
  ["junkies?|time-?wasters?|druggies?|alcoholics?", '"people taking opioids", "people who drink"'],
  ["patients? (?:are|is) to blame", "say what gets in the way"],
  ["addicts?", '"people taking opioids"; dependence means that the body has adapted'],
  ["addicted|hooked", '"dependent", unless it is a diagnosis'],
  ["drug[- ]?seek(?:er|ers|ing)", '"people who ask early"'],
  ["abus(?:e|es|ed|er|ers|ing)", '"use beyond what was agreed"', "alcohol abuse service|domestic abuse"],
  ["frequent flyers?", '"people who need many contacts"'],
  ["bed[- ]?blockers?", '"people waiting to leave hospital"'],
  [
    "non-?complian(?:t|ce)|non-?adheren(?:t|ce)|(?:poorly|bad) complian\\w+",
    '"medicines are not taken as agreed"; ask why',
  ],
  ["(?:patients?|people|they|she|he|who) refus(?:e|es|ed|ing)", '"prefers not to"'],
  ["(?:the )?elderly", '"older people", or "aged 75 and over"'],
  ["suffer(?:s|ing|ed)? from", '"has", "lives with"'],
  ["sufferers?", '"person living with pain"'],
  ["victims?", '"people with"'],
  ["asthmatics?|diabetics?|epileptics?|schizophrenics?", '"people with asthma", "people living with diabetes"'],
  ["brittle asthma\\w*", '"person with severe asthma"'],
  [
    "control(?:ling)? (?:the |your |these |difficult )?(?:patients?|people|person)|(?:poor|un)controlled (?:patients?|people|diabetics?|asthmatics?)|poor control|uncontrolled",
    '"symptoms are not controlled yet", "above-target glucose"',
    "randomi[sz]ed|study|trial|blood pressure|uncontrolled pain",
  ],
  ["patients? demand(?:s|ed|ing)?|demanding patients?|pander\\w*", '"what people hope for"'],
  [
    "difficult patients?|problem patients?|heartsink\\w*|malinger\\w*|manipulative|attention[- ]seek\\w*",
    "say what is hard, and for whom",
  ],
  // of medicines and what is done
  [
    "deprescrib(?:e|es|ed|ing) (?:you|them|patients?|people|the|older|elderly|everyone)",
    '"review together, reduce if that helps you"',
  ],
  [
    "(?:get|take|bring|come|wean)(?:ting|ing|s)? (?:\\w+ ){0,4}?(?:patients?|people|them|everyone) (?:\\w+ )?off",
    '"review together, reduce if that helps"',
  ],
  ["wean(?:s|ed|ing)?", '"reduce together, in small steps"'],
  [
    "crack(?:ing)?[- ]?downs?(?: on)?|clamp(?:ing)?[- ]?downs?(?: on)?|stamp(?:ing)? out|root(?:ing)? out|tackl(?:e|ing) (?:the )?(?:opioid|antibiotic)\\w*",
    '"agree how we start, and review together"',
  ],
  ["useless (?:\\w+)", '"medicines that may no longer be helping"'],
  ["(?:pain|it) is (?:all )?in (?:the|their|your) head", '"persistent pain is real"'],
  ["non-?genuine|not genuine", '"persistent or long-term pain"'],
  ["gabbies|diverters?|street drugs?|off-label misuse", '"gabapentin and pregabalin", "nerve pain medicines"'],
  ["superbugs?", '"resistant infections"'],
  [
    "(?:battle|war|fight|fighting|combat)\\b[^.]{0,25}\\b(?:resistance|antibiotics|opioids|bugs|bacteria|infections?)|winning the battle|at war",
    '"saving antibiotics for when they work"',
  ],
  ["(?:good|bad|nasty) bugs?", '"bacteria", "infections"'],
  ["unnecessary prescribing", '"most get better without"'],
  ["inappropriate (?:prescribers?|transfusers?|gps?|practices?)", '"outside guidance: worth a look"'],
  ["puffers?", '"inhaler", "reliever"'],
  ["green inhalers?", '"lower-carbon inhaler"'],
  ["wast(?:e|es|ed|ing|eful)\\b[^.]{0,20}\\b(?:nhs|money|resources?|public)", "say what else it could do"],
  [
    "near-killers?|hazardous (?:gps?|prescribers?|prescribing)|dangerous prescrib\\w+|prescribing errors?",
    '"higher-risk combination", "worth a second look"',
  ],
];

/** Each of the words is a meaning of its own, "avoid3", and so is what makes it something else, "avoid3-unless". */
export const avoid: Lexicon = Object.fromEntries(
  list.flatMap(([avoided, , unless], i) => [
    [`avoid${i}`, [avoided]],
    ...(unless ? [[`avoid${i}-unless`, [unless]] as const] : []),
  ]),
);

export const avoidKinds: readonly GrammarKind[] = list.map(([, say, unless], i) => ({
  patterns: [unless ? `avoid${i}+ -avoid${i}-unless+` : `avoid${i}+`],
  say: `write ${say}`,
}));

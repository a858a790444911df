import { type Phrase, words } from "../phrases.ts";
import { amount, drug, number, supply, unit } from "./vocabulary.ts";

/*
 * Instructions that harm patients, by kind; from the cautions of each topic. Patterns look for base forms of verbs ("stop",
 * "should stop"): what a study found ("stopping was followed by") is no instruction.
 */

const period =
  "(?:day|week|fortnight|month|quarter|visit|review|contact|appointment|issue|step|time|collection|monday|friday)";
const pace = `(?<!at )(?:(?:every|each|per|a)\\s+(?:other |second |few |\\w+ )?${period}s?\\b|\\b(?:daily|weekly|two-weekly|fortnightly|monthly)\\b)`;
const lowering =
  "(?:reduc(?:e|es|ing|tions?)|cut(?:s|ting)?|taper(?:s|ing)?|drop(?:s|ping)?|decreas(?:e|es|ing)|wean(?:s|ing)?|withdraw(?:s|ing)?|halv(?:e|es|ing)|titrat(?:e|ing) down|step(?:s|ping)? (?:\\w+ )?down|(?:take|knock|bring|come|trim|shave) (?:[\\w-]+ ){0,4}?(?:off|down)|trim|lower(?:s|ing)? (?:the|each|every|their|his|her|a|daily|all|doses?|\\d))";
const everybody = "(?:everyone|everybody|every|all|any|each|patients?|people|those|anyone)";
const ending =
  "(?:stop|end|halt|cease|discontinue|withdraw|remove|cancel|suspend|terminate|delete|switch|swap|change|convert|halve|quit)";
const abruptly =
  "(?:at once|immediately|straight ?away|right away|today|tomorrow|tonight|now|overnight|this (?:week|afternoon|morning|month)|next (?:week|month)|by (?:the end of \\w+|(?:mon|tues|wednes|thurs|fri)day|next \\w+)|from (?:mon|tues|wednes|thurs|fri)day|at the end of the (?:week|month)|with (?:immediate )?effect|abruptly|suddenly|cold turkey|in one (?:go|step)|as soon as|the moment|forthwith|on the spot|without (?:a |any )?(?:taper\\w*|delay|weaning))";

/** Doses and the pace of a change. */
export const doses: readonly Phrase[] = [
  words`\b${lowering}\b[^.;]{0,60}?\b(?:by|to|from|in steps of|of)\b[^.;]{0,16}?${amount}`,
  words`\b${lowering}\b[^.;]{0,60}?${pace}`,
  words`\b${lowering}\b[^.;]{0,20}?${number}\s?${unit}[^.;]{0,20}?${pace}`,
  words`\b${amount}\s(?:less|off|lower|down|fewer)\b[^.;]{0,20}?${pace}`,
  words`\b(?:take|knock|bring|shave)\s(?:\w+ )?(?:off|down)\s(?:by )?${amount}`,
  words`\b(?:weekly|fortnightly|monthly|daily) (?:reductions?|cuts?|steps?|drops?) of ${amount}`,
  words`\b(?:drop|reduction|cut|step|decrease|taper)s? of ${amount}\s+(?:every|each|per|a)\b`,
  words`\bin steps of ${amount}`,
  words`\b(?:move|take|bring|get|switch|put|go|start)\b[^.;]{0,40}?\b${number}\s?(?:mg|micrograms?|mcg)[^.;]{0,25}?(?:\bto\b|\bthen\b|->|→)\s?[^.;]{0,20}?${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b(?:get|bring|aim|must|should|needs? to|has to|have to)\b[^.;]{0,60}?\b(?:under|below|at|to)\s${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b(?:target|goal|aim|maximum|ceiling|limit|cap)\b[^.;]{0,40}?\b${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b(?:nobody|no ?one|no patient|should|must|may)\b[^.;]{0,40}?\b(?:more|less|higher|lower) than ${number}\s?(?:mg|micrograms?|mcg)`,
  words`\bhalf (?:of )?(?:the|their|his|her) (?:current |usual |daily |old )?doses?\b`,
  words`\b${number}\s?(?:mg|micrograms?|mcg)\b[^.;]{0,20}?\b(?:should|must|is to|are to|will|can) (?:become|go|drop|fall|be)\b[^.;]{0,25}?\b${number}`,
  words`\b(?:add|give|prescribe|issue|supply|take)\s${number}\s?(?:mg|micrograms?|mcg|%) (?:less|more)\b`,
].map((finds) => ({
  finds,
  unless:
    /\b(?:threshold|marker|charts?|measures?|licen[cs]e|followed by|defined|definition|items?|practices?|rate|share|templates?|letters?|meetings?)\b/i,
  say: "say what is agreed with the patient: small steps, agreed together, with pauses",
}));

/** Changes at a stroke. */
export const sudden: readonly Phrase[] = [
  {
    finds: words`\b${ending}\b[^.;]{0,50}?\b${supply}\b[^.;]{0,60}?\b${abruptly}\b`,
    unless:
      /\b(?:review date|stop date|stop plan|stop and think|stop reducing|if (?:\w+ ){1,4}(?:bleed|rash|reaction|anaphylaxis))\b/i,
    say: "say that it is agreed with the person, in small steps; nothing is stopped or switched at a stroke",
  },
  {
    finds: words`\b${abruptly}\b,?[^.;]{0,30}?\b${ending}\b[^.;]{0,30}?\b${supply}\b`,
    say: "say that it is agreed with the person, in small steps; nothing is stopped or switched at a stroke",
  },
  {
    finds: words`\b(?:halve|cut (?:the |all |each |every |their )?(?:high |daily |current )?${supply} (?:in half|by half))(?:\b[^.;]{0,30}?\b${supply})?\b`,
    unless: /\b(?:number|share|rate|quantit\w+|templates?)\b/i,
    say: "a halved dose can bring withdrawal or a crisis: say small steps, agreed together, with pauses",
  },
  {
    finds: words`\b${ending}\s(?:all|every|everyone's|each|any)\b[^.;]{0,40}?\b${supply}\b`,
    unless: /\b(?:review date|stop date|duplicate|templates?|agreed|who (?:want|choose|agree))\b/i,
    say: "no change fits everybody on a list: offer each a review, and agree what comes next",
  },
  {
    finds: words`\b(?:take|get|bring|move|keep)\s(?:\w+ ){1,7}?off\s(?:\w+ ){0,2}?${supply}\b`,
    unless: /\b(?:who (?:want|choose|agree)|if they|died)\b/i,
    say: "offer a review; the person decides with the prescriber whether to continue, reduce or stop",
  },
  {
    finds: words`\btake\s(?:\w+ ){0,3}?${drug} off (?:the )?(?:repeats?|list)\b`,
    say: "offer a review before a repeat ends; agree what comes next",
  },
  {
    finds: words`\b(?:do not|don't|never|no longer) (?:renew|refill|re-?issue|issue|prescribe|supply)\b[^.;]{0,40}?\b${supply}\b[^.;]{0,20}?\b(?:after|from|to anyone|to those|again|until)\b`,
    unless: /\bwithout an? (?:inhaled|steroid|review|stop)/i,
    even: true,
    say: "nobody on a long course is left without: offer a review, and agree a plan",
  },
  {
    finds: words`\b(?:suspend|stop|end|cancel|withhold|lose)\b[^.;]{0,30}?\b${supply}\b[^.;]{0,40}?\b(?:if|for (?:anyone|those|people|patients)|until|unless|when)\b[^.;]{0,40}?\b(?:miss(?:es)?|attend|review|refuse)`,
    say: "a missed review is a reason to ring, not to leave somebody without a medicine",
  },
  {
    finds: words`\b(?:${supply}|patients?|people|everyone|everybody|they|these|those)\b[^.;]{0,50}?\b(?:should|must|is to|are to|will|has to|have to|needs? to|ought to) (?:all |now |then )?be (?:stopped|ended|discontinued|withdrawn|removed|switched|swapped|halved|cut|cancelled|converted|taken off|weaned|deprescribed|moved)\b`,
    unless: /\b(?:agreed|together|if they (?:want|agree)|looked at|templates?|who (?:want|choose|agree))\b/i,
    say: "say that a review is offered, and that the person and the prescriber decide",
  },
  {
    finds: words`^(?:please )?(?:stop|discontinue|withdraw|cease)\b(?:\s(?:the|this|these|all|any|their|every|it|them|now|repeat))*(?:\s${drug}\b|\.?$)[^.;]{0,60}`,
    unless: /\b(?:stop (?:or|plan|date|sending|reducing|signals?)|if (?:they|the person) (?:want|agree|choose))/i,
    say: "say that a review is offered, and that the person and the prescriber decide",
  },
  {
    finds: words`\b(?:delete|cancel|remove|scrap|pull)\s(?:the |all |every |each |their |any )?(?:\w+ )?(?:repeats?|prescriptions?)\b`,
    unless: /\b(?:templates? (?:without|that)|duplicate|died|moved|left)\b/i,
    say: "offer a review before a repeat ends; agree what comes next",
  },
  {
    finds: words`\bno (?:more|further)\s(?:\w+ )?${drug}\b`,
    unless: /\b(?:than|needed|wanted)\b/i,
    even: true,
    say: "nobody on a long course is left without: offer a review, and agree a plan",
  },
  {
    finds: words`\bcold turkey\b`,
    say: "sudden withdrawal is dangerous: say small steps, agreed together, with pauses",
  },
];

/** Doses of one medicine turned into those of another. */
export const equivalence: readonly Phrase[] = [
  words`\b${number}\s?(?:mg|micrograms?|mcg|microgram patch)[^.;]{0,50}?(?:\bequals?\b|\bis equal to\b|\bequivalent to\b|\bis the same as\b|\bis about\b|=|≈|\bcorresponds? to\b|\bconverts? to\b)[^.;]{0,30}?${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b${drug}\b[^.;]{0,30}?(?:\bequals?\b|\bis the same as\b|=|≈|\bcorresponds? to\b)\s[^.;]{0,20}?${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b(?:use|take|apply|follow|read)\s(?:\w+ ){0,3}?(?:table|equivalents?|conversions?|factors?|ratios?)\b[^.;]{0,60}?\b(?:to|for|when)\b[^.;]{0,20}?(?:switch|convert|swap|chang|work(?:ing)? out|choos|calculat|set|replac|start)`,
  words`\b(?:convert|swap|replace|exchange|switch|substitute|rotate)(?:d)?\b[^.;]{0,40}?\b(?:${drug}|${number}\s?mg)\b[^.;]{0,30}?\b(?:for|to|with|into|using|by)\b[^.;]{0,40}?(?:${number}\s?(?:mg|micrograms?|mcg)|table|equivalents?|tablets?|like for like)`,
  words`\b(?:multiply|divide)\b[^.;]{0,50}?\b(?:${drug}|doses?|mg|by)\b`,
  words`\b${drug}\b[^.;]{0,12}?\s?[x×*]\s?\d[\d.]*`,
  words`\b(?:like for like|milligram for milligram|one for one)\b`,
  words`\b(?:twice|half|\w+ times|\d+ times) as (?:strong|potent)\b[^.;]{0,40}?\b(?:so|give|use|halve|double)\b`,
].map((finds) => ({
  finds,
  unless: /\bno accepted conversion\b/i,
  say: "no dose is turned into another by a report: say that BNF or specialist advice is needed, and that equivalents are approximate",
}));

const change = "(?:change|switch|swap|reduc\\w+|stop|convert|withdraw|step down|taper|end|move)";

/** Changes that nobody has agreed to. */
export const unagreed: readonly Phrase[] = [
  {
    finds: words`\b${change}\b[^.;]{0,60}?\b(?:by|via|through|with) (?:an? )?(?:letter|text|post|email|message|phone call)`,
  },
  {
    finds: words`\b(?:send|write|post|text|email|tell|inform|notify|letter)\b[^.;]{0,70}?\b(?:will be|has been|have been|is being|are being|(?:is|are) to be|must be)\b[^.;]{0,30}?(?:reduced|stopped|switched|swapped|withdrawn|changed|ended|cut|lowered)`,
    unless: /\b(?:hospital|clinic|why|checked|sent|seen)\b/i,
  },
  { finds: words`\b${change}\b[^.;]{0,50}?\b(?:and|then) (?:send|write|post|text|email)\b` },
  {
    finds: words`\b(?:send|write|post|text|email|tell|inform|notify|letter|announc\w+)\b[^.;]{0,70}?\b${supply} (?:will|must|is to|are to) (?:end|stop|cease|come off)`,
  },
  {
    finds: words`\b(?:even if|whether or not|regardless of|despite|against)\b[^.;]{0,25}?\b(?:patients?|person|people|they|their|wish\w*)\b[^.;]{0,30}?(?:disagree\w*|agree\w*|object\w*|like|want|wish\w*|consent|refus\w+)`,
    even: true,
  },
  {
    finds: words`\b(?:no need|need not|needn't|not necessary|unnecessary|no reason|not have|don't have|not bother|don't bother|not wait) (?:be |for )?(?:to |with )?(?:ask|discuss|consult|tell|agree\w*|consent|involve|see|speak|explain|permission)`,
    even: true,
  },
  {
    finds: words`\b${change}\b[^.;]{0,60}?\bwithout (?:asking|telling|discussing|consulting|seeing|agreement|consent|(?:the|their|a) (?:\w+ )?(?:agreement|consent|knowledge))`,
  },
  {
    finds: words`\b(?:inform|tell|explain|notify|let)\b[^.;]{0,40}?\b(?:afterwards|later|at the next|once (?:it|that|the change) (?:is|has)|after the)\b`,
    unless: /\b(?:reports?|results?|tells? you)\b/i,
  },
  {
    finds: words`\b(?:insist(?:s)?|require[sd]?|demand|make|force|compel|oblige|pressure|tell)\b[^.;]{0,30}?\b(?:patients?|people|person|them|on a|that)\b[^.;]{0,30}?\b(?:reduc\w+|taper|accept|stop|switch|come off|wean)`,
    unless: /\b(?:sure|easier|possible|who (?:want|choose))\b/i,
  },
  { finds: words`\binsist(?:s)? on (?:a )?(?:reduction|taper|switch|change)` },
  {
    finds: words`\b(?:bulk|mass|blanket|wholesale) (?:\w+ )?(?:switch\w*|change\w*|conversion\w*|reduction\w*|stop\w*|swap\w*|letter\w*|taper\w*)`,
  },
  {
    finds: words`\b(?:change|switch|swap|reduce|stop|convert)\b[^.;]{0,40}?\b(?:in bulk|en masse|as a group|across the board|from the (?:record|list) alone)`,
  },
  { finds: words`\b(?:switch|move|convert|swap)\s(?:everyone|everybody|every|all)\b` },
  { finds: words`\b(?:have|has|get) no (?:say|choice|veto)\b`, even: true },
  {
    finds: words`\b(?:not|never|don't) let (?:patients?|people|them|anyone)\b[^.;]{0,30}?\b(?:talk|out of|refuse|delay|argue|put you off)`,
    even: true,
  },
  { finds: words`\bmake the change\b[^.;]{0,40}?\b(?:record|list|system)\b` },
  {
    finds: words`\b(?:told|informed|notified|warned|switched|changed|reduced|stopped) by (?:text|letter|post|email|message)`,
  },
  { finds: words`\b(?:switched|changed|reduced|stopped|converted|swapped|tapered|moved) (?:over )?automatically` },
  {
    finds: words`\b(?:reductions?|switch(?:es|ing)?|tapers?|tapering|changes?|stopping) (?:is|are|will be) (?:compulsory|mandatory|obligatory|required|non-negotiable|not optional|not negotiable)`,
    even: true,
  },
  {
    finds: words`\b(?:every|all|each|the) (?:patients?|people|person|users?) (?:must|has to|have to|needs to|need to|are to|is to|will) (?:\w+ )?(?:reduc|stop|switch|come off|taper|change over|accept|wean)`,
  },
  {
    finds: words`\b(?:if|when|where|should) (?:the )?(?:patients?|person|people|they|anyone)\b[^.;]{0,20}?(?:objects?|refuses?|disagrees?|declines?|complains?|protests?)[^.;]{0,40}?\b(?:reduce|stop|switch|anyway|go ahead|proceed|carry on|regardless)`,
  },
  {
    finds: words`\b(?:not|never|without|don't) wait(?:ing)? for[^.;]{0,25}?\b(?:consent|agreement|permission|reply|answer|the patient|the person)`,
    even: true,
  },
  { finds: words`\b${change}\b[^.;]{0,60}?\b(?:leave a note|note on the bag|sticker on)` },
  { finds: words`\b(?:amend|alter|edit) the (?:prescription|repeat|record)\b[^.;]{0,30}?\b(?:and|then)\b` },
  {
    finds: words`\b(?:swap|switch|convert|change)\s(?:\w+ ){0,2}?(?:sprays?|inhalers?|patch(?:es)?|devices?|tablets?|capsules?)\b(?: (?:for|to|into|over|on|at)\b|$)`,
    unless: /\b(?:agree\w*|together|review|offer\w*|suits?|want|only|new starts|where|would like|choose)\b/i,
  },
].map((phrase) => ({
  ...phrase,
  say: "say that the change is agreed with the person first, whoever sees them; no letters, no switches of many at once",
}));

const years =
  "(?:(?:aged? |over[- ]|past |above |under[- ]|below |at |beyond )(?:the age of )?(?:\\d{2}s?|sixty|seventy|eighty)|(?:\\d{2}|sixty|seventy|eighty) (?:or|and) (?:over|above|older))";
const ends = "(?:stop|discontinue|withdraw|deprescribe|remove|end|cease|take|come|comes|switch|reduce|cut|halve)";

/** Changes for everybody of an age or a group. */
export const byAge: readonly Phrase[] = [
  words`\b${ends}\b[^.;]{0,60}?\b(?:in|for|from|of|off)\b[^.;]{0,30}?\b${everybody}\b[^.;]{0,30}?\b${years}`,
  words`\b${ends}\b[^.;]{0,40}?\b${everybody}\b[^.;]{0,20}?\b${years}[^.;]{0,20}?\boff\b`,
  words`\b(?:${everybody}|no ?one|nobody)\b[^.;]{0,25}?\b${years}[^.;]{0,40}?\b(?:should (?:not|never|be (?:taken off|stopped|switched|deprescribed|on))|must (?:not|never|stop|come off)|may not have|have no|do not need|go without|comes? off|are to (?:stop|come off))`,
  words`\b(?:at|from|over|past) (?:the age of )?\d{2},?[^.;]{0,30}?\b${drug}\b[^.;]{0,20}?\b(?:is|are) (?:to be )?(?:stopped|discontinued|withdrawn|ended)`,
  words`\b(?:children|under-?\w+s|babies|infants|toddlers|older (?:people|patients|adults)|the elderly|care home residents)\b[^.;]{0,60}?\b(?:should (?:never|not)|must (?:never|not)|never|do not need|no longer need|without|as a group)\b[^.;]{0,40}?\b${drug}\b`,
  words`\b(?:older (?:people|patients|adults)|the elderly|care home residents|children)\b[^.;]{0,60}?\bas a group\b`,
  words`\b(?:over|under)[- ]?\d{2}s?\s?[:,]\s?(?:stop|no|none|avoid|discontinue|withdraw|never|take off)\b`,
  words`\bage \d{2}(?: ?\+| plus| (?:and|or) (?:over|above))?\s?[:,]\s?(?:stop|no|none|discontinue|withdraw|never)\b`,
  words`\b(?:frail|older|elderly|housebound|care home)\b[^.;]{0,25}?\b(?:should|must|are to|need to) (?:not (?:have|get|be given)|never|come off|stop|be (?:taken off|stopped|switched|deprescribed))`,
  words`\b(?:not|never) for (?:the |anyone |people )?(?:over|under|aged)[- ]?\s?\d{2}s?`,
  words`\bunder[- ]?\d{1,2}s?\b[^.;]{0,20}?\b(?:do not|don't|never) (?:need|get|have)\b`,
].map((finds) => ({
  finds,
  even: true,
  unless: /\b(?:offer|pregnan\w+|inhaled|peers?|guideline|nice)\b/i,
  say: "age alone decides nothing: name the risk, offer a review, and let the person and the prescriber decide",
}));

/** Care held back, or given against the cautions of the topic. */
export const withheld: readonly Phrase[] = [
  {
    finds: words`\b(?:withhold|hold back|keep (?:\w+ )?back|delay|wait|defer|refuse|leave|omit|skip|postpone|put off|ignore)\b[^.;]{0,70}?\b(?:sepsis|meningitis|seriously (?:ill|unwell)|very (?:ill|sick)|pneumonia|acute (?:severe )?(?:asthma|attacks?)|fever)`,
    say: "what is urgent is treated as usual, whatever a report says",
  },
  {
    finds: words`\b(?:refuse|deny|withhold|stop|no (?:more|further))\b[^.;]{0,15}?\b(?:relievers?|blue inhalers?|salbutamol)\b`,
    unless: /\b(?:no reliever (?:alone|without)|with no (?:inhaled|steroid))\b/i,
    say: "everyone keeps a reliever: ask people who need many in for a review, with a quick route for anyone with none left",
  },
  {
    finds: words`\b(?:get|have|are given|receive)s? no (?:more|further)\b[^.;]{0,40}?\b(?:until|unless|this year)`,
    even: true,
    say: "nobody is left without a medicine that they need: ask them in",
  },
  {
    finds: words`\b(?:remove|delete|clear|strip|take off|erase)\b[^.;]{0,50}?\b(?:penicillin|allerg\w+)\b[^.;]{0,20}?\blabels?\b`,
    unless: /\b(?:allergy (?:pathway|service|clinic)|trained|testing)\b/i,
    say: "testing belongs to trained services; never after anaphylaxis, angioedema, a severe skin reaction or organ damage",
  },
  {
    finds: words`\b(?:stop|discontinue|end|drop|remove|cease|take off|come off|comes off)\b[^.;]{0,25}?\b(?:aspirin|clopidogrel|ticagrelor|prasugrel|antiplatelets?|anticoagulants?|warfarin|doacs?)\b`,
    unless: /\b(?:specialist|cardiolog\w+|stroke team|stop date|end date|ask|why it was started)\b/i,
    say: "find out first why it was started, and ring the specialist if unsure: after a stent, stroke or valve surgery stopping can cost a life",
  },
  {
    finds: words`\b(?:reduc\w*|stop|lower(?! (?:urinary|respiratory|back|limb|tract|uti))|taper|withdraw|cut|switch|step (?:\w+ )?down)\b[^.;]{0,50}?\b(?:epilepsy|epileptic|pregnan\w+)`,
    unless: /\b(?:risk|team|specialist|aside|search|exclud\w+|contraception|plans?)\b/i,
    say: "people with epilepsy, and pregnancy, are outside such a change: say so",
  },
  {
    finds: words`\b(?:epilepsy|epileptic|pregnan\w+)\b[^.;]{0,40}?\b(?:should|must|can|may|too)\b[^.;]{0,20}?\b(?:reduc\w*|stop|lower|taper|withdraw|switch)`,
    say: "people with epilepsy, and pregnancy, are outside such a change: say so",
  },
  {
    finds: words`\b(?:use|give|choose|prefer|try)\b[^.;]{0,25}?\bpowders?\b[^.;]{0,30}?\b(?:attacks?|acute|emergenc\w+)`,
    say: "acute severe asthma: 999, a spray reliever with a spacer, oxygen and steroids as usual",
  },
  {
    finds: words`\b(?:not|never|don't|nobody|no ?one|avoid) (?:send|refer|admit|sending|referring|admitting|call|calling)\b[^.;]{0,50}?\b(?:hospital|a&e|casualty|999|ambulances?|admissions?|unwell|ill)|\bsend (?:nobody|no ?one|none)\b`,
    even: true,
    say: "what is urgent is treated and sent in as usual, whatever a report says",
  },
  {
    finds: words`\b(?:ignore|disregard|dismiss|play down|discount)\b[^.;]{0,25}?\b(?:withdrawal|symptoms?|side effects?|warnings?|alerts?|allerg\w+|pain|breathless\w*)`,
    say: "symptoms are a reason to hold and to look again",
  },
  {
    finds: words`\bde-?label\w*\s(?:every|all|each|any|everyone)\b`,
    say: "testing belongs to trained services; never after anaphylaxis, angioedema, a severe skin reaction or organ damage",
  },
  {
    finds: words`\b(?:one|two|three|\d+) (?:relievers?|blue inhalers?)\b[^.;]{0,30}?\b(?:is|are) (?:enough|plenty|the limit|the maximum)|\b(?:limit|ration|cap) (?:\w+ ){0,3}?to (?:one|two|three|\d+) (?:relievers?|blue inhalers?)`,
    say: "everyone keeps a reliever: ask people who need many in for a review, with a quick route for anyone with none left",
  },
  {
    finds: words`\bwithdrawal\b[^.;]{0,50}?\b(?:keep|carry on|continue|go on|push on|press on|persist)\b`,
    say: "hold when withdrawal appears; a pause is no failure",
  },
  {
    finds: words`\b(?:return|go back|restart|resume|step back up)\b[^.;]{0,30}?\b(?:full|old|previous|former|original|usual)\b(?: \w+)? dose`,
    say: "after a reduction tolerance falls, and going back to an old dose can be fatal: one step back, agreed",
  },
];

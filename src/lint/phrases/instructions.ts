import { type Phrase, words } from "../phrases.ts";
import { amount, drug, number, supply, unit } from "./vocabulary.ts";

/*
 * What any instruction to change a medicine looks like, whatever its words: a verb of change with a medicine or a person, and
 * nothing in the sentence that says it is agreed, offered, looked at or told of others.
 */

const who =
  "(?:them(?: all)?|everyone|everybody|all(?: of)? (?:them|patients|people)|the (?:patient|person)|patients|people)";
const verb =
  "(?:stop|end|discontinue|withdraw|remove|cancel|switch|swap|convert|halve|reduce|lower|taper|cut|restart|double|drop|change)";
const agreed =
  /\b(?:agree\w*|together|offer\w*|reviewed|discuss\w*|talk\w*|ask\w*|decid\w*|decision|choos\w*|chosen|choice|wants?|wanted|wish|would like|whether|may|might|could|with the (?:patient|person)|plan|look\w*|specialist|team|how|when to|which|items?|rates?|share|sources?|templates?|formulary|default\w*|quantit\w+|stop date|stop plan|review dates?|stop (?:or|and) |lists?|search\w*|records?|reports?|letters?|months?|followed|trial|study|advises?|against|asks|guideline|cite|duplicate|died|before changing|prescribing|number of|use of|emergency|small steps|pauses)\b/i;

/** Changes of a medicine that nothing in the sentence says are agreed. */
export const bareChanges: readonly Phrase[] = [
  {
    finds: words`(?:^|[:,] |\b(?:should|must|please|then|and|just|simply|now|to|can) )(?:just |simply |now )?${verb}\s(?:\w+ ){0,4}?(?:${drug}|${who})\b`,
    unless: agreed,
  },
  { finds: words`\b(?:comes?|goes|are|is) off (?:all |the |every )?(?:\w+ )?(?:${supply}|repeats?)`, unless: agreed },
  { finds: words`\b(?:put|putting) (?:a stop|an end) to\b[^.;]{0,30}?\b${drug}`, unless: agreed },
  {
    finds: words`\b(?:prescriptions?|repeats?|supply|supplies|prescribing|${drug}) (?:ends?|stops?|ceases?|comes? to an end|finish(?:es)?) (?:on|at|from|in|by|after|with)\b`,
  },
  {
    finds: words`\b(?:reduce|switch|stop|change|taper|convert) first\b|\b(?:discuss|explain|ask|talk) (?:later|afterwards)\b`,
  },
  {
    finds: words`\bfrom (?:today|now|tomorrow|\d{1,2} \w+),?\s[^.;]{0,20}?\b${drug}\b[^.;]{0,20}?\b(?:off|stops?|ends?|banned|not)\b`,
  },
  {
    finds: words`\b(?:agreement|consent|permission|appointments?|discussion)\b[^.;]{0,25}?\b(?:not (?:needed|required|necessary)|optional|unnecessary|nice to have|a formality)`,
    even: true,
  },
  {
    finds: words`\b(?:without an? (?:appointment|consultation|conversation|discussion|talk|review))\b`,
    even: true,
    unless: /\b(?:were|was|where|number|count|\d|months?|in 12|people|who|no)\b/i,
  },
  {
    finds: words`\b(?:says?|saying) no\b|\b(?:before|so that) (?:the |they |he |she )?(?:patients?|person|people|they)? ?can(?:not|'t)? (?:object|refuse|complain|argue)`,
    even: true,
  },
  {
    finds: words`\b(?:dose|medicine|inhaler|prescription)s? (?:is|are) (?:going (?:down|to (?:be|stop|end))|being (?:cut|reduced|stopped|switched))`,
  },
].map((phrase) => ({
  ...phrase,
  say: "say that it is offered, looked at or agreed: the person and the prescriber decide",
}));

/** Amounts with a pace, and two doses in one sentence: schedules and conversions in any words. */
export const schedules: readonly Phrase[] = [
  words`(?:${number}\s?${unit}|\b(?:half|(?:a|one) (?:third|quarter|fifth|tenth)|(?:one|two|a) (?:patch|tablet|capsule|strength|step)\w*))(?: \w+){0,5}?\s(?:every|each|per|a|at (?:every|each|the next))\s(?:\w+ ){0,2}?(?:week|fortnight|month|visit|review|contact|call|phone call|appointment|issue|step)s?\b`,
  words`\b(?:minus|less) ${amount}`,
  words`\bsteps?,? (?:\w+ ){0,3}?(?:days|weeks|months) apart`,
  words`\b(?:from )?(?:two|three|four|\d) (?:patch\w*|tablets?|capsules?) to (?:one|two|three|\d|none|nil)\b`,
  words`\b${number}\s?(?:mg|micrograms?|mcg)\b[^.;]{0,40}?\b(?:to|down to|then|becomes?)\s${number}\s?(?:mg|micrograms?|mcg)\b`,
  words`\b(?:nobody|no ?one|no patient|everyone|everybody)\b[^.;]{0,25}?\b(?:over|above|under|below|than|at)\s${number}\s?(?:mg|micrograms?|mcg)`,
].map((finds) => ({
  finds,
  unless:
    /\b(?:threshold|marker|charts?|measures?|defined|definition|items?|rates?|per 1,000|trial|tested|study|records?|fell|rose|followed by|strengths?|holds?|people taking|practices?|starts?|reviews? a|had|was|were|courses?|meetings?|look at|searches)\b/i,
  say: "say what is agreed with the patient: small steps, agreed together, with pauses",
}));

/** One dose told as another. */
export const equals: readonly Phrase[] = [
  words`\b${number}\s?(?:mg|micrograms?|mcg)\b[^.;]{0,40}?\b(?:for (?:every|each)|per|against|in place of|instead of)\s[^.;]{0,15}?${number}\s?(?:mg|micrograms?|mcg)`,
  words`\bequivalent of\b[^.;]{0,60}?\b${number}\s?(?:mg|micrograms?|mcg)`,
  words`\b(?:change|switch|convert|turn|swap)\b[^.;]{0,40}?\b${drug}\b[^.;]{0,15}?\b(?:to|into|for)\b[^.;]{0,30}?\b(?:by|doubl\w+|halv\w+|multipl\w+|divid\w+)`,
].map((finds) => ({
  finds,
  say: "no dose is turned into another by a report: say that BNF or specialist advice is needed, and that equivalents are approximate",
}));

/** Groups by their age, in other words. */
export const groups: readonly Phrase[] = [
  {
    finds: words`\b(?:in their (?:sixties|seventies|eighties|nineties)|born before \d{4}|pensioners?|octogenarians?|retired people|the over[- ]?\d\ds)\b[^.;]{0,40}?(?:come off|stop|off|not|no longer|:)`,
    say: "age alone decides nothing: name the risk, offer a review, and let the person and the prescriber decide",
  },
];

/** Care that waits, or is not for whom it is given. */
export const waiting: readonly Phrase[] = [
  {
    finds: words`\b(?:can|may|should|must|have to|has to|will) wait\b[^.;]{0,30}?\b(?:until|for|till)?`,
    unless: /\b(?:cannot|can't|patients? with clear)\b/i,
    say: "what is urgent is treated as usual, whatever a report says",
  },
  {
    finds: words`\bno (?:\w+ )?${drug}\b[^.;]{0,25}?\b(?:until|unless|till)\b`,
    even: true,
    say: "nobody is left without a medicine that they need: ask them in, with a quick route",
  },
  {
    finds: words`\b(?:take|get|wipe|cross)\s(?:\w+ ){0,3}?(?:penicillin|allergy) labels? (?:off|out)\b`,
    say: "testing belongs to trained services; never after anaphylaxis, angioedema, a severe skin reaction or organ damage",
  },
  {
    finds: words`\b(?:children|under[- ]?\d+s?)\b[^.;]{0,30}?\b(?:can|may|should) (?:have|use|get|switch to) (?:the |a )?(?:dry )?powders?`,
    say: "children under 12: paediatric advice only; spacer first",
  },
];

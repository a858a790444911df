/*
 * How rules of words are written: patterns over lists of words, and what is exempt, said once. An instruction has the same
 * forms whatever its verb: "stop it", "it should be stopped", "stopping it is fine".
 */

/** Some words, in any order of preference, as one place of a pattern. */
export function any(...lists: readonly string[]): string {
  return `(?:${lists.join("|")})`;
}

const gap = "\\b(?:(?!\\b(?:not|never|cannot)\\b|n't\\b)[^.]){0,60}?(?<!\\w)";

/** A pattern of whole words in one clause; "…" stands for up to sixty characters of it without a "not". */
export function clause(pattern: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  const written = String.raw({ raw: pattern.raw }, ...parts).replaceAll(/ ?… ?/g, gap);
  return new RegExp(`(?<!\\w)(?:${written})(?!\\w)`, "i");
}

/** The forms of verbs: as an order, as what is done to something, and as a name of the deed. */
export type Verbs = { order: string; done: string; doing: string };

/** The forms of several verbs together. */
export function verbs(...forms: readonly Verbs[]): Verbs {
  return {
    order: any(...forms.map(({ order }) => order)),
    done: any(...forms.map(({ done }) => done)),
    doing: any(...forms.map(({ doing }) => doing)),
  };
}

const few = "(?:[\\w'%-]+ ){0,5}?";
const beforeOrder =
  "(?:^|[:,?–-] |(?:should|must|can|will|to|please|and|then|so|or|let us|we|simply|just|prescribers|practices|pharmacists|nurses|gps|you) )(?:(?:just|simply|now|then|all|also|safely|each|quietly) )?";
const bidding = "(?:should|must|may|might|can|could|will|shall|to|need to|needs to|has to|have to|ought to|get|gets)";

/** What bids somebody do something with an object: in the active, the passive, and with the deed as a noun. */
export function instructions({ order, done, doing }: Verbs, object: string): RegExp[] {
  return [
    clause`${beforeOrder}${order} ${few}${object}`,
    clause`${object} … ${bidding} (?:(?!not\b|never\b)\w+ )?(?:be )?${done}`,
    clause`(?:suggest|recommend|advise|propose|urge|start|begin|try|consider|by|means|involves) ${doing} (?:of )?${few}${object}`,
    clause`${doing} (?:of )?${few}${object} … (?:should|must|can|may|will|is to|is (?:safe|fine|easy|simple|quick|enough|best|recommended|expected|advised|the (?:aim|goal|answer|quickest|simplest|safest)))`,
  ];
}

/** It is offered, asked, looked at or agreed: the person and the prescriber decide. */
export const agreed = any(
  "agree[ds]?(?! (?:or not|is|are)\\b)|agreeing|together|offer\\w*|discuss\\w*|talk\\w*|asks?(?! that)|asking|decid(?:es?|ing) (?:with|whether)",
  "in (?:an?|a clinical) emergency|only (?:if|when|after|with|once)|decisions?|choos\\w+|chosen|choices?|prefers?|wants?|wish\\w*|would like|whether|with the (?:patient|person)|shared|invit\\w+|reviewed",
);

/** It was studied, or is warned of. */
export const studied = any(
  "trials?|stud(?:y|ies)|cohort|followed by|compared|mhra|nice|guidelines?|licen[cs]ed?",
  "dangerous|unsafe|harmful|fatal|costs? a life|cost lives|too (?:big|fast|quick) (?:a |for )\\w+",
);

/** It belongs to specialists. */
export const specialists = any("specialists?|cardiolog\\w+|obstetric\\w*|maternity|midwi\\w+");

/** It is told of others: what was done, what was found, who is asked. */
export const told = any(studied, specialists, "was|were|had|found|teams?");

/** It is about figures, files and letters, not about medicines that somebody takes. */
export const counted = any(
  "items?|rates?|shares?|per 1,000|figures?|charts?|median|templates?|defaults?|formulary|reports?|searche?s?|months|prescribing|quantit\\w+|stop (?:date|plan|or|and)\\w*|review dates?|duplicates?|died|number of",
);

/** Somebody is cared for as they need it. */
export const cared = any(
  "as usual|999|admit\\w*|send (?:\\w+ )?in|sent in|same[- ]day|treat (?:and|now|first|at once)|treated|emergency care|call for|get help|help today|today|urgent\\w*",
);

/** A reduction is held or slowed, or somebody looks again. */
export const paused = any(
  "hold|pause|slow(?:ly|er)?|stop reducing|outside|look(?:ed|s)? (?:at|again)|think again|risks?",
);

/** A sentence with one of these is something else. */
export function unless(...lists: readonly string[]): RegExp {
  return new RegExp(`\\b${any(...lists)}\\b`, "i");
}

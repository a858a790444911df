import { formsOf } from "./morphology.ts";

/*
 * Deeds and the ways in which they are said. "Stop it", "it should be stopped" and "it is stopped" bid; "stopping it" and "the end of
 * it" name; "it was stopped" tells, and is none of these.
 */

export type Deeds = { verbs: readonly string[]; names?: readonly string[] };

const adverb = "(?:(?:now|just|simply|then|all|also|always|only|each|both|\\w+ly|together) )?";
const modal = "(?:should|must|can|could|may|might|will|shall|needs? to|ha(?:s|ve) to|ought to|(?:is|are) to|gets? to)";
const agents =
  "(?:we|you|they|i|practices|prescribers|pharmacists|nurses|gps|doctors|partners|clinicians|patients|teams?|staff|parents|everyone)";

/** What stands before a verb that bids. */
const before = `(?:^["“'(]?|[:,;.?!–—(] ?|[-–—] |["“] ?|\\b(?:${modal}|to|and|then|or|so|please|let us|let's|let|help|make|${agents}|them|him|her|it|why not|not|just|simply|now|bulk|mass) |\\b(?:have|get|let|ask|tell|make) (?:the |our |your |a )?\\w+(?: \\w+)? )${adverb}`;
/** Somebody wishes, asks or learns to do it: it is theirs to decide. */
const wished =
  "(?:means?|meant|wants?|wished?|wishes|like|likes|liked|prefers?|chooses?|chose|chosen|decided?|decides|agreed?|agrees|how|when|whether|where|able|unable|offer(?:ed|s)?|asked|asks|hop(?:e|es|ed|ing)|ready|willing|happy|glad|used|helped|helps|help|unwilling|try|tried|trying|reason|due|easy|hard|harder|easier|than|ways?|reluctant|free|expect(?:s|ed)?) (?:(?:\\w+ ){0,3}?)to ";
/** What happens when something is done to somebody: "worse when a dose is cut". That bids nothing. */
const told =
  "\\b(?:when|whenever|once|after|before|because|until|since|where|whether|how|while|who|as|if)\\b[^,;:.]{0,50}";
/** What is no medicine: "cut the letter down to a page". */
const things =
  "(?! (?:of|from) (?:the|its|a) (?:\\w+ )?(?:cupboard|fridge|bag|box|drawer|pack|foil)s?\\b)(?! (?:to |down |up |off |out )?(?:(?:the|this|that|a|an|any|your|our|their|all|each|every|old|new|first|last|invitation|acute|default|shared) )*(?:spreadsheet|file|letter|leaflet|wording|words|template|reminder|message|search|printing|text|title|poster|page|email|default|report|programme|meeting|clinic|branch|session|survey|notice|form|quantity|review by|review with|call by|visit by|date|code|name of|colou?r|chart|figure|question|breathing|breath|bleeding|bleed|heart|spread)s?\\b)";
const passive =
  "\\b(?:be|is|are|get|gets|being|it|them|everyone|all) (?:(?:all|now|then|just|simply|to be|slowly|\\w+ly|straight) ){0,2}";

/** How a deed is bid. The verb is looked for first, and what stands before it then: that is quick. */
export function biddings({ verbs }: Deeds): string[] {
  const forms = verbs.map(formsOf);
  const bases = forms.map(({ base }) => base).join("|");
  const dones = forms.map(({ done }) => done).join("|");
  return [
    `(?=(?:${bases})(?!\\w))(?!lower (?:urinary|respiratory|uti|limb|back|tract|than|rate|figure|carbon|risk|number|share))(?<!\\b(?:have|has|had) )(?<=${before})(?<!\\b${wished}${adverb})(?<!\\b(?:if|when|before|once|after|who|while) ${agents} ${adverb})(?:${bases})${things}`,
    `(?=(?:${dones})(?!\\w))(?<=${passive})(?<!\\b(?:was|were|been|had)\\b[^.;]{0,12})(?<!${told}(?:is|are|gets?|get|be|being) ${adverb})(?:${dones})`,
  ];
}

/** How a deed is named. */
export function namings({ verbs, names = [] }: Deeds): string[] {
  return [...names, ...verbs.map((verb) => formsOf(verb).doing)];
}

/** How it is said that somebody or something does it, or that it has been done. What goes before is said once of all verbs. */
export function tellings({ verbs }: Deeds): string[] {
  const forms = verbs.map(formsOf);
  const alike = forms.filter(({ base, done }) => done === base).map(({ done }) => done);
  return [
    `(?<!\\b(?:which|what|the|any|no|some|these|those|few|other|such|more|of|two|three|and|most|kidney|dose|age|upper|lower|control|confidence) )(?:${forms.map(({ thirds }) => thirds).join("|")})(?! (?:which|what|whether|how|who)\\b)`,
    ...(alike.length > 0
      ? [`(?<=\\b(?:be|been|is|are|was|were|has|have|had|gets?|being) (?:\\w+ )?)(?:${alike.join("|")})`]
      : []),
    ...forms.filter(({ base, done }) => done !== base).map(({ done }) => done),
  ];
}

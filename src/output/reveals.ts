import type { Leak } from "./leaks.ts";
import type { Visible } from "./visible.ts";

/*
 * What tells a reader that there is a trial at all. "In a trial, a letter was followed by fewer items" is evidence, and sound; what
 * says that the reader, or this report, is in one is not. So words count by whom they are said of.
 */

/** What readers of a trial are told of it, word for word: each sentence of it may stand in their reports. Empty: nothing. */
export type Blind = { told: string };

/** The first words that reveal a trial to whoever reads them. */
export function findReveal(visible: readonly Visible[], { told }: Blind): Leak | undefined {
  const allowed = sentencesIn(told).map(loosely);
  for (const { where, text, codesOnly, isLabel } of visible) {
    if (codesOnly) continue;
    const plain = allowed.reduce((rest, sentence) => rest.replace(sentence, ". "), text).replace(/\s+/g, " ");
    const [word] = (isLabel ? [...sentences, ...labels] : sentences).flatMap(
      (pattern) => pattern.exec(plain)?.[0] ?? [],
    );
    if (word !== undefined) return { word: word.trim(), where };
  }
  return undefined;
}

function sentencesIn(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== "");
}

/** A sentence wherever its lines end. */
function loosely(sentence: string): RegExp {
  const words = sentence.trim().split(/\s+/);
  return new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "g");
}

const yours = "your (?:practice|surgery|team|organisation|trust|hospital|network|pcn|patients)";
const report = "(?:report|letter|email|e-mail|message|feedback|page)s?";
const reader = `(?:you|we|${yours}|(?:this|these|your|our) ${report})`;
const trial = "(?:trial|experiment|study|research(?: project| study| programme)?)";
const soon = "(?:(?:now|also|still|currently|already) )?";
const few = "(?:[\\w’'-]+ ){0,5}?"; // words between, in one clause

/** Of the reader or the report, in a sentence. */
const sentences: readonly RegExp[] = [
  // you are taking part in a trial
  `\\b${reader} (?:is|are|was|were|has been|have been|will be) ${few}(?:taking part in|participat\\w+ in|enrolled in|recruited (?:in)?to|included in|part of) (?:an?|the|this|our) ${few}${trial}\\b`,
  `\\b${reader} (?:is|are|was|were|has been|have been|will be) ${soon}(?:one of ${few})?in (?:an?|the|this|our) ${few}${trial}\\b`,
  `\\b${reader} (?:takes?|took|has taken|have taken|agreed to take|joined|takes? a) ?(?:part in)? (?:an?|the|this|our) ${few}${trial}\\b`,
  `\\b(?:taking|take|took) part in (?:this|our) ${few}${trial}\\b`,
  `\\bparticipa(?:nts?|tion|ting|te) in (?:this|our) ${few}${trial}\\b`,
  // this report is sent as part of a study
  `\\b(?:this|these|your|our) ${report} (?:is|are|comes?|was|were) ${few}(?:as part of|part of|sent (?:to you )?(?:for|in|under)|made for) (?:an?|the|this|our) ${few}${trial}\\b`,
  `\\b(?:this|these|your|our) ${report} (?:is|are|was|were) being (?:tested|trialled|compared|tried out)\\b`,
  // you were randomised, in the control group
  `\\b${reader} (?:is|are|was|were|has been|have been|will be) ${few}(?:randomi[sz]ed|(?:randomly|by chance) (?:allocated|assigned|chosen|selected|picked)|(?:allocated|assigned|chosen|selected|picked) (?:randomly|at random|by chance))\\b`,
  `\\b${reader} (?:is|are|was|were|has been|have been|will be) ${soon}(?:in|part of|(?:allocated|assigned|randomi[sz]ed) to|put in(?:to)?|placed in) (?:an?|the|our|one of the) (?:\\w+ )?(?:intervention|control|treatment|experimental|trial|study) (?:arm|group)s?\\b`,
  `\\byour (?:(?:trial|study|treatment|intervention|control) (?:arm|group)|randomi[sz]ation)\\b`,
  `\\b(?:practices|recipients|readers|organisations) (?:here|in this (?:report|letter|study|trial)) ${few}(?:were|are|have been) ${few}(?:randomi[sz]ed|in ${few}(?:control|intervention) group)\\b`,
  // our trial; this trial compares
  `\\bour (?:randomi[sz]ed |controlled |cluster |clinical |own ){0,3}(?:trial|experiment|study)\\b`,
  `\\b(?:this|the present) ${few}(?:trial|study|experiment) (?:compares|tests|is (?:testing|comparing|looking|run|led|funded|sponsored|registered|approved)|aims|asks (?:how|whether|which|what)|will (?:compare|test|show|tell))\\b`,
  `\\b(?:trial|study) (?:team|manager|coordinator|co-ordinator|arms?|participants?) (?:will|may|can|who sent|at|on|by email)\\b`,
  `\\btrials unit\\b`,
  // others get something else
  `\\b(?:half(?: of)?(?: the)?|some|the other|other) practices (?:get|receive|are sent|were sent|have been sent|will get|will receive|do not (?:get|receive)) (?:an?|another|the other|no|this|a different|different|other) ${few}(?:report|version|letter|email|feedback|format)s?\\b`,
  `\\b(?:compar|test|try)(?:es?|s|ed|ing|ing out)? (?:two|three|four|several|different|which|new) ${few}(?:versions?|formats?|kinds?|ways?|forms?) of (?:this |these |the |our )?${report}\\b`,
  `\\b(?:intervention|control|comparison) (?:version|copy) of (?:this|the|your) ${report}\\b`,
].map((pattern) => new RegExp(pattern, "i"));

/** In names, subjects and properties, where nothing says of whom: "Trial report", "control-group". */
const labels: readonly RegExp[] = [
  `\\b(?:trial|study|experiment)[ -_]?(?:report|letter|arm|group|number|id|newsletter|participants?|practices?|site|update)\\b`,
  `\\b(?:intervention|control|treatment|experimental)[ -_](?:arm|group)\\b`,
  `^\\W*(?:trial|rct|study|experiment)\\b\\W*(?::|$)`,
  `(?:^|[-_])(?:trial|rct|randomi[sz]ed|control|intervention)(?:[-_]|$)`,
  `\\brandomi[sz]ed\\b`,
].map((pattern) => new RegExp(pattern, "i"));

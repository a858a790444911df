import type { Possible } from "./beginnings.ts";
import type { MeaningSpan } from "./lexicon.ts";

/** The words of each meaning; of a name of a thing, a "not" before it says nothing. And which meanings a sentence could hold. */
export type Meanings = { of: ReadonlyMap<string, { words: RegExp; isThing: boolean }>; possible: Possible };

/** A sentence in which meanings are found: each is looked for once, when a pattern first asks; and which it could hold. */
export type ParsedSentence = {
  text: string;
  sought: ReadonlySet<string>;
  find: (meaning: string) => readonly MeaningSpan[];
};

/** The sentences of a text; a question is also read with its answer: "Fever? Wait." */
export function sentencesOf(text: string): string[] {
  const sentences = text.split(/(?<=[.!?]["”)]?)\s+(?=[A-Z0-9"“'(])/);
  return sentences.flatMap((sentence, i) => {
    const answer = /\?["”]?$/.test(sentence) && sentences[i + 1];
    return answer ? [sentence, `${sentence} ${answer}`] : [sentence];
  });
}

/** Prepares a sentence to be asked for meanings. */
export function toSentence(text: string, { of, possible }: Meanings): ParsedSentence {
  const found = new Map<string, readonly MeaningSpan[]>();
  const sought = possible(text);
  const turns = turnsIn(text);
  const isTurned = (at: number, end: number) =>
    turns.some(({ from, until }) => from < at && at < until) || ofNothing.test(text.slice(end, end + 20));
  const find = (meaning: string) => {
    if (!sought.has(meaning)) return none;
    const known = found.get(meaning);
    if (known) return known;
    const { words, isThing } = of.get(meaning)!;
    const spans = placesOf(words, text).map(({ from, to }) => ({
      from,
      to,
      negated: isThing ? undefined : isTurned(from, to),
    }));
    found.set(meaning, spans);
    return spans;
  };
  return { text, sought, find };
}

const none: readonly MeaningSpan[] = [];

/** Where a pattern is found. `matchAll` would copy the pattern for each text, which takes half of the time. */
function placesOf(pattern: RegExp, text: string): { from: number; to: number }[] {
  const places: { from: number; to: number }[] = [];
  compileNow(pattern);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    places.push({ from: match.index, to: pattern.lastIndex });
    if (match[0] === "") pattern.lastIndex++;
  }
  return places;
}

const compiled = new WeakSet<RegExp>();
const long = " ".repeat(1024); // characters, from which on V8 compiles a pattern before it has interpreted it

/** Has a pattern compiled before it is used: to interpret one as long as these first takes more than twice as long in all. */
function compileNow(pattern: RegExp): void {
  if (compiled.has(pattern)) return;
  compiled.add(pattern);
  pattern.test(long);
}

const not =
  /(?<![\w-])(?:never|not|no|nobody|none|nothing|cannot|\w+n't|without|avoid\w*|rather than|instead of|against|nor|neither|hardly|rarely)(?![\w-])/gi;

/** What looks like a "not" and bids: "why not stop it?", "not only", "no reason to wait". */
const bids =
  /\b(?:why not|not only|not just|no more than|not more than|no later than|whether or not|or not|do not hesitate to|not yet|if not|no doubt)\b|\bif (?:\w+ ){1,3}?(?:(?:says?|objects?|do(?:es)? not|will not|won't|don't|doesn't)\b[^,]*)|^no, /gi;

/** "change no inhaler", "change at a review and never by letter" */
const ofNothing = /^ (?:no(?! (?:matter|later|more than|longer))|nothing|nobody|none)\b/;

/** Where a "not" ends: at a new clause. */
const ends =
  /[;:?!.–—]|, (?:and |but |so |then |just |simply |please |now |leave |reduce |stop |switch |close )|\b(?:but|so|then|because|since|while|although)\b/g;

/** After "without" and the like, it ends at the verb: "patients without a reason should be stopped". */
const endsOfPhrase = new RegExp(
  `${ends.source}|\\b(?:should|must|can|will|is|are|may|has|have|need|needs|was|were|had)\\b`,
  "g",
);

/** After "not", at the verb of the clause that it stands in: "those that do not improve will be visited". */
const endsOfNot = new RegExp(`${ends.source}|\\b(?:should|must|will|shall)\\b`, "g");

/** A condition before the comma: "if it does not help, stop". A "not" in it turns round nothing after it. */
const condition = /^(?:if|when|where|once|unless|because|as|since)\b[^,;:]*,/i;

/** The stretches of a sentence that a "not" turns round. */
function turnsIn(text: string): { from: number; until: number }[] {
  const comma = condition.exec(text)?.[0].length ?? 0;
  const said = text
    .replace(bids, (words) => "_".repeat(words.length))
    .replace(/\b(?:not|never|don't|avoid|no):/gi, (words) => `${words.slice(0, -1)} `); // "Don't: add an opioid"
  return [...said.matchAll(not)].map(({ index, 0: words }) => {
    const end = /^(?:without|avoid|rather|instead|against)/i.test(words)
      ? endsOfPhrase
      : /^(?:not|cannot)$|n't$/i.test(words)
        ? endsOfNot
        : ends;
    end.lastIndex = index + words.length;
    const until = end.exec(said)?.index ?? said.length;
    return { from: index, until: index < comma ? Math.min(until, comma) : until };
  });
}

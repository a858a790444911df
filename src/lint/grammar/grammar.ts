import { possibleOf } from "./beginnings.ts";
import { type Lexicon, patternOf } from "./lexicon.ts";
import { matchIn, meaningsOf, type Pattern, quote, toPattern } from "./pattern.ts";
import { type Meanings, type Sentence, sentencesOf } from "./sentence.ts";

/** A kind of fault: the patterns of meanings that say it, and what to write instead. */
export type Kind = { patterns: readonly string[]; say: string };

export type Found = { words: string; say: string };

/**
 * Makes a reader of texts from lexicons and the kinds of faults of each rule. Of a text it tells the first fault of a rule.
 * Meanings that name things are never turned round by a "not". Throws where a pattern names a meaning without words.
 */
export function reader(
  lexicons: readonly Lexicon[],
  things: ReadonlySet<string>,
  rules: ReadonlyMap<string, readonly Kind[]>,
): (text: string, rule: string) => Found | undefined {
  const meanings = meaningsIn(lexicons, things);
  const faults = new Map([...rules].map(([rule, kinds]) => [rule, kinds.flatMap((kind) => toFaults(kind, meanings))]));
  const read = remembering((text) => sentencesOf(text.replaceAll(/["“”]/g, ""), meanings));
  return (text, rule) => {
    for (const sentence of read(text))
      for (const { pattern, say } of faults.get(rule) ?? []) {
        const spans = matchIn(sentence, pattern);
        if (spans) return { words: quote(sentence.text, spans), say };
      }
    return undefined;
  };
}

function meaningsIn(lexicons: readonly Lexicon[], things: ReadonlySet<string>): Meanings {
  const entries = new Map(lexicons.flatMap((lexicon) => Object.entries(lexicon)));
  const of = [...entries].map(([name, each]) => [name, { words: patternOf(each), isThing: things.has(name) }] as const);
  return { of: new Map(of), possible: possibleOf(entries) };
}

function toFaults({ patterns, say }: Kind, meanings: Meanings): { pattern: Pattern; say: string }[] {
  return patterns.map((line) => {
    const pattern = toPattern(line);
    const unknown = meaningsOf(pattern).find((name) => !meanings.of.has(name));
    if (unknown !== undefined) throw new Error(`no words for "${unknown}" in "${line}"`);
    return { pattern: cheapFirst(pattern, meanings), say };
  });
}

/** All terms must hold: what must be there is looked for first, and of that what has few words. */
function cheapFirst(pattern: Pattern, meanings: Meanings): Pattern {
  const cost = ({ sequences: [sequence = []] }: Pattern[number]) =>
    sequence.flat().reduce((sum, name) => sum + (meanings.of.get(name)?.words.source.length ?? 0), 0);
  const there = pattern.filter(({ sign }) => sign === "is");
  const absent = pattern.filter(({ sign }) => sign === "is not");
  return [...there.sort((a, b) => cost(a) - cost(b)), ...absent];
}

const most = 5000; // texts: more than a campaign and its library have

/** Rules ask for the same texts one after the other: what was found in a text is kept, for as many texts as a campaign has. */
function remembering(read: (text: string) => Sentence[]): (text: string) => Sentence[] {
  const known = new Map<string, Sentence[]>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    if (known.size >= most) known.clear();
    const sentences = read(text);
    known.set(text, sentences);
    return sentences;
  };
}

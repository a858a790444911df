import { remembered } from "../../remembered.ts";
import { possibleOf } from "./beginnings.ts";
import { type Lexicon, patternOf } from "./lexicon.ts";
import { matchIn, meaningsOf, oneOf, quote, type TermPattern, toPattern } from "./pattern.ts";
import { type Meanings, type ParsedSentence, sentencesOf, toSentence } from "./sentence.ts";

/** A kind of fault: the patterns of meanings that say it, and what to write instead. */
export type GrammarKind = { patterns: readonly string[]; say: string };

export type GrammarFault = { words: string; say: string };

/**
 * Makes a reader of texts from lexicons and the kinds of faults of each rule. Of a text it tells the first fault of a rule.
 * Meanings that name things are never turned round by a "not". Throws where a pattern names a meaning without words.
 */
export function reader(
  lexicons: readonly Lexicon[],
  things: ReadonlySet<string>,
  rules: ReadonlyMap<string, readonly GrammarKind[]>,
): (text: string, rule: string) => GrammarFault | undefined {
  const meanings = meaningsIn(lexicons, things);
  const finders = new Map([...rules].map(([rule, kinds]) => [rule, finderOf(kinds, meanings)]));
  const partsOf = remembered(sentencesOf, (text) => text);
  const judged = remembered(
    (text: string) => ({ sentence: toSentence(text, meanings), verdicts: new Map<string, GrammarFault | undefined>() }),
    (text) => text,
  );
  return (text, rule) => {
    const find = finders.get(rule);
    if (!find) return undefined;
    for (const part of partsOf(text.replaceAll(/["“”]/g, ""))) {
      const { sentence, verdicts } = judged(part);
      if (!verdicts.has(rule)) verdicts.set(rule, find(sentence));
      const found = verdicts.get(rule);
      if (found) return found;
    }
    return undefined;
  };
}

/** The first fault of a rule in a sentence. Only those are looked for of which a meaning could be there that they cannot do without. */
function finderOf(
  kinds: readonly GrammarKind[],
  meanings: Meanings,
): (sentence: ParsedSentence) => GrammarFault | undefined {
  const faults = kinds.flatMap((kind) => toFaults(kind, meanings));
  const free: number[] = [];
  const tied = new Map<string, number[]>(); // by such a meaning
  faults.forEach(({ pattern }, at) => {
    const needed = oneOf(pattern);
    if (!needed) free.push(at);
    for (const meaning of needed ?? []) tied.set(meaning, [...(tied.get(meaning) ?? []), at]);
  });
  return (sentence) => {
    const worth = new Set(free);
    for (const meaning of sentence.sought) for (const at of tied.get(meaning) ?? []) worth.add(at);
    for (const at of [...worth].sort((a, b) => a - b)) {
      const { pattern, say } = faults[at]!;
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

function toFaults({ patterns, say }: GrammarKind, meanings: Meanings): { pattern: TermPattern; say: string }[] {
  return patterns.map((line) => {
    const pattern = toPattern(line);
    const unknown = meaningsOf(pattern).find((name) => !meanings.of.has(name));
    if (unknown !== undefined) throw new Error(`no words for "${unknown}" in "${line}"`);
    return { pattern: cheapFirst(pattern, meanings), say };
  });
}

/** All terms must hold: what must be there is looked for first, and of that what has few words. */
function cheapFirst(pattern: TermPattern, meanings: Meanings): TermPattern {
  const cost = ({ sequences: [sequence = []] }: TermPattern[number]) =>
    sequence.flat().reduce((sum, name) => sum + (meanings.of.get(name)?.words.source.length ?? 0), 0);
  const there = pattern.filter(({ sign }) => sign === "is");
  const absent = pattern.filter(({ sign }) => sign === "is not");
  return [...there.sort((a, b) => cost(a) - cost(b)), ...absent];
}

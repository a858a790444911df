import type { MeaningSpan } from "./lexicon.ts";
import type { ParsedSentence } from "./sentence.ts";

/**
 * A pattern of meanings in one sentence, as a line of terms, all of which must hold:
 * - `ending`, `ending|lowering`: one of these meanings, with no "not" before it
 * - `~agreeing`: with a "not" before it
 * - `waiting+`: with or without
 * - `-agreeing`: nowhere in the sentence, unless a "not" goes before it; `-agreeing+`: nowhere at all
 * - `medicine>fine`: one soon after the other, with no "not" and no end of a clause between
 * - `ending<>medicine`: so, in either order: what is done, and what it is done to
 * Terms are said by different words: "is refused" is not both what somebody did and what they lose.
 */
export type TermPattern = readonly Term[];

type TermSequence = readonly (readonly string[])[];
type Term = { sequences: readonly TermSequence[]; sign: "is" | "is not"; polarity: "plain" | "negated" | "any" };

const near = 70; // characters from the end of one meaning to the beginning of the next

/** Where one clause ends, and what it speaks of. */
const clauseEnds = /[;.]|\b(?:but|because|although|whereas)\b|, (?:while|which|who|whose|where|since)\b/;

export function toPattern(line: string): TermPattern {
  return line.split(" ").map((written) => {
    const sign = written.startsWith("-") ? "is not" : "is";
    const polarity = written.endsWith("+") ? "any" : written.startsWith("~") ? "negated" : "plain";
    const said = written.replace(/^[-~]|\+$/g, "");
    const sequence = said.split(/<?>/).map((alternatives) => alternatives.split("|"));
    return { sequences: said.includes("<>") ? [sequence, sequence.toReversed()] : [sequence], sign, polarity };
  });
}

/** Every meaning that a pattern names. */
export function meaningsOf(pattern: TermPattern): string[] {
  return pattern.flatMap(({ sequences: [sequence = []] }) => sequence.flat());
}

/** Meanings of which a sentence that says a pattern holds one at least; undefined where it need hold none. */
export function oneOf(pattern: TermPattern): readonly string[] | undefined {
  return pattern.find(({ sign }) => sign === "is")?.sequences[0]?.[0];
}

/** Where a sentence says a pattern; undefined where it does not. */
export function matchIn(sentence: ParsedSentence, pattern: TermPattern): MeaningSpan[] | undefined {
  const spans: MeaningSpan[] = [];
  for (const term of pattern) {
    const found = findTerm(sentence, term, term.sign === "is" ? spans : []);
    if ((found !== undefined) !== (term.sign === "is")) return undefined;
    if (found) spans.push(...found);
  }
  return spans.sort((a, b) => a.from - b.from);
}

function findTerm(
  sentence: ParsedSentence,
  { sequences, polarity }: Term,
  used: readonly MeaningSpan[],
): MeaningSpan[] | undefined {
  for (const [first = [], ...rest] of sequences)
    for (const span of spansOf(sentence, first)) {
      if (polarity !== "any" && span.negated !== undefined && span.negated !== (polarity === "negated")) continue;
      const chain = follow(sentence, span, rest, polarity === "plain");
      if (chain && !chain.some((each) => used.some((other) => each.from < other.to && other.from < each.to)))
        return chain;
    }
  return undefined;
}

function follow(
  sentence: ParsedSentence,
  span: MeaningSpan,
  rest: TermSequence,
  isPlain: boolean,
): MeaningSpan[] | undefined {
  const [next, ...later] = rest;
  if (!next) return [span];
  for (const other of spansOf(sentence, next)) {
    const isInside = span.from < other.from && other.to < span.to; // "take the codeine off"
    if ((other.from < span.to && !isInside) || other.from - span.to > near || (isPlain && other.negated)) continue;
    if (clauseEnds.test(sentence.text.slice(span.to, other.from))) continue;
    const chain = follow(sentence, other, later, isPlain);
    if (chain) return [span, ...chain];
  }
  return undefined;
}

function spansOf(sentence: ParsedSentence, meanings: readonly string[]): MeaningSpan[] {
  return meanings.flatMap((meaning) => sentence.find(meaning));
}

/** What was found, as the author wrote it: "stop … today". */
export function quote(text: string, spans: readonly MeaningSpan[]): string {
  const parts: string[] = [];
  let until = -1;
  for (const { from, to } of spans) {
    if (to <= until) continue;
    const gap = until < 0 ? "" : text.slice(until, from);
    if (until >= 0) parts.push(gap.length <= 24 ? gap : " … ");
    parts.push(text.slice(Math.max(from, until), to));
    until = to;
  }
  return parts.join("").trim();
}

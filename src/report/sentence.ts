import { rememberedOf } from "../remembered.ts";

/** A number as decided once. `value` is null where it is withheld or is words by nature ("twice as many"). */
export type Figure = { value: number | null; text: string };

/** A run of a sentence: words, or a figure by its key, or a superscript reference to a source. */
export type Span =
  | { text: string; strong?: true; own?: true }
  | { figure: string; strong?: true; own?: true } // `own`: belongs to a strong run that holds the practice's own figure
  | { cite: number };

export type Sentence = readonly Span[];

export type CitedSource = { number: number; text: string; url?: string };

/** The figures of a report, by their keys. */
export type Figures = Readonly<Record<string, Figure>>;

/** The sentence as plain text; a reference to a source becomes " [1]". */
export function toPlain(sentence: Sentence, figures: Figures): string {
  return sentence.map((span) => ("cite" in span ? ` [${span.cite}]` : spanWords(span, figureIn(figures)))).join("");
}

/** The sentence without references to sources: for charts, alternative texts and titles. */
export function toWords(sentence: Sentence, figures: Figures): string {
  const [first] = sentence;
  if (sentence.length === 1 && first && "text" in first) return first.text;
  const known = worded(figures);
  const found = known.get(sentence);
  if (found !== undefined) return found;
  const figureOf = figureIn(figures);
  let words = "";
  for (const span of sentence) if (!("cite" in span)) words += spanWords(span, figureOf);
  known.set(sentence, words);
  return words;
}

/** The sentences of a report in words: nearly every rule asks for them. */
const worded = rememberedOf((_: Figures) => new Map<Sentence, string>());

/** A run of words or the text of its figure. Throws where there is no such figure. */
export function spanWords(
  span: Exclude<Span, { cite: number }>,
  figureOf: (key: string) => Figure | undefined,
): string {
  if ("text" in span) return span.text;
  const figure = figureOf(span.figure);
  if (!figure) throw new Error(`unknown figure "${span.figure}"`);
  return figure.text;
}

function figureIn(figures: Figures): (key: string) => Figure | undefined {
  return (key) => (Object.hasOwn(figures, key) ? figures[key] : undefined);
}

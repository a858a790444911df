import Handlebars from "handlebars";
import MarkdownIt from "markdown-it";
import type { Citation } from "../input/files/fields.ts";
import { vocabulary } from "../input/library/vocabulary.ts";
import { remembered } from "../remembered.ts";
import { capital } from "./format.ts";
import { type CitedSource, type Figure, type Sentence, type Span, spanWords } from "./sentence.ts";

/**
 * Words of authors → sentences. A variable never passes through Markdown: it stands as a mark (its path between two
 * private-use characters) until the sentence is cut into spans, so nothing in the data can become markup.
 */
const opens = "\uE000";
const closes = "\uE001";
const marks = nested([...Object.keys(vocabulary), "amount"].map((path) => [path, `${opens}${path}${closes}`]));

const engine = Handlebars.create();
const markdown = new MarkdownIt({ html: false, typographer: true, quotes: "“”‘’" }).disable(
  ["replacements", "linkify"],
  true,
);

/** The words of a report so far: its figures by key, and its sources in the order they were cited. */
export type Notebook = { figures: Map<string, Figure>; sources: CitedSource[] };

/** Gives the figure of a variable, with the key it has in the report. */
export type Resolve = (path: string) => { key: string; figure: Figure };

/** Cuts words into spans and enters their figures and sources into the notebook. Mutates the notebook. */
export function toSentence(
  words: string,
  { resolve, notebook, cites = [] }: { resolve: Resolve; notebook: Notebook; cites?: readonly Citation[] },
): Sentence {
  const spans = piecesOf(words).map((piece) => toSpan(piece, { resolve, notebook, cites }));
  return withOwn(withCapital(spans, notebook));
}

/** A label with its apostrophes as sentences print them. */
export const labelText: (words: string) => string = remembered(
  (words) => words.replaceAll("'", "’"),
  (words) => words,
);

/** Words as they are cut before anything is known of a recipient: a mark of a variable, of a source, or what stands between. */
type TextPiece = { text: string; strong: boolean };

/** The same words are said to thousands. Throws where they are no sound template. */
const piecesOf: (words: string) => readonly TextPiece[] = remembered(
  (words) => {
    const template = engine.compile(words, { strict: true, noEscape: true, knownHelpersOnly: true });
    const marked = template(marks, { allowProtoPropertiesByDefault: false });
    const [block] = markdown.parseInline(marked.replace(/\s+/g, " ").trim(), {});
    const pieces: TextPiece[] = [];
    let strong = false;
    for (const { type, content } of block?.children ?? []) {
      if (type === "strong_open" || type === "strong_close") strong = type === "strong_open";
      else {
        const parts = (type === "softbreak" ? " " : content).split(/(\uE000[^\uE001]+\uE001|\[\^\d+\])/);
        pieces.push(...parts.filter((text) => text !== "").map((text) => ({ text, strong })));
      }
    }
    return pieces;
  },
  (words) => words,
);

/** A sentence of the engine's own: texts and `["key", figure]` pairs. Mutates the notebook. */
export function sentenceOf(notebook: Notebook, ...parts: readonly (string | readonly [string, Figure])[]): Sentence {
  return parts
    .filter((part) => part !== "")
    .map((part) => (typeof part === "string" ? { text: part } : { figure: enter(notebook, part[0], part[1]) }));
}

/** Enters a figure under its key; the same key always means the same text. Mutates the notebook. */
export function enter({ figures }: Notebook, key: string, figure: Figure): string {
  const known = figures.get(key);
  if (known && known.text !== figure.text)
    throw new Error(`two figures "${key}": "${known.text}" and "${figure.text}"`);
  figures.set(key, figure);
  return key;
}

/** The sentence as plain text, without references to sources. */
export function plainText(sentence: Sentence, { figures }: Notebook): string {
  return sentence.map((span) => ("cite" in span ? "" : spanWords(span, (key) => figures.get(key)))).join("");
}

type Cutting = { resolve: Resolve; notebook: Notebook; cites: readonly Citation[] };

function toSpan({ text, strong }: TextPiece, { resolve, notebook, cites }: Cutting): Span {
  if (text.startsWith(opens)) {
    const { key, figure } = resolve(text.slice(1, -1));
    return { figure: enter(notebook, key, figure), ...(strong ? { strong } : {}) };
  }
  const note = /^\[\^(\d+)\]$/.exec(text)?.[1];
  const source = note ? cites[Number(note) - 1] : undefined;
  if (source) return { cite: cite(source, notebook) };
  return { text, ...(strong ? { strong } : {}) };
}

/** The number of a source: the one it has, or the next. Mutates the notebook. */
export function cite({ text, doi, url }: Citation, { sources }: Notebook): number {
  const address = url ?? (doi ? `https://doi.org/${doi}` : undefined);
  const known = sources.find((source) => source.text === text && source.url === address);
  if (known) return known.number;
  sources.push({ number: sources.length + 1, text, ...(address ? { url: address } : {}) });
  return sources.length;
}

/** A sentence begins with a capital, also when it begins with a figure ("none of the other 31"). */
function withCapital(spans: readonly Span[], notebook: Notebook): Span[] {
  const [first, ...rest] = spans;
  if (!first || "cite" in first) return [...spans];
  if ("text" in first) return [{ ...first, text: capital(first.text) }, ...rest];
  const figure = notebook.figures.get(first.figure);
  if (!figure || figure.text === capital(figure.text)) return [...spans];
  return [
    { ...first, figure: enter(notebook, `${first.figure}^`, { ...figure, text: capital(figure.text) }) },
    ...rest,
  ];
}

/** A strong run that holds one of the practice's own figures is marked as its own, whole. */
function withOwn(spans: readonly Span[]): Sentence {
  const isStrong = (span: Span | undefined) => span !== undefined && "strong" in span && span.strong === true;
  return spans.map((span, i) => {
    if (!isStrong(span)) return span;
    let from = i;
    let to = i;
    while (isStrong(spans[from - 1])) from--;
    while (isStrong(spans[to + 1])) to++;
    const own = spans.slice(from, to + 1).some((each) => "figure" in each && /(^|\/)own\./.test(each.figure));
    return own && !("cite" in span) ? { ...span, own: true } : span;
  });
}

type Nested = { [key: string]: string | Nested };

/** [["own.value", x]] → { own: { value: x } } */
function nested(entries: readonly (readonly [string, string])[]): Nested {
  const root: Nested = {};
  for (const [path, value] of entries) {
    const keys = path.split(".");
    const last = keys.pop() ?? path;
    const at = keys.reduce<Nested>((node, key) => {
      const next = node[key] ?? {};
      node[key] = next;
      return typeof next === "string" ? node : next;
    }, root);
    at[last] = value;
  }
  return root;
}

import { type Figures, type Sentence, type Span, toWords } from "../report/sentence.ts";

/** Markup that we made ourselves, every word in it escaped: the only strings a template may print raw. */
export type Html = string & { readonly made: "html" };

/** The sentence as HTML: strong → <b>, strong that holds the practice's own figure → <b class="own">, cite → <sup> with a link to its source, parted by a space that keeps a number before it whole. */
export function toHtml(sentence: Sentence, figures: Figures): Html {
  return runsOf(sentence)
    .map(({ tag, spans }) => wrap(tag, spans.map((span) => escapeHtml(markOf(span, figures))).join("")))
    .join("") as Html;
}

/** For paper: a number keeps its unit and a short hyphenated word its halves, whatever the line they end. */
export function tie(html: Html): Html {
  return html.replace(unit, "$1\u00a0$2").replace(hyphenated, '<span class="nobr">$&</span>') as Html;
}

/** For the large words of a screen, which may be narrow and set twice as large: short hyphenated words alone keep their halves. */
export function tieShort(html: Html): Html {
  return html.replace(shortHyphenated, '<span class="nobr">$&</span>') as Html;
}

/** A sentence as it is tied on paper, in plain characters, to measure its lines; each number of a note is as wide as a raised one. */
export function tiedWords(sentence: Sentence, figures: Figures): string {
  const known = tied.get(sentence);
  if (known?.figures === figures) return known.words;
  const words = toTied(sentence, figures);
  tied.set(sentence, { figures, words });
  return words;
}

const tied = new WeakMap<Sentence, { figures: Figures; words: string }>(); // a page is tried in several settings

function toTied(sentence: Sentence, figures: Figures): string {
  return sentence
    .map((span) => ("cite" in span ? `\u00a0${"³".repeat(String(span.cite).length)}` : toWords([span], figures)))
    .join("")
    .replace(unit, "$1\u00a0$2")
    .replace(hyphenated, (word) => word.replace("-", "\u2011"));
}

const unit = /(\d) (mg|g|kg|cm|ml)\b/g;
const hyphenated = /\b[A-Za-z]{1,12}-[A-Za-z]{1,12}\b/g;
const shortHyphenated = /\b(?=[A-Za-z-]{3,10}(?![\w-]))[A-Za-z]+(?:-[A-Za-z]+)+/g;

/** Escapes a text for element content and for quoted attributes. */
export function escapeHtml(text: string): Html {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign) as Html;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

type RunTag = "none" | "strong" | "own" | "cite";

/** Neighbouring spans of one kind as one run, so that a strong figure and its strong unit share one element. */
function runsOf(sentence: Sentence): { tag: RunTag; spans: Span[] }[] {
  const runs: { tag: RunTag; spans: Span[] }[] = [];
  for (const span of sentence) {
    const tag = tagOf(span);
    const last = runs.at(-1);
    if (last && last.tag === tag && tag !== "cite") last.spans.push(span);
    else runs.push({ tag, spans: [span] });
  }
  return runs;
}

function tagOf(span: Span): RunTag {
  if ("cite" in span) return "cite";
  if (span.own) return "own";
  return span.strong ? "strong" : "none";
}

function wrap(tag: RunTag, html: string): string {
  if (tag === "own") return `<b class="own">${html}</b>`;
  if (tag === "strong") return `<b>${html}</b>`;
  return tag === "cite" ? `<sup>&nbsp;<a href="#source-${html}">${html}</a></sup>` : html;
}

function markOf(span: Span, figures: Figures): string {
  return "cite" in span ? String(span.cite) : toWords([span], figures);
}

import { asWord } from "../report/abbreviations.ts";
import type { Abbreviation } from "../report/report.ts";
import { escapeHtml } from "./sentence.ts";

/** Each abbreviation explained where the text of a page uses it first; not in drawings, headings of the browser or code. */
export function explainFirst(html: string, abbreviations: readonly Abbreviation[]): string {
  if (abbreviations.length === 0) return html;
  const left = new Map(abbreviations.map(({ short, long }) => [short, { pattern: asWord(short), long }]));
  let silent = 0; // elements round the text in which nothing is explained
  return html.replace(/<(\/?)(\w+)[^>]*>|[^<]+/g, (token, close: string | undefined, tag: string | undefined) => {
    if (tag !== undefined && silentIn.has(tag)) silent += close ? -1 : 1;
    if (tag !== undefined || silent > 0) return token;
    let text = token;
    for (const [short, { pattern, long }] of left) {
      if (!pattern.test(text)) continue;
      left.delete(short);
      text = text.replace(pattern, `<abbr title="${escapeHtml(long)}">${short}</abbr>`);
    }
    return text;
  });
}

const silentIn: ReadonlySet<string> = new Set(["svg", "title", "style", "script", "abbr", "button", "nav"]);

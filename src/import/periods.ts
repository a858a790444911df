import { type Month, monthName, toIso, toMonth } from "../month.ts";

/** What a text of a period says: which kind it is, and the last month it covers. */
export type Span = {
  kind: "month" | "quarter" | "year" | "financial-year" | "years" | "12-months-to";
  last: Month;
  isRead: boolean; // whether the engine reads the text as it stands
};

const short = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const iso = /^((?:19[5-9]|20\d)\d)-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\d|3[01])([T ].*)?)?$/;

/** Reads a period as public data write it; undefined for any other text. */
export function spanOf(text: string): Span | undefined {
  const given = text.trim();
  const month = monthOf(given);
  if (month !== undefined) return { kind: "month", last: month, isRead: iso.test(given) };
  const [, first, second] = /^(\d{4})\s*[/-]\s*(\d{2})$/.exec(given) ?? [];
  if (first && Number(second) === (Number(first) + 1) % 100) return span("financial-year", Number(first) + 1, 3);
  const [, quarterYear, next, quarter] = /^(\d{4})(\/\d{2})?\s*Q([1-4])$/i.exec(given) ?? [];
  if (quarterYear && next) {
    const ends = [6, 9, 12, 15][Number(quarter) - 1]!; // quarters of a financial year begin in April
    return span("quarter", Number(quarterYear) + (ends > 12 ? 1 : 0), ends > 12 ? ends - 12 : ends);
  }
  if (quarterYear) return span("quarter", Number(quarterYear), Number(quarter) * 3);
  const [, to] = /^(?:12 months )?to (?:end of )?([a-z]+ \d{4})$/i.exec(given) ?? [];
  const until = to === undefined ? undefined : monthOf(to);
  if (until !== undefined) return { kind: "12-months-to", last: until, isRead: false };
  const [, from, end] = /^(\d{4})\s*(?:-|–|to)\s*(\d{2,4})$/.exec(given) ?? [];
  if (from && end) return span("years", end.length === 4 ? Number(end) : Number(from.slice(0, 2) + end), 12);
  return /^(19|20)\d{2}$/.test(given) ? span("year", Number(given), 12) : undefined;
}

function span(kind: Span["kind"], year: number, month: number): Span {
  return { kind, last: year * 12 + month - 1, isRead: false };
}

/** A month or a day in it: 2026-08, 202608, 01/08/2026, 01AUG2026, 01-Aug-26, August 2026. */
function monthOf(text: string): Month | undefined {
  const [, isoYear, isoMonth] = iso.exec(text) ?? [];
  if (isoYear) return toMonth(`${isoYear}-${isoMonth}`);
  const [, british, britishYear] = /^(?:0?[1-9]|[12]\d|3[01])\/(0[1-9]|1[0-2])\/(20\d{2})$/.exec(text) ?? [];
  if (british) return toMonth(`${britishYear}-${british}`);
  const [, word = "", year = ""] = /^(?:\d{1,2}[-\s]?)?([a-z]{3,9})[-\s]?((?:20)?\d{2})$/i.exec(text) ?? [];
  const at = short.indexOf(word.slice(0, 3).toLowerCase());
  const isName = at >= 0 && (word.length === 3 || monthName(at).toLowerCase().startsWith(word.toLowerCase()));
  if (!isName) return undefined;
  return toMonth(`${year.length === 2 ? `20${year}` : year}-${String(at + 1).padStart(2, "0")}`);
}

/** The text of the latest period of some, with what it says. */
export function latestOf(texts: Iterable<string>): { text: string; span: Span } | undefined {
  return [...texts]
    .flatMap((text) => {
      const found = spanOf(text);
      return found ? [{ text, span: found }] : [];
    })
    .sort((a, b) => b.span.last - a.span.last || (a.text < b.text ? -1 : 1))[0];
}

const kindWords: Readonly<Record<Span["kind"], string>> = {
  month: "a month",
  quarter: "a quarter",
  year: "a year",
  "financial-year": "a financial year",
  years: "several years",
  "12-months-to": "12 months",
};

/** What the engine cannot do yet with figures of longer periods than months. */
export function longPeriod({ text, span }: { text: string; span: Span }, others: number): string {
  const stands = `each figure is of ${kindWords[span.kind]}, and data.yaml reads months: "${text}" stands as its last month, ${monthName(span.last)}`;
  const rest = others > 0 ? `; ${others} earlier ${others === 1 ? "period is" : "periods are"} left out` : "";
  return `${stands}${rest}. Set \`window: 1\` in the campaign. Reports say "${monthName(span.last)}", and change from period to period is not judged; this needs indicators that say what their period is`;
}

export { toIso };

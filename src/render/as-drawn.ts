import { createHash } from "node:crypto";
import { comparatorIds, comparators } from "../input/library/comparators.ts";
import { roundHalfUp } from "../measure/rounding.ts";
import type { StandingRecord } from "../report/record.ts";
import type { Report } from "../report/report.ts";
import { chartsIn } from "../report/sections.ts";
import type { Figure } from "../report/sentence.ts";
import { writtenDown } from "./placed.ts";

/**
 * A report as it may leave with its recipient: what it holds of others is rounded as it is printed or drawn, and is no more. From
 * an exact value of a practice whose list is public anybody works out its numerator. One that is as drawn stays as it is.
 */
export function asDrawn(report: Report): Report {
  if (report.asDrawn) return report;
  const charts = new Map<unknown, unknown>(
    report.sections.flatMap(chartsIn).map((chart) => [chart, writtenDown(chart)]),
  );
  return {
    ...report,
    asDrawn: true,
    figures: Object.fromEntries(Object.entries(report.figures).map(([key, figure]) => [key, asPrinted(figure)])),
    sections: replaced(report.sections, charts),
    standings: report.standings.map(recordDrawn),
  };
}

/** The file that is kept of a report: report/<CODE>.json. */
export function writtenReport(report: Report): string {
  return `${JSON.stringify(asDrawn(report))}\n`;
}

/** Which making of a report it is: how the SHA-256 of the file that is kept of it begins, as the manifest has it. */
export function editionOf(report: Report): string {
  return createHash("sha256").update(writtenReport(report)).digest("hex").slice(0, 16);
}

/** A copy in which some of the objects stand replaced. */
function replaced<T>(value: T, by: ReadonlyMap<unknown, unknown>): T {
  if (by.has(value)) return by.get(value) as T;
  if (Array.isArray(value)) return value.map((each) => replaced(each, by)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, by)])) as T;
}

/** The value to the decimals that its text shows. */
function asPrinted({ value, text }: Figure): Figure {
  if (value === null || Number.isInteger(value)) return { value, text };
  const [, digits, percent] = /\d[\d,]*(?:\.(\d+))?\s*(%)?/.exec(text) ?? [undefined, undefined, undefined];
  const isNumber = /\d/.test(text);
  return { value: isNumber ? roundHalfUp(value, (digits?.length ?? 0) + (percent ? 2 : 0)) : rough(value), text };
}

const ofOthers: ReadonlySet<string> = new Set([
  ...comparatorIds.map((id) => comparators[id].record),
  ...["lowerQuartile", "upperQuartile", "bestTenth", "reliability", "correlation"],
]);

function recordDrawn(record: StandingRecord): StandingRecord {
  const values = Object.entries(record.values).map(([key, value]) => [
    key,
    typeof value === "number" && ofOthers.has(key) ? rough(value) : value,
  ]);
  return { ...record, values: Object.fromEntries(values) };
}

/** Three digits, no more than a line of a chart tells. */
function rough(value: number): number {
  return Number(value.toPrecision(3));
}

import type { PeriodKind } from "../input/library/period.ts";
import type { PartWhere } from "./part.ts";
import { kindWords, type PeriodSpan, spansOf } from "./periods.ts";

/** The periods of a column that are taken: all of one kind. */
export type ChosenPeriods = { kind: PeriodKind; kept: readonly string[]; left: readonly string[] };

/** Of texts of several kinds those of the kind that most are of, at a tie the longer; undefined where none is of one period. */
export function choosePeriods(texts: Iterable<string>): ChosenPeriods | undefined {
  const all = [...texts].filter((text) => text !== "");
  const spans = spansOf(all);
  const byKind = Map.groupBy(spans, ([, { kind }]) => kind);
  const [most] = [...byKind]
    .filter((each): each is [Exclude<PeriodSpan["kind"], "years">, [string, PeriodSpan][]] => each[0] !== "years")
    .sort((a, b) => b[1].length - a[1].length || lengths.indexOf(b[0]) - lengths.indexOf(a[0]));
  if (!most) return undefined;
  const kept = most[1].map(([text]) => text);
  return { kind: most[0], kept, left: all.filter((text) => !kept.includes(text)) };
}

const lengths = ["month", "quarter", "year", "financial-year", "12-months-to"];

/** The condition that keeps the rows of the chosen periods; none where all rows are of them. */
export function keepingPeriods(column: string, { kind, kept, left }: ChosenPeriods): PartWhere {
  if (left.length === 0) return {};
  return { [column]: { is: kept, why: `not of ${kindWords[kind as Exclude<PeriodKind, "snapshot">]}` } };
}

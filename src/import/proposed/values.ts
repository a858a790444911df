import { basename } from "node:path";
import type { Unit } from "../../input/data/units.ts";
import { guess, mind, type ObservationsPart, type Part, type PublishedTheirs } from "../part.ts";
import { askAll, cell, textsOfAll } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import { type FileLook, indicatorNames, percentNames, rateNames } from "./look.ts";
import type { ProposedPeriod } from "./period.ts";

/*
 * Values that somebody has published without the counts behind them: a percentage, a rate, a score, perhaps with its interval.
 */

const lowerNames = /lower|^lcl|^lci|nedre|untere/i;
const upperNames = /upper|^ucl|^uci|øvre|övre|obere/i;
const sizeNames = /^(n|denominator|sample|cases|n(æ|ae)vner|n(ä|a)mnare|nenner)$/i;
const percentileNames = /^percentile$/i;

/** The published values that files hold; undefined where no column is one. */
export async function publishedIn(
  look: FileLook,
  { code, period }: { code: FoundColumn; period: ProposedPeriod },
): Promise<Part | undefined> {
  if (period.in !== "column" && period.in !== "names") return undefined;
  const { columns, notes, from } = look;
  const able = columns.filter((each) => isFigure(each) && each !== code);
  const [lower, upper] = [lowerNames, upperNames].map((pattern) => able.find(({ column }) => pattern.test(column)));
  const aside = [lower, upper].map((each) => each?.column);
  const percentile = able.find(({ column }) => percentileNames.test(column));
  const size = able.find(({ column }) => sizeNames.test(column));
  const values = able.filter(
    (each) =>
      rateNames.test(each.column) &&
      !aside.includes(each.column) &&
      each !== percentile &&
      !/significan|confidence|p[\s_-]?value/i.test(each.column),
  );
  const value = values.find(({ column }) => percentNames.test(column)) ?? values[0];
  if (!value) return undefined;
  const indicator = columns.find(
    (each) =>
      each !== code && each.numbers < 0.8 && each.distinct > 0 && indicatorNames.some((name) => name.test(each.column)),
  )?.column;
  const unit = unitOf(value, await largestOf(look, value));
  notes.push(
    guess(
      `no counts: "${value.column}" is a published value${lower && upper ? `, with an interval from "${lower.column}" to "${upper.column}"` : ", without an interval"}${unit ? `, in the unit ${unit}` : "; say its unit with --unit"}`,
    ),
    mind(
      "published values have no numerator: reports compare them by their intervals, or as they print (given: value)",
    ),
  );
  if (values.length > 1)
    notes.push(
      guess(
        `it might also be ${values
          .filter((each) => each !== value)
          .map(({ column }) => `"${column}"`)
          .join(", ")}`,
      ),
    );
  const called = indicator
    ? [...(await textsOfAll(from.sources, indicator)).keys()].filter((text) => text !== "").sort()
    : [basename(from.sources[0]!.file).replace(/\.\w+$/, "")];
  const kind = unit === "percent" || unit === "fraction" ? "share" : "rate";
  const theirs = called.map(
    (each): PublishedTheirs => ({ theirs: each, given: "value", kind, period: period.kind, ...(unit ? { unit } : {}) }),
  );
  const given = {
    value: value.column,
    ...(lower && upper ? { lower: lower.column, upper: upper.column } : {}),
    ...(size ? { n: size.column } : {}),
    ...(percentile ? { percentile: percentile.column } : {}),
  };
  const base = {
    from,
    where: { ...look.where, ...period.where },
    ...(look.decimal ? { decimal: look.decimal } : {}),
    ...(period.in === "names" ? { periodFromName: "period" } : {}),
    ...marksOf([value, lower, upper, size]),
    theirs,
    source: basename(from.sources[0]!.file),
    code: code.column,
  };
  if (period.in === "column" && !period.isRead) {
    const select = Object.entries(given).map(([key, column]) => `rows."${column}" as ${key}`);
    const which = indicator ? `rows."${indicator}"` : `'${called[0]!.replaceAll("'", "''")}'`;
    const keys = { code: "code", indicator: "indicator", period: "period" };
    const observations: ObservationsPart = {
      ...base,
      columns: { ...keys, ...(Object.fromEntries(Object.keys(given).map((key) => [key, key])) as typeof given) },
      sql: `-- Periods are written as their last month, 2026-08.\nselect rows."${code.column}" as code, ${which} as indicator, ${period.sql.expression} as period, ${select.join(", ")}\nfrom rows${period.sql.join}\n`,
    };
    return { observations, notes };
  }
  const observations: ObservationsPart = {
    ...base,
    columns: {
      code: code.column,
      indicator: indicator ?? "indicator",
      period: period.in === "column" ? period.column : "period",
      ...given,
    },
    ...(indicator ? {} : { add: { indicator: called[0]! } }),
  };
  return { observations, notes };
}

/** Numbers, or percentages with their sign. */
function isFigure({ numbers, marks, example }: FoundColumn): boolean {
  return numbers >= 0.8 || marks.length > 0 || /^[\d.,]+ ?%$/.test(example);
}

async function largestOf({ from }: FileLook, { column }: FoundColumn): Promise<number> {
  const [found] = await askAll(
    from.sources,
    `select max(try_cast(replace(${cell(column)}, '%', '') as double))::varchar as largest from source`,
  );
  return Number(found?.largest);
}

/** Of percentages what their size says; of a rate what its name says. */
function unitOf({ column, example }: FoundColumn, largest: number): Unit | undefined {
  if (example.endsWith("%")) return "percent";
  if (percentNames.test(column)) return largest <= 1 ? "fraction" : largest <= 100 ? "percent" : undefined;
  const [, per] = /per[\s_-]?(1[\s,_]?000|10[\s,_]?000|100[\s,_]?000)(?!\d)/i.exec(column) ?? [];
  const digits = per?.replace(/\D/g, "");
  return digits ? (`per-${digits}` as Unit) : undefined;
}

/** Words and signs that stand where a number is not known. */
export function marksOf(columns: readonly (FoundColumn | undefined)[]): { unknown?: readonly string[] } {
  const marks = [...new Set(columns.flatMap((each) => each?.marks ?? []))].sort();
  return marks.length > 0 ? { unknown: marks } : {};
}

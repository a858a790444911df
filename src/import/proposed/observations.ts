import { basename } from "node:path";
import { measured } from "../measured.ts";
import { toId } from "../names.ts";
import { type CountedTheirs, columnsOfQuery, type Group, guess, type ObservationsPart, type Part } from "../part.ts";
import { textsOfAll } from "../source.ts";
import type { Column } from "./column.ts";
import { above, type Counts, countsOf, figure } from "./counts.ts";
import {
  indicatorNames,
  type Look,
  listNames,
  numeratorNames,
  percentNames,
  pick,
  rateNames,
  unknown,
} from "./look.ts";
import { type Period, periodOf } from "./period.ts";
import { queryOf } from "./query.ts";

/** The observations that files with counts are. */
export async function observations(look: Look, code: Column, numbers: readonly Column[]): Promise<Part> {
  const { from, notes } = look;
  const period = periodOf(look, code);
  if (typeof period === "string") return unknown(look, period);
  const others = numbers.filter(({ column }) => !columnsOf(period).includes(column));
  const wide = period.in === "header" ? look.columns.filter(({ column }) => period.columns.includes(column)) : [];
  const [any] = wide;
  const counts = await countsOf(look, any ? [...others, { ...any, column: figure }] : others, any ? wide : others);
  if (!counts) {
    const seen = numbers.map(({ column }) => `"${column}"`).join(", ") || "none";
    return unknown(
      look,
      `there is no pair of a numerator and a denominator; columns of numbers: ${seen}. A rate alone is a published value: write data.yaml by hand, with the column of the value and its unit, and say given: value in the indicator${byHand(look, code, period)}`,
    );
  }
  const isTaken = (column: string) =>
    [code.column, ...columnsOf(period), ...(counts.in === "rows" ? [counts.names] : [])].includes(column);
  const isNamed = ({ column, numbers: share, distinct }: Column) =>
    !isTaken(column) && share < 0.8 && distinct > 0 && indicatorNames.some((each) => each.test(column));
  const indicator = counts.in === "each" ? undefined : pick(look, "the indicator", indicatorNames, isNamed)?.column;
  const theirs = await theirsOf(look, { period, counts, indicator });
  const base = {
    from,
    where: period.where,
    ...(look.decimal ? { decimal: look.decimal } : {}),
    source: basename(from.sources[0]!.file),
    code: code.column,
    theirs,
  };
  const add = addedOf(period, counts);
  if (isPlain(period, counts)) {
    const name = indicator === undefined ? { indicator: theirs[0]!.theirs } : {};
    return {
      observations: { ...base, ...plain(code.column, { period, counts, indicator }), ...addOf({ ...add, ...name }) },
      notes,
    };
  }
  const which = indicator === undefined ? { is: theirs[0]!.theirs } : { column: indicator };
  const sql = queryOf({ code: code.column, period, counts, indicator: which, hasComma: look.decimal !== undefined });
  return { observations: { ...base, columns: columnsOfQuery, ...addOf(add), sql }, notes };
}

/** What data.yaml would say of a published value, as far as the columns tell it. */
function byHand({ columns }: Look, code: Column, period: Period): string {
  const value = columns.find(
    ({ column, numbers, example }) => rateNames.test(column) && (numbers > 0.5 || /\d ?%$/.test(example)),
  );
  if (!value || period.in !== "column") return "";
  const indicator = columns.find(({ column }) => indicatorNames.some((each) => each.test(column)))?.column;
  const named = { code: code.column, ...(indicator ? { indicator } : {}), period: period.column, value: value.column };
  const mapping = Object.entries(named).map(([key, column]) => `${key}: ${JSON.stringify(column)}`);
  const unit = percentNames.test(value.column) || value.example.endsWith("%") ? "percent" : "…";
  return `: columns: { ${mapping.join(", ")} }, unit: ${unit}`;
}

function columnsOf(period: Period): readonly string[] {
  if (period.in === "column") return [period.column];
  return period.in === "names" ? [] : period.columns;
}

type Found = { period: Period; counts: Counts; indicator: string | undefined };

/** Whether a mapping of columns is enough. */
function isPlain(period: Period, counts: Counts): boolean {
  const isPeriod = period.in === "names" || (period.in === "column" && period.isRead);
  return isPeriod && (counts.in === "pair" || counts.in === "rows" || counts.in === "files");
}

/** Columns that only the names of files have. */
function addedOf(period: Period, counts: Counts): NonNullable<ObservationsPart["add"]> {
  return {
    ...(period.in === "names" ? { month: period.add } : {}),
    ...(counts.in === "files" ? { part: counts.parts } : {}),
  };
}

function addOf(add: NonNullable<ObservationsPart["add"]>): Pick<ObservationsPart, "add"> {
  return Object.keys(add).length > 0 ? { add } : {};
}

/** Columns as they are called, with rows turned into columns where the two numbers are rows of their own. */
function plain(code: string, { period, counts, indicator }: Found): Pick<ObservationsPart, "columns" | "pivot"> {
  const columns = {
    code,
    indicator: indicator ?? "indicator",
    period: period.in === "column" ? period.column : "month",
  };
  if (counts.in === "pair")
    return { columns: { ...columns, numerator: counts.numerator.column, denominator: counts.denominator.column } };
  if (counts.in === "files")
    return {
      columns: { ...columns, numerator: "numerator", denominator: "denominator" },
      pivot: { names: "part", values: counts.values.column },
    };
  if (counts.in === "rows")
    return {
      columns: { ...columns, numerator: counts.numerator, denominator: counts.denominator },
      pivot: { names: counts.names, values: counts.values },
    };
  throw new Error("no mapping of columns fits");
}

/** The indicators: of a column that names them, of columns of their own, or one that is called after the file. */
async function theirsOf({ from, notes }: Look, { period, counts, indicator }: Found): Promise<CountedTheirs[]> {
  const { kind } = period;
  const timed = (each: CountedTheirs): CountedTheirs => (kind === "month" ? each : { ...each, period: kind });
  if (counts.in === "each") {
    const told = counts.numerators.map(({ column }) => `"${column}"`).join(", ");
    notes.push(guess(`each other column of numbers is an indicator of its own: ${told}`));
    return Promise.all(
      counts.numerators.map(async (each) => timed(await ofColumns(from, each.column, counts.denominator.column))),
    );
  }
  const alone = {
    ...(counts.in === "pair" && period.in !== "header"
      ? await ofColumns(from, counts.numerator.column, counts.denominator.column)
      : share),
    theirs: nameOfFile(from),
  };
  if (indicator === undefined) {
    notes.push(
      guess(
        `no column says which indicator a row is about, so all rows are of one, called "${alone.theirs}" after the file`,
      ),
    );
    return [timed(alone)];
  }
  if (counts.in === "pair" && period.in !== "header") {
    const [numerator, denominator] = [counts.numerator.column, counts.denominator.column];
    return (await measured(from, { indicator, numerator, denominator }, alone, notes)).map(timed);
  }
  const names = [...(await textsOfAll(from.sources, indicator)).keys()].filter((text) => text !== "").sort();
  return names.map((theirs) => timed({ ...alone, theirs }));
}

const share = { kind: "share", numerator: "counted", denominator: "in the denominator" } as const;

/** An indicator of one column over another; over a list it is a rate. */
async function ofColumns(from: Group, column: string, over: string): Promise<CountedTheirs> {
  const isOverList = listNames.test(over);
  const isShare = !isOverList && (await above(from, column, over)) === 0;
  return {
    theirs: column,
    kind: isShare ? "share" : "rate",
    numerator: numeratorNames.some((each) => each.test(column)) ? "counted" : column,
    denominator: isOverList ? "patients" : "in the denominator",
    ...(isOverList ? { isOverList } : {}),
  };
}

/** "reviews-2025-09.csv" → "reviews"; "reviews_numerator.csv" → "reviews" */
function nameOfFile({ sources }: Group): string {
  const bare = basename(sources[0]!.file).replace(/\.\w+$/, "");
  return (
    toId(bare.replace(/\d{4}-?\d{2}/, "").replace(/(de)?nom(inator)?|numerator|z(ä|ae)hler|nenner/i, "")) || "indicator"
  );
}

import { basename } from "node:path";
import { measured } from "../measured.ts";
import { toId } from "../names.ts";
import {
  type CountedTheirs,
  columnsOfQuery,
  guess,
  type ObservationsPart,
  type Part,
  type SourceGroup,
} from "../part.ts";
import { textsOfAll } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import { figure, type ProposedCounts } from "./counted.ts";
import { above, countsOf } from "./counts.ts";
import { type FileLook, indicatorNames, listNames, numeratorNames, pick, unknown } from "./look.ts";
import { organisationsIn } from "./named.ts";
import { type ProposedPeriod, periodOf } from "./period.ts";
import { queryOf } from "./query.ts";
import { areParts, type SumsAsked, sumsOf } from "./sums.ts";
import { marksOf, publishedIn } from "./values.ts";

/** The columns that were found, and those that may hold figures. */
type AbleColumns = { code: FoundColumn; called: FoundColumn | undefined; numbers: readonly FoundColumn[] };

/** The observations that files with figures are, with the organisations where they name them. */
export async function observations(look: FileLook, able: AbleColumns, asked: SumsAsked): Promise<Part> {
  const { code, called } = able;
  const period = periodOf(look, code);
  if (typeof period === "string") return unknown(look, period);
  const part = await observationsAt(look, able, period, asked);
  if (!part.observations || !called) return part;
  const organisations = await organisationsIn(look, { code, called, period });
  return organisations ? { ...part, organisations } : part;
}

async function observationsAt(
  look: FileLook,
  { code, numbers }: AbleColumns,
  period: ProposedPeriod,
  asked: SumsAsked,
): Promise<Part> {
  const { from, notes } = look;
  const others = numbers.filter(({ column }) => !columnsOf(period).includes(column));
  const wide = period.in === "header" ? look.columns.filter(({ column }) => period.columns.includes(column)) : [];
  const [any] = wide;
  const counts = await countsOf(look, {
    numbers: any ? [...others, { ...any, column: figure }] : others,
    values: any ? wide : others,
    code,
    at: period.in === "names" ? ["file"] : period.in === "header" ? [] : columnsOf(period),
    isAlone: period.in === "header" || !(await areParts(look, code, period, indicatorsAmong(look, code))),
  });
  if (!counts) {
    const other =
      (await sumsOf(look, { code, period, numbers: others }, asked)) ?? (await publishedIn(look, { code, period }));
    if (other) return other;
    const seen = numbers.map(({ column }) => `"${column}"`).join(", ") || "none";
    return unknown(
      look,
      `there is no pair of a numerator and a denominator, nothing that adds up over a number of patients, and no published value; columns of numbers: ${seen}`,
    );
  }
  const isTaken = (column: string) =>
    [
      code.column,
      ...columnsOf(period),
      ...(counts.in === "rows" || counts.in === "against" ? [counts.names] : []),
    ].includes(column);
  const isNamed = ({ column, numbers: share, distinct }: FoundColumn) =>
    !isTaken(column) &&
    share < 0.8 &&
    distinct > (counts.in === "against" ? 1 : 0) &&
    indicatorNames.some((each) => each.test(column));
  const indicator = counts.in === "each" ? undefined : pick(look, "the indicator", indicatorNames, isNamed)?.column;
  const theirs = await theirsOf(look, { period, counts, indicator });
  const base = {
    from,
    where: period.where,
    ...(look.decimal ? { decimal: look.decimal } : {}),
    ...(period.in === "names" ? { periodFromName: "period" } : {}),
    ...marksOf(numbers),
    source: basename(from.sources[0]!.file),
    code: code.column,
    theirs,
  };
  const add = addedOf(counts);
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

/** Columns that may name the indicator of a row. */
function indicatorsAmong({ columns }: FileLook, code: FoundColumn): string[] {
  return columns
    .filter((each) => each !== code && each.numbers < 0.8 && indicatorNames.some((name) => name.test(each.column)))
    .map(({ column }) => column);
}

function columnsOf(period: ProposedPeriod): readonly string[] {
  if (period.in === "column") return [period.column];
  return period.in === "names" ? [] : period.columns;
}

type ObservationsFound = { period: ProposedPeriod; counts: ProposedCounts; indicator: string | undefined };

/** Whether a mapping of columns is enough. */
function isPlain(period: ProposedPeriod, counts: ProposedCounts): boolean {
  const isPeriod = period.in === "names" || (period.in === "column" && period.isRead);
  return isPeriod && (counts.in === "pair" || counts.in === "rows" || counts.in === "files");
}

/** Which part of the counts a file holds. */
function addedOf(counts: ProposedCounts): NonNullable<ObservationsPart["add"]> {
  return counts.in === "files" ? { part: counts.parts } : {};
}

function addOf(add: NonNullable<ObservationsPart["add"]>): Pick<ObservationsPart, "add"> {
  return Object.keys(add).length > 0 ? { add } : {};
}

/** Columns as they are called, with rows turned into columns where the two numbers are rows of their own. */
function plain(
  code: string,
  { period, counts, indicator }: ObservationsFound,
): Pick<ObservationsPart, "columns" | "pivot"> {
  const columns = {
    code,
    indicator: indicator ?? "indicator",
    period: period.in === "column" ? period.column : "period",
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
async function theirsOf(
  { from, notes }: FileLook,
  { period, counts, indicator }: ObservationsFound,
): Promise<CountedTheirs[]> {
  const { kind } = period;
  const timed = (each: CountedTheirs): CountedTheirs => (kind === "month" ? each : { ...each, period: kind });
  if (counts.in === "each") {
    const told = counts.numerators.map(({ column }) => `"${column}"`).join(", ");
    notes.push(guess(`each other column of numbers is an indicator of its own: ${told}`));
    return Promise.all(
      counts.numerators.map(async (each) => timed(await ofColumns(from, each.column, counts.denominator.column))),
    );
  }
  if (counts.in === "against") return againstTheirs({ from, notes }, counts, { indicator, timed });
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

/** Each text of the column that tells rows apart, of each indicator where there are several. */
async function againstTheirs(
  { from, notes }: Pick<FileLook, "from" | "notes">,
  { parts, whole }: Extract<ProposedCounts, { in: "against" }>,
  { indicator, timed }: { indicator: string | undefined; timed: (each: CountedTheirs) => CountedTheirs },
): Promise<CountedTheirs[]> {
  notes.push(guess(`each other text is an indicator of its own: ${parts.map((each) => `"${each}"`).join(", ")}`));
  const above = indicator
    ? [...(await textsOfAll(from.sources, indicator)).keys()].filter((text) => text !== "")
    : [""];
  return above.flatMap((name) =>
    parts.map((part) => timed({ ...share, denominator: whole, theirs: [name, part].filter(Boolean).join(" ") })),
  );
}

const share = { kind: "share", numerator: "counted", denominator: "in the denominator" } as const;

/** An indicator of one column over another; over a list it is a rate. */
async function ofColumns(from: SourceGroup, column: string, over: string): Promise<CountedTheirs> {
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
function nameOfFile({ sources }: SourceGroup): string {
  const bare = basename(sources[0]!.file).replace(/\.\w+$/, "");
  return (
    toId(bare.replace(/\d{4}-?\d{2}/, "").replace(/(de)?nom(inator)?|numerator|z(ä|ae)hler|nenner/i, "")) || "indicator"
  );
}

import { periodInName } from "../../input/files/period-in-name.ts";
import { literal, name } from "../../input/files/table.ts";
import type { PeriodKind } from "../../input/library/period.ts";
import { monthName } from "../../month.ts";
import { choosePeriods, keepingPeriods } from "../chosen-periods.ts";
import { guess, limit, type PartWhere } from "../part.ts";
import { type PeriodTable, periodTable } from "../period-table.ts";
import { periodsTold, spanOf, spansOf } from "../periods.ts";
import type { FoundColumn } from "./column.ts";
import { type FileLook, periodNames, pick } from "./look.ts";

/** Where the periods are, and what they are of. */
export type ProposedPeriod = {
  kind: PeriodKind;
  where: PartWhere;
} & (
  | { in: "column"; column: string; isRead: boolean; sql: PeriodTable }
  | { in: "columns"; columns: readonly string[]; sql: PeriodTable } // of a year and of a part of it
  | { in: "header"; columns: readonly string[]; sql: PeriodTable } // each column is of one period
  | { in: "names"; texts: readonly string[]; of: readonly string[]; sql: PeriodTable } // of files
);

/** The periods of the rows; words say why there are none. */
export function periodOf(look: FileLook, code: FoundColumn): ProposedPeriod | string {
  return inHeader(look) ?? inTwo(look) ?? inOne(look, code) ?? inNames(look) ?? none;
}

const none =
  "no column holds periods (2026-08, 01/08/2026, Aug-26, 2025/26 Q1, 2025/26), nor does the name of a file or of several columns";

/** Two or more columns of numbers that are each called by a period: Apr-25, May-25. */
function inHeader({ columns, notes, where }: FileLook): ProposedPeriod | undefined {
  const able = columns.filter(({ numbers, filled }) => numbers >= 0.5 && filled > 0);
  const chosen = choosePeriods(able.map(({ column }) => column));
  if (!chosen || chosen.kept.length < 2) return undefined;
  notes.push(
    guess(
      `each of the columns "${chosen.kept[0]}" to "${chosen.kept.at(-1)}" is one period; ${periodsTold(chosen.kind, chosen.kept)}`,
    ),
  );
  if (chosen.left.some((column) => spanOf(column)?.kind === "years"))
    notes.push(limit("columns of several years together are left out"));
  return { in: "header", kind: chosen.kind, where, columns: chosen.kept, sql: listed("rows.period", chosen.kept) };
}

/** A year in one column, and its quarter or month in another. */
function inTwo({ columns, notes, where }: FileLook): ProposedPeriod | undefined {
  const year = columns.find(
    ({ column, spans, periods }) =>
      periods >= 0.9 &&
      /year|jahr|blwyddyn|^fy$|^år$/i.test(column) &&
      [...spans.values()].every(({ kind }) => kind === "year" || kind === "financial-year"),
  );
  if (!year) return undefined;
  const isFinancial = [...year.spans.values()].some(({ kind }) => kind === "financial-year");
  const quarter = columns.find(
    ({ column, texts }) =>
      /quarter|quartal|chwarter|kvartal|^q(tr)?$/i.test(column) && texts.every((text) => /^\D*[1-4]\D*$/.test(text)),
  );
  const month = columns.find(
    (each) =>
      each !== year &&
      /month|monat|^mis$|måned|månad/i.test(each.column) &&
      each.texts.every((text) => inYear(text) !== undefined),
  );
  const [part, kind] = quarter ? ([quarter, "quarter"] as const) : ([month, "month"] as const);
  if (!part || (kind === "month" && isFinancial)) return undefined;
  notes.push(
    guess(
      `the period: columns "${year.column}" and "${part.column}" together, such as ${year.example} and ${part.example}; each figure is of a ${kind}`,
    ),
  );
  const own = (column: string) => `trim(rows.${name(column)})`;
  const [y, p] = [own(year.column), own(part.column)];
  const expression =
    kind === "quarter"
      ? `${y} || ' Q' || regexp_extract(${p}, '[1-4]')`
      : `${y} || '-' || case ${p} ${part.texts.map((text) => `when ${literal(text)} then '${String(inYear(text)! + 1).padStart(2, "0")}'`).join(" ")} end`;
  return { in: "columns", kind, where, columns: [year.column, part.column], sql: { expression, join: "" } };
}

/** "9", "Sep", "September" → 8 */
function inYear(text: string): number | undefined {
  if (/^(0?[1-9]|1[0-2])$/.test(text)) return Number(text) - 1;
  const span = spanOf(`${text} 2000`);
  return span?.kind === "month" ? span.last % 12 : undefined;
}

function inOne(look: FileLook, code: FoundColumn): ProposedPeriod | undefined {
  const { notes } = look;
  const found = pick(look, "the period", periodNames, (each) => each !== code && each.periods >= 0.9);
  const chosen = found && choosePeriods(found.texts);
  if (!found || !chosen) return undefined;
  const { column } = found;
  if (chosen.kind !== "month") notes.push(guess(periodsTold(chosen.kind, chosen.kept)));
  else tellSteps(look, chosen.kept);
  const left = chosen.left.filter((text) => spanOf(text)?.kind === "years");
  if (left.length > 0)
    notes.push(limit(`periods of several years together are left out: ${left.slice(0, 3).join(", ")}`));
  const sql = periodTable(column, chosen.kept);
  const where = { ...look.where, ...keepingPeriods(column, chosen) };
  return { in: "column", kind: chosen.kind, where, column, isRead: sql.join === "", sql };
}

/** Months that are three or twelve apart may end longer periods, or be days on which something was counted. */
function tellSteps({ notes }: FileLook, texts: readonly string[]): void {
  const months = [...new Set([...spansOf(texts).values()].map(({ last }) => last))].sort((a, b) => a - b);
  const steps = months.slice(1).map((month, i) => month - months[i]!);
  for (const [step, kinds] of [
    [12, "year, financial-year, 12-months-to or snapshot"],
    [3, "quarter, 12-months-to or snapshot"],
  ] as const)
    if (steps.length > 0 && steps.every((each) => each % step === 0)) {
      notes.push(
        guess(
          `months are ${step} apart (${monthName(months[0]!)}, ${monthName(months[1]!)}, …), and each is taken for one month. If a figure is of more, or of one day, say so in the indicator: period: ${kinds}`,
        ),
      );
      return;
    }
}

/** "counts-2026-08.csv" → "2026-08"; several files may each be of another month, and the next needs no new line. */
function inNames({ from, columns, notes, where }: FileLook): ProposedPeriod | undefined {
  const found = from.sources.map(({ label }) => periodInName(label));
  if (!found.every((each) => each !== undefined)) return undefined;
  const periods = [...new Set(found)].sort();
  const spans = periods.map((each) => spanOf(each));
  const [kind, other] = new Set(spans.map((each) => each?.kind));
  if (kind === undefined || kind === "years" || other !== undefined) return undefined;
  const isOnDay = kind === "month" && columns.some(({ column }) => onDayNames.test(column));
  notes.push(
    guess(
      `no column holds periods, so all rows are of ${few(periods)}, as the name of ${periods.length > 1 ? "each" : "the"} file says (period-from-name)`,
    ),
  );
  if (isOnDay)
    notes.push(
      guess(
        "people and registers are counted on one day, so each file is a snapshot: period: snapshot in the indicator",
      ),
    );
  return {
    in: "names",
    kind: isOnDay ? "snapshot" : kind,
    where,
    texts: periods,
    of: found,
    sql: { expression: "rows.period", join: "" },
  };
}

/** Who is there on a day, and no sum of what happened. */
const onDayNames = /(^|[\s_-])(hc|fte|headcount|register(ed)?|list[\s_-]*size)([\s_-]|$)/i;

function few(periods: readonly string[]): string {
  return periods.length > 4 ? `${periods[0]} to ${periods.at(-1)} (${periods.length})` : periods.join(", ");
}

function listed(column: string, texts: readonly string[]): PeriodTable {
  const { join } = periodTable("period", texts);
  return join === "" ? { expression: column, join } : { expression: `coalesce(listed.iso, ${column})`, join };
}

import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Directory } from "../data/organisation.ts";
import { isRecipient } from "../data/recipients.ts";
import { readFiles } from "../files/data-file.ts";
import { isDay } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";
import { type NamedFile, type Row, rows } from "../files/table.ts";
import { type Allocation, recipientsOf } from "./allocation.ts";
import { found, named, type TrialFinding } from "./findings.ts";
import type { TrialFile } from "./trial.ts";

/** What came of a unit that was assessed for eligibility (CONSORT, the first boxes of the flow). */
export const assessments = ["randomised", "ineligible", "declined", "excluded"] as const;

export type Assessment = (typeof assessments)[number];

/** Everybody who was assessed for eligibility, one row a unit. */
export type Assessed = {
  file: string;
  units: readonly { unit: string; status: Assessment; date?: string; reason?: string; line: number }[];
};

const needed = ["unit_code", "status"];
const optional = ["date", "reason"];

/** Reads who was assessed; every bad row is told by its line. */
export async function readAssessed(
  tables: DuckDBConnection,
  named: NamedFile,
  isKnown: (unit: string) => boolean,
  problems: Problem[],
): Promise<Assessed | undefined> {
  const columns = await readFiles(tables, "assessed", [named], problems);
  if (!columns) return undefined;
  const { file } = named;
  const top = { file, line: 1, column: 1 };
  const missing = needed.filter((column) => !columns.includes(column));
  for (const column of missing)
    problems.push(wrong("missing-column", `missing column "${column}"`, top, suggest(column, columns)));
  for (const column of columns.filter((each) => ![...needed, ...optional].includes(each)))
    problems.push(
      wrong("unknown-column", `unknown column "${column}"`, top, suggest(column, [...needed, ...optional])),
    );
  if (missing.length > 0) return undefined;
  const before = problems.length;
  const lines = new Map<string, number>();
  const found = (await rows(tables, "select * from assessed order by line")).flatMap((row) =>
    toAssessed(row, { file, isKnown, lines }, problems),
  );
  return problems.length > before ? undefined : { file, units: found };
}

type AssessedReading = { file: string; isKnown: (unit: string) => boolean; lines: Map<string, number> };

/** Mutates `lines`: where each unit was first met. */
function toAssessed(row: Row, { file, isKnown, lines }: AssessedReading, problems: Problem[]): Assessed["units"] {
  const cell = (column: string) => (row[column] ?? "").trim();
  const place: Place = { file, line: Number(row.line), column: 1 };
  const before = problems.length;
  const [unit, status, date, reason] = [cell("unit_code"), cell("status"), cell("date"), cell("reason")];
  const say = (code: string, message: string, hint?: string) => problems.push(wrong(code, message, place, hint));
  if (!isKnown(unit)) say("unknown-unit", `unknown unit "${unit}"`, "it is not in the data's directory");
  if (lines.has(unit))
    say("duplicate-unit", `second row for ${unit}; the first is on line ${lines.get(unit)}`, "remove one");
  lines.set(unit, lines.get(unit) ?? place.line);
  if (!assessments.some((each) => each === status))
    say(
      "unknown-status",
      `unknown status "${status}" of ${unit}`,
      suggest(status, assessments) ?? `one of ${assessments.join(", ")}`,
    );
  if (["ineligible", "excluded"].includes(status) && reason === "")
    say("bad-row", `${unit} is ${status}, without a reason`, "the flow of participants gives reasons");
  if (date !== "" && !(/^\d{4}-\d{2}-\d{2}$/.test(date) && isDay(date)))
    say("bad-row", `invalid date "${date}" of ${unit}`, "write a day as 2026-04-01");
  if (problems.length > before) return [];
  return [
    {
      unit,
      status: status as Assessment,
      ...(date ? { date } : {}),
      ...(reason ? { reason } : {}),
      line: place.line,
    },
  ];
}

type Reconciling = {
  trial: TrialFile;
  assessed: Assessed;
  allocation: Allocation | undefined;
  campaign: Campaign;
  directory: Directory;
};

/** Who was assessed, held against the list and the directory both ways. */
export function reconcileAssessed({ trial, assessed, allocation, campaign, directory }: Reconciling): TrialFinding[] {
  const { file, units } = assessed;
  const statusOf = new Map(units.map(({ unit, status }) => [unit, status]));
  const open = unitsIn(trial, campaign, directory);
  const never = open.filter((unit) => !statusOf.has(unit));
  const findings = [
    found("never-assessed", never, topOf(file), (of) => ({
      message: `of ${open.length} units of the directory that could get a report nobody says of ${of.length} whether they were assessed: ${named(of)}`,
      hint: "add a row for each, with what came of it",
    })),
  ];
  if (!allocation || allocation.rehearsal) return findings;
  const listed = [...new Set(allocation.units.map(({ unit }) => unit))];
  const onList = new Set(listed);
  const randomised = units.filter(({ status }) => status === "randomised").map(({ unit }) => unit);
  const lost = randomised.filter((unit) => !onList.has(unit));
  const others = listed.filter((unit) => statusOf.get(unit) !== "randomised");
  return [
    ...findings,
    found("randomised-not-listed", lost, topOf(file), (of) => ({
      message: `${of.length} of ${randomised.length} units randomised here are not in the allocation, which has ${listed.length}: ${named(of)}`,
      hint: "were rows of the allocation lost? ask the trials unit",
    })),
    found("listed-not-randomised", others, topOf(allocation.files[0] ?? file), (of) => ({
      message: `${of.length} of ${listed.length} units in the allocation are not randomised by "${file}": ${named(of, (unit) => statusOf.get(unit) ?? "not assessed")}`,
      hint: "who was ineligible or declined is not allocated: mend whichever of the two is wrong",
    })),
  ];
}

/** Units of which somebody could get a report: recipients of the campaign that had not closed before the first issue. */
function unitsIn(trial: TrialFile, campaign: Campaign, directory: Directory): string[] {
  const begins = campaign.cycles.map(({ issued }) => issued).sort()[0] ?? "";
  const there = [...directory.values()].filter(
    (each) =>
      isRecipient(campaign, each) && !(each.closed && each.closed < begins) && !(each.opened && each.opened > begins),
  );
  const isOwn = trial.unit === campaign.recipients.type;
  return [...new Set(there.flatMap(({ code, parents }) => (isOwn ? code : (parents[trial.unit]?.code ?? []))))].sort();
}

/** Whether the directory has a unit of the trial's kind. */
export function hasUnit(trial: TrialFile, campaign: Campaign, directory: Directory): (unit: string) => boolean {
  return (unit) => recipientsOf(unit, { trial, directory, recipientType: campaign.recipients.type }).length > 0;
}

function topOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

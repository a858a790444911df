import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import type { Directory, Organisation } from "../data/organisation.ts";
import { readFiles } from "../files/data-file.ts";
import { isDay } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";
import { type NamedFile, type Row, rows } from "../files/table.ts";
import type { Arm } from "./arms.ts";
import type { TrialFile } from "./trial.ts";

/** The trials unit's list: which unit is in which arm from when. The engine obeys it and never makes one for a real trial. */
export type Allocation = {
  list: string; // its id: "CLEARAIR"
  version: string;
  rehearsal: boolean; // made by `rehearse`: everything made from it is watermarked
  file: string;
  units: readonly Allotted[]; // in the order of the file
};

export type AllocationStatus = "active" | "opted-out" | "withdrawn" | "excluded";

/** One row of the list. */
export type Allotted = {
  unit: string;
  arm: string; // its code
  stage?: string;
  stratum?: string;
  cluster?: string;
  from: string; // ISO day
  to?: string; // ISO day: the last
  status: AllocationStatus;
  reason?: string;
  line: number;
};

/** What marks a list that was made for a rehearsal. */
export const rehearsalList = "REHEARSAL";

const needed = ["list_id", "list_version", "unit_type", "unit_code", "arm_code", "effective_from", "status"];
const optional = ["cluster_id", "stratum", "stage", "effective_to", "reason"];
const statuses: readonly AllocationStatus[] = ["active", "opted-out", "withdrawn", "excluded"];

export type AllocationOptions = {
  named: NamedFile;
  trial: TrialFile;
  arms: ReadonlyMap<string, Arm>;
  directory: Directory;
  recipientType: string;
  asOf?: string | undefined; // ISO day: rows from a later day that cannot be read are passed over
};

/** Reads the list and checks every row; all that is wrong is told at once, each by its line. */
export async function readAllocation(
  tables: DuckDBConnection,
  options: AllocationOptions,
  problems: Problem[],
): Promise<Allocation | undefined> {
  const { named } = options;
  const columns = await readFiles(tables, "allocation", [named], problems);
  if (!columns) return undefined;
  if (!checkColumns(columns, named.file, problems)) return undefined;
  const found = await rows(tables, "select * from allocation order by line");
  if (found.length === 0) {
    problems.push(wrong("no-rows", "no units in the allocation", { file: named.file, line: 1, column: 1 }));
    return undefined;
  }
  const before = problems.length;
  const { asOf } = options;
  const isLater = (row: Row) => asOf !== undefined && (row.effective_from ?? "").trim() > asOf;
  const units = found.flatMap((row) => toAllotted(row, options, isLater(row) ? [] : problems));
  const [list, version] = [sameIn(found, "list_id", named, problems), sameIn(found, "list_version", named, problems)];
  checkTwice(units, options, problems);
  checkClusters(units, options, problems);
  checkStrata(units, options, problems);
  if (problems.slice(before).some(({ severity }) => severity === "error")) return undefined;
  return { list, version, rehearsal: list === rehearsalList, file: named.file, units };
}

function checkColumns(columns: readonly string[], file: string, problems: Problem[]): boolean {
  const place = { file, line: 1, column: 1 };
  const missing = needed.filter((column) => !columns.includes(column));
  for (const column of missing)
    problems.push(wrong("missing-column", `missing column "${column}"`, place, suggest(column, columns)));
  if (missing.length > 0) return false;
  for (const column of columns.filter((each) => !needed.includes(each) && !optional.includes(each)))
    problems.push(
      wrong("unknown-column", `unknown column "${column}"`, place, suggest(column, [...needed, ...optional])),
    );
  return true;
}

/** The one value that stands in a column of every row. */
function sameIn(found: readonly Row[], column: string, { file }: NamedFile, problems: Problem[]): string {
  const first = (found[0]?.[column] ?? "").trim();
  const other = found.find((row) => (row[column] ?? "").trim() !== first);
  if (first === "" || other)
    problems.push(
      wrong(
        "bad-row",
        other ? `${column} "${(other[column] ?? "").trim()}", but "${first}" in earlier rows` : `no ${column}`,
        { file, line: Number((other ?? found[0])?.line ?? 1), column: 1 },
        "a file holds one version of one list",
      ),
    );
  return first;
}

function toAllotted(row: Row, options: AllocationOptions, problems: Problem[]): Allotted[] {
  const { trial, arms, named } = options;
  const cell = (column: string) => (row[column] ?? "").trim();
  const place: Place = { file: named.file, line: Number(row.line), column: 1 };
  const before = problems.length;
  const say = (code: string, message: string, hint?: string) => problems.push(wrong(code, message, place, hint));
  const [unit, arm, status] = [cell("unit_code"), cell("arm_code"), cell("status")];
  const stage = cell("stage") || trial.stages[0]?.stage;
  if (cell("unit_type") !== trial.unit)
    say("unit-type", `unit type "${cell("unit_type")}"; the trial allocates "${trial.unit}"`);
  if (recipientsOf(unit, options).length === 0)
    say("unknown-unit", `unknown ${trial.unit} "${unit}"`, "it is not in the data's directory");
  const known = arms.get(arm);
  if (!known) say("unknown-arm", `unknown arm "${arm}" of ${unit}`, suggest(arm, [...arms.keys()]));
  const at = trial.stages.find((each) => each.stage === stage);
  if (trial.stages.length > 0 && !at)
    say(
      "unknown-stage",
      `unknown stage "${stage}"`,
      suggest(
        stage ?? "",
        trial.stages.map((each) => each.stage),
      ),
    );
  if (at && known && !at.arms.includes(arm))
    say("arm-of-other-stage", `arm ${arm} is not in stage "${at.stage}"`, `one of ${at.arms.join(", ")}`);
  if (!statuses.some((each) => each === status))
    say(
      "unknown-status",
      `unknown status "${status}" of ${unit}`,
      suggest(status, statuses) ?? `one of ${statuses.join(", ")}`,
    );
  const [from, to] = [cell("effective_from"), cell("effective_to")];
  for (const [column, day] of Object.entries({ effective_from: from, effective_to: to })) {
    if ((day === "" && column === "effective_to") || (/^\d{4}-\d{2}-\d{2}$/.test(day) && isDay(day))) continue;
    say("bad-row", `invalid ${column} "${day}" of ${unit}`, "write a day as 2026-04-01");
  }
  if (to !== "" && to < from) say("bad-row", `ends on ${to}, before it begins on ${from}`);
  if (problems.length > before) return [];
  return [
    {
      unit,
      arm,
      ...(trial.stages.length > 0 && stage ? { stage } : {}),
      ...(cell("stratum") ? { stratum: cell("stratum") } : {}),
      ...(cell("cluster_id") ? { cluster: cell("cluster_id") } : {}),
      from,
      ...(to === "" ? {} : { to }),
      status: status as AllocationStatus,
      ...(cell("reason") ? { reason: cell("reason") } : {}),
      line: Number(row.line),
    },
  ];
}

/** The recipients a unit stands for: itself, or all organisations of the recipients' kind that belong to it. */
export function recipientsOf(
  unit: string,
  { trial, directory, recipientType }: Pick<AllocationOptions, "trial" | "directory" | "recipientType">,
): Organisation[] {
  if (trial.unit === recipientType) {
    const organisation = directory.get(unit);
    return organisation && organisation.type === recipientType ? [organisation] : [];
  }
  return [...directory.values()].filter(
    ({ type, parents }) => type === recipientType && parents[trial.unit]?.code === unit,
  );
}

/**
 * A unit has one arm at a time, and keeps it within a stage: another row of it with the same arm may change its status;
 * with another arm it has been moved.
 */
function checkTwice(units: readonly Allotted[], { trial, named }: AllocationOptions, problems: Problem[]): void {
  const groups = Map.groupBy(units, ({ unit, stage }) => `${unit} ${stage ?? ""}`);
  for (const [first, ...more] of groups.values()) {
    let last = first!;
    for (const row of more) {
      const place = { file: named.file, line: row.line, column: 1 };
      const overlaps = last.to === undefined || row.from <= last.to;
      if (row.arm !== last.arm && !isRuledMerger(row, trial))
        problems.push(
          wrong(
            "moved-unit",
            `${row.unit} is moved from arm ${last.arm} (line ${last.line}) to ${row.arm}`,
            place,
            "a unit keeps the arm it was randomised to; change its status, or give a merger as the reason",
          ),
        );
      else if (overlaps && row.status === last.status)
        problems.push(
          wrong("duplicate-unit", `second row for ${row.unit}; the first is on line ${last.line}`, place, "remove one"),
        );
      else if (overlaps && row.from <= last.from)
        problems.push(
          wrong(
            "overlapping-rows",
            `${row.unit} is ${last.status} (line ${last.line}) and ${row.status} from ${row.from}`,
            place,
            "end the first with effective_to, or start the second later",
          ),
        );
      last = row;
    }
  }
}

/** The trials unit may put a practice that came of a merger elsewhere, and says so. */
function isRuledMerger({ reason }: Allotted, { merged }: TrialFile): boolean {
  return merged === "per-trials-unit" && reason !== undefined && /merge/i.test(reason);
}

/** All units of a cluster are in one arm, where the trial says that it allocated clusters. */
function checkClusters(
  units: readonly Allotted[],
  { trial, named, directory }: AllocationOptions,
  problems: Problem[],
): void {
  const { cluster: level } = trial;
  if (!level) return;
  const known = new Map<string, Allotted>();
  for (const row of units) {
    const place = { file: named.file, line: row.line, column: 1 };
    const inData = directory.get(row.unit)?.parents[level]?.code;
    if (row.cluster !== undefined && inData !== undefined && row.cluster !== inData)
      problems.push(
        wrong("other-cluster", `the directory has ${row.unit} in ${level} ${inData}, not in ${row.cluster}`, place),
      );
    const cluster = row.cluster ?? inData;
    if (cluster === undefined) {
      problems.push(wrong("no-cluster", `${row.unit} has no ${level}`, place));
      continue;
    }
    const key = `${cluster} ${row.stage ?? ""}`;
    const first = known.get(key);
    if (first && first.arm !== row.arm)
      problems.push(
        wrong(
          "split-cluster",
          `${row.unit} is in arm ${row.arm}, ${first.unit} of the same ${level} ${cluster} in ${first.arm} (line ${first.line})`,
          place,
          "a cluster belongs in one arm",
        ),
      );
    else known.set(key, first ?? row);
  }
}

/** "PCN:ZP001" and "ZP001" are the same stratum. */
function bareStratum(stratum: string): string {
  return stratum.slice(stratum.indexOf(":") + 1).trim();
}

/** The stratum must be the directory's, and arms even within each. */
function checkStrata(units: readonly Allotted[], options: AllocationOptions, problems: Problem[]): void {
  const { trial, named, directory, arms } = options;
  const level = trial.stratum;
  const strata = new Map<string, Allotted[]>();
  for (const row of units) {
    const inData = level ? directory.get(row.unit)?.parents[level]?.code : undefined;
    if (row.stratum !== undefined && inData !== undefined && bareStratum(row.stratum) !== inData)
      problems.push(
        wrong("other-stratum", `the directory has ${row.unit} in ${level} ${inData}, not in ${row.stratum}`, {
          file: named.file,
          line: row.line,
          column: 1,
        }),
      );
    const stratum = row.stratum ?? inData;
    if (stratum === undefined) continue;
    const key = `${row.stage ?? ""} ${bareStratum(stratum)}`;
    strata.set(key, [...(strata.get(key) ?? []).filter(({ unit }) => unit !== row.unit), row]);
  }
  for (const rows of strata.values()) checkEven(rows, { trial, named, arms: [...arms.keys()] }, problems);
}

function checkEven(
  rows: readonly Allotted[],
  { trial, named, arms }: { trial: TrialFile; named: NamedFile; arms: readonly string[] },
  problems: Problem[],
): void {
  const [first] = rows;
  if (!first) return;
  const offered = trial.stages.find(({ stage }) => stage === first.stage)?.arms ?? arms;
  const sizes = offered.map((arm) => ({ arm, size: rows.filter((row) => row.arm === arm).length }));
  const parts = sizes.map(({ arm, size }) => size / (trial.ratio[arm] ?? 1)); // of a list of 2:1 twenty and ten are even
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  const allowed = trial.balance?.within ?? 2;
  if (most - least <= allowed) return;
  problems.push({
    ...wrong(
      "unbalanced-stratum",
      `stratum ${bareStratum(first.stratum ?? "")} is uneven: ${sizes.map(({ arm, size }) => `${arm} ${size}`).join(", ")}`,
      { file: named.file, line: first.line, column: 1 },
      `arms may differ by ${allowed} within a stratum; ask the trials unit whether this is its list`,
    ),
    severity: trial.balance ? "error" : "warning",
  });
}

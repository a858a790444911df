import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import type { Directory, Organisation } from "../data/organisation.ts";
import { settleCells } from "../files/cells.ts";
import { suggest } from "../files/suggest.ts";
import { checkRecorded } from "./allocated-by.ts";
import type { Arm } from "./arms.ts";
import { checkUnits } from "./check-units.ts";
import { readDraw, withUnavailable } from "./draws.ts";
import type { Dropped } from "./dropped.ts";
import { allocationStatuses } from "./list-map.ts";
import { type Allotted, type Awaiting, type ListRow, linesOf, type ReadList, rowFault } from "./list-row.ts";
import { type ListSource, listFiles } from "./list-source.ts";
import { listedCodes } from "./listed.ts";
import { readMappedList } from "./mapped-list.ts";
import { readPlainList } from "./plain-list.ts";
import type { TrialFile } from "./trial.ts";

/** The trials unit's list: which unit is in which arm from when. The engine obeys it and never makes one for a real trial. */
export type Allocation = {
  list: string; // its id: "CLEARAIR"
  version: string;
  rehearsal: boolean; // made by `rehearse`: everything made from it is watermarked
  files: readonly string[]; // the list as given, and the join lists beside it
  units: readonly Allotted[]; // in the order of the files
  awaiting: readonly Awaiting[];
};

/** What marks a list that was made for a rehearsal. */
export const rehearsalList = "REHEARSAL";

export type AllocationOptions = {
  source: ListSource;
  trial: TrialFile;
  arms: ReadonlyMap<string, Arm>;
  directory: Directory;
  recipientType: string;
  cycles: readonly string[]; // of the campaign, in order
  dropped?: Dropped; // arms that are given to nobody any more
  asOf?: string | undefined; // ISO day: rows from a later day that cannot be read are passed over
};

/** Reads the list and checks every row; all that is wrong is told at once, each by its line. */
export async function readAllocation(
  tables: DuckDBConnection,
  options: AllocationOptions,
  problems: Problem[],
): Promise<Allocation | undefined> {
  const before = problems.length;
  const read = await readList(tables, options, problems);
  const allocation = read && toAllocation(read, options, problems);
  await settleCells(tables, problems);
  return problems.slice(before).some(({ severity }) => severity === "error") ? undefined : allocation;
}

function readList(
  tables: DuckDBConnection,
  { source, trial, arms, cycles }: AllocationOptions,
  problems: Problem[],
): Promise<ReadList | undefined> {
  return "plain" in source
    ? readPlainList(tables, source.plain, { trial, arms: [...arms.keys()] }, problems)
    : readMappedList(tables, source.mapped, { trial, arms, cycles }, problems);
}

function toAllocation(
  { list, version, ...read }: ReadList,
  options: AllocationOptions,
  problems: Problem[],
): Allocation {
  const { asOf } = options;
  const rows = withUnavailable(read.rows, options.trial);
  const isLater = ({ from }: ListRow) => asOf !== undefined && from !== undefined && from > asOf;
  const units = rows
    .filter(({ arm }) => arm !== "")
    .flatMap((row) => toAllotted(row, options, isLater(row) ? [] : problems));
  const awaiting = awaitingIn(rows, options.trial);
  checkUnits(asOf === undefined ? units : units.filter(({ from }) => from <= asOf), options, problems); // later events are not read either
  if (list !== rehearsalList)
    checkRecorded(units, { ...options, recipientsOf: (unit) => recipientsOf(unit, options) }, problems);
  tellAwaiting(awaiting, problems);
  const files = listFiles(options.source).map(({ file }) => file);
  return { list, version, rehearsal: list === rehearsalList, files, units, awaiting };
}

function toAllotted(row: ListRow, options: AllocationOptions, problems: Problem[]): Allotted[] {
  const { trial, arms } = options;
  const { unit, arm, from, to, stage = trial.stages[0]?.stage } = row;
  const before = problems.length;
  const say = (code: string, message: string, hint?: string) => problems.push(rowFault(row, code, message, hint));
  if (row.type !== undefined && row.type !== trial.unit)
    say("unit-type", `unit type "${row.type}"; the trial allocates "${trial.unit}"`);
  if (recipientsOf(unit, options).length === 0)
    say("unknown-unit", `unknown ${trial.unit} "${unit}"`, hintForUnit(unit, options));
  const codes = listedCodes(trial, arms);
  const known = codes.includes(arm);
  const isArm = arms.has(arm) ? "the list gives sequences, not arms" : undefined;
  if (!known)
    say(
      "unknown-arm",
      `unknown ${codes.some((code) => arms.has(code)) ? "arm" : "sequence"} "${arm}" of ${unit}`,
      isArm ?? suggest(arm, codes),
    );
  const names = trial.stages.map((each) => each.stage);
  const at = trial.stages.find((each) => each.stage === stage);
  if (names.length > 0 && !at) say("unknown-stage", `unknown stage "${stage}"`, suggest(stage ?? "", names));
  if (at && known && !at.arms.includes(arm))
    say("arm-of-other-stage", `arm ${arm} is not in stage "${at.stage}"`, `one of ${at.arms.join(", ")}`);
  const status = allocationStatuses.find((each) => each === row.status);
  if (!status)
    say(
      "unknown-status",
      `unknown status "${row.status}" of ${unit}`,
      suggest(row.status, allocationStatuses) ?? `one of ${allocationStatuses.join(", ")}`,
    );
  if (from !== undefined && to !== undefined && to < from) say("bad-row", `ends on ${to}, before it begins on ${from}`);
  const draw = readDraw(row, { trial, cycles: options.cycles, arms: [...arms.keys()] }, problems);
  if (problems.length > before || !status || from === undefined) return []; // a day that could not be read is told already
  const { file, line, stratum, by, reason } = row;
  const cluster = row.cluster ?? clusterOf(unit, options);
  return [
    {
      file,
      line,
      unit,
      arm,
      ...(names.length > 0 && stage ? { stage } : {}),
      ...(stratum ? { stratum } : {}),
      ...(cluster ? { cluster } : {}),
      ...(by ? { by } : {}),
      from,
      ...(to ? { to } : {}),
      status,
      ...(reason ? { reason } : {}),
      ...(draw ? { draw } : {}),
    },
  ];
}

/** What a unit is allocated together with, as the directory has it where the list does not say. */
function clusterOf(unit: string, options: AllocationOptions): string | undefined {
  const { cluster: level } = options.trial;
  return level && recipientsOf(unit, options)[0]?.parents[level]?.code;
}

function hintForUnit(unit: string, options: AllocationOptions): string {
  const capitals = unit.toUpperCase();
  return capitals !== unit && recipientsOf(capitals, options).length > 0
    ? `did you mean "${capitals}"?`
    : "it is not in the data's directory";
}

/** Units without an arm in any of their rows of a stage: a list has rows of events and forms besides that of the arm. */
function awaitingIn(rows: readonly ListRow[], trial: TrialFile): Awaiting[] {
  const keyOf = ({ unit, stage = trial.stages[0]?.stage }: ListRow) => `${unit} ${stage ?? ""}`;
  const placed = new Set(rows.filter(({ arm }) => arm !== "").map(keyOf));
  const waiting = rows.filter((row) => row.arm === "" && row.unit !== "" && !placed.has(keyOf(row)));
  return [...new Map(waiting.toReversed().map((row) => [keyOf(row), row])).values()]
    .toReversed()
    .map(({ file, line, unit, stage = trial.stages[0]?.stage }) => ({ file, line, unit, ...(stage ? { stage } : {}) }));
}

function tellAwaiting(awaiting: readonly Awaiting[], problems: Problem[]): void {
  const [first] = awaiting;
  if (!first) return;
  const those = awaiting.length === 1 ? `${first.unit} awaits its arm` : `${awaiting.length} units await their arm`;
  problems.push({
    ...rowFault(
      first,
      "awaiting",
      `${those}, on ${linesOf(awaiting)}`,
      "nothing is sent to a unit without an arm; once the list has it, give the list a new version",
    ),
    severity: "warning",
  });
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

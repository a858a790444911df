import type { Problem } from "../../problem.ts";
import type { Directory } from "../data/organisation.ts";
import { bareStratum, stratumOf } from "./allocated-by.ts";
import type { Arm } from "./arms.ts";
import { checkDraws, isDrawn } from "./draws.ts";
import { checkPlacedInDropped, type Dropped, erasOf, isAfterDrop } from "./dropped.ts";
import { type Allotted, lineOf, rowFault } from "./list-row.ts";
import { listedCodes } from "./listed.ts";
import { poolsOf } from "./stages.ts";
import type { TrialFile } from "./trial.ts";

/** Checks the rows of a list against one another: units, clusters and strata. */
export function checkUnits(units: readonly Allotted[], options: UnitCheckOptions, problems: Problem[]): void {
  if (isDrawn(options.trial)) checkDraws(units, problems);
  else checkTwice(units, options, problems);
  checkPlacedInDropped(units, options.dropped ?? new Map(), problems);
  checkClusters(units, options, problems);
  checkStrata(units, options, problems);
}

type UnitCheckOptions = { trial: TrialFile; arms: ReadonlyMap<string, Arm>; directory: Directory; dropped?: Dropped };

/**
 * A unit has one arm at a time, and keeps it within a stage: another row of it with the same arm may change its status;
 * with another arm it has been moved.
 */
function checkTwice(
  units: readonly Allotted[],
  { trial, dropped = new Map() }: UnitCheckOptions,
  problems: Problem[],
): void {
  const groups = Map.groupBy(units, ({ unit, stage }) => `${unit} ${stage ?? ""}`);
  for (const [first, ...more] of groups.values()) {
    let last = first!;
    for (const row of more) {
      const overlaps = last.to === undefined || row.from <= last.to;
      if (row.arm !== last.arm && isAfterDrop(row, last, dropped)) {
        last = row;
        continue;
      }
      if (row.arm !== last.arm && !isRuledMerger(row, trial))
        problems.push(
          rowFault(
            row,
            "moved-unit",
            `${row.unit} is moved from arm ${last.arm} (${lineOf(last, row)}) to ${row.arm}`,
            "a unit keeps the arm it was randomised to; change its status, or give a merger as the reason",
          ),
        );
      else if (overlaps && row.status === last.status)
        problems.push(
          rowFault(
            row,
            "duplicate-unit",
            `second row for ${row.unit}; the first is on ${lineOf(last, row)}`,
            "remove one",
          ),
        );
      else if (overlaps && row.from <= last.from)
        problems.push(
          rowFault(
            row,
            "overlapping-rows",
            `${row.unit} is ${last.status} (${lineOf(last, row)}) and ${row.status} from ${row.from}`,
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
function checkClusters(units: readonly Allotted[], { trial, directory }: UnitCheckOptions, problems: Problem[]): void {
  const { cluster: level } = trial;
  if (!level) return;
  const known = new Map<string, Allotted>();
  for (const row of units) {
    const inData = directory.get(row.unit)?.parents[level]?.code;
    if (row.cluster !== undefined && inData !== undefined && row.cluster !== inData)
      problems.push(
        rowFault(row, "other-cluster", `the directory has ${row.unit} in ${level} ${inData}, not in ${row.cluster}`),
      );
    const cluster = row.cluster ?? inData;
    if (cluster === undefined) {
      problems.push(rowFault(row, "no-cluster", `${row.unit} has no ${level}`));
      continue;
    }
    const key = `${cluster} ${row.stage ?? row.draw?.cycle ?? ""}`;
    const first = known.get(key);
    if (first && first.arm !== row.arm)
      problems.push(
        rowFault(
          row,
          "split-cluster",
          `${row.unit} is in arm ${row.arm}, ${first.unit} of the same ${level} ${cluster} in ${first.arm} (${lineOf(first, row)})`,
          "a cluster belongs in one arm",
        ),
      );
    else known.set(key, first ?? row);
  }
}

/** The stratum must be the directory's, and arms even within each. */
function checkStrata(units: readonly Allotted[], options: UnitCheckOptions, problems: Problem[]): void {
  const { trial, arms, dropped = new Map() } = options;
  if (isDrawn(trial)) return; // drawn one by one, with probabilities of their own
  const offered = listedCodes(trial, arms);
  checkBalanced(units, options, problems);
  const eras = dropped.size === 0 ? [{ rows: units, open: offered }] : erasOf(units, offered, dropped);
  for (const { rows, open } of eras) checkStrataOf(rows, { ...options, offered: open }, problems);
}

/** How even arms must be is a rule for strata: without any it would hold nothing. */
function checkBalanced(units: readonly Allotted[], { trial, directory }: UnitCheckOptions, problems: Problem[]): void {
  const [first] = units;
  if (!trial.balance || !first || units.some((row) => stratumOf(trial, row, directory) !== undefined)) return;
  problems.push(
    rowFault(
      first,
      "balance-without-strata",
      "`balance` says how even arms are within a stratum, and no unit is in one",
      "name the level under `stratum`, or declare strata under `allocated-by`; for the list as a whole there is `ratio`",
    ),
  );
}

function checkStrataOf(
  units: readonly Allotted[],
  { trial, directory, offered }: UnitCheckOptions & { offered: readonly string[] },
  problems: Problem[],
): void {
  const level = trial.stratum;
  const strata = new Map<string, Allotted[]>();
  for (const row of units) {
    const inData = level ? directory.get(row.unit)?.parents[level]?.code : undefined;
    if (row.stratum !== undefined && inData !== undefined && bareStratum(row.stratum) !== inData)
      problems.push(
        rowFault(row, "other-stratum", `the directory has ${row.unit} in ${level} ${inData}, not in ${row.stratum}`),
      );
    const stratum = stratumOf(trial, row, directory);
    if (stratum === undefined) continue;
    const key = JSON.stringify([row.stage ?? "", stratum]);
    strata.set(key, [...(strata.get(key) ?? []).filter(({ unit }) => unit !== row.unit), row]);
  }
  for (const [key, rows] of strata) {
    const [, stratum] = JSON.parse(key) as [string, string];
    checkEven(rows, { trial, arms: offered, stratum }, problems);
  }
}

function checkEven(
  rows: readonly Allotted[],
  { trial, arms, stratum }: { trial: TrialFile; arms: readonly string[]; stratum: string },
  problems: Problem[],
): void {
  const [first] = rows;
  if (!first) return;
  const stage = trial.stages.find((each) => each.stage === first.stage);
  for (const offered of stage ? poolsOf(stage) : [arms]) checkPool(rows, { trial, offered, first, stratum }, problems);
}

/** How many were allocated to an arm: clusters where these are, for their members came with them. */
function allocatedIn(rows: readonly Allotted[], arm: string): number {
  return new Set(rows.flatMap((row) => (row.arm === arm ? [row.cluster ?? row.unit] : []))).size;
}

/** Those among whom the same units were randomised are even. */
function checkPool(
  rows: readonly Allotted[],
  {
    trial,
    offered,
    first,
    stratum,
  }: { trial: TrialFile; offered: readonly string[]; first: Allotted; stratum: string },
  problems: Problem[],
): void {
  const sizes = offered.map((arm) => ({ arm, size: allocatedIn(rows, arm) }));
  const parts = sizes.map(({ arm, size }) => size / (trial.ratio[arm] ?? 1)); // of a list of 2:1 twenty and ten are even
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  const allowed = trial.balance?.within ?? 2;
  if (most - least <= allowed) return;
  problems.push({
    ...rowFault(
      first,
      "unbalanced-stratum",
      `stratum ${stratum} is uneven: ${sizes.map(({ arm, size }) => `${arm} ${size}`).join(", ")}`,
      `arms may differ by ${allowed} within a stratum; ask the trials unit whether this is its list`,
    ),
    severity: trial.balance ? "error" : "warning",
  });
}

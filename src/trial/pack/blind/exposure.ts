import { armsOfCode } from "../../../input/trial/listed.ts";
import type { PackEdition } from "../edition.ts";
import type { FollowedOutcomes } from "../exposure/by-cycle.ts";
import {
  dateColumns,
  type ExposureColumn,
  outcomeColumns,
  responseColumns,
  unitColumnsAs,
} from "../exposure/columns.ts";
import { allocatedByCells, allocatedByColumns, covariateCells, covariateColumns } from "../exposure/covariates.ts";
import { dateCells } from "../exposure/dates.ts";
import { outcomeIndicators } from "../exposure/outcomes.ts";
import { exposedIn } from "../exposure/reports.ts";
import { responseCells } from "../exposure/responses.ts";
import { unitCells } from "../exposure/shared.ts";
import { type TypedTable, typed } from "../exposure/typed-table.ts";
import type { WrittenCell } from "../written.ts";
import type { Labels } from "./key.ts";
import type { BlindSource } from "./source.ts";

/**
 * One line for everybody who was allocated, in every cycle so far, under the label of its arm: who, since when, and its figures. Nothing
 * of what it was to get or got. `leftOut` names columns that would tell arms apart in this trial alone.
 */
export function blindExposure(
  source: BlindSource,
  { outcomes, responses }: FollowedOutcomes,
  labels: Labels,
): { table: TypedTable; leftOut: readonly string[] } {
  const names = namesOf(source, labels);
  const rows = exposedIn(source).map(
    ({ run, code, assignment }): Record<string, WrittenCell> => ({
      ...unitCells(names, { run, code, assignment }),
      ...dateCells(source, run, { code, assignment }),
      ...responseCells(responses, assignment, { cycle: run.cycle.id, stageNumber: names.stage }),
      ...outcomes.get(run.cycle.id)?.get(code),
      ...allocatedByCells(source, assignment),
      ...covariateCells(source, code),
    }),
  );
  const leftOut = ["allocated_from", ...allocatedByColumns(source).map(({ name }) => name)].filter((name) =>
    areApart(rows, name),
  );
  return {
    table: typed(
      columnsOf(source).filter(({ name }) => !leftOut.includes(name)),
      rows,
    ),
    leftOut,
  };
}

function columnsOf(source: BlindSource): ExposureColumn[] {
  return [
    ...unitColumnsAs({ arm: "Label", sequence: "1:A > 2:C" }),
    ...dateColumns,
    ...(source.trial.file.stages.length > 0 ? responseColumns : []),
    ...outcomeIndicators(source).flatMap(({ indicator }) => outcomeColumns(indicator)),
    ...allocatedByColumns(source),
    ...covariateColumns(source),
  ];
}

/** Arms by their labels, a sequence of arms by theirs in order, stages by their numbers. */
export function namesOf(
  { trial }: Pick<BlindSource, "trial">,
  labels: Labels,
): Pick<PackEdition, "code" | "stage" | "sequence"> {
  const stages = trial.file.stages.map(({ stage }) => stage);
  const stage = (name: string | undefined) => (name === undefined ? "" : String(stages.indexOf(name) + 1));
  const { sequences } = trial.file;
  const sequenceOf = (text: string) =>
    Object.hasOwn(sequences, text) ? armsOfCode(trial.file, text) : text.split(" > ");
  const step = (text: string) => {
    const [arm = "", of] = text.split(":").toReversed();
    return of === undefined ? labels.of(arm) : `${stage(of)}:${labels.of(arm)}`;
  };
  return { code: labels.of, stage, sequence: (text) => sequenceOf(text).map(step).join(" > ") };
}

/** Whether two arms of a stage share no value of a column, as where one arm begins later by design. */
function areApart(rows: readonly Readonly<Record<string, WrittenCell>>[], column: string): boolean {
  const stages = Map.groupBy(rows, ({ stage }) => stage).values();
  return stages.some((of) => {
    const values = [...Map.groupBy(of, ({ arm }) => arm).values()].map(
      (own) => new Set(own.flatMap((row) => row[column] ?? [])),
    );
    const known = values.filter(({ size }) => size > 0);
    return known.some((own, i) => known.slice(i + 1).some((other) => own.isDisjointFrom(other)));
  });
}

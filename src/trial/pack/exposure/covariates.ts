import type { Assignment } from "../../../report/assign.ts";
import type { Facts } from "../facts.ts";
import type { WrittenCell } from "../written.ts";
import { columnSuffix, type ExposureColumn } from "./columns.ts";

/** The columns of what else units were allocated by, as the list records it. */
export function allocatedByColumns({ trial }: Pick<Facts, "trial">): ExposureColumn[] {
  return Object.entries(trial.file["allocated-by"]).map(([id, { is, as }]) => ({
    name: allocatedByColumn(id),
    type: "text",
    label: is,
    is: as === "stratum" ? "A stratum within which units were allocated." : "A factor of minimisation.",
    missing: "not recorded",
    source: "the trials unit's list, as the run recorded it",
  }));
}

export function allocatedByCells(
  { trial }: Pick<Facts, "trial">,
  { by = {} }: Pick<Assignment, "by">,
): Record<string, WrittenCell> {
  return Object.fromEntries(
    Object.keys(trial.file["allocated-by"]).map((id) => [allocatedByColumn(id), by[id] || null]),
  );
}

export function allocatedByColumn(id: string): string {
  return `allocated_by_${columnSuffix(id)}`;
}

/** The columns of the covariates that the trial's file names, as the mapping of the directory has them. */
export function covariateColumns({ trial, study }: Pick<Facts, "trial" | "study">): ExposureColumn[] {
  const maps = [...study.topics.values()].map(({ data }) => data.organisations.covariates);
  return trial.file.covariates.map((id): ExposureColumn => {
    const said = maps.find((each) => Object.hasOwn(each, id))?.[id];
    return {
      name: columnOf(id),
      type: said?.kind === "number" ? "number" : "text",
      label: `Covariate ${id}`,
      is: said?.is ?? "A covariate of the directory.",
      ...(said?.values ? { values: Object.fromEntries(said.values.map((value) => [value, value])) } : {}),
      missing: "not known",
      source: "the directory of the data",
    };
  });
}

export function covariateCells(
  { trial, organisations }: Pick<Facts, "trial" | "organisations">,
  code: string,
): Record<string, WrittenCell> {
  const known = organisations.get(code)?.covariates ?? {};
  return Object.fromEntries(trial.file.covariates.map((id) => [columnOf(id), known[id] ?? null]));
}

function columnOf(id: string): string {
  return `covariate_${columnSuffix(id)}`;
}

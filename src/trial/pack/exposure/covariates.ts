import type { Facts } from "../facts.ts";
import type { Cell } from "../written.ts";
import { type Column, columnSuffix } from "./columns.ts";

/** The columns of the covariates that the trial's file names, as the mapping of the directory has them. */
export function covariateColumns({ trial, study }: Pick<Facts, "trial" | "study">): Column[] {
  const maps = [...study.topics.values()].map(({ data }) => data.organisations.covariates);
  return trial.file.covariates.map((id): Column => {
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
): Record<string, Cell> {
  const known = organisations.get(code)?.covariates ?? {};
  return Object.fromEntries(trial.file.covariates.map((id) => [columnOf(id), known[id] ?? null]));
}

function columnOf(id: string): string {
  return `covariate_${columnSuffix(id)}`;
}

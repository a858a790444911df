import type { Place } from "../../problem.ts";
import type { NamedFile } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import type { Indicator } from "../library/indicator.ts";
import type { DataMap } from "./data.ts";
import type { Directory } from "./organisation.ts";

/** Where observations come from, what is wanted of them, and how they map. */
export type ObservationSource = {
  files: readonly NamedFile[];
  subgroupFile?: NamedFile; // where subgroups have a file of their own
  tables: ReadonlyMap<string, readonly NamedFile[]>; // for the query, beside the observations
  map: DataMap["observations"];
  text: string; // of data.yaml
  indicators: ReadonlyMap<string, Indicator>;
  directory: Directory | undefined; // undefined where it could not be read whole
  placeOf: (path: readonly (string | number)[]) => Place;
  placeOfKey: (path: readonly (string | number)[]) => Place;
};

/** The columns that data.yaml names: what we call each, and what the file does. */
export function namedColumns({ columns }: DataMap["observations"]): [key: string, column: string][] {
  return Object.entries(columns).filter((named): named is [string, string] => named[1] !== undefined);
}

/** The column by which rows of subgroups stand apart from the totals of the same file. */
export function columnBeside({ subgroups }: Pick<DataMap["observations"], "subgroups">): string | undefined {
  return subgroups && !subgroups.file ? subgroups.column : undefined;
}

/** What the data must hold: the campaign's indicators; of a composite its components, where it is worked out from patients. */
export function wantedIndicators({ map, indicators }: ObservationSource): string[] {
  const worked = map.columns.patient === undefined ? [] : compositesOf(indicators);
  const wanted = [...indicators.keys()].filter((id) => !worked.some((composite) => composite.id === id));
  return [...new Set([...wanted, ...worked.flatMap(({ of }) => of)])];
}

/** Our name of an indicator of the mapping. */
export function indicatorOf(ours: DataMap["observations"]["indicators"][string]): string {
  return typeof ours === "string" ? ours : ours.is;
}

import type { Directory, Organisation } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import type { Inputs } from "../input/load.ts";
import type { Trial } from "../input/study.ts";
import { inDirectory, type RecordedLevels } from "../input/trial/allocated-by.ts";

/** A recipient with the unit it is or belongs to, and what is allocated together: a unit, or all units of a cluster. */
export type UnitOf = {
  recipient: string;
  code: string;
  stratum: string; // of the level that the trial names
  by: RecordedLevels; // what else it would be allocated by, as far as the directory has it
  within: string; // all strata together
  cluster: string;
  together: string;
};

/** Recipients that may be in a trial as the directory has them on a day, each with its unit; those in none are left out. */
export function unitsOn({ campaign, directory }: Inputs, { file }: Pick<Trial, "file">, day: string): UnitOf[] {
  return [...directory.values()]
    .filter((each) => isRecipient(campaign, each) && !(each.closed && each.closed < day))
    .flatMap((each) => unitOf(each, { file, directory, type: campaign.recipients.type }));
}

type UnitsKnown = { file: Trial["file"]; directory: Directory; type: string };

function unitOf({ code, parents }: Organisation, { file, directory, type }: UnitsKnown): UnitOf[] {
  const unit = file.unit === type ? code : parents[file.unit]?.code;
  if (unit === undefined) return [];
  const cluster = (file.cluster && parents[file.cluster]?.code) || "";
  if (file.cluster && cluster === "") return []; // where clusters are allocated, who is in none cannot be
  const stratum = (file.stratum && parents[file.stratum]?.code) || "";
  const recorded = Object.entries(file["allocated-by"]).map(([name, { as, "checked-against": against }]) => ({
    name,
    as,
    value: (against && inDirectory(directory, code, against)?.[0]) || "",
  }));
  const strata = recorded.flatMap(({ as, value }) => (as === "stratum" ? [value] : []));
  const by = Object.fromEntries(recorded.map(({ name, value }) => [name, value]));
  const within = [stratum, ...strata].join(", ");
  return [{ recipient: code, code: unit, stratum, by, within, cluster, together: cluster || unit }];
}

import type { Organisation } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import type { Inputs } from "../input/load.ts";
import type { Trial } from "../input/study.ts";

/** A recipient with the unit it is or belongs to, and what is allocated together: a unit, or all units of a cluster. */
export type UnitOf = { recipient: string; code: string; stratum: string; cluster: string; together: string };

/** Recipients that may be in a trial as the directory has them on a day, each with its unit; those in none are left out. */
export function unitsOn({ campaign, directory }: Inputs, { file }: Pick<Trial, "file">, day: string): UnitOf[] {
  return [...directory.values()]
    .filter((each) => isRecipient(campaign, each) && !(each.closed && each.closed < day))
    .flatMap((each) => unitOf(each, file, campaign.recipients.type));
}

function unitOf({ code, parents }: Organisation, file: Trial["file"], type: string): UnitOf[] {
  const unit = file.unit === type ? code : parents[file.unit]?.code;
  if (unit === undefined) return [];
  const cluster = (file.cluster && parents[file.cluster]?.code) || "";
  if (file.cluster && cluster === "") return []; // where clusters are allocated, who is in none cannot be
  const stratum = (file.stratum && parents[file.stratum]?.code) || "";
  return [{ recipient: code, code: unit, stratum, cluster, together: cluster || unit }];
}

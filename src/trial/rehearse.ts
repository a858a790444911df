import { toCsv } from "../csv.ts";
import type { Study, Trial } from "../input/study.ts";
import { rehearsalList } from "../input/trial/allocation.ts";
import { listedCodes, ratioOf } from "../input/trial/listed.ts";
import { drawCodes, generator } from "./draw.ts";
import { unitsOn } from "./units.ts";

/**
 * A list for a rehearsal, as CSV: every unit of the data in a made-up arm, in blocks within its stratum, so that arms are
 * as even as they can be. The same seed gives the same list. It says of itself that it is a rehearsal, which watermarks
 * all that is made from it.
 */
export function rehearsalOf(study: Study, trial: Trial, seed: number): { text: string; units: number } {
  const { file } = trial;
  const [inputs] = study.topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  const begins = firstDayOf(inputs.campaign.cycles[0]!.issued);
  const units = [...new Map(unitsOn(inputs, trial, begins).map((each) => [each.code, each])).values()];
  const offered = file.stages[0]?.arms ?? listedCodes(file, trial.arms);
  const armOf = drawCodes(units, ratioOf(file, offered), generator(seed));
  const rows = units
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, stratum, cluster, together }) => [
      rehearsalList,
      seed,
      file.unit,
      code,
      cluster,
      file.stratum && stratum ? `${file.stratum.toUpperCase()}:${stratum}` : "",
      file.stages[0]?.stage,
      armOf.get(together),
      begins,
      undefined,
      "active",
      undefined,
    ]);
  return { text: toCsv(listColumns, rows), units: rows.length };
}

// biome-ignore format: the first line of the file
const listColumns = [
  "list_id", "list_version", "unit_type", "unit_code", "cluster_id", "stratum", "stage", "arm_code", "effective_from",
  "effective_to", "status", "reason",
];

/** The first of the month before a day. */
function firstDayOf(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

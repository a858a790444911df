import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import { dayName, monthName, toMonth } from "../month.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { runsIn } from "./runs.ts";

/**
 * What is to be said of a cycle that was chosen as the last whose data are there, where the data of a later one should be there
 * too: that was due by now, or has been made before. A cycle that has a run already is then not made again unless it is
 * named: the data are stale, and whoever asked for "the last" expects new reports. `runs` is the folder of the study's runs.
 */
export async function checkDue(world: World, inputs: Inputs, chosen: Cycle, runs: string): Promise<Problem[]> {
  const { campaign, observations } = inputs;
  const later = campaign.cycles.slice(campaign.cycles.findIndex(({ id }) => id === chosen.id) + 1);
  const isMade = async ({ id }: Cycle) =>
    (await runsIn(world, join(runs, id))).some(({ state }) => state === "finished");
  const made = await Promise.all(later.map(isMade));
  const lacking = later.findLast(({ extracted }, i) => extracted <= world.today() || made[i]);
  if (!lacking) return [];
  const last = monthName(observations.first + observations.length - 1);
  const ends = `the data end in ${last}, and those of cycle "${lacking.id}" were due on ${dayName(lacking.extracted)}`;
  const hint = `bring the data up to ${monthName(toMonth(lacking.data.to))}, or name the cycle: --cycle ${chosen.id}`;
  if (!(await isMade(chosen)))
    return [{ code: "late-data", severity: "warning", message: `${ends}; "${chosen.id}" was made`, hint }];
  const message = `${ends}; without --cycle "${chosen.id}" would be made again, which is in ${join(runs, chosen.id)} already`;
  throw inputError([{ code: "stale-data", severity: "error", message, hint }]);
}

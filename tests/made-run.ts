import { join } from "node:path";
import { nodeWorld } from "../src/node.ts";
import { type Origin, originOf } from "../src/output/origin.ts";
import type { RunState } from "../src/output/record.ts";
import { type PlannedReport, planRun, type RunPlan, writePlan } from "../src/output/run-plan.ts";
import { sha256 } from "../src/output/sha256.ts";
import type { ArtefactEntry } from "../src/output/store.ts";

/*
 * Runs without reports, as they stand in a folder: for tests of what is done with runs, not of how they are made.
 */

const world = nodeWorld();

export function cycleOf(id: string) {
  return { id, issued: "2026-10-12", extracted: "2026-10-05", data: { from: "2024-09", to: "2026-08" } };
}

/** What a run is made from, for tests that change one thing of it. */
export function originFor(cycle: string, templates: Record<string, string> = { a: "one" }): Promise<Origin> {
  return originOf(world, { study: ".", files: [], templates, cycle: cycleOf(cycle), browser: undefined });
}

/** A plan of reports on paper for some recipients, and what was left out of it. */
export function planFor(
  origin: Origin,
  recipients: readonly (string | PlannedReport)[],
  { all = recipients, narrowedBy = [] as readonly string[], without = [] as RunPlan["without"] } = {},
): RunPlan {
  const asked = recipients.map(planned);
  const reports = { study: "study", cycle: origin.cycle, all: all.map(planned), asked, narrowedBy, without };
  return planRun(reports, origin);
}

function planned(each: string | PlannedReport): PlannedReport {
  return typeof each === "string" ? { code: each, channels: ["print"] } : each;
}

/** A run of a cycle with a record of its end, but without reports. Returns its folder. */
export async function putRun(
  study: string,
  { cycle = "2026-08", state = "finished" as RunState, record = {}, name = undefined as string | undefined } = {},
): Promise<string> {
  const empty = planFor(await originFor(cycle), []);
  const plan = { ...empty, run: name ?? empty.run };
  const folder = join(study, cycle, plan.run);
  await writePlan(world, folder, plan);
  if (state !== "unfinished") await world.write(join(folder, "run.json"), JSON.stringify({ state, ...record }));
  return folder;
}

/** A file of a run, and its line for the manifest. */
export async function putFile(
  folder: string,
  code: string,
  channel = "print",
  text = `${code} ${channel}`,
): Promise<ArtefactEntry> {
  const path = `${channel}/${code}.pdf`;
  await world.write(join(folder, path), text);
  const bare = { blocks: [], bct: [], signals: {}, values: {}, suppressions: [], arm: null, problems: [] };
  return { ...bare, code, channel, path, sha256: sha256(text), bytes: text.length };
}

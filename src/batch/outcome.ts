import type { Closed } from "../output/ledger.ts";
import { manifestOf, type RunEnd, readManifest } from "../output/record.ts";
import type { RunPlan } from "../output/run-plan.ts";
import { readSeal, type Seal } from "../output/seal.ts";
import type { Entry } from "../output/store.ts";
import type { Problem } from "../problem.ts";
import type { Plan } from "../report/plan.ts";
import type { World } from "../world.ts";

/** What came of a run: its folder, what was made, kept and failed, and who got nothing and why. */
export type Run = {
  run: string; // its id
  folder: string; // out/<study>/<cycle>/<run>
  seal?: string; // where all that was planned is there
  leftOut: number; // recipients of whom the options left out all or a channel
  manifest: string;
  study: string; // id of the campaign or trial
  cycle: string;
  made: number; // reports of this run
  kept: number; // reports of an earlier run of the same inputs
  failed: readonly { code: string; message: string }[];
  without: Plan["without"];
  stopped: boolean; // by the signal
  slowest?: { code: string; seconds: number };
  spent?: string; // why the budget of failures was used up, where it was
  broken: readonly Problem[]; // by a fault of this machine, after some reports had been made
  artefacts: number;
  bytes: number;
  seconds: { load: number; measure: number; make: number };
  warnings: readonly Problem[];
};

type RunOutcome = Pick<Run, "made" | "kept" | "stopped" | "slowest" | "spent" | "broken" | "warnings" | "seconds"> &
  Closed & { folder: string; plan: RunPlan; failed: ReadonlyMap<string, string> }; // of this run

export function summarise({ folder, plan, entries, failed, seal, ...rest }: RunOutcome): Run {
  const { made, kept, stopped, slowest, spent, broken, warnings, seconds } = rest;
  const artefacts = entries.filter((entry) => "path" in entry);
  const onRecord = failuresIn(entries).map(({ code, message }) => [code, message] as const);
  return {
    run: plan.run,
    folder,
    ...(seal ? { seal: seal.seal } : {}),
    leftOut: plan.leftOut,
    manifest: manifestOf(folder),
    study: plan.study,
    cycle: plan.cycle.id,
    made,
    kept,
    failed: [...new Map([...onRecord, ...failed])].map(([code, message]) => ({ code, message })),
    without: plan.without,
    stopped,
    ...(slowest ? { slowest } : {}),
    ...(spent === undefined ? {} : { spent }),
    broken,
    artefacts: artefacts.length,
    bytes: artefacts.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds,
    warnings,
  };
}

/** A run that is sealed already, to which nothing is added. */
export async function madeBefore(world: World, { folder, plan }: { folder: string; plan: RunPlan }): Promise<Run> {
  const [entries, seal] = await Promise.all([readManifest(world, folder), soundSeal(world, folder)]);
  return summarise({
    folder,
    plan,
    entries,
    ...(seal ? { seal } : {}),
    made: 0,
    kept: plan.recipients.length,
    failed: new Map(),
    stopped: false,
    broken: [],
    warnings: [],
    seconds: secondsOf({}),
  });
}

export function failuresIn(entries: readonly Entry[]): { code: string; message: string }[] {
  return entries.flatMap((entry) => ("failed" in entry ? [{ code: entry.code, message: entry.failed }] : []));
}

/** A fault of this machine says more than a budget that was used up by it, and that more than a signal. */
export function endOf({
  fault,
  spent,
  stopped,
}: {
  fault?: Error | undefined;
  spent?: string | undefined;
  stopped: boolean;
}): RunEnd {
  if (fault) return { state: "failed", why: fault.message };
  if (spent !== undefined) return { state: "spent", why: spent };
  return { state: stopped ? "stopped" : "finished" };
}

export function secondsOf({ load = 0, measure = 0, make = 0 }: Record<string, number>): Run["seconds"] {
  return { load, measure, make };
}

export async function soundSeal(world: World, folder: string): Promise<Seal | undefined> {
  const seal = await readSeal(world, folder);
  return seal === "torn" ? undefined : seal;
}

import { dirname, join, resolve } from "node:path";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { runsGone } from "./gone.ts";
import { writeHistory } from "./history.ts";
import { lock } from "./lock.ts";
import { reconcile } from "./reconcile.ts";
import { recordFiles } from "./run-files.ts";
import { readPlan } from "./run-plan.ts";
import { findRun, isWholeRun, type RunInfo, readCurrent, runsIn, writeCurrent } from "./runs.ts";
import type { Seal } from "./seal.ts";

/** A run that is the current one of its cycle from now on, and the one that was before. */
export type Promoted = {
  run: RunInfo;
  before?: string;
  leftOut: number; // recipients of the one before that it has no report for
};

/**
 * Makes a run the current one of its cycle: what is packed, bundled and sent where only the cycle is named, and what the reports of
 * later cycles are told was said. It must be sealed and hold, and be no rehearsal; one that leaves recipients or channels out must be meant by `partial`. Throws an InputError else.
 */
export async function promote(world: World, path: string, { partial = false } = {}): Promise<Promoted> {
  const run = await findRun(world, path);
  const { folder, plan } = run;
  const cycleFolder = dirname(resolve(folder));
  await using _held = await lock(`${cycleFolder}/.current.lock`, `another promotion in "${cycleFolder}"`);
  const seal = await refuseUnfit(world, run, { partial });
  const before = await readCurrent(world, cycleFolder);
  const current = { run: plan.run, seal: seal.seal };
  const of = { folder, study: plan.study, cycle: plan.cycle.id, ...current };
  const history = await writeHistory(world, cycleFolder, of);
  await writeCurrent(world, cycleFolder, { ...current, history });
  const promoted = { run: { ...run, isCurrent: true }, leftOut: 0 };
  if (!before || before.run === plan.run) return promoted;
  const planned = await readPlan(world, join(cycleFolder, before.run));
  const has = new Set(plan.recipients.map(({ code }) => code));
  const leftOut = (planned?.recipients ?? []).filter(({ code }) => !has.has(code)).length;
  return { ...promoted, before: before.run, leftOut };
}

/**
 * Throws an InputError for a run that must not reach its readers: one that is not sealed, is partial where that is not meant by
 * `partial`, is a rehearsal, or is not what was sealed. Returns its seal.
 */
export async function refuseUnfit(world: World, run: RunInfo, { partial = false } = {}): Promise<Seal> {
  const { folder, plan, seal } = run;
  if (seal === undefined || seal === "torn")
    throw inputError([
      wrong(
        "unsealed-run",
        `the run in "${folder}" is not sealed`,
        "render --resume makes what is missing; verify tells what does not hold",
      ),
    ]);
  if (!partial && !isWholeRun(run))
    throw inputError([
      wrong(
        "partial-run",
        `the run in "${folder}" is partial: ${plan.narrowedBy.join(" and ")} left out something of ${plan.leftOut} recipients`,
        "promote a run of all, or say --partial where these reports are all that is to be sent",
      ),
    ]);
  if (await isRehearsal(world, folder))
    throw inputError([
      wrong("rehearsal", `the run in "${folder}" is a rehearsal: its arms are made up`, "a rehearsal is never sent"),
    ]);
  const { faults } = await reconcile(world, run);
  if (faults.length > 0)
    throw inputError([
      wrong(
        "run-at-fault",
        `the run in "${folder}" is not what was sealed: ${faults[0]?.what}: ${faults[0]?.says}${faults.length > 1 ? `, and ${faults.length - 1} more` : ""}`,
        "feedback verify names all of them; render makes a run anew beside it",
      ),
    ]);
  return seal;
}

async function isRehearsal(world: World, folder: string): Promise<boolean> {
  const record = JSON.parse((await world.readText(join(folder, recordFiles.run))) ?? "{}") as RehearsalRecord;
  return record.trial?.rehearsal === true;
}

type RehearsalRecord = { trial?: { rehearsal: boolean } };

/**
 * Runs that may go: of each cycle all but the current one, those of which an email has left or a print house has letters, and the
 * last `keep` of those that are sealed and whole.
 */
export type Prunable = { folder: string; run: string; why: string };

/** What is superfluous in the folder of a cycle. One that somebody is making is not. */
export async function findPrunable(world: World, cycleFolder: string, { keep }: { keep: number }): Promise<Prunable[]> {
  const runs = await runsIn(world, cycleFolder);
  const whole = runs.filter(isWholeRun);
  const kept = new Set(keep > 0 ? whole.slice(-keep).map(({ folder }) => folder) : []);
  const gone = await runsGone(world, cycleFolder);
  return runs
    .filter(({ isCurrent, folder, plan }) => !isCurrent && !kept.has(folder) && !gone.has(plan.run))
    .map((run) => ({ folder: run.folder, run: run.plan.run, why: whyOf(run) }));
}

/** Removes a run for good, unless somebody is making it, or something of it has left. Throws an InputError then. */
export async function removeRun(world: World, { folder }: Prunable): Promise<void> {
  const { plan } = await findRun(world, folder);
  const base = plan.run.replace(/^(.*-[0-9a-f]{12})-\d+$/, "$1");
  await using _held = await lock(`${dirname(folder)}/.${base}.lock`, `a run into "${folder}"`);
  if ((await runsGone(world, dirname(folder))).has(plan.run))
    throw inputError([
      wrong(
        "sent-run",
        `the run in "${folder}" has been sent, or handed over to a print house`,
        "what has left the building is kept: it says who got what",
      ),
    ]);
  await world.remove(folder);
}

function whyOf({ state, seal, plan }: RunInfo): string {
  if (seal === undefined) return state === "finished" ? "not all of it was made" : state;
  return plan.leftOut > 0 ? `partial, by ${plan.narrowedBy.join(" and ")}` : "sealed, and a later one is kept";
}

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}

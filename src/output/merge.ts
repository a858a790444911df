import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { changedParts, isSameOrigin } from "./origin.ts";
import { reconcile } from "./reconcile.ts";
import type { RunPlan } from "./run-plan.ts";
import { findRun, type RunInfo } from "./runs.ts";

/**
 * Refuses runs that are not parts of one: that hold something else than was sealed, are of another study, cycle or origin, or
 * leave something of the plan out. All at once.
 */
export async function refuseOtherParts(world: World, plan: RunPlan, folders: readonly string[]): Promise<void> {
  const runs = await Promise.all(folders.map((folder) => findRun(world, folder)));
  const problems = (await Promise.all(runs.map((run) => partProblems(world, plan, run)))).flat();
  if (problems.length > 0) throw inputError(problems);
  const made = new Map<string, Set<string>>();
  for (const { plan: part } of runs)
    for (const { code, channels } of part.recipients)
      for (const channel of channels) made.set(code, (made.get(code) ?? new Set()).add(channel));
  const missing = plan.recipients.filter(({ code, channels }) => !channels.every((each) => made.get(code)?.has(each)));
  if (missing.length === 0) return;
  const named = missing.slice(0, most).map(({ code }) => code);
  const more = missing.length > most ? ` and ${missing.length - most} more` : "";
  throw inputError([
    problem(
      "missing-part",
      `${missing.length} of ${plan.recipients.length} reports are in none of these runs: ${named.join(", ")}${more}`,
      "name every shard; render --shard makes one that is missing",
    ),
  ]);
}

const most = 5; // named

async function partProblems(world: World, plan: RunPlan, run: RunInfo): Promise<Problem[]> {
  const { folder, plan: part } = run;
  if (part.study !== plan.study || part.cycle.id !== plan.cycle.id)
    return [
      problem(
        "other-run",
        `"${folder}" is a run of ${part.study} ${part.cycle.id}, not of ${plan.study} ${plan.cycle.id}`,
      ),
    ];
  if (!isSameOrigin(part.origin, plan.origin)) {
    const changed = new Intl.ListFormat("en-GB").format(changedParts(part.origin, plan.origin));
    return [
      problem("other-inputs", `"${folder}" was made from something else: ${changed} differ`, "make that shard again"),
    ];
  }
  if (run.seal === undefined)
    return [problem("unsealed-run", `the run in "${folder}" is not sealed`, "render --resume makes what is missing")];
  const { faults } = await reconcile(world, run);
  return faults.map(({ what, says }) =>
    problem("run-at-fault", `"${folder}/${what}": ${says}`, "make that shard again"),
  );
}

function problem(code: string, message: string, hint?: string): Problem {
  return { code, severity: "error", message, ...(hint ? { hint } : {}) };
}

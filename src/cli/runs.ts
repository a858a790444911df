import { join } from "node:path";
import { nodeWorld } from "../node.ts";
import { glancePosted, runsPosted } from "../output/posted.ts";
import { findPrunable, promote, removeRun } from "../output/promote.ts";
import { cyclesIn, type RunInfo, runsIn } from "../output/runs.ts";
import { readSent, runsSent } from "../output/sent.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";

/** Lists the runs of all studies below a folder, of one study, or of one cycle. */
export async function runsCommand(folder: string, { json = false }: { json?: boolean }): Promise<number> {
  const runs = (await Promise.all((await cycleFolders(folder)).map(listed))).flat();
  if (json) process.stdout.write(`${JSON.stringify(runs.map(summaryOf))}\n`);
  else if (runs.length === 0) process.stdout.write(`no runs in ${folder}\n`);
  else process.stdout.write(`${tableOf(runs).join("\n")}\n`);
  return exits.clean;
}

/** A run, to how many recipients an email of it has left, and of how many a print house has the letter. */
type ListedRun = RunInfo & { sent: number; posted: number };

async function listed(cycleFolder: string): Promise<ListedRun[]> {
  const world = nodeWorld();
  const [runs, { lines }, letters] = await Promise.all([
    runsIn(world, cycleFolder),
    readSent(world, cycleFolder),
    glancePosted(world, cycleFolder),
  ]);
  const [sent, posted] = [runsSent(lines), runsPosted(letters)];
  return runs.map((run) => ({ ...run, sent: sent.get(run.plan.run) ?? 0, posted: posted.get(run.plan.run) ?? 0 }));
}

/** Makes a run the current one of its cycle. */
export async function promoteCommand(path: string, { partial = false }: { partial?: boolean }): Promise<number> {
  const { run, before, leftOut } = await promote(nodeWorld(), path, { partial });
  const { study, cycle } = run.plan;
  const instead = before ? `, in place of ${before}` : "";
  process.stdout.write(`${run.plan.run} is the current run of ${study} ${cycle.id}${instead}\n`);
  if (leftOut > 0)
    process.stdout.write(
      `It has no report for ${numbered(leftOut, "recipient")} of ${before}: later reports take these to have had none, unless send or print-run handed them one.\n`,
    );
  return exits.clean;
}

/** Says which runs may go, and with `yes` removes them. */
export async function pruneCommand(
  folder: string,
  { keep, yes = false }: { keep: number; yes?: boolean },
): Promise<number> {
  const world = nodeWorld();
  const cycles = await cycleFolders(folder);
  const found = (await Promise.all(cycles.map((each) => findPrunable(world, each, { keep })))).flat();
  for (const run of found) {
    if (yes) await removeRun(world, run);
    process.stdout.write(`${run.folder}  ${run.why}\n`);
  }
  const what = numbered(found.length, "run");
  process.stdout.write(yes ? `${what} removed\n` : `${what} would be removed; --yes removes\n`);
  return exits.clean;
}

/** The folders of cycles at or below a folder: it may be that of all runs, of a study, of a cycle. */
async function cycleFolders(folder: string): Promise<string[]> {
  const world = nodeWorld();
  if ((await runsIn(world, folder)).length > 0) return [folder];
  const below = await cyclesIn(world, folder);
  const further = (await Promise.all(below.map((each) => cyclesIn(world, each)))).flat();
  const found: string[] = [];
  for (const each of [...below, ...further]) if ((await runsIn(world, each)).length > 0) found.push(each);
  return found;
}

function summaryOf({ folder, plan, state, seal, isCurrent, sent, posted }: ListedRun) {
  const { run, study, cycle, recipients, narrowedBy, leftOut } = plan;
  const hash = typeof seal === "object" ? seal.seal : null;
  return {
    run,
    folder,
    study,
    cycle: cycle.id,
    reports: recipients.length,
    state,
    seal: hash,
    narrowedBy,
    leftOut,
    isCurrent,
    sent,
    posted,
  };
}

function tableOf(runs: readonly ListedRun[]): string[] {
  const rows = runs.map(({ folder, plan, begun, isCurrent, ...run }) => [
    isCurrent ? "*" : " ",
    join(folder),
    numbered(plan.recipients.length, "report"),
    `${new Date(begun).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    stateOf({ ...run, plan }),
  ]);
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return [
    ...rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    ),
    "* the current run",
  ];
}

type ToldRun = Pick<ListedRun, "seal" | "state" | "plan" | "sent" | "posted">;

function stateOf({ seal, state, plan, sent, posted }: ToldRun): string {
  const told = `${sent > 0 ? `, sent to ${sent}` : ""}${posted > 0 ? `, ${numbered(posted, "letter")} handed over` : ""}`;
  if (seal === "torn") return `its seal does not hold${told}`;
  if (seal) return `${plan.leftOut > 0 ? `sealed, partial (${plan.narrowedBy.join(", ")})` : "sealed"}${told}`;
  return state === "finished" ? "finished, not all made" : state;
}

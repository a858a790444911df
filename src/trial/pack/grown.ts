import { dirname, resolve } from "node:path";
import { readOneYaml } from "../../input/files/yaml.ts";
import { type AsOf, type Trial, trialFileOf } from "../../input/study.ts";
import { approvedName } from "../../input/trial/approved.ts";
import { listFiles, listSourceOf } from "../../input/trial/list-source.ts";
import { trialSchema } from "../../input/trial/trial.ts";
import { inputAt } from "../../output/origin.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { StudyPlan } from "../../report/plan.ts";
import type { World } from "../../world.ts";
import { canonical, definitionOf, isLate, partName } from "../frozen/definition.ts";
import { partsThatDiffer } from "../frozen/held.ts";
import { inForce, ledgerFolder, readTrialLedger } from "../frozen/ledger.ts";
import { linesKnown } from "../integrity/grown-file.ts";
import { trialRecord } from "../record.ts";
import type { RunFile } from "./runs.ts";

/*
 * A trial goes on after a cycle was made: practices merge, opt out and close, the trials unit sends a new version of its list, a
 * change is accepted in the trial's file. These files are held to what they meant when the run was made, not to their bytes.
 */

/** Files of a trial that may have grown since a run was made of it, and how far they are read to have what they said then. */
export type Grown = { files: ReadonlySet<string>; asOf: AsOf };

export async function grownSince(world: World, run: RunFile): Promise<Grown> {
  const asOf = { day: run.cycle.issued };
  const path = await trialFileOf(world, run.source.study);
  const text = path === undefined ? undefined : await world.readText(path);
  const trial = path && text !== undefined ? readOneYaml(path, text, trialSchema, []) : undefined;
  if (!path || !trial) return { files: new Set(), asOf };
  const folder = dirname(resolve(path));
  const below = (name: string) => resolve(folder, name);
  const file = trial.value;
  const lists = run.source.allocation
    ? [resolve(run.source.allocation)]
    : listFiles(listSourceOf(trial, below)).map((each) => each.file);
  const events = file.events === undefined ? undefined : below(file.events);
  const decided = file.stages.flatMap((stage) => (stage.decided ? [below(stage.decided)] : []));
  const assessed = file.assessed === undefined ? undefined : below(file.assessed);
  const isNew = assessed !== undefined && !hashesIn(run).has(assessed); // it came later: once it is there, it is held
  const files = [
    resolve(path),
    ...lists,
    ...(isNew ? [assessed] : []),
    ...(events ? [events] : []),
    ...decided,
    below(approvedName),
  ];
  const last = events === undefined ? undefined : await lastThen(world, events, run);
  return { files: new Set(files), asOf: { ...asOf, events: last } };
}

/**
 * The line of the last event that a run knew: those after it were added since. Undefined where the file is what it was, and where it
 * does not begin with what it was.
 */
async function lastThen(world: World, events: string, run: RunFile): Promise<number | undefined> {
  const known = linesKnown((await world.readText(events)) ?? "", hashesIn(run).get(events));
  return known === Number.POSITIVE_INFINITY ? undefined : known;
}

type Now = { trial: Trial; planned: StudyPlan };

/** Throws an InputError where the trial's files mean something else now, of the cycle that was made, than when it was made. */
export async function refuseOtherMeaning(world: World, run: RunFile, { trial, planned }: Now): Promise<void> {
  const problems = [
    ...otherPlaces(run, trial, planned),
    ...(canonical(planned.cycle) === canonical(run.cycle)
      ? []
      : [changed(trial.path, `cycle ${run.cycle.id} has other days or data now`)]),
    ...(await otherTrial(world, run, trial)),
  ];
  if (problems.length > 0) throw inputError(problems);
}

/** Units of whom list and events say something else now of the day of issue. */
function otherPlaces(run: RunFile, trial: Trial, { assignments }: StudyPlan): Problem[] {
  if (!assignments) return [];
  const now = trialRecord(trial, assignments).assignments;
  const codes = [...new Set([...Object.keys(run.trial.assignments), ...Object.keys(now)])].sort();
  const other = codes.filter((code) => canonical(run.trial.assignments[code]) !== canonical(now[code]));
  if (other.length === 0) return [];
  const named = `${other.slice(0, most).join(", ")}${other.length > most ? ` and ${other.length - most} more` : ""}`;
  return [
    changed(
      trial.allocation?.files[0] ?? trial.path,
      `the list or the events say something else of ${named} in ${run.cycle.id} than when the run was made`,
      "add what has happened since at the end of the events, and rows of a later day to the list; leave earlier ones as they were",
    ),
  ];
}

const most = 5; // units that are named

/** What of the trial's file is something else: words for its papers, waived reasons and accepted changes may be. */
async function otherTrial(world: World, run: RunFile, trial: Trial): Promise<Problem[]> {
  const before = hashesIn(run).get(resolve(trial.path));
  if (before === (await world.hash(trial.path))) return [];
  const { entries } = await readTrialLedger(world, ledgerFolder(trial, dirname(dirname(run.folder))));
  const own = entries.findLastIndex((entry) => entry.kind === "made" && entry.run === run.id);
  const then = own < 0 ? undefined : inForce(entries.slice(0, own + 1));
  const said = `"${trial.path}" has changed since the run was made`;
  if (!then) return [changed(trial.path, said, "put it back, or render again")];
  const now = await definitionOf(world, trial);
  const other = partsThatDiffer(then, now).filter((part) => !(isLate(part) && then[part] === undefined));
  if (other.length === 0) return [];
  return [changed(trial.path, `${said}: ${other.map(partName).join(", ")}`, "pack from the trial as it was then")];
}

function hashesIn({ inputs, source }: RunFile): ReadonlyMap<string, string> {
  return new Map(Object.entries(inputs).map(([name, hash]) => [resolve(inputAt(source.study, name)), hash]));
}

function changed(file: string, message: string, hint?: string): Problem {
  const problem: Problem = { code: "inputs-changed", severity: "error", message, place: { file, line: 1, column: 1 } };
  return hint ? { ...problem, hint } : problem;
}

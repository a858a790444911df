import { resolve } from "node:path";
import { findCycle } from "../../input/cycles.ts";
import type { Study, Trial } from "../../input/study.ts";
import { named } from "../../input/trial/findings.ts";
import { inputError, once, type Place, type Problem, wrong } from "../../problem.ts";
import { type Assignment, assign, listOf } from "../../report/assign.ts";
import type { World } from "../../world.ts";
import type { EarlierRun } from "../earlier-runs.ts";
import { canonical } from "../frozen/definition.ts";
import { linesKnown } from "./grown-file.ts";

/*
 * What happened stays as it was told: events and list grow, and what they said when reports were made they say still. Arms are held by
 * `checkMoves`; here the rest.
 */

/**
 * Holds events, list and schedule against the runs of cycles before this one. Returns warnings; throws an InputError with all that says
 * something else of the past now than when a run was made. The cycle itself may be made once more, of what has been mended.
 */
export async function checkPast(
  world: World,
  study: Study,
  { made, cycle }: { made: readonly EarlierRun[]; cycle: string },
): Promise<Problem[]> {
  const { trial } = study;
  if (!trial) return [];
  const problems: Problem[] = [];
  for (const before of made.filter(({ info }) => info.plan.cycle.id < cycle)) {
    const events = await eventsThen(world, trial, before);
    const days = otherCycle(study, trial, before);
    problems.push(...days, ...otherVersion(trial, before, await otherBytes(world, trial, before)));
    if (events === "edited") problems.push(editedEvents(trial, before));
    else if (days.length === 0) problems.push(...otherList(study, { ...trial, events }, before));
  }
  const told = once(problems);
  if (told.some(({ severity }) => severity === "error")) throw inputError(told);
  return told;
}

/** The events that a run knew: those after them were added since. */
async function eventsThen(world: World, trial: Trial, { hashes }: EarlierRun): Promise<Trial["events"] | "edited"> {
  if (trial.file.events === undefined) return trial.events;
  const path = resolve(trial.folder, trial.file.events);
  const known = linesKnown((await world.readText(path)) ?? "", hashes.get(path));
  return known === undefined ? "edited" : trial.events.filter(({ line }) => line <= known);
}

const unsent = "if nothing of that run was sent, remove it with feedback prune";

function editedEvents(trial: Trial, { info }: EarlierRun): Problem {
  const file = resolve(trial.folder, trial.file.events ?? "");
  return wrong(
    "events-edited",
    `the events do not begin with what they were when ${info.plan.cycle.id} was rendered: a line was changed, put in or taken out`,
    { file, line: 1, column: 1 },
    `put back what was there, and add what has happened since at the end; ${unsent}`,
  );
}

/** A cycle that was made has the days and the months that it was made with. */
function otherCycle(study: Study, trial: Trial, { info }: EarlierRun): Problem[] {
  const [inputs] = study.topics.values();
  const { cycle } = info.plan;
  const now = inputs?.campaign.cycles.find(({ id }) => id === cycle.id);
  if (now && canonical(now) === canonical(cycle)) return [];
  return [
    wrong(
      "cycle-changed",
      now
        ? `cycle ${cycle.id} has other days or data now than when it was rendered: ${daysOf(cycle)} then, ${daysOf(now)} now`
        : `cycle ${cycle.id} was rendered, and is not in the schedule any more`,
      trial.placeOf(["cycles"]),
      `put it back as it was; ${unsent}`,
    ),
  ];
}

function daysOf({ issued, data: { from, to } }: EarlierRun["info"]["plan"]["cycle"]): string {
  return `issued on ${issued}, data from ${from} to ${to}`;
}

/** Whether a file of the list, or one of the same name, has other bytes than it had. */
async function otherBytes(world: World, trial: Trial, { hashes }: EarlierRun): Promise<boolean> {
  for (const file of listOf(trial).files) {
    const before = hashes.get(resolve(file));
    if (before !== undefined && before !== (await world.hash(file))) return true;
  }
  return false;
}

/** A list that has changed has a later version. */
function otherVersion(trial: Trial, { info, record }: EarlierRun, isOther: boolean): Problem[] {
  const { version } = listOf(trial);
  const place = topOf(trial);
  const hint = "a changed list has a new version: ask the trials unit whether this is its list";
  const then = `when ${info.plan.cycle.id} was rendered`;
  if (isEarlier(version, record.version))
    return [wrong("older-list", `the list has version ${version}, and had ${record.version} ${then}`, place, hint)];
  if (version !== record.version || !isOther) return [];
  const message = `the list is not what it was ${then}, and still has version ${version}`;
  return [{ ...wrong("same-version", message, place, hint), severity: "warning" }];
}

/** Of two numbers, or two days. */
function isEarlier(a: string, b: string): boolean {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length <= 6 && b.length <= 6) return Number(a) < Number(b);
  const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text);
  return isDay(a) && isDay(b) && a < b;
}

const kept = ["status", "stratum", "by", "draw"] as const;

/** What the list said of a unit besides its arm, as an analysis takes it; of clusters the directory may have moved. */
function saidOf({ status, stratum, by, draw }: Assignment): string {
  return canonical({ status, stratum, by, draw });
}

function otherList(study: Study, trial: Trial, { info, record }: EarlierRun): Problem[] {
  const [inputs] = study.topics.values();
  if (!inputs) return [];
  const { id } = info.plan.cycle;
  const now = assign(study, trial, findCycle(inputs, id)).of;
  const then = record.assignments;
  const other = Object.keys(then).filter((code) => {
    const is = now.get(code);
    return is !== undefined && saidOf(is) !== saidOf(then[code]!); // who is in none is told with those who were moved
  });
  const added = [...now.keys()].filter((code) => !Object.hasOwn(then, code)).sort();
  const hint = `leave earlier rows as they were, and add rows of a later day; ${unsent}`;
  const say = (code: string, message: string) => wrong(code, message, topOf(trial), hint);
  return [
    ...(other.length > 0
      ? [
          say(
            "list-edited",
            `the list says something else now of ${named(other)} in ${id} than when it was rendered: ${changeOf(then[other[0]!]!, now.get(other[0]!)!)}`,
          ),
        ]
      : []),
    ...(added.length > 0
      ? [
          {
            ...say(
              "added-before",
              `${named(added)} ${added.length === 1 ? "was" : "were"} in no arm when ${id} was rendered, and the list has them in one from before that day now`,
            ),
            severity: "warning" as const,
          },
        ]
      : []),
  ];
}

/** "status active then, withdrawn now" */
function changeOf(then: Assignment, now: Assignment): string {
  const key = kept.find((each) => canonical(then[each] ?? null) !== canonical(now[each] ?? null))!;
  const text = (value: Assignment[typeof key]) =>
    typeof value === "object" ? canonical(value).replaceAll('"', "") : (value ?? "none");
  return `${key} ${text(then[key])} then, ${text(now[key])} now`;
}

function topOf(trial: Trial): Place {
  return { file: listOf(trial).files[0] ?? trial.path, line: 1, column: 1 };
}

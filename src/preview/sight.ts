import { setImmediate as breathe } from "node:timers/promises";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import type { Study, Trial } from "../input/study.ts";
import { wholeCell } from "../input/trial/nested.ts";
import type { KnownFigures } from "../measure/measure-once.ts";
import { isInputError, type Problem } from "../problem.ts";
import type { Assignment } from "../report/assign.ts";
import { planStudy, type StudyPlan } from "../report/plan.ts";
import type { Levels } from "../trial/differences/variants.ts";
import { type Edition, type EditionOutcome, isComposed, type Opening, openEdition, outcomeOf } from "./edition.ts";

/** What is looked at of a study in a cycle: one design for everybody, or for each recipient that of its own arm. */
export type Sight = {
  cycle: Cycle;
  codes: readonly string[]; // of everybody who gets a report or has a reason, sorted
  editionOf: (code: string) => Edition;
  outcomeOf: (code: string) => EditionOutcome | undefined; // composed once; undefined where nobody has the code
  isComposed: (code: string) => boolean; // whether that is known already
  assignmentOf: (code: string) => Assignment | undefined; // where the trial's list is there
};

/** Editions of a study, opened when they are asked for. */
export type StudioShelf = {
  study: Study;
  figures: KnownFigures;
  editions: Map<string, Edition>;
  plans: Map<string, StudyPlan | { problems: readonly Problem[] }>; // by cycle
};

/** In place of an arm: to each recipient what the list says. */
export const allocated = "allocated";

export function newShelf(study: Study, figures: KnownFigures): StudioShelf {
  return { study, figures, editions: new Map(), plans: new Map() };
}

/**
 * What a cycle and an arm's code mean, or "allocated", or levels as "factor:level,factor:level"; without an arm the
 * allocation where there is one, else the first arm. Undefined where there is none of the name, or its data are not there.
 */
export function sightOf(shelf: StudioShelf, cycle: string | undefined, arm = ""): Sight | undefined {
  const { trial } = shelf.study;
  const asked = arm === "" && trial?.allocation ? allocated : arm;
  try {
    if (trial && asked === allocated) return sightOfList(shelf, trial, cycle);
    const levels = trial && levelsAsked(trial, asked);
    return trial && !levels ? undefined : sightOfCell(shelf, cycle, levels);
  } catch (error) {
    if (isInputError(error)) return undefined;
    throw error;
  }
}

/** The levels of an arm by its code, or those written out; of the first arm where nothing is asked for. */
export function levelsAsked({ file, arms }: Trial, asked: string): Levels | undefined {
  if (asked === "") return [...arms.values()][0]?.levels;
  const arm = arms.get(asked);
  if (arm) return arm.levels;
  const pairs = asked.split(",").map((pair) => pair.split(":"));
  const named = new Map(pairs.map(([factor = "", level = ""]) => [factor, level]));
  const cell = wholeCell(file, Object.fromEntries(named));
  const levels = Object.keys(cell).map((factor) => [factor, named.get(factor) ?? ""] as const);
  const areKnown = levels.every(([factor, level]) => Object.hasOwn(file.factors[factor]?.levels ?? {}, level));
  return areKnown ? Object.fromEntries(levels) : undefined;
}

/** The edition of a cell, opened once. */
export function editionAt({ study, figures, editions, plans }: StudioShelf, { cycle, levels }: Opening): Edition {
  const opening = { cycle, levels, assignments: planOf({ study, plans }, cycle)?.assignments };
  const key = JSON.stringify([cycle ?? null, levels ?? null]);
  const edition = editions.get(key) ?? openEdition(study, opening, figures);
  editions.set(key, edition);
  editions.set(JSON.stringify([edition.cycle.id, levels ?? null]), edition);
  return edition;
}

function sightOfCell(shelf: StudioShelf, cycle: string | undefined, levels: Levels | undefined): Sight {
  const edition = editionAt(shelf, { cycle, levels });
  return {
    cycle: edition.cycle,
    codes: [...edition.tasks.keys(), ...edition.without.map(({ code }) => code)].sort(),
    editionOf: () => edition,
    outcomeOf: (code) => outcomeOf(edition, code),
    isComposed: (code) => isComposed(edition, code),
    assignmentOf: (code) => planOf(shelf, edition.cycle.id)?.assignments?.of.get(code),
  };
}

/** To each recipient the report of its arm, or why it gets none. */
function sightOfList(shelf: StudioShelf, trial: Trial, asked: string | undefined): Sight | undefined {
  const planned = planOf(shelf, asked);
  if (!planned?.assignments) return undefined;
  const { cycle, jobs, without, assignments } = planned;
  const reasons = new Map(without.map(({ code, reason }) => [code, reason]));
  const sent = new Set(jobs.map(({ organisation }) => organisation.code));
  const editionOf = (code: string) => {
    const assignment = assignments.of.get(code);
    const arm = trial.arms.get(assignment?.sent ?? assignment?.arm ?? "") ?? [...trial.arms.values()][0];
    return editionAt(shelf, { cycle: cycle.id, levels: arm?.levels });
  };
  return {
    cycle,
    codes: [...sent, ...reasons.keys()].sort(),
    editionOf,
    outcomeOf(code) {
      const reason = reasons.get(code);
      if (reason !== undefined) return { state: "without", reason };
      return sent.has(code) ? outcomeOf(editionOf(code), code) : undefined;
    },
    isComposed: (code) => !sent.has(code) || isComposed(editionOf(code), code),
    assignmentOf: (code) => assignments.of.get(code),
  };
}

/** The cycle that is shown first. Throws an InputError where no cycle's data are there. */
export function openFirst(shelf: StudioShelf): Sight {
  const { trial } = shelf.study;
  const own = trial && sightOf(shelf, undefined);
  return own ?? sightOfCell(shelf, undefined, trial && levelsAsked(trial, ""));
}

/** What keeps a cycle's list from being planned: a merger that waits for the trials unit. */
export function unplanned(shelf: StudioShelf, { id }: Cycle): readonly Problem[] {
  planOf(shelf, id);
  const plan = shelf.plans.get(id);
  return plan && "problems" in plan ? plan.problems : [];
}

/** Who gets what by the list; undefined without one, or where it waits for a ruling of the trials unit. */
function planOf({ study, plans }: Pick<StudioShelf, "study" | "plans">, cycle = ""): StudyPlan | undefined {
  if (!study.trial?.allocation) return undefined;
  const plan = plans.get(cycle) ?? tryPlan(study, cycle || undefined);
  plans.set(cycle, plan);
  return "problems" in plan ? undefined : plan;
}

function tryPlan(study: Study, cycle: string | undefined): StudyPlan | { problems: readonly Problem[] } {
  try {
    return planStudy(study, cycle);
  } catch (error) {
    if (isInputError(error)) return { problems: error.problems };
    throw error;
  }
}

/**
 * Every outcome in the order of codes, and those alone that are composed within some time (ms) where one is given; others are
 * served meanwhile.
 */
export async function outcomesOf(
  sight: Sight,
  within = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, EditionOutcome>> {
  const until = performance.now() + within;
  const outcomes = new Map<string, EditionOutcome>();
  for (const [i, code] of sight.codes.entries()) {
    if (i % 20 === 0) await breathe();
    if (performance.now() >= until && !sight.isComposed(code)) continue;
    const outcome = sight.outcomeOf(code);
    if (outcome) outcomes.set(code, outcome);
  }
  return outcomes;
}

/** The study's campaigns; the first where there are several. */
export function firstInputs({ topics }: Study): Inputs {
  const [first] = topics.values();
  if (!first) throw new Error("a study without a campaign");
  return first;
}

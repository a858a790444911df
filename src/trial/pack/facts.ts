import { join, resolve } from "node:path";
import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { loadStudy, type Study, type StudyOptions, type Trial } from "../../input/study.ts";
import { measureOnce } from "../../measure/measure-once.ts";
import { withHistory } from "../../output/history.ts";
import type { Entry } from "../../output/store.ts";
import { inputError } from "../../problem.ts";
import { rememberedBy } from "../../remembered.ts";
import { packagedTemplates, type Templates } from "../../render/templates.ts";
import { stageOf } from "../../report/assign.ts";
import { type ArmDesign, armDesigns, planStudy, type StudyPlan } from "../../report/plan.ts";
import type { World } from "../../world.ts";
import type { Shelves } from "../differences/variants.ts";
import type { TrialRecord } from "../record.ts";
import type { ShownReport } from "../shown.ts";
import { type Returns, readReturns } from "./dispatch.ts";
import { findInReports, type PackFound } from "./found.ts";
import { type Frozen, heldToLedger } from "./frozen.ts";
import { grownSince, refuseOtherMeaning } from "./grown.ts";
import { type Mailings, type Postings, readMailings, readPostings, withLedgers } from "./mailings.ts";
import {
  type CycleRun,
  type RunFile,
  readReports,
  readRun,
  readRuns,
  refuseChanged,
  refuseOther,
  refuseTemplates,
} from "./runs.ts";

/** Everything a pack is written from. */
export type Facts = {
  run: RunFile & { trial: TrialRecord };
  folder: string;
  study: Study;
  trial: Trial;
  cycle: Cycle;
  planned: StudyPlan;
  arms: readonly string[]; // those of this cycle, in the order of the key
  designs: ReadonlyMap<string, ArmDesign>; // of every arm
  found: PackFound; // in the reports of this cycle's arms, composed for all
  composed: Shelves; // of this study in this cycle: what one part of the pack has composed another need not
  measure: ReturnType<typeof measureOnce>; // what one part has measured another need not
  reports: ReadonlyMap<string, ShownReport>; // as made, by recipient
  runs: readonly CycleRun[]; // of this trial up to this cycle, in order; this one last
  organisations: ReadonlyMap<string, Organisation>;
  templates: Templates; // those that reports were made with
  returns?: Returns; // what is known of dispatch, reported or by our own ledgers; absent where nothing is
  frozen?: Frozen; // what the trial's ledger says; absent where there is none
  mailings: Mailings; // what our own ledgers know of emails
  letters: Postings; // and of letters
};

export type FactsOptions = {
  run: string;
  partial?: boolean | undefined;
  data?: string | undefined;
  delivery?: string | undefined;
};

/**
 * Reads a finished run with all that it was made from. Throws an InputError where it is no run of a trial, is not finished,
 * or where an input or an artefact has changed since.
 */
export async function readFacts(world: World, { run: named, partial, data, delivery }: FactsOptions): Promise<Facts> {
  const run = await readRun(world, resolve(named), { partial: partial ?? false });
  const { folder, cycle } = run;
  const { study, trial, planned } = await asMade(world, run, { data });
  const templates = await packagedTemplates();
  refuseTemplates(run, templates);
  const arms = armsOf(trial, planned);
  const composed: Shelves = new Map();
  const measure = measureOnce();
  const runs = await readRuns(world, run);
  const frozen = await heldToLedger(world, trial, { run, runs });
  const entries = runs.at(-1)?.entries ?? new Map<string, Entry[]>();
  const [mailings, letters] = await Promise.all([readMailings(world, runs), readPostings(world, runs)]);
  const designs = armDesigns(study, trial);
  const later = new Set([...designs.values()].flatMap(({ design }) => design.cycles.map(({ id }) => id)));
  for (const id of later) if (id <= cycle.id) later.delete(id);
  const reported = delivery === undefined ? undefined : await readReturns(delivery, { runs, cycle, later });
  const returns = withLedgers(reported, { mailings, letters });
  return {
    run,
    folder,
    study,
    trial,
    cycle,
    planned,
    arms,
    designs,
    found: await findInReports(world, { study, trial, cycle, planned, arms, designs, templates, composed, measure }),
    composed,
    measure,
    reports: await readReports(world, folder, entries),
    runs,
    organisations: new Map([...study.topics.values()].flatMap(({ directory }) => [...directory])),
    templates,
    ...(returns ? { returns } : {}),
    ...(frozen ? { frozen } : {}),
    mailings,
    letters,
  };
}

/** A study as a run was made of it, and its plan then, whatever has happened since. Throws an InputError where it cannot be had. */
export async function asMade(
  world: World,
  run: RunFile,
  { data, memory }: Pick<StudyOptions, "data" | "memory"> = {},
): Promise<{ study: Study; trial: Trial; planned: StudyPlan }> {
  const { files: grown, asOf } = await grownSince(world, run);
  if (!data) await refuseChanged(world, run, grown);
  const { source, cycle } = run;
  const loaded = await loadStudy(world, source.study, {
    ...source,
    ...(data ? { data } : {}),
    asOf,
    memory,
    isDraft: true,
  });
  await refuseOther(world, loaded, run, grown);
  const { trial } = loaded;
  if (!trial)
    throw inputError([{ code: "no-trial", severity: "error", message: `"${source.study}" is a campaign now` }]);
  const planned = planStudy(loaded, cycle.id);
  const recorded = run.history ?? [];
  const { study } = await withHistory(world, loaded, planned, { recorded, out: join(run.folder, "../../..") });
  await refuseOtherMeaning(world, run, { trial, planned });
  return { study, trial, planned };
}

/** The headline indicator of what an arm is sent. */
export function headlineOf({ designs, study }: Pick<Facts, "designs" | "study">, arm: string): string {
  return study.topics.get(designs.get(arm)?.topic ?? "")?.campaign.headline ?? "";
}

/** Everybody who was randomised to an arm. */
export function recipientsOf({ run }: Facts, arm: string): readonly string[] {
  const { assignments } = run.trial;
  return inArm([assignments], arm, () => Object.keys(assignments).filter((code) => assignments[code]!.arm === arm));
}

/** Several tables ask, in each edition. */
const inArm = rememberedBy<readonly string[]>();

/** The arms that somebody is in, or that belong to the stage of this cycle. */
function armsOf(trial: Trial, { assignments, cycle }: StudyPlan): string[] {
  const there = new Set([...(assignments?.of.values() ?? [])].map(({ arm }) => arm));
  const stage = stageOf(trial, cycle);
  return [...trial.arms.keys()].filter((arm) => there.has(arm) || (stage ? stage.arms.includes(arm) : true));
}

import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import type { LintVerdict } from "../../lint/lint.ts";
import { readPlaces } from "../../lint/places.ts";
import type { NamedRecipient } from "../../lint/subject.ts";
import type { measureOnce } from "../../measure/measure-once.ts";
import type { Templates } from "../../render/templates.ts";
import type { ArmDesign, StudyPlan } from "../../report/plan.ts";
import { printedName } from "../../report/sane-case.ts";
import { measureStudy, notPeers, triedReport } from "../../report/subjects.ts";
import type { Task } from "../../report/task.ts";
import type { World } from "../../world.ts";
import { type Comparison, openComparison, toCompare } from "../compare/compare.ts";
import {
  type Levels,
  openCells,
  type Seeing,
  type SentVariant,
  type Shelves,
  type TriedVariant,
  type VariantCells,
} from "../differences/variants.ts";
import { type ShownReport, toShown } from "../shown.ts";
import { type MessageFields, openFields } from "./fields.ts";
import { openLintOfArm } from "./lint-of-arm.ts";
import { actionsOf, openProfile, type TechniqueProfile } from "./profile.ts";

/** What is found in the reports of every arm, each composed for all recipients. */
export type PackFound = {
  sent: ReadonlyMap<string, SentVariant>; // by arm
  comparison: Comparison; // of this cycle's arms, whoever is in them
  verdicts: ReadonlyMap<string, LintVerdict>; // of the rules of good feedback, on all allocated recipients, by arm
  profiles: ReadonlyMap<string, TechniqueProfile>; // as designed: the same recipients and data, by arm
  fields?: MessageFields; // of the emails of all arms that send some
  expected: ReadonlyMap<string, ShownReport>; // the report that design and data call for, by recipient
};

/** What reports are composed of. */
export type PackGround = {
  study: Study;
  trial: Trial;
  cycle: Cycle;
  planned: StudyPlan;
  arms: readonly string[];
  designs: ReadonlyMap<string, ArmDesign>;
  templates: Templates;
  composed: Shelves;
  measure: ReturnType<typeof measureOnce>;
};

/**
 * Composes every report once, for one recipient after another in all arms, and shows each to all who find something in it; of
 * thousands none is kept.
 */
export async function findInReports(world: World, composing: PackGround): Promise<PackFound> {
  const { study, trial, cycle, planned, arms, templates, composed, measure } = composing;
  const places = await readPlaces(world, study.files);
  const levelsOf = (arm: string) => trial.arms.get(arm)!.levels;
  const asked = { cycle: cycle.id, templates, measure, composed };
  const { levels } = toCompare(study, trial, asked);
  const cells = openCells(study, trial, [...levels, ...arms.map(levelsOf)], { ...asked, cycle });
  const allocated = new Set(planned.assignments?.of.keys() ?? []);
  const sent = new Map(arms.map((arm) => [arm, cells.sent(levelsOf(arm))]));
  const comparing = openComparison(study, trial, cells, asked);
  const fields = openFields(new Map([...sent].filter(([, { channels }]) => channels.includes("email"))));
  const namedIn = new Map<string, readonly NamedRecipient[]>(); // by topic: its arms have the same recipients, and what tells of them is prepared once
  const inArms = arms.map((arm) => {
    const { topic, channels } = sent.get(arm)!;
    const recipients = cells.recipients(levelsOf(arm)).filter(({ code }) => allocated.has(code));
    const named =
      namedIn.get(topic) ?? recipients.map(({ code, name }) => ({ code, name: printedName({ code, name }) }));
    if (recipients.length > 0) namedIn.set(topic, named);
    return {
      arm,
      levels: levelsOf(arm),
      profiling: openProfile({ channels, actions: actionsOf(study, topic) }),
      linting: openLintOfArm(composing, arm, { places, named }),
    };
  });
  const expecting = openExpected(composing, cells);
  cells.walk((code, triedIn) => {
    comparing.see(code, triedIn);
    expecting.see(code, triedIn);
    if (!allocated.has(code)) return;
    fields.see(code, triedIn);
    for (const { levels, profiling, linting } of inArms) {
      const report = triedIn(levels)?.report;
      if (!report) continue;
      profiling.see(report);
      linting.see(report);
    }
  });
  const found = fields.fields();
  return {
    sent,
    comparison: comparing.told().comparison,
    verdicts: new Map(inArms.map(({ arm, linting }) => [arm, linting.verdict()])),
    profiles: new Map(inArms.map(({ arm, profiling }) => [arm, profiling.profile()])),
    ...(found ? { fields: found } : {}),
    expected: expecting.expected(),
  };
}

/**
 * Every planned report as design and data make it now: that of its arm, where it is made of the same, and else composed for
 * itself. It is another where somebody is nobody's peer, where an arm is sent something else than its design, or where cells were
 * lent a past.
 */
function openExpected(
  { study, trial, planned, arms, measure }: PackGround,
  cells: VariantCells,
): { see: Seeing; expected: () => ReadonlyMap<string, ShownReport> } {
  const measured = measureStudy(study, planned, { measure });
  const tasks = new Map(measured.tasks.map((task) => [task.organisation.code, task]));
  const shown = new Map<string, ShownReport>();
  const enter = (code: string, { report }: TriedVariant) => {
    if (report) shown.set(code, toShown(report));
  };
  const isShared = !cells.isLentPast && notPeers(study, planned.assignments).size === 0;
  const byDesign = new Map<string, Levels>();
  for (const arm of isShared ? arms : []) {
    const { levels } = trial.arms.get(arm)!;
    byDesign.set(madeOf(cells.sent(levels)), levels);
  }
  const namesOf = new Map<Task["design"], string>(); // few designs, each of thousands of tasks
  const levelsOf = (task: Task) => {
    const name = namesOf.get(task.design) ?? madeOf(task);
    namesOf.set(task.design, name);
    return byDesign.get(name);
  };
  return {
    see: (code, triedIn) => {
      const task = tasks.get(code);
      if (!task) return;
      const levels = levelsOf(task);
      enter(code, (levels && triedIn(levels)) ?? triedReport(measured, task));
      tasks.delete(code);
    },
    expected: () => {
      for (const [code, task] of tasks) enter(code, triedReport(measured, task)); // whom no cell of this cycle has
      return shown;
    },
  };
}

/** Equal where reports of the same recipient are. */
function madeOf({ topic, design, channels }: Pick<Task, "topic" | "design" | "channels">): string {
  return JSON.stringify([topic, design, channels]);
}

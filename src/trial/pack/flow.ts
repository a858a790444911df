import type { Channel } from "../../input/campaign/channels.ts";
import type { Assignment } from "../../report/assign.ts";
import { byDesign } from "../../report/plan.ts";
import { type Course, channelsIn, coursesOf, isRecorded, makingOf, makings, type TrialMaking } from "./course.ts";
import type { PackEdition } from "./edition.ts";
import { ends, isHandedOver, isMade, isPlanned, type TrialEnd } from "./ends.ts";
import { type Facts, headlineOf } from "./facts.ts";
import { type Fate, fateOf, fates, isWithheld } from "./fate.ts";
import type { CycleRun } from "./runs.ts";
import type { Table, WrittenCell } from "./written.ts";

/** How many of an arm went which way in a cycle. `allocated` is the sum of all fates; who was planned, of all makings. */
export type Flow = {
  cycle: string;
  stage: string | undefined;
  arm: string;
  units: number; // as allocated
  clusters: ClusterFlow | null; // where units were allocated together
  allocated: number; // recipients
  fates: Readonly<Record<Fate, number>>;
  makings: Readonly<Record<TrialMaking, number>>;
  withoutData: number; // withdrawn with their data: of those withdrawn
  withheld: number; // made, with the headline value withheld
  channels: readonly ChannelFlow[];
};

/** Clusters with anybody who came so far. */
export type ClusterFlow = { allocated: number; eligible: number; planned: number; made: number };

/** How far the reports of an arm came by a channel. Each is counted once, at its end. */
export type ChannelFlow = {
  channel: Channel;
  ends: Readonly<Record<TrialEnd, number>>;
  isRecorded: boolean; // whether anything is on record of what happened after they were made
};

/** Fates of those who had left before the cycle. */
export const left: readonly Fate[] = ["opted-out", "withdrawn", "excluded", "closed", "merged"];

export function eligible({ allocated, fates: of }: Flow): number {
  return allocated - left.reduce((total, fate) => total + of[fate], 0);
}

/** The sums of a channel down the flow: each is of those who came at least so far. Null where nothing is on record. */
export type FlowSums = { planned: number; made: number; handedOver: number | null; delivered: number | null };

export function sumsOf({ ends: of, isRecorded: isKnown }: ChannelFlow): FlowSums {
  const sum = (test: (of: { end: TrialEnd }) => boolean) =>
    ends.reduce((all, end) => all + (test({ end }) ? of[end] : 0), 0);
  return {
    planned: sum(isPlanned),
    made: sum(isMade),
    handedOver: isKnown ? sum(isHandedOver) : null,
    delivered: isKnown ? of.delivered + of.opened : null,
  };
}

/** The flow of every arm in every cycle so far. */
export function flowsOf(facts: Facts): Flow[] {
  return facts.runs.flatMap((run) => {
    const all = Object.entries(run.trial.assignments);
    const courses = Map.groupBy(coursesOf(facts, run), ({ arm }) => arm);
    return [...facts.trial.arms.keys()].flatMap((arm) => {
      const own = all.filter(([, assignment]) => assignment.arm === arm);
      return own.length > 0 ? [flowOf(facts, { run, arm, own, courses: courses.get(arm) ?? [] })] : [];
    });
  });
}

type FlowArm = {
  run: CycleRun;
  arm: string;
  own: readonly (readonly [string, Assignment])[];
  courses: readonly Course[];
};

function flowOf(facts: Facts, { run, arm, own, courses }: FlowArm): Flow {
  const byCode = Map.groupBy(courses, ({ code }) => code);
  const entriesOf = (code: string) => run.entries.get(code) ?? [];
  const headline = headlineOf(facts, arm);
  const fateFor = ([code, assignment]: (typeof own)[number]) =>
    fateIn(run, { code, assignment, courses: byCode.get(code) ?? [] });
  const madeFor = ([code]: (typeof own)[number]) => makingOf(byCode.get(code) ?? []);
  return {
    cycle: run.cycle.id,
    stage: own[0]?.[1].stage,
    arm,
    units: new Set(own.map(([, { unit }]) => unit)).size,
    clusters: clustersOf(own, {
      eligible: (each) => !left.includes(fateFor(each)),
      planned: (each) => fateFor(each) === "planned",
      made: (each) => ["made", "made-in-part"].includes(madeFor(each) ?? ""),
    }),
    allocated: own.length,
    fates: counted(fates, own.map(fateFor)),
    makings: counted(
      makings,
      own.flatMap((each) => madeFor(each) ?? []),
    ),
    withoutData: own.filter(([, { status }]) => status === "withdrawn-with-data").length,
    withheld: own.filter(([code]) => isWithheld(entriesOf(code), headline) === true).length,
    channels: channelsIn(courses).map((channel) => ({
      channel,
      ends: counted(
        ends,
        courses.filter((course) => course.channel === channel).map(({ end }) => end),
      ),
      isRecorded: isRecorded(facts, run.cycle.id, channel),
    })),
  };
}

type Tests = Readonly<Record<Exclude<keyof ClusterFlow, "allocated">, (each: FlowArm["own"][number]) => boolean>>;

function clustersOf(own: FlowArm["own"], { eligible: isEligible, planned, made }: Tests): ClusterFlow | null {
  const count = (of: FlowArm["own"]) => new Set(of.flatMap(([, { cluster }]) => cluster ?? [])).size;
  const allocated = count(own);
  if (allocated === 0) return null;
  return {
    allocated,
    eligible: count(own.filter(isEligible)),
    planned: count(own.filter(planned)),
    made: count(own.filter(made)),
  };
}

/** What became of a recipient in a cycle: whoever is not planned by any channel has left, or is to get nothing. */
export function fateIn(
  run: CycleRun,
  { code, assignment, courses }: { code: string; assignment: Assignment; courses: readonly Course[] },
): Fate {
  const { fate } = fateOf(assignment, run.entries.get(code));
  if (fate !== "planned" || courses.some(isPlanned)) return fate;
  return courses.every(({ why }) => why === byDesign) ? "by-design" : "other";
}

function counted<T extends string>(kinds: readonly T[], found: readonly T[]): Readonly<Record<T, number>> {
  const groups = Map.groupBy(found, (each) => each);
  return Object.fromEntries(kinds.map((kind) => [kind, groups.get(kind)?.length ?? 0])) as Record<T, number>;
}

/** Recipients: one row a cycle and arm. */
export function flowTable(flows: readonly Flow[], { arm, stage }: PackEdition): Table {
  const hasClusters = flows.some(({ clusters }) => clusters !== null);
  const rows = flows.map((flow): Record<string, WrittenCell> => {
    const { fates: of, makings: made } = flow;
    return {
      cycle: flow.cycle,
      stage: stage(flow.stage),
      arm: arm(flow.arm),
      ...(hasClusters
        ? {
            clusters_allocated: flow.clusters?.allocated ?? null,
            clusters_eligible: flow.clusters?.eligible ?? null,
            clusters_planned: flow.clusters?.planned ?? null,
            clusters_made: flow.clusters?.made ?? null,
          }
        : {}),
      units_allocated: flow.units,
      allocated: flow.allocated,
      opted_out: of["opted-out"],
      withdrawn: of.withdrawn,
      of_these_with_data: flow.withoutData,
      excluded: of.excluded,
      closed: of.closed,
      merged: of.merged,
      eligible: eligible(flow),
      arm_dropped: of["arm-dropped"],
      none_by_design: of["by-design"],
      none_for_other_reasons: of.other,
      planned: of.planned,
      failed: made.failed,
      not_made: made["not-made"],
      made_in_part: made["made-in-part"],
      made: made.made,
      headline_withheld: flow.withheld,
    };
  });
  return { columns: Object.keys(rows[0] ?? { cycle: null }), rows };
}

/** Reports: one row a cycle, arm and channel. What is not on record is empty, which is not nought. */
export function channelTable(flows: readonly Flow[], { arm, stage }: PackEdition): Table {
  const rows = flows.flatMap((flow) =>
    flow.channels.map((own): Record<string, WrittenCell> => {
      const { planned, made, handedOver, delivered } = sumsOf(own);
      const after = (end: TrialEnd) => (own.isRecorded ? own.ends[end] : null);
      return {
        cycle: flow.cycle,
        stage: stage(flow.stage),
        arm: arm(flow.arm),
        channel: own.channel,
        not_planned: own.ends["not-planned"],
        planned,
        failed: own.ends.failed,
        not_made: own.ends["not-made"],
        made,
        left_out: after("left-out"),
        refused: after("refused"),
        unknown: after("unknown"),
        nothing_recorded: own.ends.made,
        handed_over: handedOver,
        delivered,
        opened: after("opened"),
        bounced: after("bounced"),
        returned: after("returned"),
      };
    }),
  );
  return { columns: Object.keys(rows[0] ?? { cycle: null }), rows };
}

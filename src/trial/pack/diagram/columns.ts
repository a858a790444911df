import { standingIn } from "../../../input/trial/periods.ts";
import type { Stage } from "../../../input/trial/trial.ts";
import type { Assignment } from "../../../report/assign.ts";
import { coursesOf, makingOf } from "../course.ts";
import type { PackEdition } from "../edition.ts";
import type { Response } from "../exposure/responses.ts";
import type { Facts } from "../facts.ts";
import type { Fate } from "../fate.ts";
import { type ChannelFlow, type Flow, fateIn, flowsOf, left, sumsOf } from "../flow.ts";
import { type ArmGroup, armIn, stepsOf } from "../groups.ts";
import type { CycleRun } from "../runs.ts";
import { type ArmMember, countsOf, countsText, type FlowCounts } from "./counts.ts";
import type { FlowBox, FlowColumn } from "./shapes.ts";

/** The heading of the last box of a column. */
export const forAnalysis = "For analysis as allocated";

/** Those whose assignment in this cycle is so. */
export function members({ run }: Pick<Facts, "run">, is: (assignment: Assignment) => boolean): ArmMember[] {
  return Object.entries(run.trial.assignments).filter(([, each]) => is(each));
}

/** Everybody who was randomised; with a stage, everybody who was in that stage. */
export function randomised(facts: Pick<Facts, "run">, stage?: string): FlowCounts {
  return countsOf(members(facts, (each) => stage === undefined || armIn(each, stage) !== undefined));
}

/** An arm of a trial in which units stay in theirs: allocated, left, still there, reports, for analysis. */
export function armColumn(facts: Facts, edition: PackEdition, arm: string): FlowColumn {
  const own = members(facts, (each) => each.arm === arm);
  const name = `Arm ${edition.arm(arm)}`;
  return {
    name,
    boxes: [
      { heading: `Allocated to ${name.replace("Arm", "arm")}`, counts: countsOf(own), lines: [] },
      ...boxesOf(facts, arm, own),
    ],
  };
}

type InStage = { stage: Stage; number: number; arm: string; responses: readonly Response[] };

/**
 * An arm of a stage: who came to it and from where, and what was decided of them before the next stage. Of a stage after which nobody has
 * been randomised again, also what became of them.
 */
export function stageColumn(
  facts: Facts,
  edition: PackEdition,
  { stage, number, arm, responses }: InStage,
): FlowColumn | undefined {
  const { stages } = facts.trial.file;
  const all = members(facts, (each) => armIn(each, stage.stage) === arm);
  if (all.length === 0) return undefined;
  const name = `Arm ${edition.arm(arm)}, stage ${number}`;
  const before = stages[number - 2]?.stage;
  const feeds = before === undefined ? [] : [...Map.groupBy(all, ([, each]) => armIn(each, before) ?? "")];
  const next = stages[number];
  const decided = next && responses.find((each) => each.stage === next.stage);
  const hasNext = next !== undefined && randomised(facts, next.stage).recipients > 0;
  return {
    name,
    boxes: [
      {
        heading: `Allocated to ${name.replace("Arm", "arm")}`,
        counts: countsOf(all),
        lines: feeds
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([from, own]) => `from ${edition.code(from)}: ${countsText(countsOf(own))}`),
      },
      ...(decided ? [decisionBox(all, decided, number)] : []),
      ...(hasNext ? [] : boxesOf(facts, arm, all)),
    ],
  };
}

/** Those who were not randomised again after a stage, by their arm in it: who is still there, has a report, is there for analysis. */
export function stayersBox(facts: Facts, edition: PackEdition, { stage, arms }: Stage): FlowBox {
  const now = members(facts, (each) => stepsOf(each).at(-1)?.stage === stage);
  const run = facts.runs.at(-1)!;
  const lines = arms.flatMap((arm) => {
    const own = now.filter(([, each]) => armIn(each, stage) === arm);
    const fates = fatesOf(facts, run, own);
    const gone = own.filter(([code]) => left.includes(fates.get(code)!));
    const kept = analysisBox(own).counts!;
    if (own.length === 0) return [];
    return [
      `${edition.code(arm)}: ${countsText(countsOf(own))}; left before cycle ${facts.cycle.id}: ${gone.length}; with a report made: ${madeIn(facts, run, own)}; for analysis: ${kept.units}`,
    ];
  });
  return { heading: "Not randomised again", counts: countsOf(now), lines };
}

function decisionBox(all: readonly ArmMember[], { of }: Response, number: number): FlowBox {
  const own = all.filter(([, { unit }]) => of.has(unit));
  const units = [...new Set(own.map(([, { unit }]) => unit))].flatMap((unit) => of.get(unit) ?? []);
  const count = (is: (each: (typeof units)[number]) => boolean) => units.filter(is).length;
  return {
    heading: `Decided before stage ${number + 1}`,
    counts: countsOf(own),
    lines: [
      `${count((each) => each.class === "responder")} responded`,
      `${count((each) => each.class === "non-responder")} did not (${count((each) => each.missing === true)} without a figure)`,
      `${count(({ next }) => next === "re-randomise")} to be randomised again`,
    ],
  };
}

/** A sequence of arms: who was allocated to it, those in each period so far, and those for analysis. */
export function sequenceColumn(facts: Facts, edition: PackEdition, { code, of }: ArmGroup): FlowColumn {
  const { file } = facts.trial;
  const inPeriod = (run: CycleRun) => standingIn(file, code, run.cycle.id)?.period;
  const boxes = file.periods.flatMap((_, i): FlowBox[] => {
    const runs = facts.runs.filter((run) => inPeriod(run) === i + 1);
    const last = runs.at(-1);
    const at = last && standingIn(file, code, last.cycle.id);
    if (!last || !at) return [];
    const own = Object.entries(last.trial.assignments).filter(([, each]) => each.sequence === code);
    const fates = fatesOf(facts, last, own);
    const there = own.filter(([each]) => !left.includes(fates.get(each)!));
    const where =
      at.washout === undefined
        ? `arm ${edition.arm(at.arm)}`
        : `washout (${at.washout === "nothing" ? "nothing is sent" : edition.arm(at.washout)})`;
    return [
      {
        heading: `Period ${i + 1}: ${where}`,
        counts: countsOf(there),
        lines: [
          `left before: ${own.length - there.length}`,
          ...runs.map((run) => `${run.cycle.id}: ${madeIn(facts, run, own)} with a report made`),
        ],
      },
    ];
  });
  return {
    name: `Sequence ${code}`,
    boxes: [{ heading: `Allocated to sequence ${code}`, counts: countsOf(of), lines: [] }, ...boxes, analysisBox(of)],
  };
}

function madeIn(facts: Facts, run: CycleRun, own: readonly ArmMember[]): number {
  const byCode = Map.groupBy(coursesOf(facts, run), ({ code }) => code);
  return own.filter(([code]) => ["made", "made-in-part"].includes(makingOf(byCode.get(code) ?? []) ?? "")).length;
}

/** What became of those who are in an arm in this cycle. */
function boxesOf(facts: Facts, arm: string, own: readonly ArmMember[]): FlowBox[] {
  const { cycle, runs } = facts;
  const fates = fatesOf(facts, runs.at(-1)!, own);
  const gone = own.filter(([code]) => left.includes(fates.get(code)!));
  const there = own.filter(([code]) => !left.includes(fates.get(code)!));
  const flow = flowsOf(facts).find((each) => each.cycle === cycle.id && each.arm === arm);
  return [
    {
      heading: `Left before cycle ${cycle.id}`,
      counts: countsOf(gone),
      lines: left.flatMap((fate) => {
        const count = gone.filter(([code]) => fates.get(code) === fate).length;
        return count === 0 ? [] : [`${count} ${fate.replaceAll("-", " ")}`];
      }),
    },
    {
      heading: "Still there",
      counts: countsOf(there),
      lines: flow
        ? [
            ...unless(flow.fates["arm-dropped"], "nothing sent, since the arm was dropped"),
            ...unless(flow.fates["by-design"], "nothing sent, by design"),
            ...unless(flow.fates.other, "nothing planned, for other reasons"),
          ]
        : [],
    },
    reportBox(
      own.filter(([code]) => fates.get(code) === "planned"),
      flow,
    ),
    analysisBox(own),
  ];
}

function reportBox(planned: readonly ArmMember[], flow: Flow | undefined): FlowBox {
  const { makings } = flow ?? {};
  return {
    heading: "Report planned",
    counts: countsOf(planned),
    lines: makings
      ? [
          `made: ${makings.made}${makings["made-in-part"] > 0 ? `; in part: ${makings["made-in-part"]}` : ""}`,
          ...unless(makings.failed + makings["not-made"], "not made"),
          ...flow!.channels.flatMap(channelLines),
        ]
      : [],
  };
}

function channelLines(flow: ChannelFlow): string[] {
  const { handedOver, delivered } = sumsOf(flow);
  if (handedOver === null) return [`by ${flow.channel}: handing over not recorded`];
  return [
    `by ${flow.channel}: ${handedOver} handed over, ${delivered} delivered, ${flow.ends.bounced + flow.ends.returned} came back`,
  ];
}

function analysisBox(own: readonly ArmMember[]): FlowBox {
  const kept = own.filter(([, { status }]) => status !== "withdrawn-with-data");
  return {
    heading: forAnalysis,
    counts: countsOf(kept),
    lines: unless(own.length - kept.length, "withdrew their data"),
  };
}

function unless(count: number, what: string): string[] {
  return count === 0 ? [] : [`${what}: ${count}`];
}

function fatesOf(facts: Facts, run: CycleRun, own: readonly ArmMember[]): ReadonlyMap<string, Fate> {
  const byCode = Map.groupBy(coursesOf(facts, run), ({ code }) => code);
  return new Map(
    own.map(([code, assignment]) => [code, fateIn(run, { code, assignment, courses: byCode.get(code) ?? [] })]),
  );
}

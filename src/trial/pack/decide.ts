import type { Channel } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import type { Comparator } from "../../input/library/comparators.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import type { Trial } from "../../input/study.ts";
import { armsAgain, isWithin, type ResponseClass, responding } from "../../input/trial/stages.ts";
import type { Stage, Tailoring, VerdictRule } from "../../input/trial/trial.ts";
import { printedNumber } from "../../measure/rounding.ts";
import { baseOf, type PeerStatistics, type Standing } from "../../measure/standing.ts";
import { type Against, isConcluded, verdictAgainst } from "../../measure/verdict/against.ts";
import { inputError } from "../../problem.ts";
import type { Job } from "../../report/plan.ts";
import { measureStudy } from "../../report/subjects.ts";
import type { Facts } from "./facts.ts";

/** What was decided of a unit before a stage, once, on a frozen snapshot. */
export type Decision = {
  unit: string;
  arm: string; // so far
  sequence: string;
  cluster?: string;
  stratum?: string;
  status: string;
  value: number | null; // released, in printed units
  baseline: number | null;
  result: number | null; // what is held against the limit; null where it is decided by the verdict, or there is none
  verdict: DecidedVerdict | null; // what the report says, where that decides
  class: ResponseClass;
  missing: boolean; // the class is the one declared for those without a figure
  unplaced: boolean; // it is the one declared for those whose report concludes nothing
  next: "re-randomise" | "continue" | "not-eligible";
};

/** What the report says beside a comparator, or of the change on the year before. */
type DecidedVerdict = Against | "improving" | "steady" | "worsening";

/** The stages that are decided on the data of a cycle. */
export function stagesDecidedBy({ file }: Trial, cycle: string): Stage[] {
  return file.stages.filter(({ after }) => after?.snapshot === cycle);
}

/** Decides for every allocated unit. Only what disclosure control released is looked at, as the reports of the cycle tell it. */
export function decide(facts: Facts, stage: Stage): Decision[] {
  const { after } = stage;
  if (!after) return [];
  const found = figuresAt(facts, after);
  const units = Map.groupBy([...(facts.planned.assignments?.of ?? [])], ([, { unit }]) => unit);
  return [...units.keys()].toSorted().map((unit): Decision => {
    const members = units.get(unit)!;
    const [, assignment] = members[0]!;
    const all = members.flatMap(([code]) => found.get(code) ?? []);
    const { value, baseline, ...known } = members.length === 1 ? (all[0] ?? nothing) : pooled(all, after);
    const classed = classOf({ value, ...known }, after);
    const then = armsAgain(stage, classed.class) ? "re-randomise" : "continue";
    return {
      unit,
      arm: assignment.arm,
      sequence: assignment.sequence,
      ...(assignment.cluster ? { cluster: assignment.cluster } : {}),
      ...(assignment.stratum ? { stratum: assignment.stratum } : {}),
      status: assignment.status,
      value,
      baseline,
      result: known.result,
      verdict: known.verdict,
      ...classed,
      next: assignment.status === "active" ? then : "not-eligible",
    };
  });
}

/** The class of a recipient that is allocated by itself, from its standing at the snapshot and, where there is one, at the baseline. */
export function responseOf(after: Tailoring, measured: DecidedOn, before: DecidedOn | undefined): ResponseClass {
  return classOf(figuresOf(after, measured, before), after).class;
}

/** What is known of a unit: its released figures, and what follows from them as its report tells it. */
type DecisionKnown = {
  value: number | null;
  baseline: number | null;
  result: number | null;
  verdict: DecidedVerdict | null;
  concluded: boolean; // whether the report concludes anything from the figures
};

const nothing: DecisionKnown = { value: null, baseline: null, result: null, verdict: null, concluded: false };

/** The one place where a class is decided. Who has no figure, or whose report concludes nothing from it, has the class that the trial declares. */
function classOf(
  { value, result, verdict, concluded }: Omit<DecisionKnown, "baseline">,
  { responder, missing, unplaced }: Tailoring,
): Pick<Decision, "class" | "missing" | "unplaced"> {
  if (value === null) return { class: missing, missing: true, unplaced: false };
  const isByVerdict = typeof responder === "string";
  if (!concluded || (isByVerdict && verdict === null)) return { class: unplaced, missing: false, unplaced: true };
  if (!isByVerdict && result === null) return { class: missing, missing: true, unplaced: false };
  const responds = isByVerdict ? responding.has(verdict!) : isWithin(result!, responder);
  return { class: responds ? "responder" : "non-responder", missing: false, unplaced: false };
}

/** The denominator with what is known of one recipient: several of a unit are pooled by it. */
type DecisionFigures = DecisionKnown & { base: number | null };

function figuresAt(facts: Facts, after: Tailoring): ReadonlyMap<string, DecisionFigures> {
  const snapshot = standingsAt(facts, after.snapshot, after.indicator);
  const before = after.baseline
    ? standingsAt(mergedAs(facts, after), after.baseline, after.indicator)
    : new Map<string, DecidedOn>();
  return new Map([...snapshot].map(([code, measured]) => [code, figuresOf(after, measured, before.get(code))]));
}

/**
 * The facts with the baseline counted in the practices that there are at the snapshot: whoever took over another one's patients in
 * between had them at the baseline too, or the merger alone would be a change.
 */
function mergedAs(facts: Facts, { snapshot, baseline }: Tailoring): Facts {
  const topics = new Map(
    [...facts.study.topics].map(([topic, inputs]) => {
      const { issued } = findCycle(inputs, snapshot);
      const cycles = inputs.campaign.cycles.map((cycle) => (cycle.id === baseline ? { ...cycle, issued } : cycle));
      return [topic, { ...inputs, campaign: { ...inputs.campaign, cycles } }];
    }),
  );
  return { ...facts, study: { ...facts.study, topics } };
}

function figuresOf(after: Tailoring, measured: DecidedOn, before: DecidedOn | undefined): DecisionFigures {
  const { standing } = measured;
  const [value, baseline] = [shown(standing), shown(before?.standing)];
  const held = after.measure === "relative-change" && before ? [standing, before.standing] : [standing];
  const known = { value, baseline };
  const isPlaced = after.measure !== "percent-rank" || standing.signals.includes("ranked");
  return {
    ...known,
    result: typeof after.responder === "string" ? null : resultOf(after, measured, known),
    verdict: typeof after.responder === "string" ? verdictOf(after.responder, measured) : null,
    concluded: isPlaced && held.every((each) => shown(each) === null || isConcluded(each)),
    base: standing.own.state === "none" ? 0 : (baseOf(standing.own) ?? null),
  };
}

function shown(standing: Standing | undefined): number | null {
  return standing?.own.state === "shown" ? standing.own.value : null;
}

/** What is held against a limit: a value as it is printed, a place among peers where there is one, a change since the baseline. */
function resultOf(
  { measure }: Tailoring,
  { standing, indicator }: DecidedOn,
  { value, baseline }: Pick<DecisionKnown, "value" | "baseline">,
): number | null {
  if (value === null) return null;
  if (measure === "value") return printedNumber(indicator, value) / (indicator.kind === "share" ? 100 : 1);
  if (measure === "percent-rank") return standing.rank?.percentRank ?? null;
  return baseline === null || baseline === 0 ? null : value / baseline - 1;
}

const reached: Partial<Record<VerdictRule, Comparator>> = {
  "reaches-median": "median",
  "reaches-best-quarter": "top-quartile",
  "reaches-benchmark": "benchmark",
  "reaches-target": "target",
};

function verdictOf(rule: VerdictRule, measured: DecidedOn): DecidedVerdict | null {
  const comparator = reached[rule];
  if (comparator) return verdictAgainst(comparator, measured) ?? null;
  const { signals } = measured.standing;
  return (["improving", "worsening", "steady"] as const).find((each) => signals.includes(each)) ?? null;
}

/** Of a unit of several recipients means by size: no report is about it, so its pooled figures are held against the limit as they are. */
function pooled(all: readonly DecisionFigures[], after: Tailoring): DecisionKnown {
  if (all.some(({ value, base }) => value !== null && base === null))
    throw inputError([
      {
        code: "stage",
        severity: "error",
        message: `a unit of several recipients has no value of "${after.indicator}", which is published and has no counts to pool`,
        hint: "decide on an indicator with counts, or allocate single recipients",
      },
    ]);
  const bySize = (of: "value" | "baseline") => {
    const known = all.filter((each) => each[of] !== null);
    const size = known.reduce((sum, { base }) => sum + (base ?? 0), 0);
    return size === 0 ? null : known.reduce((sum, each) => sum + (each[of] ?? 0) * (each.base ?? 0), 0) / size;
  };
  const [value, baseline] = [bySize("value"), bySize("baseline")];
  const change = value === null || baseline === null || baseline === 0 ? null : value / baseline - 1;
  return { value, baseline, result: after.measure === "value" ? value : change, verdict: null, concluded: true };
}

/** A standing with what it is held against. */
export type DecidedOn = { standing: Standing; statistics: PeerStatistics | undefined; indicator: Indicator };

/** The standing of everybody allocated on one indicator at a cycle, worked out from the data of this run. */
function standingsAt(facts: Facts, id: string, indicator: string): ReadonlyMap<string, DecidedOn> {
  const { study, planned, designs, organisations, measure } = facts;
  const { assignments } = planned;
  const jobs = [...(assignments?.of ?? [])].flatMap(([code, { arm, sent, status }]): Job[] => {
    const organisation = status === "withdrawn-with-data" ? undefined : organisations.get(code);
    const { topic, design } = designs.get(sent ?? arm)!;
    const { campaign } = study.topics.get(topic)!;
    const always = { ...design, cycles: campaign.cycles }; // who is sent nothing in this cycle has figures too
    return organisation ? [{ topic, organisation, design: always, channels: [] as Channel[] }] : [];
  });
  const [inputs] = study.topics.values();
  const cycle = findCycle(inputs!, id);
  const { materials, tasks } = measureStudy(
    study,
    { jobs, cycle, ...(assignments ? { assignments } : {}) },
    { measure },
  );
  return new Map(
    tasks.flatMap(({ organisation: { code }, standings, material }) => {
      const standing = standings.find((each) => each.indicator === indicator);
      const { standings: all, indicators } = materials[material]!;
      const about = indicators.get(indicator);
      const statistics = all.groups[standing?.group ?? ""]?.statistics;
      return standing && about ? [[code, { standing, statistics, indicator: about }] as const] : [];
    }),
  );
}

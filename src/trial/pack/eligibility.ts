import type { Channel } from "../../input/campaign/campaign.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import { findCycle } from "../../input/load.ts";
import type { Trial } from "../../input/study.ts";
import type { Stage, Tailoring } from "../../input/trial/trial.ts";
import { baseOf, type PeerStatistics, type Standing } from "../../measure/standing.ts";
import { inputError } from "../../problem.ts";
import type { Job } from "../../report/plan.ts";
import { measureStudy } from "../../report/subjects.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { bullets, type Cell, markdown, markdownTable, type Table } from "./written.ts";

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
  result: number | null; // what is held against the limit
  class: "responder" | "non-responder";
  missing: boolean; // the class is the one declared for those without a figure
  next: "re-randomise" | "continue" | "not-eligible";
};

/** The stages that are decided on the data of a cycle. */
export function stagesDecidedBy({ file }: Trial, cycle: string): Stage[] {
  return file.stages.filter(({ after }) => after?.snapshot === cycle);
}

/** Decides for every allocated unit. Only what disclosure control released is looked at. */
export function decide(facts: Facts, stage: Stage): Decision[] {
  const { after } = stage;
  if (!after) return [];
  const found = resultsOf(facts, after);
  const units = Map.groupBy([...(facts.planned.assignments?.of ?? [])], ([, { unit }]) => unit);
  return [...units.keys()].toSorted().map((unit): Decision => {
    const members = units.get(unit)!;
    const [, assignment] = members[0]!;
    const { value, baseline, result } = pooled(
      members.flatMap(([code]) => found.get(code) ?? []),
      after,
      members.length,
    );
    const missing = result === null;
    const responds = missing ? after.missing === "responder" : responded(result, after);
    const then = responds ? stage.responders : stage["non-responders"];
    return {
      unit,
      arm: assignment.arm,
      sequence: assignment.sequence,
      ...(assignment.cluster ? { cluster: assignment.cluster } : {}),
      ...(assignment.stratum ? { stratum: assignment.stratum } : {}),
      status: assignment.status,
      value,
      baseline,
      result,
      class: responds ? "responder" : "non-responder",
      missing,
      next: assignment.status === "active" ? then : "not-eligible",
    };
  });
}

/** Released figures of one recipient: at the snapshot, at the baseline, and the standing against what is to be reached. */
type StageFigures = { value: number | null; baseline: number | null; base: number | null; result: number | null };

function resultsOf(facts: Facts, after: Tailoring): ReadonlyMap<string, StageFigures> {
  const snapshot = standingsAt(facts, after.snapshot, after.indicator);
  const before = after.baseline ? standingsAt(facts, after.baseline, after.indicator) : new Map<string, Measured>();
  return new Map(
    [...snapshot].map(([code, measured]) => {
      const [value, baseline] = [shown(measured.standing), shown(before.get(code)?.standing)];
      const own = measured.standing.own;
      return [
        code,
        {
          value,
          baseline,
          base: own.state === "none" ? 0 : (baseOf(own) ?? null),
          result: resultOf(after, measured, { value, baseline }),
        },
      ];
    }),
  );
}

function shown(standing: Standing | undefined): number | null {
  return standing?.own.state === "shown" ? standing.own.value : null;
}

function resultOf(
  { measure, responder }: Tailoring,
  { standing, statistics, indicator }: Measured,
  { value, baseline }: { value: number | null; baseline: number | null },
): number | null {
  if (value === null) return null;
  if (typeof responder === "string") return distanceTo(responder, { value, statistics, indicator });
  if (measure === "value") return value;
  if (measure === "percent-rank") return standing.rank?.percentRank ?? null;
  return baseline === null || baseline === 0 ? null : value / baseline - 1;
}

type Reached = { value: number; statistics: PeerStatistics | undefined; indicator: Indicator };

/** How far beyond what is to be reached, in the better direction: at least 0 where it is reached. */
function distanceTo(goal: string, { value, statistics, indicator }: Reached): number | null {
  const isHigher = indicator.direction === "higher";
  const goals: Record<string, number | undefined> = {
    "reaches-median": statistics?.median,
    "reaches-best-quarter": isHigher ? statistics?.upper : statistics?.lower,
    "reaches-target": indicator.target?.value,
  };
  const to = goals[goal];
  if (to === undefined) return null;
  return isHigher ? value - to : to - value;
}

function responded(result: number, { responder }: Tailoring): boolean {
  if (typeof responder === "string") return result >= 0;
  const { "at-most": most = Number.POSITIVE_INFINITY, "at-least": least = Number.NEGATIVE_INFINITY } = responder;
  return result <= most && result >= least;
}

/** The figures of a unit: its own; of several recipients means by size, where the measure can be had of them. */
function pooled(figures: readonly StageFigures[], after: Tailoring, members: number): Omit<StageFigures, "base"> {
  const [only] = figures;
  if (members === 1) return only ?? { value: null, baseline: null, result: null };
  if (typeof after.responder === "string" || after.measure === "percent-rank")
    throw inputError([
      {
        code: "stage",
        severity: "error",
        message: "a unit of several recipients has no place among peers: decide on its value, or its relative change",
      },
    ]);
  if (figures.some(({ value, base }) => value !== null && base === null))
    throw inputError([
      {
        code: "stage",
        severity: "error",
        message: `a unit of several recipients has no value of "${after.indicator}", which is published and has no counts to pool`,
        hint: "decide on an indicator with counts, or allocate single recipients",
      },
    ]);
  const bySize = (of: "value" | "baseline") => {
    const known = figures.filter((each) => each[of] !== null);
    const size = known.reduce((sum, { base }) => sum + (base ?? 0), 0);
    return size === 0 ? null : known.reduce((sum, each) => sum + (each[of] ?? 0) * (each.base ?? 0), 0) / size;
  };
  const [value, baseline] = [bySize("value"), bySize("baseline")];
  const change = value === null || baseline === null || baseline === 0 ? null : value / baseline - 1;
  return { value, baseline, result: after.measure === "value" ? value : change };
}

type Measured = { standing: Standing; statistics: PeerStatistics | undefined; indicator: Indicator };

/** The standing of everybody allocated on one indicator at a cycle, worked out from the data of this run. */
function standingsAt(facts: Facts, id: string, indicator: string): ReadonlyMap<string, Measured> {
  const { study, planned, designs, organisations } = facts;
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
  const { materials, tasks } = measureStudy(study, { jobs, cycle, ...(assignments ? { assignments } : {}) });
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

const decisionColumns = [
  "list_id",
  "list_version",
  "unit_type",
  "unit_code",
  "cluster_id",
  "stratum",
  "stage",
  "arm_code",
  "sequence",
  "status",
  "snapshot",
  "indicator",
  "measure",
  "value",
  "baseline_value",
  "result",
  "missing",
  "class",
  "next",
  "data_sha256",
] as const;

/** The frozen list for the trials unit. `data` is the fingerprint of the data it was decided on. */
export function eligibilityTable(
  { run, trial }: Facts,
  stage: Stage,
  edition: PackEdition,
  data: string,
): (of: readonly Decision[]) => Table {
  return (decisions) => ({
    columns: decisionColumns,
    rows: decisions.map(
      (each): Record<(typeof decisionColumns)[number], Cell> => ({
        list_id: run.trial.list,
        list_version: run.trial.version,
        unit_type: trial.file.unit,
        unit_code: each.unit,
        cluster_id: each.cluster ?? null,
        stratum: each.stratum ?? null,
        stage: edition.stage(stage.stage),
        arm_code: each.arm,
        sequence: edition.sequence(each.sequence),
        status: each.status,
        snapshot: stage.after?.snapshot ?? null,
        indicator: stage.after?.indicator ?? null,
        measure: stage.after?.measure ?? null,
        value: each.value,
        baseline_value: each.baseline,
        result: each.result,
        missing: each.missing,
        class: each.class,
        next: each.next,
        data_sha256: data,
      }),
    ),
  });
}

/** What the list says, how it was decided, and the regimes that the design embeds. */
export function eligibilityText(
  { trial }: Facts,
  stage: Stage,
  edition: PackEdition,
  decisions: readonly Decision[],
): string {
  const { after } = stage;
  if (!after) return "";
  const arms = [...new Set(decisions.map(({ arm }) => arm))].sort();
  const count = (arm: string, test: (each: Decision) => boolean) =>
    decisions.filter((each) => each.arm === arm && test(each)).length;
  const limit =
    typeof after.responder === "string"
      ? after.responder
      : Object.entries(after.responder)
          .map(([key, value]) => `${key} ${value}`)
          .join(" ");
  return markdown(
    `# Who is randomised again before stage ${edition.stage(stage.stage)}`,
    `Decided once, on the data of ${after.snapshot}, by figures that disclosure control released. Measure: ${after.measure} of ${after.indicator}${after.baseline ? ` since ${after.baseline}` : ""}. A responder: ${limit}. A unit without a figure, or with one withheld, counts as a ${after.missing}. Both figures of a change are from the same extract of the data, so a later correction of the earlier month is in both.`,
    `Responders ${stage.responders}; non-responders ${stage["non-responders"]}. Units that left before are not eligible; they stay in the analysis.`,
    markdownTable(
      [
        "arm",
        "units",
        "responders",
        "non-responders",
        "of these without a figure",
        "to be randomised again",
        "go on",
        "not eligible",
      ],
      arms.map((arm) => [
        edition.arm(arm),
        count(arm, () => true),
        count(arm, (each) => each.class === "responder"),
        count(arm, (each) => each.class === "non-responder"),
        count(arm, ({ missing }) => missing),
        count(arm, ({ next }) => next === "re-randomise"),
        count(arm, ({ next }) => next === "continue"),
        count(arm, ({ next }) => next === "not-eligible"),
      ]),
    ),
    "## Embedded regimes",
    bullets(regimesOf(trial).map((regime, i) => `${i + 1}: ${regime}`)),
    "The list is frozen: give it to the trials unit as it is, and name the same file as `decided` of the stage in trial.yaml.",
  );
}

/** Every rule of treatment that the stages allow: first arm, and at each stage one way for responders and one for the others. */
export function regimesOf({ file: { stages } }: Pick<Trial, "file">): string[] {
  const [first, ...later] = stages;
  const ways = (stage: Stage, what: Stage["responders"]) => (what === "continue" ? ["as before"] : stage.arms);
  return later.reduce(
    (regimes, stage) =>
      regimes.flatMap((regime) =>
        ways(stage, stage.responders).flatMap((yes) =>
          ways(stage, stage["non-responders"]).map((no) => `${regime}; if it responded: ${yes}; if not: ${no}`),
        ),
      ),
    [...(first?.arms ?? [])],
  );
}

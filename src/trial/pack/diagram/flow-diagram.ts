import { assessments } from "../../../input/trial/assessed.ts";
import { listedCodes } from "../../../input/trial/listed.ts";
import type { PackEdition } from "../edition.ts";
import type { Response } from "../exposure/responses.ts";
import type { Facts } from "../facts.ts";
import { groupsOf } from "../groups.ts";
import { armColumn, forAnalysis, members, randomised, sequenceColumn, stageColumn, stayersBox } from "./columns.ts";
import { countsText, type FlowCounts } from "./counts.ts";
import type { FlowBox, FlowColumn, FlowDiagram, FlowTier } from "./shapes.ts";

/**
 * The flow of everybody up to this cycle, with units and clusters in every box. Parallel and factorial trials have a column for each arm;
 * trials in stages have the columns of each stage, with what feeds the next; where arms change by a schedule there is a column for each
 * sequence, with a box for each period so far.
 */
export function flowDiagram(facts: Facts, edition: PackEdition, responses: readonly Response[] = []): FlowDiagram {
  const { trial, cycle, run } = facts;
  return {
    version: 1,
    title: `Flow of participants: ${trial.file.trial}, cycle ${cycle.id}`,
    rehearsal: run.trial.rehearsal,
    tiers: [...enrolment(facts), ...columns(facts, edition, responses)],
  };
}

function enrolment(facts: Facts): FlowTier[] {
  const { assessed } = facts.trial;
  const label = "Enrolment";
  const all = randomised(facts);
  const box: FlowBox = { heading: "Randomised", counts: all, lines: [] };
  if (!assessed)
    return [
      {
        label,
        box: { heading: "Assessed for eligibility", counts: null, lines: ["not on record"] },
      },
      { label: "", box },
    ];
  const others = assessed.units.filter(({ status }) => status !== "randomised");
  const lines = assessments.flatMap((status) => {
    const own = others.filter((each) => each.status === status);
    const reasons = [...Map.groupBy(own, ({ reason }) => reason ?? "")].toSorted(([, a], [, b]) => b.length - a.length);
    const told = reasons.flatMap(([reason, { length }]) => (reason === "" ? [] : [`– ${length}: ${reason}`]));
    return own.length === 0 ? [] : [`${own.length} ${status}`, ...told];
  });
  return [
    {
      label,
      box: { heading: "Assessed for eligibility", counts: unitsOnly(assessed.units.length), lines: [] },
      aside: { heading: "Not randomised", counts: unitsOnly(others.length), lines },
    },
    { label: "", box },
  ];
}

function unitsOnly(units: number): FlowCounts {
  return { units, recipients: units, clusters: null };
}

function columns(facts: Facts, edition: PackEdition, responses: readonly Response[]): FlowTier[] {
  const { trial } = facts;
  const { stages, periods } = trial.file;
  if (periods.length > 0) {
    const own = groupsOf(facts, edition).map((group) => sequenceColumn(facts, edition, group));
    return [{ labels: labelsOf(own), columns: own }];
  }
  if (stages.length === 0) {
    const arms = listedCodes(trial.file, trial.arms).filter(
      (arm) => members(facts, ({ arm: own }) => own === arm).length > 0,
    );
    const own = arms.map((arm) => armColumn(facts, edition, arm));
    return [{ labels: labelsOf(own), columns: own }];
  }
  return stages.flatMap((stage, i): FlowTier[] => {
    const own = stage.arms.flatMap(
      (arm) => stageColumn(facts, edition, { stage, number: i + 1, arm, responses }) ?? [],
    );
    if (own.length === 0) return [];
    const part: FlowTier = { labels: labelsOf(own, `, stage ${i + 1}`), columns: own };
    const next = stages[i + 1];
    if (!next || randomised(facts, next.stage).recipients === 0) return [part];
    const box = { heading: `Before stage ${i + 2}`, counts: randomised(facts, stage.stage), lines: [] };
    const again = { heading: "Randomised again", counts: randomised(facts, next.stage), lines: [] };
    return [
      part,
      { label: `Stage ${i + 2}`, box, aside: stayersBox(facts, edition, stage) },
      { label: "", box: again },
    ];
  });
}

/** What stands beside the rows of columns: where who was allocated, what followed, who is there to be analysed. */
function labelsOf(of: readonly FlowColumn[], stage = ""): string[] {
  const [longest] = of.toSorted((a, b) => b.boxes.length - a.boxes.length);
  const rows = longest?.boxes.length ?? 0;
  return Array.from({ length: rows }, (_, i) => {
    if (i === 0) return `Allocation${stage}`;
    if (longest!.boxes[i]!.heading === forAnalysis) return "Analysis";
    return i === 1 ? "Follow-up" : "";
  });
}

/** Everything a diagram says, in reading order, for those who do not see it. */
export function flowWords({ tiers }: FlowDiagram): string {
  const said = ({ heading, counts, lines }: FlowBox) =>
    [[heading, counts && countsText(counts)].filter(Boolean).join(": "), ...lines].join("; ");
  return tiers
    .flatMap((tier) =>
      "box" in tier
        ? [said(tier.box), ...(tier.aside ? [said(tier.aside)] : [])]
        : tier.columns.map(({ name, boxes }) => `${name}. ${boxes.map(said).join(". ")}`),
    )
    .map((text) => `${text}.`)
    .join("\n");
}

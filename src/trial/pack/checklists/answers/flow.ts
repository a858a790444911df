import { listedCodes } from "../../../../input/trial/listed.ts";
import type { Assignment } from "../../../../report/assign.ts";
import { coursesOf } from "../../course.ts";
import { isMade } from "../../ends.ts";
import { withdrawnWithData } from "../../exposure/outcomes.ts";
import { fateOf } from "../../fate.ts";
import { eligible, type Flow, flowsOf, left, sumsOf } from "../../flow.ts";
import { type ArmGroup, groupsOf, sizesOf } from "../../groups.ts";
import { type ChecklistAnswers, type ChecklistAsked, counted } from "../answer.ts";
import { factorsOf } from "./design.ts";

/** How many were randomised, got what was intended, left, and are there to be analysed. */
export const flowAnswers = {
  flow: (asked) => ({
    text: `In cycle ${asked.facts.cycle.id}, by ${asked.facts.trial.file.periods.length > 0 ? "the arm of the cycle (what units were randomised to is a sequence)" : "arm as allocated"}; nobody is taken out:`,
    lines: nowOf(asked).map((flow) => flowLine(asked, flow)),
    missing: "how many were analysed for the primary outcome",
    at: ["flow.svg", "flow.md", "flow.csv", "flow-channels.csv"],
  }),
  "cluster-flow": ({ facts, edition }) => ({
    text: "Randomised:",
    lines: groupsOf(facts, edition).map((group) => {
      const { units, clusters } = sizesOf(group);
      return `${group.name}: ${counted(units, "unit")}${clusters > 0 ? ` in ${counted(clusters, "cluster")}` : ""}`;
    }),
    missing: "how many clusters were analysed for the primary outcome",
    at: ["flow.svg", "flow.csv"],
  }),
  losses: (asked) => ({
    text: `Left by cycle ${asked.facts.cycle.id}, of those randomised, with the reasons on record:`,
    lines: groupsOf(asked.facts, asked.edition).map((group) => lossLine(asked, group)),
    at: ["flow.md", "flow.csv", "exposure.csv"],
  }),
  "cluster-losses": ({ facts, edition }) => ({
    text: `Units whose recipients have all left by cycle ${facts.cycle.id}:`,
    lines: groupsOf(facts, edition).map((group) => `${group.name}: ${unitsGone(facts, group)}`),
    at: ["exposure.csv"],
  }),
  margins: (asked) => ({
    text: "By level of each factor:",
    lines: factorsOf(asked).flatMap(({ name, levels }) =>
      levels.map((level) => {
        const own = nowOf(asked).filter(({ arm }) => level.codes.includes(arm));
        const sum = (of: (flow: Flow) => number) => own.reduce((all, flow) => all + of(flow), 0);
        return `${name}, ${level.name}: ${counted(
          sum(({ units }) => units),
          "unit",
        )} randomised, ${sum(eligible)} recipients still there, ${sum(({ fates }) => fates.planned)} with a report planned`;
      }),
    ),
    missing: "how many were analysed for each main comparison",
    at: ["flow.csv"],
  }),
  "sequence-flow": ({ facts }) => ({
    text: "By sequence, in every cycle so far:",
    lines: facts.runs.flatMap((run) =>
      listedCodes(facts.trial.file, facts.trial.arms).map((sequence) => {
        const own = Object.entries(run.trial.assignments).filter(([, each]) => each.sequence === sequence);
        const made = new Set(
          coursesOf(facts, run)
            .filter(isMade)
            .map(({ code }) => code),
        );
        const gone = own.filter(([code, each]) => left.includes(fateOf(each, run.entries.get(code)).fate)).length;
        return `${run.cycle.id}, ${sequence}: ${counted(new Set(own.map(([, { unit }]) => unit)).size, "unit")}, ${gone} left, ${own.filter(([code]) => made.has(code)).length} with a report made`;
      }),
    ),
    missing: "how many were analysed in each period",
    at: ["flow.svg", "flow.md"],
  }),
  "stage-flow": ({ facts, edition }) => ({
    text: "Units in each arm of each stage, as listed:",
    lines: facts.trial.file.stages.flatMap(({ stage, arms }) =>
      arms.map((arm) => {
        const rows = (facts.trial.allocation?.units ?? []).filter((row) => row.stage === stage && row.arm === arm);
        return `stage ${edition.stage(stage)}, ${edition.arm(arm)}: ${counted(new Set(rows.map(({ unit }) => unit)).size, "unit")}`;
      }),
    ),
    missing: "how many were analysed at each stage",
    at: ["flow.svg", "flow.csv"],
  }),
  populations: ({ facts, edition }) => ({
    text: "exposure.csv has everybody as they were allocated, whatever they got:",
    lines: groupsOf(facts, edition).map(({ name, of }) => {
      const without = of.filter(([code]) => withdrawnWithData(facts).has(code)).length;
      return `${name}: ${counted(of.length, "recipient")}${without > 0 ? `, of whom ${without} withdrew their data` : ""}`;
    }),
    missing: "who is in each analysis",
    at: ["exposure.csv"],
  }),
  "populations-planned": () => ({
    text: "The pack has everybody in the arm they were allocated to, whatever they got, but for figures of those who withdraw with their data.",
    missing: "who will be in each analysis",
  }),
  harms: (asked) => ({
    text: `Recorded by cycle ${asked.facts.cycle.id}, of recipients by what they were randomised to, and of this cycle's reports by arm and channel:`,
    lines: [
      ...groupsOf(asked.facts, asked.edition).map((group) => unwantedLine(asked, group)),
      ...nowOf(asked).flatMap((flow) => returnLines(asked, flow)),
    ],
    missing: "harms to patients and staff, and complaints: nothing here records them",
    at: ["flow-channels.csv", "flow.csv"],
  }),
} satisfies ChecklistAnswers;

function nowOf({ facts }: Pick<ChecklistAsked, "facts">): Flow[] {
  return flowsOf(facts).filter(({ cycle }) => cycle === facts.cycle.id);
}

function flowLine({ edition }: ChecklistAsked, flow: Flow): string {
  const channels = flow.channels.map((own) => {
    const { made, handedOver, delivered } = sumsOf(own);
    const after =
      handedOver === null ? "handing over not recorded" : `${handedOver} handed over, ${delivered} of these delivered`;
    return `by ${own.channel} ${made} made, ${after}`;
  });
  return [
    `${edition.arm(flow.arm)}: ${counted(flow.units, "unit")} (${counted(flow.allocated, "recipient")}) randomised`,
    `${eligible(flow)} recipients still there`,
    `${flow.fates.planned} with a report planned`,
    ...channels,
    `${flow.allocated - flow.withoutData} for analysis as allocated`,
  ].join("; ");
}

function lossLine({ facts }: ChecklistAsked, { name, of }: ArmGroup): string {
  const { entries } = facts.runs.at(-1)!;
  const gone = of.filter(([code, each]) => left.includes(fateOf(each, entries.get(code)).fate));
  if (gone.length === 0) return `${name}: nobody`;
  const counts = tally(gone.map(([code, each]) => fateOf(each, entries.get(code)).fate.replaceAll("-", " ")));
  const reasons = tally(gone.map(([code, each]) => reasonOf(facts, code, each)));
  return `${name}: ${counts.join(", ")} (${reasons.join("; ")})`;
}

/** "2 merged" */
function tally(all: readonly string[]): string[] {
  return [...Map.groupBy(all, (each) => each)].map(([each, { length }]) => `${length} ${each}`);
}

/** What the last event of somebody who left gives as its reason, or else the list. */
function reasonOf({ trial, cycle }: ChecklistAsked["facts"], code: string, { unit }: Assignment): string {
  const event = trial.events.findLast((each) => [code, unit].includes(each.unit) && each.date <= cycle.issued);
  const row = trial.allocation?.units.findLast((each) => each.unit === unit && each.reason !== undefined);
  return event?.reason ?? row?.reason ?? "without a reason on record";
}

function unwantedLine({ facts }: ChecklistAsked, { name, of }: ArmGroup): string {
  const { entries } = facts.runs.at(-1)!;
  const count = (fate: string) => of.filter(([code, each]) => fateOf(each, entries.get(code)).fate === fate).length;
  const without = of.filter(([code]) => withdrawnWithData(facts).has(code)).length;
  return `${name}: ${count("opted-out")} asked to be left out, ${count("withdrawn")} withdrew (${without} with their data)`;
}

function returnLines({ edition }: ChecklistAsked, { arm, channels }: Flow): string[] {
  return channels.map(({ channel, ends, isRecorded }) => {
    const back = isRecorded ? `${ends.bounced + ends.returned} came back` : "whether any came back is not recorded";
    return `${edition.arm(arm)}, by ${channel}: ${back}`;
  });
}

function unitsGone({ runs }: ChecklistAsked["facts"], { of }: ArmGroup): string {
  const { entries } = runs.at(-1)!;
  const units = Map.groupBy(of, ([, { unit }]) => unit);
  const gone = [...units.values()].filter((own) =>
    own.every(([code, each]) => left.includes(fateOf(each, entries.get(code)).fate)),
  );
  return `${gone.length} of ${units.size}`;
}

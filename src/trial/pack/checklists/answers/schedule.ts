import type { Cycle } from "../../../../input/campaign/campaign.ts";
import { dayName } from "../../../../month.ts";
import { droppedBy } from "../../../../report/assign.ts";
import { regimesOf } from "../../eligibility.ts";
import type { Response } from "../../exposure/responses.ts";
import type { Facts } from "../../facts.ts";
import { type ChecklistAnswer, type ChecklistAnswers, type ChecklistAsked, counted, listed, span } from "../answer.ts";
import { looksOf } from "../looks.ts";

/** Dates, periods and stages. */
export const scheduleAnswers = {
  dates: ({ facts }) => {
    const { assessed, allocation } = facts.trial;
    const assessedOn = (assessed?.units ?? []).flatMap(({ date }) => date ?? []);
    const begun = (allocation?.units ?? []).map(({ from }) => from);
    const { runs } = facts;
    return {
      text: [
        assessedOn.length > 0
          ? `Assessed for eligibility: ${span(assessedOn)}.`
          : "Days of assessment are not on record.",
        begun.length > 0 ? `Allocated: ${span(begun)}.` : "Days of allocation are not in the list that is read now.",
        `Reports issued so far: ${span(runs.map(({ cycle }) => cycle.issued))} (${counted(runs.length, "cycle")}). Data of outcomes: ${span(runs.map(({ cycle }) => cycle.data.to))}, by last month.`,
      ].join(" "),
      ...(assessedOn.length > 0 ? {} : { missing: "when recruitment began and ended" }),
      at: ["exposure.csv", "flow.csv"],
    };
  },
  end: ({ facts }): ChecklistAnswer => {
    const later = cyclesOf(facts).filter(({ id }) => id > facts.cycle.id);
    if (later.length > 0)
      return { notApplicable: `the trial goes on: cycles ${listed(later.map(({ id }) => id))} are still to come` };
    return {
      text: `This is the last cycle that the trial's schedule has: ${facts.cycle.id}, issued ${facts.cycle.issued}.`,
    };
  },
  schedule: ({ facts }) => ({
    text: "Reports by the trial's schedule:",
    lines: cyclesOf(facts).map(
      ({ id, issued, extracted, data }) =>
        `${id}: data ${data.from} to ${data.to}${extracted ? `, extracted ${extracted}` : ""}, issued ${issued}`,
    ),
    missing: "enrolment, measurements besides, and the end of follow-up, as a drawing",
  }),
  periods: (asked) => ({
    text: "What each sequence is sent in each period:",
    lines: periodLines(asked),
    missing: "why periods are as long as they are",
    at: ["tidier.md", "flow.md"],
  }),
  "step-dates": ({ facts }) => ({
    text: "Steps, with their cycles and days of issue:",
    lines: facts.trial.file.periods.map(({ cycles }, i) => {
      const own = cyclesOf(facts).filter(({ id }) => cycles.from <= id && id <= cycles.to);
      return `${i + 1}: ${cycles.from} to ${cycles.to}, issued ${span(own.map(({ issued }) => issued)) || "not in the schedule"}`;
    }),
    at: ["tidier.md"],
  }),
  "time-in-arm": () => ({
    text: "Recipients and reports made by arm and time in it are in tidier.md; exposure.csv has cycles_in_arm and the arm before for each.",
    at: ["tidier.md", "exposure.csv"],
  }),
  tailoring: ({ facts, edition }): ChecklistAnswer => {
    if (dropsArms(facts))
      return {
        text:
          facts.trial.file.looks.length > 0
            ? "Arms may be dropped. Looks are planned:"
            : "Arms may be dropped; the trial's file plans no looks.",
        lines: looksOf(facts.trial.file),
        missing: "why these looks and rules were chosen, and on which outcome they rest",
        at: ["tidier.md"],
      };
    return {
      text: "Who is randomised again is decided once before a stage, on a frozen snapshot:",
      lines: facts.trial.file.stages.flatMap(({ stage, after, responders, "non-responders": others }) =>
        after
          ? [
              `before stage ${edition.stage(stage)}: ${after.measure} of ${after.indicator} in ${after.snapshot}${after.baseline ? ` since ${after.baseline}` : ""}; responders (${limitText(after.responder)}) ${responders}, others ${others}; without a figure: ${after.missing}`,
            ]
          : [],
      ),
      missing: "why this rule and this limit were chosen",
      at: ["tidier.md", "snapshot/"],
    };
  },
  decisions: ({ facts, edition, followed }): ChecklistAnswer => {
    if (dropsArms(facts)) {
      const dropped = [...droppedBy(facts.trial, facts.cycle)].map(
        ([arm, day]) => `${edition.arm(arm)} was dropped on ${dayName(day)}`,
      );
      return {
        text: dropped.length > 0 ? "Decided so far:" : "No arm had been dropped by this cycle.",
        lines: dropped,
        missing: "who decided, by which results",
        at: ["tidier.md"],
      };
    }
    const lines = followed.responses.map((response) => decisionText(response, edition.stage(response.stage)));
    return {
      text: lines.length > 0 ? "Decided so far:" : "Nothing had been decided by this cycle.",
      lines: [...lines, ...regimesOf(facts.trial).map((regime, i) => `embedded regime ${i + 1}: ${regime}`)],
      at: ["snapshot/", "exposure.csv"],
    };
  },
  "stage-lists": ({ facts, edition }): ChecklistAnswer => {
    if (dropsArms(facts)) {
      const units = facts.trial.allocation?.units ?? [];
      const dropped = droppedBy(facts.trial, facts.cycle);
      return {
        text: "Units of a dropped arm get nothing more unless the list gives them a new row:",
        lines: [...dropped].map(([arm, day]) => {
          const own = new Set(units.filter((row) => row.arm === arm).map(({ unit }) => unit));
          const again = new Set(
            units.filter((row) => own.has(row.unit) && row.arm !== arm && row.from >= day).map(({ unit }) => unit),
          );
          return `${edition.arm(arm)}: ${again.size} of ${counted(own.size, "unit")} in another arm since`;
        }),
        missing: "how the trials unit allocated them",
        at: ["flow.csv"],
      };
    }
    return {
      text: "Units that were decided to be randomised again were given to the trials unit by a frozen list; its rows came back with their stage:",
      lines: facts.trial.file.stages.map(({ stage }) => {
        const rows = (facts.trial.allocation?.units ?? []).filter((row) => row.stage === stage);
        return `stage ${edition.stage(stage)}: ${counted(new Set(rows.map(({ unit }) => unit)).size, "unit")} in the list`;
      }),
      missing: "how the trials unit allocated them",
      at: ["snapshot/"],
    };
  },
  "interim-confidential": ({ facts }) => ({
    text: dropsArms(facts)
      ? "Reports never say that there are arms, or that one was dropped. Which was stands in the events and in this pack, which recipients do not get."
      : "Reports never say who responded. Who did is in the frozen list, in exposure.csv and in the run's record, which recipients do not get.",
    missing: "who saw these files before the trial ended",
    at: ["snapshot/"],
  }),
  "arms-changed": ({ facts, edition }) => {
    const silent = facts.arms.filter(
      (arm) => !facts.designs.get(arm)!.design.cycles.some(({ id }) => id === facts.cycle.id),
    );
    return {
      text:
        silent.length > 0
          ? `Nothing is sent in this cycle to ${listed(silent.map(edition.arm))}, by design.`
          : "All arms are sent a report in this cycle.",
      missing: "rules for adding or dropping arms, or that there were none",
      at: ["tidier.md"],
    };
  },
} satisfies ChecklistAnswers;

/** Whether arms may be dropped while the trial goes on. */
function dropsArms({ trial }: Pick<Facts, "trial">): boolean {
  return trial.file.design === "multi-arm-multi-stage";
}

/** The trial's schedule. */
function cyclesOf({ study }: Facts): readonly Cycle[] {
  return [...study.topics.values()][0]?.campaign.cycles ?? [];
}

function periodLines({ facts, edition }: ChecklistAsked): string[] {
  const { periods, sequences } = facts.trial.file;
  return Object.entries(sequences).map(([code, arms]) => {
    let next = 0;
    const cells = periods.map(({ cycles, washout }, i) => {
      const sent = washout === undefined ? edition.code(arms[next++] ?? "") : `washout (${washout})`;
      return `period ${i + 1} (${cycles.from === cycles.to ? cycles.from : `${cycles.from} to ${cycles.to}`}) ${sent}`;
    });
    return `${code}: ${cells.join("; ")}`;
  });
}

function limitText(responder: string | object): string {
  if (typeof responder === "string") return responder;
  return Object.entries(responder)
    .flatMap(([key, value]) => (value === undefined ? [] : `${key} ${value}`))
    .join(" ");
}

function decisionText({ snapshot, of }: Response, stage: string): string {
  const all = [...of.values()];
  const count = (of: string) => all.filter((each) => each.class === of).length;
  return `before stage ${stage}, on the data of ${snapshot}: ${counted(count("responder"), "responder")}, ${counted(count("non-responder"), "non-responder")}, of these ${all.filter(({ missing }) => missing).length} for want of a figure; ${all.filter(({ next }) => next === "re-randomise").length} to be randomised again`;
}

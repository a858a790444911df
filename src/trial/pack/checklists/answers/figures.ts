import { columnSuffix } from "../../exposure/columns.ts";
import { outcomeIndicators } from "../../exposure/outcomes.ts";
import { groupsOf } from "../../groups.ts";
import { type ChecklistAnswers, type ChecklistAsked, counted } from "../answer.ts";

/** Who has figures at baseline and at this cycle. The results are the statistician's. */
export const figureAnswers = {
  baseline: ({ facts }) => ({
    text: `baseline.md has the table: outcomes at the trial's first cycle${facts.trial.file.covariates.length > 0 ? ", covariates" : ""} and strata of everybody who was randomised, with standardised differences and without P values.`,
    ...(facts.trial.file.covariates.length > 0
      ? {}
      : { missing: "what else tells units apart, such as list size or deprivation (`covariates`)" }),
    at: ["baseline.md", "baseline.csv", "exposure.csv"],
  }),
  available: (asked) => ({
    text: `With a figure at cycle ${asked.facts.cycle.id}, of those allocated:`,
    lines: availableLines(asked),
    missing: "how many were analysed, the result of each group, and the effect with its precision",
    at: ["exposure.csv"],
  }),
  "clusters-available": (asked) => ({
    text: "Units in the pack are those that were allocated; with a figure, of all:",
    lines: availableLines(asked),
    missing:
      "clusters in each analysis, results, and the intracluster correlation (that at baseline is in baseline.md)",
    at: ["exposure.csv"],
  }),
  "missing-outcomes": (asked) => ({
    text: "Without a figure because it was withheld, is not in the data or was withdrawn; the rest have one:",
    lines: availableLines(asked),
    missing: "how missing figures were dealt with",
    at: ["exposure.csv", "snapshot/withheld.csv"],
  }),
} satisfies ChecklistAnswers;

/** Of each outcome and what was randomised, how many recipients have a figure at baseline and now. */
function availableLines({ facts, edition, followed }: ChecklistAsked): string[] {
  const figures = followed.outcomes.get(facts.cycle.id);
  return outcomeIndicators(facts).flatMap(({ indicator }) =>
    groupsOf(facts, edition).map(({ name, of }) => {
      const column = (when: string) => `${when}_${columnSuffix(indicator.indicator)}`;
      const known = (when: string) =>
        of.filter(([code]) => typeof figures?.get(code)?.[column(when)] === "number").length;
      return `${indicator.name}, ${name}: ${known("outcome")} of ${counted(of.length, "recipient")} now, ${known("baseline")} at baseline`;
    }),
  );
}

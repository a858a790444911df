import type { Rule } from "./rule.ts";
import { brehaut, colquhoun, nhsManual, noEffect, pValues } from "./sources.ts";
import { everyText, looksForWords } from "./wording.ts";

/** T, continued: words that judge, frighten, promise or vouch. */
export const manner: readonly Rule[] = [
  {
    id: "T10",
    family: "credibility",
    says: "Speak of people with respect, and plainly of what is done",
    rests: [nhsManual, colquhoun("attack on self-identity")],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "nhs-style", "integrity"],
    looks: `words of blame on patients, of wars and of harsh measures, ${everyText}; the hint says what to write instead`,
    checks: { campaign: looksForWords("T10") },
  },
  {
    id: "T11",
    family: "credibility",
    says: "Do not threaten, frighten or hurry anyone",
    rests: [brehaut(14), colquhoun("attack on self-identity")],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "cp-fit", "integrity"],
    looks: `words of sanctions, of fear and of urgency, ${everyText}`,
    checks: { campaign: looksForWords("T11") },
  },
  {
    id: "T12",
    family: "credibility",
    says: "Promise no effect, and name no cause that no trial has shown",
    rests: [noEffect],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "integrity"],
    looks: `words of proof, promises, and effects of the reports themselves, ${everyText}`,
    checks: { campaign: looksForWords("T12") },
  },
  {
    id: "T13",
    family: "credibility",
    says: "Name who says so",
    rests: [colquhoun("recommendations based on good evidence")],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "national-audit-report", "integrity"],
    looks: `"studies show", "experts agree" and the like, ${everyText}`,
    checks: { campaign: looksForWords("T13") },
  },
  {
    id: "T14",
    family: "credibility",
    says: "Use words of statistics only with the statistic",
    rests: [pValues],
    severity: "warning",
    mode: "heuristic",
    profiles: ["national-audit-report", "integrity"],
    looks: `"significant" without a test, chance ruled out, percentages of a few patients, ${everyText}`,
    checks: { campaign: looksForWords("T14") },
  },
];

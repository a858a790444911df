import { isDrawn } from "../../../../input/trial/draws.ts";
import { listedCodes, ratioOf } from "../../../../input/trial/listed.ts";
import { outcomeIndicators } from "../../exposure/outcomes.ts";
import { modificationLines, nameOf } from "../../tidier.ts";
import { ended } from "../../written.ts";
import { type ChecklistAnswer, type ChecklistAnswers, type ChecklistAsked, counted, listed } from "../answer.ts";

/** Design, interventions and outcomes, as the trial's own file and its campaigns have them. */
export const designAnswers = {
  registration: ({ facts }) => {
    const { registration } = facts.trial.file;
    return {
      text: registration ? ended(`Registered: ${registration}`) : "The trial's file names no register.",
      missing: `${registration ? "" : "the register and the number, "}its address and the day of registration`,
    };
  },
  data: () => ({
    text: "exposure.csv has a line for everybody who was allocated, in every cycle; its dictionary is codebook.csv. What reports were made from is in snapshot/hashes.json by its fingerprint.",
    missing: "where and how others can get them, the code of the analysis, and the protocol",
    at: ["exposure.csv", "exposure-channels.csv", "codebook.csv", "snapshot/hashes.json"],
  }),
  rationale: ({ facts }) => ({
    text: [facts.trial.file.rationale, ...campaigns(facts).map(({ rationale }) => rationale)].map(ended).join(" "),
    missing: "what was known from earlier studies, of benefits and of harms",
    at: ["tidier.md"],
  }),
  comparator: ({ facts, edition }) => ({
    text: `Arms compared: ${listed(facts.arms.map(edition.arm))}. ${ended(facts.trial.file.rationale)}`,
    missing: "why each is what the others are compared with",
    at: ["tidier.md"],
  }),
  objectives: ({ facts, edition }) => {
    const about = outcomeIndicators(facts).map(({ indicator }) => indicator.name);
    const factors = Object.keys(facts.trial.file.factors).map(edition.factor);
    return {
      text: `To compare ${counted(facts.trial.arms.size, "arm")} that differ in ${listed(factors)}, by ${listed(about)}.`,
      missing: "the objectives as they were planned, of harms too",
    };
  },
  design: ({ facts, edition }) => ({
    text: designText({ facts, edition }),
    missing: "the framework (superiority, equivalence, non-inferiority, exploratory)",
    at: ["flow.md", "manifest.json"],
  }),
  clusters: ({ facts }) => ({ text: clusterText(facts), at: ["exposure.csv"] }),
  "level-of-interventions": ({ facts }) => ({
    text: `A report goes to each ${facts.trial.file.unit === recipientType(facts) ? recipientType(facts) : `${recipientType(facts)} of a ${facts.trial.file.unit}`} as a whole, for ${listed(campaigns(facts).map(({ recipients }) => recipients.audience))}; nothing is done to patients.`,
    at: ["tidier.md"],
  }),
  "level-of-outcomes": ({ facts }) => ({
    text: `Outcomes are figures of each ${recipientType(facts)}: ${listed(outcomeIndicators(facts).map(({ indicator }) => indicator.name))}. No row is of a patient.`,
    at: ["exposure.csv", "codebook.csv"],
  }),
  "main-comparisons": ({ facts, edition }) => ({
    text: "Each factor is compared over all levels of the others:",
    lines: factorsOf({ facts, edition }).map(
      ({ name, levels }) =>
        `${name}: ${levels.map((level) => `${level.name} (${level.arms.join(", ")})`).join(" against ")}`,
    ),
    missing: "which of these comparisons are the main ones",
  }),
  cells: ({ facts }) => {
    const { factors } = facts.trial.file;
    const sizes = Object.values(factors).map(({ levels }) => Object.keys(levels).length);
    const all = sizes.reduce((product, size) => product * size, 1);
    return {
      text: `${counted(sizes.length, "factor")} of ${sizes.join(" and ")} levels: ${facts.trial.arms.size} of ${all} combinations have an arm${facts.trial.arms.size < all ? "; the design table is orthogonal (X02)" : ""}.`,
      at: ["tidier.md", "arm-diff.html"],
    };
  },
  "possible-comparisons": ({ facts, edition }) => ({
    text: `Arms: ${listed(facts.arms.map(edition.arm))}. Every pair is told in arm-diff.html and fidelity.md.`,
    missing: "which comparisons are primary",
    at: ["arm-diff.html", "fidelity.md"],
  }),
  interventions: ({ facts, edition }) => ({
    text: "What each arm is sent, in the twelve items of TIDieR, is in tidier.md; a whole report of each arm, on fictional data, is in specimens/.",
    lines: facts.arms.map((arm) => nameOf(facts, edition, arm)),
    at: ["tidier.md", "bct-matrix.csv", "arm-diff.html"],
  }),
  outcomes: ({ facts }) => ({
    text: "Of everybody who was allocated, whatever they were sent, the exposure table has:",
    lines: outcomeIndicators(facts).map(({ indicator }) => {
      const { name, numerator, denominator, unit } = indicator;
      const parts = [numerator && `numerator: ${numerator.is}`, denominator && `denominator: ${denominator.is}`];
      return [`${name} (${unit})`, ...parts.filter((part) => part !== undefined)]
        .map((part) => part.replace(/\.$/, ""))
        .join("; ");
    }),
    missing: "which outcome is primary, the metric, the aggregation and the time point of each",
    at: ["codebook.csv"],
  }),
  "harms-recorded": ({ facts }) => ({
    text: `Recorded of units: asking to be left out, withdrawing, and reports that came back (${facts.trial.events.length > 0 ? counted(facts.trial.events.length, "event") : "no events"} so far). Nothing of patients is recorded.`,
    missing: "what counted as a harm to patients or staff, and how it was looked for",
    at: ["flow-channels.csv"],
  }),
  changes: ({ facts, edition }) => {
    const moved = facts.trial.file["accepted-changes"];
    const lines = [
      ...modificationLines(facts, edition),
      ...moved.map(
        (each) =>
          `${each.date}: ${each.unit} was moved from ${each.from} to ${each.to} (${each.reason}; accepted by ${each["accepted-by"]})`,
      ),
    ];
    return {
      text:
        lines.length === 0
          ? "None is recorded, and none was found between the cycles rendered."
          : "Recorded, and found between the cycles rendered:",
      lines,
      missing: "outcomes or analyses that were not planned, if there are any",
      at: ["tidier.md", "manifest.json"],
    };
  },
  setting: ({ facts }) => ({
    text: `${ended(facts.trial.file.delivery.where)} What was allocated: ${facts.trial.file.unit}.${placesText(facts)}`,
    missing: "the country, and the places by name",
    at: ["exposure.csv"],
  }),
  deliverers: ({ facts, edition }): ChecklistAnswer => {
    const supported = facts.arms.filter((arm) => (facts.found.sent.get(arm)?.support.length ?? 0) > 0);
    if (supported.length === 0)
      return { notApplicable: "reports go by post or email, and nobody gives anything outside them in any arm" };
    return {
      text: `Outside the report something is given in ${listed(supported.map(edition.code))}; by whom is in tidier.md, item 4, of the unmasked edition.`,
      missing: "who was eligible to give it, and their training",
      at: ["tidier.md"],
    };
  },
} satisfies ChecklistAnswers;

type ToldDesign = Pick<ChecklistAsked, "facts" | "edition">;

function designText({ facts, edition }: ToldDesign): string {
  const { file, arms } = facts.trial;
  const { design, unit, cluster, stratum } = file;
  const codes = listedCodes(file, arms);
  const groups = file.stages.length > 0 ? file.stages.map((stage) => stage.arms) : [codes];
  const ratios = groups.map((of) => `${Object.values(ratioOf(file, of)).join(":")} (${of.join(":")})`);
  const factors = factorsOf({ facts, edition }).map(
    ({ name, levels }) => `${name} (${counted(levels.length, "level")})`,
  );
  return [
    `Design: ${design}, ${counted(arms.size, "arm")}${codes.length !== arms.size ? `, ${counted(Object.keys(file.sequences).length, "sequence")} of arms over ${counted(file.periods.length, "period")}` : ""}${file.stages.length > 0 ? `, ${counted(file.stages.length, "stage")}` : ""}.`,
    `Allocated: each ${cluster ? `${cluster}, with all its units of kind ${unit}` : unit}, ${isDrawn(file) ? "anew in every cycle, with the probabilities that the list records" : `in the ratio ${ratios.join("; then ")}`}${stratum ? `, within strata (${stratum})` : ""}.`,
    `Arms differ in ${listed(factors)}.`,
  ].join(" ");
}

function clusterText(facts: ChecklistAsked["facts"]): string {
  const { cluster, unit } = facts.trial.file;
  const type = recipientType(facts);
  if (cluster)
    return `All units (${unit}) of one ${cluster} were allocated together; clusters are counted beside units in flow.md.`;
  if (unit !== type)
    return `A cluster is a ${unit}: all its recipients (${type}) have its arm. Units in the pack are clusters.`;
  return `Each ${unit} was allocated by itself; it is a cluster of the patients that its figures count. Units in the pack are clusters.`;
}

/** Factors with their levels, each with the arms that have it. */
export function factorsOf({
  facts,
  edition,
}: ToldDesign): { name: string; levels: { name: string; codes: string[]; arms: string[] }[] }[] {
  const { file, arms } = facts.trial;
  return Object.entries(file.factors).map(([factor, { levels }]) => ({
    name: edition.factor(factor),
    levels: Object.keys(levels).map((level) => {
      const codes = [...arms.values()].filter((arm) => arm.levels[factor] === level).map(({ code }) => code);
      return { name: edition.level(factor, level), codes, arms: codes.map(edition.code) };
    }),
  }));
}

function campaigns({ study }: ChecklistAsked["facts"]) {
  return [...study.topics.values()].map(({ campaign }) => campaign);
}

function recipientType({ study }: ChecklistAsked["facts"]): string {
  return [...study.topics.values()][0]!.campaign.recipients.type;
}

/** How many places of each level the allocated recipients are in. */
function placesText({ run, organisations }: ChecklistAsked["facts"]): string {
  const own = Object.keys(run.trial.assignments).flatMap((code) =>
    Object.entries(organisations.get(code)?.parents ?? {}),
  );
  const levels = [...Map.groupBy(own, ([level]) => level)].map(
    ([level, of]) => `${level}: ${new Set(of.map(([, { code }]) => code)).size}`,
  );
  return levels.length === 0 ? "" : ` Places that allocated recipients are in, ${levels.join(", ")}.`;
}

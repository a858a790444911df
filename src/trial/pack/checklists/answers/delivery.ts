import { actualOf } from "../../tidier.ts";
import { ended } from "../../written.ts";
import { type ChecklistAnswers, type ChecklistAsked, counted } from "../answer.ts";

/** What was really sent, and what else happened to the arms. */
export const deliveryAnswers = {
  delivered: ({ facts, edition }) => ({
    text: `${ended(facts.trial.file.delivery["provided-by"])} ${ended(facts.trial.file.delivery.how)} In cycle ${facts.cycle.id}:`,
    lines: facts.arms.map((arm) => `${edition.arm(arm)}: ${actualOf(facts, arm)}`),
    at: ["fidelity.md", "tidier.md", "flow-channels.csv"],
  }),
  "other-care": ({ facts }) => {
    const offered = [...facts.study.topics.values()].flatMap(({ campaign }) => campaign.support);
    return {
      text:
        offered.length > 0
          ? "Offered by the campaign in all arms alike:"
          : "The campaign offers nothing besides its reports.",
      lines: offered.map(({ kind, what, who, dose }) => `${kind}: ${ended(what)} By: ${who}. Dose: ${dose}.`),
      missing: "what else units had, such as other programmes on the same topic",
      at: ["tidier.md", "contamination.md"],
    };
  },
  limits: ({ facts, warnings }) => {
    const { rulings } = facts.run.trial;
    return {
      text: "Of what the pack can see:",
      lines: [
        ...warnings.map(({ code, message }) => `${code}: ${message}`),
        rulings.length > 0
          ? `${counted(rulings.length, "merger")} across arms, each with the ruling on it in manifest.json`
          : "no mergers across arms were ruled on",
      ],
      missing: "what these and others mean for the results",
      at: ["lint.md", "fidelity.md", "contamination.md", "manifest.json"],
    };
  },
  "data-quality": () => ({
    text: "What the data lacked past the campaign's limits, and who signed it off, is in fidelity.md under Data; what disclosure control withheld is in snapshot/withheld.csv. Each holds for all arms.",
    missing: "how gaps were dealt with in the analysis",
    at: ["fidelity.md", "snapshot/withheld.csv"],
  }),
  "data-sources": (asked) => ({
    text: `${ended(sourcesText(asked))} Cycle ${asked.snapshot.cycle}${asked.snapshot.extracted ? `, extracted ${asked.snapshot.extracted}` : ""}: ${counted(asked.snapshot.files.length, "file")}, each with its fingerprint and rows.`,
    missing: "the name of the databases, and how far they are known to be right",
    at: ["snapshot/hashes.json"],
  }),
  "data-use": () => ({
    text: "Routine data gave the figures in reports, baseline and outcomes of everybody allocated, and who could get a report (the directory).",
    at: ["snapshot/hashes.json", "codebook.csv"],
  }),
  linkage: ({ snapshot }) => ({
    text: `Figures, the directory and the list are joined by the code of the organisation, exactly; a code that is in one and not in another is told by \`check\`. ${counted(snapshot.files.length, "file")} were joined.`,
    missing: "linkage that was done before the data came",
    at: ["snapshot/hashes.json"],
  }),
} satisfies ChecklistAnswers;

function sourcesText({ facts }: ChecklistAsked): string {
  const indicators = [...facts.study.topics.values()].flatMap(({ indicators: of }) => [...of.values()]);
  const names = [...new Set(indicators.map(({ source }) => source.name))];
  return `Sources of the indicators: ${names.join("; ")}`;
}

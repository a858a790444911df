import { ended } from "../../written.ts";
import type { ChecklistAnswers } from "../answer.ts";
import { listed } from "../answer.ts";

/** What only a protocol says, before a trial begins. */
export const protocolAnswers = {
  oversight: ({ facts }) => {
    const roles = [
      ...facts.trial.file.lint.waive.map((waiver) => waiver["approved-by"]),
      ...facts.trial.file.modifications.map((each) => each["approved-by"]),
    ];
    return {
      text:
        roles.length > 0 ? `Roles that approved something in the trial's file: ${listed([...new Set(roles)])}.` : "",
      missing: "who oversees the trial, and what each decides",
    };
  },
  "stopping-reports": ({ facts }) => ({
    text: `A unit that opts out or withdraws gets no more reports; after a merger across arms the rule is ${facts.trial.file.merged}. Everybody stays in the analysis in the arm they were allocated to.`,
    missing: "other reasons to stop or change what a unit gets",
    at: ["tidier.md"],
  }),
  "fidelity-planned": ({ facts }) => ({
    text: `${ended(facts.trial.file.delivery.fidelity)} Every cycle, the pack counts what was planned, made, handed over and received by arm and channel, and names what differs that should not.`,
    at: ["tidier.md", "fidelity.md"],
  }),
  unblinding: () => ({
    text: "The key from labels to arms can be lodged sealed, and opens with its secret alone (`feedback unblind`); who opened it, when and why is for people to write down.",
    missing: "when somebody may be unblinded, and who decides",
  }),
  "follow-up-of-leavers": () => ({
    text: "Baseline and outcome are measured of everybody allocated, those who left too, in the same way and on the same days; not of who withdraws with its data.",
    missing: "how units are kept in the trial",
    at: ["codebook.csv"],
  }),
  "data-management": () => ({
    text: "Data are read from files whose fingerprints are recorded; a delivery that lacks months, organisations or keys is refused until somebody signs it off. Runs are sealed by a hash over plan, record and files, and never written over; a correction is a new edition. What the trial was is in a ledger whose lines each hold the hash of the one before.",
    missing: "where data are stored, who has access, and back-ups",
    at: ["snapshot/hashes.json", "manifest.json"],
  }),
  "monitoring-committee": () => ({
    text: "An edition from which nothing tells arms apart can be given to a committee (`pack --blind`).",
    missing: "the committee, or why there is none",
  }),
  monitoring: ({ facts }) => ({
    text: `${ended(facts.trial.file.delivery.fidelity)} After every cycle the pack tells what stands out between arms.`,
    missing: "who watches the conduct of the trial, and how often",
    at: ["fidelity.md"],
  }),
  amendments: () => ({
    text: "A change of the trial's arms, levels, stages or rules after the first reports is refused unless it is written down with its day, reason and who approved it; the pack tells it.",
    missing: "who is told of changes to the protocol, and how",
    at: ["tidier.md"],
  }),
  confidentiality: ({ facts }) => ({
    text: `Data are counts of organisations, none of a patient. Disclosure control (${listed([...new Set([...facts.study.topics.values()].map(({ campaign }) => campaign.disclosure.policy))])}) is applied before anything sees them, alike in all arms.`,
    missing: "agreements on the data, and who may see what",
    at: ["snapshot/withheld.csv"],
  }),
} satisfies ChecklistAnswers;

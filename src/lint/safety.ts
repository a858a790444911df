import type { Rule, Seen } from "./rule.ts";
import { saysOneScope } from "./scope.ts";
import {
  colquhoun,
  consultationSwitch,
  enforcedReduction,
  openPrescribing,
  reductionHarms,
  relieverOveruse,
  sharedReview,
  stoppingHarms,
} from "./sources.ts";
import type { CampaignSubject } from "./subject.ts";
import { everyText, looksForWords } from "./wording.ts";

const unsafe = { family: "safety", severity: "error", mode: "heuristic", profiles: ["integrity"] } as const;

/** S: the safety of patients. */
export const safety: readonly Rule[] = [
  {
    id: "S01",
    family: "safety",
    says: "Declare the cautions that every report must say",
    rests: [enforcedReduction, reductionHarms],
    severity: "warning",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "whether a campaign that offers actions has `must-say` (one that is missing from a report is an error of the input)",
    checks: { campaign: declaresCautions },
  },
  {
    ...unsafe,
    id: "S02",
    says: "Do not have a medicine stopped, switched or halved at a stroke",
    rests: [stoppingHarms, reductionHarms],
    looks: `changes of a medicine that are bid, with no word of review, choice or agreement, ${everyText}`,
    checks: { campaign: looksForWords("S02") },
  },
  {
    ...unsafe,
    id: "S03",
    says: "Do not turn one medicine, or its dose, into another",
    rests: [openPrescribing],
    looks: `equivalents used to convert, and medicines that are said to be the same, ${everyText}`,
    checks: { campaign: looksForWords("S03") },
  },
  {
    ...unsafe,
    severity: "warning", // it casts the widest net: of texts by new authors nearly one sound one in twenty is caught in it
    id: "S04",
    says: "Ask for no change that the person has not agreed to",
    rests: [consultationSwitch, enforcedReduction],
    looks: `changes by letter, in bulk, or without asking, ${everyText}`,
    checks: { campaign: looksForWords("S04") },
  },
  {
    ...unsafe,
    id: "S05",
    says: "Let no age and no group decide alone",
    rests: [sharedReview],
    looks: `changes for everybody of an age, and care refused to a kind of people, ${everyText}`,
    checks: { campaign: looksForWords("S05") },
  },
  {
    ...unsafe,
    id: "S06",
    says: "Hold back nothing that keeps somebody safe",
    rests: [relieverOveruse, stoppingHarms],
    looks: `urgent care, relievers, anticoagulants, allergy labels, epilepsy, pregnancy, withdrawal, medicines that clash, checks left out, and changes that are said to do no harm, ${everyText}`,
    checks: { campaign: looksForWords("S06") },
  },
  {
    id: "S07",
    family: "safety",
    says: "Say the same everywhere of who is in the figures",
    rests: [colquhoun("trust and credibility")],
    severity: "error",
    mode: "heuristic",
    profiles: ["integrity"],
    looks:
      "groups (cancer, end-of-life care, epilepsy, anxiety, COPD, children, pregnancy, catheters, dependence, private supply): what texts say of them against `inclusion` and `exclusion` of the indicators, and against each other",
    checks: { campaign: saysOneScope },
  },
  {
    id: "S08",
    family: "safety",
    says: "Say nothing of reasons that the data do not hold",
    rests: [colquhoun("trust and credibility")],
    severity: "warning",
    mode: "heuristic",
    profiles: ["integrity", "brehaut-15"],
    looks: `words of "no valid reason" and "all avoidable", ${everyText}`,
    checks: { campaign: looksForWords("S08") },
  },
  {
    ...unsafe,
    id: "S09",
    says: "Leave each decision to the person and a clinician, one at a time",
    rests: [sharedReview, enforcedReduction],
    looks: `decisions by those who are not trained for them, numbers of patients to stop, goals that leave a person no choice, supply as a lever, and medicines taken away as a penalty, ${everyText}`,
    checks: { campaign: looksForWords("S09") },
  },
];

function declaresCautions({ campaign }: CampaignSubject): Seen[] {
  if (campaign["must-say"].length > 0 || !campaign.sections.some(({ kind }) => kind === "actions")) return [];
  return [
    {
      what: "actions, and no caution that must be said",
      hint: "write blocks of role caution, show them in a section `cautions`, and name them in `must-say`",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

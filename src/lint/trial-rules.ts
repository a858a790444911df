/** The rules that stop a trial's render, as the catalogue of rules prints them. */
export const trialRules = {
  X01: {
    says: "Let arms differ only as their factors declare",
    looks:
      "every sentence, chart, action, setting and channel of each pair of levels, on the same recipients and data, in every cycle; words signed off in approved.yaml; slips in the words of one level; printed pages of the same recipients in every arm",
    rests:
      "Lorencatto and others (AFFINITIE), Implement Sci 2016: what distinguishes arms must be known. doi:10.1186/s13012-016-0528-x",
  },
  X02: {
    says: "Make each factor do the same, whatever the levels of the others",
    looks: "what each factor changes at every level of every other; what two factors write to",
    rests: "A contract of this engine: an effect that depends on another factor cannot be separated from it",
  },
  X03: {
    says: "Do not show recipients an arm, a level, the trial's list or that there is a trial",
    looks:
      "the words and links of the library; every artefact: text, properties, links, file names, pictures; mailboxes and addresses that get the reports of several arms",
    rests: "A contract of this engine: recipients are blind to the comparison",
  },
  X04: {
    says: "Give all arms the same data, peers and disclosure control",
    looks: "every figure and every standing of the same recipients between levels that do not declare other numbers",
    rests: "A contract of this engine: a difference between arms must not come from the numbers",
  },
  X08: {
    says: "Send nothing to anyone outside the allocation",
    looks: "every planned report, and every line of the manifest, against the trials unit's list on the day of issue",
    rests: "A contract of this engine: it obeys the trials unit's list and never adds to it",
  },
} as const;

export type TrialRule = keyof typeof trialRules;

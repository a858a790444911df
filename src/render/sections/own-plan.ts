import { savedPlan } from "../../input/saved-plan.ts";
import type { SectionFace } from "./module.ts";

export const ownPlan: SectionFace<"own-plan"> = {
  pointer: () => "your own plan",
  screen: {
    view: ({ rows, ...section }, { report: { campaign, cycle, recipient, issuer }, edition }) => ({
      goal: null,
      marks: null,
      ...section,
      steps: Array.from({ length: rows }, (_, i) => i + 1),
      of: { campaign: campaign.id, cycle: cycle.id, code: recipient.code, edition },
      longest: savedPlan.longest,
      to: { text: issuer.contact.email, href: `mailto:${issuer.contact.email}` },
    }),
    contents: ({ title }) => title,
    takesPlan: true,
  },
};

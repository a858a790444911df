import { actionSlotsOf, slotsOf } from "../input/campaign/slots.ts";
import type { Condition } from "../input/library/condition.ts";
import type { Rule, Seen } from "./rule.ts";
import { crop } from "./sources.ts";
import type { CampaignSubject, ReportSubject } from "./subject.ts";

/** G: praise beside balancing measures. */
export const balance: readonly Rule[] = [
  {
    id: "G08",
    family: "goals",
    says: "Praise nobody for a gain here that may be a loss on a balancing measure",
    rests: [crop],
    severity: "warning",
    mode: "heuristic",
    profiles: ["integrity"],
    looks:
      "words of thanks, and of asking to share what works, about an indicator with `balanced-by`: whether their condition needs `balanced`, or rules out `unbalanced`",
    checks: { campaign: gatesPraise },
  },
  {
    id: "G09",
    family: "goals",
    says: "Begin the plan where the headline says to look",
    rests: [crop],
    severity: "warning",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "reports whose headline is chosen by `unbalanced`: whether the first action is for one of the balancing measures (its `indicators`)",
    checks: { report: beginsWithBalance },
  },
];

function beginsWithBalance({ report, campaign, indicators, actions }: ReportSubject): Seen[] {
  const headline = report.choices.find(({ kind, slot, chosen }) => kind === "headline" && slot === "say" && chosen);
  const balancing = indicators.get(campaign.headline)?.["balanced-by"] ?? [];
  const first = actions.get(report.choices.find(({ kind, chosen }) => kind === "actions" && chosen)?.chosen ?? "");
  if (!headline?.because.includes("unbalanced") || !first || balancing.some((id) => first.indicators.includes(id)))
    return [];
  return [
    {
      what: `the headline speaks of ${balancing.join(" or ")}, and the first action, "${first.action}", is not for it`,
      hint: "put an action for it first, with `unbalanced` in its `when`",
      at: { kind: "action", id: first.action, path: ["indicators"] },
    },
  ];
}

const praise =
  /\b(thank(s| you)|well done|congratulat\w+|great work|impressive|learn from (how )?you|what help(s|ed) you|share what)\b/i;

function gatesPraise({ campaign, indicators, blocks, actions }: CampaignSubject): Seen[] {
  const isBalanced = (id: string) => indicators.get(id)?.["balanced-by"] !== undefined;
  const worded = slotsOf(campaign)
    .filter(({ indicator }) => isBalanced(indicator))
    .flatMap(({ ids }) => ids.flatMap((id) => blocks.get(id) ?? []));
  const offered = isBalanced(campaign.headline)
    ? actionSlotsOf(campaign).flatMap(({ ids }) => ids.flatMap((id) => actions.get(id) ?? []))
    : [];
  return [
    ...[...new Set(worded)].flatMap(({ block, when, lead = "", text }) =>
      seen({ kind: "block", id: block }, when, `${lead} ${text}`),
    ),
    ...[...new Set(offered)].flatMap(({ action, when, title, what }) =>
      seen({ kind: "action", id: action }, when, `${title} ${what}`),
    ),
  ];
}

function seen(of: { kind: "block" | "action"; id: string }, when: Condition | undefined, words: string): Seen[] {
  const found = praise.exec(words)?.[0];
  if (!found || when?.all?.includes("balanced") || when?.none?.includes("unbalanced")) return [];
  return [
    {
      what: `"${found}", also to those who do worse on a balancing measure`,
      hint: "add `balanced` to its `when`, and words for `unbalanced` before it",
      at: { ...of, path: ["when"] },
    },
  ];
}

import type { Place, Problem } from "../../problem.ts";
import { nearest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Block } from "../library/block.ts";
import type { Campaign, Channel } from "./campaign.ts";
import { slotsOf } from "./slots.ts";

/** A caution that must be said and is not: in which channels, and why. */
export type Unsaid = { caution: string; index: number; channels: readonly Channel[]; why: Why };

/** Why a caution is not said to everybody: no section names it, or a condition stands before it. */
type Why = "not named" | "conditional";

type MustSayCampaign = Pick<Campaign, "must-say" | "channels" | "sections" | "headline">;

/** The cautions that a report of these sections and channels would not say, or not to everybody. */
export function findUnsaid(
  campaign: MustSayCampaign,
  conditionOf: (block: string) => Block["when"] | undefined,
): Unsaid[] {
  const slots = slotsOf(campaign).filter(({ role }) => role === "caution");
  return campaign["must-say"].flatMap(({ caution, in: wanted }, index): Unsaid[] => {
    const channels = wanted.filter((each) => campaign.channels.includes(each));
    const named = slots.filter(({ ids }) => ids.includes(caution));
    const isSaid = named.some(({ when }) => when === undefined) && conditionOf(caution) === undefined;
    if (channels.length === 0 || isSaid) return [];
    return [{ caution, index, channels, why: named.length > 0 ? "conditional" : "not named" }];
  });
}

/** What a campaign must say stands in it, is a caution, and is said to everybody. */
export function checkMustSay(
  { value, placeOf }: Located<Campaign>,
  blocks: ReadonlyMap<string, Located<Block>>,
  problems: Problem[],
): void {
  const cautions = slotsOf(value)
    .filter(({ role }) => role === "caution")
    .flatMap(({ ids }) => ids);
  for (const unsaid of findUnsaid(value, (block) => blocks.get(block)?.value.when)) {
    const place = placeOf(["must-say", unsaid.index]);
    const meant = unsaid.why === "not named" ? nearest(unsaid.caution, cautions) : undefined;
    problems.push(unsaidProblem(unsaid, { place, hint: meant ? `did you mean "${meant}"?` : hints[unsaid.why] }));
  }
}

const hints: Readonly<Record<Why, string>> = {
  "not named": "name it in `blocks` of a section `cautions`",
  conditional: "take out the `when` of the block and of its section: it must be said to everybody",
};

/** `caution "opioids-caution-sudden" must be said, and is not in print and email of arm P5` */
export function unsaidProblem(
  { caution, channels, why }: Pick<Unsaid, "caution" | "channels" | "why">,
  { place, hint = hints[why], by = "" }: { place: Place; hint?: string | undefined; by?: string },
): Problem {
  const where = channels.join(" and ");
  const message =
    why === "conditional"
      ? `caution "${caution}" must be said to everybody, and stands under a condition in ${where}${by}`
      : `caution "${caution}" must be said, and is not in ${where}${by}`;
  return { code: "unsaid-caution", severity: "error", message, place, hint };
}

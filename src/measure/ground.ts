import type { Campaign, Cycle } from "../input/campaign/campaign.ts";
import { kindOf } from "../input/campaign/sections.ts";
import type { Inputs } from "../input/load.ts";
import { type FollowedSuccessors, follow } from "./successors.ts";

/**
 * What figures rest on: `measure` is given this and nothing else, so what its type leaves out (words, titles, which sections
 * are shown) cannot reach a number, and equal grounds give equal figures.
 */
export type Ground = Pick<Inputs, "indicators" | "directory" | "observations"> & {
  campaign: Pick<Campaign, (typeof settings)[number]>;
  points: readonly number[]; // months of a point of any chart, longest first
  looksBack?: readonly string[]; // the indicators that are set beside what earlier reports told of them: those that headlines are about
  followed?: Pick<FollowedSuccessors, "joined" | "into">; // absent until successors are followed
};

const settings = ["window", "recipients", "peers", "trend", "small-numbers", "disclosure", "cycles"] as const;

export function groundOf({ campaign, indicators, directory, observations }: Inputs): Ground {
  const points = campaign.sections.flatMap((section) => kindOf(section).points?.(section.settings) ?? []);
  const looksBack = campaign.sections.some((section) => kindOf(section).looksBack);
  return {
    ...(looksBack ? { looksBack: [campaign.headline, ...(campaign["headline-turns"]?.with ?? [])] } : {}),
    campaign: Object.fromEntries(settings.map((key) => [key, campaign[key]])) as Ground["campaign"],
    points: [...new Set(points)].sort((a, b) => b - a),
    indicators,
    directory,
    observations,
  };
}

/** The ground of a cycle: closed organisations count as those that go on for them. */
export function followedGround(given: Ground, cycle: Pick<Cycle, "issued">): Ground {
  const { directory, observations, joined, into } = follow(given, cycle);
  return { ...given, directory, observations, followed: { joined, into } };
}

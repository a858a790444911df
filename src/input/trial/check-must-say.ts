import type { Problem } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { findUnsaid, type Unsaid, unsaidProblem } from "../campaign/check-must-say.ts";
import type { Located } from "../files/yaml.ts";
import type { Block } from "../library/block.ts";
import { type Arm, levelsOf } from "./arms.ts";
import { type Level, workIn } from "./level.ts";
import type { TrialFile } from "./trial.ts";

type MustSayTopics = ReadonlyMap<string, { campaign: Campaign; blocks: ReadonlyMap<string, Block> }>;

/**
 * No level, and no arm that puts several together, may leave out what a topic must say. A level that does is told once, with the
 * arms that have it; an arm whose levels do so only together is told of itself.
 */
export function checkMustSay(
  trial: Located<TrialFile>,
  { arms, topics }: { arms: ReadonlyMap<string, Arm>; topics: MustSayTopics },
  problems: Problem[],
): void {
  const told = checkLevels(trial, { arms, topics }, problems);
  for (const arm of arms.values()) {
    const levels = levelsOf(trial.value, arm);
    for (const unsaid of unsaidBy(levels, topics)) {
      if (told.has(`${arm.code} ${unsaid.caution}`)) continue;
      problems.push(unsaidProblem(unsaid, { place: arm.place, hint: kept, by: ` of arm ${arm.code}` }));
    }
  }
}

const kept = "no level may leave out a caution of `must-say`: keep it, or put it into another section `cautions`";

/** The levels that leave a caution out by themselves; returns which arms have been told of which. */
function checkLevels(
  { value, placeOf }: Located<TrialFile>,
  { arms, topics }: { arms: ReadonlyMap<string, Arm>; topics: MustSayTopics },
  problems: Problem[],
): ReadonlySet<string> {
  const told = new Set<string>();
  for (const [factor, { levels }] of Object.entries(value.factors)) {
    for (const [name, level] of Object.entries(levels)) {
      const own = [...arms.values()].filter((arm) => arm.levels[factor] === name).map(({ code }) => code);
      for (const unsaid of unsaidBy([level], topics)) {
        for (const code of own) told.add(`${code} ${unsaid.caution}`);
        const place = placeOf(["factors", factor, "levels", name]);
        const of = own.length > 0 ? ` of ${own.length === 1 ? "arm" : "arms"} ${own.join(", ")}` : "";
        problems.push(
          unsaidProblem(unsaid, { place, hint: kept, by: `${of}: level "${name}" of "${factor}" leaves it out` }),
        );
      }
    }
  }
  return told;
}

/** What levels together leave unsaid, in any topic they are worked into. */
function unsaidBy(levels: readonly Level[], topics: MustSayTopics): Unsaid[] {
  const named = levels.flatMap(({ campaign }) => campaign ?? []).at(-1);
  const found = [...topics].flatMap(([topic, { campaign, blocks }]) => {
    if (named !== undefined && named !== topic) return [];
    const worked = levels
      .filter((level) => level.campaign === undefined || level.campaign === topic)
      .reduce((before: Campaign, level) => workIn(before, level).campaign, campaign);
    return findUnsaid(worked, (block) => blocks.get(block)?.when);
  });
  return [...new Map(found.map((unsaid) => [unsaid.caution, unsaid])).values()];
}

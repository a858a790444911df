import type { Role } from "../library/block.ts";
import type { Condition } from "../library/condition.ts";
import type { Campaign } from "./campaign.ts";

export type Path = (string | number)[];

/** A place of the campaign that names blocks of one role. */
export type Slot = {
  slot: string; // as the explanation of a report calls it, e.g. "comparison.facts.1"
  ids: readonly string[];
  path: Path;
  role: Role;
  indicator: string; // whose signals decide
  when?: Condition | undefined; // of its section, on the signals of the headline indicator
  most?: number; // all that hold are shown, up to so many; left out where the first that holds is shown: a ladder
};

/** A place of the campaign that names actions. */
export type ActionSlot = { ids: readonly string[]; path: Path; most: number; when?: Condition | undefined };

/** Every slot of the campaign that names blocks, with the role it wants. */
export function slotsOf({ sections, headline }: Campaign): Slot[] {
  return sections.flatMap((section, i) =>
    blocksOf(section, headline).map(({ path, ...slot }) => ({ ...slot, path: ["sections", i, ...path] })),
  );
}

/** Every slot that names actions. */
export function actionSlotsOf({ sections }: Campaign): ActionSlot[] {
  return sections.flatMap(({ actions }, i) =>
    actions
      ? [
          {
            ids: actions.choose,
            path: ["sections", i, "actions", "choose"],
            most: actions["at-most"],
            when: actions.when,
          },
        ]
      : [],
  );
}

function blocksOf(section: Campaign["sections"][number], main: string): Slot[] {
  const { headline, letter, comparison, trend, multiples, table, groups, why, cautions, method } = section;
  const step = section["first-step"];
  const ladder = (slot: string, ids: readonly string[], path: Path, role: Role, indicator = main): Slot => {
    const settings = Object.values(section).find((value) => value !== undefined);
    return { slot, ids, path, role, indicator, when: settings?.when };
  };
  if (headline)
    return [
      ladder("headline", headline.say, ["headline", "say"], "headline"),
      ladder("standfirst", headline.standfirst, ["headline", "standfirst"], "standfirst"),
    ];
  if (letter)
    return [
      { ...ladder("letter", letter.paragraphs, ["letter", "paragraphs"], "letter"), most: letter.paragraphs.length },
    ];
  if (comparison) {
    const { message, facts, indicator } = comparison;
    return [
      ladder("comparison.message", message, ["comparison", "message"], "message", indicator),
      ...facts.map((fact, k) =>
        ladder(
          `comparison.facts.${k + 1}`,
          fact.say,
          ["comparison", "facts", k, "say"],
          "fact",
          fact.indicator ?? indicator,
        ),
      ),
    ];
  }
  if (step?.encouragement)
    return [ladder("first-step.encouragement", step.encouragement, ["first-step", "encouragement"], "encouragement")];
  if (trend) return [ladder("trend.message", trend.message, ["trend", "message"], "trend", trend.indicator)];
  if (multiples?.message) return [ladder("multiples.message", multiples.message, ["multiples", "message"], "overview")];
  if (table) return [ladder("table.message", table.message, ["table", "message"], "overview")];
  if (groups?.message)
    return [ladder("groups.message", groups.message, ["groups", "message"], "overview", groups.indicator)];
  if (why) return [{ ...ladder("why", why.blocks, ["why", "blocks"], "why"), most: why["at-most"] }];
  if (cautions)
    return [
      { ...ladder("cautions", cautions.blocks, ["cautions", "blocks"], "caution"), most: cautions.blocks.length },
    ];
  if (method)
    return [{ ...ladder("method", method.blocks, ["method", "blocks"], "method"), most: method.blocks.length }];
  return [];
}

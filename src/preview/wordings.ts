import { slotName } from "../input/campaign/slots.ts";
import type { Block } from "../input/library/block.ts";
import type { Place } from "../problem.ts";
import { textOf } from "../report/sections.ts";
import { toWords } from "../report/sentence.ts";
import { type Definitions, placeOfWords } from "./reasons.ts";
import { outcomesOf, type Sight } from "./sight.ts";

/** Every wording that a campaign has: who gets it, and how it reads to the first of them. */
export type Wordings = { cycle: string; reports: number; wordings: readonly Wording[] };

export type Wording = {
  id: string; // of a block or an action
  slots: readonly string[]; // where it is shown, in reading order
  codes: readonly string[]; // of those whose report has it
  example: { code: string; words: string } | null; // null where nobody gets it; no words where it is a list
  place?: Place; // where it stands
};

/** In the order in which reports say them; what nobody gets comes last. */
export async function wordingsOf(sight: Sight, definitions: Definitions): Promise<Wordings> {
  const found = new Map<string, { slots: Set<string>; codes: Set<string>; example: Wording["example"] }>();
  const { ids, blocks } = choicesOf(sight);
  let reports = 0;
  for (const [code, outcome] of await outcomesOf(sight)) {
    if (outcome.state !== "report") continue;
    reports++;
    const { choices, sections, figures } = outcome.report;
    for (const choice of choices) {
      if (choice.chosen === undefined || !ids.has(choice.chosen)) continue; // an empty plan is no wording
      const known = found.get(choice.chosen);
      const words = () => (textOf(choice, sections)?.words ?? []).map((each) => toWords(each, figures)).join(" ");
      const wording = known ?? { slots: new Set(), codes: new Set(), example: { code, words: words() } };
      wording.slots.add(slotName(choice));
      wording.codes.add(code);
      found.set(choice.chosen, wording);
    }
  }
  const idle = [...ids].filter((id) => !found.has(id)).sort();
  const wordings = [
    ...[...found].map(([id, { slots, codes, example }]) => ({ id, slots: [...slots], codes: [...codes], example })),
    ...idle.map((id) => ({ id, slots: [], codes: [], example: null })),
  ];
  return {
    cycle: sight.cycle.id,
    reports,
    wordings: wordings.map((each) => ({ ...each, ...placeOf(placeOfWords(each.id, { blocks }, definitions)) })),
  };
}

/** All blocks and actions that the editions of a cycle may choose from. */
function choicesOf(sight: Sight): { ids: Set<string>; blocks: Map<string, Block> } {
  const editions = [...new Set(sight.codes.map(sight.editionOf))];
  const blocks = new Map(editions.flatMap(({ inputs }) => [...inputs.blocks]));
  return { ids: new Set([...blocks.keys(), ...editions.flatMap(({ inputs }) => [...inputs.actions.keys()])]), blocks };
}

function placeOf(place: Place | undefined): { place?: Place } {
  return place ? { place } : {};
}

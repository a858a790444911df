import { chooseBlocks, sayBlock } from "../choose.ts";
import type { Sentence } from "../sentence.ts";
import { cite } from "../words.ts";
import { type Composed, type Composing, slotIn, type Text, text } from "./module.ts";

/** Titled points with sources: why it matters, cautions. */
export type Points<K extends string> = {
  kind: K;
  title: string;
  points: readonly { title?: string; text: Sentence }[];
  showSources: boolean; // the list of sources stands under this section
};

type PointSettings = { title: string; blocks: readonly string[]; sources: boolean; most: number };

/** All points whose condition holds, up to as many as are wanted. */
export function composePoints<K extends string>(
  kind: K,
  { title, blocks: ids, sources, most }: PointSettings,
  composing: Composing,
): Composed<Points<K>> {
  const { voice } = composing;
  const { blocks, choices } = chooseBlocks(slotIn(composing, "points", ids), voice, most);
  if (blocks.length === 0) return { choices };
  const points = blocks.map((block) => ({
    ...(block.title ? { title: block.title } : {}),
    text: sayBlock(block, voice),
  }));
  for (const citation of blocks.flatMap((block) => block.cites)) cite(citation, voice.notebook);
  return { section: { kind, title, points, showSources: sources }, choices };
}

export function pointTexts({ title, points }: Points<string>): Text[] {
  return [
    ...text("title", "heading", title),
    ...points.flatMap((point, i) => [
      ...text(`points.${i + 1}.title`, "heading", point.title),
      ...text(`points.${i + 1}`, "block", point.text),
    ]),
  ];
}

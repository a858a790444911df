import { chooseBlock, chooseBlocks, sayWords } from "./choose.ts";
import type { Voice } from "./material.ts";
import type { Choice, HeadlineSection, LetterSection, MethodSection, PointsSection } from "./report.ts";
import type { SectionSettings } from "./sections.ts";
import { cite } from "./words.ts";

/** What is said first: the headline, and a line or two under it. */
export function composeHeadline(
  { say, standfirst }: SectionSettings<"headline">,
  voice: Voice,
): { section: HeadlineSection; choices: Choice[] } {
  const headline = chooseBlock({ slot: "headline", ids: say }, voice);
  const below = chooseBlock({ slot: "standfirst", ids: standfirst }, voice);
  return {
    section: {
      kind: "headline",
      headline: headline.block ? sayWords(headline.block.text, headline.block, voice) : [],
      standfirst: below.block ? sayWords(below.block.text, below.block, voice) : [],
    },
    choices: [headline.choice, below.choice],
  };
}

/** A letter: every paragraph whose condition holds. */
export function composeLetter(
  { salutation, paragraphs: ids, closing }: SectionSettings<"letter">,
  voice: Voice,
): { section?: LetterSection; choices: Choice[] } {
  const { blocks, choices } = chooseBlocks({ slot: "letter", ids }, voice, ids.length);
  if (blocks.length === 0) return { choices };
  const paragraphs = blocks.map((block) => sayWords(block.text, block, voice));
  return { section: { kind: "letter", salutation, paragraphs, closing }, choices };
}

type PointSettings = { title: string; blocks: readonly string[]; sources: boolean; most: number };

/** Points with titles and sources: all whose condition holds, up to as many as are wanted. */
export function composePoints(
  style: "why" | "cautions",
  { title, blocks: ids, sources, most }: PointSettings,
  voice: Voice,
): { section?: PointsSection; choices: Choice[] } {
  const { blocks, choices } = chooseBlocks({ slot: style, ids }, voice, most);
  if (blocks.length === 0) return { choices };
  const points = blocks.map((block) => ({
    ...(block.title ? { title: block.title } : {}),
    text: sayWords(block.text, block, voice),
  }));
  for (const citation of blocks.flatMap((block) => block.cites)) cite(citation, voice.notebook);
  return { section: { kind: "points", style, title, points, showSources: sources }, choices };
}

/** Where the figures come from: every entry whose condition holds. */
export function composeMethod(
  { title, blocks: ids, link }: SectionSettings<"method">,
  voice: Voice,
): { section: MethodSection; choices: Choice[] } {
  const { blocks, choices } = chooseBlocks({ slot: "method", ids }, voice, ids.length);
  const entries = blocks.map((block) => ({ title: block.title ?? "", text: sayWords(block.text, block, voice) }));
  return { section: { kind: "method", title, entries, link }, choices };
}

import { chooseBlock, sayBlock } from "../choose.ts";
import type { Sentence } from "../sentence.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

export type HeadlineSection = { kind: "headline"; say: Sentence; standfirst: Sentence };

/** What is said first: the headline, and a line or two under it. */
export const headline: SectionModule<"headline", HeadlineSection> = {
  compose: ({ say, standfirst }, composing) => {
    const first = chooseBlock(slotIn(composing, "say", say), composing.voice);
    const below = chooseBlock(slotIn(composing, "standfirst", standfirst), composing.voice);
    return {
      section: {
        kind: "headline",
        say: sayBlock(first.block, composing.voice),
        standfirst: sayBlock(below.block, composing.voice),
      },
      choices: [first.choice, below.choice],
    };
  },
  texts: ({ say, standfirst }) => [...text("say", "block", say), ...text("standfirst", "block", standfirst)],
  charts: () => [],
};

import { chooseBlocks, sayBlock } from "../choose.ts";
import type { Sentence } from "../sentence.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

/** A letter: no figures. The signatories are the issuer's. */
export type LetterSection = {
  kind: "letter";
  salutation: string; // "Dear colleague"
  paragraphs: readonly Sentence[];
  closing: string; // "Yours sincerely"
};

/** A letter: every paragraph whose condition holds. */
export const letter: SectionModule<"letter", LetterSection> = {
  compose: ({ salutation, paragraphs: ids, closing }, composing) => {
    const { blocks, choices } = chooseBlocks(slotIn(composing, "paragraphs", ids), composing.voice, ids.length);
    if (blocks.length === 0) return { choices };
    const paragraphs = blocks.map((block) => sayBlock(block, composing.voice));
    return { section: { kind: "letter", salutation, paragraphs, closing }, choices };
  },
  texts: ({ salutation, paragraphs, closing }) => [
    ...text("salutation", "heading", salutation),
    ...paragraphs.flatMap((paragraph, i) => text(`paragraphs.${i + 1}`, "block", paragraph)),
    ...text("closing", "heading", closing),
  ],
  charts: () => [],
};

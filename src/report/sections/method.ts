import { chooseBlocks, sayBlock } from "../choose.ts";
import { carriedNote, type Note, notesOf } from "../notes.ts";
import type { Sentence } from "../sentence.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

export type MethodSection = {
  kind: "method";
  title: string;
  entries: readonly { title: string; text: Sentence }[];
  notes?: readonly Note[]; // absent where there is nothing of the kind to say
  link: { words: string; url: string };
};

/** Where the figures come from: every entry whose condition holds. */
export const method: SectionModule<"method", MethodSection> = {
  compose: ({ title, blocks: ids, link }, composing) => {
    const { blocks, choices } = chooseBlocks(slotIn(composing, "entries", ids), composing.voice, ids.length);
    const entries = blocks.map((block) => ({ title: block.title ?? "", text: sayBlock(block, composing.voice) }));
    const notes = [carriedNote(composing.voice) ?? [], notesOf(composing.voice)].flat();
    return { section: { kind: "method", title, entries, ...(notes.length > 0 ? { notes } : {}), link }, choices };
  },
  texts: ({ title, entries, notes = [], link }) => [
    ...text("title", "heading", title),
    ...entries.flatMap((entry, i) => [
      ...text(`entries.${i + 1}.title`, "heading", entry.title),
      ...text(`entries.${i + 1}`, "block", entry.text),
    ]),
    ...notes.flatMap((note, i) => [
      ...text(`notes.${i + 1}.title`, "engine", note.title),
      ...text(`notes.${i + 1}`, "engine", note.text),
    ]),
    ...text("link", "heading", link.words),
  ],
  charts: () => [],
};

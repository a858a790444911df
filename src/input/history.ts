import { z } from "zod";
import { kindOf, type PlannedSection } from "./campaign/sections.ts";
import { varies } from "./campaign/slots.ts";
import type { Action } from "./library/action.ts";
import type { Block } from "./library/block.ts";
import { isTimed } from "./library/repeats.ts";

/** What one recipient was told in one cycle, on the channels that reached it. A line of history.jsonl. */
export const toldSchema = z.strictObject({
  code: z.string(),
  topic: z.string(), // id of the campaign
  cycle: z.string(),
  by: z.string().optional(), // the other system that told it; absent of our own reports
  channels: z.array(z.string()), // that were made; of those told, that are not known to have missed their reader
  headline: z.strictObject({
    indicator: z.string(),
    value: z.number().nullable(), // as it is defined; null where none was told
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    signals: z.array(z.string()),
  }),
  blocks: z.array(z.string()), // "headline.say opioids-headline-worse 2": place, id and version, in reading order
  actions: z.array(z.string()), // "opioids-find 1": id and version, in the order in which they were offered
  charts: z.array(z.string()), // "comparison dots", in reading order
  words: z.array(z.string()), // a few digits of the hash of each sentence without its figures; not cautions, method and labels
});

export type Told = z.output<typeof toldSchema>;

/** What of it the next reports hang on, and are made with: what was said, not in which words. */
export type ToldBefore = Omit<Told, "channels" | "charts" | "words">;

/** What was read of a cycle: enough to read the same again, whatever has been sent, has come back or was promoted since. */
export type ToldCycle = {
  cycle: string;
  run: string; // that was promoted; empty where another system told it
  system?: string | undefined; // which that was
  told: number; // reports
  sha256: string; // of their lines
  missed: readonly string[]; // codes of those whose report reached nobody
  others?: Readonly<Record<string, string>> | undefined; // by code, the run whose report it was handed over last, where that is another
};

/** What the reports of earlier cycles told, of those that reached their readers. */
export type History = {
  of: ReadonlyMap<string, readonly Told[]>; // by code, in the order of cycles
  cycles: readonly ToldCycle[]; // which runs it is from
  sha256: string; // of these, and so of all lines
};

/** Whether reports of these sections hang on what was told before. */
export function usesHistory(
  sections: readonly PlannedSection[],
  { blocks, actions }: { blocks: ReadonlyMap<string, Block>; actions: ReadonlyMap<string, Action> },
): boolean {
  const looksBack = (section: PlannedSection) => kindOf(section).looksBack || varies(section);
  return sections.some(looksBack) || [...blocks.values(), ...actions.values()].some(isTimed);
}

/** Id of what a line of blocks or actions names. */
export function idIn(line: string): string {
  return line.split(" ").at(-2) ?? "";
}

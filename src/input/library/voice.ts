import { z } from "zod";
import { bctCode, id, sentence } from "../files/fields.ts";
import type { Role } from "./block.ts";
import { type Comparator, comparatorIds } from "./comparators.ts";
import { conditionSchema } from "./condition.ts";
import { repeats } from "./repeats.ts";

/** The ladders of the voice, and the role of the blocks that each is made of. */
export const voiceLadders = {
  headline: "headline",
  standfirst: "standfirst",
  message: "message",
  change: "fact",
  gap: "fact",
  measure: "fact",
  encouragement: "encouragement",
  trend: "trend",
  overview: "overview",
  since: "since",
  method: "method",
} as const satisfies Record<string, Role>;

export type LadderName = keyof typeof voiceLadders;

/** In whose words a step may be: those of a kind of indicator, the first that a step has. */
export const voiceForms = ["rate", "volume", "patient-share", "share", "value", "plain-share", "all"] as const;

export type VoiceForm = (typeof voiceForms)[number];

const words = z.union([
  sentence,
  z.strictObject({
    lead: sentence.describe("Of a fact: one to three words that start the sentence."),
    text: sentence.describe("The rest of the sentence."),
  }),
]);

const formNotes: Readonly<Record<VoiceForm, string>> = {
  rate: "Of a rate: so many items or patients over a list.",
  volume:
    "Of a rate of a quantity, such as daily doses or grams, whose counts are too large to speak of; left out: `rate`.",
  "patient-share": "Of a share of patients: so many of so many; left out: `share`.",
  share: "Of a share, such as items of one kind among all items.",
  value: "Of a published mean, ratio or rate.",
  "plain-share": "Of a share whose counts are not known, or are of a quantity; left out: `share`.",
  all: "Of every indicator for which nothing else is said.",
};

const forms = Object.fromEntries(voiceForms.map((form) => [form, words.optional().describe(formNotes[form])])) as {
  [Form in VoiceForm]: z.ZodOptional<typeof words>;
};

export const voiceSchema = z
  .strictObject({
    ladder: z.enum(Object.keys(voiceLadders) as [LadderName, ...LadderName[]]).describe("Which ladder of the voice."),
    steps: z
      .array(
        z
          .strictObject({
            step: id.describe("Its name, by which a campaign says it otherwise: worse-improving."),
            version: z.int().positive().default(1).describe("Raise it when the words change; the manifest records it."),
            when: conditionSchema.optional().describe("When it is said: the signals that must hold. Left out: always."),
            "not-again": repeats["not-again"],
            shows: z
              .array(z.enum(comparatorIds as [Comparator, ...Comparator[]]))
              .min(1)
              .optional()
              .describe("Comparators that its words name: it is left out where the campaign does not show them."),
            bct: z
              .array(bctCode)
              .default([])
              .describe("Behaviour change techniques (BCTTv1 codes, in quotes) that its words deliver."),
            title: sentence.optional().describe("Of the ladder method: the heading of the entry."),
            ...forms,
          })
          .describe("One step: who it is for, and its words for each kind of indicator."),
      )
      .min(1)
      .refine((steps) => new Set(steps.map(({ step }) => step)).size === steps.length, "two steps of one name")
      .describe("The steps in order of preference: the first whose condition holds is said."),
  })
  .describe("A ladder of the voice: wording that every campaign says unless it says otherwise.");

/** A file of content/voice, checked and complete. */
export type VoiceLadder = z.output<typeof voiceSchema>;

export type VoiceStep = VoiceLadder["steps"][number];

/** The name of the block that a step of the voice becomes, in the words of one form. */
export function voiceId(ladder: string, step: string, form: VoiceForm): string {
  return `voice-${ladder}-${step}${form === "all" ? "" : `-${form}`}`;
}

/** Every name that the blocks of a step may have. */
export function voiceIds(ladder: string, step: string): string[] {
  return voiceForms.map((form) => voiceId(ladder, step, form));
}

/** The mark in words of the voice where the campaign's own reason follows, if it gives one. */
export const reasonMark = /\s*\{\{\s*reason\s*\}\}/g;

/** The forms in whose words an indicator is spoken of, the best first. */
export function formsOf({
  kind,
  given,
  numerator,
}: {
  kind: string;
  given: string;
  numerator?: { counts: string } | undefined;
}): readonly VoiceForm[] {
  const hasCounts = given === "counts" && numerator?.counts !== "quantity";
  if (kind === "share" && hasCounts && numerator?.counts === "patients") return ["patient-share", "share", "all"];
  if (kind === "share") return hasCounts ? ["share", "all"] : ["plain-share", "share", "all"];
  if (given === "value") return ["value", "all"];
  return hasCounts ? ["rate", "all"] : ["volume", "rate", "all"];
}

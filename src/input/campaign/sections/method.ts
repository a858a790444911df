import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, inOrder, kind, link, stepsOf } from "./kind.ts";

const longest = 120; // characters: a code of 45 modules, 0.44 mm each

export const method = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      title: sentence.default("About these figures").describe("The heading of the section."),
      blocks: inOrder("method").describe("Blocks of role method: all whose condition holds are shown, in this order."),
      voice: stepsOf("method")
        .optional()
        .describe(
          "{}: after `blocks` the entries of the voice follow (content/voice/method.yaml): peers, small numbers, missing months, source. A map says single ones otherwise, { small: our-block }; [] leaves one out. Left out: none.",
        ),
      link: link
        .refine(({ url }) => url.length <= longest, {
          message: `longer than ${longest} characters, which a QR code of 20 mm can hold`,
          path: ["url"],
        })
        .describe(
          `Where definitions and method can be read in full; on paper a QR code too, so at most ${longest} characters.`,
        ),
    })
    .describe("Where the figures come from, and what they cannot say."),
  slots: ({ blocks, voice }) => [
    {
      slot: "entries",
      ids: blocks,
      path: ["blocks"],
      role: "method",
      most: blocks.length,
      ...(voice ? { voice: { ladder: "method", instead: voice, at: ["voice"], after: blocks } } : {}),
    },
  ],
});

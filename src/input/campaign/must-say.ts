import { z } from "zod";
import { idOf } from "../files/fields.ts";
import { channels } from "./channels.ts";

const channel = z.enum(channels);

/** Cautions that every report of a topic must say, each with the channels that must say it. */
export const mustSaySchema = z
  .array(
    z.union([
      idOf("caution-block").transform((caution) => ({ caution, in: [...channel.options] })),
      z.strictObject({
        caution: idOf("caution-block").describe("A block of role caution."),
        in: z.array(channel).min(1).describe("The channels that must say it."),
      }),
    ]),
  )
  .superRefine((entries, { addIssue }) => {
    entries.forEach(({ caution }, i) => {
      if (entries.findIndex((each) => each.caution === caution) < i)
        addIssue({ code: "custom", path: [i], message: "the same caution twice", input: caution });
    });
  })
  .default([])
  .describe(
    "Blocks of role caution that every report must say, for everybody, in every channel and every arm of a trial; or { caution: …, in: [print] } where one channel is enough. No level can take them out: where one is missing nothing is made.",
  );

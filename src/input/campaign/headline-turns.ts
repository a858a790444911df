import { z } from "zod";
import { idOf } from "../files/fields.ts";
import { repeats } from "../library/repeats.ts";

/** Which indicators take turns as the headline, and how long one rests. */
export const headlineTurns = z
  .strictObject({
    with: z
      .array(idOf("indicator"))
      .min(1)
      .describe(
        "Indicators of the campaign that the headline may be about in place of `headline`. A recipient's is the one with the largest gain within reach: the way from its own value, drawn in as far as chance may have set it apart, to the first comparator, in spreads of its peers. Of equal ones, the one that it has not had for longest; then by name.",
      ),
    "not-again": repeats["not-again"].describe(
      "For how many cycles after one with this headline a recipient does not get it again, where another can be told.",
    ),
    "at-most": repeats["at-most"].describe(
      "How often a recipient gets a headline in so many cycles running, this one among them, where another can be told: 2 in 4.",
    ),
  })
  .describe("How the headline changes between indicators. Never where messages are fixed.");

export type HeadlineTurns = z.output<typeof headlineTurns>;

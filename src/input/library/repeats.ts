import { z } from "zod";

/** How often the same words or the same action may come, as a block or an action declares it. */
export type Repeats = { "not-again"?: number | undefined; "at-most"?: { times: number; in: number } | undefined };

/** Settings of blocks and actions. */
export const repeats = {
  "not-again": z
    .int()
    .min(1)
    .max(24)
    .optional()
    .describe(
      "For how many cycles after one that showed it a recipient is not shown it again: 2. What comes after it in the list is shown then, so it cannot be the last. Not for cautions.",
    ),
  "at-most": z
    .string()
    .regex(/^[1-9]\d? in [1-9]\d?$/, 'must be "times in cycles", e.g. 2 in 6')
    .transform((written) => {
      const [times, within] = written.split(" in ").map(Number) as [number, number];
      return { times, in: within };
    })
    .refine(({ times, in: within }) => times < within, "the first number must be less than the second, e.g. 2 in 6")
    .optional()
    .describe(
      "How often a recipient is shown it in so many cycles running, this one among them: 2 in 6. What comes after it in the list is shown else. Not for cautions.",
    ),
};

/** Whether what fits a recipient may be held back because of what it was shown before. */
export function isTimed(item: Repeats): boolean {
  return item["not-again"] !== undefined || item["at-most"] !== undefined;
}

import { z } from "zod";
import { isoMonth } from "../files/fields.ts";

const look = z
  .strictObject({
    cycle: isoMonth.describe("The cycle after whose months it is looked, before the next is issued."),
    best: z
      .int()
      .positive()
      .optional()
      .describe("So many of the other arms go on: those that do best beside the control."),
    "p-below": z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe("Arms go on that do better than the control with a one-sided P below this: 0.5, then 0.25."),
  })
  .refine((value) => (value.best === undefined) !== (value["p-below"] === undefined), "one of best, p-below")
  .describe("A look in between, and which arms go on after it.");

export type PlannedLook = z.output<typeof look>;

/** The looks that a multi-arm multi-stage trial has planned. They drop nobody: that is an event, decided by people. */
export const looksSchema = z
  .array(look)
  .default([])
  .describe(
    "For a multi-arm, multi-stage trial: the looks that are planned, in order, each with its rule. `simulate` works out what they cost and save. An arm is dropped by an event all the same.",
  );

import { z } from "zod";
import { id, isoMonth } from "../files/fields.ts";
import { armCode } from "./arm-code.ts";

/** From the first cycle to the last, both included: of a stage or a period. */
export function cycleRange(of: string) {
  return z
    .strictObject({ from: isoMonth.describe("Its first cycle."), to: isoMonth.describe("Its last cycle.") })
    .describe(`First and last cycle of the ${of}.`);
}

const period = z
  .strictObject({
    period: id.describe("Its name: first. Never printed."),
    cycles: cycleRange("period"),
    washout: z
      .union([z.literal("nothing"), armCode])
      .optional()
      .describe(
        "For a period between two others, in which no arm's report is sent: nothing, or the code of the arm whose report everybody gets meanwhile.",
      ),
  })
  .describe("A stretch of cycles in which each unit has one arm.");

export type TrialPeriod = z.output<typeof period>;

/** The schedule of a crossover or a stepped wedge: what units are allocated to is an order of arms. */
export const periodsSchema = z
  .array(period)
  .default([])
  .describe("For a crossover or a stepped wedge: its periods in order. Every cycle is in one.");

export const sequencesSchema = z
  .record(armCode, z.array(armCode).min(1))
  .default({})
  .describe(
    "For a crossover or a stepped wedge: the sequences that units are allocated to, each with its arm in every period but washouts, e.g. { Q2: [C3, C8], Q6: [C8, C3] }. The list has their codes.",
  );

type Scheduled = {
  readonly periods: readonly TrialPeriod[];
  readonly sequences: Readonly<Record<string, readonly string[]>>;
};

/** Where a sequence stands in a cycle. */
export type PeriodStanding = {
  period: number; // from 1, washouts counted
  arm: string; // of the period; in a washout that of the period before, whose effect may last
  washout?: TrialPeriod["washout"];
  previous?: string; // the arm before the last crossing
  begun: string; // the first cycle in the arm since the last crossing: exposure is counted from there
};

/** Where a sequence stands in a cycle; undefined for a code that is no sequence, and for a cycle in no period. */
export function standingIn({ periods, sequences }: Scheduled, code: string, cycle: string): PeriodStanding | undefined {
  const order = Object.hasOwn(sequences, code) ? sequences[code]! : [];
  let next = 0;
  let known: Pick<PeriodStanding, "arm" | "begun" | "previous"> | undefined;
  for (const [i, { cycles, washout }] of periods.entries()) {
    const arm: string | undefined = washout === undefined ? order[next++] : known?.arm;
    if (arm === undefined) return undefined;
    if (arm !== known?.arm) known = { arm, begun: cycles.from, ...(known ? { previous: known.arm } : {}) };
    if (cycles.from <= cycle && cycle <= cycles.to)
      return { period: i + 1, ...known, ...(washout === undefined ? {} : { washout }) };
  }
  return undefined;
}

/** Whether a cycle is in a washout in which nothing is sent, whatever the arm. */
export function isSilentCycle({ periods }: Pick<Scheduled, "periods">, cycle: string): boolean {
  return periods.some(({ cycles, washout }) => washout === "nothing" && cycles.from <= cycle && cycle <= cycles.to);
}

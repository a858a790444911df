import { z } from "zod";
import { type Signal, signals } from "./signals.ts";

/**
 * A condition on signals: one signal, a list (all must hold), or all / any / none of a list.
 * `[worse-than-median, worsening]`, `{ any: [improving, steady] }`, `{ all: [measured], none: [small-numbers] }`
 */
const names = z.array(z.enum(signals)).min(1);

export const conditionSchema = z
  .union([
    z.enum(signals).transform((signal): Condition => ({ all: [signal] })),
    names.transform((all): Condition => ({ all })),
    z.strictObject({
      all: names.optional().describe("All of these must hold."),
      any: names.optional().describe("At least one of these must hold."),
      none: names.optional().describe("None of these may hold."),
    }),
  ])
  .describe("Signals that must hold: one, a list of which all must, or { all: […], any: […], none: […] }.");

export type Condition = { all?: Signal[] | undefined; any?: Signal[] | undefined; none?: Signal[] | undefined };

/** Whether the condition holds, and if so, which of the signals made it hold; if not, the first reason. */
export function judge(
  condition: Condition | undefined,
  present: ReadonlySet<Signal>,
): { holds: true; because: Signal[] } | { holds: false; not: string } {
  const { all = [], any, none = [] } = condition ?? {};
  const missing = all.find((signal) => !present.has(signal));
  if (missing) return { holds: false, not: `needs ${missing}` };
  const excluded = none.find((signal) => present.has(signal));
  if (excluded) return { holds: false, not: `ruled out by ${excluded}` };
  const found = any?.filter((signal) => present.has(signal)) ?? [];
  if (any && found.length === 0) return { holds: false, not: `needs one of ${any.join(", ")}` };
  return { holds: true, because: [...all, ...found] };
}

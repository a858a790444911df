import { z } from "zod";
import { id } from "../files/fields.ts";
import { type Signal, signals } from "./signals.ts";

const names = z.array(z.enum(signals)).min(1);

const one = z.enum(signals).transform((signal): Plain => ({ all: [signal] }));
const several = names.transform((all): Plain => ({ all }));
const parts = {
  all: names.optional().describe("All of these must hold."),
  any: names.optional().describe("At least one of these must hold."),
  none: names.optional().describe("None of these may hold."),
};

/**
 * A condition on signals: one signal, a list (all must hold), or all / any / none of a list; and what must hold of other
 * indicators of the campaign. `[worse-than-median, worsening]`, `{ any: [improving, steady] }`,
 * `{ all: [measured], none: [small-numbers] }`, `{ all: [measured], of: { broad-share: worse-than-median } }`
 */
export const conditionSchema: z.ZodType<Condition> = z
  .union([
    one,
    several,
    z.strictObject({
      ...parts,
      of: z
        .record(id, z.union([one, several, z.strictObject(parts)]))
        .optional()
        .describe("Of other indicators of the campaign, by name: what must hold of each."),
    }),
  ])
  .describe(
    "Signals that must hold: one, a list of which all must, or { all: […], any: […], none: […], of: { indicator: … } }.",
  );

/** On the signals of one indicator. */
type Plain = { all?: Signal[] | undefined; any?: Signal[] | undefined; none?: Signal[] | undefined };

export type Condition = Plain & { of?: Readonly<Record<string, Plain>> | undefined };

export type ConditionVerdict = { holds: true; because: string[] } | { holds: false; not: string };

/**
 * Whether the condition holds, and if so, what made it hold; if not, the first reason. `others` tells what is true of
 * the other indicators that it names.
 */
export function judge(
  condition: Condition | undefined,
  present: ReadonlySet<Signal>,
  others: (indicator: string) => ReadonlySet<Signal>,
): ConditionVerdict {
  const own = judgePlain(condition, present);
  if (!own.holds || !condition?.of) return own;
  const verdicts = Object.entries(condition.of).map(([indicator, plain]) => ({
    indicator,
    verdict: judgePlain(plain, others(indicator)),
  }));
  const because = [...own.because];
  for (const { indicator, verdict } of verdicts) {
    if (!verdict.holds) return { holds: false, not: `${verdict.not} of ${indicator}` };
    because.push(...verdict.because.map((signal) => `${signal} of ${indicator}`));
  }
  return { holds: true, because };
}

/** The same on the signals of one indicator; what is said of others is left aside. */
export function judgePlain(condition: Plain | undefined, present: ReadonlySet<Signal>): ConditionVerdict {
  // Every block and action of every report asks: nothing is made for a condition that does not hold but the reason.
  const { all, any, none } = condition ?? {};
  if (all) for (const signal of all) if (!present.has(signal)) return { holds: false, not: `needs ${signal}` };
  if (none) for (const signal of none) if (present.has(signal)) return { holds: false, not: `ruled out by ${signal}` };
  const found = any?.filter((signal) => present.has(signal));
  if (any && found?.length === 0) return { holds: false, not: `needs one of ${any.join(", ")}` };
  return { holds: true, because: [...(all ?? []), ...(found ?? [])] };
}

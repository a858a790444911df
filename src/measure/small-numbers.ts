/** One count as it may leave the engine: either the count to print, or the number to print in "fewer than 8". */
export type Released =
  | { readonly shown: true; readonly count: number }
  | { readonly shown: false; readonly below: number };

/** Published disclosure rules, named after who published them. */
export type Policy = "none" | "nhsbsa" | "nhsd-hes" | "opensafely" | "opensafely-midpoint-6" | "gpps";

/** What a policy does to one count. */
type Rule = {
  readonly least: number; // the smallest count above 0 that may be shown; fewer are withheld
  readonly zero: "shown" | "withheld";
  readonly round: (count: number) => number; // what is shown of a count that may be
};

const rules: Record<Policy, Rule> = {
  // The practice's own report to itself, when information governance says so.
  none: { least: 0, zero: "shown", round: asItIs },
  // Patient counts below 5. NHSBSA, FOI-01428.
  nhsbsa: { least: 5, zero: "shown", round: asItIs },
  // 1 to 7 withheld, the rest rounded. NHS Digital, Hospital Episode Statistics, sub-national.
  "nhsd-hes": { least: 8, zero: "shown", round: toNearestFive },
  // 7 or fewer withheld, then rounded. By the letter 0 too, though the page lets a 0 stand where it says nothing about
  // anybody, which a program can't judge. docs.opensafely.org/sdc.
  opensafely: { least: 8, zero: "withheld", round: toNearestFive },
  // Withholds nothing: 1 to 6 are all shown as 3. Same page.
  "opensafely-midpoint-6": { least: 0, zero: "shown", round: toMidpointOfSix },
  // The count is the base: how many answered. NHS England, GP Patient Survey.
  gpps: { least: 10, zero: "withheld", round: asItIs },
};

/**
 * The arithmetic of a policy for one count, a whole number of people or items from 0 up. It guards against reading a
 * small count, not against working it out from others (totals, subgroups, successive windows). Throws on anything but a
 * count.
 *
 *     release(6, "nhsd-hes") // { shown: false, below: 8 }
 *     release(12, "nhsd-hes") // { shown: true, count: 10 }
 */
export function release(count: number, policy: Policy): Released {
  if (!(Number.isInteger(count) && count >= 0)) throw new Error(`not a count: ${count}`);
  const { least, zero, round } = rules[policy];
  if (count === 0 ? zero === "withheld" : count < least) return { shown: false, below: least };
  return { shown: true, count: round(count) };
}

function asItIs(count: number): number {
  return count;
}

function toNearestFive(count: number): number {
  return Math.round(count / 5) * 5;
}

function toMidpointOfSix(count: number): number {
  return count === 0 ? 0 : Math.ceil(count / 6) * 6 - 3;
}

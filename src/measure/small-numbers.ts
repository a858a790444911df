/** One count as it may leave the engine: either the count to print, or the number to print in "fewer than 8". */
export type ReleasedCounts =
  | { readonly shown: true; readonly count: number }
  | { readonly shown: false; readonly below: number };

/** Published disclosure rules, named after who published them. */
export type Policy = "none" | "nhsbsa" | "nhsd-hes" | "opensafely" | "opensafely-midpoint-6" | "gpps";

/** Whole counts from one to another, both included. */
export type Band = { readonly from: number; readonly to: number };

/** What a policy does to one count. */
type CountRule = {
  readonly least: number; // the smallest count above 0 that may be shown; fewer are withheld
  readonly zero: "shown" | "withheld";
  readonly band?: Band; // the counts that nobody may tell from each other
  readonly round: (count: number) => number; // what is shown of a count that may be
};

const rules: Record<Policy, CountRule> = {
  // The practice's own report to itself, when information governance says so.
  none: { least: 0, zero: "shown", round: asItIs },
  // Patient counts below 5. NHSBSA, FOI-01428.
  nhsbsa: { least: 5, zero: "shown", band: { from: 1, to: 4 }, round: asItIs },
  // 1 to 7 withheld, the rest rounded. NHS Digital, Hospital Episode Statistics, sub-national.
  "nhsd-hes": { least: 8, zero: "shown", band: { from: 1, to: 7 }, round: toNearestFive },
  // 7 or fewer withheld, then rounded. By the letter 0 too, though the page lets a 0 stand where it says nothing about
  // anybody, which a program can't judge. docs.opensafely.org/sdc.
  opensafely: { least: 8, zero: "withheld", band: { from: 0, to: 7 }, round: toNearestFive },
  // Withholds nothing: 1 to 6 are all shown as 3. Same page.
  "opensafely-midpoint-6": { least: 0, zero: "shown", band: { from: 1, to: 6 }, round: toMidpointOfSix },
  // The count is the base: how many answered. NHS England, GP Patient Survey.
  gpps: { least: 10, zero: "withheld", band: { from: 0, to: 9 }, round: asItIs },
};

/**
 * The arithmetic of a policy for one count, a whole number of people or items from 0 up. It guards against reading a
 * small count, not against working it out from others (totals, subgroups, successive windows). Throws on anything but a
 * count.
 *
 *     release(6, "nhsd-hes") // { shown: false, below: 8 }
 *     release(12, "nhsd-hes") // { shown: true, count: 10 }
 */
export function release(count: number, policy: Policy): ReleasedCounts {
  const { least, round } = rules[policy];
  return isShown(count, policy) ? { shown: true, count: round(count) } : { shown: false, below: least };
}

/** Whether `release` shows a count. Throws as it does. */
export function isShown(count: number, policy: Policy): boolean {
  if (!(Number.isInteger(count) && count >= 0)) throw new Error(`not a count: ${count}`);
  const { least, zero } = rules[policy];
  return count === 0 ? zero === "shown" : count >= least;
}

/** Whether a policy withholds any count; one that does not blurs all. */
export function withholds(policy: Policy): boolean {
  return rules[policy].least > 0;
}

/** The small counts that a policy protects: none of them may be told from the others. */
export function bandOf(policy: Policy): Band | undefined {
  return rules[policy].band;
}

/** The counts that are shown as this one is: of 12 under nhsd-hes, 8 to 12. The count itself where it is withheld. */
export function shownAlike(count: number, policy: Policy): Band {
  const own = release(count, policy);
  const alike = (other: number) => {
    if (other < 0 || !own.shown) return false;
    const released = release(other, policy);
    return released.shown && released.count === own.count;
  };
  let [from, to] = [count, count];
  while (alike(from - 1)) from--;
  while (alike(to + 1)) to++;
  return { from, to };
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

import { describe, expect, test } from "vitest";
import { randomFor } from "../../fixtures/random.ts";
import { measure } from "../../src/measure/measure.ts";
import { bandOf, type Policy, shownAlike } from "../../src/measure/small-numbers.ts";
import { countsOf, type Own, type Standings } from "../../src/measure/standing.ts";
import { indicatorOf, inputsOf, measured, type Practice, type Service, steady } from "./service.ts";

/*
 * Counts of a composite and of its components stand in one table. What is withheld must not follow from the rest: the
 * oracle here tries every value that a withheld count may have, and knows nothing of how the engine decides.
 */

const names = ["one", "two", "three"];
const base = 400;
const patients = { is: "Patients.", counts: "patients" as const, one: "patient", many: "patients" };
const component = (indicator: string) => ({
  ...indicatorOf({ indicator, kind: "share", multiplier: 1, numerator: patients }),
});
const serviceOf = (
  takes: "any-of" | "all-of",
  practices: Record<string, Practice>,
  policy: Policy = "nhsbsa",
): Service => ({
  indicators: [{ ...component("whole"), composite: { [takes]: names } }, ...names.map(component)],
  campaign: { window: 1, disclosure: { policy } },
  practices,
  lists: false,
});

/** The composite, then its components, in every month. */
function practiceOf(counts: readonly number[]): Practice {
  return { of: Object.fromEntries(["whole", ...names].map((id, i) => [id, steady(counts[i] ?? 0, base)])) };
}

const neighbours = Object.fromEntries(
  ["B1", "B2", "B3", "B4"].map((code, i) => [code, practiceOf([60 + i, 30, 25 + i, 20])]),
);

function ownsOf(takes: "any-of" | "all-of", counts: readonly number[]): (number | string)[] {
  const service = serviceOf(takes, { ...neighbours, A: practiceOf(counts) });
  return ["whole", ...names].map((indicator) => {
    const { own } = measured(service, "A", { indicator }).standing;
    if (own.state === "shown") return countsOf(own)!.count;
    return own.state === "withheld" ? (own.guard ? "guard" : "small") : "none";
  });
}

describe("any of three", () => {
  test.each<[string, number[], (number | string)[]]>([
    ["nothing small: all is shown", [40, 20, 15, 12], [40, 20, 15, 12]],
    ["patients in two: a small one does not follow", [30, 3, 20, 18], [30, "small", 20, 18]],
    ["nobody in two: the small one would follow, so another goes too", [40, 3, 15, 22], [40, "small", "guard", 22]],
    ["a smaller other is not enough: two go", [32, 3, 5, 24], [32, "small", "guard", "guard"]],
    ["nothing left to hide but the composite", [8, 4, 4, 0], ["guard", "small", "small", 0]],
    ["a small composite", [4, 4, 0, 0], ["small", "small", 0, 0]],
  ])("%s", (_, counts, shown) => {
    expect(ownsOf("any-of", counts)).toEqual(shown);
  });
});

test("one that guards another is a peer like the others, wherever peers are counted", () => {
  const service = serviceOf("any-of", { ...neighbours, A: practiceOf([40, 3, 15, 22]) });
  const { group, standing } = measured(service, "B1", { indicator: "two" });
  const { lower, equal, higher } = standing.rank!;
  expect([group?.count, lower + equal + higher]).toEqual([5, 4]);
});

test("all of three: those who are missing from one are as protected as those in one of any", () => {
  expect(ownsOf("all-of", [360, 397, 385, 378])).toEqual([360, "small", "guard", 378]);
  expect(ownsOf("all-of", [370, 397, 380, 382])).toEqual([370, "small", 380, 382]);
});

test("all of three: a composite that is itself small does not follow from its components", () => {
  expect(ownsOf("all-of", [3, 200, 260, 243])).toEqual(["small", 200, 260, 243]); // 97 too few for any to be in all
  expect(ownsOf("all-of", [3, 300, 260, 243])).toEqual(["small", "guard", 260, 243]); // three at least are in all
});

test("a composite that guards its components is bounded by the next ten above it, not by itself", () => {
  const service = serviceOf("any-of", { ...neighbours, A: practiceOf([10, 4, 4, 2]) });
  expect(measured(service, "A", { indicator: "whole" }).standing.own).toMatchObject({ of: "count", below: 20 });
});

test("the past is guarded like the window, peers do not see the guard, and it is on record", () => {
  const service = serviceOf("any-of", { ...neighbours, A: practiceOf([40, 3, 15, 22]) });
  const { standing } = measured(service, "A", { indicator: "two" });
  expect(standing.past).toMatchObject({ state: "withheld", guard: true });
  expect(standing.suppressions[0]?.reason).toBe("a small count of the same composite would follow from it");
  const seen = measured(service, "B1", { indicator: "two" }).group;
  expect(seen?.members.map(({ code }) => code)).not.toContain("A");
  expect(seen?.count).toBe(5);
});

const asked = (["nhsbsa", "nhsd-hes", "opensafely"] as const).flatMap((policy) =>
  (["any-of", "all-of"] as const).map((takes) => ({ policy, takes })),
);

describe.each(asked)("of random practices no withheld count can be narrowed: $policy, $takes", ({ policy, takes }) => {
  const populations = Array.from({ length: 300 }, (_, i) => populationOf(i));
  const practices = Object.fromEntries(
    populations.map((counts, i) => [
      `P${i}`,
      practiceOf(takes === "any-of" ? counts : counts.map((count) => base - count)),
    ]),
  );
  const inputs = inputsOf(serviceOf(takes, practices, policy));
  const standings = measure(inputs, inputs.campaign.cycles[2]!, Object.keys(practices));

  test("every value that it may have fits what is shown", () => {
    let guards = 0;
    for (const code of Object.keys(practices)) {
      const known = knownOf(standings, code, { policy, takes });
      guards += known.filter(({ guard }) => guard).length;
      for (const [i, { from, to, small }] of known.entries()) {
        if (!small) continue;
        for (let value = from; value <= to; value++)
          expect(isPossible(known.with(i, { from: value, to: value, small }), known), `${code} ${i} ${value}`).toBe(
            true,
          );
      }
    }
    expect(guards).toBeGreaterThan(20);
  });
});

type Known = { from: number; to: number; small: boolean; guard?: boolean };

/** What a reader knows, as numbers who are in each; of an all-of, who are not. */
function knownOf({ of }: Standings, code: string, { policy, takes }: { policy: Policy; takes: string }): Known[] {
  return of[code]!.map(({ own }) => {
    const known = bounds(own, policy);
    return takes === "any-of" ? known : { ...known, from: base - known.to, to: base - known.from };
  });
}

function bounds(own: Own, policy: Policy): Known {
  if (own.state === "none") throw new Error("no own value");
  const counts = countsOf(own);
  if (own.state !== "withheld") return { ...shownAlike(counts!.count, policy), small: false };
  const band = bandOf(policy)!;
  const least = own.guard ? band.to + 1 : band.from; // a reader may guess that what has another bound is no small count
  return own.of === "count"
    ? { from: least, to: own.below - 1, small: !own.guard, guard: own.guard === true }
    : { from: base - own.below + 1, to: base - least, small: !own.guard, guard: own.guard === true };
}

/**
 * Whether counts within these bounds exist: as if nobody were in two, where that fits what is shown, and else in general. Where
 * nothing but none is shown there is nothing more to hide: that several are in some tells that one is in any.
 */
function isPossible(tried: readonly Known[], known: readonly Known[]): boolean {
  const shown = known.some(({ from, small, guard }) => !small && !guard && from > 0);
  return shown && sumFits(known) ? sumFits(tried) : unionFits(tried);
}

function sumFits([whole, ...parts]: readonly Known[]): boolean {
  const [least, most] = [parts.reduce((sum, { from }) => sum + from, 0), parts.reduce((sum, { to }) => sum + to, 0)];
  return least <= whole!.to && most >= whole!.from;
}

function unionFits([whole, ...parts]: readonly Known[]): boolean {
  const most = parts.reduce((sum, { to }) => sum + to, 0);
  const largest = Math.max(...parts.map(({ from }) => from));
  return largest <= whole!.to && whole!.from <= most;
}

/** How many of some patients are in any of three hazards and in each: rare ones, and now and then two in one patient. */
function populationOf(i: number): number[] {
  const random = randomFor(1, "nested", String(i));
  const shared = random() < 0.6 ? 0 : 0.15;
  const likely = names.map(() => random() * random() * 0.12);
  const found = Array.from({ length: 150 }, () => {
    const first = likely.findIndex((share) => random() < share);
    return names.map((_, k) => k === first || (first >= 0 && random() < shared));
  });
  return [
    found.filter((patient) => patient.includes(true)).length,
    ...names.map((_, k) => found.filter((patient) => patient[k]).length),
  ];
}

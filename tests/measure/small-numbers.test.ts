import { describe, expect, test } from "vitest";
import { bandOf, type Policy, type ReleasedCounts, release, shownAlike } from "../../src/measure/small-numbers.ts";

// count, and what each policy prints: a number, or "<8" where it withholds
const columns: Policy[] = ["none", "nhsbsa", "nhsd-hes", "opensafely", "opensafely-midpoint-6", "gpps"];

test.each([
  [0, "0", "0", "0", "<8", "0", "<10"],
  [1, "1", "<5", "<8", "<8", "3", "<10"],
  [4, "4", "<5", "<8", "<8", "3", "<10"],
  [5, "5", "5", "<8", "<8", "3", "<10"],
  [6, "6", "6", "<8", "<8", "3", "<10"],
  [7, "7", "7", "<8", "<8", "9", "<10"],
  [8, "8", "8", "10", "10", "9", "<10"],
  [9, "9", "9", "10", "10", "9", "<10"],
  [10, "10", "10", "10", "10", "9", "10"],
  [12, "12", "12", "10", "10", "9", "12"],
  [13, "13", "13", "15", "15", "15", "13"],
  [18, "18", "18", "20", "20", "15", "18"],
  [19, "19", "19", "20", "20", "21", "19"],
  [1998, "1998", "1998", "2000", "2000", "1995", "1998"],
])("%d", (count, ...expected) => {
  expect(columns.map((policy) => printed(release(count, policy)))).toEqual(expected);
});

// policy, fewest positive count that may be told, every count withheld or shown from 0 to 2000
describe.each<[Policy, number]>([
  ["none", 1],
  ["nhsbsa", 5],
  ["nhsd-hes", 8],
  ["opensafely", 8],
  ["opensafely-midpoint-6", 7],
  ["gpps", 10],
])("%s", (policy, fewest) => {
  const released = Array.from({ length: 2001 }, (_, count) => release(count, policy));

  test("more never prints less", () => {
    const shown = released.flatMap((one) => (one.shown ? [one.count] : []));
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    for (const [count, one] of released.entries()) if (!one.shown) expect(count).toBeLessThan(one.below);
  });

  test("counts from 1 to below the fewest look alike", () => {
    const small = released.slice(1, fewest);
    expect(new Set(small.map(printed)).size).toBeLessThanOrEqual(1);
  });

  test("what is shown is shown again as it is", () => {
    for (const one of released) if (one.shown) expect(release(one.count, policy)).toEqual(one);
  });

  test("nothing from the fewest up is withheld, nor told wrong by more than the rounding", () => {
    for (const [count, one] of released.entries()) {
      if (count < fewest) continue;
      expect(one.shown && Math.abs(one.count - count)).toBeLessThanOrEqual(3);
    }
  });
});

test.each<[Policy, number, number]>([
  ["nhsbsa", 1, 4],
  ["nhsd-hes", 1, 7],
  ["opensafely", 0, 7],
  ["opensafely-midpoint-6", 1, 6],
  ["gpps", 0, 9],
])("%s: nobody may tell the counts from %d to %d apart", (policy, from, to) => {
  expect(bandOf(policy)).toEqual({ from, to });
  const seen = new Set(Array.from({ length: to - from + 1 }, (_, i) => printed(release(from + i, policy))));
  expect(seen.size).toBe(1);
  expect(seen).not.toContain(printed(release(to + 1, policy)));
});

test.each<[number, Policy, number, number]>([
  [12, "nhsd-hes", 8, 12],
  [13, "nhsd-hes", 13, 17],
  [5, "nhsbsa", 5, 5],
  [3, "nhsbsa", 3, 3],
  [4, "opensafely-midpoint-6", 1, 6],
  [0, "opensafely-midpoint-6", 0, 0],
])("%d under %s is shown as those from %d to %d are", (count, policy, from, to) => {
  expect(shownAlike(count, policy)).toEqual({ from, to });
});

test("anything but a count is an error", () => {
  for (const count of [-1, 1.5, Number.NaN, Infinity]) {
    expect(() => release(count, "none")).toThrow(`not a count: ${count}`);
  }
});

function printed(released: ReleasedCounts): string {
  return released.shown ? `${released.count}` : `<${released.below}`;
}

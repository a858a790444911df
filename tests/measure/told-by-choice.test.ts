import { expect, test } from "vitest";
import { controlBy } from "../../src/measure/disclosure.ts";
import { releaseParts } from "../../src/measure/parts.ts";
import { bandOf, type Policy } from "../../src/measure/small-numbers.ts";
import { indicatorOf } from "./service.ts";

/*
 * The attacker knows the rule, and the total and the parts shown to the last digit. He tries every table that comes to the
 * total, and keeps those of which the same is shown. Of each of these tables the rule that hides the next smallest gave a small count
 * away, in part or as a whole: [4, 11, 11, 0] under nhsbsa could be nothing else.
 */
const rate = indicatorOf({ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } });

const tables: readonly [Policy, readonly number[]][] = [
  ["nhsbsa", [4, 11, 11, 0]],
  ["nhsbsa", [4, 17, 16, 14]],
  ["nhsbsa", [13, 3, 7, 8]],
  ["nhsbsa", [9, 9, 0, 3]],
  ["nhsd-hes", [8, 9, 8, 5]],
  ["nhsd-hes", [23, 2, 21, 3]],
  ["nhsd-hes", [11, 6, 9, 1]],
];

test.each(tables)("%s: who knows the rule cannot narrow a small count of %j", (policy, counts) => {
  const states = statesOf(policy, counts);
  const hidden = states.flatMap((state, i) => (state === "withheld" ? [i] : []));
  expect(hidden.length).toBeGreaterThan(1);
  const { from, to } = bandOf(policy)!;
  for (const i of hidden) {
    const amounts = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    const possible = amounts.filter((amount) =>
      tablesLike(counts, hidden, { i, amount }).some((each) => statesOf(policy, each).join() === states.join()),
    );
    expect([[], amounts], `${states.join()}: what part ${i} can be`).toContainEqual(possible);
  }
});

test("where nothing is told, no more is hidden than before", () => {
  expect(statesOf("nhsbsa", [12, 40, 9, 31, 5])).not.toContain("withheld");
  expect(statesOf("nhsbsa", [12, 40, 3, 31, 9]).filter((state) => state === "withheld")).toHaveLength(2);
});

function statesOf(policy: Policy, counts: readonly number[]): string[] {
  const parts = counts.map((numerator) => ({ numerator, denominator: 1000, months: 12 }));
  const total = { numerator: sum(counts), denominator: 1000 * counts.length, months: 12 };
  return releaseParts(controlBy(policy, rate), total, parts).map(({ state }) => state);
}

/** Every table with the same parts shown and the same total, where one hidden part is given. */
function* tablesLike(
  counts: readonly number[],
  hidden: readonly number[],
  { i, amount }: { i: number; amount: number },
): Generator<number[]> {
  const free = hidden.filter((each) => each !== i);
  function* filled(table: number[], places: readonly number[], left: number): Generator<number[]> {
    const [place, ...more] = places;
    if (left < 0 || place === undefined) return;
    if (more.length === 0) yield table.with(place, left);
    else for (let own = 0; own <= left; own++) yield* filled(table.with(place, own), more, left - own);
  }
  yield* filled([...counts].with(i, amount), free, sum(hidden.map((each) => counts[each]!)) - amount);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

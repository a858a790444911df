import { describe, expect, test } from "vitest";
import { randomFor } from "../../fixtures/random.ts";
import { type Control, controlBy, releaseOwn } from "../../src/measure/disclosure.ts";
import { type Point, releasePoints } from "../../src/measure/points.ts";
import { type Band, bandOf, type Policy, shownAlike } from "../../src/measure/small-numbers.ts";
import { pointsOf } from "../../src/measure/standing.ts";
import { indicatorOf } from "./service.ts";
import { type Fact, solve } from "./simplex.ts";

/*
 * The attacker keeps every report of one practice: the window, the same months a year before, the points of the trend, each as
 * it is shown. All of it is sums of months, so the least and the most that any count can be are two linear programmes. A small
 * count is told where they leave him fewer counts than the policy's band has; it is told exactly where they leave him one.
 */
const policies: readonly Policy[] = ["nhsbsa", "nhsd-hes", "opensafely", "opensafely-midpoint-6"];
const people = indicatorOf({ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } });
const list = 6000;
const window = 12;

describe.each(policies)("%s, in one report", (policy) => {
  test.each([
    ["quarters", [3]],
    ["half years and quarters", [6, 3]],
    ["years", [12]],
  ])("points of %s beside the window and the year before tell no small count", (_, lengths) => {
    const { secrets, told } = attackedOf(policy, { cycles: 1, step: 1, lengths, practices: 60 });
    expect(secrets).toBeGreaterThan(10);
    expect(told).toBe(0);
  });
});

describe("over several reports", () => {
  test.each([
    ["quarterly", 2, 3],
    ["every two months", 3, 2],
    ["a year apart", 2, 12],
  ])(
    "%s: a policy that rounds tells no count exactly, and bounds few of them closer than its band",
    (_, cycles, step) => {
      for (const policy of ["nhsd-hes", "opensafely"] as const) {
        const { secrets, told, exact } = attackedOf(policy, { cycles, step, lengths: [3], practices: 40 });
        expect(exact, policy).toBe(0);
        expect(told / secrets, policy).toBeLessThan(0.08);
      }
    },
  );

  test("a policy that shows exact counts tells some exactly: such a campaign is refused (tests/broken/policy-rolling)", () => {
    expect(attackedOf("nhsbsa", { cycles: 2, step: 3, lengths: [3], practices: 40 }).exact).toBeGreaterThan(5);
  });

  test("of one period at a time, by itself, nothing is told: what is shown of a day stays what it was", () => {
    const { secrets, told } = attackedOf("nhsbsa", { cycles: 3, step: 2, lengths: [1], practices: 4, window: 1 });
    expect(secrets).toBeGreaterThan(30);
    expect(told).toBe(0);
  });
});

type Reports = { cycles: number; step: number; lengths: readonly number[]; practices: number; window?: number };

/** How many small counts practices have that are not shown as themselves, of how many the band is narrower, and how many are known. */
function attackedOf(policy: Policy, reports: Reports) {
  const random = randomFor(7, policy);
  const band = bandOf(policy)!;
  let [secrets, told, exact] = [0, 0, 0];
  for (let n = 0; n < reports.practices; n++) {
    const mean = [0.3, 1, 2, 5][n % 4]!;
    const months = Array.from({ length: 36 }, () => poisson(random, mean));
    const { facts, hidden } = readAll(controlBy(policy, people), months, reports);
    for (const point of hidden) {
      if (!isIn(band, point.raw.numerator)) continue;
      secrets++;
      const least = Math.ceil(solve(rowOf(months, point), facts, "least") - 1e-6);
      const most = Math.floor(solve(rowOf(months, point), facts, "most") + 1e-6);
      if (most - least < band.to - band.from) told++;
      if (most === least) exact++;
    }
  }
  return { secrets, told, exact };
}

/** What the reports of all cycles say of some months, and which stretches they do not show as they are. */
function readAll(
  control: Control,
  months: readonly number[],
  { cycles, step, lengths, window: own = window }: Reports,
) {
  const facts: Fact[] = [];
  const hidden = new Map<string, Point>();
  const hide = (point: Point, from: number, to: number) => {
    facts.push({ row: rowOf(months, point), from, to });
    hidden.set(`${point.from} ${point.to}`, point);
  };
  const show = (point: Point) => {
    const alike = shownAlike(point.raw.numerator, control.policy);
    if (alike.from === alike.to) facts.push({ row: rowOf(months, point), ...alike });
    else hide(point, alike.from, alike.to); // shown as its neighbours are
  };
  for (let cycle = 0; cycle < cycles; cycle++) {
    const end = months.length - 1 - (cycles - 1 - cycle) * step;
    const totals = [end, end - 12].filter((to) => to - own + 1 >= 0).map((to) => stretch(months, to - own + 1, to));
    const points = lengths.flatMap((length) =>
      Array.from({ length: Math.floor((end + 1) / length) }, (_, i) =>
        stretch(months, end - (i + 1) * length + 1, end - i * length),
      ),
    );
    const shown = totals.filter(({ raw }) => releaseOwn(control, raw).state === "shown");
    for (const total of totals) {
      const { state, ...told } = releaseOwn(control, total.raw);
      if (state === "shown") show(total);
      else
        hide(
          total,
          bandOf(control.policy)!.from,
          "below" in told ? (told.below as number) - 1 : Number.POSITIVE_INFINITY,
        );
    }
    pointsOf({ points, ...releasePoints(control, points, shown) }).forEach(({ withheld }, i) => {
      if (withheld) hide(points[i]!, 0, Number.POSITIVE_INFINITY);
      else show(points[i]!);
    });
  }
  return { facts: merged(facts), hidden: hidden.values() };
}

/** One fact of each stretch, however often it was told. */
function merged(facts: readonly Fact[]): Fact[] {
  return [...Map.groupBy(facts, ({ row }) => row.join(""))].map(([, same]) => ({
    row: same[0]!.row,
    from: Math.max(...same.map(({ from }) => from)),
    to: Math.min(...same.map(({ to }) => to)),
  }));
}

function stretch(months: readonly number[], from: number, to: number): Point {
  const numerator = months.slice(from, to + 1).reduce((sum, each) => sum + each, 0);
  return { from, to, raw: { numerator, denominator: list * (to - from + 1), months: to - from + 1 }, whole: true };
}

function rowOf(months: readonly number[], { from, to }: Point): number[] {
  return months.map((_, i) => (i >= from && i <= to ? 1 : 0));
}

function isIn({ from, to }: Band, count: number): boolean {
  return count >= from && count <= to;
}

function poisson(random: () => number, mean: number): number {
  const drawn = random();
  let [count, chance] = [0, Math.exp(-mean)];
  for (let sum = chance; drawn > sum && count < 100; sum += chance) chance *= mean / ++count;
  return count;
}

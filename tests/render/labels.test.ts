import { expect, test } from "vitest";
import { flightOf, type LabelWords } from "../../src/render/labels.ts";

type Side = "right" | "left" | "over";

const bounds = { width: 395, bottom: 90 };

/** A label as wide and as high as its words, `x` px from the left. */
function label(x: number, width: number, role: LabelWords["role"] = "median"): LabelWords {
  return { role, aim: false, x, head: ["head"], note: [], width, height: 15 + (width % 3) * 14 };
}

/** The same search in the plainest way: every order and every side is laid out, and the first of the least cost is kept. */
function everyWay(labels: readonly LabelWords[]) {
  const sorted = [...labels].sort((a, b) => a.x - b.x);
  let best: { cost: number; placed: { tier: number; from: number; top: number }[] } | undefined;
  for (const order of orders(sorted.length))
    for (const sides of choices(sorted.length)) {
      const placed = sorted.map((each, i) => {
        const below = sorted.filter((_, j) => order[j]! < order[i]!).reduce((sum, { height }) => sum + height, 0);
        const over = Math.min(Math.max(each.x - each.width / 2, 0), bounds.width - each.width);
        const from = { right: each.x + 7, left: each.x - 7 - each.width, over }[sides[i]!];
        return { ...each, tier: order[i]!, from, top: bounds.bottom + below + each.height };
      });
      const turned = sides.filter((side) => side === "left").length * 10;
      const over = sides.filter((side) => side === "over").length * 100;
      const cost = over + turned + order.filter((tier, i) => tier !== order.length - 1 - i).length;
      const isClear = placed.every(
        ({ from, width, tier }) =>
          from >= -0.5 &&
          from + width <= bounds.width + 0.5 &&
          placed.every((other) => other.tier <= tier || other.x < from - 3 || other.x > from + width + 3),
      );
      if (isClear && (!best || cost < best.cost)) best = { cost, placed };
    }
  return best?.placed.map(({ tier, from, top }) => ({ tier, from, top }));
}

function orders(length: number, left = Array.from({ length }, (_, i) => i)): number[][] {
  return left.length === 0
    ? [[]]
    : left.flatMap((first) =>
        orders(
          length,
          left.filter((each) => each !== first),
        ).map((rest) => [first, ...rest]),
      );
}

function choices(length: number): Side[][] {
  if (length === 0) return [[]];
  return choices(length - 1).flatMap((rest) => (["right", "left", "over"] as const).map((side) => [...rest, side]));
}

/** Numbers between 0 and 1 that look random, the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test("a flight of labels is the cheapest in which nothing is crossed, as it is found by trying all", () => {
  const next = numbers(7);
  const flights = Array.from({ length: 300 }, (_, i) => {
    const labels = Array.from({ length: 1 + (i % 3) }, () =>
      label(Math.round(next() * bounds.width), Math.round(40 + next() * 300)),
    );
    const found = flightOf(labels, bounds)?.map(({ tier, from, top }) => ({ tier, from, top }));
    expect(found, JSON.stringify(labels)).toEqual(everyWay(labels));
    return found;
  });
  expect(flights.filter((found) => found === undefined).length).toBeGreaterThan(0);
  expect(flights.filter((found) => found !== undefined).length).toBeGreaterThan(200);
});

import { describe, expect, test } from "vitest";
import { randomFor } from "../../fixtures/random.ts";
import { type Control, controlBy, type Raw, releaseOwn } from "../../src/measure/disclosure.ts";
import { releaseParts } from "../../src/measure/parts.ts";
import { type Band, bandOf, type Policy, shownAlike } from "../../src/measure/small-numbers.ts";
import { indicatorOf, shareOf } from "./service.ts";
import { solve } from "./simplex.ts";

const rate = indicatorOf({ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } });
const share = shareOf({ numerator: { is: "People.", counts: "patients", one: "person", many: "people" } });

const policies: readonly Policy[] = ["nhsbsa", "nhsd-hes", "opensafely", "opensafely-midpoint-6", "gpps", "none"];

function part(numerator: number, denominator = 1000): Raw {
  return { numerator, denominator, months: 12 };
}

function sum(parts: readonly Raw[]): Raw {
  return parts.reduce(
    (all, { numerator, denominator }) => part(all.numerator + numerator, all.denominator + denominator),
    part(0, 0),
  );
}

/** What is printed of each part: its count, – where it is withheld, 0 people where there is nobody. */
function shown(control: Control, counts: readonly number[], total = sum(counts.map((count) => part(count)))): string {
  const parts = releaseParts(
    control,
    total,
    counts.map((count) => part(count)),
  );
  return parts
    .map((each) => (each.state === "shown" ? `${each.count}` : each.state === "withheld" ? "–" : "0 people"))
    .join(" ");
}

describe("the parts of a total that is shown", () => {
  const exact = controlBy("nhsbsa", rate);

  test.each([
    ["nothing small: all are shown", [12, 40, 9, 31, 5], "12 40 9 31 5"],
    ["one small: the next smallest goes with it", [12, 40, 3, 31, 9], "12 40 – 31 –"],
    ["two small that come to enough guard each other", [12, 40, 3, 4, 9], "12 40 – – 9"],
    ["two small that come to too few do not", [12, 40, 1, 2, 9], "12 40 – – –"],
    ["a zero is shown, and guards nothing", [12, 0, 3, 31, 9], "12 0 – 31 –"],
    ["where only zeros are left, nothing is shown at all", [0, 0, 1, 2, 2], "– – – – –"],
    ["two zeros tell nothing", [12, 0, 0, 31, 9], "12 0 0 31 9"],
  ])("%s", (_, counts, expected) => {
    expect(shown(exact, counts)).toBe(expected);
  });

  test("what is in no part is a count too", () => {
    expect(shown(exact, [12, 40, 9, 31, 6], part(98 + 30, 5000))).toBe("12 40 9 31 6");
    expect(shown(exact, [12, 40, 9, 31, 6], part(98 + 2, 5000))).toBe("– – – – –"); // that 9 and 6 went with it would tell of the two
  });

  test("of a total that is not shown nothing is", () => {
    expect(shown(exact, [1, 2, 0, 0, 0])).toBe("– – – – –");
  });

  test("where the policy withholds a zero, a part without anybody is one", () => {
    const strict = controlBy("opensafely", rate);
    expect(shown(strict, [12, 40, 0, 31, 9])).toBe("10 40 – 30 –");
    expect(
      releaseParts(controlBy("opensafely", share), part(60, 200), [part(60, 150), part(0, 0), part(0, 50)])[1],
    ).toEqual({ state: "withheld" });
    expect(releaseParts(controlBy("nhsd-hes", share), part(60, 200), [part(60, 200), part(0, 0)])[1]).toEqual({
      state: "none",
    });
  });

  test("of a share what is left is protected as well, and how many there are", () => {
    const control = controlBy("nhsbsa", share);
    const parts = [part(97, 100), part(40, 80), part(30, 90)];
    expect(releaseParts(control, sum(parts), parts).map(({ state }) => state)).toEqual([
      "withheld",
      "shown",
      "withheld",
    ]);
  });
});

/*
 * The adversary has all that is released (the total, the parts shown) and knows the rule; that a part is withheld tells
 * him, where zeros are shown, that it is none. Everything he knows is linear, so what he can work out of a count is the
 * answer of two linear programmes: the least and the most it can be.
 */
describe.each(policies)("%s: no withheld count is told from the others of its band", (policy) => {
  test.each([
    ["rate", rate],
    ["share", share],
  ] as const)("%s", (_, indicator) => {
    const control = controlBy(policy, indicator);
    const random = randomFor(7, policy, indicator.kind);
    let hidden = 0;
    for (let round = 0; round < 100; round++) {
      const parts = Array.from({ length: 2 + Math.floor(random() * 4) }, () => drawn(random, indicator.kind));
      const outside = random() < 0.5 ? part(0, 0) : drawn(random, indicator.kind);
      const total = sum([...parts, outside]);
      const released = releaseParts(control, total, parts);
      if (releaseOwn(control, total).state !== "shown") {
        expect(released.every(({ state }) => state === "withheld")).toBe(true);
        continue;
      }
      const withheld = released.filter(({ state }) => state === "withheld").length;
      expect(withheld, JSON.stringify(parts)).not.toBe(1);
      hidden += withheld;
      for (const { count, known } of attacked(control, { total, parts, outside }, released))
        expect(known.to - known.from, `${count} of ${JSON.stringify({ parts, outside })}`).toBeGreaterThanOrEqual(
          widthOf(policy) - 1e-6,
        );
    }
    expect(hidden > 0).toBe(policy !== "none");
  });
});

function drawn(random: () => number, kind: string): Raw {
  const numerator = random() < 0.2 ? 0 : Math.floor(random() ** 3 * 60);
  if (kind === "rate") return part(numerator, random() < 0.1 ? Math.floor(random() * 14) + numerator : 500);
  return part(numerator, numerator + (random() < 0.2 ? 0 : Math.floor(random() ** 3 * 60)));
}

function widthOf(policy: Policy): number {
  const band = bandOf(policy);
  return band ? band.to - band.from : 0;
}

type World = { total: Raw; parts: readonly Raw[]; outside: Raw };

/** Every protected count that is not released as itself, and where the adversary knows it to lie. */
function* attacked(control: Control, { total, parts, outside }: World, released: ReturnType<typeof releaseParts>) {
  const { policy, indicator } = control;
  const band = bandOf(policy);
  if (!band) return;
  const isShare = indicator.kind === "share";
  const ofCount = policy !== "gpps";
  const ofBase = policy === "gpps" || isShare;
  // Cells: count and rest of each part, then of what is in no part.
  const cells = [...parts, outside];
  const size = cells.length * 2;
  const count = (i: number) => unit(size, [2 * i]);
  const base = (i: number) => unit(size, [2 * i, 2 * i + 1]);
  // Where no part is shown, there is no table: what the total by itself tells who knows all that is in no part is not its doing.
  const isTable = released.some(({ state }) => state === "shown");
  for (const knowsOutside of isTable ? [true, false] : [false]) {
    const rules: { row: number[]; from: number; to: number }[] = [];
    const learn = (row: number[], { from, to }: Band) => rules.push({ row, from, to });
    const see = (raw: Raw, c: number[], b: number[]) => {
      learn(c, ofCount ? shownAlike(raw.numerator, policy) : { from: raw.numerator, to: raw.numerator });
      if (ofBase) learn(b, shownAlike(raw.denominator, policy)); // the list of a rate is no bound of its count
    };
    see(
      total,
      unit(
        size,
        cells.flatMap((_, i) => [2 * i]),
      ),
      unit(
        size,
        cells.map((_, i) => i).flatMap((i) => [2 * i, 2 * i + 1]),
      ),
    );
    parts.forEach((raw, i) => {
      const state = released[i]?.state;
      if (state === "shown") see(raw, count(i), base(i));
      if (state === "none") learn(base(i), { from: 0, to: 0 });
      if (
        state === "withheld" &&
        !isShare &&
        ofCount &&
        band.from === 1 &&
        released.some((each) => each.state === "shown")
      )
        learn(count(i), { from: 1, to: Number.POSITIVE_INFINITY });
    });
    if (knowsOutside) {
      learn(count(parts.length), { from: outside.numerator, to: outside.numerator });
      learn(base(parts.length), { from: outside.denominator, to: outside.denominator });
    }
    const seen = (row: number[]): Band => ({ from: solve(row, rules, "least"), to: solve(row, rules, "most") });
    for (const [i, raw] of cells.entries()) {
      const isOutside = i === parts.length;
      if (isOutside ? knowsOutside : released[i]?.state === "none") continue;
      const isSmall = (amount: number) => (isOutside ? amount > 0 : true) && amount >= band.from && amount <= band.to;
      if (ofCount && isSmall(raw.numerator)) yield { count: raw.numerator, known: seen(count(i)) };
      if (ofCount && isShare && isSmall(raw.denominator - raw.numerator))
        yield { count: raw.denominator - raw.numerator, known: seen(unit(size, [2 * i + 1])) };
      if (ofBase && isSmall(raw.denominator)) yield { count: raw.denominator, known: seen(base(i)) };
    }
  }
}

function unit(size: number, at: readonly number[]): number[] {
  return Array.from({ length: size }, (_, i) => (at.includes(i) ? 1 : 0));
}

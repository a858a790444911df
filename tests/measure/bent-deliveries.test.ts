import { describe, expect, test } from "vitest";
import { reconcile } from "../../src/measure/delivery/reconcile.ts";
import { cycles, inputsOf, type Monthly, type Practice } from "./service.ts";

/* Deliveries that read well and are bent: what each check finds, and what it lets pass. */

const cycle = cycles[2]!; // August 2026

/** Twenty practices of 5,000 to 6,900 patients, with 80 to 120 items that differ from month to month; `change` bends some. */
function told(change: (i: number, plain: Practice & { items: Monthly }) => Practice = (_, plain) => plain): string[] {
  const practices = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => {
      const list = 5000 + 100 * i;
      const items: Monthly = (ago) => [80 + ((i * 7 + ago * 13) % 41), list + ago];
      return [`B${String(i + 1).padStart(2, "0")}`, change(i, { items, patients: list })];
    }),
  );
  return reconcile(inputsOf({ practices }), cycle, []).map(({ severity, message }) => `${severity} ${message}`);
}

const all =
  (bend: (n: number, d: number, ago: number, i: number) => readonly [number, number] | undefined, some = 20) =>
  (i: number, plain: Practice & { items: Monthly }): Practice => ({
    ...plain,
    items: (ago) => (i < some ? bend(...plain.items(ago)!, ago, i) : plain.items(ago)),
  });

test("a sound delivery has nothing to be told of", () => {
  expect(told()).toEqual([]);
});

describe("a month that is far below all others", () => {
  test("of half the items stops it", () => {
    expect(told(all((n, d, ago) => [ago === 0 ? n / 2 : n, d]))).toEqual([
      expect.stringMatching(
        /^error low-months: counts of "items" are far below .*: August 2026 \(\d+ of 20 practices\)/,
      ),
    ]);
  });

  test("of zeros for half the practices stops it, in the middle too", () => {
    expect(told(all((n, d, ago) => [ago === 7 ? 0 : n, d], 10))[0]).toMatch(/January 2026 \(10 of 20 practices\)/);
  });

  test("is a season where the year before was as low, and the practice's own where it is one", () => {
    expect(told(all((n, d, ago) => [ago % 12 === 0 ? Math.round(n / 3) + 20 : n, d]))).toEqual([]);
    expect(told(all((n, d, ago) => [ago === 0 ? 0 : n, d], 1))).toEqual([
      expect.stringMatching(/^warning implausible-months: .* B01 none in August 2026/),
    ]);
  });
});

test("a month that is a copy of the one before stops it", () => {
  const copied = all((n, d, ago, i) => (ago === 0 ? [80 + ((i * 7 + 13) % 41), d + 1] : [n, d]));
  expect(told(copied)).toEqual([
    expect.stringMatching(
      /^error repeated-months: .* the month before: August 2026 \(20 of 20 practices\); the campaign accepts 50%/,
    ),
  ]);
});

test("values per 1,000 that are given as counts stop it", () => {
  const [first] = told((_, plain) => ({ items: (ago) => [plain.items(ago)![0], 1000] }));
  expect(first).toMatch(/^error same-denominators: denominators of "items" are 1,000 in 720 of 720 rows/);
});

describe("lists that are not those of the directory", () => {
  test("stop it where they are in thousands", () => {
    expect(told(all((n, d) => [n, d / 1000])).filter((each) => each.startsWith("error lists-unlike"))).toHaveLength(1);
  });

  test("are told where one is ten times as large", () => {
    expect(told(all((n, d) => [n, d * 10], 1))).toEqual([
      expect.stringMatching(/^warning lists-unlike: .* for 1 of 20 practices: B01 \(50,000, there 5,000\)$/),
    ]);
  });
});

describe("a practice in another unit than all others", () => {
  test("stops it where it has a thousand times as much, or a thousandth", () => {
    expect(told(all((n, d) => [n * 1000, d], 1))[0]).toMatch(/^error far-values: values of "items" .* B01 \(/);
    expect(told(all((n, d) => [n / 1000, d], 1))[0]).toMatch(
      /^error odd-values: values of "items" .* B01 \(\d+ times as small\)/,
    );
  });

  test("is none where it prescribes little", () => {
    expect(told(all((_, d, ago) => [ago % 6 === 0 ? 1 : 0, d], 1))).toEqual([]);
  });
});

describe("practices with data that are not open by the directory", () => {
  test("stop it where they are many, closed or not yet open", () => {
    const closed = (i: number, plain: Practice): Practice => (i < 2 ? { ...plain, closed: "2026-01-31" } : plain);
    expect(told(closed)[0]).toMatch(
      /^error not-open: 2 practices .*: B01 \(closed on 31 January 2026, data to August 2026\)/,
    );
    const late = (i: number, plain: Practice): Practice => (i < 2 ? { ...plain, opened: "2026-09-01" } : plain);
    expect(told(late)[0]).toMatch(/B01 \(opens on 1 September 2026, data to August 2026\)/);
  });

  test("are told where they are few, and none where their rows end soon after", () => {
    expect(told((i, plain) => (i < 1 ? { ...plain, closed: "2026-01-31" } : plain))[0]).toMatch(/^warning not-open: 1/);
    expect(told((i, plain) => (i < 2 ? { ...plain, closed: "2026-06-30" } : plain))).toEqual([]);
  });
});

describe("months of none that were left out", () => {
  const rare =
    (hasZeros: boolean) =>
    (i: number, plain: Practice & { items: Monthly }): Practice => ({
      ...plain,
      items: (ago) => {
        const n = (i + ago) % 4;
        return n === 0 && !hasZeros ? undefined : [n, plain.items(ago)![1]];
      },
    });

  test("stop it", () => {
    expect(told(rare(false)).filter((each) => each.includes("zeros-left-out"))).toEqual([
      expect.stringMatching(/^error zeros-left-out: no number of "items" is 0, \d+ are 1 or 2, and 20 of 20 practices/),
    ]);
  });

  test("are none where there are zeros", () => {
    expect(told(rare(true))).toEqual([]);
  });
});

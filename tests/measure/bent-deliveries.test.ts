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

test("it is a copy of the counts too where denominators are its own", () => {
  const copied = all((n, d, ago, i) => (ago === 0 ? [80 + ((i * 7 + 13) % 41), d + 50] : [n, d]));
  expect(told(copied)[0]).toMatch(/^error repeated-months: .* August 2026 \(20 of 20 practices\)/);
});

describe("counts that are none", () => {
  test("rates in their place stop it, as no whole numbers", () => {
    expect(told(all((n, d) => [n / 7, d]))).toEqual([
      expect.stringMatching(/^error fractional-counts: .* in \d+ of 480 rows, and are counted as items: /),
    ]);
    expect(told(all((n, d, ago) => [ago === 5 ? n + 0.5 : n, d]))).toEqual([]); // one month in two years
  });

  test("values that print as 0 stop it, and are told where they are one's own", () => {
    const others = /^(error|warning) printed-as-none/;
    const found = (some: number) =>
      told((i, plain) => ({
        items: (ago) => [plain.items(ago)![0], plain.items(ago)![1] * (i < some ? 1000 : 1)],
      })).filter((each) => others.test(each));
    expect(found(20)).toEqual([
      expect.stringMatching(
        /^error printed-as-none: .* print as 0 for 20 of 20 practices that have 10 or more: B01 \(/,
      ),
    ]);
    expect(found(5)[0]).toMatch(/^error printed-as-none: .* for 5 of 20 /);
    expect(found(1)[0]).toMatch(/^warning printed-as-none: .* for 1 of 20 /);
  });
});

describe("small counts", () => {
  const rare: Monthly = (ago) => [[4, 7, 2, 6, 1, 5, 9, 3, 8, 0][ago % 10]!, 5000 + ago];
  const small = (write: (count: number) => number | undefined) =>
    told((i, plain) => ({
      ...plain,
      items: (ago) => {
        const [few, d] = rare(ago + i)!;
        const n = ago === 4 ? 11 + few : few;
        const written = write(n);
        return written === undefined ? undefined : [written, d];
      },
    })).filter((each) => each.includes("small-counts-gone"));

  test.each([
    ["written as 0", (n: number) => (n < 5 ? 0 : n)],
    ["written as 5", (n: number) => (n > 0 && n < 5 ? 5 : n)],
    ["rounded to fives", (n: number) => 5 * Math.round(n / 5)],
    ["left out", (n: number) => (n > 0 && n < 5 ? undefined : n)],
  ])("that are %s stop it", (_, write) => {
    expect(small(write)).toEqual([
      expect.stringMatching(/^error small-counts-gone: no number of "items" is 1 to 4, and 20 of 20 practices have /),
    ]);
  });

  test("that are there, or that nobody has anyway, are nothing to tell", () => {
    expect(small((n) => n)).toEqual([]);
    expect(small((n) => n + 60)).toEqual([]);
  });
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

  test("stop it where many close at once, as none do, though rows end soon after", () => {
    expect(told((i, plain) => (i < 8 ? { ...plain, closed: "2026-06-30" } : plain))[0]).toMatch(/^error not-open: 8/);
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

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { ofValues } from "../../src/input/library/patterns.ts";
import { closure, type Signal, signals } from "../../src/input/library/signals.ts";
import { vocabulary } from "../../src/input/library/vocabulary.ts";
import { measure } from "../../src/measure/measure.ts";
import { toMaterial, voiceOf } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { variables } from "../../src/report/variables.ts";
import { loaded } from "../loaded.ts";
import {
  indicatorOf,
  type Monthly,
  measured,
  type Practice,
  peers,
  shareOf,
  steady,
  without,
  yearly,
} from "./service.ts";

/** What one practice did beside eleven others, whose rates are 1.0, 1.2, … 3.0 per 1,000 patients. */
type Case =
  | Monthly
  | {
      items?: Monthly;
      other?: Monthly;
      indicator?: Partial<Indicator>;
      campaign?: object;
      is?: Practice;
      lists?: boolean;
      months?: number;
      among?: readonly number[]; // items a month of the peers
    };

const list = 10_000;
const level = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]; // items a month
const at = (items: number): Monthly => steady(items, list);
const from = (before: number, now: number): Monthly => yearly(at(now), at(before));
const gapIn =
  (items: number, month: number): Monthly =>
  (ago) => [ago === month ? 0 : items, list];
const inMonths =
  (months: number): Monthly =>
  (ago) => [ago < months ? 1 : 0, list];
const sloping = (a: 1 | -1, months = 60): Case => ({
  items: (ago) => (ago < months ? [20 - a * Math.floor(ago / 12) + 0.1 * ((ago * 7) % 3), list] : undefined),
  months: 60,
});
const wild =
  (items: number): Monthly =>
  (ago) => [items + (ago % 2 === 0 ? 14 : -14), list];
const none = (items: Monthly): Case => ({ items, indicator: { direction: "none" } });
const target = (items: Monthly): Case => ({
  items,
  indicator: { target: { value: 2, label: "Target", source: "A plan" } },
});
const patients = (items: Monthly): Case => ({
  items,
  indicator: { numerator: { ...indicatorOf({}).numerator, counts: "patients" } },
  campaign: { disclosure: { policy: "nhsd-hes" } },
});
const balancing = (items: Monthly, other: Monthly): Case => ({
  items,
  other,
  indicator: { "balanced-by": ["other"] },
});
const taken = (quantity: number): Case => ({
  items: at(quantity),
  indicator: { numerator: { ...indicatorOf({}).numerator, counts: "quantity", "one-patient": 10 } },
});
const two = (items: number, other: number): Case => ({ items: at(items), other: at(other) });

/** Those of published values have their cases in published.test.ts, those since the last report in earlier.test.ts. */
type OfCounts = Exclude<Signal, (typeof ofValues)[number] | "told-before" | `${string}-since`>;

const counted = signals.filter(
  (signal): signal is OfCounts => !ofValues.some((each) => each === signal) && !closure(signal).includes("told-before"),
);

/** For each signal a case in which it fires, and a near one in which it does not. */
const cases: Record<OfCounts, [fires: Case, misses: Case]> = {
  measured: [at(20), () => undefined],
  "no-data": [without(at(20), 2, 3, 4, 5), without(at(20), 2, 3, 4)],
  withheld: [patients(inMonths(7)), patients(inMonths(8))],
  "small-numbers": [inMonths(7), inMonths(8)],
  "few-patients": [taken(29), taken(30)], // of 10 a month each: 2.9 and 3 patients
  "clearly-few": [inMonths(7), inMonths(8)],
  implausible: [gapIn(20, 4), gapIn(12, 4)], // of Poisson e⁻²⁰ and e⁻¹²: 2 in a thousand million, and 6 in a million
  doubted: [gapIn(20, 15), gapIn(20, 4)], // in the year before, and in the window
  incomplete: [without(at(20), 4), at(20)],
  sized: [patients(inMonths(7)), () => undefined],
  "has-interval": [at(20), patients(inMonths(7))],
  "list-known": [at(20), { items: at(20), lists: false }],
  compared: [at(20), inMonths(7)],
  "peers-known": [
    { campaign: minimum(12), items: at(20) },
    { campaign: minimum(13), items: at(20) },
  ],
  "few-peers": [
    { campaign: minimum(13), items: at(20) },
    { campaign: minimum(12), items: at(20) },
  ],
  "has-past": [at(20), without(at(20), 17)],
  "first-report": [
    { items: at(20), is: { opened: "2026-08-18" } },
    { items: at(20), is: { opened: "2026-08-16" } },
  ],
  "list-step": [(ago) => [20, ago < 5 ? 1.25 * list : list], (ago) => [20, ago < 5 ? 1.24 * list : list]],
  zero: [at(0), inMonths(1)],
  "past-zero": [at(0), at(1)],
  "past-some": [at(1), at(0)],
  "has-target": [target(() => undefined), at(20)],
  "has-benchmark": [at(20), none(at(20))],
  unreliable: [{ items: at(25), among: Array(11).fill(20) }, at(25)],
  ranked: [at(25), { items: at(25), among: Array(11).fill(20) }],
  usual: [at(25), at(60)],
  "unusual-high": [at(60), at(25)],
  "unusual-low": [at(2), at(10)],
  "better-than-median": [at(15), at(20)],
  "worse-than-median": [at(25), at(20)],
  "about-level": [at(20), at(25)],
  "level-by-chance": [wild(26), wild(24)], // typical with it: 2.1, and a fifth more 2.5; the middle half: to 2.6
  "in-best-quarter": [at(12), at(17)],
  "outside-best-quarter": [at(17), at(16)], // 1.55 and 1.6: both print 1.6
  "about-best-quarter": [at(16), at(17)], // 1.55 and 1.6
  "best-of-peers": [at(5), at(10)], // the best of the others has 10
  "twice-median": [at(37), at(36)], // of 2.1
  "half-median": [at(11), at(12)], // of 1.9
  "meets-target": [target(at(20)), target(at(20.4))], // 2.04 and the target of 2 both print 2.0
  "surely-meets-target": [target(at(15)), target(at(19.5))], // of 2; 1.95 may be more by chance
  "misses-target": [target(at(21)), target(at(20.4))],
  "about-target": [target(at(20.4)), target(at(20))],
  "meets-benchmark": [at(10), at(12)], // of 1.1: the two of fewest items together
  "misses-benchmark": [at(12), at(10)],
  "about-benchmark": [at(11), at(12)], // of 1.05
  "above-median": [none(at(25)), none(at(20))],
  "below-median": [none(at(15)), none(at(20))],
  "in-lowest-quarter": [none(at(12)), none(at(17))],
  "in-highest-quarter": [none(at(28)), none(at(23))],
  improving: [from(30, 20), from(30, 29)],
  worsening: [from(20, 30), from(30, 31)],
  rising: [none(from(20, 30)), none(from(30, 31))],
  falling: [none(from(30, 20)), none(from(30, 29))],
  steady: [from(30, 29), from(60, 50)],
  "for-years": [sloping(-1), sloping(-1, 48)], // five years, and four
  "rising-for-years": [sloping(1), sloping(-1)],
  "falling-for-years": [sloping(-1), sloping(1)],
  "achieved-median": [from(30, 15), from(30, 25)],
  "achieved-best-quarter": [from(30, 12), from(30, 17)],
  "lost-median": [from(15, 25), from(23, 28)],
  "lost-best-quarter": [from(12, 25), from(17, 25)],
  "approaching-median": [from(30, 25), from(25, 30)],
  "approaching-best-quarter": [from(30, 17), from(30, 12)],
  balanced: [balancing(at(15), at(25)), balancing(at(15), at(28))],
  unbalanced: [balancing(at(15), at(28)), balancing(at(20), at(28))], // of the other, the worst quarter begins at 2.5
  "all-worse": [two(25, 25), two(25, 15)],
  "all-better": [two(15, 20), two(15, 25)],
  mixed: [two(15, 25), two(15, 15)],
};

test("every signal of the vocabulary has its cases", () => {
  expect(Object.keys(cases)).toEqual(counted);
});

test.each(counted)("%s fires, and does not in its near miss", (signal) => {
  const [fires, misses] = cases[signal].map((each) => signalsOf(each));
  expect(fires).toContain(signal);
  expect(misses).not.toContain(signal);
  for (const fired of [fires, misses]) expectClosed(fired ?? new Set());
});

test("level is called only what is in the middle half of the peers as well, however near it is to typical", () => {
  const close = [1.6, 1.8, 1.9, 1.95, 1.98, 2, 2.02, 2.05, 2.1, 2.2, 2.4].map((rate) => rate * 10);
  expect(signalsOf({ items: wild(20), among: close })).not.toContain("level-by-chance");
  expect(signalsOf({ items: wild(22), among: close })).toContain("level-by-chance");
});

test("a value that prints as the limit of what is usual is not told to be beyond it", () => {
  const whole = (items: number) => signalsOf({ items: at(items), indicator: { decimals: 0 } });
  expect(whole(2)).toContain("usual"); // 0.2, and a limit of 0.4 or so: both print 0
  expect(whole(60)).toContain("unusual-high");
});

// The same story told of an indicator of which more is better: every number counted down from 40.
const mirrored: OfCounts[] = [
  "better-than-median",
  "worse-than-median",
  "about-level",
  "level-by-chance",
  "in-best-quarter",
  "best-of-peers",
  "achieved-median",
  "achieved-best-quarter",
  "lost-median",
  "lost-best-quarter",
  "approaching-median",
  "approaching-best-quarter",
];

test.each(mirrored)("%s, where higher is better", (signal) => {
  const [fires, misses] = cases[signal].map((each) => signalsOf(upsideDown(each as Monthly), true));
  expect(fires).toContain(signal);
  expect(misses).not.toContain(signal);
});

test("a rise is an improvement where higher is better", () => {
  expect(signalsOf(from(20, 30), true)).toContain("improving");
  expect(signalsOf(from(30, 20), true)).toContain("worsening");
});

describe("what the own months cannot tell apart from typical is about level with it", () => {
  const restless =
    (items: number): Monthly =>
    (ago) => [items + [12, -12, 6, -6][ago % 4]!, list];

  test("on either side, and surely different from further off", () => {
    for (const items of [24, 16]) {
      expect(signalsOf(at(items)).has("about-level")).toBe(false);
      expect(signalsOf(restless(items)).has("about-level")).toBe(true);
    }
    expect(signalsOf(restless(30)).has("worse-than-median")).toBe(true);
    expect(signalsOf(restless(10)).has("better-than-median")).toBe(true);
  });

  test("nobody is told to be in the best quarter who may as well be typical", () => {
    const fired = signalsOf(wild(15));
    expect(fired.has("about-level")).toBe(true);
    expect(fired.has("about-best-quarter")).toBe(true);
    expect(fired.has("in-best-quarter")).toBe(false);
  });
});

describe("what stays unsaid", () => {
  test("where peers differ by chance alone nobody is in an outer quarter, with no direction either", () => {
    const alike = (items: number): Case => ({
      items: at(items),
      among: Array(11).fill(20),
      indicator: { direction: "none" },
    });
    for (const [items, signal] of [
      [25, "in-highest-quarter"],
      [15, "in-lowest-quarter"],
    ] as const) {
      expect(signalsOf(alike(items))).toContain("unreliable");
      expect(signalsOf(alike(items))).not.toContain(signal);
      expect(signalsOf(none(at(items === 25 ? 30 : 10)))).toContain(signal);
    }
  });

  test("of small numbers no comparison and no movement, even from a clear one", () => {
    const fired = signalsOf(yearly(inMonths(7), at(30)));
    expect([...fired].sort()).toEqual([
      "clearly-few",
      "has-benchmark",
      "has-interval",
      "has-past",
      "list-known",
      "measured",
      "past-some",
      "peers-known",
      "sized",
      "small-numbers",
    ]);
  });

  test("of a list where fewer than twenty are expected: 19 and 20 at the typical rate", () => {
    const small = (size: number) =>
      measured({ practices: { ...peers(Array(11).fill(20), list), A: { items: steady(2, size) } } }, "A").signals;
    expect(small(791)).toContain("small-numbers"); // 2.0 × 12 × 0.791 = 18.98
    expect(small(834)).not.toContain("small-numbers"); // 20.02
  });

  test("but not of what is surely different, however few were expected: 84 against 18", () => {
    const own: Practice = { items: steady(7, 750) };
    const fired = measured({ practices: { ...peers(level, list), A: own } }, "A").signals;
    expect(fired).toContain("worse-than-median");
    expect(fired).not.toContain("small-numbers");
  });

  test("of a share by its denominator: 19 and 20", () => {
    const share = (base: number) => {
      const others = Object.fromEntries([4, 5, 6].map((n) => [`B${n}`, { items: steady(n, 10) }]));
      const items: Monthly = (ago) => (ago === 0 ? [9, base] : [0, 0]);
      return measured({ indicators: [shareOf()], lists: false, practices: { ...others, A: { items } } }, "A").signals;
    };
    expect(share(19)).toContain("small-numbers");
    expect(share(20)).toContain("compared");
  });

  test("of a quantity no number is small", () => {
    const quantity = { numerator: { ...indicatorOf({}).numerator, counts: "quantity" as const } };
    expect(signalsOf({ items: inMonths(3), indicator: quantity })).toContain("compared");
  });

  test("but what one patient takes all the time, however steady, and of a share by its denominator", () => {
    const fired = signalsOf(taken(10));
    expect(fired).toContain("few-patients");
    for (const signal of ["compared", "steady", "ranked", "clearly-few"] as const) expect(fired).not.toContain(signal);
    const many = [1200, 1400, 1600, 1800, 2000, 2200, 2400, 2600, 2800, 3000, 3200]; // 160 patients each and more
    expect(signalsOf({ ...(taken(10) as object), among: many })).toContain("clearly-few");
    const numerator = { ...indicatorOf({}).numerator, counts: "quantity" as const, "one-patient": 10 };
    const share = (base: number) => {
      const others = Object.fromEntries([40, 50, 60].map((n) => [`B${n}`, { items: steady(n, 100) }]));
      const practices = { ...others, A: { items: steady(20, base) } };
      return measured({ indicators: [shareOf({ numerator })], lists: false, practices }, "A").signals;
    };
    expect(share(29)).toContain("few-patients");
    expect(share(31)).toContain("compared");
    expect(signalsOf({ ...(taken(0) as object) })).not.toContain("few-patients"); // none is none
  });

  test("more than the typical where the whole count over the window is the same", () => {
    const others = peers(Array(11).fill(20), list);
    const fine: Practice = { items: steady(20.03, list) }; // 240.4 against 240, and with two decimals 2.003 prints 2.00
    const { signals: fired } = measured({ indicators: [{ decimals: 3 }], practices: { ...others, A: fine } }, "A");
    expect(fired).toContain("about-level");
    expect(fired).not.toContain("worse-than-median");
  });

  test("twice as many as nobody", () => {
    const others = Object.fromEntries([0, 0, 0, 0].map((n, i) => [`B${i}`, { items: steady(n, 10) }]));
    const service = { indicators: [shareOf()], lists: false, practices: { ...others, A: { items: steady(2, 10) } } };
    const { signals: fired } = measured(service, "A");
    expect(fired).toContain("worse-than-median");
    expect(fired).not.toContain("twice-median");
  });

  test("that all are worse, without how many could be compared", () => {
    const few = { indicator: "few" };
    const practices = Object.fromEntries(
      Object.entries(peers(level, list)).map(([code, { items }]) => [code, { items, of: { other: items! } }]),
    );
    const { standing, fired } = measured(
      {
        indicators: [{}, { indicator: "other" }, few],
        practices: { ...practices, A: { items: at(25), of: { other: at(25) } } },
      },
      "A",
    );
    expect(standing.overview).toEqual({ worse: 2, counted: 2, directed: 3 });
    expect(fired).toContainEqual({
      signal: "all-worse",
      evidence: "surely worse than the median on 2 of 2 that can be compared, of 3 with a direction",
    });
  });

  test("an overview of one indicator", () => {
    expect(["all-worse", "all-better", "mixed"].filter((signal) => signalsOf(at(25)).has(signal as Signal))).toEqual(
      [],
    );
  });

  test("achieved, where the year before is unknown for the peers", () => {
    const young = Object.fromEntries(
      Object.entries(peers(level, list)).map(([code, { items }]) => [code, { items: without(items ?? at(1), 17) }]),
    );
    const { signals: fired } = measured({ practices: { ...young, A: { items: from(30, 12) } } }, "A");
    expect(fired).toContain("improving");
    expect(fired).not.toContain("achieved-best-quarter");
  });
});

describe("in the fictional health service", async () => {
  const root = join(import.meta.dirname, "../..");
  const inputs = await loaded(join(root, "content/campaigns/opioids"));

  test.each(inputs.campaign.cycles)(
    "$id: a signal brings all that it implies, and every variable it vouches for",
    (cycle) => {
      const { jobs } = plan(inputs, cycle);
      const standings = measure(
        inputs,
        cycle,
        jobs.map(({ organisation }) => organisation.code),
      );
      const material = toMaterial(inputs, cycle, standings);
      for (const job of jobs) {
        const subject = { ...job, standings: standings.of[job.organisation.code] ?? [] };
        for (const { indicator, signals: fired } of subject.standings) {
          const present = new Set(fired);
          expectClosed(present);
          const voice = voiceOf(material, subject, { figures: new Map(), sources: [] }, indicator);
          const unknown = Object.entries(vocabulary).filter(
            ([path, { needs }]) => needs.every((need) => present.has(need)) && !variables[path]?.(voice),
          );
          expect(unknown, `${job.organisation.code} on ${indicator}`).toEqual([]);
        }
      }
    },
  );
});

function signalsOf(story: Case, higher = false): Set<Signal> {
  const {
    items,
    other,
    indicator = {},
    campaign = {},
    is = {},
    lists = true,
    months = 36,
    among = level,
  } = typeof story === "function" ? { items: story } : story;
  const direction = higher ? { direction: "higher" as const } : {};
  const others = peers(higher ? among.map((n) => 40 - n).toReversed() : among, list);
  const service = {
    indicators: [{ ...direction, ...indicator }, ...(other ? [{ indicator: "other" }] : [])],
    campaign: campaign as Record<string, unknown>,
    lists,
    months,
    practices: {
      ...Object.fromEntries(
        Object.entries(others).map(([code, each]) => [code, { ...each, of: { other: each.items ?? at(1) } }]),
      ),
      A: { ...is, ...(items ? { items } : {}), of: { ...(other ? { other } : {}) } },
    },
  };
  return measured(service, "A").signals as Set<Signal>;
}

function minimum(count: number): object {
  return { peers: { of: "place", minimum: count, "list-at-least": 0, "why-these": "Near." } };
}

function upsideDown(items: Monthly): Monthly {
  return (ago) => {
    const [numerator, denominator] = items(ago) ?? [0, 0];
    return [40 - numerator, denominator];
  };
}

function expectClosed(fired: ReadonlySet<Signal>): void {
  const implied = [...fired].flatMap(closure);
  expect(implied.filter((signal) => !fired.has(signal))).toEqual([]);
}

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Campaign } from "../../src/input/campaign/campaign.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Inputs } from "../../src/input/load.ts";
import { controlBy, controlOf, releaseOwn, standIn } from "../../src/measure/disclosure.ts";
import { measure } from "../../src/measure/measure.ts";
import { releasePoints, standInValues } from "../../src/measure/points.ts";
import { scaleOf } from "../../src/measure/rounding.ts";
import type { Policy } from "../../src/measure/small-numbers.ts";
import { pointsOf, type Standing } from "../../src/measure/standing.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { loaded } from "../loaded.ts";
import { campaignOf, indicatorOf, inputsOf, type Monthly, type Practice, shareOf, steady, yearly } from "./service.ts";

/*
 * The strongest test of a secret: whatever it is, the world sees the same. A protected count takes each value that its
 * policy withholds; reports and standings, of the practice and of its peers, must be equal to the last byte.
 */

const opioids = await loaded(join(import.meta.dirname, "../../content/campaigns/opioids"));
const list = 6173; // no round number, so that no printed number times it is a small count by accident
const [rate, share, total] = ["opioids-high-dose", "opioids-high-dose-share", "opioids-total"];

/** Policies that protect counts of patients, with what each withholds or blurs into one. */
const policies: readonly [Policy, readonly number[]][] = [
  ["nhsbsa", [1, 2, 3, 4]],
  ["nhsd-hes", [1, 2, 3, 4, 5, 6, 7]],
  ["opensafely", [0, 1, 2, 3, 4, 5, 6, 7]],
  ["opensafely-midpoint-6", [1, 2, 3, 4, 5, 6]],
];

type World = { [code: string]: { rate?: Monthly; share?: Monthly; is?: Partial<Practice> } };

describe.each(policies)("%s: nothing tells which of its small counts it is", (policy, secrets) => {
  const withholdsSmall = policy !== "opensafely-midpoint-6"; // rounds instead: 396 of 400 is 399 of 399, and 3 stands for 1 to 6

  /** A world for each secret, and what A and its peers are shown in it. */
  function expectSame(world: (secret: number) => World, over: Over = {}): void {
    const [first, ...others] = secrets.map((secret) => seen(world(secret), policy, over));
    for (const [code, text] of Object.entries(first ?? {})) {
      for (const other of others) expect(other[code], code).toBe(text);
    }
  }

  test("in the own window", () => {
    expectSame((secret) => ({ ...neighbours, A: { rate: inOneMonth(secret, 5) } }));
  });

  test("in the own window and its points, where one item stands for one patient", () => {
    const world = (secret: number) => ({ ...neighbours, A: { rate: inOneMonth(secret, 5) } });
    expectSame(world, { kind: "items" });
    const trend = (secret: number) => ({ ...neighbours, A: { rate: yearly(steady(9, list), inOneMonth(secret, 17)) } });
    expectSame(trend, { kind: "items" });
  });

  test("in the own past, beside a present that is shown", () => {
    expectSame((secret) => ({ ...neighbours, A: { rate: yearly(steady(9, list), inOneMonth(secret, 17)) } }));
  });

  test("in one point of the trend: a total less the other points does not tell", () => {
    const points = (secret: number): Monthly => {
      const counts = [50, 60, secret, 31 - secret]; // what one has less, its neighbour has more
      return (ago) => {
        const count = ago % 3 === 0 ? (counts[Math.floor((ago % 12) / 3)] ?? 0) : 0;
        return [ago < 24 ? count : 20, list]; // before that no total stands beside the points
      };
    };
    expectSame((secret) => ({ ...neighbours, A: { rate: points(secret) } }));
  });

  test("in the numerator of a share", () => {
    expectSame((secret) => ({ ...neighbours, A: { rate: steady(9, list), share: inOneMonth(secret, 5, 400) } }));
  });

  test.runIf(withholdsSmall)("in what is left of the denominator of a share", () => {
    expectSame((secret) => ({ ...neighbours, A: { rate: steady(9, list), share: inOneMonth(400 - secret, 5, 400) } }));
  });

  test("in the denominator of a share", () => {
    const share =
      (secret: number): Monthly =>
      (ago) => [0, ago === 5 ? Math.max(1, secret) : 0];
    expectSame((secret) => ({ ...neighbours, A: { rate: steady(9, list), share: share(secret) } }));
  });

  test("in a peer's window, though the quartile of five is the second's own value", () => {
    expectSame((secret) => ({ ...neighbours, B4: { rate: inOneMonth(secret, 5) }, A: { rate: steady(9, list) } }));
  });

  test("in a peer's past and in one of its points", () => {
    const peer = (secret: number): Monthly => yearly(steady(9, list), inOneMonth(secret, 17));
    expectSame((secret) => ({ ...neighbours, B4: { rate: peer(secret) }, A: { rate: steady(9, list) } }), {
      only: ["A", "B1", "B2", "B3"],
    });
  });

  test("in a peer's share, whose benchmark another member could subtract itself from", () => {
    const small = (secret: number) => ({ rate: steady(9, list), share: inOneMonth(secret, 5, 100) });
    expectSame((secret) => ({ ...neighbours, B4: small(secret), A: { rate: steady(9, list), share: steady(1, 10) } }));
  });

  test("in a group of two: of the other nothing is said at all", () => {
    const two = (secret: number): World => ({ A: { rate: steady(9, list) }, B1: { rate: inOneMonth(secret, 5) } });
    expectSame(two);
    const alike = (count: number) =>
      seen({ A: { rate: steady(9, list) }, B1: { rate: steady(count, list) } }, policy).A;
    expect(alike(20)).toBe(alike(40));
  });

  test.runIf(withholdsSmall)("nor do the numbers in the report, times the base, give it back", () => {
    for (const secret of secrets.filter((count) => count > 0).slice(0, -1)) {
      // the largest is the bound, which is no secret
      const text = seen({ ...neighbours, A: { rate: inOneMonth(secret, 5) } }, policy).A ?? "";
      const values = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)].map(([number]) => Number(number));
      const base = (12 * list) / 1000;
      const told = values.filter((value) => Math.abs(value * base - secret) < 1e-9);
      expect(told).toEqual([]);
    }
  });
});

describe("points beside a total", () => {
  const control = controlOf(campaignOf([indicatorOf({})], { disclosure: { policy: "nhsbsa" } }), patients());
  const point = (i: number, numerator: number, denominator = 18_000) => ({
    from: 3 * i,
    to: 3 * i + 2,
    raw: { numerator, denominator, months: 3 },
    whole: true,
  });
  const released = (counts: readonly number[], shown = true) => {
    const points = counts.map((count, i) => point(i, count));
    const raw = { numerator: counts.reduce((a, b) => a + b), denominator: 18_000 * counts.length, months: 12 };
    const totals = shown ? [{ from: 0, to: 3 * counts.length - 1, raw, whole: true }] : [];
    return shownOf(control, points, totals).map(({ value }) => (value === null ? "–" : Math.round(value * 18)));
  };

  test.each<[string, number[], (number | string)[]]>([
    ["none withheld", [12, 9, 30, 20], [12, 9, 30, 20]],
    ["one withheld takes the smallest other with it", [12, 3, 30, 20], ["–", "–", 30, 20]],
    ["zero is no cover: both together would be the one", [0, 3, 30, 20], ["–", "–", 30, "–"]],
    ["two small ones whose sum is small take a third", [1, 2, 30, 20], ["–", "–", 30, "–"]],
    ["two small ones whose sum may be told", [3, 4, 30, 20], ["–", "–", 30, 20]],
    ["beside a total that is itself withheld", [0, 3, 0, 1], [0, "–", 0, "–"]],
  ])("%s", (_, counts, shown) => {
    expect(released(counts)).toEqual(shown);
  });

  test("without a total each point stands for itself", () => {
    expect(released([12, 3, 30, 20], false)).toEqual([12, "–", 30, 20]);
  });

  test.each<[string, number[], (number | string)[]]>([
    ["a longer point that is shown is a total of the shorter ones in it", [12, 3, 30, 20], [15, 50, "–", "–", 30, 20]],
    ["of one that is withheld nothing is shown", [0, 3, 30, 20], ["–", 50, "–", "–", 30, 20]],
    ["none withheld", [12, 9, 30, 20], [21, 50, 12, 9, 30, 20]],
  ])("in a report with points of two lengths: %s", (_, counts, shown) => {
    const quarters = counts.map((count, i) => point(i, count));
    const halves = [0, 2].map((i) => {
      const numerator = counts[i]! + counts[i + 1]!;
      return { from: 3 * i, to: 3 * i + 5, raw: { numerator, denominator: 36_000, months: 6 }, whole: true };
    });
    const values = shownOf(control, [...halves, ...quarters], []).map(({ from, to, value }) =>
      value === null ? "–" : Math.round(value * 6 * (to - from + 1)),
    );
    expect(values).toEqual(shown);
  });

  test("a point without anybody guards nothing, and is not said to be withheld", () => {
    const points = [point(0, 3), point(1, 0, 0), point(2, 9), point(3, 20)];
    const raw = { numerator: 32, denominator: 54_000, months: 12 };
    const flags = shownOf(control, points, [{ from: 0, to: 11, raw, whole: true }]).map((own) => own.withheld);
    expect(flags).toEqual([true, undefined, true, undefined]);
  });

  test("among those of peers a small one stands in the middle, one that guards it and one with a gap nowhere", () => {
    const points = [point(0, 3), point(1, 9), point(2, 30), { ...point(3, 20), whole: false }];
    const raw = { numerator: 62, denominator: 72_000, months: 12 };
    const { values, asShown } = standInValues(control, points, [{ from: 0, to: 11, raw, whole: true }]);
    const scale = scaleOf(control.indicator);
    expect([...values]).toEqual([(2.5 / 18_000) * scale, Number.NaN, (30 / 18_000) * scale, Number.NaN]);
    expect(asShown).toBe(false);
    const large = [point(0, 30), point(1, 90), { ...point(2, 200), whole: false }];
    expect(standInValues(control, large, []).asShown).toBe(true);
  });

  test("the past's total is guarded like the window's", () => {
    const counts = [12, 3, 30, 20, 12, 9, 30, 20];
    const past = { from: 0, to: 11, raw: { numerator: 65, denominator: 72_000, months: 12 }, whole: true };
    const points = counts.map((count, i) => point(i, count));
    const values = shownOf(control, points, [past]).map(({ value }) => value === null);
    expect(values).toEqual([true, true, false, false, false, false, false, false]);
  });

  test("one that may be told, and is not because a longer one is withheld, is guarded too", () => {
    const quarters = [3, 0, 30, 20].map((count, i) => point(i, count));
    const half = { from: 0, to: 5, raw: { numerator: 3, denominator: 36_000, months: 6 }, whole: true };
    const total = { from: 3, to: 11, raw: { numerator: 50, denominator: 54_000, months: 9 }, whole: true };
    const values = shownOf(control, [half, ...quarters], [total]).map(({ value }) => value === null);
    expect(values).toEqual([true, true, true, false, true]); // else the total less 30 and 20 is the second quarter
  });

  test("a point that is longer than the window tells of the months before it", () => {
    const window = (numerator: number) => ({
      from: 2,
      to: 2,
      raw: { numerator, denominator: 6000, months: 1 },
      whole: true,
    });
    expect(shownOf(control, [point(0, 23)], [window(20)])[0]?.value).toBeNull();
    expect(shownOf(control, [point(0, 23)], [window(10)])[0]?.value).not.toBeNull();
  });

  test("of a share what is left counts too", () => {
    const shares = controlBy(control.policy, { ...shareOf(), numerator: patients().numerator });
    const points = [50, 98, 45, 60].map((count, i) => point(i, count, 100));
    const raw = { numerator: 253, denominator: 400, months: 12 };
    const values = shownOf(shares, points, [{ from: 0, to: 11, raw, whole: true }]).map(({ value }) => value);
    expect(values.map((value) => value === null)).toEqual([false, true, false, true]); // of the second 2 are left, of the fourth 40
  });
});

describe("what is released", () => {
  const control = (policy: Policy, over = {}) =>
    controlOf(campaignOf([indicatorOf({})], { disclosure: { policy, ...over } }), patients());
  const raw = (numerator: number, denominator = 12_000) => ({ numerator, denominator, months: 12 });

  test.each<[Policy, number, object]>([
    ["nhsbsa", 4, { state: "withheld", of: "count", below: 5 }],
    ["nhsbsa", 5, { state: "shown", count: 5 }],
    ["nhsd-hes", 7, { state: "withheld", of: "count", below: 8 }],
    ["nhsd-hes", 8, { state: "shown", count: 10 }],
    ["nhsd-hes", 0, { state: "shown", count: 0 }],
    ["opensafely", 0, { state: "withheld", of: "count", below: 8 }],
    ["opensafely-midpoint-6", 2, { state: "shown", count: 3 }],
    ["none", 1, { state: "shown", count: 1 }],
    ["gpps", 1, { state: "shown", count: 1 }],
  ])("under %s of a count of %d", (policy, count, own) => {
    expect(releaseOwn(control(policy), raw(count))).toMatchObject(own);
  });

  test("a rounding policy rounds first, and the value follows from it", () => {
    expect(releaseOwn(control("nhsd-hes"), raw(12))).toMatchObject({ count: 10, value: (10 / 12_000) * 1000 });
    expect(releaseOwn(control("nhsd-hes"), raw(12, 1003))).toMatchObject({ count: 10, base: 1003 }); // a list is public
    expect(releaseOwn(control("gpps"), raw(12, 9))).toMatchObject({ state: "none", reason: { below: 10 } });
    const shares = controlBy("nhsd-hes", { ...shareOf(), numerator: patients().numerator });
    expect(releaseOwn(shares, raw(52, 98))).toMatchObject({ count: 50, base: 100, value: 0.5 });
  });

  test("a withheld value is bounded, and stands in the middle when it is counted among many", () => {
    const shares = controlBy("nhsd-hes", { ...shareOf(), numerator: patients().numerator });
    expect(releaseOwn(shares, raw(3, 70))).toMatchObject({ of: "count", from: 0, upTo: 0.1, base: 70 });
    expect(releaseOwn(shares, raw(67, 70))).toMatchObject({ of: "rest", from: 0.9, upTo: 1, base: 70 });
    expect(standIn(shares, raw(3, 70))).toEqual({ numerator: 4, denominator: 70 });
    expect(standIn(shares, raw(67, 70))).toEqual({ numerator: 66, denominator: 70 });
    expect(standIn(shares, raw(52, 98))).toEqual({ numerator: 50, denominator: 100 });
    expect(standIn(shares, { ...raw(52, 98), guard: { of: "count", below: 60 } })).toBeUndefined();
  });

  test("a denominator that is itself small: nothing is said of a share, nor of a survey", () => {
    const shares = controlBy("nhsd-hes", { ...shareOf(), numerator: patients().numerator });
    expect(releaseOwn(shares, raw(0, 7))).toEqual({ state: "none", reason: { is: "small-denominator", below: 8 } });
    expect(releaseOwn(control("gpps"), raw(5, 9))).toEqual({
      state: "none",
      reason: { is: "small-denominator", below: 10 },
    });
    expect(releaseOwn(control("gpps"), raw(5, 10))).toMatchObject({ state: "shown", count: 5 });
    expect(standIn(control("gpps"), raw(5, 9))).toBeUndefined();
    expect(releaseOwn(shares, raw(0, 0.4))).toMatchObject({ state: "none" }); // a part of somebody is somebody
  });

  test("a share of weighted answers is at most the whole, though its denominator is rounded", () => {
    const survey = controlBy("gpps", shareOf());
    expect(releaseOwn(survey, raw(12.4, 12.4))).toMatchObject({ value: 1, count: 12, base: 12 });
  });

  test("only the kinds of count that a campaign protects, and not from their sole recipient", () => {
    expect(controlOf(campaignOf([], plainWith("nhsd-hes")), indicatorOf({})).policy).toBe("none");
    expect(controlOf(campaignOf([], plainWith("nhsd-hes", { counts: ["items"] })), indicatorOf({})).policy).toBe(
      "nhsd-hes",
    );
    expect(control("nhsd-hes", { "sole-recipient": true }).policy).toBe("none");
  });
});

describe("a rank among peers that are withheld", () => {
  const ranked = (own: number) => {
    const world = {
      ...neighbours,
      B4: { rate: inOneMonth(3, 5) },
      B5: { rate: inOneMonth(2, 5) },
      A: { rate: steady(own, list) },
    };
    return standingOf(world, "nhsd-hes", "A");
  };

  test("counts them where they surely lie", () => {
    expect(ranked(5).rank).toMatchObject({ lower: 2, equal: 0, higher: 3, percentRank: 0.4 });
  });

  test("and does not where they may lie on either side: nobody is called best who may not be", () => {
    const alone = standingOf({ ...neighbours, A: { rate: steady(4, 80 * list) } }, "nhsd-hes", "A");
    expect(alone.rank).toMatchObject({ lower: 0, equal: 0, higher: 3, surely: { higher: 3 } });
    expect(alone.signals).toContain("best-of-peers");
    const small = standingOf(
      { ...neighbours, B4: { rate: inOneMonth(3, 5, list) }, A: { rate: inOneMonth(8, 5, 20 * list) } },
      "nhsd-hes",
      "A",
    );
    expect(small.rank).toMatchObject({ lower: 0, equal: 1, higher: 3, percentRank: 0 });
    expect(small.signals).not.toContain("best-of-peers");
  });
});

test("what is withheld is put on record", () => {
  const own = standingOf({ ...neighbours, A: { rate: inOneMonth(3, 5) } }, "nhsd-hes", "A");
  expect(own.suppressions).toEqual([
    { what: "own count, value, rank, gap and change", reason: "a count under 8" },
    { what: "1 of 12 points of the trend", reason: "small counts, or totals would give them away" },
  ]);
});

type Over = { only?: readonly string[]; kind?: "patients" | "items" };

/** Three practices with plenty of everything. */
const neighbours: World = Object.fromEntries(
  [12, 16, 20].map((count, i) => [`B${i + 1}`, { rate: steady(count, list), share: steady(count, 10 * count) }]),
);

/** Everything in one month of the window, or of the year before. */
function inOneMonth(count: number, ago: number, denominator = list): Monthly {
  if (denominator !== list) return (month) => (month === ago ? [count, denominator] : [0, 0]);
  return (month) => [month === ago ? count : 0, list];
}

/** What each practice is shown: its report, its standings and the groups they refer to, as text. */
function seen(world: World, policy: Policy, { only, kind }: Over = {}): Record<string, string> {
  const { inputs, standings } = worked(world, policy, kind);
  const cycle = findCycle(inputs);
  const material = toMaterial(inputs, cycle, standings);
  const reports = plan(inputs, cycle).jobs.map((job): [string, Report, readonly Standing[]] => {
    const own = standings.of[job.organisation.code] ?? [];
    return [job.organisation.code, compose(material, { ...job, standings: own }), own];
  });
  return Object.fromEntries(
    reports
      .filter(([code]) => !only || only.includes(code))
      .map(([code, report, own]) => [code, JSON.stringify({ report, own, groups: standings.groups })]),
  );
}

function standingOf(world: World, policy: Policy, code: string): Standing {
  const [standing] = worked(world, policy).standings.of[code] ?? [];
  if (!standing) throw new Error(`no standing of ${code}`);
  return standing;
}

/** The opioid campaign with its own words, as if it counted patients; or as it is, and its items are protected. */
function worked(world: World, policy: Policy, kind: "patients" | "items" = "patients") {
  const indicators = new Map(
    [...opioids.indicators].map(([id, indicator]) => [id, counting(kind, indicatorOf(indicator))]),
  );
  const practices = Object.fromEntries(
    Object.entries(world).map(([code, { rate: n, share: s, is = {} }]) => [
      code,
      {
        ...is,
        of: { ...(n ? { [rate]: n } : {}), ...(s ? { [share]: s } : {}), [total]: steady(50, list) },
      } as Practice,
    ]),
  );
  const { directory, observations } = inputsOf({ indicators: [...indicators.values()], practices });
  const campaign: Campaign = {
    ...opioids.campaign,
    ...{ peers: { ...opioids.campaign.peers, of: "place", minimum: 3, "list-at-least": 0 } },
    disclosure: { policy, counts: [kind], "sole-recipient": false },
  };
  delete (campaign.peers as { otherwise?: string }).otherwise;
  const inputs: Inputs = { ...opioids, campaign, indicators, directory, observations };
  const cycle = findCycle(inputs);
  return { inputs, standings: measure(inputs, cycle, [...directory.keys()]) };
}

function patients() {
  return counting("patients", indicatorOf({}));
}

function counting(counts: "patients" | "items", of: ReturnType<typeof indicatorOf>) {
  return { ...of, numerator: { ...of.numerator, counts } };
}

function plainWith(policy: Policy, over = {}) {
  return { indicators: ["items"], headline: "items", disclosure: { policy, ...over } };
}

/** The points as they are released, one by one. */
function shownOf(...[control, points, totals]: Parameters<typeof releasePoints>) {
  return pointsOf({ points, ...releasePoints(control, points, totals) });
}

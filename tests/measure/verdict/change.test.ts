import { describe, expect, it } from "vitest";
import { continuous, counted, type Model, random, returning, shared } from "../../../bench/simulate.ts";
import type { Counted } from "../../../src/input/library/indicator.ts";
import { judgeChange, judgeSince } from "../../../src/measure/verdict/change.ts";
import { correlationOf } from "../../../src/measure/verdict/correlation.ts";
import { countsDiffer } from "../../../src/measure/verdict/counts.ts";
import type { KnownMonth } from "../../../src/measure/verdict/months.ts";
import { ownInterval } from "../../../src/measure/verdict/own.ts";
import { seasonOf, withoutSeason } from "../../../src/measure/verdict/season.ts";
import { yearlyChange, yearsDiffer } from "../../../src/measure/verdict/years.ts";

type Judged = Pick<Counted, "kind" | "numerator">;
const judged = (kind: "rate" | "share", counts: "items" | "patients" | "quantity" = "items"): Judged => ({
  kind,
  numerator: { is: "", counts, one: "item", many: "items" },
});
const rate = judged("rate");
const yearly = { phi: 1, of: 0 };
const none = { season: new Map(), correlation: { rho: 0.3, series: 50, within: 0.2, spread: 0 }, yearly };

function simulate(model: Model, indicator: Judged, change = 0, { seed = 20, count = 300 } = {}) {
  const draw = random(seed);
  const all = Array.from({ length: count }, (_, i) => model(draw, 24, i % 5 === 0 ? change : 0));
  const season = seasonOf(indicator, [all.map((months) => months.slice(0, 12)), all.map((months) => months.slice(12))]);
  const values = all.map((months) =>
    months.map((each) => ({ month: each.month, value: withoutSeason(indicator, season, each) })),
  );
  const pairs = all.map((months) => ({ before: totalsOf(months.slice(0, 12)), now: totalsOf(months.slice(12)) }));
  const common = { indicator, season, correlation: correlationOf(values, 24), yearly: yearlyChange(indicator, pairs) };
  const judge = (months: KnownMonth[], from = 12) => judgeChange({ ...common, months, window: { from, to: 23 } });
  return { all, common, judge };
}

function months(values: readonly number[], denominator = 100): KnownMonth[] {
  return values.map((numerator, month) => ({ month, numerator, denominator }));
}

const window = { from: 12, to: 23 };
const still = [50, 53, 48, 51, 47, 52, 49, 54, 50, 46, 51, 49];

describe("a change of the months", () => {
  it("is told where it is there, with its sign, and since when", () => {
    const fallen = [...still, ...[52, 49, 44, 38, 37, 39, 36, 38, 37, 36, 38, 37]];
    expect(judgeChange({ indicator: rate, window, months: months(fallen), ...none })).toMatchObject({
      verdict: "changed",
      sign: -1,
      since: 14,
    });
    expect(judgeChange({ indicator: rate, window, months: months(fallen.toReversed()), ...none })).toMatchObject({
      sign: 1,
    });
  });

  it("has no beginning where it goes on month by month: a line leaves as little as a step", () => {
    const slope = Array.from({ length: 24 }, (_, i) => 80 - 2 * i + (i % 2));
    const told = judgeChange({ indicator: rate, window, months: months(slope), ...none });
    expect(told).toMatchObject({ verdict: "changed", sign: -1, since: undefined });
  });

  it.each([
    ["no more than chance", [...still, ...still.toReversed()], "no more than chance moves such months"],
    [
      "one month that makes it",
      [...still.map(() => 50), ...still.map((_, i) => (i === 4 ? 700 : 50))],
      /one month|chance/,
    ],
    [
      "one that has gone again",
      [...still, ...[38, 37, 38, 39, 37, 38, 37, 38, 39, 46, 47, 46]],
      "it has not lasted to the end",
    ],
    [
      "counts too small",
      [...Array(12).fill(2), ...[1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1]],
      "the counts are too small to tell it from chance",
    ],
    ["months not known", [...still, 30, 30, 30], "too few of its months are known"],
  ])("is not told of %s", (_, values, cause) => {
    const verdict = judgeChange({ indicator: rate, window, months: months(values), ...none });
    expect(verdict).toEqual({ verdict: "not-told", cause: expect.stringMatching(cause) });
  });

  it("is never told of one month that strays, however far, whatever the window", () => {
    for (const from of [12, 18, 21, 22, 23])
      for (const stray of [0, 200, 5000]) {
        const values = [...still, ...still.slice(0, 11), stray];
        const verdict = judgeChange({ indicator: rate, window: { from, to: 23 }, months: months(values), ...none });
        expect(verdict.verdict).toBe("not-told");
      }
  });

  it("of patients goes by their two counts: 52 of 2,394 to 119 of 2,400 is one, though they came one by one", () => {
    const patients = judged("share", "patients");
    const counts = [
      52, 55, 54, 53, 52, 53, 53, 54, 55, 55, 59, 63, 73, 81, 88, 95, 111, 119, 126, 121, 118, 112, 125, 119,
    ];
    const window = { from: 23, to: 23 };
    const evidence = { indicator: patients, window, months: months(counts, 2400), ...none };
    expect(judgeChange(evidence)).toMatchObject({ verdict: "changed", sign: 1 });
    expect(judgeChange({ ...evidence, yearly: { phi: 9, of: 200 } }).verdict).toBe("not-told");
    const once = months([...counts.slice(0, 12), ...Array(11).fill(54), 119], 2400);
    expect(judgeChange({ ...evidence, months: once }).verdict).toBe("not-told");
  });

  it("is the same whichever way round a share is counted", () => {
    const { all, judge } = simulate(shared(0.3, 0.2, 0.9, 80), judged("share"), -0.06);
    const turned = all.map((series) =>
      series.map((each) => ({ ...each, numerator: each.denominator - each.numerator })),
    );
    const season = seasonOf(judged("share"), [turned.map((m) => m.slice(0, 12)), turned.map((m) => m.slice(12))]);
    const values = turned.map((series) =>
      series.map((each) => ({ month: each.month, value: withoutSeason(judged("share"), season, each) })),
    );
    const correlation = correlationOf(values, 24);
    let told = 0;
    all.forEach((series, i) => {
      const one = judge(series);
      const other = judgeChange({
        indicator: judged("share"),
        window,
        months: turned[i]!,
        season,
        correlation,
        yearly,
      });
      expect(other.verdict).toBe(one.verdict);
      if (one.verdict !== "changed" || other.verdict !== "changed") return;
      told++;
      expect(other.sign).toBe(-one.sign);
    });
    expect(told).toBeGreaterThan(10);
  });

  const unchanged: [string, Model, Judged][] = [
    ...[0, 0.15, 0.3, 0.5, 0.7].map((rho): [string, Model, Judged] => [`rates, ρ ${rho}`, continuous(rho, 0.2), rate]),
    ...[0.3, 0.7].map((rho): [string, Model, Judged] => [`counts, ρ ${rho}`, counted(rho, 0.2, 15), rate]),
    ["a share, ρ .7", shared(0.7, 0.3, 0.6, 60), judged("share")],
    ["patients who come back", returning(36, 0.5, 15), rate],
  ];
  it.each(unchanged)("is told of at most one in twenty where there is none: %s", (_, model, indicator) => {
    const { all, judge } = simulate(model, indicator, 0, { count: 600, seed: 5 });
    const told = all.filter((series) => judge(series).verdict === "changed").length;
    expect(told / all.length).toBeLessThan(0.05);
  });

  it("is told of most whose level falls by a third, where months are not very restless", () => {
    const { all, judge } = simulate(continuous(0.3, 0.12), rate, -0.33);
    const fallen = all.filter((_, i) => i % 5 === 0);
    const told = fallen.filter((series) => {
      const verdict = judge(series);
      return verdict.verdict === "changed" && verdict.sign === -1;
    });
    expect(told.length / fallen.length).toBeGreaterThan(0.8);
  });

  it("of all together, a winter for instance, is no restlessness of one", () => {
    const winter = (t: number) => (t % 12 < 3 ? 1.5 : 1);
    const draw = random(8);
    const all = Array.from({ length: 60 }, () =>
      continuous(0, 0.05)(draw, 24, 0).map((each) => ({ ...each, numerator: each.numerator * winter(each.month) })),
    );
    const years = [all.map((m) => m.slice(0, 12)), all.map((m) => m.slice(12))];
    const fallen = all[0]!.map((each) => ({ ...each, numerator: each.numerator * (each.month < 12 ? 1 : 0.8) }));
    const common = { indicator: rate, window, months: fallen, correlation: none.correlation, yearly };
    expect(judgeChange({ ...common, season: seasonOf(rate, years) }).verdict).toBe("changed");
    expect(judgeChange({ ...common, season: new Map() }).verdict).toBe("not-told");
  });
});

describe("a change since an earlier report", () => {
  const told = { from: 6, to: 17 }; // and six newer months
  const since = (values: readonly number[], of = told) =>
    judgeSince({ indicator: rate, window, months: months(values), ...none }, of);
  const before = [...still, ...still.slice(0, 6)];

  it("is told where the newer months differ from those that were told of, with its sign", () => {
    expect(since([...before, 37, 39, 36, 38, 37, 36])).toMatchObject({ verdict: "changed", sign: -1 });
    expect(since([...before, 67, 69, 66, 68, 67, 66])).toMatchObject({ verdict: "changed", sign: 1 });
  });

  it.each([
    ["of a month or two", [...before, 37, 39, 36, 38, 37, 36], { from: 10, to: 21 }, /fewer than three newer/],
    ["of chance", [...before, 50, 47, 52, 49, 51, 48], told, /no more than chance/],
    ["of one month", [...before, 50, 50, 50, 0, 50, 50], told, /chance|one month/],
    ["of what has gone again", [...before, 33, 34, 33, 34, 49, 51], told, /not lasted|chance/],
    ["where too few months of then are known", before.slice(0, 6).concat(still.slice(0, 3)), told, /newer|told of/],
  ])("is not told %s", (_, values, of, cause) => {
    expect(since(values, of)).toEqual({ verdict: "not-told", cause: expect.stringMatching(cause) });
  });

  it.each([
    ["rates", continuous(0.3, 0.2), 20],
    ["rates, neighbours alike", continuous(0.7, 0.2), 20],
    ["counts", counted(0.3, 0.2, 15), 20],
    ["rates, three months", continuous(0.3, 0.2), 20],
  ] as const)("is told of at most one in forty where there is none: %s", (name, model, last) => {
    const { all, common } = simulate(model, rate, 0, { count: 600, seed: 5 });
    const to = name.endsWith("three months") ? last : 17;
    const changed = all.filter(
      (series) => judgeSince({ ...common, months: series, window }, { from: to - 11, to }).verdict === "changed",
    );
    expect(changed.length / all.length).toBeLessThan(0.025);
  });
});

describe("two counts", () => {
  it("differ or not by the published tests", () => {
    const share = judged("share");
    expect(countsDiffer(share, { numerator: 141, denominator: 181 }, { numerator: 172, denominator: 275 })).toBe(true);
    expect(countsDiffer(share, { numerator: 48, denominator: 80 }, { numerator: 56, denominator: 80 })).toBe(false);
    expect(countsDiffer(rate, { numerator: 23, denominator: 1000 }, { numerator: 18, denominator: 1000 })).toBe(false);
    expect(countsDiffer(rate, { numerator: 23, denominator: 1000 }, { numerator: 5, denominator: 1000 })).toBe(true);
  });
});

describe("a change of two years", () => {
  const share = judged("share", "patients");
  const pairs = (sd: number, count = 300) => {
    const draw = random(31);
    return Array.from({ length: count }, () => {
      const year = () => ({ numerator: draw.binomial(180, Math.min(1, 0.8 + sd * draw.normal())), denominator: 180 });
      return { before: year(), now: year() };
    });
  };

  it("is told where the counts differ by more than chance: 141 of 181, then 172 of 275", () => {
    const own = { before: { numerator: 141, denominator: 181 }, now: { numerator: 172, denominator: 275 } };
    expect(yearsDiffer(share, own, yearlyChange(share, pairs(0)))).toBe(true);
  });

  it.each([0, 0.03])(
    "is told of about one in twenty where the true value moves by %d and nothing else happened",
    (sd) => {
      const all = pairs(sd, 600);
      const common = yearlyChange(share, all);
      expect(all.filter((each) => yearsDiffer(share, each, common)).length / all.length).toBeLessThan(0.065);
      expect(common.phi > 1.2).toBe(sd > 0);
    },
  );

  it("is judged by chance alone where fewer than ten are known, and never told of quantities", () => {
    expect(yearlyChange(share, pairs(0.1, 9))).toEqual({ phi: 1, of: 0 });
    const far = { before: { numerator: 10, denominator: 10 }, now: { numerator: 900, denominator: 10 } };
    expect(yearsDiffer(judged("rate", "quantity"), far, { phi: 1, of: 0 })).toBe(false);
  });
});

describe("the own interval", () => {
  it.each([0, 0.3, 0.7])("holds the truth in about 95 of 100 where ρ is %d", (rho) => {
    const { all, common } = simulate(continuous(rho, 0.2), rate, 0, { count: 600, seed: 9 });
    const inside = all.filter((series) => {
      const counts = { numerator: sum(series.slice(12)), denominator: 120_000 };
      const own = ownInterval({ ...common, counts, window, months: series });
      return own !== undefined && own.lower <= 0.1 && own.upper >= 0.1;
    });
    expect(inside.length / all.length).toBeGreaterThan(0.92);
    expect(inside.length / all.length).toBeLessThan(0.98);
  });

  it("goes by the counts of patients and of few events, and by months of items", () => {
    const counts = { numerator: 600, denominator: 1200 };
    const given = { counts, window, months: months([...still, ...still]), ...none };
    const items = ownInterval({ ...given, indicator: rate })!;
    const patients = ownInterval({ ...given, indicator: judged("rate", "patients") })!;
    expect(patients.upper - patients.lower).toBeCloseTo((2 * 1.96 * Math.sqrt(600)) / 1200, 2);
    expect(items.upper - items.lower).toBeLessThan(patients.upper - patients.lower);
    const few = ownInterval({ ...given, counts: { numerator: 5, denominator: 1200 }, indicator: rate })!;
    expect(few.lower * 1200).toBeCloseTo(1.6235, 3);
    expect(few.upper * 1200).toBeCloseTo(11.6683, 3);
  });

  it("is not to be had of a quantity without months", () => {
    const counts = { numerator: 600, denominator: 1200 };
    expect(ownInterval({ indicator: judged("rate", "quantity"), counts, window, months: [], ...none })).toBeUndefined();
  });
});

function sum(series: readonly KnownMonth[]): number {
  return series.reduce((total, { numerator }) => total + numerator, 0);
}

function totalsOf(series: readonly KnownMonth[]) {
  return { numerator: sum(series), denominator: series.reduce((total, { denominator }) => total + denominator, 0) };
}

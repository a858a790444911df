import { describe, expect, test } from "vitest";
import type { Subgroups } from "../../src/input/data/observations.ts";
import { reconcile } from "../../src/measure/delivery/reconcile.ts";
import { summaryOf } from "../../src/measure/delivery/since.ts";
import { measure } from "../../src/measure/measure.ts";
import { pointsOf, type Standing } from "../../src/measure/standing.ts";
import { follow } from "../../src/measure/successors.ts";
import { toIso } from "../../src/month.ts";
import { joinedWords } from "../../src/report/notes.ts";
import { plan } from "../../src/report/plan.ts";
import {
  cycles,
  end,
  inputsOf,
  type Monthly,
  measured,
  type Practice,
  peers,
  type Service,
  shareOf,
  steady,
  without,
} from "./service.ts";

/* Closed organisations count as those that go on for them. The end of the data is August 2026, the issue 12 October. */

const cycle = cycles[2]!;

/** Observations up to so many months ago; or from then on. */
const until =
  (last: number, monthly: Monthly): Monthly =>
  (ago) =>
    ago >= last ? monthly(ago) : undefined;
const since =
  (first: number, monthly: Monthly): Monthly =>
  (ago) =>
    ago <= first ? monthly(ago) : undefined;

const closes = (last: number, monthly: Monthly, over: Practice = {}): Practice => ({
  items: until(last, monthly),
  opened: "1974-04-01",
  closed: { 0: "2026-08-31", 4: "2026-04-30", 8: "2025-12-31", 16: "2025-04-30" }[last]!,
  successor: "A",
  ...over,
});

/** A new code from May 2026 on, for one that closed in April. */
const recoded: Record<string, Practice> = {
  A: { items: since(3, steady(6, 2000)), opened: "2026-05-01" },
  P: closes(4, (ago) => [ago < 12 ? 6 : 12, 2000]),
  ...peers([2, 3, 4], 2000),
};

/** Two become one in May 2026: the larger goes on. */
const merged: Record<string, Practice> = {
  A: { items: (ago) => (ago < 4 ? [9, 3000] : [6, 2000]), opened: "1974-04-01" },
  P: closes(4, steady(3)),
  ...peers([2, 3, 4]),
};

function at(practices: Record<string, Practice>, over: Omit<Service, "practices"> = {}, code = "A"): Standing {
  return measured({ ...over, practices }, code).standing;
}

function doubtsOf(practices: Record<string, Practice>): string[] {
  return follow(inputsOf({ practices }), cycle).doubts.map(({ code, why }) => `${code}: ${why}`);
}

describe("a new code", () => {
  test("has the whole history of the old one: value, past, trend and every point", () => {
    const standing = at(recoded);
    expect(standing.own).toMatchObject({ state: "shown", months: 12, count: 72 });
    expect(standing.past).toMatchObject({ state: "shown", months: 12, count: 144 });
    expect(standing.trend?.direction).toBe("falling");
    expect(pointsOf(standing.series)).toHaveLength(12);
    expect(pointsOf(standing.series).every(({ value }) => value !== null)).toBe(true);
    expect(standing.joined).toEqual([{ code: "P", name: "P", since: end - 3, as: "recoded" }]);
  });

  test("is no first report, and a peer from the first month of the window", () => {
    const { signals, group } = measured({ practices: recoded }, "A");
    expect(signals).not.toContain("first-report");
    expect(group?.members.map(({ code }) => code)).toContain("A");
    const alone = { ...recoded, P: { ...recoded.P!, successor: "" } };
    expect(measured({ practices: alone }, "A").signals).toContain("no-data");
  });

  test("gets a report where it opened after the data end", () => {
    const late: Record<string, Practice> = {
      ...peers([2, 3, 4]),
      A: { opened: "2026-09-01" },
      P: closes(0, steady(6)),
    };
    const inputs = inputsOf({ practices: late });
    const { jobs, without: none } = plan(inputs, cycle);
    expect(jobs.map(({ organisation }) => organisation.code)).toContain("A");
    expect(none).toMatchObject([{ code: "P", reason: "closed on 31 August 2026; its patients went to A" }]);
    expect(measure(inputs, cycle, ["A"]).of.A?.[0]?.own).toMatchObject({ state: "shown", count: 72 });
  });
});

describe("a merger", () => {
  test("is compared with its parts, and no jump of its list is told", () => {
    const standing = at(merged);
    expect(standing).not.toHaveProperty("listStep");
    expect(standing.own).toMatchObject({ count: 12 * 9, base: 12 * 3000 });
    expect(standing.past).toMatchObject({ count: 12 * 9, base: 12 * 3000 });
    expect(standing.trend?.direction).toBe("steady");
    expect(standing).toMatchObject({ patients: 3000, list: 3000 });
    expect(standing.joined).toEqual([{ code: "P", name: "P", since: end - 3, as: "merged" }]);
  });

  test("of which the data do not have the part that closed is as it was: its list jumped", () => {
    const { P: _, ...rest } = merged;
    for (const practices of [rest, { ...rest, P: { ...merged.P!, items: () => undefined } }]) {
      const standing = at(practices);
      expect(standing.listStep).toMatchObject({ month: end - 3 });
      expect(standing.past).toEqual({ state: "none", reason: { is: "list-step" } });
      expect(standing).not.toHaveProperty("joined");
    }
  });

  test("of several, one after another and through a chain, is all of them together", () => {
    const standing = at({
      ...merged,
      A: { items: (ago) => (ago < 4 ? [12, 4000] : ago < 8 ? [9, 3000] : [6, 2000]), opened: "1974-04-01" },
      Q: closes(16, steady(1, 500), { successor: "R" }),
      R: closes(8, (ago) => (ago < 16 ? [3, 1000] : [2, 500])),
    });
    expect(standing.own).toMatchObject({ count: 12 * 12, base: 12 * 4000 });
    expect(standing.past).toMatchObject({ count: 12 * 12, base: 12 * 4000 });
    expect(standing.joined?.map(({ code, since: from, as }) => [code, toIso(from), as])).toEqual([
      ["P", "2026-05", "merged"],
      ["R", "2026-01", "merged"],
      ["Q", "2025-05", "merged"],
    ]);
  });

  test("of two into a new code is a merger of both, and no new code of one", () => {
    const both = { ...recoded, Q: closes(4, steady(1, 500)) };
    expect(at(both).joined?.map(({ code, as }) => [code, as])).toEqual([
      ["P", "merged"],
      ["Q", "merged"],
    ]);
    expect(at(both).own).toMatchObject({ count: 72 + 8 });
  });

  test("counts for its peers as one", () => {
    const { group } = measured({ practices: merged }, "B01");
    expect(group?.members.map(({ code }) => code).sort()).toEqual(["A", "B01", "B02", "B03"]);
    expect(group?.count).toBe(4);
    // still open at the end of the window: counted with who goes on all the same, and not twice
    const late = { ...merged, P: closes(0, steady(3)) };
    expect(measured({ practices: late }, "B01").group?.members.map(({ code }) => code)).not.toContain("P");
  });

  test("after the day of issue is none yet: both have reports of their own", () => {
    const practices = { ...merged, P: closes(0, steady(3), { closed: "2026-10-12" }) };
    expect(follow(inputsOf({ practices }), cycle).into.size).toBe(0);
    expect(plan(inputsOf({ practices }), cycle).jobs.map(({ organisation }) => organisation.code)).toContain("P");
    expect(at(practices, {}, "P").own).toMatchObject({ count: 36 });
    const before = measured({ practices: merged }, "A", { cycle: "2026-04" }).standing; // issued in June, closed in April
    expect(before.joined).toHaveLength(1);
  });
});

describe("published values", () => {
  const indicators = [{ given: "value" as const }];
  const value = (own: number, over = {}) => ({ value: own, reach: 1, percentile: 10 * own, ...over });
  const others = Object.fromEntries([2, 3, 4].map((each) => [`B${each}`, { values: () => value(each) }]));
  const old = (of: number): Practice => ({
    ...closes(4, steady(1)),
    values: (ago) => (ago >= 4 ? value(of) : undefined),
  });

  test("of a new code go on from those of the old one, each with its interval and percentile", () => {
    const own: Practice = { values: (ago) => (ago < 4 ? value(6) : undefined), opened: "2026-05-01" };
    const standing = at({ ...others, A: own, P: old(8) }, { indicators, lists: false });
    expect(standing.own).toMatchObject({ value: 6, interval: { lower: 5, upper: 7 }, percentile: 60 });
    expect(standing.past).toMatchObject({ value: 8, interval: { lower: 7, upper: 9 } });
    expect(standing.joined).toEqual([{ code: "P", name: "P", since: end - 3, as: "recoded" }]);
  });

  test("of a merger are the own ones, never a sum or a mix of two", () => {
    const own: Practice = { values: (ago) => value(ago < 12 ? 6 : 5), opened: "1974-04-01" };
    const standing = at({ ...others, A: own, P: old(8) }, { indicators, lists: false });
    expect([standing.own, standing.past]).toMatchObject([{ value: 6 }, { value: 5 }]);
  });
});

describe("months of which a part is not known", () => {
  test.each<[string, Record<string, Practice>]>([
    ["of the one that closed", { P: closes(4, without(steady(3), 6, 7)) }],
    ["of the one that goes on", { A: { ...merged.A!, items: without(merged.A!.items!, 6, 7) } }],
  ])("%s are not known of both: never half a sum", (_, over) => {
    const standing = at({ ...merged, ...over }, { campaign: monthly });
    expect(standing.own).toMatchObject({ months: 10, count: 90, base: 30_000 });
    const at6 = pointsOf(standing.series).filter(({ to }) => to === end - 6 || to === end - 7);
    expect(at6.map(({ value }) => value)).toEqual([null, null]);
  });

  test("since its rows stop before it closes, or begin late", () => {
    const early = at({ ...merged, P: closes(4, until(6, steady(3))) }, { campaign: monthly });
    expect(early.own).toMatchObject({ months: 10, count: 90 });
    const late = at({ ...merged, P: closes(4, since(20, steady(3))) }, { campaign: monthly });
    expect(pointsOf(late.series).filter(({ value }) => value === null)).toHaveLength(36 - 21);
    expect(late.own).toMatchObject({ months: 12, count: 108 });
  });

  test("but where it was not there yet, the other is all there was", () => {
    const young = { ...merged, P: closes(4, since(20, steady(3)), { opened: "2024-12-01" }) };
    const { series } = at(young, { campaign: monthly });
    expect(series.values).not.toContain(null);
  });

  test("of another indicator than the one that both have", () => {
    const service = { indicators: [{}, { indicator: "other" }] };
    const of = (items: Monthly) => ({ of: { other: items } });
    const both = {
      ...merged,
      A: { ...merged.A!, ...of(merged.A!.items!) },
      P: { ...merged.P! }, // has a list and items, and nothing of the other
      ...Object.fromEntries(["B01", "B02", "B03"].map((code) => [code, { items: steady(3), ...of(steady(3)) }])),
    };
    const { standing } = measured({ ...service, practices: both }, "A", { indicator: "other" });
    expect(standing.own).toEqual({ state: "none", reason: { is: "few-months", known: 4, of: 12 } });
    expect(standing).not.toHaveProperty("joined");
  });

  test("the month in which it closed is whole without it, and with it if it has a row", () => {
    const midMonth = (items: Monthly) => at({ ...merged, P: closes(4, items, { closed: "2026-04-15" }) });
    expect(midMonth(until(5, steady(3))).own).toMatchObject({ months: 12, count: 9 * 12 - 3 });
    expect(midMonth(steady(3)).own).toMatchObject({ months: 12, count: 9 * 12 });
  });

  test("rows after it has closed count as well", () => {
    const standing = at({ ...merged, P: closes(4, steady(3), { items: until(2, steady(3)) }) });
    expect(standing.own).toMatchObject({ months: 12, count: 9 * 12 + 2 * 3 });
  });
});

const monthly = { sections: [{ trend: { points: 1, message: ["none"] } }] };

test("a snapshot is the sum of what there was on the day, and a financial year of the whole year", () => {
  const snapshot = at(merged, { indicators: [{ ...shareOf(), indicator: "items", period: "snapshot" }] });
  expect(snapshot.own).toMatchObject({ count: 9, base: 3000 });
  expect(snapshot.past).toMatchObject({ count: 9, base: 3000 });
  const inMarch =
    (items: Monthly): Monthly =>
    (ago) =>
      ago % 12 === 5 ? items(ago) : undefined;
  const annual = {
    ...Object.fromEntries(["B01", "B02", "B03"].map((code) => [code, { items: inMarch(steady(30)) }])),
    A: { items: inMarch(steady(60, 2000)), opened: "1974-04-01" },
    P: closes(4, inMarch(steady(30))),
  };
  const year = at(annual, { indicators: [{ period: "financial-year" }], lists: false });
  expect(year.own).toMatchObject({ count: 90, base: 3000, months: 12 });
});

test("groups of patients are joined where their totals are", () => {
  const part = (half: number) => {
    const split =
      (items: Monthly): Monthly =>
      (ago) => {
        const [n = 0, d = 0] = items(ago) ?? [];
        return items(ago) && [n / half, d / 2];
      };
    return inputsOf({
      practices: Object.fromEntries(
        Object.entries(merged).map(([code, each]) => [code, { ...each, items: split(each.items!) }]),
      ),
    }).observations;
  };
  const subgroups: Subgroups = {
    of: "distance",
    is: "How far patients live",
    values: [
      { called: "Near", observations: part(3) },
      { called: "Far", observations: part(1.5) },
    ],
  };
  const grouped = (practices: Record<string, Practice>) => {
    const inputs = inputsOf({ practices });
    const { of } = measure({ ...inputs, observations: { ...inputs.observations, subgroups } }, cycle, ["A"]);
    return of.A![0]!.subgroups?.groups.map(({ own }) => own);
  };
  expect(grouped(merged)).toMatchObject([
    { count: 36, base: 18_000 },
    { count: 72, base: 18_000 },
  ]);
  const lacking = { ...merged, P: closes(4, without(steady(3), 6)) }; // a total, but not its groups
  expect(grouped(lacking)).toEqual([{ state: "none" }, { state: "none" }]); // never more than the total
});

describe("disclosure control", () => {
  const policy = { disclosure: { policy: "nhsd-hes", counts: ["patients"] }, ...monthly };
  const share = { ...shareOf(), indicator: "items" };
  const patients = { ...share, numerator: { ...share.numerator, counts: "patients" as const } };
  const service = { indicators: [patients], campaign: policy };
  const large: Practice = { items: steady(40, 200), opened: "1974-04-01" };
  const others = Object.fromEntries(["B01", "B02", "B03"].map((code) => [code, { items: steady(40, 200) }]));

  test("withholds a sum from which the small count of a part would follow", () => {
    const tiny = { ...others, A: large, P: closes(4, (ago) => [ago === 6 ? 3 : 40, 100]) };
    const { series, own } = at(tiny, service);
    expect(own).toMatchObject({ state: "shown", count: 765 }); // 763, rounded
    const hidden = pointsOf(series)
      .filter(({ withheld }) => withheld)
      .map(({ to }) => end - to);
    expect(hidden).toContain(6); // 43 of 300: the part that goes on was told 40 of 200 then
    expect(hidden.length).toBeGreaterThan(1); // and another, or the year's total would tell it
  });

  test("has no value where all that a part counted is small, and says so", () => {
    const tiny = { ...others, A: large, P: closes(4, (ago) => [ago === 5 ? 3 : 0, 100]) };
    expect(at(tiny, service).own).toEqual({ state: "none", reason: { is: "small-part" } });
    expect(measured({ ...service, practices: tiny }, "B01").group?.members.map(({ code }) => code)).not.toContain("A");
  });

  test("of a new code is that of one practice", () => {
    const one = {
      ...others,
      A: { items: since(3, steady(3, 200)), opened: "2026-05-01" },
      P: closes(4, steady(3, 200)),
    };
    expect(at(one, service).own).toMatchObject({ state: "shown", count: 35 }); // 36, rounded
  });
});

describe("a successor with an unlikely date is told of and not followed", () => {
  test.each<[string, Record<string, Practice>, string]>([
    ["long after", { A: { ...recoded.A!, opened: "2026-08-01" } }, "opened more than 3 months after"],
    ["closed before", { A: { ...recoded.A!, closed: "2026-03-31" } }, "closed before them"],
    ["nobody", { P: closes(4, steady(6), { successor: "Z" }) }, "not in the directory"],
    ["closed itself", { A: { ...merged.A!, closed: "2026-08-31" } }, "closed itself, and names nobody"],
    ["still counted", { P: closes(4, steady(6), { items: until(0, steady(6)) }) }, "rows go on for more than 3 months"],
  ])("%s", (_, over, why) => {
    const practices = { ...recoded, ...over };
    expect(doubtsOf(practices)).toEqual([expect.stringContaining(why)]);
    expect(follow(inputsOf({ practices }), cycle).into.size).toBe(0);
    const told = reconcile(inputsOf({ practices }), cycle, []).filter(({ code }) => code === "successor");
    expect(told).toMatchObject([{ severity: "warning", message: expect.stringContaining("P (successor ") }]);
  });

  test("and one without observations is nobody's concern", () => {
    const silent = { ...recoded, P: closes(4, () => undefined, { successor: "Z" }) };
    expect(doubtsOf(silent)).toEqual([]);
  });
});

describe("the delivery", () => {
  const strict = { campaign: { accept: { "without-data": 0, "months-missing": 0, "left-out": 0 } } };

  test("counts those followed as accounted for", () => {
    for (const practices of [recoded, merged, { ...merged, P: closes(0, steady(3)) }]) {
      const inputs = inputsOf({ ...strict, practices });
      expect(reconcile(inputs, cycle, plan(inputs, cycle).without)).toEqual([]);
    }
  });

  test("and their sums with those who go on for them", () => {
    const sums = (practices: Record<string, Practice>) => summaryOf(inputsOf({ practices }), cycle, []);
    expect(sums(merged)).toMatchObject({ organisations: 4, joined: 1, indicators: { items: { numerator: 216 } } });
    const late = { ...merged, P: closes(0, steady(3)) }; // open at the end of the window, closed by the day of issue
    expect(sums(late)).toMatchObject({ organisations: 4, joined: 1 });
  });
});

test("what is said of it", () => {
  const one = { code: "P", name: "MILL LANE SURGERY", since: end - 3, as: "merged" } as const;
  const two = { ...one, code: "Q", name: "Q" };
  expect(joinedWords([one], "Park Surgery", "practice")).toEqual([
    "Figures before May 2026 include those of Mill Lane Surgery (P), which joined this practice.",
  ]);
  expect(joinedWords([one, two, { ...one, since: end - 15 }], "Park Surgery", "place")).toEqual([
    "Figures before May 2026 include those of Mill Lane Surgery (P) and Q, which joined this place.",
    "Figures before May 2025 include those of Mill Lane Surgery (P), which joined this place.",
  ]);
  expect(joinedWords([{ ...one, as: "recoded" }], "Mill Lane Surgery", "practice")).toEqual([
    "Before May 2026 this practice had the code P. Its figures from then are in this report.",
  ]);
  expect(joinedWords([{ ...one, as: "recoded" }], "Park Surgery", "practice")).toEqual([
    "Before May 2026 this practice was Mill Lane Surgery (P). Its figures from then are in this report.",
  ]);
});

import { describe, expect, test } from "vitest";
import type { Accepted } from "../../src/input/data/accepted.ts";
import type { Inputs } from "../../src/input/load.ts";
import { reconcile, reconcileSince } from "../../src/measure/delivery/reconcile.ts";
import { type Summary, summaryOf } from "../../src/measure/delivery/since.ts";
import { measure } from "../../src/measure/measure.ts";
import { cycles, inputsOf, type Monthly, type Practice, type Service, shareOf, steady, without } from "./service.ts";

/* A delivery as a whole: what is let through, what stops a run, and what somebody has signed off. */

const cycle = cycles[2]!; // August 2026

/** Twenty practices that are alike; some may be another. */
function twenty(others: Record<string, Practice> = {}): Record<string, Practice> {
  const codes = Array.from({ length: 20 }, (_, i) => `B${String(i + 1).padStart(2, "0")}`);
  return Object.fromEntries(codes.map((code) => [code, others[code] ?? { items: steady(100, 5000) }]));
}

function of(first: number, practice: Practice): Record<string, Practice> {
  const codes = Array.from({ length: first }, (_, i) => `B${String(i + 1).padStart(2, "0")}`);
  return Object.fromEntries(codes.map((code) => [code, practice]));
}

/** Practices here are the same in all months, which is looked for in tests/measure/bent-deliveries.test.ts. */
const alike = { "repeated-months": 1, "same-denominators": 1 };

function told(service: Omit<Service, "practices">, others: Record<string, Practice>, leftOut: string[] = []): string[] {
  const accept = { ...alike, ...(service.campaign?.accept as object) };
  const inputs = inputsOf({ ...service, campaign: { ...service.campaign, accept }, practices: twenty(others) });
  const out = leftOut.map((code) => ({ code, reason: "list collapsed: 3 patients of 5,000 are left" }));
  return reconcile(inputs, cycle, out).map(({ severity, message }) => `${severity} ${message}`);
}

const whole = { items: steady(100, 5000) };
const gone = { items: () => undefined };

test("a delivery that is whole has nothing to be told of", () => {
  expect(told({}, {})).toEqual([]);
});

describe("organisations without data", () => {
  test("are let through up to the campaign's share", () => {
    expect(told({}, { B07: gone })).toEqual([]); // 1 of 20 is 5%
  });

  test("stop it where there are more, by number and name", () => {
    expect(told({}, { B07: gone, B09: gone })).toEqual([
      'error without-data: 2 of 20 practices have no data of "items" from September 2025 to August 2026: B07, B09; the campaign accepts 5%, and this is 10%',
    ]);
  });

  test("are none where they are closed, or of another place", () => {
    const closed = { ...gone, closed: "2026-05-31" };
    expect(told({}, { B07: closed, B09: closed, B11: closed })).toEqual([]);
  });

  test("are none where they opened in the last month, or are no recipients", () => {
    const late = { ...gone, opened: "2026-08-15" };
    expect(told({}, { B07: late, B09: late, B11: late })).toEqual([]);
    const hospice = { ...gone, type: "hospice" };
    expect(told({}, { B07: hospice, B09: hospice, B11: hospice })).toEqual([]);
  });

  test("are counted of every indicator; the same of several is told once", () => {
    const indicators = [{}, { indicator: "other" }];
    const both = { ...whole, of: { other: steady(7, 5000) } };
    const one = { items: gone.items, of: { other: gone.items } };
    const practices = { ...of(20, both), B07: one, B09: one };
    expect(told({ indicators }, practices)).toEqual([
      'error without-data: 2 of 20 practices have no data of "items", "other" from September 2025 to August 2026: B07, B09; the campaign accepts 5%, and this is 10%',
    ]);
  });
});

describe("months", () => {
  const winter = { items: without(steady(100, 5000), 8, 7, 6) };

  test("that one practice lacks are its own", () => {
    expect(told({}, { B07: winter })).toEqual([]);
  });

  test("that many lack are missing from the data", () => {
    expect(told({}, of(2, winter))).toEqual([]); // a tenth is accepted
    expect(told({}, of(3, winter))).toEqual([
      'error months-missing: 3 months of "items" are missing: December 2025 (3 of 20 practices), January 2026 (3 of 20 practices), February 2026 (3 of 20 practices); the campaign accepts 10%, and this is 15%',
    ]);
  });

  test("that nobody has are told, of the year before too", () => {
    const gap = { items: without(steady(100, 5000), 20) };
    expect(told({}, of(20, gap))).toEqual([
      'error months-missing: a month of "items" is missing: December 2024 (20 of 20 practices); the campaign accepts 10%, and this is 100%',
    ]);
  });

  test("the last is told as such", () => {
    const inputs = inputsOf({
      campaign: { accept: alike },
      practices: twenty(of(8, { items: without(steady(100, 5000), 0) })),
    });
    expect(reconcile(inputs, cycle, [])).toEqual([
      {
        code: "delivery",
        severity: "error",
        message:
          'months-missing: the last month of "items" is missing: August 2026 (8 of 20 practices); the campaign accepts 10%, and this is 40%',
        hint: "the extract may have been taken before the month was complete: take it again, or end the cycle's data a month earlier; if it is as it should be, have it signed off under `accepted` in data.yaml: { check: months-missing, indicator: items, at-most: 0.4, … }",
      },
    ]);
  });

  test("before anybody's first are not missing, nor before that of a practice that is new", () => {
    const young = { items: without(steady(100, 5000), ...Array.from({ length: 30 }, (_, i) => i + 6)) };
    expect(told({}, of(20, young)).filter((line) => line.startsWith("error"))).toEqual([]);
    expect(told({}, of(6, young))).toEqual([]);
  });

  test("after a practice has closed are not missing", () => {
    const closed = { items: without(steady(100, 5000), 0, 1, 2, 3, 4), closed: "2026-03-31" };
    expect(told({}, of(6, closed))).toEqual([]);
  });
});

describe("values", () => {
  test("a thousand times what is usual are told, and stop it where they are many", () => {
    const odd = { items: (ago: number) => [ago === 5 ? 100_000 : 100, 5000] as const };
    const message =
      'odd-values: numbers of "items" are many times what is usual, beyond how they move, for 1 of 20 practices up to August 2026: B07 in March 2026 (numerator 100,000, usually about 100)';
    expect(told({}, { B07: odd })).toEqual([`error ${message}; the campaign accepts 1%, and this is 5%`]);
    expect(told({ campaign: { accept: { "odd-values": 0.05 } } }, { B07: odd })).toEqual([`warning ${message}`]);
  });

  test("are not odd where they are few, or less than five times", () => {
    const few = { items: (ago: number) => [ago === 5 ? 60 : 3, 5000] as const };
    const more = { items: (ago: number) => [ago === 5 ? 450 : 100, 5000] as const };
    expect(told({}, { B07: few, B09: more })).toEqual([]);
  });

  test("of none in single months of a busy series are told, with months and what is usual; many stop it", () => {
    const none = { items: (ago: number) => [[8, 7, 6].includes(ago) ? 0 : 100, 5000] as const };
    const message =
      'implausible-months: months of "items" are none, or far below, where the series itself puts that out of the question for 1 of 20 practices: B07 none in December 2025 to February 2026 (usually about 100)';
    expect(told({}, { B07: none })).toEqual([`warning ${message}`]);
    expect(told({}, { B07: none, B09: none })).toEqual([
      expect.stringMatching(/^error implausible-months: .* 2 of 20 .* the campaign accepts 5%, and this is 10%$/),
    ]);
  });

  test("twenty times the middle one are told; many stop it", () => {
    const far = { items: steady(2000, 5000) };
    const message =
      'far-values: values of "items" are twenty times the middle one, or more, for 1 of 20 practices: B07 (400, and 20 in the middle)';
    expect(told({ campaign: { accept: { "far-values": 0.05 } } }, { B07: far })).toEqual([`warning ${message}`]);
    expect(told({}, { B07: far })).toEqual([`error ${message}; the campaign accepts 2%, and this is 5%`]);
  });

  test("that step for many in one month stop it, by month, way and names", () => {
    const from = (factor: number, many: number, start = 5) =>
      of(many, { items: (ago: number) => [ago <= start ? Math.round(factor * 100) : 100, 5000] as const });
    expect(told({}, from(0.5, 5))).toEqual([]); // a quarter is accepted
    expect(told({}, from(0.5, 6))).toEqual([
      'error steps: "items" steps for many at once, beyond season and chance: down in March 2026 for 6 of 20 practices, to 50% of what was expected in the middle one: B01, B02, B03, B04, B05 and 1 more; the campaign accepts 25%, and this is 30%',
    ]);
    expect(told({}, from(0.7, 20))).toEqual([
      'warning all-at-once: numbers of "items" of all practices together are not what season and the months before make of them: March 2026 (70%)',
    ]); // less than a third
    expect(told({}, from(1.6, 6))[0]).toContain("up in March 2026 for 6 of 20");
    const few = of(20, { items: (ago: number) => [ago <= 5 ? 4 : 8, 5000] as const });
    expect(told({}, few)).toEqual([]); // too few to step beyond chance
  });

  test("that step as in the year before have a season", () => {
    const season = of(20, { items: (ago: number) => [ago % 12 === 5 ? 40 : 100, 5000] as const });
    expect(told({}, season)).toEqual([]);
  });

  test("a list in thousands in one month stops it", () => {
    const list = { items: (ago: number) => [100, ago === 5 ? 5 : 5000] as const };
    expect(told({}, { B07: list })).toEqual([
      "error odd-lists: the list of patients is five times as large or as small as usual in a month for 1 of 20 practices up to August 2026: B07 in March 2026 (denominator 5, usually about 5,000); the campaign accepts 0%, and this is 5%",
    ]);
  });

  test("a list that dips in the last month stops it", () => {
    const dips = { items: (ago: number) => [100, ago === 0 ? 2250 : 5000] as const };
    expect(told({}, { B07: dips })).toEqual([
      "error list-steps: the list of patients changes by two fifths or more in August 2026 for 1 of 20 practices: B07 (2250, before it 5000); the campaign accepts 2%, and this is 5%",
    ]);
    expect(told({}, { B07: { items: (ago) => [100, ago === 0 ? 3500 : 5000] } })).toEqual([]);
    expect(told({ campaign: { accept: { "list-steps": 0.05 } } }, { B07: dips })).toEqual([]);
    expect(told({}, { B07: { items: (ago) => [100, ago === 0 ? 9000 : 5000] } })[0]).toContain(
      "B07 (9000, before it 5000)",
    );
  });

  test("in another unit from a month on stop it: in thousands, or per cent", () => {
    const thousands = { items: (ago: number) => [100, ago < 3 ? 5 : 5000] as const };
    expect(told({ lists: false }, of(20, thousands))).toEqual([
      'error units: denominators of "items" are 1,000 times as small from June 2026 on for the middle one of 20 practices; the campaign accepts 3 times, and this is 1000 times',
    ]);
    const percent = { items: (ago: number) => [ago < 3 ? 100 : 1, 5000] as const };
    expect(told({}, of(20, percent))[0]).toMatch(
      /^error units: numerators of "items" are 100 times as large from June 2026 on/,
    );
  });

  test("in another unit twice is told of the last time", () => {
    const twice = { items: (ago: number) => [100, ago < 3 ? 5 : ago < 9 ? 5000 : 5] as const };
    expect(told({ lists: false }, of(20, twice))[0]).toMatch(/1,000 times as small from June 2026 on/);
  });

  test("that a season moves are in the same unit", () => {
    expect(told({}, of(20, { items: (ago) => [ago % 12 < 4 ? 200 : 100, 5000] }))).toEqual([]);
  });
});

describe("open organisations that are left out", () => {
  test("are let through up to a tenth, and told by reason where there are more", () => {
    expect(told({}, {}, ["B01", "B02"])).toEqual([]);
    expect(told({}, {}, ["B01", "B02", "B03"])).toEqual([
      "error left-out: 3 of 20 open practices would get no report: 3 list collapsed (B01, B02, B03); the campaign accepts 10%, and this is 15%",
    ]);
  });

  test("do not count where they are closed", () => {
    const closed = { ...whole, closed: "2026-05-31" };
    expect(told({}, of(5, closed), ["B01", "B02", "B03", "B04"])).toEqual([]);
  });
});

describe("what somebody has signed off", () => {
  const off: Accepted = {
    check: "without-data",
    cycle: "2026-08",
    "at-most": 0.1,
    reason: "They left the scheme.",
    "approved-by": "Data lead",
    date: "2026-10-02",
  };

  function signed(entry: Partial<Accepted>): string[] {
    const inputs = inputsOf({ campaign: { accept: alike }, practices: twenty({ B07: gone, B09: gone }) });
    const data: Inputs["data"] = { ...inputs.data, accepted: [{ ...off, ...entry }] };
    return reconcile({ ...inputs, data }, cycle, []).map(({ severity, message }) => `${severity} ${message}`);
  }

  const found = 'without-data: 2 of 20 practices have no data of "items" from September 2025 to August 2026: B07, B09';
  const stops = `error ${found}; the campaign accepts 5%, and this is 10%`;

  test("is a warning, with who, when and why", () => {
    const told = `warning ${found}; accepted by Data lead on 2026-10-02: They left the scheme.`;
    expect(signed({})).toEqual([told]);
    expect(signed({ indicator: "items" })).toEqual([told]);
  });

  test.each<[string, Partial<Accepted>, string]>([
    ["of less than there is", { "at-most": 0.09 }, "without-data"],
    ["of another check", { check: "left-out" }, "left-out"],
    ["of another indicator", { indicator: "other" }, 'without-data of "other"'],
  ])("stops it all the same if it is %s, and is idle", (_, entry, name) => {
    expect(signed(entry)).toEqual([
      stops,
      `warning ${name} is signed off for 2026-08 under \`accepted\` in data.yaml, and nothing of the kind is found`,
    ]);
  });

  test("of another cycle says nothing of this one", () => {
    expect(signed({ cycle: "2026-06" })).toEqual([stops]);
  });
});

describe("against the run before", () => {
  /** What is told of August where June was another service; both with reports for everybody. */
  function since(june: Service, august: Service, accepted: Accepted[] = []): string[] {
    const [was, now] = [june, august].map((service) => inputsOf(service));
    const before = { cycle: "2026-06", summary: summary(was!, cycles[1]!) };
    const inputs = { ...now!, data: { ...now!.data, accepted } };
    return reconcileSince(inputs, cycle, summary(now!, cycle), before).map(
      ({ severity, message }) => `${severity} ${message}`,
    );
  }

  function summary(inputs: Inputs, of: typeof cycle): Summary {
    const { of: standings } = measure(inputs, of, [...inputs.directory.keys()]);
    return summaryOf(inputs, of, Object.values(standings));
  }

  const plain = { practices: twenty() };

  test("the same is nothing to tell, nor is a little more", () => {
    expect(since(plain, plain)).toEqual([]);
    expect(since(plain, { practices: twenty(of(20, { items: steady(110, 5000) })) })).toEqual([]);
  });

  test("lists in thousands", () => {
    expect(since(plain, { practices: twenty(of(20, { items: steady(100, 5) })) })).toEqual([
      "error since-last-run: the delivery has changed since the run of 2026-06: patients on lists 100, 100,000 before; the campaign accepts 25%, and this is 99,900%",
      'error since-last-run: "items" has changed since the run of 2026-06: denominators together 1,200, 1,200,000 before; the value of all together 20, 0.02 before; the campaign accepts 25%, and this is 99,900%',
    ]);
  });

  test("half the practices", () => {
    const half = Object.fromEntries(Object.entries(twenty()).slice(0, 10));
    expect(since(plain, { practices: half })).toEqual([
      expect.stringMatching(
        /the delivery has changed .*: organisations 10, 20 before; reports 10, 20 before; patients/,
      ),
      expect.stringMatching(/"items" has changed .*: organisations with data 10, 20 before; numerators together/),
    ]);
    expect(since({ practices: half }, plain)).toHaveLength(2);
  });

  test("many more who are told something else", () => {
    const rising = { items: (ago: number) => [ago < 12 ? 130 : 100, 5000] as const };
    const told = since(plain, { practices: twenty(of(9, rising)) });
    expect(told).toEqual([
      expect.stringMatching(
        /"items" has changed since the run of 2026-06: `worse-than-median` holds in 45% of reports, 0% before; `worsening` holds in 45% of reports, 0% before; /,
      ),
    ]);
  });

  test("but not of so few that chance moves as many", () => {
    const rising = { items: (ago: number) => [ago < 12 ? 130 : 100, 5000] as const };
    const one = (changed: number) => ({
      practices: Object.fromEntries(Object.entries(twenty(of(changed, rising))).slice(0, 5)),
    });
    expect(since(one(0), one(2)).join()).not.toContain("worse-than-median");
    expect(since(plain, { practices: twenty(of(8, rising)) }).join()).toContain("worse-than-median");
  });

  test("fewer who are told something", () => {
    const rising = { items: (ago: number) => [ago < 14 && ago > 1 ? 130 : 100, 5000] as const };
    expect(since({ practices: twenty(of(9, rising)) }, plain)).toEqual([
      expect.stringMatching(/`worse-than-median` holds in 0% of reports, 45% before/),
    ]);
  });

  test("is signed off like the rest", () => {
    const thousands = { practices: twenty(of(20, { items: steady(100, 5) })) };
    const off: Accepted = {
      check: "since-last-run",
      cycle: "2026-08",
      "at-most": 999,
      reason: "A new list.",
      "approved-by": "Data lead",
      date: "2026-10-02",
    };
    expect(since(plain, thousands, [off]).map((each) => each.split(" ")[0])).toEqual(["warning", "warning"]);
    expect(since(plain, plain, [off])).toEqual([expect.stringContaining("nothing of the kind is found")]);
    expect(since(plain, thousands, [{ ...off, "at-most": 998 }])).toHaveLength(3);
  });
});

describe("windows", () => {
  const reviewed = shareOf({
    indicator: "reviewed",
    numerator: { is: "Reviewed.", counts: "patients", one: "patient", many: "patients" },
  });
  const everywhere = (of: Monthly) => of20({ items: steady(100, 5000), of: { reviewed: of } });
  const of20 = (practice: Practice) => of(20, practice);

  test("that begin before the cycle's data may are told", () => {
    const late = cycles.map((each) => ({ ...each, data: { ...each.data, from: "2026-03" } }));
    const inputs = inputsOf({ practices: twenty(), campaign: { cycles: late, accept: alike } });
    expect(reconcile(inputs, late[2]!, []).map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning values of "items" are of 6 months to August 2026, not of 12 months to August 2026: the window begins before `data.from` of cycle "2026-08", March 2026',
    ]);
  });

  test("with fewer months than they should have are told, and values claim no more", () => {
    const two: Monthly = (ago) => (ago < 2 ? [100, 5000] : undefined);
    expect(told({}, of20({ items: two }))).toEqual([
      'warning values of "items" are of 2 months to August 2026, not of 12 months to August 2026: nobody has data of the others',
    ]);
  });

  test("of years: the last that anybody has, where a later one has ended", () => {
    const march =
      (...years: number[]): Monthly =>
      (ago) =>
        years.includes((ago - 5) / 12) ? [100, 5000] : undefined;
    const period = { indicators: [{ period: "financial-year" as const }], lists: false };
    expect(told(period, of20({ items: march(0, 1) }))).toEqual([]);
    expect(told(period, of20({ items: march(1, 2) }))).toEqual([
      'warning values of "items" are of 2024/25, though 2025/26 has ended: nobody has data of it',
    ]);
  });

  test("of years: organisations that lack the last year, as a share", () => {
    const period = { indicators: [{ period: "financial-year" as const }], lists: false };
    const march: Monthly = (ago) => (ago % 12 === 5 ? [100, 5000] : undefined);
    const lacking: Monthly = (ago) => (ago === 5 ? undefined : march(ago));
    expect(told(period, { ...of20({ items: march }), ...of(3, { items: lacking }) })).toEqual([
      'error without-data: 3 of 20 practices have no data of "items" in 2025/26: B01, B02, B03; the campaign accepts 5%, and this is 15%',
      'error months-missing: the last period of "items" is missing: 2025/26 (3 of 20 practices); the campaign accepts 10%, and this is 15%',
    ]);
  });

  test("that may add the same patients again and again are told", () => {
    const indicators = [{}, reviewed];
    expect(
      told(
        { indicators },
        everywhere((ago) => [4, 9 + (ago % 5 === 0 ? 1 : 0)]),
      ),
    ).toEqual([
      expect.stringMatching(
        /^error counted-again: patients of "reviewed" are nearly as many every month, as if the same were counted again, and 12 months are added; the campaign accepts 75%, and this is 9\d/,
      ),
    ]);
    expect(
      told(
        { indicators },
        everywhere((ago) => [4, [40, 52, 47, 60, 45][ago % 5]!]),
      ),
    ).toEqual([]);
    expect(
      told(
        { indicators, campaign: { window: 1 } },
        everywhere(() => [4, 9]),
      ),
    ).toEqual([]);
    const snapshot = [{}, { ...reviewed, period: "snapshot" as const }];
    expect(
      told(
        { indicators: snapshot },
        everywhere(() => [4, 9]),
      ),
    ).toEqual([]);
  });
});

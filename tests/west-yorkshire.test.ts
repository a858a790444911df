import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { findCycle } from "../src/input/cycles.ts";
import { countsIn } from "../src/input/data/observations.ts";
import { closure, type Signal } from "../src/input/library/signals.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { measure } from "../src/measure/measure.ts";
import { countsOf, type Standing, type Standings } from "../src/measure/standing.ts";
import { type Month, toIso, toMonth } from "../src/month.ts";
import { nodeWorld } from "../src/node.ts";
import { compose } from "../src/report/compose.ts";
import { reconcileInputs } from "../src/report/delivery.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";

/*
 * Published data of real general practices, as they are: closures, mergers, missing months, tiny lists. Practices are
 * told by their codes only. The folder is beside the project where it is to be had.
 */

const root = join(import.meta.dirname, "..");
const folder = resolve(root, "../shared/data/west-yorkshire-opioids");
const here = existsSync(folder);

const inputs = here
  ? await load(nodeWorld(), join(root, "content/campaigns/opioids"), {
      data: join(root, "tests/west-yorkshire/data.yaml"),
      isDraft: true,
    })
  : undefined;

/** Standings of everybody where the data end in a month. */
function standingsTo(inputs: Inputs, month: Month): Standings["of"] {
  const data = { from: toIso(month - 35), to: toIso(month) };
  const cycle = { id: data.to, issued: `${toIso(month + 2)}-12`, extracted: `${toIso(month + 1)}-28`, data };
  const codes = plan(inputs, cycle).jobs.map(({ organisation }) => organisation.code);
  return measure(inputs, cycle, codes).of;
}

const cycles = new Map<string, ReturnType<typeof measured>>();

/** Everything of one cycle, measured once. */
function cycleOf(id: string) {
  const known = cycles.get(id) ?? measured(id);
  cycles.set(id, known);
  return known;
}

function measured(id: string) {
  if (!inputs) throw new Error("no data");
  const cycle = findCycle(inputs, id);
  const planned = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    planned.jobs.map(({ organisation }) => organisation.code),
  );
  return { inputs, cycle, planned, standings };
}

const headline = "opioids-high-dose";

describe.skipIf(!here)("the cycle of August 2019", () => {
  const { planned, standings } = here ? cycleOf("2019-08") : ({} as ReturnType<typeof cycleOf>);
  const standingOf = (code: string) => standings.of[code]?.[0] as Standing;
  const withSignal = (signal: Signal) =>
    Object.keys(standings.of).filter((code) => standingOf(code).signals.includes(signal));

  test("every practice of the directory gets a report or has its reason", () => {
    expect([inputs?.directory.size, planned.jobs.length, planned.without.length]).toEqual([321, 308, 13]);
    const codes = [
      ...planned.jobs.map(({ organisation }) => organisation.code),
      ...planned.without.map(({ code }) => code),
    ];
    expect(codes.sort()).toEqual([...(inputs?.directory.keys() ?? [])].sort());
  });

  test("every practice that is formally open on the day of issue gets one", () => {
    const open = [...(inputs?.directory.values() ?? [])].filter(
      ({ opened = "", closed = "9999-12-31" }) => opened <= "2019-10-14" && closed >= "2019-10-14",
    );
    expect(planned.jobs.map(({ organisation }) => organisation.code)).toEqual(open.map(({ code }) => code).sort());
  });

  test("those that are closed have their day on record", () => {
    expect(Object.fromEntries(planned.without.map(({ code, reason }) => [code, reason]))).toEqual({
      B83044: "closed on 31 January 2019",
      B83050: "closed on 30 April 2019",
      B83069: "closed on 30 April 2019",
      B83070: "closed on 31 January 2019",
      B83613: "closed on 30 April 2019",
      B83631: "closed on 30 September 2018",
      B85621: "closed on 30 September 2018",
      B86037: "closed on 31 July 2019",
      B86638: "closed on 30 November 2018",
      B86651: "closed on 30 April 2018",
      B86670: "closed on 30 September 2018",
      B87029: "closed on 30 April 2018",
      Y01851: "closed on 30 September 2018",
    });
  });

  test("those that were merged away or have no data are told so, though they are formally open", () => {
    const reasons = Object.fromEntries(
      Object.keys(standings.of).flatMap((code) => {
        const { own } = standingOf(code);
        return own.state === "none" ? [[code, own.reason]] : [];
      }),
    );
    const [nothing, merged] = [{ is: "nothing" }, { is: "left", month: toMonth("2019-08") }];
    expect(reasons).toEqual({
      B83011: merged, // 10 of 12 months, and closed in June 2020: its list ends in June 2019
      B83013: { is: "few-months", known: 8, of: 12 },
      B83043: nothing,
      B83638: merged,
      B83659: nothing,
      B86047: merged,
      B86077: merged,
      B86095: merged, // 11 of 12 months
      B86110: nothing,
      B86682: { is: "few-months", known: 8, of: 12 },
      B87023: { is: "implausible", doubt: expect.anything() }, // two months, and none in them where it had 68
      Y00025: { is: "few-months", known: 2, of: 12 },
      Y00683: { is: "few-months", known: 3, of: 12 },
      Y02645: nothing,
    });
    expect(withSignal("no-data")).toEqual(Object.keys(reasons));
  });

  // Each looked at in its own row of lists, e.g. B83063: 8,422 8,458 8,493 19,895 19,882
  test("mergers of two years are found, with their month", () => {
    const steps = Object.keys(standings.of).flatMap((code) => {
      const { listStep } = standingOf(code);
      return listStep ? [[code, toIso(listStep.month), listStep.ratio.toFixed(2)].join(" ")] : [];
    });
    expect(steps).toEqual([
      "B83011 2018-04 1.83", // merged again, away, in 2019
      "B83041 2018-01 1.84",
      "B83045 2018-05 2.19",
      "B83052 2019-06 1.73", // and by a half in February 2018
      "B83063 2019-05 2.35",
      "B83611 2019-07 3.04",
      "B83614 2018-03 1.50",
      "B83628 2018-04 1.71",
      "B84017 2018-06 0.79", // of 2,063 patients 1,634 are left; it closes in November 2019
      "B85021 2017-10 1.31",
      "B86002 2019-08 1.27", // in the last month
      "B86051 2019-06 2.27",
      "B86104 2019-05 1.79", // and by a third in December 2018
      "B86623 2017-11 1.26",
      "B86658 2019-06 2.30",
      "B87030 2018-11 2.29",
    ]);
    for (const code of withSignal("list-step")) {
      expect(standingOf(code).past).toEqual({ state: "none", reason: { is: "list-step" } });
      expect(standingOf(code)).not.toHaveProperty("trend");
    }
  });

  test("a practice whose list shows one month of another size and falls back is not merged", () => {
    expect(standingOf("B86103")).not.toHaveProperty("listStep"); // June 2018: 2,363 2,904 2,363
  });

  /*
   * Breaks that indicator saturation finds in the same series over five years (Walker and others, BMJ 2019;367:l5205): another
   * method, by other people. Two years' means tell less of the past than five years of months, so few of its breaks are named.
   */
  test("of the falls that are named most are lasting breaks to an independent method, and where it finds none few are named", async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const reader = await connection.runAndReadAll(
      `select practice_code as code, measure, breaks, first_lasting_break_month as lasting from read_csv('${folder}/changes.csv')`,
    );
    const measures: Record<string, string> = {
      opioidper1000: headline,
      opioidspercent: "opioids-high-dose-share",
      opioidome: "opioids-total",
    };
    const known = reader.getRowObjectsJS().flatMap(({ code, measure, breaks, lasting }) => {
      const standing = standings.of[String(code)]?.find(({ indicator }) => indicator === measures[String(measure)]);
      const first = lasting === null ? undefined : Number(lasting);
      return standing?.trend ? [{ told: standing.trend.direction, breaks: Number(breaks), first }] : [];
    });
    const falls = known.filter(({ told }) => told === "falling");
    const began = falls.filter(({ first }) => first !== undefined && first <= 58); // months from November 2014: August 2019
    const quiet = known.filter(({ breaks }) => breaks === 0);
    const named = quiet.filter(({ told }) => told !== "steady");
    expect([began.length, falls.length, named.length, quiet.length]).toEqual([57, 67, 12, 334]);
  });

  /* "Stands": a year later at least half of the change is still there. */
  test("of the changes that are named, at least 85 in 100 still stand a year later", () => {
    const known = { falling: [] as boolean[], rising: [] as boolean[] };
    for (const end of ["2018-10", "2018-04", "2017-10", "2017-04", "2016-10"].map(toMonth)) {
      const [now, later] = [standingsTo(inputs!, end), standingsTo(inputs!, end + 12)];
      for (const [code, all] of Object.entries(now))
        for (const { indicator, trend, past, own } of all) {
          const next = later[code]?.find((each) => each.indicator === indicator)?.own;
          const direction = trend?.direction ?? "steady";
          const [a, b, c] = [past, own, next].map((each) => (each && "value" in each ? each.value : Number.NaN));
          if (direction !== "steady" && Number.isFinite(c!)) known[direction].push((c! - a!) / (b! - a!) >= 0.5);
        }
    }
    const share = (stand: readonly boolean[]) => stand.filter(Boolean).length / stand.length;
    const told = Object.values(known).map((stand) => `${(100 * share(stand)).toFixed(0)}% of ${stand.length}`);
    expect(told).toEqual(["94% of 239", "84% of 122"]); // falls, rises: some of these fade
    expect(share([...known.falling, ...known.rising])).toBeGreaterThanOrEqual(0.85);
  });

  test("the tiny and those with a handful of items are not compared; the zero are", () => {
    const few = new Set(withSignal("few-patients")); // what three patients at an item a month would take, or less
    expect(withSignal("small-numbers").filter((code) => !few.has(code))).toEqual(["Y00081"]);
    for (const code of few) {
      const counts = countsOf(standingOf(code).own)!;
      expect(counts.count / counts.months, code).toBeLessThan(3);
    }
    expect(few.size).toBe(40);
    expect(withSignal("zero")).toEqual(["B83621", "B84017", "B86623", "B86669", "Y00081"]);
    expect(standingOf("Y00081")).toMatchObject({ patients: 40, own: { state: "shown", count: 0 } });
    expect(standings.groups[`${headline} / sub-icb X2C4Y`]?.members.map(({ code }) => code)).not.toContain("Y00081");
  });

  test("from nothing to an item a month is a rise; a wild month is none", () => {
    const trendOf = (code: string) => standingOf(code).trend?.direction;
    expect(trendOf("B86103")).toBe("rising"); // 0 items, then 11, one or two in each of the last nine months
    expect(trendOf("B83042")).toBe("falling"); // 4.2 per 1,000, then 2.9
    expect(trendOf("B84008")).toBe("rising"); // 1.1, then 2.1
    expect(trendOf("B83622")).toBe("steady"); // 234, then 64: but for four months of up to 40, about ten a month in either year
    expect(trendOf("B86001")).toBe("steady"); // 36, then 22: no more than chance
    expect(trendOf("B83061")).toBe("steady"); // 37, then 26
  });

  test("how often each thing is said of the headline's indicator", () => {
    const all = Object.keys(standings.of).flatMap((code) => standingOf(code).signals);
    const counts = Object.fromEntries(
      [...Map.groupBy(all, (signal) => signal)].map(([signal, { length }]) => [signal, length]),
    );
    expect(counts).toEqual({
      "about-benchmark": 1,
      "about-best-quarter": 6,
      "about-level": 74,
      "above-median": 105,
      "achieved-best-quarter": 2,
      "achieved-median": 1,
      "all-better": 120,
      "all-worse": 67,
      "approaching-best-quarter": 7,
      "approaching-median": 6,
      balanced: 244,
      "below-median": 74,
      "better-than-median": 74,
      "clearly-few": 9,
      compared: 253,
      doubted: 2,
      falling: 16,
      "few-patients": 40,
      "half-median": 38,
      "has-benchmark": 308,
      "has-interval": 294,
      "has-past": 279,
      improving: 16,
      "in-best-quarter": 38,
      "level-by-chance": 14,
      "list-known": 304,
      "list-step": 15,
      "lost-best-quarter": 2,
      "lost-median": 2,
      measured: 294,
      "meets-benchmark": 6,
      "misses-benchmark": 246,
      mixed: 61,
      "no-data": 14,
      "outside-best-quarter": 209,
      "past-some": 276,
      "past-zero": 3,
      "peers-known": 308,
      ranked: 253,
      rising: 6,
      sized: 294,
      "small-numbers": 41,
      steady: 218,
      "twice-median": 47,
      "unusual-high": 3,
      "unusual-low": 2,
      usual: 248,
      "worse-than-median": 105,
      worsening: 6,
      zero: 5,
    });
  });
});

describe.skipIf(!here)("against a computation of its own, in SQL on the published rows", () => {
  const cases = [
    { measure: "opioidper1000", indicator: "opioids-high-dose", times: 1, direction: "lower" },
    { measure: "opioidspercent", indicator: "opioids-high-dose-share", times: 1, direction: "lower" },
    { measure: "opioidome", indicator: "opioids-total", times: 0.001, direction: "none" },
  ];

  test.each(cases)("$indicator: values, quartiles, ranks and counts to change of all practices", async (each) => {
    const { standings, planned } = cycleOf("2019-08");
    const doubted = Object.entries(standings.of).flatMap(([code, all]) => {
      const doubt = all.find(({ indicator }) => indicator === each.indicator)?.doubt;
      return (doubt?.months ?? []).map(({ month }) => `${code} ${toIso(month)}`); // by our own rule: only that they are left out is held here
    });
    const expected = await independently({ ...each, doubted });
    let [compared, checked] = [0, 0];
    for (const { organisation } of planned.jobs) {
      const standing = standings.of[organisation.code]?.find(({ indicator }) => indicator === each.indicator);
      const row = expected.get(organisation.code);
      const group = standings.groups[standing?.group ?? ""];
      if (!standing || !row || !group?.statistics) throw new Error(`no standing or row of ${organisation.code}`);
      const { own } = standing;
      expect(own.state, organisation.code).toBe(row.value === null ? "none" : "shown");
      expect(group.count).toBe(row.peers);
      const pairs: [number | undefined, number | null][] = [
        [group.statistics.lower, row.lower],
        [group.statistics.median, row.median],
        [group.statistics.upper, row.upper],
        [group.statistics.deciles[0], row.decile1],
        [group.statistics.deciles[8], row.decile9],
      ];
      for (const [ours, theirs] of pairs) expectEqual(ours, theirs);
      if (own.state !== "shown") continue;
      checked++;
      expectEqual(own.value, row.value);
      expectEqual(countsOf(own)!.count, row.numerator);
      expectEqual(own.months, row.months);
      const inWindow = standing.doubt?.months.some(({ month }) => month >= standing.window.from);
      if (inWindow) expect(standing.rank).toBeUndefined();
      else expectEqual(standing.rank?.percentRank, row.rank);
      if (inWindow) continue;
      if (each.direction === "none") expect(standing.toChange).toEqual({});
      else {
        compared++;
        expect(standing.toChange.median, organisation.code).toBe(row.toMedian);
        expect(standing.toChange["top-quartile"], organisation.code).toBe(row.toBest);
      }
    }
    expect([checked, compared]).toEqual(
      { "opioids-high-dose": [294, 294], "opioids-high-dose-share": [288, 286], "opioids-total": [277, 0] }[
        each.indicator
      ],
    );
  });
});

describe.skipIf(!here).each(["2019-04", "2019-06", "2019-08"])("every report of %s", (id) => {
  test("is composed, is whole, and says nothing that does not hold together", () => {
    const { inputs, cycle, planned, standings } = cycleOf(id);
    const material = toMaterial(inputs, cycle, standings);
    expect(planned.jobs).toHaveLength(308);
    for (const job of planned.jobs) {
      const own = standings.of[job.organisation.code] ?? [];
      for (const { signals } of own) {
        const fired = new Set(signals);
        expect([...fired].flatMap(closure).filter((signal) => !fired.has(signal))).toEqual([]);
      }
      const report = compose(material, { ...job, standings: own });
      const text = JSON.stringify(report);
      expect(text, job.organisation.code).not.toMatch(/\{\{|undefined|NaN|Infinity|\[object/);
      expect(report.sections.find(({ kind }) => kind === "headline")).toMatchObject({
        say: expect.arrayContaining([expect.anything()]),
      });
    }
  });
});

test.skipIf(!here)("a practice that is emptying while it is formally open gets none, and the reason says why", () => {
  const { planned } = cycleOf("2019-04");
  expect(planned.without.find(({ code }) => code === "B86037")?.reason).toBe(
    "list collapsed: 880 patients of 1,903 are left",
  );
});

type Row = Readonly<
  Record<
    | "value"
    | "numerator"
    | "months"
    | "peers"
    | "lower"
    | "median"
    | "upper"
    | "decile1"
    | "decile9"
    | "rank"
    | "toMedian"
    | "toBest",
    number | null
  >
>;

/**
 * Peers of the same sub-ICB: not closed in the window, with 1,000 patients or more and no less than half of what they had
 * in two years, and a row for every month. Everything by window functions, nothing of the project's.
 */
type Case = { measure: string; times: number; direction: string; doubted: readonly string[] };

async function independently({ measure, times, direction, doubted }: Case) {
  const tables = await (await DuckDBInstance.create(":memory:")).connect();
  const share = measure === "opioidspercent";
  /** The least count to change: of the share, an item fewer is one fewer of all too. */
  const least = (to: string) =>
    `greatest(0, ceil(${share ? `(n - ${to} * d) / (1 - ${to})` : `n - ${to} * d / 1000`} - 1e-9))`;
  const reader = await tables.runAndReadAll(`
    with rows as (
      select practice_code as code, month::date as month, measure, numerator::double as n, denominator::double as d
      from read_csv('${folder}/observations.csv', header = true)
      where month::date between date '2017-09-01' and date '2019-08-01'
    ),
    lists as (
      select code, max(month) as last, arg_max(d * 1000, month) as size, max(d * 1000) as largest
      from rows where measure = 'opioidper1000' and d is not null group by code
    ),
    sums as (
      select code, count(*) as months, sum(n) * ${times} as n, sum(coalesce(d, 0)) * ${share ? 1 : 1000} as d
      from rows where measure = '${measure}' and n is not null and month >= date '2018-09-01'
        and not list_contains([${doubted.map((each) => `'${each}'`).join()}]::varchar[], code || ' ' || strftime(month, '%Y-%m'))
      group by code
    ),
    practices as (
      select practice_code as code, sub_icb_code as place, months, n, d, n / nullif(d, 0) * ${share ? 1 : 1000} as value,
        (last = date '2019-08-01' and months >= 9 and d > 0) as told,
        (coalesce(nullif(close_date::varchar, ''), '99991231') >= '20190831' and size >= 1000 and size >= largest / 2
          and months = 12 and d > 0) as peer
      from read_csv('${folder}/organisations.csv', header = true, all_varchar = true) as organisations
      left join lists on lists.code = practice_code left join sums on sums.code = practice_code
    ),
    ranks as (select code, percent_rank() over (partition by place order by value) as rank from practices where peer),
    groups as (
      select place, count(*) as peers, quantile_cont(value, 0.25) as lower, quantile_cont(value, 0.5) as median,
        quantile_cont(value, 0.75) as upper, quantile_cont(value, 0.1) as decile1, quantile_cont(value, 0.9) as decile9
      from practices where peer group by place
    )
    select p.code, case when told then p.value end as value, n as numerator, months, g.*,
      coalesce(rank, (select avg((q.value < p.value)::int) from practices q where q.peer and q.place = p.place)) as rank,
      ${least("median")} as "toMedian", ${least("lower")} as "toBest"
    from practices p left join ranks using (code) left join groups g on g.place = p.place`);
  expect(direction).not.toBe("higher");
  return new Map(
    reader
      .getRowObjectsJS()
      .map(({ code, place: _, ...row }): [string, Row] => [
        String(code),
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, value === null ? null : Number(value)]),
        ) as unknown as Row,
      ]),
  );
}

function expectEqual(ours: number | undefined, theirs: number | null | undefined): void {
  if (theirs === null || theirs === undefined) throw new Error("nothing to compare with");
  expect(Math.abs((ours ?? Number.NaN) - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
}

describe.skipIf(!here)("the delivery", () => {
  /** What is told of it where one practice's numbers of the headline are times as many, so many months before the end. */
  function told(code?: string, times = 1, since = Number.POSITIVE_INFINITY): string[] {
    if (!inputs) throw new Error("no data");
    const { observations } = inputs;
    const cycle = findCycle(inputs, "2019-08");
    const last = toMonth(cycle.data.to) - observations.first;
    const bent = new Map(observations.of.get(headline));
    const own = code === undefined ? undefined : countsIn(bent.get(code));
    if (own && code !== undefined) {
      const numerators = own.numerators.map((each, i) => (last - i < since ? each * times : each));
      bent.set(code, { ...own, numerators });
    }
    const of = new Map(observations.of).set(headline, bent);
    return reconcileInputs({ ...inputs, observations: { ...observations, of } }, cycle).map(({ message }) => message);
  }
  const usual = "B86057"; // a practice like others

  test("is told of what is wrong with it, and of nothing else", () => {
    expect(told().map((message) => message.split(":")[0])).toEqual([
      "implausible-months",
      "implausible-months",
      "odd-values",
    ]);
  });

  test("with one practice's counts ten times as many, in three months or in all, is told of them", () => {
    expect(told(usual, 10, 3)).toContainEqual(
      expect.stringMatching(/^odd-values: numbers of "opioids-high-dose" .* B86057 in June 2019 /),
    );
    expect(told(usual, 10)).toContainEqual(
      expect.stringMatching(/^unlike-peers: numbers of "opioids-high-dose" .* 1 of 308 practices: B86057 \(/),
    );
  });
});

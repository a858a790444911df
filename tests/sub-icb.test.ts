import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { findCycle } from "../src/input/cycles.ts";
import { closure } from "../src/input/library/signals.ts";
import { load } from "../src/input/load.ts";
import { measure } from "../src/measure/measure.ts";
import { countsOf } from "../src/measure/standing.ts";
import { nodeWorld } from "../src/node.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";

/*
 * Published data of all English sub-ICB places, as they are: recipients of another type, with seven measures of several
 * topics. The folder is beside the project where it is to be had.
 */

const root = join(import.meta.dirname, "..");
const folder = resolve(root, "../shared/data/sub-icb-measures");
const here = existsSync(folder);

const inputs = here
  ? await load(nodeWorld(), join(root, "content/campaigns/prescribing-places"), {
      data: join(root, "tests/sub-icb/data.yaml"),
      isDraft: true,
    })
  : undefined;

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
  const codes = planned.jobs.map(({ organisation }) => organisation.code);
  return { inputs, cycle, planned, standings: measure(inputs, cycle, codes) };
}

const measures = [
  { measure: "uti_antibiotics_3_day", indicator: "places-long-courses", times: 1 },
  { measure: "all_antibiotics", indicator: "places-antibiotics", times: 12 }, // items per 1,000 patients a month → a year
  { measure: "broad_spectrum", indicator: "places-broad-share", times: 1 },
  { measure: "icsdose", indicator: "places-high-dose-steroids", times: 1 },
  { measure: "environmental_inhalers", indicator: "places-spray-share", times: 1 },
  { measure: "saba", indicator: "places-reliever-share", times: 1 },
  { measure: "gabapentinoidsddd", indicator: "places-gabapentinoids", times: 1 },
];

describe.skipIf(!here).each(["2025-06", "2025-09", "2025-12"])("the cycle of %s, every place", (id) => {
  test("gets a report that is whole, says place, and says nothing that does not hold together", () => {
    const { inputs, cycle, planned, standings } = cycleOf(id);
    const material = toMaterial(inputs, cycle, standings);
    expect([inputs.directory.size, planned.jobs.length, planned.without]).toEqual([106, 106, []]);
    for (const job of planned.jobs) {
      const own = standings.of[job.organisation.code] ?? [];
      for (const { signals } of own) {
        const fired = new Set(signals);
        expect([...fired].flatMap(closure).filter((signal) => !fired.has(signal))).toEqual([]);
      }
      const report = compose(material, { ...job, standings: own });
      expect(JSON.stringify(report), job.organisation.code).not.toMatch(/\{\{|undefined|NaN|Infinity|\[object/);
      expect(report.recipient).toMatchObject({ called: { one: "place", many: "places" }, place: "all places" });
      expect(report.sections.map(({ kind }) => kind)).toEqual([
        ...[
          "headline",
          "comparison",
          "first-step",
          "trend",
          "table",
          "why",
          "actions",
          "cautions",
          "own-plan",
          "method",
        ],
      ]);
    }
  });

  test.each(measures)("has the values, ranks and quartiles of $measure that SQL finds by itself", async (each) => {
    const { standings, planned } = cycleOf(id);
    const expected = await independently(each, id);
    expect(expected.size).toBe(106);
    for (const { organisation } of planned.jobs) {
      const standing = standings.of[organisation.code]?.find(({ indicator }) => indicator === each.indicator);
      const row = expected.get(organisation.code);
      const group = standings.groups[standing?.group ?? ""];
      if (!standing || !row || !group?.statistics) throw new Error(`no standing or row of ${organisation.code}`);
      if (standing.own.state !== "shown") throw new Error(`${organisation.code} is not shown`);
      if (standing.past.state !== "shown") throw new Error(`${organisation.code} has no past`);
      expect(group.count).toBe(106);
      expectEqual(standing.own.value, row.value);
      expectEqual(countsOf(standing.own)!.count, row.numerator);
      expectEqual(standing.past.value, row.past);
      expectEqual(group.statistics.lower, row.lower);
      expectEqual(group.statistics.median, row.median);
      expectEqual(group.statistics.upper, row.upper);
      expectEqual(standing.rank?.percentRank, row.rank);
    }
  });
});

test.skipIf(!here)("how often each thing is said of the headline's indicator at the end of 2025", () => {
  const { standings } = cycleOf("2025-12");
  const said = Object.values(standings.of).flatMap(([first]) => first?.signals ?? []);
  const counts = Object.fromEntries(
    [...Map.groupBy(said, (signal) => signal)].map(([name, { length }]) => [name, length]),
  );
  expect(counts).toEqual({
    "peers-known": 106,
    "has-interval": 106,
    ranked: 106,
    "has-benchmark": 106,
    "meets-benchmark": 8,
    "misses-benchmark": 98,
    sized: 106,
    measured: 106,
    compared: 106,
    "has-past": 106,
    "past-some": 106,
    "list-known": 106,
    usual: 105,
    "unusual-high": 1,
    "above-median": 43,
    "worse-than-median": 43,
    "below-median": 47,
    "better-than-median": 47,
    "about-level": 16,
    "in-best-quarter": 27,
    "outside-best-quarter": 79,
    steady: 96,
    mixed: 95,
    "all-better": 11,
    falling: 9,
    improving: 9,
    "approaching-best-quarter": 5,
    "approaching-median": 2,

    rising: 1,
    worsening: 1,
    "lost-median": 1,
    "achieved-best-quarter": 1,
    "achieved-median": 1,
  });
});

type Row = Readonly<Record<"value" | "numerator" | "past" | "lower" | "median" | "upper" | "rank", number>>;

/** The published rows, read once. */
const published = here
  ? (async () => {
      const tables = await (await DuckDBInstance.create(":memory:")).connect();
      await tables.run(`create table published as from read_csv('${folder}/observations.csv', header = true)`);
      return tables;
    })()
  : undefined;

/** Twelve months to the last and the twelve before, of the published rows, by window functions: nothing of the project's. */
async function independently({ measure, times }: { measure: string; times: number }, last: string) {
  const tables = (await published)!;
  const reader = await tables.runAndReadAll(`
    with rows as (
      select code, date_diff('month', month::date, date '${last}-01') as ago, numerator::double as n, denominator::double as d
      from published where measure = '${measure}'
    ),
    places as (
      select code, sum(n) filter (ago between 0 and 11) as numerator,
        ${times} * sum(n) filter (ago between 0 and 11) / sum(d) filter (ago between 0 and 11) as value,
        ${times} * sum(n) filter (ago between 12 and 23) / sum(d) filter (ago between 12 and 23) as past
      from rows group by code
    )
    select code, value, numerator, past, percent_rank() over (order by value) as rank,
      (select quantile_cont(value, 0.25) from places) as lower, (select quantile_cont(value, 0.5) from places) as median,
      (select quantile_cont(value, 0.75) from places) as upper
    from places`);
  return new Map(reader.getRowObjectsJS().map((row) => [String(row.code), row as unknown as Row]));
}

/** Equal but for the last digits of a double. */
function expectEqual(ours: number | undefined, theirs: number) {
  expect(Math.abs((ours ?? Number.NaN) / theirs - 1) < 1e-9 || ours === theirs, `${ours} and ${theirs}`).toBe(true);
}

import { describe, expect, test } from "vitest";
import type { Assignment } from "../../src/report/assign.ts";
import { type BaselineSource, baselineOf } from "../../src/trial/pack/baseline/baseline.ts";
import { differenceOfMeans, differenceOfShares, spreadOf } from "../../src/trial/pack/baseline/statistics.ts";
import { baselineTable, baselineText } from "../../src/trial/pack/baseline/written.ts";
import { comparedOf } from "../../src/trial/pack/groups.ts";

/* Groups at baseline. Expected figures were worked out in Python (statistics, numpy), from the formulas in the docstrings. */

describe("statistics", () => {
  test("spread: mean, sample deviation, quartiles of type 7", () => {
    const { n, mean, sd, median, q1, q3 } = spreadOf([9, 2, 4, 15, 4, 5, 7, 12]);
    expect([n, mean, median, q1, q3]).toEqual([8, 7.25, 6, 4, 9.75]);
    expect(sd).toBeCloseTo(4.464142854857107, 12);
    expect(spreadOf([3])).toEqual({ n: 1, mean: 3, sd: null, median: 3, q1: 3, q3: 3 });
    expect(spreadOf([]).mean).toBeNull();
  });

  test("standardised difference of means and of shares", () => {
    expect(differenceOfMeans(spreadOf([1, 2, 3, 4, 5]), spreadOf([2, 4, 6, 8]))).toBeCloseTo(-0.9341987329938275, 12);
    expect(differenceOfShares({ n: 30, of: 100 }, { n: 40, of: 100 })).toBeCloseTo(-0.21081851067789195, 12);
    expect(differenceOfShares({ n: 0, of: 0 }, { n: 1, of: 2 })).toBeNull();
    expect(differenceOfMeans(spreadOf([2, 2]), spreadOf([2, 2]))).toBe(0);
    expect(differenceOfMeans(spreadOf([2, 2]), spreadOf([3, 3]))).toBeNull();
    expect(differenceOfMeans(spreadOf([2]), spreadOf([3, 4]))).toBeNull();
  });
});

const values: Readonly<Record<string, number | null>> = {
  A: 1,
  B: 2,
  C: 3,
  D: 4,
  E: 5,
  F: 2,
  G: 4,
  H: 6,
  I: 8,
  J: null,
};
const rural = new Set(["A", "B", "F"]);

function sourceOf(extra: (code: string) => Partial<Assignment> = () => ({})): BaselineSource & { run: never } {
  const assignments = Object.fromEntries(
    Object.keys(values).map((code, i) => {
      const arm = i < 5 ? "K1" : "K7";
      return [code, { unit: code, arm, sequence: arm, status: "active", ...extra(code) } as Assignment];
    }),
  );
  const organisations = new Map(
    Object.keys(values).map((code) => [
      code,
      { covariates: { size: 1000, rurality: rural.has(code) ? "rural" : "urban" } },
    ]),
  );
  const indicator = { indicator: "high-dose", title: "High-dose items", unit: "per 1,000" };
  const covariates = { size: { kind: "number", is: "List size" }, rurality: { kind: "text", is: "Rural or urban" } };
  const run = { cycle: { id: "2026-08" }, trial: { assignments } };
  return {
    trial: {
      file: { covariates: ["size", "rurality"], stages: [], sequences: {}, "allocated-by": {} },
      arms: new Map([
        ["K1", {}],
        ["K7", {}],
      ]),
    },
    study: {
      topics: new Map([
        [
          "t",
          {
            data: { organisations: { covariates } },
            indicators: new Map([["high-dose", indicator]]),
            campaign: { headline: "high-dose" },
          },
        ],
      ]),
    },
    designs: new Map(["K1", "K7"].map((arm) => [arm, { topic: "t" }])),
    organisations,
    runs: [{ cycle: { id: "2026-06" }, trial: { assignments } }, run],
    run,
  } as never;
}

const outcomes = new Map([
  ["2026-08", new Map(Object.entries(values).map(([code, value]) => [code, { baseline_high_dose: value }]))],
]);

describe("the table", () => {
  const edition = { arm: (code: string) => code, stage: (name: string | undefined) => name ?? "" };
  const told = (extra?: (code: string) => Partial<Assignment>) => {
    const source = sourceOf(extra);
    return baselineOf(source, comparedOf(source as never, edition), { outcomes });
  };

  test("has each outcome, covariate and stratum, with who is missing, of everybody randomised", () => {
    const { sets, cycle } = told((code) => ({
      stratum: code < "D" ? "north" : "south",
      cluster: code < "C" ? "N1" : "N2",
    }));
    expect(cycle).toBe("2026-06");
    const [{ groups, rows }] = sets as [(typeof sets)[number]];
    expect(groups).toEqual([
      { name: "K1", units: 5, recipients: 5, clusters: 2 },
      { name: "K7", units: 5, recipients: 5, clusters: 1 },
    ]);
    expect(rows.map(({ characteristic, kind }) => `${characteristic}${kind ? `: ${kind}` : ""}`)).toEqual([
      "High-dose items",
      "List size",
      "Rural or urban: rural",
      "Rural or urban: urban",
      "Stratum: north",
      "Stratum: south",
    ]);
    expect(rows[0]!.groups.map(({ n, missing }) => [n, missing])).toEqual([
      [5, 0],
      [4, 1],
    ]);
    expect(rows[0]!.differences[0]!.difference).toBeCloseTo(-0.9341987329938275, 12);
    expect(rows[1]!.differences[0]!.difference).toBe(0);
    expect(rows[2]!.groups).toMatchObject([
      { n: 2, of: 5 },
      { n: 1, of: 5 },
    ]);
    expect(rows[4]!.groups).toMatchObject([
      { n: 3, of: 5 },
      { n: 0, of: 5 },
    ]);
  });

  test("as CSV and as a table to read; no P values", () => {
    const baseline = told();
    const { rows } = baselineTable(baseline);
    expect(
      rows.find(({ group, characteristic }) => group === "K7" && characteristic === "High-dose items"),
    ).toMatchObject({
      n: 4,
      missing: 1,
      mean: 5,
      sd: 2.5819889,
      median: 5,
      q1: 3.5,
      q3: 6.5,
    });
    const text = baselineText(baseline);
    expect(text).toContain(
      "| High-dose items (per 1,000) | 3 (1.58); 3 [2, 4] | 5 (2.58); 5 [3.5, 6.5]; 1 missing | 0.93 |",
    );
    expect(text).toContain("| Rural or urban: rural | 2 (40%) | 1 (20%) | 0.45 |");
    expect(`${text}${JSON.stringify(baseline)}`).not.toMatch(/p[ -]?value[^s]|P\s*[=<]/);
  });

  test("groups of a trial in stages are compared within a stage, wherever units are now", () => {
    const source = sourceOf((code) => ({
      arm: code < "C" ? "S7" : "S1",
      sequence: code < "C" ? "one:S1 > two:S7" : code < "F" ? "one:S1" : "one:S2",
    }));
    const stages = [
      { stage: "one", arms: ["S1", "S2"] },
      { stage: "two", arms: ["S7", "S9"] },
    ];
    Object.assign(source.trial.file, { stages });
    const sets = comparedOf(source as never, edition);
    expect(
      sets.map(({ stage, groups }) => `${stage}: ${groups.map(({ name, of }) => `${name} ${of.length}`).join(", ")}`),
    ).toEqual(["one: S1 5, S2 5", "two: S7 2"]);
  });
});

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Inputs } from "../../src/input/load.ts";
import { caseMixOf, cellOf, type Standard } from "../../src/measure/case-mix.ts";
import { groundOf } from "../../src/measure/ground.ts";
import { measureOn } from "../../src/measure/measure.ts";
import { countsOf, type Standings } from "../../src/measure/standing.ts";
import { planStudy } from "../../src/report/plan.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { loaded } from "../loaded.ts";
import { allocationText, openTrial, problemsOf, trialText, writeTrial } from "../trial/scratch.ts";
import { smallContent } from "../trial/small.ts";

/* Comparisons that allow for case mix, by indirect standardisation over covariates of the directory. */

function standard(area: string, size: string | null, numerator: number, denominator: number): Standard[] {
  return Array.from({ length: 10 }, () => ({
    organisation: { covariates: { area, size } },
    counts: { numerator, denominator },
  }));
}

describe("what is expected", () => {
  test("of one covariate is the rate of each kind", () => {
    const all = [...standard("urban", null, 30, 1000), ...standard("rural", null, 10, 2000)];
    const { overall, expectedOf } = caseMixOf(["area"], all);
    expect(overall).toBeCloseTo(40 / 3000, 12);
    expect(expectedOf({ covariates: { area: "urban" } })).toBeCloseTo(0.03, 10);
    expect(expectedOf({ covariates: { area: "rural" } })).toBeCloseTo(0.005, 10);
  });

  test("of two is as Poisson regression without interactions has it", () => {
    // effects by which the counts were made: urban 2, large 1.5; R's glm(n ~ area + size + offset(log(d)), poisson) gives them back
    const all = [
      ...standard("rural", "small", 10, 1000),
      ...standard("rural", "large", 45, 3000),
      ...standard("urban", "small", 40, 2000),
      ...standard("urban", "large", 30, 1000),
    ];
    const { expectedOf } = caseMixOf(["area", "size"], all);
    const of = (area: string, size: string) => expectedOf({ covariates: { area, size } });
    expect(of("rural", "small")).toBeCloseTo(0.01, 8);
    expect(of("urban", "small") / of("rural", "small")).toBeCloseTo(2, 8);
    expect(of("rural", "large") / of("rural", "small")).toBeCloseTo(1.5, 8);
  });

  test("keeps the events of each kind where the two go together", () => {
    const all = [
      ...standard("rural", "small", 9, 1000),
      ...standard("urban", "small", 40, 1000),
      ...standard("urban", "large", 41, 900),
    ];
    const { expectedOf } = caseMixOf(["area", "size"], all);
    for (const size of ["small", "large"]) {
      const own = all.filter(({ organisation }) => organisation.covariates!.size === size);
      const expected = own.reduce((sum, each) => sum + expectedOf(each.organisation) * each.counts.denominator, 0);
      expect(expected).toBeCloseTo(
        own.reduce((sum, { counts }) => sum + counts.numerator, 0),
        5,
      );
    }
  });

  test("has no effect of a kind with few organisations, of one without events, and of one that is not known", () => {
    const all = [
      ...standard("urban", null, 30, 1000),
      ...standard("rural", null, 10, 1000).slice(0, 9),
      ...standard("isle", null, 0, 1000),
    ];
    const { expectedOf } = caseMixOf(["area"], all);
    const of = (area: string | null) => expectedOf({ covariates: { area } });
    expect(of("rural")).toBe(of(null));
    expect(of("isle")).toBe(of(null));
    expect(of("urban")).not.toBe(of(null));
    expect(cellOf(["area", "size"], { covariates: { area: "urban", size: null } })).toBe("urban, ");
  });
});

const adjusting =
  "peers: { adjust-for: { deprivation: deprivation of the area, rurality: whether that is urban or rural } }";

describe("standings", () => {
  let inputs: Inputs;
  let plain: Standings;
  let allowed: Standings;
  let codes: string[];
  const first = (standings: Standings, code: string) => {
    const standing = standings.of[code]![0]!;
    return { standing, group: standings.groups[standing.group!]! };
  };
  beforeAll(async () => {
    inputs = await loaded(join(smallContent, "campaigns/opioids"));
    const cycle = inputs.campaign.cycles.find(({ id }) => id === "2026-08")!;
    const ground = groundOf(inputs);
    codes = [...inputs.directory.values()].flatMap(({ code, closed }) => (closed ? [] : [code])).slice(0, 40);
    plain = measureOn(ground, cycle, codes);
    const peers = { ...ground.campaign.peers, "adjust-for": { deprivation: "a", rurality: "b" } };
    allowed = measureOn({ ...ground, campaign: { ...ground.campaign, peers } }, cycle, codes);
  });

  test("leave own figures as they are, and give peers the case mix of the recipient", () => {
    const code = codes.find((each) => first(plain, each).standing.own.state === "shown")!;
    const [crude, adjusted] = [first(plain, code), first(allowed, code)];
    expect(adjusted.standing.own).toEqual(crude.standing.own);
    expect(crude.group.adjusted).toBeUndefined();
    expect(adjusted.group.count).toBe(crude.group.count);
    expect(adjusted.group.members.find((each) => each.code === code)!.value).toBeCloseTo(
      countsOf(crude.standing.own)!.value,
      12,
    );
    const ratios = new Map<string, Set<string>>();
    for (const { code: peer, value } of adjusted.group.members) {
      const before = crude.group.members.find((each) => each.code === peer)!.value;
      const cell = cellOf(["deprivation", "rurality"], inputs.directory.get(peer)!);
      if (before > 0) ratios.set(cell, (ratios.get(cell) ?? new Set()).add((value / before).toFixed(9)));
    }
    expect(ratios.size).toBeGreaterThan(2);
    for (const [cell, own] of ratios) expect(own.size, cell).toBe(1); // one factor for each case mix
    const values = adjusted.group.members.map(({ value }) => value);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(adjusted.group.statistics!.median).not.toBe(crude.group.statistics!.median);
  });

  test("share a group with those alike alone, and a rank by it", () => {
    const cells = Map.groupBy(codes, (code) => allowed.of[code]![0]!.group ?? "");
    for (const [, own] of cells)
      expect(new Set(own.map((code) => cellOf(["deprivation", "rurality"], inputs.directory.get(code)!))).size).toBe(1);
    expect(cells.size).toBeGreaterThan(5);
    const code = codes.find((each) => first(allowed, each).standing.rank)!;
    const { standing, group } = first(allowed, code);
    const value = countsOf(standing.own)!.value;
    expect(standing.rank!.lower).toBe(group.members.filter((each) => each.value < value).length);
  });

  test("a covariate must be a category of the data", async () => {
    const told = (covariate: string) => problemsOf(write(adjusting.replace("deprivation: d", `${covariate}: d`)));
    expect((await told("depravation")).join()).toContain('unknown-covariate: unknown covariate "depravation"');
    expect((await told("list-size")).join()).toContain('unknown-covariate: unknown covariate "list-size"');
    expect(await told("deprivation")).toEqual([]);
  });
});

function write(level: string): string {
  return writeTrial({
    "trial.yaml": trialText({
      factors: `
  own-plan:
    is: Whether comparisons allow for case mix
    changes: [peers]
    levels:
      with: { is: As they are }
      without: { is: With case mix, ${level} }`,
    }),
    "allocation.csv": allocationText(["Z10001 K1", "Z10003 K7"]),
  });
}

test("a level chooses it, and the report of its arm alone states the method", async () => {
  const study = await openTrial(write(adjusting));
  const { reports } = reportsOf(study, planStudy(study, "2026-08"));
  const notes = reports.map(({ recipient, sections }) => {
    const method = sections.find(({ kind }) => kind === "method") as unknown as {
      notes?: { title: string; text: unknown }[];
    };
    return [recipient.code, method.notes?.find(({ title }) => title === "Allowing for case mix")?.text] as const;
  });
  expect(notes.map(([code, text]) => [code, text !== undefined])).toEqual([
    ["Z10001", false],
    ["Z10003", true],
  ]);
  const text = JSON.stringify(notes[1]![1]);
  expect(text).toMatch(/allow for deprivation of the area and whether that is urban or rural/);
  expect(text).toMatch(
    /indirect standardisation.*A practice like yours is expected to have [\d.]+ per 1,000.*; all together have/,
  );
});

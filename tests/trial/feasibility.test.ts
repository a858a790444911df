import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Study } from "../../src/input/study.ts";
import { isInputError } from "../../src/problem.ts";
import { errorOf } from "../../src/trial/feasibility/detectable.ts";
import { effectsCovariance } from "../../src/trial/feasibility/estimate.ts";
import { type Feasibility, feasibilityOf } from "../../src/trial/feasibility/feasibility.ts";
import { layoutsOf } from "../../src/trial/feasibility/layout.ts";
import { feasibilityText } from "../../src/trial/feasibility/text.ts";
import { command } from "../command.ts";
import { openTrial, trialText, writeTrial } from "./scratch.ts";
import { shippedTrial, smallContent } from "./small.ts";

/* What the past says of a trial, on the shipped designs with the data of 80 practices. */

const few = { seed: 1, draws: 2 };

async function opened(name: string): Promise<Study> {
  return openTrial(shippedTrial(name), { allocation: false });
}

function layouts(study: Study) {
  return layoutsOf(study.trial!, [...study.topics.values()][0]!.campaign.cycles);
}

/** A study of the opioid campaign with these parts of its trial. */
function written(parts: Readonly<Record<string, string>> = {}): Promise<Study> {
  return openTrial(writeTrial({ "trial.yaml": trialText(parts) }), { allocation: false });
}

/** What is said where nothing is worked out. */
function refusal(study: Study, indicator?: string): string {
  try {
    feasibilityOf(study, study.trial!, { ...few, indicator });
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ message, hint }) => `${message}; ${hint}`).join("\n");
    throw error;
  }
  return "";
}

describe("arms that stay", () => {
  let study: Study;
  let found: Feasibility;
  beforeAll(async () => {
    study = await written({ cluster: "pcn", stratum: "sub-icb", ratio: "{ K1: 2, K7: 1 }" });
    found = feasibilityOf(study, study.trial!, few);
  });

  test("are compared by all months since the first report, beside the year before", () => {
    const [first, last] = [layouts(study).layouts[0]!, layouts(study).layouts.at(-1)!];
    const [before, since] = first.stretches;
    expect(before!.to - before!.from).toBe(11);
    expect(since!.from).toBe(before!.to + 1);
    expect(last.stretches[1]!.from).toBe(since!.from);
    expect(last.stretches[1]!.to).toBeGreaterThan(since!.to);
    expect(last.ratio).toEqual({ K1: 2, K7: 1 });
  });

  test("have the variation of the past, by cluster and stratum", () => {
    const { variation, recipients, allocated } = found.outcomes[0]!;
    expect(recipients.known).toBeGreaterThan(30);
    expect(allocated).toBeGreaterThanOrEqual(variation.clusters!.groups); // one has no past
    expect(variation.strata!.groups).toBe(5);
    expect(variation.clusters!.members).toBeGreaterThanOrEqual(recipients.known);
    expect(variation.baseline).toBeGreaterThan(0.5);
    expect(variation.months.correlation).toBeGreaterThan(0);
  });

  test("tell less with fewer, and more with twice as many", () => {
    const { detectable, sizes } = found.outcomes[0]!;
    expect(detectable.every(({ power80, power90, error }) => power90 > power80 && power80 > 2.8 * error)).toBe(true);
    const [half, same, twice] = sizes.map(({ power80 }) => power80);
    expect(same).toBeCloseTo(detectable.at(-1)!.power80, 10);
    expect(half! / same!).toBeGreaterThan(1.4);
    expect(twice! / same!).toBeLessThan(0.72);
  });

  test("are widened by what the past swings more than the formula has it", () => {
    const { widening, placed, detectable } = found.outcomes[0]!;
    expect(widening).toBe(Math.max(1, placed!.swings));
    const { seen, error } = placed!.contrasts[0]!;
    expect(placed!.swings).toBeCloseTo(seen / error, 10);
    const same = detectable.find(({ cycles }) => cycles === placed!.cycles)!;
    expect(same.error / seen).toBeGreaterThan(0.9);
  });

  test("are told of changes by chance, of each arm in its share of recipients", () => {
    const { byChance } = found.outcomes[0]!;
    expect(byChance.cycles.map(({ cycle }) => cycle).at(-1)).toBe("any");
    for (const { better, worse } of byChance.cycles.slice(0, -1)) expect(better + worse).toBeLessThan(0.05);
    const [k1, k7] = byChance.arms;
    expect(Math.abs(k1!.recipients + k7!.recipients - byChance.recipients)).toBeLessThanOrEqual(1);
    expect(k1!.recipients).toBeGreaterThan(k7!.recipients);
    expect(byChance.responders).toEqual({});
  });

  test("give the same numbers again, and others with another seed", () => {
    expect(feasibilityOf(study, study.trial!, few)).toEqual(found);
    const other = feasibilityOf(study, study.trial!, { ...few, seed: 2 }).outcomes[0]!;
    expect(other.placed).not.toEqual(found.outcomes[0]!.placed);
    expect(other.byChance).not.toEqual(found.outcomes[0]!.byChance);
    expect(other.variation).toEqual(found.outcomes[0]!.variation);
  });
});

describe("other designs", () => {
  test("a stepped wedge and a crossover are compared by their periods, without washouts", async () => {
    const wedge = layouts(await opened("stepped-letters")).layouts;
    expect(wedge).toHaveLength(1);
    expect([...wedge[0]!.columns].map(([code, rows]) => [code, rows.flat().join("")])).toEqual([
      ["W1", "0111"],
      ["W5", "0011"],
      ["W8", "0001"],
    ]);
    const crossed = layouts(await opened("frames-crossover")).layouts;
    const [first, second] = crossed[0]!.stretches;
    expect(crossed[0]!.stretches).toHaveLength(2);
    expect(second!.from - first!.to).toBe(3); // a washout of two months between them
    expect(crossed[0]!.columns.get("X6")!.flat()).toEqual([1, 0]);
  });

  test("those who wait are compared until they begin", async () => {
    expect(layouts(await opened("wait-list")).layouts.map(({ cycles }) => cycles)).toEqual([1, 2]);
  });

  test("arms without a nested factor are held against all who have it", async () => {
    const { layouts: all } = layouts(await opened("letter-factors"));
    const { columns, contrasts, ratio } = all[0]!;
    const weight = [
      [1, 0],
      [0, 1],
    ];
    const allocated = Object.keys(ratio).flatMap(
      (code) => Array(10).fill({ code, weight }) as { code: string; weight: typeof weight }[],
    );
    const errors = contrasts.map((contrast) => errorOf(contrast, effectsCovariance(allocated, columns)!) ** 2);
    expect(contrasts.map(({ factor }) => factor)).toEqual(["letter", "compared-with", "reasons"]);
    expect(errors[0]).toBeCloseTo(1 / 10 + 1 / 40, 10);
    expect(errors[1]).toBeCloseTo(1 / 20 + 1 / 20, 10);
  });

  test("a sequential trial is worked out stage by stage, of those whom its rule sorts out where nothing changes", async () => {
    const study = await opened("opioid-smart");
    const found = feasibilityOf(study, study.trial!, { ...few, draws: 12 });
    const { byChance, detectable, allocated, stages, regimes } = found.outcomes[0]!;
    expect(Math.max(...detectable.map(({ cycles }) => cycles))).toBe(2);
    expect(detectable.map(({ factor }) => factor)).not.toContain("facilitator");
    expect(byChance.arms.map(({ code }) => code)).toEqual(["S1", "S2"]);
    const respond = byChance.responders["stepped-up"]!;
    expect(respond).toBeGreaterThan(0.1);
    expect(respond).toBeLessThan(0.5);
    expect(stages).toEqual([
      expect.objectContaining({
        stage: "stepped-up",
        classes: ["non-responder"],
        arms: ["S7", "S9"],
        share: 1 - respond,
      }),
    ]);
    const [later] = stages!;
    expect(later!.allocated).toBe(Math.round(allocated * (1 - respond)));
    expect(later!.detectable.map(({ factor, cycles }) => [factor, cycles])).toEqual(
      [1, 2, 3, 4].map((n) => ["facilitator", n]),
    );
    expect(later!.tried!.seen / later!.tried!.error).toBeGreaterThan(0.6);
    expect(later!.tried!.seen / later!.tried!.error).toBeLessThan(1.6);
    expect(regimes!.map(({ factor }) => factor)).toEqual(["report-style"]);
    const text = feasibilityText(found);
    expect(text).toContain("Stage stepped-up: non-responders randomised again to S7, S9");
    expect(text).toContain("would be responders before stepped-up by the trial's rule, though nothing changes");
    const half = feasibilityOf(study, study.trial!, { ...few, draws: 1, responders: 0.9 }).outcomes[0]!;
    expect(half.stages![0]!.allocated).toBe(Math.round(allocated * 0.1));
    expect(half.stages![0]!.detectable.at(-1)!.error).toBeGreaterThan(2 * later!.detectable.at(-1)!.error);
    const other = feasibilityOf(study, study.trial!, { ...few, draws: 1, indicator: "opioids-total" }).outcomes[0]!;
    expect([other.stages, other.regimes]).toEqual([undefined, undefined]);
    expect(other.not).toEqual([
      'Stage stepped-up is not worked out: who responds is decided on "opioids-high-dose". Say with --responders how many will, or choose --indicator opioids-high-dose.',
    ]);
  });

  test("arms that may be dropped are followed through the planned looks; without any it is said what they would need", async () => {
    const study = await opened("which-chart");
    const found = feasibilityOf(study, study.trial!, { ...few, draws: 1 });
    const { looks } = found.outcomes[0]!;
    expect(looks).toMatchObject({ control: "M2", looks: [{ cycle: "2026-06", best: 1 }] });
    expect(looks!.arms.map(({ code }) => code)).toEqual(["M5", "M8"]);
    expect(looks!.arms.reduce((sum, { stays }) => sum + stays[0]!, 0)).toBeCloseTo(1, 10);
    expect(looks!.spared).toBeCloseTo((1 / 3) * (4 / 6), 1);
    expect(feasibilityText(found)).toContain("With looks: after 2026-06 the best 1 go on; each arm beside M2");
    const { layouts: all, not } = layoutsOf(
      { ...study.trial!, file: { ...study.trial!.file, looks: [] } },
      [...study.topics.values()][0]!.campaign.cycles,
    );
    expect(all).toHaveLength(6);
    expect(not.join()).toContain("Worked out as if no arm were dropped");
  });
});

describe("arms that are drawn anew in every cycle", () => {
  let study: Study;
  let found: Feasibility;
  beforeAll(async () => {
    study = await opened("drawn-plans");
    found = feasibilityOf(study, study.trial!, few);
  });

  test("are compared by the months of each cycle, beside what came before", () => {
    const { offers, outcomes } = found;
    expect(offers).toEqual({ of: { D4: 0.5, D9: 0.5 }, available: 1 });
    const { detectable, placed, byChance } = outcomes[0]!;
    expect(detectable.map(({ cycles }) => cycles)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(detectable.every(({ power80 }, i) => i === 0 || power80 < detectable[i - 1]!.power80)).toBe(true);
    const { seen, error } = placed!.contrasts[0]!;
    expect(seen / error).toBeGreaterThan(0.8);
    expect(seen / error).toBeLessThan(1.5);
    const of = byChance.arms.map(({ code, recipients }) => [code, recipients / byChance.recipients]);
    expect(of).toEqual([
      ["D4", expect.closeTo(0.5, 0)],
      ["D9", expect.closeTo(0.5, 0)],
    ]);
    expect(feasibilityText(found)).toContain("Drawn in each cycle: D4 0.5, D9 0.5, of all units");
  });

  test("tell less where few are available, or one is hardly offered", () => {
    const asked = { ...few, draws: 1, offered: { D9: 0.2 }, available: 0.6 };
    const [first] = feasibilityOf(study, study.trial!, asked).outcomes;
    const formula = (outcome: typeof first) => outcome!.detectable[0]!.error / outcome!.widening;
    expect(formula(first) / formula(found.outcomes[0])).toBeCloseTo(Math.sqrt(0.25 / (0.16 * 0.6)), 6);
  });

  test.each([
    [{ offered: { D8: 0.5 } }, 'unknown arm "D8" is offered'],
    [{ offered: { D4: 0.5, D9: 0.4 } }, "add up to 0.9"],
    [{ available: 0 }, "nobody is available"],
  ])("are not worked out with %j", (options, message) => {
    expect(() => feasibilityOf(study, study.trial!, { ...few, ...options })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ message: expect.stringContaining(message) })] }),
    );
  });

  test("are of no other design", async () => {
    const other = await written();
    expect(() => feasibilityOf(other, other.trial!, { ...few, available: 0.5 })).toThrow();
  });
});

describe("nothing is worked out", () => {
  test("of an indicator that is not there, and where the past ends before it begins", async () => {
    const study = await written();
    expect(refusal(study, "opiods")).toContain('unknown indicator "opiods"; one of opioids-high-dose');
    const early = "[{ id: 2010-04, issued: 2010-06-08, extracted: 2010-06-01, data: { from: 2009-09, to: 2010-04 } }]";
    expect(refusal(await written({ cycles: early }))).toMatch(/when the trial begins|the past has/);
  });
});

describe("the command", () => {
  test("prints tables, or one JSON object, and writes nothing", async () => {
    const trial = writeTrial({ "trial.yaml": trialText() });
    const args = ["simulate", trial, "--draws", "1", "--seed", "4"];
    const text = await command(args);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain("Least difference told at the 5% level");
    expect(text.stdout).toMatch(/own-plan: without against with +1 +\d+/);
    const json = await command([...args, "--json"]);
    expect((JSON.parse(json.stdout) as Feasibility).seed).toBe(4);
  });

  test("refuses a campaign", async () => {
    const { code, stderr } = await command(["simulate", join(smallContent, "campaigns/opioids")]);
    expect(code).toBe(2);
    expect(stderr).toContain("is a campaign; only a trial is simulated");
  });
});

import { describe, expect, test } from "vitest";
import { settingsOf } from "../../src/input/campaign/sections.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { armDesigns, planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { allocationText, openTrial, problemsOf, trialText, writeTrial } from "./scratch.ts";

/* A level is a typed patch: what it changes and nothing else; what is not there to be changed is a problem at its place. */

const factor = (level: string, changes = "[sections]") => `
  thing:
    is: Something
    changes: ${changes}
    levels:
      as-is: { is: The report as it is }
      other: { is: Another, ${level} }`;
const arms = "\n  K1: { thing: as-is }\n  K7: { thing: other }";

async function designs(level: string) {
  const study = await openTrial(writeTrial({ "trial.yaml": trialText({ factors: factor(level), arms }) }));
  const of = armDesigns(study, study.trial!);
  return [of.get("K1")!.design, of.get("K7")!.design] as const;
}

function told(level: string): Promise<string[]> {
  const folder = writeTrial({
    "trial.yaml": trialText({ factors: factor(level), arms }),
    "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
  });
  return problemsOf(folder);
}

describe("a level", () => {
  test("changes a setting and nothing else", async () => {
    const [as, other] = await designs("channels: [email]");
    expect(other).toEqual({ ...as, channels: ["email"] });
  });

  test("leaves a section out", async () => {
    const [as, other] = await designs("leave-out: [own-plan, trend]");
    const left = as.sections.filter(({ name }) => name !== "own-plan" && name !== "trend");
    expect(left).toHaveLength(as.sections.length - 2);
    expect(other.sections).toEqual(left);
  });

  test("changes one setting of a section", async () => {
    const [as, other] = await designs("change: { comparison: { chart: bars } }");
    const at = as.sections.findIndex(({ name }) => name === "comparison");
    const own = as.sections[at]!;
    expect(other.sections[at]).toEqual({ ...own, settings: { ...own.settings, chart: "bars" } });
    expect(other.sections.toSpliced(at, 1)).toEqual(as.sections.toSpliced(at, 1));
  });

  test("puts a block in the place of another, or two, or none", async () => {
    const [as, other] = await designs(
      "blocks: { opioids-why-start: opioids-why-pace, opioids-why-pace: [], opioids-why-support: [opioids-why-support, opioids-why-start] }",
    );
    expect(settingsOf(as.sections, "why").flatMap(({ blocks }) => blocks.slice(0, 3))).toEqual([
      "opioids-why-start",
      "opioids-why-support",
      "opioids-why-pace",
    ]);
    expect(settingsOf(other.sections, "why").flatMap(({ blocks }) => blocks.slice(0, 3))).toEqual([
      "opioids-why-pace",
      "opioids-why-support",
      "opioids-why-start",
    ]);
  });

  test("adds a section after another", async () => {
    const [as, other] = await designs("add: [{ after: trend, section: { own-plan: { rows: 2 } } }]");
    const names = as.sections.map(({ name }) => name);
    const added = names.toSpliced(names.indexOf("trend") + 1, 0, "own-plan-2");
    expect(other.sections.map(({ name }) => name)).toEqual(added);
  });

  test("sends from a cycle on: the report is the first of fewer", async () => {
    const study = await openTrial(
      writeTrial({
        "trial.yaml": trialText({
          factors: factor("cycles: { from: 2026-08 }", "[schedule]"),
          arms,
          design: "wait-list",
        }),
        "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
      }),
    );
    expect(planStudy(study, "2026-06").without.find(({ code }) => code === "Z10002")?.reason).toBe(
      "no report in this cycle by design",
    );
    const cycle = findCycle([...study.topics.values()][0]!, "2026-08");
    const variants = variantsOfArms(study, study.trial!, { cycle, codes: ["Z10002"] });
    const number = (arm: string) => variants.get(arm)?.reports.get("Z10002")?.cycle;
    expect(number("K1")).toMatchObject({ number: 3, of: 3 });
    expect(number("K7")).toMatchObject({ number: 1, of: 1 });
  });

  test("compares with other peers, who are measured apart", async () => {
    const study = await openTrial(
      writeTrial({
        "trial.yaml": trialText({ factors: factor("peers: { of: all }", "[peers]"), arms }),
        "allocation.csv": allocationText(["Z10003 K1", "Z10002 K7"]), // Z10003 has peers in its place
      }),
    );
    const { materials, tasks } = measureStudy(study, planStudy(study, "2026-08"));
    expect(Object.keys(materials)).toHaveLength(2);
    const levelOf = (code: string) => {
      const task = tasks.find(({ organisation }) => organisation.code === code)!;
      return materials[task.material]!.standings.groups[task.standings[0]!.group ?? ""]?.level;
    };
    expect([levelOf("Z10003"), levelOf("Z10002")]).toEqual(["sub-icb", "all"]);
  });
});

describe("what is not there", () => {
  test.each([
    ["leave-out: [own-plans]", 'bad-patch: no section "own-plans" to change'],
    ["change: { comparison: { chrat: bars } }", 'bad-patch: unknown key "chrat"'],
    ["change: { comparison: { chart: pie } }", 'bad-patch: unknown chart "pie"'],
    ["blocks: { opioids-why-strt: opioids-why-pace }", 'bad-patch: block "opioids-why-strt" is not in the campaign'],
    ["actions: { opioids-fnd: opioids-find }", 'bad-patch: action "opioids-fnd" is not in the campaign'],
    ["blocks: { opioids-why-start: opioids-why-strat }", 'unknown-block: unknown block "opioids-why-strat"'],
    [
      "blocks: { opioids-why-start: voice-trend-any }",
      'wrong-role: block "voice-trend-any" has role "trend"; "why" is wanted here',
    ],
    ["cycles: { from: 2026-09 }", 'unknown-cycle: unknown cycle "2026-09"'],
    ["chanels: [email]", 'unknown-key: unknown key "chanels"'],
    ["campaign: gout", 'unknown-campaign: unknown campaign "gout"'],
    ["template: sideways", 'unknown-template: unknown template "sideways"'],
  ])("%s", async (level, problem) => {
    expect(await told(level)).toEqual([problem]);
  });
});

describe("two factors", () => {
  const two = (a: string, b: string) => ({
    design: "factorial",
    factors: `
  one: { is: One, changes: [sections], levels: { off: { is: Off }, on: { is: On, ${a} } } }
  two: { is: Two, changes: [sections], levels: { off: { is: Off }, on: { is: On, ${b} } } }`,
    arms: `
  K1: { one: off, two: off }
  K2: { one: on, two: off }
  K3: { one: off, two: on }
  K4: { one: on, two: on }`,
  });

  test("that change the same thing are not orthogonal (X02)", async () => {
    const parts = two("leave-out: [trend]", "change: { trend: { points: 12 } }");
    const folder = writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(["Z10001 K1"]) });
    expect(await problemsOf(folder)).toContain(
      'X02: factors "one" (on) and "two" (on) both change sections, trend, points',
    );
  });

  test("that change different blocks of one list are", async () => {
    const parts = two("blocks: { opioids-why-start: [] }", "blocks: { opioids-why-pace: [] }");
    const folder = writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(["Z10001 K1"]) });
    expect((await problemsOf(folder)).filter((problem) => problem.startsWith("X02"))).toEqual([]);
  });

  test("want every combination in a factorial trial", async () => {
    const parts = {
      ...two("leave-out: [trend]", "leave-out: [own-plan]"),
      arms: "\n  K1: { one: off, two: off }\n  K2: { one: on, two: off }",
    };
    const folder = writeTrial({
      "trial.yaml": trialText(parts),
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 K2"]),
    });
    expect(await problemsOf(folder)).toEqual([
      "design: no arm has one off and two on",
      "design: no arm has one on and two on",
    ]);
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { assign } from "../../src/report/assign.ts";
import { checkReRandomised } from "../../src/trial/integrity/re-randomised.ts";
import { decidedStages, rehearsalOf } from "../../src/trial/rehearse.ts";
import { command } from "../command.ts";
import { openTrial } from "./scratch.ts";
import { shippedTrial, smallService } from "./small.ts";

/* Rehearsals of trials whose units are randomised more than once. */

const made = { seed: 3, responders: 0.5 };

type Row = { unit: string; stratum: string; stage: string; arm: string; from: string };

function rowsIn(text: string): Row[] {
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [, , , unit = "", , stratum = "", stage = "", arm = "", from = ""] = line.split(",");
      return { unit, stratum, stage, arm, from };
    });
}

/** Sizes of arms in each stratum, as far as they lie apart. */
function unevenness(rows: readonly Row[], arms: readonly string[], ratio: readonly number[]): number {
  const strata = Map.groupBy(rows, ({ stratum }) => stratum);
  return Math.max(
    ...[...strata.values()].map((own) => {
      const sizes = arms.map((arm, i) => own.filter((row) => row.arm === arm).length / ratio[i]!);
      return Math.max(...sizes) - Math.min(...sizes);
    }),
  );
}

describe("stages", () => {
  let folder: string;
  let study: Study;
  beforeAll(async () => {
    folder = shippedTrial("opioid-smart");
    const mergers = "2026-04-30,merge,Z10024,Z10025,,\n2026-06-30,merge,Z10026,Z10027,,\n";
    writeFileSync(join(folder, "events.csv"), `date,event,unit_code,other_code,channel,reason\n${mergers}`);
    study = await openTrial(folder, { allocation: false });
  });

  test("have rows for those who are randomised again, even in each stratum; no frozen list: by chance", () => {
    const { text, units, stages } = rehearsalOf(study, study.trial!, made);
    const rows = rowsIn(text);
    const again = rows.filter(({ stage }) => stage === "stepped-up");
    expect([...stages]).toEqual([
      ["feedback-alone", units],
      ["stepped-up", again.length],
    ]);
    expect(again.length / units).toBeGreaterThan(0.3);
    expect(again.length / units).toBeLessThan(0.7);
    expect(unevenness(again, ["S7", "S9"], [1, 1])).toBeLessThanOrEqual(1);
    expect(again.every(({ from }) => from === "2026-09-01")).toBe(true); // before the stage's first report
    expect(rehearsalOf(study, study.trial!, made).text).toBe(text);
    expect(rehearsalOf(study, study.trial!, { ...made, responders: 1 }).stages.get("stepped-up")).toBeUndefined();
    expect(rehearsalOf(study, study.trial!, { ...made, responders: 0 }).stages.get("stepped-up")).toBe(units);
  });

  test("keep to the ratio, and each class to arms of its own", () => {
    const { file, ...rest } = study.trial!;
    const [first, second] = file.stages;
    const parted = {
      ...second!,
      arms: ["S7", "S9", "S1", "S2"],
      responders: ["S1", "S2"],
      "non-responders": ["S7", "S9"],
    };
    const trial = { ...rest, file: { ...file, ratio: { S7: 2 }, stages: [first!, parted] } };
    const rows = rowsIn(rehearsalOf(study, trial, made).text).filter(({ stage }) => stage === "stepped-up");
    const inArms = (arms: readonly string[]) => rows.filter(({ arm }) => arms.includes(arm));
    expect(rows).toHaveLength(rehearsalOf(study, trial, made).units);
    expect(unevenness(inArms(["S7", "S9"]), ["S7", "S9"], [2, 1])).toBeLessThanOrEqual(1);
    expect(unevenness(inArms(["S1", "S2"]), ["S1", "S2"], [1, 1])).toBeLessThanOrEqual(1);
  });

  test("go by the frozen list where there is one, and the list obeys it", async () => {
    const decided = await decidedStages(study.trial!, []);
    const rows = rowsIn(rehearsalOf(study, study.trial!, { ...made, decided: decided! }).text);
    const frozen = decided!.get("stepped-up")!;
    const again = rows.filter(({ stage }) => stage === "stepped-up").map(({ unit }) => unit);
    expect(again.length).toBeGreaterThan(20);
    expect(again.every((unit) => frozen.get(unit)?.next === "re-randomise")).toBe(true);
    const out = join(folder, "rehearsal.csv");
    expect((await command(["rehearse", folder, "--seed", "3", "--out", out])).stdout).toMatch(
      /feedback-alone: \d+ rows\n {2}stepped-up: \d+ rows\n/,
    );
    const rehearsed = await loadStudy(nodeWorld(), folder, { allocation: out });
    expect((await checkReRandomised(nodeWorld(), rehearsed, [])).map(({ code }) => code)).not.toContain("not-eligible");
    const [inputs] = rehearsed.topics.values();
    const cycle = inputs!.campaign.cycles.find(({ id }) => id === "2026-08")!;
    const { of } = assign(rehearsed, rehearsed.trial!, cycle);
    expect(of.get(again[0]!)!.sequence).toMatch(/^feedback-alone:S[12] > stepped-up:S[79]$/);
  });
});

test("units of a dropped arm are put among the arms that go on", async () => {
  const folder = shippedTrial("which-chart", await smallService("Z10080"));
  writeFileSync(
    join(folder, "events.csv"),
    "date,event,unit_code,other_code,arm_code,channel,reason\n2026-09-14,drop-arm,,,M5,,it was no better\n",
  );
  const study = await openTrial(folder, { allocation: false });
  const { text } = rehearsalOf(study, study.trial!, made);
  const rows = rowsIn(text);
  const dropped = rows.filter(({ arm }) => arm === "M5").map(({ unit }) => unit);
  const later = rows.filter(({ from }) => from === "2026-09-14");
  expect(later.map(({ unit }) => unit).toSorted()).toEqual(dropped.toSorted());
  expect(unevenness(later, ["M2", "M8"], [1, 1])).toBeLessThanOrEqual(1);
  writeFileSync(join(folder, "rehearsal.csv"), text);
  const listed = await loadStudy(nodeWorld(), folder, { allocation: join(folder, "rehearsal.csv") });
  expect(listed.trial!.allocation!.rehearsal).toBe(true);
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import type { Tailoring } from "../../src/input/trial/trial.ts";
import { nodeWorld } from "../../src/node.ts";
import { readManifest } from "../../src/output/record.ts";
import { isInputError } from "../../src/problem.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { earlierRuns } from "../../src/trial/earlier-runs.ts";
import { checkReRandomised } from "../../src/trial/integrity/re-randomised.ts";
import { decide } from "../../src/trial/pack/decide.ts";
import { regimesOf } from "../../src/trial/pack/eligibility.ts";
import { responsesOf } from "../../src/trial/pack/exposure/responses.ts";
import { type Facts, readFacts } from "../../src/trial/pack/facts.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/*
 * A sequential trial by email: all get feedback in two cycles; those whose share of sprays has not fallen are randomised
 * again. One unit opts out, one has no figure.
 */
const world = nodeWorld();

const decidedOn = "asthma-spray-share";
const after = `{ snapshot: 2026-06, baseline: 2026-04, indicator: asthma-spray-share, measure: relative-change, responder: { at-most: -0.001 }, missing: non-responder, unplaced: non-responder }`;
const parts = (decided = "") => ({
  trial: "quillet-steps",
  campaign: join(smallContent, "campaigns/asthma-inhalers"),
  design: "sequential",
  factors: `
  company:
    is: Whether somebody comes
    changes: [support]
    levels:
      alone: { is: The report alone, channels: [email] }
      accompanied: { is: The report with a visit, channels: [email], support: { is: a visit, by: a nurse, dose: one hour } }`,
  arms: `
  S1: { company: alone }
  S7: { company: alone }
  S9: { company: accompanied }`,
  events: "events.csv",
  stages: `
  - { stage: firstling, cycles: { from: 2026-04, to: 2026-06 }, arms: [S1] }
  - { stage: secondling, cycles: { from: 2026-08, to: 2027-02 }, arms: [S7, S9], after: ${after}${decided} }`,
});
const events = "date,event,unit_code,other_code,channel,reason\n2026-05-04,opt-out,Z10031,,,\n";
const units = ["Z10001", "Z10002", "Z10003", "Z10004", "Z10005", "Z10006", "Z10031"];
const first: Row[] = units.map((unit) => ({ unit, arm: "S1", stage: "firstling" }));

let root: string;
let facts: Facts;
let list: string;
const folders = new Map<string, string>(); // of runs, by cycle

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "eligibility-test-"));
  const study = writeTrial({
    "trial.yaml": trialText(parts()),
    "allocation.csv": allocationText(first),
    "events.csv": events,
  });
  for (const cycle of ["2026-04", "2026-06"])
    folders.set(cycle, (await build(world, { study, cycle, out: root, workers: 0 })).folder);
  const run = join(root, "quillet-steps/2026-06"); // the only run of the cycle
  facts = await readFacts(world, { run });
  await pack(world, { run });
  list = await readFile(join(folders.get("2026-06")!, "pack-masked/snapshot/next-stage-eligibility.csv"), "utf8");
}, 240_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** The lines of the exposure table in the pack of a run. */
async function exposureIn(folder: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, "pack-masked/exposure.csv"), "utf8");
  const [head = "", ...lines] = text.trimEnd().split("\n");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(head.split(",").map((column, i) => [column, cells[i] ?? ""]));
  });
}

async function released(cycle: string): Promise<Map<string, number>> {
  const entries = await readManifest(world, folders.get(cycle)!);
  return new Map(
    entries.flatMap((entry) =>
      "path" in entry ? [[entry.code, Number(entry.values["asthma-spray-share"]?.value)] as const] : [],
    ),
  );
}

function decideBy(change: Partial<Tailoring>) {
  const stage = facts.trial.file.stages[1]!;
  return decide(facts, { ...stage, after: { ...stage.after!, ...change } });
}

/** Reports of the arm that all are in, by recipient. */
function reportsOfS1() {
  const { study, trial, cycle } = facts;
  return variantsOfArms(study, trial, { cycle, codes: units, arms: ["S1"] }).get("S1")!.reports;
}

describe("who is randomised again", () => {
  test("is decided by the figures that were released in both cycles", async () => {
    const [before, now] = [await released("2026-04"), await released("2026-06")];
    const decisions = decideBy({});
    expect(decisions.map(({ unit }) => unit)).toEqual(units);
    for (const { unit, result, class: is, next } of decisions.filter(({ status }) => status === "active")) {
      const change = now.get(unit)! / before.get(unit)! - 1;
      expect(result, unit).toBeCloseTo(change, 12);
      expect([is, next], unit).toEqual(
        change <= -0.001 ? ["responder", "continue"] : ["non-responder", "re-randomise"],
      );
    }
    expect(new Set(decisions.map(({ class: is }) => is)).size).toBe(2);
  });

  test("stands with its class in the exposure table, from the cycle that was decided on", async () => {
    const lines = await exposureIn(folders.get("2026-06")!);
    const decided = new Map(decideBy({}).map((each) => [each.unit, each]));
    for (const line of lines.filter(({ cycle }) => cycle === "2026-06")) {
      const { class: is, missing, result } = decided.get(line.unit!)!;
      expect(line).toMatchObject({ response_stage: "2", response_class: is, response_missing: String(missing) });
      expect(line.response_result === "" ? null : Number(line.response_result)).toBe(result);
    }
    const before = lines.filter(({ cycle }) => cycle === "2026-04");
    expect(before.map((line) => line.response_class)).toEqual(units.map(() => ""));
  });

  test("is nobody who left", () => {
    expect(decideBy({}).find(({ unit }) => unit === "Z10031")).toMatchObject({
      status: "opted-out",
      next: "not-eligible",
    });
  });

  test("without a figure is what the trial declares", () => {
    const missing = { indicator: "asthma-no-such" };
    expect(
      decideBy({ ...missing, missing: "responder" }).every((each) => each.missing && each.class === "responder"),
    ).toBe(true);
    expect(decideBy({ ...missing, missing: "non-responder" })[0]).toMatchObject({
      value: null,
      class: "non-responder",
    });
  });

  test("by value, or by rank", () => {
    const values = decideBy({ measure: "value" }).map(({ result }) => result!);
    const middle = values.toSorted((a, b) => a - b)[3]!;
    const low = decideBy({ measure: "value", responder: { "at-most": middle } });
    expect(low.filter(({ class: is }) => is === "responder")).toHaveLength(
      values.filter((each) => each <= middle).length,
    );
    for (const { result } of decideBy({ measure: "percent-rank", responder: { "at-least": 0.5 } }))
      expect(result! >= 0 && result! <= 1).toBe(true);
  });

  test("by what the report says: better and about level have reached the median, whatever the raw figures", () => {
    const reports = reportsOfS1();
    const decisions = decideBy({ measure: undefined, responder: "reaches-median" });
    const seen = new Set<string>();
    for (const { unit, class: is, unplaced, result, verdict } of decisions.filter(({ unit }) => reports.has(unit))) {
      const { signals, values } = reports.get(unit)!.standings.find(({ indicator }) => indicator === decidedOn)!;
      const has = (signal: string) => signals.some((each) => each.signal === signal);
      const says = has("compared") ? (has("worse-than-median") ? "non-responder" : "responder") : "unplaced";
      expect(unplaced ? "unplaced" : is, unit).toBe(says);
      expect(result, unit).toBeNull();
      seen.add(`${verdict} ${Number(values.value) > Number(values.median) ? "above" : "below"}`);
    }
    expect([...seen]).toContain("about-level above"); // its raw figure is worse, and its report says typical
  });

  test("by a change that the report tells, or by a limit, as the figure is printed", () => {
    const improves = decideBy({ measure: undefined, responder: "improves" });
    const reports = reportsOfS1();
    for (const { unit, verdict } of improves) {
      const told = reports.get(unit)?.standings.find((each) => each.indicator === decidedOn);
      if (told) expect(verdict === "improving", unit).toBe(told.signals.some(({ signal }) => signal === "improving"));
    }
    const [first] = decideBy({ measure: "value" });
    const printed = Math.round(first!.value! * 100) / 100; // a share in whole per cent
    expect(decideBy({ measure: "value", responder: { "at-most": printed } })[0]!.class).toBe("responder");
  });

  test("of whom the report concludes nothing is the class that the trial names, by a limit too", () => {
    const { study } = facts;
    const [topic, inputs] = [...study.topics][0]!;
    const small = { ...inputs.campaign["small-numbers"], "expected-below": Number.POSITIVE_INFINITY };
    const topics = new Map([[topic, { ...inputs, campaign: { ...inputs.campaign, "small-numbers": small } }]]);
    const stage = facts.trial.file.stages[1]!;
    for (const unplaced of ["responder", "non-responder"] as const) {
      for (const rule of [{}, { measure: undefined, responder: "reaches-median" }] satisfies Partial<Tailoring>[]) {
        const tailoring = { ...stage.after!, ...rule, unplaced };
        const decisions = decide({ ...facts, study: { ...study, topics } }, { ...stage, after: tailoring });
        const few = decisions.filter((each) => each.unplaced);
        expect(few.length).toBeGreaterThan(1);
        expect(few.every((each) => each.class === unplaced && each.value !== null && !each.missing)).toBe(true);
      }
    }
  });

  test("by a change, of the same patients: a merger between baseline and snapshot is counted in both", () => {
    const { study, trial } = facts;
    const merged = (closed: string) => {
      const topics = new Map(
        [...study.topics].map(([topic, inputs]) => {
          const own = inputs.directory.get("Z10002")!;
          const directory = new Map(inputs.directory).set("Z10002", { ...own, closed, successor: "Z10001" });
          return [topic, { ...inputs, directory }];
        }),
      );
      const found = decide({ ...facts, study: { ...study, topics } }, trial.file.stages[1]!);
      return found.find(({ unit }) => unit === "Z10001")!;
    };
    const [before, between] = [merged("2026-05-01"), merged("2026-07-15")];
    const alone = decide(facts, trial.file.stages[1]!).find(({ unit }) => unit === "Z10001")!;
    expect(between.value).toBe(before.value);
    expect(between.baseline).toBe(before.baseline);
    expect(between.baseline).not.toBe(alone.baseline);
  });

  test("stands in a list with the fingerprint of the data, and no name of a stage", () => {
    const [head, ...lines] = list.trimEnd().split("\n");
    expect(head).toMatch(/^list_id,list_version,unit_type,unit_code,.*,class,next,data_sha256$/);
    expect(lines).toHaveLength(units.length);
    for (const line of lines) expect(line).toMatch(/^LISTA,1,practice,Z\d{5},,,2,S1,1:S1,.*,[0-9a-f]{64}$/);
    expect(list).not.toMatch(/firstling|secondling/);
  });

  test("names the regimes that the stages embed", () => {
    expect(regimesOf(facts.trial)).toEqual([
      "S1; if it responded: as before; if not: S7",
      "S1; if it responded: as before; if not: S9",
    ]);
  });
});

describe("where each class has arms of its own", () => {
  const classes = (then: string) => parts().stages.replace("arms: [S7, S9]", `arms: [S7, S9, S4, S6], ${then}`);
  const twice = (then: string) => ({
    ...parts(),
    arms: `${parts().arms}
  S2: { company: alone }
  S4: { company: alone }
  S6: { company: accompanied }`,
    stages: classes(then).replace("arms: [S1]", "arms: [S1, S2]"),
  });
  const own = "responders: [S4, S6], non-responders: [S7, S9]";
  const files = (then: string, rows: readonly Row[]) => ({
    "trial.yaml": trialText(twice(then)),
    "allocation.csv": allocationText(rows),
    "events.csv": events,
  });
  const all = first.map((row, i): Row => ({ ...row, arm: i % 2 ? "S1" : "S2" }));

  test("eight regimes are listed as eight", async () => {
    const { trial } = await openTrial(writeTrial(files(own, all)));
    const regimes = regimesOf(trial!);
    expect(new Set(regimes).size).toBe(8);
    expect(regimes[0]).toBe("S1; if it responded: S4; if not: S7");
    expect(decide({ ...facts, trial: trial! }, trial!.file.stages[1]!).some(({ next }) => next === "continue")).toBe(
      false,
    );
  });

  test("the arms of classes are held against the stage's", async () => {
    const told = async (then: string) =>
      (await problemsOf(writeTrial(files(then, all)))).filter((each) => each.startsWith("stage:"));
    expect(await told(own)).toEqual([]);
    expect(await told("responders: [S4, S6], non-responders: [S7, S6]")).toEqual([
      "stage: no class is randomised to S9",
      "stage: responders and non-responders share S6, but not all arms",
    ]);
    expect(await told("responders: [S4, S6, S5], non-responders: [S7, S9]")).toEqual([
      'stage: arm "S5" is not in the stage',
    ]);
  });

  test("a row in an arm of the other class is an error, and each class has a ratio of its own", async () => {
    const responders = list
      .split("\n")
      .flatMap((line) => (/,responder,continue,/.test(line) ? [line.split(",")[3]!] : []));
    const frozen = list.replaceAll(",responder,continue,", ",responder,re-randomise,");
    const rows = (arm: string) =>
      responders.map((unit): Row => ({ unit, arm, stage: "secondling", from: "2026-08-20" }));
    const write = async (arm: string) => {
      const text = twice(own);
      const folder = writeTrial({
        ...files(own, [...all, ...rows(arm)]),
        "trial.yaml": trialText({
          ...text,
          stages: text.stages.replace(after, `${after}, decided: frozen.csv`),
          "accepted-findings":
            "[{ finding: empty-arm, reason: a small list, accepted-by: Trial manager, date: 2026-08-20 }]",
        }),
        "frozen.csv": frozen,
      });
      return await openTrial(folder);
    };
    expect(responders.length).toBeGreaterThan(0);
    const told = (await checkReRandomised(world, await write("S6"), [])).map(({ code }) => code);
    expect(new Set(told)).toEqual(new Set(["not-re-randomised"]));
    await expect(checkReRandomised(world, await write("S7"), [])).rejects.toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: "arm-of-other-class",
          message: `${responders[0]} is a responder, and arm S7 is not among those of its class before stage "secondling"`,
        }),
      ]),
    });
  });
});

describe("the next stage's rows", () => {
  const oneArm =
    "[{ finding: empty-arm, of: [S7], reason: a small list, accepted-by: Trial manager, date: 2026-08-20 }]";

  async function told(rows: readonly Row[], frozen = list): Promise<string[]> {
    const folder = writeTrial({
      "trial.yaml": trialText({ ...parts(", decided: frozen.csv"), "accepted-findings": oneArm }),
      "allocation.csv": allocationText([...first, ...rows]),
      "events.csv": events,
    });
    await writeFile(join(folder, "frozen.csv"), frozen);
    const study = await openTrial(folder);
    try {
      const made = await earlierRuns(world, study, join(root, "quillet-steps"));
      return (await checkReRandomised(world, study, made)).map(({ code, message }) => `${code}: ${message}`);
    } catch (error) {
      if (isInputError(error))
        return error.problems.map(({ code, message, place }) => `${place?.line} ${code}: ${message}`);
      throw error;
    }
  }

  const again = (unit: string): Row => ({ unit, arm: "S9", stage: "secondling", from: "2026-08-20" });
  const by = (next: string) =>
    decideBy({})
      .filter((each) => each.next === next)
      .map(({ unit }) => unit);

  test("come with the classes of the frozen list, whatever the data say later", async () => {
    const [changed = ""] = by("continue");
    const frozen = list.replace(
      new RegExp(`^(.*,${changed},.*),responder,continue,`, "m"),
      "$1,non-responder,re-randomise,",
    );
    expect(frozen).not.toBe(list);
    const folder = writeTrial({
      "trial.yaml": trialText(parts(", decided: frozen.csv")),
      "allocation.csv": allocationText(first),
      "events.csv": events,
      "frozen.csv": frozen,
    });
    const { trial } = await openTrial(folder);
    const at = (id: string) => responsesOf({ ...facts, trial: trial!, cycle: { ...facts.cycle, id } }, []);
    const [response, ...more] = await at("2026-08");
    expect([response?.stage, response?.snapshot, more.length]).toEqual(["secondling", "2026-06", 0]);
    expect(response?.of.get(changed)).toMatchObject({ class: "non-responder" });
    expect(await at("2026-04")).toEqual([]);
  });

  test("are those of the frozen list", async () => {
    expect(by("re-randomise").length).toBeGreaterThan(0);
    expect(by("continue").length).toBeGreaterThan(0);
    expect(await told(by("re-randomise").map(again))).toEqual([]);
  });

  test("may not have come yet", async () => {
    expect(await told([])).toEqual([]);
  });

  test("of a unit that responded, or left, is an error by its row", async () => {
    const [responder = ""] = by("continue");
    const problems = await told([...by("re-randomise"), responder, "Z10031"].map(again));
    const line = units.length + by("re-randomise").length + 2;
    expect(problems).toEqual([
      `${line} not-eligible: ${responder} was not to be randomised again before stage "secondling": the frozen list says continue`,
      `${line + 1} not-eligible: Z10031 was not to be randomised again before stage "secondling": the frozen list says not-eligible`,
    ]);
  });

  test("that are missing are told", async () => {
    const [left = "", ...others] = by("re-randomise");
    expect(others.length).toBeGreaterThan(0);
    expect(await told(others.map(again))).toEqual([
      `not-re-randomised: ${left} was to be randomised again before stage "secondling", and has no row for it`,
    ]);
  });

  test.each([
    [
      "class",
      (cells: string[]) => cells.with(19, "non-responder"),
      /: it is a non-responder, and by the rule of the stage a responder$/,
    ],
    [
      "next step",
      (cells: string[]) => cells.with(20, "re-randomise"),
      /: a responder that is active is to continue, and it says re-randomise$/,
    ],
    [
      "result",
      (cells: string[]) => cells.with(15, "0.5").with(19, "non-responder").with(20, "re-randomise"),
      /: its result is 0\.5, and its figures give -0\.\d+$/,
    ],
    [
      "figure",
      (cells: string[]) =>
        cells
          .with(13, "50")
          .with(15, String(50 / Number(cells[14]) - 1))
          .with(19, "non-responder")
          .with(20, "re-randomise"),
      /: its value is 50, and \d.* in the report of 2026-06$/,
    ],
  ])("cannot come of a list in which somebody has changed a %s", async (_, change, says) => {
    const [unit = ""] = by("continue");
    const rows = list.split("\n");
    const at = rows.findIndex((row) => row.split(",")[3] === unit);
    const frozen = rows.with(at, change(rows[at]!.split(",")).join(",")).join("\n");
    const problems = await told([], frozen);
    expect(problems).toEqual([expect.stringMatching(says)]);
    expect(problems[0]).toContain(`${at + 1} decided-otherwise: ${unit} in the frozen list: `);
  });

  test("cannot be held against a list of another stage", async () => {
    const other = list.replaceAll(",2,S1,1:S1,", ",3,S1,1:S1,");
    expect((await told([], other))[0]).toBe("2 other-stage: the frozen list is of stage 3, not 2");
    const rows = await told(["Z10031"].map(again), other); // whose row is not held against it
    expect(rows.filter((each) => !each.includes("other-stage"))).toEqual([]);
  });
});

import { describe, expect, test, vi } from "vitest";
import { explainCommand } from "../../src/cli/explain.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study } from "../../src/input/study.ts";
import { isInputError } from "../../src/problem.ts";
import { type Assignments, assign } from "../../src/report/assign.ts";
import { planStudy } from "../../src/report/plan.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";

/* What becomes of units after they were allocated: every event, the rule on mergers, stages, and who gets nothing. */

const events = (...lines: string[]) => `date,event,unit_code,other_code,channel,reason\n${lines.join("\n")}\n`;

type Setting = { rows?: readonly (string | Row)[]; lines?: readonly string[]; parts?: Record<string, string> };

async function study({
  rows = ["Z10024 K1", "Z10025 K7", "Z10001 K1"],
  lines = [],
  parts = {},
}: Setting): Promise<Study> {
  return openTrial(
    writeTrial({
      "trial.yaml": trialText({ events: "events.csv", ...parts }),
      "allocation.csv": allocationText(rows),
      "events.csv": events("2026-04-30,merge,Z10024,Z10025,,", ...lines),
    }),
  );
}

function assigned(of: Study, cycle = "2026-08"): Assignments {
  const [inputs] = of.topics.values();
  return assign(of, of.trial!, findCycle(inputs!, cycle));
}

describe("events", () => {
  test.each([
    ["opt-out", "opted-out", "opted out on 4 May 2026"],
    ["withdraw-from-intervention", "withdrawn", "withdrawn on 4 May 2026"],
    ["withdraw-from-data", "withdrawn-with-data", "withdrawn with its data on 4 May 2026"],
    ["close", "closed", "closed on 4 May 2026"],
  ])("%s: nothing more is sent, and the arm is kept for the analysis", async (event, status, not) => {
    const trial = await study({ lines: [`2026-05-04,${event},Z10001,,,`] });
    expect(assigned(trial).of.get("Z10001")).toMatchObject({ arm: "K1", status, not });
    expect(planStudy(trial, "2026-08").without.find(({ code }) => code === "Z10001")?.reason).toBe(not);
    expect(assigned(trial, "2026-04").of.get("Z10001")).toMatchObject({ arm: "K1", status });
  });

  test("count from their day on", async () => {
    const trial = await study({ lines: ["2026-08-20,opt-out,Z10001,,,"] });
    expect(assigned(trial, "2026-06").of.get("Z10001")).toMatchObject({ status: "active" });
    expect(assigned(trial, "2026-08").of.get("Z10001")).toMatchObject({ status: "opted-out" });
  });

  test("undeliverable by email: paper still goes", async () => {
    const trial = await study({ lines: ["2026-05-04,undeliverable,Z10001,,email,"] });
    const job = planStudy(trial, "2026-08").jobs.find(({ organisation }) => organisation.code === "Z10001");
    expect(job?.channels).toEqual(["print"]);
  });

  test("of units that nobody knows, and of unknown kinds, are told by line", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText({ events: "events.csv" }),
      "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
      "events.csv": events("2026-05-04,optout,Z10001,,,", "2026-05-04,close,Z99999,,,", "2026-05-32,close,Z10001,,,"),
    });
    expect(await problemsOf(folder)).toEqual([
      'unknown-event: unknown event "optout"',
      'unknown-unit: unknown unit "Z99999"',
      'bad-row: invalid date "2026-05-32"',
    ]);
  });
});

describe("a merger across arms", () => {
  test.each([
    ["keep-successor", "K7", { arm: "K7" }],
    ["stop-sending", undefined, { arm: null }],
  ])("%s", async (merged, sent, ruling) => {
    const trial = await study({ parts: { merged } });
    const { of, rulings } = assigned(trial);
    expect(of.get("Z10024")).toMatchObject({ arm: "K1", status: "merged" });
    expect(of.get("Z10025")).toMatchObject({ arm: "K7" });
    expect(rulings).toMatchObject([{ unit: "Z10024", into: "Z10025", rule: merged, ...ruling }]);
    const job = planStudy(trial, "2026-08").jobs.find(({ organisation }) => organisation.code === "Z10025");
    expect(job === undefined).toBe(sent === undefined);
  });

  test("keep-larger-list: the arm of the one with more patients in the month before", async () => {
    const { of, rulings } = assigned(await study({ parts: { merged: "keep-larger-list" } }));
    const [ruling] = rulings;
    const [gone = 0, stays = 0] = [...(ruling?.because ?? "").matchAll(/\b(\d{3,})\b/g)].map(([size]) => Number(size));
    expect(Math.min(gone, stays)).toBeGreaterThan(500);
    expect(ruling?.arm).toBe(gone > stays ? "K1" : "K7");
    expect(of.get("Z10025")?.sent ?? "K7").toBe(ruling?.arm);
    expect(of.get("Z10025")?.arm).toBe("K7");
  });

  test("per-trials-unit: waits for a row of the list, and obeys it", async () => {
    const parts = { merged: "per-trials-unit" };
    const waiting = await study({ parts });
    expect(() => assigned(waiting)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            place: expect.objectContaining({ file: expect.stringMatching(/trial\/events\.csv$/) }),
          }),
        ],
      }),
    );
    expect(told(() => assigned(waiting))).toEqual([
      "merger-not-ruled: Z10024 merged into Z10025 of another arm on 2026-04-30, and the allocation has no row for Z10025 since then",
    ]);
    const rows = [
      "Z10024 K1",
      { unit: "Z10025", arm: "K7", to: "2026-04-30" },
      { unit: "Z10025", arm: "K1", from: "2026-05-01", reason: "merged with Z10024" },
    ];
    expect(assigned(await study({ parts, rows })).of.get("Z10025")).toMatchObject({ arm: "K1" });
  });

  test.each([
    ["Z10024", "arm K7: Z10025 on the list\n"], // the smaller
    ["Z10001", "arm K7: Z10025 on the list; after a merger it gets the report for K1\n"], // the larger
  ])("explain tells the arm, and whose report is sent after a merger of %s", async (gone, told) => {
    const folder = writeTrial({
      "trial.yaml": trialText({ events: "events.csv", merged: "keep-larger-list" }),
      "allocation.csv": allocationText([`${gone} K1`, "Z10025 K7"]),
      "events.csv": events(`2026-04-30,merge,${gone},Z10025,,`),
    });
    const said = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    await explainCommand(folder, "Z10025", { cycle: "2026-08" });
    const first = said.mock.calls[0]?.[0];
    said.mockRestore();
    expect(first).toBe(told);
  });

  test("that nobody has put down is found in the directory", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText(),
      "allocation.csv": allocationText(["Z10024 K1", "Z10025 K7"]),
    });
    expect(await problemsOf(folder)).toEqual([
      "unrecorded-merger: the directory says Z10024 merged into Z10025 on 2026-04-30; they are in different arms, and `events` has no such merger",
    ]);
  });
});

describe("who gets nothing", () => {
  test("whoever is not in the list", async () => {
    const { jobs, without } = planStudy(await study({}), "2026-08");
    expect(jobs.map(({ organisation }) => organisation.code)).toEqual(["Z10001", "Z10025"]);
    expect(without.find(({ code }) => code === "Z10002")?.reason).toBe("not in the allocation");
    expect(jobs.length + without.length).toBe(44);
  });

  test("those withdrawn with their data are nobody's peers either; those opted out are, unless the trial says no", async () => {
    const trial = await study({ lines: ["2026-05-04,withdraw-from-data,Z10001,,,"] });
    const { measureStudy } = await import("../../src/report/subjects.ts");
    const codesOf = (of: Study) => {
      const planned = planStudy(of, "2026-08");
      const { materials } = measureStudy(of, planned);
      const groups = Object.values(materials["1"]!.standings.groups);
      return new Set(groups.flatMap(({ members }) => members.map(({ code }) => code)));
    };
    expect(codesOf(trial).has("Z10001")).toBe(false);
    const optedOut = { lines: ["2026-05-04,opt-out,Z10001,,,"] };
    expect(codesOf(await study(optedOut)).has("Z10001")).toBe(true);
    expect(codesOf(await study({ ...optedOut, parts: { "opted-out-are-peers": "false" } })).has("Z10001")).toBe(false);
  });
});

describe("stages", () => {
  const parts = {
    design: "sequential",
    factors: `
  own-plan:
    is: Whether there is room for a plan
    changes: [sections]
    levels:
      with: { is: The report as it is }
      without: { is: The report without, leave-out: [own-plan] }`,
    stages: `
  - { stage: first, cycles: { from: 2026-04, to: 2026-06 }, arms: [K1] }
  - stage: second
    cycles: { from: 2026-08, to: 2026-08 }
    arms: [K7]
    after: { snapshot: 2026-06, indicator: opioids-high-dose, measure: value, responder: { at-most: 2 }, missing: non-responder, unplaced: non-responder }`,
  };
  const rows: Row[] = [
    { unit: "Z10001", arm: "K1", stage: "first" },
    { unit: "Z10002", arm: "K1", stage: "first" },
    { unit: "Z10002", arm: "K7", stage: "second", from: "2026-08-20" },
    { unit: "Z10025", arm: "K1", stage: "first" },
    { unit: "Z10024", arm: "K1", stage: "first" },
  ];

  test("a unit that is randomised again has the new arm, and its path tells both", async () => {
    const trial = await study({ parts, rows });
    expect(assigned(trial, "2026-06").of.get("Z10002")).toMatchObject({ arm: "K1", sequence: "first:K1" });
    expect(assigned(trial, "2026-08").of.get("Z10002")).toMatchObject({ arm: "K7", sequence: "first:K1 > second:K7" });
  });

  test("a unit that goes on as before keeps its arm", async () => {
    expect(assigned(await study({ parts, rows }), "2026-08").of.get("Z10001")).toMatchObject({
      arm: "K1",
      stage: "second",
      sequence: "first:K1",
    });
  });

  test("an arm of another stage is told", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText(parts),
      "allocation.csv": allocationText([{ unit: "Z10001", arm: "K7", stage: "first" }]),
    });
    expect(await problemsOf(folder)).toEqual(['arm-of-other-stage: arm K7 is not in stage "first"']);
  });

  test.each([
    ["responder: { at-most: 2 }", 'missing "measure": what is held against the limit?'],
    [
      "measure: percent-rank, responder: improves",
      '"improves" is decided by what the report says, not by percent-rank',
    ],
    ["responder: reaches-target", '"opioids-high-dose" has no target'],
  ])("a rule that cannot decide is told: %s", async (rule, message) => {
    const stages = parts.stages.replace("measure: value, responder: { at-most: 2 }", rule);
    const told = await problemsOf(writeTrial({ "trial.yaml": trialText({ ...parts, stages }) }));
    expect(told).toContain(`stage: ${message}`);
  });

  test("who is not placed has no class by default", async () => {
    const stages = parts.stages.replace(", unplaced: non-responder", "");
    expect((await problemsOf(writeTrial({ "trial.yaml": trialText({ ...parts, stages }) })))[0]).toMatch(/unplaced/);
  });

  test("a place of several recipients has no report of its own to be decided by", async () => {
    const stages = parts.stages.replace("measure: value, responder: { at-most: 2 }", "responder: reaches-median");
    const told = await problemsOf(writeTrial({ "trial.yaml": trialText({ ...parts, unit: "pcn", stages }) }));
    expect(told).toContain("stage: a pcn has several recipients, and no report says anything of all of them");
  });
});

function told(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study } from "../../src/input/study.ts";
import { standingIn } from "../../src/input/trial/periods.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { assign } from "../../src/report/assign.ts";
import { planStudy } from "../../src/report/plan.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { definitionOf } from "../../src/trial/frozen/definition.ts";
import { hiddenWords } from "../../src/trial/integrity/hidden.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { rehearsalOf } from "../../src/trial/rehearse.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/* Trials whose units change their arm by a schedule: crossovers with washouts, and stepped wedges. */

const world = nodeWorld();
const cycles = ["2026-04", "2026-06", "2026-08"] as const;
const schedule = (washout = "", last = "2026-08") => `
  - { period: alpha, cycles: { from: 2026-04, to: 2026-04 } }
  - { period: beta, cycles: { from: 2026-06, to: 2026-06 }${washout === "" ? "" : `, washout: ${washout}`} }
  - { period: gamma, cycles: { from: 2026-08, to: ${last} } }`;
const own = `
  - { id: 2026-04, issued: 2026-06-08, extracted: 2026-06-01, data: { from: 2023-09, to: 2026-04 } }
  - { id: 2026-06, issued: 2026-08-10, extracted: 2026-08-03, data: { from: 2023-09, to: 2026-06 } }
  - { id: 2026-08, issued: 2026-10-05, extracted: 2026-09-28, data: { from: 2023-09, to: 2026-08 } }`;
const crossover = {
  trial: "quillet-crossed",
  campaign: join(smallContent, "campaigns/asthma-inhalers"),
  design: "crossover",
  cycles: own,
  factors: `
  quill:
    is: Whether there is room to write
    changes: [sections]
    levels:
      quilled: { is: The report as it is, channels: [email] }
      unquilled: { is: The report without its comparison, channels: [email], leave-out: [comparison] }`,
  arms: "\n  K1: { quill: quilled }\n  K7: { quill: unquilled }",
  periods: schedule("nothing"),
  sequences: "{ Q2: [K1, K7], Q6: [K7, K1] }",
};
const wedge = {
  ...crossover,
  trial: "quillet-wedge",
  design: "stepped-wedge",
  factors: crossover.factors
    .replace("[sections]", "[schedule]")
    .replace(
      "{ is: The report without its comparison, channels: [email], leave-out: [comparison] }",
      "{ is: No report, channels: [email], cycles: none }",
    ),
  arms: "\n  K1: { quill: unquilled }\n  K7: { quill: quilled }",
  periods: schedule(),
  sequences: "{ Q2: [K1, K7, K7], Q6: [K1, K1, K7] }",
};
const units = ["Z10001 Q2", "Z10002 Q6", "Z10003 Q2", "Z10004 Q6", "Z10005 Q2", "Z10007 Q6"];

const written = (parts: Record<string, string>, rows: readonly (string | Row)[] = units, more = {}) =>
  writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": allocationText(rows), ...more });
const told = (parts: Record<string, string>, rows?: readonly (string | Row)[]) => problemsOf(written(parts, rows));
const armsIn = (study: Study, cycle: string) => {
  const [inputs] = study.topics.values();
  return [...assign(study, study.trial!, findCycle(inputs!, cycle)).of].map(([code, { arm }]) => `${code} ${arm}`);
};
const sentTo = (study: Study, cycle: string) => planStudy(study, cycle).jobs.map(({ organisation: { code } }) => code);

describe("a schedule is read", () => {
  test("where a sequence stands in a cycle", () => {
    const trial = {
      periods: cycles.map((id, i) => ({
        period: `p${i}`,
        cycles: { from: id, to: id },
        ...(i === 1 ? { washout: "nothing" as const } : {}),
      })),
      sequences: { Q2: ["K1", "K7"] },
    };
    expect(cycles.map((cycle) => standingIn(trial, "Q2", cycle))).toEqual([
      { period: 1, arm: "K1", begun: "2026-04" },
      { period: 2, arm: "K1", begun: "2026-04", washout: "nothing" },
      { period: 3, arm: "K7", begun: "2026-08", previous: "K1" },
    ]);
    expect(standingIn(trial, "Q2", "2026-10")).toBeUndefined();
    expect(standingIn(trial, "K1", "2026-04")).toBeUndefined();
  });

  test.each([
    ["of another design", { design: "parallel" }, ["only a crossover or a stepped wedge has periods and sequences"]],
    [
      "without a second sequence",
      { sequences: "{ Q2: [K1, K7] }" },
      [
        "a crossover has at least two sequences; this has 1",
        "every sequence has the same arm in place 1, where there is nothing to compare",
        "every sequence has the same arm in place 2, where there is nothing to compare",
        'unknown sequence "Q6" of Z10002',
        'unknown sequence "Q6" of Z10004',
        'unknown sequence "Q6" of Z10007',
      ],
    ],
    [
      "that begins with a washout",
      { periods: schedule("nothing").replace("to: 2026-04 }", "to: 2026-04 }, washout: K1") },
      [
        "a crossover has at least two periods with arms of their own; this has 1",
        "the first period is a washout, and nothing comes before it",
        "sequence Q2 has 2 arms for 1 periods",
        "sequence Q6 has 2 arms for 1 periods",
      ],
    ],
    ["whose washout sends the report of no arm", { periods: schedule("K8") }, ['unknown arm "K8"']],
    [
      "that leaves a cycle out",
      { periods: schedule("nothing").replace("from: 2026-06, to: 2026-06", "from: 2026-07, to: 2026-07") },
      ['unknown cycle "2026-07"', 'unknown cycle "2026-07"', "in no period: 2026-06"],
    ],
    [
      "whose periods overlap",
      { periods: schedule("nothing").replace("to: 2026-06", "to: 2026-08") },
      ['does not start after period "beta", which ends with 2026-08'],
    ],
    [
      "with sequences that name what is no arm, are alike or never cross",
      { sequences: "{ Q2: [K1, K9], Q6: [K7, K7], Q8: [K7, K7], K1: [K7, K1] }" },
      [
        'unknown arm "K9"',
        "nobody is in arm Q8, K1; Q2 3, Q6 3, Q8 0, K1 0",
        "sequences Q6 and Q8 are the same",
        '"K1" is a sequence and an arm',
        "sequence Q6 never crosses over",
        "sequence Q8 never crosses over",
      ],
    ],
    [
      "without one of its arms",
      { arms: `${crossover.arms}\n  K9: { quill: quilled }` },
      ["arms K1 and K9 have the same levels", "no sequence has arm K9"],
    ],
  ])("and refused %s", async (_, parts, expected) => {
    const found = await told({ ...crossover, ...parts });
    expect(found.map((each) => each.replace(/^[a-z-]+: /, "")).sort()).toEqual([...expected].sort());
  });

  test.each([
    ["crosses twice", "{ Q2: [K1, K7, K1], Q6: [K1, K1, K7] }", ["sequence Q2 crosses 2 times"]],
    ["never crosses", "{ Q2: [K1, K7, K7], Q6: [K1, K1, K1] }", ["sequence Q6 crosses 0 times"]],
    [
      "goes the other way",
      "{ Q2: [K1, K7, K7], Q6: [K7, K7, K1] }",
      ["sequence Q6 goes from K7 to K1, others from K1 to K7"],
    ],
  ])("and a stepped wedge refused where a sequence %s", async (_, sequences, expected) => {
    expect(await told({ ...wedge, sequences })).toEqual(expected.map((each) => `periods: ${each}`));
  });

  test("and the list names sequences that there are, in their ratio", async () => {
    expect(await told(crossover, ["Z10001 K1", "Z10002 Q7", ...units.slice(2)])).toEqual([
      'unknown-arm: unknown sequence "K1" of Z10001',
      'unknown-arm: unknown sequence "Q7" of Z10002',
    ]);
    expect(await told(crossover, ["Z10001 Q2"])).toEqual(["empty-arm: nobody is in arm Q6; Q2 1, Q6 0"]);
    expect(await told({ ...crossover, ratio: "{ K1: 2 }" })).toEqual(['unknown-arm: unknown arm "K1" in the ratio']);
    const rows = ["Z10001 Q2", { unit: "Z10001", arm: "Q6", from: "2026-07-01" }, ...units.slice(1)];
    expect((await told(crossover, rows)).join()).toContain("moved-unit: Z10001 is moved from arm Q2");
  });

  test("and rehearsed to its sequences", async () => {
    const study = await openTrial(written({ ...crossover, ratio: "{ Q6: 2 }" }), { allocation: false });
    const { text } = rehearsalOf(study, study.trial!, { seed: 5, responders: 0.5 });
    const [one, other] = ["Q2", "Q6"].map((code) => text.split(`,${code},`).length - 1);
    expect(Math.abs(2 * one! - other!)).toBeLessThan(4);
    expect(text).not.toMatch(/,K[17],/);
  });

  test("and is frozen, and hidden from readers", async () => {
    const { trial, ...study } = await openTrial(written(crossover));
    const parts = await definitionOf(world, trial!);
    expect(parts).toMatchObject({ "sequences/Q2": '["K1","K7"]', "periods/beta": expect.stringContaining("nothing") });
    const { hidden } = hiddenWords(study, trial!, await packagedTemplates());
    expect(hidden).toEqual(expect.arrayContaining(["Q2", "Q6", "K1", "K7"]));
  });
});

describe("a washout", () => {
  test("in which nothing is sent has no report, and those after it are numbered without it", async () => {
    const study = await openTrial(written(crossover));
    expect(cycles.map((cycle) => sentTo(study, cycle).length)).toEqual([6, 0, 6]);
    expect(planStudy(study, "2026-06").without.find(({ code }) => code === "Z10001")?.reason).toBe(
      "no report in this cycle by design",
    );
    const [report] = reportsOf(study, planStudy(study, "2026-08")).reports;
    expect(report?.cycle).toMatchObject({ number: 2, of: 2 });
  });

  test("in which all get one arm's report sends it, and keeps the arm of before", async () => {
    const arms = `${crossover.arms}\n  K9: { quill: quilled }`;
    const study = await openTrial(written({ ...crossover, arms, periods: schedule("K9") }));
    const { jobs, assignments } = planStudy(study, "2026-06");
    expect(new Set(jobs.map(({ design }) => design.sections.some(({ kind }) => kind === "comparison")))).toEqual(
      new Set([true]),
    );
    expect(assignments!.of.get("Z10002")).toMatchObject({ arm: "K7", sequence: "Q6", washout: "K9", sent: "K9" });
    expect(reportsOf(study, planStudy(study, "2026-08")).reports[0]?.cycle).toMatchObject({ number: 3, of: 3 });
  });
});

describe("a stepped wedge", () => {
  test("crosses at its steps, and first reports are numbered from one", async () => {
    const study = await openTrial(written(wedge));
    expect(cycles.map((cycle) => sentTo(study, cycle))).toEqual([
      [],
      ["Z10001", "Z10003", "Z10005"],
      ["Z10001", "Z10002", "Z10003", "Z10004", "Z10005", "Z10007"],
    ]);
    const numbers = reportsOf(study, planStudy(study, "2026-08")).reports.map(({ recipient, cycle }) => [
      recipient.code,
      cycle.number,
      cycle.of,
    ]);
    expect(numbers.slice(0, 2)).toEqual([
      ["Z10001", 2, 2],
      ["Z10002", 1, 1],
    ]);
  });

  test("has clusters in one sequence", async () => {
    const rows = units.map((row) => ({ unit: row.split(" ")[0]!, arm: row.split(" ")[1]!, cluster: "C1" }));
    expect((await told({ ...wedge, cluster: "nowhere" }, rows)).join()).toContain("split-cluster");
  });
});

describe("a crossover that was made", () => {
  const root = mkdtempSync(join(tmpdir(), "periods-test-"));
  const folder = join(root, "pack/pack-masked");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const lines = (name: string) => {
    const [head = "", ...rows] = read(name).trim().split("\n");
    const columns = head.split(",");
    return rows.map((row) => Object.fromEntries(row.split(",").map((cell, i) => [columns[i], cell])));
  };
  let study = "";
  beforeAll(async () => {
    study = written(crossover);
    let run = "";
    for (const cycle of cycles) run = (await build(world, { study, cycle, out: root, workers: 0 })).folder;
    await pack(world, { run, out: join(root, "pack") });
  }, 240_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("sends each unit its arm of the period", async () => {
    const opened = await openTrial(study);
    expect(armsIn(opened, "2026-04").slice(0, 2)).toEqual(["Z10001 K1", "Z10002 K7"]);
    expect(armsIn(opened, "2026-08").slice(0, 2)).toEqual(["Z10001 K7", "Z10002 K1"]);
    const sections = (cycle: string, code: string) => {
      const job = planStudy(opened, cycle).jobs.find(({ organisation }) => organisation.code === code);
      return job?.design.sections.some(({ kind }) => kind === "comparison");
    };
    expect([sections("2026-04", "Z10001"), sections("2026-08", "Z10001")]).toEqual([true, false]);
  });

  test("has exposure by period", () => {
    const own = lines("exposure.csv").filter(({ code }) => code === "Z10001");
    const of = [
      "cycle",
      "arm",
      "sequence",
      "trial_period",
      "washout",
      "previous_arm",
      "cycles_in_arm",
      "made",
      "reports_made",
    ];
    expect(own.map((line) => of.map((name) => line[name]))).toEqual([
      ["2026-04", "K1", "Q2", "1", "", "", "1", "true", "1"],
      ["2026-06", "K1", "Q2", "2", "nothing", "", "2", "false", "1"],
      ["2026-08", "K7", "Q2", "3", "", "K1", "1", "true", "2"],
    ]);
    expect(read("codebook.csv")).toContain("cycles_in_arm");
  });

  test("is described by sequence and by time in the arm", () => {
    const tidier = read("tidier.md");
    expect(tidier).toContain("| Q2 | K1 | washout: nothing is sent | K7 | 2 |");
    expect(tidier).toContain("| Q6 | K7 | washout: nothing is sent | K1 | 2 |");
    expect(tidier).toMatch(/\| K1 \| 1 \| Q6 \| 3 \| 1 \|/);
    expect(tidier).toContain("2 cycles by design: 2026-04");
    const flow = read("flow.md");
    expect(flow).toContain("| 2026-06 | Q2 | 2 (washout) | K1 | 3 | 0 | 3 | 0 |");
    expect(flow).toContain("Allocated in the ratio 1:1 (Q2:Q6).");
  });

  test("refuses a unit that is moved to another sequence, where its arm was the same too; steps follow one another", async () => {
    const root = mkdtempSync(join(tmpdir(), "periods-moved-"));
    const study = written(wedge);
    await build(world, { study, cycle: "2026-04", out: root, workers: 0 });
    writeFileSync(join(study, "allocation.csv"), allocationText(["Z10001 Q6", ...units.slice(1)]));
    const error = await build(world, { study, cycle: "2026-06", out: root, workers: 0 }).catch((each: unknown) => each);
    expect(isInputError(error) ? error.problems.map(({ message }) => message).join() : error).toContain(
      "Z10001 was in arm Q2 when 2026-04 was rendered",
    );
    writeFileSync(join(study, "allocation.csv"), allocationText(units));
    for (const [cycle, made] of [
      ["2026-06", 3],
      ["2026-08", 6],
    ] as const)
      expect((await build(world, { study, cycle, out: root, workers: 0 })).made).toBe(made); // twice as many is no change of the delivery
    rmSync(root, { recursive: true, force: true });
  }, 120_000);
});

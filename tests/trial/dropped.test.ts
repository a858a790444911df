import { mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { assign } from "../../src/report/assign.ts";
import { planStudy } from "../../src/report/plan.ts";
import { checkPlanned } from "../../src/trial/integrity/sent.ts";
import { type Facts, readFacts } from "../../src/trial/pack/facts.ts";
import { flowsOf } from "../../src/trial/pack/flow.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { allocationText, openTrial, problemsOf, type Row, trialText, writeTrial } from "./scratch.ts";
import { smallContent, smallService } from "./small.ts";

/* A trial with three arms by email. K5 is dropped between two cycles; one of its units is randomised again, two are not. */

const world = nodeWorld();

const parts = {
  campaign: join(smallContent, "campaigns/opioids"), // looks come after cycles before its last
  design: "multi-arm-multi-stage",
  factors: `
  first:
    is: What the subject says
    changes: [wording of mail.subject]
    levels:
      quillet: { is: As it is, channels: [email] }
      brillet: { is: Another, channels: [email], mail: { subject: "One figure for {{code}}" } }
      trillet: { is: A third, channels: [email], mail: { subject: "A first step for {{code}}" } }`,
  arms: "\n  K1: { first: quillet }\n  K5: { first: brillet }\n  K7: { first: trillet }",
  events: "events.csv",
};
const first: Row[] = [
  { unit: "Z10001", arm: "K1" },
  { unit: "Z10002", arm: "K5" },
  { unit: "Z10003", arm: "K5" },
  { unit: "Z10004", arm: "K5" },
  { unit: "Z10005", arm: "K7" },
  { unit: "Z10006", arm: "K1" },
];
const again: Row = { unit: "Z10003", arm: "K7", from: "2026-09-20" };
const head = "date,event,unit_code,other_code,arm_code,channel,reason\n";
const dropped = "2026-09-14,drop-arm,,,K5,,no better at the interim look\n";

function files(rows: readonly Row[], events = dropped): Record<string, string> {
  return {
    "trial.yaml": trialText(parts),
    "allocation.csv": allocationText(rows),
    "events.csv": head + events,
  };
}

const told = (rows: readonly Row[], events?: string, more: Readonly<Record<string, string>> = {}) =>
  problemsOf(writeTrial({ ...files(rows, events), "trial.yaml": trialText({ ...parts, ...more }) }));

describe("looks that are planned", () => {
  const looks = "[{ cycle: 2026-06, best: 1 }, { cycle: 2026-08, p-below: 0.25 }]";
  const planned = (more: Record<string, string>) => told(first, "", { control: "K1", looks, ...more });

  test("are sound beside a control, in order", async () => {
    expect(await planned({})).toEqual([]);
  });

  test.each([
    ["without a control", { control: "" }, "look: looks compare arms with a control, and none is named"],
    ["beside an arm that is none", { control: "K3" }, 'unknown-arm: unknown arm "K3"'],
    ["of another design", { design: "parallel" }, "design: only a multi-arm-multi-stage trial has `control`"],
    ["after no cycle", { looks: "[{ cycle: 2026-07, best: 1 }]" }, 'unknown-cycle: unknown cycle "2026-07"'],
    ["after the last cycle", { looks: "[{ cycle: 2027-02, best: 1 }]" }, "look: 2027-02 is the last cycle"],
    [
      "out of order",
      { looks: "[{ cycle: 2026-08, best: 1 }, { cycle: 2026-06, p-below: 0.5 }]" },
      "look: the look after 2026-06 does not come after that after 2026-08",
    ],
    [
      "that drop nobody",
      { looks: "[{ cycle: 2026-06, best: 2 }]" },
      "look: the best 2 of 2 would go on: the look drops nobody",
    ],
    ["with two rules", { looks: "[{ cycle: 2026-06, best: 1, p-below: 0.5 }]" }, "one of best, p-below"],
  ])("%s are refused", async (_, more, message) => {
    const { control, ...rest } = { control: "K1", looks, ...more };
    expect((await told(first, "", control === "" ? rest : { control, ...rest })).join()).toContain(message);
  });
});

describe("an arm that is dropped", () => {
  test("keeps its units, which get nothing more, or another arm by a new row", async () => {
    const study = await openTrial(writeTrial(files([...first, again])));
    const of = (id: string, code: string) => planStudy(study, id).assignments!.of.get(code)!;
    expect(of("2026-06", "Z10002")).toMatchObject({ arm: "K5", status: "active" });
    expect(of("2026-08", "Z10002")).toMatchObject({
      arm: "K5",
      status: "arm-dropped",
      not: "arm K5 was dropped on 14 September 2026",
    });
    expect(of("2026-06", "Z10003")).toMatchObject({ arm: "K5", sequence: "K5" });
    expect(of("2026-08", "Z10003")).toMatchObject({ arm: "K7", sequence: "K5 > K7", status: "active" });
    const codes = (id: string) => planStudy(study, id).jobs.map(({ organisation: { code } }) => code);
    expect(codes("2026-06")).toEqual(first.map(({ unit }) => unit));
    expect(codes("2026-08")).toEqual(["Z10001", "Z10003", "Z10005", "Z10006"]);
  });

  test("is sent to nobody whom a ruling on a merger had given its report", async () => {
    const merger = "2026-08-30,merge,Z10004,Z10001,,,merged\n";
    const folder = writeTrial({
      ...files(first, `${merger}${dropped}`),
      "trial.yaml": trialText({ ...parts, merged: "keep-larger-list" }),
    });
    const study = await openTrial(folder);
    const cycle = planStudy(study, "2026-08").cycle;
    const { of, rulings } = assign(study, study.trial!, cycle);
    const [ruling] = rulings;
    const now = of.get("Z10001")!;
    expect([ruling?.into, now.arm, now.status]).toEqual(["Z10001", "K1", "active"]);
    expect(now.not === undefined).toBe(ruling?.arm !== "K5");
  });

  test("is refused a report, whatever a plan says (X08)", async () => {
    const study = await openTrial(writeTrial(files([...first, again])));
    const planned = planStudy(study, "2026-08");
    expect(checkPlanned(study.trial!, planned)).toEqual([]);
    const { not: _, ...open } = planned.assignments!.of.get("Z10002")!;
    const of = new Map(planned.assignments!.of).set("Z10002", open);
    const job = { ...planned.jobs[0]!, organisation: { ...planned.jobs[0]!.organisation, code: "Z10002" } };
    const spoilt = { ...planned, jobs: [job], assignments: { ...planned.assignments!, of } };
    expect(checkPlanned(study.trial!, spoilt).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "X08: a report of Z10002, to which nothing is sent: arm K5 was dropped on 14 September 2026",
    ]);
  });

  test("takes nobody in from that day, and its units move from no day before", async () => {
    expect(await told([...first, again])).toEqual([]);
    expect(await told([...first, { unit: "Z10007", arm: "K5", from: "2026-09-14" }])).toEqual([
      "arm-dropped: Z10007 is put into arm K5 from 14 September 2026, which was dropped on 14 September 2026",
    ]);
    expect(await told([...first, { ...again, from: "2026-09-13" }])).toEqual([
      "moved-unit: Z10003 is moved from arm K5 (line 4) to K7",
    ]);
    expect(await told([...first, { unit: "Z10001", arm: "K7", from: "2026-09-20" }])).toEqual([
      "moved-unit: Z10001 is moved from arm K1 (line 2) to K7",
    ]);
  });

  test.each([
    ["2026-09-14,drop-arm,,,K6,,x\n", 'unknown-arm: unknown arm "K6"'],
    ["2026-09-14,drop-arm,Z10001,,K5,,x\n", "bad-row: drop-arm is of an arm, and of no unit"],
    ["2026-09-14,opt-out,Z10001,,K5,,x\n", "bad-row: opt-out is of a unit, and has no arm_code"],
    [`${dropped}2026-10-01,drop-arm,,,K5,,x\n`, "arm-dropped: arm K5 is dropped twice; the first time on line 2"],
    [
      `${dropped}2026-10-01,drop-arm,,,K1,,x\n2026-10-02,drop-arm,,,K7,,x\n`,
      "arm-dropped: arm K7 is the last, and nobody would be left",
    ],
  ])("is told by its line: %s", async (events, message) => {
    expect(await told(first, events)).toContain(message);
  });

  test("belongs to its own design, which has three arms or more", async () => {
    expect(await told(first, dropped, { design: "parallel" })).toContain(
      "arm-dropped: arm K5 is dropped from a parallel trial",
    );
    const two = { arms: "\n  K1: { first: quillet }\n  K5: { first: brillet }" };
    expect((await told([], "", two)).join()).toContain("has at least three arms; this has 2");
  });

  test("is in the ratio of those who were randomised before, and in none of those after", async () => {
    const campaign = join((await smallService("Z10060")).content, "campaigns/opioids"); // enough to be far from a ratio
    const unit = (i: number) => `Z100${String(i).padStart(2, "0")}`;
    const all = Array.from({ length: 60 }, (_, i): Row => ({ unit: unit(i + 1), arm: ["K1", "K5", "K7"][i % 3]! }));
    const later = all
      .filter(({ arm }) => arm === "K5")
      .map((row, i): Row => ({ ...row, arm: i % 2 ? "K1" : "K7", from: "2026-09-20" }));
    const found = async (rows: readonly Row[]) =>
      (await told(rows, dropped, { campaign })).filter((each) => /^(sample-ratio|unbalanced|empty-arm)/.test(each));
    expect(await found([...all, ...later])).toEqual([]);
    const lopsided = later.map((row, i) => ({ ...row, arm: i === 0 ? "K7" : "K1" }));
    expect(await found([...all, ...lopsided])).toEqual([
      expect.stringMatching(/^sample-ratio: K1 19, K7 1, where 1:1 is declared/),
    ]);
  });
});

describe("its pack", () => {
  let folder: string;
  let earlier: Facts;

  beforeAll(async () => {
    const trial = writeTrial(files(first, ""));
    const out = mkdtempSync(join(tmpdir(), "dropped-"));
    const before = await build(world, { study: trial, cycle: "2026-06", out, workers: 0 });
    writeFileSync(join(trial, "events.csv"), head + dropped);
    writeFileSync(
      join(trial, "allocation.csv"),
      allocationText([...first, again].map((row) => ({ ...row, version: "2" }))),
    );
    const after = await build(world, { study: trial, cycle: "2026-08", out, workers: 0 });
    earlier = await readFacts(world, { run: before.folder });
    folder = (await pack(world, { run: after.folder })).folders[0]!;
  }, 120_000);

  async function lines(name: string): Promise<Record<string, string>[]> {
    const [top = "", ...rest] = (await readFile(join(folder, name), "utf8")).trimEnd().split("\n");
    return rest.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [top.split(",")[i]!, cell])));
  }

  test("counts its units as neither left nor failed, in every cycle", async () => {
    const rows = await lines("flow.csv");
    const of = (cycle: string, arm: string) => rows.find((row) => row.cycle === cycle && row.arm === arm);
    expect(of("2026-06", "K5")).toMatchObject({ allocated: "3", planned: "3", made: "3", arm_dropped: "0" });
    expect(of("2026-08", "K5")).toMatchObject({ allocated: "2", eligible: "2", planned: "0", arm_dropped: "2" });
    expect(of("2026-08", "K7")).toMatchObject({ allocated: "2", planned: "2", made: "2" });
    expect(flowsOf(earlier).map(({ fates }) => fates.planned)).toEqual([2, 3, 1]); // as it was made, whatever has happened since
  });

  test("has what each was exposed to, with the day", async () => {
    const rows = await lines("exposure.csv");
    const of = (unit: string) => rows.find((row) => row.cycle === "2026-08" && row.unit === unit);
    expect(of("Z10002")).toMatchObject({ arm: "K5", status: "arm-dropped", status_from: "2026-09-14", made: "false" });
    expect(of("Z10003")).toMatchObject({
      arm: "K7",
      sequence: "K5 > K7",
      status: "active",
      allocated_from: "2026-09-20",
    });
    const text = await readFile(join(folder, "tidier.md"), "utf8");
    expect(text).toContain("6 cycles by design, dropped on 14 September 2026");
    expect(await readFile(join(folder, "fidelity.md"), "utf8")).not.toContain("differential-attrition");
    expect(await readFile(join(folder, "flow.md"), "utf8")).toMatch(/its arm was dropped\s+2\n/);
  });
});

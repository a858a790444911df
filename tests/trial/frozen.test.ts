import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../src/batch/outcome.ts";
import { type BuildOptions, build } from "../../src/build.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Trial } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { readManifest } from "../../src/output/record.ts";
import type { Seal } from "../../src/output/seal.ts";
import { sha256 } from "../../src/output/sha256.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";
import { definitionOf } from "../../src/trial/frozen/definition.ts";
import { beginCycle, endCycle, holdToLedger, unknownCycles } from "../../src/trial/frozen/freeze.ts";
import { heldTo } from "../../src/trial/frozen/held.ts";
import { readTrialLedger, type TrialEntry } from "../../src/trial/frozen/ledger.ts";
import { checkMoves } from "../../src/trial/integrity/moves.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { changesOfTrial, heldToLedger } from "../../src/trial/pack/frozen.ts";
import { revisedByArm } from "../../src/trial/pack/revised.ts";
import type { CycleRun, RunFile } from "../../src/trial/pack/runs.ts";
import type { World } from "../../src/world.ts";
import { allocationText, openTrial, trialText, writeTrial } from "./scratch.ts";
import { shippedTrial, smallService } from "./small.ts";

/* A trial is frozen at its first render: what changes afterwards is refused, or accepted by name and stands in its ledger. */

const levels = `
    changes: [charts, channels, wording]
    levels:
      dots: { is: As it is, channels: [email] }
      bars: { is: As bars, channels: [email], change: { comparison: { chart: bars } } }`;
const parts = {
  factors: `
  chart:
    is: The chart
${levels.slice(1)}`,
  arms: "\n  K1: { chart: dots }\n  K7: { chart: bars }",
};
const list = allocationText(["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7"]);

const eighth = { id: "2026-08", issued: "2026-10-12" };
const root = mkdtempSync(join(tmpdir(), "frozen-"));
const world = nodeWorld();
let first: string; // the folder of runs after the first cycle
let trial: string;
let made: Run; // of that cycle
beforeAll(async () => {
  trial = writeTrial({ "trial.yaml": trialText(parts), "allocation.csv": list });
  first = join(root, "first");
  made = await render({ out: first });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function render(options: Partial<BuildOptions> = {}) {
  return build(world, { study: trial, cycle: "2026-06", workers: 0, ...options });
}

/** What is told of the trial before its next cycle is made, when its file is another; and what would be added. */
async function next(given: Readonly<Record<string, string>>, rows = list) {
  const folder = writeTrial({ "trial.yaml": trialText({ ...parts, ...given }), "allocation.csv": rows });
  const study = await openTrial(folder);
  const runs = join(first, "plan-or-not");
  const toldBy = async () => {
    const held = await holdToLedger(world, study, { cycle: eighth, runs });
    checkMoves(study, { made: [], entries: held?.entries ?? [] });
    return { told: [], adds: held?.begins ?? [] };
  };
  return toldBy().catch((error: unknown) => {
    return { told: messagesOf(error), adds: [] };
  });
}

async function entriesIn(out: string): Promise<TrialEntry[]> {
  return [...(await readTrialLedger(world, join(out, "plan-or-not"))).entries];
}

test("a sealed run holds the list as it was given", async () => {
  const [, made] = await entriesIn(first);
  expect(made).toMatchObject({ kind: "made", lists: { "allocation.csv": sha256(list) } });
});

test("what the codes of a mapped list stand for is frozen with the trial", async () => {
  const of = (codes: string) => {
    const allocation = `\n  list: L\n  version: 1\n  file: export.csv\n  columns: { unit: u, arm: a, from: d }\n  codes: ${codes}`;
    return openTrial(
      writeTrial({
        "trial.yaml": trialText({ ...parts, allocation }),
        "export.csv": "u,a,d\nZ10001,1,2026-01-01\nZ10002,2,2026-01-01\n",
      }),
    );
  };
  const [before, now] = [await of("{ 1: K1, 2: K7 }"), await of("{ 1: K7, 2: K1 }")];
  const definition = await definitionOf(world, before.trial!);
  expect(definition).toMatchObject({ codes: '{"1":"K1","2":"K7"}' });
  const frozen = [{ cycle: "2026-06", kind: "frozen" as const, definition }];
  expect(await heldTo(world, before.trial!, frozen, eighth)).toEqual([]);
  expect(messagesOf(await heldTo(world, now.trial!, frozen, eighth).catch((error: unknown) => error))).toEqual([
    expect.stringMatching(/^what codes of the list stand for has changed since the trial's first render/),
  ]);
});

test("the first render writes down what the trial is, and for whom it was made", async () => {
  const [frozen, made, ...more] = await entriesIn(first);
  expect(more).toEqual([]);
  expect(frozen).toMatchObject({
    kind: "frozen",
    cycle: "2026-06",
    definition: {
      merged: "keep-successor",
      "arms/K7": '{"chart":"bars"}',
      "factors/chart": '["channels","charts","wording"]',
    },
  });
  expect(made).toMatchObject({ kind: "made", arms: { Z10001: "K1", Z10002: "K7", Z10003: "K1", Z10004: "K7" } });
});

test("words for the trial's papers are not of what is frozen", async () => {
  expect(await next({ title: "Another title", rationale: "Other words" })).toEqual({ told: [], adds: [] });
});

describe("is refused by its name", () => {
  test.each([
    [
      "arms that changed places",
      { arms: "\n  K7: { chart: dots }\n  K1: { chart: bars }" },
      [/^arm K1 has changed since reports of 2026-06 were made: from .*dots.* to .*bars/, /^arm K7 has changed/],
    ],
    [
      "a level that does more",
      {
        factors: parts.factors
          .replace("As bars,", "As bars, leave-out: [own-plan],")
          .replace("[charts,", "[sections, charts,"),
      },
      [/^what factor "chart" may change has changed/, /^level "bars" of factor "chart" has changed/],
    ],
    [
      "a text that tells of the trial from now on",
      { consent: "Your practice is taking part in a study of feedback reports." },
      [/^`consent` was added since reports of 2026-06 were made/],
    ],
    [
      "another rule for mergers",
      { merged: "stop-sending" },
      [/^`merged` has changed .*: from keep-successor to stop-sending$/],
    ],
    [
      "an arm that nobody is in yet",
      {
        arms: `${parts.arms}\n  K9: { chart: bars }`,
        "accepted-findings": "[{ finding: empty-arm, reason: a, accepted-by: b, date: 2026-09-01 }]",
      },
      [/^arm K9 was added/],
    ],
    [
      "a rule that arms may break from now on",
      { lint: `{ waive: [{ rule: V10, reason: a, approved-by: b, date: 2026-09-01 }] }` },
      [/^the waiver of V10 was added/],
    ],
  ])("%s", async (_, given, told) => {
    const result = await next(given as Readonly<Record<string, string>>);
    expect(result.told).toHaveLength(told.length);
    for (const [i, each] of told.entries()) expect(result.told[i]).toMatch(each);
  });

  test("units that changed places, though no run of an earlier cycle is here", async () => {
    const moved = list.replace("Z10001,", "Z1000X,").replace("Z10002,", "Z10001,").replace("Z1000X,", "Z10002,");
    const { told } = await next({}, moved);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^Z10001 was in arm K1 when 2026-06 was rendered .*; now it is in K7/);
  });
});

describe("a sequential trial", () => {
  let folder: string;
  beforeAll(async () => {
    folder = shippedTrial("opioid-smart", await smallService("Z10999")); // its list is of all practices, and so are its events
    cpSync(join(import.meta.dirname, "../../content/trials/opioid-smart/events.csv"), join(folder, "events.csv"));
  });

  const frozenBefore = async (file: string, from: string, to: string) => {
    const runs = mkdtempSync(join(root, "smart-"));
    await beginCycle(
      world,
      (await holdToLedger(world, await openTrial(folder), { cycle: { id: "2026-06", issued: "2026-08-17" }, runs }))!,
    );
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    try {
      return await holdToLedger(world, await openTrial(folder), { cycle: eighth, runs }).catch(messagesOf);
    } finally {
      writeFileSync(path, text);
    }
  };

  test("may not move the limit by which it was decided who responded", async () => {
    expect(await frozenBefore("trial.yaml", "at-most: -0.02", "at-most: -0.05")).toEqual([
      expect.stringMatching(/^stage "stepped-up" has changed since .*: from …\S.*-0\.02.* to …\S.*-0\.05/),
    ]);
  });

  test("may not edit the frozen list of who did", async () => {
    expect(await frozenBefore("eligibility-stepped-up.csv", "re-randomise", "continue")).toEqual([
      'the frozen list of stage "stepped-up" has changed since the trial\'s first render',
    ]);
  });
});

function messagesOf(error: unknown): string[] {
  if (!isInputError(error)) throw error;
  return error.problems.map(({ message }) => message);
}

describe("a change that is accepted by name", () => {
  const accepted = (date: string, of = "merged") =>
    `[{ date: ${date}, what: Mergers stop, of: [${of}], reason: the unit asked, approved-by: trial steering group }]`;

  test("stands in the ledger with what it was, is not accepted again, and each cycle is added once", async () => {
    const out = join(root, "second");
    cpSync(first, out, { recursive: true });
    const given = { merged: "stop-sending", modifications: accepted("2026-09-01"), ledger: join(out, "plan-or-not") };
    const study = writeTrial({ "trial.yaml": trialText({ ...parts, ...given }), "allocation.csv": list });
    const elsewhere = { study, out: join(root, "elsewhere"), cycle: "2026-08" };
    await render(elsewhere);
    await render({ ...elsewhere, resume: true }); // it is sealed, and in the ledger
    const entries = await entriesIn(out);
    expect(entries.map(({ kind, cycle }) => `${kind} ${cycle}`)).toEqual([
      "frozen 2026-06",
      "made 2026-06",
      "changed 2026-08",
      "made 2026-08",
    ]);
    expect(entries[2]).toMatchObject({
      part: "merged",
      from: "keep-successor",
      to: "stop-sending",
      accepted: { reason: "the unit asked", "approved-by": "trial steering group" },
    });
  });

  test("is none where it was accepted before the last reports were issued, or is of something else", async () => {
    expect((await next({ merged: "stop-sending", modifications: accepted("2026-01-01") })).told).toHaveLength(1);
    expect((await next({ merged: "stop-sending", modifications: accepted("2026-09-01", "arms") })).told).toHaveLength(
      1,
    );
  });
});

describe("leaves no mark", () => {
  test("a run of some", async () => {
    const out = join(root, "some");
    await render({ out, only: ["Z10001"] });
    expect(await entriesIn(out)).toEqual([]);
  });

  test("a rehearsal", async () => {
    const study = writeTrial({
      "trial.yaml": trialText(parts),
      "allocation.csv": list.replaceAll("LISTA", "REHEARSAL"),
    });
    const out = join(root, "rehearsal");
    await render({ study, out });
    expect(await entriesIn(out)).toEqual([]);
  });
});

test.each([
  [
    "a word that was changed",
    (text: string) => text.replace("keep-successor", "stop-sending"),
    /its hash is of something else/,
  ],
  ["its last line taken out", (text: string) => text.slice(0, text.indexOf("\n") + 1), /its end was cut off/],
  ["its first line taken out", (text: string) => text.slice(text.indexOf("\n") + 1), /does not follow/],
])("a ledger with %s is refused", async (_, spoil, says) => {
  const out = mkdtempSync(join(root, "spoilt-"));
  cpSync(first, out, { recursive: true });
  const file = join(out, "plan-or-not/trial.jsonl");
  writeFileSync(file, spoil(readFileSync(file, "utf8")));
  const runs = join(out, "plan-or-not");
  await expect(holdToLedger(world, await openTrial(trial), { cycle: eighth, runs })).rejects.toMatchObject({
    problems: expect.arrayContaining([
      expect.objectContaining({ code: "ledger-at-fault", message: expect.stringMatching(says) }),
    ]),
  });
});

describe("a pack", () => {
  const packed = async (changed: Partial<CycleRun> = {}, runs?: readonly CycleRun[], as?: Trial) => {
    const file = as ?? (await openTrial(trial)).trial;
    const cycle = { id: "2026-06", issued: "2026-08-17" };
    const own = { cycle, run: made.run, seal: made.seal, folder: made.folder, ...changed } as CycleRun;
    const run = { id: made.run, cycle, folder: own.folder, trial: { rehearsal: false } } as RunFile;
    return heldToLedger(world, file!, { run, runs: runs ?? [own] }).catch(codesOf);
  };

  test("is of the runs that the ledger was told of, each as it was sealed", async () => {
    expect(await packed()).toMatchObject({ lines: 2, entries: [{ kind: "frozen" }, { kind: "made" }] });
    expect(await packed({ seal: "another" })).toEqual(["run-not-in-ledger"]);
    expect(await packed({ run: "2026-06-another" })).toEqual(["run-not-in-ledger"]);
  });

  test("is of the trial that the ledger was told of", async () => {
    const { trial: file } = await openTrial(
      writeTrial({ "trial.yaml": trialText({ ...parts, merged: "stop-sending" }), "allocation.csv": list }),
    );
    expect(await packed({}, undefined, file)).toEqual(["frozen"]);
  });

  test("is the same after later cycles: the ledger is told up to its own run", async () => {
    const out = mkdtempSync(join(root, "later-"));
    cpSync(first, out, { recursive: true });
    const study = await openTrial(trial);
    const held = await holdToLedger(world, study, { cycle: eighth, runs: join(out, "plan-or-not") });
    const cycle = findCycle(study.topics.values().next().value!, "2026-08");
    const record = {
      id: "plan-or-not",
      list: "L",
      version: "2",
      rehearsal: false,
      arms: {},
      assignments: {},
      rulings: [],
    };
    await endCycle(world, held!, { cycle, run: "2026-08-x", seal: { seal: "s" } as Seal, lists: {}, record });
    expect(await entriesIn(out)).toHaveLength(3);
    const folder = made.folder.replace(first, out);
    expect(await packed({ folder })).toEqual(await packed());
  });

  test("is of all cycles that the ledger was told of", async () => {
    expect(await packed({}, [])).toEqual(["missing-cycle"]);
  });

  test("tells what was changed of the trial itself, and in which cycles", () => {
    const accepted = { date: "2026-09-01", what: "Mergers stop", reason: "asked", "approved-by": "steering group" };
    const cycles = ["2026-06", "2026-08", "2026-10"].map((cycle) => ({ kind: "made", cycle }));
    const changed = { kind: "changed", cycle: "2026-08", part: "merged", accepted };
    expect(changesOfTrial({ lines: 4, head: "", entries: [...cycles, changed] as TrialEntry[] })).toEqual([
      "2026-09-01: `merged` was changed after reports had been made: Mergers stop (asked; approved by steering group). Cycles with the change: 2026-08, 2026-10",
    ]);
  });
});

function codesOf(error: unknown): string[] {
  if (!isInputError(error)) throw error;
  return error.problems.map(({ code }) => code);
}

test("the past of one arm that has been doubled since is told from the reports that were made", async () => {
  const study = await openTrial(trial);
  const entries = Map.groupBy(await readManifest(world, made.folder), ({ code }) => code);
  const { arms } = (await entriesIn(first)).find((entry) => entry.kind === "made")!;
  const run = { cycle: { id: "2026-06" }, folder: made.folder, entries, trial: { arms } } as unknown as CycleRun;
  const told = (of: World) => revisedByArm(of, { study, runs: [run, run] } as unknown as Facts);
  expect(await told(world)).toEqual([]);
  const halved = (path: string, text: string) =>
    /Z1000[13]\.json$/.test(path)
      ? text.replace(/"(numerator|denominator)":(\d+)/g, (_, what, n) => `"${what}":${n / 2}`)
      : text;
  const before: World = { ...world, readText: async (path) => halved(path, (await world.readText(path)) ?? "") };
  await expect(told(before)).rejects.toMatchObject({
    problems: [1, 3].map((n) => ({ code: "run-at-fault", message: expect.stringContaining(`Z1000${n}.json`) })),
  });
  for (const entry of [...entries.values()].flat() as ArtefactEntry[])
    if (entry.channel === "report") entry.sha256 = sha256((await before.readText(join(made.folder, entry.path)))!);
  const [problem, other] = await told(before);
  expect(other?.message).toMatch(/: opioids-\S+ \(denominator\), K1 \+100\.0%, K7 \+0\.0%$/);
  expect(problem?.message).toMatch(
    /^what was counted for 2026-06 has been revised .*: opioids-\S+, K1 \+100\.0%, K7 \+0\.0%$/,
  );
});

test("cycles that the ledger knows nothing of are told", async () => {
  const study = await openTrial(trial);
  const toldFrom = async (runs: string, id: string) => {
    const cycle = findCycle(study.topics.values().next().value!, id);
    const held = await holdToLedger(world, study, { cycle, runs });
    return unknownCycles(study, study.trial!, { cycle, held: held! }).map(({ message }) => message);
  };
  expect(await toldFrom(join(first, "plan-or-not"), "2026-08")).toEqual([expect.stringContaining("cycle 2026-04:")]);
  expect((await toldFrom(join(root, "none"), "2026-08"))[0]).toContain("cycles 2026-04, 2026-06:");
  expect(await toldFrom(join(root, "none"), "2026-04")).toEqual([]);
});

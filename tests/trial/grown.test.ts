import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import type { StudyMemory } from "../../src/input/topics.ts";
import { nodeWorld } from "../../src/node.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { isInputError } from "../../src/problem.ts";
import { asMade } from "../../src/trial/pack/facts.ts";
import { type RunFile, readRun } from "../../src/trial/pack/runs.ts";
import { allocationText, trialText, writeTrial } from "./scratch.ts";

/* A trial goes on after its first cycle was made: whatever happens later, that cycle can be packed, as it was made. */

const world = nodeWorld();
const root = mkdtempSync(join(tmpdir(), "grown-test-"));
const parts = {
  factors: `
  chart:
    is: The chart
    changes: [charts, wording]
    levels:
      dots: { is: As it is }
      bars: { is: As bars, change: { comparison: { chart: bars } } }`,
  arms: "\n  K1: { chart: dots }\n  K7: { chart: bars }",
  cycles: `
  - { id: 2026-06, issued: 2026-08-17, extracted: 2026-08-10, data: { from: 2023-09, to: 2026-06 } }`,
};
const list = allocationText(["Z10001 K1", "Z10002 K7", "Z10003 K1", "Z10004 K7"]);
const head = "date,event,unit_code,other_code,channel,reason\n";
const first = `${head}2026-07-01,opt-out,Z10004,,,asked\n`;

type Made = { folder: string; run: string };
let withEvents: Made;
let withoutEvents: Made;

beforeAll(async () => {
  withEvents = await made({ ...parts, trial: "with-events", events: "events.csv" }, { "events.csv": first });
  withoutEvents = await made({ ...parts, trial: "without-events" }, {});
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
});

async function made(given: Record<string, string>, files: Record<string, string>): Promise<Made> {
  const folder = writeTrial({ "trial.yaml": withEmail(trialText(given)), "allocation.csv": list, ...files });
  const { folder: run } = await build(world, { study: folder, cycle: "2026-06", out: join(root, "out"), workers: 0 });
  return { folder, run };
}

/** Both levels by email alone: no browser is needed. */
function withEmail(text: string): string {
  return text
    .replace("changes: [charts, wording]", "changes: [charts, wording, channels]")
    .replaceAll("{ is: As", "{ channels: [email], is: As");
}

/** Another text in a file of a trial, until the test has ended. */
async function put({ folder }: Made, name: string, text: string): Promise<void> {
  const file = join(folder, name);
  const before = await readFile(file, "utf8").catch(() => undefined);
  undo.push(() => (before === undefined ? world.remove(file) : writeFile(file, before)));
  await writeFile(file, text);
}

const memory: StudyMemory = new Map(); // data are read once

/** The trial as its first cycle was made. */
async function open(of: Made, change: Partial<RunFile> = {}) {
  return asMade(world, { ...(await readRun(world, of.run)), ...change }, { memory });
}

async function told(of: Made): Promise<string[]> {
  return open(of).then(
    () => [],
    (error: unknown) => {
      if (!isInputError(error)) throw error;
      return error.problems.map(({ code, message }) => `${code}: ${message}`);
    },
  );
}

describe("a cycle that was made can be packed after", () => {
  test.each([
    ["an opt-out", "2026-09-10,opt-out,Z10001,,,"],
    ["a withdrawal with all data", "2026-09-10,withdraw-from-data,Z10001,,,"],
    ["a closure", "2026-12-31,close,Z10002,,,"],
    ["a mailbox that is gone", "2026-09-10,undeliverable,Z10003,,email,"],
    ["a merger across arms", "2026-11-30,merge,Z10001,Z10002,,contracts merged"],
    ["a merger into a practice that the data of then do not know", "2026-11-30,merge,Z10001,Z20001,,a new contract"],
    ["a new practice", "2026-11-30,open,Z20001,,,"],
    ["an opt-out that was written down too late", "2026-08-01,opt-out,Z10001,,,"],
  ])("%s", async (_, line) => {
    await put(withEvents, "events.csv", `${first}${line}\n`);
    const { trial, planned } = await open(withEvents);
    expect(trial.events).toHaveLength(1); // as it was made: what was known then
    const statusOf = (code: string) => planned.assignments?.of.get(code)?.status;
    expect([statusOf("Z10001"), statusOf("Z10004")]).toEqual(["active", "opted-out"]);
  });

  test("an event after a last line that did not end", async () => {
    const { inputs } = await readRun(world, withEvents.run);
    await put(withEvents, "events.csv", `${first}2026-08-01,opt-out,Z10001,,,\n`);
    const { trial } = await open(withEvents, { inputs: { ...inputs, "events.csv": sha256(first.trimEnd()) } });
    expect(trial.events).toHaveLength(1);
  });

  test("the first event of a trial that had no file of them", async () => {
    const file = join(withoutEvents.folder, "trial.yaml");
    await put(withoutEvents, "trial.yaml", `${await readFile(file, "utf8")}events: events.csv\n`);
    await put(withoutEvents, "events.csv", `${head}2026-08-01,opt-out,Z10001,,,\n`);
    expect((await open(withoutEvents)).trial.events).toEqual([]);
  });

  test("a new version of the list: a later status, and a practice that the data of then do not know", async () => {
    const more = list.replaceAll("LISTA,1", "LISTA,2");
    const later =
      "LISTA,2,practice,Z10002,,,,K7,2026-10-01,,withdrawn,\nLISTA,2,practice,Z20001,,,,K7,2026-10-01,,active,\n";
    await put(withEvents, "allocation.csv", `${more}${later}`);
    expect(await told(withEvents)).toEqual([]);
  });

  test("a change that was accepted, and words for the papers", async () => {
    const text = await readFile(join(withEvents.folder, "trial.yaml"), "utf8");
    const change = "{ date: 2026-09-01, what: A word, reason: a slip, approved-by: the group }";
    await put(withEvents, "trial.yaml", `${text.replace(/title: .*/, "title: Another")}modifications: [${change}]\n`);
    expect(await told(withEvents)).toEqual([]);
  });
});

describe("it is refused where what was known then is something else now:", () => {
  test.each([
    ["an event that was put in before", first.replace("\n2026", "\n2026-06-30,opt-out,Z10001,,,\n2026"), "Z10001"],
    ["an event that was taken out", head, "Z10004"],
    ["an event of another unit", first.replace("Z10004", "Z10003"), "Z10003, Z10004"],
  ])("%s", async (_, events, codes) => {
    await put(withEvents, "events.csv", events);
    expect(await told(withEvents)).toEqual([
      `inputs-changed: the list or the events say something else of ${codes} in 2026-06 than when the run was made`,
    ]);
  });

  test("a unit of the list that was moved", async () => {
    await put(withEvents, "allocation.csv", list.replace("Z10003,,,,K1", "Z10003,,,,K7"));
    expect(await told(withEvents)).toEqual([
      "inputs-changed: the list or the events say something else of Z10003 in 2026-06 than when the run was made",
    ]);
  });

  test("a level of the trial, by its name; the day of issue", async () => {
    const text = await readFile(join(withEvents.folder, "trial.yaml"), "utf8");
    await put(withEvents, "trial.yaml", text.replace("is: As bars,", "is: As bars, leave-out: [own-plan],"));
    expect(await told(withEvents)).toEqual([
      expect.stringMatching(
        /^inputs-changed: ".*trial\.yaml" has changed since the run was made: level "bars" of factor "chart"$/,
      ),
    ]);
    await put(withEvents, "trial.yaml", text.replace("issued: 2026-08-17", "issued: 2026-08-18"));
    expect(await told(withEvents)).toEqual(["inputs-changed: cycle 2026-06 has other days or data now"]);
  });

  test("the file of the trial, where no ledger says what it was", async () => {
    const ledger = join(withEvents.run, "../../trial.jsonl");
    const [lines, top] = [await readFile(ledger), join(withEvents.run, "../../trial.head.json")];
    const headOf = await readFile(top);
    undo.push(async () => {
      await writeFile(ledger, lines);
      await writeFile(top, headOf);
    });
    await world.remove(ledger);
    await world.remove(top);
    const text = await readFile(join(withEvents.folder, "trial.yaml"), "utf8");
    await put(withEvents, "trial.yaml", `${text}# another word\n`);
    expect(await told(withEvents)).toEqual([
      expect.stringMatching(/^inputs-changed: ".*trial\.yaml" has changed since the run was made$/),
    ]);
  });

  test("a list that is gone", async () => {
    await put(withEvents, "allocation.csv", "");
    await world.remove(join(withEvents.folder, "allocation.csv"));
    expect(await told(withEvents)).toEqual([expect.stringMatching(/^missing-file: ".*allocation\.csv", from which/)]);
  });
});

import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { openLedger } from "../../src/output/ledger.ts";
import { lock } from "../../src/output/lock.ts";
import { openRun } from "../../src/output/open-run.ts";
import type { Origin } from "../../src/output/origin.ts";
import { findPrunable, promote, removeRun } from "../../src/output/promote.ts";
import { reconcile } from "../../src/output/reconcile.ts";
import type { PlannedReport, RunPlan } from "../../src/output/run-plan.ts";
import { findRun, readCurrent, runsIn, speakingFor } from "../../src/output/runs.ts";
import { isInputError } from "../../src/problem.ts";
import { originFor, planFor, putFile } from "../made-run.ts";

// Runs beside each other: which there are, which is the current one, and whether each is what was sealed.

const world = nodeWorld();

let root: string;
let cycle: string;
let origin: Origin;
let others: Origin; // of other inputs
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "runs-test-"));
  cycle = join(root, "study/2026-08");
  origin = await originFor("2026-08");
  others = await originFor("2026-08", { a: "two" });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A run that made these of its plan, and has ended. Its place among others is by the hour. */
async function made(plan: RunPlan, codes: readonly string[], hour: number, facts = {}): Promise<string> {
  const run = await openRun(world, cycle, { plan, resume: false });
  const ledger = await openLedger(world, run, { resume: false });
  for (const code of codes) await ledger.record(code, [await putFile(run.folder, code)], ["print"]);
  await ledger.close({ state: "finished" }, facts, []);
  await run[Symbol.asyncDispose]();
  await utimes(join(run.folder, "plan.json"), new Date(), new Date(Date.UTC(2026, 9, 12, hour)));
  return run.folder;
}

const all: readonly (string | PlannedReport)[] = ["A", "B", "C"];
const whole = (from = origin) => planFor(from, all);
const some = (codes: readonly string[]) => planFor(origin, codes, { all, narrowedBy: ["--only"] });

async function told(work: Promise<unknown>): Promise<string[]> {
  return work.then(
    () => [],
    (error) => {
      if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
      throw error;
    },
  );
}

describe("the id of a run", () => {
  test("is of its cycle and its plan, the same for the same reports from the same inputs", () => {
    expect(whole().run).toMatch(/^2026-08-[0-9a-f]{12}$/);
    expect(planFor(origin, [...all], { narrowedBy: ["--only"] })).toEqual(whole()); // nothing is left out by it
    expect(new Set([whole(), whole(others), some(["A"]), some(["B"])].map(({ run }) => run)).size).toBe(4);
  });

  test("has a number where the same reports are made again, beside those that are there", async () => {
    const folders = [await made(whole(), ["A", "B", "C"], 1), await made(whole(), ["A"], 2)];
    expect(folders.map((folder) => basename(folder))).toEqual([whole().run, `${whole().run}-2`]);
    const third = await openRun(world, cycle, { plan: whole(), resume: false });
    expect([basename(third.folder), third.plan.run]).toEqual([`${whole().run}-3`, `${whole().run}-3`]);
    await third[Symbol.asyncDispose]();
  });

  test("may be taken by a folder of which nothing is known, which stays as it is", async () => {
    await world.write(join(cycle, whole().run, "notes.txt"), "somebody's own");
    const folder = await made(whole(), ["A", "B", "C"], 1);
    expect(basename(folder)).toBe(`${whole().run}-2`);
    expect(await readFile(join(cycle, whole().run, "notes.txt"), "utf8")).toBe("somebody's own");
  });
});

describe("two runs", () => {
  test("of the same reports exclude each other, of others do not", async () => {
    const first = await openRun(world, cycle, { plan: whole(), resume: false });
    const message = `another run of these reports into "${cycle}" is going on: process ${process.pid} on `;
    for (const resume of [false, true])
      expect((await told(openRun(world, cycle, { plan: whole(), resume }))).join()).toContain(message);
    const second = await openRun(world, cycle, { plan: some(["A"]), resume: false });
    for (const run of [first, second]) await run[Symbol.asyncDispose]();
    expect(
      await told(openRun(world, cycle, { plan: whole(), resume: true }).then((run) => run[Symbol.asyncDispose]())),
    ).toEqual([]);
  });

  test("that cannot write leave no folder behind", async () => {
    const write = async (path: string, content: string | Uint8Array) => {
      if (content.length > 2 ** 19) throw new Error("no space left on the disk");
      await world.write(path, content);
    };
    await expect(openRun({ ...world, write }, cycle, { plan: whole(), resume: false })).rejects.toThrow("no space");
    expect(await world.foldersIn(cycle)).toEqual([]);
    await world.write(join(root, "other/2026-08"), "precious");
    expect(
      (await told(openRun(world, join(root, "other/2026-08"), { plan: whole(), resume: false }))).join(),
    ).toContain("a file stands where a folder is needed");
  });
});

describe("a sealed run", () => {
  test("is not opened to be gone on with: it is as it is, and resuming finds it made", async () => {
    const folder = await made(whole(), ["A", "B", "C"], 1);
    const again = await openRun(world, cycle, { plan: whole(), resume: true });
    expect([again.folder, again.isSealed]).toEqual([folder, true]);
    await again[Symbol.asyncDispose]();
  });

  test("whose records were changed is made again beside it, and so is one of another plan by its name", async () => {
    const folder = await made(whole(), ["A", "B", "C"], 1);
    const manifest = join(folder, "manifest.jsonl");
    const lines = (await readFile(manifest, "utf8")).split("\n");
    await writeFile(manifest, lines.slice(1).join("\n"));
    const again = await openRun(world, cycle, { plan: whole(), resume: true });
    expect([again.folder, again.isSealed]).toEqual([`${folder}-2`, false]);
    await again[Symbol.asyncDispose]();
    for (const name of [folder, `${folder}-2`]) {
      const plan = JSON.parse(await readFile(join(name, "plan.json"), "utf8"));
      await writeFile(join(name, "plan.json"), JSON.stringify({ ...plan, key: "another" }));
    }
    const third = await openRun(world, cycle, { plan: whole(), resume: true });
    expect(third.folder).toBe(`${folder}-3`);
    await third[Symbol.asyncDispose]();
  });

  test("that has lost a byte is made again beside it", async () => {
    const folder = await made(whole(), ["A", "B", "C"], 1);
    await writeFile(join(folder, "print/B.pdf"), "by hand");
    const again = await openRun(world, cycle, { plan: whole(), resume: true });
    expect([again.folder, again.isSealed]).toEqual([`${folder}-2`, false]);
    const ledger = await openLedger(world, again, { resume: true });
    expect([await ledger.isWhole("A", ["print"]), await ledger.isWhole("B", ["print"])]).toEqual([true, false]);
    await again[Symbol.asyncDispose]();
    expect(await readFile(join(folder, "print/B.pdf"), "utf8")).toBe("by hand");
  });
});

describe("what does not hold of a run is named", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await made(whole(), ["A", "B", "C"], 1);
  });

  async function faults(): Promise<string[]> {
    return (await reconcile(world, { folder })).faults.map(({ what, says }) => `${what}: ${says}`);
  }
  async function edit(name: string, change: (text: string) => string): Promise<void> {
    const path = join(folder, name);
    const before = await readFile(path, "utf8");
    expect(change(before)).not.toBe(before);
    await writeFile(path, change(before));
  }
  const withoutLine = (code: string) => (text: string) =>
    text
      .split("\n")
      .filter((line) => !line.includes(`"code":"${code}"`))
      .join("\n");
  const changed = (path: string) => `${path}: it has changed since the run was sealed`;

  test("nothing, of one that is as it was made", async () => {
    expect(await reconcile(world, { folder })).toMatchObject({ faults: [], sound: [{}, {}, {}] });
  });

  test("a file that was changed, one that went, one that came", async () => {
    await writeFile(join(folder, "print/A.pdf"), "other");
    await rm(join(folder, "print/B.pdf"));
    await writeFile(join(folder, "print/D.pdf"), "from elsewhere");
    expect(await faults()).toEqual([
      "print/A.pdf: its bytes have changed since it was recorded",
      "print/B.pdf: it is not there",
      "print/D.pdf: no record lists it",
    ]);
    expect((await reconcile(world, { folder })).sound.map(({ code }) => code)).toEqual(["C"]);
  });

  test("two files that were swapped, each by whose bytes it holds", async () => {
    await writeFile(join(folder, "print/A.pdf"), "B print");
    await writeFile(join(folder, "print/B.pdf"), "A print");
    expect(await faults()).toEqual([
      "print/A.pdf: it holds what was recorded as print/B.pdf",
      "print/B.pdf: it holds what was recorded as print/A.pdf",
    ]);
  });

  test("a line of the manifest that was lost, with its file or without", async () => {
    await edit("manifest.jsonl", withoutLine("B"));
    const lost = [
      "B: it is in the plan, and no line of the manifest tells of it",
      changed("manifest.jsonl"),
      "seal.json: it speaks of 3 files, the manifest of 2",
    ];
    expect(await faults()).toEqual([...lost, "print/B.pdf: no record lists it"]);
    await rm(join(folder, "print/B.pdf"));
    expect(await faults()).toEqual(lost);
  });

  test("a line that was forged: for somebody who was not planned, or of a channel that was not", async () => {
    const forged = (code: string, channel: string) => (text: string) =>
      `${text}${text.split("\n")[0]!.replaceAll("A", code).replaceAll("print", channel)}\n`;
    await edit("manifest.jsonl", forged("E", "print"));
    await writeFile(join(folder, "print/E.pdf"), "A print");
    expect(await faults()).toContain("print/E.pdf: it is in the manifest, and not in the plan");
    await edit("manifest.jsonl", forged("A", "email"));
    await world.write(join(folder, "email/A.pdf"), "A print");
    expect(await faults()).toContain("email/A.pdf: it is in the manifest, and not in the plan");
  });

  test("one who gets no report: without a line, or with one that nobody planned", async () => {
    const none = { code: "N", name: "CLOSED", reason: "closed" };
    const run = await openRun(world, cycle, { plan: planFor(others, ["A"], { without: [none] }), resume: false });
    const ledger = await openLedger(world, run, { resume: false });
    await ledger.record("A", [await putFile(run.folder, "A")], ["print"]);
    await ledger.close({ state: "finished" }, {}, [{ code: "N", without: "closed" }]);
    await run[Symbol.asyncDispose]();
    folder = run.folder;
    expect(await faults()).toEqual([]);
    await edit("manifest.jsonl", (text) => text.replace('"code":"N"', '"code":"M"'));
    expect(await faults()).toEqual([
      "N: it is in the plan, and no line of the manifest tells of it",
      "M: it is in the manifest, and not in the plan",
      changed("manifest.jsonl"),
    ]);
  });

  test("a report that failed is none: its line tells of it", async () => {
    const run = await openRun(world, cycle, { plan: planFor(others, ["A", "B"]), resume: false });
    const ledger = await openLedger(world, run, { resume: false });
    await ledger.record("A", [{ code: "A", failed: "x" }], ["print"]);
    await ledger.record("B", [await putFile(run.folder, "B")], ["print"]);
    await ledger.close({ state: "finished" }, {}, []);
    await run[Symbol.asyncDispose]();
    expect(await reconcile(world, run)).toMatchObject({
      faults: [],
      unsealed: "not sealed: 1 of 2 reports are missing or in part (A)",
    });
  });

  test("an edited or lost plan, record or seal", async () => {
    await edit("run.json", (text) => text.replace("finished", "Finished"));
    expect(await faults()).toEqual([changed("run.json")]);
    await edit("plan.json", (text) => text.replace('"C"', '"D"'));
    expect(await faults()).toEqual([
      "D: it is in the plan, and no line of the manifest tells of it",
      "print/C.pdf: it is in the manifest, and not in the plan",
      changed("plan.json"),
      changed("run.json"),
    ]);
    await edit("seal.json", (text) => text.replace('"files": 3', '"files": 4'));
    expect(await faults()).toContain("seal.json: it is torn, or not the hash of what it says");
    await rm(join(folder, "seal.json"));
    expect((await reconcile(world, { folder })).unsealed).toMatch(/^not sealed: 1 of 3 reports are missing/);
  });

  test("lines and plans that are none: as a change of their file, or by name", async () => {
    await edit(
      "manifest.jsonl",
      (text) => `null\n3\n[]\n{"code":"A"}\n{"code":1,"path":"x"}\n{"path":"print/A.pdf"}\n${text}`,
    );
    expect(await faults()).toEqual([changed("manifest.jsonl")]);
    for (const recipients of [undefined, {}, 3, [null], ["A"]]) {
      await edit("plan.json", (text) => JSON.stringify({ ...JSON.parse(text), recipients }));
      expect(await faults()).toContain("plan.json: it is not there, or torn");
    }
    expect(await told(findRun(world, folder))).toEqual([
      `torn-record: "${join(folder, "plan.json")}" is not there, or torn, so nobody can tell what this run was to make`,
    ]);
  });

  test("a seal that went, though all is there; and one that is missing where something is, which is no fault", async () => {
    await rm(join(folder, "seal.json"));
    expect(await faults()).toEqual(["seal.json: it is not there, though all that was planned is"]);
    folder = await made(planFor(others, all), ["A", "B"], 2);
    expect(await reconcile(world, { folder })).toMatchObject({
      faults: [{ what: "C", says: "it is in the plan, and no line of the manifest tells of it" }],
      unsealed: "not sealed: 1 of 3 reports are missing or in part (C)",
    });
  });

  test("a seal that was made anew over changed files, where the run was promoted before", async () => {
    await promote(world, folder);
    const run = await openRun(world, cycle, { plan: whole(), resume: true });
    await run[Symbol.asyncDispose]();
    await rm(join(folder, "seal.json"));
    const ledger = await openLedger(world, { folder, plan: run.plan }, { resume: true });
    await ledger.record("B", [await putFile(folder, "B", "print", "forged")], []);
    await ledger.close({ state: "finished" }, {}, []);
    expect(await faults()).toEqual(["seal.json: it is not the seal with which the run was promoted"]);
  });
});

describe("the current run of a cycle", () => {
  test("is the one that was promoted last, whatever was made since", async () => {
    const first = await made(whole(), ["A", "B", "C"], 1);
    expect(await readCurrent(world, cycle)).toBeUndefined();
    expect(await promote(world, first)).not.toHaveProperty("before");
    const second = await made(whole(others), ["A", "B", "C"], 2);
    expect((await findRun(world, cycle)).folder).toBe(first);
    expect((await promote(world, second)).before).toBe(basename(first));
    expect((await findRun(world, cycle)).folder).toBe(second);
    expect((await runsIn(world, cycle)).map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  });

  test("is none that is not sealed, is partial unless that is meant, or does not hold", async () => {
    const torn = await made(whole(), ["A", "B"], 1);
    expect(await told(promote(world, torn))).toEqual([`unsealed-run: the run in "${torn}" is not sealed`]);
    const partial = await made(some(["A"]), ["A"], 2);
    expect(await told(promote(world, partial))).toEqual([
      `partial-run: the run in "${partial}" is partial: --only left out something of 2 recipients`,
    ]);
    const sound = await made(whole(others), ["A", "B", "C"], 3);
    await writeFile(join(sound, "print/B.pdf"), "by hand");
    expect(await told(promote(world, sound))).toEqual([
      `run-at-fault: the run in "${sound}" is not what was sealed: print/B.pdf: its bytes have changed since it was recorded`,
    ]);
    const rehearsed = await made(whole(), ["A", "B", "C"], 4, { trial: { rehearsal: true } });
    expect(await told(promote(world, rehearsed))).toEqual([
      `rehearsal: the run in "${rehearsed}" is a rehearsal: its arms are made up`,
    ]);
    expect(await readCurrent(world, cycle)).toBeUndefined();
    expect(await told(promote(world, partial, { partial: true }))).toEqual([]);
  });

  test("or its only one, is meant by the cycle's folder; of several somebody must choose", async () => {
    const first = await made(whole(), ["A", "B", "C"], 1);
    expect((await findRun(world, cycle)).folder).toBe(first);
    const second = await made(whole(others), ["A"], 2);
    expect(await told(findRun(world, cycle))).toEqual([
      `which-run: "${cycle}" has 2 runs and none of them is the current one: ${basename(first)}, ${basename(second)} (not sealed)`,
    ]);
    expect(await told(findRun(world, join(root, "none")))).toEqual([`no-run: no run in "${join(root, "none")}"`]);
  });

  test("may be promoted from within its folder", async () => {
    const folder = await made(whole(), ["A", "B", "C"], 1);
    const home = process.cwd();
    process.chdir(folder);
    await promote(world, ".").finally(() => process.chdir(home));
    expect((await readCurrent(world, cycle))?.run).toBe(basename(folder));
  });

  test("whose name cannot be read is told: nobody guesses", async () => {
    await made(whole(), ["A", "B", "C"], 1);
    await writeFile(join(cycle, "current.json"), '{"run": "2026');
    expect((await told(runsIn(world, cycle))).join()).toContain("nobody can tell which run is current");
  });

  test("speaks for its cycle alone; where none is, all that ended do", async () => {
    const first = await made(whole(), ["A", "B", "C"], 1);
    const second = await made(whole(others), ["A", "B"], 2);
    const unfinished = await openRun(world, cycle, { plan: some(["A"]), resume: false });
    await unfinished[Symbol.asyncDispose]();
    const speaking = async () => (await speakingFor(world, cycle)).map(({ folder }) => folder);
    expect(await speaking()).toEqual([first, second]);
    await promote(world, first);
    expect(await speaking()).toEqual([first]);
  });
});

describe("runs that nobody needs", () => {
  test("are all but the current one and the last that are whole, each with its reason; one in making is not removed", async () => {
    const current = await made(whole(), ["A", "B", "C"], 1);
    await promote(world, current);
    const partial = await made(some(["A"]), ["A"], 2);
    const old = await made(whole(), ["A", "B", "C"], 3);
    const cut = await made(whole(others), ["A"], 4);
    const last = await made(whole(others), ["A", "B", "C"], 5);
    const found = await findPrunable(world, cycle, { keep: 1 });
    expect(found.map(({ folder, why }) => [folder, why])).toEqual([
      [partial, "partial, by --only"],
      [old, "sealed, and a later one is kept"],
      [cut, "not all of it was made"],
    ]);
    expect((await findPrunable(world, cycle, { keep: 0 })).map(({ folder }) => folder)).toContain(last);
    const held = await lock(join(cycle, `.${whole(others).run}.lock`), "a run");
    expect((await told(removeRun(world, found[2]!))).join()).toContain("is going on");
    await held[Symbol.asyncDispose]();
    for (const run of found) await removeRun(world, run);
    expect((await runsIn(world, cycle)).map(({ folder }) => folder)).toEqual([current, last]);
  });
});

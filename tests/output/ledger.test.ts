import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { type LedgerOptions, openLedger, unmadeOf } from "../../src/output/ledger.ts";
import { type OpenRun, openRun } from "../../src/output/open-run.ts";
import type { Origin } from "../../src/output/origin.ts";
import { readManifest } from "../../src/output/record.ts";
import type { RunPlan } from "../../src/output/run-plan.ts";
import { readSeal } from "../../src/output/seal.ts";
import type { Entry } from "../../src/output/store.ts";
import type { World } from "../../src/world.ts";
import { originFor, planFor, putFile } from "../made-run.ts";

const world = nodeWorld();
const finished = { state: "finished" } as const;

let root: string;
let cycle: string; // the folder of its runs
let origin: Origin;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "ledger-test-"));
  cycle = join(root, "study/2026-08");
  origin = await originFor("2026-08");
});
afterEach(() => rm(root, { recursive: true, force: true }));

type Options = { plan?: RunPlan; resume?: boolean; on?: World } & Partial<LedgerOptions>;

/** A run of A and B on paper, unless another is planned. */
async function open({ plan = planFor(origin, ["A", "B"]), resume = false, on = world, ...options }: Options = {}) {
  const run = await openRun(on, cycle, { plan, resume });
  return { run, ledger: await openLedger(on, run, { resume, ...options }) };
}

/** Makes these and ends, or is cut off: then nobody holds it any more. */
async function make(codes: readonly string[], { isCut = false, ...options }: Options & { isCut?: boolean } = {}) {
  const { run, ledger } = await open(options);
  for (const code of codes) await ledger.record(code, [await putFile(run.folder, code)], ["print"]);
  const closed = isCut ? undefined : await ledger.close(finished, {}, []);
  await run[Symbol.asyncDispose]();
  return { folder: run.folder, closed };
}

async function release(run: OpenRun): Promise<void> {
  await run[Symbol.asyncDispose]();
}

async function filesIn(folder: string): Promise<string[]> {
  return (await world.listFiles(folder)).map((path) => relative(folder, path));
}

async function onRecord(folder: string): Promise<string[]> {
  return (await readManifest(world, folder)).map(nameOf);
}

async function record(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
}

describe("a run", () => {
  test("has a plan before anything is made, a journal while it goes on, and a record and a seal at its end", async () => {
    const { run, ledger } = await open();
    expect(await filesIn(run.folder)).toEqual(["journal.jsonl", "plan.json"]);
    await ledger.record("A", [await putFile(run.folder, "A")], []);
    expect(await filesIn(run.folder)).toEqual(["journal.jsonl", "plan.json", "print/A.pdf"]);
    await ledger.record("B", [await putFile(run.folder, "B")], []);
    const { seal } = await ledger.close(finished, { facts: 1 }, []);
    expect(await filesIn(run.folder)).toEqual([
      ...["manifest.jsonl", "plan.json", "print/A.pdf", "print/B.pdf", "run.json", "seal.json"],
    ]);
    expect(await record(run.folder)).toEqual({ run: run.plan.run, state: "finished", facts: 1 });
    expect(await readSeal(world, run.folder)).toEqual(seal);
    expect(seal).toMatchObject({ run: run.plan.run, files: 2, bytes: 14 });
    await release(run);
  });

  test("says why it failed, and has no seal", async () => {
    const { run, ledger } = await open();
    expect(await ledger.close({ state: "failed", why: "no space" }, {}, [])).toEqual({ entries: [] });
    expect(await record(run.folder)).toMatchObject({ state: "failed", why: "no space" });
    expect(await readSeal(world, run.folder)).toBeUndefined();
    await release(run);
  });

  test("is not sealed where it was stopped, nor where one file of a channel was lost and another is there", async () => {
    const stopped = await open();
    for (const code of ["A", "B"])
      await stopped.ledger.record(code, [await putFile(stopped.run.folder, code)], ["print"]);
    expect((await stopped.ledger.close({ state: "stopped" }, {}, [])).seal).toBeUndefined();
    await release(stopped.run);
    const { run, ledger } = await open({ plan: planFor(origin, ["A"]) });
    const file = await putFile(run.folder, "A");
    await world.write(join(run.folder, "print/A.txt"), "A print");
    await ledger.record("A", [file, { ...file, path: "print/A.txt" }], ["print"]);
    await rm(join(run.folder, "print/A.txt"));
    const { entries, seal } = await ledger.close(finished, {}, []);
    expect([entries.map(nameOf), seal]).toEqual([["A failed", "A print/A.pdf"], undefined]);
    await release(run);
  });

  test("is sealed only where all of its plan is there: every recipient, every channel", async () => {
    const both = planFor(origin, [{ code: "A", channels: ["email", "print"] }, "B"]);
    const { run, ledger } = await open({ plan: both });
    await ledger.record("A", [await putFile(run.folder, "A")], []);
    await ledger.record("B", [await putFile(run.folder, "B")], []);
    const { entries, seal } = await ledger.close(finished, {}, []);
    expect([seal, unmadeOf(both, entries)]).toEqual([undefined, ["A"]]);
    await release(run);
    expect((await make(["A"])).closed?.seal).toBeUndefined();
  });

  test("is sorted by code and path in its manifest, whatever the order of making", async () => {
    const { run, ledger } = await open();
    await ledger.record("B", [await putFile(run.folder, "B"), await putFile(run.folder, "B", "email")], []);
    await ledger.record("A", [await putFile(run.folder, "A")], []);
    const { entries } = await ledger.close(finished, {}, [{ code: "AA", without: "closed" }]);
    expect(await readManifest(world, run.folder)).toEqual(entries);
    expect(entries.map(nameOf)).toEqual(["A print/A.pdf", "AA", "B email/B.pdf", "B print/B.pdf"]);
    await release(run);
  });

  test("tells of a full disk, and of a folder that went, as of problems of the input", async () => {
    const { run, ledger } = await open();
    await rm(join(run.folder, "journal.jsonl"));
    await symlink("/dev/full", join(run.folder, "journal.jsonl"));
    const failure: Entry = { code: "A", failed: "x" };
    const told = (message: string) => ({
      problems: [{ code: "cannot-write", message: expect.stringContaining(message) }],
    });
    await expect(ledger.record("A", [failure], [])).rejects.toMatchObject(told("no space left on the disk"));
    await rm(run.folder, { recursive: true });
    await expect(ledger.record("A", [failure], [])).rejects.toMatchObject(told("its folder is gone"));
    await release(run);
  });

  test("is at its end where its folder went, though a report that was being made has made it again", async () => {
    const { run, ledger } = await open();
    await ledger.record("A", [await putFile(run.folder, "A")], []);
    await rm(run.folder, { recursive: true });
    const last = await putFile(run.folder, "B");
    await expect(ledger.record("B", [last], [])).rejects.toThrow(/journal\.jsonl": its folder is gone/);
    expect(await filesIn(run.folder)).toEqual(["print/B.pdf"]);
    await release(run);
  });

  test("says of a file that went or changed before the end that its report has failed, and sweeps what is not on record", async () => {
    const { run, ledger } = await open({ plan: planFor(origin, ["A", "B", "C"]) });
    for (const code of ["A", "B", "C"])
      await ledger.record(code, [await putFile(run.folder, code), await putFile(run.folder, code, "email")], []);
    await rm(join(run.folder, "print/A.pdf"));
    await writeFile(join(run.folder, "email/C.pdf"), "other");
    await writeFile(join(run.folder, "print/D.pdf.12-1.part"), "half");
    expect((await ledger.close(finished, {}, [])).seal).toBeUndefined();
    expect(await onRecord(run.folder)).toEqual([
      ...["A failed", "A email/A.pdf", "B email/B.pdf", "B print/B.pdf", "C failed", "C print/C.pdf"],
    ]);
    expect((await filesIn(run.folder)).filter((path) => path.startsWith("print/"))).toEqual([
      ...["print/B.pdf", "print/C.pdf"],
    ]);
    await release(run);
  });

  test("is not sealed where something does not hold of it as a whole", async () => {
    const check = () => {
      throw new Error("a report of nobody's");
    };
    const { run, ledger } = await open({ check });
    await expect(ledger.close(finished, {}, [])).rejects.toThrow("nobody's");
    expect(await readSeal(world, run.folder)).toBeUndefined();
    await release(run);
  });

  test("is on the disk itself before it is taken at its word: files, manifest, record, and the seal last", async () => {
    const steps: string[] = [];
    const telling =
      <Rest extends unknown[]>(step: string, act: (path: string, ...rest: Rest) => Promise<void>) =>
      (path: string, ...rest: Rest) => {
        steps.push(`${step} ${relative(cycle, path).split("/").slice(1).join("/") || "."}`);
        return act(path, ...rest);
      };
    const watched = {
      ...world,
      write: telling("write", world.write),
      writeLines: telling("write", world.writeLines),
      flush: telling("flush", world.flush),
      flushAll: telling("flush all", world.flushAll),
      remove: telling("remove", world.remove),
    };
    await make(["A", "B"], { on: watched });
    expect(steps.slice(steps.indexOf("write plan.json"))).toEqual([
      ...["write plan.json", "flush plan.json", "flush .", "flush ."], // its own folder, and the cycle's
      "flush all .",
      ...["write manifest.jsonl", "flush manifest.jsonl", "remove journal.jsonl"],
      ...["write run.json", "flush run.json", "flush ."],
      ...["write seal.json", "flush seal.json", "flush ."],
    ]);
  });
});

describe("a run that was cut off", () => {
  test("is gone on with in its folder, from its journal, if its last line is cut off too", async () => {
    const { folder } = await make(["A"], { isCut: true });
    await writeFile(join(folder, "journal.jsonl"), '{"code":"B","cha', { flag: "a" }); // then the power fails
    const { run, ledger } = await open({ resume: true });
    expect(run.folder).toBe(folder);
    expect(await wholeOf(ledger, ["A", "B"])).toEqual([true, false]);
    await ledger.record("B", [await putFile(folder, "B")], []);
    expect((await ledger.close(finished, {}, [])).seal).toBeDefined();
    await release(run);
  });

  test("or had ended without some is so too, and what is mended has not failed any more", async () => {
    const first = await open();
    await first.ledger.record("A", [{ code: "A", failed: "x" }], []);
    await first.ledger.record("B", [await putFile(first.run.folder, "B")], []);
    await first.ledger.close(finished, {}, []);
    await release(first.run);
    const second = await open({ resume: true });
    expect(await filesIn(second.run.folder)).toEqual(["journal.jsonl", "plan.json", "print/B.pdf"]); // its end is no longer true
    expect(await wholeOf(second.ledger, ["A", "B"])).toEqual([false, true]);
    await second.ledger.record("A", [await putFile(second.run.folder, "A")], []);
    expect((await second.ledger.close(finished, {}, [])).seal).toBeDefined();
    expect(await onRecord(second.run.folder)).toEqual(["A print/A.pdf", "B print/B.pdf"]);
    await release(second.run);
  });

  test("is whole only with all its channels and its very bytes", async () => {
    const codes = ["A", "B", "C", "D", "E"];
    const plan = planFor(
      origin,
      codes.map((code) => ({ code, channels: ["email", "print"] })),
    );
    const { run, ledger } = await open({ plan });
    const both = async (code: string) => [await putFile(run.folder, code), await putFile(run.folder, code, "email")];
    await ledger.record("A", await both("A"), []);
    await ledger.record("B", [await putFile(run.folder, "B")], []);
    await ledger.record("C", [{ code: "C", failed: "x" }], []);
    await ledger.record("D", await both("D"), []);
    await ledger.record("E", await both("E"), []);
    await release(run);
    await writeFile(join(run.folder, "print/D.pdf"), "other");
    await rm(join(run.folder, "email/E.pdf"));
    const again = await open({ plan, resume: true });
    expect(await wholeOf(again.ledger, codes, ["print", "email"])).toEqual([true, false, false, false, false]);
    await release(again.run);
  });

  test("has not lost a report because it could not be made again", async () => {
    const { run, ledger } = await open();
    await ledger.record("A", [await putFile(run.folder, "A")], ["print"]);
    await ledger.record("A", [{ code: "A", failed: "the browser went" }], ["print"]);
    await ledger.record("B", [{ code: "B", failed: "the browser went" }], ["print"]);
    await ledger.close(finished, {}, []);
    expect(await onRecord(run.folder)).toEqual(["A print/A.pdf", "B failed"]);
    await release(run);
  });
});

describe("what another run has made of the same inputs", () => {
  const whole = (codes: readonly string[]) => planFor(origin, codes);

  test("is taken over by one that resumes, for what it plans, and stays where it is", async () => {
    const first = await make(["A", "B"], { plan: whole(["A", "B"]) });
    const before = await filesIn(first.folder);
    const { run, ledger } = await open({ plan: whole(["B", "C"]), resume: true });
    expect(ledger.notKept).toBeUndefined();
    expect(await wholeOf(ledger, ["A", "B", "C"])).toEqual([false, true, false]);
    await ledger.record("C", [await putFile(run.folder, "C")], []);
    await ledger.close(finished, {}, []);
    expect(await onRecord(run.folder)).toEqual(["B print/B.pdf", "C print/C.pdf"]);
    expect(await filesIn(first.folder)).toEqual(before);
    await release(run);
  });

  test("is not by one that does not, nor a file that has changed since, nor a channel that is not planned", async () => {
    const first = await make(["A", "B"]);
    const anew = await open({ plan: whole(["B", "C"]) });
    expect(await wholeOf(anew.ledger, ["B"])).toEqual([false]);
    await release(anew.run);
    await writeFile(join(first.folder, "print/B.pdf"), "by hand");
    const changed = await open({ plan: whole(["B", "D"]), resume: true });
    expect(await wholeOf(changed.ledger, ["B"])).toEqual([false]);
    await release(changed.run);
    const mail = planFor(origin, [{ code: "A", channels: ["email"] }]);
    const other = await open({ plan: mail, resume: true });
    expect(await filesIn(other.run.folder)).toEqual(["journal.jsonl", "plan.json"]);
    await release(other.run);
    const both = await open({ plan: planFor(origin, [{ code: "A", channels: ["email", "print"] }]) });
    const files = [await putFile(both.run.folder, "A"), await putFile(both.run.folder, "A", "email")];
    await both.ledger.record("A", files, ["email", "print"]);
    await both.ledger.close(finished, {}, []);
    await release(both.run);
    const again = await open({ plan: mail, resume: true });
    expect(again.run.folder).toBe(other.run.folder);
    expect(await filesIn(again.run.folder)).toEqual(["email/A.pdf", "journal.jsonl", "plan.json"]);
    await release(again.run);
  });

  test("is whole reports alone: nothing of one of which a file has gone, or is none any more", async () => {
    const plan = planFor(origin, [{ code: "A", channels: ["email", "print"] }]);
    const sealed = await open({ plan });
    const files = [await putFile(sealed.run.folder, "A", "email"), await putFile(sealed.run.folder, "A")];
    await sealed.ledger.record("A", files, ["email", "print"]);
    await sealed.ledger.close(finished, {}, []);
    await release(sealed.run);
    const last = join(sealed.run.folder, "print/A.pdf");
    for (const spoil of [() => rm(last), () => mkdir(last)]) {
      await spoil();
      const beside = await open({ plan, resume: true });
      expect(beside.run.folder).not.toBe(sealed.run.folder);
      expect(await filesIn(beside.run.folder)).toEqual(["journal.jsonl", "plan.json"]);
      await release(beside.run);
    }
  });

  test("of other inputs is not, and what changed is told", async () => {
    await make(["A", "B"]);
    const other = planFor(await originFor("2026-08", { a: "two" }), ["A", "B"]);
    const { run, ledger } = await open({ plan: other, resume: true });
    expect(ledger.notKept).toBe("since then the templates changed");
    expect(await wholeOf(ledger, ["A"])).toEqual([false]);
    await release(run);
  });
});

function wholeOf(
  ledger: { isWhole: (code: string, channels: readonly string[]) => Promise<boolean> },
  codes: readonly string[],
  channels: readonly string[] = ["print"],
): Promise<boolean[]> {
  return Promise.all(codes.map((code) => ledger.isWhole(code, channels)));
}

function nameOf(entry: Entry): string {
  if ("failed" in entry) return `${entry.code} failed`;
  return "path" in entry ? `${entry.code} ${entry.path}` : entry.code;
}

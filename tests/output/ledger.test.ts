import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { sha256 } from "../../src/output/artefact.ts";
import { type Ledger, type LedgerOptions, openLedger } from "../../src/output/ledger.ts";
import { type Origin, originOf } from "../../src/output/origin.ts";
import { type Asked, readManifest } from "../../src/output/record.ts";
import { placeOf, type RunPlace } from "../../src/output/run-place.ts";
import type { ArtefactEntry, Entry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";

const world = nodeWorld();
const cycle = {
  id: "2026-08",
  issued: "2026-10-12",
  extracted: "2026-10-05",
  data: { from: "2024-09", to: "2026-08" },
};
const parts = { files: [], templates: { a: "one" }, cycle, browser: undefined };
const everything: LedgerOptions = { narrowedBy: [], makes: () => true };
const finished = { state: "finished" } as const;

let runs: string;
let place: RunPlace;
let origin: Origin;
let other: Origin; // of other inputs
beforeEach(async () => {
  runs = join(await mkdtemp(join(tmpdir(), "ledger-test-")), "study");
  place = placeOf(join(runs, "2026-08"));
  origin = await originOf(world, parts);
  other = await originOf(world, { ...parts, templates: { a: "two" } });
});
afterEach(() => rm(join(runs, ".."), { recursive: true, force: true }));

function open({ from = origin, asked = everything, on = world } = {}): Promise<Ledger> {
  return openLedger(on, place, from, asked);
}

/** A run that makes these and ends. */
async function run(codes: readonly string[], options: Parameters<typeof open>[0] = {}) {
  const ledger = await open(options);
  for (const code of codes) await ledger.record(code, [await made(code)], ["print"]);
  return ledger.close(finished, {}, []);
}

async function made(code: string, channel = "print", text = `${code} ${channel}`): Promise<ArtefactEntry> {
  const path = `${channel}/${code}.pdf`;
  await world.write(join(place.staged, path), text);
  return { ...bare, code, channel, path, sha256: sha256(text), bytes: text.length };
}

const bare = { blocks: [], bct: [], signals: {}, values: {}, suppressions: [], arm: null, problems: [] };

async function runFile(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
}

/** All files of the study's runs. */
async function filesThere(): Promise<string[]> {
  return (await world.listFiles(runs)).map((path) => relative(runs, path));
}

async function onRecord(): Promise<string[]> {
  return (await readManifest(world, place.folder)).map(nameOf);
}

describe("the record of a run", () => {
  test("says that it is unfinished until it has ended, beside its place, and is whole in its place then", async () => {
    const ledger = await open();
    expect(await runFile(ledger.folder)).toMatchObject({ key: origin.key, state: "unfinished" });
    expect(await filesThere()).toEqual([".making/2026-08/run.json"]);
    const closed = await ledger.close(finished, { counts: { made: 0 } }, []);
    expect(closed).toEqual({ folder: place.folder, entries: [], isPublished: true });
    expect(await runFile(place.folder)).toMatchObject({ key: origin.key, state: "finished", counts: { made: 0 } });
    expect(await filesThere()).toEqual(["2026-08/manifest.jsonl", "2026-08/run.json"]);
  });

  test("says why it failed, beside its place", async () => {
    const closed = await (await open()).close({ state: "failed", why: "no space" }, {}, []);
    expect(closed).toEqual({ folder: place.staged, entries: [], isPublished: false });
    expect(await runFile(place.staged)).toMatchObject({ state: "failed", why: "no space" });
  });

  test("is sorted by code and path in its manifest, whatever the order of making, and leaves no journal", async () => {
    const ledger = await open();
    await ledger.record("B", [await made("B", "print"), await made("B", "email")], []);
    await ledger.record("A", [await made("A")], []);
    const { entries } = await ledger.close(finished, {}, [{ code: "AA", without: "closed" }]);
    expect(await readManifest(world, place.folder)).toEqual(entries);
    expect(entries.map(nameOf)).toEqual(["A print/A.pdf", "AA", "B email/B.pdf", "B print/B.pdf"]);
    expect((await filesThere()).filter((path) => path.includes("journal"))).toEqual([]);
  });

  test("tells of a full disk as of a problem of the input", async () => {
    const ledger = await open();
    await symlink("/dev/full", join(ledger.folder, "journal.jsonl"));
    await expect(ledger.record("A", [{ code: "A", failed: "x" }], [])).rejects.toMatchObject({
      problems: [{ code: "cannot-write", message: expect.stringContaining("no space left on the disk") }],
    });
  });

  test("says of a file that went before the end that its report has failed, and of nothing else that is not on record", async () => {
    const ledger = await open();
    for (const code of ["A", "B"]) await ledger.record(code, [await made(code), await made(code, "email")], []);
    await rm(join(ledger.folder, "print/A.pdf"));
    await writeFile(join(ledger.folder, "print/C.pdf.12-1.part"), "half");
    await ledger.close(finished, {}, []);
    expect(await onRecord()).toEqual(["A failed", "A email/A.pdf", "B email/B.pdf", "B print/B.pdf"]);
    expect((await filesThere()).filter((path) => path.includes("print/"))).toEqual(["2026-08/print/B.pdf"]);
  });
});

describe("what was made of the same inputs", () => {
  test("is known from the manifest, and what a journal adds, if its last line is cut off too", async () => {
    await run(["A"]);
    const second = await open();
    await second.record("B", [await made("B")], []);
    await writeFile(join(second.folder, "journal.jsonl"), '{"code":"C","cha', { flag: "a" }); // then the power fails
    const third = await open();
    expect(await wholeOf(third, ["A", "B", "C"])).toEqual([true, true, false]);
    expect(third.notKept).toBeUndefined();
  });

  test("is what the later journal says, and a report that was made has not failed any more", async () => {
    const first = await open();
    await first.record("A", [{ code: "A", failed: "x" }], []);
    await first.record("B", [{ code: "B", failed: "x" }], []);
    await first.close({ state: "stopped" }, {}, []);
    await (await open()).record("A", [await made("A"), await made("A", "email")], []); // then the power fails
    const third = await open();
    expect(await wholeOf(third, ["A"], ["print", "email"])).toEqual([true]);
    await third.record("B", [await made("B")], []);
    await third.close(finished, {}, []);
    expect(await onRecord()).toEqual(["A email/A.pdf", "A print/A.pdf", "B print/B.pdf"]);
  });

  test("keeps the browser that printed it, where what is added needs none", async () => {
    await run(["A"], { from: await originOf(world, { ...parts, browser: "HeadlessChrome/1" }) });
    const again = await open();
    expect(again.notKept).toBeUndefined();
    expect(await runFile(again.folder)).toMatchObject({ state: "unfinished", browser: "HeadlessChrome/1" });
  });

  test("is whole only with all its channels and its very bytes", async () => {
    const first = await open();
    await first.record("A", [await made("A", "print"), await made("A", "email")], []);
    await first.record("B", [await made("B", "print")], []);
    await first.record("C", [{ code: "C", failed: "x" }], []);
    await first.record("D", [await made("D", "print"), await made("D", "email")], []);
    await first.record("E", [await made("E", "print"), await made("E", "email")], []);
    await first.close(finished, {}, []);
    await writeFile(join(place.folder, "print/D.pdf"), "other");
    await rm(join(place.folder, "email/E.pdf"));
    const whole = [true, false, false, false, false];
    expect(await wholeOf(await open(), ["A", "B", "C", "D", "E"], ["print", "email"])).toEqual(whole);
  });

  test("stays beside what a run of few makes, with everything else in the folder, once", async () => {
    await run(["A", "B"]);
    await writeFile(join(place.folder, "notes.txt"), "somebody's own");
    const closed = await run(["B", "C"], { asked: { narrowedBy: ["--only"], makes: (code) => code !== "A" } });
    expect(closed.earlier).toBeUndefined();
    expect(await onRecord()).toEqual(["A print/A.pdf", "B print/B.pdf", "C print/C.pdf"]);
    const names = ["manifest.jsonl", "notes.txt", "print/A.pdf", "print/B.pdf", "print/C.pdf", "run.json"];
    expect(await filesThere()).toEqual(names.map((name) => `2026-08/${name}`));
  });

  test("has not failed because it could not be made again", async () => {
    await run(["A"]);
    const again = await open();
    await again.record("A", [{ code: "A", failed: "the browser went" }], ["print"]);
    await again.record("B", [{ code: "B", failed: "the browser went" }], ["print"]);
    await again.close(finished, {}, []);
    expect(await onRecord()).toEqual(["A print/A.pdf", "B failed"]);
  });

  test("is kept aside, not lost, where somebody has changed it and it was not made again", async () => {
    await run(["A", "B"]);
    await writeFile(join(place.folder, "print/A.pdf"), "by hand");
    const { earlier } = await run(["B"]);
    expect(await onRecord()).toEqual(["A failed", "B print/B.pdf"]);
    expect(await readFile(join(earlier!, "print/A.pdf"), "utf8")).toBe("by hand");
  });
});

describe("a run of other inputs", () => {
  const only: Asked = { narrowedBy: ["--only"], makes: (code) => code === "A" };

  test("is in its place until the new one is whole, and is kept then, with what else is in its folder", async () => {
    await run(["A", "B"]);
    await writeFile(join(place.folder, "notes.txt"), "somebody's own");
    const before = await filesThere();
    const again = await open({ from: other });
    expect(again.notKept).toBe("since then the templates changed");
    expect(await wholeOf(again, ["A"])).toEqual([false]);
    await again.record("A", [await made("A")], []);
    expect((await filesThere()).filter((path) => path.startsWith("2026-08/"))).toEqual(before);
    const { earlier } = await again.close(finished, {}, []);
    expect(earlier).toBe(join(runs, "earlier", `2026-08-${origin.key.slice(0, 12)}`));
    expect(await onRecord()).toEqual(["A print/A.pdf"]);
    expect(await world.listFiles(earlier!)).toEqual(before.map((path) => join(earlier!, relative("2026-08", path))));
  });

  test("is kept each time it had the place", async () => {
    for (const from of [origin, other, origin, other]) await run(["A"], { from });
    const [one, two] = [origin, other].map(({ key }) => `earlier/2026-08-${key.slice(0, 12)}`);
    const wanted = ["2026-08", one, `${one}-2`, two].map((folder) => `${folder}/print/A.pdf`);
    expect((await filesThere()).filter((path) => path.endsWith("A.pdf")).sort()).toEqual(wanted.sort());
  });

  test("is not replaced by a run that would leave reports of it out, and nothing is touched", async () => {
    await run(["A", "B", "C"]);
    const before = await filesThere();
    expect(await told(open({ from: other, asked: only }))).toEqual([
      `run-of-other-inputs: the run in "${place.folder}" is of other inputs (since then the templates changed), and --only would leave out files of 2 of its 3 reports: a run holds reports of the same inputs`,
    ]);
    expect(await filesThere()).toEqual(before);
    expect((await run(["A"], { asked: only })).isPublished).toBe(true); // of the same inputs it may be added to
  });

  test("is replaced by a run of the same few, as authors make again and again", async () => {
    await run(["A"]);
    await run(["A"], { from: other, asked: only });
    expect(await runFile(place.folder)).toMatchObject({ key: other.key });
  });

  test("that was begun and cut off is begun anew, but not for a few", async () => {
    const first = await open();
    for (const code of ["A", "B"]) await first.record(code, [await made(code)], []); // then it is killed
    expect((await told(open({ from: other, asked: only }))).join()).toMatch(/the unfinished run .* 1 of its 2 reports/);
    expect(await filesThere()).toContain(".making/2026-08/print/B.pdf");
    await run(["A"], { from: other });
    expect(await filesThere()).toEqual(["manifest.jsonl", "print/A.pdf", "run.json"].map((name) => `2026-08/${name}`));
  });

  test("is one whose record was cut off: nobody knows what it was made from", async () => {
    await run(["A", "B"]);
    await writeFile(join(place.folder, "run.json"), '{"key": "');
    expect((await told(open({ asked: only }))).join()).toContain("its record cannot be read");
    const { earlier } = await run(["A", "B"]);
    expect(earlier).toBe(join(runs, "earlier/2026-08-unknown"));
  });

  test("stays where no report of the new one could be made", async () => {
    await run(["A"]);
    const again = await open({ from: other });
    await again.record("A", [{ code: "A", failed: "the browser went" }], ["print"]);
    expect((await again.close(finished, {}, [])).isPublished).toBe(false);
    expect(await runFile(place.staged)).toMatchObject({ state: "failed", why: "no report was made" });
    expect(await runFile(place.folder)).toMatchObject({ key: origin.key, state: "finished" });
  });

  test("stays where something does not hold of the new one as a whole", async () => {
    await run(["A"]);
    const check = () => {
      throw new Error("a report of nobody's");
    };
    await expect(run(["A"], { from: other, asked: { ...everything, check } })).rejects.toThrow("nobody's");
    expect(await runFile(place.folder)).toMatchObject({ key: origin.key, state: "finished" });
  });

  test("stays as it is where there is no room for some reports", async () => {
    await run(["A"]);
    const before = await filesThere();
    const room = 2 ** 19; // bytes
    const write = async (path: string, content: string | Uint8Array) => {
      if (content.length > room) throw new Error("no space left on the disk");
      await world.write(path, content);
    };
    await expect(open({ from: other, on: { ...world, write } })).rejects.toThrow("no space left");
    expect(await filesThere()).toEqual(before);
  });

  test("stays as it is where the new run cannot write", async () => {
    await run(["A"]);
    await mkdir(join(place.staged, ".probe"), { recursive: true }); // a folder stands where the first file would be
    const before = await filesThere();
    await expect(open({ from: other })).rejects.toMatchObject({ problems: [{ code: "cannot-write" }] });
    expect(await filesThere()).toEqual(before);
  });
});

test("a file in the place of a run is told, and stays", async () => {
  await world.write(place.folder, "precious");
  await expect(open()).rejects.toMatchObject({ problems: [{ code: "cannot-write" }] });
  expect(await filesThere()).toEqual(["2026-08"]);
});

async function told(work: Promise<unknown>): Promise<string[]> {
  return work.then(
    () => [],
    (error) => {
      if (isInputError(error)) return error.problems.map(({ code, message }) => `${code}: ${message}`);
      throw error;
    },
  );
}

function wholeOf(
  ledger: Ledger,
  codes: readonly string[],
  channels: readonly string[] = ["print"],
): Promise<boolean[]> {
  return Promise.all(codes.map((code) => ledger.isWhole(code, channels)));
}

function nameOf(entry: Entry): string {
  if ("failed" in entry) return `${entry.code} failed`;
  return "path" in entry ? `${entry.code} ${entry.path}` : entry.code;
}

test("a run is on the disk before it is taken at its word, and its place before the old run goes", async () => {
  await run(["A"]);
  const steps: string[] = [];
  const telling =
    <Rest extends unknown[]>(step: string, act: (path: string, ...rest: Rest) => Promise<void>) =>
    (path: string, ...rest: Rest) => {
      steps.push(`${step} ${relative(runs, path) || "."}`);
      return act(path, ...rest);
    };
  const watched = {
    ...world,
    write: telling("write", world.write),
    flush: telling("flush", world.flush),
    flushAll: telling("flush all", world.flushAll),
    move: telling("move", world.move),
    remove: telling("remove", world.remove),
  };
  await run(["A"], { on: watched, from: other });
  const last = steps.slice(steps.lastIndexOf("write .making/2026-08/manifest.jsonl"));
  expect(last).toEqual([
    "write .making/2026-08/manifest.jsonl",
    "flush all .making/2026-08",
    "remove .making/2026-08/journal.jsonl",
    "write .making/2026-08/run.json",
    "flush .making/2026-08/run.json",
    "flush .making/2026-08",
    "move 2026-08",
    "move .making/2026-08",
    "flush .",
    "flush .making",
    "flush earlier",
    "remove .making/2026-08.replaced",
  ]);
});

import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { sha256 } from "../../src/output/artefact.ts";
import { type Ledger, openLedger, readManifest } from "../../src/output/ledger.ts";
import { type Origin, originOf } from "../../src/output/origin.ts";
import type { ArtefactEntry, Entry } from "../../src/output/store.ts";

const world = nodeWorld();
const cycle = {
  id: "2026-08",
  issued: "2026-10-12",
  extracted: "2026-10-05",
  data: { from: "2024-09", to: "2026-08" },
};

let folder: string;
let origin: Origin;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "ledger-test-")), "run");
  origin = await originOf(world, { files: [], templates: { a: "one" }, cycle, browser: undefined });
});
afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

function open({ keep = true, from = origin } = {}): Promise<Ledger> {
  return openLedger(world, folder, from, { keep });
}

async function made(code: string, channel = "print", text = `${code} ${channel}`): Promise<ArtefactEntry> {
  const path = `${channel}/${code}.pdf`;
  await world.write(join(folder, path), text);
  return { ...bare, code, channel, path, sha256: sha256(text), bytes: text.length };
}

const bare = { blocks: [], bct: [], signals: {}, values: {}, suppressions: [], arm: null, problems: [] };

async function runFile(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
}

describe("the record of a run", () => {
  test("says that it is unfinished until it has ended, as it is if it is killed", async () => {
    const ledger = await open();
    expect(await runFile()).toMatchObject({ key: origin.key, state: "unfinished" });
    await ledger.close({ state: "finished" }, { counts: { made: 0 } }, []);
    expect(await runFile()).toMatchObject({ key: origin.key, state: "finished", counts: { made: 0 } });
  });

  test("says why it failed", async () => {
    await (await open()).close({ state: "failed", why: "no space" }, {}, []);
    expect(await runFile()).toMatchObject({ state: "failed", why: "no space" });
  });

  test("is sorted by code and path in its manifest, whatever the order of making, and leaves no journal", async () => {
    const ledger = await open();
    await ledger.record("B", [await made("B", "print"), await made("B", "email")]);
    await ledger.record("A", [await made("A")]);
    const entries = await ledger.close({ state: "finished" }, {}, [{ code: "AA", without: "closed" }]);
    const lines = await readManifest(world, folder);
    expect(lines).toEqual(entries);
    expect(lines.map(nameOf)).toEqual(["A print/A.pdf", "AA", "B email/B.pdf", "B print/B.pdf"]);
    expect(await world.listFiles(folder)).not.toContain(join(folder, "journal.jsonl"));
  });

  test("tells of a full disk as of a problem of the input", async () => {
    const ledger = await open();
    await symlink("/dev/full", join(folder, "journal.jsonl"));
    await expect(ledger.record("A", [{ code: "A", failed: "x" }])).rejects.toMatchObject({
      problems: [{ code: "cannot-write", message: expect.stringContaining("no space left on the disk") }],
    });
  });
});

describe("what an earlier run has finished", () => {
  test("is known from its manifest, and what its journal adds, if its last line is cut off too", async () => {
    const first = await open();
    await first.record("A", [await made("A")]);
    await first.close({ state: "stopped" }, {}, []);
    const second = await open();
    await second.record("B", [await made("B")]);
    await writeFile(join(folder, "journal.jsonl"), '{"code":"C","cha', { flag: "a" }); // then the power fails
    const third = await open();
    expect(await wholeOf(third, ["A", "B", "C"])).toEqual([true, true, false]);
    expect(third.changed).toEqual([]);
  });

  test("is what its journal says where that was made later than its manifest", async () => {
    const first = await open();
    await first.record("A", [await made("A"), await made("A", "email")]);
    await first.close({ state: "stopped" }, {}, []);
    await (await open()).record("A", [await made("A", "print", "anew")]); // then the power fails
    const third = await open();
    expect(await wholeOf(third, ["A"], ["print", "email"])).toEqual([true]);
    const entries = await third.close({ state: "finished" }, {}, []);
    expect(entries.map(nameOf)).toEqual(["A email/A.pdf", "A print/A.pdf"]);
  });

  test("keeps the browser that printed it, where what is added needs none", async () => {
    const parts = { files: [], templates: { a: "one" }, cycle };
    const printed = await open({ from: await originOf(world, { ...parts, browser: "HeadlessChrome/1" }) });
    await printed.record("A", [await made("A")]);
    await printed.close({ state: "finished" }, {}, []);
    const again = await open();
    expect(again.changed).toEqual([]);
    expect(await runFile()).toMatchObject({ state: "unfinished", browser: "HeadlessChrome/1" });
  });

  test("is whole only with all its channels and its very bytes", async () => {
    const first = await open();
    await first.record("A", [await made("A", "print"), await made("A", "email")]);
    await first.record("B", [await made("B", "print")]);
    await first.record("C", [{ code: "C", failed: "x" }]);
    await first.record("D", [await made("D", "print"), await made("D", "email")]);
    await first.record("E", [await made("E", "print"), await made("E", "email")]);
    await first.close({ state: "stopped" }, {}, []);
    await writeFile(join(folder, "print/D.pdf"), "other");
    await rm(join(folder, "email/E.pdf"));
    const again = await open();
    expect(await wholeOf(again, ["A", "B", "C", "D", "E"], ["print", "email"])).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("is replaced in the manifest by what is made again", async () => {
    const first = await open();
    await first.record("A", [{ code: "A", failed: "x" }]);
    await first.close({ state: "finished" }, {}, []);
    const second = await open();
    await second.record("A", [await made("A")]);
    await second.record("A", [await made("A", "print", "anew")]);
    expect((await second.close({ state: "finished" }, {}, [])).map(nameOf)).toEqual(["A print/A.pdf"]);
  });

  test("is forgotten, but left where it is, where it is not to be kept", async () => {
    const first = await open();
    await first.record("A", [await made("A")]);
    await first.close({ state: "finished" }, {}, []);
    const again = await open({ keep: false });
    expect(await wholeOf(again, ["A"])).toEqual([false]);
    expect(await again.close({ state: "finished" }, {}, [])).toEqual([]);
  });

  test("is cleared away where it was made from something else, and what changed is told", async () => {
    const first = await open();
    await first.record("A", [await made("A"), await made("A", "email"), await made("A", "report")]);
    await first.close({ state: "finished" }, {}, []);
    await writeFile(join(folder, "notes.txt"), "somebody's own");
    const other = await originOf(world, { files: [], templates: { a: "two" }, cycle, browser: undefined });
    const again = await open({ from: other });
    expect(again.changed).toEqual(["the templates"]);
    expect(await wholeOf(again, ["A"])).toEqual([false]);
    expect(await world.listFiles(folder)).toEqual(["notes.txt", "run.json"].map((name) => join(folder, name)));
  });

  test("is cleared away where its record was cut off", async () => {
    await (await open()).record("A", [await made("A")]);
    await writeFile(join(folder, "run.json"), '{"key": "');
    const again = await open();
    expect(again.changed).toEqual([]); // nobody knows what it was made from
    expect(await wholeOf(again, ["A"])).toEqual([false]);
  });

  test("stays as it is where there is no room for some reports", async () => {
    const first = await open();
    await first.record("A", [await made("A")]);
    await first.close({ state: "finished" }, {}, []);
    const room = 2 ** 19; // bytes
    const write = async (path: string, content: string | Uint8Array) => {
      if (content.length > room) throw new Error("no space left on the disk");
      await world.write(path, content);
    };
    await expect(openLedger({ ...world, write }, folder, { ...origin, key: "other" }, { keep: true })).rejects.toThrow(
      "no space left",
    );
    expect(await world.listFiles(folder)).toContain(join(folder, "print/A.pdf"));
  });

  test("stays as it is where the new run cannot write", async () => {
    const first = await open();
    await first.record("A", [await made("A")]);
    await first.close({ state: "finished" }, {}, []);
    await mkdir(join(folder, ".probe")); // a folder stands where the first file would be
    const before = await world.listFiles(folder);
    const other = await originOf(world, { files: [], templates: { a: "two" }, cycle, browser: undefined });
    await expect(open({ from: other })).rejects.toMatchObject({ problems: [{ code: "cannot-write" }] });
    expect(await world.listFiles(folder)).toEqual(before);
  });
});

function wholeOf(
  ledger: Ledger,
  codes: readonly string[],
  channels: readonly string[] = ["print"],
): Promise<boolean[]> {
  return Promise.all(codes.map((code) => ledger.isWhole(code, channels)));
}

function nameOf(entry: Entry): string {
  return "path" in entry ? `${entry.code} ${entry.path}` : entry.code;
}

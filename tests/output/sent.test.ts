import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { openSent, readSent, type SendingRecord } from "../../src/output/sent.ts";

const world = nodeWorld();
const scratch = await mkdtemp(join(tmpdir(), "sent-"));
afterAll(() => rm(scratch, { recursive: true, force: true }));

let folder: string;
let number = 0;
let lines: string[];

beforeEach(async () => {
  folder = join(scratch, String(++number));
  await world.makeFolder(folder);
  await using ledger = await openSent(world, folder);
  for (const code of ["Z10001", "Z10002", "Z10003"]) await ledger.add([queued(code)]);
  lines = (await readFile(at("sent.jsonl"), "utf8")).trim().split("\n");
});

const at = (name: string) => join(folder, name);
const put = (text: readonly string[]) => writeFile(at("sent.jsonl"), text.map((line) => `${line}\n`).join(""));

function queued(code: string): SendingRecord {
  const address = `${code.toLowerCase()}@lead.example`;
  return {
    state: "queued",
    code,
    cycle: "2026-08",
    run: "a",
    edition: "b",
    address,
    messageId: `<${code}@a>`,
    made: "c",
  };
}

async function faults(): Promise<string[]> {
  return (await readSent(world, folder)).faults.map(({ what, says }) => `${what}: ${says}`);
}

test("a sound ledger has no faults, and is added to", async () => {
  expect(await faults()).toEqual([]);
  await using ledger = await openSent(world, folder);
  await ledger.add([queued("Z10004")]);
  expect(ledger.lines.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  expect(await faults()).toEqual([]);
});

test.each<[string, () => string[], string]>([
  [
    "changed",
    () => lines.map((line) => line.replace("z10002@", "z10009@")),
    "sent.jsonl:2: it is not what was written: its hash is of something else",
  ],
  [
    "taken out",
    () => lines.filter((_, i) => i !== 1),
    "sent.jsonl:2: it does not follow line 1: lines were taken out, put in or changed",
  ],
  [
    "put in twice",
    () => [...lines.slice(0, 2), ...lines.slice(1)],
    "sent.jsonl:3: it does not follow line 2: lines were taken out, put in or changed",
  ],
  ["cut off at the end", () => lines.slice(0, 2), "sent.jsonl: it has 2 lines, and had 3: its end was cut off"],
  ["cut short", () => [lines[0]!, lines[1]!.slice(0, 40), lines[2]!], "sent.jsonl:2: it cannot be read"],
])("a line that was %s is named, and nothing is sent", async (_, change, fault) => {
  await put(change());
  expect(await faults()).toContain(fault);
  await expect(openSent(world, folder)).rejects.toThrow(/problem/);
});

test("a line forged with its hash does not fit those after it, nor the head", async () => {
  const { hashOf } = await import("../../src/output/chain.ts");
  const forge = (line: string) => {
    const { hash: _, ...rest } = { ...JSON.parse(line), address: "x@lead.example" };
    return JSON.stringify({ ...rest, hash: hashOf(rest) });
  };
  await put([lines[0]!, forge(lines[1]!), lines[2]!]);
  expect(await faults()).toEqual(["sent.jsonl:3: it does not follow line 2: lines were taken out, put in or changed"]);
  await put([...lines.slice(0, 2), forge(lines[2]!)]);
  expect(await faults()).toEqual(["sent.jsonl:3: it is not the line that was written there"]);
});

test("a line that was cut off as its process was killed is mended, and told of by the next", async () => {
  await appendFile(at("sent.jsonl"), '{"n":4,"at":"2026');
  expect(await faults()).toEqual([]);
  {
    await using ledger = await openSent(world, folder);
    expect(ledger.lines).toHaveLength(4);
    expect(ledger.lines[3]).toHaveProperty("torn");
    await ledger.add([queued("Z10005")]);
  }
  expect(await faults()).toEqual([]);
  await writeFile(
    at("sent.jsonl"),
    (await readFile(at("sent.jsonl"), "utf8")).replace('{"n":4,"at":"2026\n', '{"n":4,"at":"2027\n'),
  );
  expect(await faults()).toContain("sent.jsonl:4: it cannot be read");
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { readManifest } from "../../src/output/record.ts";

/* What lines after one another say of the same report is parsed once; every entry is what its own line says, keys in their order. */

const shows = { blocks: [{ slot: "headline.say", id: 'a,"blocks":', version: 1 }], values: { arm: { value: 3 } } };
const made = { code: "Z10001", channel: "email", path: "email/Z10001.eml", sha256: "0", bytes: 1 };
const entries = [
  { ...made, ...shows, arm: "K1", problems: [] },
  {
    ...made,
    channel: "report",
    path: "report/Z10001.json",
    words: 12,
    ...shows,
    arm: "K1",
    problems: ['"arm": ,"arm":'],
  },
  { ...made, ...shows, blocks: [], arm: null, problems: [] },
  { ...made, arm: "K1", ...shows },
  { ...made, fit: { blocks: 1, arm: 2 }, values: { arm: {}, blocks: {}, of: { size: 1, arm: 2 } } },
  { code: "Z10002", failed: "no room" },
  { code: "Z10003", without: "closed", arm: "K2" },
];

test("entries are as their lines say, whichever stand beside them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "record-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const lines = [...entries, ...entries.toReversed()].map((entry) => JSON.stringify(entry));
  await writeFile(
    join(folder, "manifest.jsonl"),
    [
      ...lines,
      '{,"blocks":[],"arm":null,"code":"Z10004","failed":"no room"}',
      '{"code":"Z1,"blocks":1,"arm":',
      "",
    ].join("\n"),
  );
  const read = await readManifest(nodeWorld(), folder);
  expect(read.map((entry) => JSON.stringify(entry))).toEqual(lines);
  expect(read[1]).toHaveProperty(
    "blocks",
    expect.toSatisfy((blocks) => Object.is(blocks, Reflect.get(read[0]!, "blocks"))),
  );
});

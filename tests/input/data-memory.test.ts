import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";

const root = mkdtempSync(join(tmpdir(), "memory-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("small data files are read once, and anew where a byte, how they map or a fault in them is another", async () => {
  for (const name of ["content", "fixtures"])
    cpSync(join(import.meta.dirname, "../..", name), join(root, name), { recursive: true });
  const campaign = join(root, "content/campaigns/nsaid-safety");
  const read = () => load(nodeWorld(), campaign);
  const first = await read();
  expect((await read()).observations).toBe(first.observations);

  const file = first.files.find((each) => each.endsWith("organisations.csv"))!;
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("Z10001", "Z10001X"));
  expect((await read()).directory.has("Z10001X")).toBe(true);

  writeFileSync(file, text.replace(/\n/, "\nZ10001,"));
  for (const _ of [1, 2]) await expect(read()).rejects.toSatisfy(isInputError); // a fault is told each time

  writeFileSync(file, text);
  expect((await read()).observations).toBe(first.observations);
});

import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { check, findingsOf } from "../../src/cli/check.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";

vi.setConfig({ testTimeout: 180_000 });

const base = join(import.meta.dirname, "../broken/base");

test("reports that cannot be composed are found, by recipient and cause, and the others are held to the rules", async () => {
  const inputs = await load(nodeWorld(), base);
  const block = inputs.blocks.get("headline-worse")!;
  const text = "{{target.label}} is missed."; // a campaign without a target: what is checked on loading is changed after it
  const broken = { ...inputs, blocks: new Map([...inputs.blocks, [block.block, { ...block, text }]]) };
  const cycle = findCycle(inputs);
  const [sound, found] = [await findingsOf(inputs, cycle), await findingsOf(broken, cycle)];
  expect(sound.filter(({ code }) => code === "cannot-make")).toEqual([]);
  const unmade = found.filter(({ code }) => code === "cannot-make");
  expect(unmade).toEqual([
    {
      code: "cannot-make",
      severity: "error",
      message: expect.stringMatching(
        /^\d+ of 12 reports cannot be made, e\.g\. (ZX\d\d): "target\.label" is not known for \1 on reliever-items$/,
      ),
      place: expect.objectContaining({ file: expect.stringContaining("campaign.yaml") }),
      hint: expect.any(String),
      recipients: expect.any(Array),
    },
  ]);
  const { recipients = [], message } = unmade[0]!;
  expect([recipients.length, message.includes(recipients[0]!)]).toEqual([Number.parseInt(message, 10), true]);
  expect(found.length).toBeGreaterThan(1);
});

test.each([false, true])(
  "a first page that is too long is a finding of check, rendered: %s, and ends it with 1",
  async (rendered) => {
    const folder = await mkdtemp(join(tmpdir(), "unmade-test-"));
    cpSync(base, folder, { recursive: true });
    const file = join(folder, "organisations.csv");
    const long = "A practice of a name that is longer than any letterhead can hold ".repeat(4).trim(); // 259 letters
    await writeFile(file, (await readFile(file, "utf8")).replace(/^(ZX01,)[^,]*/m, `$1${long}`));
    const written: string[] = [];
    const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const code = await check(folder, { format: "json", rendered, allowNoSandbox: true });
    stdout.mockRestore();
    const { problems } = JSON.parse(written.join(""));
    expect(problems.filter(({ code }: { code: string }) => code === "cannot-make")).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^1 of 12 reports cannot be made, e\.g\. ZX01: page one of/),
      }),
    ]);
    expect(code).toBe(1);
    await rm(folder, { recursive: true, force: true });
  },
);

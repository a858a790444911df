import { cpSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type BuildOptions, build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { command } from "./command.ts";

// A delivery that is bent as a whole, through a run and through the command: nothing is made, and it is told why.

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let whole: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "delivery-test-"));
  cpSync(join(import.meta.dirname, "broken/base"), folder, { recursive: true });
  whole = await readFile(join(folder, "observations.csv"), "utf8");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The observations with some lines changed, or taken out where nothing is left of them. */
async function deliver(change: (line: string) => string): Promise<void> {
  const [head = "", ...lines] = whole.trimEnd().split("\n");
  const kept = lines.map(change).filter((line) => line !== "");
  await writeFile(join(folder, "observations.csv"), `${[head, ...kept].join("\n")}\n`);
}

function run(options: Partial<BuildOptions> = {}) {
  return build(nodeWorld(), { study: folder, out: join(folder, "out"), workers: 0, channels: ["email"], ...options });
}

const winter = /,2026-0[12],/;

test("without a winter nothing is made, by render and check alike, until somebody has signed it off", async () => {
  await deliver((line) => (winter.test(line) ? "" : line));
  const message = expect.stringMatching(
    /^months-missing: 2 months of "reliever-items", "dry-powder-share" are missing: January 2026 \(12 of 12 practices\)/,
  );
  await expect(run()).rejects.toMatchObject({ problems: [{ code: "delivery", severity: "error", message }] });
  expect(await readdir(folder)).not.toContain("out");
  const checked = await check();
  expect(checked.code).toBe(2);
  expect(checked.stdout).toContain("months-missing: 2 months");
  const ofTrial = await check(join(folder, "trial"));
  expect([ofTrial.code, ofTrial.stdout.includes("months-missing: 2 months")]).toEqual([2, true]);
  const data = await readFile(join(folder, "data.yaml"), "utf8");
  const entry =
    "  - { check: months-missing, cycle: 2026-08, at-most: 1, reason: Lost at source, approved-by: Data lead, date: 2026-10-02 }";
  await writeFile(join(folder, "data.yaml"), `${data.trimEnd()}\naccepted:\n${entry}\n`);
  const made = await run();
  expect(made.warnings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("accepted by Data lead on 2026-10-02: Lost at source"),
  );
  const record = JSON.parse(await readFile(join(made.folder, "run.json"), "utf8"));
  expect(record.delivery.letThrough).toEqual([expect.stringContaining("accepted by Data lead")]);
  expect((await check()).code).not.toBe(2);
  await writeFile(join(folder, "data.yaml"), data);
});

test("where the numbers are not those of the run before, the run stops and the old one stays", async () => {
  await deliver((line) => line);
  const out = join(folder, "out-since");
  const first = await run({ out });
  const before = await readFile(first.manifest, "utf8");
  await deliver((line) => line.replace(/,saba,(\d+),/, (_, items) => `,saba,${2 * Number(items)},`));
  await expect(run({ out })).rejects.toMatchObject({
    problems: [
      {
        code: "delivery",
        message: expect.stringMatching(/^since-last-run: "reliever-items" has changed since the run of 2026-08: /),
      },
    ],
  });
  expect(await readFile(first.manifest, "utf8")).toBe(before);
});

function check(study = folder) {
  return command(["check", study]);
}

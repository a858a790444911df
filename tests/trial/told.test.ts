import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../src/batch/outcome.ts";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { promote } from "../../src/output/promote.ts";
import { readFacts } from "../../src/trial/pack/facts.ts";

// The history of a trial: of its own runs, without an arm, and no other than its ledger knows.

const world = { ...nodeWorld(), log: () => {} };
let root: string;
let study: string;
let first: Run;
let next: Run;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "told-test-"));
  cpSync(join(import.meta.dirname, "../broken/base"), join(root, "base"), { recursive: true });
  study = join(root, "base/trial");
  await edit(join(root, "base/campaign.yaml"), (text) => {
    const varied = text.replace("note: Choose what fits.", varying);
    return `${varied}channels: [email]\n`;
  });
  await edit(join(root, "base/actions/review-ten.yaml"), (text) => text.replace("when: worse-than-median\n", ""));
  await edit(join(study, "trial.yaml"), (text) =>
    text.replace("[email, print]", "[email, html]").replace("channels: [email] }", "channels: [html] }"),
  );
  first = await make("2026-06");
  await promote(world, first.folder);
  next = await make("2026-08");
});
const varying = "note: Choose what fits.\n      at-most: 1\n      vary: least-recently-shown";
afterAll(() => rm(root, { recursive: true, force: true }));

const make = (cycle: string) => build(world, { study, cycle, out: join(root, "out"), workers: 0 });

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}

test("history has no arm, factor or level in it, and the next cycle of the trial is made from it", async () => {
  const [, ...lines] = (await readFile(join(first.folder, "../history.jsonl"), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(first.made);
  expect(lines.join("\n")).not.toMatch(/K[1357]|"arm"|by-email|by-both|not-told|delivery|evidence/);
  const record = JSON.parse(await readFile(join(next.folder, "run.json"), "utf8"));
  expect(record.history).toEqual([
    { cycle: "2026-06", run: first.run, told: first.made, sha256: expect.any(String), missed: [] },
  ]);
});

test("the pack composes the reports again as they were, whatever came of the earlier cycle since", async () => {
  const actionsOf = async (run: string) => {
    const { reports, found } = await readFacts(world, { run });
    return [...reports].map(([code, { choices }]) => [choices, found.expected.get(code)?.choices]);
  };
  const before = await actionsOf(next.folder);
  expect(before.length).toBe(next.made);
  expect(JSON.stringify(before[0]?.[0])).toMatch(/share-what-helped/); // its turn, after the other
  for (const [made, expected] of before) expect(made).toEqual(expected);
  await writeFile(join(first.folder, "../current.json"), JSON.stringify({ run: "another", seal: "f00" }));
  expect(await actionsOf(next.folder)).toEqual(before);
});

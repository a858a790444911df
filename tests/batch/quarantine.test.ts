import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Setup } from "../../src/batch/orders.ts";
import { mostQuarantined, quarantineFolder, quarantining } from "../../src/batch/quarantine.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Task } from "../../src/report/task.ts";

const folder = await mkdtemp(join(tmpdir(), "quarantine-"));
afterAll(() => rm(folder, { recursive: true }));

const setup = { materials: {}, templates: {}, guard: {}, folder } as unknown as Setup;
const task = (number: number) => ({ material: "m", organisation: { code: `ZX${number}` } }) as unknown as Task;

test("of the first twenty reports that fail the inputs are kept, of one that fails again too, and of no more", async () => {
  const keep = quarantining(nodeWorld(), setup);
  const paths: (string | undefined)[] = [];
  for (let number = 1; number <= mostQuarantined + 5; number++) paths.push(await keep(task(number)));
  expect(mostQuarantined).toBe(20);
  expect(paths.map((path) => path !== undefined)).toEqual([...Array(20).fill(true), ...Array(5).fill(false)]);
  expect(await keep(task(3))).toBe(paths[2]);
  expect(await keep(task(23))).toBeUndefined();
  const files = await readdir(join(folder, quarantineFolder));
  expect(files).toHaveLength(20);
  expect(files).not.toContain("ZX21.inputs");
});

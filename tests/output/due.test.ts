import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { toMonth } from "../../src/month.ts";
import { nodeWorld } from "../../src/node.ts";
import { checkDue } from "../../src/output/due.ts";
import type { RunState } from "../../src/output/record.ts";
import type { Problem } from "../../src/problem.ts";
import { putRun } from "../made-run.ts";

// Cycles 2026-06, whose data are due on 2026-08-10, and 2026-08, on 2026-10-05.

const world = nodeWorld();

let inputs: Inputs;
let stale: Inputs; // the data of June
let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), "due-test-"));
  inputs = await load(world, join(import.meta.dirname, "../broken/base"));
  const { first } = inputs.observations;
  stale = { ...inputs, observations: { ...inputs.observations, length: toMonth("2026-06") - first + 1 } };
});
afterAll(() => rm(runs, { recursive: true, force: true }));

async function check(
  of: Inputs,
  today: string,
  made: Readonly<Record<string, string>> = {},
): Promise<readonly Problem[]> {
  await rm(runs, { recursive: true, force: true });
  for (const [id, state] of Object.entries(made)) await putRun(runs, { cycle: id, state: state as RunState });
  return checkDue({ ...world, today: () => today }, of, findCycle(of), runs);
}

describe("without a cycle by name", () => {
  test("a cycle that is made already is not made again where data of a later one were due", async () => {
    await expect(check(stale, "2026-10-05", { "2026-06": "finished" })).rejects.toMatchObject({
      problems: [
        {
          code: "stale-data",
          message: `the data end in June 2026, and those of cycle "2026-08" were due on 5 October 2026; without --cycle "2026-06" would be made again, which is in ${join(runs, "2026-06")} already`,
          hint: "bring the data up to August 2026, or name the cycle: --cycle 2026-06",
        },
      ],
    });
  });

  test("nor where a later one has been made, whatever the day", async () => {
    const made = { "2026-06": "finished", "2026-08": "finished" };
    await expect(check(stale, "2026-09-01", made)).rejects.toMatchObject({ problems: [{ code: "stale-data" }] });
  });

  test("one that is not made yet is made, and the later one is told", async () => {
    expect(await check(stale, "2026-10-05")).toMatchObject([
      {
        code: "late-data",
        severity: "warning",
        message: expect.stringMatching(/"2026-08" were due .*; "2026-06" was made$/),
      },
    ]);
    expect(await check(stale, "2026-10-05", { "2026-06": "stopped" })).toHaveLength(1);
  });

  test("nothing is said before the day, nor where the data reach as far as is due", async () => {
    expect(await check(stale, "2026-10-04", { "2026-06": "finished" })).toEqual([]);
    expect(await check(inputs, "2027-10-05", { "2026-08": "finished" })).toEqual([]);
  });
});

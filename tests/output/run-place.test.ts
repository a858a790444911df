import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { holdPlace, isAside, placeOf, publish, type RunPlace, settle } from "../../src/output/run-place.ts";
import type { World } from "../../src/world.ts";

// A run takes its place by renaming. Each step is cut off in turn: what is in the place afterwards is one run, whole.

const world = nodeWorld();
const quiet: World = { ...world, log: () => {} };

let runs: string;
let place: RunPlace;
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), "place-test-"));
  place = placeOf(join(runs, "2026-08"));
});
afterEach(() => rm(runs, { recursive: true, force: true }));

async function put(folder: string, text: string, state = "finished"): Promise<void> {
  await world.write(join(folder, "print/A.pdf"), text);
  await world.write(join(folder, "run.json"), JSON.stringify({ state }));
}

async function inPlace(): Promise<string | undefined> {
  return world.readText(join(place.folder, "print/A.pdf"));
}

async function folders(): Promise<string[]> {
  const all = (await world.listFiles(runs)).filter((path) => path.endsWith("run.json"));
  return all.map((path) => relative(runs, join(path, "..")));
}

/** The real world, which ends after so many changes of the disk, as a process that is killed. */
function endingAfter(steps: number): World {
  let left = steps;
  const step = <A extends unknown[]>(act: (...given: A) => Promise<void>) => {
    return (...given: A) => {
      if (left-- <= 0) throw new Error("killed");
      return act(...given);
    };
  };
  return { ...world, move: step(world.move), remove: step(world.remove) };
}

describe("a publishing that is cut off", () => {
  test.each([0, 1, 2])(
    "after %i steps leaves one run in its place, once the next command has looked",
    async (steps) => {
      for (const keptAs of [undefined, "2026-08-of-others"]) {
        await rm(runs, { recursive: true });
        await put(place.folder, "old");
        await put(place.staged, "new");
        await publish(endingAfter(steps), place, keptAs).catch(() => {});
        await settle(quiet, place);
        expect(await inPlace()).toBe(steps === 0 ? "old" : "new");
        expect(await folders()).toEqual(
          [
            ...(steps === 0 ? [".making/2026-08"] : []),
            "2026-08",
            ...(steps > 0 && keptAs ? [`earlier/${keptAs}`] : []),
          ].sort(),
        );
      }
    },
  );

  test("and whose new run went is undone", async () => {
    await put(place.replaced, "old");
    await put(place.staged, "new", "unfinished");
    await settle(quiet, place);
    expect([await inPlace(), await folders()]).toEqual(["old", [".making/2026-08", "2026-08"]]);
  });

  test("is told of, and is not ended while another process is about it", async () => {
    await put(place.staged, "new");
    {
      await using _held = await holdPlace(quiet, placeOf(join(runs, "another")));
      const other = await holdPlace({ ...quiet, find: async () => undefined, readText: async () => undefined }, place);
      await expect(settle(quiet, place)).rejects.toMatchObject({ problems: [{ code: "locked" }] });
      await other[Symbol.asyncDispose]();
    }
    const said: string[] = [];
    await settle({ ...world, log: (line) => said.push(line) }, place);
    expect(said).toEqual([
      `the run in ${place.folder} was finished, but its making was cut off: it is in its place now`,
    ]);
  });
});

test("where the new run cannot be put in its place the old one is put back", async () => {
  await put(place.folder, "old");
  await put(place.staged, "new");
  const move: World["move"] = async (from, to) => {
    if (from === place.staged) throw new Error("refused");
    await world.move(from, to);
  };
  await expect(publish({ ...world, move }, place, "kept")).rejects.toThrow("refused");
  expect([await inPlace(), await folders()]).toEqual(["old", [".making/2026-08", "2026-08"]]);
});

test("an unfinished run is not put in its place, and where nothing is to be done nothing is written", async () => {
  await put(place.staged, "new", "unfinished");
  const before = await world.listFiles(runs);
  await settle(quiet, place);
  expect(await world.listFiles(runs)).toEqual(before);
});

test("what is aside is told by the folders it is in", () => {
  expect([".making/2026-08/run.json", "earlier/2026-08-x/run.json", "2026-08/run.json"].map(isAside)).toEqual([
    true,
    true,
    false,
  ]);
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Holder, lock } from "../../src/output/lock.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-test-"));
  path = join(folder, "below", "run.lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = () => lock(path, "another run");

async function held(): Promise<Holder> {
  return JSON.parse(await readFile(path, "utf8"));
}

/** Puts a lock there as another process has left it. */
async function leave(change: Partial<Holder>): Promise<void> {
  await (await take())[Symbol.asyncDispose]();
  const { [Symbol.asyncDispose]: _, ...own } = await take();
  await writeFile(path, JSON.stringify({ ...own, id: "another", ...change }));
}

test("a lock is one process's, which is told to the next, and free afterwards", async () => {
  {
    await using own = await take();
    const since = own.since.slice(0, 16).replace("T", " ");
    await expect(take()).rejects.toMatchObject({
      problems: [
        {
          code: "locked",
          message: `another run is going on: process ${process.pid} on ${hostname()}, since ${since} UTC`,
          hint: "wait until it has ended, or give this run an --out of its own",
        },
      ],
    });
    expect((await held()).id).toBe(own.id);
  }
  expect(await readdir(join(folder, "below"))).toEqual([]);
});

describe("the lock of a process that is no more", () => {
  test("because it was killed is taken over", async () => {
    const child = await holdElsewhere();
    expect((await held()).pid).toBe(child.pid);
    await expect(take()).rejects.toMatchObject({ problems: [{ message: expect.stringContaining(`${child.pid}`) }] });
    child.kill("SIGKILL");
    await once(child, "exit");
    await using own = await take();
    expect((await held()).id).toBe(own.id);
    expect(await readdir(join(folder, "below"))).toEqual(["run.lock"]);
  });

  test.runIf(process.platform === "linux").each<[string, Partial<Holder>]>([
    ["whose number another process has now", { started: "1" }],
    ["that ended with its machine, which has started anew", { boot: "another", space: "another" }],
  ])("%s is taken over", async (_, change) => {
    await leave(change);
    await using own = await take();
    expect((await held()).id).toBe(own.id);
  });

  test("is taken over by one of many", async () => {
    for (let round = 0; round < 20; round++) {
      await leave({ started: "1", pid: 2 ** 30 });
      const late = (i: number) => setTimeout((i * round) / 20).then(take); // some come while another is about it
      const all = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => late(i)));
      const taken = all.filter((each) => each.status === "fulfilled");
      expect(taken).toHaveLength(1);
      expect((await held()).id).toBe(taken[0]!.value.id);
      await taken[0]!.value[Symbol.asyncDispose]();
      expect(await readdir(join(folder, "below"))).toEqual([]);
    }
  });

  test("is taken over where whoever was about to was killed too", async () => {
    await leave({ pid: 2 ** 30 });
    await writeFile(`${path}.another`, (await readFile(path, "utf8")).replace("another", "the claim"));
    await using own = await take();
    expect((await held()).id).toBe(own.id);
    expect(await readdir(join(folder, "below"))).toEqual(["run.lock"]);
  });
});

describe("a lock of which nobody here can know is left, and how to clear it is told:", () => {
  test.runIf(process.platform === "linux").each<[string, Partial<Holder>]>([
    ["another machine's", { host: "another" }],
    ["another container's", { space: "another" }],
  ])("%s", async (_, change) => {
    await leave({ pid: 2 ** 30, ...change });
    await expect(take()).rejects.toMatchObject({
      problems: [{ hint: expect.stringContaining(`has stopped, remove "${path}"`) }],
    });
    expect((await held()).id).toBe("another");
  });

  test("one that is torn", async () => {
    await leave({});
    await writeFile(path, "");
    await expect(take()).rejects.toMatchObject({
      problems: [{ hint: `if no other run is going on, remove "${path}"` }],
    });
  });
});

test("a lock that is another's by now is not given back", async () => {
  const own = await take();
  await writeFile(path, JSON.stringify({ ...(await held()), id: "another" }));
  await own[Symbol.asyncDispose]();
  expect((await held()).id).toBe("another");
});

/** A process that takes the lock and goes on until it is ended. */
async function holdElsewhere(): Promise<ChildProcess> {
  const module = join(import.meta.dirname, "../../src/output/lock.ts");
  const program = `import { lock } from ${JSON.stringify(module)};
    await lock(${JSON.stringify(path)}, "another run"); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}

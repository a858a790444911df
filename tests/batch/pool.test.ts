import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { MadeReport, Setup, WorkerAnswer, WorkerOrder } from "../../src/batch/orders.ts";
import { makeAll, type PoolOptions } from "../../src/batch/pool.ts";
import { loadStudy } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { findChromium } from "../../src/output/chromium.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import type { Task } from "../../src/report/task.ts";

/*
 * Real threads, and real browsers where something is printed. Node tells of every thread that this process starts, so a test can
 * watch what a worker is handed, and kill it.
 */

vi.setConfig({ testTimeout: 180_000 }); // a thread reads the whole program, which is slow where many do

let folder: string;
let setup: Setup;
let tasks: readonly Task[]; // by email, which needs no browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pool-test-"));
  const study = await loadStudy(nodeWorld(), join(import.meta.dirname, "../broken/base"));
  const measured = measureStudy(study, planStudy(study, undefined));
  tasks = measured.tasks.map((task) => ({ ...task, channels: ["email"] }));
  const templates = await packagedTemplates();
  setup = { materials: measured.materials, templates, channels: ["email"], guard: {}, folder, browser: {} };
  process.on("worker", watch);
});

afterAll(async () => {
  process.off("worker", watch);
  await rm(folder, { recursive: true, force: true });
});

type Thread = { worker: Worker; orders: string[]; answers: number; hasEnded: boolean }; // orders: codes, and "stop"

let threads: Thread[];
let beforeOrder: (thread: Thread, name: string) => unknown;

beforeEach(() => {
  threads = [];
  beforeOrder = () => {};
});

afterEach(() => {
  expect(threads.filter(({ hasEnded }) => !hasEnded)).toEqual([]); // whatever happened, no thread is left behind
});

function watch(worker: Worker): void {
  const thread: Thread = { worker, orders: [], answers: 0, hasEnded: false };
  threads.push(thread);
  worker.on("message", ({ kind }: WorkerAnswer) => {
    if (kind === "entries") thread.answers++;
  });
  worker.on("exit", () => {
    thread.hasEnded = true;
  });
  const post = worker.postMessage.bind(worker);
  worker.postMessage = (order: WorkerOrder) => {
    const name = "stop" in order ? "stop" : order.task.organisation.code;
    thread.orders.push(name);
    beforeOrder(thread, name);
    post(order);
  };
}

/** Nothing is an order, so the worker falls over it, as it would over a fault of its own. */
function poison({ worker }: Thread): void {
  Object.getPrototypeOf(worker).postMessage.call(worker, null);
}

describe("reports", () => {
  test("are each made once, handed out in order, two at a time; a bad one fails by itself", async () => {
    const some = tasks.slice(0, 5).map((task, i) => (i === 2 ? { ...task, material: "none" } : task));
    let most = 0;
    beforeOrder = (thread, name) => {
      if (name === "stop") return poison(thread); // dying after the last report ends nothing
      most = Math.max(most, thread.orders.length - thread.answers);
    };
    const made = await gather(some, { workers: 1 });
    expect(threads.map(({ orders }) => orders)).toEqual([[...codesOf(some), "stop"]]);
    expect(codesOf(made).sort()).toEqual(codesOf(some));
    expect(made.flatMap(({ entries }) => entries.filter((entry) => "path" in entry))).toHaveLength(4 * 4);
    expect(failures(made)).toEqual([{ code: codeOf(some[2]!), failed: 'no material "none"' }]);
    expect(most).toBe(2);
  });

  test("are none where there is nothing to make, and nothing is started", async () => {
    expect(await gather([], { workers: 3 })).toEqual([]);
    expect(threads).toEqual([]);
  });
});

describe("a worker that dies", () => {
  test("costs no report; one that kills two workers fails, and not the one that was in hand beside it", async () => {
    const some = tasks.slice(0, 4);
    const [innocent, guilty, ...others] = codesOf(some);
    beforeOrder = (thread, name) => {
      if (name === guilty) return threads.length === 1 ? void thread.worker.terminate() : poison(thread);
    };
    const made = await gather(some, { workers: 1 });
    expect(codesOf(made).sort()).toEqual(codesOf(some));
    expect(failures(made)).toEqual([
      { code: guilty, failed: expect.stringMatching(/^the worker died twice: Cannot use 'in' operator/) },
    ]);
    // each of the two alone first on a worker of its own; then that one goes on with the others
    expect(threads.map(({ orders }) => orders)).toEqual([[innocent, guilty], [innocent, ...others, "stop"], [guilty]]);
  });
});

describe("a press that will not open", () => {
  const printed = () => ({ ...setup, channels: ["print" as const] });

  test("ends the run before anything is made, as a fault of this machine", async () => {
    const path = join(folder, "no-browser");
    const run = gather(onPaper(2), { workers: 3 }, undefined, { ...printed(), browser: { path } });
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining(`cannot run the browser "${path}"`),
      problems: [{ code: "no-browser", severity: "error", hint: expect.any(String) }],
      isOfMachine: true, // by which a command ends with another code than for input
    });
    expect(threads.map(({ orders }) => orders)).toEqual([[], []]); // no more workers than reports
  });

  test.skipIf(process.platform === "win32")("later on fails the reports that are left, each by name", async () => {
    const some = onPaper(3);
    const path = join(folder, "browser");
    await writeFile(path, await scriptOf(), { mode: 0o755 });
    beforeOrder = ({ worker }, name) => {
      if (name !== codeOf(some[2]!)) return; // handed out once the first or the second is made
      rmSync(path);
      void worker.terminate();
    };
    const lines: string[] = [];
    const options = { workers: 1, log: (line: string) => lines.push(line) };
    const made = await gather(some, options, undefined, { ...printed(), browser: { path, allowNoSandbox: true } });
    expect(codesOf(made).sort()).toEqual(codesOf(some));
    const finished = made.flatMap(({ entries }) => entries.filter((entry) => "path" in entry));
    expect(failures(made).map(({ code }) => code)).toContain(codeOf(some[2]!));
    expect(failures(made).length).toBeLessThanOrEqual(2); // the other in hand may be made by the time the third is handed out
    expect(new Set(finished.map(({ code }) => code)).size).toBe(3 - failures(made).length);
    for (const each of failures(made)) expect(each.failed).toMatch(/^no worker started again: cannot run the browser/);
    expect(lines).toEqual([expect.stringMatching(/^warning: 1 of 1 workers did not start: cannot run the browser/)]);
  });
});

describe("a run that is to stop", () => {
  test("begins no report once it is told, and tries nothing again of a worker that dies", async () => {
    const stop = new AbortController();
    beforeOrder = (thread, name) => {
      if (name !== codeOf(tasks[1]!)) return;
      stop.abort();
      void thread.worker.terminate();
    };
    expect(await gather(tasks, { workers: 1, signal: stop.signal })).toEqual([]);
    expect(threads.map(({ orders }) => orders)).toEqual([codesOf(tasks.slice(0, 2))]);
  });

  test("because its caller leaves waits for what is in hand, and for its workers", async () => {
    const leave = async () => {
      for await (const _ of makeAll(setup, tasks, { workers: 1 })) throw new Error("the disk is full");
    };
    await expect(leave()).rejects.toThrow("the disk is full");
    expect(threads.map(({ hasEnded }) => hasEnded)).toEqual([true]);
    const [{ orders = [] } = {}] = threads;
    expect(orders.at(-1)).toBe("stop");
    expect(orders.length).toBeLessThanOrEqual(5); // three that were handed out, or four, of twelve
  });
});

async function gather(
  some: readonly Task[],
  options: PoolOptions,
  onMade: (each: MadeReport) => unknown = () => {},
  from: Setup = setup,
): Promise<MadeReport[]> {
  const all: MadeReport[] = [];
  for await (const each of makeAll(from, some, options)) {
    all.push(each);
    onMade(each);
  }
  return all;
}

function onPaper(count: number): readonly Task[] {
  return tasks.slice(0, count).map((task) => ({ ...task, channels: ["print"] }));
}

function codeOf({ organisation }: Task): string {
  return organisation.code;
}

function codesOf(all: readonly (Task | MadeReport)[]): string[] {
  return all.map((each) => ("code" in each ? each.code : codeOf(each)));
}

function failures(made: readonly MadeReport[]): { code: string; failed: string }[] {
  return made.flatMap(({ entries }) => entries.flatMap((entry) => ("failed" in entry ? [entry] : [])));
}

/** The real browser behind a script, which can be taken away while it runs. */
async function scriptOf(): Promise<string> {
  const { path, env } = await findChromium();
  return `#!/bin/sh\nLD_LIBRARY_PATH="${env.LD_LIBRARY_PATH ?? ""}" exec "${path}" "$@"\n`;
}

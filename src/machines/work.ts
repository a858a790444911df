import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Job } from "bullmq";
import { make } from "../batch/make.ts";
import { makeTemporary } from "../node.ts";
import { openPress, type Presses } from "../output/artefact.ts";
import { tryBrowser } from "../output/browser.ts";
import { makersOf, otherMakers } from "../output/origin.ts";
import type { BrowserOptions } from "../output/page-browser.ts";
import { refuseUnmade } from "../output/unmade.ts";
import { inputError, isInputError } from "../problem.ts";
import type { World } from "../world.ts";
import { openShared } from "./open-shared.ts";
import {
  clearAnswer,
  getAnswer,
  getSetup,
  getTask,
  isOpen,
  type Order,
  putAnswer,
  putFile,
  type SharedSetup,
} from "./orders.ts";
import { mostLosses, type QueueOptions, queueName, queuePrefix } from "./queue.ts";
import { openLine, readAddress } from "./redis.ts";
import type { Shared } from "./shared.ts";

export type WorkOptions = QueueOptions & {
  browser?: BrowserOptions | undefined;
  lostAfter?: number | undefined; // ms of silence after which others take over a worker's report; 15,000 unless given
  idle?: number | undefined; // ms without work after which the worker ends; never unless given
  signal?: AbortSignal | undefined; // ends it after the report in hand
  onReady?: ((queue: string) => void) | undefined; // it waits for reports of the queue at this address, without its password
};

/**
 * Makes reports that are waiting in a queue, one at a time, until it is told to stop. Returns how many. A report that this machine
 * must not or cannot make is given back to the queue, and the reason is thrown: an InputError where its program, Node, browser
 * or fonts are others than those it was planned with, or a fault of this machine.
 */
export async function work(world: World, options: WorkOptions): Promise<number> {
  const { lostAfter = 15_000, idle, signal } = options;
  const address = readAddress(options.url);
  const shared = await openShared(world, options.shared);
  const { Worker, WaitingError } = await import("bullmq");
  await using line = await openLine(address, { log: world.log });
  await using bench = openBench(world, shared, options.browser);
  const end = Promise.withResolvers<void>();
  let made = 0;
  let inHand: Promise<void> = Promise.resolve();
  let quiet: NodeJS.Timeout | undefined;
  const rest = () => {
    if (idle !== undefined) quiet = setTimeout(end.resolve, idle);
  };
  const worker = new Worker<Order>(
    queueName,
    (job, token) => {
      inHand = attend(job, token);
      return inHand;
    },
    {
      connection: line.client,
      prefix: queuePrefix,
      concurrency: 1, // so that a report that kills its worker is the only one to blame
      lockDuration: lostAfter,
      stalledInterval: lostAfter,
      maxStalledCount: mostLosses,
      name: `${hostname()}-${process.pid}`,
    },
  );
  worker.on("error", line.onError);
  worker.once("ready", () => options.onReady?.(address.shown));
  signal?.addEventListener("abort", () => end.resolve());
  if (signal?.aborted) end.resolve();
  rest();
  try {
    await Promise.race([end.promise, line.orGone(new Promise<never>(() => {}))]);
  } finally {
    clearTimeout(quiet);
    const closed = worker.close().catch(line.onError);
    await inHand.catch(() => undefined);
    await Promise.race([closed, pause(farewell, undefined, { ref: false })]); // the queue may be gone
  }
  return made;

  async function attend(job: Job<Order>, token: string | undefined): Promise<void> {
    clearTimeout(quiet);
    try {
      if (await bench.make(job.data)) made++;
    } catch (error) {
      if (isMissing(error) && (await job.getState().catch(() => undefined)) === "unknown") return; // others took it over and made it
      end.reject(error); // before the next is taken
      void worker.close();
      await job.moveToWait(token).catch(line.onError); // else others take it over once it is missed
      throw new WaitingError();
    } finally {
      rest();
    }
  }
}

const farewell = 5_000; // ms

/** Where one report after another is made, with a press that stays open as long as they are made from the same. */
function openBench(world: World, shared: Shared, browser: BrowserOptions = {}) {
  let open: { ground: string; setup: SharedSetup; presses: Presses & AsyncDisposable } | undefined;
  return { make: makeOne, [Symbol.asyncDispose]: close };

  /** False where it has been made before. */
  async function makeOne(order: Order): Promise<boolean> {
    if (await getAnswer(shared, order)) return false;
    const { setup, presses } = await openFor(order);
    const task = await getTask(shared, order);
    if (!task) throw noOrder(shared, order);
    const folder = await makeTemporary("feedback-work-");
    try {
      const made = await make(task, { ...setup, folder, presses, world });
      refuseUnmade(made.entries);
      const paths = made.entries.flatMap((entry) => ("path" in entry ? [join(folder, entry.path)] : []));
      await Promise.all(paths.map(async (path) => putFile(shared, order, await readFile(path))));
      await putAnswer(shared, order, { ...made, attempt: { ...made.attempt, on: `${hostname()}-${process.pid}` } });
      if (await isOpen(shared, order)) return true;
      await clearAnswer(shared, order, made); // others took it over, and the run ended meanwhile
      return false;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function openFor(order: Order) {
    const ground = JSON.stringify([order.makers, order.setup]); // two releases may give out the same setup
    if (open?.ground === ground) return open;
    await close();
    const { browser: planned } = order.makers;
    const tried = planned === undefined ? undefined : await tryBrowser(browser);
    const problems = otherMakers(order.makers, await makersOf(world, { browser: tried?.version }));
    if (problems.length > 0) throw inputError(problems);
    const setup = await getSetup(shared, order);
    if (!setup) throw noOrder(shared, order);
    open = { ground, setup, presses: await openPress(setup.templates, setup.channels, browser) };
    return open;
  }

  async function close(): Promise<void> {
    const before = open;
    open = undefined;
    await before?.presses[Symbol.asyncDispose]();
  }
}

function isMissing(error: unknown): boolean {
  return isInputError(error) && error.problems.some(({ code }) => code === missing);
}

const missing = "other-shared";

/** The queue speaks of what is not here: the place that is shared is another, or nobody waits for it any more. */
function noOrder(shared: Shared, order: Order): Error {
  return inputError([
    {
      code: missing,
      severity: "error",
      message: `"${shared.shown}" does not hold what ${order.code} of ${order.run} is made from`,
      hint: "give --shared the place that render was given; if it was emptied, render --resume gives the reports out anew",
    },
  ]);
}

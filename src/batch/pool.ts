import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Entry } from "../output/store.ts";
import type { Task } from "../report/subjects.ts";
import { openChannel } from "./channel.ts";
import type { Answer, Order, Setup } from "./orders.ts";

export type Made = { code: string; entries: Entry[] };

export type PoolOptions = { workers: number; signal?: AbortSignal | undefined };

export type Pool = {
  /** Entries of the reports, in the order they are finished. */
  makeAll: (tasks: readonly Task[]) => AsyncIterable<Made>;
  /** The version of the browser that printed; undefined before the first worker has started, or where nothing is printed. */
  browser: () => string | undefined;
};

/**
 * Workers that make reports: each is a thread with its own browser, so that neither composing nor printing waits for the
 * main thread. A report is given to the next free worker. A worker that dies takes one try of its reports with it: each is
 * given to a new worker once more, then it has failed.
 */
export function openPool(setup: Setup, { workers, signal }: PoolOptions): Pool {
  let browser: string | undefined;
  return { makeAll, browser: () => browser };

  function makeAll(tasks: readonly Task[]): AsyncIterable<Made> {
    const made = openChannel<Made>();
    const waiting: Waiting[] = tasks.map((task) => ({ task, tries: 0 }));
    const desk: Desk = {
      shift: () => (signal?.aborted ? undefined : waiting.shift()),
      again: (job) => waiting.unshift(job),
      made: made.put,
      started: (version) => {
        browser = version;
      },
    };
    const running = Array.from({ length: Math.min(workers, tasks.length) }, () => keepWorking(setup, desk));
    void Promise.all(running).then(made.close, made.fail);
    return made;
  }
}

/** As many workers as there are cores. */
export function usualWorkers(): number {
  return availableParallelism();
}

/** Reports that a worker has in hand: while its browser prints one, it composes, or reads back, another. */
const inHand = 2;

type Waiting = { task: Task; tries: number };

type Desk = {
  shift: () => Waiting | undefined;
  again: (job: Waiting) => void;
  made: (made: Made) => void;
  started: (browser: string | undefined) => void;
};

/** One place at the desk: a worker for as long as it lives, then another, until nothing is waiting. */
async function keepWorking(setup: Setup, desk: Desk): Promise<void> {
  for (let job = desk.shift(); job; job = desk.shift()) {
    desk.again(job);
    const worker = await startWorker(setup, desk);
    try {
      await Promise.all(Array.from({ length: inHand }, () => workOff(worker, desk)));
    } finally {
      await stopWorker(worker);
    }
  }
}

/** Hands reports to a worker until none is left or it has died. */
async function workOff(worker: Worker, desk: Desk): Promise<void> {
  for (let job = desk.shift(); job; job = desk.shift()) {
    const { task, tries } = job;
    const { code } = task.organisation;
    try {
      desk.made({ code, entries: await ask(worker, task) });
    } catch (error) {
      if (tries === 0) desk.again({ task, tries: 1 });
      else desk.made({ code, entries: [{ code, failed: `the worker died: ${(error as Error).message}` }] });
      return;
    }
  }
}

/** Starts a thread and waits until its press is open; what keeps it from opening is thrown here, once, for the run. */
async function startWorker(setup: Setup, { started }: Desk): Promise<Worker> {
  const source = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  const worker = new Worker(new URL(source, import.meta.url), { workerData: setup });
  const answer = await nextAnswer(worker);
  if (answer.kind === "ready") {
    started(answer.browser);
    return worker;
  }
  await worker.terminate();
  throw new Error(answer.kind === "broken" ? answer.message : "a worker answered before it was asked");
}

async function ask(worker: Worker, task: Task): Promise<Entry[]> {
  const { code } = task.organisation;
  const answered = nextAnswer(worker, (answer) => answer.kind !== "entries" || answer.code === code);
  worker.postMessage({ task } satisfies Order);
  const answer = await answered;
  if (answer.kind === "entries") return answer.entries;
  throw new Error(answer.kind === "broken" ? answer.message : "a worker started twice");
}

/** Lets the worker close its browser and end by itself. */
async function stopWorker(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return; // has ended already
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
  });
  worker.postMessage({ stop: true } satisfies Order);
  await ended;
}

/** The next answer that is meant, or why there will be none. */
function nextAnswer(worker: Worker, isMeant: (answer: Answer) => boolean = () => true): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onMessage = (answer: Answer) => {
    if (isMeant(answer)) resolve(answer);
  };
  const onExit = (code: number) => reject(new Error(`it ended with ${code}`));
  worker.on("message", onMessage).once("error", reject).once("exit", onExit);
  return promise.finally(() => worker.off("message", onMessage).off("error", reject).off("exit", onExit));
}

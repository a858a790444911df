import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Entry } from "../output/store.ts";
import type { Subject } from "../report/material.ts";
import type { Answer, Order, Setup } from "./worker.ts";

/**
 * Workers that make reports: each is a thread with its own browser, so that neither composing nor printing waits for the
 * main thread. A report is given to the next free worker; entries come back in the order they are finished. A worker that
 * dies takes one try of one report with it: the report is given to a new worker once more, then it has failed.
 */
export async function* makeAll(
  subjects: readonly Subject[],
  setup: Setup,
  { workers, signal }: { workers: number; signal?: AbortSignal | undefined },
): AsyncGenerator<{ code: string; entries: Entry[] }> {
  const waiting = subjects.map((subject) => ({ subject, tries: 0 }));
  const finished: { code: string; entries: Entry[] }[] = [];
  let wake = () => {};
  const running = Array.from({ length: Math.min(workers, subjects.length) }, () => runWorker());
  let failure: unknown;
  const all = Promise.all(running).catch((error: unknown) => {
    failure = error;
  });
  let done = false;
  void all.finally(() => {
    done = true;
    wake();
  });
  while (!done || finished.length > 0) {
    const next = finished.shift();
    if (next) yield next;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (done || finished.length > 0) resolve();
      });
  }
  if (failure) throw failure;

  async function runWorker(): Promise<void> {
    while (waiting.length > 0 && !signal?.aborted) {
      const worker = await startWorker(setup);
      try {
        for (let job = waiting.shift(); job; job = signal?.aborted ? undefined : waiting.shift()) {
          const { subject } = job;
          try {
            const entries = await ask(worker, { subject });
            finished.push({ code: subject.organisation.code, entries });
          } catch (error) {
            if (job.tries === 0) waiting.unshift({ subject, tries: 1 });
            else
              finished.push({
                code: subject.organisation.code,
                entries: [{ code: subject.organisation.code, failed: `the worker died: ${(error as Error).message}` }],
              });
            wake();
            break; // this worker is gone
          }
          wake();
        }
      } finally {
        await stopWorker(worker);
      }
    }
  }
}

/** As many workers as there are cores. */
export function usualWorkers(): number {
  return availableParallelism();
}

/** Starts a thread and waits until its press is open; what keeps it from opening is thrown here, once, for the run. */
async function startWorker(setup: Setup): Promise<Worker> {
  const worker = new Worker(new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url), {
    workerData: setup,
  });
  const answer = await nextAnswer(worker);
  if (answer.kind === "broken") {
    await worker.terminate();
    throw new Error(answer.message);
  }
  return worker;
}

async function ask(worker: Worker, order: Order & { subject: Subject }): Promise<Entry[]> {
  worker.postMessage(order);
  const answer = await nextAnswer(worker);
  if (answer.kind === "entries") return answer.entries;
  throw new Error(answer.kind === "broken" ? answer.message : "unexpected answer");
}

/** Lets the worker close its browser and end by itself. */
async function stopWorker(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.postMessage({ stop: true } satisfies Order);
  await ended;
}

function nextAnswer(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (answer: Answer) => settle(() => resolve(answer));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`ended with ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { unmadeWithoutWorker } from "../output/unmade.ts";
import { machineError } from "../problem.ts";
import type { Task } from "../report/task.ts";
import { openChannel } from "./channel.ts";
import type { MadeReport, Setup, WorkerAnswer, WorkerOrder } from "./orders.ts";

export type PoolOptions = {
  workers: number;
  signal?: AbortSignal | undefined; // stops after the reports in hand
  log?: ((line: string) => void) | undefined; // that there are fewer workers than asked for
};

/**
 * Makes reports on workers, each a thread with its own browser, so that neither composing nor printing waits for the main
 * thread. Yields the entries of each report as it is finished; a report is given to the next free worker. Where a worker
 * dies, each report that it had in hand is tried once more, with nothing else on that worker, and then has failed: a report
 * that kills workers fails nobody else's. Throws what kept workers from starting where none started; where only later ones
 * did not start, the reports that are left have failed. Once the caller leaves the loop no report is begun, and those in
 * hand are waited for.
 */
export async function* makeAll(
  setup: Setup,
  tasks: readonly Task[],
  { workers, signal, log = () => {} }: PoolOptions,
): AsyncGenerator<MadeReport> {
  const made = openChannel<MadeReport>();
  const desk = openDesk(tasks, made.put, signal);
  const places = Array.from({ length: Math.min(workers, tasks.length) }, () => keepPlace(setup, desk));
  const over = Promise.all(places).then((outcomes) => {
    const [trouble, ...others] = outcomes.filter((outcome) => outcome !== undefined);
    if (!trouble) return made.close();
    if (!desk.hasStarted()) return made.fail(trouble);
    log(`warning: ${1 + others.length} of ${places.length} workers did not start: ${trouble.message}`);
    for (const task of desk.left()) desk.leave(task, trouble);
    made.close();
  });
  try {
    yield* made;
  } finally {
    desk.close();
    await over;
  }
}

/** As many workers as there are cores. */
export function usualWorkers(): number {
  return availableParallelism();
}

/** Reports that a worker has in hand: while its browser prints one, it composes, or reads back, another. */
const inHand = 2;

/** Where reports are taken from and brought back to. */
type PoolDesk = ReturnType<typeof openDesk>;

function openDesk(tasks: readonly Task[], made: (made: MadeReport) => void, signal: AbortSignal | undefined) {
  const waiting = [...tasks];
  const suspects: Task[] = []; // in hand of a worker that died: one of them may have been the reason
  let isClosed = false;
  let hasStarted = false;
  const isOpen = () => !isClosed && !signal?.aborted;
  return {
    next: () => (isOpen() ? waiting.shift() : undefined),
    nextSuspect: () => (isOpen() ? suspects.shift() : undefined),
    suspect: (task: Task) => suspects.push(task),
    left: () => (isOpen() ? [...suspects, ...waiting] : []),
    made,
    fail: ({ organisation: { code } }: Task, failed: string) =>
      made({ code, entries: [{ code, failed }], attempt: { seconds: {}, failedIn: "worker", try: 2 } }),
    leave: ({ organisation: { code } }: Task, trouble: Error) =>
      made({ code, entries: [unmadeWithoutWorker(code, trouble)], attempt: { seconds: {}, failedIn: "worker" } }),
    started: () => {
      hasStarted = true;
    },
    hasStarted: () => hasStarted,
    close: () => {
      isClosed = true;
    },
  };
}

/** One place at the desk: a worker for as long as it lives, then another, until nothing is left. Returns what kept one from starting. */
async function keepPlace(setup: Setup, desk: PoolDesk): Promise<Error | undefined> {
  while (desk.left().length > 0) {
    const worker = await startWorker(setup).catch((error: Error) => error);
    if (worker instanceof Error) return worker;
    desk.started();
    const suspect = desk.nextSuspect();
    if (suspect) await tryAgain(worker, suspect, desk);
    await Promise.all(Array.from({ length: inHand }, () => workOff(worker, desk)));
    await stopWorker(worker);
  }
  return undefined;
}

/** The second try of a report, with nothing else in hand. */
async function tryAgain(worker: Worker, task: Task, desk: PoolDesk): Promise<void> {
  try {
    const report = await ask(worker, task);
    desk.made({ ...report, attempt: { ...report.attempt, try: 2 } });
  } catch (error) {
    desk.fail(task, `the worker died twice: ${(error as Error).message}`);
  }
}

/** Hands reports to a worker until none is left or it has died. */
async function workOff(worker: Worker, desk: PoolDesk): Promise<void> {
  while (isAlive(worker)) {
    const task = desk.next();
    if (!task) return;
    try {
      desk.made(await ask(worker, task));
    } catch {
      desk.suspect(task);
      return;
    }
  }
}

/** Starts a thread and waits until its press is open. Throws what keeps it from opening. */
async function startWorker(setup: Setup): Promise<Worker> {
  const source = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  const worker = new Worker(new URL(source, import.meta.url), { workerData: setup });
  worker.on("error", () => {}); // whoever waits for an answer is told; unheard, it would end the run
  const answer = await nextAnswer(worker);
  if (answer.kind === "ready") return worker;
  await worker.terminate();
  throw answer.kind === "broken" ? errorOf(answer) : new Error("a worker answered before it was asked");
}

async function ask(worker: Worker, task: Task): Promise<MadeReport> {
  const { code } = task.organisation;
  worker.postMessage({ task } satisfies WorkerOrder);
  const answer = await nextAnswer(worker, (each) => each.kind !== "entries" || each.code === code);
  if (answer.kind === "entries") return answer;
  await worker.terminate();
  throw answer.kind === "broken" ? errorOf(answer) : new Error("a worker started twice");
}

/** What a worker told of its end; with its problems where it is a fault of this machine and no bug. */
function errorOf({ message, problems }: WorkerAnswer & { kind: "broken" }): Error {
  return problems ? machineError(message, problems) : new Error(message);
}

/** Lets the worker close its browser and end by itself. */
async function stopWorker(worker: Worker): Promise<void> {
  if (!isAlive(worker)) return;
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
  });
  worker.postMessage({ stop: true } satisfies WorkerOrder);
  await ended;
}

function isAlive(worker: Worker): boolean {
  return worker.threadId !== -1;
}

/** The next answer that is meant, or why there will be none: once the worker has ended, so that it is handed nothing more. */
function nextAnswer(worker: Worker, isMeant: (answer: WorkerAnswer) => boolean = () => true): Promise<WorkerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
  let fault: Error | undefined;
  const onMessage = (answer: WorkerAnswer) => {
    if (isMeant(answer)) resolve(answer);
  };
  const onError = (error: Error) => {
    fault = error;
  };
  const onExit = (code: number) => reject(fault ?? new Error(`it ended with ${code}`));
  worker.on("message", onMessage).on("error", onError).once("exit", onExit);
  return promise.finally(() => worker.off("message", onMessage).off("error", onError).off("exit", onExit));
}

import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { MadeReport, Setup } from "../batch/orders.ts";
import { makersOf } from "../output/origin.ts";
import type { RunPlan } from "../output/run-plan.ts";
import { sha256 } from "../output/sha256.ts";
import type { ArtefactEntry } from "../output/store.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";
import { openShared } from "./open-shared.ts";
import { clearOrder, closeRun, getAnswer, getFile, idOf, type Order, putSetup, putTask } from "./orders.ts";
import { type News, openPost, type Post } from "./post.ts";
import type { QueueOptions } from "./queue.ts";
import type { Shared } from "./shared.ts";

export type QueuedOptions = {
  queue: QueueOptions;
  plan: RunPlan;
  world: World;
  signal?: AbortSignal | undefined; // withdraws what nobody has begun, and waits for the rest
};

/**
 * Makes reports on workers of any machine, which take them from a queue. Yields the entries of each report once its files are in
 * the run's folder. What is true is what lies in the shared place: the queue only tells whose turn it is, so an order that it
 * loses is given again, and a report that was made before this machine went down is not made twice. Throws, as for a fault of
 * this machine, where the queue or the shared place cannot be used.
 */
export async function* makeQueued(
  { folder, browser: _, ...setup }: Setup,
  tasks: readonly Task[],
  { queue, plan, world, signal }: QueuedOptions,
): AsyncGenerator<MadeReport> {
  if (tasks.length === 0) return;
  const shared = await openShared(world, queue.shared);
  await using post = await openPost(queue, world.log);
  const run = `${plan.run}-${sha256(`${plan.key} ${resolve(folder)}`).slice(0, 8)}`;
  const makers = await makersOf(world, { browser: plan.origin.browser });
  const ground = { run, makers, setup: await putSetup(shared, run, setup) };
  const waiting = [...tasks];
  const inHand = new Map<string, Order>();
  const lost = new Map<string, number>(); // how often what was made was not there
  const clearing: Promise<void>[] = [];
  const late = openLate(world);
  const silence = openSilence(world, post);
  try {
    while (waiting.length > 0 || inHand.size > 0) {
      if (signal?.aborted) waiting.length = 0;
      if (signal?.aborted) await takeBack(post, inHand);
      await settled(waiting.splice(0, ahead - inHand.size).map(giveOut));
      const news = await post.news(inHand);
      while (news.length > 0) {
        for (const { order, made } of (await settled(news.splice(0, atOnce).map(bring))).flat()) {
          silence.end();
          yield made ?? failure(order, `what was made of it is not in "${shared.shown}"`);
          clearing.push(clearOrder(shared, order, made).then(() => post.forget(idOf(order))));
        }
        await settled(clearing.splice(0));
      }
      silence.tell(inHand.size);
    }
    await closeRun(shared, ground);
  } finally {
    await Promise.allSettled(clearing); // left early, as below: what ends it is told already
    if (inHand.size > 0) await takeBack(post, inHand).catch(() => undefined);
  }

  async function giveOut(task: Task): Promise<void> {
    const order = await putTask(shared, ground, task);
    inHand.set(idOf(order), order);
    if (await getAnswer(shared, order)) post.hear({ id: idOf(order) });
    else await post.give(order);
  }

  /** A report that is made or given up; none where it is waited for, or given out again. */
  async function bring({ id, failed, isLost }: News): Promise<{ order: Order; made: MadeReport | undefined }[]> {
    const order = inHand.get(id);
    if (!order) return [];
    const answer = failed === undefined ? await getAnswer(shared, order) : failure(order, failed);
    if (!answer && !isLost && (await late.isAwaited(id))) {
      post.hear({ id });
      return [];
    }
    const made = answer && (await fetchFiles(shared, order, { answer, folder, world }));
    const times = (lost.get(id) ?? 0) + 1;
    if (made === undefined && times <= mostLost) {
      lost.set(id, times);
      await post.give(order);
      return [];
    }
    inHand.delete(id);
    return [{ order, made }];
  }
}

const ahead = 64; // orders in the queue at a time: enough for many workers, and few to look after
const atOnce = 8; // reports fetched and cleared away at a time: what is shared may be far away
const mostLost = 3; // times that a report is given out again whose files are not there

/** What was asked for, once all is answered: where one fails, nothing goes on behind. */
async function settled<T>(asked: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(asked);
  return Promise.all(asked);
}

/** Takes back what no worker has begun. Mutates what is in hand. */
async function takeBack(post: Post, inHand: Map<string, Order>): Promise<void> {
  for (const id of [...inHand.keys()]) if (await post.takeBack(id)) inHand.delete(id);
}

/** Brings the files of a report into the run's folder. Undefined where they are not there, or not those that were made. */
async function fetchFiles(
  shared: Shared,
  order: Order,
  { answer: made, folder, world }: { answer: MadeReport; folder: string; world: World },
): Promise<MadeReport | undefined> {
  const files = made.entries.filter((entry) => "path" in entry);
  if (!made.entries.every(({ code }) => code === order.code) || !files.every((file) => isOwn(file, order)))
    return undefined;
  const found = await Promise.all(files.map(({ sha256: hash }) => getFile(shared, order, hash)));
  if (found.includes(undefined)) return undefined;
  await Promise.all(files.map(({ path }, i) => world.write(join(folder, path), found[i] as Uint8Array)));
  return made;
}

/** Whether a file's path is one that a report of this recipient has, whatever a worker says. */
function isOwn({ path }: ArtefactEntry, { code }: Order): boolean {
  const [folder = "", name = "", ...more] = path.split("/");
  return (
    /^[a-z]+$/.test(folder) && more.length === 0 && /^\.[a-z]+$/.test(name.slice(code.length)) && name.startsWith(code)
  );
}

/** A report that killed its workers, or that none could make. */
function failure({ code }: Order, failed: string): MadeReport {
  return { code, entries: [{ code, failed }], attempt: { seconds: {}, failedIn: "worker" } };
}

/**
 * Waits for answers of orders that are made: a network folder may show for a while that there is none, as there was when it was
 * asked before.
 */
function openLate({ clock }: World) {
  const since = new Map<string, number>();
  return {
    /** False where it has been waited for long enough. */
    isAwaited: async (id: string) => {
      const first = since.get(id) ?? clock();
      since.set(id, first);
      if (clock() - first > lateness) return false;
      await pause(250);
      return true;
    },
  };
}

const lateness = 60_000; // ms; network folders remember for half of that

/** Says so where nothing comes back for long: there may be no worker, or none that may make these. */
function openSilence({ clock, log }: World, { shown }: Post) {
  let since = clock();
  let isTold = false;
  return {
    end: () => {
      since = clock();
      isTold = false;
    },
    tell: (inHand: number) => {
      if (isTold || inHand === 0 || clock() - since < patience) return;
      isTold = true;
      log(`warning: nothing was made for ${patience / 1000} s; is a worker at ${shown}? (feedback work)`);
    },
  };
}

const patience = 60_000; // ms

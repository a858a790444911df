import type { World } from "../world.ts";
import { openShared } from "./open-shared.ts";
import { idOf, type Order } from "./orders.ts";
import { mostLosses, type QueueOptions, queueName, queuePrefix } from "./queue.ts";
import { openLine, readAddress } from "./redis.ts";

/** The queue as the machine sees it that waits. */
export type Post = AsyncDisposable & {
  shown: string; // the address, for people
  /** Gives an order, anew where it was given up before. One that a worker has in hand stays there. */
  give: (order: Order) => Promise<void>;
  /** Takes an order back. False where a worker has it in hand, or had. */
  takeBack: (id: string) => Promise<boolean>;
  /** Waits a moment for orders that were made, given up or lost. */
  news: (inHand: ReadonlyMap<string, Order>) => Promise<News[]>;
  /** Has an order among the next news. */
  hear: (news: News) => void;
  forget: (id: string) => Promise<void>;
};

/** An order that is made, whatever came of it; that the queue has given up; or that it knows no more, made or not. */
export type News = { id: string; failed?: string; isLost?: true };

/** Opens the queue. Throws, as for a fault of this machine, where it cannot be used. */
export async function openPost({ url }: QueueOptions, log: (line: string) => void): Promise<Post> {
  const address = readAddress(url);
  const { Queue, QueueEvents } = await import("bullmq");
  const line = await openLine(address, { log });
  const options = { connection: line.client, prefix: queuePrefix };
  const queue = new Queue<Order>(queueName, options);
  const events = new QueueEvents(queueName, options);
  queue.on("error", line.onError);
  events.on("error", line.onError);
  const heard = new Map<string, News>();
  let stir = Promise.withResolvers<void>();
  const hear = (news: News) => {
    heard.set(news.id, news);
    stir.resolve();
  };
  events.on("completed", ({ jobId }) => hear({ id: jobId }));
  events.on("failed", ({ jobId, failedReason }) => hear({ id: jobId, failed: said(failedReason) }));
  await line.orGone(events.waitUntilReady());
  let looked = performance.now();
  return { shown: address.shown, give, takeBack, news, hear, forget, [Symbol.asyncDispose]: close };

  async function give(order: Order): Promise<void> {
    const jobId = idOf(order);
    await forget(jobId);
    await line.orGone(queue.add(queueName, order, { jobId, removeOnComplete: true, removeOnFail: false }));
  }

  /** One that a worker holds is locked, and stays. */
  async function takeBack(id: string): Promise<boolean> {
    const job = await line.orGone(queue.getJob(id));
    if (!job || !(await line.orGone(job.isWaiting()))) return false;
    return line.orGone(
      job.remove().then(
        () => true,
        () => false,
      ),
    );
  }

  async function news(inHand: ReadonlyMap<string, Order>): Promise<News[]> {
    const pause = Promise.withResolvers<void>();
    const timer = setTimeout(pause.resolve, moment);
    await line.orGone(Promise.race([stir.promise, pause.promise]));
    clearTimeout(timer);
    stir = Promise.withResolvers();
    const told = [...heard.values()];
    heard.clear();
    if (performance.now() - looked < between) return told;
    const missed = await lookAfter([...inHand.keys()].filter((id) => !told.some((each) => each.id === id)));
    looked = performance.now();
    return [...told, ...missed];
  }

  /** What became of orders of which nothing was heard: events are lost where the queue goes down. */
  async function lookAfter(ids: readonly string[]): Promise<News[]> {
    const found = await Promise.all(
      ids.map(async (id): Promise<News[]> => {
        const job = await line.orGone(queue.getJob(id));
        if (!job) return [{ id, isLost: true }];
        return (await line.orGone(job.isFailed())) ? [{ id, failed: said(job.failedReason) }] : [];
      }),
    );
    return found.flat();
  }

  async function forget(id: string): Promise<void> {
    heard.delete(id);
    await line.orGone(queue.remove(id));
  }

  async function close(): Promise<void> {
    await using _line = line;
    await Promise.all([events.close(), queue.close()]).catch(line.onError);
  }
}

/** Throws, as for a fault of this machine, where the queue or the shared place cannot be used. */
export async function tryQueue(world: World, { url, shared }: QueueOptions): Promise<void> {
  const address = readAddress(url);
  await openShared(world, shared);
  await using _line = await openLine(address, { log: world.log });
}

/** What BullMQ says of an order whose workers were lost, as a report's failure. */
function said(reason: string): string {
  return /stalled more than/.test(reason) ? `its worker was lost ${mostLosses + 1} times` : reason;
}

const moment = 500; // ms
const between = 3_000; // ms

import { work } from "../machines/work.ts";
import { nodeWorld } from "../node.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";

export type WorkFlags = {
  queue: string;
  shared: string;
  idle?: number; // seconds
  lostAfter?: number; // seconds
} & BrowserFlags;

/** A worker of a queue, until Ctrl-C or SIGTERM: then it finishes the report in hand. */
export async function workCommand({ queue, shared, idle, lostAfter, ...flags }: WorkFlags): Promise<number> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    const made = await work(nodeWorld(), {
      url: queue,
      shared,
      browser: browserOf(flags),
      signal: stop.signal,
      onReady: (address) => void process.stderr.write(`waits for reports of the queue at ${address}\n`),
      ...(idle === undefined ? {} : { idle: idle * 1000 }),
      ...(lostAfter === undefined ? {} : { lostAfter: lostAfter * 1000 }),
    });
    process.stdout.write(`${numbered(made, "report")} made\n`);
    return exits.clean;
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { nodeWorld } from "../node.ts";
import { openPress } from "../output/artefact.ts";
import { isInputError } from "../problem.ts";
import type { Task } from "../report/task.ts";
import { openChannel } from "./channel.ts";
import { make } from "./make.ts";
import type { Setup, WorkerAnswer, WorkerOrder } from "./orders.ts";

await work(workerData as Setup);

async function work({ materials, templates, channels, guard, fits, folder, browser }: Setup): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("runs only as a worker");
  const say = (answer: WorkerAnswer) => port.postMessage(answer);
  try {
    await using presses = await openPress(templates, channels, browser);
    const orders = inTurn(port);
    say({ kind: "ready" });
    const inHand = new Set<Promise<void>>();
    for await (const task of orders) {
      const made = make(task, { materials, folder, guard, fits, presses, world: nodeWorld() });
      const job = made.then((report) => say({ kind: "entries", ...report })).finally(() => inHand.delete(job));
      inHand.add(job);
    }
    await Promise.all(inHand);
  } catch (error) {
    say({
      kind: "broken",
      message: (error as Error).message,
      ...(isInputError(error) ? { problems: error.problems } : {}),
    });
  } finally {
    port.close();
  }
}

/** The tasks asked for, until the order to stop. The pool decides how many are in hand at a time. */
function inTurn(port: MessagePort): AsyncIterable<Task> {
  const orders = openChannel<Task>();
  port.on("message", (order: WorkerOrder) => ("stop" in order ? orders.close() : orders.put(order.task)));
  return orders;
}

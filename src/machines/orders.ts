import { deserialize, serialize } from "node:v8";
import type { MadeReport, Setup } from "../batch/orders.ts";
import type { Makers } from "../output/origin.ts";
import { sha256 } from "../output/sha256.ts";
import type { Task } from "../report/task.ts";
import type { Shared } from "./shared.ts";

/*
 * What goes between the machine that waits and its workers. Bytes are in the shared place, under names that say what they are
 * by their hash; the queue holds those names alone, and no figure and no word of a report.
 */

/** What all reports of a run are made from. The folder and the browser are the worker's own. */
export type SharedSetup = Omit<Setup, "folder" | "browser">;

/** One report to make, as the queue holds it. */
export type Order = {
  run: string; // what names in the shared place begin with
  makers: Makers; // what it must be made by
  setup: string; // SHA-256 of what it shares with others
  task: string; // SHA-256 of its own part
  code: string; // whose report it is
};

/** The names of things below that of a run. */
const names = {
  setup: (run: string, hash: string) => `${run}/setup-${hash}`,
  task: (run: string, hash: string) => `${run}/tasks/${hash}`,
  answer: (run: string, id: string) => `${run}/answers/${id}`,
  file: (run: string, hash: string) => `${run}/files/${hash}`,
} as const;

/** The id of an order: the same report from the same, by the same makers, is the same order however often it is given. */
export function idOf({ run, makers, setup, task }: Order): string {
  return `${run}-${sha256(JSON.stringify([makers, setup, task])).slice(0, 24)}`;
}

/** Puts what all reports share where workers find it. Returns its hash. */
export function putSetup(shared: Shared, run: string, setup: SharedSetup): Promise<string> {
  return putHashed(shared, serialize(setup), (hash) => names.setup(run, hash));
}

/** The setup of an order; undefined where it is not there, or not what the order means. */
export async function getSetup(shared: Shared, { run, setup }: Order): Promise<SharedSetup | undefined> {
  const bytes = await getHashed(shared, names.setup(run, setup), setup);
  return bytes && (deserialize(bytes) as SharedSetup);
}

/** Whether a run still waits for reports: what all of them share goes first when it ends. */
export function isOpen(shared: Shared, { run, setup }: Pick<Order, "run" | "setup">): Promise<boolean> {
  return shared.has(names.setup(run, setup));
}

/** Removes all that a run has in the shared place. Whoever puts something there while it goes finds that the run has ended. */
export async function closeRun(shared: Shared, { run, setup }: Pick<Order, "run" | "setup">): Promise<void> {
  await shared.remove(names.setup(run, setup));
  await shared.remove(run);
}

/** Puts a report's own part where workers find it. Returns its order. */
export async function putTask(
  shared: Shared,
  ground: Pick<Order, "run" | "makers" | "setup">,
  task: Task,
): Promise<Order> {
  const hash = await putHashed(shared, serialize(task), (own) => names.task(ground.run, own));
  return { ...ground, task: hash, code: task.organisation.code };
}

/** A report's own part; undefined where it is not there, or not what the order means. */
export async function getTask(shared: Shared, { run, task }: Order): Promise<Task | undefined> {
  const bytes = await getHashed(shared, names.task(run, task), task);
  return bytes && (deserialize(bytes) as Task);
}

/** A file of a report, by its hash; undefined where it is not there, or has other bytes. */
export function getFile(shared: Shared, { run }: Order, hash: string): Promise<Uint8Array | undefined> {
  return getHashed(shared, names.file(run, hash), hash);
}

export async function putFile(shared: Shared, { run }: Order, bytes: Uint8Array): Promise<void> {
  await putHashed(shared, bytes, (hash) => names.file(run, hash));
}

/** Says what came of an order. Its files must be there already. */
export async function putAnswer(shared: Shared, order: Order, made: MadeReport): Promise<void> {
  await shared.put(names.answer(order.run, idOf(order)), Buffer.from(JSON.stringify(made)));
}

/** What came of an order; undefined where nothing has, or what is there cannot be read. */
export async function getAnswer(shared: Shared, order: Order): Promise<MadeReport | undefined> {
  const bytes = await shared.get(names.answer(order.run, idOf(order)));
  try {
    const made = JSON.parse(bytes ? Buffer.from(bytes).toString() : "null") as MadeReport | null;
    return made?.code === order.code && Array.isArray(made.entries) ? made : undefined;
  } catch {
    return undefined;
  }
}

/** Removes an order's part, and what came of it. */
export async function clearOrder(shared: Shared, order: Order, made: MadeReport | undefined): Promise<void> {
  await Promise.all([shared.remove(names.task(order.run, order.task)), clearAnswer(shared, order, made)]);
}

/** Removes what came of an order, with the files that it names. */
export async function clearAnswer(shared: Shared, order: Order, made: MadeReport | undefined): Promise<void> {
  const files = (made?.entries ?? []).flatMap((entry) =>
    "path" in entry ? [names.file(order.run, entry.sha256)] : [],
  );
  await Promise.all([names.answer(order.run, idOf(order)), ...files].map(shared.remove));
}

async function putHashed(shared: Shared, bytes: Uint8Array, nameOf: (hash: string) => string): Promise<string> {
  const hash = sha256(bytes);
  await shared.put(nameOf(hash), bytes);
  return hash;
}

async function getHashed(shared: Shared, name: string, hash: string): Promise<Uint8Array | undefined> {
  const bytes = await shared.get(name);
  return bytes && sha256(bytes) === hash ? bytes : undefined;
}

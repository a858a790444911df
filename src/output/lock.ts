import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { refusal } from "../node.ts";
import { environmentError } from "../problem.ts";

/** Who holds a lock, or a folder. What tells one life of a process from another is known on Linux only. */
export type Holder = {
  id: string; // of this lock, e.g. a UUID
  pid: number;
  host: string;
  since: string; // "2026-10-12T07:00:00.000Z"
  boot?: string; // of the machine
  space?: string; // in which its process ids are counted: a container has its own
  started?: string; // when the process began, in ticks since the boot
};

/** A lock that is held, until it is disposed of. */
export type Lock = AsyncDisposable & Holder;

/**
 * Takes the lock at a path, or throws an InputError that says who holds it: there is no waiting. The lock of a process that is
 * no more, whatever ended it, is taken over; whether a process on another machine lives, nobody here can know. `what` is what
 * the lock is for, e.g. `a run into "out/opioids/2026-08"`; `mend` is what whoever finds it held can do.
 */
export async function lock(path: string, what: string, mend = beside): Promise<Lock> {
  const holder = newHolder();
  await mkdir(dirname(path), { recursive: true }).catch(refusal("write", dirname(path)));
  await take(path, holder, what, mend);
  return { ...holder, [Symbol.asyncDispose]: () => release(path, holder) };
}

/** This process as the holder of something. */
export function newHolder(): Holder {
  return { id: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString(), ...life };
}

/**
 * A dead holder's lock is replaced by one process only: by whoever holds the lock on replacing that very lock. Whoever comes
 * late finds that it is another's by then.
 */
async function take(path: string, holder: Holder, what: string, mend: string): Promise<void> {
  if (await create(path, holder)) return;
  const held = await heldBy(path);
  if (held === undefined) return take(path, holder, what, mend); // given back in between
  if (held === "unreadable" || !isDead(held)) throw heldError(path, held, what, mend);
  const claim = `${path}.${held.id}`;
  await take(claim, holder, what, mend);
  try {
    const still = await heldBy(path);
    if (still !== undefined && still !== "unreadable" && still.id === held.id) return await replace(path, holder);
  } finally {
    await release(claim, holder);
  }
  return take(path, holder, what, mend);
}

/** Writes a lock where there is none: whole, or not at all. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const written = await writeBeside(path, holder);
  try {
    await link(written, path);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) throw error;
    return await createWithoutLinks(path, holder);
  } finally {
    await rm(written, { force: true });
  }
}

/** The same on a disk that has no second paths for files. */
async function createWithoutLinks(path: string, holder: Holder): Promise<boolean> {
  const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") return undefined;
    throw error;
  });
  await file?.writeFile(JSON.stringify(holder));
  await file?.close();
  return file !== undefined;
}

async function replace(path: string, holder: Holder): Promise<void> {
  await rename(await writeBeside(path, holder), path);
}

async function writeBeside(path: string, holder: Holder): Promise<string> {
  const beside = `${path}.${holder.id}.part`;
  try {
    await using file = await open(beside, "w");
    await file.writeFile(JSON.stringify(holder));
    await file.sync(); // after a power failure it says who held it
    return beside;
  } catch (error) {
    return refusal("write", beside)(error);
  }
}

async function release(path: string, { id }: Holder): Promise<void> {
  const held = await heldBy(path);
  if (held !== undefined && held !== "unreadable" && held.id === id) await rm(path, { force: true });
}

/** Who holds what a file says; undefined where there is none. */
export async function heldBy(path: string): Promise<Holder | "unreadable" | undefined> {
  try {
    const { id, pid, host, since, ...rest } = JSON.parse(await readFile(path, "utf8")) as Partial<Holder>;
    return id && pid && host && since ? { id, pid, host, since, ...rest } : "unreadable";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "unreadable";
  }
}

/** Whether the process that holds something is surely no more. */
export function isDead(held: Holder): boolean {
  if (isElsewhere(held)) return false;
  if (held.boot !== life.boot) return true; // this machine has started anew since
  return !isThere(held.pid) || (held.started !== undefined && held.started !== startOf(held.pid));
}

/** On another machine, or in another container of this one: its process ids say nothing here. */
function isElsewhere({ host, boot, space }: Holder): boolean {
  return host !== hostname() || (boot === life.boot && space !== life.space);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const beside = "wait until it has ended, or give this run an --out of its own";

/** What tells this process from another that has its number. */
const life = lifeOf(process.pid);

function lifeOf(pid: number): Pick<Holder, "boot" | "space" | "started"> {
  const boot = known(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const space = known(() => readlinkSync("/proc/self/ns/pid"));
  const started = startOf(pid);
  return { ...(boot && { boot }), ...(space && { space }), ...(started && { started }) };
}

/** The 22nd field of a process's record; its name, the second, may hold spaces and brackets. */
function startOf(pid: number): string | undefined {
  return known(() => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19]);
}

function known<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined; // not on Linux, or the process has ended
  }
}

function heldError(path: string, held: Holder | "unreadable", what: string, mend: string): Error {
  if (held === "unreadable")
    return environmentError(
      "locked",
      `${what} is going on, or ended with the machine: its lock cannot be read`,
      `if no other run is going on, remove "${path}"`,
    );
  const when = `${held.since.slice(0, 16).replace("T", " ")} UTC`; // "2026-10-12 07:00 UTC"
  return environmentError(
    "locked",
    `${what} is going on: process ${held.pid} on ${held.host}, since ${when}`,
    isElsewhere(held) ? `${mend}; if that machine or container has stopped, remove "${path}"` : mend,
  );
}

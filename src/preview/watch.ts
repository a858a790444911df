import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { World } from "../world.ts";

/** What a view depends on: files that may or may not be there, and folders in which files may come and go. */
export type Watched = {
  files: ReadonlySet<string>;
  found: ReadonlySet<string>; // those of the files that were there when they were read
  folders: ReadonlySet<string>;
};

/** A world that notes every file and folder it was asked for, found or not: what to watch is what was read. */
export function recordingWorld(world: World): { world: World; watched: Watched } {
  const files = new Set<string>();
  const found = new Set<string>();
  const folders = new Set<string>();
  return {
    watched: { files, found, folders },
    world: {
      ...world,
      async readText(path) {
        files.add(path);
        const text = await readSaved(world, path);
        if (text !== undefined) found.add(path);
        return text;
      },
      listFiles(folder) {
        folders.add(folder);
        return world.listFiles(folder);
      },
    },
  };
}

/** The text of a file. One that has just been emptied is read again: many editors empty a file before they write it. */
async function readSaved({ readText }: World, path: string): Promise<string | undefined> {
  for (;;) {
    const text = await readText(path);
    if (text !== "") return text;
    const found = await stat(path).catch(() => undefined);
    if (!found || Math.abs(Date.now() - found.mtimeMs) > emptied) return text;
    await pause(settle);
  }
}

const emptied = 1_000; // ms after which an empty file is meant to be empty
const every = 120; // ms between two looks
const longest = 600; // ms between two looks where files are many or the machine is busy
const settle = 40; // ms without a change before a save counts as finished

/**
 * Looks at the files again and again, and tells which have changed since the last look, or at the first since an instant
 * (ms, as Date.now()): what was saved while it was read may not have been read. It asks rather than being told:
 * that holds for network drives, containers and editors that save by renaming, and costs a few milliseconds.
 */
export function watch(
  watched: () => Watched,
  onChange: (changed: readonly string[]) => Promise<void>,
  since: number,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const ended = keepLooking().catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };

  async function keepLooking(): Promise<void> {
    let known = await firstLook(watched(), since);
    for (;;) {
      const before = performance.now();
      let now = await stampsOf(watched());
      const spent = performance.now() - before;
      if (differences(known, now).length > 0) {
        now = await settled(now);
        const changed = differences(known, now);
        known = now;
        const began = Date.now();
        if (changed.length > 0) await onChange(changed);
        known = await stillKnown(known, began);
      }
      await pause(Math.min(longest, Math.max(every, 4 * spent)), undefined, { signal: stopping.signal });
    }
  }

  /** A save during the change is seen at the next look, of what is watched only since then too. */
  async function stillKnown(before: Stamps, began: number): Promise<Stamps> {
    const now = await firstLook(watched(), began);
    return new Map([...now].map(([path, stamp]) => [path, before.get(path) ?? stamp]));
  }

  async function settled(first: Stamps): Promise<Stamps> {
    for (let last = first; ; ) {
      await pause(settle, undefined, { signal: stopping.signal });
      const next = await stampsOf(watched());
      if (differences(last, next).length === 0) return next;
      last = next;
    }
  }
}

/** Each file with what changes when it is saved; absent files have a stamp too. */
type Stamps = ReadonlyMap<string, string>;

/** Files as they are first looked at. One saved since its reading began, or gone since it was read, has a stamp that none has, so that it counts as changed. */
async function firstLook(watched: Watched, began: number): Promise<Stamps> {
  const nanoseconds = BigInt(Math.trunc(began) - tick) * 1_000_000n;
  const isAsRead = (path: string, stamp: string) =>
    stamp === absent ? !watched.found.has(path) : BigInt(stamp.split(" ")[0] ?? 0) < nanoseconds;
  const stamps = await stampsOf(watched);
  return new Map([...stamps].map(([path, stamp]) => [path, isAsRead(path, stamp) ? stamp : "changed meanwhile"]));
}

const absent = "absent";
const tick = 10; // ms by which the time of a file may be behind the clock

async function stampsOf({ files, folders }: Watched): Promise<Stamps> {
  const listed = await Promise.all([...folders].map(listFiles));
  const paths = [...new Set([...files, ...listed.flat()])];
  return new Map(await Promise.all(paths.map(async (path) => [path, await stampOf(path)] as const)));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function stampOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : absent;
}

function differences(before: Stamps, now: Stamps): string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => (before.get(path) ?? absent) !== (now.get(path) ?? absent));
}

/** Whether a file is somewhere in a folder. */
export function isBelow(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}

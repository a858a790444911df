import type { Listed } from "./carry.ts";
import { isArtefact, pathOf, withLater } from "./record.ts";
import type { Entry } from "./store.ts";

/** Entries of a run by recipient, and the folder its files are in. */
export type Told = { folder: string; entries: ReadonlyMap<string, readonly Entry[]> };

/** What is known of the reports of a run, and where their files are by now. */
export type Known = {
  /** Adds to what is known of a report; of two entries of one file the later holds. */
  add: (code: string, entries: readonly Entry[]) => void;
  /** Entries that were made or begun in the run's own folder. */
  own: () => Entry[];
  /** All entries; what has changed since it was made has failed. */
  entries: (changed: ReadonlySet<string>) => Entry[];
  /** The files on record of one report, or of all. */
  files: (code?: string) => (Listed & { channel: string })[];
};

/** What a run knows that goes on from others of the same inputs: the one in its place, and one that was begun. */
export function knownFrom({ before, begun }: { before: Told; begun: Told }): Known {
  const made = new Map(begun.entries);
  const codes = () => [...new Set([...before.entries.keys(), ...made.keys()])];
  const both = (code: string) => withLater(before.entries.get(code) ?? [], made.get(code) ?? []);
  return {
    add: (code, entries) => void made.set(code, withLater(made.get(code) ?? [], entries)),
    own: () => inOrder([...made.values()].flat()),
    entries: (changed) => inOrder(codes().flatMap((code) => withoutChanged(both(code), changed))),
    files: (code) => (code === undefined ? codes() : [code]).flatMap(filesOf),
  };

  function filesOf(code: string): (Listed & { channel: string })[] {
    const own = new Set((made.get(code) ?? []).map(pathOf));
    return both(code)
      .filter(isArtefact)
      .map(({ path, sha256, channel }) => ({
        folder: own.has(path) ? begun.folder : before.folder,
        path,
        sha256,
        channel,
      }));
  }
}

function withoutChanged(entries: readonly Entry[], changed: ReadonlySet<string>): readonly Entry[] {
  const lost = entries.find((entry) => changed.has(pathOf(entry)));
  if (!lost) return entries;
  const failed = `${pathOf(lost)}: it is not there as it was made`;
  return [...entries.filter((entry) => isArtefact(entry) && !changed.has(entry.path)), { code: lost.code, failed }];
}

/** By code and path, as in the manifest. */
function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => compare(a.code, b.code) || compare(pathOf(a), pathOf(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

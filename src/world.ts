/**
 * The files of a study and of a run, the person at the terminal, and a clock: what the pipeline asks for by name, so that a
 * test can keep it in memory. `node.ts` is the real one. Not in it are the browser (output/browser.ts), the database
 * (input/files/table.ts), the lock of a run (output/lock.ts) and the package's own files (templates, fonts): these are
 * opened where they are used.
 */
export type World = {
  /** The text of a file, or undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
  /** The lines of a file, one after another, so that a large one is never in memory whole; none where there is no file. */
  readLines(path: string): AsyncIterable<string>;
  /** All files below a folder, as paths, sorted; empty where there is no such folder. */
  listFiles(folder: string): Promise<string[]>;
  /** Names of the folders in a folder, sorted; none where there is no such folder. */
  foldersIn(folder: string): Promise<string[]>;
  /** What stands at a path, symbolic links followed; undefined where nothing does. */
  find(path: string): Promise<FileFound | undefined>;
  /** SHA-256 of a file's bytes, in hex. */
  hash(path: string): Promise<string>;
  /** Writes a file whole or not at all, making its folder. */
  write(path: string, bytes: Uint8Array | string): Promise<void>;
  /** The same of a file that is too large to be in memory whole, line by line. */
  writeLines(path: string, lines: Iterable<string>): Promise<void>;
  /** The same, in pieces as they are made. */
  writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Throws, as for a problem of the input, where nothing can be written below a folder, or the folder cannot be made. Writes nothing. */
  refuseUnwritable(folder: string): Promise<void>;
  /** Adds to a file's end; its folder must be there, and the file too where that is asked. */
  append(path: string, text: string, options?: { isThere?: boolean }): Promise<void>;
  /** Has a file, or the names in a folder, on the disk itself, so that a power failure does not undo them. */
  flush(path: string): Promise<void>;
  /** The same of all files and folders below a folder, and of the folder. */
  flushAll(folder: string): Promise<void>;
  /** Removes a file or a folder with all that is in it, where there is one. */
  remove(path: string): Promise<void>;
  /** Makes a folder, with those above it; false where it is there already, made by whomever. */
  makeFolder(path: string): Promise<boolean>;
  /** Puts a file at a second path as well, without a copy of its bytes where the disk can; false where there is no such file. */
  link(from: string, to: string): Promise<boolean>;
  /** A line for the person at the terminal (stderr). */
  log(line: string): void;
  /** Milliseconds of a steady clock, for timings only: nothing printed in a report comes from it. */
  clock(): number;
  /** The time, e.g. "2026-10-12T07:00:00.000Z", for logs only. */
  now(): string;
  /** The day, e.g. "2026-10-12": what is due by now. Nothing printed in a report comes from it. */
  today(): string;
};

/**
 * A thing on the disk: its path without links, whether it is a file rather than a folder, a device or a pipe, and when it was
 * last written, in milliseconds since 1970.
 */
export type FileFound = { path: string; isFile: boolean; written: number };

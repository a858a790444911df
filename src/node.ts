import { createHash, hash as oneShotHash, randomUUID } from "node:crypto";
import { closeSync, createWriteStream, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import {
  access,
  appendFile,
  constants,
  copyFile,
  type FileHandle,
  link as linkFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { environmentError, type InputError } from "./problem.ts";
import type { FileFound, World } from "./world.ts";

/** The real world: this machine's disk and terminal. */
export function nodeWorld(): World {
  return {
    readText,
    readLines,
    listFiles,
    foldersIn,
    find,
    hash,
    write,
    writeLines,
    writeChunks,
    refuseUnwritable,
    append,
    flush,
    flushAll,
    remove,
    makeFolder,
    link,
    log,
    clock: () => performance.now(),
    now: () => new Date().toISOString(),
    today: () => new Date().toISOString().slice(0, 10),
  };
}

/** At once: to wait for each of some hundred small files takes three times as long as to read them. */
async function readText(path: string): Promise<string | undefined> {
  let file: number | undefined;
  try {
    file = openSync(path, asFile);
    return isFile(path, fstatSync(file)) ? readFileSync(file, "utf8") : undefined;
  } catch (error) {
    return isAbsent(error) ? undefined : refusal("read", path)(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Opens a file; undefined where there is none. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, asFile).catch(absent);
  try {
    if (file === undefined || isFile(path, await file.stat())) return file;
  } catch (error) {
    await file?.close();
    throw error;
  }
  await file.close();
  return undefined;
}

const asFile = constants.O_RDONLY | constants.O_NONBLOCK; // nobody need write to a pipe for it to open

/**
 * Whether what was opened is a file; false of a folder. A pipe or a device is refused: it would be waited for, or read, without end.
 * What was opened is asked, so that nothing can be put in its place in between.
 */
function isFile(path: string, there: Stats): boolean {
  if (there.isFile() || there.isDirectory()) return there.isFile();
  throw Object.assign(new Error(`${path} is no file`), { code: "NOTAFILE" });
}

async function* readLines(path: string): AsyncGenerator<string> {
  const file = await openFile(path).catch(refusal("read", path));
  if (!file) return;
  try {
    const room = Buffer.allocUnsafe(1 << 18);
    let rest = Buffer.alloc(0);
    for (;;) {
      const { bytesRead } = await file.read(room, 0, room.length);
      if (bytesRead === 0) break;
      const all = Buffer.concat([rest, room.subarray(0, bytesRead)]);
      const end = all.lastIndexOf("\n");
      if (end >= 0) yield* all.toString("utf8", 0, end).split("\n"); // and nowhere else: a separator of paragraphs may stand within a line
      rest = all.subarray(end + 1);
    }
    if (rest.length > 0) yield rest.toString();
  } finally {
    await file.close();
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries =
    (await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent).catch(refusal("read", folder))) ??
    [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function find(path: string): Promise<FileFound | undefined> {
  const real = await realpath(path).catch(absent);
  if (real === undefined) return undefined;
  const there = await stat(real);
  return { path: real, isFile: there.isFile(), written: there.mtimeMs };
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(absent).catch(refusal("read", folder))) ?? [];
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

async function hash(path: string): Promise<string> {
  const bytes = readShort(path);
  if (bytes) return oneShotHash("sha256", bytes);
  const digest = createHash("sha256");
  const file = await openFile(path).catch(refusal("read", path));
  if (!file) return refusal("read", path)(Object.assign(new Error(`no file ${path}`), { code: "ENOENT" }));
  await pipeline(file.createReadStream(), digest).catch(refusal("read", path)); // which closes it
  return digest.digest("hex");
}

/** A file that is not long, at once, as texts are read: a run has tens of thousands. Undefined where it is long, and where there is none. */
function readShort(path: string): Uint8Array | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, asFile);
    const there = fstatSync(file);
    return isFile(path, there) && there.size <= short ? readFileSync(file) : undefined;
  } catch (error) {
    return isAbsent(error) ? undefined : refusal("read", path)(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const short = 1 << 20; // bytes: a report or an email has far less, a data file more

function write(path: string, bytes: Uint8Array | string): Promise<void> {
  return writeBy(path, (temporary) => writeFile(temporary, bytes));
}

function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  return writeBy(path, (temporary) => pipeline(Readable.from(inChunks(lines)), createWriteStream(temporary)));
}

function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  return writeBy(path, (temporary) => pipeline(chunks, createWriteStream(temporary)));
}

/** So many lines at a time: a write for each would take longer than the writing. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line, "\n");
    if (chunk.length < 512) continue;
    yield chunk.join("");
    chunk = [];
  }
  if (chunk.length > 0) yield chunk.join("");
}

async function writeBy(path: string, writeTo: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${life}-${++writes}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeTo(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // where its folder is none, nothing was written
    refusal("write", path)(error);
  }
}

let writes = 0; // makes names of unfinished files unique within the process
const life = `${process.pid}-${randomUUID().slice(0, 8)}`; // and among processes: several machines have one of this number

async function refuseUnwritable(folder: string): Promise<void> {
  const there = await nearestThere(resolve(folder));
  try {
    await access(`${there}${sep}.`, constants.W_OK | constants.X_OK); // the dot: a file is no folder
    const { bavail, blocks } = await statfs(there);
    if (blocks === 0) throw Object.assign(new Error("no disk"), { code: "EROFS" }); // such as /proc
    if (bavail === 0) throw Object.assign(new Error("full"), { code: "ENOSPC" });
  } catch (error) {
    refusal("write", folder)(error);
  }
}

/** The folder itself, or the nearest above it that is there. */
async function nearestThere(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearestThere(dirname(path));
}

async function append(path: string, text: string, { isThere = false } = {}): Promise<void> {
  const flag = isThere ? constants.O_WRONLY | constants.O_APPEND : "a";
  await appendFile(path, text, { flag }).catch(refusal("write", path));
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r").catch(refusal("read", path));
  try {
    await file.sync();
  } catch (error) {
    if (!withoutFlush.has((error as NodeJS.ErrnoException).code ?? "")) refusal("write", path)(error);
  } finally {
    await file.close();
  }
}

/** What a system says that does not flush folders, or what was opened for reading. */
const withoutFlush: ReadonlySet<string> = new Set(["EINVAL", "EPERM", "EBADF", "ENOTSUP", "EISDIR"]);

async function flushAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(refusal("read", folder));
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  for (let i = 0; i < paths.length; i += together) await Promise.all(paths.slice(i, i + together).map(flush));
  await flush(folder);
}

const together = 64; // files at a time: the disk puts their writes in one order, and few are open

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(refusal("remove", path)); // others may just have put something there
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(path);
    return true;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST" && (await stat(path)).isDirectory();
    return isThere ? false : refusal("write", path)(error);
  }
}

async function link(from: string, to: string): Promise<boolean> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await linkFile(from, to).catch((error: NodeJS.ErrnoException) => {
      if (!withoutLinks.has(error.code ?? "")) throw error;
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    return (await find(from))?.isFile ? refusal("write", to)(error) : false;
  }
}

/** What a disk says that has no second paths for files, or no more of them. */
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK"]);

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function absent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Makes a folder of its own among the temporary ones, for whoever removes it again: "feedback-work-" and some letters. */
export async function makeTemporary(name: string): Promise<string> {
  const beside = join(tmpdir(), name);
  return mkdtemp(beside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") return refusal("write", beside)(error);
    const hint = "make it, or set TMPDIR to a folder that is there";
    throw environmentError("no-temporary", `the folder for temporary files, "${tmpdir()}", is not there`, hint);
  });
}

/** What the system says of a file that it refuses, for people; anything else is a bug and keeps its stack. */
export function refusal(verb: "read" | "write" | "remove", path: string) {
  return (error: unknown): never => {
    const { code = "" } = error as NodeJS.ErrnoException;
    const reason = verb === "write" && code === "ENOENT" ? gone : reasons[code];
    if (!reason) throw error;
    throw environmentError(`cannot-${verb}`, `cannot ${verb} "${path}": ${reason[0]}`, reason[1]);
  };
}

/**
 * A fault of this machine that was met where nobody asked for it, such as in a package or while a module is read: no room, no more
 * files, a disk that does not work. Undefined for anything else, which is a bug and keeps its stack.
 */
export function machineFault(error: unknown): InputError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", syscall, path } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (!reason || syscall === undefined || !ofMachine.has(code)) return undefined;
  const what = path === undefined ? syscall : `${syscall} "${path}"`;
  return environmentError("machine", `cannot ${what}: ${reason[0]}`, reason[1]);
}

const ofMachine: ReadonlySet<string> = new Set("EMFILE ENFILE ENOSPC EDQUOT EFBIG EROFS EIO EAGAIN ENOMEM".split(" "));

const gone = ["its folder is gone", "see who removed it, then go on with --resume"] as const;

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  NOTAFILE: ["it is a pipe or a device", "only files are read: write what it gives into one, and name that"],
  EACCES: ["permission denied", "change its permissions, or choose another place"],
  EPERM: ["the system does not allow it", "change its permissions, or choose another place"],
  EROFS: ["nothing can be written there", "choose another place"],
  ENOSPC: ["no space left on the disk", "make room, or choose another place"],
  EDQUOT: ["your quota of the disk is used up", "make room, or choose another place"],
  EFBIG: ["the file would be larger than is allowed", "raise the limit on file sizes (ulimit -f)"],
  EEXIST: ["a file stands where a folder is needed", "remove the file, or choose another place"],
  ENOTDIR: ["a file stands where a folder is needed", "remove the file, or choose another place"],
  EISDIR: ["a folder stands where a file is needed", "remove the folder, or choose another place"],
  ENAMETOOLONG: ["its name is too long", "choose a shorter one"],
  ELOOP: ["its links lead in a circle", "mend the links, or choose another place"],
  EMFILE: ["too many files are open", "raise the limit on open files (ulimit -n)"],
  ENFILE: ["too many files are open", "close other programs"],
  EAGAIN: [
    "the system has no more processes or threads to give",
    "raise the limit on processes (ulimit -u), or use fewer --workers",
  ],
  ENOMEM: ["the system has no more memory", "close other programs, or use fewer --workers"],
  EBUSY: ["the system is using it", "unmount it or close what has it open, or choose another place"],
  EXDEV: ["it would be on another disk", "choose a place where all folders are on one disk"],
  EIO: ["the disk does not work", "check the disk"],
};

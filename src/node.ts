import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Found, World } from "./world.ts";

/** The real world: this machine's disk and terminal. */
export function nodeWorld(): World {
  return { readText, listFiles, find, hash, write, log, clock: () => performance.now() };
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(absent);
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent)) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function find(path: string): Promise<Found | undefined> {
  const real = await realpath(path).catch(absent);
  return real === undefined ? undefined : { path: real, isFile: (await stat(real)).isFile() };
}

async function hash(path: string): Promise<string> {
  const digest = createHash("sha256");
  await pipeline(createReadStream(path), digest);
  return digest.digest("hex");
}

async function write(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}-${++writes}.part`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

let writes = 0; // makes names of unfinished files unique within the process

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
  throw error;
}

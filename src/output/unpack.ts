import { createReadStream, createWriteStream, existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { environmentError } from "../problem.ts";
import { cacheFolder, makePrivate, refuseIfShared } from "./cache.ts";

/** The pinned browser on this machine's disk, ready to run. */
export type Unpacked = {
  path: string; // the browser itself
  libraries: string; // folder of the shared libraries a bare machine lacks
};

/**
 * Unpacks the browser that the lockfile pins into the user's cache, once, and says where it is. Undefined where the
 * package has no browser for this machine: it carries one for Linux on x64 with glibc. Several processes may call this
 * at the same time: each unpacks beside, the first to finish gives its folder the final name.
 */
export async function unpackChromium(cache = cacheFolder()): Promise<Unpacked | undefined> {
  if (!isFitForThisMachine()) return undefined;
  const { packed, version } = pinnedPackage();
  const folder = join(cache, `chromium-${version}`);
  await makePrivate(cache);
  await removeLeftovers(cache);
  if (existsSync(folder)) await refuseIfShared(folder);
  else await unpackInto(folder, packed);
  return { path: join(folder, "chromium"), libraries: join(folder, "lib") };
}

/** The browser in the package is an x64 program for glibc, which this file's path is part of. */
function isFitForThisMachine(): boolean {
  return process.platform === "linux" && process.arch === "x64" && existsSync("/lib64/ld-linux-x86-64.so.2");
}

function pinnedPackage(): { packed: string; version: string } {
  const root = join(dirname(require.resolve("@sparticuz/chromium")), "..");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { packed: join(root, "bin"), version };
}

async function unpackInto(folder: string, packed: string): Promise<void> {
  const { extract } = require("tar-fs") as { extract(folder: string): Writable }; // the package has no types
  const beside = await mkdtemp(`${folder}${unfinished}`);
  try {
    await Promise.all([
      pipeline(
        createReadStream(join(packed, "chromium.br")),
        createBrotliDecompress({ chunkSize: megabyte }),
        createWriteStream(join(beside, "chromium"), { mode: 0o700, flush: true }),
      ),
      pipeline(
        createReadStream(join(packed, "al2023.tar.br")),
        createBrotliDecompress({ chunkSize: megabyte }),
        extract(beside),
      ),
    ]);
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (!existsSync(folder))
      throw environmentError(
        "no-cache",
        `cannot unpack the browser into ${folder}: ${(error as Error).message}`,
        "make room for 220 MB, or set XDG_CACHE_HOME to a folder that has it",
      );
  }
}

/** Removes what an interrupted unpacking left behind; anything younger than an hour may still be at work. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith("chromium-") && name.includes(unfinished));
  for (const path of names.map((name) => join(cache, name))) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

const require = createRequire(import.meta.url);
const unfinished = ".part-";
const megabyte = 2 ** 20;

if (import.meta.main) await unpackChromium(); // as called by src/setup.mjs

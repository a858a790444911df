import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { refusal } from "../node.ts";

/** Puts the files of a folder into a tar file, the same to the byte for the same files: without times, owners and modes. */
export async function packTar(folder: string, file: string, entries: readonly string[]): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await pipeline(
      pack(folder, { entries: [...entries].sort(), map: plain }),
      createWriteStream(part, { flush: true }),
    );
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    refusal("write", file)(error);
  }
}

/** Unpacks a tar file into a folder: files and folders alone, and nothing outside it. False where it is no sound tar file. */
export async function unpackTar(file: string, folder: string): Promise<boolean> {
  try {
    await pipeline(
      createReadStream(file),
      extract(folder, { ignore: (_, { type }) => type !== "file" && type !== "directory", map: plain }),
    );
    return true;
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) return false; // of the format
    return refusal("read", file)(error);
  }
}

type TarHeader = { name: string; type: string; mode: number; mtime: Date; uid: number; gid: number };

/** Of all that a header says only the name, the kind and the size. */
function plain(header: TarHeader): TarHeader {
  return { ...header, mode: header.type === "directory" ? 0o755 : 0o644, mtime: new Date(0), uid: 0, gid: 0 };
}

// The package has no types.
const { pack, extract } = createRequire(import.meta.url)("tar-fs") as {
  pack(folder: string, options: { entries: readonly string[]; map: (header: TarHeader) => TarHeader }): Readable;
  extract(
    folder: string,
    options: { ignore: (name: string, header: TarHeader) => boolean; map: (header: TarHeader) => TarHeader },
  ): Writable;
};

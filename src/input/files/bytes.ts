import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { Form } from "./form.ts";
import { whileSound } from "./packed.ts";

/** The bytes of a file, or of a part of it, piece by piece; it may be opened again. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** Whether a file is unpacked when it is read. */
export function isGzip(file: string): boolean {
  return /\.gz$/i.test(file);
}

/** The bytes of a file, unpacked where it is gzipped; throws a FileFault where these are far more than a table packs to. */
export function bytesOf(file: string): Bytes {
  return async function* () {
    const { size } = await stat(file);
    const stream = createReadStream(file, { highWaterMark: Math.min(size + 1, 2 ** 20) });
    if (!isGzip(file)) return yield* stream;
    yield* whileSound(stream.pipe(createGunzip()), () => stream.bytesRead);
  };
}

/** The text of bytes, piece by piece, and at last an empty piece; `unknown` stands for what is not so encoded. */
export async function* textOf(bytes: Bytes, encoding: Form["encoding"]): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of bytes()) {
    decoder ??= new TextDecoder(labelOf(encoding, piece));
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const end = decoder?.decode() ?? "";
  if (end !== "") yield end;
  yield "";
}

/** Whether every byte is part of a letter in an encoding. */
export async function isSoundIn(bytes: Bytes, encoding: Form["encoding"]): Promise<boolean> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const piece of bytes()) {
      decoder ??= new TextDecoder(labelOf(encoding, piece), { fatal: true });
      decoder.decode(piece, { stream: true });
    }
    decoder?.decode();
    return true;
  } catch {
    return false;
  }
}

/** What a decoder gives for bytes that are no letter. */
export const unknown = "\uFFFD";

/** UTF-16 comes in two orders of bytes, told by the first two. */
function labelOf(encoding: Form["encoding"], [first, second]: Uint8Array): string {
  if (encoding !== "utf-16") return encoding === "latin1" ? "windows-1252" : encoding;
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-16le";
}

const enough = 2 ** 18; // characters; a header with many columns has a few thousand

/** The text with which bytes begin. */
export async function firstText(bytes: Bytes, encoding: Form["encoding"]): Promise<string> {
  let text = "";
  for await (const piece of textOf(bytes, encoding)) {
    text += piece;
    if (text.length >= enough) break;
  }
  return text;
}

/** Whether bytes are plain letters in any encoding, letters in UTF-8, or something else. */
export async function lettersOf(bytes: Bytes): Promise<"plain" | "utf-8" | "other"> {
  let isPlain = true;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of bytes()) {
      isPlain &&= piece.every((byte) => byte < 128);
      decoder.decode(piece, { stream: true });
    }
    decoder.decode();
  } catch {
    return "other";
  }
  return isPlain ? "plain" : "utf-8";
}

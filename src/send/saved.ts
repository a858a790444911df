import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";

/** A message as a mail client saved it; its name is that of its file, and in a file of many its number. */
export type Saved = { name: string; bytes: Uint8Array };

const kinds = new Set([".eml", ".mbox", ".msg"]);

/**
 * The messages of a file, or of all `.eml` and `.mbox` files of a folder, one file at a time. A file of Outlook (`.msg`) comes as it is:
 * whoever reads it says that it cannot be read. Throws where there is no such file or folder.
 */
export async function* savedMessages(world: World, from: string): AsyncGenerator<Saved> {
  const there = await world.find(from);
  if (!there)
    throw inputError([
      {
        code: "missing-file",
        severity: "error",
        message: `no such file or folder "${from}"`,
        hint: "save what came back as .eml files or as one .mbox file, and name it or its folder",
      },
    ]);
  const files = there.isFile
    ? [from]
    : (await world.listFiles(from)).filter((file) => kinds.has(extname(file).toLowerCase()));
  for (const file of files) {
    const bytes = await readFile(file);
    if (startsMessage(bytes, 0)) yield* messagesIn(file, bytes);
    else yield { name: file, bytes };
  }
}

/** A message of Outlook is a compound file, which begins with these bytes. */
export const isOutlook = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString("hex") === "d0cf11e0";

const newline = 0x0a;

/** Each message of an mbox begins at the head of the file or after an empty line, with "From " (RFC 4155). */
function* messagesIn(file: string, bytes: Buffer): Generator<Saved> {
  const starts = [0];
  for (let at = bytes.indexOf("\nFrom "); at >= 0; at = bytes.indexOf("\nFrom ", at + 1)) {
    const isAfterEmptyLine = bytes[at - 1] === newline || (bytes[at - 1] === 0x0d && bytes[at - 2] === newline);
    if (isAfterEmptyLine && startsMessage(bytes, at + 1)) starts.push(at + 1);
  }
  for (const [i, start] of starts.entries()) {
    const message = bytes.subarray(bytes.indexOf(newline, start) + 1, starts[i + 1] ?? bytes.length);
    yield { name: `${file}, message ${i + 1}`, bytes: unquoted(message) };
  }
}

/** "From bounces@example Mon Aug  3 09:12:44 2026": a sender, a time and a year, not a sentence that begins with "From". */
function startsMessage(bytes: Buffer, at: number): boolean {
  const line = bytes.toString("latin1", at, Math.min(at + 300, bytes.length)).split(/\r?\n/, 1)[0]!;
  return /^From \S+ .*\b\d{1,2}:\d{2}\b.*\b\d{4}\b/.test(line);
}

/** A line that begins with "From " has a ">" before it in an mbox, which is not of the message. */
function unquoted(message: Buffer): Buffer {
  if (!message.includes("\n>")) return message;
  return Buffer.from(message.toString("latin1").replace(/^>(>*From )/gm, "$1"), "latin1");
}

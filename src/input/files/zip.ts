import { type Entry, openPromise, type ZipFile } from "yauzl";
import type { Bytes } from "./bytes.ts";
import { fileFault } from "./fault.ts";
import { refuseBomb } from "./packed.ts";
import { toPattern } from "./pattern.ts";
import { suggest } from "./suggest.ts";

/** A CSV file in a zip: its path there, and its bytes. Nothing is unpacked to the disk. */
export type ZipPart = { inside: string; bytes: Bytes };

/**
 * The files of a zip that are meant: those that `inside` names, by a name or a pattern, or the only CSV file. Throws a
 * FileFault where there is none, or more than one and none is named.
 */
export async function readZip(file: string, inside: readonly string[] | undefined): Promise<ZipPart[]> {
  const entries = await entriesOf(file);
  const tables = tablesAmong(entries);
  const found = inside === undefined ? tables : inside.flatMap((wanted) => matching(wanted, entries));
  const names = [...new Set(found)].sort();
  if (inside === undefined && names.length !== 1) throw notOne(tables);
  const other = names.find((name) => !tables.includes(name));
  if (other !== undefined)
    throw fileFault(
      "foreign-file",
      `"${other}" in the zip is not a CSV file`,
      1,
      "unpack it, and name the file itself",
    );
  return names.map((name) => ({ inside: name, bytes: () => bytesOf(file, name) }));
}

/** The paths of all CSV files in a zip. */
export async function csvFilesIn(file: string): Promise<string[]> {
  return tablesAmong(await entriesOf(file)).sort();
}

function tablesAmong(entries: readonly Entry[]): string[] {
  return entries.filter(({ fileName }) => /\.(csv|tsv|txt)$/i.test(fileName)).map(({ fileName }) => fileName);
}

function notOne(tables: readonly string[]): Error {
  if (tables.length === 0) return fileFault("empty-zip", "there is no CSV file in the zip");
  const some = tables.slice(0, 5).map((name) => `"${name}"`);
  const more = tables.length > some.length ? `, and ${tables.length - some.length} more` : "";
  const hint = `say which with \`inside\`, by a name or a pattern: ${some.join(", ")}${more}`;
  return fileFault("several-in-zip", `there are ${tables.length} CSV files in the zip`, 1, hint);
}

function matching(wanted: string, entries: readonly Entry[]): string[] {
  const names = entries.map(({ fileName }) => fileName);
  if (names.includes(wanted)) return [wanted];
  const pattern = toPattern(wanted);
  const found = names.filter((name) => pattern?.test(name) && !name.endsWith("/"));
  if (found.length > 0) return found;
  const message = pattern ? `no file in the zip matches "${wanted}"` : `no file "${wanted}" in the zip`;
  throw fileFault("missing-in-zip", message, 1, suggest(wanted, names.slice(0, 12)));
}

const mostEntries = 10_000;

async function entriesOf(file: string): Promise<Entry[]> {
  const zip = await openPromise(file, { autoClose: false });
  try {
    const entries: Entry[] = [];
    if (zip.entryCount > mostEntries)
      throw fileFault(
        "too-large",
        `there are ${zip.entryCount.toLocaleString("en-GB")} files in the zip; at most ${mostEntries.toLocaleString("en-GB")} are looked at`,
        1,
        "unpack it, and name the file itself",
      );
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return entries;
  } finally {
    zip.close();
  }
}

async function* bytesOf(file: string, name: string): AsyncGenerator<Uint8Array> {
  const zip = await openPromise(file, { autoClose: false });
  try {
    yield* await streamOf(zip, name);
  } finally {
    zip.close();
  }
}

async function streamOf(zip: ZipFile, name: string): Promise<AsyncIterable<Uint8Array>> {
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    if (entry.isEncrypted())
      throw fileFault("locked-zip", "the zip has a password", 1, "unpack it, and name the file itself");
    refuseBomb(entry.compressedSize, entry.uncompressedSize); // and the reader holds it to both
    return zip.openReadStreamPromise(entry);
  }
  throw new Error(`no file "${name}" in the zip`);
}

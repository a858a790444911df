import { inflateSync } from "node:zlib";
import {
  invalidPdf,
  isDict,
  isName,
  isRef,
  openPdfReader,
  type PdfDict,
  type PdfRef,
  type PdfStream,
  type PdfValue,
  refer,
} from "./syntax.ts";

/*
 * A PDF as its objects: read once, each when it is first asked for. Whoever reads a page back, measures it or writes the file
 * anew asks this. What it cannot read it refuses: it mends nothing, as a viewer does.
 */
export type PdfFile = {
  trailer: PdfDict;
  root: PdfDict; // the catalogue
  get(value: PdfValue | undefined): PdfValue; // what a reference leads to, any other value as it is; null where there is nothing
  dict(value: PdfValue | undefined, what: string): PdfDict; // throws where it is none
  decoded(stream: PdfStream): Uint8Array;
};

/** Opens a PDF with one cross-reference table, without encryption, as the browser writes it. */
export function openPdf(bytes: Uint8Array): PdfFile {
  const { offsets, trailer } = readTable(bytes);
  if (trailer.has("Encrypt")) throw invalidPdf("it is encrypted");
  const known = new Map<number, PdfValue>();
  const file = {
    trailer,
    get(value: PdfValue | undefined): PdfValue {
      let found = value ?? null;
      for (let steps = 0; isRef(found); steps++) {
        if (steps > 10) throw invalidPdf("references that lead nowhere");
        found = objectOf(found);
      }
      return found;
    },
    dict(value: PdfValue | undefined, what: string): PdfDict {
      const found = file.get(value);
      if (!isDict(found)) throw invalidPdf(`it has no ${what}`);
      return found;
    },
    decoded: (stream: PdfStream) => decode(file, stream),
  };
  return Object.assign(file, { root: file.dict(trailer.get("Root"), "catalogue") });

  function objectOf({ ref }: PdfRef): PdfValue {
    const object = known.get(ref);
    if (object !== undefined) return object;
    const offset = offsets.get(ref);
    const read = offset === undefined ? null : readObject(bytes, { ref, offset, get: file.get });
    known.set(ref, read);
    return read;
  }
}

/** Where each object stands (7.5.4), and the trailer. */
function readTable(bytes: Uint8Array): { offsets: ReadonlyMap<number, number>; trailer: PdfDict } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString("latin1", 0, 5) !== "%PDF-") throw invalidPdf("it does not begin as one");
  const end = file.toString("latin1", Math.max(0, file.length - 64));
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)?.[1] ?? Number.NaN);
  if (!(start < file.length)) throw invalidPdf("its end is missing");
  const reader = openPdfReader(bytes, start);
  if (reader.next() !== "xref") throw invalidPdf("it has no table of its objects");
  const offsets = new Map<number, number>();
  for (let first = reader.next(); first !== "trailer"; first = reader.next()) {
    const count = reader.next();
    if (typeof first !== "number" || typeof count !== "number") throw invalidPdf("a broken table of its objects");
    for (let i = 0; i < count; i++) {
      const [offset, , use] = [reader.next(), reader.next(), reader.next()];
      if (use === "n" && typeof offset === "number") offsets.set(first + i, offset);
      else if (use !== "f") throw invalidPdf("a broken table of its objects");
    }
  }
  const trailer = reader.next();
  if (!isDict(trailer as PdfValue)) throw invalidPdf("it has no trailer");
  if ((trailer as PdfDict).has("Prev") || (trailer as PdfDict).has("XRefStm"))
    throw invalidPdf("it was changed after it was written");
  return { offsets, trailer: trailer as PdfDict };
}

type ObjectAt = { ref: number; offset: number; get: PdfFile["get"] };

function readObject(bytes: Uint8Array, { ref, offset, get }: ObjectAt): PdfValue {
  const reader = openPdfReader(bytes, offset);
  const [number, generation, word] = [reader.next(), reader.next(), reader.next()];
  if (number !== ref || typeof generation !== "number" || word !== "obj")
    throw invalidPdf(`object ${ref} is not where its table says`);
  const values: PdfValue[] = [];
  for (;;) {
    const value = reader.next();
    if (value === undefined) throw invalidPdf(`object ${ref} has no end`);
    if (typeof value !== "string") values.push(value);
    else if (value === "R") refer(values);
    else if (value === "endobj" && values.length === 1) return values[0]!;
    else if (value === "stream" && values.length === 1)
      return streamAt(bytes, reader.at(), { ref, dict: values[0]!, get });
    else throw invalidPdf(`object ${ref} is broken`);
  }
}

/** The bytes between "stream", a line's end and "endstream"; as many as the dictionary says. */
function streamAt(
  bytes: Uint8Array,
  at: number,
  { ref, dict, get }: { ref: number; dict: PdfValue; get: PdfFile["get"] },
): PdfStream {
  const length = isDict(dict) ? get(dict.get("Length")) : null;
  const from = at + (bytes[at] === 0x0d ? 2 : 1);
  if (!isDict(dict) || typeof length !== "number" || !(from + length < bytes.length))
    throw invalidPdf(`object ${ref} is broken`);
  if (openPdfReader(bytes, from + length).next() !== "endstream")
    throw invalidPdf(`object ${ref} is not as long as it says`);
  return { dict, raw: bytes.subarray(from, from + length) };
}

const largest = 64 * 2 ** 20; // bytes of a stream, unpacked; the largest of a report are fonts of half a megabyte

/** What a stream holds: as it is, or deflated without predictors, as texts and fonts of the browser are. */
function decode({ get }: Pick<PdfFile, "get">, { dict, raw }: PdfStream): Uint8Array {
  const filter = get(dict.get("Filter"));
  if (filter === null) return raw;
  const filters = Array.isArray(filter) ? filter.map(get) : [filter];
  const [only] = filters;
  if (filters.length !== 1 || !isName(only) || only.name !== "FlateDecode" || get(dict.get("DecodeParms")) !== null)
    throw invalidPdf("a stream in a form that is not read");
  try {
    return inflateSync(raw, { chunkSize: Math.max(64, raw.length * 8), maxOutputLength: largest });
  } catch (error) {
    throw invalidPdf(`a stream that cannot be unpacked, ${(error as Error).message}`);
  }
}

/** A text of a PDF: UTF-16 or UTF-8 where it says so, else in the encoding of such texts (7.9.2.2, annex D). */
export function textOfString(bytes: string): string {
  const buffer = Buffer.from(bytes, "latin1");
  if (bytes.startsWith("\u00FE\u00FF"))
    return buffer
      .subarray(2, buffer.length & ~1)
      .swap16()
      .toString("utf16le");
  if (bytes.startsWith("\u00EF\u00BB\u00BF")) return buffer.toString("utf8", 3);
  return bytes.replace(/[\x80-\xA0]/g, (byte) => fromDocEncoding[byte.charCodeAt(0) - 0x80] ?? "");
}

const fromDocEncoding = [..."•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", "\uFFFD", "€"]; // 0x80 to 0xA0

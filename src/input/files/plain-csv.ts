import { bytesOf } from "./bytes.ts";
import { readHeader } from "./csv.ts";
import { isFileFault } from "./fault.ts";
import { type Form, formFields, plainForm } from "./form.ts";
import { isKeptName } from "./kept-names.ts";
import { isCsv, kindOf } from "./kind.ts";

/*
 * CSV files as programs write them: a record is a line, and no cell needs quotes. They are taken apart byte by byte into numbers
 * and into which text stands where, so that a text of which there are a million is made once. Whatever else a file holds is
 * for DuckDB to read, and to tell of.
 */

/** Which columns of a file are taken: as texts, of which there are few, and as numbers. */
export type TakenColumns = { texts: readonly string[]; numbers: readonly string[]; unknown: ReadonlySet<string> };

/** What `take` is given of each row: the places of its texts among `texts`, and its numbers; an empty or unknown one is not a number. */
export type PlainRow = { texts: Int32Array; numbers: Float64Array };

/** The texts of each column by their places, and whether numbers of a column have points, each before three digits and behind three at most. */
export type PlainFile = { texts: readonly (readonly string[])[]; rows: number; mayPart: readonly boolean[] };

/**
 * Reads a file row by row. Undefined where it is not plain: `take` may have been given rows of it before that is seen. Numbers are
 * digits with a point at most, and what they come to is exact: of so few digits the quotient of two whole numbers is the nearest.
 */
export async function readPlainCsv(
  { file, form = plainForm }: { file: string; form?: Form | undefined },
  taken: TakenColumns,
  take: (row: PlainRow) => void,
): Promise<PlainFile | undefined> {
  const isUsual = (Object.keys(formFields) as (keyof Form)[]).every((key) => form[key] === plainForm[key]);
  if (!isUsual || !isCsv(file) || kindOf(file) === ".zip") return undefined;
  const header = await readHeader(bytesOf(file), form).catch(() => undefined);
  if (!header || header.names.some(isKeptName)) return undefined;
  const columns = [...taken.texts, ...taken.numbers].map((column) => header.names.indexOf(column));
  if (columns.includes(-1) || header.delimiter.charCodeAt(0) > lastPlain) return undefined;
  const layout = { taken, columns, width: header.names.length, between: header.delimiter.charCodeAt(0) };
  try {
    return await takeApart(file, layout, take);
  } catch (error) {
    if (isFileFault(error as Error)) return undefined; // DuckDB's way tells of it with its place
    throw error;
  }
}

type CsvLayout = { taken: TakenColumns; columns: readonly number[]; width: number; between: number };

const [feed, carriage, quote, space, lastPlain] = [10, 13, 34, 32, 126];

async function takeApart(
  file: string,
  { taken, columns, width, between }: CsvLayout,
  take: (row: PlainRow) => void,
): Promise<PlainFile | undefined> {
  const texts = taken.texts.map(() => textsOfColumn());
  const pointed = taken.numbers.map(() => ({ some: false, parting: true }));
  const row: PlainRow = { texts: new Int32Array(texts.length), numbers: new Float64Array(pointed.length) };
  const reads = new Int32Array(width).fill(-1); // which of what is taken a column is
  for (const [i, column] of columns.entries()) reads[column] = i;
  if (new Set(columns).size < columns.length) return undefined; // a column that is two things
  let [rows, isFirst, isWindows]: [number, boolean, boolean | undefined] = [0, true, undefined];

  /** Takes the lines of these bytes; returns where the last that is not whole begins, or -1 where one is not plain. */
  const lines = (bytes: Uint8Array, isEnd: boolean): number => {
    let at = 0;
    for (;;) {
      const next = bytes.indexOf(feed, at);
      if (next < 0 && (!isEnd || at === bytes.length)) return at;
      const stop = next < 0 ? bytes.length : next;
      const hasReturn = bytes[stop - 1] === carriage && stop > at;
      isWindows ??= hasReturn;
      if (next >= 0 && hasReturn !== isWindows) return -1;
      if (!isLine(bytes, at, hasReturn ? stop - 1 : stop)) return -1;
      at = stop + 1;
      if (next < 0) return stop;
    }
  };

  const isLine = (bytes: Uint8Array, from: number, to: number): boolean => {
    let [start, column] = [from, 0];
    for (let at = from; at <= to; at++) {
      const byte = at === to ? between : bytes[at]!;
      if (byte === between) {
        const which = reads[column] ?? -2;
        if (which === -2) return false;
        if (which >= 0 && !isFirst && !isCell(bytes, start, at, which)) return false;
        column++;
        start = at + 1;
      } else if (byte < space || byte > lastPlain || byte === quote) return false;
    }
    if (column !== width || from === to) return false;
    if (!isFirst) {
      rows++;
      take(row);
    }
    isFirst = false;
    return true;
  };

  const isCell = (bytes: Uint8Array, from: number, to: number, which: number): boolean => {
    if (which < texts.length) {
      row.texts[which] = texts[which]!.placeOf(bytes, from, to);
      return true;
    }
    return isNumber(bytes, from, to, which - texts.length);
  };

  const isNumber = (bytes: Uint8Array, from: number, to: number, which: number): boolean => {
    let [whole, digits, point] = [0, 0, -1];
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      if (byte >= 48 && byte <= 57) {
        whole = whole * 10 + byte - 48;
        digits++;
      } else if (byte === 46 && point < 0 && digits > 0) point = digits;
      else return isUnknown(bytes, from, to, which);
    }
    if (digits > mostDigits || point === digits) return to === from ? isUnknown(bytes, from, to, which) : false;
    row.numbers[which] = point < 0 ? whole : whole / 10 ** (digits - point);
    if (point >= 0) {
      const own = pointed[which]!;
      own.some = true;
      own.parting &&= point <= 3 && digits - point === 3;
    }
    return digits > 0 || isUnknown(bytes, from, to, which);
  };

  const isUnknown = (bytes: Uint8Array, from: number, to: number, which: number): boolean => {
    row.numbers[which] = Number.NaN;
    return from === to || (taken.unknown.size > 0 && taken.unknown.has(textIn(bytes, from, to).trim()));
  };

  let rest: Uint8Array = new Uint8Array(0); // of a line that goes on in the next piece
  for await (const piece of bytesOf(file)()) {
    const end = piece.indexOf(feed) + 1;
    if (end === 0 && rest.length + piece.length > longest) return undefined;
    if (rest.length > 0 || end === 0) rest = joined(rest, end === 0 ? piece : piece.subarray(0, end));
    if (end === 0) continue;
    if (rest.length > 0 && lines(rest, false) !== rest.length) return undefined;
    const whole = rest.length > 0 ? piece.subarray(end) : piece;
    const done = lines(whole, false);
    if (done < 0) return undefined;
    rest = whole.slice(done);
  }
  if (lines(rest, true) < 0) return undefined;
  return {
    texts: texts.map((each) => each.all()),
    rows,
    mayPart: pointed.map(({ some, parting }) => some && parting),
  };
}

const mostDigits = 15; // whole numbers of so many digits, and powers of ten below, are exact as doubles
const longest = 2 ** 20; // bytes of a line

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function textIn(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** The texts of a column, each once, by a hash of its bytes (FNV-1a). */
function textsOfColumn() {
  const all: Uint8Array[] = [];
  let hashes = new Int32Array(64);
  let slots = new Int32Array(128).fill(-1);
  let before = -1; // most cells are as the one above
  const slotOf = (hash: number) => (hash ^ (hash >>> 15)) & (slots.length - 1);
  const add = (bytes: Uint8Array, hash: number) => {
    all.push(bytes.slice());
    if (all.length > hashes.length) {
      const more = new Int32Array(2 * hashes.length);
      more.set(hashes);
      hashes = more;
      slots = new Int32Array(4 * hashes.length).fill(-1);
      for (let place = 0; place < all.length - 1; place++) slots[freeSlot(hashes[place]!)] = place;
    }
    hashes[all.length - 1] = hash;
    slots[freeSlot(hash)] = all.length - 1;
    return all.length - 1;
  };
  const freeSlot = (hash: number) => {
    let slot = slotOf(hash);
    while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  return {
    placeOf: (bytes: Uint8Array, from: number, to: number): number => {
      if (before >= 0 && isSame(all[before]!, bytes, from, to)) return before;
      let hash = 0x811c9dc5 | 0;
      for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 16777619);
      for (let slot = slotOf(hash); slots[slot]! >= 0; slot = (slot + 1) & (slots.length - 1)) {
        const place = slots[slot]!;
        if (hashes[place] === hash && isSame(all[place]!, bytes, from, to)) {
          before = place;
          return place;
        }
      }
      before = add(bytes.subarray(from, to), hash);
      return before;
    },
    all: () => all.map((bytes) => textIn(bytes, 0, bytes.length)),
  };
}

function isSame(text: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[from + i]) return false;
  return true;
}

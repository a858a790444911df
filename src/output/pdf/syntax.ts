/*
 * The language that the objects and the pages of a PDF are written in (ISO 32000-1, 7.2 and 7.3).
 */

/** Any value of a PDF. A string is its bytes, each a character up to U+00FF. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | readonly PdfValue[]
  | PdfDict
  | PdfStream;

export type PdfName = { readonly name: string }; // the same object wherever the same name stands
export type PdfString = { readonly bytes: string };
export type PdfRef = { readonly ref: number }; // the number of an object; generations are not kept, each number has one
export type PdfDict = ReadonlyMap<string, PdfValue>;
export type PdfStream = { readonly dict: PdfDict; readonly raw: Uint8Array };

/** A value, or a word that is none: an operator of a page; "obj", "endobj", "stream" in a file. Only these are plain strings. */
export type PdfToken = PdfValue | string;

/** Gives one token after another; undefined at the end. */
export type PdfReader = { next(): PdfToken | undefined; at(): number };

/** What is wrong with a PDF: a plain error, since nobody but the browser or a program has written it. */
export function invalidPdf(what: string): Error {
  return new Error(`invalid PDF: ${what}`);
}

/** Reads values from a place in some bytes on. Throws where they are no values. */
export function openPdfReader(bytes: Uint8Array, from = 0): PdfReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  let at = from;
  return { next: () => next(0), at: () => at };

  function next(depth: number): PdfToken | undefined {
    skipSpace();
    if (at >= end) return undefined;
    const byte = bytes[at]!;
    if ((byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b) return number();
    if (byte === 0x2f) return nameAt();
    if (byte === 0x28) return literal();
    if (byte === 0x3c) return bytes[at + 1] === 0x3c ? dict(depth) : hex();
    if (byte === 0x5b) return array(depth);
    if (kinds[byte] === delimiter) throw invalidPdf(`"${String.fromCharCode(byte)}" where a value should begin`);
    return word();
  }

  function skipSpace(): void {
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === 0x25) while (at < end && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
      else if (kinds[byte] === space) at++;
      else return;
    }
  }

  /** Digits are counted, not converted: an integer over a power of ten is as exact as the number written. */
  function number(): number {
    let byte = bytes[at]!;
    const isNegative = byte === 0x2d;
    if (isNegative || byte === 0x2b) byte = bytes[++at] ?? 0;
    let digits = 0;
    let places = -1;
    const first = at;
    for (; at < end; byte = bytes[++at]!) {
      if (byte >= 0x30 && byte <= 0x39) {
        digits = digits * 10 + (byte - 0x30);
        if (places >= 0) places++;
      } else if (byte === 0x2e && places < 0) places = 0;
      else break;
    }
    if (at - first <= (places < 0 ? 0 : 1) || (at < end && kinds[byte] === regular))
      throw invalidPdf("a broken number");
    const value = places > 0 ? digits / 10 ** places : digits;
    return isNegative ? -value : value;
  }

  function nameAt(): PdfName {
    at++;
    const text = regularText();
    return nameOf(text.includes("#") ? text.replace(/#([0-9A-Fa-f]{2})/g, (_, code) => byteOf(code)) : text);
  }

  function word(): boolean | null | string {
    const text = regularText();
    if (text === "true" || text === "false") return text === "true";
    return text === "null" ? null : text;
  }

  /** Short ones are looked up by their bytes: operators are the same few, again and again. */
  function regularText(): string {
    const from = at;
    let code = 0;
    while (at < end && kinds[bytes[at]!] === regular) code = code * 256 + bytes[at++]!;
    if (at - from > 3) return latin1(from, at);
    let text = shortWords.get(code);
    if (text === undefined) {
      text = latin1(from, at);
      if (text !== "" && bytes[from] !== 0) shortWords.set(code, text);
    }
    return text;
  }

  function literal(): PdfString {
    const from = ++at;
    let open = 1;
    let isEscaped = false;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === 0x5c) {
        isEscaped = true;
        at++;
      } else if (byte === 0x28) open++;
      else if (byte === 0x29 && --open === 0) {
        const text = latin1(from, at++);
        return { bytes: isEscaped ? unescaped(text) : text };
      }
    }
    throw invalidPdf("a string without an end");
  }

  function hex(): PdfString {
    let text = "";
    let half = -1;
    for (at++; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === 0x3e) {
        at++;
        return { bytes: half < 0 ? text : text + String.fromCharCode(half << 4) };
      }
      const digit = hexDigits[byte]!;
      if (digit === 16) {
        if (kinds[byte] !== space) throw invalidPdf("a broken string");
      } else if (half < 0) half = digit;
      else {
        text += String.fromCharCode((half << 4) | digit);
        half = -1;
      }
    }
    throw invalidPdf("a string without an end");
  }

  function array(depth: number): readonly PdfValue[] {
    at++;
    const values: PdfValue[] = [];
    while (!closes(0x5d)) addTo(values, depth);
    at++;
    return values;
  }

  function dict(depth: number): PdfDict {
    at += 2;
    const values: PdfValue[] = [];
    while (!closes(0x3e)) addTo(values, depth);
    if (bytes[at + 1] !== 0x3e || values.length % 2 === 1) throw invalidPdf("a broken dictionary");
    at += 2;
    const entries = new Map<string, PdfValue>();
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i]!;
      if (!isName(key)) throw invalidPdf("a dictionary with a key that is no name");
      entries.set(key.name, values[i + 1]!);
    }
    return entries;
  }

  function closes(byte: number): boolean {
    skipSpace();
    if (at >= end) throw invalidPdf("an array or dictionary without an end");
    return bytes[at] === byte && (byte !== 0x3e || bytes[at + 1] === 0x3e);
  }

  /** Mutates `values`: adds the next, or makes a reference of the last two. */
  function addTo(values: PdfValue[], depth: number): void {
    if (depth > deepest) throw invalidPdf("values nested too deeply");
    const value = next(depth + 1);
    if (value === undefined) throw invalidPdf("an array or dictionary without an end");
    if (typeof value !== "string") values.push(value);
    else if (value === "R") refer(values);
    else throw invalidPdf(`"${value}" among values`);
  }

  function latin1(from: number, to: number): string {
    if (to - from === 1) return singles[bytes[from]!]!;
    return buffer.toString("latin1", from, to);
  }
}

/** Mutates `values`: the last two, a number and a generation, become a reference ("12 0 R"). */
export function refer(values: PdfValue[]): void {
  const [generation, ref] = [values.pop(), values.pop()];
  if (typeof ref !== "number" || typeof generation !== "number") throw invalidPdf("a broken reference");
  values.push({ ref });
}

export function isName(value: PdfValue | undefined): value is PdfName {
  return typeof value === "object" && value !== null && "name" in value;
}

export function isString(value: PdfValue | undefined): value is PdfString {
  return typeof value === "object" && value !== null && "bytes" in value;
}

export function isRef(value: PdfValue | undefined): value is PdfRef {
  return typeof value === "object" && value !== null && "ref" in value;
}

export function isDict(value: PdfValue | undefined): value is PdfDict {
  return value instanceof Map;
}

export function isStream(value: PdfValue | undefined): value is PdfStream {
  return typeof value === "object" && value !== null && "raw" in value;
}

const deepest = 100; // levels of arrays and dictionaries
const [regular, space, delimiter] = [0, 1, 2];
const kinds = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) kinds[byte] = space;
for (const sign of "()<>[]{}/%") kinds[sign.charCodeAt(0)] = delimiter;

const hexDigits = new Uint8Array(256).fill(16);
for (const sign of "0123456789ABCDEFabcdef") hexDigits[sign.charCodeAt(0)] = Number.parseInt(sign, 16);

const singles = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

const shortWords = new Map<number, string>(); // of up to three bytes, by these
const names = new Map<string, PdfName>();
const mostNames = 1000; // files of the browser have a hundred or two

function nameOf(name: string): PdfName {
  const known = names.get(name);
  if (known) return known;
  const made = { name };
  if (names.size < mostNames) names.set(name, made);
  return made;
}

function byteOf(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The escapes of a string between brackets (7.3.4.2). */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return /^[\r\n]/.test(code) ? "" : (escapes[code] ?? code);
  });
}

import {
  invalidPdf,
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfRef,
  type PdfStream,
  type PdfValue,
} from "./syntax.ts";

/** What a file is written from: its catalogue and properties, what each number stands for, and how its identity comes from its content. */
export type WrittenPdf = {
  root: PdfRef;
  info: PdfRef;
  object: (ref: PdfRef) => PdfValue;
  identify: (content: Uint8Array) => string; // bytes of the file's identity (14.4), each a character
};

/**
 * A PDF 1.7 with one cross-reference table (7.5.4). Objects are numbered anew in the order in which they are first named from the
 * catalogue on, so what nothing names is left out, and the same objects give the same bytes. Streams are written as they are packed.
 */
export function writePdf({ root, info, object, identify }: WrittenPdf): Uint8Array {
  const numbers = new Map<number, number>(); // of the file that is written, by those that are known
  const waiting: PdfRef[] = [];
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  add(header);
  const ends = [refText(root), refText(info)];
  for (let i = 0; i < waiting.length; i++) writeObject(i + 1, object(waiting[i]!));
  const id = hexText(identify(Buffer.concat(parts)));
  add(endText({ offsets, root: ends[0]!, info: ends[1]!, id, start: length }));
  return Buffer.concat(parts);

  function writeObject(number: number, value: PdfValue): void {
    offsets.push(length);
    for (const part of objectParts(number, value, refText)) addBytes(part);
  }

  function add(text: string): void {
    addBytes(Buffer.from(text, "latin1"));
  }

  function addBytes(bytes: Uint8Array): void {
    parts.push(bytes as Buffer);
    length += bytes.byteLength;
  }

  function refText({ ref }: PdfRef): string {
    let number = numbers.get(ref);
    if (number === undefined) {
      waiting.push({ ref });
      number = waiting.length;
      numbers.set(ref, number);
    }
    return `${number} 0 R`;
  }
}

/** Binary letters in its second line tell programs that it is no text (7.5.2). */
export const header = "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n";

type FileEnd = { offsets: readonly number[]; root: string; info: string; id: string; start: number }; // offsets: of objects, from 1

/** The table of all objects and the trailer (7.5.4, 7.5.5), which begin at `start`. */
export function endText({ offsets, root, info, id, start }: FileEnd): string {
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  return [
    `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table.join("")}`,
    `trailer\n<</Size ${offsets.length + 1}/Root ${root}/Info ${info}/ID[${id}${id}]>>\n`,
    `startxref\n${start}\n%%EOF\n`,
  ].join("");
}

/** An object as the bytes of a file: `refText` is how it names others. */
export function objectParts(number: number, value: PdfValue, refText: (ref: PdfRef) => string): Uint8Array[] {
  const bytes = (text: string) => Buffer.from(text, "latin1");
  if (!isStream(value)) return [bytes(`${number} 0 obj\n${valueText(value, refText)}\nendobj\n`)];
  return [
    bytes(`${number} 0 obj\n${valueText(withLength(value), refText)}\nstream\n`),
    value.raw,
    bytes("\nendstream\nendobj\n"),
  ];
}

/** A value as it is written; a stream has no place in one. */
export function valueText(value: PdfValue, refText: (ref: PdfRef) => string): string {
  if (value === null) return "null";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (isName(value)) return nameText(value.name);
  if (isString(value)) return stringText(value.bytes);
  if (isRef(value)) return refText(value);
  if (isStream(value)) throw invalidPdf("a stream within an object");
  if (!isDict(value)) return `[${joined(value.map((each) => valueText(each, refText)))}]`;
  let text = "<<";
  for (const [key, each] of value) text += nameText(key) + apart(valueText(each, refText));
  return `${text}>>`;
}

function withLength({ dict, raw }: PdfStream): PdfDict {
  return new Map([...dict, ["Length", raw.byteLength]]);
}

/** Values one after another, with a space where they would run into each other. */
function joined(texts: readonly string[]): string {
  return texts.map((text, i) => (i === 0 ? text : apart(text))).join("");
}

function apart(text: string): string {
  return /^[/(<[]/.test(text) ? text : ` ${text}`;
}

/** Never with an exponent, which PDF does not have. */
export function numberText(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(10).replace(/\.?0+$/, "") : text;
}

function nameText(name: string): string {
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

function stringText(bytes: string): string {
  if (!/^[ -~]*$/.test(bytes)) return hexText(bytes);
  return `(${bytes.replace(/[()\\]/g, "\\$&")})`;
}

export function hexText(bytes: string): string {
  return `<${Buffer.from(bytes, "latin1").toString("hex").toUpperCase()}>`;
}

/** A text as the bytes of a string: as it is where ASCII has its letters, else UTF-16 (7.9.2.2). */
export function stringOfText(text: string): { bytes: string } {
  if (/^[ -~]*$/.test(text)) return { bytes: text };
  return { bytes: `\u00FE\u00FF${Buffer.from(text, "utf16le").swap16().toString("latin1")}` };
}

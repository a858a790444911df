import { createHash } from "node:crypto";
import { invalidPdf, type PdfRef, type PdfValue } from "./syntax.ts";
import { endText, header, hexText, objectParts } from "./write.ts";

/**
 * A PDF that is written as it comes, so that a large one is never in memory whole: objects are put in any order, each once, and
 * what they name must be put before the end.
 */
export type PdfWriter = {
  reserve(): PdfRef; // a number for an object that is put later
  put(ref: PdfRef, value: PdfValue): void;
  add(value: PdfValue): PdfRef;
  taken(): Uint8Array; // what was written since it was asked last
  end(root: PdfRef, info: PdfRef): void;
};

export function openPdfWriter(): PdfWriter {
  const offsets: (number | undefined)[] = [];
  const digest = createHash("sha256"); // the file's identity (14.4) comes from its content
  let parts: Uint8Array[] = [];
  let length = 0;
  write(Buffer.from(header, "latin1"));
  const writer: PdfWriter = {
    reserve() {
      offsets.push(undefined);
      return { ref: offsets.length };
    },
    put({ ref }, value) {
      if (offsets[ref - 1] !== undefined) throw new Error(`object ${ref} is put twice`);
      offsets[ref - 1] = length;
      for (const part of objectParts(ref, value, refText)) write(part);
    },
    add(value) {
      const ref = writer.reserve();
      writer.put(ref, value);
      return ref;
    },
    taken() {
      const bytes = Buffer.concat(parts);
      parts = [];
      return bytes;
    },
    end(root, info) {
      const at = offsets.map((offset, i) => {
        if (offset === undefined) throw invalidPdf(`object ${i + 1} is named and not there`);
        return offset;
      });
      const id = hexText(digest.digest().subarray(0, 16).toString("latin1"));
      const text = endText({ offsets: at, root: refText(root), info: refText(info), id, start: length });
      parts.push(Buffer.from(text, "latin1"));
    },
  };
  return writer;

  function write(bytes: Uint8Array): void {
    digest.update(bytes);
    parts.push(bytes);
    length += bytes.byteLength;
  }
}

function refText({ ref }: PdfRef): string {
  return `${ref} 0 R`;
}

import { sha256 } from "../sha256.ts";
import type { PdfFile } from "./file.ts";
import type { PdfWriter } from "./stream.ts";
import { invalidPdf, isDict, isRef, isStream, type PdfDict, type PdfRef, type PdfValue } from "./syntax.ts";
import { valueText } from "./write.ts";

/** What is the same in several files that are copied into one, by the hash of its content. */
export type SharedObjects = Map<string, PdfRef>;

/** Copies objects of one file into another that is written. */
export type Copier = {
  copy(value: PdfValue): PdfValue; // with what it names in the new file; that is copied when `finish` is called
  copyShared(value: PdfValue): PdfValue; // the same of fonts and other resources: of those with the same content one is kept
  lead(from: PdfValue | undefined, to: PdfRef): void; // what names the one is to name the other, which the caller puts
  finish(): void;
};

type Copying = { file: PdfFile; writer: PdfWriter; shared: SharedObjects; edit: (dict: PdfDict) => PdfDict };

/** `edit` changes each dictionary before it is copied: its values are still those of the file it comes from. */
export function openCopier({ file, writer, shared, edit }: Copying): Copier {
  const numbers = new Map<number, PdfRef>();
  const waiting: { from: PdfRef; to: PdfRef; named: typeof nameOwn }[] = [];
  const digests = new Map<number, string | undefined>();
  return {
    copy: (value) => copied(value, nameOwn),
    copyShared: (value) => copied(value, nameShared),
    lead(from, to) {
      if (isRef(from ?? null)) numbers.set((from as PdfRef).ref, to);
    },
    finish() {
      for (let next = waiting.pop(); next; next = waiting.pop())
        writer.put(next.to, copied(file.get(next.from), next.named));
    },
  };

  function copied(value: PdfValue, named: typeof nameOwn): PdfValue {
    if (isRef(value)) return named(value);
    if (isStream(value)) return { dict: dictOf(value.dict, named), raw: value.raw };
    if (isDict(value)) return dictOf(value, named);
    return Array.isArray(value) ? value.map((each) => copied(each, named)) : value;
  }

  function dictOf(dict: PdfDict, named: typeof nameOwn): PdfDict {
    return new Map([...edit(dict)].map(([key, value]) => [key, copied(value, named)]));
  }

  function nameOwn(from: PdfRef): PdfRef {
    return numbers.get(from.ref) ?? queue(from, nameOwn);
  }

  function nameShared(from: PdfRef): PdfRef {
    const known = numbers.get(from.ref);
    if (known) return known;
    const digest = digestOf(from);
    if (digest === undefined) return queue(from, nameShared);
    const same = shared.get(digest);
    if (same) numbers.set(from.ref, same);
    else shared.set(digest, queue(from, nameShared));
    return same ?? numbers.get(from.ref)!;
  }

  function queue(from: PdfRef, named: typeof nameOwn): PdfRef {
    const to = writer.reserve();
    numbers.set(from.ref, to);
    waiting.push({ from, to, named });
    return to;
  }

  /** The hash of an object with all that it names; undefined of what belongs to one page: a form with tags of its own. */
  function digestOf(from: PdfRef, above: readonly number[] = []): string | undefined {
    if (above.includes(from.ref)) throw invalidPdf("resources within themselves");
    if (digests.has(from.ref)) return digests.get(from.ref);
    const value = file.get(from);
    const dict = isStream(value) ? value.dict : isDict(value) ? value : undefined;
    let isOwn = dict?.has("StructParents") || dict?.has("StructParent");
    const text = valueText(dict ?? value, (ref) => {
      const digest = digestOf(ref, [...above, from.ref]);
      isOwn ||= digest === undefined;
      return digest ?? "";
    });
    const digest = isOwn ? undefined : sha256(`${text} ${isStream(value) ? sha256(value.raw) : ""}`);
    digests.set(from.ref, digest);
    return digest;
  }
}

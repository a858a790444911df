import { createHash } from "node:crypto";

/** The fields of a block or action that are printed. */
const printed = [
  "label",
  "lead",
  "title",
  "text",
  "who",
  "what",
  "situation",
  "amount",
  "know",
  "barrier",
  "step",
  "searches",
  "system",
  "name",
  "code",
  "links",
  "words",
  "url",
  "how-many",
  "one",
  "many",
];

/** A printed field of a block or action by its path ("step.label"), and its words as they stand in the library. */
export type WrittenField = { field: string; words: string };

type Citing = { cites?: readonly { text: string; doi?: string | undefined; url?: string | undefined }[] };

/** What says its fields itself, whatever they are called. */
type SayingFields = { says: readonly WrittenField[] };

/** The printed fields of a block or action, variables not filled in; of what says its fields itself, those. */
export function fieldsIn(item: object | SayingFields, path = ""): WrittenField[] {
  if (path === "" && "says" in item) return [...item.says];
  const isList = Array.isArray(item);
  return Object.entries(item).flatMap(([key, value]): WrittenField[] => {
    if (!isList && !printed.includes(key)) return [];
    const field = path === "" ? key : `${path}.${isList ? Number(key) + 1 : key}`;
    if (typeof value === "string") return [{ field, words: value }];
    return typeof value === "object" && value !== null ? fieldsIn(value, field) : [];
  });
}

/** The words of a block or action as they stand in the library: field by field. */
export function writtenIn(item: object): string[] {
  return fieldsIn(item).map(({ words }) => words);
}

/**
 * What an approval of a block or action is of: the first 16 hexadecimal digits of the SHA-256 of its words and sources. How the
 * lines of its file are broken does not matter, nor whom it is said to.
 */
export function wordsHash(item: Citing | SayingFields): string {
  const cites = "cites" in item ? (item.cites ?? []) : [];
  const sources = cites.map(({ text, doi = "", url = "" }) => [text, doi, url]);
  return createHash("sha256")
    .update(JSON.stringify([writtenIn(item), sources]))
    .digest("hex")
    .slice(0, 16);
}

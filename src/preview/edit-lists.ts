import { Document, isMap, isScalar, isSeq, type ParsedNode, type YAMLSeq } from "yaml";
import { type EditEntry, wordsOf } from "./edit-entry.ts";
import { depth, inBrackets, isComment, withAbove, withBelow } from "./edit-lines.ts";
import { type EditAt, itemAt, nodeAt, type Refused, read, readsAs } from "./edit-read.ts";

/** A list of one item of a file, with what stands for each of its entries: e.g. "sections" with ["headline", "comparison"]. */
export type List = { path: string; entries: readonly string[] };

/** All lists of the item that begins on a line, in the order of the file. */
export function listsAt(text: string, line: number): List[] {
  return listsIn(itemAt(read(text), line)?.map, "").map(({ path, seq }) => ({ path, entries: seq.items.map(saysOf) }));
}

/**
 * The file with one entry of a list at another place (both from 0). The entry takes with it the comments that stand on its lines and
 * directly above it; blank lines stay where they are, and so does all else, to the character.
 */
export function withMoved(text: string, at: EditAt & { from: number; to: number }): string | Refused {
  const { from, to } = at;
  return changed(text, at, {
    lines: ({ chunks, gaps }) => ({ chunks: moved(chunks, from, to), gaps }),
    flow: (items) => moved(items, from, to),
    meant: (seq) => seq.items.splice(to, 0, ...seq.items.splice(from, 1)),
    within: [from, to],
  });
}

/** The file without one entry of a list (from 0), its comments, and the blank lines below it. The last entry that there is stays. */
export function withRemoved(text: string, at: EditAt & { from: number }): string | Refused {
  const { from } = at;
  if (listsAt(text, at.line).find(({ path }) => path === at.path)?.entries.length === 1)
    return { refused: `"${at.path}" would be empty; take the list out in the file` };
  return changed(text, at, {
    lines: (lines) => linesWithout(lines, from),
    flow: (items) => items.toSpliced(from, 1),
    meant: (seq) => seq.items.splice(from, 1),
    within: [from],
  });
}

/** The file with another entry in a list, before the one at `to` (from 0), or at its end; written as its neighbours are. */
export function withAdded(text: string, at: EditAt & { to: number; entry: EditEntry }): string | Refused {
  const { to, entry } = at;
  const areInBraces = (seq: YAMLSeq) => seq.items.some((item) => isMap(item) && item.flow === true);
  return changed(text, at, {
    lines: ({ chunks, gaps, indent }, seq) => ({
      chunks: chunks.toSpliced(to, 0, itemLines(wordsOf(entry, { isFlow: areInBraces(seq) }), indent)),
      gaps: gaps.toSpliced(Math.min(to, gaps.length), 0, gapOf(gaps)),
    }),
    flow: (items) => items.toSpliced(to, 0, wordsOf(entry, { isFlow: true })),
    meant: (seq) => seq.items.splice(to, 0, new Document(entry).contents as ParsedNode),
    within: [],
  });
}

// ------------------------------------------------------------------------------------------------- how a list stands

/** Lines of each entry of a list in which every entry begins a line, and what stands between one and the next. */
type ListLines = { chunks: readonly (readonly string[])[]; gaps: readonly (readonly string[])[]; indent: string };

type ListEdit = {
  lines: (lines: ListLines, seq: YAMLSeq) => Omit<ListLines, "indent">;
  flow: (items: readonly string[]) => readonly string[]; // between [ and ]
  meant: (seq: YAMLSeq) => void; // mutates it to what must be read afterwards
  within: readonly number[]; // entries that must be there
};

function changed(text: string, at: EditAt, { lines, flow, meant, within }: ListEdit): string | Refused {
  const found = read(text);
  const seq = nodeAt(found, at);
  if (!isSeq(seq)) return { refused: `there is no list "${at.path}" at line ${at.line} any more` };
  if (within.some((i) => !(i in seq.items))) return { refused: `"${at.path}" has no such entry any more` };
  const whole = seq.flow
    ? inBrackets(text, { ...spansOf(seq), change: flow })
    : inLines(text, seq, (each) => lines(each, seq));
  const isSo = whole !== undefined && readsAs(found, whole, at, (node) => meant(node as YAMLSeq));
  return isSo ? whole : { refused: `"${at.path}" cannot be changed here as it is written; change it in the file` };
}

/** A list in which each entry is a line or several, after a dash. Line ends stay with the places, so that a file's last line keeps its own. */
function inLines(
  text: string,
  seq: YAMLSeq,
  change: (lines: ListLines) => Omit<ListLines, "indent">,
): string | undefined {
  const all = text.split(/\r?\n/);
  const ends = text.match(/\r?\n/g) ?? [];
  const token = seq.srcToken;
  if (token?.type !== "block-seq") return undefined;
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length - 1;
  const dashes = token.items.map(({ start }) => start.find(({ type }) => type === "seq-item-ind")?.offset ?? -1);
  const rows = dashes.map(lineOf);
  const indent = all[rows[0] ?? 0]?.match(/^ */)?.[0] ?? "";
  if (rows.some((row) => !all[row]?.startsWith(`${indent}-`))) return undefined; // "- - a"
  const last = seq.items.at(-1) as ParsedNode | null;
  const ends0 = last?.range ? text.slice(0, last.range[1]).trimEnd().length : (dashes.at(-1) ?? 0);
  const from = withAbove(all, rows[0] ?? 0, indent);
  const until = withBelow(all, Math.max(lineOf(ends0), rows.at(-1) ?? 0) + 1, indent);
  const chunks: string[][] = [];
  const gaps: string[][] = [];
  let begin = from;
  for (const next of [...rows.slice(1).map((row) => withAbove(all, row, indent)), until]) {
    const end = next === until ? until : endOf(all, begin, next, indent);
    chunks.push(all.slice(begin, end));
    if (next !== until) gaps.push(all.slice(end, next));
    begin = next;
  }
  const made = change({ chunks, gaps, indent });
  const lines = made.chunks.flatMap((chunk, i) => [
    ...chunk,
    ...(i < made.chunks.length - 1 ? (made.gaps[i] ?? []) : []),
  ]);
  const whole = [...all.slice(0, from), ...lines, ...all.slice(until)];
  const usual = ends[0] ?? "\n";
  return whole.map((line, i) => line + (i < whole.length - 1 ? (ends[i] ?? usual) : "")).join("");
}

/** Where an entry ends before the next: blank lines, and comments parted from both, stay between them. */
function endOf(lines: readonly string[], begin: number, next: number, indent: string): number {
  const isBetween = (line = "") => line.trim() === "" || (isComment(line) && depth(line) <= indent.length);
  let end = next;
  while (end > begin + 1 && isBetween(lines[end - 1])) end--;
  return end;
}

/** Where a list between brackets stands, and each of its entries. */
function spansOf({ range, items }: YAMLSeq): { range: readonly number[]; spans: readonly (readonly number[])[] } {
  return { range: range ?? [], spans: items.map((item) => (item as ParsedNode).range) };
}

function itemLines(words: string, indent: string): readonly string[] {
  return words.split("\n").map((line, i) => (line === "" ? "" : `${indent}${i === 0 ? "- " : "  "}${line}`));
}

/** The blank lines that part all entries, where one as the other does. */
function gapOf(gaps: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = gaps;
  const isUsual = gaps.every((gap) => gap.length === first.length) && first.every((line) => line.trim() === "");
  return isUsual ? first : [];
}

// ------------------------------------------------------------------------------------------------- what lists there are

function listsIn(node: unknown, path: string): { path: string; seq: YAMLSeq }[] {
  const below = (key: string) => (path ? `${path}.${key}` : key);
  if (isSeq(node)) return [{ path, seq: node }, ...node.items.flatMap((item, i) => listsIn(item, below(String(i))))];
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) ? listsIn(value, below(String(key.value))) : []));
}

const longest = 60; // characters of what stands for an entry

/** An entry in few words: a text itself, a section's kind, the first text of a map. */
function saysOf(item: unknown): string {
  const words = firstText(item).replace(/\s+/g, " ");
  return words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words;
}

function firstText(item: unknown): string {
  if (isScalar(item)) return String(item.value);
  if (isSeq(item)) return item.items.map(firstText).join(", ");
  const [pair] = isMap(item) ? item.items : [];
  if (!pair || !isScalar(pair.key)) return "";
  return isScalar(pair.value) && pair.value.value !== null ? firstText(pair.value) : String(pair.key.value);
}

function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  return item === undefined ? items : items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** Without one of the chunks: a comment that stood by itself below it, or above the last, stays. */
function linesWithout({ chunks, gaps }: Omit<ListLines, "indent">, at: number): Omit<ListLines, "indent"> {
  const isLast = at === chunks.length - 1;
  const gap = gaps[isLast ? at - 1 : at] ?? [];
  const noted = gap.findLastIndex(isComment) + 1;
  const kept = noted === 0 ? [] : isLast ? gap.slice(0, noted) : gap;
  const neighbour = isLast ? at - 1 : at + 1;
  const beside = chunks.map((chunk, i) =>
    i !== neighbour ? chunk : isLast ? [...chunk, ...kept] : [...kept, ...chunk],
  );
  return { chunks: beside.toSpliced(at, 1), gaps: gaps.toSpliced(isLast ? at - 1 : at, 1) };
}

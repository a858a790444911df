import { Document, isMap, isScalar, isSeq, type ParsedNode, visit, type YAMLSeq } from "yaml";
import { type At, itemAt, nodeAt, type Refused, read, readsAs } from "./edit-read.ts";

/** A list of one item of a file, with what stands for each of its entries: e.g. "sections" with ["headline", "comparison"]. */
export type List = { path: string; entries: readonly string[] };

/** An entry that is to come into a list: words, a number, or the fields of a map. */
export type Entry = string | number | boolean | readonly Entry[] | { readonly [key: string]: Entry };

/** All lists of the item that begins on a line, in the order of the file. */
export function listsAt(text: string, line: number): List[] {
  return listsIn(itemAt(read(text), line)?.map, "").map(({ path, seq }) => ({ path, entries: seq.items.map(saysOf) }));
}

/**
 * The file with one entry of a list at another place (both from 0). The entry takes with it the comments that stand on its lines and
 * directly above it; blank lines stay where they are, and so does all else, to the character.
 */
export function withMoved(text: string, at: At & { from: number; to: number }): string | Refused {
  const { from, to } = at;
  return changed(text, at, {
    lines: ({ chunks, gaps }) => ({ chunks: moved(chunks, from, to), gaps }),
    flow: (items) => moved(items, from, to),
    meant: (seq) => seq.items.splice(to, 0, ...seq.items.splice(from, 1)),
    within: [from, to],
  });
}

/** The file without one entry of a list (from 0), its comments, and the blank lines below it. The last entry that there is stays. */
export function withRemoved(text: string, at: At & { from: number }): string | Refused {
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
export function withAdded(text: string, at: At & { to: number; entry: Entry }): string | Refused {
  const { to, entry } = at;
  const areInBraces = (seq: YAMLSeq) => seq.items.some((item) => isMap(item) && item.flow === true);
  return changed(text, at, {
    lines: ({ chunks, gaps, indent }, seq) => ({
      chunks: chunks.toSpliced(to, 0, itemLines(wordsOf(entry, areInBraces(seq)), indent)),
      gaps: gaps.toSpliced(Math.min(to, gaps.length), 0, gapOf(gaps)),
    }),
    flow: (items) => items.toSpliced(to, 0, wordsOf(entry, true)),
    meant: (seq) => seq.items.splice(to, 0, new Document(entry).contents as ParsedNode),
    within: [],
  });
}

// ------------------------------------------------------------------------------------------------- how a list stands

/** Lines of each entry of a list in which every entry begins a line, and what stands between one and the next. */
type Lines = { chunks: readonly (readonly string[])[]; gaps: readonly (readonly string[])[]; indent: string };

type Change = {
  lines: (lines: Lines, seq: YAMLSeq) => Omit<Lines, "indent">;
  flow: (items: readonly string[]) => readonly string[]; // between [ and ]
  meant: (seq: YAMLSeq) => void; // mutates it to what must be read afterwards
  within: readonly number[]; // entries that must be there
};

function changed(text: string, at: At, { lines, flow, meant, within }: Change): string | Refused {
  const found = read(text);
  const seq = nodeAt(found, at);
  if (!isSeq(seq)) return { refused: `there is no list "${at.path}" at line ${at.line} any more` };
  if (within.some((i) => !(i in seq.items))) return { refused: `"${at.path}" has no such entry any more` };
  const whole = seq.flow ? inBrackets(text, seq, flow) : inLines(text, seq, (each) => lines(each, seq));
  const isSo = whole !== undefined && readsAs(found, whole, at, (node) => meant(node as YAMLSeq));
  return isSo ? whole : { refused: `"${at.path}" cannot be changed here as it is written; change it in the file` };
}

/** A list in which each entry is a line or several, after a dash. Line ends stay with the places, so that a file's last line keeps its own. */
function inLines(text: string, seq: YAMLSeq, change: (lines: Lines) => Omit<Lines, "indent">): string | undefined {
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

/** The first of the comments that stand directly above a line, as far in as the line or less. */
function withAbove(lines: readonly string[], row: number, indent: string): number {
  let first = row;
  while (isComment(lines[first - 1]) && depth(lines[first - 1]) <= indent.length) first--;
  return first;
}

/** The line after the comments that stand directly below an entry, further in than its dash. */
function withBelow(lines: readonly string[], row: number, indent: string): number {
  let end = row;
  while (isComment(lines[end]) && depth(lines[end]) > indent.length) end++;
  return end;
}

/** Where an entry ends before the next: blank lines, and comments parted from both, stay between them. */
function endOf(lines: readonly string[], begin: number, next: number, indent: string): number {
  const isBetween = (line = "") => line.trim() === "" || (isComment(line) && depth(line) <= indent.length);
  let end = next;
  while (end > begin + 1 && isBetween(lines[end - 1])) end--;
  return end;
}

function isComment(line = ""): boolean {
  return /^\s*#/.test(line);
}

function depth(line = ""): number {
  return line.length - line.trimStart().length;
}

/** A list between brackets. Entries change places, and what stands between them stays; comments among them are nobody's. */
function inBrackets(
  text: string,
  seq: YAMLSeq,
  change: (items: readonly string[]) => readonly string[],
): string | undefined {
  if (!seq.range) return undefined;
  const spans = seq.items.map((item) => (item as ParsedNode).range.slice(0, 2) as [number, number]);
  const items = spans.map(([from, to]) => text.slice(from, to));
  const between = spans.slice(1).map(([from], i) => text.slice(spans[i]?.[1], from));
  const made = change(items);
  const [from, to] = [spans[0]?.[0] ?? seq.range[0] + 1, spans.at(-1)?.[1] ?? seq.range[1] - 1];
  if ([text.slice(seq.range[0], from), ...between, text.slice(to, seq.range[1])].some((each) => each.includes("#")))
    return undefined;
  const joined = made
    .map((item, i) => item + (i < made.length - 1 ? (between[i] ?? between.at(-1) ?? ", ") : ""))
    .join("");
  return text.slice(0, from) + joined + text.slice(to);
}

// ------------------------------------------------------------------------------------------------- how an entry is written

/** An entry as YAML: on one line, as it may stand between brackets, or as lines. */
function wordsOf(entry: Entry, flow: boolean): string {
  const document = new Document(flow ? [entry] : entry);
  visit(document, {
    Collection(_, node) {
      if (flow || node.items.length === 0) node.flow = true;
    },
  });
  const words = document.toString({ lineWidth: 0 }).trimEnd();
  return flow ? words.replace(/\n\s*/g, " ").slice(1, -1).trim() : words;
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
function linesWithout({ chunks, gaps }: Omit<Lines, "indent">, at: number): Omit<Lines, "indent"> {
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

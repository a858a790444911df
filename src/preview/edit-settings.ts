import { Document, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from "yaml";
import { type EditEntry, type Style, styleOf, wordsOf } from "./edit-entry.ts";
import { inBrackets, isComment, withAbove, withBelow } from "./edit-lines.ts";
import { type EditAt, itemAt, nodeAt, type Refused, read, readsAs } from "./edit-read.ts";

/** A map of one item of a file, with the settings that it has, in their order. */
export type MapSettings = { path: string; keys: readonly string[] };

/** All maps of the item that begins on a line, itself first (its path is empty), in the order of the file. */
export function settingsAt(text: string, line: number): MapSettings[] {
  return mapsIn(itemAt(read(text), line)?.map, "");
}

/** What comes into a map: a setting by its key, and the keys that its schema knows, in their order. */
export type AddedSetting = { key: string; value: EditEntry; order: readonly string[] };

/**
 * The file with another setting in a map, where the schema's order puts it: lines of its own, or between the braces. Everything else stays
 * to the character.
 */
export function withSetting(text: string, at: EditAt, { key, value, order }: AddedSetting): string | Refused {
  const found = read(text);
  const map = nodeAt(found, at);
  if (!isMap(map)) return gone(at);
  const keys = keysOf(map);
  if (keys.includes(key)) return { refused: `"${key}" is there already` };
  const style = styleOf(found, text);
  const after = placeIn(keys, key, order);
  const whole = map.flow
    ? inFlow(text, map, { key, value, after, style })
    : inLines(text, map, { key, value, after, style });
  const isSo = (made: string) => readsAs(found, made, at, (node) => setIn(node, key, value));
  return whole !== undefined && isSo(whole) ? whole : asItIs(key);
}

/** The file without one setting of a map, and the comments directly above it and on its lines. A map that is left empty is written {}. */
export function withoutSetting(text: string, at: EditAt & { key: string }): string | Refused {
  const { key } = at;
  const found = read(text);
  const map = nodeAt(found, at);
  if (!isMap(map) || !keysOf(map).includes(key)) return gone({ ...at, path: at.path ? `${at.path}.${key}` : key });
  const i = keysOf(map).indexOf(key);
  if (map.items.length === 1 && /(^|\.)\d+$/.test(at.path))
    return { refused: `"${key}" is all that its entry holds; take the entry out of its list` };
  const whole = map.flow ? withoutPiece(text, map, i) : withoutLines(text, map, i);
  const isSo = (made: string) => readsAs(found, made, at, (node) => (node as YAMLMap).delete(key));
  return whole !== undefined && isSo(whole) ? whole : asItIs(key);
}

function gone({ line, path }: EditAt): Refused {
  return { refused: `there is no "${path}" at line ${line} any more` };
}

function asItIs(key: string): Refused {
  return { refused: `"${key}" cannot be changed here as the file is written; change it there` };
}

/** Mutates a map as it was read. */
function setIn(node: unknown, key: string, value: EditEntry): void {
  (node as YAMLMap).set(key, new Document(value).contents);
}

// ------------------------------------------------------------------------------------------------- where a setting goes

type Coming = { key: string; value: EditEntry; after: number; style: Style };

/** After which of the settings that are there (from 0) another comes; -1 where it is the first. */
function placeIn(keys: readonly string[], key: string, order: readonly string[]): number {
  const before = order.slice(0, Math.max(0, order.indexOf(key)));
  const known = before.findLast((each) => keys.includes(each));
  if (known !== undefined) return keys.indexOf(known);
  return order.includes(key) ? -1 : keys.length - 1;
}

function inFlow(text: string, map: YAMLMap, { key, value, after, style }: Coming): string | undefined {
  const [start = 0, end = 0] = map.range ?? [];
  if (map.items.length === 0) return grown(text, { start, end, map, key, value, style });
  const words = pairWords(key, value, style);
  return inBrackets(text, { ...spansOf(map), change: (pieces) => pieces.toSpliced(after + 1, 0, words) });
}

/** Empty braces become lines below the name before them; within brackets or braces they stay on their line. */
function grown(
  text: string,
  { start, end, key, value, style }: Omit<Coming, "after"> & { start: number; end: number; map: YAMLMap },
): string | undefined {
  if (text.slice(start + 1, end - 1).trim() !== "") return undefined;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(from, start);
  const [, dashes] = /^((?: *- +)* *)[^\s'"[{][^:[{]*: *$/.exec(before) ?? [];
  const behind = /^[^\S\r\n]*(?:#[^\r\n]*)?/.exec(text.slice(end))?.[0] ?? "";
  const isOnItsOwn = /^\r?\n|^$/.test(text.slice(end + behind.length));
  if (dashes === undefined || !isOnItsOwn)
    return `${text.slice(0, start)}{ ${pairWords(key, value, style)} }${text.slice(end)}`;
  const lines = indented(wordsOf({ [key]: value }, { isFlow: false, style }), " ".repeat(dashes.length + style.indent));
  const head = (before.trimEnd() + (behind.trim() ? ` ${behind.trim()}` : "")).trimEnd();
  return text.slice(0, from) + [head, ...lines].join(endsOf(text)) + text.slice(end + behind.length);
}

/** A setting as it stands between braces. */
function pairWords(key: string, value: EditEntry, style: Style): string {
  return wordsOf({ [key]: value }, { isFlow: true, style })
    .slice(1, -1)
    .trim();
}

function inLines(text: string, map: YAMLMap, { key, value, after, style }: Coming): string | undefined {
  const { lines, rows, column, isPlain } = rowsOf(text, map);
  const indent = " ".repeat(column);
  const isFirst = after < 0 && isPlain;
  const row = isFirst ? withAbove(lines, rows[0] ?? 0, indent) : endOf(text, map, Math.max(0, after));
  const made = indented(wordsOf({ [key]: value }, { isFlow: false, style }), indent);
  return withLines(text, row, made);
}

function indented(words: string, indent: string): string[] {
  return words.split("\n").map((line) => (line === "" ? "" : indent + line));
}

/** The text with more lines before one (from 0), or after the last. */
function withLines(text: string, row: number, more: readonly string[]): string {
  const eol = endsOf(text);
  const lines = text.split("\n");
  if (row >= lines.length) return text + more.map((line) => eol + line).join("");
  const at = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  return text.slice(0, at) + more.map((line) => line + eol).join("") + text.slice(at);
}

function withoutPiece(text: string, map: YAMLMap, i: number): string | undefined {
  const made = inBrackets(text, { ...spansOf(map), change: (pieces) => pieces.toSpliced(i, 1) });
  const [start = 0] = map.range ?? [];
  return map.items.length > 1 ? made : made && made.slice(0, start) + made.slice(start).replace(/^\{\s*\}/, "{}");
}

function withoutLines(text: string, map: YAMLMap, i: number): string | undefined {
  const { lines, rows, column, isPlain } = rowsOf(text, map);
  const indent = " ".repeat(column);
  const row = rows[i] ?? 0;
  if (map.items.length === 1) return emptied(text, map);
  if (i === 0 && !isPlain) return withoutFirst(text, map);
  const from = withAbove(lines, row, indent);
  const until = endOf(text, map, i);
  const all = text.split(/(?<=\n)/);
  return withoutTail(text, [...all.slice(0, from), ...all.slice(until)]);
}

/** Of a map that begins after a dash, the second setting takes the place of the first. */
function withoutFirst(text: string, map: YAMLMap): string | undefined {
  const [first, second] = map.items.map(({ key }) => (key as ParsedNode).range[0]);
  if (first === undefined || second === undefined) return undefined;
  const out = text.slice(first, second);
  return out.split("\n").slice(1).some(isComment) ? undefined : text.slice(0, first) + text.slice(second);
}

/** What is left of a map without any setting: braces behind its name. */
function emptied(text: string, map: YAMLMap): string | undefined {
  const { lines, rows, column } = rowsOf(text, map);
  const from = withAbove(lines, rows[0] ?? 0, " ".repeat(column));
  const [, name, rest] = /^([^#]*:)(\s*(?:#.*)?)$/.exec(lines[from - 1] ?? "") ?? [];
  if (name === undefined) return undefined;
  const all = text.split(/(?<=\n)/);
  const head = (all[from - 1] ?? "").replace(lines[from - 1] ?? "", () => `${name} {}${rest}`);
  return withoutTail(text, [...all.slice(0, from - 1), head, ...all.slice(endOf(text, map, 0))]);
}

/** Lines put together; a file without a line end at its end gets none. */
function withoutTail(text: string, lines: readonly string[]): string {
  const made = lines.join("");
  return text.endsWith("\n") ? made : made.replace(/\r?\n$/, "");
}

/** On which line each setting begins (from 0), how far in, and whether the first has nothing before it on its line. */
function rowsOf(text: string, map: YAMLMap): { lines: string[]; rows: number[]; column: number; isPlain: boolean } {
  const starts = map.items.map(({ key }) => (key as ParsedNode).range[0]);
  const [first = 0] = starts;
  const begin = text.lastIndexOf("\n", first - 1) + 1;
  return {
    lines: text.split(/\r?\n/),
    rows: starts.map((start) => text.slice(0, start).split("\n").length - 1),
    column: first - begin,
    isPlain: text.slice(begin, first).trim() === "" && first > begin,
  };
}

/** The line after the last of a setting, with the comments below it that stand further in. */
function endOf(text: string, map: YAMLMap, i: number): number {
  const { key, value } = map.items[i] as Pair<ParsedNode, ParsedNode | null>;
  const { lines, column } = rowsOf(text, map);
  const end = text.slice(0, value?.range?.[1] ?? key.range[1]).trimEnd();
  const last = Math.max(end.split("\n").length, text.slice(0, key.range[1]).split("\n").length);
  return withBelow(lines, last, " ".repeat(column));
}

function endsOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

// ------------------------------------------------------------------------------------------------- what maps there are

function mapsIn(node: unknown, path: string): MapSettings[] {
  const below = (key: string) => (path ? `${path}.${key}` : key);
  if (isSeq(node)) return node.items.flatMap((item, i) => mapsIn(item, below(String(i))));
  if (!isMap(node)) return [];
  const inside = node.items.flatMap(({ key, value }) => (isScalar(key) ? mapsIn(value, below(String(key.value))) : []));
  return [{ path, keys: keysOf(node) }, ...inside];
}

function keysOf({ items }: YAMLMap): string[] {
  return items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
}

/** Where a map between braces stands, and each of its settings. */
function spansOf({ range, items }: YAMLMap): { range: readonly number[]; spans: readonly (readonly number[])[] } {
  const spans = (items as Pair<ParsedNode, ParsedNode | null>[]).map(({ key, value }) => [
    key.range[0],
    value?.range?.[1] ?? key.range[1],
  ]);
  return { range: range ?? [], spans };
}

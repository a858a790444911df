import { isDeepStrictEqual } from "node:util";
import {
  Composer,
  CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  Parser,
  type Scalar,
} from "yaml";

/** A value of one item of a file that may be changed in place: its path in the item ("when.at-least"), and what it is. */
export type Field = { path: string; value: string | number };

/** Why a change is not made, for the person who asked. */
export type Refused = { refused: string };

type Leaf = Field & { node: Scalar; inFlow: boolean };

type Read = { tokens: readonly CST.Token[]; documents: readonly Document[]; lines: LineCounter };

const names = ["block", "action", "step"]; // of what may be changed: a map that begins with one of them

/**
 * The texts and numbers of the block, action or step of the voice that begins on a line (from 1), in the order of the file;
 * its name is none of them. Undefined where none begins there.
 */
export function fieldsAt(text: string, line: number): Field[] | undefined {
  return leavesAt(read(text), line)?.map(({ path, value }) => ({ path, value }));
}

/**
 * The file with another value in one field, and not a character changed beside it: comments, order, quotes and blank lines
 * stay. Lines of a folded text that say the same stay as they are broken. What would not be read as that value is refused.
 */
export function withField(text: string, at: { line: number; path: string }, value: string | number): string | Refused {
  const before = read(text);
  const leaf = leavesAt(before, at.line)?.find(({ path }) => path === at.path);
  if (!leaf) return { refused: `there is no "${at.path}" at line ${at.line} any more` };
  if (typeof value !== typeof leaf.value) return { refused: `"${at.path}" is a ${typeof leaf.value}` };
  if (typeof value === "string" && value.trim() === "") return { refused: `"${at.path}" would be empty` };
  if (value === leaf.value) return text;
  for (const way of waysOf(leaf, value)) {
    const whole = way();
    if (whole !== undefined && saysSo(text, whole, { ...at, value })) return whole;
  }
  return { refused: `"${at.path}" cannot be written so in this file; change it there` };

  function waysOf({ node, inFlow }: Leaf, to: string | number): (() => string | undefined)[] {
    const token = node.srcToken as CST.FlowScalar | CST.BlockScalar;
    const set = (type?: Scalar.Type) => () => {
      const fresh = read(text);
      const same = leavesAt(fresh, at.line)?.find(({ path }) => path === at.path)?.node.srcToken;
      if (!same) return undefined;
      CST.setScalarValue(same, String(to), { inFlow, ...(type ? { type } : {}) });
      return fresh.tokens.map((each) => CST.stringify(each)).join("");
    };
    const refolded = () =>
      typeof to === "string" && node.type === "BLOCK_FOLDED" ? refold(text, token, to) : undefined;
    return [refolded, set(), set("QUOTE_DOUBLE")];
  }
}

function read(text: string): Read {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const documents = [...new Composer({ keepSourceTokens: true }).compose(tokens)];
  return { tokens, documents, lines };
}

function leavesAt({ documents, lines }: Read, line: number): Leaf[] | undefined {
  for (const { contents } of documents) {
    const item = itemAt(contents);
    if (item) return leavesIn(item, "", false).filter(({ path }) => !names.includes(path));
  }
  return undefined;

  /** The map, however deep, whose first key is a name and stands on the line. */
  function itemAt(node: unknown): unknown {
    if (isSeq(node)) return firstOf(node.items, itemAt);
    if (!isMap(node)) return undefined;
    const key = node.items[0]?.key;
    const start = isScalar(key) && names.includes(String(key.value)) ? key.range?.[0] : undefined;
    if (start !== undefined && lines.linePos(start).line === line) return node;
    return firstOf(
      node.items.map(({ value }) => value),
      itemAt,
    );
  }
}

function leavesIn(node: unknown, path: string, inFlow: boolean): Leaf[] {
  const below = (key: string) => (path ? `${path}.${key}` : key);
  if (isScalar(node)) {
    const { value } = node;
    const isShown = typeof value === "string" || typeof value === "number";
    return isShown && node.srcToken && !node.anchor ? [{ path, value, node, inFlow }] : [];
  }
  if (isSeq(node))
    return node.items.flatMap((item, i) => leavesIn(item, below(String(i)), inFlow || node.flow === true));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }: Pair) =>
    isScalar(key) ? leavesIn(value, below(String(key.value)), inFlow || node.flow === true) : [],
  );
}

function firstOf<T>(items: readonly unknown[], find: (item: unknown) => T | undefined): T | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a changed file reads as the one before with that one value in it. */
function saysSo(before: string, after: string, { line, path, value }: { line: number; path: string; value: unknown }) {
  const [from, to] = [read(before), read(after)];
  if (to.documents.some(({ errors }) => errors.length > from.documents.flatMap((each) => each.errors).length))
    return false;
  const leaf = leavesAt(from, line)?.find((each) => each.path === path);
  if (leaf) leaf.node.value = value;
  const [was, is] = [from, to].map(({ documents }) => documents.map((each) => each.toJS()));
  return isDeepStrictEqual(was, is);
}

const narrowest = 80; // characters that a line of a folded text may have at least

/** A folded text with other words: lines at its beginning and end that say the same stay; what is between is broken anew. */
function refold(text: string, token: CST.FlowScalar | CST.BlockScalar, value: string): string | undefined {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const from = token.offset;
  const source = token.source;
  const start = text.indexOf(source, from);
  if (start < 0 || /\n/.test(value)) return undefined; // several paragraphs are written as the library writes them
  const old = source.split(/\r?\n/);
  const tail = old.slice(old.findLastIndex((each) => each.trim() !== "") + 1);
  const lines = old.slice(0, old.length - tail.length);
  if (lines.some((each) => each.trim() === "")) return undefined;
  const indent = /^ */.exec(lines[0] ?? "")?.[0] ?? "";
  const [ours, width] = [
    lines.map((each) => each.trim().split(/\s+/)),
    Math.max(narrowest, ...lines.map((each) => each.length)),
  ];
  const words = value.trim().split(/ +/);
  const head = keptFrom(ours, words);
  const end = keptFrom(reversed(ours.slice(head)), words.slice(ours.slice(0, head).flat().length).reverse());
  const count = (some: readonly string[][]) => some.flat().length;
  const middle = words.slice(count(ours.slice(0, head)), words.length - count(ours.slice(ours.length - end)));
  const made = [...lines.slice(0, head), ...broken(middle, indent, width), ...lines.slice(lines.length - end)];
  return text.slice(0, start) + [...made, ...tail].join(eol) + text.slice(start + source.length);
}

/** How many lines from the first on say the same as the words do. */
function keptFrom(lines: readonly (readonly string[])[], words: readonly string[]): number {
  let at = 0;
  for (const [i, line] of lines.entries()) {
    if (!line.every((word, j) => words[at + j] === word)) return i;
    at += line.length;
  }
  return lines.length;
}

function reversed(lines: readonly string[][]): string[][] {
  return lines.toReversed().map((line) => line.toReversed());
}

function broken(words: readonly string[], indent: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}

import { CST, isMap, isScalar, isSeq, type Pair, type Scalar } from "yaml";
import { type EditAt, type EditRead, itemAt, type Refused, read, readsAs } from "./edit-read.ts";

/** A value of one item of a file that may be changed in place: its path in the item ("when.at-least"), and what it is. */
export type EditField = { path: string; value: string | number | boolean };

type EditLeaf = EditField & { node: Scalar; inFlow: boolean };

/**
 * The texts, numbers and switches of the item that begins on a line (from 1), in the order of the file; its name is none of them.
 * Undefined where none begins there.
 */
export function fieldsAt(text: string, line: number): EditField[] | undefined {
  return leavesAt(read(text), line)?.map(({ path, value }) => ({ path, value }));
}

/**
 * The file with another value in one field, and not a character changed beside it: comments, order, quotes and blank lines
 * stay. Lines of a folded text that say the same stay as they are broken. What would not be read as that value is refused.
 */
export function withField(text: string, at: EditAt, value: EditField["value"]): string | Refused {
  const before = read(text);
  const leaf = leavesAt(before, at.line)?.find(({ path }) => path === at.path);
  if (!leaf) return { refused: `there is no "${at.path}" at line ${at.line} any more` };
  if (typeof value !== typeof leaf.value) return { refused: `"${at.path}" is a ${typeof leaf.value}` };
  if (typeof value === "string" && value.trim() === "") return { refused: `"${at.path}" would be empty` };
  if (value === leaf.value) return text;
  for (const way of waysOf(leaf, value)) {
    const whole = way();
    if (whole !== undefined && saysSo(whole)) return whole;
  }
  return { refused: `"${at.path}" cannot be written so in this file; change it there` };

  function saysSo(whole: string): boolean {
    return readsAs(read(text), whole, at, (node) => {
      if (isScalar(node)) node.value = value;
    });
  }

  function waysOf({ node, inFlow }: EditLeaf, to: EditField["value"]): (() => string | undefined)[] {
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

function leavesAt(found: EditRead, line: number): EditLeaf[] | undefined {
  const item = itemAt(found, line);
  return item && leavesIn(item.map, "", false).filter(({ path }) => path !== item.named);
}

function leavesIn(node: unknown, path: string, inFlow: boolean): EditLeaf[] {
  const below = (key: string) => (path ? `${path}.${key}` : key);
  if (isScalar(node)) {
    const { value } = node;
    const isShown = ["string", "number", "boolean"].includes(typeof value);
    return isShown && node.srcToken && !node.anchor ? [{ path, value: value as EditField["value"], node, inFlow }] : [];
  }
  if (isSeq(node))
    return node.items.flatMap((item, i) => leavesIn(item, below(String(i)), inFlow || node.flow === true));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }: Pair) =>
    isScalar(key) ? leavesIn(value, below(String(key.value)), inFlow || node.flow === true) : [],
  );
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

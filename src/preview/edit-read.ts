import { isDeepStrictEqual } from "node:util";
import { Composer, type CST, type Document, isMap, isScalar, isSeq, LineCounter, Parser, type YAMLMap } from "yaml";

/** A file of words as it is parsed: its tokens, of which the text can be put together again, and what they mean. */
export type EditRead = { tokens: readonly CST.Token[]; documents: readonly Document[]; lines: LineCounter };

/** Where something stands: the line on which its item begins, from 1, and its path in the item ("when.at-least", "sections.2"). */
export type EditAt = { line: number; path: string };

/** Why a change is not made, for the person who asked. */
export type Refused = { refused: string };

/** What may be changed from the studio: a map that begins with one of these. */
export const names = ["block", "action", "step", "campaign", "indicator", "trial"] as const;

export type EditName = (typeof names)[number];

export function read(text: string): EditRead {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const documents = [...new Composer({ keepSourceTokens: true }).compose(tokens)];
  return { tokens, documents, lines };
}

/** An item of a file: what it is, what it is called, the line on which it begins (from 1), and what it holds. */
export type Item = { named: EditName; id: string; line: number; map: YAMLMap };

/** The item that begins on a line, by the key it begins with; however deep it stands. */
export function itemAt(found: EditRead, line: number): Item | undefined {
  return itemWhere(found, (item) => item.line === line);
}

/** The item of a name, wherever it stands by now. */
export function itemOf(found: EditRead, { named, id }: { named: string; id: string }): Item | undefined {
  return itemWhere(found, (item) => item.named === named && item.id === id);
}

function itemWhere({ documents, lines }: EditRead, isIt: (item: Item) => boolean): Item | undefined {
  return firstOf(
    documents.map(({ contents }) => contents),
    within,
  );

  function within(node: unknown): Item | undefined {
    if (isSeq(node)) return firstOf(node.items, within);
    if (!isMap(node)) return undefined;
    const item = asItem(node);
    if (item && isIt(item)) return item;
    return firstOf(
      node.items.map(({ value }) => value),
      within,
    );
  }

  function asItem(map: YAMLMap): Item | undefined {
    const { key, value } = map.items[0] ?? {};
    const named = isScalar(key) ? names.find((each) => each === key.value) : undefined;
    const start = isScalar(key) ? key.range?.[0] : undefined;
    if (!named || start === undefined) return undefined;
    return { named, id: isScalar(value) ? String(value.value) : "", line: lines.linePos(start).line, map };
  }
}

/** What stands at a path of an item. */
export function nodeAt(found: EditRead, { line, path }: EditAt): unknown {
  return below(itemAt(found, line)?.map, path);
}

/** By whole keys, since a key may hold a full stop itself. */
function below(node: unknown, path: string): unknown {
  if (path === "") return node;
  const entries = isMap(node)
    ? node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : "", value])
    : [];
  const all = isSeq(node) ? node.items.map((item, i) => [String(i), item]) : entries;
  return firstOf(all, (entry) => {
    const [key, value] = entry as [string, unknown];
    if (path === key) return value;
    return path.startsWith(`${key}.`) ? below(value, path.slice(key.length + 1)) : undefined;
  });
}

/**
 * Whether a changed file reads as the one before once that is changed by `change`, which is given what stands at the place: it mutates
 * what was read before. A file that reads otherwise is not written.
 */
export function readsAs(from: EditRead, after: string, at: EditAt, change: (node: unknown) => void): boolean {
  const to = read(after);
  if (faults(to).length > faults(from).length) return false;
  change(nodeAt(from, at));
  const [was, is] = [from, to].map(({ documents }) => documents.map((each) => each.toJS()));
  return isDeepStrictEqual(was, is);
}

/** What keeps a file from being read as YAML, and on which line (from 1). */
export function faults({ documents }: EditRead): { message: string; line: number }[] {
  return documents
    .flatMap(({ errors }) => errors)
    .map(({ message, linePos }) => ({
      message: message.split(/ at line |\n/)[0] ?? message,
      line: linePos?.[0].line ?? 1,
    }));
}

function firstOf<T>(items: readonly unknown[], find: (item: unknown) => T | undefined): T | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

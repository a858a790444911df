import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { fieldsAt, withField } from "../../src/preview/edit.ts";

const content = join(import.meta.dirname, "../../content");
const files = globSync("{blocks,actions,voice,indicators,campaigns}/**/*.yaml", { cwd: content })
  .filter((file) => !file.endsWith("data.yaml"))
  .sort();

/** Lines on which something begins that may be changed. */
function itemsOf(text: string): number[] {
  return text
    .split("\n")
    .flatMap((line, i) => (/^(\s*- step|(?:- )?(?:block|action|campaign|indicator)):/.test(line) ? [i + 1] : []));
}

test("there are files of every kind", () => expect(files.length).toBeGreaterThan(90));

test.each(files)("%s: of each field that is changed, the lines of that field change and no other", (file) => {
  holds(file, readFileSync(join(content, file), "utf8"), 7);
});

test.each(files.filter((file) => /^(blocks|actions)/.test(file)))("%s: the same as one list", (file) => {
  const text = asList(readFileSync(join(content, file), "utf8"));
  expect(Array.isArray(parseAllDocuments(text)[0]?.toJS())).toBe(true);
  holds(file, text, 2);
});

/** A file of documents as its author would write it as one list. */
function asList(text: string): string {
  const entries = text.split(/^---\n/m).map((document) => {
    const lines = document.split("\n");
    const first = lines.findIndex((line) => /^\w/.test(line));
    return lines.map((line, i) => (line === "" ? line : `${i === first ? "- " : "  "}${line}`)).join("\n");
  });
  return entries.join("");
}

/** Changes fields spread over a file, one at a time. */
function holds(file: string, text: string, most: number): void {
  const before = text.split("\n");
  const items = itemsOf(text).flatMap((line) => fieldsAt(text, line)!.map((field) => ({ line, ...field })));
  const looked = items.filter((_, i) => i % Math.ceil(items.length / most) === 0); // spread over the file
  for (const { line, path, value } of looked) {
    expect(withField(text, { line, path }, value)).toBe(text);
    const other = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value} Otherwise.`;
    const after = withField(text, { line, path }, other);
    if (typeof after !== "string") throw new Error(`${file}:${line} ${path}: ${after.refused}`);
    expect(fieldsAt(after, line)!.find((each) => each.path === path)?.value).toBe(other);
    const now = after.split("\n");
    const same = before.findIndex((each, i) => each !== now[i]);
    const end = before.toReversed().findIndex((each, i) => each !== now.toReversed()[i]);
    expect([path, same >= line - 1, before.length - end - same <= 3], `${file}:${line}`).toEqual([path, true, true]);
  }
  expect(looked.length).toBeGreaterThan(0);
  expect(parseAllDocuments(text).every(({ errors }) => errors.length === 0)).toBe(true);
}

const folded = `# A comment
block: one # the name
role: why
when:  [ worse,  rising ]   # spaces as they are
text: >-
  A short line, broken by hand.
  The first line is as long as a line of this file is, so that it stays where it
  is. The second one is changed in the midst of its words, and the third stays
  as it was to its end.

---
block: two
text: 'It''s quoted'
`;

test("a word in a folded text changes its own line, and comments, spaces and other blocks stay", () => {
  const was = fieldsAt(folded, 2)!.find(({ path }) => path === "text")!.value as string;
  const after = withField(folded, { line: 2, path: "text" }, was.replace("is changed", "was changed"));
  expect(after).toBe(folded.replace("is changed", "was changed"));
});

test("quotes stay quotes, and what a plain text cannot hold is quoted", () => {
  expect(withField(folded, { line: 12, path: "text" }, "It's other")).toBe(
    folded.replace("It''s quoted", "It''s other"),
  );
  const plain = "block: a\ntext: Plain words\nlimit: 5\n";
  expect(withField(plain, { line: 1, path: "text" }, "Of two: #1")).toBe('block: a\ntext: "Of two: #1"\nlimit: 5\n');
  expect(withField(plain, { line: 1, path: "text" }, "yes: no")).toBe('block: a\ntext: "yes: no"\nlimit: 5\n');
  expect(withField(plain, { line: 1, path: "text" }, "true")).toBe('block: a\ntext: "true"\nlimit: 5\n');
  expect(withField(plain, { line: 1, path: "limit" }, 7.5)).toBe("block: a\ntext: Plain words\nlimit: 7.5\n");
});

test("in braces of a line too, and with line ends of Windows", () => {
  const step = "steps:\r\n  - step: a\r\n    all: { lead: One, text: two }\r\n";
  expect(withField(step, { line: 2, path: "all.text" }, "two, or three")).toBe(
    step.replace("text: two", 'text: "two, or three"'),
  );
});

test("nothing is changed where the item or field is gone, of another kind, or would be empty", () => {
  const at = { line: 2, path: "text" };
  expect(withField(folded, { ...at, line: 3 }, "x")).toEqual({ refused: 'there is no "text" at line 3 any more' });
  expect(withField(folded, { ...at, path: "txt" }, "x")).toEqual({ refused: 'there is no "txt" at line 2 any more' });
  expect(withField(folded, at, 5)).toEqual({ refused: '"text" is a string' });
  expect(withField(folded, at, "  ")).toEqual({ refused: '"text" would be empty' });
  expect(withField(folded, { ...at, path: "block" }, "x")).toMatchObject({ refused: expect.stringContaining("block") });
});

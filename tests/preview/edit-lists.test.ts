import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fieldsAt } from "../../src/preview/edit.ts";
import { listsAt, withAdded, withMoved, withRemoved } from "../../src/preview/edit-lists.ts";

const content = join(import.meta.dirname, "../../content");
const files = globSync("{campaigns,indicators,blocks,actions,voice}/**/*.yaml", { cwd: content })
  .filter((file) => !file.endsWith("data.yaml"))
  .sort();

function itemsOf(text: string): number[] {
  const start = /^(\s*- step|(?:- )?(?:block|action|campaign|indicator)):/;
  return text.split("\n").flatMap((line, i) => (start.test(line) ? [i + 1] : []));
}

/** Lists that have something to change places, of items spread over a file. */
function someLists(text: string, most: number) {
  const items = itemsOf(text);
  const some = items.filter((_, i) => i % Math.ceil(items.length / 3) === 0);
  const all = some.flatMap((line) => listsAt(text, line)!.map((list) => ({ line, ...list })));
  const long = all.filter(({ entries }) => entries.length > 1);
  return long.filter((_, i) => i % Math.ceil(long.length / most) === 0);
}

const moves = files.map((file) => ({ file, text: readFileSync(join(content, file), "utf8") }));

test("of each shipped file, a list with an entry moved has the same lines or the same line, and moved back the same bytes", () => {
  let looked = 0;
  for (const { file, text } of moves) {
    const isCampaign = file.startsWith("campaigns");
    for (const { line, path, entries } of someLists(text, isCampaign ? 10 : 1)) {
      const to = entries.length - 1;
      const after = withMoved(text, { line, path, from: 0, to });
      if (typeof after !== "string") throw new Error(`${file}:${line} ${path}: ${after.refused}`);
      const now = listsAt(after, line)!.find((list) => list.path === path)!;
      expect(now.entries, `${file} ${path}`).toEqual([...entries.slice(1), entries[0]]);
      expect(asAPersonWould(text, after), `${file} ${path}`).toBe(true);
      expect(withMoved(after, { line, path, from: to, to: 0 }), `${file} ${path}`).toBe(text);
      looked++;
    }
  }
  expect(looked).toBeGreaterThan(100);
});

/** Whole lines in another order; or, of a list between brackets, the same letters on the lines on which the list stands. */
function asAPersonWould(before: string, after: string): boolean {
  const [was, is] = [before.split("\n"), after.split("\n")];
  if (was.length !== is.length) return false;
  const first = was.findIndex((line, i) => line !== is[i]);
  const last = was.findLastIndex((line, i) => line !== is[i]);
  const [from, to] = [was, is].map((lines) => lines.slice(first, last + 1));
  if ([...from!].sort().join("\n") === [...to!].sort().join("\n")) return true;
  const letters = (lines: readonly string[]) => [...lines.join("\n")].sort().join("");
  return /[[{]/.test(was.slice(0, last + 1).join("\n")) && letters(from!) === letters(to!) && last - first < 20;
}

const plan = `# A campaign
campaign: one # its name
title: A title

sections:
  # what comes first
  - headline: {} # short
  - trend:
      page: new
      note: |
        # not a comment
        of two lines
      # about the trend

  # stands by itself

  # the table
  - table:
      indicators: [ b,  a, "c, d" ] # as they are
# after all
peers: { of: pcn, list: [] }
`;

const at = { line: 2, path: "sections" };

test("comments go with their entry; blank lines, comments that stand alone, and line ends stay", () => {
  const moved = `# A campaign
campaign: one # its name
title: A title

sections:
  - trend:
      page: new
      note: |
        # not a comment
        of two lines
      # about the trend
  # the table
  - table:
      indicators: [ b,  a, "c, d" ] # as they are

  # stands by itself

  # what comes first
  - headline: {} # short
# after all
peers: { of: pcn, list: [] }
`;
  expect(withMoved(plan, { ...at, from: 0, to: 2 })).toBe(moved);
  const windows = plan.replaceAll("\n", "\r\n").trimEnd();
  expect(withMoved(windows, { ...at, from: 0, to: 2 })).toBe(moved.replaceAll("\n", "\r\n").trimEnd());
});

test("between brackets the entries change places, and nothing else does", () => {
  const inTable = { line: 2, path: "sections.2.table.indicators" };
  expect(withMoved(plan, { ...inTable, from: 0, to: 2 })).toBe(plan.replace('b,  a, "c, d"', 'a,  "c, d", b'));
  expect(withAdded(plan, { ...inTable, to: 1, entry: "x: y" })).toBe(plan.replace("b,  a", 'b,  "x: y", a'));
  expect(withRemoved(plan, { ...inTable, from: 2 })).toBe(plan.replace('a, "c, d"', "a"));
  expect(withAdded(plan, { line: 2, path: "peers.list", to: 0, entry: 5 })).toBe(plan.replace("list: []", "list: [5]"));
  const told = plan.replace("[ b,", "[ # first\n        b,");
  expect(withMoved(told, { ...inTable, from: 0, to: 1 })).toEqual({
    refused: `"${inTable.path}" cannot be changed here as it is written; change it in the file`,
  });
});

test("an entry comes in as its neighbours are written, and leaves with its own comments", () => {
  expect(withAdded(plan, { ...at, to: 3, entry: { why: { title: "So: why", blocks: ["a"] } } })).toBe(
    plan.replace("# after all", '  - why:\n      title: "So: why"\n      blocks:\n        - a\n# after all'),
  );
  expect(withRemoved(plan, { ...at, from: 0 })).toBe(
    plan.replace("  # what comes first\n  - headline: {} # short\n", ""),
  );
  const [, last] = /\n( {2}# the table\n(?: .*\n)*)/.exec(plan)!;
  expect(withRemoved(plan, { ...at, from: 2 })).toBe(plan.replace(`\n${last!}`, ""));
  const cycles = "campaign: one\ncycles:\n  - { id: a, data: { to: b } }\n";
  expect(withAdded(cycles, { line: 1, path: "cycles", to: 1, entry: { id: "2026-08", data: { to: "c" } } })).toBe(
    `${cycles}  - { id: 2026-08, data: { to: c } }\n`,
  );
});

test("what is not there, would leave nothing, or cannot be told apart is refused", () => {
  expect(withMoved(plan, { ...at, path: "section", from: 0, to: 1 })).toEqual({
    refused: 'there is no list "section" at line 2 any more',
  });
  expect(withMoved(plan, { ...at, from: 0, to: 3 })).toEqual({ refused: '"sections" has no such entry any more' });
  const one = "campaign: one\nsections:\n  - trend: {}\n";
  expect(withRemoved(one, { line: 1, path: "sections", from: 0 })).toEqual({
    refused: '"sections" would be empty; take the list out in the file',
  });
  expect(withMoved("campaign: one\nx:\n  - - a\n    - b\n", { line: 1, path: "x.0", from: 0, to: 1 })).toHaveProperty(
    "refused",
  );
});

test("fields with a full stop in their name, and switches, are changed too", () => {
  const text = "campaign: one\nabbreviations:\n  e.g.: for example\nmail: { unsubscribe: false }\n";
  expect(fieldsAt(text, 1)).toEqual([
    { path: "abbreviations.e.g.", value: "for example" },
    { path: "mail.unsubscribe", value: false },
  ]);
});

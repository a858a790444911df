import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EditEntry } from "../../src/preview/edit-entry.ts";
import { type Addable, formAt, withoutSettingAt, withSettingAt } from "../../src/preview/edit-form.ts";
import { withoutSetting, withSetting } from "../../src/preview/edit-settings.ts";

const content = join(import.meta.dirname, "../../content");
const files = globSync("{campaigns,indicators,blocks,actions,voice,trials}/**/*.yaml", { cwd: content })
  .filter((file) => !/(data|approved)\.yaml$/.test(file))
  .sort()
  .filter((_, i) => i % 8 === 0);
const itemStart = /^(\s*- step|(?:- )?(?:block|action|campaign|indicator|trial)):/;
const namesOf = () => [{ name: "some-name", is: "a name" }];

test("a shipped file gets a setting in lines of its own or on the line it has, and gives it up to the byte", () => {
  let looked = 0;
  for (const [i, file] of files.entries()) {
    const text = readFileSync(join(content, file), "utf8");
    const line = text.split("\n").findIndex((each) => itemStart.test(each)) + 1;
    const all = formAt(text, line, namesOf)!.maps.flatMap(({ path, adds }) => adds.map((add) => ({ path, add })));
    const some = all.filter((_, j) => j % Math.ceil(all.length / 3) === i % Math.ceil(all.length / 3));
    for (const { path, add } of some) {
      const at = { line, path };
      const [key, value] = sampleOf(add);
      const after = withSettingAt(text, at, { key, value });
      if (typeof after !== "string") throw new Error(`${file} ${path} ${add.kind}: ${after.refused}`);
      const { gone, come } = difference(text, after);
      const isOnALine = gone.length === 1 && /\{.*\}/.test(gone[0]!);
      expect([gone.length === 0 || isOnALine, come.length > 0], `${file} ${path} ${add.kind}`).toEqual([true, true]);
      if (gone.length === 0) expect(withoutSettingAt(after, at, key), `${file} ${path} ${add.kind}`).toBe(text);
      looked++;
    }
  }
  expect(looked).toBeGreaterThan(30);
});

/** A setting with something in all that must be said of it. */
function sampleOf({ needs }: Addable): [string, EditEntry] {
  const made: { [key: string]: EditEntry } = {};
  for (const { path, type, choices } of needs) {
    const keys = path.split(".").map((key) => (key === "*" ? "of-mine" : key));
    const value = { number: 7, boolean: true, string: choices ? "some-name" : "Words: of it" }[type];
    let here = made as { [key: string]: unknown };
    for (const [i, key] of keys.entries()) {
      if (i === keys.length - 1) {
        here[key] = value;
        break;
      }
      here[key] ??= /^\d+$/.test(keys[i + 1]!) ? [] : {};
      here = here[key] as typeof here;
    }
  }
  return Object.entries(made)[0]!;
}

function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [was, is] = [before.split("\n"), after.split("\n")];
  const from = was.findIndex((line, i) => line !== is[i]);
  const most = Math.min(was.length, is.length) - from;
  const end = was.toReversed().findIndex((line, i) => i >= most || line !== is.at(-1 - i));
  return { gone: was.slice(from, was.length - end), come: is.slice(from, is.length - end) };
}

const action = `# Of an action
action: one # its name
indicators: [a, b]
title: 'A title'

# how much
effort: hours
by: { weeks: 4 } # soon
step:
    label: Start
    # the words
    text: Begin
`;
const at = { line: 2, path: "" };
const order = ["action", "version", "when", "indicators", "title", "what", "effort", "by", "step", "bct", "cites"];

test("where the schema's order puts it, with the indentation, lists and quotes of the file", () => {
  const cites = [{ text: "So: it is" }];
  expect(withSetting(action, at, { key: "cites", value: cites, order })).toBe(
    `${action}cites:\n    - text: 'So: it is'\n`,
  );
  expect(withSetting(action, at, { key: "when", value: ["x"], order })).toBe(
    action.replace("indicators", "when: [x]\nindicators"),
  );
  expect(withSetting(action, at, { key: "what", value: "w", order })).toBe(action.replace("\n\n#", "\nwhat: w\n\n#"));
  const step = { line: 2, path: "step" };
  expect(withSetting(action, step, { key: "head", value: true, order: ["head", "label"] })).toBe(
    action.replace("    label", "    head: true\n    label"),
  );
  const by = { line: 2, path: "by" };
  expect(withSetting(action, by, { key: "from", value: "a, b", order: ["from", "weeks"] })).toBe(
    action.replace("{ weeks", "{ from: 'a, b', weeks"),
  );
});

test("a long text is folded, with line ends of Windows, and at the end of a file that has none", () => {
  const text = "block: a\r\nrole: why\r\ntext: b";
  const long = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");
  const after = withSetting(
    text,
    { line: 1, path: "" },
    { key: "title", value: long, order: ["block", "role", "title"] },
  );
  expect(after).toMatch(/^block: a\r\nrole: why\r\ntitle: >-\r\n {2}word0 .*\r\n {2}word\d.*\r\ntext: b$/s);
  expect(String(after).replace(/\r\n/g, "")).not.toMatch(/[\r\n]/);
  expect(withSetting(text, { line: 1, path: "" }, { key: "version", value: 2, order: ["text", "version"] })).toBe(
    `${text}\r\nversion: 2`,
  );
  expect(withoutSetting(text, { line: 1, path: "", key: "text" })).toBe("block: a\r\nrole: why");
});

const plan = `campaign: one
sections:
  - trend: {} # the trend
  - why: { page: new }
  - table:
      # of all
      page: new # a page
      # and more
  - page: new
    id: x
accept:
  odd-lists: 1
`;

test("empty braces grow into lines, and what is left without a setting is braces again", () => {
  const trend = { line: 1, path: "sections.0.trend" };
  const grown = plan.replace("trend: {} # the trend", "trend: # the trend\n      page: new");
  expect(withSetting(plan, trend, { key: "page", value: "new", order: [] })).toBe(grown);
  expect(withoutSetting(plan, { line: 1, path: "sections.1.why", key: "page" })).toBe(
    plan.replace("{ page: new }", "{}"),
  );
  expect(withoutSetting(plan, { line: 1, path: "sections.2.table", key: "page" })).toBe(
    plan.replace(/table:\n.*\n.*page\n/, "table: {}\n"),
  );
  expect(withoutSetting(plan, { line: 1, path: "sections.3", key: "page" })).toBe(
    plan.replace("  - page: new\n    id", "  - id"),
  );
  expect(withoutSettingAt(plan, { line: 1, path: "accept" }, "odd-lists")).toBe(plan.replace(/accept[\s\S]*/, ""));
});

test("what is there already, is not known, cannot be left out, or is all of an entry is refused", () => {
  const of = { line: 2, path: "" };
  expect(withSettingAt(action, of, { key: "title", value: "x" })).toEqual({ refused: '"title" is there already' });
  expect(withSettingAt(action, of, { key: "titel", value: "x" })).toEqual({ refused: '"titel" is no setting here' });
  expect(withSettingAt(action, { ...of, line: 3 }, { key: "bct", value: "x" })).toHaveProperty("refused");
  expect(withoutSettingAt(action, of, "effort")).toEqual({ refused: '"effort" cannot be left out' });
  expect(withoutSettingAt(action, of, "bct")).toEqual({ refused: 'there is no "bct" at line 2 any more' });
  const one = "campaign: one\nfacts:\n  - tells: x\n";
  expect(withoutSetting(one, { line: 1, path: "facts.0", key: "tells" })).toHaveProperty(
    "refused",
    expect.stringContaining("take the entry out of its list"),
  );
});

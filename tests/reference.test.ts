import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { z } from "zod";
import { referenceText } from "../docs/reference.ts";
import { authored } from "../src/cli/schema.ts";
import { sectionKinds } from "../src/input/campaign/sections.ts";
import { conditionSchema } from "../src/input/library/condition.ts";
import { closure, signalKinds, signals } from "../src/input/library/signals.ts";

/* That the page is current, and that what it tells an author is what the reading of files does. */

const committed = readFileSync(join(import.meta.dirname, "../docs/reference.md"), "utf8");
const lines = committed.split("\n");

test("docs/reference.md is current (npm run -s reference writes it)", () => {
  expect(committed).toBe(referenceText());
});

/** The rows of the table under a heading, as cells; the heading is looked for after a line. */
function rowsUnder(heading: string, after: string): string[][] {
  const from = lines.indexOf(heading, lines.indexOf(after));
  const to = lines.findIndex((line, i) => i > from && line.startsWith("#"));
  return lines
    .slice(from, to === -1 ? undefined : to)
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(2, -2).split(" | "));
}

/** The fields of a table that must be given: neither a default nor "optional" stands beside them. */
function demanded(rows: readonly string[][]): string[] {
  return rows.flatMap(([field = "", , standard]) => (standard === "" ? [field.replaceAll("`", "")] : [])).sort();
}

/** The fields that reading misses in a file, or a section, where nothing is given. */
function missed(schema: z.ZodType): string[] {
  return [...new Set(schema.safeParse({}).error?.issues.map(({ path }) => path.join(".")))].filter(Boolean).sort();
}

describe("fields that it says must be given are those that reading misses", () => {
  test.each(Object.entries(authored))("in a file: %s", (kind, schema) => {
    const rows = rowsUnder(`### ${kind}`, "## Files");
    expect(rows.length).toBeGreaterThan(3);
    expect(demanded(rows.filter(([field]) => !/[.[]/.test(field ?? "")))).toEqual(missed(schema));
  });

  test.each(Object.entries(sectionKinds))("in a section: %s", (kind, { schema }) => {
    const rows = rowsUnder(`### ${kind}`, "## Sections");
    expect(demanded(rows.filter(([field]) => !/[.[]/.test(field ?? "")))).toEqual(missed(schema));
  });
});

test("every example of a condition can be read", () => {
  const from = lines.indexOf("## Conditions");
  const examples = lines.slice(from, lines.indexOf("## Signals")).filter((line) => line.startsWith("when: "));
  expect(examples.length).toBeGreaterThan(3);
  for (const example of examples) expect(conditionSchema.safeParse(parse(example).when).error).toBeUndefined();
});

test("every signal stands once among the signals, with all that it implies", () => {
  const rows = signalKinds.flatMap(({ kind }) => rowsUnder(`### Signals ${kind}`, "## Signals"));
  expect(rows.map(([signal]) => signal)).toEqual(signals.map((signal) => `\`${signal}\``));
  const implied = rows.map((row) => (row[3] ?? "").match(/[a-z-]+/g)?.sort() ?? []);
  expect(implied).toEqual(signals.map((signal) => [...new Set(closure(signal))].slice(1).sort()));
});

test("every line of a table has as many cells as its head", () => {
  const cells = (line: string) => line.replaceAll("\\|", "").split("|").length;
  const wrong = lines.filter(
    (line, i) => line.startsWith("|") && lines[i - 1]?.startsWith("|") && cells(line) !== cells(lines[i - 1] ?? ""),
  );
  expect(wrong).toEqual([]);
});

test("links within the page lead somewhere", () => {
  const headings = lines
    .filter((line) => line.startsWith("#"))
    .map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
  const anchors = [...committed.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(anchors.length).toBeGreaterThan(5);
  for (const anchor of anchors) expect(headings).toContain(anchor);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { referenceText } from "../docs/reference.ts";
import { sectionKinds } from "../src/input/campaign/sections.ts";
import { roles } from "../src/input/library/block.ts";
import { closure, meanings, signalKinds, signals } from "../src/input/library/signals.ts";
import { vocabulary } from "../src/input/library/vocabulary.ts";

const committed = readFileSync(join(import.meta.dirname, "../docs/reference.md"), "utf8");
const lines = committed.split("\n");

test("docs/reference.md is current (npm run -s reference writes it)", () => {
  expect(committed).toBe(referenceText());
});

describe("it tells", () => {
  test.each(signals)("the signal %s: meaning, rule and what it implies", (signal) => {
    const [row, ...more] = lines.filter(
      (line) => line.startsWith(`| \`${signal}\` |`) && line.includes(meanings[signal].fires),
    );
    expect(more).toEqual([]);
    expect(row).toContain(meanings[signal].meaning);
    for (const implied of closure(signal).slice(1)) expect(row).toContain(`\`${implied}\``);
  });

  test.each(Object.entries(vocabulary))("the variable %s: example and need", (path, { prints, needs }) => {
    expect(lines).toContain(`| \`{{${path}}}\` | ${prints} | ${needs.map((need) => `\`${need}\``).join(", ")} |`);
  });

  test.each(roles)("the role %s", (role) => {
    const from = lines.indexOf("## Roles of blocks");
    expect(
      lines.slice(from, lines.indexOf("## Conditions")).filter((line) => line.startsWith(`| \`${role}\` |`)),
    ).toHaveLength(1);
  });

  test.each(Object.keys(sectionKinds))("the section %s, with every setting", (kind) => {
    const from = lines.indexOf(`### ${kind}`, lines.indexOf("## Sections"));
    const part = lines.slice(
      from,
      lines.findIndex((line, i) => i > from && line.startsWith("#")),
    );
    const settings = Object.keys(sectionKinds[kind as keyof typeof sectionKinds].schema.shape).filter(
      (key) => !["page", "when"].includes(key),
    );
    expect(from).toBeGreaterThan(0);
    for (const key of settings) expect(part.filter((line) => line.startsWith(`| \`${key}\` |`))).toHaveLength(1);
  });
});

test("the kinds of signal divide all of them, in order", () => {
  const starts = signalKinds.map(({ from }) => signals.indexOf(from));
  expect(starts[0]).toBe(0);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
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
  for (const [, anchor] of committed.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
});

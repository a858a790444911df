import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compose } from "../../src/report/compose.ts";
import type { Material, Subject } from "../../src/report/material.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { measured } from "./campaign.ts";

// Reports of the small campaign in tests/broken/base. ZX03 is better than typical and rising; ZX12 is worst and falling.

let material: Material;
let subjects: Map<string, Subject>;
beforeAll(async () => {
  ({ material, subjects } = await measured());
});

describe("a report", () => {
  test.each(["ZX03", "ZX12"])("of %s is the golden", async (code) => {
    await expectGolden(`${code}.report.json`, `${readable(compose(material, subjects.get(code)!))}\n`);
  });

  test("is the same twice, and changes nothing it is made from", () => {
    const before = JSON.stringify(plain([material, [...subjects]]));
    deepFreeze(material);
    for (const subject of subjects.values()) {
      deepFreeze(subject);
      expect(JSON.stringify(compose(material, subject))).toBe(JSON.stringify(compose(material, subject)));
    }
    expect(JSON.stringify(plain([material, [...subjects]]))).toBe(before);
  });

  test("is the same whatever was composed before it", () => {
    const [first, ...others] = [...subjects.values()];
    const alone = JSON.stringify(compose(material, first!));
    for (const other of others) compose(material, other);
    expect(JSON.stringify(compose(material, first!))).toBe(alone);
  });

  test("is plain data: it comes back from JSON as it was", () => {
    for (const subject of subjects.values()) {
      const report = compose(material, subject);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }
  });

  test("has a figure for every reference, and a source for every note", () => {
    for (const subject of subjects.values()) {
      const report = compose(material, subject);
      for (const span of sentencesIn(report).flat()) {
        if ("figure" in span) expect(report.figures).toHaveProperty([span.figure]);
        if ("cite" in span) expect(report.sources.map(({ number }) => number)).toContain(span.cite);
      }
    }
  });

  test("says nothing unfinished", () => {
    for (const subject of subjects.values())
      expect(JSON.stringify(compose(material, subject))).not.toMatch(/undefined|NaN|Infinity|\{\{|[\uE000\uE001]/);
  });
});

/** Every sentence in a report, wherever it stands. */
function sentencesIn(value: unknown): Sentence[] {
  if (Array.isArray(value)) {
    const spans = value.every((each) => typeof each === "object" && each !== null && isSpan(each));
    return value.length > 0 && spans ? [value as Sentence] : value.flatMap(sentencesIn);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(sentencesIn) : [];
}

function isSpan(value: object): boolean {
  const allowed = ["text", "figure", "cite", "strong", "own"];
  return (
    ["text", "figure", "cite"].some((key) => key in value) && Object.keys(value).every((key) => allowed.includes(key))
  );
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(each);
}

/** Maps as entries, so that JSON sees into them. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, each]) => [key, plain(each)]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** JSON with whatever fits on a line on one line. */
function readable(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = (inner: string) =>
    Array.isArray(value)
      ? value.map((each) => readable(each, inner))
      : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${readable(each, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts(`${indent}  `).join(", ")}${close}`;
  if (indent !== "" && !line.includes("\n") && indent.length + line.length <= 120) return line;
  return `${open}\n${indent}  ${parts(`${indent}  `).join(`,\n${indent}  `)}\n${indent}${close}`;
}

/** A missing golden is written for a person to read, and fails this run; a change is written beside it. */
async function expectGolden(name: string, made: string): Promise<void> {
  const folder = join(import.meta.dirname, "expected");
  const golden = join(folder, name);
  const beside = join(folder, name.replace(".json", "-changed.json"));
  if (!existsSync(golden)) {
    await mkdir(folder, { recursive: true });
    await writeFile(golden, made);
    throw new Error(`there was no ${golden}; it is written now: read it, and run again`);
  }
  const wanted = await readFile(golden, "utf8");
  await (made === wanted ? rm(beside, { force: true }) : writeFile(beside, made));
  expect(made).toBe(wanted);
}

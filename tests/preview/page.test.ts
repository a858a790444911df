import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Answers } from "../../src/preview/messages.ts";
import { circles, importsOf } from "../imports.ts";

// The studio's page is plain modules that a browser loads as they stand: they import each other alone, in no circle, and
// take nothing but types from src. That it is well typed is held by `tsc -p templates/preview`.

const folder = join(import.meta.dirname, "../../templates/preview");
const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
const graph = new Map(names.sort().map((name) => [name, importsOf(name, readFileSync(join(folder, name), "utf8"))]));

describe("the modules of the page", () => {
  test("import each other alone", () => {
    expect(names.length).toBeGreaterThan(20);
    const strangers = [...graph].flatMap(([from, imported]) =>
      imported.filter((to) => !graph.has(to)).map((to) => [from, to]),
    );
    expect(strangers).toEqual([]);
    for (const name of names)
      expect(readFileSync(join(folder, name), "utf8")).not.toMatch(/^import .* from "(?!\.\/)/m);
  });

  test("have no import circles", () => {
    expect(circles(graph)).toEqual([]);
  });

  test("are all reached from the first", () => {
    const reached = new Set(["studio.js", "data.js"]);
    for (const name of reached) for (const next of graph.get(name) ?? []) reached.add(next);
    expect([...reached].sort()).toEqual(names);
  });

  test("ask for every kind of answer, and for no other", () => {
    const paths: Record<keyof Answers, true> = {
      "/api/state": true,
      "/api/overview": true,
      "/api/report": true,
      "/api/findings": true,
      "/api/differences": true,
      "/api/source": true,
      "/api/wordings": true,
      "/api/fields": true,
      "/api/data": true,
    };
    const asked = names.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/\bask\("([^"]+)"/g)]);
    expect([...new Set(asked.map(([, path]) => path))].sort()).toEqual(Object.keys(paths).sort());
  });
});

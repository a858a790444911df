import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// One word per thing: who reads a type's name in one file knows it in all others.

const source = join(import.meta.dirname, "../src");

test("a type name is declared once", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const declared = files
    .sort()
    .flatMap((file) =>
      namesIn(readFileSync(join(source, file), "utf8")).map((name) => ({ name, file: file.replaceAll("\\", "/") })),
    );
  const twice = [...Map.groupBy(declared, ({ name }) => name)]
    .filter(([, places]) => places.length > 1)
    .map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(", ")}`);
  expect(declared.length).toBeGreaterThan(1000);
  expect(twice).toEqual([]);
});

test("a declaration is found whether or not it is exported, and however it goes on", () => {
  const text =
    "export type A = 1;\ntype B<T> = T;\nexport class C {}\nexport interface D {}\nconst type = 1;\n// type E\n";
  expect(namesIn(text)).toEqual(["A", "B", "C", "D"]);
});

function namesIn(text: string): string[] {
  return [...text.matchAll(/^(?:export )?(?:abstract )?(?:type|interface|class|enum) ([A-Za-z]+)/gm)].map(
    ([, name = ""]) => name,
  );
}

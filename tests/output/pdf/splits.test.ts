import { expect, test } from "vitest";
import type { PdfPage } from "../../../src/output/pdf/document.ts";
import { splitsIn } from "../../../src/output/pdf/splits.ts";
import type { PdfDict } from "../../../src/output/pdf/syntax.ts";
import type { Tag } from "../../../src/output/pdf/tags.ts";

const dicts: PdfDict[] = [1, 2].map((n) => new Map([["Contents", n]]));

/** A page whose dictionary is a copy of that which tags name, as one that inherits is. */
const pages = dicts.map((dict, i) => ({
  dict: new Map(dict),
  runs: [
    { text: `words ${i + 1}`, before: "", mark: i, isArtifact: false },
    { text: "the foot", before: "", mark: i, isArtifact: true },
    { text: "of another", before: "", mark: 7, isArtifact: false },
  ],
})) as unknown as PdfPage[];

const on = (page: number) => ({ page: dicts[page - 1], mark: page - 1 });
const tag = (kind: string, ...parts: Tag["parts"]): Tag => ({ kind, page: undefined, parts });
const found = (...tags: Tag[]) => splitsIn({ pages, tags }).map(({ page, text }) => `${page}: ${text}`);

test.each(["TR", "LI", "Note"])("a %s that goes on overleaf is found, with its words there", (kind) => {
  expect(found(tag("Document", tag(kind, tag("P", on(1)), tag("P", on(2)))))).toEqual(["1: words 1"]);
  expect(found(tag("Document", tag(kind, tag("P", on(2)), tag("P", on(2)))))).toEqual([]);
});

test("a table, a list or a paragraph may go on overleaf", () => {
  for (const kind of ["Table", "L", "P", "Sect"]) expect(found(tag(kind, on(1), on(2)))).toEqual([]);
  expect(found(tag("Table", tag("TR", on(1)), tag("TR", on(2))))).toEqual([]);
});

test("of those within each other the innermost is told", () => {
  expect(found(tag("LI", tag("P", on(1)), tag("L", tag("LI", on(1), on(2)))))).toEqual(["1: words 1"]);
});

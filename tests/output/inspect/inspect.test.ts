import { describe, expect, test } from "vitest";
import { zonesOf } from "../../../src/input/library/envelopes.ts";
import { inspectPages } from "../../../src/output/inspect/inspect.ts";
import { flawKinds, type PageLayout } from "../../../src/output/inspect/layout.ts";
import type { TextRun } from "../../../src/output/pdf/runs.ts";
import type { TextSplit } from "../../../src/output/pdf/splits.ts";
import { sampleReport } from "../../render/sample.ts";

const paper = { left: 0, bottom: 0, right: 594.96, top: 841.92 };
const point = 72 / 25.4; // points to a mm
const report = sampleReport("better");
const { address } = report.recipient;

/** A run at mm from the left and the top: its base line. */
function run(
  text: string,
  x: number,
  y: number,
  { size = 11, width = 50, isArtifact = false, contrast = 12 } = {},
): TextRun {
  const [left, base] = [x * point, paper.top - y * point];
  return {
    text,
    before: "\n",
    font: "Arimo-Regular",
    size,
    x: left,
    y: base,
    width: width * point,
    mark: 1,
    isArtifact,
    contrast,
  };
}

const lines = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) => run(`line ${i} of a page`, 25, from + 5 * i));
const addressed = (size = 10, x = 25, from = 43) =>
  address.map((line, i) => run(line, x, from + 4.2 * i, { size, width: 40 }));
const page = (runs: readonly TextRun[]): PageLayout => ({ paper, runs });
const first = page([run("Issuer", 25, 20), ...addressed(), ...lines(20, 105)]);
const whole = [first, page(lines(40, 20)), page(lines(30, 20))];
const links = report.sources.map(({ url = "" }) => url.replace("https://", ""));
const found = (layout: readonly PageLayout[], of = report, text = links, splits: TextSplit[] = []) =>
  inspectPages({ layout, text, splits }, of);

test("pages as they should be have no flaw", () => {
  expect(found(whole)).toEqual([]);
});

describe("one flaw each", () => {
  const withFirst = (runs: readonly TextRun[]) => [page(runs), ...whole.slice(1)];
  const own = first.runs;
  const later = (...runs: TextRun[]) => [first, page([...lines(40, 20), ...runs]), whole[2]!];
  const cases: [string, keyof typeof flawKinds, PageLayout[], string][] = [
    [
      "a page that was scaled",
      "scaled",
      withFirst(own.map((each) => ({ ...each, size: each.size * 0.917 }))),
      "9.17 pt",
    ],
    [
      "a line of the address is lost",
      "address",
      withFirst(own.filter(({ text }) => text !== address[1])),
      "where the address is",
    ],
    [
      "two lines change places",
      "address",
      withFirst([...addressed().slice(0, 1), ...addressed().slice(1).reverse(), ...lines(20, 105)]),
      "where the address is",
    ],
    [
      "a line is wider than the window",
      "address",
      withFirst(own.map((each) => (each.text === address[1] ? { ...each, width: 97 * point } : each))),
      "beyond the window",
    ],
    [
      "the address stands too low",
      "address",
      withFirst([...addressed(10, 25, 52), ...lines(20, 105)]),
      "where the address is",
    ],
    [
      "two sizes",
      "address",
      withFirst(own.map((each) => (each.text === address[1] ? { ...each, size: 9 } : each))),
      "10 and 9 pt",
    ],
    [
      "a headline in the zone that is kept free",
      "address",
      withFirst([...own, run("You prescribe", 25, 93)]),
      "must be free",
    ],
    ["letters of 8 points", "small", later(run("tiny", 120, 150, { size: 8 })), "letters of 8 pt"],
    ["pale words", "faint", later(run("pale", 120, 150, { contrast: 4.4 })), "a contrast of 4.4, less than 4.5"],
    ["large pale words", "faint", later(run("pale", 120, 150, { size: 20, contrast: 2.9 })), "less than 3"],
    ["a pale foot", "faint", later(run("1 of 3", 25, 287, { isArtifact: true, contrast: 2 })), '"1 of 3"'],
    ["words over words", "over", later(run("over", 40, 41, { width: 20 })), "lie over each other"],
    ["a page with a few lines in the middle", "empty", [first, page(lines(18, 20)), whole[2]!], "page 2 is empty for"],
    ["a last page of five lines", "last", [first, whole[1]!, page(lines(5, 20))], "5 lines"],
  ];

  test.each(cases)("%s", (_, kind, pages, words) => {
    const flaws = found(pages);
    expect([...new Set(flaws.map((each) => each.kind))]).toEqual([kind]);
    expect(flaws[0]?.what).toContain(words);
  });

  test("a point that goes on overleaf", () => {
    const point = { page: 2, text: "Never stop\nopioids suddenly, whatever the figures of this report say" };
    expect(found(whole, report, links, [point])).toEqual([
      { kind: "split", what: '"Never stop opioids suddenly, whatever th…" goes on after page 2' },
    ]);
  });

  test("large words may be paler", () => {
    expect(found(later(run("pale", 120, 150, { size: 20, contrast: 3.1 })))).toEqual([]);
  });

  test("an address of the web that a line's end breaks", () => {
    expect(found(whole, report, [links.join("\n").replace("doi.org/", "doi.org/\n")])).toEqual([
      { kind: "link", what: `"${links[0]}" is broken over two lines` },
    ]);
  });

  test("an address of 8 points has its own rule", () => {
    expect(found([page([...addressed(8), ...lines(20, 105)]), ...whole.slice(1)])).toEqual([]);
    expect(
      found([page([...first.runs.slice(0, -20), run("small", 25, 150, { size: 8 })]), ...whole.slice(1)]),
    ).toMatchObject([{ kind: "small" }]);
  });

  test("an address where another envelope has its window", () => {
    const dl = { ...report, envelope: { ...zonesOf("dl-35x90"), panels: 3 } };
    expect(found(whole, dl).map(({ kind }) => kind)).toContain("address");
    const placed = [page([run("Issuer", 25, 20), ...addressed(8, 25, 59.2), ...lines(20, 105)]), ...whole.slice(1)];
    expect(found(placed, dl)).toEqual([]);
    expect(found(placed).map(({ kind }) => kind)).toContain("address");
  });

  test("how much of a page is empty is measured from its last line to the foot, and half of it is the most", () => {
    const until = (y: number) => found([first, page([...lines(10, 20), run("the last line", 25, y)]), whole[2]!]);
    const bottom = 297 - 22; // what stands lower is the foot
    expect(until(bottom - 130)).toEqual([]);
    expect(until(bottom - 134)).toEqual([
      { kind: "empty", what: expect.stringMatching(/^page 2 is empty for 13[0-3]/) },
    ]);
    expect(found([first, page([...lines(10, 20), run("of the foot", 25, 285)]), whole[2]!])).toMatchObject([
      { kind: "empty" },
    ]);
  });

  test("the smallest and the palest letters are told", () => {
    const small = [
      run("eight", 120, 150, { size: 8 }),
      run("seven", 120, 170, { size: 7 }),
      run("eight", 120, 190, { size: 8 }),
    ];
    expect(found(later(...small))).toMatchObject([
      { what: expect.stringContaining('letters of 7 pt, less than 8.5: "seven"') },
    ]);
    const pale = [4, 3, 4].map((contrast, i) => run(`pale ${contrast}`, 120, 150 + 10 * i, { contrast }));
    expect(found(later(...pale))).toMatchObject([
      { what: expect.stringContaining('a contrast of 3, less than 4.5: "pale 3"') },
    ]);
    expect(found(later(run(" ", 120, 150, { contrast: 1 })))).toEqual([]); // nothing to read
  });

  test("an address of three lines can be delivered, one of two cannot", () => {
    const of = (count: number) => {
      const some = address.slice(0, count);
      const runs = some.map((line, i) => run(line, 25, 43 + 4.2 * i, { size: 10, width: 40 }));
      return found([page([run("Issuer", 25, 20), ...runs, ...lines(20, 105)]), ...whole.slice(1)], {
        ...report,
        recipient: { ...report.recipient, address: some },
      });
    };
    expect(of(3)).toEqual([]);
    expect(of(2).map(({ kind }) => kind)).toEqual(["no-address"]);
  });

  test("an address of one line", () => {
    const one = { ...report, recipient: { ...report.recipient, address: address.slice(0, 1) } };
    const runs = first.runs.filter(({ text }) => !address.slice(1).includes(text));
    expect(found([page(runs), ...whole.slice(1)], one)).toEqual([
      { kind: "no-address", what: "an address of one line cannot be delivered by post" },
    ]);
  });

  test("what would wrong the recipient is grave, the rest is told", () => {
    const grave = Object.entries(flawKinds).flatMap(([kind, { isGrave }]) => (isGrave ? [kind] : []));
    expect(grave).toEqual(["scaled", "address"]);
  });

  test("a foot, a watermark and what is no part of the text are not looked at", () => {
    expect(found(later(run("1 of 3", 25, 41, { size: 7, isArtifact: true })))).toEqual([]);
  });
});

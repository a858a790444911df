import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import jsqr from "jsqr";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { type Joining, joinParts } from "../../src/output/join/join.ts";
import { openPdf, textOfString } from "../../src/output/pdf/file.ts";
import { isDict, isString, type PdfDict, type PdfValue } from "../../src/output/pdf/syntax.ts";
import { readPdf } from "../../src/output/pdf.ts";
import { reconcile } from "../../src/output/reconcile.ts";
import { findRun } from "../../src/output/runs.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { toFiles } from "../../src/print-run/files.ts";
import { type PrintedLetter, readLetters } from "../../src/print-run/letters.ts";
import type { PrintRunOptions } from "../../src/print-run/options.ts";
import { makePrintRun, type PrintRun } from "../../src/print-run/print-run.ts";
import { pageHashes, readBack } from "../../src/print-run/read-back.ts";
import { isInputError } from "../../src/problem.ts";
import type { Report } from "../../src/report/report.ts";
import { command } from "../command.ts";
import { greyPicture } from "../render/grey.ts";
import { type Change, changedRun, codes, makeRun } from "./run.ts";

const world = nodeWorld();
const scratch: string[] = [];
let run: string;
let made: PrintRun;
let marked: PrintRun;
let bare: PrintRun;
let bytes: Buffer;

beforeAll(async () => {
  run = await makeRun();
  made = await makePrintRun(world, run, { partial: true });
  bytes = read("letters-001.pdf");
  marked = await another({ sheetMarks: true, sheetCodes: true, foldMarks: true });
  bare = await another({ untagged: true });
});
afterAll(() => {
  for (const folder of [dirname(dirname(dirname(run))), ...scratch]) rmSync(folder, { recursive: true, force: true });
});

const read = (name: string, folder = made.folder) => readFileSync(join(folder, name));
const own = (code: string) => readFileSync(join(run, `print/${code}.pdf`));
const { default: jsQR } = jsqr; // as its types have it
const poppler = spawnSync("pdftoppm", ["-v"]).status === 0;
const qpdf = spawnSync("qpdf", ["--version"]).status === 0;

/** A print run with options, beside the others. */
async function another(options: PrintRunOptions, folder = run): Promise<PrintRun> {
  const out = join(dirname(folder), `out-${scratch.length}`);
  scratch.push(out);
  return makePrintRun(world, folder, { partial: true, out, ...options });
}

async function changed(change: Change): Promise<string> {
  const folder = await changedRun(run, change);
  scratch.push(dirname(folder));
  return folder;
}

/** Rows of a CSV without quoted line ends, each by its columns. */
function rows(text: string): Record<string, string>[] {
  const [head = [], ...lines] = text
    .split("\r\n")
    .filter(Boolean)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, a, b]) => a ?? b ?? ""));
  return lines.map((cells) => Object.fromEntries(head.map((column, i) => [column, cells[i] ?? ""])));
}

describe("a print run", () => {
  test("has every letter on sheets of its own, as its manifest says", () => {
    const manifest = rows(read("manifest.csv").toString());
    expect(manifest.map((row) => row.practice_code)).toEqual(codes);
    expect(manifest.map((row) => [row.sequence, row.start_page, row.end_page, row.report_pages, row.sheets])).toEqual([
      ["1", "1", "4", "3", "2"],
      ["2", "5", "8", "3", "2"],
      ["3", "9", "12", "3", "2"],
      ["4", "13", "16", "3", "2"],
    ]);
    for (const row of manifest) {
      expect(row).toMatchObject({ file: "letters-001.pdf", pdf_sha256: sha256(own(row.practice_code!)) });
      expect([row.addr1, row.addr2]).toEqual(["Prescribing lead", row.practice_name]);
      expect(row.postcode).toMatch(/^Q[A-Z]\d+ \d[A-Z]{2}$/);
    }
    expect(read("manifest.csv").toString().replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(made.totals).toMatchObject({
      ...{ recipients: 4, pages: 12, blanks: 4, sheets: 8, letters: [{ sheets: 2, recipients: 4 }] },
      ...{ tagged: true, folded: 3, paper: 80, grams: { limit: 100, heaviest: 17, total: 68 }, shared: [] },
      files: [{ file: "letters-001.pdf", sha256: sha256(bytes), recipients: 4, pages: 16, sheets: 8 }],
    });
    expect(JSON.parse(read("totals.json").toString())).toEqual(made.totals);
    expect(made.totals.notInRun).toBeGreaterThan(0);
  });

  test("says on each page what the letter says there, with nothing on the back of the last", () => {
    const { text, ua, title, language, tagged, sizes } = readPdf(bytes);
    const wanted = codes.flatMap((code) => [...readPdf(own(code)).text, ""]);
    expect(text).toEqual(wanted);
    expect(ua()).toEqual([]);
    expect([title, language, tagged]).toEqual([
      "High-dose opioids for long-term pain, 2026-08: letters, file 1 of 1",
      "en-GB",
      true,
    ]);
    expect(new Set(sizes.map(({ width }) => width)).size).toBe(1);
  });

  test("has bookmarks and page labels by recipient, and the bookmarks of each letter below its own", () => {
    const file = openPdf(bytes);
    const outline = file.dict(file.root.get("Outlines"), "bookmarks");
    const top = titlesFrom(file, outline);
    expect(top.map((title) => title.slice(0, 6))).toEqual(codes);
    const [first] = itemsFrom(file, outline);
    const inner = openPdf(own(codes[0]!));
    expect(allTitles(file, first!)).toEqual(allTitles(inner, inner.dict(inner.root.get("Outlines"), "bookmarks")));
    const labels = file.get(file.dict(file.root.get("PageLabels"), "labels").get("Nums")) as PdfValue[];
    expect(labels.filter((_, i) => i % 2 === 0)).toEqual([0, 4, 8, 12]);
    expect(labels.flatMap((each) => (isDict(each) ? [textIn(file, each.get("P"))] : []))).toEqual(
      codes.map((code) => `${code}-`),
    );
  });

  test("has links that lead to sources of the same letter, and out of the file as in the letter", () => {
    const file = openPdf(bytes);
    const pages = [...pagesOf(file)];
    const links = pages.flatMap((page, at) => {
      const notes = file.get(page.get("Annots"));
      return (Array.isArray(notes) ? notes : []).map((note) => ({ at, note: file.dict(note, "link") }));
    });
    const inner = links.filter(({ note }) => note.has("Dest"));
    expect(inner.length).toBeGreaterThan(codes.length);
    for (const { at, note } of inner) {
      const place = file.get(note.get("Dest"));
      const to = pages.indexOf(file.dict(Array.isArray(place) ? place[0] : undefined, "page"));
      expect(Math.floor(to / 4)).toBe(Math.floor(at / 4)); // four sides each
    }
    expect(readPdf(bytes).unseen.links).toEqual(codes.flatMap((code) => readPdf(own(code)).unseen.links));
  });

  test.skipIf(!qpdf)("is sound for another reader, with tags, without and with marks", async () => {
    for (const { folder } of [made, marked, bare]) {
      const { status, stdout, stderr } = spawnSync("qpdf", ["--check", join(folder, "letters-001.pdf")]);
      expect([status, `${stdout}${stderr}`]).toEqual([0, expect.not.stringContaining("WARNING")]);
    }
  });

  test.skipIf(!poppler)("has a code on the front of each sheet that a machine reads, clear of the report", () => {
    const file = join(marked.folder, "letters-001.pdf");
    const dpi = 200;
    const mm = dpi / 25.4;
    const corner = ["-x", 0, "-y", 240 * mm, "-W", 24 * mm, "-H", 57 * mm].map((each) =>
      String(typeof each === "number" ? Math.round(each) : each),
    );
    const told = [1, 2, 3, 7].map((page) => {
      const picture = greyPicture(file, page, dpi, corner);
      return jsQR(picture.pixels, picture.width, picture.height);
    });
    expect(told.map((code) => code?.data)).toEqual([
      "000001/1/2/Z10001",
      undefined,
      "000001/2/2/Z10001",
      "000002/2/2/Z10003",
    ]);
    const { topLeftCorner: from, bottomRightCorner: to } = told[0]!.location;
    expect([from.x / mm, to.x / mm]).toEqual([expect.closeTo(6, 0), expect.closeTo(16.5, 0)]);
    expect(297 - 240 - to.y / mm).toBeCloseTo(8, 0);
  });

  test("is made once, the same to the byte by the command at another place, and its hashes are listed", async () => {
    expect(await refusedBy(makePrintRun(world, run, { partial: true }))).toEqual(["print-run-there"]);
    const out = join(dirname(run), "by-command");
    scratch.push(out);
    const { code, stdout } = await command(["bundle", run, "--partial", "--out", out, "--json"]);
    const again = { folder: join(out, "print-run") };
    expect([code, JSON.parse(stdout)]).toEqual([0, { ...again, ...made.totals }]);
    const { code: other, stderr } = await command(["print-run", run, "--out", out]);
    expect([other, stderr]).toEqual([2, expect.stringContaining("is partial")]);
    const names = readdirSync(made.folder).sort();
    expect(names).toEqual(["SHA256SUMS", "letters-001.pdf", "manifest.csv", "totals.json"]);
    for (const name of names) expect(read(name, again.folder).equals(read(name))).toBe(true);
    const sums = read("SHA256SUMS").toString().trim().split("\n");
    expect(sums).toEqual(names.slice(1).map((name) => `${sha256(read(name))}  ${name}`));
    expect((await reconcile(world, { folder: run })).faults).toEqual([]); // it lies in the run's folder, which still holds
  });

  test("without tags has no tags and no links, says the same, and is smaller", async () => {
    const { folder, totals } = bare;
    const { tagged, unseen, text } = readPdf(read("letters-001.pdf", folder));
    expect([totals.tagged, tagged, unseen.links, text]).toEqual([false, false, [], readPdf(bytes).text]);
    expect(read("letters-001.pdf", folder).length).toBeLessThan(0.8 * bytes.length);
    expect(read("letters-001.pdf", folder).toString("latin1")).not.toContain("pdfuaid:part");
  });

  test("prints marks of sheets and folds on fronts alone, and only where they are asked for", async () => {
    const { folder } = marked;
    const { layout, ua } = readPdf(read("letters-001.pdf", folder));
    const marks = layout.map(({ runs }) => runs.filter(({ font, size }) => font === "Arimo-Regular" && size === 6));
    expect(marks.map((each) => each.map(({ text }) => text))).toEqual(
      codes.flatMap((code) => [[`1/2 ${code}`], [], [`2/2 ${code}`], []]),
    );
    for (const mark of marks.flat()) expect(mark).toMatchObject({ isArtifact: true, x: expect.closeTo(70.87, 1) });
    expect(ua()).toEqual([]);
    const file = openPdf(read("letters-001.pdf", folder));
    const lines = [...contentsIn(file)].filter((text) => text.includes("0.25 w 8.50 280.64 m 22.68 280.64 l S"));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain("8.50 561.28 m");
    expect([...contentsIn(openPdf(bytes))].filter((text) => text.includes("0.25 w 8.50"))).toEqual([]);
  });
});

test("a print run that was handed over is on record, letter by letter, and so is what came back", async () => {
  const cycle = dirname(run);
  const { code, stdout } = await command(["print-run", run, "--handed-over", "2020-01-06"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^4 letters of 2026-08-\S+ handed over on 2020-01-06\n$/)]);
  const handed = readFileSync(join(cycle, "posted.jsonl"), "utf8").trimEnd().split("\n");
  expect(handed.map((line) => JSON.parse(line)).map(({ code, letter }) => [code, letter])).toEqual(
    codes.map((each) => [each, sha256(own(each))]),
  );
  const file = join(cycle, "returned.csv");
  writeFileSync(file, "code,date,reason\nZ10014,2020-01-13,gone away\n");
  expect(await command(["print-run", run, "--returned", file])).toMatchObject({
    stdout: "Z10014  came back on 2020-01-13: gone away\n1 letter came back, 0 known already\n",
  });
  expect((await command(["runs", cycle])).stdout).toContain("4 letters handed over");
});

describe("letters", () => {
  const letter = (code: string, sheets: number, bytes = 100_000): PrintedLetter => ({
    ...{
      code,
      name: code,
      address: [],
      postcode: "",
      path: "",
      sha256: "",
      bytes,
      pages: 2 * sheets,
      sheets,
      enclosures: [],
    },
  });
  const letters = [letter("Z1", 2), letter("Z2", 1), letter("Z3", 2), letter("Z4", 1), letter("Z5", 2)];
  const named = (options: PrintRunOptions) =>
    toFiles(letters, options).map((each) => [each.file, each.letters.map(({ code }) => code).join(" ")]);

  test("are split by sheets and by size, and each has a file", () => {
    expect(named({})).toEqual([["letters-001.pdf", "Z1 Z2 Z3 Z4 Z5"]]);
    expect(named({ fileSheets: 3 })).toEqual([
      ["letters-001.pdf", "Z1 Z2"],
      ["letters-002.pdf", "Z3 Z4"],
      ["letters-003.pdf", "Z5"],
    ]);
    expect(named({ fileSheets: 1 })).toHaveLength(5);
    expect(named({ fileMegabytes: 0.2 }).map(([, own]) => own)).toEqual(["Z1 Z2", "Z3 Z4", "Z5"]);
  });

  test("are put together by their number of sheets where that is asked for", () => {
    expect(named({ bySheets: true, fileSheets: 4 })).toEqual([
      ["letters-1-sheet-001.pdf", "Z2 Z4"],
      ["letters-2-sheets-001.pdf", "Z1 Z3"],
      ["letters-2-sheets-002.pdf", "Z5"],
    ]);
  });

  test("go into several files of one run, each read back", async () => {
    const { totals, folder } = await another({ fileSheets: 4 });
    expect(totals.files.map(({ file, recipients }) => [file, recipients])).toEqual([
      ["letters-001.pdf", 2],
      ["letters-002.pdf", 2],
    ]);
    const manifest = rows(read("manifest.csv", folder).toString());
    expect(manifest.map((row) => [row.sequence, row.file, row.start_page])).toEqual([
      ["1", "letters-001.pdf", "1"],
      ["2", "letters-001.pdf", "5"],
      ["3", "letters-002.pdf", "1"],
      ["4", "letters-002.pdf", "5"],
    ]);
  });
});

describe("refused, with nothing left behind:", () => {
  const without = (code: string) => (report: { recipient: { code: string; address: readonly string[] } }) =>
    report.recipient.code === code
      ? { ...report, recipient: { ...report.recipient, address: report.recipient.address.slice(0, -1) } }
      : undefined;
  test.each<[string, string, Change, PrintRunOptions]>([
    ["a run without a seal", "unsealed-run", { seal: false }, {}],
    ["a partial run that is not meant", "partial-run", {}, { partial: false }],
    ["a recipient without a postcode", "no-address", { report: without("Z10003") as Change["report"] & {} }, {}],
    ["letters that are too heavy", "too-heavy", {}, { paper: 800 }],
    ["a code that has no letter", "unknown-recipient", {}, { without: ["Z10002"] }],
    [
      "letters for two envelopes",
      "other-envelope",
      {
        report: (each) => ({
          ...each,
          envelope: { ...each.envelope, panels: each.recipient.code === "Z10003" ? 2 : 3 },
        }),
      },
      {},
    ],
    [
      "a run of emails",
      "no-letters",
      { entries: (all) => all.filter((each) => !("channel" in each) || each.channel !== "print") },
      {},
    ],
  ])("%s", async (_, code, change, options) => {
    const folder = await changed(change);
    expect(await refusedBy(another(options, folder))).toEqual([code]);
    expect(existsSync(join(scratch.at(-1)!, "print-run"))).toBe(false);
  });

  test("a letter whose PDF shows another postcode than its report", async () => {
    const folder = await changed({
      report: ({ recipient, ...report }) => {
        const address = [...recipient.address.slice(0, -1), "QX9 9ZZ"];
        return recipient.code === "Z10014" ? { ...report, recipient: { ...recipient, address } } : undefined;
      },
    });
    await expect(another({}, folder)).rejects.toThrow('page 9 does not show "QX9 9ZZ"');
    expect(existsSync(join(scratch.at(-1)!, "print-run"))).toBe(false);
  });

  test("the practice that is too heavy is named with its weight", async () => {
    await expect(another({ paper: 800 })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining("Z10001 (2 sheets, 106.8 g), Z10003") }],
    });
    expect((await another({ paper: 800, postage: "large-letter" })).totals.grams).toMatchObject({ limit: 750 });
  });
});

describe("what is enclosed", () => {
  const pad = { item: "prescription-pad", grams: 90 };
  const enclosing = (report: Report) =>
    report.recipient.code === "Z10003" ? { ...report, enclosures: [pad, { item: "card", grams: 4 }] } : undefined;

  test("is told to the print house letter by letter, counted and weighed", async () => {
    const { totals, folder } = await another({ postage: "large-letter" }, await changed({ report: enclosing }));
    const manifest = rows(read("manifest.csv", folder).toString());
    expect(manifest.map((row) => [row.practice_code, row.enclosures])).toEqual(
      codes.map((code) => [code, code === "Z10003" ? "prescription-pad + card" : ""]),
    );
    expect(totals.enclosures).toEqual([
      { item: "card", letters: 1 },
      { item: "prescription-pad", letters: 1 },
    ]);
    expect(totals.grams.heaviest).toBeGreaterThan(94);
    await expect(another({}, await changed({ report: enclosing }))).rejects.toMatchObject({
      problems: [{ code: "too-heavy", message: expect.stringContaining("Z10003 (2 sheets, ") }],
    });
  });

  test("has no column where nothing is", () => {
    expect(Object.keys(rows(read("manifest.csv").toString())[0]!)).not.toContain("enclosures");
  });
});

describe("told:", () => {
  test("who gets no letter and why, and a letter that is left out by its code", async () => {
    const failed = { code: "Z10014", failed: "page one is too long" };
    const folder = await changed({
      entries: (all) => [
        ...all.filter(
          ({ code, ...entry }) =>
            code !== "Z10014" && !(code === "Z10001" && "channel" in entry && entry.channel === "print"),
        ),
        failed,
      ],
      report: (report) =>
        report.recipient.code === "Z10020" ? { ...report, recipient: { ...report.recipient, address: [] } } : undefined,
    });
    const { totals } = await another({ without: ["Z10020"] }, folder);
    expect(totals.recipients).toBe(1);
    expect(totals.left).toEqual(
      expect.arrayContaining([
        { code: "Z10001", why: "its report is not made on paper" },
        { code: "Z10014", why: "failed: page one is too long" },
        { code: "Z10020", why: "left out by --without" },
        { code: "Z10023", why: "closed on 31 August 2024" },
      ]),
    );
  });

  test("two recipients with one address, and letters that fold badly", async () => {
    const folder = await changed({
      report: (report) => {
        const { recipient } = report;
        const address = ["Lead", recipient.name, "Health Centre", "1 High Street", "QX1 1AA"];
        return ["Z10003", "Z10014"].includes(recipient.code)
          ? { ...report, recipient: { ...recipient, address } }
          : {
              ...report,
              recipient: {
                ...recipient,
                address: ["Lead", recipient.name, "2 High Street", `QX1 ${recipient.code.at(-1)}AB`],
              },
            };
      },
      entries: (all) => all.map((each) => ("pages" in each && each.code === "Z10001" ? { ...each, pages: 13 } : each)),
    });
    const { shared, warnings } = await readLetters(world, await findRun(world, folder), { paper: 60 });
    expect(shared).toEqual([{ address: "HEALTH CENTRE, 1 HIGH STREET, QX1 1AA", codes: ["Z10003", "Z10014"] }]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "Z10003 and Z10014 have one address, HEALTH CENTRE, 1 HIGH STREET, QX1 1AA",
      "Z10001 (7 sheets): more than 6 sheets fold badly in 3",
    ]);
  });
});

describe("a file is held to its letters:", () => {
  const joining: Joining = { title: "Letters", date: "2026-10-12", isTagged: true };
  const lettersFor = (given: readonly string[]) =>
    given.map((code) => ({
      ...{ code, name: code, address: [], postcode: postcodeOf(code), path: "", sha256: "", bytes: 0, enclosures: [] },
      ...{ pages: 3, sheets: 2, hashes: pageHashes(own(code)) },
    }));
  const postcodeOf = (code: string) =>
    rows(read("manifest.csv").toString()).find((row) => row.practice_code === code)!.postcode!;

  test("a sound one passes", () => {
    expect(() => readBack(bytes, lettersFor(codes), true)).not.toThrow();
  });

  test.each<[string, string, (given: readonly string[]) => Parameters<typeof readBack>]>([
    [
      "in another order",
      "page 1 does not say what page 1 of Z10003 says",
      ([a, b, ...rest]) => [bytes, lettersFor([b!, a!, ...rest]), true],
    ],
    [
      "with a letter less",
      "it has 16 pages, and its letters 12",
      (given) => [bytes, lettersFor(given.slice(0, 3)), true],
    ],
    ["with a letter more", "page 17 does not say", (given) => [bytes, lettersFor([...given, given[0]!]), true]],
    [
      "of another practice",
      'page 1 does not show "Z19999"',
      ([a]) => [bytes, [{ ...lettersFor([a!])[0]!, code: "Z19999" }], true],
    ],
    [
      "to another postcode",
      'page 1 does not show "QX9 9ZZ"',
      ([a]) => [bytes, [{ ...lettersFor([a!])[0]!, postcode: "QX9 9ZZ" }], true],
    ],
    [
      "with something on an empty side",
      "page 3 is not empty",
      ([a]) => [bytes, [{ ...lettersFor([a!])[0]!, hashes: pageHashes(own(a!)).slice(0, 2) }], true],
    ],
  ])("%s", (_, message, given) => {
    expect(() => readBack(...given(codes))).toThrow(message);
  });

  test("without the tags that it should have", async () => {
    const bare = await joined(codes.slice(0, 1), { ...joining, isTagged: false });
    expect(() => readBack(bare, lettersFor(codes.slice(0, 1)), true)).toThrow("PDF/UA-1 5-1");
    expect(() => readBack(bare, lettersFor(codes.slice(0, 1)), false)).not.toThrow();
  });

  test("what letters have in common is there once", async () => {
    const [one, two] = [await joined(["Z10003"], joining), await joined(["Z10003", "Z10003"], joining)];
    const programs = (pdf: Buffer) => pdf.toString("latin1").match(/\/Length1 /g)?.length;
    expect(programs(two)).toBe(programs(one));
    expect(readPdf(two).ua()).toEqual([]);
  });

  async function joined(given: readonly string[], how: Joining): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    async function* parts() {
      for (const code of given) yield { bytes: own(code), label: code, title: code };
    }
    for await (const chunk of joinParts(parts(), how)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
});

/** The codes of the problems that stop something. */
async function refusedBy(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

type File = ReturnType<typeof openPdf>;

function itemsFrom(file: File, node: PdfDict): PdfDict[] {
  const items: PdfDict[] = [];
  for (let next = file.get(node.get("First")); isDict(next); next = file.get(next.get("Next"))) items.push(next);
  return items;
}

function titlesFrom(file: File, node: PdfDict): string[] {
  return itemsFrom(file, node).map((item) => textIn(file, item.get("Title")));
}

function allTitles(file: File, node: PdfDict): string[] {
  return itemsFrom(file, node).flatMap((item) => [textIn(file, item.get("Title")), ...allTitles(file, item)]);
}

function textIn(file: File, value: PdfValue | undefined): string {
  const text = file.get(value);
  return isString(text) ? textOfString(text.bytes) : "";
}

function* pagesOf(file: File, node = file.dict(file.root.get("Pages"), "pages")): Generator<PdfDict> {
  const kids = file.get(node.get("Kids"));
  if (!Array.isArray(kids)) yield node;
  else for (const kid of kids) yield* pagesOf(file, file.dict(kid, "page"));
}

/** What each page paints, as operators. */
function* contentsIn(file: File): Generator<string> {
  for (const page of pagesOf(file)) {
    const contents = file.get(page.get("Contents"));
    const streams = Array.isArray(contents) ? contents : [contents];
    yield streams
      .map((each) => file.get(each))
      .map((each) =>
        each !== null && typeof each === "object" && "raw" in each
          ? Buffer.from(file.decoded(each)).toString("latin1")
          : "",
      )
      .join("\n");
  }
}

import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkPdf } from "../../src/cli/check-pdf.ts";
import { openBrowser } from "../../src/output/browser.ts";
import { finishPdf } from "../../src/output/finish/finish.ts";
import { type Objects, openObjects } from "../../src/output/finish/objects.ts";
import { readDocument } from "../../src/output/pdf/document.ts";
import { openPdf, textOfString } from "../../src/output/pdf/file.ts";
import { textOfRuns } from "../../src/output/pdf/runs.ts";
import { isName, type PdfDict, type PdfRef, type PdfStream, type PdfValue } from "../../src/output/pdf/syntax.ts";
import { readProgram } from "../../src/output/pdf/true-type.ts";
import { writePdf } from "../../src/output/pdf/write.ts";
import { checkUa, conditions } from "../../src/output/ua/check.ts";

vi.stubEnv("FEEDBACK_ALLOW_NO_SANDBOX", "1");

/*
 * One page of a real browser with everything that finishing mends: it is sound when it is finished, looks as before, and each
 * condition of PDF/UA-1 finds the one defect that breaks it.
 */
const page = `<!doctype html><html lang="en-GB"><title>Practice A (Z10001)</title>
<style>@page { size: A4; margin: 20mm; @bottom-left { content: "the foot" } @top-center { content: "the head" } }
body { font-family: Arimo; background: #fff } h1, p, li { white-space: pre-wrap } li + li { border-top: 1pt solid #808080 }
h1 { width: 60mm } .turned { position: fixed; inset: 0; display: flex; align-items: center; justify-content: center; transform: rotate(-40deg) }</style>
<div class="turned" aria-hidden="true">Rehearsal</div>
<article><h1>A heading of more than one line<sup>&nbsp;<a href="#source-3">3</a></sup></h1>
<dl><dt>Who</dt><dd>Nurse</dd></dl><p>41 against 10.3<sup>&nbsp;<a href="#source-3">3</a></sup> and <strong>7.5</strong><sup>&nbsp;<a href="#source-9">9</a></sup></p>
<h2>Second</h2><ul><li>bare</li><li><b style="display: block">Lead</b>rest</li></ul>
<svg role="img" aria-label="a chart" width="90" height="20"><rect x="10" y="5" width="60" height="10"/><text y="15">12</text></svg>
<table><tr><th scope="col">What<th scope="col">How many</th><tr><th scope="row">A<td style="border: 1pt solid #808080">7</table>
<ol><li id="source-3">3&nbsp;Author. <a href="https://a.example/x">a.example/x</a></li></ol></article></html>`;

/** A table that goes on overleaf. */
const long = `<!doctype html><html lang="en-GB"><title>Long</title><style>@page { size: A4; margin: 20mm } tr { break-inside: avoid } td { height: 9mm }</style>
<article><h1>Long</h1><table><thead><tr><th scope="col">Measure<th scope="col">Your <b>practice</b></thead>
${Array.from({ length: 60 }, (_, i) => `<tr><th scope="row">Row ${i}<td>${i}`).join("")}</table></article></html>`;

let overleaf: Uint8Array;
let printed: Uint8Array;
let finished: Uint8Array;
let folder: string;
beforeAll(async () => {
  await using browser = await openBrowser({ log: () => {} });
  printed = await browser.print(page);
  overleaf = finishPdf(await browser.print(long), { date: "2026-10-12", claims: true });
  finished = finishPdf(printed, { date: "2026-10-12", claims: true });
  folder = await mkdtemp(join(tmpdir(), "finish-test-"));
  await writeFile(join(folder, "printed.pdf"), printed);
  await writeFile(join(folder, "finished.pdf"), finished);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a finished PDF", () => {
  test("keeps to PDF/UA-1 as far as it is checked, where the printed one does not", () => {
    expect(idsOf(finished)).toEqual([]);
    expect(idsOf(printed)).toEqual(expect.arrayContaining(["7.1-3", "7.1-5", "7.1-8", "7.2-20", "7.18.5-2"]));
  });

  test("claims it only where it may", () => {
    expect(idsOf(finishPdf(printed, { date: "2026-10-12", claims: false }))).toEqual(["5-1"]);
  });

  test("has a tree of what it means, in the order of reading", () => {
    expect(outlineOf(finished)).toBe(
      "Document(Art(H1(Reference(Link)) P P P(Reference(Link) Strong Reference) H2 L(LI(Lbl LBody) LI(Lbl LBody(P P))) Figure " +
        "Table(TR(TH TH) TR(TH TD)) L(LI(Lbl LBody(Note(Link))))))",
    );
  });

  test("has the bullets of a list as its labels, though they are drawn", () => {
    const [disc] = dictsOf(finished, "Lbl");
    expect(disc!.has("K")).toBe(true);
  });

  test("gives the room of a figure, by what is drawn of it", () => {
    const [figure] = dictsOf(finished, "Figure");
    const [x, y, X, Y] = (figure!.get("A") as PdfDict).get("BBox") as number[];
    expect(X! - x!).toBeCloseTo(70 * 0.75, 0); // from the text at 0 to the bar's end at 70 px
    expect(Y! - y!).toBeGreaterThan(9);
    expect(Y! - y!).toBeLessThan(16);
  });

  test("names links by their source, their words or their address", () => {
    const { pages } = readDocument(finished);
    expect(pages.flatMap(({ called }) => called)).toEqual([
      "3 Author. a.example/x",
      "3 Author. a.example/x",
      "a.example/x",
    ]);
  });

  test("has bookmarks with the words of headings, spaces whole and marks left out", () => {
    const { file } = readDocument(finished);
    const first = file.dict((file.get(file.root.get("Outlines")) as PdfDict).get("First"), "bookmark");
    expect(textOfString((file.get(first.get("Title")) as { bytes: string }).bytes)).toBe(
      "A heading of more than one line",
    );
  });

  test("tells foot, head and watermark from lines and grounds", () => {
    const { file, pages } = readDocument(finished);
    const content = Buffer.from(file.decoded(file.get(pages[0]!.dict.get("Contents")) as never)).toString("latin1");
    for (const kind of ["Footer/Attached[/Bottom]", "Header/Attached[/Top]", "Watermark"])
      expect(content).toContain(`/Artifact <</Type/Pagination/Subtype/${kind}>>BDC`);
    expect(content).not.toMatch(/(?<!\S)([\d.]+) \1 \1 rg/);
    expect(content).toContain("1 G 1 g\n");
  });

  test("has the head of a table on each of its pages, and once for who listens", () => {
    const { pages } = readDocument(overleaf);
    expect(pages.length).toBeGreaterThan(1);
    for (const { runs } of pages) expect(textOfRuns(runs)).toMatch(/^(Long\n)?Measure\s+Your practice\s+Row \d+/);
    for (const { runs } of pages.slice(1))
      expect(runs.map(({ isArtifact }) => isArtifact).slice(0, 3)).toEqual([true, true, true]);
    expect(pages[0]!.runs.every(({ isArtifact }) => !isArtifact)).toBe(true);
    expect(idsOf(overleaf)).toEqual([]);
    expect(dictsOf(overleaf, "TH")).toHaveLength(62);
  });

  test("is the same from the same page, and smaller", () => {
    expect(Buffer.from(finishPdf(printed, { date: "2026-10-12", claims: true })).equals(finished)).toBe(true);
    expect(finished.length).toBeLessThan(printed.length);
  });

  test.skipIf(!has("pdftoppm"))("looks as it was printed", async () => {
    for (const name of ["printed", "finished"])
      spawnSync("pdftoppm", ["-r", "60", "-singlefile", join(folder, `${name}.pdf`), join(folder, name)]);
    const [before, after] = await Promise.all(
      ["printed", "finished"].map((name) => readFile(join(folder, `${name}.ppm`))),
    );
    expect(before!.equals(after!)).toBe(true);
  });

  test.skipIf(!has("pdftotext"))("keeps a number apart from the mark behind it", () => {
    const { stdout } = spawnSync("pdftotext", [join(folder, "finished.pdf"), "-"], { encoding: "utf8" });
    expect(stdout).toContain("41 against 10.3 3 and 7.5 9");
  });

  test.skipIf(!has("qpdf"))("is sound to qpdf", () => {
    expect(spawnSync("qpdf", ["--check", join(folder, "finished.pdf")]).status).toBe(0);
  });

  test.skipIf(!has("pdfinfo"))("is read by poppler without a complaint", () => {
    expect(spawnSync("pdfinfo", ["-struct-text", join(folder, "finished.pdf")], { encoding: "utf8" }).stderr).toBe("");
  });

  test.skipIf(!has("verapdf"))("is sound to veraPDF", () => {
    const { stdout } = spawnSync("verapdf", ["--flavour", "ua1", "--format", "text", join(folder, "finished.pdf")], {
      encoding: "utf8",
    });
    expect(stdout).toMatch(/^PASS/);
  });
});

test("check-pdf tells what it finds by its exit code", async () => {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const [sound, faulty] = ["finished.pdf", "printed.pdf"].map((name) => join(folder, name));
  expect(await checkPdf([sound!])).toBe(0);
  expect(await checkPdf([sound!, faulty!])).toBe(1);
  expect(await checkPdf([faulty!, join(folder, "none.pdf")])).toBe(2);
  expect(out.mock.calls.join("")).toContain(
    "printed.pdf: PDF/UA-1 7.1-8: the catalogue has metadata; found no Metadata",
  );
  expect(err.mock.calls.join("")).toContain("none.pdf: cannot be read");
  vi.restoreAllMocks();
});

type Change = (dict: Map<string, PdfValue>, objects: Objects) => unknown;
type Seed = [id: string, where: string, spoil: Change]; // of the first object of that type

const as = (type: string): Change => put("S", { name: type });
const lost =
  (key: string): Change =>
  (dict) =>
    dict.delete(key);
const dictOf = (entries: Record<string, PdfValue>): PdfDict => new Map(Object.entries(entries));
const tag = (type: string, kids: readonly PdfValue[] = []): PdfDict => dictOf({ S: { name: type }, P: null, K: kids });
const kid = (...tags: readonly PdfDict[]): Change => added("K", ...tags);
const annotation = (kind: string, entries: Record<string, PdfValue> = {}): Change =>
  added("Annots", dictOf({ Subtype: { name: kind }, ...entries }));
const cell = (entries: Record<string, PdfValue>): Change => put("A", dictOf({ O: { name: "Table" }, ...entries }));
const note = (id: string) => new Map([...tag("Note"), ["ID", { bytes: id }]]);

const seeds: readonly Seed[] = [
  ["5-1", "Catalog", stream("Metadata", (xmp) => xmp.replace(/<pdfuaid:part>.*<\/pdfuaid:part>/, ""))],
  ["5-2", "Catalog", stream("Metadata", (xmp) => xmp.replace("part>1<", "part>2<"))],
  ["5-3", "Catalog", stream("Metadata", (xmp) => xmp.replaceAll("pdfuaid", "ua"))],
  ["5-4", "Catalog", stream("Metadata", claimed("amd"))],
  ["5-5", "Catalog", stream("Metadata", claimed("corr"))],
  ["6.2-1", "Catalog", put("MarkInfo", dictOf({ Marked: false }))],
  ["7.1-1", "Page", stream("Contents", (content) => content.replace(/(MCID \d+ ?>>BDC)/, "$1 /Artifact BMC EMC"))],
  [
    "7.1-2",
    "Page",
    stream("Contents", (content) => content.replace(/(\S+ <<\/MCID[\s\S]*?EMC)/, "/Artifact BMC $1 EMC")),
  ],
  ["7.1-3", "Page", stream("Contents", (content) => `${content} 0 0 9 9 re f`)],
  ["7.1-3", "L", lost("K")],
  ["7.1-4", "Catalog", put("MarkInfo", dictOf({ Marked: true, Suspects: true }))],
  ["7.1-5", "P", as("Paragraph")],
  ["7.1-6", "StructTreeRoot", put("RoleMap", dictOf({ Strong: { name: "Span" }, A: { name: "B" }, B: { name: "A" } }))],
  ["7.1-7", "StructTreeRoot", put("RoleMap", dictOf({ Strong: { name: "Span" }, Code: { name: "Span" } }))],
  ["7.1-8", "Catalog", lost("Metadata")],
  ["7.1-9", "Catalog", stream("Metadata", (xmp) => xmp.replace(/(x-default">)[^<]*/, "$1"))],
  ["7.1-10", "Catalog", lost("ViewerPreferences")],
  ["7.1-11", "Catalog", lost("StructTreeRoot")],
  ["7.1-12", "P", lost("P")],
  ["7.2-3", "Table", kid(tag("P"))],
  ["7.2-4", "Art", kid(tag("TR"))],
  ["7.2-5", "Art", kid(tag("THead"))],
  ["7.2-6", "Art", kid(tag("TBody"))],
  ["7.2-7", "Art", kid(tag("TFoot"))],
  ["7.2-8", "Art", kid(tag("TH"))],
  ["7.2-9", "Art", kid(tag("TD"))],
  ["7.2-10", "TR", kid(tag("P"))],
  ["7.2-11", "Table", kid(tag("THead"), tag("THead"), tag("TBody"))],
  ["7.2-12", "Table", kid(tag("TFoot"), tag("TFoot"), tag("TBody"))],
  ["7.2-13", "Table", kid(tag("TFoot"))],
  ["7.2-14", "Table", kid(tag("THead"))],
  ["7.2-15", "TR", (dict, objects) => spanDown(dict, objects)],
  ["7.2-16", "Table", captions(([first, last]) => [first!, tag("Caption"), last!])],
  ["7.2-17", "Art", kid(tag("LI"))],
  ["7.2-18", "Art", kid(tag("LBody"))],
  ["7.2-19", "L", kid(tag("P"))],
  ["7.2-20", "LI", kid(tag("P"))],
  ["7.2-26", "Art", kid(tag("TOCI"))],
  ["7.2-27", "Art", kid(tag("TOC", [tag("P")]))],
  ["7.2-28", "Art", kid(tag("TOC", [tag("TOCI"), tag("Caption")]))],
  ["7.2-29", "Document", put("Lang", { bytes: "en_GB!" })],
  ["7.2-33", "Catalog", lost("Lang")],
  ["7.2-36", "Table", kid(tag("THead", [tag("P")]), tag("TBody"))],
  ["7.2-37", "Table", kid(tag("TBody", [tag("P")]))],
  ["7.2-38", "Table", kid(tag("TFoot", [tag("P")]), tag("TBody"))],
  ["7.2-39", "Table", captions((rows) => [tag("Caption"), ...rows, tag("Caption")])],
  ["7.2-40", "L", kid(tag("Caption"))],
  ["7.2-41", "TD", cell({ RowSpan: 2, Headers: [] })],
  ["7.2-42", "TD", cell({ ColSpan: 2, Headers: [] })],
  ["7.3-1", "Figure", lost("Alt")],
  ["7.4.2-1", "H2", as("H3")],
  ["7.4.4-1", "Art", (dict, objects) => twoHeadings(dict, objects)],
  ["7.4.4-2", "H2", as("H")],
  ["7.5-1", "Art", kid(tag("Table", [tag("TR", [tag("TD")])]))],
  ["7.5-2", "TD", cell({ Headers: [{ bytes: "nobody" }] })],
  ["7.7-1", "Art", kid(tag("Formula"))],
  ["7.9-1", "Note", lost("ID")],
  ["7.9-2", "Art", kid(note("a"), note("a"))],
  ["7.10-1", "Catalog", put("OCProperties", dictOf({ D: new Map() }))],
  ["7.10-2", "Catalog", put("OCProperties", dictOf({ D: dictOf({ Name: { bytes: "layers" }, AS: [] }) }))],
  ["7.11-1", "Catalog", put("AF", [dictOf({ Type: { name: "Filespec" }, F: { bytes: "a.csv" }, EF: new Map() })])],
  ["7.15-1", "Catalog", put("AcroForm", dictOf({ XFA: [] }))],
  ["7.18.1-1", "Page", annotation("Text", { Contents: { bytes: "a remark" } })],
  ["7.18.1-2", "Art", annotated("Annot", { Subtype: { name: "Text" } })],
  ["7.18.1-3", "Art", annotated("Form", { Subtype: { name: "Widget" } })],
  ["7.18.2-1", "Page", annotation("TrapNet")],
  ["7.18.3-1", "Page", lost("Tabs")],
  ["7.18.4-1", "Page", annotation("Widget", { TU: { bytes: "a field" } })],
  ["7.18.4-2", "Art", annotated("Form", { Subtype: { name: "Widget" }, TU: { bytes: "a field" } }, [tag("P")])],
  ["7.18.5-1", "Page", annotation("Link", { Contents: { bytes: "a link" } })],
  ["7.18.5-2", "Annot", lost("Contents")],
  ["7.18.6.2-1", "Catalog", put("Clip", dictOf({ S: { name: "MCD" }, Alt: [] }))],
  ["7.18.6.2-2", "Catalog", put("Clip", dictOf({ S: { name: "MCD" }, CT: { bytes: "audio/mp3" } }))],
  ["7.18.8-1", "Art", annotated("Annot", { Subtype: { name: "PrinterMark" } })],
  ["28-018", "Page", (dict, objects) => printerMark(dict, objects)],
  ["7.20-1", "Page", (dict, objects) => otherFile(dict, objects)],
  ["7.20-2", "Page", (dict, objects) => shownTwice(dict, objects)],
  ["7.21.3.2-1", "CIDFontType2", lost("CIDToGIDMap")],
  ["7.21.3.2-1", "CIDFontType2", put("CIDToGIDMap", { name: "Other" })],
  ["7.21.4.1-1", "FontDescriptor", lost("FontFile2")],
  ["7.21.4.1-2", "CIDFontType2", (dict, { add }) => dict.set("CIDToGIDMap", add(glyphMap(0xff)))],
  [
    "7.21.4.2-2",
    "FontDescriptor",
    (dict, { add }) => dict.set("CIDSet", add({ dict: new Map(), raw: new Uint8Array(9) })),
  ],
  ["7.21.5-1", "CIDFontType2", put("W", [])],
  ["7.21.6-1", "Page", simpleFont({ flags: 32, encoding: "WinAnsiEncoding", maps: [[3, 0]] })],
  ["7.21.6-2", "Page", simpleFont({ flags: 32, maps: [[3, 1]] })],
  ["7.21.6-3", "Page", simpleFont({ flags: 4, encoding: "WinAnsiEncoding", maps: [[3, 0]] })],
  [
    "7.21.6-4",
    "Page",
    simpleFont({
      flags: 4,
      maps: [
        [1, 0],
        [3, 1],
      ],
    }),
  ],
  ["7.21.7-1", "Type0", lost("ToUnicode")],
  ["7.21.7-2", "Type0", stream("ToUnicode", (map) => `${map}\n1 beginbfchar\n<FFFF> <FEFF>\nendbfchar`)],
  ["7.21.7-2", "Type0", stream("ToUnicode", (map) => `${map}\n1 beginbfrange\n<FFF0> <FFF9> <FEF8>\nendbfrange`)],
  ["7.21.8-1", "CIDFontType2", (dict, objects) => noGlyphs(dict, objects)],
  ["09-007", "Art", kid(tag("Ruby", [tag("RB")]))],
  ["09-008", "Art", kid(tag("Warichu", [tag("WT")]))],
];

describe("one defect is found as that one", () => {
  test.each(seeds)("%s, in %s", (id, type, spoil) => {
    expect([...new Set(idsOf(spoiled(type, spoil)))]).toEqual([id]);
  });

  test("every condition has one", () => {
    const unreadable = ["7.21.3.3-1"]; // of another encoding nothing at all is read
    expect(conditions.map(({ id }) => id).filter((id) => !seeds.some(([seed]) => seed === id))).toEqual(unreadable);
  });
});

function put(key: string, value: PdfValue): Change {
  return (dict) => dict.set(key, value);
}

function added(key: string, ...values: readonly PdfValue[]): Change {
  return (dict) => dict.set(key, [...([dict.get(key) ?? []].flat() as PdfValue[]), ...values]);
}

/** Changes the text of a stream that an entry names. */
function stream(key: string, change: (text: string) => string): Change {
  return (dict, { file, get, add }) => {
    const before = Buffer.from(file.decoded(get(dict.get(key)) as PdfStream)).toString("latin1");
    expect(change(before)).not.toBe(before);
    dict.set(key, add({ dict: new Map(), raw: Buffer.from(change(before), "latin1") }));
  };
}

/** The second of three cells reaches down onto the first of the next row, which is two wide. */
function spanDown(dict: Map<string, PdfValue>, { get, set }: Objects): void {
  const rows = get((get(dict.get("P")) as PdfDict).get("K")) as PdfRef[];
  const [, tall] = get(dict.get("K")) as PdfRef[];
  const [wide] = get((get(rows[1]) as PdfDict).get("K")) as PdfRef[];
  set(tall!, new Map([...(get(tall) as PdfDict), ["A", scoped({ RowSpan: 2 })]]));
  set(wide!, new Map([...(get(wide) as PdfDict), ["A", scoped({ ColSpan: 2 })]]));
  dict.set("K", [...(get(dict.get("K")) as PdfRef[]), tag("TH")]);
}

/** Two headings without a level in one element, and none with. */
function twoHeadings(dict: Map<string, PdfValue>, { get, set, file }: Objects): void {
  for (const ref of refsOf(file.get(file.trailer.get("Size")) as number)) {
    const each = get(ref);
    if (each instanceof Map && /^H\d$/.test(nameIn(each.get("S")))) set(ref, new Map([...each, ["S", { name: "H" }]]));
  }
  dict.set("K", [...(get(dict.get("K")) as PdfValue[])]);
}

function scoped(entries: Record<string, PdfValue>): PdfDict {
  return dictOf({ O: { name: "Table" }, Scope: { name: "Column" }, ...entries });
}

/** A note on the page that stands in an element of its own, perhaps with others. */
function annotated(type: string, note: Record<string, PdfValue>, others: readonly PdfDict[] = []): Change {
  return (dict, { add, get, set, file }) => {
    const page = (get((get(file.root.get("Pages")) as PdfDict).get("Kids")) as PdfRef[])[0]!;
    const at = add(dictOf({ ...note, StructParent: 99 }));
    const held = dictOf({ Type: { name: "OBJR" }, Obj: at, Pg: page });
    const element = add(new Map([...tag(type), ["K", [held, ...others]]]));
    dict.set("K", [...(dict.get("K") as PdfValue[]), element]);
    const before = get(page) as PdfDict;
    set(page, new Map([...before, ["Annots", [...(get(before.get("Annots")) as PdfValue[]), at]]]));
    const root = get(file.root.get("StructTreeRoot")) as PdfDict;
    const nums = (get(root.get("ParentTree")) as PdfDict).get("Nums") as PdfValue[];
    set(root.get("ParentTree") as PdfRef, dictOf({ Nums: [...nums, 99, element] }));
  };
}

/** Entries of the claim under another prefix. */
function claimed(key: string): (xmp: string) => string {
  return (xmp) =>
    xmp.replace(
      "</rdf:Description>",
      `<ua:${key} xmlns:ua="http://www.aiim.org/pdfua/ns/id/">2012</ua:${key}></rdf:Description>`,
    );
}

function captions(change: (rows: readonly PdfValue[]) => readonly PdfValue[]): Change {
  return (dict, { get }) => dict.set("K", change(get(dict.get("K")) as PdfValue[]));
}

/** A mark for the printer whose drawing is not an artifact. */
function printerMark(dict: Map<string, PdfValue>, { add, get }: Objects): void {
  const drawing = add({ dict: new Map(), raw: Buffer.from("0 0 9 9 re f") });
  const mark = dictOf({ Subtype: { name: "PrinterMark" }, AP: dictOf({ N: drawing }) });
  dict.set("Annots", [...(get(dict.get("Annots")) as PdfValue[]), mark]);
}

/** A form with a mark of its own, in two places. */
function shownTwice(dict: Map<string, PdfValue>, objects: Objects): void {
  const { add, get } = objects;
  const raw = Buffer.from("/Span <</MCID 0>> BDC EMC");
  const form = add({ dict: dictOf({ Subtype: { name: "Form" } }), raw });
  dict.set("Resources", new Map([...(get(dict.get("Resources")) as PdfDict), ["XObject", dictOf({ X1: form })]]));
  stream("Contents", (content) => `${content} /X1 Do /X1 Do`)(dict, objects);
}

/** Which glyph each of all codes is: the same for all. */
function glyphMap(byte: number): PdfStream {
  return { dict: new Map(), raw: new Uint8Array(2 * 0x10000).fill(byte) };
}

/** Every code is the glyph of none, as wide as that is. */
function noGlyphs(dict: Map<string, PdfValue>, { file, get, add }: Objects): void {
  const program = (get(dict.get("FontDescriptor")) as PdfDict).get("FontFile2");
  dict.set("DW", readProgram(file.decoded(get(program) as PdfStream))!.width(0)!);
  dict.set("W", []);
  dict.set("CIDToGIDMap", add(glyphMap(0)));
}

/** A font of TrueType with codes of one byte, at hand and not used, whose program has tables of codes. */
function simpleFont(of: {
  flags: number;
  encoding?: string;
  maps: readonly [platform: number, encoding: number][];
}): Change {
  return (dict, { add, get }) => {
    const file = add({ dict: new Map(), raw: programWith(of.maps) });
    const descriptor = dictOf({ Flags: of.flags, FontFile2: file });
    const font = dictOf({
      ...{ Subtype: { name: "TrueType" }, BaseFont: { name: "Simple" }, FontDescriptor: descriptor },
      ...(of.encoding ? { Encoding: { name: of.encoding } } : {}),
    });
    const resources = get(dict.get("Resources")) as PdfDict;
    const fonts = new Map([...(get(resources.get("Font")) as PdfDict), ["FX", font as PdfValue]]);
    dict.set("Resources", new Map([...resources, ["Font", fonts]]));
  };
}

/** A font program of one glyph without an outline. */
function programWith(maps: readonly (readonly [number, number])[]): Uint8Array {
  const cmap = Buffer.alloc(4 + 8 * maps.length);
  cmap.writeUInt16BE(maps.length, 2);
  for (const [i, [platform, encoding]] of maps.entries()) {
    cmap.writeUInt16BE(platform, 4 + 8 * i);
    cmap.writeUInt16BE(encoding, 6 + 8 * i);
  }
  const [head, maxp, hhea] = [Buffer.alloc(54), Buffer.alloc(6), Buffer.alloc(36)];
  head.writeUInt16BE(1000, 18);
  maxp.writeUInt16BE(1, 4);
  hhea.writeUInt16BE(1, 34);
  const tables: [string, Buffer][] = [
    ["cmap", cmap],
    ["head", head],
    ["hhea", hhea],
    ["hmtx", Buffer.alloc(4)],
    ["maxp", maxp],
  ];
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt16BE(tables.length, 4);
  let at = directory.length;
  for (const [i, [tag, bytes]] of tables.entries()) {
    directory.write(tag, 12 + 16 * i, "latin1");
    directory.writeUInt32BE(at, 20 + 16 * i);
    at += bytes.length;
  }
  return Buffer.concat([directory, ...tables.map(([, bytes]) => bytes)]);
}

function otherFile(dict: Map<string, PdfValue>, { add, get }: Objects): void {
  const form = add({ dict: dictOf({ Subtype: { name: "Form" }, Ref: new Map() }), raw: Buffer.from("") });
  dict.set("Resources", new Map([...(get(dict.get("Resources")) as PdfDict), ["XObject", dictOf({ X1: form })]]));
}

function spoiled(type: string, spoil: Change): Uint8Array {
  const file = openPdf(finished);
  const objects = openObjects(file);
  const found = refsOf(file.get(file.trailer.get("Size")) as number).find((ref) => {
    const dict = objects.get(ref);
    return dict instanceof Map && ["Type", "S", "Subtype"].some((key) => nameIn(dict.get(key)) === type);
  });
  if (!found) throw new Error(`no ${type}`);
  const dict = new Map(objects.get(found) as PdfDict);
  spoil(dict, objects);
  objects.set(found, dict);
  return writePdf({
    root: file.trailer.get("Root") as PdfRef,
    info: file.trailer.get("Info") as PdfRef,
    object: (ref) => objects.get(ref),
    identify: () => "0123456789abcdef",
  });
}

function refsOf(size: number): PdfRef[] {
  return Array.from({ length: size - 1 }, (_, i) => ({ ref: i + 1 }));
}

function nameIn(value: PdfValue | undefined): string {
  return isName(value) ? value.name : "";
}

function idsOf(bytes: Uint8Array): string[] {
  return checkUa(readDocument(bytes)).map(({ id }) => id);
}

function dictsOf(bytes: Uint8Array, type: string): PdfDict[] {
  const file = openPdf(bytes);
  return refsOf(file.get(file.trailer.get("Size")) as number).flatMap((ref) => {
    const dict = file.get(ref);
    return dict instanceof Map && nameIn(dict.get("S")) === type ? [dict] : [];
  });
}

/** The types of a tree: "Document(P P)". */
function outlineOf(bytes: Uint8Array): string {
  const told = ({ kind, parts }: { kind: string; parts: readonly unknown[] }): string => {
    const inner = parts.filter((part) => typeof part === "object" && part !== null && "kind" in part) as never[];
    return inner.length > 0 ? `${kind}(${inner.map(told).join(" ")})` : kind;
  };
  return readDocument(bytes).tags.map(told).join(" ");
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

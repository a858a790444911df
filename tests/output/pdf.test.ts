import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { finishPdf } from "../../src/output/finish/finish.ts";
import { readPdf } from "../../src/output/pdf.ts";

vi.stubEnv("FEEDBACK_ALLOW_NO_SANDBOX", "1");

const finishing = { date: "2026-10-12", claims: true };
const a = page("Practice A", 3);
const b = page("Practice B", 40);

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await openBrowser({ log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "pdf-test-"));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test("words at both ends of a foot are read apart", async () => {
  const foot = `<style>@page { margin: 20mm; @bottom-left { content: "The Mill" } @bottom-right { content: "Page 1 of 3" } }</style>`;
  const { text } = readPdf(await browser.print(a.replace("<h1>", `${foot}<h1>`)));
  expect(text[0]).toMatch(/Page 1 of 3\s+The Mill|The Mill\s+Page 1 of 3/);
});

test("rows and points that go on overleaf are found, with their page; those that stand on one are not", async () => {
  const high = (text: string) => `<p style="height: 150mm">${text}</p>`;
  const point = (text: string, inside: string) =>
    `<ul><li style="break-inside: ${inside}"><p style="margin: 0">${text}</p><p style="margin: 120mm 0 0">its end</p></li></ul>`;
  const row = "<table><tr><th>Row</th><td>one<br><br><br><br>two</td></tr></table>";
  const parted = `${a}${high("one")}${point("Never stop", "auto")}${high("two")}${row}`;
  expect(readPdf(await browser.print(parted)).splits).toEqual([
    { page: expect.any(Number), text: expect.stringMatching(/Never stop/) },
  ]);
  const held = `${a}${high("one")}${point("Never stop", "avoid")}${row}`;
  expect(readPdf(await browser.print(held)).splits).toEqual([]);
});

describe("a finished PDF", () => {
  test("has the same bytes whatever was printed before it, in whichever browser", async () => {
    const history: string[] = [];
    for (const html of [a, b, a]) history.push(hash(finishPdf(await browser.print(html), finishing)));
    await using fresh = await openBrowser({ log: () => {} });
    expect(history[2]).toBe(history[0]);
    expect(history[1]).not.toBe(history[0]);
    expect(hash(finishPdf(await fresh.print(a), finishing))).toBe(history[0]);
  });

  test("has the date of the cycle, the same twice over", async () => {
    const { properties } = readPdf(finishPdf(await browser.print(a), finishing)).unseen;
    expect(properties).toMatchObject({ CreationDate: "D:20261012000000+00'00'", ModDate: "D:20261012000000+00'00'" });
    expect(properties.xmp).toContain("Practice A – “£5” & more en-GB 2026-10-12T00:00:00Z 2026-10-12T00:00:00Z");
  });

  test("numbers the cells of tables from 1 in a sorted index, and refers to none that is not there", async () => {
    const text = latin1(finishPdf(await browser.print(b), finishing));
    const indexed = [...text.matchAll(/\((cell-\d{4})\) \d+ 0 R/g)].map((match) => match[1]!);
    expect(indexed[0]).toBe("cell-0001");
    expect(indexed).toEqual(indexed.toSorted());
    const referred = [...text.matchAll(/\/Headers\[(.*?)\]/g)].flatMap((match) => match[1]!.match(/cell-\d{4}/g)!);
    expect(referred.length).toBeGreaterThan(40);
    expect(indexed).toEqual(expect.arrayContaining([...new Set(referred)]));
  });

  test.skipIf(!has("qpdf"))("is sound to qpdf", async () => {
    const file = await save("sound.pdf", finishPdf(await browser.print(b), finishing));
    expect(spawnSync("qpdf", ["--check", file]).status).toBe(0);
  });

  test("wants a date", () => {
    expect(() => finishPdf(new Uint8Array(), { date: "12 October", claims: true })).toThrow(
      'invalid date "12 October"',
    );
  });
});

describe("a PDF read back", () => {
  test("tells pages, paper, title, language, tags, text and fonts", async () => {
    const facts = readPdf(await browser.print(b));
    expect(facts).toMatchObject({ pages: 2, title: "Practice B – “£5” & more", language: "en-GB", tagged: true });
    expect(facts.sizes).toHaveLength(2);
    expect(facts.sizes[0]!.width).toBeCloseTo(595, 0);
    expect(facts.sizes[0]!.height).toBeCloseTo(842, 0);
    expect(facts.text[0]).toContain("Practice B");
    expect(facts.text[1]).toContain("Row 40");
    expect(facts.fonts).toEqual(["Arimo-Bold", "Arimo-Regular", "Arimo-SemiBold"]);
  });

  test("shows a letter that the font does not have", async () => {
    const { text } = readPdf(await browser.print("<p>tick: ✓"));
    expect(text[0]).toContain("tick: \u0000");
  });

  test("keeps the caller's bytes", async () => {
    const bytes = await browser.print(a);
    readPdf(bytes);
    expect(bytes.length).toBeGreaterThan(1000);
  });

  test.skipIf(!has("pdftotext"))("has the words that poppler reads", async () => {
    const bytes = await browser.print(b);
    const { stdout } = spawnSync("pdftotext", [await save("words.pdf", bytes), "-"], { encoding: "utf8" });
    const words = (text: string) => (text.match(/\S+/g) ?? []).toSorted();
    expect(words(readPdf(bytes).text.join("\n"))).toEqual(words(stdout));
  });

  test.skipIf(!has("pdffonts"))("has only real Arimo, embedded and cut down to the letters used", async () => {
    const { stdout } = spawnSync("pdffonts", [await save("fonts.pdf", await browser.print(a))], { encoding: "utf8" });
    const rows = stdout.trim().split("\n").slice(2);
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatch(/\+Arimo-(Regular|SemiBold|Bold) +CID TrueType +Identity-H +yes yes yes/);
  });

  test("that is not one is an error", () => {
    expect(() => readPdf(Buffer.from("<html>"))).toThrow("invalid PDF: it does not begin as one");
  });
});

function page(name: string, rows: number): string {
  const body = Array.from({ length: rows }, (_, index) => `<tr><th scope="row">Row ${index + 1}<td>${index * 7}`);
  return `<!doctype html><html lang="en-GB"><title>${name} – “£5” &amp; more</title>
<style>@page { size: A4; margin: 20mm } body { font-family: Arimo } td, th { padding: 2mm; text-align: left }</style>
<h1>${name}</h1><p>Regular, <b style="font-weight: 600">semi-bold</b>, <b>bold</b>.
<svg role="img" aria-label="a chart" width="90" height="20"><text y="15" font-family="Arimo">in a chart</text></svg>
<table><thead style="display: table-row-group"><tr><th scope="col">What<th scope="col">How many</thead>${body.join("")}</table>`;
}

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

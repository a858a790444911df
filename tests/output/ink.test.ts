import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openBrowser } from "../../src/output/browser.ts";
import { finishPdf } from "../../src/output/finish/finish.ts";
import { inkOf } from "../../src/output/finish/ink.ts";
import { readDocument } from "../../src/output/pdf/document.ts";
import { readPdf } from "../../src/output/pdf.ts";

vi.stubEnv("FEEDBACK_ALLOW_NO_SANDBOX", "1");

const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAA2DQMBoPfUJQAAAABJRU5ErkJggg==";
const date = "2026-10-12";
const page = (body: string) => `<!doctype html><html lang="en-GB"><title>Practice A (Z10001)</title>
<style>@page { size: A4; margin: 20mm } body { font-family: Arimo; color: #1c2730 } div { border: 2pt solid #0b4a86; background: #e9eef1 }
* { print-color-adjust: exact }</style>
<h1>A heading</h1><p style="color: #5b6770">In grey words. <b style="color: #0b4a86">In blue ones.</b></p><div>On a ground</div>${body}`;

let browser: Awaited<ReturnType<typeof openBrowser>>;
let folder: string;
let printed: Uint8Array;
beforeAll(async () => {
  browser = await openBrowser({ log: () => {} });
  printed = await browser.print(page(`<p style="opacity: .5"><b>Faint</b> <i style="color: red">words</i></p>`));
  folder = await mkdtemp(join(tmpdir(), "ink-test-"));
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe("in black alone", () => {
  test("text and lines are black, grounds a grey, and no colour is left", () => {
    const colours = coloursIn(finishPdf(printed, { date, claims: true, ink: "k-only" }));
    expect(colours).not.toMatch(/rg|RG/);
    expect(new Set(colours.split("\n"))).toEqual(new Set(["0 g", "0 G", "0.93 g", "0.93 G"]));
  });

  test("nothing else changes: the same marks and letters as in colour", () => {
    const [black, coloured] = (["k-only", "colour"] as const).map((ink) =>
      finishPdf(printed, { date, claims: true, ink }),
    );
    const [one, other] = [black, coloured].map((bytes) => readPdf(bytes!));
    expect(one!.text.join(" ")).toContain("In blue ones.");
    expect(one!.text).toEqual(other!.text);
    const letters = (
      pdf: typeof one, // black stands out more than a colour, and nothing else of them differs
    ) => pdf!.layout.map((each) => ({ ...each, runs: each.runs.map(({ contrast, ...run }) => run) }));
    expect(letters(one)).toEqual(letters(other));
    expect(one!.layout[0]!.runs.every(({ contrast }, i) => contrast >= other!.layout[0]!.runs[i]!.contrast)).toBe(true);
    expect(coloursIn(coloured!)).toMatch(/\.0431 \.2902 \.5255 rg/);
  });

  test.each([
    ["a blend", `<p style="background: linear-gradient(#fff, #0b4a86)">Faded</p>`],
    ["a picture", `<img alt="" width="20" height="20" src="data:image/png;base64,${dot}">`],
  ])("%s is refused, since it cannot be told in black", async (_, body) => {
    const other = await browser.print(page(body));
    expect(() => finishPdf(other, { date, claims: true, ink: "k-only" })).toThrow(/cannot be told in black/);
    expect(() => finishPdf(other, { date, claims: true })).not.toThrow();
  });

  test.skipIf(!has("gs"))("a printer needs no cyan, magenta or yellow, for Ghostscript", async () => {
    expect(await coverage("k-only")).toEqual([0, 0, 0]);
    expect(Math.min(...(await coverage("colour")))).toBeGreaterThan(0);
  });
});

test.each([
  [[0, 0, 0], "0 g"],
  [[0.11, 0.153, 0.188], "0 g"], // ink
  [[0.459, 0.459, 0.459], "0 g"], // the lightest grey that is 4.5 : 1 on white
  [[0.52, 0.52, 0.52], "0.52 g"],
  [[1, 1, 1], "1 g"],
  [[1, 0, 0], "0.498 g"], // luminance 0.2126
] as const)("of %j black ink makes %s", (parts, text) => {
  expect(inkOf({ from: 0, to: 1, parts, isOfLines: false }, "k-only")?.text).toBe(text);
});

/** The operators that set a colour, one a line. */
function coloursIn(bytes: Uint8Array): string {
  const { file, pages } = readDocument(bytes);
  const content = pages.map(({ dict }) =>
    Buffer.from(file.decoded(file.get(dict.get("Contents")) as never)).toString("latin1"),
  );
  return [...content.join("\n").matchAll(/(?:[\d.]+ ){1,3}(?:rg|RG|g|G)(?=\s)/g)].map(([found]) => found).join("\n");
}

/** How much of the page takes cyan, magenta and yellow. */
async function coverage(ink: "colour" | "k-only"): Promise<number[]> {
  const path = join(folder, `${ink}.pdf`);
  await writeFile(path, finishPdf(printed, { date, claims: true, ink }));
  const { stdout } = spawnSync("gs", ["-q", "-o", "-", "-sDEVICE=inkcov", path], { encoding: "utf8" });
  return stdout.trim().split(/\s+/).slice(0, 3).map(Number);
}

function has(command: string): boolean {
  return spawnSync(command, ["--version"]).error === undefined;
}

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsqr from "jsqr";
import { expect, test } from "vitest";
import { openBrowser } from "../../src/output/browser.ts";
import { readPdf } from "../../src/output/pdf.ts";
import { compilePrint } from "../../src/render/print.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { greyPicture, type Picture } from "./grey.ts";
import { sampleReport } from "./sample.ts";

// Codes on paper are read by another program from what a scanner sees of them: grey, at 150 and at 300 dpi.

const { default: jsQR } = jsqr; // as its types have it
const poppler = spawnSync("pdftoppm", ["-v"]).status === 0;
const addresses = ["https://a.bc/", "https://eastmere.example/insomnia", `https://eastmere.example/${"a".repeat(95)}`];

test.skipIf(!poppler)("a QR code leads where the address beside it does, and is of the standard's size", async () => {
  const [render, folder] = [await compilePrint(await packagedTemplates()), await mkdtemp(join(tmpdir(), "qr-"))];
  const browser = await openBrowser({ log: () => {} });
  try {
    for (const url of addresses) {
      const pdf = await browser.print(await render(withLink(url)));
      const file = join(folder, "report.pdf");
      writeFileSync(file, pdf);
      const { links, page } = placeOf(pdf, url);
      expect(links).toContain(url);
      const coarse = read(greyPicture(file, page, 150));
      expect([url, coarse?.data]).toEqual([url, url]);
      const { topLeftCorner: corner, bottomRightCorner: opposite } = coarse!.location;
      const around = 100; // pixels at 300 dpi: more than the margin that a code must have
      const [x, y] = [corner.x, corner.y].map((at) => Math.floor(2 * at - around));
      const [width, height] = [opposite.x, opposite.y].map((at, i) => Math.ceil(2 * at + around - [x!, y!][i]!));
      const fine = greyPicture(file, page, 300, ["-x", x, "-y", y, "-W", width, "-H", height].map(String));
      const found = read(fine);
      expect([url, found?.data]).toEqual([url, url]);
      expectStandard(found!, fine);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

function read({ pixels, width, height }: Picture): ReturnType<typeof jsQR> {
  return jsQR(pixels, width, height);
}

/** ISO/IEC 18004, and print: a side of 20 to 30 mm, modules of 0.4 mm at least, four of them white on every side. */
function expectStandard({ location, version }: NonNullable<ReturnType<typeof jsQR>>, picture: Picture): void {
  const modules = 17 + 4 * version;
  const { topLeftCorner: from, topRightCorner: to, bottomLeftCorner: down } = location;
  const mm = 25.4 / 300;
  const side = (to.x - from.x) * mm;
  expect(side).toBeGreaterThan(19.7);
  expect(side).toBeLessThan(30);
  expect(side / modules).toBeGreaterThan(0.4);
  const quiet = 4 * ((to.x - from.x) / modules);
  const [left, top, right, bottom] = [from.x, from.y, to.x, down.y];
  const edge = 1.5; // pixels of the code's own edge
  const dark = darkIn(picture, left - quiet, top - quiet, right + quiet, bottom + quiet).filter(
    ({ x, y }) => x < left - edge || x > right + edge || y < top - edge || y > bottom + edge,
  );
  expect(
    dark.slice(0, 3),
    `${modules} modules from ${left.toFixed()},${top.toFixed()} to ${right.toFixed()},${bottom.toFixed()}`,
  ).toEqual([]);
}

function darkIn({ width, pixels }: Picture, left: number, top: number, right: number, bottom: number) {
  const dark: { x: number; y: number }[] = [];
  for (let y = Math.ceil(top); y < bottom; y++)
    for (let x = Math.ceil(left); x < right; x++) if (pixels[4 * (y * width + x)]! < 200) dark.push({ x, y });
  return dark;
}

function withLink(url: string) {
  const report = sampleReport("better");
  const kept = report.sections.filter(({ kind }) => ["headline", "first-step", "method"].includes(kind));
  const sections = kept.map((section) =>
    section.kind === "method" ? { ...section, link: { ...section.link, url } } : section,
  );
  return { ...report, sections };
}

/** The page whose words have the address, from 1, and where its links lead. */
function placeOf(pdf: Uint8Array, url: string): { links: readonly string[]; page: number } {
  const { text, unseen } = readPdf(pdf);
  const shown = url.replace("https://", "");
  const at = text.findIndex((words) => words.replace(/\s+/g, "").includes(shown));
  return { links: unseen.links, page: at + 1 };
}

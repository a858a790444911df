import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What a scanner sees, four parts a pixel. */
export type Picture = { width: number; height: number; pixels: Uint8ClampedArray };

/** A page of a PDF, or a part of it, as a scanner sees it: without colours. */
export function greyPicture(file: string, page: number, dpi: number, part: readonly string[] = []): Picture {
  const args = ["-gray", "-r", String(dpi), "-f", String(page), "-l", String(page), ...part, file, file];
  if (spawnSync("pdftoppm", args).status !== 0) throw new Error(`pdftoppm cannot draw page ${page} of ${file}`);
  const name = readdirSync(dirname(file)).find(
    (each) => each.startsWith(`${basename(file)}-`) && pageOf(each) === page,
  )!;
  const bytes = readFileSync(join(dirname(file), name));
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString("latin1", 0, 64))!;
  const [width, height] = [Number(head[1]), Number(head[2])];
  const grey = bytes.subarray(head[0].length);
  const pixels = new Uint8ClampedArray(4 * grey.length);
  for (const [i, value] of grey.entries()) pixels.set([value, value, value, 255], 4 * i);
  return { width, height, pixels };
}

/** "letters-001.pdf-03.pgm" is of page 3: as many digits as the file needs. */
function pageOf(name: string): number {
  return Number(/-(\d+)\.pgm$/.exec(name)?.[1]);
}

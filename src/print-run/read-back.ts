import type { FontCache } from "../output/pdf/content.ts";
import { pagesIn, readDocument, readPage } from "../output/pdf/document.ts";
import { openPdf } from "../output/pdf/file.ts";
import { type TextRun, textOfRuns } from "../output/pdf/runs.ts";
import { sha256 } from "../output/sha256.ts";
import { checkUa, uaText } from "../output/ua/check.ts";
import type { PrintedLetter } from "./letters.ts";

/** What a letter says on each of its pages, by hash: what stands on no page but is printed for the post is not counted. */
export function pageHashes(pdf: Uint8Array): string[] {
  return readDocument(pdf).pages.map(({ runs }) => sha256(textOf(runs)));
}

/** One hash for all pages of a letter. */
export function contentId(pages: readonly string[]): string {
  return sha256(pages.join("\n")).slice(0, 16);
}

/**
 * Holds a file for the print house to the letters that it is made of: as many pages as they have, each letter on the front of a
 * sheet, its pages saying what they say in its own PDF, its code and postcode on the first of them, the other side of its last
 * sheet empty; and, where it has tags, to PDF/UA-1. Throws with the first thing that does not hold: a fault of ours.
 */
export function readBack(
  pdf: Uint8Array,
  letters: readonly (PrintedLetter & { hashes: readonly string[] })[],
  isTagged: boolean,
): void {
  const document = isTagged ? readDocument(pdf) : undefined; // whole, for its tags; else no more than a letter at a time
  const pages = document?.pages ?? pagesOf(pdf);
  let at = 0;
  for (const { code, postcode, hashes, sheets } of letters) {
    const own = pages.slice(at, at + 2 * sheets).map(runsOf);
    for (const [i, hash] of hashes.entries())
      if (!own[i] || sha256(textOf(own[i])) !== hash)
        throw atFault(`page ${at + i + 1} does not say what page ${i + 1} of ${code} says`);
    const first = textOf(own[0] ?? []);
    for (const wanted of [code, postcode])
      if (!first.includes(wanted)) throw atFault(`page ${at + 1} does not show "${wanted}"`);
    if (own.slice(hashes.length).some((runs) => runs.length > 0))
      throw atFault(`page ${at + hashes.length + 1} is not empty`);
    at += 2 * sheets;
  }
  if (at !== pages.length) throw atFault(`it has ${pages.length} pages, and its letters ${at}`);
  const [finding] = document ? checkUa(document) : [];
  if (finding) throw atFault(uaText(finding));
}

type ReadPage = { runs: readonly TextRun[] } | (() => readonly TextRun[]);

function pagesOf(pdf: Uint8Array): ReadPage[] {
  const file = openPdf(pdf);
  const fonts: FontCache = new Map();
  return pagesIn(file).map((page) => () => readPage(file, page, fonts).runs);
}

function runsOf(page: ReadPage): readonly TextRun[] {
  return typeof page === "function" ? page() : page.runs;
}

function textOf(runs: readonly TextRun[]): string {
  return textOfRuns(runs.filter(({ isArtifact }) => !isArtifact));
}

function atFault(what: string): Error {
  return new Error(`a file of the print run is not what its letters are: ${what}`);
}

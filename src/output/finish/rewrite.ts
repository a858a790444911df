import type { Ink } from "../../input/campaign/print.ts";
import { inkOf } from "./ink.ts";
import type { ByteRange, Scan } from "./scan.ts";

/** Which numbered content is none, and how high the page is, in points, to tell its margins; a form has none. */
export type Rewriting = { decoration: readonly number[]; ink: Ink; height?: number };

/**
 * The operators of a page anew: what is painted without a mark is an artifact (14.8.2.2), what stands in the margins one of the
 * page's layout; decoration that had a number is an artifact too; colours are those of the ink. Nothing else changes, so in colour the
 * page looks the same.
 */
export function rewriteContent(bytes: Uint8Array, scan: Scan, { decoration, ink, height }: Rewriting): Uint8Array {
  const edits = [
    ...scan.colours.flatMap((colour) => inkOf(colour, ink) ?? []),
    ...scan.loose.flatMap(({ from, to, text }) => [
      { from, to: from, text: `${artifactOf(text, height)}\n` },
      { from: to, to, text: "\nEMC" },
    ]),
    ...decoration.map((number) => ({ ...beginOf(scan, number), text: "/Artifact BMC" })),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { from, to, text } of edits) {
    parts.push(bytes.subarray(at, from), Buffer.from(text, "latin1"));
    at = to;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}

function beginOf({ marks }: Scan, number: number): ByteRange {
  const mark = marks.get(number);
  if (!mark) throw new Error(`no content ${number} on a page`);
  return mark.begin;
}

const margins = { top: 42.5, bottom: 62.4 }; // points: 15 and 22 mm, as in templates/print/report.css

function artifactOf(text: Scan["loose"][number]["text"], height: number | undefined): string {
  if (!text || height === undefined) return "/Artifact BMC";
  if (text.isTurned) return "/Artifact <</Type/Pagination/Subtype/Watermark>>BDC";
  if (text.y < margins.bottom) return "/Artifact <</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC";
  if (text.y > height - margins.top) return "/Artifact <</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC";
  return "/Artifact BMC";
}

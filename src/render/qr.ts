import { createRequire } from "node:module";
import { escapeHtml } from "./sentence.ts";
import type { Svg } from "./svg.ts";

/**
 * A QR code of an address as one path, level M (ISO/IEC 18004). The layout makes it 20 mm wide, with four modules of white round
 * it, of 0.4 mm at least: an address of up to 120 letters has 45 of them in a row.
 */
export function toQr(url: string): Svg {
  const { size, bars } = qrOf(url);
  const rows = bars.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`);
  const alt = escapeHtml(`QR code for ${url}`);
  return `<svg role="img" aria-label="${alt}" viewBox="0 0 ${size} ${size}"><path d="${rows.join("")}"/></svg>` as Svg;
}

const require = createRequire(import.meta.url);

/** A QR code as bars of dark modules, one module high, from the top left of a square so many modules wide. */
export type Qr = { size: number; bars: readonly { x: number; y: number; length: number }[] };

/** The QR code of a text, level M (ISO/IEC 18004). */
export function qrOf(text: string): Qr {
  const QRCode: typeof import("qrcode") = require("qrcode"); // only now: many modules, for those alone who draw
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const bars = Array.from({ length: size }, (_, y) =>
    runsOf(size, (x) => data[y * size + x] === 1).map(({ from, length }) => ({ x: from, y, length })),
  );
  return { size, bars: bars.flat() };
}

type ModuleRun = { from: number; length: number };

function runsOf(size: number, isDark: (x: number) => boolean): ModuleRun[] {
  const runs: ModuleRun[] = [];
  for (let x = 0; x < size; x++) {
    const last = runs.at(-1);
    if (!isDark(x)) continue;
    if (last && last.from + last.length === x) last.length++;
    else runs.push({ from: x, length: 1 });
  }
  return runs;
}

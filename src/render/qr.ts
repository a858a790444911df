import QRCode from "qrcode";
import { escapeHtml } from "./sentence.ts";
import type { Svg } from "./svg.ts";

/**
 * A QR code of an address as one path, level M (ISO/IEC 18004). The layout makes it 20 mm wide, with four modules of white round
 * it, of 0.4 mm at least: an address of up to 120 letters has 45 of them in a row.
 */
export function toQr(url: string): Svg {
  const { data, size } = QRCode.create(url, { errorCorrectionLevel: "M" }).modules;
  const isDark = (x: number, y: number) => data[y * size + x] === 1;
  const rows = Array.from({ length: size }, (_, y) => runsOf(size, (x) => isDark(x, y)).map((run) => barOf(run, y)));
  const alt = escapeHtml(`QR code for ${url}`);
  return `<svg role="img" aria-label="${alt}" viewBox="0 0 ${size} ${size}"><path d="${rows.flat().join("")}"/></svg>` as Svg;
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

function barOf({ from, length }: ModuleRun, y: number): string {
  return `M${from} ${y}h${length}v1h-${length}z`;
}

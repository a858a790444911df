import { addressRoom, type Zones } from "../input/library/envelopes.ts";
import { type Fit, pxPerMm } from "./height.ts";
import type { Sizes } from "./sizes.ts";
import { textWidth } from "./text-width.ts";

/*
 * Page one and the window of its envelope. Numbers are those of templates/print/report.css, mm.
 */
const issuerEnds = 25; // the name of the issuer, above the window
const textEnds = 190; // the right edge of all columns
const gap = 1; // at least, between what the window may show and the headline
const grid = 1.25; // of all heights

/** Where the headline begins, mm from the top edge of the page: below all that the window may show. */
export function letterheadOf({ clear }: Zones): number {
  return Math.ceil((clear.bottom + gap) / grid) * grid;
}

/** The place of the address and of what follows it, as custom properties of the page. */
export function envelopeCss(zones: Zones): string {
  const { x, y } = addressRoom(zones);
  return `:root { --address-x: ${x}mm; --address-y: ${y}mm; --letterhead: ${letterheadOf(zones)}mm }`;
}

/** Throws where the window may show what stands beside or above the address on page one. */
export function refuseCrowded({ clear }: Zones, { aside }: Sizes): void {
  const column = textEnds - aside;
  const faults = [
    ...(clear.top < issuerEnds ? [`may show the issuer's name, which ends ${issuerEnds} mm from the top`] : []),
    ...(clear.right > column
      ? [`may show the column beside the address, which begins ${column} mm from the left`]
      : []),
    ...(letterheadOf({ address: clear, clear }) > lowest ? [`pushes the headline below ${lowest} mm`] : []),
  ];
  if (faults.length > 0)
    throw new Error(
      `the window of the envelope ${faults.join(" and ")}: set another \`envelope\` under \`print\`, or use a template whose page one leaves it room`,
    );
}

const lowest = 130; // mm, for a headline: half of the page is left

/** Ten points where all lines have room in the window, else nine, else eight. Throws where they are too many. */
export function addressSize(lines: readonly string[], zones: Zones): Fit["address"] {
  if (lines.length > 7)
    throw new Error(`an address may have seven lines, this one has ${lines.length}: ${lines.join(", ")}`);
  const room = addressRoom(zones);
  const fits = (pt: number) =>
    inkHeight(lines.length, pt) <= room.height &&
    lines.every((line) => textWidth(line, { size: (pt * 96) / 72, weight: 400 }) <= (room.width - spare) * pxPerMm);
  return fits(10) ? "ten" : fits(9) ? "nine" : "eight";
}

const spare = 2; // mm of the window's width

/** From the top of the first line's box to the last tail, mm: lines of 1.2 em, of which a tail leaves 0.043 em. */
function inkHeight(lines: number, pt: number): number {
  return ((1.2 * lines - 0.043) * pt * 25.4) / 72;
}

import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import type { SeriesDoubt } from "../plausibility/doubt.ts";
import { publishedAt } from "../published.ts";
import { printedNumber, roundHalfUp, scaleOf } from "../rounding.ts";
import { median } from "../verdict/numbers.ts";
import { sumOver } from "../windows.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const least = 10; // events that are expected at the nearer end, below which a value moves out of its range by chance

const few = 2; // organisations, which may be odd ones however small a part of a service is looked at

/** Values outside the range in which those of nearly all must lie: another unit, or the numbers of another measure. */
export function findOutOfRange(
  { organisations, many }: Expected,
  {
    about,
    observations,
    window,
    accept,
    doubts,
  }: Looked & { about: Indicator; doubts: ReadonlyMap<string, SeriesDoubt> },
): DeliveryFound[] {
  const range = about.plausible;
  if (!range) return [];
  const values = organisations.flatMap(
    ({ code }) => (doubts.has(code) ? [] : valueIn({ about, observations, window }, code, range)), // what is doubted is told by itself
  );
  const out = values.filter(({ value }) => value < range.from || value > range.to);
  const limit = accept["out-of-range"];
  const isFew = out.length <= few && 2 * out.length <= values.length;
  if (out.length === 0 || isFew || out.length <= limit * values.length) return []; // odd practices, and no other unit
  const print = (value: number) => `${printedNumber(about, value)}${about.kind === "share" ? "%" : ""}`;
  const told = (end: number) => (about.kind === "share" ? `${roundHalfUp(100 * end, 3)}%` : String(end)); // as its file has it
  const unit = about.kind === "share" ? "" : ` ${about.unit}`;
  const names = out.map(({ code, value }) => `${code} (${print(value)})`);
  return [
    {
      check: "out-of-range",
      indicator: about.indicator,
      size: out.length / values.length,
      limit,
      message: `values of "${about.indicator}" are not within ${told(range.from)} to ${told(range.to)}${unit}, which its file calls plausible, for ${out.length} of ${values.length} ${many} (in the middle of all ${print(median(values.map(({ value }) => value)))}): ${someOf(names)}`,
      hint: "look at the unit of the numbers, and whether each name under `indicators` in data.yaml stands for the right indicator",
    },
  ];
}

/** The value of the window in printed units, where a value at either end of the range would rest on enough. */
function valueIn(
  { about, observations, window }: Pick<Looked, "observations" | "window"> & { about: Indicator },
  code: string,
  { from, to }: NonNullable<Indicator["plausible"]>,
): { code: string; value: number }[] {
  if (!isCounted(about)) {
    const published = publishedAt(observations, about, code, window);
    return published ? [{ code, value: published.value }] : [];
  }
  const { numerator, denominator } = sumOver(observations, about, code, window);
  if (!(denominator > 0)) return [];
  const scale = scaleOf(about);
  const value = (numerator / denominator) * scale;
  const expected = ((value < from ? from : to) / scale) * denominator;
  return expected >= least || (value >= from && value <= to) ? [{ code, value }] : [];
}

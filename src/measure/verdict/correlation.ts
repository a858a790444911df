import type { Month } from "../../month.ts";
import { measuredHalves, measuredLag1, solved } from "./ar1.ts";
import { median } from "./numbers.ts";

/** How alike neighbouring months of one organisation are: one number for all, and how far single ones stray from it. */
export type Correlation = {
  readonly rho: number; // of neighbouring months, from 0 to .95
  readonly series: number; // organisations it was found from; 0 where they were too few and it is taken to be high
  readonly within: number; // as measured round the mean of each year, before its bias is taken out: median of the series
  readonly spread: number; // share of what single measured ones differ by that is theirs, not chance: 0 to 1
};

const fewest = 10; // series from which a correlation is told
const unknown = 0.5; // taken where it cannot be told: what the more correlated of real measures have
const year = 12;

/** A series of months, each with what it is without the season. */
export type Values = readonly { readonly month: Month; readonly value: number }[];

/**
 * The correlation of neighbouring months, pooled over organisations: the higher of two, each with its bias taken out. The first is
 * the median of what is measured over the whole stretch of `months` months, which the few that have changed do not move. The
 * second is the one that lets the halves of a year differ as much as they do: the same patients who come back for years make
 * months alike that are no neighbours.
 */
export function correlationOf(all: Iterable<Values>, months: number): Correlation {
  const [measured, inYears, ratios]: [number[], number[], number[]] = [[], [], []];
  for (const series of all) {
    const years = byYear(series);
    measured.push(lag1(series, [{ from: 0, to: series.length }]));
    inYears.push(lag1(series, years));
    for (const each of years) {
      const ratio = halves(series, each);
      if (ratio !== undefined) ratios.push(ratio);
    }
  }
  return pooled(
    { measured: measured.filter(Number.isFinite), inYears: inYears.filter(Number.isFinite), ratios },
    months,
  );
}

/** What is measured of each series: over the whole of it, in its years, and of the halves of these. */
type MeasuredCorrelations = Readonly<Record<"measured" | "inYears" | "ratios", readonly number[]>>;

function pooled({ measured, inYears, ratios }: MeasuredCorrelations, months: number): Correlation {
  if (measured.length < fewest) return { rho: unknown, series: 0, within: 0, spread: 0 };
  const within = median(inYears);
  const variance = inYears.reduce((sum, r) => sum + (r - within) ** 2, 0) / inYears.length;
  const chance = 1 / months; // of one measured correlation (Bartlett 1946, J R Stat Soc Suppl 8:27)
  return {
    rho: Math.max(ofNeighbours(median(measured), months), ofHalves(ratios)),
    series: measured.length,
    within,
    spread: Math.max(0, variance - chance) / Math.max(variance, chance),
  };
}

/**
 * The correlation for one organisation: the pooled one, or its own where that is higher once it is drawn in towards the others by
 * as much as single ones differ by chance. Never less than the pooled, so that few months do not make somebody surer.
 */
export function correlationFor({ rho, within, spread, series }: Correlation, own: Values): number {
  const measured = lag1(own, byYear(own));
  if (series === 0 || !Number.isFinite(measured)) return rho;
  const drawnIn = within + spread * (measured - within);
  return drawnIn <= measuredLag1(rho, year) ? rho : Math.max(rho, ofNeighbours(drawnIn, year));
}

function ofNeighbours(measured: number, months: number): number {
  return solved(measured, (rho) => measuredLag1(rho, months));
}

/** From how much the halves of whole years differ. */
function ofHalves(ratios: readonly number[]): number {
  if (ratios.length < fewest) return 0;
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return solved(mean, (rho) => measuredHalves(rho, year));
}

/** A part of a series: from one place up to another, which is no longer in it. */
type StretchPart = { readonly from: number; readonly to: number };

/** How much the halves of a whole year differ: the square of their difference over the squares of its months; nothing of part of a year. */
function halves(series: Values, { from, to }: StretchPart): number | undefined {
  if (to - from < year) return undefined;
  let [sum, squares, first] = [0, 0, 0];
  for (let i = from; i < to; i++) sum += series[i]!.value;
  const mean = sum / year;
  for (let i = from; i < to; i++) squares += (series[i]!.value - mean) ** 2;
  for (let i = from; i < from + year / 2; i++) first = first + series[i]!.value - mean;
  return squares > 0 ? (2 * (first / (year / 2))) ** 2 / squares : undefined;
}

/** Measured correlation of neighbours round the mean of each part; months apart from each other are no neighbours. */
function lag1(series: Values, parts: readonly StretchPart[]): number {
  let [products, squares] = [0, 0];
  for (const { from, to } of parts) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += series[i]!.value;
    const mean = sum / (to - from);
    for (let i = from; i < to; i++) {
      const { month, value } = series[i]!;
      squares += (value - mean) ** 2;
      if (i > from && month - series[i - 1]!.month === 1) products += (value - mean) * (series[i - 1]!.value - mean);
    }
  }
  return products / squares;
}

/** The last year and the one before it, as far as they are known. */
function byYear(series: Values): StretchPart[] {
  const last = series.at(-1)?.month ?? 0;
  let middle = 0;
  while (middle < series.length && series[middle]!.month <= last - year) middle++;
  return [
    { from: 0, to: middle },
    { from: middle, to: series.length },
  ];
}

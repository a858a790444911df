import { blanks, type CountSeries, type Observations } from "../../input/data/observations.ts";
import type { Counted } from "../../input/library/indicator.ts";
import { commonOf } from "../../measure/common.ts";
import { type Ground, groundOf } from "../../measure/ground.ts";
import type { Window } from "../../measure/standing.ts";
import { type KnownMonth, knownMonths } from "../../measure/verdict/months.ts";
import { withoutSeason } from "../../measure/verdict/season.ts";
import { windowsOf } from "../../measure/windows.ts";
import { toIso } from "../../month.ts";
import type { Past } from "./past.ts";

const years = 24; // months of the past that are drawn from
const block = 6; // months that are drawn together, on average
const fewest = 12; // known months from which a series is drawn

/** The own months of everybody with data, without the season: what series without any change are drawn from. */
export type ResampledSource = {
  readonly ground: Ground;
  readonly indicator: Counted;
  readonly of: ReadonlyMap<string, readonly KnownMonth[]>;
};

/** The last two years of the past, of all organisations that have data: peers besides those in the trial. */
export function sourceOf({ inputs, indicator, months, begins }: Past): ResampledSource {
  const { composite: _, "balanced-by": __, ...alone } = indicator; // the others are not drawn
  const ground = { ...groundOf(inputs), indicators: new Map([[indicator.indicator, alone]]) };
  const windows = windowsOf(ground, indicator, { data: { to: toIso(months.to) } });
  const { season } = commonOf(ground, indicator, windows);
  const stretch = { from: Math.max(months.from, months.to - years + 1), to: months.to };
  const of = new Map<string, readonly KnownMonth[]>();
  for (const code of inputs.observations.of.get(indicator.indicator)?.keys() ?? []) {
    const closed = inputs.directory.get(code)?.closed;
    if (closed && closed < begins) continue; // others have gone on for it
    const known = knownMonths(inputs.observations, indicator.indicator, code, stretch).map((each) => ({
      ...each,
      numerator: whole(indicator, each, withoutSeason(indicator, season, each) * each.denominator),
    }));
    if (known.length >= fewest) of.set(code, known);
  }
  return { ground, indicator, of };
}

/** What is counted stays whole, and no more than there are. */
function whole({ kind, numerator: { counts } }: Counted, { denominator }: KnownMonth, value: number): number {
  const least = Math.max(0, counts === "quantity" ? value : Math.round(value));
  return kind === "share" ? Math.min(denominator, least) : least;
}

/**
 * Series in which nothing changes: each organisation's own months, in blocks of random length drawn with replacement (the
 * stationary bootstrap, Politis and Romano 1994, J Am Stat Assoc 89:1303), so that neighbouring months are as alike as its own.
 */
export function drawSeries(
  { indicator, of }: Omit<ResampledSource, "ground">,
  axis: Window,
  next: () => number,
): Observations {
  const length = axis.to - axis.from + 1;
  const series = new Map<string, CountSeries>();
  for (const [code, months] of of) {
    const [numerators, denominators] = [blanks(length), blanks(length)];
    let at = 0;
    for (let i = 0; i < length; i++) {
      at = i === 0 || next() < 1 / block ? Math.floor(next() * months.length) : (at + 1) % months.length;
      numerators[i] = months[at]!.numerator;
      denominators[i] = months[at]!.denominator;
    }
    series.set(code, { numerators, denominators });
  }
  return { first: axis.from, length, of: new Map([[indicator.indicator, series]]) };
}

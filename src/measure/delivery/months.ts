import type { Campaign } from "../../input/campaign/campaign.ts";
import { figuresIn, type Observations, placeOfMonth, type Series } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { periods } from "../../input/library/period.ts";
import { firstDay, lastDay, type Month, monthName } from "../../month.ts";
import type { Window } from "../standing.ts";
import { endsBetween, type Timed } from "../windows.ts";
import { type DeliveryFound, someOf } from "./found.ts";

/** Organisations that ought to be in the data, and what they are called. */
export type Expected = { organisations: readonly Organisation[]; many: string };

/** Where the data are looked at: the months that values, the year before and charts speak of. */
export type Looked = Timed & { observations: Observations; window: Window; accept: Campaign["accept"] };

/** Organisations that were open in the window and have no data of an indicator in it. */
export function findWithoutData({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, window, accept } = looked;
  const open = organisations.filter((organisation) => isOpen(organisation, window.to));
  const byCode = observations.of.get(indicator);
  const ends = endsBetween(observations, looked, window);
  const none = open.filter(
    ({ code }) => !ends.some((month) => isKnown(byCode?.get(code), placeOfMonth(observations, month))),
  );
  const limit = accept["without-data"];
  if (none.length === 0 || none.length <= limit * open.length) return [];
  const names = someOf(none.map(({ code }) => code));
  return [
    {
      check: "without-data",
      indicator,
      size: none.length / open.length,
      limit,
      message: `${none.length} of ${open.length} ${many} have no data of "${indicator}" ${inWords(looked)}: ${names}`,
      hint: "look whether the extract has all organisations, under the codes of the directory",
    },
  ];
}

/** Months that many lack who have others before them: a part of the extract, not of a practice, is missing. */
export function findMissingMonths({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, window, accept } = looked;
  const byCode = observations.of.get(indicator);
  if (!byCode) return [];
  const first = firstOf(observations, byCode);
  const from = Math.max(first, window.from - 12, observations.first);
  const limit = accept["months-missing"];
  const ends = endsBetween(observations, looked, { from, to: window.to });
  const places = ends.map((month) => placeOfMonth(observations, month));
  const [open, without] = [new Int32Array(ends.length), new Int32Array(ends.length)];
  for (const organisation of organisations) {
    const series = byCode.get(organisation.code);
    if (!series) continue;
    const figures = figuresIn(series);
    let begun = 0; // one that is new is not missing
    while (begun < figures.length && Number.isNaN(figures[begun])) begun++;
    if (begun === figures.length) continue;
    const isAlways = isOpenThroughout(organisation, ends);
    for (let i = 0; i < ends.length; i++) {
      const place = places[i]!;
      if (begun > place || !(isAlways || isOpen(organisation, ends[i]!))) continue;
      open[i]!++;
      if (Number.isNaN(figures[place] ?? Number.NaN)) without[i]!++;
    }
  }
  const lacking = ends
    .map((month, i) => ({ month, without: without[i]!, open: open[i]! }))
    .filter((each) => each.without > 0 && each.without > limit * each.open);
  const [worst] = [...lacking].sort((a, b) => b.without / b.open - a.without / a.open);
  if (!worst) return [];
  const { covers, named } = periods[looked.period];
  const one = looked.period === "month" ? "month" : "period";
  const called = (to: Month) => (one === "month" ? monthName(to) : named({ from: to - covers + 1, to }));
  const names = lacking.map(({ month, without, open }) => `${called(month)} (${without} of ${open} ${many})`);
  const isLast = lacking.length === 1 && lacking[0]!.month === window.to;
  return [
    {
      check: "months-missing",
      indicator,
      size: worst.without / worst.open,
      limit,
      message: `${isLast ? `the last ${one}` : lacking.length === 1 ? `a ${one}` : `${lacking.length} ${one}s`} of "${indicator}" ${lacking.length === 1 ? "is" : "are"} missing: ${someOf(names)}`,
      hint: isLast
        ? `the extract may have been taken before the ${one} was complete: take it again, or end the cycle's data a ${one} earlier`
        : `ask for the ${one}s again; without them values would speak of other ${one}s than those they are compared with`,
    },
  ];
}

/** Open on the last day of a month, and since its first. */
export function isOpen({ opened, closed }: Organisation, month: Month): boolean {
  return !(opened && opened > firstDay(month)) && !(closed && closed < lastDay(month));
}

/** Open in all of these months, which are in order. */
export function isOpenThroughout(organisation: Organisation, months: readonly Month[]): boolean {
  return [months[0], months.at(-1)].every((month) => month === undefined || isOpen(organisation, month));
}

function isKnown(series: Series | undefined, place: number): boolean {
  return series !== undefined && !Number.isNaN(figuresIn(series)[place] ?? Number.NaN);
}

/** "from September 2025 to August 2026"; of one period its name. */
function inWords({ period, window }: Looked): string {
  const { from, to } = window;
  return period === "month" ? `from ${monthName(from)} to ${monthName(to)}` : periods[period].at(window);
}

function firstOf({ first, length }: Observations, byCode: ReadonlyMap<string, Series>): Month {
  const all = [...byCode.values()];
  const place = Array.from({ length }, (_, i) => i).find((i) => all.some((series) => isKnown(series, i)));
  return first + (place ?? 0);
}

import { figuresIn, type Series } from "../../input/data/observations.ts";
import { monthName } from "../../month.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const enough = 6; // organisations

/**
 * Organisations whose data end later than those of most: their months have been moved, since nobody is delivered ahead of the
 * others. Those whose data end earlier lack months, and are told as such.
 */
export function findAhead({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, accept } = looked;
  const byCode = observations.of.get(indicator);
  if (!byCode) return [];
  const ends = organisations.flatMap(({ code }) => {
    const series = byCode.get(code);
    const last = series ? lastOf(series) : -1;
    return last < 0 ? [] : [{ code, last }];
  });
  if (ends.length < enough) return [];
  const sorted = ends.map(({ last }) => last).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const ahead = ends.filter(({ last }) => last > usual);
  if (ahead.length === 0) return [];
  const months = [...new Set(ahead.map(({ last }) => last))]
    .sort((a, b) => a - b)
    .map((each) => monthName(observations.first + each));
  return [
    {
      check: "ahead-of-others",
      indicator,
      size: ahead.length / ends.length,
      limit: accept["ahead-of-others"],
      message: `data of "${indicator}" go on to ${someOf(months)} for ${ahead.length} of ${ends.length} ${many}, and end in ${monthName(observations.first + usual)} for the others: ${someOf(ahead.map(({ code }) => code))}`,
      hint: "look whether their months are right: those of a part of the extract may be one later; if a month is only half there, take it out",
    },
  ];
}

function lastOf(series: Series): number {
  return figuresIn(series).findLastIndex((figure) => !Number.isNaN(figure));
}

import { type CountSeries, countsIn } from "../../input/data/observations.ts";
import { monthName } from "../../month.ts";
import { median } from "../verdict/numbers.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { placesBefore } from "./values.ts";

const far = Math.log(1.25); // a quarter more, or a fifth less: no list of patients that is steady changes so
const near = Math.log(1.03); // by what part one month's may differ from the other's month before
const fewest = 500; // in a denominator: smaller ones meet by chance
const restless = Math.log(1.05); // in the middle month: what moves more has no place of its own

type ExchangedStep = { code: string; place: number; before: number; now: number };

/**
 * Two organisations each of whose denominators goes on, from one month to the next, where the other's left off: their figures have
 * changed places, for some months or from then on. Told where each of them steps by a quarter or more and is steady else, so that two of
 * like size go unseen, and those that only grow or merge are not told.
 */
export function findExchanged(expected: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, period, given, accept } = looked;
  if (period !== "month" || given !== "counts") return [];
  const places = placesBefore(looked);
  const steps = expected.organisations.flatMap(({ code }) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    return series ? stepsOf(code, series, places) : [];
  });
  const pairs = [...Map.groupBy(steps, ({ place }) => place).values()].flatMap((same) =>
    same.flatMap((one, i) =>
      same
        .slice(i + 1)
        .filter((other) => isNear(one.now, other.before) && isNear(other.now, one.before))
        .map((other) => ({ one, other })),
    ),
  );
  if (pairs.length === 0) return [];
  const codes = new Set(pairs.flatMap(({ one, other }) => [one.code, other.code]));
  const told = pairs.map(
    ({ one, other }) => `${one.code} with ${other.code} in ${monthName(observations.first + one.place)}`,
  );
  return [
    {
      check: "figures-exchanged",
      indicator,
      size: codes.size / expected.organisations.length,
      limit: accept["figures-exchanged"],
      message: `figures of "${indicator}" change places between two ${expected.many}, so that the denominators of each go on where those of the other left off: ${someOf(told)}`,
      hint: "look whether their codes were mixed up in the extract from that month on",
    },
  ];
}

function stepsOf(code: string, { denominators }: CountSeries, places: readonly number[]): ExchangedStep[] {
  const moves = places.flatMap((place): (ExchangedStep & { size: number })[] => {
    const [before = Number.NaN, now = Number.NaN] = [denominators[place - 1], denominators[place]];
    return before >= fewest && now >= fewest
      ? [{ code, place, before, now, size: Math.abs(Math.log(now / before)) }]
      : [];
  });
  const large = moves.filter(({ size }) => size >= far);
  return large.length > 0 && median(moves.map(({ size }) => size)) < restless ? large : [];
}

function isNear(a: number, b: number): boolean {
  return Math.abs(Math.log(a / b)) < near;
}

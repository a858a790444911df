import type { Cycle } from "../../input/campaign/campaign.ts";
import { countsIn, type Observations, placeOfMonth, type Series } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { isRecipient } from "../../input/data/recipients.ts";
import { compositesOf } from "../../input/library/composite.ts";
import { type Counted, isCounted } from "../../input/library/indicator.ts";
import { type Month, toMonth } from "../../month.ts";
import { rememberedBy } from "../../remembered.ts";
import { isOpen, isOpenThroughout } from "../delivery/months.ts";
import type { Ground } from "../ground.ts";
import { median } from "../verdict/numbers.ts";
import { endsBetween, windowsOf } from "../windows.ts";
import type { DoubtedMonth, FarValue, SeriesDoubt } from "./doubt.ts";
import { farValues } from "./far-value.ts";
import { farAbove } from "./limits.ts";
import { type CountedMonth, type LowMonth, lowMonths } from "./low-month.ts";
import { fill, mayBeOdd, roomFor, type SeasonAt, type SeriesSide, seasonAmong, sideOf } from "./side.ts";

/** By indicator, then by organisation; only those with a doubt. */
export type Doubts = ReadonlyMap<string, ReadonlyMap<string, SeriesDoubt>>;

const looked = 24; // months up to the end of the window: the year that values speak of, and the year before

/**
 * What cannot be right of the recipients in a cycle: single months of counts that are out of the question by the series itself
 * (`lowMonths`; or far above its middle month, `farAbove`), and values twenty times the middle one of all recipients
 * (`farValues`). A composite is doubted with its components. Takes what closed organisations counted as their successors'.
 */
export function findDoubts(ground: Ground, cycle: Pick<Cycle, "data">): Doubts {
  const { observations, directory, indicators, campaign } = ground;
  const { window, recipients } = campaign;
  const name = JSON.stringify([window, recipients, cycle.data]);
  return remembered([observations, directory, indicators], name, () => findAll(ground, cycle));
}

const remembered = rememberedBy<Doubts>(); // plan, delivery and figures of a cycle ask for the same

function findAll(ground: Ground, cycle: Pick<Cycle, "data">): Doubts {
  const codes = [...ground.directory.values()].filter((each) => isRecipient(ground.campaign, each));
  const found = new Map(
    [...ground.indicators.values()].map((indicator) => {
      const { window } = windowsOf(ground, indicator, cycle);
      const ends = endsBetween(ground.observations, indicator, { from: window.to - looked + 1, to: window.to });
      const from = toMonth(cycle.data.from);
      const months = isCounted(indicator)
        ? doubtedMonths(
            ground,
            indicator,
            codes,
            ends.filter((end) => end >= from),
          )
        : none;
      return [indicator.indicator, { window, months }];
    }),
  );
  for (const { id, of } of compositesOf(ground.indicators))
    for (const component of of) inherit(found.get(id)?.months, found.get(component)?.months);
  const doubted = new Map([...found].map(([id, { months }]) => [id, months]));
  const observations = withoutDoubted(ground.observations, doubted);
  return new Map(
    [...found].map(([id, { window, months }]) => {
      const far = farValues({ ...ground, observations }, ground.indicators.get(id)!, codes, window);
      const all = new Set([...months.keys(), ...far.keys()]);
      return [id, new Map([...all].sort().map((code) => [code, doubtOf(months.get(code), far.get(code))]))];
    }),
  );
}

/** The observations without the months that are doubted: nobody knows what they were. Lists of patients stay. */
export function withoutDoubts(observations: Observations, doubts: Doubts): Observations {
  const months = new Map(
    [...doubts].map(([id, byCode]) => [id, new Map([...byCode].map(([code, doubt]) => [code, doubt.months]))]),
  );
  return withoutDoubted(observations, months);
}

type Months = Map<string, readonly DoubtedMonth[]>; // by organisation

const none: Months = new Map();

/** Mutates `of`: what is made of others is doubted in the months in which they are. */
function inherit(of: Months | undefined, from: Months | undefined): void {
  for (const [code, months] of from ?? []) {
    const own = of?.get(code) ?? [];
    const more = months.filter(({ month }) => !own.some((each) => each.month === month));
    of?.set(
      code,
      [...own, ...more].sort((a, b) => a.month - b.month),
    );
  }
}

function doubtOf(months: readonly DoubtedMonth[] = [], far: FarValue | undefined): SeriesDoubt {
  return { months, ...(far ? { far } : {}) };
}

function withoutDoubted(
  observations: Observations,
  doubted: ReadonlyMap<string, ReadonlyMap<string, readonly DoubtedMonth[]>>,
): Observations {
  if ([...doubted.values()].every((byCode) => byCode.size === 0)) return observations;
  const of = new Map(
    [...observations.of].map(([id, byCode]) => {
      const of = doubted.get(id);
      if (!of || of.size === 0) return [id, byCode] as const;
      const kept = [...byCode].map(([code, series]): [string, Series] => {
        const counts = countsIn(series);
        const months = of.get(code);
        if (!months || !counts) return [code, series];
        const numerators = counts.numerators.slice();
        for (const { month } of months) numerators[placeOfMonth(observations, month)] = Number.NaN;
        return [code, { ...counts, numerators }];
      });
      return [id, new Map(kept)] as const;
    }),
  );
  return { ...observations, of };
}

/** All recipients' months that are out of the question, numerators and, of a share, denominators too. */
function doubtedMonths(
  ground: Ground,
  indicator: Counted,
  organisations: readonly Organisation[],
  ends: readonly Month[],
): Months {
  const byCode = ground.observations.of.get(indicator.indicator);
  const of = [...(indicator.kind === "share" ? (["denominator"] as const) : []), "numerator" as const];
  const seasons = new Map(of.map((side) => [side, seasonAmong(ends)]));
  const odd: { code: string; sides: SeriesSide[] }[] = [];
  const room = roomFor(ends.length);
  for (const organisation of organisations) {
    const series = countsIn(byCode?.get(organisation.code));
    if (!series) continue;
    const open = isOpenThroughout(organisation, ends) ? ends : ends.filter((month) => isOpen(organisation, month));
    const sides = of.flatMap((side) => {
      fill(room, { side, code: organisation.code, series, observations: ground.observations, ends: open });
      seasons.get(side)!.add(room);
      return mayBeOdd(room) ? sideOf(side, room) : [];
    });
    if (sides.length > 0) odd.push({ code: organisation.code, sides });
  }
  return new Map(
    odd.flatMap(({ code, sides }): [string, readonly DoubtedMonth[]][] => {
      const months = sides.flatMap((side) => oddMonths(indicator, side, seasons.get(side.of)!.at));
      const first = new Map(months.reverse().map((each) => [each.month, each])); // of both sides the denominator is told
      return months.length === 0 ? [] : [[code, [...first.values()].sort((a, b) => a.month - b.month)]];
    }),
  );
}

/** Months far above the others, held to the rate: a list that grows is no doubt. */
function farMonths({ of, at, counted, over }: SeriesSide, usual: number): DoubtedMonth[] {
  const middle = median(over);
  const levels = counted.map((count, i) => (count / over[i]!) * middle);
  const isFar = farAbove(levels);
  return at.flatMap((month, i): DoubtedMonth[] =>
    isFar(levels[i]!) ? [{ month, of, is: "many", counted: counted[i]!, usual }] : [],
  );
}

function oddMonths({ numerator }: Counted, side: SeriesSide, season: SeasonAt): DoubtedMonth[] {
  const { of, at, counted, over } = side;
  let least = Number.POSITIVE_INFINITY;
  for (const count of counted) if (count < least) least = count;
  const usual = median(counted);
  const high = farMonths(side, usual);
  if (!(least < usual / 2)) return high; // nothing is far below
  const months = at.map((_, i): CountedMonth => ({ counted: counted[i]!, over: over[i]!, season: season(side, i) }));
  const low = lowMonths(months, of === "numerator" && numerator.counts === "quantity" ? "amounts" : "events");
  return [
    ...high,
    ...low.map((each: LowMonth) => ({
      month: at[each.at]!,
      of,
      is: each.counted === 0 ? ("none" as const) : ("few" as const),
      counted: each.counted,
      usual: each.usual,
    })),
  ];
}

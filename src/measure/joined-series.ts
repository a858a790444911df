import {
  blanks,
  type CountSeries,
  countsIn,
  figuresIn,
  type Observations,
  type Series,
  type ValueSeries,
} from "../input/data/observations.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";
import type { Month } from "../month.ts";

/** When an organisation was there: by its observations, and in which whole months it must have some. */
export type Life = {
  data?: { first: Month; last: Month }; // absent where it has no observation of anything
  begins: Month;
  ends?: Month; // its last whole month; absent while it is open
  since?: Month; // the first month after it closed
};

type Lives = ReadonlyMap<string, Life>;
type Groups = ReadonlyMap<string, readonly string[]>; // by who goes on, whom for

/**
 * The series of those that go on for others as sums of all of them. A period in which one of them was there from its first day
 * to its last and has no observation is not known: half a sum would look like a fall. Groups of patients likewise, and never
 * where the total is not known. What each was by itself until it was joined is kept as `parts`. Published values cannot be added:
 * one that goes on for another alone has the other's before its own, one that goes on for several has its own.
 */
export function joinSeries(
  observations: Observations,
  indicators: ReadonlyMap<string, Indicator>,
  groups: Groups,
  lives: Lives,
): Observations {
  const own = joinAll(observations, indicators, groups, lives);
  const { subgroups } = observations;
  if (!subgroups) return own;
  const values = subgroups.values.map(({ called, observations: of }) => ({
    called,
    observations: within(joinAll(of, indicators, groups, lives), own, groups),
  }));
  return { ...own, subgroups: { ...subgroups, values } };
}

function joinAll(
  observations: Observations,
  indicators: ReadonlyMap<string, Indicator>,
  groups: Groups,
  lives: Lives,
): Observations {
  const of = new Map(observations.of);
  const parts = new Map<string, ReadonlyMap<string, readonly CountSeries[]>>();
  for (const [indicator, byCode] of observations.of) {
    const joined = new Map(byCode);
    const apart = new Map<string, readonly CountSeries[]>();
    const { covers } = periods[indicators.get(indicator)?.period ?? "month"];
    for (const [code, others] of groups) {
      const published = publishedOf(byCode, code, others);
      if (published) joined.set(code, published);
      if (published) continue;
      const all = [code, ...others].map((each) => ({ series: countsIn(byCode.get(each)), life: lives.get(each)! }));
      const known = all.flatMap(({ series, life }) => (series ? [{ series, life }] : []));
      if (known.length === 0) continue;
      joined.set(code, sumOf(all, observations, covers));
      const until = Math.max(...others.map((each) => lives.get(each)!.since!));
      apart.set(
        code,
        known.map(({ series, life }) => upTo(series, (life.since ?? until) - observations.first)),
      );
    }
    of.set(indicator, joined);
    parts.set(indicator, apart);
  }
  return { ...observations, of, parts };
}

type JoinedMember = { series: CountSeries | undefined; life: Life };

/** Published values of one that goes on, with those of whom it goes on for alone; undefined where there are none. */
function publishedOf(
  byCode: ReadonlyMap<string, Series>,
  code: string,
  [other, ...more]: readonly string[],
): ValueSeries | undefined {
  const [own, before] = [byCode.get(code), byCode.get(other ?? "")].map((series) =>
    series && "values" in series ? series : undefined,
  );
  if (!own || !before || more.length > 0) return own ?? (more.length === 0 ? before : undefined);
  const filled = (key: keyof ValueSeries) =>
    own[key].map((value, i) => (Number.isNaN(own.values[i]) ? before[key][i]! : value));
  return {
    values: filled("values"),
    lowers: filled("lowers"),
    uppers: filled("uppers"),
    deviations: filled("deviations"),
    sizes: filled("sizes"),
    percentiles: filled("percentiles"),
    verdicts: filled("verdicts"),
  };
}

function sumOf(members: readonly JoinedMember[], { first, length }: Observations, covers: number): CountSeries {
  const sum = emptySeries(length);
  for (let i = 0; i < length; i++) {
    const known = members.filter(({ series }) => isKnown(series, i));
    const isLacking = members.some(({ series, life }) => !isKnown(series, i) && isThere(life, first + i, covers));
    if (known.length === 0 || isLacking) continue;
    sum.numerators[i] = known.reduce((total, { series }) => total + series!.numerators[i]!, 0);
    sum.denominators[i] = known.reduce((total, { series }) => total + series!.denominators[i]!, 0);
  }
  return sum;
}

/** Whether it was there for the whole of a period that ends with a month. */
function isThere({ begins, ends = Number.POSITIVE_INFINITY }: Life, month: Month, covers: number): boolean {
  return begins <= month - covers + 1 && month <= ends;
}

function isKnown(series: Series | undefined, place: number): boolean {
  return series !== undefined && !Number.isNaN(figuresIn(series)[place] ?? Number.NaN);
}

/** A series before a place; not known from there on. */
function upTo({ numerators, denominators }: CountSeries, end: number): CountSeries {
  const cut = (values: Float64Array) => values.map((value, i) => (i < end ? value : Number.NaN));
  return { numerators: cut(numerators), denominators: cut(denominators) };
}

/** Without what the total does not know. */
function within(observations: Observations, total: Observations, groups: Groups): Observations {
  const of = new Map(
    [...observations.of].map(([indicator, byCode]) => {
      const kept = new Map(byCode);
      for (const code of groups.keys()) {
        const [series, whole] = [countsIn(byCode.get(code)), total.of.get(indicator)?.get(code)];
        if (!series) continue;
        const known = (values: Float64Array) =>
          values.map((value, i) => (isKnown(whole, i + observations.first - total.first) ? value : Number.NaN));
        kept.set(code, { numerators: known(series.numerators), denominators: known(series.denominators) });
      }
      return [indicator, kept] as const;
    }),
  );
  return { ...observations, of };
}

function emptySeries(length: number): CountSeries {
  return { numerators: blanks(length), denominators: blanks(length) };
}

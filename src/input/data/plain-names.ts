import type { PeriodKind } from "../library/period.ts";
import { findNearMisses } from "./near-misses.ts";
import { indicatorOf, type ObservationSource, wantedIndicators } from "./observation-source.ts";
import { anyKind, readPeriod } from "./period-texts.ts";
import type { PlainRows } from "./plain-rows.ts";

/*
 * What the names and periods in plain files mean. Each text is read once, however many rows have it.
 */

/** What a name in the data is called here, and how its rows are read; nothing of one that data.yaml does not map. */
export type NamedTexts =
  | { id: string; n: number; d: number; kind: PeriodKind | typeof anyKind; isShare: boolean }
  | undefined;

/** Undefined where a name may be a slip of another, a wanted one is not there, or an indicator is no count. */
export function namesIn({ names }: PlainRows, source: ObservationSource): NamedTexts[] | undefined {
  const { map, indicators } = source;
  const others = names.filter((name) => !Object.hasOwn(map.indicators, name));
  if (findNearMisses(others, Object.keys(map.indicators)).length > 0) return undefined;
  const wanted = wantedIndicators(source);
  const isMissing = ([name, ours]: [string, ObservationSource["map"]["indicators"][string]]) =>
    wanted.includes(indicatorOf(ours)) && !names.includes(name);
  if (Object.entries(map.indicators).some(isMissing)) return undefined;
  return names.map((name): NamedTexts => {
    const ours = Object.hasOwn(map.indicators, name) ? map.indicators[name] : undefined;
    if (ours === undefined) return undefined;
    const { is, "numerator-times": n = 1, "denominator-times": d = 1 } = typeof ours === "string" ? { is: ours } : ours;
    const indicator = indicators.get(is);
    return { id: is, n, d, kind: indicator?.period ?? anyKind, isShare: indicator?.kind === "share" };
  });
}

/** Of each kind of period, for each text, its last month and, of a snapshot, its day. */
export type NamedPeriods = ReadonlyMap<string, { months: Int32Array; days: Int32Array }>;

export const none = -1; // no month is, and no day

/** Undefined where a text is no period of its indicator. */
export function monthsIn(
  { periods, pieces }: PlainRows,
  named: readonly NamedTexts[],
  { map }: ObservationSource,
): NamedPeriods | undefined {
  const kinds = new Set(named.flatMap((each) => each?.kind ?? []));
  if (kinds.size === 0) return undefined;
  const all = new Map<string, { months: Int32Array; days: Int32Array }>(
    [...kinds].map((kind) => [kind, { months: unmet(periods.length), days: unmet(periods.length) }]),
  );
  for (const [kind, own] of all)
    for (const [place, text] of periods.entries()) {
      const read = readPeriod(text, kind as PeriodKind | typeof anyKind, map.days);
      own.months[place] = read?.month ?? none;
      own.days[place] = read?.day ?? none;
    }
  const byName = named.map((each) => each && all.get(each.kind));
  for (const { many, name, period } of pieces)
    for (let i = 0; i < many; i++) {
      const own = byName[name[i]!];
      if (own && own.months[period[i]!] === none) return undefined;
    }
  return all;
}

function unmet(length: number): Int32Array {
  return new Int32Array(length).fill(none);
}

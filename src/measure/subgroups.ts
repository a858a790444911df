import type { Observations, Subgroups } from "../input/data/observations.ts";
import type { Counted, Indicator } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";
import { type Control, controlOf, mayBeTold, type Raw, standIn } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import { withParts } from "./nested.ts";
import { releaseParts } from "./parts.ts";
import { quantile } from "./percentile.ts";
import { type PeerPlace, placesOf } from "./places.ts";
import { scaleOf } from "./rounding.ts";
import type { GroupPart, PeerGroup, SubgroupStanding, SubgroupValue } from "./standing.ts";
import { expectedMonths, since, sumOver, type Windows } from "./windows.ts";

/** Gives the values by subgroup of one organisation beside its peers; undefined where the data have none. */
export type MeasureSubgroups = (
  indicator: Counted,
  code: string,
  group: PeerGroup | undefined,
) => SubgroupStanding | undefined;

/** What does not differ between recipients is worked out once. `inputs` begin with the cycle's first month. */
export function subgroupsIn(inputs: Ground, windowsOf: (indicator: Indicator) => Windows): MeasureSubgroups {
  const { campaign, observations } = inputs;
  const { subgroups: given } = observations;
  if (!given) return () => undefined;
  const subgroups = {
    ...given,
    values: given.values.map((each) => ({ ...each, observations: since(each.observations, observations.first) })),
  };
  const parted: Parted = { inputs, subgroups, windowsOf };
  const typical = new Map<string, Typical[]>();
  return (indicator, code, group) => {
    if (!subgroups.values.some((each) => each.observations.of.has(indicator.indicator))) return undefined;
    const peers = group?.statistics ? membersOf(group, windowsOf(indicator)) : [];
    const found = (group && typical.get(group.key)) ?? typicalOf(parted, indicator, peers);
    if (group) typical.set(group.key, found);
    const parts = partsOf(parted, indicator, code);
    return {
      of: subgroups.of,
      is: subgroups.is,
      groups: subgroups.values.map(({ called }, i) =>
        toValue({ campaign, indicator, group }, called, parts[i]!.part, found[i]),
      ),
    };
  };

  function membersOf({ key, indicator, level }: PeerGroup, windows: Windows): PeerPlace["members"] {
    const [code = ""] = key.slice(`${indicator} / ${level} `.length).split(" / "); // groups are as given, whatever is adjusted for
    return placesOf(inputs, level, windows).get(code)?.members ?? [];
  }
}

type Parted = { inputs: Ground; subgroups: Subgroups; windowsOf: (indicator: Indicator) => Windows };

type Typical = SubgroupValue["peers"];

/** The parts of one organisation: what is released of each, and the counts with which it may enter a quartile. */
function partsOf({ inputs, subgroups, windowsOf }: Parted, indicator: Counted, code: string): ReleasedPart[] {
  const control = controlOf(inputs.campaign, indicator);
  const { window } = windowsOf(indicator);
  const { campaign } = inputs;
  const sum = (observations: Observations) =>
    withParts({ campaign, observations }, indicator, code, window, sumOver(observations, indicator, code, window));
  const total = sum(inputs.observations);
  const raws = subgroups.values.map(({ observations }) => {
    const raw = sum(observations);
    return raw.months > 0 && raw.months >= expectedMonths(observations, indicator, window) ? raw : undefined;
  });
  const known = raws.filter((raw) => raw !== undefined);
  const released = new Map(releaseParts(control, total, known).map((part, i) => [known[i], part]));
  const none = [...released.values()].every(({ state }) => state !== "shown");
  return raws.map((raw) => {
    const part = (raw && released.get(raw)) ?? ({ state: "none" } as const);
    const counts = raw && !none ? countsOf(control, raw, part) : undefined;
    return { part, months: raw?.months ?? 0, ...(counts ? { counts } : {}) };
  });
}

type ReleasedPart = { part: GroupPart; months: number; counts?: Counts };

/** One that is withheld for its own count stands in the middle of what it may be; one that guards another, nowhere. */
function countsOf(control: Control, raw: Raw, part: GroupPart): Counts | undefined {
  if (part.state === "shown") return { numerator: part.count, denominator: part.base };
  return part.state === "withheld" && !mayBeTold(control, raw) ? standIn(control, raw) : undefined;
}

/** Quartiles of peers in each group: of those who have enough such patients for a value, and only if they are enough. */
function typicalOf(parted: Parted, indicator: Counted, members: PeerPlace["members"]): Typical[] {
  const { peers } = parted.inputs.campaign;
  const least = indicator.kind === "rate" ? peers["list-at-least"] / parted.subgroups.values.length : 0;
  const { covers } = periods[indicator.period];
  const all = members.map(({ code }) => partsOf(parted, indicator, code));
  return parted.subgroups.values.map((_, i) => {
    const values = all
      .flatMap((parts) => parts[i] ?? [])
      .flatMap(({ counts, months }) => (counts && (counts.denominator * covers) / months >= least ? [counts] : []))
      .map(({ numerator, denominator }) => (numerator / denominator) * scaleOf(indicator))
      .sort((a, b) => a - b);
    if (values.length < peers.minimum) return undefined;
    return { lower: quantile(values, 0.25), median: quantile(values, 0.5), upper: quantile(values, 0.75) };
  });
}

type SubgroupGround = { campaign: Ground["campaign"]; indicator: Counted; group: PeerGroup | undefined };

function toValue(about: SubgroupGround, called: string, own: GroupPart, peers: Typical): SubgroupValue {
  return {
    called,
    own,
    ...(own.state === "shown" && isFew(about, own, peers) ? { few: true } : {}),
    ...(peers ? { peers } : {}),
  };
}

/** As of a total: few expected at the typical rate, of a share a small denominator, or a count just above 0. */
function isFew(
  { campaign, indicator, group }: SubgroupGround,
  { count, base }: { count: number; base: number },
  peers: Typical,
): boolean {
  if (indicator.numerator.counts === "quantity") return false;
  const { "expected-below": least, "count-below": below } = campaign["small-numbers"];
  const median = peers?.median ?? group?.statistics?.median ?? Number.POSITIVE_INFINITY;
  const expected = indicator.kind === "share" ? base : (median * base) / scaleOf(indicator);
  return expected < least || (count > 0 && count < below);
}

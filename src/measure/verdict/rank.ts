import type { Interval } from "../interval.ts";
import type { PeerGroup, Rank } from "../standing.ts";

/**
 * By how much the own 95% interval is widened on either side for a place among others, whose values vary by chance as well. So
 * wide, "above at least so many of them" holds for 97% and more of what is told, in groups in which ranks are told at all
 * (reliability .7 and over; simulated in tests/measure/verdict/rank.test.ts). The interval as it is would hold for 93% there.
 */
const widened = 1.17;

/**
 * Where the own value stands among the others, in the unit of the values; it is counted in whether or not it is one of the peers.
 * How many `surely` lie on one side is what is left wherever in its interval it is (the limits of a rank, Goldstein and
 * Spiegelhalter 1996, J R Stat Soc A 159:385); a value without an interval stands where it is.
 */
export function rankAmong(
  { members, withheld }: Pick<PeerGroup, "members" | "withheld">,
  code: string,
  { value, interval }: { value: number; interval?: Interval },
): Rank {
  const own = valuesOf(members).get(code);
  const others = members.length + withheld.length - (own === undefined ? 0 : 1);
  const below = (limit: number) => {
    const shown = countOf(members, (member) => member.value < limit) - (own !== undefined && own < limit ? 1 : 0);
    return shown + withheld.filter(({ to }) => to < limit).length;
  };
  const above = (limit: number) => {
    const upTo = countOf(members, (member) => member.value <= limit);
    const shown = members.length - upTo - (own !== undefined && own > limit ? 1 : 0);
    return shown + withheld.filter(({ from }) => from > limit).length;
  };
  const [lower, higher] = [below(value), above(value)];
  const { lower: least, upper: most } = interval ?? { lower: value, upper: value };
  return {
    lower,
    equal: others - lower - higher,
    higher,
    surely: { lower: below(value - widened * (value - least)), higher: above(value + widened * (most - value)) },
    percentRank: others === 0 ? 0 : lower / others,
  };
}

const known = new WeakMap<PeerGroup["members"], ReadonlyMap<string, number>>();

/** Values by code, of members that are asked about once for each of them. */
function valuesOf(members: PeerGroup["members"]): ReadonlyMap<string, number> {
  const values = known.get(members) ?? new Map(members.map(({ code, value }) => [code, value]));
  known.set(members, values);
  return values;
}

/** How many of the first of these are so, none of the others being: members are in order of their values. */
function countOf(members: PeerGroup["members"], isSo: (member: PeerGroup["members"][number]) => boolean): number {
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isSo(members[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}

import type { Indicator } from "../input/library/indicator.ts";
import { comparatorModules } from "../measure/comparators.ts";
import { reachOf } from "../measure/reach.ts";
import type { PeerGroup, Standing } from "../measure/standing.ts";
import type { Subject } from "./material.ts";
import { lastAbout, type SeenBy, tooSoonAgain } from "./repeats.ts";

/** Whose turn it is as headline, among those of its design; what is known of the recipient. */
export type Turning = {
  seen: SeenBy;
  turns: NonNullable<Subject["design"]["headline-turns"]>;
  headline: string; // the campaign's own
  comparators: Subject["design"]["comparators"];
  indicators: ReadonlyMap<string, Indicator>;
  standings: readonly Standing[];
  groups: Readonly<Record<string, PeerGroup>>;
};

/**
 * The indicator that a recipient's headline is about now, and why; pure. Of those that are not held back by what was told, the one
 * with the largest gain within reach; of two alike in print, the one that was the headline longest ago, then by name. One
 * without any gain has no turn while another has one; where all with a gain are held back, none is; where no gain is known, it is the
 * campaign's own.
 */
export function turnOf(turning: Turning): NonNullable<Subject["turn"]> & { indicator: string } {
  const { seen, turns, headline, indicators } = turning;
  const known = [headline, ...turns.with].map((id) => {
    const held = tooSoonAgain(seen, { ...turns, indicator: id });
    return { id, reach: reachIn(turning, id), ...(held ? { held } : {}), ago: lastAbout(seen, id) };
  });
  const measured = known.filter(({ reach }) => reach !== undefined);
  const gaining = measured.filter(({ reach }) => Number(printed(reach)) > 0);
  const worth = gaining.length > 0 ? gaining : measured;
  const free = worth.filter(({ held }) => held === undefined);
  const [first] = (free.length > 0 ? free : worth).toSorted(
    (a, b) => Number(printed(b.reach)) - Number(printed(a.reach)) || b.ago - a.ago || 0 || (a.id < b.id ? -1 : 1),
  );
  const chosen = first?.id ?? headline;
  const why = (each: (typeof known)[number]) =>
    each.reach === undefined
      ? "no gain can be worked out"
      : `${printed(each.reach)} spreads of its peers from ${comparatorModules[each.reach.to].words.name({ indicator: indicators.get(each.id)!, one: "" })}`;
  return {
    indicator: chosen,
    chosen,
    because: [first ? `the largest gain within reach: ${why(first)}` : "no gain can be worked out of any"],
    considered: known.filter(({ id }) => id !== chosen).map((each) => ({ id: each.id, not: each.held ?? why(each) })),
  };
}

type Reach = ReturnType<typeof reachOf>;

/** To two decimals: as `explain` prints it. */
function printed(reach: Reach): string {
  return (reach?.spreads ?? 0).toFixed(2);
}

function reachIn({ indicators, standings, groups, comparators }: Turning, id: string): Reach {
  const indicator = indicators.get(id);
  const standing = standings.find((each) => each.indicator === id);
  if (!indicator || !standing) return undefined;
  const group = standing.group === undefined ? undefined : groups[standing.group];
  return reachOf(indicator, standing, { group, comparators });
}

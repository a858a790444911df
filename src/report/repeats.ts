import { idIn } from "../input/history.ts";
import type { Repeats } from "../input/library/repeats.ts";
import { monthName, toMonth } from "../month.ts";
import { rememberedBy } from "../remembered.ts";
import type { Subject } from "./material.ts";
import type { Design } from "./plan.ts";

/*
 * What a recipient was shown before, and what that leaves to be shown now. Pure: it hangs on the reports that were told, their cycles
 * and the order of the list alone.
 */

/** Cycles in which a block or an action was shown: how many cycles ago, and when that was issued; the latest first. */
type ShownAgo = { ago: number; issued: string; to?: string; by?: string }; // to: another practice, whose figures are in its own now; by: another system

/** What one earlier report showed. */
type ShownBefore = ShownAgo & { ids: readonly string[]; about: string }; // blocks and actions; indicator of the headline

/** What the earlier reports of a recipient showed, the latest first, its own before those of others that it goes on for. */
function shownBefore({ told, design, cycle, organisation, had = [] }: SeenBy): readonly ShownBefore[] {
  if (!told) return [];
  return remembering([told, design], cycle, () => {
    const places = new Map(design.cycles.map((each, i) => [each.id, i]));
    const now = places.get(cycle);
    if (now === undefined) return [];
    const found = told.flatMap(({ code, by, cycle: of, blocks, actions, headline }): ShownBefore[] => {
      const place = places.get(of);
      if (place === undefined || place >= now) return [];
      return [
        {
          ago: now - place,
          issued: design.cycles[place]!.issued,
          ...(code === organisation.code || had.includes(code) ? {} : { to: code }),
          ...(by === undefined ? {} : { by }),
          ids: [...blocks, ...actions].map(idIn),
          about: headline.indicator,
        },
      ];
    });
    return found.sort((a, b) => a.ago - b.ago || Number(a.to !== undefined) - Number(b.to !== undefined));
  });
}

const remembering = rememberedBy<readonly ShownBefore[]>(); // many blocks and actions ask of one report

/** When a recipient was shown something, by what its reports told; of merged recipients in each cycle once. */
function shownTo(seen: SeenBy, isIn: (before: ShownBefore) => boolean): ShownAgo[] {
  const shown = shownBefore(seen).filter(isIn);
  return shown.filter(({ ago }, i) => shown[i - 1]?.ago !== ago);
}

/** Whether a report showed a block or an action, whatever its version; or one of those that `turnOf` calls the same. */
function isLine(id: string, turnOf?: (id: string) => string): (before: ShownBefore) => boolean {
  return ({ ids }) => (turnOf ? ids.some((each) => turnOf(each) === id) : ids.includes(id));
}

/** A subject and the cycle of its report. */
export type SeenBy = Pick<Subject, "told" | "organisation" | "had"> & { design: Pick<Design, "cycles">; cycle: string };

/** Why a block or an action that fits is held back now: "said in June 2026, so not again"; undefined where it is not. */
export function tooSoon(seen: SeenBy, item: Repeats, id: string): string | undefined {
  return heldBack(seen, item, { isIn: isLine(id), was: "said" });
}

/** Why the indicator that a recipient's headline was about is held back now. */
export function tooSoonAgain(
  seen: SeenBy,
  { indicator, ...item }: Repeats & { indicator: string },
): string | undefined {
  return heldBack(seen, item, { isIn: isAbout(indicator), was: "headline" });
}

/** How many cycles ago the headline was last about an indicator; infinite where it never was. */
export function lastAbout(seen: SeenBy, indicator: string): number {
  return shownTo(seen, isAbout(indicator))[0]?.ago ?? Infinity;
}

function isAbout(indicator: string): (before: ShownBefore) => boolean {
  return ({ about }) => about === indicator;
}

function heldBack(
  seen: SeenBy,
  item: Repeats,
  { isIn, was }: { isIn: (before: ShownBefore) => boolean; was: string },
): string | undefined {
  const rest = item["not-again"];
  const most = item["at-most"];
  if (rest === undefined && most === undefined) return undefined;
  const shown = shownTo(seen, isIn);
  const [last] = shown;
  if (last && rest !== undefined && last.ago <= rest) return `${was} in ${monthOf(last)}, so not again`;
  const within = most ? shown.filter(({ ago }) => ago < most.in) : [];
  if (!most || within.length < most.times) return undefined;
  return `${was} in ${within.toReversed().map(monthOf).join(", ")}: at most ${most.times} in ${most.in}`;
}

/**
 * What fits equally, that which was not shown for longest first; of two alike in that, in the order of the list. `turnOf`: by what a
 * block or an action takes turns, its id unless it shares its turn with others.
 */
export function inTurn<T extends { id: string }>(
  seen: SeenBy,
  items: readonly T[],
  turnOf: (id: string) => string,
): { item: T; last?: string }[] {
  const known = items.map((item) => ({ item, last: shownTo(seen, isLine(turnOf(item.id), turnOf))[0] }));
  return known
    .sort((a, b) => (b.last?.ago ?? Infinity) - (a.last?.ago ?? Infinity) || 0)
    .map(({ item, last }) => ({ item, ...(last ? { last: monthOf(last) } : {}) }));
}

function monthOf({ issued, to, by }: ShownAgo): string {
  return `${monthName(toMonth(issued))}${to === undefined ? "" : ` to ${to}`}${by === undefined ? "" : ` by ${by}`}`;
}

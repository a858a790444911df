import { hash } from "node:crypto";
import type { Campaign } from "../../input/campaign/campaign.ts";
import { countsIn, type Observations, placeOfMonth } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { type Month, monthName, toIso, toMonth } from "../../month.ts";
import { type Found, someOf } from "./found.ts";

/*
 * What a delivery keeps of each organisation, so that the next one can tell whether it has moved: its place, and a mark of its
 * months. A mark says whether months are the same, and nothing of what they hold.
 */

/** Of each recipient its place, and the marks of its months up to one, an indicator each. */
export type Members = {
  level: string; // of the places: sub-icb
  upTo: string; // the last of the months that are marked: 2026-06
  indicators?: readonly string[]; // whose months are marked; absent in runs of before: the headline's
  of: Readonly<Record<string, readonly [place: string, marks: string]>>; // marks in the order of the indicators, with spaces between
};

const marked = 12; // months
const back = 2; // months before the end of the window, so that what has moved on by one is still there
const least = 12; // fewer events are the same in two months by chance

type Ground = {
  observations: Observations;
  campaign: Pick<Campaign, "peers" | "headline">;
  indicators: ReadonlyMap<string, unknown>;
};

/** What is kept of these organisations. */
export function membersOf(
  organisations: readonly Organisation[],
  { observations, campaign, indicators }: Ground,
  to: Month,
): Members {
  const upTo = to - back;
  const level = campaign.peers.of;
  const ids = [...indicators.keys()];
  const marksOf = (code: string) => ids.map((indicator) => markOf(observations, indicator, code, upTo)).join(" ");
  return {
    level,
    upTo: toIso(upTo),
    indicators: ids,
    of: Object.fromEntries(
      organisations.map(({ code, parents }) => [code, [parents[level]?.code ?? "", marksOf(code)] as const]),
    ),
  };
}

/** Eight digits of a hash over the counts of twelve months; empty where one is not known, or all are few. */
function markOf(observations: Observations, indicator: string, code: string, to: Month): string {
  const series = countsIn(observations.of.get(indicator)?.get(code));
  const end = placeOfMonth(observations, to);
  if (!series || end - marked + 1 < 0 || end >= observations.length) return "";
  const counts = series.numerators.subarray(end - marked + 1, end + 1);
  if (counts.some(Number.isNaN) || counts.reduce((sum, each) => sum + each, 0) < least) return "";
  return hash("sha256", counts.join(" ")).slice(0, 8);
}

type Beside = { cycle: string; many: string; accept: Campaign["accept"] };

/** Organisations whose months of an indicator are those of the run before, one month earlier or later. */
export function findMovedMonths(
  organisations: readonly Organisation[],
  ground: Ground,
  before: Members,
  beside: Beside,
): Found[] {
  const marked = before.indicators ?? [ground.campaign.headline];
  return marked.flatMap((indicator, place) =>
    ground.indicators.has(indicator)
      ? findMovedOf({ indicator, place }, organisations, ground, { before, ...beside })
      : [],
  );
}

function findMovedOf(
  { indicator, place }: { indicator: string; place: number },
  organisations: readonly Organisation[],
  { observations }: Ground,
  { before, cycle, many, accept }: Beside & { before: Members },
): Found[] {
  const upTo = toMonth(before.upTo);
  const known = organisations.flatMap(({ code }) => {
    const was = before.of[code]?.[1].split(" ")[place] ?? "";
    const at = (by: number) => markOf(observations, indicator, code, upTo + by);
    if (was === "") return [];
    const by = at(0) === was ? 0 : [1, -1].find((each) => at(each) === was);
    return [{ code, by: by ?? 0 }];
  });
  return [1, -1].flatMap((way): Found[] => {
    const moved = known.filter(({ by }) => by === way);
    if (moved.length === 0) return [];
    return [
      {
        check: "months-moved",
        indicator,
        size: moved.length / known.length,
        limit: accept["months-moved"],
        message: `months of "${indicator}" are those of the run of ${cycle}, one month ${way > 0 ? "later" : "earlier"}, for ${moved.length} of ${known.length} ${many}: what was of ${monthName(upTo)} is now of ${monthName(upTo + way)}: ${someOf(moved.map(({ code }) => code))}`,
        hint: "look at the column of the period, in both extracts: months of one of them are wrong",
      },
    ];
  });
}

/** Organisations that are in another place than in the run before, or in none. */
export function findMovedPlaces(
  organisations: readonly Organisation[],
  before: Members,
  { peers }: Pick<Campaign, "peers">,
  { cycle, many, accept }: Beside,
): Found[] {
  if (before.level !== peers.of || peers.of === "all") return [];
  const known = organisations.flatMap(({ code, parents }) => {
    const [was = ""] = before.of[code] ?? [];
    return was === "" ? [] : [{ code, was, now: parents[peers.of]?.code ?? "" }];
  });
  const moved = known.filter(({ was, now }) => was !== now);
  if (moved.length === 0) return [];
  const names = moved.map(({ code, was, now }) => `${code} (${now || "none"}, before ${was})`);
  const [worst, left] = [...Map.groupBy(moved, ({ was }) => was)]
    .map(([place, gone]) => [place, gone.length] as const)
    .toSorted((a, b) => b[1] - a[1])[0]!;
  const had = known.filter(({ was }) => was === worst).length;
  return [
    {
      check: "places-moved",
      size: moved.length / known.length,
      limit: accept["places-moved"],
      message: `${moved.length} of ${known.length} ${many} are in another ${peers.of} than in the run of ${cycle}, or in none; ${worst} has lost ${left} of its ${had}: ${someOf(names)}`,
      hint: "look whether places were made anew: their peers, and what they are called, are others now",
    },
  ];
}

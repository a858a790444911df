import { hash } from "node:crypto";
import type { Campaign } from "../../input/campaign/campaign.ts";
import { bareKey } from "../../input/data/near-misses.ts";
import { countsIn, type Observations, placeOfMonth } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { type Month, monthName, toIso, toMonth } from "../../month.ts";
import { type DeliveryFound, someOf } from "./found.ts";

/*
 * What a delivery keeps of each organisation, so that the next one can tell whether it has moved: its place, and marks of its
 * months, its name and its address. A mark says whether two are the same, and nothing of what they hold.
 */

/** Of each recipient its place, and the marks of its months up to one, an indicator each. */
export type Members = {
  level: string; // of the places: sub-icb
  upTo: string; // the last of the months that are marked: 2026-06
  indicators?: readonly string[]; // whose months are marked; absent in runs of before: the headline's
  of: Readonly<Record<string, readonly [place: string, marks: string, details?: string]>>; // marks in the order of the indicators, of details in theirs, with spaces between
};

const months = 12; // that are marked
const back = 2; // months before the end of the window, so that what has moved on by one is still there
const least = 12; // fewer events are the same in two months by chance

type MarksGround = {
  observations: Observations;
  campaign: Pick<Campaign, "peers" | "headline">;
  indicators: ReadonlyMap<string, unknown>;
};

/** What is kept of these organisations. */
export function membersOf(
  organisations: readonly Organisation[],
  { observations, campaign, indicators }: MarksGround,
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
      organisations.map((each) => [
        each.code,
        [each.parents[level]?.code ?? "", marksOf(each.code), detailsOf(each)] as const,
      ]),
    ),
  };
}

/** Eight digits of a hash over the counts of twelve months; empty where one is not known, or all are few. */
function markOf(observations: Observations, indicator: string, code: string, to: Month): string {
  const series = countsIn(observations.of.get(indicator)?.get(code));
  const end = placeOfMonth(observations, to);
  if (!series || end - months + 1 < 0 || end >= observations.length) return "";
  const counts = series.numerators.subarray(end - months + 1, end + 1);
  if (!(counts.reduce((sum, each) => sum + each, 0) >= least)) return "";
  return marked(counts.join(" "));
}

const details = ["name", "address"] as const;

/** The marks of what stands on a letter, in the order of `details`; empty where it is not known. */
function detailsOf({ code, name, address, postcode = "" }: Organisation): string {
  const known = { name: name === code ? "" : name, address: [...address, postcode].join(" ") };
  return details.map((each) => marked(bareKey(known[each]))).join(" ");
}

/** Eight digits of a hash. */
function marked(text: string): string {
  return text === "" ? "" : hash("sha256", text).slice(0, 8);
}

type MarkSettings = { cycle: string; many: string; accept: Campaign["accept"] };

/** Organisations whose months of an indicator are those of the run before, one month earlier or later. */
export function findMovedMonths(
  organisations: readonly Organisation[],
  ground: MarksGround,
  before: Members,
  beside: MarkSettings,
): DeliveryFound[] {
  return indicatorsOf(before, ground).flatMap((indicator, place) =>
    ground.indicators.has(indicator)
      ? findMovedOf({ indicator, place }, organisations, ground, { before, ...beside })
      : [],
  );
}

/** Whose months are marked. */
function indicatorsOf({ indicators }: Members, { campaign }: MarksGround): readonly string[] {
  return indicators ?? [campaign.headline];
}

function findMovedOf(
  { indicator, place }: { indicator: string; place: number },
  organisations: readonly Organisation[],
  { observations }: MarksGround,
  { before, cycle, many, accept }: MarkSettings & { before: Members },
): DeliveryFound[] {
  const upTo = toMonth(before.upTo);
  const known = organisations.flatMap(({ code }) => {
    const was = before.of[code]?.[1].split(" ")[place] ?? "";
    const at = (by: number) => markOf(observations, indicator, code, upTo + by);
    if (was === "") return [];
    const by = at(0) === was ? 0 : [1, -1].find((each) => at(each) === was);
    return [{ code, by: by ?? 0 }];
  });
  return [1, -1].flatMap((way): DeliveryFound[] => {
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

/** Organisations whose months of an indicator are those that another had in the run before: codes have slipped or changed hands. */
export function findMovedFigures(
  organisations: readonly Organisation[],
  ground: MarksGround,
  before: Members,
  { cycle, many, accept }: MarkSettings,
): DeliveryFound[] {
  const upTo = toMonth(before.upTo);
  return indicatorsOf(before, ground).flatMap((indicator, place): DeliveryFound[] => {
    if (!ground.indicators.has(indicator)) return [];
    const { known, moved } = movedTo(organisations, before, {
      was: ([, marks]) => marks.split(" ")[place] ?? "",
      now: ({ code }) => markOf(ground.observations, indicator, code, upTo),
    });
    if (moved.length === 0) return [];
    return [
      {
        check: "figures-moved",
        indicator,
        size: moved.length / known,
        limit: accept["figures-moved"],
        message: `months of "${indicator}" are those that another had in the run of ${cycle}, for ${moved.length} of ${known} ${many}: ${someOf(moved.map(({ code, of }) => `${code} has those of ${of}`))}`,
        hint: "look at the column of the code, in both extracts: codes have changed hands, or rows have slipped",
      },
    ];
  });
}

/** Organisations with the name or the address that another had in the run before: a column of the directory has slipped. */
export function findMovedDetails(
  organisations: readonly Organisation[],
  before: Members,
  { cycle, many, accept }: MarkSettings,
): DeliveryFound[] {
  return details.flatMap((detail, place): DeliveryFound[] => {
    const { known, moved } = movedTo(organisations, before, {
      was: ([, , marks = ""]) => marks.split(" ")[place] ?? "",
      now: (each) => detailsOf(each).split(" ")[place] ?? "",
    });
    if (moved.length === 0) return [];
    const whose = moved.map(({ code, of }) => `${code} has that of ${of}`);
    return [
      {
        check: "details-moved",
        size: moved.length / known,
        limit: accept["details-moved"],
        message: `${moved.length} of ${known} ${many} have the ${detail} that another had in the run of ${cycle}: ${someOf(whose)}`,
        hint: `their reports would go out under the ${detail} of another: look whether the column has slipped by a row, or was sorted alone`,
      },
    ];
  });
}

type Marks = {
  was: (member: Members["of"][string]) => string;
  now: (organisation: Organisation) => string;
};

/**
 * Those whose mark is no longer their own and was that of one other alone, who is still there (a successor may well have what
 * was its predecessor's), of those with a mark in both.
 */
function movedTo(
  organisations: readonly Organisation[],
  before: Members,
  { was, now }: Marks,
): { known: number; moved: { code: string; of: string }[] } {
  const whose = new Map<string, string | undefined>(); // undefined where several had it
  for (const [code, member] of Object.entries(before.of)) {
    const mark = was(member);
    if (mark !== "") whose.set(mark, whose.has(mark) ? undefined : code);
  }
  const open = new Set(organisations.map(({ code }) => code));
  let known = 0;
  const moved = organisations.flatMap((each) => {
    const member = before.of[each.code];
    const [own, mark] = [member ? was(member) : "", now(each)];
    if (own === "" || mark === "") return [];
    known++;
    const of = own === mark ? undefined : whose.get(mark);
    return of === undefined || !open.has(of) ? [] : [{ code: each.code, of }];
  });
  return { known, moved };
}

/** Organisations that are in another place than in the run before, or in none. */
export function findMovedPlaces(
  organisations: readonly Organisation[],
  before: Members,
  { peers }: Pick<Campaign, "peers">,
  { cycle, many, accept }: MarkSettings,
): DeliveryFound[] {
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

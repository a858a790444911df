import { type CountSeries, countsIn, placeOfMonth } from "../../input/data/observations.ts";
import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import { monthName } from "../../month.ts";
import { patientsOf } from "../lists.ts";
import type { SeriesDoubt } from "../plausibility/doubt.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const recent = 3; // months up to the end of the window
const before = 12; // months before these, which tell what is usual
const enough = 9; // of them
const farBelow = 0.2; // of what is expected: a tenth, with room for how restless months are
const fewestExpected = 60; // in the three months: with fewer some of 300 real practices give up a kind of item, with more one did in three cycles

/** What an organisation has in the three months, what the year before makes of them, and the part of a year's rate that all have then. */
type Volume = { code: string; counted: number; expected: number };

/**
 * Organisations whose counts of the last three months are a fifth or less of what the year before and the season make of them, on
 * either side of the indicator, while their lists have not shrunk alike: a part of their rows, or of their prescribers, is missing.
 * Expected is the rate of the year before (per patient on the list, where lists are known) times that of all together in the three
 * months over theirs of the year before. Months that are doubted by themselves are told by themselves.
 */
export function findFallen(
  { organisations, many }: Expected,
  {
    about,
    doubts,
    observations,
    indicator,
    period,
    window,
    accept,
  }: Looked & {
    about: Indicator;
    doubts: ReadonlyMap<string, SeriesDoubt>;
  },
): DeliveryFound[] {
  const byCode = observations.of.get(indicator);
  if (!byCode || !isCounted(about) || period !== "month") return [];
  const end = placeOfMonth(observations, window.to);
  const sides = about.kind === "share" ? (["numerators", "denominators"] as const) : (["numerators"] as const);
  const fallen = sides.flatMap((side) => {
    const volumes = organisations.flatMap(({ code }): Volume[] => {
      const series = countsIn(byCode.get(code));
      const isDoubted = (doubts.get(code)?.months ?? []).some(({ month }) => month > window.to - recent - before);
      if (!series || isDoubted) return [];
      const patients = patientsOf(observations, code);
      return volumeIn(series[side], end, (place) => patients(observations.first + place), code);
    });
    const season = sum(volumes.map(({ counted }) => counted)) / sum(volumes.map(({ expected }) => expected));
    return volumes.filter(({ counted, expected }) => {
      const usual = expected * Math.min(1, season); // a busy season makes nobody's fall greater
      return usual >= fewestExpected && counted <= farBelow * usual;
    });
  });
  const found = [...new Map(fallen.map((each) => [each.code, each])).values()];
  if (found.length === 0) return [];
  const names = found.map(
    ({ code, counted, expected }) => `${code} (${Math.round(counted)}, and ${Math.round(expected)} by the year before)`,
  );
  return [
    {
      check: "fallen-volumes",
      indicator,
      size: found.length / organisations.length,
      limit: accept["fallen-volumes"],
      message: `counts of "${indicator}" in the three months to ${monthName(window.to)} are a fifth or less of what the year before makes of them for ${found.length} of ${organisations.length} ${many}: ${someOf(names)}`,
      hint: "look whether a part of their rows is missing, or they have closed, split or moved their work; their reports take it for a change",
    },
  ];
}

/** Nothing where a month of the three is not known, or too few of the year before are. */
function volumeIn(
  figures: CountSeries["numerators"],
  end: number,
  patients: (place: number) => number,
  code: string,
): Volume[] {
  const over = (place: number) => {
    const list = patients(place);
    return list > 0 ? list : 1;
  };
  const isListed = patients(end) > 0 && patients(end - recent) > 0;
  let [counted, now, usual, then, known] = [0, 0, 0, 0, 0];
  for (let place = end - recent - before + 1; place <= end; place++) {
    const figure = figures[place] ?? Number.NaN;
    const isRecent = place > end - recent;
    if (Number.isNaN(figure)) {
      if (isRecent) return [];
      continue;
    }
    const base = isListed ? over(place) : 1;
    if (isRecent) [counted, now] = [counted + figure, now + base];
    else [usual, then, known] = [usual + figure, then + base, known + 1];
  }
  return known >= enough ? [{ code, counted, expected: (usual / then) * now }] : [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

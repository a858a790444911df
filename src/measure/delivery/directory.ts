import { countsIn, figuresIn, placeOfMonth } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { dayName, monthName, toMonth } from "../../month.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { round } from "./values.ts";

const apart = 1.5; // times as large or as small: lists do not change so much between two sources
const afterwards = 3; // months of rows after a closing that are late, and no more
const several = 6; // organisations, more than close by themselves in so few months

/** Lists of patients in the data that are others than in the directory: in thousands, or those of another organisation. */
export function findUnlikeLists(
  { organisations, many }: Expected,
  { observations, window, accept }: Looked,
): DeliveryFound[] {
  const byCode = observations.patients ? observations.of.get(observations.patients) : undefined;
  const last = placeOfMonth(observations, window.to);
  const both = organisations.flatMap(({ code, patients }) => {
    const now = countsIn(byCode?.get(code))?.denominators[last] ?? Number.NaN;
    return patients && now > 0 ? [{ code, patients, now }] : [];
  });
  const found = both.filter(({ patients, now }) => Math.max(patients / now, now / patients) >= apart);
  if (found.length === 0) return [];
  const names = found.map(({ code, patients, now }) => `${code} (${round(now)}, there ${round(patients)})`);
  return [
    {
      check: "lists-unlike",
      size: found.length / both.length,
      limit: accept["lists-unlike"],
      message: `the list of patients in ${monthName(window.to)} is half as large again as in the directory, or as much smaller, for ${found.length} of ${both.length} ${many}: ${someOf(names)}`,
      hint: "look at the unit of denominators, and whether rows stand beside the right codes; an old directory has old lists",
    },
  ];
}

/** Organisations that the directory has as closed or not yet open, and that have data as if they were: they get no report. */
export function findNotOpen(
  closed: readonly Organisation[],
  { many }: Pick<Expected, "many">,
  { observations, window, accept }: Looked,
  open: number,
): DeliveryFound[] {
  const all = closed.flatMap(({ code, opened, closed: end }) => {
    const last = lastOf(code, observations);
    if (last === undefined) return [];
    const ended = end ? toMonth(end.slice(0, 7)) : Number.POSITIVE_INFINITY;
    if (end && ended <= window.to && last > ended)
      return [
        { name: `${code} (closed on ${dayName(end)}, data to ${monthName(last)})`, late: last <= ended + afterwards },
      ];
    if (opened && toMonth(opened.slice(0, 7)) > window.to && last <= window.to)
      return [{ name: `${code} (opens on ${dayName(opened)}, data to ${monthName(last)})`, late: false }];
    return [];
  });
  const isMany = all.length >= several && all.length > accept["not-open"] * (open + all.length);
  const found = all.flatMap(({ name, late }) => (late && !isMany ? [] : [name]));
  if (found.length === 0) return [];
  return [
    {
      check: "not-open",
      size: found.length / (open + found.length),
      limit: accept["not-open"],
      message: `${found.length} ${many} are not open by the directory, and have data: ${someOf(found)}`,
      hint: "they get no report: look at their days of opening and closing",
    },
  ];
}

/** The last month in which anything is known of an organisation. */
function lastOf(code: string, { of, first }: Looked["observations"]): number | undefined {
  const places = [...of.values()].flatMap((byCode) => {
    const series = byCode.get(code);
    const place = series ? figuresIn(series).findLastIndex((figure) => !Number.isNaN(figure)) : -1;
    return place < 0 ? [] : [place];
  });
  return places.length === 0 ? undefined : first + Math.max(...places);
}

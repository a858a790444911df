import { countsIn, type Observations, placeOfMonth } from "../input/data/observations.ts";
import type { Month } from "../month.ts";
import { quantile } from "./percentile.ts";
import type { ListStep, Window } from "./standing.ts";

const jump = 1.25; // a month's list over the one before: more is a merger or a transfer, not growth
const lasting = 1.2; // and it lasts: the middle of three months after over the middle of three before
const collapse = 0.5; // the list over its largest in two years

/** Registered patients of an organisation by month; NaN where unknown. */
export function patientsOf(observations: Observations, code: string): (month: Month) => number {
  const series = observations.patients ? observations.of.get(observations.patients)?.get(code) : undefined;
  const sizes = countsIn(series)?.denominators;
  return (month) => sizes?.[placeOfMonth(observations, month)] ?? Number.NaN;
}

/** Registered patients in the last known month of a window; undefined where none is known. */
export function latestPatients(observations: Observations, code: string, { from, to }: Window): number | undefined {
  const size = patientsOf(observations, code);
  for (let month = to; month >= from; month--) {
    const patients = size(month);
    if (Number.isFinite(patients)) return patients;
  }
  return undefined;
}

/** Registered patients in the known months of a window, on average; undefined where none is known. */
export function meanPatients(observations: Observations, code: string, { from, to }: Window): number | undefined {
  const size = patientsOf(observations, code);
  let [sum, known] = [0, 0];
  for (let month = from; month <= to; month++) {
    const patients = size(month);
    if (!Number.isFinite(patients)) continue;
    sum += patients;
    known++;
  }
  return known === 0 ? undefined : sum / known;
}

/** The last month of a window in which the list jumped for good, up or down; its ratio is after over before. */
export function findListStep(observations: Observations, code: string, { from, to }: Window): ListStep | undefined {
  const size = patientsOf(observations, code);
  for (let month = to; month > from; month--) {
    const ratio = size(month) / size(month - 1);
    if (!(ratio >= jump || ratio <= 1 / jump)) continue;
    const before = middle([month - 3, month - 2, month - 1].map(size));
    const after = middle([month, month + 1, month + 2].filter((later) => later <= to).map(size));
    const kept = after / before;
    if (kept >= lasting || kept <= 1 / lasting) return { month, ratio: kept };
  }
  return undefined;
}

/** The list at the end of two years, if it has shrunk to less than half of what it was: the practice is emptying. */
export function findCollapse(
  observations: Observations,
  code: string,
  to: Month,
): { now: number; was: number } | undefined {
  const size = patientsOf(observations, code);
  let now: number | undefined;
  let was = Number.NEGATIVE_INFINITY;
  for (let month = to; month > to - 24; month--) {
    const patients = size(month);
    if (!Number.isFinite(patients)) continue;
    now ??= patients;
    was = Math.max(was, patients);
  }
  return now !== undefined && now < collapse * was ? { now, was } : undefined;
}

/** The median of those known: one month out of line, however far, moves it little. */
function middle(values: readonly number[]): number {
  const known = values.filter(Number.isFinite).sort((a, b) => a - b);
  return known.length === 0 ? Number.NaN : quantile(known, 0.5);
}

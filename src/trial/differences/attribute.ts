import type { Difference } from "./differences.ts";
import { differencesOf } from "./differences.ts";
import type { Levels, Variant } from "./variants.ts";

/** A difference and the factors that account for it. */
export type Attributed = Difference & {
  by: readonly string[]; // each shows it by itself; where none does, all that it takes
  together?: true; // no factor shows it by itself: they have it between them
};

/** The factors whose levels differ between two cells; one that is nested in a level that only one of them has is part of that level. */
export function factorsBetween(a: Levels, b: Levels): string[] {
  return Object.keys(a).filter((factor) => Object.hasOwn(b, factor) && a[factor] !== b[factor]);
}

/** Whether two cells have the same factors at the same levels. */
export function isSameCell(a: Levels, b: Levels): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((factor) => a[factor] === b[factor]);
}

/** The pairs of cells it takes to say which factor accounts for what between two: these, and each factor changed alone, from either end. */
export function pairsBetween(a: Levels, b: Levels): [Levels, Levels][] {
  const factors = factorsBetween(a, b);
  return [[a, b], ...(factors.length < 2 ? [] : factors.flatMap((factor) => changedAlone(a, b, factor)))];
}

/** The differences between two cells, each with the factors that account for it: one factor is worked in at a time. */
export function attribute(a: Levels, b: Levels, cells: (levels: Levels) => Variant): Attributed[] {
  return accountFor(a, b, (one, other) => differencesOf(cells(one), cells(other)));
}

/** The same where differences of pairs of cells are known. */
export function accountFor(
  a: Levels,
  b: Levels,
  between: (one: Levels, other: Levels) => readonly Difference[],
): Attributed[] {
  const factors = factorsBetween(a, b);
  const differences = between(a, b);
  if (factors.length < 2) return differences.map((difference) => ({ ...difference, by: factors }));
  const shownBy = factors.map((factor) => ({
    factor,
    nodes: new Set(changedAlone(a, b, factor).flatMap(([one, other]) => between(one, other).map(({ node }) => node))),
  }));
  return differences.map((difference): Attributed => {
    const by = shownBy.filter(({ nodes }) => nodes.has(difference.node)).map(({ factor }) => factor);
    return by.length > 0 ? { ...difference, by } : { ...difference, by: factors, together: true };
  });
}

/** One factor alone, from the first cell on and up to the second. */
function changedAlone(a: Levels, b: Levels, factor: string): [Levels, Levels][] {
  return [
    [a, turned(a, b, factor)],
    [turned(b, a, factor), b],
  ];
}

/** The cell with one factor as another cell has it. */
function turned(levels: Levels, other: Levels, factor: string): Levels {
  return { ...levels, [factor]: other[factor]! };
}

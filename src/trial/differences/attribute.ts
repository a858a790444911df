import type { Difference } from "./differences.ts";
import { differencesOf } from "./differences.ts";
import type { Cells, Levels, Variant } from "./variants.ts";

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

/** The cells it takes to say which factor accounts for what between two: each factor changed alone, from either end. */
export function cellsBetween(a: Levels, b: Levels): Levels[] {
  return [a, b, ...factorsBetween(a, b).flatMap((factor) => [turned(a, b, factor), turned(b, a, factor)])];
}

/** The differences between two cells, each with the factors that account for it: one factor is worked in at a time. */
export function attribute(a: Levels, b: Levels, cells: Cells): Attributed[] {
  const factors = factorsBetween(a, b);
  const differences = differencesOf(cells(a), cells(b));
  if (factors.length < 2) return differences.map((difference) => ({ ...difference, by: factors }));
  const shownBy = factors.map((factor) => ({
    factor,
    nodes: new Set([
      ...nodesBetween(cells(a), cells(turned(a, b, factor))),
      ...nodesBetween(cells(turned(b, a, factor)), cells(b)),
    ]),
  }));
  return differences.map((difference): Attributed => {
    const by = shownBy.filter(({ nodes }) => nodes.has(difference.node)).map(({ factor }) => factor);
    return by.length > 0 ? { ...difference, by } : { ...difference, by: factors, together: true };
  });
}

/** The cell with one factor as another cell has it. */
function turned(levels: Levels, other: Levels, factor: string): Levels {
  return { ...levels, [factor]: other[factor]! };
}

function nodesBetween(a: Variant, b: Variant): string[] {
  return differencesOf(a, b).map(({ node }) => node);
}

import type { Study, Trial } from "../../input/study.ts";
import type { Difference } from "./differences.ts";
import { differencesOf } from "./differences.ts";
import { type Variant, variantsOf, type Wide } from "./variants.ts";

/** A level of every factor: an arm's, or a combination that no arm has. */
export type Levels = Readonly<Record<string, string>>;

/** A difference and the factors that account for it. */
export type Attributed = Difference & {
  by: readonly string[]; // each shows it by itself; where none does, all that it takes
  together?: true; // no factor shows it by itself: they have it between them
};

/** The variants of some cells, all on the same recipients and data. */
export type Cells = (levels: Levels) => Variant;

/** Composes every cell once. A cell asked for later that was not among them is an error of the program. */
export function openCells(study: Study, trial: Trial, wanted: readonly Levels[], options: Wide): Cells {
  const distinct = [...new Map(wanted.map((levels) => [keyOf(trial, levels), levels]))];
  const variants = variantsOf(
    study,
    trial,
    distinct.map(([, levels]) => levels),
    options,
  );
  const byKey = new Map(distinct.map(([key], i) => [key, variants[i]!]));
  return (levels) => {
    const found = byKey.get(keyOf(trial, levels));
    if (!found) throw new Error(`no cell ${keyOf(trial, levels)}`);
    return found;
  };
}

function keyOf({ file }: Trial, levels: Levels): string {
  return JSON.stringify(Object.keys(file.factors).map((factor) => levels[factor] ?? null));
}

/** The factors whose levels differ between two cells. */
export function factorsBetween(a: Levels, b: Levels): string[] {
  return Object.keys(a).filter((factor) => a[factor] !== b[factor]);
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

import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Factor, TrialFile } from "./trial.ts";

/** A level of every factor that a cell has. */
type NestedLevels = Readonly<Record<string, string>>;

type Factors = TrialFile["factors"];

/** Whether a factor is in a cell: one that is nested is there only beside the levels that it is within. */
export function isIn({ within }: Pick<Factor, "within">, levels: NestedLevels): boolean {
  return Object.entries(within).every(([factor, level]) => levels[factor] === level);
}

/** A cell as it can be: with a level of every factor that is in it (what is not given as in `base`, or its first), and of no other. */
export function wholeCell(
  { factors }: { factors: Factors },
  given: NestedLevels,
  base: NestedLevels = {},
): NestedLevels {
  const cell: Record<string, string> = {};
  for (const [name, factor] of Object.entries(factors)) {
    if (!isIn(factor, cell)) continue;
    cell[name] = given[name] ?? base[name] ?? Object.keys(factor.levels)[0]!;
  }
  return cell;
}

/** Whether a cell can be: it has a level of every factor that is in it, and of no other. */
export function isWhole(file: { factors: Factors }, levels: NestedLevels): boolean {
  return Object.keys(wholeCell(file, levels)).sort().join() === Object.keys(levels).sort().join();
}

/** A nested factor is within levels of factors that stand before it. */
export function checkWithin({ value: { factors }, placeOf }: Located<TrialFile>, problems: Problem[]): void {
  const names = Object.keys(factors);
  for (const [i, [name, { within }]] of Object.entries(factors).entries()) {
    for (const [outer, level] of Object.entries(within)) {
      const say = (message: string, hint?: string) =>
        problems.push(wrong("nested-factor", message, placeOf(["factors", name, "within", outer]), hint));
      const before = names.slice(0, i);
      if (!names.includes(outer)) say(`unknown factor "${outer}"`, suggest(outer, before));
      else if (!before.includes(outer))
        say(`"${name}" is within "${outer}", which comes after it`, `write "${outer}" before "${name}"`);
      else if (!Object.hasOwn(factors[outer]!.levels, level))
        say(`unknown level "${level}" of factor "${outer}"`, suggest(level, Object.keys(factors[outer]!.levels)));
    }
  }
}

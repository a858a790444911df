import type { Comparison } from "../compare/compare.ts";
import { comparisonPage } from "../compare/page.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";

/** The comparison as JSON and as a page, without pictures: what a report looks like is in specimens/. */
export async function armDiff(
  { run }: Facts,
  comparison: Comparison,
  edition: PackEdition,
): Promise<{ json: Comparison; html: string }> {
  const told = edition.masked ? maskComparison(comparison, edition) : comparison;
  const json = { ...told, title: run.trial.rehearsal ? `REHEARSAL: ${told.title}` : told.title };
  return { json, html: await comparisonPage(json, new Map()) };
}

const elsewhere = "named in the unmasked edition";

/** What is given outside the report says what an arm is. */
function untold<T extends { a: string; b: string; words?: unknown }>({ words: _words, ...difference }: T) {
  const told = (text: string) => (text === "" ? "" : elsewhere);
  return { ...difference, a: told(difference.a), b: told(difference.b) };
}

/** The comparison without the names of factors and levels, and without what levels are. */
function maskComparison(comparison: Comparison, { factor, level, say, sayAll }: PackEdition): Comparison {
  const { cells, pairs, techniques, ...rest } = comparison;
  return {
    ...sayAll(rest),
    unmasked: false,
    cells: cells.map((cell) => ({
      ...cell,
      name: say(cell.name),
      levels: Object.fromEntries(Object.entries(cell.levels).map(([of, name]) => [factor(of), level(of, name)])),
      means: {},
      support: cell.support.map(() => ({
        is: elsewhere,
        by: "as declared",
        dose: "as declared",
      })),
    })),
    pairs: pairs.map(({ a, b, factors, differences, ...pair }) => ({
      ...pair,
      a: say(a),
      b: say(b),
      factors: factors.map((each) => ({
        factor: factor(each.factor),
        a: level(each.factor, each.a),
        b: level(each.factor, each.b),
      })),
      differences: differences.map((difference) => ({
        ...sayAll(difference.aspect === "support" ? untold(difference) : difference),
        by: difference.by.map(factor),
      })),
    })),
    techniques: techniques.map(({ inCells, ...technique }) => ({
      ...technique,
      inCells: Object.fromEntries(Object.entries(inCells).map(([name, count]) => [say(name), count])),
    })),
  };
}

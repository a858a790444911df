import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import { found, named, type TrialFinding } from "./findings.ts";
import { type Allotted, type Draw, type ListRow, lineOf, placeOfRow, rowFault } from "./list-row.ts";
import type { TrialFile } from "./trial.ts";

/*
 * A micro-randomised trial draws each unit's arm anew in every cycle. The trials unit draws; its list says who was available, with what
 * probabilities arms were offered, and what was drawn.
 */

/** Whether arms are drawn anew in every cycle. */
export function isDrawn({ design }: Pick<TrialFile, "design">): boolean {
  return design === "micro-randomised";
}

/** The column of the probability with which an arm was offered: "p_k1" for K1, in small letters. */
export function offeredColumn(arm: string): string {
  return `p_${arm.toLowerCase()}`;
}

/** Rows with the arm that a unit gets which was not available: the one that the trial names. It has none of its own. */
export function withUnavailable(rows: readonly ListRow[], { unavailable }: TrialFile): readonly ListRow[] {
  return rows.map((row) =>
    row.draw && isNo(row.draw.available) && row.arm === "" && unavailable ? { ...row, arm: unavailable } : row,
  );
}

function isYes(text: string): boolean {
  return /^(yes|true|1)$/i.test(text);
}

/** Whether a text says that a unit was not available. */
export function isNo(text: string): boolean {
  return /^(no|false|0)$/i.test(text);
}

type DrawKnown = { trial: TrialFile; cycles: readonly string[]; arms: readonly string[] };

const rounding = 0.001; // probabilities are written with few digits

/** The draw of a row, checked; undefined, with problems by its line, where it cannot be right. */
export function readDraw(row: ListRow, { trial, cycles, arms }: DrawKnown, problems: Problem[]): Draw | undefined {
  const { draw, unit, arm } = row;
  if (!draw) return undefined;
  const before = problems.length;
  const say = (message: string, hint?: string) => problems.push(rowFault(row, "bad-draw", message, hint));
  const { cycle, available } = draw;
  if (!cycles.includes(cycle))
    say(`unknown cycle "${cycle}" of ${unit}`, suggest(cycle, cycles) ?? `one of ${cycles.join(", ")}`);
  if (!isYes(available) && !isNo(available)) say(`invalid available "${available}" of ${unit}`, "write yes or no");
  const given = Object.entries(draw.offered).filter(([, text]) => text !== "");
  const offered = Object.fromEntries(given.map(([of, text]) => [of, Number(text)]));
  if (isNo(available)) {
    if (given.length > 0 || (arm !== "" && arm !== trial.unavailable))
      say(
        `${unit} was not available in ${cycle}, and has ${given.length > 0 ? "probabilities" : `arm ${arm}`}`,
        `a unit that is not available is not drawn: leave its cells empty; it gets the report of ${trial.unavailable ?? "the arm under `unavailable`"}`,
      );
    return problems.length > before ? undefined : { cycle, available: false, offered: {} };
  }
  for (const [of, text] of given)
    if (!(Number(text) >= 0 && Number(text) < 1))
      say(`invalid probability "${text}" of ${of} for ${unit}`, "from 0 to less than 1: what is certain is not drawn");
  const missing = arms.filter((each) => !Object.hasOwn(offered, each));
  const sum = Object.values(offered).reduce((all, each) => all + each, 0);
  if (missing.length > 0)
    say(`no probability of ${missing.join(", ")} for ${unit} in ${cycle}`, "write 0 for an arm that was not offered");
  else if (Math.abs(sum - 1) > rounding)
    say(`the probabilities of ${unit} in ${cycle} add up to ${Number(sum.toFixed(4))}, not to 1`);
  if (offered[arm] === 0) say(`${unit} was drawn into ${arm} in ${cycle}, which was offered with probability 0`);
  return problems.length > before ? undefined : { cycle, available: true, offered };
}

/** A unit is drawn once in a cycle, and what is drawn together has one arm in it. */
export function checkDraws(units: readonly Allotted[], problems: Problem[]): void {
  for (const [first, ...more] of Map.groupBy(units, ({ unit, draw }) => `${unit} ${draw?.cycle}`).values())
    for (const row of more)
      problems.push(
        rowFault(
          row,
          "drawn-twice",
          `second draw of ${row.unit} in ${row.draw?.cycle}; the first is on ${lineOf(first!, row)}`,
          "a unit is drawn once in a cycle; leave the draw that was obeyed",
        ),
      );
}

const unlikely = 3.29; // standard errors: less than once in a thousand lists

/** Draws that are so far from what was offered that chance hardly makes them, and units without a draw in a cycle that others have. */
export function findDraws(units: readonly Allotted[], arms: readonly string[]): TrialFinding[] {
  const [first] = units;
  if (!first) return [];
  const drawn = units.filter(({ draw }) => draw?.available);
  const far = arms.flatMap((arm) => {
    const { count, expected, z } = drawnAs(drawn, arm);
    return Math.abs(z) > unlikely ? [[arm, `${count} drawn, ${expected.toFixed(1)} expected`] as const] : [];
  });
  const told = new Map(far);
  const cycles = Map.groupBy(units, ({ draw }) => draw?.cycle ?? "");
  const ended = new Map(units.flatMap(({ unit, to }) => (to === undefined ? [] : [[unit, to] as const])));
  const lost = [...cycles].flatMap(([cycle, rows]) => {
    const there = new Set(rows.map(({ unit }) => unit));
    const begun = new Set(units.filter(({ draw }) => (draw?.cycle ?? "") < cycle).map(({ unit }) => unit));
    return [...begun].filter((unit) => !there.has(unit) && !ended.has(unit)).map((unit) => [unit, cycle] as const);
  });
  const without = new Map(lost.toReversed());
  return [
    found("offered-otherwise", [...told.keys()], placeOfRow(first), (of) => ({
      message: `draws are not as arms were offered: ${named(of, (arm) => told.get(arm))}; by chance so far in less than one list in a thousand`,
      hint: "ask the trials unit whether probabilities or draws stand in the wrong columns, and whether rows were lost",
    })),
    found("not-drawn", [...without.keys()].sort(), placeOfRow(first), (of) => ({
      message: `${of.length === 1 ? "1 unit that was drawn before has" : `${of.length} units that were drawn before have`} no row in a later cycle in which others have: ${named(of, (unit) => without.get(unit))}`,
      hint: "a unit that was not available has a row that says so; one that has left keeps its row, with its status",
    })),
  ];
}

/** How many were drawn into an arm beside what was offered: z has mean 0 and variance 1 where draws are independent. */
function drawnAs(drawn: readonly Allotted[], arm: string): { count: number; expected: number; z: number } {
  const of = drawn.map((row) => ({ is: row.arm === arm, p: row.draw?.offered[arm] ?? 0 }));
  const count = of.filter(({ is }) => is).length;
  const expected = of.reduce((sum, { p }) => sum + p, 0);
  const variance = of.reduce((sum, { p }) => sum + p * (1 - p), 0);
  return { count, expected, z: variance === 0 ? 0 : (count - expected) / Math.sqrt(variance) };
}

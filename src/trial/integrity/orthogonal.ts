import type { Trial } from "../../input/study.ts";
import { isWhole } from "../../input/trial/nested.ts";
import type { Problem } from "../../problem.ts";
import { rememberedBy } from "../../remembered.ts";
import { differencesOf } from "../differences/differences.ts";
import type { Levels, Variant } from "../differences/variants.ts";
import { finding } from "./finding.ts";
import { baseLevels, type Sample } from "./level-pairs.ts";

// X02: each factor has an effect of its own.

/**
 * Every two factors in every pair of their levels: one must change the same parts of a report whatever the other is. Three
 * at a time are not tried; and not where another topic, or no report at all, leaves nothing to compare.
 */
export function checkOrthogonal(trial: Trial, { cells, codes }: Sample): Problem[] {
  const parts = partsKnown();
  const at = (levels: Levels) => cells(levels, codes);
  const problems = squaresOf(trial).flatMap((square) => {
    const [base, one, other, both] = square.corners;
    return checkSquare(trial, square, [at(base), at(one), at(other), at(both)], parts);
  });
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** The cells that this looks at. */
export function cornersOf(trial: Trial): readonly Levels[] {
  return squaresOf(trial).flatMap(({ corners }) => corners);
}

type Corners<T> = readonly [base: T, one: T, other: T, both: T];

/** Two factors, two levels of each: the first levels of both, then the first factor changed, the second, both. */
type Square = { f: FactorTurn; g: FactorTurn; corners: Corners<Levels> };

type FactorTurn = { factor: string; from: string; to: string };

function squaresOf(trial: Trial): Square[] {
  const { factors } = trial.file;
  const turnsOf = (factor: string, base: Levels) =>
    Object.keys(factors[factor]!.levels)
      .filter((level) => level !== base[factor])
      .map((to): FactorTurn => ({ factor, from: base[factor]!, to }));
  const names = Object.keys(factors);
  return names.flatMap((first, i) =>
    names.slice(i + 1).flatMap((second) => {
      const base = baseLevels(trial, [first, second]);
      if (!base) return []; // no arm has both
      const squares = turnsOf(first, base).flatMap((f) => turnsOf(second, base).map((g) => squareOf(base, f, g)));
      return squares.filter(({ corners }) => corners.every((cell) => isWhole(trial.file, cell))); // one within the other is not crossed with it
    }),
  );
}

function squareOf(base: Levels, f: FactorTurn, g: FactorTurn): Square {
  const [one, other] = [
    { ...base, [f.factor]: f.to },
    { ...base, [g.factor]: g.to },
  ];
  return { f, g, corners: [base, one, other, { ...one, [g.factor]: g.to }] };
}

function checkSquare(
  trial: Trial,
  { f, g }: Square,
  [base, one, other, both]: Corners<Variant>,
  partsBetween: DifferingParts,
): Problem[] {
  if ([one, other, both].some(({ topic, sends }) => topic !== base.topic || !sends) || !base.sends) return [];
  const parts = { f: partsBetween(base, one), g: partsBetween(base, other) };
  const there = { f: partsBetween(other, both), g: partsBetween(one, both) };
  const shared = [...parts.f].filter((part) => parts.g.has(part));
  return [
    ...unlike(trial, { at: f, by: g, alone: parts.f, there: there.f }),
    ...unlike(trial, { at: g, by: f, alone: parts.g, there: there.g }),
    ...(shared.length > 0 ? [tellShared(trial, f, g, shared)] : []),
  ];
}

type DifferingParts = (a: Variant, b: Variant) => ReadonlySet<string>;

/** The parts of a report that differ, worked out once for two variants: "comparison.chart", "headline.say", "channels". */
function partsKnown(): DifferingParts {
  const known = rememberedBy<ReadonlySet<string>>();
  return (a, b) =>
    known([a, b], "", () => {
      const nodes = differencesOf(a, b).filter(({ aspect }) => aspect !== "data");
      return new Set(nodes.map(({ node }) => node.split(".").slice(0, 2).join(".")));
    });
}

type Sides = { at: FactorTurn; by: FactorTurn; alone: ReadonlySet<string>; there: ReadonlySet<string> };

function unlike(trial: Trial, { at, by, alone, there }: Sides): Problem[] {
  const only = [...alone].filter((part) => !there.has(part));
  const also = [...there].filter((part) => !alone.has(part));
  const [where, parts] = only.length > 0 ? [by.from, only] : [by.to, also];
  if (parts.length === 0) return [];
  const not = where === by.from ? by.to : by.from;
  return [
    finding(
      "X02",
      "error",
      `"${at.factor}" (${at.from} to ${at.to}) changes ${parts.join(", ")} where "${by.factor}" is ${where}, and not where it is ${not}`,
      trial.placeOf(["factors", at.factor, "levels", at.to]),
      "bind each part of the report to one factor, so that the effect of one does not hang on the other",
    ),
  ];
}

function tellShared(trial: Trial, f: FactorTurn, g: FactorTurn, parts: readonly string[]): Problem {
  return finding(
    "X02",
    "info",
    `"${f.factor}" and "${g.factor}" both act on ${parts.join(", ")}`,
    trial.placeOf(["factors", g.factor]),
    "read how they go together: feedback compare shows it",
  );
}

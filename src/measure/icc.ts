// @ts-expect-error jstat ships no types; the function used is typed below
import jStat from "jstat";
import type { Interval } from "./interval.ts";

const ratioOfVariances: { inv(p: number, above: number, below: number): number } = jStat.centralF;

/** How alike members of a group are. Variances are in squares of the unit of the values. */
export type Alike = {
  readonly icc: number; // intraclass correlation; below 0 where groups differ by less than chance
  readonly interval: Interval; // 95%
  readonly between: number; // variance between groups, not below 0
  readonly within: number; // variance of members of one group
  readonly groups: number;
  readonly members: number;
  readonly size: number; // of a group: n₀, their mean where all are of one size
};

/**
 * The intraclass correlation of one-way analysis of variance, (B − W)/(B + (n₀ − 1)W) with the mean squares between and within
 * groups, n₀ = (N − Σn²/N)/(k − 1) (Donner and Koval 1980, Biometrics 36:19), and its 95% interval by F (Shrout and Fleiss 1979,
 * Psychol Bull 86:420, for groups of one size). Undefined where no group has two members, or there is one group alone.
 */
export function alikeWithin(groups: readonly (readonly number[])[]): Alike | undefined {
  const all = groups.filter((own) => own.length > 0);
  const members = sum(all.map((own) => own.length));
  const [above, below] = [all.length - 1, members - all.length];
  if (above < 1 || below < 1) return undefined;
  const size = (members - sum(all.map((own) => own.length ** 2)) / members) / above;
  const mean = sum(all.map(sum)) / members;
  const between = sum(all.map((own) => own.length * (sum(own) / own.length - mean) ** 2)) / above;
  const within = sum(all.map((own) => squaresRoundMean(own))) / below;
  const ratio = between / within;
  const at = (each: number) => (each - 1) / (each + size - 1);
  return {
    icc: at(ratio),
    interval: {
      lower: at(ratio / ratioOfVariances.inv(0.975, above, below)),
      upper: at(ratio * ratioOfVariances.inv(0.975, below, above)),
    },
    between: Math.max(0, (between - within) / size),
    within,
    groups: all.length,
    members,
    size,
  };
}

function squaresRoundMean(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

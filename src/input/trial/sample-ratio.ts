// @ts-expect-error jstat ships no types; the function used is typed below
import jStat from "jstat";

const chiSquare: { cdf(x: number, degrees: number): number } = jStat.chisquare;

/**
 * How likely it is that units allocated at random in a ratio come out as unevenly as these counts, or more so: a share from 0 to 1.
 * With few ways of coming out it is exact: the chance of all that are no likelier than this one (multinomial goodness of fit; for two
 * arms the exact binomial test, Clopper and Pearson 1934, as R's binom.test). With many it is Pearson's chi-squared (1900), with one
 * degree of freedom less than there are arms. Blocks and minimisation come out more evenly than chance, so it is too kind to them,
 * never too strict. 1 where there is nobody, or one arm alone.
 *
 *     ratioChance([682, 243], [3, 1]) // 0.3825, of Mendel's peas (Conover 1971, p. 97)
 *     ratioChance([30, 1, 1], [1, 1, 1]) // 3.3e-12
 */
export function ratioChance(counts: readonly number[], ratio: readonly number[]): number {
  const total = sum(counts);
  if (total === 0 || counts.length < 2) return 1;
  const shares = ratio.map((part) => part / sum(ratio));
  return waysOf(total, counts.length) <= mostWays ? exact(counts, shares) : pearson(counts, shares);
}

const mostWays = 100_000; // a few hundredths of a second

/** In how many ways so many units can come out in so many arms, as far as that matters. */
function waysOf(total: number, arms: number): number {
  let ways = 1;
  for (let i = 1; i < arms && ways <= mostWays; i++) ways = (ways * (total + i)) / i;
  return ways;
}

function exact(counts: readonly number[], shares: readonly number[]): number {
  const total = sum(counts);
  const logs = logFactorials(total);
  const weigh = (count: number, i: number) => count * Math.log(shares[i]!) - logs[count]!;
  const seen = counts.reduce((all, count, i) => all + weigh(count, i), logs[total]!);
  const limit = seen + 1e-7; // what is as likely but for the last digits counts
  return Math.min(1, visit(0, total, logs[total]!));

  function visit(arm: number, left: number, so: number): number {
    if (arm === shares.length - 1) {
      const log = so + weigh(left, arm);
      return log <= limit ? Math.exp(log) : 0;
    }
    let chance = 0;
    for (let count = 0; count <= left; count++) chance += visit(arm + 1, left - count, so + weigh(count, arm));
    return chance;
  }
}

function pearson(counts: readonly number[], shares: readonly number[]): number {
  const total = sum(counts);
  const statistic = sum(counts.map((count, i) => (count - total * shares[i]!) ** 2 / (total * shares[i]!)));
  return 1 - chiSquare.cdf(statistic, counts.length - 1);
}

/** Natural logarithms of 0! to n!. */
function logFactorials(n: number): readonly number[] {
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push(logs[i - 1]! + Math.log(i));
  return logs;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

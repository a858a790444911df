import { chiSquare, median } from "../verdict/numbers.ts";

/** One month of a series: what was counted, what it was counted over, and how busy such a month is for all others beside their own level. */
export type CountedMonth = {
  readonly counted: number;
  readonly over: number; // a list of patients; 1 where nothing is known that it would grow with
  readonly season: number; // 1 as usual, 0 where nobody has any; never more than 1
};

/** How a series of counts may vary: events, of which each is one, or amounts, of which each event brings some. */
export type CountKind = "events" | "amounts";

/** What a month that cannot be right would have had by the rest of its series, and what it has. */
export type LowMonth = { readonly at: number; readonly counted: number; readonly usual: number };

const outOfTheQuestion = 1e-6;
const farBelow = 0.1; // of the middle month: what is looked at
const fewest = 6; // other months that tell what is usual
const caution = 0.05; // how likely it is that months vary more than they are taken to
const often = 1 / 4; // of the months; more are a level that the series has too
const unstoppable = 50; // events a month that nobody gives up at once, however long there are none

/**
 * The months of a series that are none or far below, where its own level puts that out of the question. Looked at are months at
 * a tenth of the middle one or below; the others tell the level λ (Σ counted / Σ over) and how restless it is: Pearson's
 * φ = Σ(y − m)²/m / (n − 1) with m = λ·over, raised to its upper 95% limit, φ(n − 1)/χ²(.05; n − 1), since a few months tell it
 * badly. A month is out of the question where P(Y ≤ y) < 10⁻⁶ for a negative binomial of mean μ = m·season and variance
 * μ + αμ², α = (φ − 1)/m̄ (Poisson where φ ≤ 1); of amounts for a Poisson of μ/φ effective events, for a sum of N amounts has
 * φ ≥ μ/N (Hilbe, Negative Binomial Regression, 2011, ch. 8; McCullagh and Nelder, Generalized Linear Models, 1989, 6.2).
 * None where fewer than six other months are known. Where more than a quarter of the months are low, the series is at home
 * there too, or has come down for good: then they are told only of 50 events a month or more that end at once, in one run.
 * `at` is the place in `months`, which are in order of time.
 */
export function lowMonths(months: readonly CountedMonth[], kind: CountKind): LowMonth[] {
  const rates = months.map(({ counted, over }) => counted / over);
  const middle = median(rates);
  if (!(middle > 0) || !rates.some((rate) => rate <= farBelow * middle)) return [];
  const others = months.filter((_, i) => rates[i]! > farBelow * middle);
  if (others.length < fewest) return [];
  const level = sum(others.map(({ counted }) => counted)) / sum(others.map(({ over }) => over));
  const expected = others.map(({ over }) => level * over);
  const free = others.length - 1;
  const pearson = sum(others.map(({ counted }, i) => (counted - expected[i]!) ** 2 / expected[i]!));
  const phi = pearson / chiSquare(caution, free);
  const alpha = Math.max(0, (phi - 1) / (sum(expected) / expected.length));
  const isLow = rates.map((rate) => rate <= farBelow * middle);
  const isOften = months.length - others.length > often * months.length;
  const isRun = isLow.lastIndexOf(true) - isLow.indexOf(true) === months.length - others.length - 1;
  return months.flatMap(({ counted, over, season }, at): LowMonth[] => {
    if (!isLow[at]) return [];
    const usual = level * over;
    const mean = usual * season;
    const events = kind === "events" ? mean : mean / phi;
    if (isOften && !(isRun && events >= unstoppable)) return [];
    const chance = kind === "events" ? atMost(counted, mean, alpha) : atMost(counted / phi, events, 0);
    return chance < outOfTheQuestion ? [{ at, counted, usual }] : [];
  });
}

/** P(Y ≤ y) of a negative binomial of a mean and variance mean + alpha·mean²; of a Poisson where alpha is 0. */
export function atMost(y: number, mean: number, alpha: number): number {
  let term = alpha > 0 ? (1 + alpha * mean) ** (-1 / alpha) : Math.exp(-mean);
  let all = term;
  for (let k = 1; k <= Math.floor(y); k++) {
    term *= (mean * (1 + alpha * (k - 1))) / (k * (1 + alpha * mean));
    all += term;
  }
  return all;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

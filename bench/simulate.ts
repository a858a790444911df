import type { KnownMonth } from "../src/measure/verdict/months.ts";

/** A generator of random numbers, the same for the same seed (mulberry32). */
export type Random = {
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
};

export function random(seed: number): Random {
  let state = seed | 0;
  function uniform(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  function poisson(mean: number): number {
    if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const least = Math.exp(-mean);
    let k = 0;
    for (let p = uniform(); p > least; p *= uniform()) k++;
    return k;
  }
  function binomial(n: number, p: number): number {
    if (n > 400) return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal())));
    let k = 0;
    for (let i = 0; i < n; i++) if (uniform() < p) k++;
    return k;
  }
  return { uniform, normal, poisson, binomial };
}

/** Months of one organisation whose level changes by `change` (-0.2: a fall by a fifth) over `steps` months before the last year begins. */
export type Model = (draw: Random, months: number, change: number) => KnownMonth[];

type Level = (t: number) => number; // times the level at the start

/** No change, or one that comes within three months round the middle of the last two years. */
function level(months: number, change: number): Level {
  const begins = months - 14;
  return (t) => 1 + change * Math.min(1, Math.max(0, (t - begins) / 3));
}

/** Swings that die out as ρ^k, of standard deviation 1. */
function swings(draw: Random, rho: number): () => number {
  let swing = draw.normal();
  return () => {
    const now = swing;
    swing = rho * swing + Math.sqrt(1 - rho * rho) * draw.normal();
    return now;
  };
}

/** Rates without counting noise: what an autoregressive series of order 1 is in the books. */
export function continuous(rho: number, cv: number): Model {
  return (draw, months, change) => {
    const [next, at] = [swings(draw, rho), level(months, change)];
    return series(months, 10_000, (t) => Math.max(0, 1000 * at(t) * (1 + cv * next())));
  };
}

/** Counts with chance of their own round a rate that swings. */
export function counted(rho: number, sd: number, mean: number): Model {
  return (draw, months, change) => {
    const [next, at] = [swings(draw, rho), level(months, change)];
    return series(months, 1000, (t) => draw.poisson(mean * at(t) * Math.exp(sd * next() - (sd * sd) / 2)));
  };
}

/** Shares of a base of so many a month that swing. */
export function shared(rho: number, sd: number, share: number, base: number): Model {
  return (draw, months, change) => {
    const [next, at] = [swings(draw, rho), level(months, change)];
    return series(months, base, (t) => {
      const odds = (share / (1 - share)) * Math.exp(sd * next());
      const p = Math.min(1, (odds / (1 + odds)) * at(t));
      return draw.binomial(base, p);
    });
  };
}

/** The same patients come back: each stays `stay` months on average, and is counted in a month with probability `p`. */
export function returning(stay: number, p: number, mean: number): Model {
  return (draw, months, change) => {
    const at = level(months, change);
    let patients = draw.poisson(mean / p);
    return series(months, 1000, (t) => {
      if (t > 0) {
        const kept = draw.binomial(patients, 1 - 1 / stay);
        const wanted = (mean / p) * (at(t) - at(t - 1) * (1 - 1 / stay));
        patients = wanted >= 0 ? kept + draw.poisson(wanted) : Math.max(0, kept - draw.poisson(-wanted));
      }
      return draw.binomial(patients, p);
    });
  };
}

function series(months: number, denominator: number, count: (t: number) => number): KnownMonth[] {
  return Array.from({ length: months }, (_, month) => ({ month, numerator: count(month), denominator }));
}

/** `continuous`, each organisation with a correlation of its own. */
export function varied(rho: number, sd: number, cv: number): Model {
  return (draw, months, change) =>
    continuous(Math.min(0.9, Math.max(0, rho + sd * draw.normal())), cv)(draw, months, change);
}

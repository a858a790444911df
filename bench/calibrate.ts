import { writeFileSync } from "node:fs";
import type { Counted } from "../src/input/library/indicator.ts";
import type { Counts } from "../src/measure/interval.ts";
import { judgeChange } from "../src/measure/verdict/change.ts";
import { type Correlation, correlationOf } from "../src/measure/verdict/correlation.ts";
import { type KnownMonth, ratioOf } from "../src/measure/verdict/months.ts";
import { ownInterval } from "../src/measure/verdict/own.ts";
import { type Season, seasonOf, withoutSeason } from "../src/measure/verdict/season.ts";
import { judgeSlope, yearsAlike } from "../src/measure/verdict/slope.ts";
import { type YearlyChange, yearlyChange, yearsDiffer } from "../src/measure/verdict/years.ts";
import { continuous, counted, type Model, type Random, random, returning, shared, varied } from "./simulate.ts";

// How often the engine says that something has changed where nothing has, how often where something has, and how often its own
// interval holds the truth: `npm run -s calibrate` prints the table and writes it to docs/calibration.md.

type Judged = Pick<Counted, "kind" | "numerator">;
type Case = { called: string; model: Model; indicator: Judged; truth: number };

const organisations = 300; // of a group, judged together
const groups = 10; // of each kind of series
const atLeast = 0.05; // smallest change that is told, as campaigns have it unless they say otherwise
const reports = 6; // a year's, two months apart
const changes = [-0.1, -0.2, -0.3, 0.2];
const perYear = [-0.02, -0.04, -0.08]; // slopes: of the level before, each year
const seed = 20_261;

const rate = judged("rate");
const share = judged("share");
const cases: Case[] = [
  ...[0, 0.15, 0.3, 0.5, 0.7].map((rho) => ({
    called: `rate, autoregressive, ρ ${rho}, months vary by 20%`,
    model: continuous(rho, 0.2),
    indicator: rate,
    truth: 0.1,
  })),
  ...[0, 0.3, 0.5, 0.7].map((rho) => ({
    called: `counts round 15 a month, swings of 20%, ρ ${rho}`,
    model: counted(rho, 0.2, 15),
    indicator: rate,
    truth: 0.015,
  })),
  ...[0.3, 0.7].map((rho) => ({
    called: `counts round 4 a month, swings of 30%, ρ ${rho}`,
    model: counted(rho, 0.3, 4),
    indicator: rate,
    truth: 0.004,
  })),
  ...[0, 0.3, 0.7].map((rho) => ({
    called: `share of 95% of 100 a month, swings in odds of 10%, ρ ${rho}`,
    model: shared(rho, 0.1, 0.95, 100),
    indicator: share,
    truth: 0.95,
  })),
  {
    called: "rate, autoregressive, ρ differs (.3, standard deviation .2)",
    model: varied(0.3, 0.2, 0.2),
    indicator: rate,
    truth: 0.1,
  },
  {
    called: "the same patients come back for 3 years, half of months, 15 items",
    model: returning(36, 0.5, 15),
    indicator: rate,
    truth: 0.015,
  },
  {
    called: "the same patients come back for 2 years, nearly every month, 15 items",
    model: returning(24, 0.95, 15),
    indicator: rate,
    truth: 0.015,
  },
  {
    called: "the same patients come back for 4 years, half of months, 40 items",
    model: returning(48, 0.5, 40),
    indicator: rate,
    truth: 0.04,
  },
];

const lines = [
  `| series | correlation found | no change, told one: a report | in ${reports} reports | window of one month | interval holds the truth | ${changes.map((change) => `${signed(change)} found`).join(" | ")} |`,
  `|---|---|---|---|---|---|${changes.map(() => "---|").join("")}`,
  ...cases.map(lineOf),
];
const years = [
  `| values of a year | no change, told one | ${changes.map((change) => `${signed(change)} found`).join(" | ")} |`,
  `|---|---|${changes.map(() => "---|").join("")}`,
  ...yearly(),
];
const slopes = [
  `| series | years | alike | no slope, told one | ${perYear.map((change) => `${signed(change)} a year found`).join(" | ")} |`,
  `|---|---|---|---|${perYear.map(() => "---|").join("")}`,
  ...cases.flatMap((each) => [5, 8].map((years) => slopeLine(each, years))),
];
const page = `# How often a change is told where there is none

<!-- Made by \`npm run -s calibrate\`; see bench/calibrate.ts. -->

${groups} groups of ${organisations} simulated organisations for each row. A change of the level comes over three months as the last
year begins; a fifth of a group changes, the others do not. Where the same patients come back, the interval is of the level they
gather round over many years, not of the patients of the year: it is too narrow for that.

${lines.join("\n")}

Values of which there is one a year, judged by their two counts and by how much all organisations change:

${years.join("\n")}

Values of several years that go one way, judged by the straight line through them; \`alike\` is the correlation of neighbouring years
that was found:

${slopes.join("\n")}
`;
console.log(page);
writeFileSync(new URL("../docs/calibration.md", import.meta.url), page);

function lineOf({ called, model, indicator, truth }: Case): string {
  const none = simulate(model, indicator, 0);
  const found = changes.map((change) => share1(simulate(model, indicator, change).told));
  return `| ${called} | ${none.rho.toFixed(2)} | ${share1(none.told)} | ${share1(none.ever)} | ${share1(none.ofOneMonth)} | ${share1(none.inside(truth))} | ${found.join(" | ")} |`;
}

/** Groups of one model, judged at each of six reports; of those that change, the last report alone. */
function simulate(model: Model, indicator: Judged, change: number) {
  const told: boolean[] = [];
  const ever: boolean[] = [];
  const ofOneMonth: boolean[] = [];
  const intervals: { lower: number; upper: number }[] = [];
  let rho = 0;
  for (let group = 0; group < groups; group++) {
    const draw = random(seed + group);
    const months = 24 + 2 * (reports - 1);
    const all = Array.from({ length: organisations }, (_, i) =>
      model(draw, months, change !== 0 && i % 5 === 0 ? change : 0),
    );
    const ends = change === 0 ? Array.from({ length: reports }, (_, i) => 23 + 2 * i) : [months - 1];
    const known = ends.map((end) => ({ end, ...commonOf(indicator, all, end) }));
    rho += known.at(-1)!.correlation.rho / groups;
    all.forEach((series, i) => {
      if (change !== 0 && i % 5 !== 0) return;
      const verdicts = known.map((common) => isTold(indicator, series, common, 12));
      told.push(verdicts.at(-1)!);
      ever.push(verdicts.includes(true));
      if (change !== 0) return;
      const last = known.at(-1)!;
      ofOneMonth.push(isTold(indicator, series, last, 1));
      const counts = totalOf(series.slice(-12));
      const window = { from: last.end - 11, to: last.end };
      const own = ownInterval({ indicator, counts, window, months: series.slice(-24), ...last });
      if (own) intervals.push(own);
    });
  }
  const inside = (truth: number) => intervals.map(({ lower, upper }) => lower <= truth && truth <= upper);
  return { told, ever, ofOneMonth, inside, rho };
}

/** Of series without a change: how often a slope is told, and how often where every year has so much less than the one before. */
function slopeLine({ called, model }: Case, years: number): string {
  const told = [0, ...perYear].map((): boolean[] => []);
  let rho = 0;
  for (let group = 0; group < groups; group++) {
    const draw = random(seed + group);
    const all = Array.from({ length: organisations }, () => {
      const months = model(draw, 12 * years, 0);
      return Array.from({ length: years }, (_, year) => ratioOf(months.slice(12 * year, 12 * year + 12)));
    });
    const alike = yearsAlike(all);
    rho += alike.rho / groups;
    for (const [i, change] of [0, ...perYear].entries())
      for (const each of all) {
        const values = each.map((value, year) => value * (1 + change) ** year);
        told[i]!.push(judgeSlope(values, alike).verdict === "slope");
      }
  }
  return `| ${called} | ${years} | ${rho.toFixed(2)} | ${told.map(share1).join(" | ")} |`;
}

type Common = { end: number; season: Season; correlation: Correlation; yearly: YearlyChange };

function commonOf(indicator: Judged, all: readonly KnownMonth[][], end: number): Omit<Common, "end"> {
  const years = [end - 12, end].map((to) => all.map((months) => months.slice(to - 11, to + 1)));
  const season = seasonOf(indicator, years);
  const values = all.map((months) =>
    months
      .slice(end - 23, end + 1)
      .map((each) => ({ month: each.month, value: withoutSeason(indicator, season, each) })),
  );
  const pairs = all.map((months) => ({
    before: totalOf(months.slice(end - 23, end - 11)),
    now: totalOf(months.slice(end - 11, end + 1)),
  }));
  return { season, correlation: correlationOf(values, 24), yearly: yearlyChange(indicator, pairs) };
}

function isTold(indicator: Judged, series: readonly KnownMonth[], { end, ...common }: Common, length: number): boolean {
  const window = { from: end - length + 1, to: end };
  const months = series.slice(end - 23, end + 1);
  const { verdict } = judgeChange({ indicator, window, months, ...common });
  const [now, before] = [
    ratioOf(series.slice(window.from, end + 1)),
    ratioOf(series.slice(window.from - 12, end - 11)),
  ];
  return verdict === "changed" && Math.abs(scaled(indicator, now) - scaled(indicator, before)) >= Math.log(1 + atLeast);
}

function scaled({ kind }: Judged, value: number): number {
  return kind === "share" ? Math.log(value / (1 - value)) : Math.log(value);
}

function* yearly(): Generator<string> {
  const models: { called: string; indicator: Judged; pair: (draw: Random, change: number) => [Counts, Counts] }[] = [
    { called: "share of 80% of 180", indicator: share, pair: pairOf(180, 0.8, 0) },
    {
      called: "share of 80% of 180, whose true value moves by 3 points a year",
      indicator: share,
      pair: pairOf(180, 0.8, 0.03),
    },
    { called: "share of 5% of 180", indicator: share, pair: pairOf(180, 0.05, 0) },
  ];
  for (const { called, indicator, pair } of models) {
    const rates = [0, ...changes].map((change) => {
      const draw = random(seed);
      const told: boolean[] = [];
      for (let group = 0; group < groups; group++) {
        const all = Array.from({ length: organisations }, (_, i) => pair(draw, i % 5 === 0 ? change : 0));
        const pairs = all.map(([before, now]) => ({ before, now }));
        const common = yearlyChange(indicator, pairs);
        pairs.forEach((each, i) => {
          if (change === 0 || i % 5 === 0) told.push(yearsDiffer(indicator, each, common));
        });
      }
      return share1(told);
    });
    yield `| ${called} | ${rates.join(" | ")} |`;
  }
}

function pairOf(base: number, p: number, moves: number) {
  return (draw: Random, change: number): [Counts, Counts] => {
    const year = (times: number): Counts => {
      const now = Math.min(1, Math.max(0, (p + moves * draw.normal()) * times));
      return { numerator: draw.binomial(base, now), denominator: base };
    };
    return [year(1), year(1 + change)];
  };
}

function totalOf(months: readonly KnownMonth[]): Counts {
  return {
    numerator: months.reduce((sum, { numerator }) => sum + numerator, 0),
    denominator: months.reduce((sum, { denominator }) => sum + denominator, 0),
  };
}

function judged(kind: "rate" | "share"): Judged {
  return { kind, numerator: { is: "items", counts: "items", one: "item", many: "items" } };
}

function share1(all: readonly boolean[]): string {
  return `${((100 * all.filter(Boolean).length) / all.length).toFixed(1)}%`;
}

function signed(change: number): string {
  return `${change > 0 ? "+" : "−"}${Math.abs(100 * change)}%`;
}

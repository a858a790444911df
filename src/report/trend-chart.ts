import type { SectionSettings } from "../input/campaign/sections.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { monthsFrom, periods, type Stretch } from "../input/library/period.ts";
import { type PeerPoint, pointsOf, type Window } from "../measure/standing.ts";
import { atGrain, lengthOf } from "../measure/windows.ts";
import { dayAfter, firstDay, lastDay, middleDay, shortMonth, toIso } from "../month.ts";
import type { ChartLabel, TrendChart, TrendPoint } from "./chart.ts";
import { trendTable } from "./chart-table.ts";
import { keyOf } from "./choose.ts";
import { valueFigure } from "./format.ts";
import type { Voice } from "./material.ts";
import type { OwnGoal } from "./own-goal.ts";
import { titleWithUnit } from "./phrases.ts";
import type { Sentence } from "./sentence.ts";
import { sentenceOf } from "./words.ts";

export type Grain = SectionSettings<"trend">["points"]; // months in a point

/** "Each point covers three months."; of indicators that differ in it, for each what it is. */
export function everyPoint(indicators: readonly Indicator[], grain: Grain): string {
  const alike = Map.groupBy(indicators, (each) => periods[each.period].point(lengthOf(each, grain)));
  if (alike.size < 2) return [...alike.keys()].map((point) => `Each point ${point}.`).join("");
  const titles = (some: readonly Indicator[]) => some.map(({ title }) => title).join(", ");
  return [...alike].map(([point, some]) => `${titles(some)}: each point ${point}.`).join(" ");
}

type Keyed = (what: string) => string; // the key of a figure of the chart

/** Own points against the peers' quartiles, with the goal that the recipient has set itself; nothing where there are fewer than two own points. */
export function trendChart(voice: Voice, grain: Grain, { goal }: { goal?: OwnGoal } = {}): TrendChart | undefined {
  const { indicator, material } = voice;
  const length = lengthOf(indicator, grain);
  const series = atGrain(pointsOf(voice.standing.series), length);
  const peers = atGrain(hasTypical(voice) ? (voice.group?.series ?? []) : [], length);
  if (voice.signals.has("small-numbers")) return undefined; // a line through noise
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last || series.filter(({ value }) => value !== null).length < 2) return undefined;
  const points = series.map((point, i) => toPoint(point, peers[i]));
  const keyed = (what: string) => keyOf(`trend.${length}.${what}`, voice); // a point of three months is another number than one of twelve
  return {
    kind: "trend",
    points,
    from: firstDay(first.from),
    to: lastDay(last.to),
    ticks: isByYear(indicator) ? yearTicks(indicator, series) : ticksOf(first.from, last.to),
    events: material.campaign.events
      .filter(({ month }) => month >= toIso(first.from) && month <= toIso(last.to))
      .map(({ month, head, note }) => ({ date: dayAfter(`${month}-01`, 14), head, note })),
    ...firstLabel(voice, points, keyed),
    ends: [...endsOf(voice, points, series, keyed), ...goalEnd(goal)],
    ...(goal ? { goal: goal.value } : {}),
    decimals: indicator.decimals,
    percent: indicator.kind === "share",
    table: trendTable(
      voice,
      points,
      series.map((stretch) => dayed(voice, stretch)),
      goal,
    ),
    alt: [...altOf(voice, points, series), ...(goal ? [{ text: " " }, ...goal.words, { text: "." }] : [])],
  };
}

/** Whether the typical one is among what the design holds recipients against. */
export function hasTypical({ subject }: Voice): boolean {
  return subject.design.comparators.includes("median");
}

function toPoint({ from, to, value }: Window & { value: number | null }, peers: PeerPoint | undefined): TrendPoint {
  return {
    date: middleDay(from, to),
    own: value,
    median: peers?.median ?? null,
    lower: peers?.lower ?? null,
    upper: peers?.upper ?? null,
  };
}

/** A tick at the first month and every twelve after, and one at the end. */
function ticksOf(from: number, to: number): { date: string; text: string }[] {
  const starts = Array.from({ length: Math.floor((to - from) / 12) + 1 }, (_, i) => from + 12 * i).filter(
    (month) => month <= to - 6,
  );
  return [
    ...starts.map((month) => ({ date: firstDay(month), text: shortMonth(month) })),
    { date: lastDay(to), text: shortMonth(to) },
  ];
}

/** Whether its points are years, each of which has a name. */
function isByYear({ period }: Indicator): boolean {
  const { covers, sums } = periods[period]; // summed or not: years that follow one another
  return covers === 12 && sums;
}

/** A tick at each year, by its name. */
function yearTicks({ period }: Indicator, series: readonly Window[]): { date: string; text: string }[] {
  return series.map(({ from, to }) => ({ date: middleDay(from, to), text: periods[period].named({ from, to }) }));
}

function firstLabel(voice: Voice, points: readonly TrendPoint[], keyed: Keyed): Pick<TrendChart, "first"> {
  const first = points.find(({ own }) => own !== null);
  if (!first || first.own === null) return {};
  return {
    first: {
      date: first.date,
      label: sentenceOf(voice.notebook, [keyed("first"), valueFigure(voice.indicator, first.own)]),
    },
  };
}

/** What stands at the right end of the lines: the last known own value with its months, the median with the band. */
function endsOf(voice: Voice, points: readonly TrendPoint[], series: readonly Window[], keyed: Keyed): ChartLabel[] {
  const { indicator, notebook, material } = voice;
  const { one, many } = material.campaign.recipients;
  const index = points.findLastIndex(({ own }) => own !== null);
  const own = points[index]?.own;
  const stretch = series[index];
  const last = points.at(-1);
  const ends: ChartLabel[] = [];
  if (own !== undefined && own !== null && stretch) {
    ends.push({
      role: "own",
      at: own,
      head: sentenceOf(notebook, `Your ${one} `, [keyed("own"), valueFigure(indicator, own)]),
      note: sentenceOf(notebook, periods[indicator.period].named(dayed(voice, stretch))),
    });
  }
  if (last?.median !== null && last?.median !== undefined && last.lower !== null && last.upper !== null) {
    ends.push({
      role: "median",
      at: last.median,
      head: sentenceOf(notebook, `Typical ${one} `, [keyed("median"), valueFigure(indicator, last.median)]),
      note: sentenceOf(
        notebook,
        `Shaded: middle half of ${many}, `,
        [keyed("lower"), valueFigure(indicator, last.lower)],
        " to ",
        [keyed("upper"), valueFigure(indicator, last.upper)],
      ),
    });
  }
  return ends;
}

function goalEnd(goal: OwnGoal | undefined): ChartLabel[] {
  return goal ? [{ role: "goal", at: goal.value, head: goal.words, note: goal.note }] : [];
}

/** The day of a snapshot is known of the one that the values are of. */
function dayed({ standing: { window, day } }: Voice, { from, to }: Window): Stretch {
  return { from, to, ...(day && to === window.to ? { day } : {}) };
}

/** "September 2023 to August 2026"; of years "2017/18 to 2021/22". */
function spanText(indicator: Indicator, first: Window, last: Window): string {
  const { named } = periods[indicator.period];
  return isByYear(indicator) ? `${named(first)} to ${named(last)}` : monthsFrom({ from: first.from, to: last.to });
}

/** What the lines show: where the own one begins and ends, where it is highest and lowest; where the typical one begins and ends. */
function altOf(voice: Voice, points: readonly TrendPoint[], series: readonly Window[]): Sentence {
  const { indicator, notebook, material } = voice;
  const [first, last] = [series[0]!, series.at(-1)!];
  const [from, to] = [toIso(first.from), toIso(last.to)];
  const { one, many } = material.campaign.recipients;
  const print = (value: number) => valueFigure(indicator, value).text;
  const medians = points.filter(({ median }) => median !== null);
  const ends = (values: readonly (number | null | undefined)[]) =>
    `${print(values[0] ?? 0)} at the start, ${print(values.at(-1) ?? 0)} at the end`;
  const { lower, upper } = points.at(-1)!;
  const text = [
    `Line chart, ${spanText(indicator, first, last)}: ${titleWithUnit(indicator)}.`,
    `Your ${one}: ${ends(points.flatMap(({ own }) => own ?? []))}${turnsOf(voice, points, series)}.`,
    ...(medians.length > 0
      ? [
          `Typical ${one}: ${ends(medians.map(({ median }) => median))}; middle half of ${many} ${print(lower ?? 0)} to ${print(upper ?? 0)} at the end.`,
        ]
      : []),
    ...material.campaign.events.map(({ month, head, note }) =>
      month >= from && month <= to ? `${head}: ${note}.` : "",
    ),
  ].filter((part) => part !== "");
  return sentenceOf(notebook, text.join(" "));
}

/** Where the own line turns: "; highest 12.1 in March to May 2025, lowest at the end". Nothing of a line that prints as one value. */
function turnsOf({ indicator }: Voice, points: readonly TrendPoint[], series: readonly Window[]): string {
  const known = points.flatMap(({ own }, i) => (own === null ? [] : [{ own, stretch: series[i]! }]));
  const print = (value: number) => valueFigure(indicator, value).text;
  const texts = known.map(({ own }) => print(own));
  const [least, most] = [Math.min, Math.max].map((of) => print(of(...known.map(({ own }) => own))));
  if (known.length < 3 || least === most) return "";
  const where = (text = "") => {
    if (text === texts[0]) return "at the start";
    if (text === texts.at(-1)) return "at the end";
    return `${text} in ${periods[indicator.period].named(known[texts.indexOf(text)]!.stretch)}`;
  };
  const isBetween = [least, most].every((text) => text === texts[0] || text === texts.at(-1));
  return isBetween ? ", never higher or lower in between" : `; highest ${where(most)}, lowest ${where(least)}`;
}

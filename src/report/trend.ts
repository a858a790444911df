import type { PeerPoint, Window } from "../measure/standing.ts";
import { atGrain } from "../measure/windows.ts";
import { dayAfter, firstDay, lastDay, middleDay, monthName, shortMonth, toIso } from "../month.ts";
import { chooseBlock, keyOf, sayWords } from "./choose.ts";
import { titleWithUnit } from "./comparison.ts";
import { valueFigure } from "./format.ts";
import { type Voice, voiceOf } from "./material.ts";
import type { Design } from "./plan.ts";
import type { ChartLabel, Choice, MultiplesSection, Sentence, TrendChart, TrendPoint, TrendSection } from "./report.ts";
import type { SectionSettings } from "./sections.ts";
import { sentenceOf } from "./words.ts";

/** The practice over time, with what its peers did, under a title that says what happened. */
export function composeTrend(
  settings: SectionSettings<"trend">,
  headline: Voice,
): { section?: TrendSection; choices: Choice[] } {
  const voice = settings.indicator
    ? voiceOf(headline.material, headline.subject, headline.notebook, settings.indicator)
    : headline;
  const { block, choice } = chooseBlock({ slot: "trend.message", ids: settings.message }, voice);
  const chart = trendChart(voice, settings.points);
  if (!block || !chart) return { choices: [choice] };
  return {
    section: {
      kind: "trend",
      title: sayWords(block.text, block, voice),
      unit: sentenceOf(voice.notebook, `${titleWithUnit(voice.indicator)}. ${everyPoint(settings.points)}`),
      chart,
    },
    choices: [choice],
  };
}

/** The same picture, small, for several indicators. */
export function composeMultiples(
  { indicators, title, message, points }: SectionSettings<"multiples">,
  headline: Voice,
): { section?: MultiplesSection; choices: Choice[] } {
  const { material, subject, notebook } = headline;
  const ids = indicators === "all" ? material.campaign.indicators : indicators;
  const charts = ids.flatMap((id) => {
    const voice = voiceOf(material, subject, notebook, id);
    const chart = trendChart(voice, points);
    return chart ? [{ ...chart, title: sentenceOf(notebook, titleWithUnit(voice.indicator)) }] : [];
  });
  const { block, choice } = chooseBlock({ slot: "multiples.message", ids: message ?? [] }, headline);
  const choices = message ? [choice] : [];
  const heading = title === undefined ? block && sayWords(block.text, block, headline) : sentenceOf(notebook, title);
  if (charts.length === 0 || !heading) return { choices };
  const sameScale = charts.every(({ percent }) => percent); // shares have one unit; what else stands side by side has its own
  return {
    choices,
    section: {
      kind: "multiples",
      title: heading,
      unit: sentenceOf(
        notebook,
        [
          everyPoint(points),
          sameScale ? "One scale for all, from 0." : "Every scale starts at 0.",
          ...eventKey(charts, subject.design),
        ].join(" "),
      ),
      charts,
      sameScale,
      key: sentenceOf(
        notebook,
        hasTypical(headline)
          ? `Blue line: your ${material.campaign.recipients.one}. Black line: the typical ${material.campaign.recipients.one}. Grey band: the middle half.`
          : `Blue line: your ${material.campaign.recipients.one}.`,
      ),
    },
  };
}

function everyPoint(months: Grain): string {
  return months === 1 ? "Each point is one month." : `Each point covers ${months === 12 ? "twelve" : "three"} months.`;
}

/** What the upright lines of small charts are, which have no room for words: "Line a: January 2024, Pharmacy First starts." */
function eventKey(charts: readonly TrendChart[], { sections }: Design): string[] {
  const events = charts[0]?.events ?? [];
  if (events.length === 0) return [];
  const [trend, multiples] = [sections.findIndex((each) => each.trend), sections.findIndex((each) => each.multiples)];
  if (trend >= 0 && trend < multiples) return [`Upright ${events.length === 1 ? "line" : "lines"} as above.`];
  const told = events.map(({ head, note }) => `${head}, ${note}`).join("; ");
  return [`${events.length === 1 ? "Upright line" : "Upright lines, from the left"}: ${told}.`];
}

type Grain = SectionSettings<"trend">["points"]; // months in a point

/** Own points against the peers' quartiles; nothing where there are fewer than two own points. */
function trendChart(voice: Voice, grain: Grain): TrendChart | undefined {
  const { indicator, material } = voice;
  const series = atGrain(voice.standing.series, grain);
  const peers = atGrain(hasTypical(voice) ? (voice.group?.series ?? []) : [], grain);
  if (voice.signals.has("small-numbers")) return undefined; // a line through noise
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last || series.filter(({ value }) => value !== null).length < 2) return undefined;
  const points = series.map((point, i) => toPoint(point, peers[i]));
  return {
    kind: "trend",
    points,
    from: firstDay(first.from),
    to: lastDay(last.to),
    ticks: ticksOf(first.from, last.to),
    events: material.campaign.events
      .filter(({ month }) => month >= toIso(first.from) && month <= toIso(last.to))
      .map(({ month, head, note }) => ({ date: dayAfter(`${month}-01`, 14), head, note })),
    ...firstLabel(voice, points),
    ends: endsOf(voice, points, series),
    decimals: indicator.decimals,
    percent: indicator.kind === "share",
    alt: altOf(voice, points, { from: first.from, to: last.to }),
  };
}

/** Whether the typical one is among what the design holds recipients against. */
function hasTypical({ subject }: Voice): boolean {
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

function firstLabel(voice: Voice, points: readonly TrendPoint[]): Pick<TrendChart, "first"> {
  const first = points.find(({ own }) => own !== null);
  if (!first || first.own === null) return {};
  return {
    first: {
      date: first.date,
      label: sentenceOf(voice.notebook, [keyOf("trend.first", voice), valueFigure(voice.indicator, first.own)]),
    },
  };
}

/** What stands at the right end of the lines: the last known own value with its months, the median with the band. */
function endsOf(voice: Voice, points: readonly TrendPoint[], series: readonly Window[]): ChartLabel[] {
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
      head: sentenceOf(notebook, `Your ${one} `, [keyOf("trend.own", voice), valueFigure(indicator, own)]),
      note: sentenceOf(notebook, stretchText(stretch)),
    });
  }
  if (last?.median !== null && last?.median !== undefined && last.lower !== null && last.upper !== null) {
    ends.push({
      role: "median",
      at: last.median,
      head: sentenceOf(notebook, `Typical ${one} `, [
        keyOf("trend.median", voice),
        valueFigure(indicator, last.median),
      ]),
      note: sentenceOf(
        notebook,
        `Grey band: middle half of ${many}, `,
        [keyOf("trend.lower", voice), valueFigure(indicator, last.lower)],
        " to ",
        [keyOf("trend.upper", voice), valueFigure(indicator, last.upper)],
      ),
    });
  }
  return ends;
}

/** "June to August 2026" */
function stretchText({ from, to }: Window): string {
  if (from === to) return monthName(to);
  const sameYear = Math.floor(from / 12) === Math.floor(to / 12);
  return `${sameYear ? monthName(from).replace(/ \d+$/, "") : monthName(from)} to ${monthName(to)}`;
}

function altOf(voice: Voice, points: readonly TrendPoint[], span: Window): Sentence {
  const { indicator, notebook, material } = voice;
  const { one, many } = material.campaign.recipients;
  const print = (value: number) => valueFigure(indicator, value).text;
  const known = points.filter(({ own }) => own !== null);
  const medians = points.filter(({ median }) => median !== null);
  const ends = (values: readonly (number | null | undefined)[]) =>
    `${print(values[0] ?? 0)} at the start, ${print(values.at(-1) ?? 0)} at the end`;
  const last = points.at(-1);
  const text = [
    `Line chart, ${stretchText(span)}: ${titleWithUnit(indicator)}.`,
    `Your ${one}: ${ends(known.map(({ own }) => own))}.`,
    ...(medians.length > 0
      ? [
          `Typical ${one}: ${ends(medians.map(({ median }) => median))}; middle half of ${many} ${print(last?.lower ?? 0)} to ${print(last?.upper ?? 0)} at the end.`,
        ]
      : []),
    ...material.campaign.events.map(({ month, head, note }) =>
      month >= toIso(span.from) && month <= toIso(span.to) ? `${head}: ${note}.` : "",
    ),
  ].filter((part) => part !== "");
  return sentenceOf(notebook, text.join(" "));
}

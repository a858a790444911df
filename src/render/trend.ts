import type { ChartLabel, StripChart, TrendChart } from "../report/chart.ts";
import { type Figures, toWords } from "../report/sentence.ts";
import { type Axis, axisFor } from "./axis.ts";
import { type ChartRow, type Drawing, QUARTER } from "./drawing.ts";
import { type LabelWords, linesOf, measureLabel } from "./labels.ts";
import { textWidth } from "./text-width.ts";
import { faces } from "./theme.ts";

/** The practice over time against median and middle half of its peers; the words stand right of the plot. */
export function layTrend(chart: TrendChart, figures: Figures): Drawing {
  const axis = axisFor(largestOf(chart), chart);
  const left = leftOf(axis);
  const width = WORDS_AT - 19 - left;
  const height = plotHeight;
  const events = eventsOf(chart, width, left);
  const top = Math.ceil((4 + TIER * Math.max(0, ...events.map(({ tier }) => tier + 1))) / QUARTER) * QUARTER;
  const reachesAside = events.some(({ from, wide }) => left + from + wide > WORDS_AT - 8);
  const across = (date: string) => share(chart, date) * width;
  const ends = spread(
    chart.ends.map((label) => endOf(label, figures, height * (1 - label.at / axis.max))),
    { top: reachesAside ? 2 : 2 - top, bottom: height + 16 },
  );
  const rows = (part: "head" | "note", of: (role: string) => boolean) =>
    ends.flatMap((end) =>
      of(end.role)
        ? linesOf(end)[part].map(({ text, baseline }) => ({ x: WORDS_AT - left, y: end.y + baseline, text }))
        : [],
    );
  return {
    template: "trend",
    alt: toWords(chart.alt, figures),
    width,
    height,
    padding: {
      left,
      top,
      right: FULL - left - width,
      bottom: Math.round((22 + top + height) / QUARTER + 0.5) * QUARTER - top - height,
    },
    signals: { from: day(chart.from), to: day(chart.to), max: axis.max },
    data: {
      ...series(chart),
      yTicks: axis.ticks.map((y, i) => ({ y, text: axis.texts[i] ?? "" })),
      xTicks: dateTicks(chart, width),
      events: events.map(({ x, tier }) => ({ x, y: 2 - TIER * (tier + 1) })),
      eventHeads: events.map(({ from, tier, head }) => ({ x: from, y: 12 - TIER * (tier + 1), text: head })),
      eventNotes: events.flatMap(({ from, tier, note }) =>
        note.map((text, i) => ({ x: from, y: 26 + 14 * i - TIER * (tier + 1), text })),
      ),
      first: firstOf(chart, figures, axis, height, across),
      ownHead: rows("head", (role) => role === "own"),
      heads: rows("head", (role) => role !== "own"),
      notes: rows("note", () => true),
    },
  };
}

/** One of several small trends side by side: the same look and no words but those of its axes. `largest`: of the scale. */
export function laySmallTrend(chart: TrendChart, figures: Figures, largest = largestOf(chart)): Drawing {
  const full = axisFor(largest, chart);
  const axis = full.ticks.length > 5 ? everySecond(full) : full;
  const left = leftOf(axis);
  const [width, height, top] = [SMALL - left - 5, 88, 8];
  return {
    template: "multiples",
    alt: toWords(chart.alt, figures),
    width,
    height,
    padding: { left, top, right: 5, bottom: Math.ceil((22 + top + height) / QUARTER) * QUARTER - top - height },
    signals: { from: day(chart.from), to: day(chart.to), max: axis.max },
    data: {
      ...series(chart),
      yTicks: axis.ticks.map((y, i) => ({ y, text: axis.texts[i] ?? "" })),
      xTicks: dateTicks(chart, width),
      events: chart.events.map(({ date }) => ({ x: share(chart, date) * width })),
    },
  };
}

/** The largest value a trend must show; where several share a scale, take the largest of all. */
export function largestOf({ points, goal = 0 }: TrendChart): number {
  return Math.max(goal, ...points.flatMap(({ own, median, upper }) => [own ?? 0, median ?? 0, upper ?? 0]));
}

/** One indicator in one row of the table: the middle half of peers, their median and the practice, from 0. */
export function layStrip(chart: StripChart, figures: Figures): Drawing {
  const { lower, upper, median, own, interval } = chart;
  const max = stripMax(chart);
  return {
    template: "strip",
    alt: toWords(chart.alt, figures),
    width: stripWidth,
    height: 22,
    padding: { left: 1, top: 0, right: 6, bottom: 0 },
    signals: { max },
    data: {
      half: [{ lower, upper }],
      edges: [{ x: lower }, { x: upper }],
      median: [{ x: median }],
      interval: interval && interval.lower < max ? [{ from: interval.lower, to: Math.min(interval.upper, max) }] : [],
      own: own === undefined ? [] : [{ x: own }],
    },
  };
}

/** The end of a strip's scale. */
export function stripMax({ max, own, largest, upper, median }: StripChart): number {
  return max ?? Math.max((own ?? 0) * 1.1, Math.min(largest, upper * 1.6), median, Number.MIN_VALUE);
}

const FULL = 623.6; // 165 mm: the whole width
const WORDS_AT = 428.35; // the aside column, px from the left
/** Height of a trend's plot, px. */
export const plotHeight = 144;
/** Width of a strip, px. */
export const stripWidth = 113;
const TIER = 32; // height of an event's words, px
const SMALL = 195.3; // 51.67 mm: a third
const END_WIDTH = 180;

function leftOf(axis: Axis): number {
  return Math.ceil(Math.max(...axis.texts.map((text) => textWidth(text, faces.note)))) + 7;
}

function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function share({ from, to }: TrendChart, date: string): number {
  return (day(date) - day(from)) / (day(to) - day(from));
}

/** Points for line, band and dots, and the own goal. A gap in the own values is a gap in its line. */
function series(chart: TrendChart): Record<string, ChartRow[]> {
  const points = chart.points.map(({ date, ...values }) => ({ date: day(date), ...values }));
  return {
    points,
    ownPoints: points.filter(({ own }) => own !== null).map(({ date, own }) => ({ date, own })),
    goal: chart.goal === undefined ? [] : [{ y: chart.goal }],
  };
}

/** Dates along the bottom; a word that would touch its left neighbour is left out, the last one always stays. */
function dateTicks(chart: TrendChart, width: number): ChartRow[] {
  const last = chart.ticks.length - 1;
  const placed = chart.ticks.map(({ date, text }, i) => {
    const wide = textWidth(text, faces.note);
    const x = share(chart, date) * width;
    const align = x - wide / 2 < 0 ? "left" : x + wide / 2 > width ? "right" : "center";
    const from = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
    return { x, text, align, from, to: from + wide, last: i === last };
  });
  const final = placed.at(-1);
  let end = Number.NEGATIVE_INFINITY;
  return placed.map(({ x, text, align, from, to, last: isLast }) => {
    const shown = isLast || (from > end + 6 && (!final || to + 6 < final.from));
    if (shown) end = to;
    return { x, align, text: shown ? text : "" };
  });
}

type PlacedEvent = { x: number; from: number; wide: number; head: string; note: string[]; tier: number };

/**
 * Events from the last to the first. Words stand right of their line, left of it where there is no room; each stands a
 * tier above all later ones whose line or words its own would meet.
 */
function eventsOf(chart: TrendChart, width: number, left: number): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  for (const event of [...chart.events].sort((a, b) => day(b.date) - day(a.date))) {
    const x = share(chart, event.date) * width;
    const note = event.note === "" ? [] : [event.note];
    const wide = Math.max(textWidth(event.head, faces.label), ...note.map((line) => textWidth(line, faces.note)));
    const from = left + x + 6 + wide <= FULL ? x + 6 : x - 6 - wide;
    if (left + from < 0) throw new Error(`the words of the event "${event.head}" are too long for the chart`);
    const to = from + wide + 8;
    const met = placed.filter(
      (other) => (other.x >= from && other.x <= to) || (other.from <= to && from <= other.from + other.wide + 8),
    );
    placed.push({ x, from, wide, head: event.head, note, tier: Math.max(-1, ...met.map(({ tier }) => tier)) + 1 });
  }
  return placed.reverse();
}

/** The first own value: as near above or below its point as no line runs through its figures. */
function firstOf(
  chart: TrendChart,
  figures: Figures,
  axis: Axis,
  height: number,
  across: (date: string) => number,
): ChartRow[] {
  const { first, points, goal } = chart;
  const point = first ? points.find(({ date }) => date === first.date) : undefined;
  if (!first || !point || point.own === null) return [];
  const text = toWords(first.label, figures);
  const half = textWidth(text, faces.label) / 2;
  const lines = chart.events.map(({ date }) => across(date));
  const x = besideLines(Math.max(across(first.date), half), half, lines);
  const up = (value: number) => (value / axis.max) * height;
  const runs = (["own", "lower", "median", "upper"] as const).flatMap((of) =>
    heightsOver(
      points.map((each) => ({ x: across(each.date), y: each[of] === null ? Number.NaN : up(each[of]) })),
      { from: x - half - 2, to: x + half + 2 },
    ),
  );
  if (goal !== undefined) runs.push(up(goal));
  const own = up(point.own);
  const isClear = (foot: number) => runs.every((y) => !(y > foot - FREE && y < foot + DIGITS + FREE));
  const feet = Array.from({ length: height - DIGITS }, (_, i) => 2 + i).filter(
    (foot) => Math.abs(foot + DIGITS / 2 - own) > 9,
  );
  const near = feet.filter(isClear).sort((a, b) => Math.abs(a + DIGITS / 2 - own) - Math.abs(b + DIGITS / 2 - own));
  return [{ x, y: height - (near[0] ?? own + 9), text }];
}

const DIGITS = 9; // height of the figures of a label, px
const FREE = 3; // between them and a line

/** How high a line runs over a stretch, px: at its points, and every two px between them; nowhere in a gap. */
function heightsOver(
  points: readonly { x: number; y: number }[],
  { from, to }: { from: number; to: number },
): number[] {
  return points.slice(1).flatMap((point, i) => {
    const before = points[i]!;
    const wide = point.x - before.x;
    const steps = Math.max(1, Math.ceil(wide / 2));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const x = before.x + (wide * step) / steps;
      return x >= from && x <= to ? before.y + ((point.y - before.y) * step) / steps : Number.NaN;
    }).filter((y) => !Number.isNaN(y));
  });
}

/** The place nearest to `x` where words of that half width meet no upright line. */
function besideLines(x: number, half: number, lines: readonly number[]): number {
  const clear = (place: number) => place >= half && lines.every((line) => Math.abs(line - place) >= half + 3);
  const places = [x, ...lines.flatMap((line) => [line - half - 4, line + half + 4])];
  return places.sort((a, b) => Math.abs(a - x) - Math.abs(b - x)).find(clear) ?? x;
}

/** A label at the right end: `y` is where its words begin, px from the top of the plot. */
type TrendEnd = LabelWords & { y: number };

function endOf(label: ChartLabel, figures: Figures, y: number): TrendEnd {
  const words = measureLabel(label, 0, figures, END_WIDTH);
  if (words.width > FULL - WORDS_AT) throw new Error(`the label "${words.head.join(" ")}" is wider than its column`);
  return { ...words, y: y - 7 };
}

/** Labels moved apart just as far as they must be, in the order of their values, within the drawing. */
function spread(ends: readonly TrendEnd[], { top, bottom }: { top: number; bottom: number }): TrendEnd[] {
  const placed = [...ends].sort((a, b) => a.y - b.y);
  const gap = 6;
  let floor = bottom;
  for (const end of placed.toReversed()) {
    end.y = Math.min(end.y, floor - end.height);
    floor = end.y - gap;
  }
  let ceiling = top;
  for (const end of placed) {
    end.y = Math.max(end.y, ceiling);
    ceiling = end.y + end.height + gap;
  }
  return placed;
}

function everySecond({ max, ticks, texts }: Axis): Axis {
  const kept = (_: unknown, i: number) => i % 2 === 0;
  return { max, ticks: ticks.filter(kept), texts: texts.filter(kept) };
}

import type { ChartLabel, ComparisonChart, StripChart, TrendChart } from "../report/chart.ts";
import { axisFor, comparisonAxis } from "./axis.ts";
import { mostColumns } from "./stack.ts";
import { largestOf, plotHeight, stripMax, stripWidth } from "./trend.ts";

type PlacedChart = ComparisonChart | TrendChart | StripChart;

/**
 * A chart with what it shows of others where it is drawn: on a grid of a tenth of a px, which nobody sees. A place to a hundredth of
 * a px tells of a practice whose list is public what was counted there. Stacked dots are placed by their columns, which are wider.
 */
export function placed<C extends PlacedChart>(chart: C): C {
  const known: PlacedChart = chart;
  if (known.kind === "trend") return trendPlaced(known) as C;
  return (known.kind === "strip" ? stripPlaced(known) : comparisonPlaced(known)) as C;
}

/** The same as it may be written down: dots too stand in columns, the narrowest that there may be. */
export function writtenDown(chart: PlacedChart): PlacedChart {
  const at = placed(chart);
  if (at.kind === "trend") return at;
  if (at.kind === "strip")
    return { ...at, largest: rough(at.largest), ...(at.max === undefined ? {} : { max: rough(at.max) }) };
  const { max } = comparisonAxis(chart as ComparisonChart);
  const column = max / mostColumns(at.peers.length);
  const inColumn = (value: number) => tidy(Math.round(value / column) * column);
  const beyond = (value: number) => Number(value.toFixed(at.decimals + (at.percent ? 2 : 0))); // as the axis names it
  const peer = at.kind === "ranked" ? (value: number) => value : inColumn;
  return { ...at, peers: at.peers.map((value) => (value > max ? beyond(value) : peer(value))) };
}

/** Width of a comparison's scale, px at 96 to the inch. */
const across = 395;

function onGrid(max: number, px: number): (value: number) => number {
  const tenths = px * 10;
  return (value) => tidy((Math.round((value / max) * tenths) / tenths) * max);
}

function comparisonPlaced(chart: ComparisonChart): ComparisonChart {
  const { max } = comparisonAxis(chart);
  const place = onGrid(max, across);
  const { peers, best, labels } = chart;
  return {
    ...chart,
    peers: chart.kind === "ranked" ? peers.map((value) => (value > max ? value : place(value))) : peers,
    ...(best ? { best: { ...best, from: place(best.from), to: place(best.to) } } : {}),
    labels: labels.map((label) => ofOthers(label, place)),
  };
}

function trendPlaced(chart: TrendChart): TrendChart {
  const place = onGrid(axisFor(largestOf(chart), chart).max, plotHeight);
  const maybe = (value: number | null) => (value === null ? null : place(value));
  return {
    ...chart,
    points: chart.points.map((point) => ({
      ...point,
      median: maybe(point.median),
      lower: maybe(point.lower),
      upper: maybe(point.upper),
    })),
    ends: chart.ends.map((label) => ofOthers(label, place)),
  };
}

function stripPlaced(chart: StripChart): StripChart {
  const place = onGrid(stripMax(chart), stripWidth);
  return { ...chart, lower: place(chart.lower), upper: place(chart.upper), median: place(chart.median) };
}

function ofOthers(label: ChartLabel, place: (value: number) => number): ChartLabel {
  return label.role === "own" || label.role === "goal" ? label : { ...label, at: place(label.at) };
}

/** The end of a scale, which is no mark. */
function rough(value: number): number {
  return Number(value.toPrecision(3));
}

/** Without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(6));
}

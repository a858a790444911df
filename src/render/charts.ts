import type * as vega from "vega";
import type { TopLevelSpec } from "vega-lite";
import { parse } from "yaml";
import { onDemand, rememberedBy } from "../remembered.ts";
import type { ComparisonChart, StripChart, TrendChart } from "../report/chart.ts";
import type { Figures } from "../report/sentence.ts";
import { layBars, layDots, layEmailStrip, layRanked, rooms } from "./comparison.ts";
import { type Drawing, drawings } from "./drawing.ts";
import { placed } from "./placed.ts";
import { type Svg, tidySvg } from "./svg.ts";
import { type Templates, templateAt } from "./templates.ts";
import { readTheme, type Theme, toVegaConfig } from "./theme.ts";
import { laySmallTrend, layStrip, layTrend } from "./trend.ts";

/** Every chart template, compiled: a view each, which is given all its data and signals anew for every drawing. */
export type Charts = Readonly<Record<Drawing["template"], CompiledChart>>;

type CompiledChart = { view: vega.View; lastTurn: Promise<unknown> };

type DrawnChart = ComparisonChart | TrendChart | StripChart;

/**
 * Loads Vega, which takes longer than anything else of the program, and is for those alone who draw. A template is read at once, and
 * compiled when its chart is first asked for.
 */
export async function compileCharts(templates: Templates): Promise<Charts> {
  const drawers: Drawers = await Promise.all([import("vega"), import("vega-lite")]);
  const theme = readTheme(templates);
  const charts: Partial<Charts> = {};
  for (const name of drawings) {
    const template = readChart(name, templateAt(templates, `charts/${name}.yaml`));
    onDemand(charts, name, () => compileChart(drawers, template, theme));
  }
  return charts as Charts;
}

/** The chart for print, at its printed size (96 px to the inch). `room`: for stacks of dots or ranked bars, px. */
export function drawSvg(
  charts: Charts,
  chart: DrawnChart,
  figures: Figures,
  { room }: { room?: number } = {},
): Promise<Svg> {
  const own = room ?? ("peers" in chart ? usualRoom(chart) : undefined);
  return once(charts, { chart, figures, as: `paper ${own ?? ""}` }, () => layOut(chart, figures, own));
}

/** One of several small trends, 51.67 mm wide; `largest` where they share a scale. */
export function drawSmallTrend(charts: Charts, chart: TrendChart, figures: Figures, largest?: number): Promise<Svg> {
  const as = `small ${largest ?? ""}`;
  return once(charts, { chart, figures, as }, () => laySmallTrend(placed(chart), figures, largest));
}

/** The picture of the email, 516 × 80 px: its scale runs from 6 px to 510 px, the ends of the email's bars. */
export function drawEmailStrip(charts: Charts, chart: ComparisonChart, figures: Figures): Promise<Svg> {
  return once(charts, { chart, figures, as: "strip" }, () => layEmailStrip(placed(chart), figures));
}

type WantedChart = { chart: DrawnChart; figures: Figures; as: string };

/** What was drawn of the charts of a report, as long as there is the report: its channels show many of them alike. */
const drawn = new WeakMap<Charts, WeakMap<DrawnChart, { figures: Figures; svgs: Map<string, Promise<Svg>> }>>();

function once(charts: Charts, { chart, figures, as }: WantedChart, layOutNow: () => Drawing): Promise<Svg> {
  const known = drawn.get(charts) ?? new WeakMap();
  drawn.set(charts, known);
  const own = known.get(chart);
  const svgs: Map<string, Promise<Svg>> = own?.figures === figures ? own.svgs : new Map();
  known.set(chart, { figures, svgs });
  const svg = svgs.get(as) ?? draw(charts, layOutNow());
  svgs.set(as, svg);
  return svg;
}

/** How the chart is laid out, without drawing it: sizes and rows. */
export function layOut(exact: DrawnChart, figures: Figures, room?: number): Drawing {
  const chart = placed(exact);
  switch (chart.kind) {
    case "trend":
      return layTrend(chart, figures);
    case "strip":
      return layStrip(chart, figures);
    case "bars":
      return layBars(chart, figures);
    case "ranked":
      return layRanked(chart, figures, room ?? usualRoom(chart));
    case "dots":
      return layDots(chart, figures, room ?? usualRoom(chart));
  }
}

const heights = rememberedBy<number>();

/** The height of a chart on paper, px, before it is drawn. Worked out once for each room, however often a page is tried with it. */
export function heightOnPaper(chart: DrawnChart, figures: Figures, room?: number): number {
  return heights([chart, figures], String(room), () => {
    const { height, padding } = layOut(chart, figures, room);
    return height + padding.top + padding.bottom;
  });
}

function usualRoom({ peers }: ComparisonChart): number {
  return peers.length > 150 ? rooms.many : rooms.usual;
}

type Drawers = readonly [typeof import("vega"), typeof import("vega-lite")];

function compileChart([vega, { compile }]: Drawers, template: object, theme: Theme): CompiledChart {
  const spec = { ...template, config: toVegaConfig(theme) } as TopLevelSpec;
  const compiled = compile(spec, { logger: vega.logger(vega.Error) }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: vega.Error, loader: noLoader(vega) });
  return { view, lastTurn: Promise.resolve() };
}

function readChart(name: Drawing["template"], text: string): object {
  const template = parse(text);
  refuseOutside(template, `charts/${name}.yaml`);
  return template;
}

/** Vega passes over a file that it may not load without a word; a chart has no links either. */
function refuseOutside(value: unknown, where: string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (/^(url|href|loader)$/.test(key))
      throw new Error(`"${key}" in ${where}: a chart holds its data, and leads nowhere`);
    refuseOutside(each, where);
  }
}

/** One drawing of a view at a time: it holds the data of one chart. */
function draw(charts: Charts, drawing: Drawing): Promise<Svg> {
  const chart = charts[drawing.template];
  const turn = chart.lastTurn.then(() => drawNow(chart.view, drawing));
  chart.lastTurn = turn.catch(() => undefined); // whoever asked for it hears of a failure; the next one goes on
  return turn;
}

async function drawNow(view: vega.View, { alt, width, height, padding, signals, data }: Drawing): Promise<Svg> {
  view.width(width).height(height).padding(padding);
  for (const [name, value] of Object.entries(signals)) view.signal(name, value);
  for (const [name, rows] of Object.entries(data))
    view.data(
      name,
      rows.map((row) => ({ ...row })),
    );
  view.run();
  return tidySvg(await view.toSVG(), alt);
}

/** A template has no business with files or the network. */
function noLoader({ loader: usual }: Drawers[0]): vega.Loader {
  const loader = usual();
  loader.load = (uri) => Promise.reject(new Error(`a chart may not load "${uri}"`));
  return loader;
}

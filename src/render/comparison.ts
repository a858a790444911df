import type { ComparisonChart } from "../report/chart.ts";
import { type Figures, toWords } from "../report/sentence.ts";
import { axisFor, type ComparisonAxis, comparisonAxis } from "./axis.ts";
import { type ChartRow, type Drawing, snap, tickRows } from "./drawing.ts";
import { inReadingOrder, type LabelStep, labelsOf, linesOf, measureLabel } from "./labels.ts";
import { stackOf } from "./stack.ts";
import { textWidth } from "./text-width.ts";
import { faces } from "./theme.ts";

/** Room for stacks of dots or for bars, px: as a rule, what page one may lower it to, and where nothing else gives way. */
export const rooms = { usual: 90, many: 126, least: 76, tight: 60, lowest: 44 } as const;

/** Ranked peers as stacked dots, the practice marked, under a flight of labels. */
export function layDots(chart: ComparisonChart, figures: Figures, room: number): Drawing {
  const frame = frameOf(comparisonAxis(chart), { floor: chart.own.upTo === undefined ? 1 : SPAN + 1 });
  const { axis, plot, at, floor } = frame;
  const { beyond } = axis;
  const within = chart.peers.filter((peer) => peer <= axis.max);
  const ownWithin = chart.own.value !== undefined && chart.own.value <= axis.max ? chart.own.value : undefined;
  const per = chart.perDot ?? 1;
  const stack = stackOf(within, ownWithin, { max: axis.max, width: plot, room, per });
  const far = laneDots(beyond, chart.own.value, stack.pitch, at);
  const own = stack.own ?? far.own;
  const crown = floor + Math.max(stack.crown, far.crown);
  const steps = stepsOf(chart, figures, frame, crown);
  const height = heightOf(steps, crown);
  const down = ({ x, up }: { x: number; up: number }) => ({ x, y: height - floor - up });
  const ownRadius = Math.max(stack.pitch * OWN_DOT, 4.5);
  const foot = own ? floor + own.up + ownRadius : SPAN;
  return {
    template: "dots",
    alt: toWords(chart.alt, figures),
    width: plot,
    height,
    padding: paddingFor(frame),
    signals: { max: axis.max, radius: stack.pitch * PEER_DOT, ownRadius, rule: 1, ownRule: 1.75 },
    data: {
      peers: [...stack.peers, ...far.peers].map(down),
      own: own ? [down(own)] : [],
      ...groundAndWords(chart, frame, steps, { height, foot }),
    },
  };
}

/** The same comparison as ranked bars from 0, the shortest on top, so that leaders come down through empty paper. */
export function layRanked(chart: ComparisonChart, figures: Figures, room: number): Drawing {
  const frame = frameOf(comparisonAxis(chart), { floor: chart.own.upTo === undefined ? 0 : SPAN + 1 });
  const { axis, floor } = frame;
  const bars = barsOf(chart, room);
  const own = bars.find((bar) => bar.own);
  const steps = stepsOf(chart, figures, frame, floor + room);
  const height = heightOf(steps, floor + room);
  const row = ({ value, low, high }: RankedBar): ChartRow => ({
    x: frame.at(value),
    y: height - floor - high,
    y2: height - floor - low,
  });
  const far = bars.filter(({ value }) => value > axis.max);
  const top = Math.max(0, ...far.map(({ high }) => high));
  return {
    template: "ranked",
    alt: toWords(chart.alt, figures),
    width: frame.plot,
    height,
    padding: paddingFor(frame),
    signals: { max: axis.max },
    data: {
      peers: bars.filter((bar) => !bar.own).map(row),
      own: own ? [row(own)] : [],
      gaps:
        far.length > 0
          ? [{ from: frame.px(frame.plot + 4), to: frame.px(frame.plot + 8), y: height - top - 1, y2: height }]
          : [],
      ...groundAndWords(chart, frame, steps, { height, foot: own ? floor + own.high : SPAN }),
    },
  };
}

/** The dots on the scale of the email's bars, no words: what lies beyond the scale is told in the text. */
export function layEmailStrip(chart: ComparisonChart, figures: Figures): Drawing {
  const axis = comparisonAxis({ ...chart, kind: chart.kind === "bars" ? "dots" : chart.kind });
  const [width, height, floor] = [504, 74, chart.own.upTo === undefined ? 1 : SPAN + 1];
  const within = chart.peers.filter((peer) => peer <= axis.max);
  const own = chart.own.value !== undefined && chart.own.value <= axis.max ? chart.own.value : undefined;
  const per = chart.perDot ?? 1;
  const stack = stackOf(within, own, { max: axis.max, width, room: height - floor - 6, per });
  const down = ({ x, up }: { x: number; up: number }) => ({ x, y: height - floor - up });
  const rules = chart.labels.filter((label) => label.role !== "own" && label.at <= axis.max);
  return {
    template: "dots",
    alt: toWords(chart.shortAlt, figures),
    width,
    height,
    padding: { left: 6, top: 3, right: 6, bottom: 3 },
    signals: {
      max: axis.max,
      radius: Math.min(stack.pitch * PEER_DOT, 5.5),
      ownRadius: Math.min(Math.max(stack.pitch * OWN_DOT, 5), 8),
      rule: 2,
      ownRule: 2.5,
    },
    data: {
      peers: stack.peers.map(down),
      own: stack.own ? [down(stack.own)] : [],
      ownLeader: stack.own ? [{ x: stack.own.x, y: 0, y2: height - floor - stack.own.up }] : [],
      leaders: rules.map(({ at }) => ({ x: at, y: 0, y2: height })),
      span: spanRows(chart, axis, height),
      interval: intervalRows(chart, axis),
      line: [{ from: 0, to: axis.max }],
      ...wordless,
    },
  };
}

/** What the picture of an email leaves to its live text, and to the bars above it. */
const wordless = { best: [], heads: [], ownHead: [], notes: [], ticks: [], tickTexts: [], breaks: [], beyond: [] };

/** The practice's bar against its comparators', each under its words; hollow where it is an aim, not a practice. */
export function layBars(chart: ComparisonChart, figures: Figures): Drawing {
  const axis = axisFor(Math.max(chart.own.value ?? chart.own.upTo ?? 0, ...chart.labels.map(({ at }) => at)), chart);
  const labels = inReadingOrder(chart.labels);
  const words = labels.map((label) => measureLabel(label, 0, figures, WIDTH));
  const tops = words.map((_, i) => words.slice(0, i).reduce((sum, { height }) => sum + height + BAR + 10, 0));
  const height = snap((tops.at(-1) ?? 0) + (words.at(-1)?.height ?? 0) + BAR + 8 + 22) - 22;
  const bars = words.map(({ role, aim, height: tall }, i): ChartRow & { is: string } => {
    const value = role === "own" ? (chart.own.value ?? chart.own.upTo ?? 0) : (labels[i]?.at ?? 0);
    return {
      is: role === "own" ? "own" : aim ? "aim" : "usual",
      x: value,
      y: (tops[i] ?? 0) + tall + 2,
      y2: (tops[i] ?? 0) + tall + 2 + BAR,
    };
  });
  const rows = (part: "head" | "note", of: (role: string) => boolean) =>
    words.flatMap((word, i) =>
      of(word.role)
        ? linesOf(word)[part].map(({ text, baseline }) => ({ x: 0, y: (tops[i] ?? 0) + baseline, text }))
        : [],
    );
  return {
    template: "bars",
    alt: toWords(chart.alt, figures),
    width: WIDTH,
    height,
    padding: { left: 7, top: 0, right: 7, bottom: 22 },
    signals: { max: axis.max },
    data: {
      own: bars.filter(({ is }) => is === "own"),
      peers: bars.filter(({ is }) => is === "usual"),
      goals: bars.filter(({ is }) => is === "aim"),
      ownHead: rows("head", (role) => role === "own"),
      heads: rows("head", (role) => role !== "own"),
      notes: rows("note", () => true),
      line: [{ from: 0, to: axis.max }],
      ticks: tickRows(axis, WIDTH),
    },
  };
}

const BAR = 16; // height of a bar, px

type Frame = {
  axis: ComparisonAxis;
  plot: number; // width of the scale, px
  floor: number; // the first row starts here, px above the axis
  px: (px: number) => number; // px from the left of the plot, as a value of the scale
  at: (value: number) => number; // where a value is drawn, as a value of the scale: beyond its end, in the lane
  left: (value: number) => number; // the same in px
};

/** Radius of a dot, as a share of its column: a peer's with air round it, the practice's touching its neighbours. */
const PEER_DOT = 0.39;
const OWN_DOT = 0.51;

const WIDTH = 395; // with the padding, 108.3 mm: the main column
const LANE = 30; // room beyond the end of the scale for what lies off it, px
const SPAN = 5; // height of the stretch in which a withheld value may lie, px

function frameOf(axis: ComparisonAxis, { floor }: { floor: number }): Frame {
  const plot = axis.beyond.length > 0 ? WIDTH - LANE : WIDTH;
  const px = (x: number) => (x / plot) * axis.max;
  const at = (value: number) => (value > axis.max ? px(plot + LANE - 9) : value);
  return { axis, plot, floor, px, at, left: (value) => (at(value) / axis.max) * plot };
}

function paddingFor({ plot }: Frame): Drawing["padding"] {
  return { left: 7, top: 0, right: 7 + WIDTH - plot, bottom: 22 };
}

/** Values off the scale as one stack in the lane, the practice on top. */
function laneDots(beyond: readonly number[], own: number | undefined, pitch: number, at: Frame["at"]) {
  const dots = beyond.map((value, row) => ({ x: at(value), up: pitch / 2 + row * pitch }));
  const mine = own !== undefined && beyond.includes(own);
  const crown = dots.length * pitch;
  return mine ? { peers: dots.slice(0, -1), own: dots.at(-1), crown } : { peers: dots, own: undefined, crown };
}

function stepsOf(chart: ComparisonChart, figures: Figures, { left }: Frame, crown: number): LabelStep[] {
  return labelsOf(chart.labels, figures, { left, width: WIDTH, bottom: crown + 4 });
}

function heightOf(steps: readonly LabelStep[], crown: number): number {
  return snap(Math.max(crown, ...steps.map(({ top }) => top)) + 22) - 22;
}

/** What every comparison has round its marks: ground, axis, leaders and words. */
function groundAndWords(
  chart: ComparisonChart,
  frame: Frame,
  steps: readonly LabelStep[],
  { height, foot }: { height: number; foot: number },
): Record<string, ChartRow[]> {
  const { axis, at, px } = frame;
  const own = steps.filter(({ role }) => role === "own");
  const others = steps.filter(({ role }) => role !== "own");
  const leader = (step: LabelStep, from: number): ChartRow => ({
    x: px(step.x),
    y: height - step.leader,
    y2: height - from,
  });
  const rows = (of: readonly LabelStep[], part: "head" | "note") =>
    of.flatMap((step) =>
      linesOf(step)[part].map((line) => ({ x: px(step.from), y: height - step.top + line.baseline, text: line.text })),
    );
  const bestTop = height - (steps.find(({ role }) => role === chart.best?.role)?.top ?? foot);
  const bestTo = chart.best && chart.best.to >= axis.max ? px(WIDTH) : chart.best?.to;
  return {
    best: chart.best ? [{ from: at(chart.best.from), to: bestTo ?? 0, y: bestTop }] : [],
    span: spanRows(chart, axis, height),
    interval: intervalRows(chart, axis),
    leaders: others.map((step) => leader(step, 0)),
    ownLeader: own.map((step) => leader(step, foot)),
    heads: rows(others, "head"),
    ownHead: rows(own, "head"),
    notes: rows(steps, "note"),
    ...axisRows(frame),
  };
}

/** The axis; where it breaks, a lane beyond its end and, in the row of the ticks, what stands there. */
function axisRows({ axis, plot, px }: Frame): Record<string, ChartRow[]> {
  const ticks = tickRows(axis, plot);
  if (axis.note === undefined)
    return { line: [{ from: 0, to: axis.max }], ticks, tickTexts: ticks, breaks: [], beyond: [] };
  const free = WIDTH - textWidth(axis.note, faces.note) - 12;
  const room = ({ x, text }: ChartRow) => (Number(x) / axis.max) * plot + textWidth(String(text), faces.note) / 2;
  return {
    line: [
      { from: 0, to: px(plot + 4) },
      { from: px(plot + 8), to: px(WIDTH) },
    ],
    ticks,
    tickTexts: ticks
      .map((tick, i) => (i === 0 ? tick : { ...tick, align: "center" }))
      .filter((tick) => room(tick) <= free),
    breaks: [{ x: px(plot + 4) }, { x: px(plot + 8) }],
    beyond: [{ x: px(WIDTH), text: axis.note }],
  };
}

function spanRows({ own }: ComparisonChart, axis: ComparisonAxis, height: number): ChartRow[] {
  return own.value === undefined && own.upTo !== undefined
    ? [{ from: own.from ?? 0, to: Math.min(own.upTo, axis.max), y: height - SPAN }]
    : [];
}

/** The own 95% interval as a stretch of the axis, as far as the scale goes. */
function intervalRows({ own: { interval } }: ComparisonChart, axis: ComparisonAxis): ChartRow[] {
  return interval && interval.lower < axis.max
    ? [{ from: interval.lower, to: Math.min(interval.upper, axis.max) }]
    : [];
}

type RankedBar = { value: number; own: boolean; low: number; high: number };

const MOST_BARS = 400;

/** Bars from the largest at the axis to the smallest on top; above 400 practices each stands for the middle of a few. */
function barsOf(chart: ComparisonChart, room: number): RankedBar[] {
  const own = chart.own.value;
  const mine = own === undefined ? [] : [{ value: own, own: true }];
  const all = [...chart.peers.map((value) => ({ value, own: false })), ...mine].sort(
    (a, b) => b.value - a.value || (a.own ? -1 : 1),
  );
  const pitch = room / all.length;
  const group = Math.ceil(all.length / MOST_BARS);
  return all
    .map((bar, i) => {
      const middle = (i + 0.5) * pitch;
      const half = (bar.own ? Math.max(pitch * 0.72, 3.5) : pitch < 3 ? pitch * group + 0.3 : pitch * 0.72) / 2; // thin bars overlap a little: no hairlines of paper
      return { ...bar, low: Math.max(0, middle - half), high: Math.min(room, middle + half) };
    })
    .filter((bar, i) => bar.own || i % group === Math.floor(group / 2));
}

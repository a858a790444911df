import type { ChartLabel, ComparisonChart, MarkRole } from "../../report/chart.ts";
import type { Section } from "../../report/sections.ts";
import { type Figures, type Sentence, toWords } from "../../report/sentence.ts";
import { type Axis, comparisonAxis } from "../axis.ts";
import { drawEmailStrip, drawSvg, heightOnPaper } from "../charts.ts";
import { type HeightSetting, pxPerMm, sum, tall } from "../height.ts";
import { inReadingOrder } from "../labels.ts";
import { marked, markOf } from "../mark.ts";
import { type EmailRun, runsOf, valueRuns } from "../runs.ts";
import { tiedWords } from "../sentence.ts";
import type { SectionFace } from "./module.ts";

export const comparison: SectionFace<"comparison"> = {
  pageOne: {
    place: "flow",
    givesWay: true,
    height: (section, setting) =>
      (setting.fit.close ? 3.75 : 6.25) + 1.25 + Math.max(chartHeight(section, setting), factsHeight(section, setting)),
  },
  paper: async (section, { report: { figures }, charts, fit }) => {
    if (!section.chart) return section;
    const svg = await drawSvg(charts, section.chart, figures, fit);
    return { ...section, svg: marked(svg, markOf(section.name, "chart")) };
  },
  screen: {
    view: async (section, { report: { figures }, charts }) => {
      const { chart } = section;
      if (!chart) return { ...section, drawings: null };
      const svg = marked(await drawSvg(charts, chart, figures), markOf(section.name, "chart"));
      const strip = chart.kind === "bars" ? null : { svg: await drawEmailStrip(charts, chart, figures) };
      return { ...section, drawings: { svg, strip, ...chartView(chart, figures, null), table: chart.table } };
    },
    contents: () => "Where you stand",
  },
  email: {
    view: ({ message, note, facts, unit, better, chart }, { report: { figures }, picture }) => ({
      message: runsOf(message, figures),
      note: note ? runsOf(note, figures) : null,
      facts: facts.map(({ slot, lead, text }) => ({ slot, lead: runsOf(lead, figures), text: runsOf(text, figures) })),
      drawn: chart !== undefined,
      unit: chart ? unit.map((line) => runsOf(line, figures)) : [],
      better: better ? runsOf(better, figures) : null,
      ...(chart ? chartView(chart, figures, picture) : { bars: [], picture: null, ticks: [], beyond: null }),
    }),
    picture: ({ chart }) => (chart?.kind === "bars" ? undefined : chart),
  },
};

/** The column of the chart, mm. */
function chartHeight(section: Section<"comparison">, { report: { figures }, sizes, fit }: HeightSetting): number {
  const { message, unit, chart, note } = section;
  const { main: width } = sizes;
  const small = (sentence: Sentence) => tall(tiedWords(sentence, figures), sizes, { width, as: "small" });
  const svg = chart ? 2.5 + heightOnPaper(chart, figures, fit.room) / pxPerMm : 0;
  return (
    tall(tiedWords(message, figures), sizes, { width, as: "lead", weight: 600 }) +
    1.25 +
    sum(unit.map(small)) +
    svg +
    (note ? 1.25 + small(note) : 0)
  );
}

/** The column of the facts, mm. */
function factsHeight({ facts }: Section<"comparison">, { report: { figures }, sizes, fit }: HeightSetting): number {
  const { aside: width } = sizes;
  const heights = facts.map(
    ({ lead, text }, i) =>
      (i ? 1.25 : 0) +
      tall(tiedWords(lead, figures), sizes, { width, as: "title", weight: 600, spacing: -0.008 }) +
      tall(tiedWords(text, figures), sizes, { width, as: "body" }) +
      (fit.close ? 2.5 : 3.75),
  );
  return sum(heights);
}

// ------------------------------------------------------------------------- in the email, and on a telephone's screen

/** The chart of an email and of a narrow screen: bars in table cells and one picture, on the same scale. */
type ChartView = {
  bars: readonly Bar[];
  picture: { src: string; alt: string } | null;
  ticks: readonly Tick[];
  beyond: string | null; // what lies off the scale
};

/** A bar of table cells. Widths are per cent of the scale: for Word whole numbers in `width=""`, exact ones in the style. */
type Bar = {
  role: MarkRole;
  head: readonly EmailRun[]; // strong: its figures
  joint: string; // between head and note
  note: readonly EmailRun[] | null;
  own: boolean;
  hollow: boolean;
  drawn: boolean; // false where the value is withheld: an empty track would read as the largest
  broken: boolean; // reaches beyond the scale
  width: number;
  whole: number;
  rest: number;
  wholeRest: number;
};

/**
 * A cell of the axis: its text is centred on the tick, the first and last are flush with the ends. On a telephone the `minor`
 * ones are left out, where all texts at twice their size would be wider than it.
 */
type Tick = { text: string; align: "left" | "center" | "right"; width: number; whole: number; rank: "major" | "minor" };

function chartView(chart: ComparisonChart, figures: Figures, picture: { cid: string } | null): ChartView {
  const axis = comparisonAxis(chart);
  return {
    bars: barsOf(chart, figures, axis),
    picture: picture && { src: `cid:${picture.cid}`, alt: toWords(chart.shortAlt, figures) },
    ticks: ticksOf(axis.texts),
    beyond: axis.note ? `Off the scale: ${axis.note}.` : null,
  };
}

function barsOf(chart: ComparisonChart, figures: Figures, { max }: Axis): Bar[] {
  return inReadingOrder(chart.labels).map((label) => {
    const value = valueAt(label, chart);
    return barOf(label, figures, value === undefined ? undefined : value / max);
  });
}

/** Undefined where the practice's own value is withheld or unknown: its label stands without a bar. */
function valueAt(label: ChartLabel, chart: ComparisonChart): number | undefined {
  return label.role === "own" ? chart.own.value : label.at;
}

function barOf({ role, aim, head, note }: ChartLabel, figures: Figures, share: number | undefined): Bar {
  const width = Math.round(Math.min(share ?? 0, 1) * 1000) / 10;
  const whole = width > 0 ? Math.min(Math.max(Math.round(width), 1), width < 100 ? 99 : 100) : 0;
  return {
    role,
    head: valueRuns(head, figures),
    joint: share === undefined || note.length === 0 ? " " : ", ",
    note: note.length > 0 ? runsOf(note, figures) : null,
    own: role === "own",
    hollow: aim === true,
    drawn: share !== undefined,
    broken: share !== undefined && share > 1,
    width,
    whole,
    rest: Math.round((100 - width) * 10) / 10,
    wholeRest: 100 - whole,
  };
}

/** n steps: half a cell, n − 1 whole cells and half a cell, so that each text is centred on its line. */
function ticksOf(texts: readonly string[]): Tick[] {
  const step = 100 / (texts.length - 1);
  const every = majorEvery(texts);
  return texts.map((text, index) => {
    const end = index === 0 || index === texts.length - 1;
    const width = Math.round((end ? step / 2 : step) * 100) / 100;
    const align = !end ? "center" : index === 0 ? "left" : "right";
    return { text, width, whole: Math.floor(width), align, rank: index % every === 0 ? "major" : "minor" };
  });
}

/** Every how-manieth text of an axis a narrow window has room for at twice its size, the last being one of them. */
function majorEvery(texts: readonly string[]): number {
  const steps = texts.length - 1;
  const strides = Array.from({ length: steps }, (_, i) => i + 1).filter((stride) => steps % stride === 0);
  const widthOf = (stride: number) =>
    texts.filter((_, i) => i % stride === 0).reduce((sum, text) => sum + (text.length + 1) * DIGIT, 0);
  return strides.find((stride) => widthOf(stride) <= NARROW) ?? steps;
}

const DIGIT = 16; // px: of a small text's digit at twice its size
const NARROW = 264; // px: what margins leave of a window of 320

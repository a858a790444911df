import type { TrendChart } from "../chart.ts";
import { chooseBlock, sayBlock } from "../choose.ts";
import { type Voice, voiceOf } from "../material.ts";
import { titleWithUnit } from "../phrases.ts";
import type { Sentence } from "../sentence.ts";
import { everyPoint, hasTypical, trendChart } from "../trend-chart.ts";
import { sentenceOf } from "../words.ts";
import { type Composing, chartTexts, type SectionModule, slotIn, text } from "./module.ts";

export type MultiplesSection = {
  kind: "multiples";
  message: Sentence; // its title, where that is the same for everybody
  unit: Sentence;
  charts: readonly TrendChart[];
  sameScale: boolean; // all charts on one scale: what one reads off one can be held against the next
  key: Sentence;
};

/** The same picture, small, for several indicators. */
export const multiples: SectionModule<"multiples", MultiplesSection> = {
  compose: ({ indicators, title, message: ids, points }, composing) => {
    const { voice: headline } = composing;
    const { material, subject, notebook } = headline;
    const all = indicators === "all" ? material.campaign.indicators : indicators;
    const drawn = all.flatMap((id) => {
      const voice = voiceOf(material, subject, notebook, id);
      const chart = trendChart(voice, points);
      if (!chart) return [];
      return [
        { of: voice.indicator, chart: { ...chart, title: sentenceOf(notebook, titleWithUnit(voice.indicator)) } },
      ];
    });
    const charts = drawn.map(({ chart }) => chart);
    const said = ids && chooseBlock(slotIn(composing, "message", ids), headline);
    const choices = said ? [said.choice] : [];
    const message = title === undefined ? sayBlock(said?.block, headline) : sentenceOf(notebook, title);
    if (message.length === 0) return { choices };
    if (charts.length === 0) return { not: "nothing to draw", choices };
    const sameScale = charts.every(({ percent }) => percent); // shares have one unit; what else stands side by side has its own
    const scale = sameScale ? "One scale for all, from 0." : "Every scale starts at 0.";
    return {
      choices,
      section: {
        kind: "multiples",
        message,
        unit: sentenceOf(
          notebook,
          [
            everyPoint(
              drawn.map((each) => each.of),
              points,
            ),
            scale,
            ...eventKey(charts, composing),
          ].join(" "),
        ),
        charts,
        sameScale,
        key: keyOfLines(headline),
      },
    };
  },
  texts: ({ message, unit, charts, key }) => [
    ...text("message", "block", message),
    ...text("unit", "engine", unit),
    ...charts.flatMap((chart, i) => [
      ...text(`charts.${i + 1}`, "engine", chart.title),
      ...chartTexts(`charts.${i + 1}`, chart),
    ]),
    ...text("key", "engine", key),
  ],
  charts: ({ charts }) => charts,
};

function keyOfLines(voice: Voice): Sentence {
  const { one } = voice.material.campaign.recipients;
  const typical = hasTypical(voice) ? ` Thin line: the typical ${one}. Shaded: the middle half.` : "";
  return sentenceOf(voice.notebook, `Line with dots: your ${one}.${typical}`);
}

/** What the upright lines of small charts are, which have no room for words: "Line a: January 2024, Pharmacy First starts." */
function eventKey(charts: readonly TrendChart[], { name, voice }: Composing): string[] {
  const events = charts[0]?.events ?? [];
  if (events.length === 0) return [];
  const { sections } = voice.subject.design;
  const before = sections.slice(
    0,
    sections.findIndex((section) => section.name === name),
  );
  if (before.some(({ kind }) => kind === "trend"))
    return [`Upright ${events.length === 1 ? "line" : "lines"} as above.`];
  const told = events.map(({ head, note }) => `${head}, ${note}`).join("; ");
  return [`${events.length === 1 ? "Upright line" : "Upright lines, from the left"}: ${told}.`];
}

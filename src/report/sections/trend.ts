import type { TrendChart } from "../chart.ts";
import { chooseBlock, sayBlock } from "../choose.ts";
import { about } from "../material.ts";
import { ownGoalOn } from "../own-goal.ts";
import { titleWithUnit } from "../phrases.ts";
import type { Sentence } from "../sentence.ts";
import { everyPoint, trendChart } from "../trend-chart.ts";
import { sentenceOf } from "../words.ts";
import { chartTexts, type SectionModule, slotIn, text } from "./module.ts";

export type TrendSection = { kind: "trend"; message: Sentence; unit: Sentence; chart: TrendChart };

/** The practice over time, with what its peers did, under a title that says what happened. */
export const trend: SectionModule<"trend", TrendSection> = {
  compose: (settings, composing) => {
    const voice = about(settings.indicator, composing.voice);
    const { block, choice } = chooseBlock(slotIn(composing, "message", settings.message), voice);
    const { goal, not } = ownGoalOn(voice);
    const chart = trendChart(voice, settings.points, goal ? { goal } : {});
    if (!block) return { choices: [choice] };
    if (!chart) return { not: "nothing to draw", choices: [choice] };
    const isBehaviour = voice.indicator.measures === "behaviour";
    const at = { section: composing.name, kind: composing.kind, slot: "goal", indicator: voice.indicator.indicator };
    const goalChoice = { ...at, because: goal ? [goal.because] : [], bct: goal && isBehaviour ? ["1.6"] : [] };
    return {
      section: {
        kind: "trend",
        message: sayBlock(block, voice),
        unit: sentenceOf(
          voice.notebook,
          `${titleWithUnit(voice.indicator)}. ${everyPoint([voice.indicator], settings.points)}`,
        ),
        chart,
      },
      choices: [
        choice,
        ...(goal ? [{ ...goalChoice, chosen: "own-goal", considered: [] }] : []),
        ...(not ? [{ ...goalChoice, considered: [{ id: "own-goal", not }] }] : []),
      ],
    };
  },
  texts: ({ message, unit, chart }) => [
    ...text("message", "block", message),
    ...text("unit", "engine", unit),
    ...chartTexts("chart", chart),
  ],
  charts: ({ chart }) => [chart],
};

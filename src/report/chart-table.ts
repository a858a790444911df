import { periods } from "../input/library/period.ts";
import type { Window } from "../measure/standing.ts";
import type { ChartLabel, ChartTable, TrendPoint } from "./chart.ts";
import { capital, valueFigure } from "./format.ts";
import type { Voice } from "./material.ts";
import type { OwnGoal } from "./own-goal.ts";
import { drawnInterval } from "./phrases.ts";
import type { Sentence } from "./sentence.ts";
import { intervalFigure } from "./variables.ts";
import { plainText } from "./words.ts";

/** The marks of a comparison that have labels: own value first, then its interval, then what it is held against. */
export function comparisonTable(voice: Voice, labels: readonly ChartLabel[]): ChartTable {
  const { notebook, indicator } = voice;
  const own = labels.filter(({ role }) => role === "own");
  const others = labels.filter(({ role }) => role !== "own");
  const interval = drawnInterval(voice) ? intervalFigure(voice) : undefined;
  const row = ({ head, note }: ChartLabel) => {
    const [name, value] = parted(head);
    return { head: plainText(name, notebook), cells: [plainText(value, notebook), plainText(note, notebook)] };
  };
  const rows = [
    ...own.map(row),
    ...(interval ? [{ head: "95% interval of it", cells: [interval.text, ""] }] : []),
    ...others.map(row),
  ];
  const isNoted = rows.some(({ cells }) => cells[1] !== "");
  return {
    columns: ["Whose", capital(indicator.kind), ...(isNoted ? ["What that is"] : [])],
    rows: rows.map(({ head, cells }) => ({ head, cells: isNoted ? cells : cells.slice(0, 1) })),
  };
}

/** "Best quarter: 0.7 or fewer" as what it is called and its value. */
function parted(head: Sentence): [name: Sentence, value: Sentence] {
  const at = head.findIndex((span) => "figure" in span);
  if (at < 0) return [head, []];
  const name = head.slice(0, at).map((span) => ("text" in span ? { text: span.text.replace(/:?\s*$/, "") } : span));
  return [name, head.slice(at)];
}

/** Every point of a trend: its period, the own value, the typical one of peers, and where the middle half of them are; then the own goal. */
export function trendTable(
  voice: Voice,
  points: readonly TrendPoint[],
  stretches: readonly Window[],
  goal: OwnGoal | undefined,
): ChartTable {
  const { indicator, material } = voice;
  const { one, many } = material.campaign.recipients;
  const print = (value: number | null) => (value === null ? "–" : valueFigure(indicator, value).text);
  const hasPeers = points.some(({ median }) => median !== null);
  const half = ({ lower, upper }: TrendPoint) =>
    lower === null || upper === null ? "–" : `${print(lower)} to ${print(upper)}`;
  return {
    columns: ["Period", `Your ${one}`, ...(hasPeers ? [`Typical ${one}`, `Middle half of ${many}`] : [])],
    rows: [
      ...points.map((point, i) => ({
        head: periods[indicator.period].named(stretches[i]!),
        cells: [print(point.own), ...(hasPeers ? [print(point.median), half(point)] : [])],
      })),
      ...(goal ? [{ head: "Your goal", cells: [print(goal.value), ...(hasPeers ? ["–", "–"] : [])] }] : []),
    ],
  };
}

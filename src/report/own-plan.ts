import { better } from "../measure/direction.ts";
import { keyOf } from "./choose.ts";
import { monthlyFigure } from "./format.ts";
import type { Voice } from "./material.ts";
import type { OwnPlanSection } from "./report.ts";
import type { SectionSettings } from "./sections.ts";
import { asDefined, cycleNumber, monthlyAt, monthlyDecimals, nextIssue, ownMonthly } from "./variables.ts";
import { sentenceOf } from "./words.ts";

/** Room to write; with a goal line where the practice has a count worth changing. */
export function composeOwnPlan({ title, rows }: SectionSettings<"own-plan">, voice: Voice): OwnPlanSection {
  const { notebook, material } = voice;
  const next = nextIssue(material);
  const note = next
    ? `Report ${cycleNumber(material) + 1} comes on ${next} and will show what has changed.`
    : "The next report will show what has changed.";
  return { kind: "own-plan", title, note: sentenceOf(notebook, note), rows, ...goalOf(voice) };
}

/** "Our goal: from 29 items a month to …", and the comparators that are still ahead as marks. */
function goalOf(voice: Voice): Pick<OwnPlanSection, "goal" | "marks"> {
  const { indicator, notebook, signals, standing } = voice;
  const [own, median, best] = [ownMonthly(voice), monthlyAt(voice, "median"), monthlyAt(voice, "top-quartile")];
  if (indicator.numerator.counts === "quantity" || !signals.has("outside-best-quarter")) return {};
  if (own === undefined || median === undefined || best === undefined || standing.own.state !== "shown") return {};
  const few = asDefined(voice, standing.own.count) < 3 * standing.own.months;
  if (few || !better(indicator.direction, best, own)) return {};
  const figure = (path: string, count: number) =>
    [keyOf(path, voice), monthlyFigure(count, monthlyDecimals(voice))] as const;
  const typical = signals.has("worse-than-median") && better(indicator.direction, median, own);
  return {
    goal: sentenceOf(
      notebook,
      "Our goal: from ",
      figure("own.monthly", own),
      ` ${indicator.numerator.many} a month to`,
    ),
    marks: sentenceOf(
      notebook,
      ...(typical ? ["Typical ", figure("median.monthly", median), ", best quarter "] : ["Best quarter "]),
      figure("best.monthly", best),
      ".",
    ),
  };
}

import type { Commitment } from "../input/commitment.ts";
import { isDay } from "../input/files/fields.ts";
import { isCounted } from "../input/library/indicator.ts";
import { scaleOf } from "../measure/rounding.ts";
import { countsOf } from "../measure/standing.ts";
import { dayName, monthName, toMonth } from "../month.ts";
import { keyOf } from "./choose.ts";
import { monthlyFigure, valueFigure } from "./format.ts";
import { monthlyDecimals } from "./gaps.ts";
import { returnsOf, type Voice } from "./material.ts";
import { isDrawn } from "./phrases.ts";
import type { Sentence } from "./sentence.ts";
import { aMonth, timesIn } from "./time.ts";
import { sentenceOf } from "./words.ts";

/** The goal that a recipient has set itself for an indicator, as charts and tables show it. */
export type OwnGoal = {
  value: number; // in the indicator's unit, told the way the voice tells it
  words: Sentence; // "Your goal 2.9"
  note: Sentence; // "30 items a month, by 31 March 2027"; empty where there is nothing to add
  because: string; // "returned on the report of June 2026"
};

/**
 * The goal that was returned last, on an earlier report and up to this one's day of issue; or why one that was returned is not shown.
 * Neither where no goal for the indicator came back. A count is shown as the value that it comes to with today's denominator.
 */
export function ownGoalOn(voice: Voice): { goal?: OwnGoal; not?: string } {
  const returned = lastOn(voice);
  if (!returned) return {};
  const { aim, cycle, goalBy } = returned;
  if (!aim) return { not: "the goal that was returned gives no number" };
  if (!isDrawn(voice)) return { not: "the own value is not shown beside it" };
  const value = valueAt(aim, voice);
  if (value === undefined) return { not: "what its count comes to as a value is not known" };
  if (value > beyond * largestOf(voice)) return { not: `it is more than ${beyond} times what there is` };
  const { notebook, indicator } = voice;
  const by = isDay(goalBy) ? `by ${dayName(goalBy)}` : "";
  return {
    goal: {
      value,
      words: sentenceOf(notebook, "Your goal ", [keyOf("own-goal.value", voice), valueFigure(indicator, value)]),
      note: [...countWords(aim, voice), ...sentenceOf(notebook, aim.unit === "count" && by ? `, ${by}` : by)],
      because: `returned on the report of ${monthName(toMonth(cycle))}`,
    },
  };
}

const beyond = 3; // times the own value or the typical one: with a goal above that, nothing else could be read off the chart

function largestOf({ standing: { own }, group }: Voice): number {
  return Math.max(own.state === "shown" ? own.value : 0, group?.statistics?.median ?? 0);
}

/** The last of the goals for this indicator; one that names none is of the headline's, unless that report asked to look elsewhere first. */
function lastOn(voice: Voice): Commitment | undefined {
  const { material, subject } = voice;
  const { indicator } = voice.indicator;
  const { campaign, cycle } = material;
  const isOnIt = (each: Commitment) => {
    if (each.aim?.indicator) return each.aim.indicator === indicator;
    const then = subject.told?.find((told) => told.cycle === each.cycle)?.headline;
    return indicator === (then?.indicator ?? campaign.headline) && !then?.signals.includes("unbalanced");
  };
  const placeOf = ({ cycle: on, returned }: Commitment) => `${on} ${returned}`;
  return returnsOf(voice)
    .filter((each) => each.goal !== "" && each.cycle < cycle.id && each.returned <= cycle.issued && isOnIt(each))
    .reduce<Commitment | undefined>((last, each) => (!last || placeOf(each) > placeOf(last) ? each : last), undefined);
}

/** Counts of so many periods, over the denominator of now; a share that was written in per cent. */
function valueAt({ to, unit }: NonNullable<Commitment["aim"]>, { indicator, standing }: Voice): number | undefined {
  if (unit === "value") return indicator.kind === "share" ? to / 100 : to;
  const own = countsOf(standing.own);
  if (!isCounted(indicator) || !own || own.base === 0) return undefined;
  return ((to * timesIn({ indicator }, own)) / own.base) * scaleOf(indicator);
}

/** "30 items a month" */
function countWords({ to, unit }: NonNullable<Commitment["aim"]>, voice: Voice): Sentence {
  const { indicator, notebook } = voice;
  if (unit === "value" || !isCounted(indicator)) return [];
  const noun = to === 1 ? indicator.numerator.one : indicator.numerator.many;
  const decimals = Number.isInteger(to) ? 0 : monthlyDecimals(voice);
  return sentenceOf(
    notebook,
    [keyOf("own-goal.monthly", voice), monthlyFigure(to, decimals)],
    ` ${noun}${aMonth(voice)}`,
  );
}

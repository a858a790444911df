import { roundHalfUp } from "../measure/rounding.ts";
import { countsOf } from "../measure/standing.ts";
import { dayName, monthName } from "../month.ts";
import { textFigure, valueFigure } from "./format.ts";
import { countOf, monthlyOf, wayOf } from "./gaps.ts";
import type { Voice } from "./material.ts";
import type { Figure } from "./sentence.ts";
import { timesIn } from "./time.ts";

/** The year before, and what has changed since. */
export const changeVariables: Readonly<Record<string, (voice: Voice) => Figure | undefined>> = {
  "past.value": ({ indicator, standing: { past } }) =>
    past.state === "shown" ? valueFigure(indicator, past.value) : undefined,
  "past.count": ({ standing: { past } }) => countOf(countsOf(past)?.count),
  "past.monthly": (voice) => monthlyOf(voice, pastMonthly(voice)),
  "past.median": ({ indicator, group }) =>
    group?.statistics?.pastMedian === undefined
      ? textFigure("not known")
      : valueFigure(indicator, group.statistics.pastMedian),
  "change.count": (voice) => {
    const change = changeOfCount(voice);
    return change === undefined ? undefined : countOf(Math.abs(change));
  },
  "change.way": (voice) => wayOf(changeOfCount(voice)),
  "change.verb": (voice) => changeOfValue(voice),
  "change.since": ({ standing: { trend } }) =>
    textFigure(trend?.since === undefined ? "in a year" : `since about ${monthName(trend.since)}`),
  "slope.years": ({ standing: { forYears } }) => countOf(forYears?.years),
  "slope.from": ({ indicator, standing: { forYears } }) => forYears && valueFigure(indicator, forYears.from),
  "change.moving": ({ signals }) =>
    textFigure(signals.has("rising") ? "rising" : signals.has("falling") ? "falling" : "steady"),
  "change.moved": ({ signals }) =>
    textFigure(signals.has("rising") ? "risen" : signals.has("falling") ? "fallen" : "not changed"),
  "change.direction": ({ signals }) => textFigure(signals.has("rising") ? "up" : "down"),
  "change.percent": ({ standing: { trend } }) =>
    trend?.relative === undefined
      ? textFigure("much")
      : textFigure(`${roundHalfUp(Math.abs(trend.relative) * 100)}%`, trend.relative),
  "since.value": ({ indicator, standing: { since } }) => since && valueFigure(indicator, since.value),
  "since.issued": ({ standing: { since } }) => since && textFigure(dayName(since.issued)),
  "since.moved": sinceMoved,
  "list.step": ({ standing: { listStep } }) => (listStep ? textFigure(monthName(listStep.month)) : undefined),
  "list.change": ({ standing: { listStep } }) =>
    listStep
      ? textFigure(
          `${roundHalfUp(Math.abs(listStep.ratio - 1) * 100)}% ${listStep.ratio > 1 ? "more" : "fewer"}`,
          listStep.ratio,
        )
      : undefined,
};

function pastMonthly(voice: Voice): number | undefined {
  const past = countsOf(voice.standing.past);
  return past && past.count / timesIn(voice, past);
}

function changeOfCount({ standing: { own, past } }: Voice): number | undefined {
  const [now, before] = [countsOf(own), countsOf(past)];
  return now && before && roundHalfUp(now.count) - roundHalfUp(before.count);
}

/** "down from 3.1": the last report's value, with the way it went where that is named. */
function sinceMoved({ indicator, standing: { own, since } }: Voice): Figure | undefined {
  if (own.state !== "shown" || !since) return undefined;
  const [now, then] = [own.value, since.value].map((value) => valueFigure(indicator, value).text);
  const way = { rising: "up from", falling: "down from", steady: now === then ? "the same as" : "after" };
  return textFigure(`${way[since.direction]} ${then}`, since.value);
}

/** "up from", "down from" where a change is named, which shows in print; where it may be chance "after", which says nothing of a way. */
function changeOfValue({ indicator, signals, standing: { own, past } }: Voice): Figure | undefined {
  if (own.state !== "shown" || past.state !== "shown") return undefined;
  const [now, before] = [valueFigure(indicator, own.value).text, valueFigure(indicator, past.value).text];
  const change = own.value - past.value;
  const moved = signals.has("rising") ? "up from" : signals.has("falling") ? "down from" : undefined;
  return textFigure(moved ?? (now === before ? "the same as" : "after"), change);
}

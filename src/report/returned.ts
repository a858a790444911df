import type { Commitment, CommitmentStatus } from "../input/commitment.ts";
import { isDay } from "../input/files/fields.ts";
import type { ToldBefore } from "../input/history.ts";
import { isCounted } from "../input/library/indicator.ts";
import { dayName } from "../month.ts";
import { keyOf } from "./choose.ts";
import { monthlyFigure } from "./format.ts";
import { goalFrom, monthlyDecimals } from "./gaps.ts";
import { returnsOf, type Voice } from "./material.ts";
import type { Sentence } from "./sentence.ts";
import { aMonth } from "./time.ts";
import { sentenceOf } from "./words.ts";

/** What a recipient returned on its last report, as this one reviews it, and the techniques that this is (BCTTv1). */
export type Reviewed = {
  items: readonly Sentence[]; // "Find the patients (pharmacist, by 12 March 2026): done"; the own goal last
  bct: readonly string[];
};

/**
 * What was returned on a report, up to this one's day of issue: each step with who, by when and what came of it, then the own goal with
 * the figure that it is to change. A review is claimed only where something came of a plan (1.5), or the figure stands beside the goal
 * (1.5 of a behaviour, 1.7 of an outcome); a discrepancy (1.6) only of a behaviour, beside its goal. A plan that is only said again is none.
 */
export function reviewOf(voice: Voice, last: ToldBefore): Reviewed {
  const { material } = voice;
  const own = returnsOf(voice).filter((each) => each.cycle === last.cycle && each.returned <= material.cycle.issued);
  const steps = own.flatMap((each) => {
    const words = stepWords(each, voice);
    return words === undefined ? [] : [{ words, hasResult: each.status !== "planned" }];
  });
  const goal = latestGoal(own);
  const figure = goal && isAbout(voice, last) ? figureNow(voice) : undefined;
  const isBehaviour = voice.indicator.measures === "behaviour";
  const claims = {
    "1.5": steps.some(({ hasResult }) => hasResult) || (figure !== undefined && isBehaviour),
    "1.6": figure !== undefined && isBehaviour,
    "1.7": figure !== undefined && !isBehaviour,
  };
  return {
    items: [
      ...steps.map(({ words }) => sentenceOf(voice.notebook, words)),
      ...(goal ? [sentenceOf(voice.notebook, goalWords(goal), ...(figure ?? []))] : []),
    ],
    bct: Object.entries(claims).flatMap(([code, holds]) => (holds ? [code] : [])),
  };
}

function stepWords({ action, what, who, by, status }: Commitment, { material }: Voice): string | undefined {
  const step = action === "" ? what : material.actions.get(action)?.title;
  if (!step) return undefined;
  const about = [who, by && `by ${dayName(by)}`].filter((part) => part !== "");
  return `${step}${about.length > 0 ? ` (${about.join(", ")})` : ""}: ${outcomes[status]}`;
}

const outcomes: Readonly<Record<CommitmentStatus, string>> = {
  planned: "planned",
  "under-way": "under way",
  done: "done",
  "not-for-us": "not for you",
};

/** A recipient has one goal in a cycle, which may stand on several of its rows: the latest that it wrote. */
function latestGoal(own: readonly Commitment[]): Commitment | undefined {
  return own
    .filter(({ goal }) => goal !== "")
    .reduce<Commitment | undefined>((last, each) => (!last || each.returned > last.returned ? each : last), undefined);
}

function goalWords({ goal, goalBy }: Commitment): string {
  const by = isDay(goalBy) ? dayName(goalBy) : goalBy;
  return `Your goal: ${goal}${by === "" ? "" : `, by ${by}`}`;
}

/** Whether the goal of the last report's plan was one of what this report's headline is about. */
function isAbout({ indicator }: Voice, { headline }: ToldBefore): boolean {
  return headline.indicator === indicator.indicator && !headline.signals.includes("unbalanced");
}

/** " (now 27 items a month)": the count that the plan asks to set a goal from; nothing where it asks for none. */
function figureNow(voice: Voice): Parameters<typeof sentenceOf>[1][] | undefined {
  const { indicator } = voice;
  const now = goalFrom(voice);
  if (!isCounted(indicator) || now === undefined) return undefined;
  const noun = now === 1 ? indicator.numerator.one : indicator.numerator.many;
  return [
    " (now ",
    [keyOf("own.monthly", voice), monthlyFigure(now, monthlyDecimals(voice))],
    ` ${noun}${aMonth(voice)})`,
  ];
}

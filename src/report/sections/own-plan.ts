import type { SectionSettings } from "../../input/campaign/sections.ts";
import { comparatorIds, comparators } from "../../input/library/comparators.ts";
import { isCounted } from "../../input/library/indicator.ts";
import { comparatorModules } from "../../measure/comparators.ts";
import { better } from "../../measure/direction.ts";
import { keyOf } from "../choose.ts";
import { capital, monthlyFigure } from "../format.ts";
import { goalFrom, goalMonthly, monthlyAt, monthlyDecimals } from "../gaps.ts";
import { about, type Voice } from "../material.ts";
import { sideOf } from "../phrases.ts";
import type { Sentence } from "../sentence.ts";
import { aMonth, cycleNumber, nextIssue } from "../time.ts";
import { sentenceOf } from "../words.ts";
import { type SectionModule, text } from "./module.ts";

/** Room to write: a goal line and rows of who, what, by when, reviewed. */
export type OwnPlanSection = {
  kind: "own-plan";
  title: string;
  note: Sentence;
  goal?: Sentence;
  marks?: Sentence;
  rows: number;
};

/**
 * Room to write; with a goal line where the practice has a count worth changing. It asks for who, what, in what situation
 * and by when, which is action planning (1.4), and for a goal (1.1, or 1.3 where an outcome is measured).
 */
export const ownPlan: SectionModule<"own-plan", OwnPlanSection> = {
  compose: (settings, { name, voice }) => {
    const section = planOf(settings, voice);
    const goal = voice.indicator.measures === "behaviour" ? "1.1" : "1.3";
    const bct = section.goal ? [goal, "1.4"] : ["1.4"];
    return {
      section,
      choices: [{ section: name, kind: "own-plan", slot: "", chosen: "own-plan", because: [], bct, considered: [] }],
    };
  },
  texts: ({ title, note, goal, marks: ahead }) => [
    ...text("title", "heading", title),
    ...text("note", "engine", note),
    ...text("goal", "engine", goal),
    ...text("marks", "engine", ahead),
  ],
  charts: () => [],
};

function planOf({ title, rows }: SectionSettings<"own-plan">, voice: Voice): OwnPlanSection {
  const { notebook } = voice;
  const next = nextIssue(voice);
  const promise = voice.signals.has("no-data") ? "" : " and will show what has changed";
  const note = next && `Report ${cycleNumber(voice) + 1} comes on ${next}${promise}.`;
  return { kind: "own-plan", title, note: note ? sentenceOf(notebook, note) : [], rows, ...goalOf(voice) };
}

/**
 * The goal of what the headline asks to look at first: who is `unbalanced` has one of a balancing measure, or none; not one of
 * what goes well.
 */
function goalOf(voice: Voice): Pick<OwnPlanSection, "goal" | "marks"> {
  if (!voice.signals.has("unbalanced")) return goalOn(voice);
  const balancing = (voice.indicator["balanced-by"] ?? []).map((id) => goalOn(about(id, voice)));
  return balancing.find(({ goal }) => goal) ?? {};
}

/** "Our goal: from 29 items a month to …", and as marks the next goal and the comparators of the design that are still ahead. */
function goalOn(voice: Voice): Pick<OwnPlanSection, "goal" | "marks"> {
  const { indicator, notebook } = voice;
  const own = goalFrom(voice);
  const marks = own === undefined ? [] : marksAhead(voice, own);
  if (!isCounted(indicator) || own === undefined || marks.length === 0) return {};
  return {
    goal: sentenceOf(
      notebook,
      "Our goal: from ",
      [keyOf("own.monthly", voice), monthlyFigure(own, monthlyDecimals(voice))],
      ` ${indicator.numerator.many}${aMonth(voice)} to`,
    ),
    marks: sentenceOf(
      notebook,
      ...marks.flatMap(({ name, path, count }, i) => [
        `${i === 0 ? capital(name) : `, ${name}`} `,
        [keyOf(path, voice), monthlyFigure(count, monthlyDecimals(voice))] as const,
      ]),
      ".",
    ),
  };
}

type PlanMark = { name: string; path: string; count: number }; // count: a month, at the own size

/**
 * What to write there: the next goal, then what is usual, then what to aim at: "a fair next goal 26", "typical 15", "best quarter
 * 7". One that prints no better than the own count is no mark, and no goal that prints as what it leads to.
 */
function marksAhead(voice: Voice, own: number): PlanMark[] {
  const { indicator, subject, material, standing } = voice;
  const telling = { indicator, one: material.campaign.recipients.one };
  const ahead = [...comparatorIds]
    .sort((a, b) => Number(comparatorModules[a].isAim) - Number(comparatorModules[b].isAim))
    .filter((id) => subject.design.comparators.includes(id) && sideOf(voice, id) === "ahead");
  const [nearest] = [...ahead].sort((a, b) => (standing.toChange[a] ?? 0) - (standing.toChange[b] ?? 0));
  const comparing = ahead.flatMap((id) =>
    markOf(monthlyAt(voice, id), `${comparators[id].variables}.monthly`, comparatorModules[id].words.short(telling)),
  );
  const goal = nearest
    ? markOf(goalMonthly(voice, nearest), `goal.${comparators[nearest].variables}.to`, "a fair next goal")
    : [];
  const marks = [...goal.filter(({ count }) => comparing.every((mark) => mark.count !== count)), ...comparing];
  return marks.filter(({ count }) => better(indicator.direction, count, own));
}

function markOf(count: number | undefined, path: string, name: string): PlanMark[] {
  return count === undefined ? [] : [{ name, path, count }];
}

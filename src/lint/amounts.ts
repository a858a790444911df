import type { Action } from "../input/library/action.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";
import type { Report } from "../report/report.ts";
import { toWords } from "../report/sentence.ts";
import type { Seen } from "./rule.ts";
import type { ReportSubject } from "./subject.ts";
import { saidIn } from "./words.ts";

/** Fixed numbers of people or items, in actions and in goals, that are more than this recipient has. */
export function asksTooMuch(subject: ReportSubject): Seen[] {
  return [...inActions(subject), ...inGoals(subject)];
}

function inActions({ report, actions, indicators }: ReportSubject): Seen[] {
  const plan = report.sections.flatMap((section) => (section.kind === "actions" ? section.actions : []));
  return plan.flatMap(({ id }): Seen[] => {
    const action = actions.get(id);
    if (!action) return [];
    const pools = action.indicators.flatMap((each) => poolOf(report, indicators.get(each)) ?? []);
    const most = Math.max(...pools);
    if (pools.length === 0) return [];
    return askedOf(action).flatMap(([path, all]): Seen[] => {
      const asked = all.find((each) => each.number * (each.monthly ? monthsOf(action) : 1) > Math.ceil(most));
      if (!asked) return [];
      return [
        {
          what: "asks for more than a recipient has",
          example: `"${asked.text}", and ${report.recipient.code} has ${told(most)} a month`,
          hint: "give the action `how-many`, and say {{amount}} in its place",
          at: { kind: "action", id, path },
        },
      ];
    });
  });
}

/** "20 fewer a month" in a block, where there are 12. */
function inGoals({ report, indicators }: ReportSubject): Seen[] {
  return saidIn(report).flatMap(({ sentences, indicator, at }): Seen[] => {
    const pool = indicator === undefined ? undefined : poolOf(report, indicators.get(indicator));
    if (pool === undefined || at?.kind !== "block") return [];
    const literal = sentences.flatMap((each) => each.map((span) => ("text" in span ? span.text : "…"))).join(" ");
    const goal = fixedGoal.exec(literal);
    const number = toNumber(goal?.[1]);
    if (!goal || number === undefined || number <= Math.ceil(pool * (/year/.test(goal[0]) ? 12 : 1))) return [];
    return [
      {
        what: "names a goal that is more than a recipient has",
        example: `"${goal[0]}" in "${sentences.map((each) => toWords(each, report.figures)).join(" ")}"; ${report.recipient.code} has ${told(pool)} a month`,
        hint: "say {{goal.median.count}} or {{gap.median.count}}",
        at,
      },
    ];
  });
}

/** What a recipient has of an indicator in a month, or another period; undefined where that is not known or cannot be counted. */
function poolOf({ standings }: Report, indicator: Indicator | undefined): number | undefined {
  const values = standings.find((each) => each.indicator === indicator?.indicator)?.values;
  const { numerator, months } = values ?? {};
  if (!indicator || !isCounted(indicator) || indicator.numerator.counts === "quantity") return undefined;
  if (typeof numerator !== "number" || typeof months !== "number" || months === 0) return undefined;
  return (numerator * periods[indicator.period].covers) / months;
}

const asking = new WeakMap<Action, readonly AskedIn[]>();

type AskedIn = readonly [path: string[], asked: readonly AmountRead[]];

/** By field, what an action asks for: the same of all recipients, so it is read once. */
function askedOf(action: Action): readonly AskedIn[] {
  const known = asking.get(action) ?? fieldsOf(action).map(([path, text]): AskedIn => [path, askedIn(text)]);
  asking.set(action, known);
  return known;
}

function fieldsOf({ title, what, situation, amount, know, step }: Action): [string[], string][] {
  const fields: [string[], string][] = [
    [["title"], title],
    [["what"], what],
    [["situation"], situation],
    [["amount"], amount],
    [["know"], know],
    [["step", "text"], step.text],
  ];
  return fields.map(([path, text]) => [path, text.replace(/\{\{[^}]*\}\}/g, "…")]);
}

function monthsOf({ by }: Action): number {
  return Math.max(1, Math.round((by.weeks * 12) / 52));
}

const names = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty".split(" ");
const values = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 50];
const number = `(\\d[\\d,]*|${names.join("|")})`;
const counted =
  "people|persons|patients|records|reviews|items|repeats|courses|plans|starts|prescriptions|inhalers|decisions|recalls";

/** "ten records", "the next ten", "five agreed plans", "ten of ten", "five a month"; not "up to ten", "six or more". */
const asks = [
  new RegExp(
    `(?<!up to |over |under |than |aged? )\\b${number} (?:(?!or\\b)[a-z-]+ ){0,2}?(?:${counted})\\b(?! or )`,
    "gi",
  ),
  new RegExp(`\\bthe next ${number}\\b`, "gi"),
  new RegExp(`\\b(?:${names.join("|")}|\\d+) of ${number}\\b`, "gi"),
  new RegExp(`(?<!up to )\\b${number} (?:a|each|every|per) month\\b`, "gi"),
];

const fixedGoal = new RegExp(`\\b${number} (?:fewer|more|less)(?: [a-z]+)? (?:a|each|per) (?:month|year)\\b`, "i");

/** A number of people or items that a text asks for; `monthly`: in each month. */
type AmountRead = { text: string; number: number; monthly: boolean };

function askedIn(text: string): AmountRead[] {
  return asks.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: found, 1: written, index }) => {
      const asked = toNumber(written);
      const rest = text.slice(index, index + found.length + 8);
      return asked === undefined ? [] : [{ text: found, number: asked, monthly: /\bmonth$/.test(rest.trim()) }];
    }),
  );
}

function toNumber(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const named = names.indexOf(written.toLowerCase());
  return named >= 0 ? values[named] : Number(written.replaceAll(",", ""));
}

/** "2.8" */
function told(pool: number): string {
  return `${Math.round(pool * 10) / 10}`;
}

import { idIn, type Told } from "../input/history.ts";
import { type Condition, judge } from "../input/library/condition.ts";
import { toldOf } from "../report/told.ts";
import type { Rule, Seen, Spot } from "./rule.ts";
import { precisionFeedback } from "./sources.ts";
import { definedSignalsOf, type ReportSubject, type SeriesSubject, signalsOf } from "./subject.ts";
import { isHeadline, saidIn } from "./words.ts";

/** P: pathways, what a message needs to be true. */
export const pathways: readonly Rule[] = [
  {
    id: "P01",
    family: "pathways",
    says: "Send a message only where it is true",
    rests: [precisionFeedback],
    severity: "error",
    mode: "auto",
    profiles: ["integrity"],
    looks: "every block and action that was chosen: its condition against the signals on record in the same report",
    checks: { report: isTrue },
  },
  {
    id: "P02",
    family: "pathways",
    says: "Do not send the same message more than twice running",
    rests: [precisionFeedback],
    severity: "info",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "encouragement and first action of three cycles in a row: as they were told, where promoted runs say so, else as they would be made",
    checks: { series: varies },
  },
  {
    id: "P03",
    family: "pathways",
    says: "Mention a trend only where one was measured",
    rests: [precisionFeedback],
    severity: "error",
    mode: "heuristic",
    profiles: ["integrity"],
    looks: "words of rising and falling in headline, messages and facts, against the signals of the indicator",
    checks: { report: measuresTrends },
  },
];

function isTrue({ report, blocks, actions }: ReportSubject): Seen[] {
  return report.choices.flatMap(({ chosen, kind: section, indicator }): Seen[] => {
    if (chosen === undefined) return [];
    const kind = section === "actions" ? ("action" as const) : ("block" as const);
    const when: Condition | undefined = (kind === "action" ? actions : blocks).get(chosen)?.when;
    const of = kind === "action" ? definedSignalsOf : signalsOf;
    const verdict = judge(when, of(report, indicator), (id) => of(report, id));
    return verdict.holds
      ? []
      : [
          {
            what: `shown, though it ${verdict.not}`,
            hint: "the report was made from other words: make it again",
            at: { kind, id: chosen, path: ["when"] },
          },
        ];
  });
}

function varies({ campaign, report, before }: SeriesSubject): Seen[] {
  const step = campaign.sections.find(({ kind }) => kind === "first-step")?.name;
  const now = toldOf(report, []);
  const chosenIn = ({ blocks, actions: [first] }: Told, { what }: (typeof repeated)[number]) => {
    const line = what === "the first action" ? first : blocks.find((each) => each.startsWith(`${step}.encouragement `));
    return line === undefined ? undefined : idIn(line);
  };
  let [cycles, same] = [1, repeated.filter((each) => chosenIn(now, each) !== undefined)];
  for (const earlier of same.length > 0 ? before : []) {
    same = same.filter((each) => chosenIn(earlier, each) === chosenIn(now, each));
    if (same.length === 0 || ++cycles === 3) break;
  }
  if (cycles < 3) return [];
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  return same.map((each) => ({
    what: `${each.what} is the same for the third time`,
    ...exampleOf(chosenIn(now, each)),
    hint: "write another for readers who have had this one",
    at,
  }));
}

function exampleOf(chosen: string | undefined): Pick<Seen, "example"> {
  return chosen === undefined ? {} : { example: chosen };
}

const repeated = [{ what: "the encouragement" }, { what: "the first action" }] as const;

const trendWords =
  /\b(ris(?:es|en|ing)|has risen|fall(?:s|en|ing)|come down|gone up|going (?:up|down)|down from|up from|improv(?:ed|ing)|worsen\w*)\b/i;
const moves = [
  "improving",
  "worsening",
  "rising",
  "falling",
  "for-years",
  "achieved-median",
  "achieved-best-quarter",
  "lost-median",
  "lost-best-quarter",
] as const;

function measuresTrends({ report }: ReportSubject): Seen[] {
  return saidIn(report)
    .filter((said) => isHeadline(said) || said.section.kind === "comparison" || said.slot === "message")
    .flatMap(({ text, at, indicator }): Seen[] => {
      const word = trendWords.exec(text)?.[0];
      const signals = signalsOf(report, indicator);
      if (!word || moves.some((signal) => signals.has(signal))) return [];
      return [
        {
          what: `"${word}" where no trend was measured`,
          hint: "add improving or worsening to its `when`, or for-years where years are spoken of",
          ...(at ? { at } : {}),
        },
      ];
    });
}

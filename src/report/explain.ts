import { slotName } from "../input/campaign/slots.ts";
import { idIn, type ToldBefore, type ToldCycle } from "../input/history.ts";
import { type Comparator, comparatorIds, comparators } from "../input/library/comparators.ts";
import type { Inputs } from "../input/load.ts";
import { comparatorModules } from "../measure/comparators.ts";
import { calledOf } from "./called.ts";
import type { Choice } from "./choice.ts";
import type { StandingRecord } from "./record.ts";
import type { Report } from "./report.ts";
import { textOf } from "./sections.ts";
import { toPlain } from "./sentence.ts";

/** What the explanation needs besides the report: labels of techniques, and why these peers. */
export type ExplainOptions = {
  techniques: Inputs["techniques"];
  indicators: Inputs["indicators"];
  peers: string; // why these peers
  shown: readonly Comparator[]; // comparators of the design
  told?: readonly ToldBefore[] | undefined; // to the recipient, and to those it goes on for
  history?: readonly ToldCycle[] | undefined; // the cycles of what was told
};

/**
 * The report's reasons for a person: what is true of the practice, then each piece of it in reading order with the block
 * it came from, the signals that made it fit, the techniques it claims, and what was considered and not shown.
 */
export function explain(report: Report, options: ExplainOptions): string {
  const { recipient, campaign, cycle, standings } = report;
  return [
    `${recipient.name} (${recipient.code}): ${campaign.title}, report ${cycle.number} of ${cycle.of}, ${cycle.period}`,
    "",
    "WHAT IS TRUE",
    ...standings.flatMap(standingLines),
    ...noteLines(report),
    "",
    "WHY THESE PEERS",
    `  ${options.peers}`,
    "",
    "COMPARATORS",
    ...standings.flatMap((standing) => comparatorLines(standing, options, calledOf(recipient).one)),
    "",
    ...beforeLines(options),
    "WHY IT SAYS WHAT IT SAYS",
    ...report.choices
      .filter(({ chosen }) => chosen !== undefined)
      .flatMap((choice) => choiceLines(choice, report, options)),
    "",
    "CONSIDERED AND NOT SHOWN",
    ...report.choices
      .filter(({ chosen }) => chosen === undefined)
      .flatMap((choice) => choice.considered.map(({ id, not }) => `  ${slotName(choice)}: ${id} (${not})`)),
  ].join("\n");
}

/** What earlier reports told it, the latest first, and where that is from; nothing where the report does not hang on it. */
function beforeLines({ told = [], history = [] }: ExplainOptions): string[] {
  if (history.length === 0) return [];
  const lines = history.toReversed().flatMap(({ cycle, run, system, others = {} }) => {
    const own = told.filter((each) => each.cycle === cycle && each.by === system);
    const from = (code: string) => system ?? `run ${others[code] ?? run}`;
    if (own.length === 0) return [`  ${cycle}: nothing, by ${system ?? `run ${run}`}`];
    return own.map(({ code, headline, blocks, actions }) => {
      const said = [...blocks.filter((line) => line.startsWith("headline.say ")), ...actions].map(idIn);
      const value = headline.value === null ? "no value" : number(headline.value);
      return `  ${cycle}: ${code}, by ${from(code)}: ${headline.indicator} ${value}; ${said.join(", ") || "nothing that is named"}`;
    });
  });
  return ["WHAT IT WAS TOLD BEFORE", ...lines, ""];
}

/** Whose figures are counted with its own, and what is not counted. */
function noteLines({ notes = [], figures }: Report): string[] {
  if (notes.length === 0) return [];
  return ["", "ABOUT THE FIGURES", ...notes.map(({ title, text }) => `  ${title}: ${toPlain(text, figures)}`)];
}

function standingLines({ indicator, signals, values, suppressions, told }: StandingRecord): string[] {
  const shown = Object.entries(values).filter(([, value]) => value !== null);
  return [
    `  ${indicator}`,
    ...(told ? ["    shown as its complement; values and evidence here are as defined"] : []),
    `    ${shown.map(([name, value]) => `${name} ${number(value)}`).join(", ")}`,
    ...carriedLines(values),
    ...signals.map(({ signal, evidence }) => `    ${signal.padEnd(26)} ${evidence}`),
    ...suppressions.map(({ what, reason }) => `    withheld: ${what} (${reason})`),
  ];
}

/** How far its numbers carry: what sets its peers apart, and how alike neighbouring months are. */
function carriedLines({ reliability, correlation }: StandingRecord["values"]): string[] {
  return [
    ...(typeof reliability === "number"
      ? [
          `    ${(reliability * 100).toFixed(0)}% of the differences between its peers are more than chance (reliability)`,
        ]
      : []),
    ...(typeof correlation === "number"
      ? [
          `    neighbouring months correlate by ${correlation.toFixed(2)} over all: intervals and changes are judged by it`,
        ]
      : []),
  ];
}

/** Each comparator that is known, with its value: shown because the design asks for it, or not because it does not. */
function comparatorLines(
  { indicator, values }: StandingRecord,
  { shown, indicators }: ExplainOptions,
  one: string,
): string[] {
  const of = indicators.get(indicator);
  const known = comparatorIds.filter((id) => typeof values[comparators[id].record] === "number");
  if (known.length === 0 || !of) return [`  ${indicator}: none, too few peers`];
  return known.map((id) => {
    const name = id === "median" ? `the typical ${one}` : comparatorModules[id].words.name({ indicator: of, one });
    const reason = shown.includes(id)
      ? "shown: the design asks for it"
      : "not shown: not among the design's comparators";
    return `  ${indicator}: ${name} ${number(values[comparators[id].record])} (${reason})`;
  });
}

function number(value: number | string | null | undefined): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value ?? "");
}

function choiceLines(choice: Choice, report: Report, { techniques }: ExplainOptions): string[] {
  const { indicator, chosen, version, because, bct, considered } = choice;
  const words = choiceWords(choice, report);
  const claims = bct.map((code) => `${code} ${techniques.get(code)?.label ?? ""}`.trim());
  return [
    `  ${slotName(choice)}: ${chosen}${version === undefined ? "" : `, version ${version}`}${indicator ? ` on ${indicator}` : ""}`,
    ...(words ? [`    "${words}"`] : []),
    `    because ${because.length > 0 ? because.join(", ") : "it fits everybody"}`,
    ...(claims.length > 0 ? [`    techniques: ${claims.join("; ")}`] : []),
    ...(considered.length > 0
      ? [`    before it: ${considered.map(({ id, not }) => `${id} (${not})`).join("; ")}`]
      : []),
  ];
}

/** The words that came of a choice, where the report holds them. */
function choiceWords(choice: Choice, { sections, figures }: Report): string | undefined {
  return textOf(choice, sections)
    ?.words.map((words) => toPlain(words, figures))
    .join(" ");
}

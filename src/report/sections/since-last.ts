import { idIn, type ToldBefore } from "../../input/history.ts";
import { dayName } from "../../month.ts";
import { chooseBlock, keyOf, sayBlock } from "../choose.ts";
import { valueFigure } from "../format.ts";
import { lastTold } from "../last-told.ts";
import type { Voice } from "../material.ts";
import { isDrawn, titleWithUnit } from "../phrases.ts";
import { type Reviewed, reviewOf } from "../returned.ts";
import type { Sentence } from "../sentence.ts";
import { periodOver, periodText } from "../time.ts";
import { labelText, sentenceOf } from "../words.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

/** What has come since the last report: the figures then and now, what can be told of the change, and what was suggested. */
export type SinceLastSection = {
  kind: "since-last";
  title: string;
  message: Sentence;
  unit: Sentence; // what the figures are; empty where there are none to set side by side
  rows: readonly SinceRow[]; // in order of time
  note: Sentence; // that it came under an earlier code, or that months told of before have been corrected since; empty where neither
  suggested?: { label: string; items: readonly string[] }; // titles of the actions of then that the library still has
  planned?: { label: string } & Pick<Reviewed, "items">; // what was returned on that report, and what came of it
};

export type SinceRow = { when: Sentence; period: Sentence; value: Sentence };

/** The last report beside this one. Nothing in a first report, or where no earlier one reached the recipient. */
export const sinceLast: SectionModule<"since-last", SinceLastSection> = {
  compose: ({ title, message: ids, suggested, planned }, composing) => {
    const { voice, name: section, kind } = composing;
    const last = lastTold(voice);
    if (!last) return { not: "no earlier report reached it", choices: [] };
    const { block, choice } = chooseBlock(slotIn(composing, "message", ids), voice);
    const items = actionsOf(voice, last);
    const { items: returned, bct } = reviewOf(voice, last);
    const rows = rowsOf(voice);
    return {
      section: {
        kind: "since-last",
        title,
        message: sayBlock(block, voice),
        unit: rows.length > 0 ? sentenceOf(voice.notebook, `${titleWithUnit(voice.indicator)}.`) : [],
        rows,
        note: noteOf(voice, { last, hasRows: rows.length > 0 }),
        ...(items.length > 0 ? { suggested: { label: suggested, items } } : {}),
        ...(returned.length > 0 ? { planned: { label: planned, items: returned } } : {}),
      },
      choices: [
        choice,
        ...(returned.length > 0
          ? [
              {
                ...{ section, kind, slot: "planned", indicator: voice.indicator.indicator, chosen: "returned" },
                ...{ because: ["a plan came back on the last report"], bct, considered: [] },
              },
            ]
          : []),
      ],
    };
  },
  texts: ({ title, message, unit, rows, note, suggested, planned }) => [
    ...text("title", "heading", title),
    ...text("message", "block", message),
    ...text("unit", "engine", unit),
    ...rows.flatMap(({ when, period, value }, i) =>
      [when, period, value].flatMap((cell) => text(`rows.${i + 1}`, "engine", cell)),
    ),
    ...text("note", "engine", note),
    ...text("suggested", "heading", suggested?.label),
    ...(suggested?.items ?? []).flatMap((item) => text("suggested", "heading", item)),
    ...text("planned-label", "heading", planned?.label),
    ...(planned ? [{ slot: "planned", from: "engine" as const, words: planned.items }] : []),
  ],
  charts: () => [],
};

/** A year before, the last report and now; nothing where the last report's figure cannot stand beside this one's, or either is too small to be a value. */
function rowsOf(voice: Voice): SinceRow[] {
  const { indicator, notebook, standing, signals } = voice;
  const { since, own, past, before } = standing;
  if (!signals.has("told-before") || !since || own.state !== "shown" || !isDrawn(voice)) return [];
  const row = (when: string, period: string, path: string, value: number): SinceRow => ({
    when: sentenceOf(notebook, when),
    period: sentenceOf(notebook, period),
    value: sentenceOf(notebook, [keyOf(path, voice), valueFigure(indicator, value)]),
  });
  const year =
    past.state === "shown" && signals.has("has-past")
      ? [row("A year before", periodOver(voice, before), "past.value", past.value)]
      : [];
  return [
    ...year,
    row(`Your last report, ${dayName(since.issued)}`, periodOver(voice, since.window), "since.value", since.value),
    row("Now", periodText(voice), "own.value", own.value),
  ];
}

/** Under which code that report came, where it was another; and that its months have been corrected since. */
function noteOf(
  { notebook, subject: { organisation }, standing: { since } }: Voice,
  { last, hasRows }: { last: ToldBefore; hasRows: boolean },
): Sentence {
  const notes = [
    ...(last.code === organisation.code ? [] : ["Your last report came under your earlier code."]),
    ...(hasRows && since?.corrected ? ["Figures for months in your last report have been corrected since."] : []),
  ];
  return notes.length > 0 ? sentenceOf(notebook, notes.join(" ")) : [];
}

function actionsOf({ material: { actions } }: Voice, { actions: lines }: ToldBefore): string[] {
  return lines.flatMap((line) => actions.get(idIn(line))?.title ?? []).map(labelText);
}

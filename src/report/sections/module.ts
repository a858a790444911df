import { type Ladder, namesOf } from "../../input/campaign/sections/kind.ts";
import type { SectionKind, SectionSettings } from "../../input/campaign/sections.ts";
import type { ActionPlan, ActionText } from "../actions.ts";
import type { ComparisonChart, StripChart, TrendChart } from "../chart.ts";
import type { Choice, SectionAbsence } from "../choice.ts";
import type { Choosing } from "../choose.ts";
import type { Voice } from "../material.ts";
import type { Sentence } from "../sentence.ts";

/** What a section is composed with besides its settings. */
export type Composing = {
  name: string; // of the section
  kind: SectionKind;
  voice: Voice; // of the headline indicator
  plan: ActionPlan;
};

/** What a section came to: nothing where there is nothing to show, or to draw; and the choices made in it either way. */
export type Composed<Body> = { section?: Body; not?: SectionAbsence; choices: readonly Choice[] };

/** A piece of what a section prints, in reading order with its neighbours. */
export type Text = {
  slot: string; // its place in the section: "message", "facts.2"; that of its choice where a block was chosen for it
  words: readonly Sentence[]; // a fact has two: lead and text
  from: "block" | "action" | "campaign" | "heading" | "engine"; // who wrote it; heading: titles, labels, notes and links of the campaign
  action?: string; // id of the action that it tells
  fields?: readonly string[]; // of an action, what stands beside it in the plan
};

export type Chart = ComparisonChart | TrendChart | StripChart;

/** A kind of section in a report: how it is composed, and what it holds. */
export type SectionModule<K extends SectionKind, Body extends { kind: K } = { kind: K }> = {
  compose(settings: SectionSettings<K>, composing: Composing): Composed<Body>;
  texts(section: Body): readonly Text[];
  charts(section: Body): readonly Chart[];
};

/** A slot of a section, by its place in it. */
export function slotIn({ name, kind }: Composing, slot: string, ladder: Ladder | readonly string[]): Choosing {
  return { section: name, kind, slot, ids: namesOf(ladder) };
}

/** A text that is one sentence. */
export function text(slot: string, from: Text["from"], words: Sentence | string | undefined): Text[] {
  const sentence = typeof words === "string" ? [{ text: words }] : (words ?? []);
  return sentence.length === 0 ? [] : [{ slot, from, words: [sentence] }];
}

/** The searches and links that an action names. */
export function toolTexts(slot: string, { searches, links = [] }: Pick<ActionText, "searches" | "links">): Text[] {
  return [searches, ...links.map(({ words }) => words)].flatMap((words) => text(slot, "heading", words));
}

/** The words of a chart: its labels, and what stands in its place for those who cannot see it. */
export function chartTexts(slot: string, chart: Chart | undefined): Text[] {
  if (!chart) return [];
  const labels = "labels" in chart ? chart.labels : "ends" in chart ? chart.ends : [];
  return [
    ...labels.flatMap(({ head, note }) => [...text(slot, "engine", head), ...text(slot, "engine", note)]),
    ...text(slot, "engine", chart.alt),
    ...("shortAlt" in chart ? text(slot, "engine", chart.shortAlt) : []),
  ];
}

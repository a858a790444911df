import type { PlannedSection, SectionKind } from "../input/campaign/sections.ts";
import type { Choice } from "./choice.ts";
import { actions } from "./sections/actions.ts";
import { cautions } from "./sections/cautions.ts";
import { comparison } from "./sections/comparison.ts";
import { firstStep } from "./sections/first-step.ts";
import { groups } from "./sections/groups.ts";
import { headline } from "./sections/headline.ts";
import { letter } from "./sections/letter.ts";
import { method } from "./sections/method.ts";
import type { Chart, Composed, Composing, SectionModule, Text } from "./sections/module.ts";
import { multiples } from "./sections/multiples.ts";
import { ownPlan } from "./sections/own-plan.ts";
import { sinceLast } from "./sections/since-last.ts";
import { table } from "./sections/table.ts";
import { trend } from "./sections/trend.ts";
import { why } from "./sections/why.ts";

const modules = {
  headline,
  letter,
  comparison,
  "first-step": firstStep,
  "since-last": sinceLast,
  trend,
  table,
  multiples,
  groups,
  why,
  cautions,
  actions,
  "own-plan": ownPlan,
  method,
} satisfies { [K in SectionKind]: SectionModule<K> };

/** What a section of some kind holds. */
export type SectionBody<K extends SectionKind = SectionKind> = {
  [Kind in K]: (typeof modules)[Kind] extends SectionModule<Kind, infer Body> ? Body : never;
}[K];

/** A section of a report. Its name is that of the design, and of the mark on the page. */
export type Section<K extends SectionKind = SectionKind> = {
  [Kind in K]: { name: string; startsPage: boolean } & SectionBody<Kind>;
}[K];

/** What is said in one section of a design. */
export function composeBody({ kind, settings }: PlannedSection, composing: Composing): Composed<SectionBody> {
  return moduleOf({ kind }).compose(settings as never, composing);
}

/** Everything a section prints, in reading order. Rules and abbreviations ask for it again and again. */
export function textsIn(section: Section): readonly Text[] {
  const found = texts.get(section) ?? moduleOf(section).texts(section as never);
  texts.set(section, found);
  return found;
}

const texts = new WeakMap<Section, readonly Text[]>();

/** What is printed of a choice; undefined where that is no text, or nothing was chosen. */
export function textOf({ section: name, slot }: Choice, sections: readonly Section[]): Text | undefined {
  const section = sections.find((each) => each.name === name);
  return section && textsIn(section).find((each) => each.slot === slot);
}

export function chartsIn(section: Section): readonly Chart[] {
  return moduleOf(section).charts(section as never);
}

function moduleOf({ kind }: { kind: SectionKind }): SectionModule<SectionKind, SectionBody & { kind: never }> {
  return modules[kind] as never;
}

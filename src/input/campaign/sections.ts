import { z } from "zod";
import { actions } from "./sections/actions.ts";
import { cautions } from "./sections/cautions.ts";
import { comparison } from "./sections/comparison.ts";
import { firstStep } from "./sections/first-step.ts";
import { groups } from "./sections/groups.ts";
import { headline } from "./sections/headline.ts";
import type { Kind } from "./sections/kind.ts";
import { letter } from "./sections/letter.ts";
import { method } from "./sections/method.ts";
import { multiples } from "./sections/multiples.ts";
import { ownPlan } from "./sections/own-plan.ts";
import { sinceLast } from "./sections/since-last.ts";
import { table } from "./sections/table.ts";
import { trend } from "./sections/trend.ts";
import { why } from "./sections/why.ts";

/** The kinds of section. Each is written as its name with its settings: `- trend: { points: 12 }`. */
export const sectionKinds = {
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
} as const;

export type SectionKind = keyof typeof sectionKinds;

/** The settings of one kind of section, defaults filled in. */
export type SectionSettings<K extends SectionKind> = z.output<(typeof sectionKinds)[K]["schema"]>;

/** A section as it is written: its kind and settings. */
export type WrittenSection = { [K in SectionKind]: { kind: K; settings: SectionSettings<K> } }[SectionKind];

/** A section of a campaign or a design. Its name is the same from here to the mark on the page. */
export type PlannedSection = { name: string } & WrittenSection;

/** A section as it stands in its file, so that a path in it leads to the place there: { trend: {…} }. */
export function asWritten({ kind, settings }: WrittenSection): Readonly<Record<string, object>> {
  return { [kind]: settings };
}

/** Whether sections of these kinds make a letter: there is one, and none that prints figures. */
export function isLetter(kinds: readonly SectionKind[]): boolean {
  return kinds.includes("letter") && !kinds.some((kind) => sectionKinds[kind].figures);
}

/** What the input knows of a kind, whichever it is. */
export function kindOf({ kind }: Pick<WrittenSection, "kind">): Kind<z.ZodObject> {
  return sectionKinds[kind] as unknown as Kind<z.ZodObject>;
}

/** `- trend: {…}` → { kind: "trend", settings: {…} }. Exactly one name an entry. */
export const sectionSchema = z
  .strictObject(
    Object.fromEntries(Object.entries(sectionKinds).map(([name, { schema }]) => [name, schema.optional()])) as {
      [K in SectionKind]: z.ZodOptional<(typeof sectionKinds)[K]["schema"]>;
    },
  )
  .refine((entry) => namesIn(entry).length === 1, "one section an entry, e.g. - trend: {…}")
  .transform((entry, { addIssue }): WrittenSection => {
    const [kind] = namesIn(entry);
    const section = { kind, settings: kind && entry[kind] } as WrittenSection;
    const why = misleads(section);
    if (why) addIssue({ code: "custom", path: [section.kind, "id"], message: why, input: section.settings.id });
    return section;
  });

/** The sections of a campaign in order, each with its name; two of one name are a slip. */
export const sectionsSchema = z
  .array(sectionSchema)
  .min(1)
  .transform((written, { addIssue }) => {
    const named = nameSections(written);
    named.forEach(({ name, kind, settings }, i) => {
      const before = named.findIndex((each) => each.name === name) < i;
      const isTaken = before || named.some((each) => each.name === name && each.settings.id === undefined);
      if (settings.id !== undefined && isTaken)
        addIssue({ code: "custom", path: [i, kind, "id"], message: "another section has this name", input: name });
    });
    return named;
  });

/** Why an author's name would be taken for another part of a report, where it would: findings and declarations call parts by one word. */
function misleads({ kind, settings: { id: name } }: WrittenSection): string | undefined {
  if (name === undefined) return undefined;
  if (name !== kind && Object.hasOwn(sectionKinds, name)) return `"${name}" is another kind of section`;
  return otherParts.has(name) ? `"${name}" is the name of another part of a report` : undefined;
}

/** What else of a report and its design is told apart by name where variants are compared. */
const otherParts: ReadonlySet<string> = new Set([
  ...[
    "attachment",
    "channels",
    "comparators",
    "data",
    "enclosures",
    "framing",
    "mail",
    "figures",
    "messages",
    "peers",
    "schedule",
    "sections",
  ],
  ...["support", "template", "topic"],
]);

/** Every section gets its author's name for it, or else its kind; of several of one kind trend-1, trend-2. */
export function nameSections(written: readonly WrittenSection[]): PlannedSection[] {
  const unnamed = written.filter(({ settings }) => settings.id === undefined);
  return written.map((section) => {
    const { kind, settings } = section;
    const alike = unnamed.filter((each) => each.kind === kind);
    const number = alike.indexOf(section) + 1;
    return { name: settings.id ?? (alike.length > 1 ? `${kind}-${number}` : kind), ...section };
  });
}

/** The name of a section that comes to others: its author's, or the first of trend, trend-2, trend-3 that is free. */
export function nameBeside(taken: readonly string[], { kind, settings }: WrittenSection): string {
  if (settings.id !== undefined) return settings.id;
  for (let number = 1; ; number++) {
    const name = number === 1 ? kind : `${kind}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** The settings of every section of a kind. */
export function settingsOf<K extends SectionKind>(sections: readonly PlannedSection[], kind: K): SectionSettings<K>[] {
  return sections.flatMap((section) => (section.kind === kind ? [section.settings as SectionSettings<K>] : []));
}

function namesIn(entry: Readonly<Partial<Record<SectionKind, unknown>>>): SectionKind[] {
  return Object.entries(entry).flatMap(([kind, settings]) => (settings === undefined ? [] : [kind as SectionKind]));
}

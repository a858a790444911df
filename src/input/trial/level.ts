import { z } from "zod";
import { type Campaign, campaignSchema } from "../campaign/campaign.ts";
import { mailSchema } from "../campaign/mail.ts";
import {
  nameBeside,
  type PlannedSection,
  type SectionKind,
  sectionKinds,
  sectionSchema,
  sectionsSchema,
} from "../campaign/sections.ts";
import { id, idOf, isoMonth, sentence } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";

/** What a level says of itself, and what it changes of a campaign. Everything it leaves out stays as the campaign has it. */

const { attachment, channels, comparators, enclosures, peers, framing, messages, template } = campaignSchema.shape;

function swapOf(kind: "block" | "action") {
  const own = idOf(kind);
  return z.record(id, z.union([own.transform((one) => [one]), z.array(own)]));
}

const support = z
  .strictObject({
    is: sentence.describe("What is given: Telephone support to plan the response."),
    by: sentence.describe("Who gives it, by role: A trained facilitator."),
    dose: sentence.describe("How much and how often: two calls of 30 minutes a cycle."),
    record: sentence
      .optional()
      .describe("Where it is recorded what was given: the facilitators' log, kept by the trials unit."),
  })
  .describe("Support outside the report: declared and recorded, not printed.");

export const levelSchema = z
  .strictObject({
    is: sentence.describe("What this level is, for the trial's papers: By email only. Never printed in a report."),
    campaign: id.optional().describe("Which of the trial's campaigns, by its name above, if there are several."),
    channels: channels.removeDefault().optional().describe("In place of the campaign's channels."),
    attachment: attachment.removeDefault().optional().describe("In place of the campaign's email attachment."),
    comparators: comparators.removeDefault().optional().describe("In place of the campaign's comparators."),
    peers: z
      .strictObject(
        Object.fromEntries(Object.entries(peers.shape).map(([key, field]) => [key, bare(field).optional()])) as {
          [K in keyof typeof peers.shape]: z.ZodOptional<z.ZodType<z.output<(typeof peers.shape)[K]>>>;
        },
      )
      .optional()
      .describe("Settings of the campaign's peers that differ here."),
    framing: framing.removeDefault().optional().describe("In place of the campaign's framing."),
    messages: messages.removeDefault().optional().describe("In place of the campaign's way of choosing messages."),
    template: template.removeDefault().optional().describe("In place of the campaign's template."),
    enclosures: enclosures
      .removeDefault()
      .optional()
      .describe("In place of what the campaign encloses with the letter; [] encloses nothing."),
    "headline-turns": z
      .literal("never")
      .optional()
      .describe("never: the headline is about the campaign's own indicator in every report."),
    mail: mailSchema.optional().describe("Fields of the email that differ here: { subject: … }."),
    sections: sectionsSchema.optional().describe("A whole list of sections in place of the campaign's."),
    "leave-out": z.array(id).min(1).optional().describe("Sections of the campaign that are not shown."),
    change: z
      .record(id, z.record(z.string(), z.unknown()))
      .optional()
      .describe("Settings of the campaign's sections that differ here: { comparison: { chart: bars } }."),
    add: z
      .array(
        z.strictObject({
          after: id.describe("The section of the campaign it follows."),
          section: sectionSchema.describe("The section, written as in a campaign: { own-plan: { rows: 4 } }."),
        }),
      )
      .min(1)
      .optional()
      .describe("Sections that the campaign does not have."),
    blocks: swapOf("block")
      .optional()
      .describe("A block of the campaign → the block, or blocks, in its place everywhere; [] takes it out."),
    actions: swapOf("action")
      .optional()
      .describe("An action of the campaign → the action, or actions, in its place; [] takes it out."),
    cycles: z
      .union([
        z.literal("none"),
        z.strictObject({
          from: isoMonth.optional().describe("The first cycle it is sent in; the campaign's first if left out."),
          to: isoMonth.optional().describe("The last cycle it is sent in; the campaign's last if left out."),
        }),
      ])
      .optional()
      .describe("In which cycles a report is sent: none, or { from, to }. In all if left out."),
    support: support.optional(),
  })
  .describe("One value of a factor: what it changes in the campaign.");

export type Level = z.output<typeof levelSchema>;

/** What an arm may change of a campaign. */
export const designKeys = [
  "channels",
  "attachment",
  "comparators",
  "peers",
  "cycles",
  "sections",
  "framing",
  "messages",
  "template",
  "mail",
  "enclosures",
  "headline-turns",
] as const;

export type DesignKey = (typeof designKeys)[number];

type LevelPath = readonly (string | number)[];

/** Something a level writes to: a setting, a section or its setting, or one block or action within a list. */
export type Touch = { at: readonly string[]; kind?: SectionKind; item?: string; path: LevelPath }; // kind: of the section; path: in the level

/** A level that asks for what is not there. */
export type Miss = { path: LevelPath; message: string; hint?: string; key?: true }; // key: it is the key that is wrong

export type Worked = {
  campaign: Campaign;
  touches: readonly Touch[];
  misses: readonly Miss[];
  /** Where a path of the new campaign comes from: the level's own path, or the old campaign's. */
  originOf: (path: LevelPath) => { level: LevelPath } | { campaign: LevelPath };
};

/** A section while levels are worked in, and where it came from. */
type Sourced = { section: PlannedSection; from: { campaign: number } | { level: LevelPath } };

/** Works a level into a campaign. Pure; what cannot be done is a miss, and the rest is done. */
export function workIn(campaign: Campaign, level: Level): Worked {
  const touches: Touch[] = [];
  const misses: Miss[] = [];
  const written: { at: LevelPath; level: LevelPath }[] = [];
  const settings = settingsOf(campaign, level, touches);
  const replaced = level.sections
    ? level.sections.map((section, i): Sourced => ({ section, from: { level: ["sections", i] } }))
    : campaign.sections.map((section, i): Sourced => ({ section, from: { campaign: i } }));
  if (level.sections) touches.push({ at: ["sections"], path: ["sections"] });
  const changed = changeSections(replaced, level, touches, misses);
  const kept = leaveOut(changed, level, touches, misses);
  const added = addSections(kept, level, misses);
  const swapped = swapItems(added, level, { touches, misses, written });
  return {
    campaign: { ...campaign, ...settings, sections: swapped.map(({ section }) => section) },
    touches,
    misses,
    originOf: (path) => originOf(path, swapped, written, level),
  };
}

function settingsOf(campaign: Campaign, level: Level, touches: Touch[]): Partial<Campaign> {
  const plain = ["channels", "attachment", "comparators", "enclosures", "framing", "messages", "template"] as const;
  const set = plain.filter((key) => level[key] !== undefined);
  touches.push(...set.map((key) => ({ at: [key], path: [key] })));
  touches.push(...Object.keys(level.peers ?? {}).map((key) => ({ at: ["peers", key], path: ["peers", key] })));
  touches.push(...Object.keys(level.mail ?? {}).map((key) => ({ at: ["mail", key], path: ["mail", key] })));
  if (level.cycles !== undefined) touches.push({ at: ["cycles"], path: ["cycles"] });
  if (level["headline-turns"] !== undefined) touches.push({ at: ["headline-turns"], path: ["headline-turns"] });
  return {
    ...(level["headline-turns"] === undefined ? {} : { "headline-turns": undefined }),
    ...Object.fromEntries(set.map((key) => [key, level[key]])),
    ...(level.peers ? { peers: { ...campaign.peers, ...withoutUndefined(level.peers) } } : {}),
    ...(level.mail ? { mail: { ...campaign.mail, ...withoutUndefined(level.mail) } } : {}),
    ...(level.cycles === undefined ? {} : { cycles: cyclesOf(campaign, level.cycles) }),
  };
}

function cyclesOf({ cycles }: Campaign, wanted: NonNullable<Level["cycles"]>): Campaign["cycles"] {
  if (wanted === "none") return [];
  return cycles.filter(({ id: month }) => month >= (wanted.from ?? "") && month <= (wanted.to ?? "9999"));
}

function changeSections(all: readonly Sourced[], { change = {} }: Level, touches: Touch[], misses: Miss[]): Sourced[] {
  let changed = [...all];
  for (const [name, settings] of Object.entries(change)) {
    const at = findSection(changed, name, ["change", name], misses);
    if (!at) continue;
    const { kind } = at.section;
    const { schema } = sectionKinds[kind];
    const read = schema.safeParse({ ...at.section.settings, ...settings }, { reportInput: true });
    touches.push(
      ...Object.keys(settings).map((key) => ({ at: ["sections", name, key], kind, path: ["change", name, key] })),
    );
    if (Object.hasOwn(settings, "id")) misses.push(renamed(name));
    else if (!read.success) misses.push(...read.error.issues.map((issue) => missOfIssue(issue, name, schema)));
    else {
      const section = { ...at.section, settings: read.data } as PlannedSection;
      changed = changed.map((each) => (each === at ? { ...at, section } : each));
    }
  }
  return changed;
}

/** A section keeps its name in every arm: by it arms are compared. */
function renamed(name: string): Miss {
  return {
    path: ["change", name, "id"],
    key: true,
    message: `section "${name}" cannot have another id in a level`,
    hint: "set its id in the campaign",
  };
}

/** A wrong setting of a section, told as one of the level. */
function missOfIssue(issue: z.core.$ZodIssue, name: string, schema: z.ZodObject): Miss {
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const hint = suggest(key, Object.keys(schema.shape));
    return { path: ["change", name, key], key: true, message: `unknown key "${key}"`, ...(hint ? { hint } : {}) };
  }
  const path = issue.path.filter((key): key is string | number => typeof key !== "symbol");
  const key = path.findLast((each) => typeof each === "string") ?? name;
  const values = issue.code === "invalid_value" ? issue.values.map(String) : [];
  return {
    path: ["change", name, ...path],
    message: values.length > 0 ? `unknown ${key} "${String(issue.input)}"` : `invalid "${key}": ${issue.message}`,
    ...(values.length > 0 ? { hint: suggest(String(issue.input), values) ?? `one of ${values.join(", ")}` } : {}),
  };
}

function leaveOut(all: readonly Sourced[], level: Level, touches: Touch[], misses: Miss[]): Sourced[] {
  const names = level["leave-out"] ?? [];
  const found = names.flatMap((name, i) => {
    const at = findSection(all, name, ["leave-out", i], misses);
    const kind = at ? { kind: at.section.kind } : {};
    touches.push({ at: ["sections", name], ...kind, path: ["leave-out", i] });
    return at ?? [];
  });
  return all.filter((each) => !found.includes(each));
}

function addSections(all: readonly Sourced[], { add = [] }: Level, misses: Miss[]): Sourced[] {
  const taken = all.map(({ section }) => section.name);
  const added = add.flatMap(({ after, section }, i) => {
    const at = findSection(all, after, ["add", i, "after"], misses);
    if (!at) return [];
    const name = nameBeside(taken, section);
    if (taken.includes(name)) misses.push(nameTaken(name, ["add", i, "section", section.kind, "id"]));
    taken.push(name);
    return [{ at, one: { section: { name, ...section }, from: { level: ["add", i, "section"] } } satisfies Sourced }];
  });
  return all.flatMap((each) => [each, ...added.filter(({ at }) => at === each).map(({ one }) => one)]);
}

function nameTaken(name: string, path: LevelPath): Miss {
  return { path, message: `another section is called "${name}"`, hint: "give it an id of its own" };
}

function findSection(all: readonly Sourced[], wanted: string, path: LevelPath, misses: Miss[]): Sourced | undefined {
  const found = all.find(({ section }) => section.name === wanted);
  if (found) return found;
  const names = all.map(({ section }) => section.name);
  const several = all.filter(({ section }) => section.kind === wanted).map(({ section }) => section.name);
  const listed = suggest(wanted, names) ?? `the sections are ${names.join(", ")}`;
  misses.push({
    path,
    message: `no section "${wanted}" to change`,
    hint:
      several.length > 1
        ? `there are several: ${several.join(", ")}`
        : several.length === 1
          ? `the ${wanted} is called ${several[0]}`
          : listed,
    ...(path[0] === "change" ? { key: true } : {}),
  });
  return undefined;
}

type LevelBook = { touches: Touch[]; misses: Miss[]; written: { at: LevelPath; level: LevelPath }[] };

/** Puts other blocks and actions in the place of those named, in every list that names them. */
function swapItems(all: readonly Sourced[], { blocks = {}, actions = {} }: Level, book: LevelBook): Sourced[] {
  const swapped = all.map(({ section, from }, i): Sourced => {
    const { name, kind } = section;
    const list = kind === "actions" ? "actions" : "blocks";
    const settings = swapIn(section.settings, list === "actions" ? actions : blocks, [], (path, item) => {
      const level: LevelPath = [list, item];
      book.touches.push({ at: ["sections", name, ...path.map(String)], kind, item, path: level });
      book.written.push({ at: ["sections", i, kind, ...path], level });
    });
    return { section: { ...section, settings } as PlannedSection, from };
  });
  for (const [kind, table] of [
    ["block", blocks],
    ["action", actions],
  ] as const) {
    for (const item of Object.keys(table)) {
      if (book.touches.some((touch) => touch.item === item)) continue;
      const there = itemsIn(all, kind === "action");
      const hint = suggest(item, there);
      book.misses.push({
        path: [`${kind}s`, item],
        key: true,
        message: `${kind} "${item}" is not in the campaign`,
        ...(hint ? { hint } : {}),
      });
    }
  }
  return swapped;
}

/** Lists of names in a value, with the swaps done; `tell` of each list and name that was swapped. */
function swapIn(
  value: unknown,
  table: Readonly<Record<string, readonly string[]>>,
  path: LevelPath,
  tell: (path: LevelPath, item: string) => void,
): unknown {
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string"))
    return value.flatMap((each) => {
      if (!Object.hasOwn(table, each)) return [each];
      tell(path, each);
      return table[each]!;
    });
  if (Array.isArray(value)) return value.map((each, i) => swapIn(each, table, [...path, i], tell));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "when" ? each : swapIn(each, table, [...path, key], tell),
    ]),
  );
}

function itemsIn(all: readonly Sourced[], ofActions: boolean): string[] {
  const found = new Set<string>();
  for (const { section } of all) {
    if ((section.kind === "actions") !== ofActions) continue;
    for (const text of textsOf(section.settings)) found.add(text);
  }
  return [...found];
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function originOf(
  path: LevelPath,
  all: readonly Sourced[],
  written: readonly { at: LevelPath; level: LevelPath }[],
  level: Level,
): { level: LevelPath } | { campaign: LevelPath } {
  const [first, index, kind, ...rest] = path;
  if (first !== "sections" || typeof index !== "number") {
    if (typeof first !== "string" || !Object.hasOwn(level, first)) return { campaign: path };
    return { level: path };
  }
  const sourced = all[index];
  if (!sourced) return { campaign: ["sections"] };
  const { section, from } = sourced;
  const within = written.find(({ at }) => at.every((key, i) => path[i] === key));
  if (within) return { level: within.level };
  if ("level" in from) return { level: [...from.level, ...(kind === undefined ? [] : [kind]), ...rest] };
  const [key] = rest;
  if (typeof key === "string" && Object.hasOwn(level.change?.[section.name] ?? {}, key))
    return { level: ["change", section.name, ...rest] };
  return { campaign: ["sections", from.campaign, ...(kind === undefined ? [] : [kind]), ...rest] };
}

/** Whether two levels write to the same thing, so that what one does depends on the other. */
export function collide(a: Touch, b: Touch): boolean {
  const [short, long] = a.at.length <= b.at.length ? [a, b] : [b, a];
  if (!short.at.every((key, i) => long.at[i] === key)) return false;
  return a.item === undefined || b.item === undefined || a.item === b.item;
}

/** A field without its default, so that leaving it out means the campaign's. */
function bare(field: z.ZodType): z.ZodType {
  if (!(field instanceof z.ZodDefault)) return field;
  const { description } = field;
  const inner = field.removeDefault() as z.ZodType;
  return description ? inner.describe(description) : inner;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

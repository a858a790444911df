import { z } from "zod";
import { type Campaign, campaignSchema, type SectionKind, section, sections } from "../campaign/campaign.ts";
import { id, isoMonth, sentence } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";

/** What a level says of itself, and what it changes of a campaign. Everything it leaves out stays as the campaign has it. */

const { attachment, channels, comparators, peers, framing, messages, template } = campaignSchema.shape;

const sectionName = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*(-[1-9])?$/, "must name a section, e.g. trend, or trend-1 where there are several");

const swap = z.record(id, z.union([id.transform((one) => [one]), z.array(id)]));

const support = z
  .strictObject({
    is: sentence.describe("What is given: Telephone support to plan the response."),
    by: sentence.describe("Who gives it, by role: A trained facilitator."),
    dose: sentence.describe("How much and how often: two calls of 30 minutes a cycle."),
    record: sentence
      .optional()
      .describe("Where what was given is put down: the facilitators' log, kept by the trials unit."),
  })
  .describe("Support outside the report: declared and recorded, not printed.");

export const levelSchema = z
  .strictObject({
    is: sentence.describe("What this level is, for the trial's papers: By email only. Never printed in a report."),
    campaign: id.optional().describe("Which of the trial's campaigns, by its name there, where it has several."),
    channels: channels.removeDefault().optional().describe("In place of the campaign's channels."),
    attachment: attachment.removeDefault().optional().describe("In place of the campaign's attachment of the email."),
    comparators: comparators.removeDefault().optional().describe("In place of the campaign's comparators."),
    peers: z
      .strictObject(
        Object.fromEntries(Object.entries(peers.shape).map(([key, field]) => [key, bare(field).optional()])) as {
          [K in keyof typeof peers.shape]: z.ZodOptional<z.ZodType<z.output<(typeof peers.shape)[K]>>>;
        },
      )
      .optional()
      .describe("Settings of the campaign's peers that are other here."),
    framing: framing.removeDefault().optional().describe("In place of the campaign's framing."),
    messages: messages.removeDefault().optional().describe("In place of the campaign's way of choosing messages."),
    template: template.removeDefault().optional().describe("In place of the campaign's template."),
    sections: z.array(section).min(1).optional().describe("A whole list of sections in place of the campaign's."),
    "leave-out": z.array(sectionName).min(1).optional().describe("Sections of the campaign that are not shown."),
    change: z
      .record(sectionName, z.record(z.string(), z.unknown()))
      .optional()
      .describe("Settings of the campaign's sections that are other here: { comparison: { chart: bars } }."),
    add: z
      .array(
        z.strictObject({
          after: sectionName.describe("The section of the campaign it follows."),
          section: section.describe("The section, written as in a campaign: { own-plan: { rows: 4 } }."),
        }),
      )
      .min(1)
      .optional()
      .describe("Sections that the campaign has not."),
    blocks: swap
      .optional()
      .describe("A block of the campaign → the block, or blocks, in its place wherever it stands; [] takes it out."),
    actions: swap
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
  .describe("One value of a factor: what it changes of the campaign.");

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
] as const;

type Path = readonly (string | number)[];

/** Something a level writes to: a setting, a section or its setting, or one block or action within a list. */
export type Touch = { at: readonly string[]; item?: string; path: Path }; // path: in the level

/** A level that asks for what is not there. */
export type Miss = { path: Path; message: string; hint?: string; key?: true }; // key: it is the key that is wrong

export type Worked = {
  campaign: Campaign;
  touches: readonly Touch[];
  misses: readonly Miss[];
  /** Where a path of the new campaign comes from: the level's own path, or the old campaign's. */
  originOf: (path: Path) => { level: Path } | { campaign: Path };
};

/** A section while levels are worked in: its name and where it came from. */
type Named = { name: string; section: Campaign["sections"][number]; from: { campaign: number } | { level: Path } };

/** Works a level into a campaign. Pure; what cannot be done is a miss, and the rest is done. */
export function workIn(campaign: Campaign, level: Level): Worked {
  const touches: Touch[] = [];
  const misses: Miss[] = [];
  const written: { at: Path; level: Path }[] = [];
  const settings = settingsOf(campaign, level, touches);
  const named = nameSections(campaign);
  const replaced: Named[] = level.sections
    ? level.sections.map((each, i) => ({ name: kindOf(each), section: each, from: { level: ["sections", i] } }))
    : named;
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

/** The names by which levels speak of sections: their kind; of several of one kind trend-1, trend-2. */
export function nameSections({ sections: all }: Pick<Campaign, "sections">): Named[] {
  const kinds = all.map(kindOf);
  return all.map((each, i) => {
    const kind = kinds[i]!;
    const several = kinds.filter((other) => other === kind).length > 1;
    const number = kinds.slice(0, i + 1).filter((other) => other === kind).length;
    return { name: several ? `${kind}-${number}` : kind, section: each, from: { campaign: i } };
  });
}

export function kindOf(entry: Campaign["sections"][number]): SectionKind {
  const [kind] = Object.entries(entry).find(([, settings]) => settings !== undefined) ?? [];
  return kind as SectionKind;
}

function settingsOf(campaign: Campaign, level: Level, touches: Touch[]): Partial<Campaign> {
  const plain = ["channels", "attachment", "comparators", "framing", "messages", "template"] as const;
  const set = plain.filter((key) => level[key] !== undefined);
  touches.push(...set.map((key) => ({ at: [key], path: [key] })));
  touches.push(...Object.keys(level.peers ?? {}).map((key) => ({ at: ["peers", key], path: ["peers", key] })));
  if (level.cycles !== undefined) touches.push({ at: ["cycles"], path: ["cycles"] });
  return {
    ...Object.fromEntries(set.map((key) => [key, level[key]])),
    ...(level.peers ? { peers: { ...campaign.peers, ...withoutUndefined(level.peers) } } : {}),
    ...(level.cycles === undefined ? {} : { cycles: cyclesOf(campaign, level.cycles) }),
  };
}

function cyclesOf({ cycles }: Campaign, wanted: NonNullable<Level["cycles"]>): Campaign["cycles"] {
  if (wanted === "none") return [];
  return cycles.filter(({ id: month }) => month >= (wanted.from ?? "") && month <= (wanted.to ?? "9999"));
}

function changeSections(all: readonly Named[], { change = {} }: Level, touches: Touch[], misses: Miss[]): Named[] {
  let changed = [...all];
  for (const [name, settings] of Object.entries(change)) {
    const at = findSection(changed, name, ["change", name], misses);
    if (!at) continue;
    const kind = kindOf(at.section);
    const whole = { ...at.section[kind], ...settings };
    const read = sections[kind].safeParse(whole, { reportInput: true });
    touches.push(...Object.keys(settings).map((key) => ({ at: ["sections", name, key], path: ["change", name, key] })));
    if (!read.success) {
      misses.push(...read.error.issues.map((issue) => missOfIssue(issue, name, sections[kind])));
      continue;
    }
    changed = changed.map((each) => (each === at ? { ...at, section: { [kind]: read.data } } : each));
  }
  return changed;
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

function leaveOut(all: readonly Named[], level: Level, touches: Touch[], misses: Miss[]): Named[] {
  const names = level["leave-out"] ?? [];
  const found = names.flatMap((name, i) => findSection(all, name, ["leave-out", i], misses) ?? []);
  touches.push(...names.map((name, i) => ({ at: ["sections", name], path: ["leave-out", i] })));
  return all.filter((each) => !found.includes(each));
}

function addSections(all: readonly Named[], { add = [] }: Level, misses: Miss[]): Named[] {
  const added = add.flatMap(({ after, section: each }, i) => {
    const at = findSection(all, after, ["add", i, "after"], misses);
    const from = { level: ["add", i, "section"] };
    return at ? [{ at, one: { name: kindOf(each), section: each, from } satisfies Named }] : [];
  });
  return all.flatMap((each) => [each, ...added.filter(({ at }) => at === each).map(({ one }) => one)]);
}

function findSection(all: readonly Named[], name: string, path: Path, misses: Miss[]): Named | undefined {
  const found = all.find((each) => each.name === name);
  if (found) return found;
  const several = all.filter((each) => each.name.startsWith(`${name}-`) && kindOf(each.section) === name);
  const hint =
    several.length > 0
      ? `there are several: ${several.map((each) => each.name).join(", ")}`
      : (suggest(
          name,
          all.map((each) => each.name),
        ) ?? `the sections are ${all.map((each) => each.name).join(", ")}`);
  misses.push({
    path,
    message: `no section "${name}" to change`,
    hint,
    ...(path[0] === "change" ? { key: true } : {}),
  });
  return undefined;
}

type Book = { touches: Touch[]; misses: Miss[]; written: { at: Path; level: Path }[] };

/** Puts other blocks and actions in the place of those named, in every list that names them. */
function swapItems(all: readonly Named[], { blocks = {}, actions = {} }: Level, book: Book): Named[] {
  const swapped = all.map((named, i): Named => {
    const kind = kindOf(named.section);
    const table = kind === "actions" ? actions : blocks;
    const settings = swapIn(named.section[kind], table, [], (path, item) => {
      const level: Path = [kind === "actions" ? "actions" : "blocks", item];
      book.touches.push({ at: ["sections", named.name, ...path.map(String)], item, path: level });
      book.written.push({ at: ["sections", i, kind, ...path], level });
    });
    return { ...named, section: { [kind]: settings } as Named["section"] };
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
  path: Path,
  tell: (path: Path, item: string) => void,
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

function itemsIn(all: readonly Named[], ofActions: boolean): string[] {
  const found = new Set<string>();
  for (const { section: each } of all) {
    if ((kindOf(each) === "actions") !== ofActions) continue;
    for (const text of textsOf(each)) found.add(text);
  }
  return [...found];
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function originOf(
  path: Path,
  all: readonly Named[],
  written: readonly { at: Path; level: Path }[],
  level: Level,
): { level: Path } | { campaign: Path } {
  const [first, index, kind, ...rest] = path;
  if (first !== "sections" || typeof index !== "number") {
    if (typeof first !== "string" || !Object.hasOwn(level, first)) return { campaign: path };
    return { level: path };
  }
  const named = all[index];
  if (!named) return { campaign: ["sections"] };
  const within = written.find(({ at }) => at.every((key, i) => path[i] === key));
  if (within) return { level: within.level };
  if ("level" in named.from) return { level: [...named.from.level, ...(kind === undefined ? [] : [kind]), ...rest] };
  const [key] = rest;
  if (typeof key === "string" && Object.hasOwn(level.change?.[named.name] ?? {}, key))
    return { level: ["change", named.name, ...rest] };
  return { campaign: ["sections", named.from.campaign, ...(kind === undefined ? [] : [kind]), ...rest] };
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

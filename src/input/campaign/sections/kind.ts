import { z } from "zod";
import { id, idOf, linkAddress, sentence } from "../../files/fields.ts";
import type { Role } from "../../library/block.ts";
import { conditionSchema } from "../../library/condition.ts";
import type { LadderName } from "../../library/voice.ts";

/** Where in the settings of a section something stands: ["facts", 0, "say"]. */
export type SettingPath = readonly (string | number)[];

/** A place in the settings of a section that names blocks of one role. */
export type BlockSlot = {
  slot: string; // its name in the section: "message", "facts.2"
  ids: readonly string[];
  path: SettingPath;
  role: Role;
  indicator?: string | undefined; // whose signals decide; the headline's if left out
  most?: number; // all that hold are shown, up to so many; left out where the first that holds is shown: a ladder
  voice?: VoiceUse; // a ladder that is the voice's, until it is filled
};

/** What a section asks of the voice: a ladder of it, with single steps said otherwise. */
export type VoiceUse = {
  ladder: LadderName;
  instead: Readonly<Record<string, readonly string[]>>; // by step: the campaign's own blocks; none leaves the step out
  at: SettingPath; // where `instead` stands
  after?: readonly string[]; // names that come before it in the list
  reasons?: readonly string[] | undefined; // blocks of the campaign, one of which its words end in
};

/** A place in the settings of a section that names actions. */
export type ActionList = { ids: readonly string[]; path: SettingPath; most: number };

/** An indicator that a section names. */
export type NamedIndicator = { id: string; path: SettingPath };

/** A kind of section as an author writes it: its settings, and what these name. */
export type Kind<Schema extends z.ZodObject> = {
  schema: Schema;
  figures: boolean; // whether it prints figures of the recipient; a report without such sections can be a letter
  looksBack?: true; // it hangs on what earlier reports told
  counts?: true; // it breaks counts down, so it cannot be of an indicator with `given: value`
  slots?: (settings: z.output<Schema>) => readonly BlockSlot[];
  actions?: (settings: z.output<Schema>) => ActionList;
  indicators?: (settings: z.output<Schema>) => readonly NamedIndicator[];
  points?: (settings: z.output<Schema>) => number; // months in a point of its charts
};

/** A kind whose functions are held to its schema. */
export function kind<Schema extends z.ZodObject>(entry: Kind<Schema>): Kind<Schema> {
  return entry;
}

/** The indicator of a section that may leave it to the headline's. */
export function ownIndicator({ indicator }: { indicator?: string | undefined }): NamedIndicator[] {
  return indicator === undefined ? [] : [{ id: indicator, path: ["indicator"] }];
}

/** The indicators of a section that may take all. */
export function listedIndicators({ indicators }: { indicators: "all" | readonly string[] }): NamedIndicator[] {
  return indicators === "all" ? [] : indicators.map((each, i) => ({ id: each, path: ["indicators", i] }));
}

// ------------------------------------------------------------------------------------------- settings of several kinds

/** What every section may say of itself. */
export const common = {
  id: id
    .optional()
    .describe(
      "Its name, by which levels of a trial, findings and explanations call it. Left out: its kind; if there are several of a kind, its kind and a number: trend-1, trend-2.",
    ),
  page: z.enum(["new"]).optional().describe("new: the section starts a page in print. Left out: it follows on."),
  when: conditionSchema
    .optional()
    .describe("Signals of the headline indicator that must hold for the section to be shown. Left out: always."),
};

/** What sections may say of blocks and actions that fit a recipient equally. */
export const varied = {
  vary: z
    .enum(["least-recently-shown", "never"])
    .optional()
    .describe(
      "least-recently-shown: of what fits equally, a recipient is shown what it was not shown for longest, by the reports of earlier cycles; between two of them the order of the list decides. Blocks of a ladder fit equally where they stand one after the other with the same `when`; points and actions wherever they fit. never, or left out: always the first.",
    ),
};

/** Blocks of a role, of which the first that fits is shown. */
export function blockList(role: Role) {
  return z
    .array(idOf(`${role}-block`))
    .min(1)
    .describe("Blocks in order of preference: the first whose condition holds is shown.");
}

/** Blocks in order of preference; or the voice, with the steps of it that are said otherwise. */
export type Ladder = z.output<ReturnType<typeof ladder>>;

/** A list of blocks, or the steps of the voice that the campaign says in its own; the whole voice if left out. */
export function ladder(role: Role, name: LadderName | undefined, is: string) {
  return z
    .union([blockList(role), stepsOf(role)])
    .describe(
      `${is} Left out: the voice${name ? ` (content/voice/${name}.yaml)` : ", by `tells`"}. A map says single steps of it otherwise, { worse: our-block }; [] leaves a step out. A list is in place of the whole: blocks in order of preference, the last without \`when\`.`,
    );
}

/** Steps of the voice, each with the campaign's own blocks of a role in its place. */
export function stepsOf(role: Role) {
  const own = idOf(`${role}-block`);
  return z.record(id, z.union([own.transform((one) => [one]), z.array(own)]));
}

/** The blocks that a ladder names; of one that is still the voice's, those that the campaign says otherwise. */
export function namesOf(ladder: Ladder | readonly string[]): readonly string[] {
  return Array.isArray(ladder) ? ladder : Object.values(ladder as Exclude<Ladder, string[]>).flat();
}

/** What a ladder asks of the voice; nothing of one that is whole. */
export function voiceOf(
  ladder: Ladder,
  name: LadderName,
  at: SettingPath,
  reasons?: readonly string[] | undefined,
): { voice?: VoiceUse } {
  return Array.isArray(ladder) ? {} : { voice: { ladder: name, instead: ladder, at, reasons } };
}

/** Blocks of a role, all of which are shown that fit. */
export function inOrder(role: Role) {
  return z.array(idOf(`${role}-block`)).min(1);
}

export const heading = sentence.describe("The heading of the section, a few plain words.");

export const monthsInPoint = z
  .union([z.literal(1), z.literal(3), z.literal(12)])
  .default(3)
  .describe("Months in one point of the chart: 1, 3 or 12.");

export const whichIndicators = z
  .union([z.literal("all"), z.array(idOf("indicator")).min(1)])
  .default("all")
  .describe("Which of the campaign's indicators, in this order; all if left out.");

export const link = z
  .strictObject({
    words: sentence.describe("What the link says, e.g. Search, checklist and leaflets; not: click here."),
    url: linkAddress.describe("Where it leads. In print it becomes a QR code."),
  })
  .describe("A link of the section, in the email and as a code in print.");

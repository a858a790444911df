import { asWritten, type PlannedSection } from "../input/campaign/sections.ts";
import type { Spot } from "./rule.ts";
import type { CampaignSubject } from "./subject.ts";

/** A text of an author, as it reads, and where it stands. */
export type TextField = { text: string; at: Spot };

/**
 * Every text that authors wrote for readers, in campaign, indicators, blocks and actions; sources and addresses left out. Found
 * once for all rules that ask.
 */
export function everyField(subject: CampaignSubject): readonly TextField[] {
  const found = fieldsOf.get(subject) ?? findFields(subject);
  fieldsOf.set(subject, found);
  return found;
}

const fieldsOf = new WeakMap<CampaignSubject, readonly TextField[]>();

function findFields({ campaign, indicators, blocks, actions }: CampaignSubject): TextField[] {
  const { sections, ...rest } = campaign;
  const written = { ...rest, sections: sections.map((section: PlannedSection) => asWritten(section)) };
  return [
    ...fieldsIn("campaign", campaign.campaign, written),
    ...[...indicators].flatMap(([id, indicator]) => fieldsIn("indicator", id, indicator)),
    ...[...blocks].flatMap(([id, block]) => fieldsIn("block", id, block)),
    ...[...actions].flatMap(([id, action]) => fieldsIn("action", id, action)),
  ];
}

/** Keys whose texts are names, sources or settings, not words to a reader. */
const unread: ReadonlySet<string> = new Set([
  ...["cites", "source", "sources", "url", "email", "stop", "phone", "doi", "governance", "written", "codes", "lint"],
  ...[
    "bct",
    "when",
    "block",
    "action",
    "indicator",
    "campaign",
    "role",
    "id",
    "data",
    "cycles",
    "accept",
    "recipients",
  ],
]);

function fieldsIn(kind: Spot["kind"], id: string, value: object): TextField[] {
  return textsOf(value).map(({ text, path }) => ({ text, at: { kind, id, path } }));
}

/** The texts of any value that authors wrote, with their paths; as they read. */
export function textsOf(value: object): { text: string; path: (string | number)[] }[] {
  return textsIn(value, []).map(({ text, path }) => ({ text: asRead(text), path }));
}

function textsIn(value: unknown, path: (string | number)[]): { text: string; path: (string | number)[] }[] {
  if (typeof value === "string") return isName(value) ? [] : [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((each, i) => textsIn(each, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (unread.has(key) ? [] : textsIn(each, [...path, key])));
}

/** "opioids-high-dose", "2026-08": what files call things. One plain word is a text: a title may be one. */
function isName(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)+$/.test(text);
}

/** Without marks of emphasis and pointers to sources; a figure, which the engine vouches for, reads as N. */
export function asRead(text: string): string {
  return text
    .replace(/\[\^\d+\]/g, "")
    .replaceAll("**", "")
    .replace(/\{\{[^}]*\}\}/g, "N")
    .replaceAll("’", "'")
    .replace(/\s+/g, " ")
    .trim();
}

import type { Channel } from "../../input/campaign/campaign.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import type { Assignment } from "../../report/assign.ts";
import { byDesign } from "../../report/plan.ts";

/** What became of a recipient in a cycle before anything was to be made for it. Everybody who was allocated has exactly one. */
export const fates = [
  "opted-out",
  "withdrawn",
  "excluded",
  "closed",
  "merged",
  "arm-dropped",
  "by-design",
  "other",
  "planned",
] as const;

export type Fate = (typeof fates)[number];

/** What became of a recipient, and the reason in words where nothing was planned. */
export function fateOf(assignment: Assignment, entries: readonly Entry[] = []): { fate: Fate; why: string | null } {
  if (entries.some((entry) => "path" in entry || "failed" in entry)) return { fate: "planned", why: null };
  const without = entries.find((entry) => "without" in entry);
  const why = without && "without" in without ? without.without : (assignment.not ?? null);
  if (assignment.status === "withdrawn-with-data") return { fate: "withdrawn", why };
  if (assignment.status !== "active" && assignment.status !== "not-yet-allocated")
    return { fate: assignment.status, why };
  if (why === null) return { fate: "planned", why };
  if (why.startsWith("closed on")) return { fate: "closed", why };
  return { fate: why === byDesign ? "by-design" : "other", why };
}

/** The artefact of a channel that its reader gets, of the several that are stored. */
export function artefactOf(entries: readonly Entry[], channel: Channel): ArtefactEntry | undefined {
  return entries.filter((entry): entry is ArtefactEntry => "path" in entry).find((entry) => isOfReader(entry, channel));
}

/** Whether an artefact is the one of a channel that its reader gets. */
export function isOfReader({ channel: own, path }: Pick<ArtefactEntry, "channel" | "path">, channel: Channel): boolean {
  return own === channel && path.endsWith(ends[channel].read);
}

/** Words of a channel's artefact: of an email those of its plain text. */
export function wordCount(entries: readonly Entry[], channel: Channel): number | null {
  const { counted } = ends[channel];
  const found = entries.find(
    (entry): entry is ArtefactEntry => "path" in entry && entry.channel === channel && entry.path.endsWith(counted),
  );
  return found?.words ?? null;
}

/** By channel the end of the file that its reader gets, and of the one whose words are counted. */
const ends: Readonly<Record<Channel, { read: string; counted: string }>> = {
  print: { read: ".pdf", counted: ".pdf" },
  email: { read: ".eml", counted: ".txt" },
  html: { read: ".html", counted: ".html" },
};

/** Whether disclosure control withheld the value of an indicator; null where nothing was made. */
export function isWithheld(entries: readonly Entry[], indicator: string): boolean | null {
  const made = entries.find((entry): entry is ArtefactEntry => "path" in entry);
  if (!made) return null;
  return made.values[indicator]?.value === null && made.suppressions.some((each) => each.indicator === indicator);
}

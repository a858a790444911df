import type { WrittenField } from "../library/written.ts";
import type { Campaign } from "./campaign.ts";
import { asWritten } from "./sections.ts";

/** The name under which the words of campaign.yaml itself are approved, as one text. */
export const ownWordsName = "campaign";

/** What campaign.yaml itself says to readers, by the path of each: titles, letterhead, notes and links. */
export type OwnWords = { says: readonly WrittenField[] };

/** As a campaign is written; that the voice has filled its ladders changes nothing. */
export function ownWordsOf(campaign: Campaign): OwnWords {
  const { title, issuer, priority, recipients, peers, support, abbreviations, pages, mail } = campaign;
  const sections = campaign.sections.map(asWritten);
  const read = { title, issuer, priority, recipients, peers, support, abbreviations, pages, mail, sections };
  return { says: wordsIn(read, []) };
}

/** Every text but bare names: those of blocks, actions, indicators and settings, such as `best-quarter`. */
function wordsIn(value: unknown, path: readonly string[]): WrittenField[] {
  if (typeof value === "string") return isName(value) ? [] : [{ field: path.join("."), words: value }];
  if (typeof value !== "object" || value === null) return [];
  const at = (key: string) => (Array.isArray(value) ? String(Number(key) + 1) : key);
  return Object.entries(value).flatMap(([key, each]) => wordsIn(each, [...path, at(key)]));
}

function isName(text: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(text);
}

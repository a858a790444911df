import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Action } from "../library/action.ts";
import type { Block } from "../library/block.ts";
import type { Library } from "../library/library.ts";
import { wordsHash } from "../library/written.ts";
import { approvalsOf } from "./approval.ts";
import type { Campaign } from "./campaign.ts";
import { type OwnWords, ownWordsName, ownWordsOf } from "./own-words.ts";
import type { Used } from "./references.ts";

/**
 * A text that a campaign may say, as it is written: a block or an action of its library, a step of the voice, or what its own file
 * says.
 */
export type Approvable = Block | Action | OwnWords;

/** The blocks and actions that a campaign uses, and the campaign itself. */
type Using = Pick<Used, "blocks" | "actions"> & { campaign: Campaign };

/** The texts that a campaign's own authors have written and it uses, by name: those that must be approved where it asks for it. */
export function ownTexts(using: Using, library: Pick<Library, "blocks" | "actions">): Map<string, Approvable> {
  const isOwn = ([name, is]: [string, Approvable]) => !("role" in is) || library.blocks.items.has(name);
  return new Map([...allTexts(using)].filter(isOwn));
}

/** Every text that a campaign may say, steps of the voice too, by name. */
export function allTexts({ campaign, blocks, actions }: Using): Map<string, Approvable> {
  return new Map<string, Approvable>([[ownWordsName, ownWordsOf(campaign)], ...blocks, ...actions]);
}

/**
 * What somebody has approved is as it was, and whoever must approve has. `library` is as its authors wrote it. Of a campaign that
 * is only looked at nothing is an error.
 */
export function checkApproval(
  { value: campaign, file, placeOf }: Located<Campaign>,
  { used, library, isDraft }: { used: Used; library: Library; isDraft: boolean },
  problems: Problem[],
): void {
  const { approval, approved } = campaign;
  const own = ownTexts({ ...used, campaign }, library);
  const all = allTexts({ ...used, campaign });
  const must = approval?.by ?? [];
  const severity = isDraft ? "warning" : "error";
  for (const [i, each] of approved.entries()) {
    const { text, "approved-by": role, date, sha256 } = each;
    const is = all.get(text);
    const place = placeOf(["approved", i]);
    if (!is) {
      const hint = suggest(text, [...all.keys()]) ?? "take the line out";
      problems.push({
        ...wrong("idle-approval", `"${text}" is approved and not used`, place, hint),
        severity: "warning",
      });
    } else if (approvalsOf(approved, text, wordsHash(is)).before.includes(each)) {
      const message = `"${text}" has changed since ${role} approved it on ${date} (${sha256})`;
      const stands = must.includes(role) ? severity : "warning";
      problems.push({ ...wrong("changed-since-approved", message, place, shareHint(file)), severity: stands });
    }
  }
  for (const [i, role] of must.entries()) {
    const missing = [...own].filter(([text, is]) => {
      const { by, before } = approvalsOf(approved, text, wordsHash(is));
      return ![...by, ...before].some((each) => each["approved-by"] === role);
    });
    if (missing.length === 0) continue;
    const message = `${missing.length} of ${own.size} texts are not approved by ${role}: ${listed(missing.map(([text]) => text))}`;
    problems.push({ ...wrong("not-approved", message, placeOf(["approval", "by", i]), shareHint(file)), severity });
  }
}

function shareHint(file: string): string {
  return `feedback share ${file} makes a page to send; feedback approve reads the answer`;
}

const shown = 3; // names of texts in a message

function listed(names: readonly string[]): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(", ")} and ${more} more` : names.join(", ");
}

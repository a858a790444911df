import { type ApprovedText, approvalsOf } from "../input/campaign/approval.ts";
import { type Approvable, allTexts } from "../input/campaign/check-approval.ts";
import { fieldsIn, wordsHash } from "../input/library/written.ts";
import type { Inputs } from "../input/load.ts";
import { type DiffRun, wordDiff } from "../trial/differences/word-diff.ts";

/** A block, an action or the words of the campaign itself that somebody is asked about. */
export type SharedText = {
  id: string;
  kind: string; // the role of a block: "headline"; "action"; "titles and letterhead"
  sha256: string; // of its words: what an approval is of
  state: "new" | "changed" | "as before"; // "new" where there is nothing to hold it against
  fields: readonly { field: string; runs: readonly DiffRun[] }[];
  approved: readonly ApprovedText[]; // as it now is
  outdated: readonly ApprovedText[]; // before it changed
};

/** What is no longer said by anything. */
export type GoneText = { id: string; words: string };

type TextInputs = Pick<Inputs, "campaign" | "blocks" | "actions">;

/** Every text that a campaign may say, as it is and as it was. */
export function textsOf(now: TextInputs, before: TextInputs | undefined): SharedText[] {
  const was = before ? allTexts(before) : new Map<string, Approvable>();
  return [...allTexts(now)].map(([id, item]) => {
    const sha256 = wordsHash(item);
    const then = was.get(id);
    const { by, before: outdated } = approvalsOf(now.campaign.approved, id, sha256);
    return {
      id,
      kind: "role" in item ? item.role : "says" in item ? "titles and letterhead" : "action",
      sha256,
      state: !then ? "new" : wordsHash(then) === sha256 ? "as before" : "changed",
      fields: changedFields(then, item),
      approved: by,
      outdated,
    };
  });
}

/** Those that were there before and are no more. */
export function goneTexts(now: TextInputs, before: TextInputs | undefined): GoneText[] {
  if (!before) return [];
  const is = allTexts(now);
  return [...allTexts(before)].flatMap(([id, item]) =>
    is.has(id)
      ? []
      : [
          {
            id,
            words: fieldsIn(item)
              .map(({ words }) => words)
              .join(" "),
          },
        ],
  );
}

/** Every field, those that have gone too; sources as one. */
function changedFields(then: Approvable | undefined, now: Approvable): SharedText["fields"] {
  const [was, is] = [then ? named(then) : undefined, named(now)];
  const fields = [...new Set([...is.keys(), ...(was?.keys() ?? [])])];
  return fields.map((field) => {
    const words = is.get(field) ?? "";
    return { field, runs: was ? wordDiff(was.get(field) ?? "", words) : [{ kind: "same" as const, text: words }] };
  });
}

function named(item: Approvable): Map<string, string> {
  const cites = "cites" in item ? item.cites : [];
  const sources = cites.map(({ text, doi, url }) => [text, doi ?? url].filter(Boolean).join(" ")).join("; ");
  const fields = new Map(fieldsIn(item).map(({ field, words }) => [field, words]));
  return sources === "" ? fields : fields.set("sources", sources);
}

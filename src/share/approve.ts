import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { type Answer, answerSchema } from "../input/answer.ts";
import type { ApprovedText } from "../input/campaign/approval.ts";
import { allTexts } from "../input/campaign/check-approval.ts";
import { readJson } from "../input/files/json.ts";
import { suggest } from "../input/files/suggest.ts";
import { wordsHash } from "../input/library/written.ts";
import { campaignFile, type Inputs, load } from "../input/load.ts";
import { type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import { withApproved } from "./approved-lines.ts";

/** What was answered about a text that should change. */
export type ApprovalAsked = { text: string; by: string; comment: string };

/** What came of some answers. `written` is undefined where something is wrong with them: then nothing was. */
export type Approving = {
  written: string | undefined; // the file
  approved: readonly ApprovedText[];
  asked: readonly ApprovalAsked[];
  problems: readonly Problem[];
};

/**
 * Reads answers that were saved on pages of `feedback share` and writes what they approve into the campaign's own file: a line for
 * each text and role, no other line changed. Words that have changed since they were shown are told and not approved. Nothing is
 * written where an answer cannot be used. Throws an InputError where the campaign cannot be read.
 */
export async function approveAnswers(
  world: World,
  files: readonly string[],
  { study, data }: { study: string; data?: string | undefined },
): Promise<Approving> {
  const problems: Problem[] = [];
  const file = campaignFile(study);
  const inputs = await load(world, file, { data, isDraft: true });
  const approved: ApprovedText[] = [];
  const asked: ApprovalAsked[] = [];
  for (const path of files) {
    const answer = await readAnswer(world, path, problems);
    if (answer) take(answer, { inputs, place: { file: path, line: 1, column: 1 } }, { approved, asked }, problems);
  }
  const nothing = { written: undefined, approved: [], asked, problems };
  if (problems.some(({ severity }) => severity === "error")) return nothing;
  const once = [...new Map(approved.map((each) => [`${each.text} ${each["approved-by"]}`, each])).values()];
  if (once.length === 0) return { written: file, approved: [], asked, problems };
  const before = (await world.readText(file)) ?? "";
  const after = withApproved(before, once);
  if (after === undefined || !saysSo(before, after, once)) {
    const hint = "give `approved` a line for each approval, as `- { text: …, approved-by: …, date: …, sha256: … }`";
    problems.push(wrong("no-room", "no approvals can be written into this file", { file, line: 1, column: 1 }, hint));
    return nothing;
  }
  await world.write(file, after);
  return { written: file, approved: once, asked, problems };
}

async function readAnswer(world: World, file: string, problems: Problem[]): Promise<Answer | undefined> {
  const place = { file, line: 1, column: 1 };
  const text = await world.readText(file);
  if (text === undefined) {
    problems.push(wrong("missing-file", `no such file "${file}"`, place));
    return undefined;
  }
  const read = readJson(answerSchema, text);
  if ("value" in read) return read.value;
  problems.push(wrong("answer", `not an answer that was saved on a page of feedback share: ${read.wrong}`, place));
  return undefined;
}

/** Mutates what is taken and the problems. */
function take(
  { campaign, by, saved, answers }: Answer,
  { inputs, place }: { inputs: Inputs; place: { file: string; line: number; column: number } },
  { approved, asked }: { approved: ApprovedText[]; asked: ApprovalAsked[] },
  problems: Problem[],
): void {
  const own = inputs.campaign.campaign;
  if (campaign !== own) {
    const message = `an answer about campaign "${campaign}", and this study is "${own}"`;
    problems.push(wrong("other-campaign", message, place, "give the --study that it was written for"));
    return;
  }
  const must = inputs.campaign.approval?.by;
  if (must && !must.includes(by)) {
    const hint = suggest(by, must) ?? "write its role into `approval.by` if it is one of them";
    problems.push(wrong("unknown-approver", `"${by}" is none of those who must approve`, place, hint));
    return;
  }
  const texts = allTexts(inputs);
  for (const { text, sha256, answer, comment } of answers) {
    const is = texts.get(text);
    if (answer === "change" || comment !== "") asked.push({ text, by, comment });
    if (answer === "change") continue;
    if (is && wordsHash(is) === sha256) approved.push({ text, "approved-by": by, date: saved, sha256 });
    else {
      const message = is ? `"${text}" has changed since it was shown` : `"${text}" is not used any more`;
      const hint = "it is not approved; share the words as they are now";
      problems.push({ ...wrong("stale-answer", message, place, hint), severity: "warning" });
    }
  }
}

/** Whether the changed file reads as the one before with these approvals in it. */
function saysSo(before: string, after: string, added: readonly ApprovedText[]): boolean {
  const [was, is] = [parse(before), parse(after)] as { approved?: ApprovedText[] }[];
  const keyOf = (each: ApprovedText) => `${each.text} ${each["approved-by"]}`;
  const all = new Map([...(was?.approved ?? []), ...added].map((each) => [keyOf(each), each]));
  const now = new Map((is?.approved ?? []).map((each) => [keyOf(each), each]));
  return isDeepStrictEqual({ ...was, approved: 0 }, { ...is, approved: 0 }) && isDeepStrictEqual(all, now);
}

import { writtenIn } from "../../input/library/written.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import type { Approved } from "../../input/trial/approved.ts";
import { trialRules } from "../../lint/trial-rules.ts";
import { type Problem, wrong } from "../../problem.ts";
import { designOfCell } from "../../report/plan.ts";
import type { Levels } from "../differences/variants.ts";
import { cellAt } from "./level-pairs.ts";

type ApprovedPair = Approved["pairs"][number];

/** The words in which the levels of every factor differ, as they stand in the library: what somebody can approve. */
export function wordingPairs(study: Study, trial: Trial): ApprovedPair[] {
  return Object.entries(trial.file.factors).flatMap(([factor, { levels }]) => {
    const names = Object.keys(levels);
    return names.flatMap((a, i) =>
      names.slice(i + 1).map((b): ApprovedPair => {
        const [ours, theirs] = [a, b].map((level) => designWords(study, trial, cellAt(trial, factor, level)));
        return { factor, levels: [a, b], words: differing(ours!, theirs!) };
      }),
    );
  });
}

/** What is no longer as it was approved; nothing where nothing was. */
export function checkApproval(study: Study, trial: Trial): Problem[] {
  const { approved } = trial;
  if (!approved) return [];
  const { pairs, date, "approved-by": role } = approved.value;
  const now = new Map(wordingPairs(study, trial).flatMap(entriesOf));
  const then = new Map(pairs.flatMap(entriesOf).map(([key, entry]) => bySetting(key, entry, now)));
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((key) => {
    const [is, was] = [now.get(key), then.get(key)];
    if (is && was && is.a === was.a && is.b === was.b) return [];
    const { pair, node } = (is ?? was)!;
    const of = changedLevel(is, was, pair);
    const message = `arm wording differs from what ${role} approved on ${date}: ${node} of level "${of.level}" of "${pair.factor}" is ${quoted(of.is)}, was ${quoted(of.was)}`;
    const hint = `put the words back, or have them approved: feedback compare ${trial.folder} --approve "${role}" --date <today>`;
    const place = approved.placeOf(["pairs", pairs.findIndex((each) => each.factor === pair.factor)]);
    return [{ ...wrong("X01", message, place, hint), source: trialRules.X01.rests }];
  });
}

type ApprovalEntry = { pair: ApprovedPair; node: string; a: string; b: string };

function entriesOf(pair: ApprovedPair): [key: string, ApprovalEntry][] {
  return pair.words.map((words) => [JSON.stringify([pair.factor, pair.levels, words.node]), { pair, ...words }]);
}

/** A sign-off may name a setting by its section alone: it is the setting of that section that has these words. */
function bySetting(
  key: string,
  entry: ApprovalEntry,
  now: ReadonlyMap<string, ApprovalEntry>,
): [key: string, ApprovalEntry] {
  if (now.has(key)) return [key, entry];
  const { pair, node, a, b } = entry;
  const same = [...now].find(
    ([, is]) =>
      is.pair.factor === pair.factor &&
      is.pair.levels.join() === pair.levels.join() &&
      is.node.startsWith(`${node}.`) &&
      is.a === a &&
      is.b === b,
  );
  return [same?.[0] ?? key, entry];
}

function changedLevel(is: ApprovalEntry | undefined, was: ApprovalEntry | undefined, { levels }: ApprovedPair) {
  const side = (is?.a ?? "") === (was?.a ?? "") ? "b" : "a";
  return { level: levels[side === "a" ? 0 : 1], is: is?.[side] ?? "", was: was?.[side] ?? "" };
}

function quoted(text: string): string {
  return text === "" ? "nothing" : `"${text}"`;
}

type ApprovedWords = ReadonlyMap<string, string>;

function differing(a: ApprovedWords, b: ApprovedWords): ApprovedPair["words"] {
  const nodes = [...new Set([...a.keys(), ...b.keys()])];
  return nodes
    .filter((node) => a.get(node) !== b.get(node))
    .map((node) => ({ node, a: a.get(node) ?? "", b: b.get(node) ?? "" }));
}

/** Every block, action and written setting of a design's sections with its words. */
function designWords(study: Study, trial: Trial, levels: Levels): ApprovedWords {
  const { topic, design } = designOfCell(study, trial, { levels });
  const inputs = study.topics.get(topic);
  if (!inputs) throw new Error(`no campaign "${topic}"`);
  const words = new Map<string, string>();
  for (const [field, text] of Object.entries(design.mail)) if (text !== undefined) words.set(`mail.${field}`, text);
  for (const { name, settings } of design.sections) collect(settings, { section: name, path: name }, inputs, words);
  return words;
}

/** Where a text stands: in which section, and under which setting of it. */
type ApprovalAt = { section: string; path: string };

/** Mutates `words`. */
function collect(value: unknown, at: ApprovalAt, inputs: Inputs, words: Map<string, string>): void {
  if (typeof value === "string") {
    const item = inputs.blocks.get(value) ?? inputs.actions.get(value);
    if (item) words.set(`${at.section}: ${value}`, writtenIn(item).join(" "));
    else if (value.includes(" ")) words.set(at.path, value);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value))
      if (key !== "when") collect(each, { ...at, path: `${at.path}.${key}` }, inputs, words);
  }
}

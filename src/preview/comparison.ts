import type { Cycle } from "../input/campaign/campaign.ts";
import type { Study, Trial } from "../input/study.ts";
import { levelsOf } from "../input/trial/arms.ts";
import { designOf } from "../report/plan.ts";
import { type Attributed, attribute, factorsBetween } from "../trial/differences/attribute.ts";
import type { Levels, Variant } from "../trial/differences/variants.ts";
import type { DiffRun } from "../trial/differences/word-diff.ts";
import { isAccounted } from "../trial/integrity/declared.ts";
import { outcomeOf } from "./edition.ts";
import { editionAt, type StudioShelf } from "./sight.ts";

/** Two cells of a trial for one recipient: what differs, and which factor accounts for it. */
export type SideBySide = {
  code: string;
  cycle: string;
  factors: readonly { factor: string; a: string; b: string }[]; // whose levels are not the same
  isSame: boolean; // whether both say the same in every word, chart and number
  only: readonly string[]; // the respects in which they differ, where nothing that is said does: "channels"
  differences: readonly MarkedReport[]; // those that nobody declared first, then in reading order
};

/** A difference with its number, by which it is marked on both sides. */
export type MarkedReport = {
  number: number;
  node: string; // the part of the report: as the page marks it
  section: string | null; // name of the section it stands in
  aspect: string;
  a: string;
  b: string;
  words?: readonly DiffRun[];
  by: readonly string[];
  together: boolean;
  isDeclared: boolean;
  block?: { a: string; b: string }; // the block or action behind the words, where it is another
};

/** Respects that are no part of what a report says. */
const outside = new Set(["channels", "support", "schedule", "enclosures"]);

export function sideBySide(
  shelf: StudioShelf,
  trial: Trial,
  pair: { a: Levels; b: Levels; cycle: Cycle; code: string },
): SideBySide {
  const { a, b, cycle, code } = pair;
  const { study } = shelf;
  const cells = (levels: Levels) => variantAt(shelf, trial, { levels, cycle, code });
  const found = attribute(a, b, cells);
  const reports = [cells(a), cells(b)].map((cell) => cell.reports.get(code));
  const marked = withBlocks(found).map((each) => mark(study, trial, each));
  const aspects = [...new Set(marked.map(({ aspect }) => aspect))];
  const [ours, theirs] = reports.map((report) => JSON.stringify(report));
  return {
    code,
    cycle: cycle.id,
    factors: factorsBetween(a, b).map((factor) => ({ factor, a: a[factor]!, b: b[factor]! })),
    isSame: ours === theirs,
    only: aspects.every((aspect) => outside.has(aspect)) ? aspects : [],
    differences: [...marked.filter((each) => !each.isDeclared), ...marked.filter((each) => each.isDeclared)].map(
      (each, i) => ({ number: i + 1, ...each }),
    ),
  };
}

/** A cell as the rules look at it, for one recipient: its report is the one that is shown. */
function variantAt(shelf: StudioShelf, trial: Trial, at: { levels: Levels; cycle: Cycle; code: string }): Variant {
  const { levels, cycle, code } = at;
  const edition = editionAt(shelf, { cycle: cycle.id, levels });
  const design = designOf(edition.inputs.campaign);
  const outcome = outcomeOf(edition, code);
  return {
    levels,
    topic: edition.topic,
    design,
    channels: design.channels,
    support: levelsOf(trial.file, { levels }).flatMap((level) => level.support ?? []),
    sends: design.cycles.some(({ id }) => id === cycle.id),
    reports: new Map(outcome?.state === "report" ? [[code, outcome.report]] : []),
    unmade: outcome?.state === "failed" ? [{ code, because: outcome.message }] : [],
  };
}

type WholeDifference = Attributed & { block?: { a: string; b: string } };

/** Another block with other words is one difference; another block with the same words is one of its own. */
function withBlocks(found: readonly Attributed[]): WholeDifference[] {
  const byNode = new Map(found.map((each) => [each.node, each]));
  return found.flatMap((each): WholeDifference[] => {
    const words = each.node.replace(/\.block(\.\d+)?$/, "");
    if (words !== each.node && byNode.has(words)) return [];
    const block = byNode.get(`${each.node}.block`);
    return [block ? { ...each, block: { a: block.a, b: block.b } } : each];
  });
}

function mark(study: Study, trial: Trial, difference: WholeDifference): Omit<MarkedReport, "number"> {
  const { node, section, aspect, a, b, words, by, together = false, block } = difference;
  return {
    node,
    section: section?.name ?? null,
    aspect,
    a,
    b,
    by,
    together,
    isDeclared: isAccounted(study, trial, difference),
    ...(words ? { words } : {}),
    ...(block ? { block } : {}),
  };
}

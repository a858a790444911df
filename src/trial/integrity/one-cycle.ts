import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import { measureOnce } from "../../measure/measure-once.ts";
import type { Problem } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import { designOfCell } from "../../report/plan.ts";
import type { Measuring } from "../../report/subjects.ts";
import { type Levels, openCells, type VariantCells, type VariantGround } from "../differences/variants.ts";
import { checkApproval } from "./approval.ts";
import { checkFactors } from "./declared.ts";
import type { BlindGuard } from "./hidden.ts";
import { checkComposed, checkWritten } from "./leaks.ts";
import { levelPairs } from "./level-pairs.ts";
import { checkOrthogonal, cornersOf } from "./orthogonal.ts";
import { findSlips } from "./slips.ts";

/** What the integrity rules found of a trial before anything is rendered, and what no reader may see. */
export type Integrity = { guard: Partial<BlindGuard>; findings: readonly Problem[] };

/** How a trial is looked at. */
export type CycleLook = Measuring &
  VariantGround & {
    cycle: Cycle;
    templates: Templates; // whose words tell nobody anything
    codes?: readonly string[] | undefined; // whose reports are looked at; all if left out
    most?: number; // recipients that are all looked at; of more, a varied sample
  };

/** What is wrong with a trial whatever the cycle: slips, the sign-off, and what authors wrote that no reader may see. */
export function checkWhole(study: Study, trial: Trial, guard: BlindGuard): Problem[] {
  return [...findSlips(study, trial), ...checkApproval(study, trial), ...checkWritten(study, trial, guard)];
}

/** What is wrong with the reports of one cycle, whoever is in which arm: rules X01 to X04; X03 where a guard is given. */
export function checkCycle(study: Study, trial: Trial, look: CycleLook & { guard: BlindGuard | undefined }): Problem[] {
  const { cycle, templates, guard, most = 300, measure = measureOnce(), codes, composed } = look;
  const wanted = [...levelPairs(trial).map(({ levels }) => levels), ...cornersOf(trial)];
  const opened = openCells(study, trial, wanted, { cycle, codes, measure, composed });
  const { wide, narrow } = sampleOf(study, trial, opened, most);
  const cells = opened.variant;
  return [
    ...checkFactors(study, trial, { cells, codes: wide, templates }),
    ...checkOrthogonal(trial, { cells, codes: narrow }),
    ...(guard ? checkComposed(trial, { cells, codes: narrow, guard }) : []),
  ];
}

/** The guard, unless what authors wrote gives something away: reports would tell the same again. */
export function unlessTold(whole: readonly Problem[], guard: BlindGuard): BlindGuard | undefined {
  return whole.some(({ code }) => code === "X03") ? undefined : guard;
}

/** Recipients to look at: all of them or a varied sample, and few that show between them every block and action. */
function sampleOf(
  study: Study,
  trial: Trial,
  cells: VariantCells,
  most: number,
): { wide: readonly string[]; narrow: readonly string[] } {
  const topics = Map.groupBy(levelPairs(trial), ({ levels }) => topicOf(study, trial, levels));
  const sending = (of: readonly { levels: Levels }[]) => of.find(({ levels }) => cells.sent(levels).sends) ?? of[0]!;
  const shown = [...topics.values()].map((of) => cells.outline(sending(of).levels));
  const narrow = [...new Set(shown.flatMap(({ varied }) => varied))];
  const all = [...new Set(shown.flatMap(({ codes }) => codes))];
  return { wide: all.length > most ? narrow : all, narrow };
}

function topicOf(study: Study, trial: Trial, levels: Levels): string {
  return designOfCell(study, trial, { levels }).topic;
}

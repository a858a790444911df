import type { Trial } from "../input/study.ts";
import { isSameCell } from "../trial/differences/attribute.ts";
import type { Levels } from "../trial/differences/variants.ts";
import { allocated, levelsAsked, type Sight } from "./sight.ts";

/** A trial for the page: what arms differ in, and the arms. */
export type TrialView = {
  id: string;
  isAllocated: boolean; // whether the list is there
  isRehearsal: boolean;
  factors: readonly {
    factor: string;
    is: string;
    changes: readonly string[];
    levels: readonly { level: string; is: string }[];
  }[];
  arms: readonly { code: string; levels: Levels }[];
};

export function trialView({ file, arms, allocation }: Trial): TrialView {
  return {
    id: file.trial,
    isAllocated: allocation !== undefined,
    isRehearsal: allocation?.rehearsal === true,
    factors: Object.entries(file.factors).map(([factor, { is, changes, levels }]) => ({
      factor,
      is,
      changes,
      levels: Object.entries(levels).map(([level, { is: what }]) => ({ level, is: what })),
    })),
    arms: [...arms.values()].map(({ code, levels }) => ({ code, levels })),
  };
}

/** The arm or cell that a recipient is looked at in. */
export type ArmView = {
  asked: string; // the arm's code, or levels as "factor:level,factor:level"
  code?: string; // the arm with these levels, where there is one
  levels: Levels;
  allotted?: { arm: string; sequence: string; sent?: string }; // by the list, whatever is looked at
};

/** What a recipient is looked at in: as asked, or as the list says. */
export function armOf(trial: Trial, sight: Sight, asked: string, code: string): ArmView {
  const assignment = sight.assignmentOf(code);
  const isOwn = asked === allocated || (asked === "" && trial.allocation !== undefined);
  const own = assignment?.sent ?? assignment?.arm ?? [...trial.arms.keys()][0] ?? "";
  const wanted = isOwn ? own : asked;
  const levels = levelsAsked(trial, wanted) ?? {};
  const arm = trial.arms.get(wanted) ?? [...trial.arms.values()].find((each) => isSameCell(each.levels, levels));
  const { arm: allottedTo, sequence, sent } = assignment ?? {};
  return {
    asked: wanted,
    levels,
    ...(arm ? { code: arm.code } : {}),
    ...(allottedTo && sequence ? { allotted: { arm: allottedTo, sequence, ...(sent ? { sent } : {}) } } : {}),
  };
}

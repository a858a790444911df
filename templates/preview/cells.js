// Arms and cells of a trial: which is looked at, which stands beside it, and what they are called.

import { go, isComparing, knownReport, store } from "./store.js";

/** @import { TrialView } from "../../src/preview/trial-view.ts" */
/** @typedef {Readonly<Record<string, string>>} Levels */

export const allocated = "allocated"; // to each recipient what the list says
const fewArms = 4; // whose headlines stand in the table side by side

/** The trial on the desk; it is asked for only where there is one. */
export function trialNow() {
  const trial = store.status?.trial;
  if (!trial) throw new Error("a campaign has no arms");
  return trial;
}

/**
 * The arm that a trial shows where none is chosen.
 * @param {TrialView} trial
 */
export function usualArm({ isAllocated, arms }) {
  return isAllocated ? allocated : (arms[0]?.code ?? "");
}

/**
 * The levels of the recipient that is looked at, by factor.
 * @returns {Levels}
 */
export function levelsNow() {
  return levelsOf(store.look.arm) ?? knownReport(store.report)?.arm?.levels ?? trialNow().arms[0]?.levels ?? {};
}

/** The arm beside the one that is looked at: the one chosen, or the first that is another. */
export function otherArm() {
  const now = keyOf(levelsNow());
  const chosen = levelsOf(store.look.with);
  if (chosen && keyOf(chosen) !== now) return store.look.with;
  const { arms } = trialNow();
  return (arms.find(({ levels }) => keyOf(levels) !== now) ?? arms[0])?.code ?? "";
}

/** Arms whose headlines the table shows: all of few; else the one that is looked at and the one beside it. */
export function shownArms() {
  const trial = store.status?.trial;
  if (!trial) return [];
  if (trial.arms.length <= fewArms) return trial.arms.map(({ code }) => code);
  return [store.look.arm || usualArm(trial), otherArm()];
}

/**
 * "K7", "as allocated", or "another cell".
 * @param {string} asked
 */
export function nameOfArm(asked) {
  if (asked === allocated) return "as allocated";
  return trialNow().arms.some(({ code }) => code === asked) ? asked : "another cell";
}

/**
 * What the levels of an arm are, as the trial's papers say it; nothing while names are hidden.
 * @param {string} asked
 */
export function meaningOf(asked) {
  return isMasked() ? "" : wordsOf(levelsOf(asked) ?? levelsNow());
}

/**
 * The levels, or those of some factors, in words.
 * @param {Levels} levels
 * @param {readonly string[]} [only]
 */
export function wordsOf(levels, only) {
  return trialNow()
    .factors.filter(({ factor }) => only === undefined || only.includes(factor))
    .map(({ factor, levels: all }) => all.find(({ level }) => level === levels[factor])?.is ?? "")
    .join("; ");
}

/**
 * The levels of an arm's code, or those written out; nothing where it is neither.
 * @param {string} asked
 * @returns {Levels | undefined}
 */
export function levelsOf(asked) {
  const arm = trialNow().arms.find(({ code }) => code === asked);
  if (arm) return arm.levels;
  return asked.includes(":") ? Object.fromEntries(asked.split(",").map((pair) => pair.split(":"))) : undefined;
}

/**
 * The arm's code that has these levels, or the levels written out.
 * @param {Levels} levels
 */
export function askedFor(levels) {
  return trialNow().arms.find((arm) => keyOf(arm.levels) === keyOf(levels))?.code ?? written(levels);
}

/** @param {Levels} levels */
export function written(levels) {
  return Object.entries(levels)
    .map(([factor, level]) => `${factor}:${level}`)
    .join(",");
}

/** @param {Levels} levels */
export function keyOf(levels) {
  return trialNow()
    .factors.map(({ factor }) => levels[factor])
    .join(" ");
}

export function isMasked() {
  return store.look.masked === "1";
}

export function toggleMasked() {
  if (store.status?.trial) go({ masked: isMasked() ? "0" : "1" });
}

/** Two mails need the room of the recipients' list; it comes back with one. */
export function toggleCompare() {
  if (!store.status?.trial) return;
  if (isComparing()) return go({ compare: "0", left: "1", panel: "findings", diff: "" });
  go({ compare: "1", left: "0", right: "1", wide: "0", panel: "differences", diff: "", pane: "report", zoom: "fit" });
}

// One of two texts with what it alone says marked.

import { h } from "./dom.js";

/** @import { DiffRun } from "../../src/trial/differences/word-diff.ts" */

/**
 * What both say, and what this one alone does: "out" is the first text's, "in" the second's.
 * @param {readonly DiffRun[]} runs
 * @param {"out" | "in"} kind
 */
export function sideRuns(runs, kind) {
  const tag = kind === "out" ? "del" : "ins";
  return runs
    .filter((run) => run.kind === "same" || run.kind === kind)
    .map((run) => (run.kind === "same" ? run.text : h(tag, {}, sr("[only here: "), run.text, sr("]"))));
}

/** @param {string} words */
function sr(words) {
  return h("span", { class: "sr" }, words);
}

// Opening one item of the right pane: a finding, a reason or a difference.

import { $, find } from "./dom.js";
import { go } from "./store.js";

/** @import { Problem } from "../../src/problem.ts" */

/**
 * What is found of everything, or of the report that is looked at.
 * @typedef {Problem & { scope?: "own" }} Finding
 */

/**
 * The name by which a finding is open.
 * @param {Finding} finding
 */
export function idOf({ code, message, place, scope }) {
  return `${scope ?? ""}${code}:${place ? `${place.file}:${place.line}:${place.column}` : message}`;
}

/**
 * Opens a problem with its line, as from the banner.
 * @param {Finding} problem
 */
export function openFinding(problem) {
  go({ panel: "findings", finding: idOf(problem), right: "1", pane: "reasons" });
  showOpen();
  find($("panel"), "[data-open] button")?.focus();
}

/** @param {string} node */
export function openDifference(node) {
  go({ diff: node, panel: "differences", right: "1" });
  showOpen();
}

/** Brings the open item into view. */
export function showOpen() {
  find($("panel"), "[data-open]")?.scrollIntoView({ block: "nearest" });
}

/**
 * The item so many places on; from none, the first or the last. Nothing beyond the ends.
 * @param {readonly string[]} ids
 * @param {string} now
 * @param {number} by
 */
export function neighbour(ids, now, by) {
  const at = ids.indexOf(now);
  if (at >= 0) return ids[at + by];
  return by > 0 ? ids[0] : ids.at(-1);
}

// What is known of two arms side by side, and what a difference between them is called.

import { nameOfArm } from "./cells.js";
import { button } from "./controls.js";
import { capital } from "./dom.js";
import { openDifference } from "./open.js";
import { knownReport, store } from "./store.js";

/** @import { MarkedReport } from "../../src/preview/comparison.ts" */
/** @import { ArmView } from "../../src/preview/trial-view.ts" */
/** @import { Answers } from "../../src/preview/messages.ts" */

/** @typedef {Answers["/api/report"] & { arm: ArmView }} ArmReport */
/** @typedef {Answers["/api/differences"]} Differences */

/** Both reports, the one that is looked at first; nothing until both are there. */
export function bothReports() {
  const a = knownReport(store.report);
  const b = knownReport(store.other);
  return a?.arm && b?.arm ? { a: /** @type {ArmReport} */ (a), b: /** @type {ArmReport} */ (b) } : null;
}

/** In what they differ, where that is of the recipient whose reports are shown. */
export function differencesNow() {
  const { differences } = store;
  const both = bothReports();
  return differences && both?.a.code === differences.code && both.b.code === differences.code ? differences : null;
}

/**
 * "Q4", or what stands for an arm without a code.
 * @param {ArmView} arm
 */
export function nameOfSide({ code, asked }) {
  return code ?? nameOfArm(asked);
}

/**
 * Respects that have no place in the document: they stand above it.
 * @param {Pick<MarkedReport, "node">} difference
 */
export function isOfTheWhole({ node }) {
  return /^(channels|support|template|topic|comparators|peers(\..+)?|framing|messages|schedule\..+|mail\.title)$/.test(
    node,
  );
}

/**
 * @param {string} name
 * @param {Pick<MarkedReport, "isDeclared">} difference
 */
export function classOf(name, { isDeclared }) {
  return `${name} ${isDeclared ? "declared" : "undeclared"}`;
}

/**
 * The number of a difference, which opens it.
 * @param {MarkedReport} difference
 */
export function numberButton(difference) {
  const { number, node } = difference;
  const attributes = {
    class: classOf("tag", difference),
    title: labelOf(difference),
    "aria-label": `Difference ${number}: ${labelOf(difference)}`,
    onclick: () => openDifference(node),
  };
  return button(`tag-${number}`, attributes, String(number));
}

/**
 * "Headline", "Comparison: fact 2", "Section: own plan", "Channels"
 * @param {Pick<MarkedReport, "node">} difference
 */
export function labelOf({ node }) {
  const [first = "", ...rest] = node.split(".");
  if (first === "sections") return rest[0] === "order" ? "Order of sections" : `Section: ${plainWords(rest.join(" "))}`;
  if (first === "mail") return capital(rest.join(" "));
  if (node === "headline.say") return "Headline";
  if (rest.length === 0) return capital(plainWords(first));
  const what = rest.filter((part) => part !== "block").map((part) => (part === "facts" ? "fact" : part));
  return `${capital(plainWords(first))}: ${plainWords(what.join(" "))}`;
}

/** @param {string} text */
function plainWords(text) {
  return text.replaceAll("-", " ");
}

/** @param {readonly string[]} names */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

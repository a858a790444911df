// What is looked at stands in the address, so a view can be sent to a colleague; what the server said stands here.

/** @import { Problem } from "../../src/problem.ts" */
/** @import { Answers } from "../../src/preview/messages.ts" */

/** @typedef {typeof usual} Look */

/** What stands in for the report of a recipient or arm that there is not.
 * @typedef {{ state: "unknown", code: string, cycle: string, message: string, version: number }} Unknown
 */

/** @typedef {Answers["/api/report"]} ReportAnswer */
/** @typedef {Answers["/api/overview"]} Overview */

/**
 * @typedef {{
 *   look: Look,
 *   status: Answers["/api/state"] | null,
 *   overview: Overview | null,
 *   report: ReportAnswer | Unknown | null,
 *   other: ReportAnswer | Unknown | null,
 *   differences: Answers["/api/differences"] | null,
 *   wordings: Answers["/api/wordings"] | null,
 *   overviews: Map<string, Overview>,
 *   reportFindings: readonly Problem[],
 *   connected: boolean,
 *   took: number | null,
 * }} Store
 */

const usual = {
  cycle: "",
  code: "",
  arm: "", // of a trial: an arm's code, "allocated", or levels as "factor:level,factor:level"
  compare: "0",
  with: "", // the arm beside it
  diff: "", // the open difference
  masked: "0", // whether names of levels are hidden
  tab: "print",
  as: "html", // print as markup (fast) or as the real pdf
  panel: "findings",
  block: "", // the open reason
  finding: "", // the open finding
  dark: "0", // of the mail client
  images: "1",
  phone: "390",
  zoom: "fit",
  wide: "0",
  sort: "value",
  order: "down",
  wording: "",
  q: "",
  pane: "report", // in a narrow window
  left: "1",
  right: "1",
  theme: "",
};

/** @type {Store} */
export const store = {
  look: fromAddress(),
  status: null, // campaign, cycles, problems, findings
  overview: null, // all recipients of the cycle
  report: null, // the one that is looked at
  other: null, // the one beside it
  differences: null, // between the two
  wordings: null, // all of the campaign, once they are asked for
  overviews: new Map(), // by arm, for the table of all headlines
  reportFindings: [], // what the rules find in it
  connected: true,
  took: null, // ms from the save to the new view, the last time
};

/** @type {((before: Look) => void)[]} */
const listeners = [];

/**
 * Called with the look before, after every change of look.
 * @param {(before: Look) => void} listener
 */
export function onGo(listener) {
  listeners.push(listener);
}

/**
 * Changes what is looked at.
 * @param {Partial<Look>} patch
 */
export function go(patch) {
  const before = store.look;
  store.look = { ...before, ...patch };
  history.replaceState(null, "", toAddress(store.look));
  for (const listener of listeners) listener(before);
}

window.addEventListener("hashchange", () => {
  const before = store.look;
  store.look = fromAddress();
  store.look.cycle ||= before.cycle;
  store.look.code ||= before.code;
  for (const listener of listeners) listener(before);
});

/** @returns {Look} */
function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const known = [...given].filter(([key]) => Object.hasOwn(usual, key));
  return { ...usual, ...Object.fromEntries(known) };
}

/** @param {Look} look */
function toAddress(look) {
  const given = Object.entries(look).filter(([key, value]) => value !== usual[/** @type {keyof Look} */ (key)]);
  return `#${new URLSearchParams(given)}`;
}

let draw = () => {};

/**
 * Set once by the studio: draws whatever is new.
 * @param {() => void} drawing
 */
export function setDrawing(drawing) {
  draw = drawing;
}

/** Draws what the store holds now. */
export function redraw() {
  draw();
}

/** The report that is looked at, where there is one. */
export function madeReport() {
  return store.report?.state === "report" ? store.report : null;
}

/**
 * What the server said of a recipient, or nothing where it knows none.
 * @param {ReportAnswer | Unknown | null} answer
 */
export function knownReport(answer) {
  return answer === null || answer.state === "unknown" ? null : answer;
}

/**
 * Why nothing can be shown of a cycle: which data it lacks. Nothing where they are there.
 * @param {string} cycle
 */
export function lacksOf(cycle) {
  return store.status?.cycles.find(({ id }) => id === cycle)?.lacks ?? null;
}

/** Whether two arms stand side by side. */
export function isComparing() {
  return store.look.compare === "1" && Boolean(store.status?.trial);
}

/** Whether the files are broken and what is shown is older than they are. */
export function isStale() {
  return (store.status?.problems.length ?? 0) > 0;
}

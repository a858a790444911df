// Where the words of each reason stand in the report, so that one leads to the other.

import { tabNow } from "./channel.js";
import { $, around } from "./dom.js";
import { elementOf } from "./marks.js";
import { showOpen } from "./open.js";
import { go, madeReport, store } from "./store.js";

/** @import { Reason } from "../../src/preview/reasons.ts" */

/** @type {Map<string, HTMLElement>} */
let marks = new Map(); // by slot

/** @type {Map<string, string>} */
let said = new Map(); // by recipient and slot, the last time

let lastShown = "";

/** Another document is coming, in which nothing is marked. */
export function clearMarks() {
  marks = new Map();
}

/** What was said before does not count: the next words are not new. */
export function forgetWords() {
  said = new Map();
}

/**
 * Finds the words of each reason in a document, lets them lead to it, and lights up those that a save has changed.
 * @param {Document} inside
 */
export function connectReasons(inside) {
  inside.head.append(Object.assign(inside.createElement("style"), { textContent: marking }));
  inside.addEventListener("click", openReason);
  const before = said;
  const reasons = madeReport()?.reasons.shown ?? [];
  marks = findReasons(inside, reasons);
  said = new Map(reasons.map(({ slot, words }) => [`${store.look.code} ${slot}`, words]));
  for (const [slot, element] of marks) {
    const key = `${store.look.code} ${slot}`;
    if (before.has(key) && before.get(key) !== said.get(key)) element.dataset.changed = "";
  }
  lastShown = "";
}

/** @param {Event} event */
function openReason(event) {
  event.preventDefault(); // links of a report lead away from it
  const slot = around(event, "[data-why]")?.dataset.why;
  if (!slot) return;
  go({ panel: "why", block: slot, right: "1" });
  showOpen();
}

const marking = `
[data-why] { cursor: pointer }
[data-why]:hover { outline: 1px solid #82909C; outline-offset: 2px }
[data-why][data-open] { outline: 2px solid #0A58A6; outline-offset: 2px }
@media (prefers-reduced-motion: no-preference) {
  [data-changed] { animation: changed 1.8s ease-out }
  @keyframes changed { 0%, 60% { outline: 3px solid #C77700; outline-offset: 2px } 100% { outline: 3px solid transparent; outline-offset: 2px } }
}`;

/**
 * The element of each reason that the document shows.
 * @param {Document} inside
 * @param {readonly Reason[]} reasons
 */
function findReasons(inside, reasons) {
  /** @type {Map<string, HTMLElement>} */
  const found = new Map();
  for (const { slot } of reasons) {
    const element = elementOf(inside, slot);
    if (!element) continue;
    element.dataset.why = slot;
    found.set(slot, element);
  }
  return found;
}

/**
 * Marks the words of the open reason, and brings them into view when they are newly open.
 * @param {HTMLIFrameElement | null} frame
 * @param {number} scale
 */
export function markOpen(frame, scale) {
  const { block, panel, code } = store.look;
  const open = panel === "why" ? marks.get(block) : undefined;
  for (const element of marks.values()) if (element !== open) delete element.dataset.open;
  const shown = open ? `${block} ${code} ${tabNow()}` : "";
  if (open) open.dataset.open = "";
  if (open && frame && shown !== lastShown) bringIntoView(open, frame, scale);
  lastShown = shown;
}

/**
 * @param {Element} element
 * @param {Element} frame
 * @param {number} scale
 */
function bringIntoView(element, frame, scale) {
  const stage = $("stage").getBoundingClientRect();
  const { top: start } = frame.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const top = start + box.top * scale;
  const bottom = start + box.bottom * scale;
  if (top < stage.top || bottom > stage.bottom) $("stage").scrollTop += top - stage.top - stage.height / 3;
}

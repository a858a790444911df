// Two arms side by side: the same recipient's reports, every difference boxed and numbered in both.

import { bothReports, classOf, differencesNow, isOfTheWhole, nameOfSide } from "./compared.js";
import { $, capital, fill, find, findAll, h } from "./dom.js";
import { drawHeads } from "./heads.js";
import { listenForKeys } from "./keys.js";
import { boxAt } from "./marks.js";
import { openDifference } from "./open.js";
import { sideRuns } from "./side-runs.js";
import { store } from "./store.js";

/** @import { MarkedReport } from "../../src/preview/comparison.ts" */
/** @import { ArmReport } from "./compared.js" */
/** @import { Heads } from "./heads.js" */

/**
 * One side of the stage. What holds a document has a holder; a card or a text has a body.
 * @typedef {Heads & { section: HTMLElement, kind?: Kind, body?: Element, holder?: HTMLElement, frame?: HTMLIFrameElement, width?: number }} Side
 * @typedef {"print" | "email" | "text" | "html"} Kind
 */

/**
 * How both sides are drawn: `width` is that of a document before zooming, `address` that of an arm's.
 * @typedef {{ kind: Kind, width: number, address: (arm: string) => string }} Drawing
 */

/** @type {Side[]} */
let sides = [];
let shown = ""; // the open difference that has been brought into view

let onLoaded = () => {};

/**
 * What is done when a document is there: the stage is measured anew.
 * @param {() => void} listener
 */
export function onSideLoaded(listener) {
  onLoaded = listener;
}

/** Space between the two, in px. */
export const gap = 16;

/**
 * Draws both sides anew; `moved` where it is another recipient's pair, or another tab.
 * @param {Drawing & { moved: boolean }} drawing
 */
export function drawPair({ moved, ...drawing }) {
  const both = bothReports();
  if (!both) return;
  const old = moved ? [] : sides;
  sides = /** @type {const} */ (["a", "b"]).map((id) =>
    sideOf(
      id,
      both[id],
      drawing,
      old.find((each) => each.id === id),
    ),
  );
  const pair = $("stage").querySelector(".pair");
  const isSame = pair && !moved && sides.every(({ section }, i) => pair.children[i] === section);
  if (!isSame)
    fill(
      $("stage"),
      h(
        "div",
        { class: "pair" },
        sides.map(({ section }) => section),
      ),
    );
  if (drawing.kind === "text") markText();
  drawHeads(sides);
}

export function clearPair() {
  sides = [];
  shown = "";
}

/**
 * Each side as wide as its document and shrunk as a whole.
 * @param {number} by
 */
export function zoomPair(by) {
  for (const { section, holder, frame, width = 0 } of sides) {
    if (!holder) continue;
    section.style.width = `${width * by}px`;
    holder.style.setProperty("--scale", String(by));
    if (!frame) continue;
    const height = frame.contentDocument?.body?.scrollHeight ?? 0;
    frame.style.height = `${height}px`;
    holder.style.height = `${height * by}px`;
  }
}

/**
 * @param {"a" | "b"} id
 * @param {ArmReport} own
 * @param {Drawing} drawing
 * @param {Side | undefined} old
 * @returns {Side}
 */
function sideOf(id, own, drawing, old) {
  const { kind } = drawing;
  const channel = kind === "text" ? "email" : kind;
  if (own.state === "without") return plainSide(id, card("Nothing is sent", `${capital(own.reason)}.`));
  if (own.state === "failed") return plainSide(id, card("No report can be made", own.message));
  if (!own.channels.includes(channel)) return plainSide(id, notSent(channel));
  if (kind === "text") return plainSide(id, h("pre", { class: "plain" }, own.text));
  const side = old?.holder && old.kind === kind ? old : framedSide(id, kind);
  side.width = drawing.width;
  load(side, own, drawing);
  return side;
}

/**
 * @param {"a" | "b"} id
 * @param {Element} body
 * @returns {Side}
 */
function plainSide(id, body) {
  const heading = h("header", { class: "side-head" });
  return { id, heading, body, section: h("section", { class: "side", "aria-label": labelOf(id) }, heading, body) };
}

/**
 * @param {"a" | "b"} id
 * @param {Kind} kind
 * @returns {Side}
 */
function framedSide(id, kind) {
  const heading = h("header", { class: "side-head" });
  const envelope = h("dl", { class: "envelope" });
  const holder = h("div", { class: kind === "print" ? "holder sheets" : "holder" });
  const section = h("section", { class: "side framed", "aria-label": labelOf(id) }, heading, envelope, holder);
  return { id, kind, heading, envelope, holder, section };
}

/** @param {"a" | "b"} id */
function labelOf(id) {
  return `Report of ${id === "a" ? "the arm looked at" : "the arm beside it"}`;
}

/** @param {"print" | "email" | "html"} channel */
function notSent(channel) {
  const how = { print: "on paper", email: "by email", html: "as a page" };
  return card(`Not sent ${how[channel]}`, "This arm goes by another channel.");
}

/**
 * @param {string} title
 * @param {string} words
 */
function card(title, words) {
  return h("div", { class: "card" }, h("h3", {}, title), h("p", {}, words));
}

/**
 * A new frame is loaded out of sight and takes the old one's place when it is whole.
 * @param {Side} side
 * @param {ArmReport} own
 * @param {Drawing} drawing
 */
function load(side, own, { address }) {
  const { holder, frame: old, width } = side;
  const src = address(own.arm.asked);
  if (!holder || old?.getAttribute("src") === src) return;
  for (const waiting of findAll(holder, "iframe.waiting")) waiting.remove();
  const frame = h("iframe", {
    class: "waiting",
    sandbox: "allow-same-origin",
    title: `Report of ${own.recipient.name}, arm ${nameOfSide(own.arm)}`,
    src,
  });
  frame.style.width = `${width}px`;
  frame.addEventListener("load", () => takeIn(side, holder, frame));
  holder.append(frame);
}

/**
 * @param {Side} side
 * @param {Element} holder
 * @param {HTMLIFrameElement} frame
 */
function takeIn(side, holder, frame) {
  for (const child of [...holder.children]) if (child !== frame) child.remove();
  frame.classList.remove("waiting");
  side.frame = frame;
  const inside = frame.contentDocument;
  inside?.addEventListener("click", (event) => event.preventDefault());
  if (inside) listenForKeys(inside);
  onLoaded();
  markSides();
}

// -------------------------------------------------------------------------------------------------------------- marks

/** Boxes over both documents and numbers in both heads, once everything is there. */
export function markSides() {
  const differences = differencesNow()?.differences ?? [];
  drawHeads(sides);
  for (const side of sides) {
    const inside = side.frame?.contentDocument;
    side.holder?.querySelector(".marks")?.remove();
    if (!inside?.body) continue;
    const boxes = differences.flatMap((difference) => boxOf(side, inside, difference));
    side.holder?.append(h("div", { class: "marks", "aria-hidden": "true" }, boxes));
  }
  showDifference();
}

/**
 * @param {Side} side
 * @param {Document} inside
 * @param {MarkedReport} difference
 */
function boxOf(side, inside, difference) {
  const { number, node } = difference;
  const area = difference[side.id] === "" ? undefined : boxAt(inside, node);
  if (!area) return [];
  const box = h(
    "div",
    { class: classOf("mark", difference), "data-number": number, "data-open": node === store.look.diff },
    h("span", { class: "tag", onclick: () => openDifference(node) }, String(number)),
  );
  for (const [edge, px] of Object.entries(area)) box.style.setProperty(`--${edge}`, `${px}px`);
  return [box];
}

/** In plain text the words themselves are marked. */
function markText() {
  const runs = differencesNow()?.text;
  const [a, b] = sides.map(({ body }) => body);
  if (!runs || !a?.matches("pre") || !b?.matches("pre")) return;
  fill(a, sideRuns(runs, "out"));
  fill(b, sideRuns(runs, "in"));
}

/** Brings the open difference into view on the stage, and marks it in both. */
function showDifference() {
  const { diff, code, tab } = store.look;
  const boxes = findAll($("stage"), ".mark");
  const number = differencesNow()?.differences.find(({ node }) => node === diff)?.number;
  for (const box of boxes) box.toggleAttribute("data-open", box.dataset.number === String(number));
  const now = [diff, code, tab, boxes.length > 0].join(" ");
  if (now === shown) return;
  shown = now;
  bringIntoView(boxes.filter((box) => box.hasAttribute("data-open")));
}

/** @param {readonly Element[]} boxes */
function bringIntoView(boxes) {
  if (boxes.length === 0) return;
  const stage = $("stage").getBoundingClientRect();
  const tops = boxes.map((box) => box.getBoundingClientRect().top);
  const isSeen = tops.every((top) => top > stage.top && top < stage.bottom - 80);
  if (!isSeen) $("stage").scrollTop += Math.min(...tops) - stage.top - stage.height / 4;
}

/**
 * Whether a difference has a box, or stands above the documents.
 * @param {MarkedReport} difference
 */
export function isShownHere(difference) {
  const { node, number } = difference;
  const hasPlace = sides.some(({ frame }) => frame) && !isOfTheWhole(difference) && !node.startsWith("mail.");
  return !hasPlace || find($("stage"), `.mark[data-number="${number}"]`) !== null;
}

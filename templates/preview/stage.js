// What stands in the middle pane: a report in one channel, two side by side, or a card that says why there is none.
// Frames hold the real markup; they run no script and are led from here.

import { address, isMail, kindNow, sheet, tabNow, tabs, widthOf } from "./channel.js";
import { bothReports } from "./compared.js";
import { $, fill, h, onlyIfNew } from "./dom.js";
import { envelopeLines } from "./heads.js";
import { listenForKeys } from "./keys.js";
import { clearPair, drawPair, gap, markSides, onSideLoaded, zoomPair } from "./pair.js";
import { drawPdf } from "./pdf.js";
import { clearMarks, connectReasons, forgetWords, markOpen } from "./reason-marks.js";
import { go, isComparing, knownReport, lacksOf, madeReport, store } from "./store.js";

/** @import { Children } from "./dom.js" */

const stageIfNew = onlyIfNew();

/**
 * The document on the stage: what holds it, its frame once it is there, and its width before zooming.
 * @type {{ holder: HTMLElement | null, frame: HTMLIFrameElement | null, width: number }}
 */
let onStage = { holder: null, frame: null, width: 0 };
let place = ""; // cycle, recipient, tab and arms on the stage: the scroll stays while these do

new ResizeObserver(() => zoom()).observe($("stage"));
onSideLoaded(() => zoom());

export function drawStage() {
  if (isComparing() && !lacksOf(store.look.cycle)) drawBoth();
  else drawOne();
  zoom();
  if (isComparing()) markSides();
  else markOpen(onStage.frame, scale());
}

/**
 * By what anything on the stage is drawn anew: what the server said, and how it is looked at.
 * @returns {unknown[]}
 */
function drawnFrom() {
  const { look, report, status } = store;
  const own = [report?.version, report?.code, report?.cycle, report?.state, knownReport(report)?.arm?.asked];
  return [
    own,
    tabNow(),
    look.as,
    look.dark,
    look.images,
    look.phone,
    status?.version === 0,
    isBroken(),
    lacksOf(look.cycle),
  ];
}

function drawOne() {
  stageIfNew(drawnFrom(), fillStage);
}

/** Two arms, when both reports are there; what stands there before stays until then. */
function drawBoth() {
  const { look, status, differences } = store;
  const both = bothReports();
  const isReady = both?.a.code === look.code && both.b.code === look.code && both.a.cycle === both.b.cycle;
  const beside = [both?.b.version, both?.b.arm, look.code, look.cycle, look.masked, differences?.version, isReady];
  stageIfNew(["both", drawnFrom(), beside], () => {
    if (!both || !isReady) return status?.version === 0 ? fillStage() : undefined;
    const moved = isMoved(["both", look.cycle, look.code, tabNow(), both.a.arm.asked, both.b.arm.asked]);
    const [kind, width] = [kindNow(), widthOf(tabNow())];
    onStage = { holder: null, frame: null, width };
    clearMarks();
    drawPair({ kind, width, address: (arm) => address(kind, arm), moved });
  });
}

/**
 * Whether the stage shows another place than before.
 * @param {readonly (string | undefined)[]} now
 */
function isMoved(now) {
  const moved = now.join(" ") !== place;
  place = now.join(" ");
  return moved;
}

function fillStage() {
  const { look, report, status } = store;
  const moved = isMoved([look.cycle, look.code, tabNow(), look.as, knownReport(report)?.arm?.asked]);
  if (moved) $("stage").scrollTop = 0;
  const lacks = lacksOf(look.cycle);
  if (lacks) return showCard(`There are no data for the cycle ${look.cycle} yet`, lacks);
  if (status?.version === 0 || !report) return showWaiting();
  if (report.state === "unknown") return showCard("There is no such report", `The studio has ${report.message}.`);
  if (report.state === "without") return showWithout(report);
  if (report.state === "failed") return showCard(`No report can be made for ${report.code}`, report.message);
  if (tabNow() === "text") return showText(report.text ?? "");
  if (tabNow() === "print" && look.as === "pdf") return showPdf(moved);
  return showFrame(moved);
}

function isBroken() {
  return (store.status?.problems.length ?? 0) > 0;
}

/** Nothing has been said of a report yet: the files are being read, or cannot be. */
function showWaiting() {
  if (store.status?.version !== 0) return showCard("Reading", "The reports are being composed.");
  if (!isBroken()) return showCard("Reading", "The files are being read.");
  showCard(
    "Nothing to show yet",
    "The files cannot be read. Mend the problem that is shown above, and the reports appear.",
  );
}

/**
 * @param {string} title
 * @param {string} words
 * @param {Children} [more]
 */
function showCard(title, words, more) {
  clear();
  fill($("stage"), h("div", { class: "card" }, h("h3", {}, title), h("p", {}, words), more));
}

/** @param {{ code: string, cycle: string, reason: string }} report */
function showWithout({ code, cycle, reason }) {
  const facts = [
    ["Because", reason],
    ["Cycle", cycle],
    ["In the manifest", h("code", {}, JSON.stringify({ code, without: reason }))],
  ];
  const lines = facts.map(([term, what]) => h("div", {}, h("dt", {}, term), h("dd", {}, what)));
  showCard(`No report is made for ${nameOf(code)}`, "This is a recorded decision, not a failure.", h("dl", {}, lines));
}

/** @param {string} code */
function nameOf(code) {
  return knownReport(store.report)?.recipient.name ?? code;
}

/** @param {string} text */
function showText(text) {
  clear();
  forgetWords();
  fill($("stage"), h("pre", { class: "plain" }, text));
}

/** @param {boolean} moved */
function showPdf(moved) {
  const holder = stageHolder(sheet, moved);
  drawPdf(holder, address("pdf"), sheet).then(zoom, (error) => showCard("The PDF cannot be made", error.message));
}

/**
 * A new frame is loaded out of sight and takes the old one's place when it is whole, so a save does not flicker.
 * @param {boolean} moved
 */
function showFrame(moved) {
  const holder = stageHolder(widthOf(tabNow()), moved);
  for (const waiting of holder.querySelectorAll("iframe.waiting")) waiting.remove();
  const frame = h("iframe", {
    class: "waiting",
    sandbox: "allow-same-origin",
    title: `${tabs().find(({ id }) => id === tabNow())?.label ?? "Report"} of ${nameOf(store.look.code)}`,
    src: address(kindNow()),
  });
  frame.style.width = `${onStage.width}px`;
  frame.addEventListener("load", () => takeIn(holder, frame));
  holder.append(frame);
}

/**
 * @param {Element} holder
 * @param {HTMLIFrameElement} frame
 */
function takeIn(holder, frame) {
  for (const other of [...holder.children]) if (other !== frame) other.remove();
  frame.classList.remove("waiting");
  onStage.frame = frame;
  const inside = frame.contentDocument;
  if (!inside) return;
  connectReasons(inside);
  listenForKeys(inside);
  zoom();
  markOpen(frame, scale());
}

/**
 * The same holder for the same place, so that what is in it may be swapped; a new one elsewhere.
 * @param {number} width
 * @param {boolean} moved
 */
function stageHolder(width, moved) {
  if (!moved && onStage.holder?.isConnected) {
    onStage.width = width;
    drawEnvelope();
    return onStage.holder;
  }
  clear();
  const holder = h("div", { class: tabNow() === "print" ? "holder sheets" : "holder" });
  onStage = { holder, frame: null, width };
  fill($("stage"), h("div", { class: "letter" }, h("dl", { class: "envelope", id: "envelope" }), holder));
  drawEnvelope();
  return holder;
}

function drawEnvelope() {
  const mail = madeReport()?.mail;
  $("envelope").hidden = !isMail() || !mail;
  if (mail) fill($("envelope"), envelopeLines(mail));
}

function clear() {
  clearPair();
  clearMarks();
  onStage = { ...onStage, holder: null, frame: null };
  $("stage").replaceChildren();
}

// --------------------------------------------------------------------------------------------------------------- zoom

/** @param {number} by */
export function zoomBy(by) {
  const now = Math.round(scale() * 10) * 10;
  go({ zoom: String(Math.min(200, Math.max(30, now + by))) });
}

const leastSide = 320; // px of one side: on a phone the other is scrolled to, since a page of half its width cannot be read

function scale() {
  const { zoom: chosen } = store.look;
  if (chosen !== "fit") return Number(chosen) / 100;
  const style = getComputedStyle($("stage"));
  const all = $("stage").clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const room = isComparing() ? Math.max((all - gap) / 2, Math.min(all, leastSide)) : all;
  return Math.min(1, room / (onStage.width || room));
}

/** A frame is as long as its document and is shrunk as a whole, so nothing in it is laid out anew. */
function zoom() {
  const { holder, width, frame } = onStage;
  const by = scale();
  const shown = document.getElementById("zoom");
  if (shown) shown.textContent = `${Math.round(by * 100)}%`;
  if (isComparing()) zoomPair(by);
  if (!holder?.isConnected) return;
  if (holder.parentElement) holder.parentElement.style.width = `${width * by}px`;
  holder.style.setProperty("--scale", String(by));
  if (!frame) return;
  const height = frame.contentDocument?.body?.scrollHeight ?? 0;
  frame.style.height = `${height}px`;
  holder.style.height = `${height * by}px`;
}

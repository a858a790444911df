// The studio: one page that shows what the files say now. This file starts it and joins its panes.

import { drawArms } from "./arms.js";
import { drawBar, listenToBar, toggle, toggleTheme } from "./bar.js";
import { toggleCompare, toggleMasked } from "./cells.js";
import { tabs } from "./channel.js";
import { $, find, say } from "./dom.js";
import { listenForKeys, setKeys, showKeys } from "./keys.js";
import { listenToServer, readFor, refresh } from "./news.js";
import { drawPanel, stepOpen } from "./panel.js";
import { choosePick } from "./picks.js";
import { drawRecipients, listenToRecipients, step, toggleWide } from "./recipients.js";
import { drawReport } from "./report.js";
import { zoomBy } from "./stage.js";
import { drawStatus } from "./status.js";
import { go, isComparing, onGo, setDrawing, store } from "./store.js";

/** @import { Actions } from "./keys.js" */
/** @import { Look } from "./store.js" */

/** Each pane with what takes its focus, from left to right. */
const panes = /** @type {const} */ ([
  ["recipients", () => find($("rows"), '[tabindex="0"]') ?? $("search")],
  ["report", () => $("stage")],
  ["reasons", () => $("panel")],
]);

listenToRecipients();
listenToBar();
setKeys(keyActions());
listenForKeys(document);
setDrawing(draw);
onGo(follow);
draw();
await refresh().catch(() => undefined); // whatever it was, the server tells of the next change
listenToServer();

function draw() {
  drawBar();
  drawArms();
  drawRecipients();
  drawReport();
  drawPanel();
  drawStatus();
}

/** @param {Look} before */
function follow(before) {
  readFor(before);
  if (before.code && store.look.code !== before.code) say(nameOf(store.look.code));
  draw();
}

/** @param {string} code */
function nameOf(code) {
  const row = store.overview?.recipients.find((each) => each.code === code);
  return row ? `${row.name}, ${row.valueText}` : code;
}

/** @returns {Actions} */
function keyActions() {
  return { ...pickKeys(), ...listKeys(), ...reportKeys(), ...paneKeys() };
}

/** @returns {Actions} */
function pickKeys() {
  return Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((number) => [String(number), () => choosePick(number)]));
}

/** @returns {Actions} */
function listKeys() {
  return {
    "/": findRecipient,
    j: () => step(1),
    k: () => step(-1),
    a: toggleWide,
  };
}

function findRecipient() {
  go({ left: "1", pane: "recipients" });
  $("search").focus();
}

/** @returns {Actions} */
function reportKeys() {
  return {
    p: () => showTab("print"),
    e: () => showTab("email"),
    m: () => showTab("phone"),
    s: () => showTab("screen"),
    S: () => showTab("handset"),
    t: () => showTab("text"),
    r: () => go({ tab: "print", as: store.look.as === "pdf" ? "html" : "pdf" }),
    c: toggleCompare,
    h: toggleMasked,
    d: () => go({ dark: store.look.dark === "1" ? "0" : "1" }),
    i: () => go({ images: store.look.images === "1" ? "0" : "1" }),
    "+": () => zoomBy(10),
    "=": () => zoomBy(10),
    "-": () => zoomBy(-10),
    0: () => go({ zoom: "fit" }),
  };
}

/** @param {string} id */
function showTab(id) {
  if (tabs().some((each) => each.id === id)) go({ tab: id, zoom: "fit", wide: "0", pane: "report" });
}

/** @returns {Actions} */
function paneKeys() {
  return {
    f: () => go({ panel: "findings", right: "1", pane: "reasons" }),
    w: () => go({ panel: "why", right: "1", pane: "reasons" }),
    W: () => go({ panel: "wordings", right: "1", pane: "reasons" }),
    o: () => go({ panel: "items", right: "1", pane: "reasons" }),
    n: () => stepOpen(1),
    N: () => stepOpen(-1),
    "[": () => toggle("left"),
    "]": () => toggle("right"),
    D: toggleTheme,
    "?": showKeys,
    F6: () => nextPane(1),
    "shift F6": () => nextPane(-1),
    Escape: () => (store.look.wide === "1" ? toggleWide() : isComparing() && toggleCompare()),
  };
}

/**
 * The next pane that is shown takes the focus.
 * @param {number} by
 */
function nextPane(by) {
  const at = panes.findIndex(([id]) => $(id).contains(document.activeElement));
  for (let i = 1; i <= panes.length; i++) {
    const next = panes[(at + by * i + 2 * panes.length) % panes.length];
    if (!next) return;
    const [id, stop] = next;
    if (matchMedia("(max-width: 899px)").matches) go({ pane: id });
    if ($(id).checkVisibility()) return stop().focus();
  }
}

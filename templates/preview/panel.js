// The right pane: what is wrong or doubtful, why the report says what it says, and in what two arms differ.

import { differencesNow } from "./compared.js";
import { tablist } from "./controls.js";
import { differencesPanel, stepDifference } from "./differences.js";
import { $, fill, onlyIfNew } from "./dom.js";
import { editSteps } from "./edit.js";
import { allFindings, findingsPanel } from "./findings.js";
import { itemsPanel } from "./items.js";
import { idOf, neighbour, showOpen } from "./open.js";
import { sourcesRead } from "./source.js";
import { go, isComparing, madeReport, store } from "./store.js";
import { whyPanel } from "./why.js";
import { shownWordings, wordingsPanel } from "./wordings.js";

/** @import { Children } from "./dom.js" */
/** @import { Look } from "./store.js" */
/** @import { Tab } from "./controls.js" */

/**
 * Each panel: what it holds, and by which key of the look one of its items is open.
 * @type {Readonly<Record<"why" | "findings" | "differences" | "wordings" | "items", { draw: () => readonly Children[], open?: keyof Look }>>}
 */
const panels = {
  why: { draw: whyPanel, open: "block" },
  findings: { draw: findingsPanel, open: "finding" },
  differences: { draw: differencesPanel, open: "diff" },
  wordings: { draw: wordingsPanel, open: "wording" },
  items: { draw: itemsPanel },
};

const panelIfNew = onlyIfNew();

export function drawPanel() {
  const { status, look, report, reportFindings, differences, other } = store;
  const now = panelNow();
  tablist($("panels"), panelTabs(), { chosen: now, controls: "panel", onChoose: (panel) => go({ panel }) });
  $("panel").setAttribute("aria-labelledby", `tab-${now}`);
  const pair = [differences, other, look.masked];
  panelIfNew([now, openIn(now), status, report, reportFindings, sourcesRead(), editSteps(), store.wordings, pair], () =>
    fill($("panel"), ...panels[now].draw()),
  );
}

/** @param {keyof typeof panels} panel */
function openIn(panel) {
  const { open } = panels[panel];
  return open && store.look[open];
}

/**
 * The next or previous finding, reason or difference is opened.
 * @param {number} by
 */
export function stepOpen(by) {
  const now = panelNow();
  if (now === "differences") return stepDifference(by);
  const key = panels[now].open;
  if (now === "items" || !key) return;
  const ids = idsIn(now);
  const next = neighbour(ids, store.look[key], by);
  if (next === undefined) return;
  go({ [key]: next, right: "1" });
  showOpen();
}

/**
 * What can be open in a panel, in its order.
 * @param {"why" | "findings" | "wordings"} panel
 */
function idsIn(panel) {
  if (panel === "why") return (madeReport()?.reasons.shown ?? []).map(({ slot }) => slot);
  return panel === "wordings" ? shownWordings().map(({ id }) => id) : allFindings().map(idOf);
}

/**
 * The panel that is shown; the one of differences only while two arms stand side by side.
 * @returns {keyof typeof panels}
 */
function panelNow() {
  const { panel } = store.look;
  if (panel === "differences" && isComparing()) return panel;
  return panel === "why" || panel === "wordings" || panel === "items" ? panel : "findings";
}

/** @returns {Tab[]} */
function panelTabs() {
  const count = differencesNow()?.differences.length ?? "…";
  return [
    ...(isComparing() ? [{ id: "differences", label: "Differences", count, title: "Differences" }] : []),
    { id: "findings", label: "Findings", count: allFindings().length, title: "Findings (f)" },
    { id: "why", label: "Why it says this", title: "Why it says this (w)" },
    { id: "wordings", label: "Wordings", title: "Every wording, and who gets it (W)" },
    { id: "items", label: "Campaign", title: "Order of sections, lists, texts and thresholds (o)" },
  ];
}

// The bar at the top: the campaign, its cycles, whether the page is live, and which panes are shown.

import { option } from "./controls.js";
import { $, clock, day, fill, findAll, h, icon, onlyIfNew, shortened } from "./dom.js";
import { showKeys } from "./keys.js";
import { openFinding } from "./open.js";
import { go, store } from "./store.js";

/** @import { Problem } from "../../src/problem.ts" */
/** @import { StudioState } from "../../src/preview/messages.ts" */

const problemIfNew = onlyIfNew();
const cyclesIfNew = onlyIfNew();

export function drawBar() {
  drawTheme();
  drawPanes();
  drawTitle();
  drawLive();
  problemIfNew([store.status?.problems], drawProblem);
}

export function listenToBar() {
  $("cycle").addEventListener("change", () => go({ cycle: $("cycle").value }));
  $("theme").addEventListener("click", toggleTheme);
  $("keys").addEventListener("click", showKeys);
  $("toggle-left").addEventListener("click", () => toggle("left"));
  $("toggle-right").addEventListener("click", () => toggle("right"));
  $("skip").addEventListener("click", skipToReport);
  for (const button of findAll(document, "nav [data-pane]"))
    button.addEventListener("click", () => showPane(button.dataset.pane ?? "report"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
}

/** @param {string} pane */
function showPane(pane) {
  go({ pane, ...(pane === "report" ? { wide: "0" } : {}) });
}

/** @param {Event} event */
function skipToReport(event) {
  event.preventDefault();
  showPane("report");
  $("stage").focus();
}

/** @param {"left" | "right"} key */
export function toggle(key) {
  go({ [key]: store.look[key] === "1" ? "0" : "1" });
}

export function toggleTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  go({ theme });
}

function drawTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = store.look.theme || localStorage.getItem("theme") || system;
  document.documentElement.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

function drawPanes() {
  const { left, right, wide, pane } = store.look;
  const work = $("work");
  work.classList.toggle("no-left", left === "0" && wide === "0");
  work.classList.toggle("no-right", right === "0");
  work.classList.toggle("wide", wide === "1");
  work.dataset.pane = pane;
  $("toggle-left").setAttribute("aria-expanded", String(left === "1"));
  $("toggle-right").setAttribute("aria-expanded", String(right === "1"));
  for (const button of findAll(document, "nav [data-pane]")) {
    if (button.dataset.pane === pane) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function drawTitle() {
  const { status, look } = store;
  const title = status?.campaign?.title ?? "Feedback studio";
  $("title").textContent = title;
  $("title").title = title;
  document.title = `${title}: studio`;
  cyclesIfNew([status?.cycles, look.cycle], () => fill($("cycle"), (status?.cycles ?? []).map(cycleOption)));
}

/** @param {StudioState["cycles"][number]} cycle */
function cycleOption({ id, issued, ready }) {
  return option(id, ready ? `${id}, out ${day(issued)}` : `${id}, no data yet`, store.look.cycle);
}

function drawLive() {
  const { kind, what, when } = liveness();
  const live = $("live");
  live.className = `live ${kind}`;
  if (live.textContent === `${what} ${when}`.trim()) return;
  fill(live, h("span", { class: "dot" }), h("b", {}, what), h("span", { class: "when" }, when && ` ${when}`));
}

/** Whether what is shown is what the files say. */
function liveness() {
  const { status, connected, took } = store;
  const count = status?.problems.length ?? 0;
  if (!connected) return { kind: "broken", what: "Not connected", when: "is the studio still running?" };
  if (!status) return { kind: "reading", what: "Reading", when: "" };
  if (count > 0) {
    const what = count === 1 ? "1 problem" : `${count} problems`;
    return { kind: "broken", what, when: `since ${clock(status.brokenSince)}` };
  }
  if (status.version === 0) return { kind: "reading", what: "Opening", when: status.stage ?? "" };
  const time = took ? ` in ${(took / 1000).toFixed(2)} s` : "";
  return { kind: "", what: "Live", when: `drawn ${clock(status.drawn)}${time}` };
}

function drawProblem() {
  const problems = store.status?.problems ?? [];
  const [first] = problems;
  $("problem").hidden = !first;
  if (!first) return fill($("problem"));
  const show = { type: "button", class: "toggle", onclick: () => openFinding(first) };
  fill($("problem"), icon("error"), problemWords(first, problems.length - 1), h("button", show, "Show the line"));
}

/**
 * @param {Problem} first
 * @param {number} others
 */
function problemWords({ message, place, hint }, others) {
  return h(
    "p",
    {},
    h("b", {}, message),
    " ",
    place ? h("code", {}, `${shortened(place.file)}:${place.line}:${place.column}`) : null,
    hint ? ` ${hint}` : "",
    others > 0 ? ` and ${others} more` : "",
  );
}

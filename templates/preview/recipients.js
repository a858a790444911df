// The left pane: search, ready-made picks, and every recipient with what its headline says.

import { $, around, find, findAll } from "./dom.js";
import { drawPicks } from "./picks.js";
import { drawTable } from "./rows.js";
import { shownRecipients } from "./shown.js";
import { go, store } from "./store.js";

/** @import { OverviewRow } from "../../src/preview/overview.ts" */

export function drawRecipients() {
  const { look } = store;
  $("wide").setAttribute("aria-pressed", String(look.wide === "1"));
  if (document.activeElement !== $("search")) $("search").value = look.q;
  drawPicks();
  drawTable();
  markCurrent();
}

export function listenToRecipients() {
  $("search").addEventListener("input", () => go({ q: $("search").value }));
  $("search").addEventListener("keydown", leaveSearch);
  $("wording").addEventListener("change", () => go({ wording: $("wording").value }));
  $("wide").addEventListener("click", toggleWide);
  $("rows").addEventListener("click", (event) => {
    const code = around(event, "[data-code]")?.dataset.code;
    if (code) go({ code, pane: store.look.wide === "1" ? store.look.pane : "report" });
  });
  $("rows").addEventListener("dblclick", () => store.look.wide === "1" && go({ wide: "0", pane: "report" }));
  $("rows").addEventListener("keydown", moveInRows);
}

export function toggleWide() {
  const wide = store.look.wide !== "1";
  go(wide ? { wide: "1", sort: "says", order: "up", pane: "recipients" } : { wide: "0", sort: "value", order: "down" });
}

/**
 * The recipient so many places on in the list; from outside it, the first.
 * @param {number} by
 */
export function step(by) {
  const rows = shownRecipients();
  const at = rows.findIndex(({ code }) => code === store.look.code);
  choose(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
}

/** @param {OverviewRow | undefined} row */
function choose(row) {
  if (row) go({ code: row.code });
}

/** @type {Readonly<Record<string, () => void>>} */
const searchKeys = {
  Enter: () => choose(shownRecipients()[0]),
  ArrowDown: () => focusRow(0),
  Escape: emptySearch,
};

/** @param {KeyboardEvent} event */
function leaveSearch(event) {
  const action = searchKeys[event.key];
  if (!action) return;
  action();
  event.preventDefault();
  event.stopPropagation();
}

/** A first Escape empties the search, a second leaves it. */
function emptySearch() {
  if ($("search").value === "") return $("search").blur();
  $("search").value = "";
  go({ q: "" });
}

/** One tab stop for all rows: the current one, or the first. */
function markCurrent() {
  const rows = allRows();
  const current = rows.find((row) => row.dataset.code === store.look.code);
  for (const row of rows) {
    if (row === current) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    find(row, ".row")?.setAttribute("tabindex", row === (current ?? rows[0]) ? "0" : "-1");
  }
  if (current && !$("list").contains(document.activeElement)) current.scrollIntoView({ block: "nearest" });
}

/** @param {KeyboardEvent} event */
function moveInRows(event) {
  const rows = allRows();
  const row = around(event, "tr");
  const at = row ? rows.indexOf(row) : -1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to < 0) $("search").focus();
  else focusRow(Math.min(to, rows.length - 1));
}

/** @param {number} at */
function focusRow(at) {
  const row = allRows()[at];
  if (!row?.dataset.code) return;
  find(row, ".row")?.focus();
  go({ code: row.dataset.code });
}

function allRows() {
  return findAll($("rows"), "tr");
}

// The table of recipients: a line each, or every headline side by side.

import { meaningOf, nameOfArm, shownArms } from "./cells.js";
import { button } from "./controls.js";
import { $, capital, fill, h, icon, onlyIfNew, runs } from "./dom.js";
import { shownRecipients } from "./shown.js";
import { go, lacksOf, store } from "./store.js";

/** @import { OverviewRow } from "../../src/preview/overview.ts" */

/** @typedef {{ id: string, label?: string, first: "up" | "down", wide?: boolean, right?: boolean }} Column */
/** @typedef {{ arm: string, label: string, note: string }} ArmColumn */

const most = 1000; // rows drawn; a search narrows what is longer

/** @type {readonly Column[]} */
const columns = [
  { id: "name", first: "up" }, // its label is what recipients of the campaign are called
  { id: "wording", label: "Wording", first: "up", wide: true },
  { id: "says", label: "Headline", first: "up", wide: true },
  { id: "value", label: "Value", first: "down", right: true },
  { id: "change", label: "Year", first: "down", right: true },
];

const sortsIfNew = onlyIfNew();
const rowsIfNew = onlyIfNew();

export function drawTable() {
  const { overview, look, overviews } = store;
  const arms = [look.arm, look.with, look.masked, armColumns().map(({ arm }) => arm)];
  const order = [look.sort, look.order, look.wide, arms];
  sortsIfNew([overview?.called, order], () => fill($("sorts"), visibleColumns().map(headCell)));
  const beside = [...overviews].map(([arm, { version }]) => [arm, version]);
  rowsIfNew([overview?.version, overview?.cycle, look.q, look.wording, order, beside], fillRows);
}

/** @param {Column | ArmColumn} column */
function headCell(column) {
  return "arm" in column ? armCell(column) : sortCell(column);
}

/** @param {ArmColumn} column */
function armCell({ label, note }) {
  return h(
    "th",
    { scope: "col", class: "arm-column" },
    h("b", {}, label),
    note ? h("small", { title: note }, note) : null,
  );
}

/** @param {Column} column */
function sortCell({ id, label = kindOfRecipient(), first, right = false }) {
  const { sort, order } = store.look;
  const isSorted = id === sort;
  const turned = order === "up" ? "down" : "up";
  const attributes = {
    scope: "col",
    class: right ? "right" : null,
    "data-column": id,
    "aria-sort": isSorted ? (order === "up" ? "ascending" : "descending") : "none",
  };
  const onclick = () => go({ sort: id, order: isSorted ? turned : first });
  return h("th", attributes, button(`sort-${id}`, { onclick }, label, isSorted ? icon(order) : null));
}

/** "Practice" */
function kindOfRecipient() {
  return capital(store.overview?.called ?? "recipient");
}

/** @returns {(Column | ArmColumn)[]} */
function visibleColumns() {
  const arms = armColumns();
  const shown = columns.filter(({ wide = false }) => !wide || store.look.wide === "1");
  if (arms.length === 0) return shown;
  const at = shown.findIndex(({ id }) => id === "says");
  const before = shown.slice(0, at).filter(({ id }) => id !== "wording");
  return [...before, ...arms, ...shown.slice(at + 1)];
}

/**
 * In the wide table of a trial every headline by arm.
 * @returns {ArmColumn[]}
 */
function armColumns() {
  if (!store.status?.trial || store.look.wide !== "1") return [];
  return shownArms().map((arm) => ({ arm, label: nameOfArm(arm), note: meaningOf(arm) }));
}

function fillRows() {
  const rows = shownRecipients();
  const row = store.look.wide === "1" ? wideRow : narrowRow;
  fill($("rows"), rows.slice(0, most).map(row));
  $("none").hidden = rows.length > 0 && rows.length <= most;
  $("none").textContent = noneWords(rows.length);
}

/** @param {number} count */
function noneWords(count) {
  if (count > most) return `${most} of ${count} are listed: search to narrow them.`;
  if (lacksOf(store.look.cycle)) return "There are no data for this cycle yet.";
  return store.overview ? "No recipient has these words." : "Reading the recipients.";
}

/** @param {OverviewRow} row */
function narrowRow(row) {
  return h(
    "tr",
    { "data-code": row.code },
    h("td", {}, nameButton(row), h("p", { class: "says" }, runs(row.says))),
    ...numbers(row),
  );
}

/** @param {OverviewRow} row */
function wideRow(row) {
  const arms = armColumns();
  return h(
    "tr",
    { "data-code": row.code },
    h("td", {}, nameButton(row), h("p", { class: "says" }, h("code", {}, row.code), ` ${row.place}`)),
    ...(store.status?.trial
      ? arms.map((column, i) => armSays(row, column, i === 0 ? undefined : arms[0]))
      : ownSays(row)),
    ...numbers(row),
  );
}

/** @param {OverviewRow} row */
function ownSays(row) {
  return [h("td", { class: "wording" }, row.wording || "–"), h("td", {}, h("p", { class: "says" }, runs(row.says)))];
}

/**
 * What an arm says to a recipient; where it is what the first arm says, only that.
 * @param {OverviewRow} row
 * @param {ArmColumn} column
 * @param {ArmColumn | undefined} first
 */
function armSays({ code, arm: own }, { arm }, first) {
  const says = saysIn(arm, code);
  const isSame = first !== undefined && JSON.stringify(says) === JSON.stringify(saysIn(first.arm, code));
  const words = !says ? "…" : isSame ? `as ${first.label}` : runs(says);
  const isOwn = own === arm;
  return h(
    "td",
    { class: isOwn ? "own-arm" : "of-arm" },
    isOwn ? h("span", { class: "sr" }, "own arm: ") : null,
    h("p", { class: isSame ? "says same" : "says" }, words),
  );
}

/**
 * @param {string} arm
 * @param {string} code
 */
function saysIn(arm, code) {
  return store.overviews.get(arm)?.recipients.find((row) => row.code === code)?.says;
}

/** @param {OverviewRow} row */
function nameButton({ code, name }) {
  return button(`row-${code}`, { class: "row", tabindex: "-1" }, name);
}

/** @param {OverviewRow} row */
function numbers({ valueText, changeText }) {
  return [h("td", { class: "right" }, valueText), h("td", { class: "right" }, changeText)];
}

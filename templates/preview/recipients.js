// The left pane: search, ready-made picks, and every recipient with what its headline says.

import { meaningOf, nameOfArm, shownArms } from "./arms.js";
import { $, fill, h, icon, onlyIfNew, runs } from "./dom.js";
import { go, shownRecipients, store } from "./store.js";

const most = 1000; // rows drawn; a search narrows what is longer

const columns = [
  { id: "name", first: "up" }, // its label is what recipients of the campaign are called
  { id: "wording", label: "Wording", first: "up", wide: true },
  { id: "says", label: "Headline", first: "up", wide: true },
  { id: "value", label: "Value", first: "down", right: true },
  { id: "change", label: "Year", first: "down", right: true },
];

const picksIfNew = onlyIfNew();
const wordingsIfNew = onlyIfNew();
const sortsIfNew = onlyIfNew();
const rowsIfNew = onlyIfNew();

export function drawRecipients() {
  const { overview, look } = store;
  $("wide").setAttribute("aria-pressed", String(look.wide === "1"));
  if (document.activeElement !== $("search")) $("search").value = look.q;
  picksIfNew([overview?.picks, look.code], drawPicks);
  wordingsIfNew([overview?.wordings, look.wording], drawWordings);
  const arms = [look.arm, look.with, look.masked, look.wide === "1" && armColumns().map(({ arm }) => arm)];
  sortsIfNew([overview?.called, look.sort, look.order, look.wide, arms], drawSorts);
  const beside = [...store.overviews].map(([arm, { version }]) => [arm, version]);
  rowsIfNew(
    [overview?.version, overview?.cycle, look.q, look.wording, look.sort, look.order, look.wide, arms, beside],
    drawRows,
  );
  markCurrent();
}

export function listenToRecipients() {
  $("search").addEventListener("input", () => go({ q: $("search").value }));
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") choose(shownRecipients()[0]);
    else if (event.key === "ArrowDown") focusRow(0);
    else if (event.key === "Escape" && $("search").value !== "") {
      $("search").value = "";
      go({ q: "" });
    } else if (event.key === "Escape") $("search").blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  $("wording").addEventListener("change", () => go({ wording: $("wording").value }));
  $("wide").addEventListener("click", toggleWide);
  $("rows").addEventListener("click", (event) => {
    const code = event.target.closest("[data-code]")?.dataset.code;
    if (code) go({ code, pane: store.look.wide === "1" ? store.look.pane : "report" });
  });
  $("rows").addEventListener("dblclick", () => store.look.wide === "1" && go({ wide: "0", pane: "report" }));
  $("rows").addEventListener("keydown", moveInRows);
}

export function toggleWide() {
  const wide = store.look.wide !== "1";
  go(wide ? { wide: "1", sort: "says", order: "up", pane: "recipients" } : { wide: "0", sort: "value", order: "down" });
}

/** The recipient so many places on in the list; from outside it, the first. */
export function step(by) {
  const rows = shownRecipients();
  const at = rows.findIndex(({ code }) => code === store.look.code);
  choose(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
}

export function choosePick(number) {
  const pick = store.overview?.picks[number - 1];
  if (pick?.code) go({ code: pick.code, pane: "report" });
}

function choose(row) {
  if (row) go({ code: row.code });
}

function drawPicks() {
  fill(
    $("picks"),
    (store.overview?.picks ?? []).map(({ id, label, code, note }, i) =>
      h(
        "button",
        {
          type: "button",
          "data-focus": id,
          "data-pick": id,
          "aria-pressed": String(code !== undefined && code === store.look.code),
          "aria-disabled": code === undefined ? "true" : null,
          title: note ? `${label}: ${note}` : label,
          onclick: () => choosePick(i + 1),
        },
        h("span", { class: "key", "aria-hidden": "true" }, String(i + 1)),
        h("span", { class: "what" }, label),
        h("span", { class: "v" }, note),
      ),
    ),
  );
}

function drawWordings() {
  const { overview, look } = store;
  const option = (value, text) => h("option", { value, selected: value === look.wording }, text);
  fill(
    $("wording"),
    option("", `Every wording, ${overview?.recipients.length ?? 0}`),
    (overview?.wordings ?? []).map(({ id, count }) => option(id, `${id}, ${count}`)),
  );
}

function drawSorts() {
  const { sort, order } = store.look;
  fill(
    $("sorts"),
    visibleColumns().map((column) => (column.arm ? armCell(column) : sortCell(column, sort, order))),
  );
}

function armCell({ label, note }) {
  return h(
    "th",
    { scope: "col", class: "arm-column" },
    h("b", {}, label),
    note ? h("small", { title: note }, note) : null,
  );
}

function sortCell({ id, label = kindOfRecipient(), first, right }, sort, order) {
  const sorted = id === sort;
  const turned = order === "up" ? "down" : "up";
  return h(
    "th",
    {
      scope: "col",
      class: right ? "right" : null,
      "data-column": id,
      "aria-sort": sorted ? (order === "up" ? "ascending" : "descending") : "none",
    },
    h(
      "button",
      { type: "button", "data-focus": `sort-${id}`, onclick: () => go({ sort: id, order: sorted ? turned : first }) },
      label,
      sorted ? icon(order) : null,
    ),
  );
}

/** "Practice" */
function kindOfRecipient() {
  const called = store.overview?.called ?? "recipient";
  return called.charAt(0).toUpperCase() + called.slice(1);
}

function visibleColumns() {
  const shown = columns.filter(({ wide }) => !wide || store.look.wide === "1");
  const arms = store.look.wide === "1" ? armColumns() : [];
  if (arms.length === 0) return shown;
  return shown.flatMap((column) => (column.id === "says" ? arms : column.id === "wording" ? [] : [column]));
}

/** In a trial every headline by arm. */
function armColumns() {
  const arms = store.status?.trial ? shownArms() : [];
  return arms.map((arm) => ({ id: `arm-${arm}`, arm, label: nameOfArm(arm), note: meaningOf(arm) }));
}

function drawRows() {
  const rows = shownRecipients();
  const wide = store.look.wide === "1";
  fill(
    $("rows"),
    rows.slice(0, most).map((row) => (wide ? wideRow(row) : narrowRow(row))),
  );
  $("none").hidden = rows.length > 0 && rows.length <= most;
  $("none").textContent =
    rows.length > most
      ? `${most} of ${rows.length} are listed: search to narrow them.`
      : store.overview
        ? "No recipient has these words."
        : "Reading the recipients.";
}

function narrowRow(row) {
  return h(
    "tr",
    { "data-code": row.code },
    h("td", {}, nameButton(row), h("p", { class: "says" }, runs(row.says))),
    ...numbers(row),
  );
}

function wideRow(row) {
  return h(
    "tr",
    { "data-code": row.code },
    h("td", {}, nameButton(row), h("p", { class: "says" }, h("code", {}, row.code), ` ${row.place}`)),
    ...(store.status?.trial ? armColumns().map((column, _, all) => armSays(row, column, all[0])) : ownSays(row)),
    ...numbers(row),
  );
}

function ownSays(row) {
  return [h("td", { class: "wording" }, row.wording || "–"), h("td", {}, h("p", { class: "says" }, runs(row.says)))];
}

/** What an arm says to a recipient; where it is what the first arm says, only that. */
function armSays({ code, arm: own }, { arm }, first) {
  const saysIn = (each) => store.overviews.get(each)?.recipients.find((row) => row.code === code)?.says;
  const says = saysIn(arm);
  const isSame = arm !== first.arm && JSON.stringify(says) === JSON.stringify(saysIn(first.arm));
  const words = !says ? "…" : isSame ? `as ${first.label}` : runs(says);
  const isOwn = own === arm;
  return h(
    "td",
    { class: isOwn ? "own-arm" : "of-arm" },
    isOwn ? h("span", { class: "sr" }, "own arm: ") : null,
    h("p", { class: isSame ? "says same" : "says" }, words),
  );
}

function nameButton({ code, name }) {
  return h("button", { type: "button", class: "row", tabindex: "-1", "data-focus": `row-${code}` }, name);
}

function numbers({ valueText, changeText }) {
  return [h("td", { class: "right" }, valueText), h("td", { class: "right" }, changeText)];
}

/** One tab stop for all rows: the current one, or the first. */
function markCurrent() {
  const rows = [...$("rows").children];
  const current = rows.find((row) => row.dataset.code === store.look.code);
  for (const row of rows) {
    if (row === current) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    row.querySelector(".row").tabIndex = row === (current ?? rows[0]) ? 0 : -1;
  }
  if (current && !$("list").contains(document.activeElement)) current.scrollIntoView({ block: "nearest" });
}

function moveInRows(event) {
  const rows = [...$("rows").children];
  const at = rows.indexOf(event.target.closest("tr"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to < 0) $("search").focus();
  else focusRow(Math.min(to, rows.length - 1));
}

function focusRow(at) {
  const row = $("rows").children[at];
  if (!row) return;
  row.querySelector(".row").focus();
  go({ code: row.dataset.code });
}

// The page of what was understood of the data, drawn anew at every change that the server tells of.

import { ask } from "./ask.js";
import { $, clock, fill, h, onlyIfNew, shortened } from "./dom.js";

/** @import { DataAnswer, DataSection } from "../../src/preview/data-page.ts" */

const ifNew = onlyIfNew();
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? system;
$("back").hidden = !location.pathname.endsWith("/data"); // by itself it has no reports

const events = new EventSource("./events");
let isBusy = false;
let isAgain = false;
events.addEventListener("change", readAll);
events.addEventListener("error", () => drawLive("Stopped", "broken"));

/** One reading at a time; of many changes meanwhile one is enough. */
async function readAll() {
  isAgain = true;
  if (isBusy) return;
  isBusy = true;
  while (isAgain) {
    isAgain = false;
    drawLive("Reading", "reading");
    const answer = await ask("/api/data").catch((/** @type {Error} */ error) => error);
    if (answer instanceof Error) drawLive(answer.message, "broken");
    else draw(answer);
  }
  isBusy = false;
}

/** @param {DataAnswer} answer */
function draw(answer) {
  drawLive(`Live, read at ${clock(new Date().toISOString())}`, "");
  ifNew(answer, () => {
    $("title").textContent = answer.title;
    document.title = `${answer.title} · Feedback studio`;
    $("file").textContent = answer.file;
    fill($("sections"), [
      ...(answer.problems.length > 0 ? [problems(answer.problems)] : []),
      ...answer.sections.filter(({ rows }) => rows.length > 0).map(section),
    ]);
  });
}

/**
 * @param {string} words
 * @param {"" | "reading" | "broken"} state
 */
function drawLive(words, state) {
  $("live").className = `live ${state}`.trim();
  fill($("live"), [h("span", { class: "dot", "aria-hidden": "true" }), h("b", {}, words)]);
}

/** @param {DataAnswer["problems"]} found */
function problems(found) {
  const items = found.map(({ message, hint, place }) =>
    h(
      "li",
      {},
      `${place ? `${shortened(place.file)}, line ${place.line}: ` : ""}${message}`,
      ...(hint ? [h("p", {}, hint)] : []),
    ),
  );
  return h("section", { class: "problems", "aria-labelledby": "problems" }, [
    h("h2", { id: "problems" }, "Problems"),
    h("ul", {}, items),
  ]);
}

/**
 * @param {DataSection} section
 * @param {number} number
 */
function section({ title, columns, rows }, number) {
  const id = `section-${number}`;
  const rest = rows.filter(({ cells }) => !cells);
  return h("section", { "aria-labelledby": id }, [
    h("h2", { id }, title),
    ...(columns ? [table(id, columns, rows)] : []),
    ...(rest.length > 0
      ? [
          h(
            "ul",
            {},
            rest.map(({ text }) => h("li", {}, text)),
          ),
        ]
      : []),
  ]);
}

/**
 * Cells under their columns; the first names its row. On a narrow page each row is laid out as labels and cells; the roles
 * say that it is a table still.
 * @param {string} id
 * @param {readonly string[]} columns
 * @param {DataSection["rows"]} rows
 */
function table(id, columns, rows) {
  const cells = rows.flatMap((row) => (row.cells ? [row.cells] : []));
  const isNumber = columns.map((_, i) => cells.every((row) => /^[\d.,]+$|^none$/.test(row[i] ?? "")));
  const isWide = columns.length > 4;
  const shape = (/** @type {number} */ i) => (isNumber[i] ? { class: "n" } : {});
  return h(
    "div",
    { class: "scroll", ...(isWide ? { role: "group", "aria-labelledby": id, tabindex: "0" } : {}) },
    h("table", { class: isWide ? "wide stacked" : "", role: "table" }, [
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((column, i) => h("th", { scope: "col", role: "columnheader", ...shape(i) }, column)),
        ),
      ),
      h(
        "tbody",
        { role: "rowgroup" },
        cells.map((row) =>
          h(
            "tr",
            { role: "row" },
            row.map((cell, i) =>
              i === 0
                ? h("th", { scope: "row", role: "rowheader", ...shape(i) }, cell)
                : h("td", { role: "cell", "data-label": columns[i] ?? "", ...shape(i) }, cell),
            ),
          ),
        ),
      ),
    ]),
  );
}

// Lines of the file that an item comes from, with the place underlined.

import { ask } from "./ask.js";
import { button } from "./controls.js";
import { h, icon, say, shortened } from "./dom.js";
import { showOpen } from "./open.js";
import { redraw, store } from "./store.js";

/** @import { Place } from "../../src/problem.ts" */
/** @import { SourceLines } from "../../src/preview/source.ts" */

/** @type {Map<string, SourceLines | "refused">} */
const sources = new Map(); // answers of the server, by place and version

/** By which a panel knows that lines have come. */
export function sourcesRead() {
  return sources.size;
}

/**
 * Lines of the file, fetched when first shown; rows of data stay on the disk.
 * @param {Place} place
 * @param {{ tone: string, before: number, after: number }} box
 */
export function sourceBox(place, { tone, before, after }) {
  const key = JSON.stringify([place, before, store.status?.version, store.status?.brokenSince]);
  const known = sources.get(key);
  if (!known) fetchSource(key, place, { before: String(before), after: String(after) });
  return h("div", { class: `source ${tone}` }, pathLine(place, known), linesOf(place, known));
}

/**
 * @param {Place} place
 * @param {SourceLines | "refused" | undefined} known
 */
function pathLine({ file, line, column }, known) {
  const label = `${file}:${line}:${column}`;
  const attributes = {
    class: "icon",
    "aria-label": `Copy ${label}`,
    title: "Copy the place",
    onclick: () => void copy(label),
  };
  return h(
    "div",
    { class: "path" },
    h("bdi", { title: label }, `${shortened(file)}:${line}:${column}`),
    known && known !== "refused"
      ? h(
          "a",
          { href: `vscode://file/${encodeURI(known.path.replace(/^\//, ""))}:${line}:${column}` },
          "Open in editor",
        )
      : null,
    button("copy", attributes, icon("copy")),
  );
}

/**
 * @param {Place} place
 * @param {SourceLines | "refused" | undefined} known
 */
function linesOf({ file }, known) {
  if (!known) return h("p", { class: "none" }, "Reading the file.");
  if (known === "refused")
    return h("p", { class: "none" }, "Open the file to see this line: rows of data are not shown here.");
  return h(
    "pre",
    { tabindex: "0", role: "group", "aria-label": `Lines of ${file}` },
    untilNextDocument(known).map((line, i) => sourceLine(line, known.from + i, known.mark)),
  );
}

/**
 * @param {string} key
 * @param {Place} place
 * @param {{ before: string, after: string }} size
 */
async function fetchSource(key, { file, line, column, length }, size) {
  const place = { file, line: String(line), column: String(column), ...(length ? { length: String(length) } : {}) };
  sources.set(key, await ask("/api/source", { ...place, ...size }).catch(() => /** @type {const} */ ("refused")));
  redraw();
  showOpen();
}

/**
 * A file may hold several blocks, parted by three dashes: the next one is not this one's.
 * @param {SourceLines} source
 */
function untilNextDocument({ lines, from, mark }) {
  const end = lines.findIndex((line, i) => from + i > mark.line && line === "---");
  return end < 0 ? lines : lines.slice(0, end);
}

/**
 * @param {string} text
 * @param {number} number
 * @param {Place} mark
 */
function sourceLine(text, number, mark) {
  const isMarked = number === mark.line;
  return h(
    "span",
    { class: isMarked ? "line marked" : "line" },
    h("span", { class: "number" }, String(number)),
    h("span", {}, isMarked ? underlined(text, mark) : text),
    "\n",
  );
}

/**
 * @param {string} text
 * @param {Place} mark
 */
function underlined(text, { column, length = 1 }) {
  const from = Math.max(0, column - 1);
  return [text.slice(0, from), h("u", {}, text.slice(from, from + length) || " "), text.slice(from + length)];
}

/** @param {string} text */
async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  say(`Copied ${text}`);
}

// Single keys and what they do. They do nothing in a field, and can be switched off in the help (WCAG 2.1.4).

import { $, around, fill, h } from "./dom.js";

/** @typedef {Readonly<Record<string, () => unknown>>} Actions */

/** @type {Actions} */
let actions = {};

const list = /** @type {const} */ ([
  ["Find a recipient", ["/"]],
  ["Next, previous recipient", ["j", "k"]],
  ["Ready-made picks", ["1", "to", "8"]],
  ["All headlines as a table", ["a"]],
  ["Print, email, phone, plain text", ["p", "e", "m", "t"]],
  ["Page on a desk's screen, on a phone's", ["s", "S"]],
  ["Fast view or real PDF", ["r"]],
  ["Mail client dark, images off", ["d", "i"]],
  ["Zoom in, out, fit", ["+", "-", "0"]],
  ["Two arms of a trial side by side", ["c"]],
  ["Hide the names of levels", ["h"]],
  ["Findings, why it says this, every wording", ["f", "w", "W"]],
  ["The campaign's sections and lists", ["o"]],
  ["Next, previous finding, reason or difference", ["n", "N"]],
  ["Left, right panel", ["[", "]"]],
  ["Next, previous pane", ["F6", "shift F6"]],
  ["Dark studio", ["D"]],
  ["These keys", ["?"]],
  ["Leave, close", ["Esc"]],
]);

/**
 * The actions by key, set once by the studio.
 * @param {Actions} given
 */
export function setKeys(given) {
  actions = given;
}

function areOn() {
  return localStorage.getItem("keys") !== "off";
}

/**
 * Listens in the page, and in each frame: a key works wherever the focus is.
 * @param {Document} inside
 */
export function listenForKeys(inside) {
  inside.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || $("help").open) return;
    const isSpecial = key === "F6" || key === "Escape";
    if (!isSpecial && (!areOn() || around(event, "input, select, textarea, dialog"))) return;
    const action = actions[key === "F6" && event.shiftKey ? "shift F6" : key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

export function showKeys() {
  const close = { type: "button", class: "toggle", onclick: () => $("help").close() };
  fill(
    $("help"),
    h("h2", { id: "help-title" }, "Keys"),
    h("dl", { class: "keymap" }, list.map(keyLine)),
    h("p", {}, "Arrows move in the list and in tabs. Click a sentence of the report to see its reason."),
    h("label", { class: "switch" }, keySwitch(), " Single keys are on"),
    h("p", { class: "end" }, h("button", close, "Close")),
  );
  $("help").showModal();
}

/** @param {typeof list[number]} line */
function keyLine([what, keys]) {
  return h(
    "div",
    {},
    h("dt", {}, what),
    h(
      "dd",
      {},
      keys.map((key) => (key === "to" ? " to " : h("kbd", {}, key))),
    ),
  );
}

function keySwitch() {
  return h("input", {
    type: "checkbox",
    checked: areOn(),
    onchange: ({ currentTarget }) => localStorage.setItem("keys", currentTarget.checked ? "on" : "off"),
  });
}

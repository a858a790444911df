// What is to come into a list or a map of a form: which, and what must be said of it.

import { option } from "./controls.js";
import { h } from "./dom.js";
import { choice, fieldWords, valueIn } from "./edit-field.js";

/** @import { FieldsAnswer } from "../../src/preview/messages.ts" */
/** @import { Open } from "./edit.js" */
/** @import { Doings } from "./edit-form.js" */

/** @typedef {FieldsAnswer["lists"][number]["adds"][number]} Addable */
/** @typedef {Addable["needs"][number]} Need */

/**
 * Which of several is to come in. What was typed for another is let go.
 * @param {string} label
 * @param {string} place of what is added, by which it is known
 * @param {{ options: (readonly [string, string])[], chosen: string }} from
 * @param {Open} now
 * @param {Doings} doings
 */
export function kindChoice(label, place, { options, chosen }, { adding, keep }, { drawn }) {
  const onchange = (/** @type {Event} */ event) => {
    adding.set(place, { kind: valueIn(event), typed: new Map() });
    keep();
    drawn();
  };
  return h(
    "select",
    { "aria-label": label, "data-focus": `kind-${place}`, onchange },
    options.map(([kind, words]) => option(kind, words, chosen)),
  );
}

/**
 * Where all that must be said is typed or chosen.
 * @param {string} place
 * @param {Addable} chosen
 * @param {Open} now
 */
export function needLines(place, { kind, needs }, now) {
  const typed = now.adding.get(place)?.typed ?? new Map();
  const keep = (/** @type {string} */ path) => (/** @type {Event} */ event) => {
    typed.set(path, valueIn(event));
    now.adding.set(place, { kind, typed });
    now.keep();
  };
  const isNamed = needs.some(({ path }) => path.split(".").includes("*"));
  const heard = { "data-focus": `name-${place}`, value: typed.get("*") ?? "", oninput: keep("*") };
  return [
    isNamed
      ? h(
          "label",
          { class: "field-line" },
          h("code", {}, "name"),
          h("input", { type: "text", autocomplete: "off", ...heard }),
        )
      : null,
    ...needs.map((need) => needLine(need, typed.get(need.path) ?? "", { place, now, oninput: keep(need.path) })),
  ];
}

/**
 * @param {Need} need
 * @param {string} shown
 * @param {{ place: string, now: Open, oninput: (event: Event) => void }} of
 */
function needLine({ path, type, about, usual, choices }, shown, { place, now, oninput }) {
  const offered = choices === undefined ? undefined : now.answer?.offered[choices];
  const heard = { "data-focus": `need-${place}-${path}`, oninput };
  const label =
    path
      .split(".")
      .filter((key) => key !== "*" && !/^\d+$/.test(key))
      .at(-1) || "new";
  return h(
    "label",
    { class: "field-line" },
    ...fieldWords(label, { about, usual }),
    offered
      ? h("select", heard, [option("", "Choose", shown), ...offered.map(choice(shown))])
      : h("input", {
          type: "text",
          inputmode: type === "number" ? "decimal" : null,
          value: shown,
          autocomplete: "off",
          ...heard,
        }),
  );
}

/**
 * Sends what was typed as an entry, or says what is missing.
 * @param {string} place
 * @param {Addable} chosen
 * @param {{ now: Open, doings: Doings, send: (entry: any, name: string) => void }} to
 */
export function addTyped(place, { needs }, { now, doings, send }) {
  const typed = now.adding.get(place)?.typed ?? new Map();
  const textAt = (/** @type {string} */ path) => (typed.get(path) ?? "").trim();
  const isNamed = needs.some(({ path }) => path.split(".").includes("*"));
  if (isNamed && textAt("*") === "") return doings.tell("The name is missing.");
  for (const { path, type } of needs) {
    const text = textAt(path);
    if (text === "") return doings.tell(`${path || "What is to be added"} is missing.`);
    if (type === "number" && Number.isNaN(Number(text)))
      return doings.tell(`${path || "What is to be added"} is a number.`);
  }
  send(entryOf(needs, textAt), textAt("*"));
}

/**
 * A text or number itself, or a map of what was asked.
 * @param {readonly Need[]} needs
 * @param {(path: string) => string} textAt
 */
function entryOf(needs, textAt) {
  const [only] = needs;
  if (only?.path === "") return typedValue(only, textAt(""));
  /** @type {any} */
  const entry = {};
  for (const need of needs) {
    const keys = need.path.split(".");
    let here = entry;
    for (const [i, each] of keys.entries()) {
      const key = each === "*" ? textAt("*") : each;
      const isList = /^\d+$/.test(keys[i + 1] ?? "");
      if (i === keys.length - 1) here[key] = typedValue(need, textAt(need.path));
      else here = here[key] ??= isList ? [] : {};
    }
  }
  return entry;
}

/**
 * @param {Need} need
 * @param {string} text
 */
function typedValue({ type }, text) {
  if (type === "boolean") return text === "true";
  return type === "number" ? Number(text) : text;
}

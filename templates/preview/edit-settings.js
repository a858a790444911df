// The settings of a map in a form that are not there: one is chosen, filled in and added. One that can be done without is taken out.

import { button, fold } from "./controls.js";
import { h } from "./dom.js";
import { addTyped, kindChoice, needLines } from "./edit-add.js";

/** @import { FieldsAnswer } from "../../src/preview/messages.ts" */
/** @import { Open } from "./edit.js" */
/** @import { Doings } from "./edit-form.js" */
/** @import { Addable } from "./edit-add.js" */

/** @typedef {FieldsAnswer["maps"][number]} FormMap */

/**
 * What may come into a map, folded until it is asked for.
 * @param {FormMap} map
 * @param {string} title of what it comes into
 * @param {Open} now
 * @param {Doings} doings
 */
export function settingLine(map, title, now, doings) {
  if (map.adds.length === 0) return null;
  const place = placeOf(map);
  const words = title ? `Add a setting to ${title}` : "Add a setting";
  return fold(place, words, { unfolded: now.unfolded, isOpen: false, kind: "settings" }, [
    settingBox(map, now, doings),
  ]);
}

/** @param {FormMap} map */
function placeOf({ path }) {
  return `map ${path}`;
}

/**
 * @param {FormMap} map
 * @param {Open} now
 * @param {Doings} doings
 */
function settingBox(map, now, doings) {
  const place = placeOf(map);
  const chosen = map.adds.find(({ kind }) => kind === now.adding.get(place)?.kind);
  const options = map.adds.map(({ kind }) => /** @type {const} */ ([kind, wordsOf(kind)]));
  const isSaid = chosen?.needs.some(({ about }) => about === chosen.about);
  const add = () => chosen && addTyped(place, chosen, { now, doings, send: sender(map, chosen, doings) });
  return h(
    "fieldset",
    { class: "adding" },
    h("legend", {}, "A setting that is not there"),
    kindChoice(
      map.path ? `Which setting of ${map.path}` : "Which setting",
      place,
      { options: [["", "Choose"], ...options], chosen: chosen?.kind ?? "" },
      now,
      doings,
    ),
    chosen?.about && !isSaid ? h("p", { class: "about" }, chosen.about) : null,
    chosen
      ? [...needLines(place, chosen, now), button(`add-${place}`, { class: "toggle", onclick: add }, "Add to the file")]
      : null,
  );
}

/** "accept: odd-lists"
 * @param {string} kind
 */
function wordsOf(kind) {
  return kind
    .split(".")
    .map((key) => (key === "*" ? "a name of yours" : key))
    .join(": ");
}

/**
 * Adds what was typed to the file; the focus goes to the first of its fields.
 * @param {FormMap} map
 * @param {Addable} chosen
 * @param {Doings} doings
 */
function sender({ path }, { kind, needs }, { change }) {
  return (/** @type {any} */ entry, /** @type {string} */ name) => {
    const [key = "", value] = Object.entries(entry)[0] ?? [];
    const keys = (needs[0]?.path ?? "").split(".").map((each) => (each === "*" ? name : each));
    const at = (path ? [path, ...keys] : keys).join(".");
    change(path, { set: { key, value } }, { says: `Added ${wordsOf(kind)}.`, focus: `field-${at}`, shows: at });
  };
}

/**
 * @param {{ map: string, key: string }} setting
 * @param {Doings} doings
 */
export function takeOut({ map, key }, { change }) {
  const at = map ? `${map}.${key}` : key;
  const remove = () =>
    change(map, { unset: { key } }, { says: `${key} is taken out.`, focus: `fold-map ${map}`, shows: map });
  return button(
    `remove-${at}`,
    { class: "out", "aria-label": `Take ${at} out`, title: "Take it out of the file", onclick: remove },
    "×",
  );
}

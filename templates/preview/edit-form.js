// The form of an item: its fields, lists and settings as they are nested in the file, with what the schema says of each.

import { fold } from "./controls.js";
import { h } from "./dom.js";
import { fieldLine } from "./edit-field.js";
import { addLine, entryBar } from "./edit-lists.js";
import { settingLine, takeOut } from "./edit-settings.js";

/** @import { FieldsAnswer } from "../../src/preview/messages.ts" */
/** @import { Open, PartChange, Then } from "./edit.js" */
/** @import { FormMap } from "./edit-settings.js" */

/** @typedef {FieldsAnswer["fields"][number]} Field */
/** @typedef {FieldsAnswer["lists"][number]} List */

/**
 * What the form does when it is used: `change` has a list or map changed, `tell` says something, `drawn` draws the form again.
 * @typedef {{
 *   change: (path: string, what: PartChange, then: Then) => void,
 *   tell: (words: string) => void,
 *   drawn: () => void,
 * }} Doings
 */

/** A part of the item by its key; `at` is its path, and `spare` the map that can do without it.
 * @typedef {{ key: string, at: string, field?: Field, list?: List, map?: FormMap, spare?: string, parts: Part[] }} Part
 */

/** @typedef {{ now: Open, doings: Doings, isLong: boolean }} Drawing */

const few = 30; // fields that are all shown at once

/**
 * @param {FieldsAnswer} answer
 * @param {Open} now
 * @param {Doings} doings
 */
export function formParts(answer, now, doings) {
  const drawing = { now, doings, isLong: answer.fields.length > few };
  return insideOf(treeOf(answer), drawing);
}

/**
 * The parts of a map, and what else may come into it.
 * @param {Part} part
 * @param {Drawing} drawing
 */
function insideOf({ key, parts, map }, drawing) {
  const { now, doings } = drawing;
  return [...parts.map((each) => partOf(each, drawing)), map ? settingLine(map, key, now, doings) : null];
}

/**
 * @param {Part} part
 * @param {Drawing} drawing
 * @returns {HTMLElement | null}
 */
function partOf(part, drawing) {
  const { key, at, field, list, map, spare } = part;
  const out = spare === undefined ? null : takeOut({ map: spare, key }, drawing.doings);
  if (field) return h("div", { class: "field-row" }, fieldLine(key, field, drawing.now), out);
  if (!list && map?.adds.length === 0 && part.parts.length === 0 && !out) return null;
  const inside = list ? [listOf(part, list, drawing)] : insideOf(part, drawing);
  return h("div", { class: "field-row" }, folded(at, key, drawing, inside), out);
}

/**
 * @param {Part} part
 * @param {List} list
 * @param {Drawing} drawing
 * @returns {HTMLElement}
 */
function listOf({ at, parts, key }, list, drawing) {
  const inside = (/** @type {number} */ i) => parts.find((each) => each.at === `${at}.${i}`);
  return h(
    "div",
    { class: "list", role: "group", "aria-label": key },
    list.about ? h("p", { class: "about" }, list.about) : null,
    h(
      "ol",
      {},
      list.entries.map((says, i) =>
        h("li", {}, entryBar(list, i, drawing.doings), entryParts(says, inside(i), drawing)),
      ),
    ),
    addLine(list, drawing.now, drawing.doings),
  );
}

/**
 * What an entry holds, unless that is a name, which the list is about.
 * @param {string} says
 * @param {Part | undefined} part
 * @param {Drawing} drawing
 * @returns {HTMLElement | null}
 */
function entryParts(says, part, drawing) {
  if (!part || part.field?.choices) return null;
  if (part.field) return fieldLine("words", part.field, drawing.now);
  return folded(
    part.at,
    `What "${says}" has`,
    drawing,
    part.list ? [listOf(part, part.list, drawing)] : insideOf({ ...part, key: says }, drawing),
  );
}

/**
 * @param {string} path
 * @param {string} words
 * @param {Drawing} drawing
 * @param {(HTMLElement | null)[]} inside
 */
function folded(path, words, { now, isLong }, inside) {
  return fold(path, words, { unfolded: now.unfolded, isOpen: !isLong }, inside);
}

/**
 * The fields, lists and maps as they are nested, in the order of the file.
 * @param {FieldsAnswer} answer
 */
function treeOf({ fields, lists, maps }) {
  /** @type {Part} */
  const whole = { key: "", at: "", parts: [] };
  for (const list of lists) within(list.path).list = list;
  for (const field of fields) within(field.path).field = field;
  for (const map of maps) within(map.path).map = map;
  for (const { path, spare } of maps) {
    const own = within(path);
    for (const part of own.parts) if (spare.includes(part.key)) part.spare = path;
  }
  inOrder(whole);
  return whole;

  /** @param {string} path */
  function within(path) {
    let here = whole;
    if (path === "") return whole;
    for (const key of path.split(".")) {
      const at = here.at ? `${here.at}.${key}` : key;
      const next = here.parts.find((each) => each.at === at) ?? { key, at, parts: [] };
      if (!here.parts.includes(next)) here.parts.push(next);
      here = next;
    }
    return here;
  }

  /** Plain fields first: what is folded follows them. @param {Part} part */
  function inOrder(part) {
    part.parts.sort((a, b) => Number(!a.field) - Number(!b.field));
    for (const each of part.parts) inOrder(each);
  }
}

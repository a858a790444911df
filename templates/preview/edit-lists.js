// The buttons of a list in a form: an entry is moved, taken out, or added.

import { button, option } from "./controls.js";
import { h, say } from "./dom.js";
import { choice, valueIn } from "./edit-field.js";

/** @import { Open } from "./edit.js" */
/** @import { Doings, List } from "./edit-form.js" */

/** @typedef {List["adds"][number]} Addable */
/** @typedef {Addable["needs"][number]} Need */

/**
 * What stands for an entry, with its buttons. Alt with an arrow does on any of them what the first two do.
 * @param {List} list
 * @param {number} i
 * @param {Doings} doings
 */
export function entryBar({ path, entries }, i, { change }) {
  const says = entries[i] || `entry ${i + 1}`;
  const last = entries.length - 1;
  const move = (/** @type {-1 | 1} */ by) => {
    const to = i + by;
    if (to < 0 || to > last) return say(`${says} is the ${by < 0 ? "first" : "last"} already.`);
    const told = `${says} is now ${to + 1} of ${entries.length}.`;
    change(path, { move: { from: i, to } }, { says: told, focus: `${by < 0 ? "up" : "down"}-${path}.${to}` });
  };
  const remove = () =>
    change(
      path,
      { remove: { from: i } },
      { says: `${says} is taken out.`, focus: `remove-${path}.${Math.min(i, last - 1)}` },
    );
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const by = event.altKey
      ? { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key]
      : undefined;
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    move(by);
  };
  return h(
    "div",
    { class: "entry", onkeydown },
    h("span", {}, says),
    button(
      `up-${path}.${i}`,
      { "aria-label": `Move ${says} up`, "aria-disabled": String(i === 0), onclick: () => move(-1) },
      "↑",
    ),
    button(
      `down-${path}.${i}`,
      { "aria-label": `Move ${says} down`, "aria-disabled": String(i === last), onclick: () => move(1) },
      "↓",
    ),
    button(`remove-${path}.${i}`, { "aria-label": `Take ${says} out`, onclick: remove }, "×"),
  );
}

/**
 * What may come to the end of a list: its kind where there are several, and what an entry cannot do without.
 * @param {List} list
 * @param {Open} now
 * @param {Doings} doings
 */
export function addLine({ path, entries, adds }, { adding }, { change, drawn }) {
  const [first] = adds;
  if (!first) return null;
  const now = adding.get(path) ?? { kind: first.kind, typed: new Map() };
  const chosen = adds.find(({ kind }) => kind === now.kind) ?? first;
  const choose = (/** @type {Event} */ event) => {
    adding.set(path, { kind: valueIn(event), typed: new Map() });
    drawn();
  };
  const add = () => {
    const missing = chosen.needs.find((need) => typedOf(need, now.typed) === "");
    if (missing) return say(`${missing.path || "What is to be added"} is missing.`);
    const entry = entryOf(chosen, now.typed);
    const told = `Added, as ${entries.length + 1} of ${entries.length + 1}.`;
    change(path, { add: { to: entries.length, entry } }, { says: told, focus: `up-${path}.${entries.length}` });
  };
  return h(
    "fieldset",
    { class: "adding" },
    h("legend", {}, "Add"),
    adds.length > 1
      ? h(
          "select",
          { "aria-label": "What to add", "data-focus": `kind-${path}`, onchange: choose },
          adds.map(({ kind, needs }) =>
            option(kind, kind || needs.map(({ path: at }) => at).join(", ") || "a name", chosen.kind),
          ),
        )
      : null,
    chosen.needs.map((need) => needLine(path, need, now.typed, () => adding.set(path, now))),
    button(`add-${path}`, { class: "toggle", onclick: add }, "Add at the end"),
  );
}

/**
 * @param {string} list
 * @param {Need} need
 * @param {Map<string, string>} typed
 * @param {() => void} keep
 */
function needLine(list, { path, about, choices }, typed, keep) {
  const shown = typed.get(path) ?? "";
  const heard = {
    "data-focus": `need-${list}-${path}`,
    oninput: (/** @type {Event} */ event) => {
      typed.set(path, valueIn(event));
      keep();
    },
  };
  const input = choices
    ? h("select", heard, [option("", "Choose", shown), ...choices.map(choice(shown))])
    : h("input", { type: "text", value: shown, autocomplete: "off", ...heard });
  return h("label", { class: "field-line" }, h("code", {}, path || "new"), about ? h("small", {}, about) : null, input);
}

/**
 * @param {Need} need
 * @param {Map<string, string>} typed
 */
function typedOf({ path }, typed) {
  return (typed.get(path) ?? "").trim();
}

/**
 * The entry that was typed: a text or number itself, or a map of what was asked.
 * @param {Addable} of
 * @param {Map<string, string>} typed
 */
function entryOf({ kind, needs }, typed) {
  const value = (/** @type {Need} */ need) => {
    const text = typedOf(need, typed);
    if (need.type === "boolean") return text === "true";
    return need.type === "number" && !Number.isNaN(Number(text)) ? Number(text) : text;
  };
  const [only] = needs;
  if (only && only.path === "") return value(only);
  /** @type {any} */
  const entry = kind ? { [kind]: {} } : {};
  for (const need of needs) {
    const keys = need.path.split(".");
    let here = entry;
    for (const [i, key] of keys.entries()) {
      const isList = /^\d+$/.test(keys[i + 1] ?? "");
      if (i === keys.length - 1) here[key] = value(need);
      else here = here[key] ??= isList ? [] : {};
    }
  }
  return entry;
}

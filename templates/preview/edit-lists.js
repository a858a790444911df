// The buttons of a list in a form: an entry is moved, taken out, or added.

import { button } from "./controls.js";
import { h, say } from "./dom.js";
import { addTyped, kindChoice, needLines } from "./edit-add.js";

/** @import { Open } from "./edit.js" */
/** @import { Doings, List } from "./edit-form.js" */
/** @import { Addable } from "./edit-add.js" */

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
export function addLine({ path, entries, adds }, now, doings) {
  const [first] = adds;
  if (!first) return null;
  const place = `list ${path}`;
  const chosen = adds.find(({ kind }) => kind === now.adding.get(place)?.kind) ?? first;
  const nameOf = (/** @type {Addable} */ { kind, needs }) =>
    kind || needs.map(({ path: at }) => at).join(", ") || "a name";
  const send = (/** @type {any} */ entry) => {
    const told = `Added, as ${entries.length + 1} of ${entries.length + 1}.`;
    doings.change(path, { add: { to: entries.length, entry } }, { says: told, focus: `up-${path}.${entries.length}` });
  };
  return h(
    "fieldset",
    { class: "adding" },
    h("legend", {}, "Add"),
    adds.length > 1
      ? kindChoice(
          `What to add to ${path}`,
          place,
          { options: adds.map((each) => [each.kind, nameOf(each)]), chosen: chosen.kind },
          now,
          doings,
        )
      : null,
    needLines(place, chosen, now),
    button(
      `add-${place}`,
      {
        class: "toggle",
        "aria-label": `Add at the end of ${path}`,
        onclick: () => addTyped(place, chosen, { now, doings, send }),
      },
      "Add at the end",
    ),
  );
}

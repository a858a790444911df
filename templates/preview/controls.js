// Controls that stand in several places of the page.

import { fill, h } from "./dom.js";

/** @import { Attributes, Children } from "./dom.js" */

/**
 * A tab; `count` stands behind its label.
 * @typedef {{ id: string, label: string, title: string, count?: number | string }} Tab
 */

/**
 * A row of tabs: one tab stop, arrows move.
 * @param {Element} list
 * @param {readonly Tab[]} tabs
 * @param {{ chosen: string, controls: string, onChoose: (id: string) => void }} options
 */
export function tablist(list, tabs, { chosen, controls, onChoose }) {
  const at = tabs.findIndex(({ id }) => id === chosen);
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  fill(
    list,
    tabs.map((tab) =>
      tabButton(tab, tab.id === chosen, {
        "aria-controls": controls,
        onclick: () => onChoose(tab.id),
        onkeydown: move,
      }),
    ),
  );
}

/**
 * @param {Tab} tab
 * @param {boolean} isChosen
 * @param {Attributes<"button">} more
 */
function tabButton({ id, label, count, title }, isChosen, more) {
  const attributes = {
    role: "tab",
    id: `tab-${id}`,
    title,
    "aria-selected": String(isChosen),
    tabindex: isChosen ? "0" : "-1",
    ...more,
  };
  return button(
    `tab-${id}`,
    attributes,
    label,
    count === undefined ? null : h("span", { class: "count" }, ` ${count}`),
  );
}

/**
 * Buttons of which one is pressed, as [value, words].
 * @param {string} label
 * @param {readonly (readonly [string, string])[]} options
 * @param {string} chosen
 * @param {(value: string) => void} onChoose
 */
export function segments(label, options, chosen, onChoose) {
  return h(
    "span",
    { class: "seg", role: "group", "aria-label": label },
    options.map(([value, text]) => {
      const pressed = { "aria-pressed": String(value === chosen), onclick: () => onChoose(value) };
      return button(`${label}-${value}`, pressed, text);
    }),
  );
}

/**
 * A button that keeps the focus by this name when what is round it is drawn anew.
 * @param {string} focus
 * @param {Attributes<"button">} attributes
 * @param {Children[]} children
 */
export function button(focus, attributes, ...children) {
  return h("button", { type: "button", "data-focus": focus, ...attributes }, ...children);
}

/**
 * A select with its label, hidden where it is `sr`.
 * @param {{ label: string, class?: string, labelClass?: string | null, title?: string }} field
 * @param {Attributes<"select">} attributes
 * @param {Children[]} options
 */
export function selectField({ label, class: name = "field", labelClass = null, title }, attributes, ...options) {
  return h(
    "label",
    { class: name, title },
    h("span", { class: labelClass }, label),
    h("select", attributes, ...options),
  );
}

/**
 * @param {string} value
 * @param {string} words
 * @param {string | undefined} chosen
 */
export function option(value, words, chosen) {
  return h("option", { value, selected: value === chosen }, words);
}

/**
 * What is folded away under some words, as it was left by hand. A click is remembered at once, for the browser's own event comes
 * later, and what is drawn again before it would be folded as before; that event tells of what opened without one, as by a search.
 * @param {string} place by which it is known
 * @param {string} words
 * @param {{ unfolded: Map<string, boolean>, isOpen: boolean, kind?: string }} state kept through redraws; isOpen as long as nobody touched it
 * @param {readonly Children[]} inside
 */
export function fold(place, words, { unfolded, isOpen, kind = "" }, inside) {
  const onclick = () => unfolded.set(place, !box.open);
  const ontoggle = () => box.isConnected && unfolded.set(place, box.open);
  const box = h(
    "details",
    { class: `part ${kind}`.trim(), open: unfolded.get(place) ?? isOpen, ontoggle },
    h("summary", { "data-focus": `fold-${place}`, onclick }, words),
    ...inside,
  );
  return box;
}

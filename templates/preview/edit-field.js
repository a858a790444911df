// A field of a form: its name, what the schema says of it, and where it is typed or chosen.

import { option } from "./controls.js";
import { h } from "./dom.js";

/** @import { Field } from "./edit-form.js" */
/** @import { Open } from "./edit.js" */

/**
 * @param {string} label
 * @param {Field} field
 * @param {Open} now
 */
export function fieldLine(label, { path, value, about, choices }, { typed, answer, keep }) {
  const own = typed.get(path);
  const shown = own?.text ?? String(value);
  const heard = {
    "data-focus": `field-${path}`,
    oninput: (/** @type {Event} */ event) => {
      typed.set(path, { text: valueIn(event), was: own?.was ?? String(value) });
      keep();
    },
  };
  const isLong = shown.length > 40;
  const offered = choices === undefined ? undefined : answer?.offered[choices];
  const known = offered && !offered.some(({ name }) => name === shown) ? [{ name: shown }, ...offered] : offered;
  const input = known
    ? h("select", heard, known.map(choice(shown)))
    : isLong
      ? h("textarea", { rows: Math.min(9, Math.ceil(shown.length / 44) + 1), ...heard }, shown)
      : h("input", {
          type: "text",
          inputmode: typeof value === "number" ? "decimal" : null,
          value: shown,
          autocomplete: "off",
          ...heard,
        });
  const isOther = own !== undefined && own.was !== String(value) && own.text !== String(value);
  return h(
    "label",
    { class: "field-line" },
    ...fieldWords(label, { about }),
    input,
    isOther ? h("small", { class: "meanwhile" }, `The file says by now: ${value}`) : null,
  );
}

/**
 * The name of a field, what it is about, and what holds without it.
 * @param {string} label
 * @param {{ about?: string | undefined, usual?: string | undefined }} said
 */
export function fieldWords(label, { about, usual }) {
  const words = [about, usual === undefined ? undefined : `Without it: ${usual}.`].filter((each) => each !== undefined);
  return [h("code", {}, label), words.length > 0 ? h("small", {}, words.join(" ")) : null];
}

/** @param {string} chosen */
export function choice(chosen) {
  return (/** @type {{ name: string, is?: string }} */ { name, is }) =>
    option(name, is ? `${name}: ${is}` : name, chosen);
}

/** @param {Event} event */
export function valueIn(event) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */ (event.currentTarget).value;
}

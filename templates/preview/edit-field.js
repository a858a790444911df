// A field of a form: its name, what the schema says of it, and where it is typed or chosen.

import { option } from "./controls.js";
import { h } from "./dom.js";

/** @import { Field } from "./edit-form.js" */
/** @import { Open } from "./edit.js" */

/**
 * @param {string} label
 * @param {Field} field
 * @param {Pick<Open, "typed">} now
 */
export function fieldLine(label, { path, value, about, choices }, { typed }) {
  const shown = typed.get(path) ?? String(value);
  const heard = {
    "data-focus": `field-${path}`,
    oninput: (/** @type {Event} */ event) => void typed.set(path, valueIn(event)),
  };
  const isLong = shown.length > 40;
  const known = choices && !choices.some(({ name }) => name === shown) ? [{ name: shown }, ...choices] : choices;
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
  return h("label", { class: "field-line" }, h("code", {}, label), about ? h("small", {}, about) : null, input);
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

// Words and numbers of a block, an action or a step of the voice, changed in their file from here.

import { ask, post } from "./ask.js";
import { button } from "./controls.js";
import { h, say } from "./dom.js";
import { redraw } from "./store.js";

/** @import { Place } from "../../src/problem.ts" */
/** @import { FieldsAnswer } from "../../src/preview/messages.ts" */

/** @typedef {FieldsAnswer["fields"][number]} Field */

/**
 * The item that is changed: where it stands, its fields once they are read, what was typed, and what came of the last save.
 * @type {{ key: string, answer: FieldsAnswer | null, typed: Map<string, string>, told: string } | null}
 */
let open = null;
let undoes = 0; // changes that can be taken back
let steps = 0; // of what is drawn here

/** By which a panel knows that the form has changed. */
export function editSteps() {
  return steps;
}

/** @param {Place} place */
export function editBox(place) {
  const key = `${place.file}:${place.line}`;
  const isOpen = open?.key === key;
  return h(
    "div",
    { class: "edit" },
    h(
      "p",
      { class: "edit-bar" },
      button(
        `edit-${key}`,
        { class: "toggle", "aria-expanded": String(isOpen), onclick: () => toggle(place, key) },
        "Edit here",
      ),
      undoes > 0 ? button("undo", { class: "toggle", onclick: () => void undo() }, "Take the last change back") : null,
    ),
    isOpen && open ? form(open) : null,
  );
}

/**
 * @param {Place} place
 * @param {string} key
 */
function toggle(place, key) {
  open = open?.key === key ? null : { key, answer: null, typed: new Map(), told: "" };
  if (open) void readFields(place, key);
  drawn();
}

/**
 * @param {Place} place
 * @param {string} key
 */
async function readFields({ file, line }, key) {
  const answer = await ask("/api/fields", { file, line: String(line) }).catch(failed);
  if (open?.key !== key) return;
  if (answer instanceof Error) open.told = answer.message;
  else open.answer = answer;
  drawn();
}

/** @param {NonNullable<typeof open>} now */
function form(now) {
  const { answer, told } = now;
  return h(
    "div",
    { class: "fields" },
    answer ? answer.fields.map((field) => fieldLine(field, now)) : null,
    h("p", { class: "told", role: "status" }, told || (answer ? "" : "Reading the file.")),
    answer ? h("p", {}, button("save", { class: "toggle", onclick: () => void save(now) }, "Save in the file")) : null,
  );
}

/**
 * @param {Field} field
 * @param {NonNullable<typeof open>} now
 */
function fieldLine({ path, value }, { typed }) {
  const shown = typed.get(path) ?? String(value);
  const heard = {
    "data-focus": `field-${path}`,
    oninput: (/** @type {Event} */ event) => void typed.set(path, valueIn(event)),
  };
  const isLong = shown.length > 40;
  const input = isLong
    ? h("textarea", { rows: Math.min(9, Math.ceil(shown.length / 44) + 1), ...heard }, shown)
    : h("input", {
        type: "text",
        inputmode: typeof value === "number" ? "decimal" : null,
        value: shown,
        autocomplete: "off",
        ...heard,
      });
  return h("label", { class: "field-line" }, h("code", {}, path), input);
}

/** @param {Event} event */
function valueIn(event) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (event.currentTarget).value;
}

/** @param {NonNullable<typeof open>} now */
async function save(now) {
  const { answer, typed } = now;
  if (!answer) return;
  const changed = answer.fields.filter(({ path, value }) => typed.has(path) && typed.get(path) !== String(value));
  now.told = changed.length === 0 ? "Nothing is changed." : "";
  for (const { path, value } of changed) {
    const text = (typed.get(path) ?? "").trim();
    const number = Number(text);
    if (typeof value === "number" && (text === "" || Number.isNaN(number))) {
      now.told = `${path} is a number.`;
      break;
    }
    const { file, line, state } = answer;
    const made = await post("/api/edit", {
      file,
      line,
      state,
      path,
      value: typeof value === "number" ? number : text,
    }).catch(failed);
    if (made instanceof Error) {
      now.told = made.message;
      break;
    }
    undoes = made.undoes;
    answer.state = made.state;
    answer.fields = answer.fields.map((each) =>
      each.path === path ? { path, value: typeof value === "number" ? number : text } : each,
    );
    typed.delete(path);
    now.told = "Saved.";
  }
  say(now.told);
  drawn();
}

async function undo() {
  const made = await post("/api/undo", {}).catch(failed);
  if (made instanceof Error) {
    if (open) open.told = made.message;
    say(made.message);
  } else {
    undoes = made.undoes;
    open = null;
    say("Taken back.");
  }
  drawn();
}

/** @param {Error} error */
function failed(error) {
  return error;
}

function drawn() {
  steps++;
  redraw();
}

// Words, numbers and lists of what an author wrote, changed in their file from here.

import { ask, post } from "./ask.js";
import { button } from "./controls.js";
import { find, h, say } from "./dom.js";
import { formParts } from "./edit-form.js";
import { redraw } from "./store.js";

/** @import { Place } from "../../src/problem.ts" */
/** @import { Change, FieldsAnswer } from "../../src/preview/messages.ts" */

/**
 * The item that is changed: where it stands, its form once it is read, what was typed (by path), which parts were unfolded or folded
 * by hand, what is to be added to which list, and what came of the last save.
 * @typedef {{
 *   key: string, place: Place, answer: FieldsAnswer | null, typed: Map<string, string>, unfolded: Map<string, boolean>,
 *   adding: Map<string, { kind: string, typed: Map<string, string> }>, told: string,
 * }} Open
 */

/** What a change does, without the place that it is made at.
 * @typedef {{ move: { from: number, to: number } } | { remove: { from: number } } | { add: { to: number, entry: any } }} ListChange
 */

/** @type {Open | null} */
let open = null;
let undoes = 0; // changes that can be taken back
let steps = 0; // of what is drawn here

/** By which a panel knows that the form has changed. */
export function editSteps() {
  return steps;
}

/**
 * @param {Place} place
 * @param {string} [what] what is edited, where several may be on one page
 */
export function editBox(place, what = "here") {
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
        `Edit ${what}`,
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
  const isOpen = open?.key === key;
  open = isOpen
    ? null
    : { key, place, answer: null, typed: new Map(), unfolded: new Map(), adding: new Map(), told: "" };
  if (open) void readFields(open);
  drawn();
}

/** @param {Open} now */
async function readFields(now) {
  const answer = await ask("/api/fields", { file: now.place.file, line: String(now.place.line) }).catch(failed);
  if (open !== now) return;
  if (answer instanceof Error) now.told = answer.message;
  else now.answer = answer;
  drawn();
}

/** @param {Open} now */
function form(now) {
  const { answer, told } = now;
  const save = () => button("save", { class: "toggle", onclick: () => void saveTyped(now) }, "Save in the file");
  return h(
    "div",
    { class: "fields" },
    answer
      ? formParts(answer, now, { change: (path, what, then) => void changeList(now, path, what, then), drawn })
      : null,
    h("p", { class: "told", role: "status" }, told || (answer ? "" : "Reading the file.")),
    answer ? h("p", {}, save()) : null,
  );
}

/** @param {Open} now */
async function saveTyped(now) {
  const typed = changedFields(now);
  const told = typed.length === 0 ? "Nothing is changed." : await saveEach(now, typed);
  tell(now, told ?? "Saved.");
}

/**
 * The fields in which something else was typed than the file has.
 * @param {Open} now
 */
function changedFields({ answer, typed }) {
  return (answer?.fields ?? []).filter(({ path, value }) => typed.has(path) && typed.get(path) !== String(value));
}

/**
 * Why one of them could not be saved; nothing where all are.
 * @param {Open} now
 * @param {FieldsAnswer["fields"]} fields
 */
async function saveEach(now, fields) {
  for (const field of fields) {
    const { path } = field;
    const value = readAs(now.typed.get(path) ?? "", field.value);
    if (value === undefined) return `${path} is a number.`;
    const made = await send(now, { path, value });
    if (made instanceof Error) return made.message;
    const { answer } = now;
    if (answer) answer.fields = answer.fields.map((each) => (each.path === path ? { ...each, value } : each));
    now.typed.delete(path);
  }
  return undefined;
}

/**
 * What was typed as a value of the kind that the file has; nothing where it is no number and should be.
 * @param {string} typed
 * @param {string | number | boolean} before
 */
function readAs(typed, before) {
  const text = typed.trim();
  if (typeof before === "boolean") return text === "true";
  if (typeof before !== "number") return text;
  return text === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/**
 * What was typed is saved first: its place may be another afterwards.
 * @param {Open} now
 * @param {string} path
 * @param {ListChange} what
 * @param {{ says: string, focus: string }} then
 */
async function changeList(now, path, what, then) {
  const wrong = await saveEach(now, changedFields(now));
  if (wrong !== undefined) return tell(now, wrong);
  const made = await send(now, { path, ...what });
  if (made instanceof Error) return tell(now, made.message);
  for (const each of now.unfolded.keys()) if (each.startsWith(`${path}.`)) now.unfolded.delete(each);
  now.adding.delete(path);
  await readFields(now);
  tell(now, then.says);
  find(document, `[data-focus="${CSS.escape(then.focus)}"]`)?.focus();
}

/**
 * @param {Open} now
 * @param {{ path: string, value: string | number | boolean } | { path: string } & ListChange} what
 */
async function send({ answer }, what) {
  if (!answer) return new Error("The file is still being read.");
  const { file, line, state } = answer;
  const made = await post("/api/edit", /** @type {Change} */ ({ file, line, state, ...what })).catch(failed);
  if (made instanceof Error) return made;
  undoes = made.undoes;
  answer.state = made.state;
  return made;
}

async function undo() {
  const made = await post("/api/undo", {}).catch(failed);
  if (made instanceof Error) {
    if (open) open.told = made.message;
    say(made.message);
    return drawn();
  }
  undoes = made.undoes;
  say("Taken back.");
  if (!open) return drawn();
  open.typed.clear();
  open.told = "Taken back.";
  await readFields(open);
}

/**
 * @param {Open} now
 * @param {string} words
 */
function tell(now, words) {
  now.told = words;
  say(words);
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

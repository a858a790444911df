// Words, numbers, lists and settings of what an author wrote, changed in their file from here.

import { ask, post } from "./ask.js";
import { button } from "./controls.js";
import { find, h, say } from "./dom.js";
import { draftOf, filledIn, keepDraft } from "./edit-drafts.js";
import { formParts } from "./edit-form.js";
import { redraw, store } from "./store.js";

/** @import { Place } from "../../src/problem.ts" */
/** @import { ListChange, FieldsAnswer } from "../../src/preview/messages.ts" */
/** @import { Adding, Typed } from "./edit-drafts.js" */

/**
 * The item that is changed: where it stands, its form once it is read, of which state of the files and by which of several readings, what was typed and is not saved,
 * which parts were unfolded or folded by hand, what is to be added where, what came of the last change, and what is wrong.
 * @typedef {{
 *   key: string, place: Place, answer: FieldsAnswer | null, seen: string, turn: number, typed: Typed, unfolded: Map<string, boolean>,
 *   adding: Adding, told: string, trouble: string, keep: () => void,
 * }} Open
 */

/** What a change does, without the place that it is made at.
 * @typedef {{ move: { from: number, to: number } } | { remove: { from: number } } | { add: { to: number, entry: any } } |
 *   { set: { key: string, value: any } } | { unset: { key: string } }} PartChange
 */

/** What is said after a change, where the focus goes, and which part must be unfolded for that.
 * @typedef {{ says: string, focus: string, shows?: string }} Then
 */

/** @type {Open | null} */
let open = null;
let steps = 0; // of what is drawn here

/** By which a panel knows that the form has changed. */
export function editSteps() {
  return steps;
}

/**
 * @param {Place} place
 * @param {string} id of what is edited: its place may be another after a change
 * @param {string} [what] in words, where several may be on one page
 */
export function editBox(place, id, what = "here") {
  const key = `${place.file}#${id}`;
  const isOpen = open?.key === key;
  if (open && isOpen) {
    open.place = place;
    if (open.answer && open.seen !== filesNow()) void followFile(open);
  }
  const isUndo = (store.status?.undoes ?? 0) > 0 && (isOpen || what === "here"); // once on a page
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
      isUndo ? button("undo", { class: "toggle", onclick: () => void undo() }, "Take the last change back") : null,
    ),
    isOpen && open ? form(open) : null,
  );
}

/** The state of the files as far as the page has heard of it. */
function filesNow() {
  const { version, brokenSince } = store.status ?? {};
  return JSON.stringify([version, brokenSince]);
}

/**
 * @param {Place} place
 * @param {string} key
 */
function toggle(place, key) {
  if (open && isTypedIn(open)) say("What you typed is not saved. It is kept until you open this again.");
  const isOpen = open?.key === key;
  open = isOpen ? null : newForm(place, key);
  if (open) void readFields(open);
  drawn();
}

/**
 * @param {Place} place
 * @param {string} key
 * @returns {Open}
 */
function newForm(place, key) {
  const unfolded = new Map();
  const keep = () => {
    if (now.answer) keepDraft(draftKey(now.answer), now);
  };
  /** @type {Open} */
  const now = {
    key,
    place,
    answer: null,
    seen: "",
    turn: 0,
    typed: new Map(),
    unfolded,
    adding: new Map(),
    told: "",
    trouble: "",
    keep,
  };
  return now;
}

/** @param {FieldsAnswer} answer */
function draftKey({ file, named, id }) {
  return `${file} ${named} ${id}`;
}

/** @param {Open} now */
async function readFields(now) {
  const { answer: before } = now;
  const { file, line } = now.place;
  const turn = ++now.turn;
  now.seen = filesNow();
  const item = before ? { named: before.named, id: before.id } : {};
  const answer = await ask("/api/fields", { file, line: String(line), ...item }).catch(failed);
  if (open !== now || turn !== now.turn) return; // what was asked later says more
  now.trouble = answer instanceof Error ? answer.message : "";
  if (!(answer instanceof Error)) {
    now.answer = answer;
    if (!before) takeDraft(now, answer);
  }
  drawn();
}

/**
 * What was typed the last time, and is not in the file by now.
 * @param {Open} now
 * @param {FieldsAnswer} answer
 */
function takeDraft(now, answer) {
  const draft = draftOf(draftKey(answer));
  const values = new Map(answer.fields.map(({ path, value }) => [path, String(value)]));
  const typed = [...draft.typed].filter(([path, { text }]) => values.has(path) && values.get(path) !== text);
  const places = placesToAdd(answer);
  const adding = [...draft.adding].filter(([place, { kind }]) => places.get(place)?.kinds.includes(kind));
  now.typed = new Map(typed);
  now.adding = new Map(adding);
  for (const [path] of typed) unfold(now, path);
  for (const [place] of adding) {
    unfold(now, places.get(place)?.path ?? "");
    now.unfolded.set(place, true);
  }
  const named = [...typed.map(([path]) => path), ...adding.map(([place, { kind }]) => kind || places.get(place)?.path)];
  if (named.length > 0) now.told = `What you typed before and did not save is here again: ${named.join(", ")}.`;
  now.keep();
}

/**
 * The lists and maps that something may come into, by the name of the place in the form.
 * @param {FieldsAnswer} answer
 * @returns {Map<string, { path: string, kinds: string[] }>}
 */
function placesToAdd({ lists, maps }) {
  const all = [
    ...maps.map(({ path, adds }) => ({ place: `map ${path}`, path, adds })),
    ...lists.map(({ path, adds }) => ({ place: `list ${path}`, path, adds })),
  ];
  return new Map(all.map(({ place, path, adds }) => [place, { path, kinds: adds.map(({ kind }) => kind) }]));
}

/**
 * Whether anything stands in a form that is not in the file.
 * @param {Open} now
 */
function isTypedIn({ typed, adding }) {
  return typed.size > 0 || filledIn(adding).length > 0;
}

/**
 * Reads the form again where somebody saved the file: what was typed here stays.
 * @param {Open} now
 */
async function followFile(now) {
  const state = now.answer?.state;
  await readFields(now);
  if (now.answer?.state === state || !isTypedIn(now) || now.trouble) return;
  tell(
    now,
    "The file was saved elsewhere, and the form has followed it. What you typed is kept, and is not saved yet.",
  );
}

/** @param {Open} now */
function form(now) {
  const { answer, told, trouble } = now;
  return h(
    "div",
    { class: "fields" },
    answer
      ? formParts(answer, now, {
          change: (path, what, then) => void changePart(now, path, what, then),
          tell: (words) => tell(now, words),
          drawn,
        })
      : null,
    trouble ? h("p", { class: "trouble", role: "alert" }, trouble) : null,
    h("p", { class: "told", role: "status" }, told || (answer || trouble ? "" : "Reading the file.")),
    answer
      ? h(
          "p",
          { class: "edit-bar" },
          button("save", { class: "toggle", onclick: () => void saveTyped(now) }, "Save in the file"),
          isTypedIn(now)
            ? button("let-go", { class: "toggle", onclick: () => letGo(now) }, "Let go of what I typed")
            : null,
        )
      : null,
  );
}

/** @param {Open} now */
function letGo(now) {
  now.typed.clear();
  now.adding.clear();
  now.keep();
  tell(now, "The form has the words of the file again.");
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
  return (answer?.fields ?? []).filter(({ path, value }) => typed.has(path) && typed.get(path)?.text !== String(value));
}

/**
 * Why one of them could not be saved; nothing where all are.
 * @param {Open} now
 * @param {FieldsAnswer["fields"]} fields
 */
async function saveEach(now, fields) {
  for (const field of fields) {
    const { path } = field;
    const value = readAs(now.typed.get(path)?.text ?? "", field.value);
    if (value === undefined) return `${path} is a number.`;
    const made = await send(now, { path, value });
    if (made instanceof Error) return made.message;
    const { answer } = now;
    if (answer) answer.fields = answer.fields.map((each) => (each.path === path ? { ...each, value } : each));
    now.typed.delete(path);
    now.keep();
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
 * @param {PartChange} what
 * @param {Then} then
 */
async function changePart(now, path, what, then) {
  const wrong = await saveEach(now, changedFields(now));
  if (wrong !== undefined) return tell(now, wrong);
  const made = await send(now, { path, ...what });
  if (made instanceof Error) return tell(now, made.message);
  if ("set" in what) now.adding.delete(`map ${path}`);
  else for (const each of now.unfolded.keys()) if (each.startsWith(`${path}.`)) now.unfolded.delete(each);
  if ("add" in what) now.adding.delete(`list ${path}`);
  now.keep();
  if (then.shows !== undefined) unfold(now, then.shows);
  await readFields(now);
  tell(now, then.says);
  find(document, `[data-focus="${CSS.escape(then.focus)}"]`)?.focus();
}

/**
 * Mutates the form: all that a path is in is unfolded.
 * @param {Open} now
 * @param {string} path
 */
function unfold({ unfolded }, path) {
  const keys = path.split(".");
  for (const i of keys.keys()) unfolded.set(keys.slice(0, i + 1).join("."), true);
}

/**
 * @param {Open} now
 * @param {{ path: string, value: string | number | boolean } | { path: string } & PartChange} what
 */
async function send(now, what) {
  const { answer } = now;
  if (!answer) return new Error("The file is still being read.");
  const { file, line, state } = answer;
  const made = await post("/api/edit", /** @type {ListChange} */ ({ file, line, state, ...what })).catch(failed);
  if (made instanceof Error) return afterRefusal(now, made);
  setUndoes(made.undoes);
  now.turn++;
  if (now.answer) now.answer.state = made.state;
  return made;
}

/**
 * Where the file is another by now, the form has its words, and the next save is held to these.
 * @param {Open} now
 * @param {Error} refused
 */
async function afterRefusal(now, refused) {
  const state = now.answer?.state;
  await readFields(now);
  if (now.answer?.state === state) return refused;
  return new Error(
    "Not saved: the file was saved elsewhere meanwhile. The form has followed it, and what you typed is kept. Look at it, and save again.",
  );
}

async function undo() {
  const made = await post("/api/undo", {}).catch(failed);
  setUndoes(made instanceof Error ? (store.status?.undoes ?? 1) - 1 : made.undoes);
  if (open) await readFields(open);
  const words = made instanceof Error ? made.message : "Taken back.";
  if (open) return tell(open, words);
  say(words);
  drawn();
}

/** @param {number} undoes */
function setUndoes(undoes) {
  if (store.status) store.status.undoes = Math.max(0, undoes);
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

// The bar of a trial: which arm or cell is looked at, what its levels are, and which arm stands beside it.

import { $, fill, h, onlyIfNew } from "./dom.js";
import { go, isComparing, store } from "./store.js";

const armsIfNew = onlyIfNew();
const allocated = "allocated";
const fewArms = 4; // whose headlines stand in the table side by side

export function drawArms() {
  const { status, look, report } = store;
  const { trial } = status ?? {};
  $("arms").hidden = !trial;
  if (!trial) return;
  armsIfNew([trial, look.arm, look.compare, look.with, look.masked, report?.arm], () => fill($("arms"), bar(trial)));
}

/** The levels of the recipient that is looked at, by factor. */
export function levelsNow() {
  const { trial } = store.status;
  const asked = store.look.arm;
  return levelsOf(asked) ?? store.report?.arm?.levels ?? trial.arms[0].levels;
}

/** The arm beside the one that is looked at: the one chosen, or the first that is another. */
export function otherArm() {
  const now = keyOf(levelsNow());
  if (levelsOf(store.look.with) && keyOf(levelsOf(store.look.with)) !== now) return store.look.with;
  const { arms } = store.status.trial;
  return (arms.find(({ levels }) => keyOf(levels) !== now) ?? arms[0]).code;
}

/** Arms whose headlines the table shows: all of few; else the one that is looked at and the one beside it. */
export function shownArms() {
  const { trial } = store.status;
  if (!trial) return [];
  if (trial.arms.length <= fewArms) return trial.arms.map(({ code }) => code);
  return [store.look.arm || (trial.isAllocated ? allocated : trial.arms[0].code), otherArm()];
}

/** "K7", "as allocated", or "another cell". */
export function nameOfArm(asked) {
  if (asked === allocated) return "as allocated";
  return store.status.trial.arms.some(({ code }) => code === asked) ? asked : "another cell";
}

/** What the levels of an arm are, as the trial's papers say it; nothing while names are hidden. */
export function meaningOf(asked) {
  return isMasked() ? "" : wordsOf(levelsOf(asked) ?? levelsNow());
}

/** The levels, or those in which two cells differ, in words. */
export function wordsOf(levels, { only } = {}) {
  const { factors } = store.status.trial;
  return factors
    .filter(({ factor }) => only === undefined || only.includes(factor))
    .map(({ factor, levels: all }) => all.find(({ level }) => level === levels[factor])?.is ?? "")
    .join("; ");
}

export function isMasked() {
  return store.look.masked === "1";
}

export function toggleMasked() {
  if (store.status?.trial) go({ masked: isMasked() ? "0" : "1" });
}

/** Two mails need the room of the recipients' list; it comes back with one. */
export function toggleCompare() {
  if (!store.status?.trial) return;
  if (isComparing()) go({ compare: "0", left: "1", panel: "findings", diff: "" });
  else
    go({ compare: "1", left: "0", right: "1", wide: "0", panel: "differences", diff: "", pane: "report", zoom: "fit" });
}

function bar(trial) {
  const masked = isMasked();
  return [
    armField(trial),
    ...(masked ? [] : trial.factors.map(factorField)),
    h("span", { class: "beside" }, besideTools(trial, masked)),
  ];
}

function besideTools(trial, masked) {
  return [
    h(
      "button",
      {
        type: "button",
        class: "toggle",
        id: "compare",
        "data-focus": "compare",
        "aria-pressed": String(isComparing()),
        title: "Two arms side by side (c)",
        onclick: toggleCompare,
      },
      "Compare",
    ),
    isComparing() && withField(trial),
    h(
      "button",
      {
        type: "button",
        class: "toggle",
        id: "masked",
        "data-focus": "masked",
        "aria-pressed": String(masked),
        title: "Show codes alone, for a colleague who is not to know (h)",
        onclick: toggleMasked,
      },
      "Hide levels",
    ),
  ];
}

function armField(trial) {
  const { look, report } = store;
  const now = look.arm || (trial.isAllocated ? allocated : trial.arms[0].code);
  const isArm = now === allocated || trial.arms.some(({ code }) => code === now);
  const own = report?.arm?.allotted?.arm;
  return h(
    "label",
    { class: "field" },
    h("span", { class: "label" }, "Arm"),
    h(
      "select",
      { id: "arm", "data-focus": "arm", onchange: (event) => go({ arm: event.target.value }) },
      trial.isAllocated && option(allocated, own && now === allocated ? `As allocated: ${own}` : "As allocated", now),
      trial.arms.map(({ code, levels }) => option(code, labelOf(code, levels), now)),
      !isArm && option(now, "A cell that no arm has", now),
    ),
  );
}

function labelOf(code, levels) {
  return isMasked() ? code : `${code}: ${Object.values(levels).join(", ")}`;
}

function factorField({ factor, is, levels }) {
  const now = levelsNow();
  return h(
    "label",
    { class: "field factor", title: is },
    h("span", {}, factor.replaceAll("-", " ")),
    h(
      "select",
      {
        "data-focus": `factor-${factor}`,
        "data-factor": factor,
        onchange: (event) => go({ arm: askedFor({ ...now, [factor]: event.target.value }) }),
      },
      levels.map(({ level, is: what }) => option(level, what, now[factor])),
    ),
  );
}

/** Other arms; and, where factors are several, cells with one factor changed. */
function withField(trial) {
  const chosen = otherArm();
  const now = levelsNow();
  const others = trial.arms.filter(({ levels }) => keyOf(levels) !== keyOf(now));
  const turned = trial.factors.flatMap(({ factor, levels }) =>
    levels
      .filter(({ level }) => level !== now[factor])
      .map(({ level, is }) => ({
        value: written({ ...now, [factor]: level }),
        words: `${factor.replaceAll("-", " ")}: ${is}`,
      })),
  );
  return h(
    "label",
    { class: "field" },
    h("span", {}, "with"),
    h(
      "select",
      { id: "with", "data-focus": "with", onchange: (event) => go({ with: event.target.value, diff: "" }) },
      h(
        "optgroup",
        { label: "Arms" },
        others.map(({ code, levels }) => option(code, labelOf(code, levels), chosen)),
      ),
      trial.factors.length > 1 &&
        !isMasked() &&
        h(
          "optgroup",
          { label: "One factor changed" },
          turned.map(({ value, words }) => option(value, words, chosen)),
        ),
    ),
  );
}

function option(value, words, chosen) {
  return h("option", { value, selected: value === chosen }, words);
}

/** The arm's code that has these levels, or the levels written out. */
function askedFor(levels) {
  return store.status.trial.arms.find((arm) => keyOf(arm.levels) === keyOf(levels))?.code ?? written(levels);
}

function written(levels) {
  return Object.entries(levels)
    .map(([factor, level]) => `${factor}:${level}`)
    .join(",");
}

/** The levels of an arm's code, or those written out; nothing where it is neither. */
export function levelsOf(asked) {
  const { trial } = store.status;
  const arm = trial.arms.find(({ code }) => code === asked);
  if (arm) return arm.levels;
  return asked.includes(":") ? Object.fromEntries(asked.split(",").map((pair) => pair.split(":"))) : undefined;
}

function keyOf(levels) {
  return store.status.trial.factors.map(({ factor }) => levels[factor]).join(" ");
}

// The bar of a trial: which arm or cell is looked at, what its levels are, and which arm stands beside it.

import {
  allocated,
  askedFor,
  isMasked,
  keyOf,
  levelsNow,
  otherArm,
  toggleCompare,
  toggleMasked,
  usualArm,
  written,
} from "./cells.js";
import { button, option, selectField } from "./controls.js";
import { $, fill, h, onlyIfNew } from "./dom.js";
import { go, isComparing, knownReport, store } from "./store.js";

/** @import { TrialView } from "../../src/preview/trial-view.ts" */
/** @import { Levels } from "./cells.js" */

const armsIfNew = onlyIfNew();

export function drawArms() {
  const { status, look } = store;
  const trial = status?.trial;
  $("arms").hidden = !trial;
  if (!trial) return;
  const own = knownReport(store.report)?.arm;
  armsIfNew([trial, look.arm, look.compare, look.with, look.masked, own], () => fill($("arms"), bar(trial)));
}

/** @param {TrialView} trial */
function bar(trial) {
  return [
    armField(trial),
    ...(isMasked() ? [] : trial.factors.map(factorField)),
    h("span", { class: "beside" }, compareButton(), isComparing() && withField(trial), maskButton()),
  ];
}

function compareButton() {
  const attributes = {
    class: "toggle",
    id: "compare",
    "aria-pressed": String(isComparing()),
    title: "Two arms side by side (c)",
    onclick: toggleCompare,
  };
  return button("compare", attributes, "Compare");
}

function maskButton() {
  const attributes = {
    class: "toggle",
    id: "masked",
    "aria-pressed": String(isMasked()),
    title: "Show codes alone, for a colleague who is not to know (h)",
    onclick: toggleMasked,
  };
  return button("masked", attributes, "Hide levels");
}

/** @param {TrialView} trial */
function armField(trial) {
  const now = store.look.arm || usualArm(trial);
  const isArm = now === allocated || trial.arms.some(({ code }) => code === now);
  const own = knownReport(store.report)?.arm?.allotted?.arm;
  return selectField(
    { label: "Arm", labelClass: "label" },
    { id: "arm", "data-focus": "arm", onchange: ({ currentTarget }) => go({ arm: currentTarget.value }) },
    trial.isAllocated && option(allocated, own && now === allocated ? `As allocated: ${own}` : "As allocated", now),
    trial.arms.map(({ code, levels }) => option(code, labelOf(code, levels), now)),
    !isArm && option(now, "A cell that no arm has", now),
  );
}

/**
 * @param {string} code
 * @param {Levels} levels
 */
function labelOf(code, levels) {
  return isMasked() ? code : `${code}: ${Object.values(levels).join(", ")}`;
}

/** @param {TrialView["factors"][number]} factor */
function factorField({ factor, is, levels }) {
  const now = levelsNow();
  const attributes = { "data-focus": `factor-${factor}`, "data-factor": factor };
  return selectField(
    { label: plain(factor), class: "field factor", title: is },
    {
      ...attributes,
      onchange: ({ currentTarget }) => go({ arm: askedFor({ ...now, [factor]: currentTarget.value }) }),
    },
    levels.map(({ level, is: what }) => option(level, what, now[factor])),
  );
}

/**
 * Other arms; and, where factors are several, cells with one factor changed.
 * @param {TrialView} trial
 */
function withField(trial) {
  const chosen = otherArm();
  const now = keyOf(levelsNow());
  const others = trial.arms.filter(({ levels }) => keyOf(levels) !== now);
  return selectField(
    { label: "with" },
    { id: "with", "data-focus": "with", onchange: ({ currentTarget }) => go({ with: currentTarget.value, diff: "" }) },
    h(
      "optgroup",
      { label: "Arms" },
      others.map(({ code, levels }) => option(code, labelOf(code, levels), chosen)),
    ),
    trial.factors.length > 1 && !isMasked() && turnedGroup(trial, chosen),
  );
}

/**
 * @param {TrialView} trial
 * @param {string} chosen
 */
function turnedGroup({ factors }, chosen) {
  const now = levelsNow();
  const turned = factors.flatMap(({ factor, levels }) =>
    levels
      .filter(({ level }) => level !== now[factor])
      .map(({ level, is }) => option(written({ ...now, [factor]: level }), `${plain(factor)}: ${is}`, chosen)),
  );
  return h("optgroup", { label: "One factor changed" }, turned);
}

/** @param {string} name */
function plain(name) {
  return name.replaceAll("-", " ");
}

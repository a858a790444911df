// The head of the middle pane: who is looked at, in which arm, and the next one.

import { isMasked, nameOfArm, wordsOf } from "./cells.js";
import { button } from "./controls.js";
import { $, fill, h, icon, onlyIfNew } from "./dom.js";
import { step } from "./recipients.js";
import { knownReport, store } from "./store.js";

/** @import { ArmView } from "../../src/preview/trial-view.ts" */

const whoIfNew = onlyIfNew();

export function drawWho() {
  const { look, report, status } = store;
  whoIfNew([report, look.code, look.masked, status?.trial], fillWho);
}

function fillWho() {
  const { report, look, overview } = store;
  const row = overview?.recipients.find(({ code }) => code === look.code);
  const own = knownReport(report)?.recipient;
  const { name, place, network } = own ?? row ?? {};
  const patients = own?.patients ?? row?.patients?.toLocaleString("en-GB");
  const about = [network, place, patients && `${patients} patients`].filter(Boolean).join(", ");
  fill(
    $("who"),
    h("h2", {}, name ?? (look.code || "No recipient chosen")),
    h("code", {}, look.code),
    armChip(),
    h("span", {}, about),
    h(
      "span",
      { class: "step" },
      stepButton("up", "Previous recipient", "k", -1),
      stepButton("down", "Next recipient", "j", 1),
    ),
  );
}

/** In a trial the arm that is shown, and by the list. */
function armChip() {
  const report = knownReport(store.report);
  if (!report?.arm || !store.status?.trial || report.code !== store.look.code) return null;
  const { arm } = report;
  const words = isMasked() ? "" : wordsOf(arm.levels);
  const title = [words, pathOf(arm)].filter(Boolean).join(". ");
  return h("span", { class: "arm", title }, h("b", {}, arm.code ?? nameOfArm(arm.asked)), byTheList(arm));
}

/** @param {ArmView} arm */
function byTheList({ allotted, code }) {
  if (!allotted) return "";
  return (allotted.sent ?? allotted.arm) === code ? " as allocated" : `, own arm ${allotted.arm}`;
}

/**
 * The arms that the recipient goes through, where these are several.
 * @param {ArmView} arm
 */
function pathOf({ allotted }) {
  return allotted && allotted.sequence !== allotted.arm && !isMasked() ? allotted.sequence : "";
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} key
 * @param {number} by
 */
function stepButton(name, label, key, by) {
  const attributes = { class: "icon", "aria-label": label, title: `${label} (${key})`, onclick: () => step(by) };
  return button(name, attributes, icon(name));
}

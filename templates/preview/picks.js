// Ready-made picks of recipients, and the list of wordings.

import { button, option } from "./controls.js";
import { $, fill, h, onlyIfNew } from "./dom.js";
import { meant, shownRecipients } from "./shown.js";
import { go, store } from "./store.js";

/** @import { Pick } from "../../src/preview/overview.ts" */

const picksIfNew = onlyIfNew();
const wordingsIfNew = onlyIfNew();

export function drawPicks() {
  const { overview, look } = store;
  picksIfNew([overview?.picks, look.code], () => fill($("picks"), (overview?.picks ?? []).map(pickButton)));
  wordingsIfNew([overview?.wordings, overview?.recipients.length, look.wording, store.wordings?.version], fillWordings);
}

/** @param {number} number */
export function choosePick(number) {
  const pick = store.overview?.picks[number - 1];
  if (pick?.code) go({ code: pick.code, pane: "report" });
}

/**
 * @param {Pick} pick
 * @param {number} i
 */
function pickButton({ id, label, code, note }, i) {
  const attributes = {
    "data-pick": id,
    "aria-pressed": String(code !== undefined && code === store.look.code),
    "aria-disabled": code === undefined ? "true" : null,
    title: note ? `${label}: ${note}` : label,
    onclick: () => choosePick(i + 1),
  };
  return button(
    id,
    attributes,
    h("span", { class: "key", "aria-hidden": "true" }, String(i + 1)),
    h("span", { class: "what" }, label),
    h("span", { class: "v" }, note),
  );
}

function fillWordings() {
  const { overview, look } = store;
  fill(
    $("wording"),
    option("", `Every wording, ${overview?.recipients.length ?? 0}`, look.wording),
    (overview?.wordings ?? []).map(({ id, count }) => option(id, `${id}, ${count}`, look.wording)),
    otherChoice(),
  );
}

/** What else the list is narrowed to: a wording that is no headline, or the recipients of a finding. */
function otherChoice() {
  const { overview, look } = store;
  if (look.wording === "" || overview?.wordings.some(({ id }) => id === look.wording)) return null;
  const words = look.wording.startsWith(meant) ? "Those of a finding" : look.wording;
  return option(look.wording, `${words}, ${shownRecipients().length}`, look.wording);
}

// The line at the foot: how many recipients get what, and what the email weighs.

import { isMail, tabNow } from "./channel.js";
import { $, fill, h } from "./dom.js";
import { madeReport, store } from "./store.js";

/** @import { OverviewRow } from "../../src/preview/overview.ts" */
/** @import { MailSizes } from "../../src/preview/documents.ts" */

export function drawStatus() {
  const { overview } = store;
  const sizes = madeReport()?.sizes;
  fill(
    $("status"),
    overview && countItems(overview.recipients),
    sizes && isMail() && sizeItems(sizes),
    h("span", { class: "last" }, location.host),
    h("span", {}, h("kbd", {}, "?"), " keys"),
  );
}

/** @param {readonly OverviewRow[]} recipients */
function countItems(recipients) {
  const count = (/** @type {(row: OverviewRow) => boolean} */ test) => recipients.filter(test).length;
  const failed = count(({ state }) => state === "failed");
  const waiting = count(({ state }) => state === "waiting");
  return [
    item(
      count(({ state }) => state === "report" || state === "waiting"),
      "reports",
    ),
    waiting > 0 && item(waiting, "of them still being composed"),
    item(
      count(({ valueText }) => valueText === "withheld"),
      "with the value withheld",
    ),
    item(
      count(({ state }) => state === "without"),
      "without a report",
    ),
    failed > 0 && item(failed, "that cannot be made"),
  ];
}

/** @param {MailSizes} sizes */
function sizeItems({ html, pictures, words }) {
  return [
    item((html / 1024).toFixed(0), "of 90 KB"),
    item((pictures / 1024).toFixed(0), "KB of pictures"),
    tabNow() === "text" && item(words, "words"),
  ];
}

/**
 * @param {string | number} number
 * @param {string} words
 */
function item(number, words) {
  return h("span", {}, h("b", {}, String(number)), ` ${words}`);
}

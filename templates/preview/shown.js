// Which recipients the list shows, and in what order.

import { store } from "./store.js";

/** @import { OverviewRow } from "../../src/preview/overview.ts" */

/** The recipients that search and wording leave, in the order of the table. */
export function shownRecipients() {
  const { q, wording, sort, order } = store.look;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const codes = codesOf(wording);
  const rows = (store.overview?.recipients ?? []).filter(
    (row) =>
      (wording === "" || row.wording === wording || codes.has(row.code)) &&
      words.every((word) => textOf(row).includes(word)),
  );
  const sign = order === "down" ? -1 : 1;
  return rows.toSorted((a, b) => compare(keyOf(a, sort), keyOf(b, sort), sign) || (a.code < b.code ? -1 : 1));
}

/**
 * Who gets a wording other than a headline, or those who are named: "codes:Z10001,Z10002".
 * @param {string} wording
 */
function codesOf(wording) {
  if (wording.startsWith(meant)) return new Set(wording.slice(meant.length).split(","));
  return new Set(store.wordings?.wordings.find(({ id }) => id === wording)?.codes);
}

export const meant = "codes:"; // recipients by their codes, in place of a wording

/** @type {WeakMap<OverviewRow, string>} */
const texts = new WeakMap();

/**
 * What a search looks in, put together once a row.
 * @param {OverviewRow} row
 */
function textOf(row) {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = [row.name, row.code, row.network, row.place, row.wording, headlineOf(row)].join(" ").toLowerCase();
  texts.set(row, text);
  return text;
}

/** @param {OverviewRow} row */
function headlineOf({ says }) {
  return says.map(({ text }) => text).join("");
}

/**
 * @param {OverviewRow} row
 * @param {string} sort
 */
function keyOf(row, sort) {
  if (sort === "name" || sort === "wording" || sort === "value" || sort === "change") return row[sort];
  return headlineOf(row);
}

/**
 * What has no number stands last, whichever way round.
 * @param {string | number | null} a
 * @param {string | number | null} b
 * @param {number} sign
 */
function compare(a, b, sign) {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (typeof a === "number" || typeof b === "number") return (Number(a) - Number(b)) * sign;
  return a.localeCompare(b, "en") * sign;
}

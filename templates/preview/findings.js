// What is wrong or doubtful: problems of the files, findings of the report that is looked at, and of all.

import { isMasked } from "./cells.js";
import { button } from "./controls.js";
import { h, icon, shortened } from "./dom.js";
import { idOf } from "./open.js";
import { meant } from "./shown.js";
import { sourceBox } from "./source.js";
import { go, store } from "./store.js";

/** @import { Finding } from "./open.js" */

/** @returns {Finding[]} */
export function allFindings() {
  return [...(store.status?.problems ?? []), ...ownFindings(), ...campaignFindings()];
}

/** @returns {Finding[]} */
function ownFindings() {
  return store.reportFindings.map((finding) => ({ ...finding, scope: "own" }));
}

/** What is found of all reports; what names levels is not told while these are hidden. */
function campaignFindings() {
  const all = store.status?.findings ?? [];
  return isMasked() ? all.filter(({ code }) => !/^X\d/.test(code)) : all;
}

export function findingsPanel() {
  const problems = store.status?.problems ?? [];
  if (allFindings().length === 0) return [h("p", { class: "none" }, nothingFound())];
  return [
    ...group(problems.length === 1 ? "Problem" : `Problems, ${problems.length}`, problems),
    ...group("This report", ownFindings()),
    ...group("Campaign", campaignFindings()),
  ];
}

function nothingFound() {
  return store.status?.version === 0 ? "The files are being read." : "No problems in this campaign's files.";
}

/**
 * @param {string} title
 * @param {readonly Finding[]} items
 */
function group(title, items) {
  return items.length === 0 ? [] : [h("h3", { class: "group" }, title), h("ul", {}, items.map(findingItem))];
}

/** @param {Finding} finding */
function findingItem(finding) {
  const { severity, message, code, place, source } = finding;
  const id = idOf(finding);
  const isOpen = store.look.finding === id;
  const head = {
    class: "head",
    "aria-expanded": String(isOpen),
    onclick: () => go({ finding: isOpen ? "" : id }),
  };
  return h(
    "li",
    { class: `item finding ${severity}`, "data-open": isOpen },
    button(
      id,
      head,
      icon(severity),
      h("span", {}, h("span", { class: "sr" }, `${severity}: `), message),
      h("span", { class: "where" }, h("b", {}, code), place ? ` ${shortened(place.file)}:${place.line}` : ""),
      source ? h("span", { class: "rests" }, source) : null,
    ),
    isOpen ? findingDetail(finding) : null,
  );
}

/** @param {Finding} finding */
function findingDetail({ hint, place, severity, message, recipients }) {
  return h(
    "div",
    { class: "detail" },
    hint ? h("p", {}, h("b", {}, "To mend it: "), hint) : null,
    recipientsOf(message, recipients ?? []),
    place ? sourceBox(place, { tone: severity, before: 2, after: 2 }) : null,
  );
}

/**
 * Those whose reports show it, to be opened, and all of them to be left in the list.
 * @param {string} message
 * @param {readonly string[]} recipients
 */
function recipientsOf(message, recipients) {
  const known = new Set(store.overview?.recipients.map(({ code }) => code));
  const named = message.split(/[^\w.-]+/).map((word) => word.replace(/\.$/, ""));
  const codes = [...new Set([...named, ...recipients])].filter((code) => known.has(code));
  if (codes.length === 0) return null;
  const open = (/** @type {string} */ code) => go({ code, pane: "report" });
  return h(
    "p",
    { class: "opens" },
    codes.slice(0, 6).map((code) => button(`open-${code}`, { class: "toggle", onclick: () => open(code) }, code)),
    recipients.length > 1
      ? button(
          "open-all",
          {
            class: "toggle",
            onclick: () => go({ wording: `${meant}${recipients.join(",")}`, left: "1", pane: "recipients" }),
          },
          `All ${recipients.length} in the list`,
        )
      : null,
  );
}

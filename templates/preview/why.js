// Why the report says what it says: what is true of the recipient, then each piece of wording with its reason.

import { button } from "./controls.js";
import { h, icon } from "./dom.js";
import { editBox } from "./edit.js";
import { sourceBox } from "./source.js";
import { go, store } from "./store.js";

/** @import { Reason, Reasons } from "../../src/preview/reasons.ts" */

export function whyPanel() {
  const { report } = store;
  if (!report) return [nothing("Choose a recipient.")];
  if (report.state === "unknown") return [nothing(`There is no report here: ${report.message}.`)];
  if (report.state === "without") return [nothing(`No report: ${report.reason}. No block is considered for it.`)];
  if (report.state === "failed") return [nothing("The report cannot be made, so it has no reasons.")];
  return reasonsPanel(report.reasons);
}

/** @param {Reasons} reasons */
function reasonsPanel({ standings, techniques, shown, passedOver, peers }) {
  const [first, ...others] = standings;
  return [
    first ? standingBox(first) : null,
    ...others.map((standing) => more(standing.title, standingBox(standing))),
    more(`${techniques.length} techniques in this report`, techniqueList(techniques)),
    more("Why these peers", h("p", { class: "inside" }, peers)),
    h("h3", { class: "sr" }, "Words of the report, in reading order"),
    h("ul", {}, shown.map(reasonItem)),
    passedOver.length > 0
      ? more(
          `${passedOver.length} more considered, not shown`,
          passedOverList(passedOver.map(({ slot, id, not }) => ({ id: `${slot}: ${id}`, not }))),
        )
      : null,
  ];
}

/** @param {string} words */
function nothing(words) {
  return h("p", { class: "none" }, words);
}

/**
 * @param {string} summary
 * @param {Node} inside
 */
function more(summary, inside) {
  return h("details", { class: "more" }, h("summary", {}, summary), inside);
}

/** @param {Reasons["standings"][number]} standing */
function standingBox({ title, unit, values, signals, suppressions }) {
  return h(
    "section",
    { class: "standing" },
    h("p", { class: "unit" }, h("b", {}, title), ` ${unit}`),
    h(
      "dl",
      { class: "values" },
      values.map(({ label, text }) => h("div", {}, h("dt", {}, label), h("dd", {}, text))),
    ),
    suppressions.map(({ what, reason }) =>
      h("p", { class: "withheld" }, icon("info"), h("span", {}, `Withheld: ${what} (${reason})`)),
    ),
    h("details", {}, h("summary", {}, `${signals.length} signals`), signalList(signals)),
  );
}

/** @param {Reason["because"]} signals */
function signalList(signals) {
  return h(
    "ul",
    { class: "signals" },
    signals.map(({ signal, evidence }) =>
      h("li", {}, icon("ok"), h("span", {}, h("code", {}, signal), ` ${evidence}`)),
    ),
  );
}

/** @param {readonly { code: string, label: string, slots?: readonly string[] }[]} techniques */
function techniqueList(techniques) {
  return h("dl", { class: "techniques" }, techniques.map(techniqueLine));
}

/** @param {{ code: string, label: string, slots?: readonly string[] }} technique */
function techniqueLine({ code, label, slots }) {
  const where = slots ? h("small", {}, [...new Set(slots)].join(", ")) : null;
  return h("div", {}, h("dt", {}, h("code", {}, code)), h("dd", {}, label, where));
}

/** @param {Reason} reason */
function reasonItem(reason) {
  const { slot, block, bct, words } = reason;
  const isOpen = store.look.block === slot;
  const head = {
    class: "head",
    "aria-expanded": String(isOpen),
    onclick: () => go({ block: isOpen ? "" : slot }),
  };
  return h(
    "li",
    { class: "item reason", "data-open": isOpen, "data-slot": slot },
    button(
      slot,
      head,
      h("span", { class: "role" }, h("span", {}, slot), h("code", {}, block)),
      h("span", { class: "bcts" }, bct.map(({ code }) => code).join(" ")),
      words ? h("span", { class: "quote" }, words) : null,
    ),
    isOpen ? reasonDetail(reason) : null,
  );
}

/** @param {Reason} reason */
function reasonDetail({ block, because, bct, considered, place, indicator, version }) {
  return h(
    "div",
    { class: "detail" },
    h("h4", {}, "Shown because"),
    because.length > 0 ? signalList(because) : h("p", {}, "It fits everybody."),
    bct.length > 0 ? [h("h4", {}, "Techniques it claims"), techniqueList(bct)] : null,
    considered.length > 0
      ? [h("h4", {}, `Considered before it, ${considered.length}`), passedOverList(considered)]
      : null,
    h("p", { class: "small" }, `Version ${version}, on ${indicator}`),
    place ? [sourceBox(place, { tone: "chosen", before: 0, after: 9 }), editBox(place, block)] : null,
  );
}

/** @param {Reason["considered"]} items */
function passedOverList(items) {
  return h(
    "ul",
    { class: "passed-over" },
    items.map(({ id, not }) => h("li", {}, h("code", {}, id), h("span", {}, not))),
  );
}

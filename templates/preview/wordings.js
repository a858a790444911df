// Every wording of the campaign: how many get it, and how it reads to one of them. One that is open leaves those in the list.

import { button } from "./controls.js";
import { h } from "./dom.js";
import { editBox } from "./edit.js";
import { sourceBox } from "./source.js";
import { go, redraw, store } from "./store.js";

/** @import { Wording } from "../../src/preview/wordings.ts" */

let sought = "";

export function wordingsPanel() {
  const { wordings } = store;
  if (!wordings) return [h("p", { class: "none" }, "The wordings of all reports are being read.")];
  return [searchField(), h("div", { id: "wordings" }, ...items())];
}

/** The wordings that the search leaves. */
export function shownWordings() {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return (store.wordings?.wordings ?? []).filter((wording) => words.every((word) => textOf(wording).includes(word)));
}

/** @param {Wording} wording */
function textOf({ id, slots, example }) {
  return [id, ...slots, example?.words ?? ""].join(" ").toLowerCase();
}

function searchField() {
  const listen = (/** @type {Event} */ event) => {
    sought = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    document.getElementById("wordings")?.replaceChildren(...items());
  };
  const input = h("input", { type: "search", "aria-label": "Search wordings", placeholder: "Words, block or section" });
  input.value = sought;
  input.dataset.focus = "wordings-search";
  input.addEventListener("input", listen);
  return h("p", { class: "seek" }, input);
}

function items() {
  const shown = shownWordings();
  if (shown.length === 0) return [h("p", { class: "none" }, `No wording has "${sought}".`)];
  return [h("ul", {}, shown.map(item))];
}

/** @param {Wording} wording */
function item(wording) {
  const { id, slots, codes, example } = wording;
  const isOpen = store.look.wording === id;
  const choose = () => {
    const first = isOpen || codes.includes(store.look.code) ? store.look.code : (codes[0] ?? store.look.code);
    go({ wording: isOpen ? "" : id, code: first });
    if (isOpen) redraw();
  };
  return h(
    "li",
    { class: "item reason worded", "data-open": isOpen, "data-wording": id },
    button(
      `wording-${id}`,
      { class: "head", "aria-expanded": String(isOpen), onclick: choose },
      h("span", { class: "role" }, h("span", {}, slots.join(", ") || "nowhere"), h("code", {}, id)),
      h("span", { class: "bcts" }, `${codes.length} of ${store.wordings?.reports ?? 0}`),
      example?.words ? h("span", { class: "quote" }, example.words) : null,
    ),
    isOpen ? detail(wording) : null,
  );
}

/** @param {Wording} wording */
function detail({ id, codes, example, place }) {
  return h(
    "div",
    { class: "detail" },
    codes.length > 0
      ? h(
          "p",
          {},
          `${codes.length === 1 ? "The one who gets it is" : `The ${codes.length} who get it are`} in the list; the words are those of ${example?.code ?? codes[0]}.`,
        )
      : h("p", {}, "Nobody gets it in this cycle."),
    place ? [sourceBox(place, { tone: "chosen", before: 0, after: 9 }), editBox(place, id)] : null,
  );
}

// The campaign itself and its indicators: order and lists, texts and thresholds, each changed in its file.

import { h } from "./dom.js";
import { editBox } from "./edit.js";
import { store } from "./store.js";

export function itemsPanel() {
  const documents = store.status?.documents ?? [];
  if (documents.length === 0) return [h("p", { class: "none" }, "The campaign is being read.")];
  return [
    h(
      "ul",
      { class: "documents" },
      documents.map(({ kind, id, place }) => h("li", {}, editBox(place, id, `${kind} ${id}`))),
    ),
  ];
}

// The tools over a report: how print is shown, how a mail client shows the email, and the zoom.

import { address, kindNow, tabNow } from "./channel.js";
import { button, option, segments, selectField } from "./controls.js";
import { $, fill, h, onlyIfNew } from "./dom.js";
import { zoomBy } from "./stage.js";
import { go, isComparing, knownReport, store } from "./store.js";

const toolsIfNew = onlyIfNew();

export function drawTools() {
  const { look, report, other } = store;
  const { as, dark, images, phone, zoom, code, cycle, compare, arm } = look;
  const chosen = [as, dark, images, phone, zoom, code, cycle, compare, arm];
  const shown = [report?.state, report?.version, other?.state, knownReport(report)?.arm?.asked];
  toolsIfNew([tabNow(), chosen, shown], () => fill($("tools"), ...tools()));
}

function tools() {
  const { report, other, look } = store;
  const isPair = isComparing();
  const hasReport = report?.state === "report" || (isPair && other?.state === "report");
  return [
    ...(hasReport && !isPair && tabNow() === "print" ? printTools() : []),
    ...(tabNow() === "phone" || tabNow() === "handset" ? [phoneTool()] : []),
    ...(kindNow() === "email" ? [groundTool("Mail client"), imagesTool()] : []),
    ...(hasReport && !isPair && (kindNow() === "email" || tabNow() === "text") ? [saveTool()] : []),
    ...(kindNow() === "html" ? [groundTool("Browser")] : []),
    hasReport && tabNow() !== "text" && zoomTool(look.zoom),
  ];
}

function printTools() {
  const views = /** @type {const} */ ([
    ["html", "Fast view"],
    ["pdf", "Real PDF"],
  ]);
  const link = { class: "toggle", href: address("pdf"), target: "_blank", rel: "noopener", "data-focus": "open-pdf" };
  return [segments("Print as", views, store.look.as, (as) => go({ as })), h("a", link, "Open PDF")];
}

function saveTool() {
  const name = `${store.look.cycle}-${store.look.code}.eml`;
  return h("a", { class: "toggle", href: address("eml"), download: name, "data-focus": "save-eml" }, "Save .eml");
}

function phoneTool() {
  return selectField(
    { label: "Width of the phone", labelClass: "sr" },
    { "data-focus": "phone", onchange: ({ currentTarget }) => go({ phone: currentTarget.value }) },
    ["320", "360", "390", "430"].map((width) => option(width, `${width} px`, store.look.phone)),
  );
}

/** @param {string} label */
function groundTool(label) {
  const grounds = /** @type {const} */ ([
    ["0", "Light"],
    ["1", "Dark"],
  ]);
  return segments(label, grounds, store.look.dark, (chosen) => go({ dark: chosen }));
}

function imagesTool() {
  const { images } = store.look;
  const attributes = {
    class: "toggle",
    "aria-pressed": String(images === "0"),
    title: "Images off (i)",
    onclick: () => go({ images: images === "1" ? "0" : "1" }),
  };
  return button("images", attributes, "Images off");
}

/** @param {string} chosen */
function zoomTool(chosen) {
  const fit = {
    class: "fit",
    title: "Fit the pane (0)",
    "aria-pressed": String(chosen === "fit"),
    onclick: () => go({ zoom: "fit" }),
  };
  return h(
    "span",
    { class: "zoom", role: "group", "aria-label": "Zoom" },
    zoomButton("Smaller", "-", "−", -10),
    h("output", { id: "zoom" }),
    zoomButton("Larger", "+", "+", 10),
    button("fit", fit, "Fit"),
  );
}

/**
 * @param {string} label
 * @param {string} key
 * @param {string} sign
 * @param {number} by
 */
function zoomButton(label, key, sign, by) {
  return button(label, { "aria-label": label, title: `${label} (${key})`, onclick: () => zoomBy(by) }, sign);
}

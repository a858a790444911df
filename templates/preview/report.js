// The middle pane: who is looked at, by which channel, with which tools, and the report itself.

import { tabNow, tabs } from "./channel.js";
import { tablist } from "./controls.js";
import { $, clock, fill, h, icon } from "./dom.js";
import { drawStage } from "./stage.js";
import { go, isStale, store } from "./store.js";
import { drawTools } from "./tools.js";
import { drawWho } from "./who.js";

export function drawReport() {
  drawWho();
  tablist($("tabs"), tabs(), { chosen: tabNow(), controls: "stage", onChoose: (tab) => go({ tab, zoom: "fit" }) });
  $("stage").setAttribute("aria-labelledby", `tab-${tabNow()}`);
  drawTools();
  drawStale();
  drawStage();
}

function drawStale() {
  const { status } = store;
  const drawn = isStale() && status && status.version > 0 ? status.drawn : null;
  $("stale").hidden = drawn === null;
  $("stage").classList.toggle("is-stale", drawn !== null);
  if (drawn === null) return;
  const words = `Last good view, drawn at ${clock(drawn)}. It stays until the file is mended.`;
  fill($("stale"), icon("warning"), h("span", {}, words));
}

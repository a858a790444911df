// The right pane: what is wrong or doubtful, and why the report says what it says.

import { isMasked } from "./arms.js";
import { countDifferences, differencesPanel, stepDifference } from "./compare.js";
import { $, fill, h, icon, onlyIfNew, say, tablist } from "./dom.js";
import { ask, go, isComparing, store } from "./store.js";

const panelIfNew = onlyIfNew();
const sources = new Map(); // answers of the server, by place and version

export function drawReasons() {
  const { status, look, report, reportFindings } = store;
  tablist($("panels"), panelTabs(), {
    chosen: panelNow(),
    controls: "panel",
    onChoose: (panel) => go({ panel }),
  });
  $("panel").setAttribute("aria-labelledby", `tab-${panelNow()}`);
  const panel = panelNow();
  const open = { why: look.block, findings: look.finding, differences: look.diff }[panel];
  const pair = [store.differences, store.other, look.masked];
  panelIfNew([panel, open, status, report, reportFindings, [...sources.keys()], pair], () =>
    fill($("panel"), panels[panel]()),
  );
}

const panels = { why: whyPanel, findings: findingsPanel, differences: differencesPanel };

/** The next or previous finding, reason or difference is opened. */
export function stepOpen(by) {
  if (panelNow() === "differences") return stepDifference(by);
  const key = store.look.panel === "why" ? "block" : "finding";
  const ids =
    store.look.panel === "why" ? (store.report?.reasons?.shown ?? []).map(({ slot }) => slot) : allFindings().map(idOf);
  const at = ids.indexOf(store.look[key]);
  const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
  if (next === undefined) return;
  go({ [key]: next, right: "1" });
  showOpen();
}

/** Brings the open item into view. */
export function showOpen() {
  $("panel").querySelector("[data-open]")?.scrollIntoView({ block: "nearest" });
}

/** Opens a problem with its line, as from the banner. */
export function openFinding(problem) {
  go({ panel: "findings", finding: idOf(problem), right: "1", pane: "reasons" });
  showOpen();
  $("panel").querySelector("[data-open] button")?.focus();
}

/** The panel that is shown; the one of differences only while two arms stand side by side. */
function panelNow() {
  const { panel } = store.look;
  return panel === "differences" && !isComparing() ? "findings" : panel;
}

function panelTabs() {
  return [
    ...(isComparing()
      ? [{ id: "differences", label: "Differences", count: countDifferences() ?? "…", title: "Differences" }]
      : []),
    { id: "findings", label: "Findings", count: allFindings().length, title: "Findings (f)" },
    { id: "why", label: "Why it says this", title: "Why it says this (w)" },
  ];
}

function allFindings() {
  const { status, reportFindings } = store;
  const own = reportFindings.map((finding) => ({ ...finding, scope: "own" }));
  return [...(status?.problems ?? []), ...own, ...campaignFindings()];
}

/** What is found of all reports; what names levels is not told while these are hidden. */
function campaignFindings() {
  const all = store.status?.findings ?? [];
  return isMasked() ? all.filter(({ code }) => !/^X\d/.test(code)) : all;
}

// ----------------------------------------------------------------------------------------------------------- findings

function findingsPanel() {
  const { problems = [] } = store.status ?? {};
  const findings = campaignFindings();
  const own = allFindings().filter(({ scope }) => scope === "own");
  if (allFindings().length === 0) return [nothing("Nothing is wrong with the files of this campaign.")];
  return [
    ...group(problems.length === 1 ? "Problem" : `Problems, ${problems.length}`, problems),
    ...group("This report", own),
    ...group("Campaign", findings),
  ];
}

function group(title, items) {
  return items.length === 0 ? [] : [h("h3", { class: "group" }, title), h("ul", {}, items.map(findingItem))];
}

function findingItem(finding) {
  const { severity, message, code, place, source } = finding;
  const id = idOf(finding);
  const isOpen = store.look.finding === id;
  return h(
    "li",
    { class: `item finding ${severity}`, "data-open": isOpen },
    h(
      "button",
      {
        type: "button",
        class: "head",
        "data-focus": id,
        "aria-expanded": String(isOpen),
        onclick: () => go({ finding: isOpen ? "" : id }),
      },
      icon(severity),
      h("span", {}, h("span", { class: "sr" }, `${severity}: `), message),
      h("span", { class: "where" }, h("b", {}, code), place ? ` ${shortened(place.file)}:${place.line}` : ""),
      source ? h("span", { class: "rests" }, source) : null,
    ),
    isOpen ? findingDetail(finding) : null,
  );
}

function findingDetail({ hint, place, severity }) {
  return h(
    "div",
    { class: "detail" },
    hint ? h("p", {}, h("b", {}, "To mend it: "), hint) : null,
    place ? sourceBox(place, { tone: severity, before: 2, after: 2 }) : null,
  );
}

function idOf({ code, message, place, scope = "" }) {
  return `${scope}${code}:${place ? `${place.file}:${place.line}:${place.column}` : message}`;
}

// ---------------------------------------------------------------------------------------------------------------- why

function whyPanel() {
  const { report } = store;
  if (!report) return [nothing("Choose a recipient.")];
  if (report.state === "without") return [nothing(`No report: ${report.reason}. No block is considered for it.`)];
  if (report.state === "failed") return [nothing("The report cannot be made, so it has no reasons.")];
  const { standings, techniques, shown, passedOver, peers } = report.reasons;
  const [first, ...others] = standings;
  return [
    first ? standingBox(first) : null,
    ...others.map((standing) =>
      h("details", { class: "more" }, h("summary", {}, standing.title), standingBox(standing)),
    ),
    h(
      "details",
      { class: "more" },
      h("summary", {}, `${techniques.length} techniques in this report`),
      techniqueList(techniques),
    ),
    h("details", { class: "more" }, h("summary", {}, "Why these peers"), h("p", { class: "inside" }, peers)),
    h("h3", { class: "sr" }, "Words of the report, in reading order"),
    h("ul", {}, shown.map(reasonItem)),
    passedOver.length > 0
      ? h(
          "details",
          { class: "more" },
          h("summary", {}, `${passedOver.length} more considered, not shown`),
          passedOverList(passedOver),
        )
      : null,
  ];
}

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

function signalList(signals) {
  return h(
    "ul",
    { class: "signals" },
    signals.map(({ signal, evidence }) =>
      h("li", {}, icon("ok"), h("span", {}, h("code", {}, signal), ` ${evidence}`)),
    ),
  );
}

function techniqueList(techniques) {
  return h(
    "dl",
    { class: "techniques" },
    techniques.map(({ code, label, slots }) =>
      h(
        "div",
        {},
        h("dt", {}, h("code", {}, code)),
        h("dd", {}, label, slots ? h("small", {}, [...new Set(slots)].join(", ")) : null),
      ),
    ),
  );
}

function reasonItem(reason) {
  const { slot, block, bct, words } = reason;
  const isOpen = store.look.block === slot;
  return h(
    "li",
    { class: "item reason", "data-open": isOpen, "data-slot": slot },
    h(
      "button",
      {
        type: "button",
        class: "head",
        "data-focus": slot,
        "aria-expanded": String(isOpen),
        onclick: () => go({ block: isOpen ? "" : slot }),
      },
      h("span", { class: "role" }, h("span", {}, slot), h("code", {}, block)),
      h("span", { class: "bcts" }, bct.map(({ code }) => code).join(" ")),
      words ? h("span", { class: "quote" }, words) : null,
    ),
    isOpen ? reasonDetail(reason) : null,
  );
}

function reasonDetail({ because, bct, considered, place, indicator, version }) {
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
    place ? sourceBox(place, { tone: "chosen", before: 0, after: 9 }) : null,
  );
}

function passedOverList(items) {
  return h(
    "ul",
    { class: "passed-over" },
    items.map(({ slot, id, not }) => h("li", {}, h("code", {}, slot ? `${slot}: ${id}` : id), h("span", {}, not))),
  );
}

// ------------------------------------------------------------------------------------------------------------- source

/** Lines of the file, fetched when first shown; rows of data stay on the disk. */
function sourceBox(place, { tone, before, after }) {
  const key = JSON.stringify([place, before, store.status?.version, store.status?.brokenSince]);
  const known = sources.get(key);
  if (!known) fetchSource(key, place, { before, after });
  const label = `${place.file}:${place.line}:${place.column}`;
  return h(
    "div",
    { class: `source ${tone}` },
    h(
      "div",
      { class: "path" },
      h("bdi", { title: label }, `${shortened(place.file)}:${place.line}:${place.column}`),
      h(
        "button",
        {
          type: "button",
          class: "icon",
          "data-focus": "copy",
          "aria-label": `Copy ${label}`,
          title: "Copy the place",
          onclick: () => copy(label),
        },
        icon("copy"),
      ),
    ),
    known?.lines
      ? h(
          "pre",
          { tabindex: "0", role: "group", "aria-label": `Lines of ${place.file}` },
          untilNextDocument(known).map((line, i) => sourceLine(line, known.from + i, known.mark)),
        )
      : h(
          "p",
          { class: "none" },
          known ? "Open the file to see this line: rows of data are not shown here." : "Reading the file.",
        ),
  );
}

async function fetchSource(key, place, size) {
  const { file, line, column, length } = place;
  const answer = await ask("/api/source", { file, line, column, ...(length ? { length } : {}), ...size }).catch(
    () => ({}),
  );
  sources.set(key, answer);
  drawReasons();
  showOpen();
}

/** A file may hold several blocks, parted by three dashes: the next one is not this one's. */
function untilNextDocument({ lines, from, mark }) {
  const end = lines.findIndex((line, i) => from + i > mark.line && line === "---");
  return end < 0 ? lines : lines.slice(0, end);
}

function sourceLine(text, number, mark) {
  const isMarked = number === mark.line;
  return h(
    "span",
    { class: isMarked ? "line marked" : "line" },
    h("span", { class: "number" }, String(number)),
    h("span", {}, isMarked ? underlined(text, mark) : text),
    "\n",
  );
}

function underlined(text, { column, length = 1 }) {
  const from = Math.max(0, column - 1);
  return [text.slice(0, from), h("u", {}, text.slice(from, from + length) || " "), text.slice(from + length)];
}

async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  say(`Copied ${text}`);
}

/** The end of a long path says more than its start. */
export function shortened(file) {
  const parts = file.split("/");
  return parts.length > 3 ? `…/${parts.slice(-3).join("/")}` : file;
}

function nothing(words) {
  return h("p", { class: "none" }, words);
}

// The middle pane: one report in one channel. Frames hold the real markup; they run no script and are led from here.

import { isMasked, nameOfArm, wordsOf } from "./arms.js";
import { clearPair, drawPair, gap, markSides, onSideLoaded, zoomPair } from "./compare.js";
import { $, clock, fill, h, icon, onlyIfNew, segments, tablist } from "./dom.js";
import { listenForKeys } from "./keys.js";
import { elementOf } from "./marks.js";
import { drawPdf } from "./pdf.js";
import { showOpen } from "./reasons.js";
import { step } from "./recipients.js";
import { go, isComparing, isStale, store } from "./store.js";

const whoIfNew = onlyIfNew();
const toolsIfNew = onlyIfNew();
const stageIfNew = onlyIfNew();

const sheet = 794; // CSS px: A4 at 96 dpi
const desktop = 680;

/** The document on the stage: its element, its width before zooming, and where each reason's words are in it. */
let onStage = { holder: null, width: 0, frame: null, marks: new Map(), words: new Map() };

export function drawReport() {
  const { look, report } = store;
  whoIfNew([report, look.code, look.masked], drawWho);
  tablist($("tabs"), tabs(), { chosen: tabNow(), controls: "stage", onChoose: (tab) => go({ tab, zoom: "fit" }) });
  $("stage").setAttribute("aria-labelledby", `tab-${tabNow()}`);
  toolsIfNew(
    [
      tabNow(),
      look.as,
      look.dark,
      look.images,
      look.phone,
      look.zoom,
      report?.state,
      look.code,
      look.cycle,
      look.compare,
      store.other?.state,
      look.arm,
      report?.arm?.asked,
    ],
    drawTools,
  );
  drawStale();
  if (isComparing()) drawBoth();
  else drawOne();
  zoom();
  if (isComparing()) markSides();
  else markOpen();
}

function drawOne() {
  const { look, report, status } = store;
  stageIfNew(
    [
      report?.version,
      report?.code,
      report?.cycle,
      report?.state,
      tabNow(),
      look.as,
      look.dark,
      look.images,
      look.phone,
      status?.version === 0,
      report?.arm?.asked,
    ],
    drawStage,
  );
}

/** Two arms, when both reports are there; what stands there before stays until then. */
function drawBoth() {
  const { look, report, other, status, differences } = store;
  const isReady = report?.code === look.code && other?.code === look.code && report.cycle === other.cycle;
  const key = [report?.version, other?.version, look.code, look.cycle, report?.arm, other?.arm, tabNow(), look.dark];
  const more = [look.images, look.phone, look.masked, status?.version === 0, differences?.version, isReady];
  stageIfNew(["both", ...key, ...more], () => {
    if (!isReady) return status?.version === 0 ? drawStage() : undefined;
    const now = ["both", look.cycle, look.code, tabNow(), report.arm.asked, other.arm.asked].join(" ");
    const moved = now !== place;
    place = now;
    onStage = { ...onStage, holder: null, frame: null, width: widthOf(tabNow()) };
    const kind = { print: "print", text: "text" }[tabNow()] ?? "email";
    drawPair({ kind, width: onStage.width, address: (arm) => address(kind, arm), moved });
  });
}

/** The tab that is shown: the chosen one, or the first where the report does not go by that channel. */
export function tabNow() {
  const all = tabs().map(({ id }) => id);
  return all.includes(store.look.tab) ? store.look.tab : all[0];
}

export function tabs() {
  const { status, report, other } = store;
  const own = [report, ...(isComparing() ? [other] : [])].flatMap((each) => each?.channels ?? []);
  const channels = own.length > 0 ? own : (status?.campaign?.channels ?? ["print", "email"]);
  return [
    ...(channels.includes("print") ? [{ id: "print", label: "Print", title: "Print (p)" }] : []),
    ...(channels.includes("email")
      ? [
          { id: "email", label: "Email", title: "Email on a desktop (e)" },
          { id: "phone", label: "Phone", title: "Email on a phone (m)" },
          { id: "text", label: "Plain text", title: "Plain text (t)" },
        ]
      : []),
  ];
}

export function zoomBy(by) {
  const now = Math.round(scale() * 10) * 10;
  go({ zoom: String(Math.min(200, Math.max(30, now + by))) });
}

new ResizeObserver(() => zoom()).observe($("stage"));
onSideLoaded(() => zoom());

function drawWho() {
  const { report, look, overview } = store;
  const row = overview?.recipients.find(({ code }) => code === look.code);
  const { name, place, network, patients } = report?.recipient ?? row ?? {};
  const about = [network, place, patients && `${patients.toLocaleString("en-GB")} patients`].filter(Boolean).join(", ");
  fill(
    $("who"),
    h("h2", {}, name ?? (look.code || "No recipient chosen")),
    h("code", {}, look.code),
    armChip(),
    h("span", {}, about),
    h(
      "span",
      { class: "step" },
      stepButton("up", "Previous recipient", "k", -1),
      stepButton("down", "Next recipient", "j", 1),
    ),
  );
}

/** In a trial the arm that is shown, and by the list. */
function armChip() {
  const { arm, code } = store.report ?? {};
  if (!arm || code !== store.look.code) return null;
  const { allotted } = arm;
  const name = arm.code ?? nameOfArm(arm.asked);
  const isOwn = allotted && (allotted.sent ?? allotted.arm) === arm.code;
  const words = isMasked() ? "" : wordsOf(arm.levels);
  const list = allotted ? (isOwn ? " as allocated" : `, own arm ${allotted.arm}`) : "";
  const path = allotted && allotted.sequence !== allotted.arm && !isMasked() ? allotted.sequence : "";
  return h("span", { class: "arm", title: [words, path].filter(Boolean).join(". ") }, h("b", {}, name), list);
}

function stepButton(name, label, key, by) {
  return h(
    "button",
    {
      type: "button",
      class: "icon",
      "data-focus": name,
      "aria-label": label,
      title: `${label} (${key})`,
      onclick: () => step(by),
    },
    icon(name),
  );
}

function drawTools() {
  const { look, report } = store;
  const isPair = isComparing();
  const isMail = tabNow() === "email" || tabNow() === "phone";
  const hasReport = report?.state === "report" || (isPair && store.other?.state === "report");
  fill(
    $("tools"),
    hasReport &&
      !isPair &&
      tabNow() === "print" &&
      segments(
        "Print as",
        [
          ["html", "Fast view"],
          ["pdf", "Real PDF"],
        ],
        look.as,
        (as) => go({ as }),
      ),
    hasReport &&
      !isPair &&
      tabNow() === "print" &&
      h(
        "a",
        { class: "toggle", href: address("pdf"), target: "_blank", rel: "noopener", "data-focus": "open-pdf" },
        "Open PDF",
      ),
    tabNow() === "phone" &&
      h(
        "label",
        { class: "field" },
        h("span", { class: "sr" }, "Width of the phone"),
        h(
          "select",
          { "data-focus": "phone", onchange: (event) => go({ phone: event.target.value }) },
          ["320", "360", "390", "430"].map((width) =>
            h("option", { value: width, selected: width === look.phone }, `${width} px`),
          ),
        ),
      ),
    isMail &&
      segments(
        "Mail client",
        [
          ["0", "Light"],
          ["1", "Dark"],
        ],
        look.dark,
        (dark) => go({ dark }),
      ),
    isMail &&
      h(
        "button",
        {
          type: "button",
          class: "toggle",
          "data-focus": "images",
          "aria-pressed": String(look.images === "0"),
          title: "Images off (i)",
          onclick: () => go({ images: look.images === "1" ? "0" : "1" }),
        },
        "Images off",
      ),
    hasReport && tabNow() !== "text" && zoomTool(look.zoom),
  );
}

function zoomTool(chosen) {
  const button = (label, title, words, onclick, pressed) =>
    h(
      "button",
      { type: "button", "aria-label": label, title, "data-focus": title, "aria-pressed": pressed, onclick },
      words,
    );
  return h(
    "span",
    { class: "zoom", role: "group", "aria-label": "Zoom" },
    button("Smaller", "Smaller (-)", "−", () => zoomBy(-10)),
    h("output", { id: "zoom" }),
    button("Larger", "Larger (+)", "+", () => zoomBy(10)),
    h(
      "button",
      {
        type: "button",
        class: "fit",
        "data-focus": "fit",
        title: "Fit the pane (0)",
        "aria-pressed": String(chosen === "fit"),
        onclick: () => go({ zoom: "fit" }),
      },
      "Fit",
    ),
  );
}

function drawStale() {
  const { status } = store;
  const stale = isStale() && status?.version > 0;
  $("stale").hidden = !stale;
  $("stage").classList.toggle("is-stale", Boolean(stale));
  if (stale)
    fill(
      $("stale"),
      icon("warning"),
      h("span", {}, `Last good view, drawn at ${clock(status.drawn)}. It stays until the file is mended.`),
    );
}

// -------------------------------------------------------------------------------------------------------------- stage

let place = ""; // cycle, recipient and tab on the stage: the scroll stays while these do

function drawStage() {
  const { look, report, status } = store;
  const now = [look.cycle, look.code, tabNow(), look.as, report?.arm?.asked].join(" ");
  const moved = now !== place;
  place = now;
  if (moved) $("stage").scrollTop = 0;
  if (status?.version === 0)
    return showCard(
      "Nothing to show yet",
      "The files cannot be read. Mend the problem beside this, and the reports appear.",
    );
  if (!report) return showCard("Reading", "The reports are being composed.");
  if (report.state === "unknown") return showCard(`No recipient ${report.code}`, report.message);
  if (report.state === "without") return showWithout(report);
  if (report.state === "failed") return showCard(`No report can be made for ${report.code}`, report.message);
  if (tabNow() === "text") return showText(report.text);
  if (tabNow() === "print" && look.as === "pdf") return showPdf(moved);
  return showFrame(moved);
}

function showCard(title, words, more) {
  clear();
  fill($("stage"), h("div", { class: "card" }, h("h3", {}, title), h("p", {}, words), more));
}

function showWithout({ code, cycle, reason }) {
  const line = JSON.stringify({ code, without: reason });
  const facts = [
    ["Because", reason],
    ["Cycle", cycle],
    ["In the manifest", h("code", {}, line)],
  ];
  showCard(
    `No report is made for ${nameOf(code)}`,
    "This is a recorded decision, not a failure.",
    h(
      "dl",
      {},
      facts.map(([term, what]) => h("div", {}, h("dt", {}, term), h("dd", {}, what))),
    ),
  );
}

function nameOf(code) {
  return store.report?.recipient?.name ?? code;
}

function showText(text) {
  clear();
  fill($("stage"), h("pre", { class: "plain" }, text));
  onStage.words = new Map();
}

function showPdf(moved) {
  const holder = stageHolder(sheet, moved);
  drawPdf(holder, address("pdf"), sheet).then(zoom, (error) => showCard("The PDF cannot be made", error.message));
}

/** A new frame is loaded out of sight and takes the old one's place when it is whole, so a save does not flicker. */
function showFrame(moved) {
  const { look } = store;
  const kind = tabNow() === "print" ? "print" : "email";
  const holder = stageHolder(widthOf(tabNow()), moved);
  for (const waiting of holder.querySelectorAll("iframe.waiting")) waiting.remove();
  const frame = h("iframe", {
    class: "waiting",
    sandbox: "allow-same-origin",
    title: `${tabs().find(({ id }) => id === tabNow())?.label ?? "Report"} of ${nameOf(look.code)}`,
    src: address(kind),
  });
  frame.style.width = `${onStage.width}px`;
  frame.addEventListener("load", () => {
    for (const other of [...holder.children]) if (other !== frame) other.remove();
    frame.classList.remove("waiting");
    connect(frame);
  });
  holder.append(frame);
}

/** Width of a document before zooming, in px. */
function widthOf(tab) {
  if (tab === "print") return sheet;
  return tab === "phone" ? Number(store.look.phone) : desktop;
}

function address(kind, arm = store.look.arm) {
  const { cycle, code, dark, images } = store.look;
  const query = kind === "email" ? { cycle, code, arm, dark, images } : { cycle, code, arm };
  return `/document/${kind}?${new URLSearchParams({ ...query, version: store.report?.version ?? 0 })}`;
}

/** The same holder for the same place, so that what is in it may be swapped; a new one elsewhere. */
function stageHolder(width, moved) {
  if (!moved && onStage.holder?.isConnected) {
    onStage.width = width;
    drawEnvelope();
    return onStage.holder;
  }
  clear();
  const holder = h("div", { class: tabNow() === "print" ? "holder sheets" : "holder" });
  onStage = { ...onStage, holder, width };
  fill($("stage"), h("div", { class: "letter" }, h("dl", { class: "envelope", id: "envelope" }), holder));
  drawEnvelope();
  return holder;
}

function drawEnvelope() {
  const tab = tabNow();
  const mail = store.report?.mail;
  $("envelope").hidden = tab === "print" || !mail;
  if (!mail) return;
  const lines = [
    ["From", mail.from.name],
    ["Subject", mail.subject],
    ["Preheader", mail.preheader],
  ];
  fill(
    $("envelope"),
    lines.flatMap(([term, what]) => [h("dt", {}, term), h("dd", { class: term.toLowerCase(), title: what }, what)]),
  );
}

function clear() {
  clearPair();
  onStage = { ...onStage, holder: null, frame: null, marks: new Map() };
  $("stage").replaceChildren();
}

// --------------------------------------------------------------------------------------------------------------- zoom

function scale() {
  const { zoom: chosen } = store.look;
  if (chosen !== "fit") return Number(chosen) / 100;
  const style = getComputedStyle($("stage"));
  const all = $("stage").clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const room = isComparing() ? (all - gap) / 2 : all;
  return Math.min(1, room / (onStage.width || room));
}

/** A frame is as long as its document and is shrunk as a whole, so nothing in it is laid out anew. */
function zoom() {
  const { holder, width, frame } = onStage;
  const by = scale();
  if ($("zoom")) $("zoom").textContent = `${Math.round(by * 100)}%`;
  if (isComparing()) zoomPair(by);
  if (!holder?.isConnected) return;
  holder.parentElement.style.width = `${width * by}px`;
  holder.style.setProperty("--scale", String(by));
  if (!frame) return;
  const height = frame.contentDocument?.documentElement?.scrollHeight ?? 0;
  frame.style.height = `${frame.contentDocument?.body?.scrollHeight ?? height}px`;
  holder.style.height = `${(frame.contentDocument?.body?.scrollHeight ?? height) * by}px`;
}

// ------------------------------------------------------------------------------------- report and reasons, both ways

function connect(frame) {
  const inside = frame.contentDocument;
  onStage.frame = frame;
  inside.head.append(Object.assign(inside.createElement("style"), { textContent: marking }));
  inside.addEventListener("click", (event) => {
    event.preventDefault(); // links of a report lead away from it
    const slot = event.target.closest("[data-why]")?.dataset.why;
    if (!slot) return;
    go({ panel: "why", block: slot, right: "1" });
    showOpen();
  });
  listenForKeys(inside);
  const before = onStage.words;
  const reasons = store.report?.reasons?.shown ?? [];
  onStage.marks = findReasons(inside, reasons);
  onStage.words = new Map(reasons.map(({ slot, words }) => [`${store.look.code} ${slot}`, words]));
  for (const [slot, element] of onStage.marks) {
    const old = before.get(`${store.look.code} ${slot}`);
    if (old !== undefined && old !== onStage.words.get(`${store.look.code} ${slot}`)) element.dataset.changed = "";
  }
  zoom();
  lastShown = "";
  markOpen();
}

const marking = `
[data-why] { cursor: pointer }
[data-why]:hover { outline: 1px solid #82909C; outline-offset: 2px }
[data-why][data-open] { outline: 2px solid #0A58A6; outline-offset: 2px }
@media (prefers-reduced-motion: no-preference) {
  [data-changed] { animation: changed 1.8s ease-out }
  @keyframes changed { 0%, 60% { outline: 3px solid #C77700; outline-offset: 2px } 100% { outline: 3px solid transparent; outline-offset: 2px } }
}`;

/** The element of each reason that the document shows. */
function findReasons(inside, reasons) {
  const found = new Map();
  for (const { slot } of reasons) {
    const element = elementOf(inside, slot);
    if (!element) continue;
    element.dataset.why = slot;
    found.set(slot, element);
  }
  return found;
}

let lastShown = "";

function markOpen() {
  const { block, panel } = store.look;
  const open = panel === "why" ? onStage.marks.get(block) : undefined;
  for (const element of onStage.marks.values()) if (element !== open) delete element.dataset.open;
  if (!open) {
    lastShown = "";
    return;
  }
  open.dataset.open = "";
  const shown = `${block} ${store.look.code} ${tabNow()}`;
  if (shown === lastShown) return;
  lastShown = shown;
  bringIntoView(open);
}

function bringIntoView(element) {
  const stage = $("stage").getBoundingClientRect();
  const frame = onStage.frame.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const by = scale();
  const top = frame.top + box.top * by;
  const bottom = frame.top + box.bottom * by;
  if (top < stage.top || bottom > stage.bottom) $("stage").scrollTop += top - stage.top - stage.height / 3;
}

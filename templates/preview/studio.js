// The studio: one page that shows what the files say now. This file starts it and joins its panes.

import { drawArms, otherArm, shownArms, toggleCompare, toggleMasked } from "./arms.js";
import { $, clock, day, fill, h, icon, onlyIfNew, say } from "./dom.js";
import { listenForKeys, setKeys, showKeys } from "./keys.js";
import { drawReasons, openFinding, shortened, stepOpen } from "./reasons.js";
import { choosePick, drawRecipients, listenToRecipients, step, toggleWide } from "./recipients.js";
import { drawReport, tabs, zoomBy } from "./report.js";
import { ask, go, isComparing, onGo, store } from "./store.js";

const problemIfNew = onlyIfNew();
const cyclesIfNew = onlyIfNew();
const panes = ["recipients", "report", "reasons"];

listenToRecipients();
listenToBar();
setKeys(keyActions());
listenForKeys(document);
onGo(follow);
draw();
await refresh();
listenToServer();

// --------------------------------------------------------------------------------------------- what the server knows

/** Everything again, what is looked at first: the report, then the list. */
async function refresh() {
  const started = performance.now();
  const before = store.status?.version;
  store.status = await ask("/api/state");
  if (store.status.version === 0) return draw(); // still reading, or nothing sound yet
  if (!store.status.cycles.some(({ id, ready }) => ready && id === store.look.cycle))
    go({ cycle: store.status.cycle ?? "" });
  const isNew = store.status.version !== before;
  if (isNew) store.overviews.clear();
  if (isNew && store.look.code) {
    await readReport();
    if (before !== undefined) store.took = store.status.took + performance.now() - started;
  }
  draw();
  if (isNew) readOverview(); // takes longer, and the next save need not wait for it
}

async function readReport() {
  const { cycle, code, arm } = store.look;
  if (!code || !cycle) return;
  const report = await askReport({ cycle, code, arm });
  if (!isLookedAt({ cycle, code, arm })) return; // another was chosen meanwhile
  store.report = report;
  draw();
  readBeside();
  readFindings(); // need not be waited for
}

function askReport(query) {
  return ask("/api/report", query).catch(({ message }) => ({
    state: "unknown",
    code: query.code,
    cycle: query.cycle,
    message,
    version: store.status?.version,
  }));
}

function isLookedAt(asked) {
  return Object.entries(asked).every(([key, value]) => store.look[key] === value);
}

/** The second arm's report, and in what the two differ. */
async function readBeside() {
  const { cycle, code, arm } = store.look;
  if (!isComparing() || !code || !cycle) return;
  const beside = otherArm();
  const [other, differences] = await Promise.all([
    askReport({ cycle, code, arm: beside, beside: "1" }),
    ask("/api/differences", { cycle, code, arm, with: beside }).catch(() => null),
  ]);
  if (!isLookedAt({ cycle, code, arm }) || beside !== otherArm()) return;
  Object.assign(store, { other, differences });
  draw();
}

/** The headlines of every arm that the table shows, one after another. */
async function readOverviews() {
  const { cycle } = store.look;
  for (const arm of store.look.wide === "1" ? shownArms() : []) {
    if (store.overviews.has(arm)) continue;
    const overview = await ask("/api/overview", { cycle, arm }).catch(() => null);
    if (cycle !== store.look.cycle || !overview || overview.version !== store.status.version) return;
    store.overviews.set(arm, overview);
    draw();
  }
}

/** What the rules find in the report that is shown. */
async function readFindings() {
  const { cycle, code, arm } = store.look;
  const found = await ask("/api/findings", { cycle, code, arm }).catch(() => null);
  if (!found || !isLookedAt({ cycle, code, arm })) return;
  store.reportFindings = found.findings;
  draw();
}

async function readOverview() {
  const { cycle, arm } = store.look;
  if (!cycle) return;
  const overview = await ask("/api/overview", { cycle, arm }).catch(() => null);
  if (!isLookedAt({ cycle, arm }) || !overview || overview.version < store.status.version) return;
  store.overview = overview;
  readOverviews();
  if (store.look.code) draw();
  else
    go({ code: (overview.picks.find(({ id, code }) => id === "worst" && code) ?? overview.recipients[0])?.code ?? "" });
}

function listenToServer() {
  const events = new EventSource("/events");
  let isBusy = false;
  let isAgain = false;
  events.addEventListener("change", async () => {
    store.connected = true;
    if (isBusy) {
      isAgain = true;
      return;
    }
    isBusy = true;
    do {
      isAgain = false;
      await refresh().catch(() => undefined);
    } while (isAgain);
    isBusy = false;
  });
  events.addEventListener("error", () => {
    store.connected = false;
    draw();
  });
}

/** Reads what a change of look needs, and draws. */
function follow(before) {
  const { cycle, code, wide } = store.look;
  const isNew = (...keys) => keys.some((key) => store.look[key] !== before[key]);
  if (isNew("cycle") && cycle) {
    store.overview = null;
    store.overviews.clear();
  }
  if (isNew("cycle", "arm") && cycle) readOverview();
  else if (isNew("wide", "with") && wide === "1") readOverviews();
  if (isNew("compare", "with")) readBeside();
  if (isNew("cycle", "code", "arm")) {
    store.reportFindings = [];
    readReport();
    if (before.code && code !== before.code) say(nameOf(code));
  }
  draw();
}

function nameOf(code) {
  const row = store.overview?.recipients.find((each) => each.code === code);
  return row ? `${row.name}, ${row.valueText}` : code;
}

// ------------------------------------------------------------------------------------------------------------ drawing

function draw() {
  drawTheme();
  drawFrame();
  drawBar();
  drawArms();
  problemIfNew([store.status?.problems], drawProblem);
  drawRecipients();
  drawReport();
  drawReasons();
  drawStatus();
}

function drawTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = store.look.theme || localStorage.getItem("theme") || system;
  document.documentElement.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

function drawFrame() {
  const { left, right, wide, pane } = store.look;
  const work = $("work");
  work.classList.toggle("no-left", left === "0" && wide === "0");
  work.classList.toggle("no-right", right === "0");
  work.classList.toggle("wide", wide === "1");
  work.dataset.pane = pane;
  $("toggle-left").setAttribute("aria-expanded", String(left === "1"));
  $("toggle-right").setAttribute("aria-expanded", String(right === "1"));
  for (const button of document.querySelectorAll("[data-pane]:not(main)")) {
    if (button.dataset.pane === pane) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function drawBar() {
  const { status, look } = store;
  const title = status?.campaign?.title ?? "Feedback studio";
  $("title").textContent = title;
  $("title").title = title;
  document.title = `${title}: studio`;
  cyclesIfNew([status?.cycles, look.cycle], () =>
    fill(
      $("cycle"),
      (status?.cycles ?? []).map(({ id, issued, ready }) =>
        h(
          "option",
          { value: id, selected: id === look.cycle, disabled: !ready },
          ready ? `${id}, out ${day(issued)}` : `${id}, no data yet`,
        ),
      ),
    ),
  );
  drawLive();
}

function drawLive() {
  const { status, connected, took } = store;
  const count = status?.problems.length ?? 0;
  const words = !connected
    ? ["Not connected", "is the studio still running?"]
    : count > 0
      ? [count === 1 ? "1 problem" : `${count} problems`, `since ${clock(status.brokenSince)}`]
      : status?.version === 0
        ? ["Opening", status.stage ?? ""]
        : status
          ? [
              "Live",
              took ? `drawn ${clock(status.drawn)} in ${(took / 1000).toFixed(2)} s` : `drawn ${clock(status.drawn)}`,
            ]
          : ["Reading", ""];
  const live = $("live");
  live.className = `live ${!connected || count > 0 ? "broken" : status?.version > 0 ? "" : "reading"}`;
  if (live.textContent === words.join(" ").trim()) return;
  fill(live, h("span", { class: "dot" }), h("b", {}, words[0]), h("span", { class: "when" }, ` ${words[1]}`));
}

function drawProblem() {
  const problems = store.status?.problems ?? [];
  const [first] = problems;
  $("problem").hidden = !first;
  if (!first) return fill($("problem"));
  const { message, place, hint } = first;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : "";
  fill(
    $("problem"),
    icon("error"),
    h(
      "p",
      {},
      h("b", {}, message),
      " ",
      place ? h("code", {}, `${shortened(place.file)}:${place.line}:${place.column}`) : null,
      hint ? ` ${hint}` : "",
      more,
    ),
    h("button", { type: "button", class: "toggle", onclick: () => openFinding(first) }, "Show the line"),
  );
}

function drawStatus() {
  const { overview, report, look } = store;
  const count = (test) => (overview?.recipients ?? []).filter(test).length;
  const item = (number, words) => h("span", {}, h("b", {}, String(number)), ` ${words}`);
  const sizes = report?.sizes;
  fill(
    $("status"),
    overview &&
      item(
        count(({ state }) => state === "report"),
        "reports",
      ),
    overview &&
      item(
        count(({ valueText }) => valueText === "withheld"),
        "with the value withheld",
      ),
    overview &&
      item(
        count(({ state }) => state === "without"),
        "without a report",
      ),
    overview &&
      count(({ state }) => state === "failed") > 0 &&
      item(
        count(({ state }) => state === "failed"),
        "that cannot be made",
      ),
    sizes && look.tab !== "print" && item((sizes.html / 1024).toFixed(0), "of 90 KB"),
    sizes && look.tab !== "print" && item((sizes.pictures / 1024).toFixed(0), "KB of pictures"),
    sizes && look.tab === "text" && item(sizes.words, "words"),
    h("span", { class: "last" }, location.host),
    h("span", {}, h("kbd", {}, "?"), " keys"),
  );
}

// ---------------------------------------------------------------------------------------------------- what people do

function listenToBar() {
  $("cycle").addEventListener("change", () => go({ cycle: $("cycle").value }));
  $("theme").addEventListener("click", toggleTheme);
  $("keys").addEventListener("click", showKeys);
  $("toggle-left").addEventListener("click", () => toggle("left"));
  $("toggle-right").addEventListener("click", () => toggle("right"));
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    go({ pane: "report", wide: "0" });
    $("stage").focus();
  });
  for (const button of document.querySelectorAll("nav [data-pane]")) {
    button.addEventListener("click", () =>
      go({ pane: button.dataset.pane, ...(button.dataset.pane === "report" ? { wide: "0" } : {}) }),
    );
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
}

function toggle(key) {
  go({ [key]: store.look[key] === "1" ? "0" : "1" });
}

function toggleTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  go({ theme });
}

function keyActions() {
  const tab = (id) => () =>
    tabs().some((each) => each.id === id) && go({ tab: id, zoom: "fit", wide: "0", pane: "report" });
  const pick = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((number) => [String(number), () => choosePick(number)]));
  return {
    ...pick,
    "/": () => {
      go({ left: "1", pane: "recipients" });
      $("search").focus();
    },
    j: () => step(1),
    k: () => step(-1),
    a: toggleWide,
    p: tab("print"),
    e: tab("email"),
    m: tab("phone"),
    t: tab("text"),
    r: () => go({ tab: "print", as: store.look.as === "pdf" ? "html" : "pdf" }),
    c: toggleCompare,
    h: toggleMasked,
    d: () => go({ dark: store.look.dark === "1" ? "0" : "1" }),
    i: () => go({ images: store.look.images === "1" ? "0" : "1" }),
    "+": () => zoomBy(10),
    "=": () => zoomBy(10),
    "-": () => zoomBy(-10),
    0: () => go({ zoom: "fit" }),
    f: () => go({ panel: "findings", right: "1", pane: "reasons" }),
    w: () => go({ panel: "why", right: "1", pane: "reasons" }),
    n: () => stepOpen(1),
    N: () => stepOpen(-1),
    "[": () => toggle("left"),
    "]": () => toggle("right"),
    D: toggleTheme,
    "?": showKeys,
    F6: () => nextPane(1),
    "shift F6": () => nextPane(-1),
    Escape: () => (store.look.wide === "1" ? toggleWide() : isComparing() && toggleCompare()),
  };
}

/** The next pane that is shown takes the focus. */
function nextPane(by) {
  const stops = {
    recipients: () => $("rows").querySelector('[tabindex="0"]') ?? $("search"),
    report: () => $("stage"),
    reasons: () => $("panel"),
  };
  const at = panes.findIndex((id) => $(id).contains(document.activeElement));
  for (let i = 1; i <= panes.length; i++) {
    const id = panes[(at + by * i + 2 * panes.length) % panes.length];
    if (matchMedia("(max-width: 899px)").matches) go({ pane: id });
    if ($(id).checkVisibility()) return stops[id]().focus();
  }
}

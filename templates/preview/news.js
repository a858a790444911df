// What the server knows: asked for when the look changes, and whenever the server says that something has.

import { ask } from "./ask.js";
import { otherArm, shownArms } from "./cells.js";
import { go, isComparing, lacksOf, redraw, store } from "./store.js";

/** @import { Look, Overview, ReportAnswer, Unknown } from "./store.js" */

/** Everything again, what is looked at first: the report, then the list. */
export async function refresh() {
  const started = performance.now();
  const before = store.status?.version;
  const status = await ask("/api/state");
  store.status = status;
  if (status.version === 0) return redraw(); // still reading, or nothing sound yet
  if (!status.cycles.some(({ id }) => id === store.look.cycle)) go({ cycle: status.cycle ?? "" });
  const isNew = status.version !== before;
  if (isNew) store.overviews.clear();
  if (isNew) void readWordings();
  if (isNew && store.look.code) {
    await readReport();
    if (before !== undefined) store.took = (status.took ?? 0) + performance.now() - started;
  }
  redraw();
  if (isNew) void readOverview(); // takes longer, and the next save need not wait for it
}

/** Reads anew at every change that the server tells of, one reading at a time; of many meanwhile one is enough. */
export function listenToServer() {
  const events = new EventSource("./events");
  let isBusy = false;
  let isAgain = false;
  events.addEventListener("change", async () => {
    store.connected = true;
    isAgain = true;
    if (isBusy) return;
    isBusy = true;
    while (isAgain) {
      isAgain = false;
      await refresh().catch(() => undefined);
    }
    isBusy = false;
  });
  events.addEventListener("error", () => {
    store.connected = false;
    redraw();
  });
}

/**
 * Reads what a change of look needs.
 * @param {Look} before
 */
export function readFor(before) {
  const { cycle, wide } = store.look;
  const isNew = (/** @type {(keyof Look)[]} */ ...keys) => keys.some((key) => store.look[key] !== before[key]);
  if (isNew("cycle") && cycle) {
    store.overview = null;
    store.overviews.clear();
    store.wordings = null;
    if (lacksOf(cycle)) store.report = null; // that of another cycle must not stand for it
  }
  if (isNew("panel", "cycle", "arm", "wording")) void readWordings();
  if (isNew("cycle", "arm") && cycle) void readOverview();
  else if (isNew("wide", "with") && wide === "1") void readOverviews();
  if (isNew("compare", "with")) void readBeside();
  if (!isNew("cycle", "code", "arm")) return;
  store.reportFindings = [];
  void readReport();
}

async function readReport() {
  const { cycle, code, arm } = store.look;
  if (!code || !cycle || lacksOf(cycle)) return;
  const report = await askReport({ cycle, code, arm });
  if (!isLookedAt({ cycle, code, arm })) return; // another was chosen meanwhile
  store.report = report;
  redraw();
  void readBeside();
  void readFindings(); // need not be waited for
}

/**
 * @param {{ cycle: string, code: string, arm: string, beside?: "1" }} query
 * @returns {Promise<ReportAnswer | Unknown>}
 */
function askReport(query) {
  return ask("/api/report", query).catch(({ message }) => ({
    state: "unknown",
    code: query.code,
    cycle: query.cycle,
    message,
    version: store.status?.version ?? 0,
  }));
}

/** @param {Partial<Look>} asked */
function isLookedAt(asked) {
  return Object.entries(asked).every(([key, value]) => store.look[/** @type {keyof Look} */ (key)] === value);
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
  if (!isComparing() || !isLookedAt({ cycle, code, arm }) || beside !== otherArm()) return;
  Object.assign(store, { other, differences });
  redraw();
}

/** The headlines of every arm that the table shows, one after another. */
async function readOverviews() {
  const { cycle } = store.look;
  for (const arm of store.look.wide === "1" ? shownArms() : []) {
    if (store.overviews.has(arm)) continue;
    const overview = await ask("/api/overview", { cycle, arm, whole: "reports" }).catch(() => null);
    if (cycle !== store.look.cycle || !overview || overview.version !== store.status?.version) return;
    store.overviews.set(arm, overview);
    redraw();
  }
}

/** What the rules find in the report that is shown; what was found in an older one is dropped. */
async function readFindings() {
  const { cycle, code, arm } = store.look;
  const found = await ask("/api/findings", { cycle, code, arm }).catch(() => null);
  if (!found || !isLookedAt({ cycle, code, arm }) || found.version !== store.status?.version) return;
  store.reportFindings = found.findings;
  redraw();
}

/** Everybody at once, then again with everybody's figures and with what every report says, where they are too many for one go. */
async function readOverview() {
  const { cycle, arm } = store.look;
  if (!cycle || lacksOf(cycle)) return;
  for (const whole of /** @type {const} */ ([undefined, "figures", "reports"])) {
    const overview = await ask("/api/overview", { cycle, arm, ...(whole && { whole }) }).catch(() => null);
    if (!isLookedAt({ cycle, arm }) || !overview || overview.version < (store.status?.version ?? 0)) return;
    store.overview = overview;
    if (store.look.code) redraw();
    else go({ code: overview.picks.find(({ id, code }) => id === "worst" && code)?.code ?? firstOf(overview) });
    if (overview.isWhole) break;
  }
  void readOverviews();
}

/** @param {Overview} overview */
function firstOf({ recipients: [first] }) {
  return first?.code ?? "";
}

/** Every wording with who gets it, where the page needs them; those of an older view stay until then. */
async function readWordings() {
  const { cycle, arm, panel, wording } = store.look;
  const isHeadline = wording === "" || store.overview?.wordings.some(({ id }) => id === wording);
  if (!cycle || (panel !== "wordings" && isHeadline)) return;
  const asked = JSON.stringify([cycle, arm, store.status?.version]);
  if (asked === wordingsOf) return;
  wordingsOf = asked;
  const wordings = await ask("/api/wordings", { cycle, arm }).catch(() => null);
  if (asked !== wordingsOf || !isLookedAt({ cycle, arm })) return;
  if (!wordings) wordingsOf = "";
  store.wordings = wordings;
  redraw();
}

let wordingsOf = ""; // cycle, arm and version that were asked for last

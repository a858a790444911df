// What is looked at stands in the address, so a view can be sent to a colleague; what the server said stands here.

const usual = {
  cycle: "",
  code: "",
  arm: "", // of a trial: an arm's code, "allocated", or levels as "factor:level,factor:level"
  compare: "0",
  with: "", // the arm beside it
  diff: "", // the open difference
  masked: "0", // whether names of levels are hidden
  tab: "print",
  as: "html", // print as markup (fast) or as the real pdf
  panel: "findings",
  block: "", // the open reason
  finding: "", // the open finding
  dark: "0", // of the mail client
  images: "1",
  phone: "390",
  zoom: "fit",
  wide: "0",
  sort: "value",
  order: "down",
  wording: "",
  q: "",
  pane: "report", // in a narrow window
  left: "1",
  right: "1",
  theme: "",
};

export const store = {
  look: fromAddress(),
  status: null, // campaign, cycles, problems, findings
  overview: null, // all recipients of the cycle
  report: null, // the one that is looked at
  other: null, // the one beside it
  differences: null, // between the two
  overviews: new Map(), // by arm, for the table of all headlines
  reportFindings: [], // what the rules find in it
  connected: true,
  took: null, // ms from the save to the new view, the last time
};

const listeners = [];

/** Called with the look before, after every change of look. */
export function onGo(listener) {
  listeners.push(listener);
}

/** Changes what is looked at. */
export function go(patch) {
  const before = store.look;
  store.look = { ...before, ...patch };
  history.replaceState(null, "", toAddress(store.look));
  for (const listener of listeners) listener(before);
}

window.addEventListener("hashchange", () => {
  const before = store.look;
  store.look = { ...fromAddress() };
  store.look.cycle ||= before.cycle;
  store.look.code ||= before.code;
  for (const listener of listeners) listener(before);
});

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const known = [...given].filter(([key]) => Object.hasOwn(usual, key));
  return { ...usual, ...Object.fromEntries(known) };
}

function toAddress(look) {
  const given = Object.entries(look).filter(([key, value]) => value !== usual[key]);
  return `#${new URLSearchParams(given)}`;
}

/** What the server says at a path, as JSON; an error of its own carries its words. */
export async function ask(path, query = {}) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.error ?? answer.statusText), { status: answer.status });
  return body;
}

/** Whether two arms stand side by side. */
export function isComparing() {
  return store.look.compare === "1" && Boolean(store.status?.trial);
}

/** Whether the files are broken and what is shown is older than they are. */
export function isStale() {
  return (store.status?.problems.length ?? 0) > 0;
}

/** The recipients that search and wording leave, in the order of the table. */
export function shownRecipients() {
  const { q, wording, sort, order } = store.look;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = (store.overview?.recipients ?? []).filter(
    (row) => (wording === "" || row.wording === wording) && words.every((word) => textOf(row).includes(word)),
  );
  const sign = order === "down" ? -1 : 1;
  return rows.toSorted((a, b) => compare(a, b, sort, sign) || (a.code < b.code ? -1 : 1));
}

function textOf(row) {
  row.text ??= [row.name, row.code, row.network, row.place, row.wording, headlineOf(row)].join(" ").toLowerCase();
  return row.text;
}

function headlineOf({ says }) {
  return says.map(({ text }) => text).join("");
}

/** What has no number stands last, whichever way round. */
function compare(a, b, sort, sign) {
  const key = { name: "name", wording: "wording", value: "value", change: "change" }[sort];
  const [x, y] = key ? [a[key], b[key]] : [headlineOf(a), headlineOf(b)];
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
  if (typeof x === "number") return (x - y) * sign;
  return x.localeCompare(y, "en") * sign;
}

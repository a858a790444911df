// The channels that a report goes by: their tabs, and the document of each.

import { isComparing, knownReport, store } from "./store.js";

/** @import { Tab } from "./controls.js" */

export const sheet = 794; // CSS px: A4 at 96 dpi
const desktop = 680;
const desk = 1180; // of a page for the screen

/** @type {Readonly<Record<"print" | "email" | "html", readonly Tab[]>>} */
const tabsOf = {
  print: [{ id: "print", label: "Print", title: "Print (p)" }],
  email: [
    { id: "email", label: "Email", title: "Email on a desktop (e)" },
    { id: "phone", label: "Phone", title: "Email on a phone (m)" },
    { id: "text", label: "Plain text", title: "Plain text (t)" },
  ],
  html: [
    { id: "screen", label: "Screen", title: "Page on a desk's screen (s)" },
    { id: "handset", label: "Screen, phone", title: "Page on a phone's screen (S)" },
  ],
};

/** Tabs of the channels that any report on the stage goes by; of the campaign's while there is none. */
export function tabs() {
  const { status, report, other } = store;
  const own = [report, ...(isComparing() ? [other] : [])].flatMap((each) => knownReport(each)?.channels ?? []);
  const channels = own.length > 0 ? own : (status?.campaign?.channels ?? ["print", "email"]);
  return /** @type {const} */ (["print", "email", "html"]).flatMap((channel) =>
    channels.includes(channel) ? tabsOf[channel] : [],
  );
}

/** The tab that is shown: the chosen one, or the first where the report does not go by that channel. */
export function tabNow() {
  const all = tabs().map(({ id }) => id);
  return all.includes(store.look.tab) ? store.look.tab : (all[0] ?? "print");
}

/**
 * What a tab shows: two tabs show the email, and two the page for the screen.
 * @returns {"print" | "email" | "text" | "html"}
 */
export function kindNow() {
  const tab = tabNow();
  if (tab === "screen" || tab === "handset") return "html";
  return tab === "print" || tab === "text" ? tab : "email";
}

/** Whether an email is shown, as a client shows it or as plain text. */
export function isMail() {
  return ["email", "text"].includes(kindNow());
}

/**
 * Width of a tab's document before zooming, in px.
 * @param {string} tab
 */
export function widthOf(tab) {
  if (tab === "print") return sheet;
  if (tab === "screen") return desk;
  return tab === "phone" || tab === "handset" ? Number(store.look.phone) : desktop;
}

/**
 * The address of a document of the recipient that is looked at.
 * @param {"print" | "email" | "pdf" | "eml" | "text" | "html"} kind
 * @param {string} [arm]
 */
export function address(kind, arm = store.look.arm) {
  const { cycle, code, dark, images } = store.look;
  const query = {
    ...{ cycle, code, arm },
    ...(kind === "email" ? { dark, images } : {}),
    ...(kind === "html" ? { dark } : {}),
  };
  return `./document/${kind}?${new URLSearchParams({ ...query, version: String(store.report?.version ?? 0) })}`;
}

// The channels that a report goes by: their tabs, and the document of each.

import { isComparing, knownReport, store } from "./store.js";

/** @import { Tab } from "./controls.js" */

export const sheet = 794; // CSS px: A4 at 96 dpi
const desktop = 680;

/** @type {Readonly<Record<"print" | "email", readonly Tab[]>>} */
const tabsOf = {
  print: [{ id: "print", label: "Print", title: "Print (p)" }],
  email: [
    { id: "email", label: "Email", title: "Email on a desktop (e)" },
    { id: "phone", label: "Phone", title: "Email on a phone (m)" },
    { id: "text", label: "Plain text", title: "Plain text (t)" },
  ],
};

/** Tabs of the channels that any report on the stage goes by; of the campaign's while there is none. */
export function tabs() {
  const { status, report, other } = store;
  const own = [report, ...(isComparing() ? [other] : [])].flatMap((each) => knownReport(each)?.channels ?? []);
  const channels = own.length > 0 ? own : (status?.campaign?.channels ?? ["print", "email"]);
  return [...(channels.includes("print") ? tabsOf.print : []), ...(channels.includes("email") ? tabsOf.email : [])];
}

/** The tab that is shown: the chosen one, or the first where the report does not go by that channel. */
export function tabNow() {
  const all = tabs().map(({ id }) => id);
  return all.includes(store.look.tab) ? store.look.tab : (all[0] ?? "print");
}

/**
 * What a tab shows: two tabs show the email.
 * @returns {"print" | "email" | "text"}
 */
export function kindNow() {
  const tab = tabNow();
  return tab === "print" || tab === "text" ? tab : "email";
}

/**
 * Width of a tab's document before zooming, in px.
 * @param {string} tab
 */
export function widthOf(tab) {
  if (tab === "print") return sheet;
  return tab === "phone" ? Number(store.look.phone) : desktop;
}

/**
 * The address of a document of the recipient that is looked at.
 * @param {"print" | "email" | "pdf" | "text"} kind
 * @param {string} [arm]
 */
export function address(kind, arm = store.look.arm) {
  const { cycle, code, dark, images } = store.look;
  const query = kind === "email" ? { cycle, code, arm, dark, images } : { cycle, code, arm };
  return `./document/${kind}?${new URLSearchParams({ ...query, version: String(store.report?.version ?? 0) })}`;
}

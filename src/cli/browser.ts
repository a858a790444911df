import type { BrowserOptions } from "../output/page-browser.ts";

/** The options of every command that may start a browser. */
export type BrowserFlags = { browser?: string; allowNoSandbox?: boolean };

export function browserOf({ browser, allowNoSandbox }: BrowserFlags): BrowserOptions {
  return { ...(browser === undefined ? {} : { path: browser }), ...(allowNoSandbox ? { allowNoSandbox } : {}) };
}

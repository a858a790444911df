import type { ChromiumOptions } from "./chromium.ts";

/*
 * What is asked of a browser, apart from who answers. Types alone, so that those of the package need none of puppeteer's.
 */

/** How the browser is found and run. */
export type BrowserOptions = ChromiumOptions & {
  allowNoSandbox?: boolean; // where there is no sandbox, go without; FEEDBACK_ALLOW_NO_SANDBOX=1 says the same
  timeout?: number; // ms for one start, and for one print; 30,000 unless given
  recycleAfter?: number; // prints after which the browser is started anew; 500 unless given
  loopback?: boolean; // for tests of the studio: pages of `withPage` may run scripts and load from this machine
  isWarned?: boolean; // the user has been told already that there is no sandbox: once for each run is enough
  log?: (line: string) => void; // stderr unless given
};

/** A browser as the makers of reports see it. */
export type PageBrowser = {
  version: string; // e.g., "HeadlessChrome/153.0.8010.0"
  /** The markup as a tagged PDF with bookmarks, on the paper that its own `@page` rule names. */
  print(html: string): Promise<Uint8Array>;
  /** A picture (PNG) of the markup as a window shows it. */
  screenshot(html: string, options: ScreenshotOptions): Promise<Uint8Array>;
};

export type ScreenshotOptions = {
  width: number; // CSS px
  height?: number; // CSS px of the window; the picture is as long as the page
  scale?: number; // device pixels to a CSS px; 1 unless given
  dark?: boolean; // for a reader who prefers dark
  media?: "screen" | "print";
};

/** The version of a browser that was tried, and what the user must be warned of before others are opened (`isWarned`). */
export type TriedBrowser = { version: string; warnings: readonly string[] };

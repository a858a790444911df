import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { LaunchOptions, Page, Browser as Puppeteer } from "puppeteer";
import { environmentError, isInputError } from "../problem.ts";
import { type Chromium, type ChromiumOptions, type ChromiumSource, findChromium } from "./chromium.ts";
import type { BrowserOptions, PageBrowser, ScreenshotOptions, TriedBrowser } from "./page-browser.ts";
import { newProfile, removeProfile } from "./profile.ts";

/** Starts a browser, to be closed by the block that opened it: `await using browser = await openBrowser()`. */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const settings = settingsOf(options);
  const chromium = await findChromium(options);
  return new Browser(chromium, settings, await firstStart(chromium, settings));
}

/**
 * Starts a browser and ends it again. One that this process has tried already is not started a second time. Throws, as for a
 * problem of the input, where none can be used.
 */
export async function tryBrowser(options: BrowserOptions = {}): Promise<TriedBrowser> {
  const { log: _, ...settings } = options;
  const key = JSON.stringify([settings, process.env.PUPPETEER_EXECUTABLE_PATH]);
  const known = tried.get(key);
  if (known) return known;
  const warnings: string[] = [];
  await using browser = await openBrowser({ ...options, log: (line) => warnings.push(line) });
  const found = { version: browser.version, warnings };
  tried.set(key, found);
  return found;
}

const tried = new Map<string, TriedBrowser>();

const mostMarkup = 20_000_000; // characters; a report has a quarter of a million

/**
 * One Chromium that turns markup into bytes. It prints on one page, used again and again; nothing on a page runs a
 * script, reaches the network or reads a file. When it crashes or hangs it is killed and started anew, and the print
 * is tried once more.
 */
export class Browser implements PageBrowser, AsyncDisposable {
  readonly version: string; // e.g., "HeadlessChrome/153.0.8010.0"
  readonly path: string;
  readonly source: ChromiumSource;
  readonly isSandboxed: boolean;
  readonly #chromium: Chromium;
  readonly #settings: BrowserSettings;
  #running: Promise<Puppeteer> | undefined;
  #printer: Printer | undefined;
  #process: ChildProcess | null;
  #prints = 0; // since the last start
  #lastTurn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(chromium: Chromium, settings: BrowserSettings, started: Started) {
    this.version = started.version;
    this.path = chromium.path;
    this.source = chromium.source;
    this.isSandboxed = started.isSandboxed;
    this.#chromium = chromium;
    this.#settings = settings;
    this.#running = Promise.resolve(started.puppeteer);
    this.#process = started.puppeteer.process();
  }

  /** The operating system's number of the browser that was started last. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The markup as a tagged PDF with bookmarks, on the paper that its own `@page` rule names. */
  print(html: string): Promise<Uint8Array> {
    if (html.length > mostMarkup)
      return Promise.reject(
        new Error(
          `a page of ${html.length.toLocaleString("en-GB")} characters; at most ${mostMarkup.toLocaleString("en-GB")} are printed`,
        ),
      );
    const elsewhere = refreshIn(html);
    if (elsewhere) return Promise.reject(forbiddenError([elsewhere]));
    return this.#inTurn(async () => {
      this.#refuseIfClosed();
      if (this.#prints >= this.#settings.recycleAfter) await this.#stop();
      try {
        return await this.#printOnce(html);
      } catch (error) {
        await this.#stop(); // whatever went wrong, the next page must not inherit it
        if (isForbidden(error)) throw error;
        this.#settings.log(`warning: a print failed and is tried again: ${messageOf(error)}`);
        return await this.#printAgain(html);
      }
    });
  }

  /** A picture (PNG) of the markup as a window shows it, for tests and documentation. */
  screenshot(html: string, options: ScreenshotOptions): Promise<Uint8Array> {
    const { width, height = 600, scale = 1, dark = false, media = "screen" } = options;
    return this.withPage(async (page) => {
      await page.setViewport({ width, height, deviceScaleFactor: scale });
      await page.emulateMediaType(media);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
      await page.setContent(html, { waitUntil: "load", timeout: this.#settings.timeout });
      return page.screenshot({ fullPage: true, type: "png" });
    });
  }

  /**
   * Lends a page of its own and takes it back. It is closed off like the one that prints (unless `loopback`): what the
   * borrower evaluates on it runs, but no script of the page's own.
   */
  async withPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
    const page = await (await this.#puppeteer()).newPage();
    try {
      if (!this.#settings.loopback) await closeOff(page);
      return await use(page);
    } finally {
      await page.close().catch(ignore); // it may have gone down with the browser
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#inTurn(() => this.#stop());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #printOnce(html: string): Promise<Uint8Array> {
    return within(this.#settings.timeout, this.#toPdf(html));
  }

  async #toPdf(html: string): Promise<Uint8Array> {
    this.#printer ??= await newPrinter(await this.#puppeteer());
    const { page, crash, forbidden } = this.#printer;
    this.#prints += 1;
    forbidden.clear();
    const bytes = await Promise.race([crash, toPdf(page, html, this.#settings.timeout)]);
    if (forbidden.size > 0) throw forbiddenError([...forbidden]);
    return bytes;
  }

  async #printAgain(html: string): Promise<Uint8Array> {
    try {
      return await this.#printOnce(html);
    } catch (error) {
      await this.#stop();
      throw isForbidden(error) ? error : new Error(`cannot print, tried twice: ${messageOf(error)}`, { cause: error });
    }
  }

  async #puppeteer(): Promise<Puppeteer> {
    this.#refuseIfClosed();
    if (this.#running && !(await this.#running).connected) await this.#stop();
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<Puppeteer> {
    try {
      const puppeteer = await start(this.#chromium, this.#settings, this.isSandboxed);
      this.#process = puppeteer.process();
      return puppeteer;
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }

  #refuseIfClosed(): void {
    if (this.#isClosed) throw new Error("the browser is closed");
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#printer = undefined;
    this.#prints = 0;
    const puppeteer = await running?.catch(ignore);
    if (puppeteer) await end(puppeteer);
  }

  /** Prints share one page, so each waits for the one before it, however that one ended. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(act);
    this.#lastTurn = turn.catch(ignore);
    return turn;
  }
}

type BrowserSettings = Required<Omit<BrowserOptions, keyof ChromiumOptions>>;

type Started = { puppeteer: Puppeteer; version: string; isSandboxed: boolean };

/** The page that prints, and what happened on it. */
type Printer = {
  page: Page;
  crash: Promise<never>; // rejects when the page goes down
  forbidden: Set<string>; // addresses that the present document asked for
};

function settingsOf(options: BrowserOptions): BrowserSettings {
  return {
    allowNoSandbox: options.allowNoSandbox ?? process.env.FEEDBACK_ALLOW_NO_SANDBOX === "1",
    timeout: options.timeout ?? 30_000,
    recycleAfter: options.recycleAfter ?? 500,
    loopback: options.loopback ?? false,
    isWarned: options.isWarned ?? false,
    log: options.log ?? ((line) => process.stderr.write(`${line}\n`)),
  };
}

/** Starts with Chromium's sandbox; without it only where there is none to be had and the user has agreed to that. */
async function firstStart(chromium: Chromium, settings: BrowserSettings): Promise<Started> {
  const refusal = isRoot() ? "does not work as root" : await trySandbox();
  if (typeof refusal !== "string") return refusal;
  if (!settings.allowNoSandbox) throw sandboxError(refusal);
  const open = await started(false);
  if (!settings.isWarned) settings.log(`warning: Chromium's sandbox ${refusal}, so the browser runs without it`);
  return open;

  async function trySandbox(): Promise<Started | string> {
    try {
      return await started(true);
    } catch (error) {
      if (isSandboxRefusal(error)) return "is refused by this system";
      throw error;
    }
  }

  async function started(isSandboxed: boolean): Promise<Started> {
    const puppeteer = await start(chromium, settings, isSandboxed);
    return { puppeteer, version: await puppeteer.version(), isSandboxed };
  }
}

/**
 * Talks to the browser over a pipe: no port is opened, and the browser ends when this process does, however it ends. One that
 * does not answer in time is killed with all that it has started.
 */
async function start(chromium: Chromium, settings: BrowserSettings, isSandboxed: boolean): Promise<Puppeteer> {
  const { default: puppeteer } = await import("puppeteer");
  const options: LaunchOptions = {
    executablePath: chromium.path,
    env: { ...process.env, ...chromium.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
    headless: "shell",
    args: [...flags(settings.loopback), ...(isSandboxed ? [] : ["--no-sandbox"])],
    ignoreDefaultArgs: isSandboxed ? ["--no-sandbox"] : false, // an environment variable of puppeteer's adds it unasked
    timeout: settings.timeout,
    protocolTimeout: settings.timeout + 5_000,
    handleSIGINT: false, // who opened the browser decides what Ctrl-C means
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  try {
    return await launch({ pipe: true });
  } catch (error) {
    if (isInputError(error)) throw error;
    throw environmentError(
      "no-browser",
      `cannot start the browser ${chromium.path}: ${await lastWords(error)}`,
      "give another with --browser; feedback doctor tries it and says what it needs",
    );
  }

  async function launch(how: { pipe: boolean }): Promise<Puppeteer> {
    const profile = await newProfile();
    const givenUp = new AbortController();
    try {
      const launched = puppeteer.launch({ ...options, ...how, userDataDir: profile, signal: givenUp.signal });
      launched.catch(ignore); // it is told once
      const running = await within(settings.timeout, launched);
      running.process()?.once("exit", () => removeProfile(profile));
      return running;
    } catch (error) {
      givenUp.abort();
      await removeProfile(profile);
      throw error;
    }
  }

  /** What a browser says as it dies is lost on a pipe, so it is started once more over a port. One that is late says nothing. */
  async function lastWords(error: unknown): Promise<string> {
    if (isLate(error)) return messageOf(error);
    try {
      await end(await launch({ pipe: false }));
      return messageOf(error);
    } catch (heard) {
      return messageOf(heard)
        .replace(/^Failed to launch the browser process:\s*Code:/, "exit code")
        .replace(/\s+stderr:\s+/, ", ")
        .replace(/\s*TROUBLESHOOTING:.*\s*$/, "");
    }
  }
}

/** The fewest flags that close the network, keep letters where the font puts them, and need no graphics card. */
function flags(loopback: boolean): string[] {
  const reachable = loopback ? ", EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]" : "";
  return [
    `--host-resolver-rules=MAP * ~NOTFOUND${reachable}`,
    "--font-render-hinting=none",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--lang=en-GB",
  ];
}

async function toPdf(page: Page, html: string, timeout: number): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: "load", timeout });
  return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true, timeout });
}

async function newPrinter(puppeteer: Puppeteer): Promise<Printer> {
  const [page = await puppeteer.newPage()] = await puppeteer.pages(); // a browser starts with one
  const crash = new Promise<never>((_, reject) => page.once("error", reject));
  crash.catch(ignore); // it may happen between two prints
  await page.setJavaScriptEnabled(false);
  return { page, crash, forbidden: await closeOff(page) };
}

/**
 * Closes a page off from network, files and scripts of its own, and returns the set in which addresses that were asked
 * for will be. The policy is set once: a document written into the page later inherits it.
 */
async function closeOff(page: Page): Promise<Set<string>> {
  const forbidden = new Set<string>();
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url().startsWith("data:")) return; // carries its own content, and is not held up
    forbidden.add(request.url());
    request.abort("aborted").catch(ignore);
  });
  page.on("console", (message) => {
    const address = refusals.map((refusal) => refusal.exec(message.text())?.[1]).find(Boolean);
    if (address) forbidden.add(address);
  });
  await page.setContent(`<meta http-equiv="Content-Security-Policy" content="${policy}">`, { waitUntil: "load" });
  return forbidden;
}

/** How the browser says that it has refused an address before it became a request. */
const refusals = [
  /'([^']*)' violates the following Content Security Policy/,
  /^Not allowed to load local resource: (\S+)/,
  /^Unsafe attempt to load URL (\S+)/,
];

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/** Asks the browser to go, then makes it go: it and its children are a process group of their own. */
async function end(puppeteer: Puppeteer): Promise<void> {
  const child = puppeteer.process();
  await Promise.race([puppeteer.close().catch(ignore), pause(1_000, undefined, { ref: false })]);
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  if (process.platform === "win32") child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
  await gone;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = pause(ms, undefined, { signal: done.signal }).then(() => {
    throw Object.assign(new Error(`it takes longer than ${ms} ms`), { late: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

function isRoot(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
}

function isSandboxRefusal(error: unknown): boolean {
  return /sandbox|zygote_host_impl_linux|Failed to move to new namespace/i.test(messageOf(error));
}

function sandboxError(refusal: string): Error {
  return environmentError(
    "no-sandbox",
    `the browser cannot use its sandbox, which ${refusal}`,
    "run as an ordinary user on a system that allows user namespaces, or accept the risk with --allow-no-sandbox or FEEDBACK_ALLOW_NO_SANDBOX=1",
  );
}

/** Where a page would send its reader on. A browser goes there in its own time, perhaps during the next print, so it is not tried. */
function refreshIn(html: string): string | undefined {
  const [tag] = /<meta\b[^>]*http-equiv\s*=\s*["']?refresh[^>]*>/i.exec(html) ?? [];
  return tag && (/url\s*=\s*["']?([^"'>\s]+)/i.exec(tag)?.[1] ?? "itself");
}

function forbiddenError(addresses: readonly string[]): Error {
  const more = addresses.length > 1 ? ` and ${addresses.length - 1} more` : "";
  const message = `the page asked for "${addresses[0]}"${more}, but a report may load nothing from outside itself`;
  return Object.assign(new Error(message), { forbidden: addresses });
}

function isLate(error: unknown): boolean {
  return error instanceof Error && "late" in error;
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && "forbidden" in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ignore(): void {}

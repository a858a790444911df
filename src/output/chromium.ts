import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { environmentError } from "../problem.ts";
import { cacheFolder, makePrivate } from "./cache.ts";
import { unpackChromium } from "./unpack.ts";

/** A browser that can print: where it is, how it was found, and what its environment must hold. */
export type Chromium = {
  path: string;
  source: ChromiumSource;
  env: Record<string, string>; // LD_LIBRARY_PATH and FONTCONFIG_FILE, where they are needed
};

export type ChromiumSource =
  | "given" // --browser or PUPPETEER_EXECUTABLE_PATH
  | "pinned" // by the lockfile, inside an npm package
  | "puppeteer" // puppeteer's own download
  | "system"; // a Chrome or Chromium that was there already

export type ChromiumOptions = {
  path?: string | undefined; // use this browser and no other
  cache?: string; // folder for what is unpacked; `cacheFolder()` unless given
};

/** Finds the browser: the one asked for, the pinned one (unpacked if need be), puppeteer's download, a system Chrome. */
export async function findChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const { path = process.env.PUPPETEER_EXECUTABLE_PATH, cache = cacheFolder() } = options;
  const fonts = await fontEnvironment(cache);
  if (path) return { path: checkedPath(path), source: "given", env: fonts };

  const pinned = await unpackChromium(cache);
  if (pinned)
    return { path: pinned.path, source: "pinned", env: { ...fonts, ...libraryEnvironment(pinned.libraries) } };

  const downloaded = await puppeteerDownload();
  if (downloaded) return { path: downloaded, source: "puppeteer", env: fonts };

  const system = await systemChrome();
  if (system) return { path: system, source: "system", env: fonts };

  throw environmentError(
    "no-browser",
    `found no browser for ${process.platform} ${process.arch}`,
    'install Chrome or Chromium, or run "npx puppeteer browsers install chrome-headless-shell", or name one with --browser or PUPPETEER_EXECUTABLE_PATH',
  );
}

/** The folder of the font files that text metrics, PDF and PNG share: Arimo, one folder a weight. */
export function fontFolder(): string {
  return dirname(require.resolve("@expo-google-fonts/arimo/package.json"));
}

function checkedPath(path: string): string {
  if (isExecutable(path)) return path;
  throw environmentError(
    "no-browser",
    `cannot run the browser "${path}": ${existsSync(path) ? "it is not executable" : "there is no such file"}`,
    "give the program of a Chrome or Chromium, or leave out --browser and PUPPETEER_EXECUTABLE_PATH to use the pinned one",
  );
}

/**
 * A fontconfig file that knows our fonts and no others, so that a page looks the same on every Linux machine. Named
 * after the folder it points at: several checkouts may share the cache.
 */
async function fontEnvironment(cache: string): Promise<Record<string, string>> {
  if (process.platform !== "linux") return {};
  const folder = join(cache, `fonts-${createHash("sha256").update(fontFolder()).digest("hex").slice(0, 12)}`);
  await makePrivate(cache);
  await makePrivate(folder);
  const file = join(folder, "fonts.conf");
  await writeIfChanged(file, fontsConf(fontFolder(), folder));
  return { FONTCONFIG_FILE: file };
}

function fontsConf(fonts: string, cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escapeXml(fonts)}</dir>
  <cachedir>${escapeXml(join(cache, "cache"))}</cachedir>
</fontconfig>
`;
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  const beside = `${file}.${process.pid}-${performance.now()}`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, file);
}

function libraryEnvironment(libraries: string): Record<string, string> {
  const existing = process.env.LD_LIBRARY_PATH;
  return { LD_LIBRARY_PATH: existing ? `${libraries}${delimiter}${existing}` : libraries };
}

async function puppeteerDownload(): Promise<string | undefined> {
  const { default: puppeteer } = await import("puppeteer");
  return puppeteer.executablePath({ headless: "shell" }).then(ifExecutable, () => undefined);
}

async function systemChrome(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = systemNames.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (onPath) return onPath;
  const { default: puppeteer } = await import("puppeteer");
  return puppeteer.executablePath("chrome").then(ifExecutable, () => undefined);
}

const systemNames = [
  "chrome-headless-shell",
  "chromium-headless-shell",
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
];

function ifExecutable(path: string): string | undefined {
  return isExecutable(path) ? path : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

const require = createRequire(import.meta.url);

import { availableParallelism, release, totalmem } from "node:os";
import { openBrowser } from "../output/browser.ts";
import { cacheFolder } from "../output/cache.ts";
import type { ChromiumSource } from "../output/chromium.ts";
import { readPdf } from "../output/pdf.ts";
import { thisPackage } from "../package.ts";
import { isInputError, type Problem, toText } from "../problem.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { countText } from "./problems.ts";

/** What will be used on this machine, found by trying it: one page is printed and read back. */
export type DoctorFacts = {
  node: { version: string; path: string; pinned?: string }; // versions like "24.21.0"
  platform: string; // e.g., "linux x64, 6.1.0"
  cores: number;
  memory: number; // bytes that this process may use
  cache: string; // folder of the unpacked browser and of what fontconfig notes about the fonts
  browser?: { path: string; source: ChromiumSource; version: string; isSandboxed: boolean; startMs: number };
  fonts: readonly string[]; // in the PDF of a page that uses three weights, e.g., "Arimo-SemiBold"
  problems: readonly Problem[];
};

export async function doctor(flags: BrowserFlags = {}): Promise<DoctorFacts> {
  const machine = machineFacts();
  const { browser, fonts, problems: own } = await printSample(flags);
  const problems = [...machineProblems(machine), ...own, ...browserProblems(browser, fonts)];
  return { ...machine, ...(browser ? { browser } : {}), fonts, problems };
}

/** The facts as a person reads them: one a line, then what is wrong and what would mend it. */
export function doctorText(facts: DoctorFacts): string {
  const { node, browser } = facts;
  const rows = [
    ["node", `${node.version}${node.version === node.pinned ? ", as pinned" : ""}  ${node.path}`],
    ["system", facts.platform],
    ["cores", String(facts.cores)],
    ["memory", `${(facts.memory / 2 ** 30).toFixed(1)} GB`],
    ["browser", browser ? `${browser.version}, ${sources[browser.source]}  ${browser.path}` : "none that works"],
    ["sandbox", browser?.isSandboxed ? "yes" : "no"],
    ["fonts", facts.fonts.join(", ") || "none"],
    ["cache", facts.cache],
  ];
  return [
    ...rows.map(([name = "", value]) => `${name.padEnd(8)}  ${value}`),
    ...facts.problems.flatMap((problem) => ["", toText(problem)]),
    "",
    facts.problems.length === 0 ? "no problems" : countText(facts.problems),
  ].join("\n");
}

type Machine = Pick<DoctorFacts, "node" | "platform" | "cores" | "memory" | "cache">;

type BrowserFacts = NonNullable<DoctorFacts["browser"]>;

function machineFacts(): Machine {
  const pinned = pinnedNode();
  return {
    node: { version: process.versions.node, path: process.execPath, ...(pinned ? { pinned } : {}) },
    platform: `${process.platform} ${process.arch}, ${release()}`,
    cores: availableParallelism(),
    memory: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY), // 0 where nothing limits it
    cache: cacheFolder(),
  };
}

/** The version that the checkout pins; the published package runs on the user's Node. */
function pinnedNode(): string | undefined {
  if (!import.meta.url.endsWith(".ts")) return undefined;
  return thisPackage.devDependencies?.node;
}

type DoctorPrinted = { browser?: BrowserFacts; fonts: readonly string[]; problems: readonly Problem[] };

/** What keeps a browser from being used says itself what would mend it. */
async function printSample(flags: BrowserFlags): Promise<DoctorPrinted> {
  const before = performance.now();
  try {
    await using browser = await openBrowser({ ...browserOf(flags), log: () => {} });
    const startMs = Math.round(performance.now() - before);
    const { path, source, version, isSandboxed } = browser;
    const { fonts } = readPdf(await browser.print(sample));
    return { browser: { path, source, version, isSandboxed, startMs }, fonts, problems: [] };
  } catch (error) {
    if (isInputError(error)) return { fonts: [], problems: error.problems };
    const hint = "the browser starts but prints nothing that can be read: give another with --browser";
    return { fonts: [], problems: [problemOf("error", "no-print", messageOf(error), hint)] };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const sample = `<!doctype html><html lang="en-GB"><title>Sample</title>
<style>@page { size: A4 } body { font-family: Arimo, Arial, sans-serif }</style>
<p>Regular <span style="font-weight: 600">semi-bold</span> <span style="font-weight: 700">bold</span></p>`;

const wantedFonts = ["Arimo-Regular", "Arimo-SemiBold", "Arimo-Bold"];

const sources: Record<ChromiumSource, string> = {
  given: "as asked for",
  pinned: "as pinned",
  puppeteer: "puppeteer's own download",
  system: "found on this system",
};

function machineProblems({ node, memory }: Machine): Problem[] {
  const problems: Problem[] = [];
  if (node.pinned && node.version !== node.pinned) {
    const hint = 'start commands with "npm run", which puts the pinned Node first on the PATH';
    problems.push(
      problemOf("warning", "other-node", `this is Node ${node.version}, but ${node.pinned} is pinned`, hint),
    );
  }
  if (memory < smallestMemory) {
    const hint = "use one worker, or a machine with 2 GB";
    problems.push(
      problemOf("warning", "little-memory", `there are only ${Math.round(memory / 2 ** 20)} MB of memory`, hint),
    );
  }
  return problems;
}

const smallestMemory = 1.5 * 2 ** 30; // one browser and one worker, with room to spare

function browserProblems(browser: BrowserFacts | undefined, fonts: readonly string[]): Problem[] {
  if (!browser) return [];
  const problems: Problem[] = [];
  if (!browser.isSandboxed) {
    const hint = "run as an ordinary user, on a system that allows user namespaces";
    problems.push(problemOf("warning", "no-sandbox", "the browser runs without its sandbox", hint));
  }
  if (browser.source !== "pinned" && process.platform === "linux") {
    const hint = "leave out --browser and PUPPETEER_EXECUTABLE_PATH; the pinned browser needs x64 and glibc";
    const message = "the browser is not the pinned one, so bytes may differ from those of other machines";
    problems.push(problemOf("warning", "other-browser", message, hint));
  }
  const missing = wantedFonts.filter((font) => !fonts.includes(font));
  if (missing.length > 0) {
    const hint = 'run "npm ci"; where fontconfig is not used (macOS, Windows), pages must carry their fonts themselves';
    problems.push(problemOf("error", "missing-font", `the browser does not find ${missing.join(", ")}`, hint));
  }
  return problems;
}

function problemOf(severity: Problem["severity"], code: string, message: string, hint: string): Problem {
  return { severity, code, message, hint };
}

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Cycle } from "../input/campaign/campaign.ts";
import { packageFolder } from "../package.ts";
import { inputError, type Problem } from "../problem.ts";
import type { Templates } from "../render/templates.ts";
import type { World } from "../world.ts";
import { fontFolder } from "./chromium.ts";
import { sha256 } from "./sha256.ts";

/** What a run is made from. Its key is the same only where everything else here is. */
export type Origin = OriginParts & { key: string };

export type OriginParts = {
  engine: string; // version of the package, e.g. "0.1.0"
  code: string; // SHA-256 of its program and of the packages it is run with
  node: string; // e.g. "v24.21.0"
  browser?: string; // e.g. "HeadlessChrome/153.0.8010.0"; absent where nothing is printed
  fonts: string; // e.g. "Arimo 0.4.3"
  letters: string; // SHA-256 of the font files
  cycle: Cycle;
  inputs: Readonly<Record<string, string>>; // SHA-256 by file, as seen from the study's folder
  templates: Readonly<Record<string, string>>; // SHA-256 by path below templates/
  history?: string; // SHA-256 of what earlier reports told; absent where no report hangs on it
};

/** What of an origin belongs to a machine, whatever it makes. */
export type Makers = Pick<OriginParts, "engine" | "code" | "node" | "browser" | "fonts" | "letters">;

export type OriginOptions = MakersOptions & {
  study: string; // its folder, or its file there
  files: readonly string[]; // every file of the study
  templates: Templates;
  cycle: Cycle;
  history?: string | undefined; // SHA-256 of what was told before, where reports hang on it
};

export type MakersOptions = {
  browser: string | undefined; // its version; left out where nothing is printed
  engineFolder?: string; // of the package; this one unless given
  fontFolder?: string; // of the font package; the one that is printed with unless given
};

/** Hashes everything that a run is made from. Once a run: it takes a tenth of a second. */
export async function originOf(world: World, options: OriginOptions): Promise<Origin> {
  const { study, files, templates, cycle, history } = options;
  const [inputs, makers] = await Promise.all([
    Promise.all(files.map(async (file) => [inputName(study, file), await world.hash(file)] as const)),
    makersOf(world, options),
  ]);
  return withKey({
    ...makers,
    cycle,
    inputs: Object.fromEntries(inputs.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ...(history === undefined ? {} : { history }),
    templates: hashesOf(templates),
  });
}

/** What this machine makes reports with: the program, Node, the fonts and, where something is printed, the browser. */
export async function makersOf(world: World, options: MakersOptions): Promise<Makers> {
  const { browser, engineFolder = packageFolder, fontFolder: fonts = fontFolder() } = options;
  const [engine, letters] = await Promise.all([
    once(`engine ${engineFolder}`, options.engineFolder === undefined, () => engineOf(world, engineFolder)),
    once(`letters ${fonts}`, options.fontFolder === undefined, () => lettersOf(world, fonts)),
  ]);
  return { ...engine, node: process.version, ...(browser === undefined ? {} : { browser }), ...letters };
}

/** SHA-256 of each template, by its path. */
export function hashesOf(templates: Templates): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(templates).map(([path, text]) => [path, sha256(text)]));
}

/**
 * In what this machine differs from the one for which something was planned, a problem for each part. Where one of them has no
 * browser, nothing is printed, and there is none to differ in.
 */
export function otherMakers(planned: Makers, here: Makers): Problem[] {
  return makerParts.flatMap((part) => {
    const [theirs, own] = [planned[part], here[part]];
    if (theirs === own || theirs === undefined || own === undefined) return [];
    return [otherPart(`${said[part]}: ${shown(own)} here, ${shown(theirs)} planned`)];
  });
}

const makerParts = ["engine", "code", "node", "browser", "fonts", "letters"] as const;

/** A hash by its beginning, a version as it is. */
function shown(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}

/** The templates that differ from those planned, or are there no more, a problem for each. */
export function otherTemplates(planned: Origin["templates"], here: Origin["templates"]): Problem[] {
  const other = Object.keys(planned).filter((path) => planned[path] !== here[path]);
  return other.map((path) => otherPart(`the template ${path}`));
}

/** Throws an InputError where a run would be made from anything else than was planned, with every part that differs. */
export function refuseOtherOrigin(planned: Origin, now: Origin): void {
  if (isSameOrigin(planned, now)) return;
  const found = [...otherMakers(planned, now), ...otherTemplates(planned.templates, now.templates)];
  const rest = changedParts({ ...now, inputs: planned.inputs, cycle: planned.cycle }, now);
  throw inputError([...found, ...rest.map((part) => otherPart(part))]);
}

function otherPart(part: string): Problem {
  return {
    code: "other-makers",
    severity: "error",
    message: `not what was planned with: ${part}`,
    hint: "use the same release of the package, installed by its lockfile, with its own Node and browser; or plan again here",
  };
}

/** The name of an input in records: it does not depend on where the command was given. `/` parts folders. */
export function inputName(study: string, file: string): string {
  return relative(folderOf(study), resolve(file)).split(sep).join("/");
}

/** Where an input is by its name in records. */
export function inputAt(study: string, name: string): string {
  return join(folderOf(study), name);
}

function folderOf(study: string): string {
  return resolve(/\.ya?ml$/.test(study) ? dirname(study) : study);
}

/** Whether two runs are made from the same. One of them may print nothing: then it has no browser to differ in. */
export function isSameOrigin(one: Origin, other: Origin): boolean {
  const [{ browser, ...rest }, { browser: another, ...others }] = [one, other];
  return keyOf(rest) === keyOf(others) && (browser ?? another) === (another ?? browser);
}

/** The parts in which an earlier run differs from a later one, as a person reads them; of the inputs the files, where few. */
export function changedParts(earlier: Partial<Origin>, later: Origin): string[] {
  const [before, now] = [comparable(earlier), comparable(later)];
  const changed = parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(now[part]));
  return changed.flatMap((part) => (part === "inputs" ? inputsSaid(earlier, later) : [said[part]]));
}

/** The files whose bytes the earlier run did not have, by name. */
function inputsSaid({ inputs: before = {} }: Partial<Origin>, { inputs }: Origin): string[] {
  const known = new Set(Object.values(before));
  const files = Object.keys(inputs).filter((file) => !known.has(inputs[file] ?? ""));
  if (files.length === 0 || Object.keys(before).length === 0) return [said.inputs];
  const more = files.length - mostFiles;
  return [
    ...files.slice(0, mostFiles).map((file) => file.replace(/^(\.\.\/)+/, "")),
    ...(more > 0 ? [`${more} more of the inputs`] : []),
  ];
}

const mostFiles = 3; // named

const said: Readonly<Record<keyof OriginParts, string>> = {
  engine: "the version of the engine",
  code: "its program",
  node: "the version of Node",
  browser: "the browser",
  fonts: "the version of the fonts",
  letters: "the font files",
  cycle: "the cycle",
  inputs: "the inputs",
  templates: "the templates",
  history: "what was told before",
};

const parts = Object.keys(said) as (keyof OriginParts)[];

function withKey(of: OriginParts): Origin {
  return { key: keyOf(of), ...of };
}

function keyOf(of: OriginParts): string {
  const compared = comparable(of);
  return sha256(JSON.stringify(parts.map((part) => compared[part] ?? null)));
}

/** Names of inputs do not count, only their bytes: the same study may be read from another folder. */
function comparable({ inputs, ...rest }: Partial<OriginParts>): Partial<Record<keyof OriginParts, unknown>> {
  return { ...rest, inputs: inputs && Object.values(inputs) };
}

/**
 * What was found out of this package or its fonts is found out once a process: it runs the program that it has read, whatever
 * is installed over it meanwhile.
 */
async function once<T>(key: string, isOwn: boolean, find: () => Promise<T>): Promise<T> {
  if (!isOwn) return find();
  const found = (known.get(key) as Promise<T> | undefined) ?? find();
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

const known = new Map<string, Promise<unknown>>();

/** The package's own program (from source or as built), and npm's list of the packages it is run with. */
async function engineOf(world: World, folder: string): Promise<Pick<OriginParts, "engine" | "code">> {
  const about = join(folder, "package.json");
  const program = await world.listFiles(join(folder, programFolder));
  return {
    engine: versionIn(await readFile(about, "utf8")),
    code: await hashAll(world, folder, [about, ...program, ...installedList(folder)]),
  };
}

async function lettersOf(world: World, folder: string): Promise<Pick<OriginParts, "fonts" | "letters">> {
  const version = versionIn(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await world.listFiles(folder)).filter((file) => file.endsWith(".ttf"));
  return { fonts: `Arimo ${version}`, letters: await hashAll(world, folder, files) };
}

/** What npm has installed, with the hash of each package; none where another program installed them. */
function installedList(folder: string): string[] {
  const file = join(folder, "node_modules", ".package-lock.json");
  if (existsSync(file)) return [file];
  return dirname(folder) === folder ? [] : installedList(dirname(folder));
}

/** One hash over the names and bytes of files. */
async function hashAll(world: World, folder: string, files: readonly string[]): Promise<string> {
  const hashes = await Promise.all(
    files.map(async (file) => `${await world.hash(file)} ${relative(folder, file).split(sep).join("/")}`),
  );
  return sha256(hashes.join("\n"));
}

function versionIn(text: string): string {
  return (JSON.parse(text) as { version: string }).version;
}

const programFolder = basename(fileURLToPath(new URL("..", import.meta.url))); // "src", or "dist" as published

import { basename, dirname, relative, resolve, sep } from "node:path";
import { type Problem, wrong } from "../../problem.ts";
import type { FileFound, World } from "../../world.ts";
import { type Form, formOf } from "../files/form.ts";
import { toPattern } from "../files/pattern.ts";
import type { NamedFile } from "../files/table.ts";
import type { Located } from "../files/yaml.ts";
import { shorten } from "../library/library.ts";
import type { DataMap } from "./data.ts";

/** Every data file that a data.yaml names, by what it is for. */
export type DataFiles = {
  organisations: NamedFile;
  observations: readonly NamedFile[];
  subgroups?: NamedFile; // where they have a file of their own
  tables: ReadonlyMap<string, readonly NamedFile[]>; // beside the observations, by the name the query knows
};

/** A file in data.yaml: its name, several names, or those and how they are read. */
type WrittenFiles = string | readonly string[] | ({ file: string | readonly string[] } & Form);

/** The files of a data.yaml; their names lead from its folder. */
export function dataFilesOf({ value, file, placeOf }: Located<DataMap>): DataFiles {
  const { organisations, observations } = value;
  const named = (written: WrittenFiles, path: readonly string[]): NamedFile[] => {
    if (typeof written === "object" && "file" in written)
      return named(written.file, [...path, "file"]).map((each) => ({ ...each, form: formOf(written) }));
    return [written].flat().map((name, i) => ({
      file: shorten(resolve(dirname(resolve(file)), name)),
      place: placeOf(typeof written === "string" ? path : [...path, i]),
    }));
  };
  const formed = (settings: { file: string | readonly string[] } & Form, path: readonly string[]) =>
    named(settings.file, [...path, "file"]).map((each) => ({ ...each, form: formOf(settings) }));
  const own = observations.subgroups?.file;
  const [subgroups] = own === undefined ? [] : named(own, ["observations", "subgroups", "file"]);
  return {
    organisations: formed(organisations, ["organisations"])[0]!,
    observations: formed(observations, ["observations"]),
    ...(subgroups ? { subgroups } : {}),
    tables: new Map(
      Object.entries(observations.tables).map(([name, files]) => [
        name,
        named(files, ["observations", "tables", name]),
      ]),
    ),
  };
}

/**
 * The files that patterns stand for: 2026-*.csv is every file of such a name in its folder, in the order of their names. A
 * file of that very name is itself. Where no file matches, the pattern stays, and is told as a file that is missing.
 */
export async function withMatches(world: World, files: DataFiles, problems: Problem[]): Promise<DataFiles> {
  const all = async (list: readonly NamedFile[]) =>
    (await Promise.all(list.map((named) => matchesOf(world, named)))).flat();
  const one = async (named: NamedFile): Promise<NamedFile> => {
    const [first = named, second] = await matchesOf(world, named);
    if (second) {
      const hint = `one file is meant here; it matches ${quoted(first)}, ${quoted(second)}`;
      problems.push(wrong("several-files", `${quoted(named)} matches several files`, named.place, hint));
    }
    return first;
  };
  const tables = [...files.tables].map(async ([name, list]) => [name, await all(list)] as const);
  return {
    organisations: await one(files.organisations),
    observations: await all(files.observations),
    ...(files.subgroups ? { subgroups: await one(files.subgroups) } : {}),
    tables: new Map(await Promise.all(tables)),
  };
}

async function matchesOf(world: World, named: NamedFile): Promise<NamedFile[]> {
  const pattern = toPattern(basename(named.file));
  if (!pattern || (await world.find(named.file))) return [named];
  const folder = dirname(resolve(named.file));
  const files = (await world.listFiles(folder)).filter(
    (file) => dirname(file) === folder && pattern.test(basename(file)),
  );
  return files.length === 0 ? [named] : files.map((file) => ({ ...named, file: shorten(file) }));
}

function quoted({ file }: NamedFile): string {
  return `"${basename(file)}"`;
}

export function allOf({ organisations, observations, subgroups, tables }: DataFiles): NamedFile[] {
  return [organisations, ...observations, ...(subgroups ? [subgroups] : []), ...[...tables.values()].flat()];
}

/**
 * The files that cannot be read, with a problem for each: they must be there, be files, and stand within `home`, which
 * is left out where the person who runs the study chose the data.yaml (--data), and so its files.
 */
export async function findUnsound(
  world: World,
  files: DataFiles,
  home: string | undefined,
  problems: Problem[],
): Promise<ReadonlySet<NamedFile>> {
  const unsound = new Set<NamedFile>();
  for (const list of [
    [files.organisations],
    files.observations,
    [files.subgroups ?? []].flat(),
    ...files.tables.values(),
  ]) {
    const paths: string[] = [];
    for (const named of list) {
      const found = await world.find(named.file);
      const problem = faultOf(named, found, home) ?? (found && twice(named, found, paths));
      if (problem) unsound.add(named);
      if (problem) problems.push(problem);
      if (found) paths.push(found.path);
    }
  }
  return unsound;
}

/** Why a file cannot be taken: it must be there, be a file, and stand within `home` where there is one. */
export function faultOf(named: NamedFile, found: FileFound | undefined, home: string | undefined): Problem | undefined {
  const { file, place } = named;
  const url = /(?:https?|s3|gs|az|ftp|file):\/.*/i.exec(file)?.[0];
  if (!found && url !== undefined)
    return wrong(
      "not-a-file",
      `"${url.replace(":/", "://")}" is an address, not a file`,
      place,
      "nothing is fetched: download it, and name the file",
    );
  const outside = home === undefined ? undefined : outsideOf(named, found, home);
  if (outside) return outside;
  if (!found) return wrong("missing-file", `no such file "${file}"`, place, hintOfMissing(file));
  return found.isFile
    ? undefined
    : wrong("not-a-file", `"${file}" is not a file`, place, "a folder, a pipe or a device is not read: name the files");
}

/** The problem of a file that stands outside a folder, or is a link that leads out of it. */
export function outsideOf({ file, place }: NamedFile, found: FileFound | undefined, home: string): Problem | undefined {
  if (isWithin(found?.path ?? resolve(file), home)) return undefined;
  return wrong(
    "outside",
    `"${file}" ${isWithin(resolve(file), home) ? "is a link that leads out of" : "is outside"} the project`,
    place,
    "a campaign's data.yaml names files beside its library or below; a data.yaml that is given with --data may name any",
  );
}

function hintOfMissing(file: string): string {
  if (/[*?].*[/\\]/.test(file)) return "a pattern is in the name of the file, not of its folder";
  if (/[*?]/.test(file)) return "no name in its folder matches";
  if (/(^|\/)~\//.test(file)) return "~ is not understood here: write the path in full";
  return "paths start from the folder of the file that names them";
}

/** A file that stands in its list already, by whatever name. */
function twice({ file, place }: NamedFile, { path }: FileFound, before: readonly string[]): Problem | undefined {
  return before.includes(path)
    ? wrong("file-twice", `"${file}" is listed twice`, place, "its rows would count twice")
    : undefined;
}

function isWithin(path: string, home: string): boolean {
  const way = relative(home, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(home, way) === path;
}

import { dirname, relative, resolve, sep } from "node:path";
import { type Problem, wrong } from "../../problem.ts";
import type { Found, World } from "../../world.ts";
import { type Form, formOf } from "../files/form.ts";
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
type Written = string | readonly string[] | ({ file: string | readonly string[] } & Form);

/** The files of a data.yaml; their names lead from its folder. */
export function dataFilesOf({ value, file, placeOf }: Located<DataMap>): DataFiles {
  const { organisations, observations } = value;
  const named = (written: Written, path: readonly string[]): NamedFile[] => {
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

function faultOf(named: NamedFile, found: Found | undefined, home: string | undefined): Problem | undefined {
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
  if (!found.isFile)
    return wrong("not-a-file", `"${file}" is not a file`, place, "name the files in a folder one by one");
  return undefined;
}

/** The problem of a file that stands outside a folder, or is a link that leads out of it. */
export function outsideOf({ file, place }: NamedFile, found: Found | undefined, home: string): Problem | undefined {
  if (isWithin(found?.path ?? resolve(file), home)) return undefined;
  return wrong(
    "outside",
    `"${file}" ${isWithin(resolve(file), home) ? "is a link that leads out of" : "is outside"} the project`,
    place,
    "a campaign's data.yaml names files beside its library or below; a data.yaml that is given with --data may name any",
  );
}

function hintOfMissing(file: string): string {
  if (/[*?]/.test(file)) return "a name stands for one file; a list names several: [2026-07.csv, 2026-08.csv]";
  if (/(^|\/)~\//.test(file)) return "~ is not understood here: write the path in full";
  return "paths start from the folder of the file that names them";
}

/** A file that stands in its list already, by whatever name. */
function twice({ file, place }: NamedFile, { path }: Found, before: readonly string[]): Problem | undefined {
  return before.includes(path)
    ? wrong("file-twice", `"${file}" is listed twice`, place, "its rows would count twice")
    : undefined;
}

function isWithin(path: string, home: string): boolean {
  const way = relative(home, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(home, way) === path;
}

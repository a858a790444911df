import { dirname, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";
import type { Campaign } from "./campaign/campaign.ts";
import { commitmentsFile } from "./commitments.ts";
import { type DataMap, dataSchema } from "./data/data.ts";
import { allOf, type DataFiles, dataFilesOf, findUnsound, outsideOf, withMatches } from "./data/data-files.ts";
import { checkLetters } from "./data/letters.ts";
import { checkLevels } from "./data/levels.ts";
import type { ObservationSource } from "./data/observation-source.ts";
import { readObservations } from "./data/observation-table.ts";
import type { Observations } from "./data/observations.ts";
import type { Directory } from "./data/organisation.ts";
import { readOrganisations } from "./data/organisations.ts";
import { checkGroups, readSubgroups } from "./data/subgroups.ts";
import { settleCells } from "./files/cells.ts";
import { countFiles } from "./files/data-file.ts";
import { isDatabase } from "./files/kind.ts";
import { placesWithin } from "./files/shape.ts";
import { areSmall, type NamedFile, openTables } from "./files/table.ts";
import { type Located, readOneYaml } from "./files/yaml.ts";
import type { Indicator } from "./library/indicator.ts";
import { type Library, shorten } from "./library/library.ts";
import { historyFileOf } from "./told-elsewhere.ts";

/** What is in the files: who is there, and what was counted of them. */
export type Tables = {
  directory: Directory;
  observations: Observations;
  rows: ReadonlyMap<string, number>; // how many each data file has
};

/** Data as they were read: how they map, the files, and what is in them. */
export type Data = {
  map: DataMap;
  placeOf: Located<DataMap>["placeOf"];
  files: readonly string[];
  read: Tables;
  commitments?: string; // the file of what recipients have returned, where there is one
  history?: string; // the file of what another system told, where there is one
};

/** What was read from data files, by the key of what it was read from; the latest last. */
export type DataMemory = Map<string, Data["read"]>;

/** What this process has read of files so small that to hash them and to keep them costs little. */
const lately: DataMemory = new Map();
const most = 8; // readings of small files that are kept

/**
 * The data of a data.yaml alone, of these indicators, as a run would read them; undefined where they cannot be read. `inspect`
 * may ask the tables of what was read before they are closed.
 */
export function loadData(
  world: World,
  path: string,
  indicators: ReadonlyMap<string, Indicator>,
  problems: Problem[],
  inspect?: Inspect,
): Promise<Data | undefined> {
  const folder = dirname(resolve(path));
  return readData(world, { file: path, root: folder, campaign: undefined, path, indicators, inspect }, problems);
}

type Inspect = (tables: DuckDBConnection) => Promise<void>;

type DataOptions = {
  file: string; // of the campaign
  root: string; // of its library
  campaign: Located<Campaign> | undefined; // where it could be read
  path: string | undefined; // in place of the campaign's own data file
  indicators: ReadonlyMap<string, Indicator>; // those of the campaign
  library?: Library; // left out where it is known which indicators are wanted
  memory?: DataMemory | undefined;
  inspect?: Inspect | undefined;
  withoutReturns?: boolean | undefined;
};

export async function readData(world: World, options: DataOptions, problems: Problem[]): Promise<Data | undefined> {
  const { campaign } = options;
  const path = options.path ?? resolve(dirname(resolve(options.file)), campaign?.value.data ?? "data.yaml");
  const file = shorten(path);
  const text = await world.readText(path);
  if (text === undefined && !campaign && !options.path) return undefined; // its name may be what cannot be read
  if (text === undefined) {
    problems.push({
      code: "missing-file",
      severity: "error",
      message: `no such file "${file}"`,
      ...(campaign && !options.path ? { place: campaign.placeOf(["data"]) } : {}),
      hint: /^[\w-]+=/.test(options.path ?? "")
        ? "this study is one campaign: --data takes a file, without the name of a topic before it"
        : "it says where organisations and observations are; --data may name another",
    });
    return undefined;
  }
  const home = await homeOf(world, options.root);
  const outside = options.path
    ? undefined
    : outsideOf(
        { file, place: campaign?.placeOf(["data"]) ?? { file: options.file, line: 1, column: 1 } },
        await world.find(path),
        home,
      );
  if (outside) problems.push(outside);
  const located = outside ? undefined : readOneYaml(file, text, dataSchema, problems);
  if (!located) return undefined;
  const { value: map, placeOf, placeOfKey } = located;
  if (campaign) checkGroups(campaign, map, problems);
  const named = await withMatches(world, dataFilesOf(located), problems);
  const files = allOf(named).map((each) => each.file);
  const wanted = campaign || !options.library ? options.indicators : indicatorsOf(map, options.library);
  const before = problems.length;
  const within = options.path === undefined ? home : undefined;
  const unsound = await findUnsound(world, named, within, problems);
  const returned = {
    ...(options.withoutReturns ? {} : await commitmentsFile(world, located, within, problems)),
    ...(await historyFileOf(world, located, within, problems)),
  };
  const all = [file, ...files, ...Object.values(returned)];
  const memory = options.memory ?? ((await isKeepable(files)) ? lately : undefined);
  const isKept = options.inspect !== undefined;
  const key = memory && !isKept && unsound.size === 0 ? await keyOfData(world, map, wanted, files) : undefined;
  const known = key === undefined ? undefined : memory?.get(key);
  if (known) {
    if (campaign) checkLevels(campaign, map.organisations, known.directory, problems);
    return { map, placeOf, files: all, read: known, ...returned };
  }
  const source = { files: named.observations, tables: named.tables, map: map.observations, text: located.text };
  const mapped = { ...source, indicators: wanted, placeOf, placeOfKey };
  const tables = await openTables(files, { isQueried: map.observations.sql !== undefined });
  try {
    const found = await readTables(tables, { located, named, unsound, campaign, source: mapped, isKept }, problems);
    await settleCells(tables, problems);
    await options.inspect?.(tables);
    const read = { ...found, rows: new Map([...(await countFiles(tables)), ...found.rows]) };
    if (memory && key !== undefined && problems.length === before) keep(memory, key, read);
    return { map, placeOf, files: all, read, ...returned };
  } finally {
    tables.closeSync();
  }
}

/** A database may have more beside it than its own bytes: it is read anew each time. */
async function isKeepable(files: readonly string[]): Promise<boolean> {
  return !files.some(isDatabase) && (await areSmall(files));
}

/** Keeps what was read; of large files the latest alone. */
function keep(memory: DataMemory, key: string, read: Data["read"]): void {
  memory.set(key, read);
  const surplus = memory.size - (memory === lately ? most : 1);
  for (const [oldest] of [...memory].slice(0, Math.max(0, surplus))) memory.delete(oldest);
}

type TableOptions = {
  located: Located<DataMap>;
  named: DataFiles;
  unsound: ReadonlySet<NamedFile>; // files that cannot be read: what rests on them is left out
  campaign: Located<Campaign> | undefined;
  source: Omit<ObservationSource, "directory">;
  isKept: boolean; // whether tables of what was read are wanted
};

/** The directory and the observations; empty where something is wrong with them. */
async function readTables(
  tables: DuckDBConnection,
  { located, named, unsound, campaign, source, isKept }: TableOptions,
  problems: Problem[],
): Promise<Tables> {
  const { value: map } = located;
  const isSound = (...files: readonly NamedFile[]) => !files.some((each) => unsound.has(each));
  const before = problems.length;
  const isBad = () => problems.slice(before).some(({ severity }) => severity === "error");
  const found = isSound(named.organisations)
    ? await readOrganisations(
        tables,
        named.organisations,
        map.organisations,
        placesWithin("organisations", located),
        problems,
      )
    : undefined;
  const directory = isBad() ? undefined : found;
  if (directory) await checkLetters(tables, named.organisations.file, map.organisations, directory, problems);
  if (campaign) checkLevels(campaign, map.organisations, directory, problems);
  if (!isSound(...named.observations, ...[...named.tables.values()].flat()))
    return { directory: new Map(), observations: { first: 0, length: 0, of: new Map() }, rows: new Map() };
  const whole = { ...source, directory };
  const { observations: totals, rows } = await readObservations(tables, whole, { isKept }, problems);
  const { subgroups: file } = named;
  const given = { ...whole, ...(file ? { subgroupFile: file } : {}) };
  const isWhole = totals.length > 0 && (file === undefined || isSound(file));
  const subgroups = isWhole ? await readSubgroups(tables, given, problems) : undefined;
  return { directory: directory ?? new Map(), observations: subgroups ? { ...totals, subgroups } : totals, rows };
}

/** Where the files of a campaign's own data.yaml, or of a trial.yaml, must stand: the folder with the library and what is beside it. */
export async function homeOf(world: World, root: string): Promise<string> {
  const real = (await world.find(root))?.path ?? root;
  return dirname(dirname(real)) === dirname(real) ? real : dirname(real); // never the whole disk
}

/** All that decides what is read: the bytes of the files, how they map, and which indicators are wanted as what. */
async function keyOfData(
  world: World,
  { organisations, observations }: DataMap,
  indicators: ReadonlyMap<string, Indicator>,
  files: readonly string[],
): Promise<string | undefined> {
  const hashes = await Promise.all(files.map((file) => world.hash(file))).catch(() => undefined);
  const wanted = [...indicators].map(([id, { given, kind, period, multiplier, divisor }]) => [
    id,
    given,
    kind,
    period,
    multiplier,
    divisor,
  ]);
  return hashes && JSON.stringify([organisations, observations, wanted, files, hashes]);
}

/** The indicators that data speak of, where no campaign says which are wanted. */
function indicatorsOf({ observations }: DataMap, { indicators }: Library): ReadonlyMap<string, Indicator> {
  const ids = Object.values(observations.indicators).map((ours) => (typeof ours === "string" ? ours : ours.is));
  const known = ids.flatMap((id) => indicators.items.get(id) ?? []);
  return new Map(known.map(({ value }) => [value.indicator, value]));
}

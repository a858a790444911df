import { dirname, join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, monthName, toMonth } from "../month.ts";
import { inOrder, inputError, once, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type Campaign, type Cycle, campaignSchema } from "./campaign/campaign.ts";
import { checkApproval } from "./campaign/check-approval.ts";
import { checkHeadlineTurns, problemsOfTurn, turnedCampaigns } from "./campaign/check-headline-turns.ts";
import { checkMustSay } from "./campaign/check-must-say.ts";
import { checkReferences, type Used } from "./campaign/references.ts";
import { checkReviews } from "./campaign/reviews.ts";
import { speak } from "./campaign/speak.ts";
import { checkBeside, checkFolderName, checkUnused } from "./campaign/unused.ts";
import { checkPlaceholders } from "./check-placeholders.ts";
import { type Commitments, commitmentsFile, readCommitments } from "./commitments.ts";
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
import type { Told } from "./history.ts";
import type { Action } from "./library/action.ts";
import type { Block } from "./library/block.ts";
import type { Indicator } from "./library/indicator.ts";
import { type Library, readLibrary, shorten, type Technique } from "./library/library.ts";
import { historyFileOf, readToldElsewhere } from "./told-elsewhere.ts";

/** Everything a run needs from outside, read, checked and complete. */
export type Inputs = {
  campaign: Campaign; // its cycles and events are the data's own where the data name some
  indicators: ReadonlyMap<string, Indicator>; // those of the campaign, in its order
  blocks: ReadonlyMap<string, Block>;
  actions: ReadonlyMap<string, Action>;
  headlines?: ReadonlyMap<string, Turn>; // what is said with each of the other headlines; absent where the headline is always the same
  techniques: ReadonlyMap<string, Technique>; // by BCT code
  data: DataMap;
  directory: Directory;
  observations: Observations;
  rows: ReadonlyMap<string, number>; // how many each data file has
  commitments: Commitments; // what recipients have returned, by code; empty where data.yaml names none
  elsewhere: readonly Told[]; // what another system told them; empty where data.yaml names none
  files: readonly string[]; // every file that was read, sorted
  warnings: readonly Problem[];
};

export type LoadOptions = {
  data?: string | undefined; // in place of the campaign's own data.yaml
  cycles?: Campaign["cycles"] | undefined; // of a trial, in place of the campaign's own
  variants?: Variants | undefined; // of a trial
  memory?: DataMemory | undefined; // of loads before: sound data that have not changed are not read again
  isDraft?: boolean | undefined; // it is only looked at: placeholders on real data are warnings, not errors
  withoutReturns?: boolean | undefined; // what recipients have returned is about to be written: what stands there is not read
};

/** What was read from data files, by the key of what it was read from; the latest last. */
export type DataMemory = Map<string, Data["read"]>;

/** What this process has read of files so small that to hash them and to keep them costs little. */
const lately: DataMemory = new Map();
const most = 8; // readings of small files that are kept

/** The campaign as the levels of a trial make it: what they name must be sound too. */
export type Variants = (campaign: Located<Campaign>, problems: Problem[]) => readonly Located<Campaign>[];

/**
 * Reads a campaign (its folder, or its campaign.yaml) with its words and data. Throws one InputError with every problem
 * of every file.
 */
export async function load(world: World, path: string, options: LoadOptions = {}): Promise<Inputs> {
  const problems: Problem[] = [];
  const file = campaignFile(path);
  const written = withSchedule(await readCampaign(world, file, problems), options.cycles);
  await checkBeside(world, file, problems);
  if (written) checkFolderName(written, problems);
  const root = await libraryOf(world, file);
  const shelves = await readLibrary(world, root);
  const spoken = written && speak(written, shelves, problems);
  const { campaign, library } = spoken ?? { campaign: undefined, library: shelves };
  const variants = (campaign && options.variants?.(campaign, problems)) ?? [];
  const used = campaign ? checkUses(campaign, library, variants, problems) : blameLibrary(library, problems);
  const headlines = written && used ? turnsOf(written, { shelves, used, options }, problems) : new Map<string, Turn>();
  const indicators = used?.indicators ?? new Map<string, Indicator>();
  const data = await readData(
    world,
    {
      file,
      root,
      campaign,
      path: options.data,
      indicators,
      library,
      memory: options.memory,
      withoutReturns: options.withoutReturns,
    },
    problems,
  );
  if (campaign && data)
    for (const variant of options.variants?.(campaign, []) ?? [])
      checkLevels(variant, data.map.organisations, data.read.directory, problems);
  if (campaign && used) {
    checkReviews(
      used,
      library,
      data && readyCycles(withCyclesOf(campaign.value, data.map), data.read).at(-1),
      problems,
    );
    if (written && data && !data.map.fictional) {
      const { map: value, placeOf, read } = data;
      const readable = { used, library: shelves, data: { value, placeOf }, directory: read.directory };
      checkPlaceholders(
        { campaigns: [written, ...variants], ...readable },
        options.isDraft ? "warning" : "error",
        problems,
      );
    }
    if (written) {
      const own = variants.length === 0 ? used : checkReferences(campaign, library, []);
      checkApproval(written, { used: own, library: shelves, isDraft: options.isDraft === true }, problems);
    }
    await checkUnused(world, { root, campaign: campaign.value, library, used }, problems);
  }
  const commitments = await commitmentsOf(world, { data, used, indicators, campaign: campaign?.value }, problems);
  const elsewhere = await toldBy({ data, used, indicators, campaign: campaign?.value }, problems);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !campaign || !used || !data) throw inputError(inOrder(once(problems)));
  return {
    ...data.read,
    campaign: withCyclesOf(campaign.value, data.map),
    indicators,
    blocks: headlines.size === 0 ? used.blocks : withTheirs(used.blocks, headlines),
    actions: used.actions,
    ...(headlines.size === 0 ? {} : { headlines }),
    techniques: library.techniques,
    data: data.map,
    commitments,
    elsewhere,
    files: [
      ...new Set([
        campaign.file,
        ...used.files,
        ...(spoken?.files ?? []),
        ...data.files,
        ...(library.taxonomy ? [library.taxonomy] : []),
      ]),
    ].sort(),
    warnings: inOrder(once(problems)),
  };
}

/** What another system told recipients; nothing where none is named, or what it is held against could not be read. */
async function toldBy({ data, used, indicators, campaign }: CommitmentsFrom, problems: Problem[]): Promise<Told[]> {
  const map = data?.map.history;
  if (!data?.history || !map || !used || !campaign || data.read.directory.size === 0) return [];
  const { cycles } = withCyclesOf(campaign, data.map);
  const { directory } = data.read;
  const { actions, blocks } = used;
  const known = {
    topic: campaign.campaign,
    headline: campaign.headline,
    directory,
    actions,
    blocks,
    indicators,
    cycles,
  };
  return readToldElsewhere(data.history, map, known, problems);
}

type CommitmentsFrom = {
  data: Data | undefined;
  used: Used | undefined;
  indicators: Inputs["indicators"];
  campaign: Campaign | undefined;
};

/** What recipients have returned; none where nothing names them, or what they are held against could not be read. */
async function commitmentsOf(
  world: World,
  { data, used, indicators, campaign }: CommitmentsFrom,
  problems: Problem[],
): Promise<Commitments> {
  if (!data?.commitments || !used || !campaign || data.read.directory.size === 0) return new Map();
  const { cycles } = withCyclesOf(campaign, data.map);
  const { headline } = campaign;
  const known = { directory: data.read.directory, actions: used.actions, indicators, headline, cycles };
  return readCommitments(world, data.commitments, known, problems);
}

function withSchedule(
  campaign: Located<Campaign> | undefined,
  cycles: LoadOptions["cycles"],
): Located<Campaign> | undefined {
  return campaign && cycles ? { ...campaign, value: { ...campaign.value, cycles } } : campaign;
}

/** What a campaign uses, and its variants besides; problems that a variant shares with the campaign are told once. */
function checkUses(
  campaign: Located<Campaign>,
  library: Library,
  variants: readonly Located<Campaign>[],
  problems: Problem[],
): Used {
  const own = checkReferences(campaign, library, problems);
  checkMustSay(campaign, library.blocks.items, problems);
  const others = variants.map((variant) => checkReferences(variant, library, problems));
  const all = [own, ...others];
  const together = <T>(of: (used: Used) => ReadonlyMap<string, T>) => new Map(all.flatMap((used) => [...of(used)]));
  return {
    indicators: own.indicators,
    blocks: together(({ blocks }) => blocks),
    actions: together(({ actions }) => actions),
    files: [...new Set(all.flatMap(({ files }) => files))],
  };
}

/** What a campaign says with another headline: its sections with their ladders, and the blocks of these. */
export type Turn = { sections: Campaign["sections"]; blocks: ReadonlyMap<string, Block> };

/** What is said with each of the other headlines, checked as a campaign of its own; and as levels of a trial make it. */
function turnsOf(
  written: Located<Campaign>,
  { shelves, used, options }: { shelves: Library; used: Used; options: LoadOptions },
  problems: Problem[],
): ReadonlyMap<string, Turn> {
  if (!checkHeadlineTurns(written, used.indicators, problems)) return new Map();
  return new Map(
    [...turnedCampaigns(written)].map(([headline, turned]) => {
      const own: Problem[] = [];
      const { campaign, library } = speak(turned, shelves, own);
      const variants = options.variants?.(campaign, own) ?? [];
      const { blocks } = checkUses(campaign, library, variants, own);
      problems.push(...problemsOfTurn(headline, own, problems));
      return [headline, { sections: campaign.value.sections, blocks }];
    }),
  );
}

/** All words that may be said: of a name that stands for several, those of the campaign's own headline. */
function withTheirs(own: Inputs["blocks"], headlines: ReadonlyMap<string, Turn>): Inputs["blocks"] {
  return new Map([...[...headlines.values()].flatMap(({ blocks }) => [...blocks]), ...own]);
}

/** `content/campaigns/opioids` → its campaign.yaml */
export function campaignFile(path: string): string {
  return shorten(/\.ya?ml$/.test(path) ? path : join(path, "campaign.yaml"));
}

/** Of a campaign that cannot be read nobody knows what it uses: every problem of its library is told with its own. */
function blameLibrary({ indicators, voice, blocks, actions }: Library, problems: Problem[]): undefined {
  for (const { broken, twice } of [indicators, voice, blocks, actions]) {
    problems.push(...broken.flatMap((file) => file.problems), ...[...twice.values()].flat());
  }
}

async function readCampaign(world: World, file: string, problems: Problem[]): Promise<Located<Campaign> | undefined> {
  const text = await world.readText(file);
  if (text === undefined) {
    problems.push({
      code: "missing-file",
      severity: "error",
      message: `no campaign at "${file}"`,
      hint: "give the folder of a campaign, e.g. content/campaigns/opioids",
    });
    return undefined;
  }
  return readOneYaml(file, text, campaignSchema, problems);
}

/** The library a campaign draws on: the nearest folder above it that holds `indicators`. */
export async function libraryOf(world: World, file: string): Promise<string> {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await world.listFiles(join(folder, "indicators"))).length > 0) return folder;
  }
  return dirname(resolve(file));
}

/** Data as they were read: how they map, the files, and what is in them. */
export type Data = {
  map: DataMap;
  placeOf: Located<DataMap>["placeOf"];
  files: readonly string[];
  read: Pick<Inputs, "directory" | "observations" | "rows">;
  commitments?: string; // the file of what recipients have returned, where there is one
  history?: string; // the file of what another system told, where there is one
};

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

async function readData(world: World, options: DataOptions, problems: Problem[]): Promise<Data | undefined> {
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
): Promise<Pick<Inputs, "directory" | "observations" | "rows">> {
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

/** A retrospective run or a test extract brings its own cycles and events. */
function withCyclesOf(campaign: Campaign, data: DataMap): Campaign {
  return { ...campaign, cycles: data.cycles ?? campaign.cycles, events: data.events ?? campaign.events };
}

/**
 * The cycle by its id, or the last whose data are there. Throws an InputError where there is none, or where the data end
 * before it does.
 */
export function findCycle({ campaign, observations }: Inputs, id?: string): Cycle {
  const ready = readyCycles(campaign, { observations });
  const cycle = id === undefined ? ready.at(-1) : campaign.cycles.find((entry) => entry.id === id);
  if (cycle && ready.includes(cycle)) return cycle;
  const ids = `one of ${ready.map((entry) => `"${entry.id}"`).join(", ")}`;
  if (cycle || id === undefined)
    throw inputError([
      {
        code: "no-data-yet",
        severity: "error",
        message: `the data end in ${monthName(lastMonth(observations))}, before cycle "${cycle?.id ?? campaign.cycles[0]?.id}" does`,
        ...(ready.length > 0 ? { hint: ids } : {}),
      },
    ]);
  throw inputError([
    {
      code: "unknown-cycle",
      severity: "error",
      message: `unknown cycle "${id}"`,
      hint: ids,
    },
  ]);
}

/** The cycles whose data are there. */
function readyCycles({ cycles }: Campaign, { observations }: Pick<Inputs, "observations">): Cycle[] {
  return cycles.filter((cycle) => isReady({ observations }, cycle));
}

/** Whether the data of a cycle are there, to its last month. */
export function isReady({ observations }: Pick<Inputs, "observations">, { data }: Pick<Cycle, "data">): boolean {
  return toMonth(data.to) <= lastMonth(observations);
}

function lastMonth({ first, length }: Observations): Month {
  return first + length - 1;
}

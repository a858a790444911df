import { dirname, join, resolve } from "node:path";
import { type Month, monthName, toMonth } from "../month.ts";
import { inOrder, inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import type { Action } from "./action.ts";
import type { Block } from "./block.ts";
import { type Campaign, type Cycle, campaignSchema } from "./campaign.ts";
import { type DataMap, dataSchema } from "./data.ts";
import type { Indicator } from "./indicator.ts";
import { checkLevels } from "./levels.ts";
import { readLibrary, shorten } from "./library.ts";
import { type Observations, readObservations } from "./observations.ts";
import { type Directory, readOrganisations } from "./organisations.ts";
import { checkReferences } from "./references.ts";
import { openTables } from "./table.ts";
import { type Located, readOneYaml } from "./yaml.ts";

/** Everything a run needs from outside, read, checked and complete. */
export type Inputs = {
  campaign: Campaign; // its cycles and events are the data's own where the data name some
  indicators: ReadonlyMap<string, Indicator>; // those of the campaign, in its order
  blocks: ReadonlyMap<string, Block>;
  actions: ReadonlyMap<string, Action>;
  techniques: ReadonlyMap<string, string>; // BCT code → label
  data: DataMap;
  directory: Directory;
  observations: Observations;
  files: readonly string[]; // every file that was read, sorted
  warnings: readonly Problem[];
};

export type LoadOptions = { data?: string | undefined };

/**
 * Reads a campaign (its folder, or its campaign.yaml) with its words and data. Throws one InputError with every problem
 * of every file.
 */
export async function load(world: World, path: string, options: LoadOptions = {}): Promise<Inputs> {
  const problems: Problem[] = [];
  const campaign = await readCampaign(world, path, problems);
  const library = campaign && (await readLibrary(world, await libraryOf(world, campaign.file)));
  const used = campaign && library && checkReferences(campaign, library, problems);
  const indicators = used?.indicators ?? new Map<string, Indicator>();
  const data = campaign && (await readData(world, campaign, { path: options.data, indicators }, problems));
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !campaign || !library || !used || !data) throw inputError(inOrder(once(problems)));
  return {
    ...data.read,
    campaign: withCyclesOf(campaign.value, data.map),
    indicators,
    blocks: used.blocks,
    actions: used.actions,
    techniques: library.techniques,
    data: data.map,
    files: [...new Set([campaign.file, ...used.files, ...data.files])].sort(),
    warnings: inOrder(once(problems)),
  };
}

/** A block that stands in two places is told of once. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

async function readCampaign(world: World, path: string, problems: Problem[]): Promise<Located<Campaign> | undefined> {
  const file = shorten(/\.ya?ml$/.test(path) ? path : join(path, "campaign.yaml"));
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
async function libraryOf(world: World, file: string): Promise<string> {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await world.listFiles(join(folder, "indicators"))).length > 0) return folder;
  }
  return dirname(resolve(file));
}

type Data = { map: DataMap; files: readonly string[]; read: { directory: Directory; observations: Observations } };

async function readData(
  world: World,
  campaign: Located<Campaign>,
  options: { path: string | undefined; indicators: ReadonlyMap<string, Indicator> },
  problems: Problem[],
): Promise<Data | undefined> {
  const { indicators } = options;
  const path = options.path ?? join(dirname(resolve(campaign.file)), campaign.value.data);
  const file = shorten(path);
  const text = await world.readText(path);
  if (text === undefined) {
    problems.push({
      code: "missing-file",
      severity: "error",
      message: `no such file "${file}"`,
      ...(options.path ? {} : { place: campaign.placeOf(["data"]) }),
      hint: "it says where organisations and observations are; --data may name another",
    });
    return undefined;
  }
  const located = readOneYaml(file, text, dataSchema, problems);
  if (!located) return undefined;
  const { value: map, placeOf, placeOfKey } = located;
  const below = (name: string) => shorten(resolve(dirname(resolve(path)), name));
  const files = [map.observations.file].flat().map(below);
  const tables = await openTables();
  try {
    const before = problems.length;
    const directory = await readOrganisations(
      tables,
      below(map.organisations.file),
      map.organisations,
      placeOf,
      problems,
    );
    const whole = problems.length === before;
    checkLevels(campaign, map.organisations, whole ? directory : undefined, problems);
    const observations = await readObservations(
      tables,
      { files, map: map.observations, indicators, directory: whole ? directory : undefined, placeOf, placeOfKey },
      problems,
    );
    return { map, files: [file, below(map.organisations.file), ...files], read: { directory, observations } };
  } finally {
    tables.closeSync();
  }
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
  const last = observations.first + observations.length - 1;
  const ready = campaign.cycles.filter(({ data }) => toMonth(data.to) <= last);
  const cycle = id === undefined ? ready.at(-1) : campaign.cycles.find((entry) => entry.id === id);
  if (cycle && ready.includes(cycle)) return cycle;
  const ids = `one of ${ready.map((entry) => `"${entry.id}"`).join(", ")}`;
  if (cycle || id === undefined)
    throw inputError([
      {
        code: "no-data-yet",
        severity: "error",
        message: `the data end in ${monthName(last)}, before cycle "${cycle?.id ?? campaign.cycles[0]?.id}" does`,
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

/** First and last month of the window that a cycle's values speak of. */
export function windowOf(campaign: Campaign, cycle: Cycle): { from: Month; to: Month } {
  const to = toMonth(cycle.data.to);
  return { from: to - campaign.window + 1, to };
}

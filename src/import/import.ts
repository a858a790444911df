import { dirname, join } from "node:path";
import type { Unit } from "../input/data/units.ts";
import { openTables } from "../input/files/table.ts";
import { type Data, loadData } from "../input/load-data.ts";
import { lastDay, monthName, toIso, toMonth } from "../month.ts";
import { inputError, once, type Problem } from "../problem.ts";
import { workingDayFrom } from "../report/calendar.ts";
import type { World } from "../world.ts";
import { type ImportCampaign, readImportCampaign } from "./campaign.ts";
import { choose } from "./chosen-parts.ts";
import { filesOf } from "./given-files.ts";
import { groupsOf, partsOf } from "./groups.ts";
import { writePeriods } from "./indicator-periods.ts";
import {
  givenNames,
  guessesOf,
  indicatorsOf,
  markNotes,
  nameAll,
  typeNotes,
  unfilledOf,
  withType,
  withUnit,
} from "./mapping.ts";
import { type NamedTheirs, nameAfterThemselves } from "./names.ts";
import { limit, mind, type OrganisationsPart, type PartNote } from "./part.ts";
import { plausibleNotes } from "./plausible.ts";
import { type ShapeId, shapeOf, shapes } from "./shapes.ts";
import { readSources, textsOfAll } from "./source.ts";
import { startIndicators } from "./start-indicators.ts";
import { findLeft, type LeftOutInData, type Understood, understand, wanted } from "./understood.ts";
import { type Draft, dataText } from "./write.ts";

export type ImportOptions = {
  out?: string | undefined; // where data.yaml goes; beside the campaign, or in the current folder
  campaign?: string | undefined; // whose indicators the names are mapped to
  force?: boolean | undefined; // whether a file that is there may be overwritten
  bnf?: readonly string[] | undefined; // codes of the BNF that are counted
  by?: string | undefined; // where rows are parts that add up, the column whose texts become indicators, or one text: COLUMN=TEXT
  map?: readonly string[] | undefined; // THEIRS=OURS: what a name of the data stands for
  unit?: Unit | undefined; // how published values stand, where the files do not tell
};

/** What a file was taken for. */
export type Recognised = { label: string; rows: number; shape: ShapeId | undefined; is: string };

export type Imported = {
  out?: string; // absent where nothing was written
  indicators: readonly string[]; // files of indicators that now say their period
  started?: readonly string[]; // files of indicators that were written for published values
  recognised: readonly Recognised[];
  understood?: Understood; // what a run would read from what was written; of names as they are where none is mapped
  left: readonly LeftOutInData[];
  named: readonly NamedTheirs[];
  unfilled: Draft["unfilled"];
  notes: readonly PartNote[];
  problems: readonly Problem[];
};

/**
 * Recognises files, writes a data.yaml for them, and reads it again as a run would. Throws an InputError where a file is not
 * there, or what would be overwritten is.
 */
export async function importFiles(
  world: World,
  given: readonly string[],
  options: ImportOptions = {},
): Promise<Imported> {
  const problems: Problem[] = [];
  const campaign =
    options.campaign === undefined ? undefined : await readImportCampaign(world, options.campaign, problems);
  const out = options.out ?? (campaign ? join(dirname(campaign.file), "data.yaml") : "data.yaml");
  const files = await filesOf(world, given, problems);
  if (!options.force && (await world.find(out)))
    problems.push({
      code: "exists",
      severity: "error",
      message: `"${out}" already exists`,
      hint: "nothing was written; give another name with --out, or overwrite it with --force",
    });
  if (problems.length > 0) throw inputError(problems);
  const tables = await openTables(files);
  try {
    const sources = await readSources(tables, files, problems);
    const parts = await partsOf(groupsOf(sources), { bnf: options.bnf ?? [], by: options.by });
    const recognised = sources.map((source): Recognised => {
      const shape = shapeOf(source);
      return {
        label: source.label,
        rows: source.rows,
        shape,
        is: shape ? shapes[shape].is : "no public shape that is known; by its columns",
      };
    });
    const chosen = choose(parts);
    const observations = chosen.observations && withUnit(chosen.observations, options.unit);
    const organisations = chosen.organisations && withType(chosen.organisations, campaign);
    const named = observations
      ? nameAll(observations, campaign, givenNames(options.map ?? [], observations, campaign))
      : [];
    const unfilled = campaign ? unfilledOf(campaign, named) : [];
    const notes = [
      ...chosen.notes,
      ...(chosen.organisations?.type === undefined ? typeNotes(organisations) : []),
      ...markNotes(observations),
      ...guessesOf(named),
      ...peersNote(campaign, organisations),
    ];
    const base = { recognised, named, unfilled, notes, indicators: [] };
    if (!organisations || !observations) return { ...base, left: [], problems };
    await world.write(out, dataText(out, { organisations, observations, named, unfilled, notes }));
    const started = campaign ? [] : await startIndicators(world, out, named);
    const timed = campaign && (await writePeriods(world, campaign, named));
    const ours =
      timed && timed.written.length > 0 ? await readImportCampaign(world, campaign.file, problems) : campaign;
    const isMapped = named.some(({ is }) => is !== undefined);
    const shown = isMapped ? named : nameAfterThemselves(observations.theirs); // else nobody would see what is there
    const indicators = indicatorsOf(shown, ours);
    const asShown = isMapped
      ? world
      : withText(world, out, dataText(out, { organisations, observations, named: shown, unfilled, notes }));
    const read = indicators.size === 0 ? undefined : await loadData(asShown, out, indicators, problems);
    const left = await findLeft({
      observations,
      organisations,
      named,
      left: chosen.left,
      directory: read?.read.directory,
    });
    const late = read && campaign ? cyclesNote(campaign, read) : [];
    const ranges = read && campaign ? plausibleNotes(read.read.observations, indicators, named) : [];
    const codes = observations.code
      ? await textsOfAll(observations.from.sources, observations.code, wanted(observations.where))
      : new Map<string, number>();
    const understood = read && understand(read, { codes, named: shown, indicators });
    return {
      ...base,
      notes: [...notes, ...(timed?.notes ?? []), ...late, ...ranges],
      indicators: timed?.written ?? [],
      out,
      started,
      left,
      ...(understood ? { understood } : {}),
      problems: once(problems),
    };
  } finally {
    tables.closeSync();
  }
}

/** Where the campaign takes peers from places that the directory does not have. */
function peersNote(campaign: ImportCampaign | undefined, organisations: OrganisationsPart | undefined): PartNote[] {
  const levels = Object.keys(organisations?.levels ?? {});
  const { of, otherwise = of } = campaign?.campaign.peers ?? { of: "all" };
  const missing = [...new Set([of, otherwise])].filter((each) => each !== "all" && !levels.includes(each));
  if (missing.length === 0 || !organisations) return [];
  const possible = [...levels, "all"].map((each) => `"${each}"`).join(", ");
  const told = missing.map((each) => `"${each}"`).join(" and ");
  return [
    limit(
      `the campaign takes peers from ${told}, which the directory does not have: set peers in campaign.yaml to one of ${possible}`,
    ),
  ];
}

/** What to write where no cycle of the campaign has all its data: `check` and `render` would refuse them. */
function cyclesNote({ campaign }: ImportCampaign, { map, read: { observations } }: Data): PartNote[] {
  const last = observations.first + observations.length - 1;
  if (observations.length === 0 || map.cycles || campaign.cycles.some(({ data }) => toMonth(data.to) <= last))
    return [];
  const [from, to, issued] = [toIso(observations.first), toIso(last), workingDayFrom(lastDay(last + 1))];
  return [
    mind(
      `the data end in ${monthName(last)}, before the first cycle of the campaign does. For a first look, add to data.yaml: cycles: [{ id: ${to}, issued: ${issued}, extracted: ${issued}, data: { from: ${from}, to: ${to} } }]`,
    ),
  ];
}

/** The world with another text in one file. */
function withText(world: World, path: string, text: string): World {
  return { ...world, readText: (each) => (each === path ? Promise.resolve(text) : world.readText(each)) };
}

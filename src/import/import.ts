import { basename, dirname, join } from "node:path";
import { suggest } from "../input/files/suggest.ts";
import { openTables } from "../input/files/table.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { type Data, loadData } from "../input/load.ts";
import { lastDay, monthName, toIso, toMonth } from "../month.ts";
import { inputError, once, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type ImportCampaign, readImportCampaign, standIn } from "./campaign.ts";
import { type Named, nameAfterCampaign, nameAfterThemselves } from "./names.ts";
import {
  type Group,
  guess,
  limit,
  mind,
  type Note,
  type ObservationsPart,
  type OrganisationsPart,
  type Part,
} from "./part.ts";
import { propose } from "./propose.ts";
import type { Around } from "./shape.ts";
import { type ShapeId, shapeOf, shapes } from "./shapes.ts";
import { hasColumns, readSources, type Source, textsOf, type Written } from "./source.ts";
import { findLeft, type LeftOut, type Understood, understand } from "./understood.ts";
import { type Draft, dataText } from "./write.ts";

export type ImportOptions = {
  out?: string | undefined; // where data.yaml goes; beside the campaign, or in the current folder
  campaign?: string | undefined; // whose indicators the names are mapped to
  force?: boolean | undefined; // whether a file that is there may be overwritten
  bnf?: readonly string[] | undefined; // codes of the BNF that are counted
  map?: readonly string[] | undefined; // THEIRS=OURS: what a name of the data stands for
};

/** What a file was taken for. */
export type Recognised = { label: string; rows: number; shape: ShapeId | undefined; is: string };

export type Imported = {
  out?: string; // absent where nothing was written
  recognised: readonly Recognised[];
  understood?: Understood; // what a run would read from what was written; of names as they are where none is mapped
  left: readonly LeftOut[];
  named: readonly Named[];
  unfilled: Draft["unfilled"];
  notes: readonly Note[];
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
    const parts = await partsOf(groupsOf(sources), options.bnf ?? []);
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
    const { observations } = chosen;
    const organisations = chosen.organisations && withType(chosen.organisations, campaign);
    const named = observations
      ? nameAll(observations, campaign, givenNames(options.map ?? [], observations, campaign))
      : [];
    const unfilled = campaign ? unfilledOf(campaign, named) : [];
    const notes = [
      ...chosen.notes,
      ...(chosen.organisations?.type === undefined ? typeNotes(organisations) : []),
      ...guessesOf(named),
    ];
    const base = { recognised, named, unfilled, notes };
    if (!organisations || !observations) return { ...base, left: [], problems };
    await world.write(out, dataText(out, { organisations, observations, named, unfilled, notes }));
    const isMapped = named.some(({ is }) => is !== undefined);
    const shown = isMapped ? named : nameAfterThemselves(observations.theirs); // else nobody would see what is there
    const indicators = indicatorsOf(shown, campaign);
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
    const understood = read && (await understand(read, { observations, organisations, named: shown, indicators }));
    return {
      ...base,
      notes: [...notes, ...late],
      out,
      left,
      ...(understood ? { understood } : {}),
      problems: once(problems),
    };
  } finally {
    tables.closeSync();
  }
}

/** What to write where no cycle of the campaign has all its data: `check` and `render` would refuse them. */
function cyclesNote({ campaign }: ImportCampaign, { map, read: { observations } }: Data): Note[] {
  const last = observations.first + observations.length - 1;
  if (observations.length === 0 || map.cycles || campaign.cycles.some(({ data }) => toMonth(data.to) <= last))
    return [];
  const [from, to] = [toIso(observations.first), toIso(last)];
  return [
    mind(
      `the data end in ${monthName(last)}, before the first cycle of the campaign does. For a first look, add to data.yaml: cycles: [{ id: ${to}, issued: ${lastDay(last + 1)}, data: { from: ${from}, to: ${to} } }]`,
    ),
  ];
}

/** The world with another text in one file. */
function withText(world: World, path: string, text: string): World {
  return { ...world, readText: (each) => (each === path ? Promise.resolve(text) : world.readText(each)) };
}

const readable = /\.(csv|tsv|txt|zip|xlsx|parquet|json|ndjson|jsonl|duckdb|ddb|sqlite3?|db)(\.gz)?$/i;

/** The files that are meant; of a folder those in it that may hold data. */
async function filesOf(world: World, given: readonly string[], problems: Problem[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of given) {
    const found = await world.find(path);
    if (!found)
      problems.push({
        code: "missing-file",
        severity: "error",
        message: `no such file "${path}"`,
        hint: "give the files that you have downloaded, or their folder",
      });
    else if (found.isFile) files.push(path);
    else {
      const inside = (await world.listFiles(path)).filter(
        (file) => dirname(file) === join(path) && readable.test(file),
      );
      if (inside.length === 0)
        problems.push({
          code: "empty-folder",
          severity: "error",
          message: `no data file in "${path}"`,
          hint: "CSV, .zip, .xlsx, Parquet, JSON, DuckDB or SQLite",
        });
      files.push(...inside);
    }
  }
  return [...new Set(files)];
}

type Known = { shape: ShapeId | undefined; group: Group };

/** Sources of one shape together; those of no known shape by their columns. */
function groupsOf(sources: readonly Source[]): Known[] {
  const keyOf = (source: Source) => {
    const shape = shapeOf(source);
    const { encoding: _, inside: __, ...form } = source.form;
    return JSON.stringify([shape ?? [...source.columns].sort(), form]);
  };
  return [...Map.groupBy(sources, keyOf).values()].map((own) => ({
    shape: shapeOf(own[0]!),
    group: { sources: own, form: formOf(own) },
  }));
}

/** The form of files together: plain letters may be read in any encoding. */
function formOf(sources: readonly Source[]): Written {
  return Object.assign({}, ...sources.map(({ form }) => form));
}

type KnownPart = Known & { part: Part };

async function partsOf(groups: readonly Known[], bnf: readonly string[]): Promise<KnownPart[]> {
  const lists = await listsAmong(groups);
  const parts: KnownPart[] = [];
  for (const { shape, group } of groups) {
    const around: Around = { lists, bnf };
    parts.push({ shape, group, part: shape ? await shapes[shape].propose(group, around) : await propose(group) });
  }
  return parts;
}

/** Files of list sizes that have totals. */
async function listsAmong(groups: readonly Known[]): Promise<Group | undefined> {
  for (const { shape, group } of groups) {
    if (shape !== "gp-list-size") continue;
    const sources: Source[] = [];
    for (const source of group.sources)
      if (hasColumns(source, "SEX") && (await textsOf(source, sexOf(source))).has("ALL")) sources.push(source);
    if (sources.length > 0) return { ...group, sources };
  }
  return undefined;
}

const sexOf = ({ columns }: Source) => columns.find((column) => /^sex$/i.test(column)) ?? "SEX";

type Chosen = {
  organisations: OrganisationsPart | undefined;
  observations: ObservationsPart | undefined;
  notes: readonly Note[];
  left: readonly LeftOut[];
};

/** One directory, and one shape of observations: data.yaml has room for one of each. */
function choose(parts: readonly KnownPart[]): Chosen {
  const labels = ({ group }: Known) => group.sources.map(({ label }) => basename(label)).join(", ");
  const withRows = parts.filter(({ part }) => part.observations);
  const [seen, ...unseen] = withRows;
  const directories = parts.filter(({ part }) => part.organisations);
  const proper = directories.filter(({ part }) => part.isOnlyDirectory);
  const home = proper[0] ?? directories.find((each) => each === seen) ?? directories[0];
  const isUsed = (each: KnownPart) =>
    each === seen || each === home || (!each.part.observations && !each.part.isOnlyDirectory && !unseen.includes(each));
  const notes = [
    ...parts
      .filter(isUsed)
      .flatMap((each) =>
        each.part.notes.map((note) => (parts.length > 1 ? { ...note, text: `${labels(each)}: ${note.text}` } : note)),
      ),
    ...(home?.part.organisations?.notes ?? []),
    ...unseen.map((each) =>
      limit(`${labels(each)}: left out, since one data.yaml has observations of one shape; import it on its own`),
    ),
    ...proper
      .filter((each) => each !== home)
      .map((each) =>
        limit(`${labels(each)}: left out, since ${home ? labels(home) : "another file"} is the directory already`),
      ),
    ...(seen && !home
      ? [
          limit(
            "no file says which organisations there are: also give a directory, such as epraccur.csv, or a file with one row for each organisation, its code and its name",
          ),
        ]
      : []),
    ...(home && !seen && parts.every(({ part }) => part.isOnlyDirectory || part.organisations)
      ? [limit("there are organisations and no observations: also give a file of counts by organisation and month")]
      : []),
  ];
  return {
    organisations: home?.part.organisations,
    observations: seen?.part.observations,
    notes,
    left: seen?.part.left ?? [],
  };
}

/** Where nothing else says what the organisations are, they are what the campaign writes to. */
function withType(part: OrganisationsPart, campaign: ImportCampaign | undefined): OrganisationsPart & { type: string } {
  return { ...part, type: part.type ?? campaign?.campaign.recipients.type ?? "practice" };
}

function typeNotes(part: OrganisationsPart | undefined): Note[] {
  return part ? [guess(`nothing says what the organisations are: they are taken for "${part.type}" (type)`)] : [];
}

function nameAll(
  { theirs }: ObservationsPart,
  campaign: ImportCampaign | undefined,
  given: ReadonlyMap<string, string>,
): Named[] {
  if (campaign) return nameAfterCampaign(theirs, campaign.indicators, given).map((each) => withList(each, campaign));
  return nameAfterThemselves(theirs).map((each) => ({ ...each, is: given.get(each.theirs.theirs) ?? each.is! }));
}

/** The campaign knows better than the file whether a denominator is the registered list. */
function withList(named: Named, { indicators }: ImportCampaign): Named {
  const indicator = named.is === undefined ? undefined : indicators.get(named.is);
  const isList = indicator?.kind === "rate" && /\bregistered\b/i.test(indicator.denominator?.many ?? "");
  return isList ? { ...named, theirs: { ...named.theirs, isOverList: true } } : named;
}

/** What the person said that names stand for. A name or an indicator that is not there is a problem. */
function givenNames(
  map: readonly string[],
  { theirs }: ObservationsPart,
  campaign: ImportCampaign | undefined,
): Map<string, string> {
  const problems: Problem[] = [];
  const unknown = (what: string, word: string, possible: readonly string[]) => {
    const hint = suggest(word, possible);
    problems.push({
      code: "unknown-name",
      severity: "error",
      message: `unknown ${what} "${word}"`,
      ...(hint ? { hint } : {}),
    });
  };
  const given = new Map<string, string>();
  for (const each of map) {
    const at = each.lastIndexOf("=");
    const [name, is] = [each.slice(0, Math.max(at, 0)).trim(), each.slice(at + 1).trim()];
    const names = theirs.map((one) => one.theirs);
    if (at < 1) unknown("mapping", each, [`${names[0]}=${[...(campaign?.indicators.keys() ?? [])][0] ?? "indicator"}`]);
    else if (!names.includes(name)) unknown("name in the data", name, names);
    else if (campaign && !campaign.indicators.has(is))
      unknown("indicator of the campaign", is, [...campaign.indicators.keys()]);
    else given.set(name, is);
  }
  if (problems.length > 0) throw inputError(problems);
  return given;
}

/** Names that were mapped by likeness, each a line to check. */
function guessesOf(named: readonly Named[]): Note[] {
  return named.flatMap(({ theirs, is, how }) =>
    how.endsWith("check it") ? [guess(`${theirs.theirs} stands for ${is}, ${how.replace(/: check it$/, "")}`)] : [],
  );
}

/** Indicators of the campaign that no name stands for. */
function unfilledOf({ campaign }: ImportCampaign, named: readonly Named[]): Draft["unfilled"] {
  const filled = new Set(named.flatMap(({ is }) => is ?? []));
  return campaign.indicators
    .filter((id) => !filled.has(id))
    .map((id) => ({
      id,
      near: named
        .filter(({ is, near }) => is === undefined && near.includes(id))
        .slice(0, 3)
        .map(({ theirs }) => theirs.theirs),
    }));
}

/** The indicators that names stand for, as the campaign has them or as the data say. */
function indicatorsOf(named: readonly Named[], campaign: ImportCampaign | undefined): Map<string, Indicator> {
  return new Map(
    named.flatMap(({ theirs, is }) =>
      is === undefined ? [] : [[is, campaign?.indicators.get(is) ?? standIn(is, theirs)] as const],
    ),
  );
}

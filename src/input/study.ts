import { basename, dirname, join, resolve } from "node:path";
import type { z } from "zod";
import { inOrder, inputError, once, type Place, type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import { type Campaign, campaignSchema } from "./campaign/campaign.ts";
import type { Directory } from "./data/organisation.ts";
import { findPlaceholders } from "./files/placeholders.ts";
import { type NamedFile, openTables } from "./files/table.ts";
import { type Located, readOneYaml } from "./files/yaml.ts";
import type { History } from "./history.ts";
import { shorten } from "./library/library.ts";
import { campaignFile, type Inputs, libraryOf, load } from "./load.ts";
import { homeOf } from "./load-data.ts";
import { memoryOf, readTopics, type TopicOptions, topicPaths } from "./topics.ts";
import { type Allocation, readAllocation, recipientsOf } from "./trial/allocation.ts";
import { type Approved, approvedName, readApproved } from "./trial/approved.ts";
import { type Arm, checkCollisions, readArms } from "./trial/arms.ts";
import { type Assessed, hasUnit, readAssessed, reconcileAssessed } from "./trial/assessed.ts";
import { checkAccepted } from "./trial/check-accepted.ts";
import { checkDesign } from "./trial/check-arms.ts";
import { checkAspects } from "./trial/check-aspects.ts";
import { checkEvents } from "./trial/check-events.ts";
import { checkLooks } from "./trial/check-looks.ts";
import { checkMergers } from "./trial/check-mergers.ts";
import { checkMustSay } from "./trial/check-must-say.ts";
import { checkPeriods } from "./trial/check-periods.ts";
import { checkPrint } from "./trial/check-print.ts";
import { checkStages } from "./trial/check-stages.ts";
import { findDenominators } from "./trial/denominators.ts";
import { checkDropped, droppedIn } from "./trial/dropped.ts";
import { readTrialEvents, type TrialEvent } from "./trial/events.ts";
import { withoutAccepted } from "./trial/findings.ts";
import { findGaps } from "./trial/gaps.ts";
import { type ListSource, listFiles, listSourceOf } from "./trial/list-source.ts";
import { listedCodes } from "./trial/listed.ts";
import { checkWithin } from "./trial/nested.ts";
import { checkOwnFiles } from "./trial/own-files.ts";
import { type TrialFile, trialSchema } from "./trial/trial.ts";

/** What a run is made of: one campaign; or a trial, with its campaigns by the names it gives them. */
export type Study = {
  id: string; // of the trial or the campaign: the folder of its runs
  title: string;
  topics: ReadonlyMap<string, Inputs>;
  trial?: Trial;
  files: readonly string[]; // every file that was read, sorted
  warnings: readonly Problem[];
  history?: History; // what its earlier reports told, where that is read
};

/** A trial, read and checked. */
export type Trial = {
  file: TrialFile;
  folder: string; // where its files stand
  path: string; // of trial.yaml
  placeOf: Located<TrialFile>["placeOf"];
  arms: ReadonlyMap<string, Arm>; // by code, in the order of the key
  approved?: Located<Approved>; // the words that were signed off, where they were
  assessed?: Assessed; // absent where the trial has no such list
  allocation?: Allocation; // absent where the trial is only looked at, before the trials unit's list has come
  events: readonly TrialEvent[]; // in order of time
};

/** What is read in place of the study's own files, and what earlier loads have read. */
export type StudyOptions = TopicOptions & {
  allocation?: string | false | undefined; // in place of the trial's own list; false: none is read
  asOf?: AsOf | undefined; // what has come since is left out
};

/** How far a trial's list and events are read: what they said when an earlier cycle was made. */
export type AsOf = {
  day: string; // ISO day: a row of the list from a later day that cannot be read, or is of a unit nobody knows, is passed over
  events?: number | undefined; // line of the last event that is read; all if left out
};

/** Reads a campaign or a trial: its folder, or its file. Throws one InputError with every problem of every file. */
export async function loadStudy(world: World, path: string, options: StudyOptions = {}): Promise<Study> {
  const file = await trialFileOf(world, path);
  return file === undefined ? loadCampaign(world, path, options) : loadTrial(world, file, options);
}

/** The trial.yaml that a path means, or undefined where it means a campaign. */
export async function trialFileOf(world: World, path: string): Promise<string | undefined> {
  if (/\.ya?ml$/.test(path)) return basename(path).startsWith("trial.") ? shorten(path) : undefined;
  const file = join(path, "trial.yaml");
  return (await world.readText(file)) === undefined ? undefined : shorten(file);
}

/**
 * What of channels and attachments every report of a study is sure to have, from the study's own file and before it is read
 * as a whole. Undefined where that is not sure: levels of a trial may decide it, and a file may be unsound.
 */
export async function sureChannels(
  world: World,
  path: string,
): Promise<readonly Pick<Campaign, "channels" | "attachment">[] | undefined> {
  const file = await trialFileOf(world, path);
  if (file === undefined) return sureOf([await glanceAt(world, campaignFile(path), campaignSchema)]);
  const trial = await glanceAt(world, file, trialSchema);
  if (!trial) return undefined;
  const levels = Object.values(trial.factors).flatMap((factor) => Object.values(factor.levels));
  if (levels.some(({ channels, attachment }) => channels ?? attachment)) return undefined;
  const below = (name: string) => campaignFile(resolve(dirname(resolve(file)), name));
  return sureOf(
    await Promise.all(
      Object.values(topicPaths(trial)).map((campaign) => glanceAt(world, below(campaign), campaignSchema)),
    ),
  );
}

/** A file by itself; its problems are told when the whole is loaded. */
async function glanceAt<T>(world: World, file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await world.readText(file);
  return text === undefined ? undefined : readOneYaml(file, text, schema, [])?.value;
}

function sureOf<T>(seen: readonly (T | undefined)[]): readonly T[] | undefined {
  return seen.every((each) => each !== undefined) ? seen : undefined;
}

async function loadCampaign(
  world: World,
  path: string,
  { data, allocation, memory, isDraft, withoutReturns }: StudyOptions,
): Promise<Study> {
  if (typeof allocation === "string")
    throw inputError([
      { code: "no-trial", severity: "error", message: `"${path}" is a campaign; only a trial has an allocation` },
    ]);
  const inputs = await load(world, path, { data, memory: memoryOf(memory, ""), isDraft, withoutReturns });
  return studyOf(inputs);
}

/** A study of one campaign. */
export function studyOf(inputs: Inputs): Study {
  const { campaign, title } = inputs.campaign;
  return { id: campaign, title, topics: new Map([[campaign, inputs]]), files: inputs.files, warnings: inputs.warnings };
}

async function loadTrial(world: World, path: string, options: StudyOptions): Promise<Study> {
  const problems: Problem[] = [];
  const text = (await world.readText(path)) ?? "";
  const trial = readOneYaml(path, text, trialSchema, problems);
  if (!trial) throw inputError(inOrder(problems));
  const folder = dirname(resolve(path));
  const below = (name: string) => shorten(resolve(folder, name));
  const home = await homeOf(world, await libraryOf(world, path));
  const source = listSourceIn(trial, below, options);
  const lists = options.allocation === undefined && source ? listFiles(source) : [];
  await checkOwnFiles(world, trial, { below, home, lists }, problems);
  if (problems.length > 0) throw inputError(inOrder(problems));
  const tables = await openTables(tablesOf(trial.value, { below, lists: source ? listFiles(source) : [] }));
  try {
    const { arms, files: keys } = await readArms(trial, { below, tables, world }, problems);
    checkWithin(trial, problems);
    if (!problems.some(({ severity }) => severity === "error")) checkDesign(trial, arms, problems);
    const { topics, touches } = await readTopics(world, trial, { below, ...options }, problems);
    checkCollisions(trial, (factor, level) => touches.get(`${factor} ${level}`) ?? [], problems);
    const isReal = [...topics.values()].some(({ data }) => !data.fictional) || problems.some(isPlaceholder);
    if (isReal) findPlaceholders([trial], options.isDraft ? "warning" : "error", problems);
    const [first] = topics.values();
    if (!first) throw inputError(inOrder(once(problems)));
    checkStages(trial, arms, topics, problems);
    checkPeriods(trial, arms, first.campaign, problems);
    checkLooks(trial, { arms: [...arms.keys()], cycles: first.campaign.cycles }, problems);
    checkAspects(trial, topics, problems);
    checkPrint(trial, topics, problems);
    checkMustSay(trial, { arms, topics }, problems);
    checkCycles(trial, first, problems);
    const directory: Directory = new Map([...topics.values()].flatMap((inputs) => [...inputs.directory]));
    checkMasked(trial, { arms, directory }, problems);
    const known = {
      trial: trial.value,
      arms,
      directory,
      recipientType: first.campaign.recipients.type,
      cycles: first.campaign.cycles.map(({ id }) => id),
    };
    const come = source && (options.allocation === undefined ? await listsThere(world, source, problems) : source);
    const asOf = options.asOf?.day;
    const { campaign } = first;
    const last = options.asOf?.events;
    const events = await readEvents(tables, trial, { below, campaign, directory, last }, problems);
    const file = trial.value.events ? below(trial.value.events) : "";
    checkDropped(trial, { arms, events, file }, problems);
    const dropped = droppedIn(events);
    const allocation = come && (await readAllocation(tables, { ...known, source: come, asOf, dropped }, problems));
    const issued = [...topics.values()].flatMap((inputs) => inputs.campaign.cycles.map((cycle) => cycle.issued)).sort();
    const listed = allocation && listedIn(allocation, known);
    checkEvents({ events, file, issued, ...(listed ? { listed } : {}) }, problems);
    if (allocation) checkAccepted(trial, { allocation, codes: listedCodes(trial.value, arms) }, problems);
    const mergers = { events, directory, units: allocation?.units ?? [], file, place: trial.placeOf(["events"]) };
    const assessed = await readWho(tables, trial, { below, campaign, directory }, problems);
    const campaigns = new Map([...topics].map(([topic, inputs]) => [topic, inputs.campaign]));
    const odd = [
      ...checkMergers(mergers, problems),
      ...(allocation && !allocation.rehearsal
        ? [
            ...findDenominators({ trial: trial.value, allocation, arms, campaigns, directory, dropped }),
            ...findGaps({ trial: trial.value, allocation, arms, issued }),
          ]
        : []),
      ...(assessed ? reconcileAssessed({ trial: trial.value, assessed, allocation, campaign, directory }) : []),
    ];
    if (allocation) withoutAccepted(trial, odd, { tellIdle: !allocation.rehearsal }, problems);
    const approved = await readApproved(world, below(approvedName), problems);
    if (problems.some(({ severity }) => severity === "error")) throw inputError(inOrder(once(problems)));
    const eventFiles = trial.value.events ? [below(trial.value.events)] : [];
    const own = [
      path,
      ...keys,
      ...(allocation?.files ?? []),
      ...(approved ? [approved.file] : []),
      ...(assessed ? [assessed.file] : []),
      ...eventFiles,
      ...trial.value.stages.flatMap(({ decided }) => (decided ? [below(decided)] : [])),
    ];
    return {
      id: trial.value.trial,
      title: trial.value.title,
      topics,
      trial: {
        file: trial.value,
        folder,
        path,
        placeOf: trial.placeOf,
        arms,
        events,
        ...(approved ? { approved } : {}),
        ...(allocation ? { allocation } : {}),
        ...(assessed ? { assessed } : {}),
      },
      files: [...new Set([...own, ...[...topics.values()].flatMap(({ files }) => files)])].sort(),
      warnings: inOrder(once([...problems, ...[...topics.values()].flatMap(({ warnings }) => warnings)])),
    };
  } finally {
    tables.closeSync();
  }
}

/** Only real data have any. */
function isPlaceholder({ code }: Problem): boolean {
  return code === "placeholder";
}

/** Where the list stands: as the trial's file says, or in the file that is given in its place. Undefined where none is to be read. */
function listSourceIn(
  trial: Located<TrialFile>,
  below: (name: string) => string,
  { allocation }: StudyOptions,
): ListSource | undefined {
  if (allocation === false) return undefined;
  return allocation === undefined
    ? listSourceOf(trial, below)
    : { plain: { file: allocation, place: trial.placeOf(["allocation"]) } };
}

/** The tables that a trial names, or that are given in their place. */
function tablesOf(
  { arms, events, assessed }: TrialFile,
  { below, lists }: { below: (name: string) => string; lists: readonly NamedFile[] },
): string[] {
  const own = [typeof arms === "string" ? arms : undefined, events, assessed].flatMap((name) => name ?? []);
  return [...lists.map(({ file }) => file), ...own.map(below)];
}

/** What of a list has come, with a warning for each file of it that has not; undefined where nothing has. */
async function listsThere(world: World, source: ListSource, problems: Problem[]): Promise<ListSource | undefined> {
  const isThere = async (named: NamedFile) => {
    const found = (await world.find(named.file)) !== undefined;
    if (!found) problems.push(noListYet(named));
    return found;
  };
  if ("plain" in source) return (await isThere(source.plain)) ? source : undefined;
  const come = [];
  for (const file of source.mapped) if (await isThere(file.named)) come.push(file);
  return come.length > 0 ? { mapped: come } : undefined;
}

/** A trial is written before its list comes; only a render needs it. */
function noListYet({ file, place }: { file: string; place: Place }): Problem {
  return {
    ...wrong(
      "no-allocation-yet",
      `no allocation "${file}" yet`,
      place,
      "the trials unit makes it; compare, preview and rehearse work without it",
    ),
    severity: "warning",
  };
}

/** The cycles a level names must be those of the trial, whoever sets them. */
function checkCycles({ value, placeOf }: Located<TrialFile>, { campaign }: Inputs, problems: Problem[]): void {
  const ids = campaign.cycles.map(({ id }) => id);
  for (const [factor, { levels }] of Object.entries(value.factors)) {
    for (const [level, { cycles }] of Object.entries(levels)) {
      if (cycles === undefined || cycles === "none") continue;
      for (const end of ["from", "to"] as const) {
        const month = cycles[end];
        if (month === undefined || ids.includes(month)) continue;
        const place = placeOf(["factors", factor, "levels", level, "cycles", end]);
        problems.push(wrong("unknown-cycle", `unknown cycle "${month}"`, place, `one of ${ids.join(", ")}`));
      }
    }
  }
}

type StudyEventOptions = {
  below: (name: string) => string;
  campaign: Campaign;
  directory: Directory;
  last: number | undefined; // line of the last event that is read
};

/** What happened since. */
async function readEvents(
  tables: Parameters<typeof readTrialEvents>[0],
  { value, placeOf }: Located<TrialFile>,
  { below, campaign, directory, last }: StudyEventOptions,
  problems: Problem[],
): Promise<readonly TrialEvent[]> {
  if (!value.events) return [];
  const isUnit = hasUnit(value, campaign, directory);
  const isKnown = (code: string) => directory.has(code) || isUnit(code);
  const named = { file: below(value.events), place: placeOf(["events"]) };
  return readTrialEvents(tables, named, { isKnown, last }, problems);
}

/** Units of the list, and the recipients that they stand for. */
function listedIn({ units, awaiting }: Allocation, known: Parameters<typeof recipientsOf>[1]): ReadonlySet<string> {
  const codes = new Set([...units, ...awaiting].map(({ unit }) => unit));
  return new Set([...codes].flatMap((unit) => [unit, ...recipientsOf(unit, known).map(({ code }) => code)]));
}

/** Who was assessed, where the trial has such a list. */
async function readWho(
  tables: Parameters<typeof readTrialEvents>[0],
  { value, placeOf }: Located<TrialFile>,
  { below, campaign, directory }: { below: (name: string) => string; campaign: Campaign; directory: Directory },
  problems: Problem[],
): Promise<Assessed | undefined> {
  if (value.assessed === undefined) return undefined;
  const named = { file: below(value.assessed), place: placeOf(["assessed"]) };
  return readAssessed(tables, named, hasUnit(value, campaign, directory), problems);
}

/** A code that stands in an address would make every search for leaks doubtful. */
function checkMasked(
  { value, placeOf }: Located<TrialFile>,
  { arms, directory }: { arms: ReadonlyMap<string, Arm>; directory: Directory },
  problems: Problem[],
): void {
  const places = [...directory.values()].map(({ code, name, address, postcode = "" }) => ({
    code,
    words: new Set(`${code} ${name} ${address.join(" ")} ${postcode}`.toUpperCase().split(/[^A-Z0-9]+/)),
  }));
  for (const arm of new Set([...arms.keys(), ...listedCodes(value, arms)])) {
    const found = places.find(({ words }) => words.has(arm));
    if (found)
      problems.push(
        wrong(
          "arm-not-masked",
          `arm code "${arm}" also stands in the name or address of ${found.code}`,
          placeOf(["arms"]),
          "choose a code that cannot be mistaken for anything else",
        ),
      );
  }
}

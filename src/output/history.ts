import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import { type History, type Told, type ToldCycle, usesHistory } from "../input/history.ts";
import type { Study } from "../input/study.ts";
import { toldTwice } from "../input/told-elsewhere.ts";
import { inputError, type Problem } from "../problem.ts";
import type { StudyPlan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { toldOf } from "../report/told.ts";
import type { World } from "../world.ts";
import { hashOfHistory, hashOfLines, historyLines, readHistoryFile, says } from "./history-file.ts";
import { readPosted } from "./posted.ts";
import { isArtefact, readManifest } from "./record.ts";
import { type Current, readCurrent, runsIn } from "./runs.ts";
import { readSound, recordsIn } from "./sent.ts";
import { sha256 } from "./sha256.ts";

/*
 * What a promoted run told its readers: out/<study>/<cycle>/history.jsonl, written when it is promoted, beside current.json. The next
 * cycles read it; what a ledger of the cycle knows not to have reached its reader is not counted as told.
 */

const historyFile = "history.jsonl";

/** The file of a cycle's history. */
export function historyAt(cycleFolder: string): string {
  return join(cycleFolder, historyFile);
}

/** Every line that a run's own reports make: by code. */
export async function toldIn(world: World, folder: string): Promise<Told[]> {
  const made = Map.groupBy((await readManifest(world, folder)).filter(isArtefact), ({ code }) => code);
  const told: Told[] = [];
  for (const [, entries] of [...made].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = entries.find(({ channel }) => channel === "report")?.path;
    const text = path && (await world.readText(join(folder, path)));
    if (!text) continue; // its report failed
    const channels = new Set(entries.map(({ channel }) => channel).filter((channel) => channel !== "report"));
    told.push(toldOf(JSON.parse(text) as Report, [...channels]));
  }
  return told;
}

/** Writes what a run that is promoted told beside the cycle's current.json. Returns the hash of its first line, for that. */
export async function writeHistory(
  world: World,
  cycleFolder: string,
  run: { folder: string; study: string; cycle: string } & Pick<Current, "run" | "seal">,
): Promise<string> {
  const told = await toldIn(world, run.folder);
  const cycles = [cycleOf({ cycle: run.cycle, run: run.run, missed: [] }, told)];
  const [first = "", ...lines] = historyLines({ study: run.study, cycles, seal: run.seal }, told);
  await world.writeLines(historyAt(cycleFolder), [first, ...lines]);
  await world.flush(historyAt(cycleFolder));
  return sha256(first);
}

/** What is wrong with the history of a promoted run, by the run's own reports; undefined where it holds, or the run was not promoted. */
export async function historyFault(
  world: World,
  cycleFolder: string,
  run: { folder: string; isCurrent: boolean },
): Promise<string | undefined> {
  const current = run.isCurrent ? await readCurrent(world, cycleFolder) : undefined;
  if (!current) return undefined;
  const file = historyAt(cycleFolder);
  if (!(await world.find(file))) return notThere;
  const isSaid = await says(world, file, { told: await toldIn(world, run.folder), head: current.history });
  return isSaid ? undefined : "it does not say what the reports of its run say";
}

const notThere = "it is not there";

/** Where what was told before is read: a file of a bundle, none at all, or the folder of all runs, now or as it was. */
export type HistoryFrom = {
  file?: string | false | undefined;
  out?: string | undefined;
  recorded?: readonly ToldCycle[] | undefined; // of a run that was made: what was read then, from the same folder
};

/**
 * A study with what its earlier reports told. Throws an InputError where a history cannot be used; of cycles that were made and never
 * promoted there is a warning. A study whose reports do not hang on it stays as it is, whatever was told.
 */
export async function withHistory(
  world: World,
  study: Study,
  { jobs, cycle }: Pick<StudyPlan, "jobs" | "cycle">,
  { file, out = "out", recorded }: HistoryFrom,
): Promise<{ study: Study; warnings: readonly Problem[] }> {
  const [first] = study.topics.values();
  const isUsed = jobs.some(
    ({ topic, design }) => design.headlines !== undefined || usesHistory(design.sections, study.topics.get(topic)!),
  );
  if (file === false || !isUsed || !first) return { study, warnings: [] };
  if (file !== undefined)
    return { study: { ...study, history: await readHistory(world, file, study.id) }, warnings: [] };
  const { cycles } = first.campaign;
  if (recorded) {
    const own = await asRecorded(world, join(out, study.id), recorded);
    return { study: { ...study, history: together(own, toldElsewhere(study, cycles, cycle)) }, warnings: [] };
  }
  const { history, problems } = await gatherHistory(world, join(out, study.id), { study, cycles, cycle });
  if (problems.some(({ severity }) => severity === "error")) throw inputError(problems);
  return { study: history ? { ...study, history } : study, warnings: problems };
}

/** What another system told in the cycles before one. */
function toldElsewhere({ topics }: Study, cycles: readonly Cycle[], { id }: Cycle): Told[] {
  const before = new Set(cycles.map((each) => each.id).filter((each) => each < id));
  return [...topics.values()].flatMap(({ elsewhere }) => elsewhere.filter((each) => before.has(each.cycle)));
}

/** Our own history with what another system told, which stands before it. */
function together(own: History, elsewhere: readonly Told[]): History {
  if (elsewhere.length === 0) return own;
  const cycles = [...Map.groupBy(elsewhere, ({ cycle, by }) => `${cycle} ${by}`).values()].map((lines) =>
    cycleOf({ cycle: lines[0]!.cycle, run: "", system: lines[0]!.by!, missed: [] }, lines),
  );
  return toHistory([...elsewhere, ...linesOf(own.of)], [...cycles, ...own.cycles]);
}

/** Reports of the cycle itself that another system is said to have told. */
function alreadyIn({ topics }: Study, { id }: Cycle): Problem[] {
  return [...topics.values()].flatMap(({ elsewhere, data }): Problem[] => {
    const count = elsewhere.filter(({ cycle }) => cycle === id).length;
    if (count === 0) return [];
    return [
      {
        code: "told-already",
        severity: "warning",
        message: `"${data.history?.file}" says that ${count} recipients were told in ${id}, which is the cycle of these reports; that does not count`,
        hint: "look at what its cycles are called, and at history: cycles; else they get two reports of one cycle",
      },
    ];
  });
}

/** Reports that another system and a run of our own are both said to have told. */
function twiceIn({ topics }: Study, { of, cycles }: History, elsewhere: readonly Told[]): Problem[] {
  return elsewhere.flatMap((each) => {
    const own = of.get(each.code)?.find(({ topic, cycle }) => topic === each.topic && cycle === each.cycle);
    const file = topics.get(each.topic)?.data.history?.file ?? "";
    return own ? toldTwice(file, each, cycles.find(({ cycle }) => cycle === each.cycle)?.run ?? "") : [];
  });
}

/** What was told in the cycles before one, by the promoted runs of a study and by another system; undefined where nothing was. */
export async function gatherHistory(
  world: World,
  runs: string,
  { study, cycles, cycle }: { study: Study; cycles: readonly Cycle[]; cycle: Cycle },
): Promise<{ history?: History; problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const told: Told[] = [];
  const from: ToldCycle[] = [];
  const unmade: string[] = []; // cycles without a run
  for (const { id } of cycles.slice(
    0,
    cycles.findIndex((each) => each.id === cycle.id),
  )) {
    const folder = join(runs, id);
    const current = await readCurrent(world, folder);
    if (!current) {
      if ((await runsIn(world, folder)).some(({ seal }) => seal !== undefined)) problems.push(notPromoted(folder, id));
      else unmade.push(id);
      continue;
    }
    const read = await readPromoted(world, folder, { study: study.id, cycle: id, current });
    if (typeof read === "string") {
      problems.push(atFault(historyAt(folder), read));
      continue;
    }
    const { run } = current;
    const { told: own, ...which } = await reachedLines(world, folder, { run, lines: read.told });
    told.push(...own);
    const isAll = which.missed.length === 0 && which.others === undefined;
    from.push(cycleOf({ cycle: id, run, ...which }, own, isAll ? read.head.sha256 : undefined));
  }
  problems.push(...(await notListed(world, runs, { cycles, cycle })), ...alreadyIn(study, cycle));
  const elsewhere = toldElsewhere(study, cycles, cycle);
  if (from.length + elsewhere.length === 0) return { problems };
  const own = toHistory(told, from);
  const history = together(own, elsewhere);
  const known = new Set(history.cycles.map((each) => each.cycle));
  const lost = unmade.filter((id) => !known.has(id)).map((id) => notMade(join(runs, id), id));
  return { history, problems: [...problems, ...lost, ...twiceIn(study, own, elsewhere)] };
}

/** The history of a promoted run, or what is wrong with it. */
async function readPromoted(
  world: World,
  folder: string,
  { study, cycle, current }: { study: string; cycle: string; current: Current },
): ReturnType<typeof readHistoryFile> {
  const file = historyAt(folder);
  if (!(await world.find(file))) return notThere;
  const read = await readHistoryFile(world, file, { study, cycle });
  if (typeof read === "string") return read;
  if (read.head.seal !== current.seal || read.head.cycles[0]?.run !== current.run)
    return "it is of another run than the promoted one";
  return read.hash === current.history ? read : "it is not as it was written when its run was promoted";
}

/** A history that was written for a bundle. Throws an InputError where it is not as it was written, or is of another study. */
export async function readHistory(world: World, file: string, study: string): Promise<History> {
  const read = await readHistoryFile(world, file, { study });
  if (typeof read === "string") throw inputError([atFault(file, read)]);
  const { told, head } = read;
  const lines = Map.groupBy(told, ({ cycle, by = "" }) => `${cycle} ${by}`);
  for (const { cycle, system = "", sha256 } of head.cycles)
    if (hashOfLines(lines.get(`${cycle} ${system}`) ?? []) !== sha256)
      throw inputError([atFault(file, `it does not say of ${cycle} what its run told`)]);
  return toHistory(told, head.cycles);
}

/** What is read of a cycle, with the hash of its lines. */
function cycleOf(
  { cycle, run, ...which }: Omit<ToldCycle, "told" | "sha256">,
  told: readonly Told[],
  sha256 = hashOfLines(told),
): ToldCycle {
  return { cycle, run, told: told.length, sha256, ...which };
}

/** The lines of all of a history, for a bundle. */
export function bundledHistory(study: string, { of, cycles }: History): Iterable<string> {
  return historyLines({ study, cycles }, linesOf(of));
}

function toHistory(told: readonly Told[], cycles: History["cycles"]): History {
  return { of: Map.groupBy(told, ({ code }) => code), cycles, sha256: hashOfHistory(cycles) };
}

function linesOf(of: History["of"]): Told[] {
  return [...of].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lines]) => lines);
}

/** What the ledgers of a cycle know of its reports. */
type HistoryLedgers = {
  reached: (run: string, line: Told) => Told | undefined; // the line with the channels that reached its reader; undefined where none did
  last: ReadonlyMap<string, string>; // by code, the run of which it was handed over something last
};

/**
 * What reached whom: where a ledger of the cycle has emails or letters, those that it does not have as handed over have missed their
 * reader, whichever run it speaks of.
 */
async function readLedgers(world: World, folder: string): Promise<HistoryLedgers> {
  const sent = inOrder(recordsIn(await readSound(world, folder)));
  const posted = inOrder(await readPosted(world, folder));
  const stateOf = new Map<string, string>(); // "email <run> <code>": of the last line that tells of it
  for (const { run, code, state } of sent) stateOf.set(`email ${run} ${code}`, state);
  for (const { run, code, state } of posted) stateOf.set(`print ${run} ${code}`, state);
  const inLedger: Readonly<Record<string, boolean>> = { email: sent.length > 0, print: posted.length > 0 };
  const hasReached = (channel: string, run: string, code: string) =>
    !inLedger[channel] || stateOf.get(`${channel} ${run} ${code}`) === "handed-over"; // what is not sent from here counts once its run is promoted
  const handedOver = [
    ...sent.filter(({ run, code }) => hasReached("email", run, code)),
    ...posted.filter(({ run, code }) => hasReached("print", run, code)),
  ];
  return {
    last: new Map(
      handedOver.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ code, run }) => [code, run]),
    ),
    reached: (run, line) => {
      const channels = line.channels.filter((channel) => hasReached(channel, run, line.code));
      return channels.length > 0 ? { ...line, channels } : undefined;
    },
  };
}

/** Lines of a ledger, none of them earlier than the one before: a clock may have been set back in between. */
function inOrder<Line extends { at: string }>(lines: readonly Line[]): Line[] {
  let latest = "";
  return lines.map((line) => {
    if (line.at > latest) latest = line.at;
    return { ...line, at: latest };
  });
}

/**
 * What of a promoted run's lines was told. Who was last handed over a report of another run of the cycle was told what that says: of a
 * correction that went to some, or that nobody has yet, or of a run whose place one of a few has taken.
 */
async function reachedLines(
  world: World,
  folder: string,
  { run, lines }: { run: string; lines: readonly Told[] },
): Promise<{ told: Told[] } & Pick<ToldCycle, "missed" | "others">> {
  const { reached, last } = await readLedgers(world, folder);
  const of = new Map([...last].filter(([, each]) => each !== run).sort(([a], [b]) => (a < b ? -1 : 1)));
  const told = (await withOthers(world, folder, { lines, of })).flatMap(
    (line) => reached(of.get(line.code) ?? run, line) ?? [],
  );
  const isTold = new Set(told.map(({ code }) => code));
  const missed = lines.flatMap(({ code }) => (isTold.has(code) ? [] : [code]));
  return { told, missed, ...(of.size > 0 ? { others: Object.fromEntries(of) } : {}) };
}

/** The lines of a run, but for some codes those of another run of the cycle; by code. */
async function withOthers(
  world: World,
  folder: string,
  { lines, of }: { lines: readonly Told[]; of: ReadonlyMap<string, string> },
): Promise<readonly Told[]> {
  if (of.size === 0) return lines;
  const others: Told[] = [];
  for (const run of new Set(of.values()))
    others.push(...(await toldIn(world, join(folder, run))).filter(({ code }) => of.get(code) === run));
  const own = lines.filter(({ code }) => !of.has(code));
  return [...own, ...others].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** A history as it was read when a run was made: from the reports of the runs that its record names. Throws an InputError where one is not there. */
async function asRecorded(world: World, runs: string, cycles: readonly ToldCycle[]): Promise<History> {
  const told: Told[] = [];
  for (const { cycle, run, missed, others = {} } of cycles.filter(({ system }) => system === undefined)) {
    const folder = join(runs, cycle);
    const lines = await toldIn(world, join(folder, run));
    if (lines.length === 0)
      throw inputError([atFault(join(folder, run), "the run that was promoted then is not there")]);
    const hasMissed = new Set(missed);
    const own = await withOthers(world, folder, { lines, of: new Map(Object.entries(others)) });
    told.push(...own.filter(({ code }) => !hasMissed.has(code)));
  }
  return toHistory(
    told,
    cycles.filter(({ system }) => system === undefined),
  );
}

/** Promoted runs of earlier cycles that the campaign does not list any more. */
async function notListed(
  world: World,
  runs: string,
  { cycles, cycle }: { cycles: readonly Cycle[]; cycle: Cycle },
): Promise<Problem[]> {
  const listed = new Set(cycles.map(({ id }) => id));
  const found: Problem[] = [];
  for (const id of (await world.foldersIn(runs)).filter((each) => !listed.has(each) && each < cycle.id))
    if (await readCurrent(world, join(runs, id)))
      found.push({
        code: "cycle-not-listed",
        severity: "warning",
        message: `nothing that was told in ${id} counts: a run of it was promoted, and \`cycles\` does not name it`,
        hint: `name it under \`cycles\` again; or move "${join(runs, id)}" elsewhere if nothing of it was sent`,
      });
  return found;
}

function notMade(folder: string, cycle: string): Problem {
  return {
    code: "cycle-not-made",
    severity: "warning",
    message: `nothing is known of what was told in ${cycle}: there is no run in "${folder}"`,
    hint: "bring the folder back; or take the cycle out of `cycles` if nothing was sent",
  };
}

function notPromoted(folder: string, cycle: string): Problem {
  return {
    code: "not-promoted",
    severity: "warning",
    message: `nothing that was made for ${cycle} counts as told: no run of it was promoted`,
    hint: `feedback promote ${folder}, if a run of it was sent`,
  };
}

function atFault(file: string, says: string): Problem {
  return {
    code: "history-at-fault",
    severity: "error",
    message: `"${file}" cannot be used: ${says}`,
    hint: "feedback promote writes it anew, from the run that was sent",
  };
}

import { basename, dirname, resolve } from "node:path";
import type { Campaign, Cycle } from "../input/campaign/campaign.ts";
import { ownTexts } from "../input/campaign/check-approval.ts";
import { ownWordsName } from "../input/campaign/own-words.ts";
import { findCycle } from "../input/cycles.ts";
import { readLibrary } from "../input/library/library.ts";
import { campaignFile, type Inputs, type LoadOptions, libraryOf, load } from "../input/load.ts";
import type { DataMemory } from "../input/load-data.ts";
import { studyOf } from "../input/study.ts";
import { withHistory } from "../output/history.ts";
import { inputError, isInputError, type Problem } from "../problem.ts";
import { planStudy, type StudyPlan, unknownRecipient } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { measureStudy, triedReports } from "../report/subjects.ts";
import { pickVaried } from "../report/varied.ts";
import type { World } from "../world.ts";
import { openEarlier } from "./earlier.ts";
import { type ChangedLine, changedLines, linesOf, readingOf, type SharedLine } from "./lines.ts";
import { type GoneText, goneTexts, type SharedText, textsOf } from "./texts.ts";

export type ShareOptions = {
  against?: string | undefined; // a folder with an earlier copy, or a revision of git; nothing: all words are new
  data?: string | undefined; // in place of the campaign's own data.yaml
  cycle?: string | undefined; // the last whose data are there if left out
  only?: readonly string[] | undefined; // practices whose reports are shown whole; chosen if left out
  runs?: string | undefined; // folder of all runs: what earlier reports told
};

/** What the rules find in a campaign and its numbers. */
export type FindingsOf = (inputs: Inputs, cycle: Cycle) => Promise<readonly Problem[]>;

/** A text with how its readers meet it. */
export type AskedText = SharedText & { readers: number; readings: readonly ReadText[] };

export type ReadText = { code: string; name: string; before?: string; now: string };

/** All that somebody who approves words needs to see. */
export type SharedPage = {
  campaign: Campaign;
  cycle: Cycle;
  against: string | undefined;
  day: string; // on which it was made
  reports: number;
  asked: readonly AskedText[]; // new and changed texts, and those that wait for an approval, as reports say them
  gone: readonly GoneText[];
  practices: readonly { code: string; name: string; lines: readonly ChangedLine[] }[];
  findings: readonly Problem[];
};

/**
 * The words of a campaign beside what they were, on the same data, for people who must approve them. Throws an InputError where
 * the campaign, its earlier state or a practice cannot be found or read.
 */
export async function shareCampaign(
  world: World,
  path: string,
  options: ShareOptions,
  findingsOf: FindingsOf,
): Promise<SharedPage> {
  const memory: DataMemory = new Map();
  const file = campaignFile(path);
  const inputs = await load(world, file, { data: options.data, memory, isDraft: true });
  const data = options.data ?? resolve(dirname(resolve(file)), inputs.campaign.data);
  const earlier = options.against === undefined ? undefined : await openEarlier(world, file, options.against);
  try {
    const cycles = inputs.campaign.cycles;
    const was = earlier && (await asItWas(world, earlier.campaign, { data, cycles, memory, against: options.against }));
    const library = await readLibrary(world, await libraryOf(world, file));
    const own = ownTexts(inputs, library);
    const cycle = findCycle(inputs, options.cycle);
    const planned = planStudy(studyOf(inputs), cycle.id);
    const now = await reportsOf(world, inputs, planned, options);
    const before = was && (await reportsOf(world, was, planStudy(studyOf(was), cycle.id), options));
    const named = namedIn(now, planned, options.only);
    const texts = textsOf(inputs, was).filter((text) =>
      isAsked(text, { own: own.has(text.id), inputs, isFirst: !was }),
    );
    return {
      campaign: inputs.campaign,
      cycle,
      against: options.against,
      day: world.today(),
      reports: now.size,
      asked: asReportsSay(texts, { now, before, named }),
      gone: goneTexts(inputs, was),
      practices: named.map(({ recipient: { code, name } }) => ({
        code,
        name,
        lines: changedLines(before?.get(code)?.lines, now.get(code)!.lines),
      })),
      findings: [...inputs.warnings, ...(await findingsOf(inputs, cycle))],
    };
  } finally {
    await earlier?.close();
  }
}

/** The campaign as it was. What is wrong with it by the rules of now is nothing that anybody can mend: it is told as one. */
async function asItWas(
  world: World,
  path: string,
  { against = "", ...options }: LoadOptions & { against: string | undefined },
): Promise<Inputs> {
  try {
    return await load(world, path, { ...options, isDraft: true });
  } catch (error) {
    if (!isInputError(error)) throw error;
    const [first] = error.problems.filter(({ severity }) => severity === "error");
    const where = first?.place ? ` in ${basename(first.place.file)}, line ${first.place.line}` : "";
    throw inputError([
      {
        code: "earlier-state",
        severity: "error",
        message: `the campaign as it was at "${against}" cannot be read by the rules of now: ${first?.message}${where}`,
        hint: "name a later state; without --against all words are new",
      },
    ]);
  }
}

type SharedReports = ReadonlyMap<string, { report: Report; lines: readonly SharedLine[] }>; // by code, in order

/** Every report that can be made, in words. */
async function reportsOf(
  world: World,
  inputs: Inputs,
  planned: StudyPlan,
  { runs }: ShareOptions,
): Promise<SharedReports> {
  const { study } = await withHistory(world, studyOf(inputs), planned, { out: runs });
  const { reports } = triedReports(measureStudy(study, planned));
  return new Map(reports.map((report) => [report.recipient.code, { report, lines: linesOf(report) }]));
}

const most = 3; // reports that are shown whole where nobody says whose

/** The reports that are shown whole. Throws an InputError where one is asked for and there is none. */
function namedIn(read: SharedReports, planned: StudyPlan, only: readonly string[] | undefined): Report[] {
  if (!only) return pickVaried([...read.values()].map(({ report }) => report)).slice(0, most);
  const missing = only.filter((code) => !read.has(code));
  if (missing.length > 0) throw inputError(missing.map((code) => noReport(code, planned)));
  return only.map((code) => read.get(code)!.report);
}

function noReport(code: string, planned: StudyPlan): Problem {
  const reason = planned.without.find((each) => each.code === code)?.reason;
  if (reason === undefined && !planned.jobs.some(({ organisation }) => organisation.code === code))
    return unknownRecipient(code, planned);
  const why = reason ?? "it cannot be made";
  const hint = "name a practice that gets one with --only";
  return { code: "no-report", severity: "error", message: `"${code}" gets no report: ${why}`, hint };
}

/** Whether somebody must look at a text: it is new or has changed, or waits for one of those who must approve. */
function isAsked(
  { state, approved }: SharedText,
  { own, inputs, isFirst }: { own: boolean; inputs: Inputs; isFirst: boolean },
): boolean {
  const must = inputs.campaign.approval?.by ?? [];
  const waits = must.some((role) => !approved.some((each) => each["approved-by"] === role));
  if (own && must.length > 0 && waits) return true;
  return isFirst ? own && must.length === 0 : state !== "as before" && (own || state === "changed");
}

/** In the order in which reports say them, what stands on every page of them first; what nobody is told comes last. */
function asReportsSay(
  texts: readonly SharedText[],
  { now, before, named }: { now: SharedReports; before: SharedReports | undefined; named: readonly Report[] },
): AskedText[] {
  const place = new Map<string, number>();
  for (const { lines } of now.values())
    for (const [i, { text }] of lines.entries())
      if (text !== undefined) place.set(text, Math.min(place.get(text) ?? i, i));
  const asked = texts.map((text): AskedText => {
    if (text.id === ownWordsName) return { ...text, readers: now.size, readings: [] };
    const readers = [...now]
      .filter(([, { lines }]) => lines.some((line) => line.text === text.id))
      .map(([code]) => code);
    const shown = named.map(({ recipient }) => recipient.code).filter((code) => readers.includes(code));
    const codes = shown.length > 0 ? shown : readers.slice(0, 1);
    const readings = codes.flatMap((code): ReadText[] => {
      const is = now.get(code)!;
      const reading = readingOf(text.id, { before: before?.get(code)?.lines, now: is.lines });
      return reading ? [{ code, name: is.report.recipient.name, ...reading }] : [];
    });
    return { ...text, readers: readers.length, readings };
  });
  const at = ({ id }: SharedText) => (id === ownWordsName ? -1 : (place.get(id) ?? Number.POSITIVE_INFINITY));
  return asked.sort((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1));
}

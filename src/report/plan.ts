import type { Campaign, Channel, Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import type { Organisation } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import type { Inputs } from "../input/load.ts";
import type { Study, Trial } from "../input/study.ts";
import { isOf } from "../input/topics.ts";
import { levelsOf } from "../input/trial/arms.ts";
import { type DesignKey, workIn } from "../input/trial/level.ts";
import { isSilentCycle, standingIn } from "../input/trial/periods.ts";
import { groundOf } from "../measure/ground.ts";
import { findCollapse } from "../measure/lists.ts";
import type { SeriesDoubt } from "../measure/plausibility/doubt.ts";
import { findDoubts } from "../measure/plausibility/plausibility.ts";
import { doubtText, doubtWithin, toldDoubt } from "../measure/plausibility/told.ts";
import { follow } from "../measure/successors.ts";
import { since, windowsOf } from "../measure/windows.ts";
import { dayName, lastDay, toMonth } from "../month.ts";
import type { Problem } from "../problem.ts";
import { type Assignment, type Assignments, assign } from "./assign.ts";
import { grouped } from "./format.ts";

/** The part of a campaign that an arm of a trial may change. Worked in here; nothing after knows of arms. */
export type Design = Pick<Campaign, DesignKey> & {
  headlines?: Readonly<Record<string, Campaign["sections"]>>; // where the headline takes turns: by each of the others, the sections under it
};

/** One recipient, its topic, the design of its report, and the channels it goes by. */
export type Job = {
  topic: string;
  organisation: Organisation;
  design: Design;
  channels: readonly Channel[];
  cell?: string; // whose it is, where cells of a trial are measured together: a design may become another where a headline takes its turn
};

/** Who gets a report, and who does not and why. Both sorted by code. */
export type Plan = { jobs: readonly Job[]; without: readonly Without[] };

/** An organisation that gets no report, and why. */
export type Without = { code: string; name: string; reason: string };

/** What a trial sends a recipient: a design, nothing and why, or something of another topic. */
type PlannedSending = { design: Design; channels: readonly Channel[] } | { reason: string } | "another topic";

/** Every organisation of the recipients' kind is planned or has a recorded reason. */
export function plan(inputs: Inputs, cycle: Cycle, sendingOf?: (organisation: Organisation) => PlannedSending): Plan {
  const { campaign } = inputs;
  const { directory, observations } = follow(inputs, cycle);
  const implausible = heldBack(inputs, cycle, { directory, observations });
  const own = designIn(inputs);
  const jobs: Job[] = [];
  const without: Without[] = [];
  const candidates = [...directory.values()].filter((organisation) => isRecipient(campaign, organisation));
  for (const organisation of candidates.sort(byCode)) {
    const { code, name } = organisation;
    const sending = sendingOf?.(organisation) ?? { design: own, channels: own.channels };
    if (sending === "another topic") continue;
    const collapsed = findCollapse(observations, code, toMonth(cycle.data.to));
    const reason =
      reasonAgainst(organisation, cycle, collapsed) ??
      ("reason" in sending ? sending.reason : undefined) ??
      implausible.get(code);
    if (reason !== undefined) without.push({ code, name, reason });
    else if ("design" in sending) jobs.push({ topic: campaign.campaign, organisation, ...sending });
  }
  return { jobs, without };
}

/** Whose headline figures cannot be right, and why, where the campaign holds such reports back. */
function heldBack(
  inputs: Inputs,
  cycle: Cycle,
  followed: Pick<Inputs, "directory" | "observations">,
): ReadonlyMap<string, string> {
  const { campaign, indicators } = inputs;
  const headline = indicators.get(campaign.headline);
  if (campaign.implausible === "say" || !headline) return new Map();
  const ground = { ...groundOf(inputs), ...followed };
  const { window } = windowsOf(ground, headline, cycle);
  const observations = since(followed.observations, toMonth(cycle.data.from));
  const doubts =
    findDoubts({ ...ground, observations }, cycle).get(headline.indicator) ?? new Map<string, SeriesDoubt>();
  return new Map(
    [...doubts].flatMap(([code, doubt]): [string, string][] => {
      const told = doubtWithin(toldDoubt(campaign, headline, doubt), window);
      return told ? [[code, `held back, for its figures cannot be right: ${doubtText(headline, told)}`]] : [];
    }),
  );
}

/** What a report that is not planned by design says. */
export const byDesign = "no report in this cycle by design";

/** A plan of all topics, and of a trial who is in which arm. */
export type StudyPlan = Plan & {
  cycle: Cycle;
  assignments?: Assignments;
  silent?: Readonly<Record<string, number>>; // by topic, where a trial sends some nothing in this cycle: how many
};

/** Plans a campaign or a trial. In a trial each recipient gets its arm's design, and nobody outside it gets anything. */
export function planStudy(study: Study, id?: string): StudyPlan {
  const [first] = study.topics.values();
  if (!first) throw new Error("nothing to plan");
  const cycle = findCycle(first, id);
  const { trial } = study;
  if (!trial) return { ...plan(first, cycle), cycle };
  const assignments = assign(study, trial, cycle);
  const designs = armDesigns(study, trial);
  const designFor = sequenceDesigns(trial, designs);
  const plans = [...study.topics].map(([topic, inputs]) => {
    const sending = ({ code }: Organisation) => sendingOf(code, assignments, { topic, cycle, designs, designFor });
    const { jobs, without } = plan(inputs, findCycle(inputs, cycle.id), sending);
    return { topic, jobs: jobs.map((job) => ({ ...job, topic })), without };
  });
  const jobs = plans.flatMap((each) => each.jobs).sort((a, b) => byCode(a.organisation, b.organisation));
  const planned = new Set(jobs.map(({ organisation }) => organisation.code));
  const without = new Map(plans.flatMap((each) => each.without).map((each) => [each.code, each]));
  return {
    jobs,
    without: [...without.values()].filter(({ code }) => !planned.has(code)).sort(byCode),
    cycle,
    assignments,
    silent: Object.fromEntries(plans.map((each) => [each.topic, silentIn(each, assignments)])),
  };
}

/** How many are sent nothing by the trial's own doing: by design, or since their arm was dropped. */
function silentIn({ without }: Pick<Plan, "without">, { of }: Assignments): number {
  const isDropped = (code: string, reason: string) => {
    const assignment = of.get(code);
    return assignment?.status === "arm-dropped" && assignment.not === reason;
  };
  return without.filter(({ code, reason }) => reason === byDesign || isDropped(code, reason)).length;
}

/** What each arm is sent: its topic, and the design its levels make of that topic's campaign. */
export type ArmDesign = { topic: string; design: Design };

/** The design of every arm: its levels worked into its campaign one after another. */
export function armDesigns(study: Study, trial: Trial): ReadonlyMap<string, ArmDesign> {
  return new Map([...trial.arms].map(([code, arm]) => [code, designOfCell(study, trial, arm)]));
}

/**
 * The design that the levels of a cell make of the campaign they name, or of the only one. It has no cycle in which the trial sends
 * nothing to anybody.
 */
export function designOfCell(
  study: Study,
  { file }: Pick<Trial, "file">,
  cell: { levels: Readonly<Record<string, string>> },
): ArmDesign {
  const levels = levelsOf(file, cell);
  const named = levels.flatMap((level) => level.campaign ?? []).at(-1);
  const topic = named ?? [...study.topics.keys()][0] ?? "";
  const inputs = study.topics.get(topic);
  if (!inputs) throw new Error(`no campaign "${topic}"`);
  const worked = (campaign: Campaign) =>
    levels.filter((level) => isOf(level, topic)).reduce((whole, level) => workIn(whole, level).campaign, campaign);
  const design = designIn(inputs, worked);
  return { topic, design: { ...design, cycles: design.cycles.filter(({ id }) => !isSilentCycle(file, id)) } };
}

/** Whether a design sends nothing in any cycle: its arm has no letter, and is followed in the data alone. */
export function isSilent({ cycles }: Pick<Design, "cycles">): boolean {
  return cycles.length === 0;
}

/** The design of a campaign as levels of a trial make it, or as it is: with what is said under every headline that may take its turn. */
export function designIn(
  { campaign, headlines = new Map() }: Inputs,
  worked: (campaign: Campaign) => Campaign = (same) => same,
): Design {
  const design = designOf(worked(campaign));
  if (headlines.size === 0 || !design["headline-turns"] || design.messages !== "tailored") return design;
  const under = [...headlines].map(([id, { sections }]) => [id, worked({ ...campaign, sections }).sections]);
  return { ...design, headlines: Object.fromEntries(under) };
}

export function designOf(campaign: Campaign): Design {
  const { channels, attachment, comparators, peers, cycles, sections, framing, messages, template, mail } = campaign;
  const { enclosures, "headline-turns": turns } = campaign;
  return {
    ...{ channels, attachment, comparators, peers, cycles, sections, framing, messages, template, mail, enclosures },
    ...(turns ? { "headline-turns": turns } : {}),
  };
}

type DesignFor = (assignment: Assignment, design: Design) => Design;

/**
 * The design of an arm as a unit gets it: where its arms change by a schedule, with the cycles in which it is sent something in any of
 * them, by which its reports are numbered.
 */
function sequenceDesigns({ file }: Trial, designs: ReadonlyMap<string, ArmDesign>): DesignFor {
  const known = new Map<string, Design>();
  const all = new Map([...designs.values()].flatMap(({ design }) => design.cycles.map((each) => [each.id, each])));
  const cyclesOf = (sequence: string) =>
    [...all.values()]
      .filter(({ id }) => {
        const at = standingIn(file, sequence, id);
        return at && designs.get(at.washout ?? at.arm)?.design.cycles.some((each) => each.id === id);
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  return ({ sequence, sent, arm }, design) => {
    if (!Object.hasOwn(file.sequences, sequence)) return design;
    const key = `${sequence} ${sent ?? arm}`;
    const found = known.get(key) ?? { ...design, cycles: cyclesOf(sequence) };
    known.set(key, found);
    return found;
  };
}

type Sender = { topic: string; cycle: Cycle; designs: ReadonlyMap<string, ArmDesign>; designFor: DesignFor };

/** What a recipient is sent of one topic. */
function sendingOf(
  code: string,
  { of, awaiting }: Assignments,
  { topic, cycle, designs, designFor }: Sender,
): PlannedSending {
  const assignment = of.get(code);
  if (!assignment) return { reason: awaiting.has(code) ? "awaits its arm" : "not in the allocation" };
  if (assignment.not !== undefined) return { reason: assignment.not };
  const sent = designs.get(assignment.sent ?? assignment.arm);
  if (!sent) throw new Error(`no arm ${assignment.arm}`);
  if (sent.topic !== topic) return "another topic";
  if (!sent.design.cycles.some(({ id }) => id === cycle.id)) return { reason: byDesign };
  const channels = sent.design.channels.filter((channel) => !assignment.unreachable?.includes(channel));
  if (channels.length === 0) return { reason: "undeliverable" };
  return { design: designFor(assignment, sent.design), channels };
}

function byCode(a: { code: string }, b: { code: string }): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}

function reasonAgainst(
  { opened, closed, successor }: Organisation,
  { issued, data }: Cycle,
  collapse: { now: number; was: number } | undefined,
): string | undefined {
  if (closed && closed < issued)
    return `closed on ${dayName(closed)}${successor ? `; its patients went to ${successor}` : ""}`;
  if (opened && opened > lastDay(toMonth(data.to))) return `opened on ${dayName(opened)}, after the data end`;
  if (collapse)
    return `list collapsed: ${grouped(Math.round(collapse.now), 0)} patients of ${grouped(Math.round(collapse.was), 0)} are left`;
  return undefined;
}

/** A code that no recipient has: as it may be meant, where another differs in capitals, spaces or signs alone. */
export function unknownRecipient(code: string, { jobs, without }: Pick<Plan, "jobs" | "without">): Problem {
  const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const codes = [...jobs.map(({ organisation }) => organisation.code), ...without.map((each) => each.code)];
  const meant = codes.find((each) => bare(each) === bare(code));
  const hint = meant ? `did you mean "${meant}"?` : "a code as it is in the directory that data.yaml names";
  return { code: "unknown-recipient", severity: "error", message: `unknown recipient "${code}"`, hint };
}

import { dirname, join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import { type Channel, channels } from "../input/campaign/channels.ts";
import type { Directory } from "../input/data/organisation.ts";
import type { Inputs } from "../input/load.ts";
import type { Study, Trial } from "../input/study.ts";
import { type Allocation, recipientsOf } from "../input/trial/allocation.ts";
import { isDrawn } from "../input/trial/draws.ts";
import { type Dropped, droppedIn } from "../input/trial/dropped.ts";
import type { TrialEvent } from "../input/trial/events.ts";
import type { Allotted, Draw } from "../input/trial/list-row.ts";
import { standingIn } from "../input/trial/periods.ts";
import type { Stage } from "../input/trial/trial.ts";
import { latestPatients } from "../measure/lists.ts";
import { dayName, toMonth } from "../month.ts";
import { inputError, type Problem, wrong } from "../problem.ts";

/** Where a recipient stands in a trial in one cycle. Arms are codes; nothing here says what they stand for. */
export type Assignment = {
  unit: string; // as allocated: the recipient itself, or the place it belongs to
  arm: string; // the arm it was randomised to, and is analysed in; of a sequence of arms that of this cycle
  sequence: string; // "K7", or by stage: "feedback:K1 > facilitation:K3"; or "K7 > K1", where K7 was dropped; or the sequence it was randomised to: "Q2"
  washout?: string; // "nothing", or the arm whose report everybody gets meanwhile: its own arm's is not sent
  stage?: string;
  stratum?: string;
  cluster?: string;
  draw?: Draw; // of a micro-randomised trial: the arm was drawn for this cycle, or the unit was not available
  by?: Readonly<Record<string, string>>; // what else it was allocated by, as the list records it
  status: AnalysisStatus;
  sent?: string; // the arm whose report it is sent, where a ruling on a merger or a washout says another
  not?: string; // why nothing is sent
  unreachable?: readonly Channel[]; // channels that cannot be delivered any more
};

/** Intention to treat: a unit is never taken out, its status says what happened to it. */
export type AnalysisStatus =
  | "active"
  | "opted-out"
  | "withdrawn"
  | "withdrawn-with-data"
  | "excluded"
  | "closed"
  | "merged"
  | "arm-dropped"
  | "not-yet-allocated";

/** One application of the rule for practices that came of a merger across arms. */
export type Ruling = { unit: string; into: string; date: string; rule: string; arm: string | null; because: string };

export type Assignments = {
  of: ReadonlyMap<string, Assignment>; // by recipient; only those with an arm
  awaiting: ReadonlySet<string>; // recipients that are on the list and in no arm yet
  rulings: readonly Ruling[];
};

/**
 * The assignment of every recipient in a cycle: the list's row of its stage, then everything that has happened by the day
 * of issue. Throws an InputError where a merger waits for the trials unit's ruling.
 */
export function assign(study: Study, trial: Trial, cycle: Cycle): Assignments {
  const [inputs] = study.topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  const stage = stageOf(trial, cycle);
  const rows = Map.groupBy(listOf(trial).units, ({ unit }) => unit);
  const of = new Map<string, Assignment>();
  const directory: Directory = new Map([...study.topics.values()].flatMap((topic) => [...topic.directory]));
  const known = { trial: trial.file, directory, recipientType: inputs.campaign.recipients.type };
  for (const [unit, all] of rows) {
    for (const organisation of recipientsOf(unit, known)) {
      const listed = byList(trial, all, stage, cycle);
      const assignment = listed && byPeriod(trial, listed, cycle);
      if (assignment) of.set(organisation.code, { ...assignment, unit });
    }
  }
  const waiting = isUndrawn(trial, cycle) ? [...rows.keys()] : listOf(trial).awaiting.map(({ unit }) => unit);
  const listed = waiting.flatMap((unit) => recipientsOf(unit, known));
  const awaiting = new Set(listed.map(({ code }) => code).filter((code) => !of.has(code)));
  const rulings: Ruling[] = [];
  const problems: Problem[] = [];
  const together: AssignmentBook["together"] = new Map();
  for (const event of trial.events.filter(({ date }) => date <= cycle.issued))
    apply(event, { trial, inputs, of, rulings, problems, rows, together });
  closeArms(of, droppedBy(trial, cycle));
  if (problems.length > 0) throw inputError(problems);
  return { of, awaiting, rulings };
}

/** Whether the draws of a cycle of a micro-randomised trial have not come: all its units await their arms. */
export function isUndrawn(trial: Trial, { id }: Pick<Cycle, "id">): boolean {
  return isDrawn(trial.file) && !listOf(trial).units.some(({ draw }) => draw?.cycle === id);
}

/** The arms that were dropped by the day of issue of a cycle, with their days. */
export function droppedBy({ events }: Pick<Trial, "events">, { issued }: Pick<Cycle, "issued">): Dropped {
  return droppedIn(events.filter(({ date }) => date <= issued));
}

/**
 * Mutates `of`: who was in a dropped arm and has no new row of the list gets nothing more, and stays there for analysis; nor does
 * who was to get its report.
 */
function closeArms(of: Map<string, Assignment>, dropped: Dropped): void {
  for (const [code, assignment] of dropped.size === 0 ? [] : of) {
    const { arm, sent = arm, status } = assignment;
    const day = dropped.get(sent);
    if (day === undefined || assignment.not !== undefined) continue;
    const isOwn = dropped.has(arm) && status === "active";
    const not = `arm ${sent} was dropped on ${dayName(day)}`;
    of.set(code, { ...assignment, not, ...(isOwn ? { status: "arm-dropped" as const } : {}) });
  }
}

/** The trials unit's list. Throws an InputError where there is none. */
export function listOf({ allocation, path }: Trial): Allocation {
  if (allocation) return allocation;
  throw inputError([wrong("no-allocation", "the trial has no allocation", { file: path, line: 1, column: 1 })]);
}

/** The stage a cycle belongs to. */
export function stageOf({ file }: Trial, { id }: Pick<Cycle, "id">): Stage | undefined {
  return file.stages.find(({ cycles }) => cycles.from <= id && id <= cycles.to);
}

/** What the list alone says of a unit on the day of issue. */
function byList(
  { file: { stages }, events }: Trial,
  rows: readonly Allotted[],
  stage: Stage | undefined,
  { id, issued }: Cycle,
): Omit<Assignment, "unit"> | undefined {
  const known = rows.filter(
    ({ from, to, draw }) =>
      from <= issued && (to === undefined || issued <= to) && (draw === undefined || draw.cycle === id),
  );
  const upTo = stage ? stages.slice(0, stages.indexOf(stage) + 1).map((each) => each.stage) : [];
  const inStages = stages.length === 0 ? known : known.filter((row) => upTo.includes(row.stage ?? ""));
  const last = inStages.toSorted(
    (a, b) => upTo.indexOf(a.stage ?? "") - upTo.indexOf(b.stage ?? "") || (a.from < b.from ? -1 : 1),
  );
  const row = last.at(-1);
  if (!row) return undefined;
  const dropped = droppedIn(events);
  const latest = new Map(last.flatMap((each) => (each.stage ? [[each.stage, each.arm] as const] : [])));
  const sequence =
    latest.size > 0 ? [...latest].map(([name, arm]) => `${name}:${arm}`).join(" > ") : pathOf(last, dropped);
  return {
    arm: row.arm,
    sequence,
    ...(stage ? { stage: stage.stage } : {}),
    ...(row.stratum ? { stratum: row.stratum } : {}),
    ...(row.cluster ? { cluster: row.cluster } : {}),
    ...(row.by ? { by: row.by } : {}),
    ...(row.draw ? { draw: row.draw } : {}),
    ...statuses[row.status],
  };
}

/** "K7 > K1" of a unit whose arm was dropped, and that was randomised again; else its arm. */
function pathOf(rows: readonly Allotted[], dropped: Dropped): string {
  const path = rows.filter(({ arm }, i) => i === rows.length - 1 || (dropped.has(arm) && rows[i + 1]!.arm !== arm));
  return path.map(({ arm }) => arm).join(" > ");
}

/** What a unit that was randomised to a sequence has in a cycle. */
function byPeriod({ file }: Trial, listed: Omit<Assignment, "unit">, { id }: Cycle): Omit<Assignment, "unit"> {
  const at = standingIn(file, listed.sequence, id);
  if (!at) return listed;
  const { arm, washout } = at;
  if (washout === undefined) return { ...listed, arm };
  return { ...listed, arm, washout, ...(washout === "nothing" ? {} : { sent: washout }) };
}

/** What a unit was randomised to: its arm, or its sequence of arms. */
export function randomisedTo({ file }: Trial, { arm, sequence }: Pick<Assignment, "arm" | "sequence">): string {
  return Object.hasOwn(file.sequences, sequence) ? sequence : arm;
}

const statuses: Record<Allotted["status"], Pick<Assignment, "status" | "not">> = {
  active: { status: "active" },
  "opted-out": { status: "opted-out", not: "opted out of the trial" },
  withdrawn: { status: "withdrawn", not: "withdrawn from the trial" },
  excluded: { status: "excluded", not: "excluded from the trial" },
};

type AssignmentBook = {
  trial: Trial;
  inputs: Inputs;
  of: Map<string, Assignment>;
  rulings: Ruling[];
  problems: Problem[];
  rows: ReadonlyMap<string, readonly Allotted[]>;
  together: Map<string, ReadonlySet<string>>; // by code: the arms of all who have come together in it
};

/** Mutates the book: one event worked in. A split, an opening and a new name are kept for the flow of participants alone. */
function apply(event: TrialEvent, book: AssignmentBook): void {
  if (event.event === "merge") merge(event, book);
  if (event.event === "undeliverable") cutOff(event, book);
  const end = Object.hasOwn(ends, event.event) ? ends[event.event] : undefined;
  if (!end) return;
  for (const [code, assignment] of book.of) {
    if (assignment.unit === event.unit || code === event.unit)
      book.of.set(code, { ...assignment, status: end.status, not: end.not(event) });
  }
}

/** Events after which a unit is sent nothing more. */
const ends: Partial<Record<TrialEvent["event"], { status: AnalysisStatus; not: (event: TrialEvent) => string }>> = {
  "opt-out": { status: "opted-out", not: ({ date }) => `opted out on ${dayName(date)}` },
  "withdraw-from-intervention": { status: "withdrawn", not: ({ date }) => `withdrawn on ${dayName(date)}` },
  "withdraw-from-data": {
    status: "withdrawn-with-data",
    not: ({ date }) => `withdrawn with its data on ${dayName(date)}`,
  },
  close: { status: "closed", not: ({ date }) => `closed on ${dayName(date)}` },
  merge: { status: "merged", not: ({ date, other }) => `merged into ${other} on ${dayName(date)}` },
};

/**
 * Which arm's reports the practice gets that goes on, where the other came from another arm; in a chain of mergers also where one that
 * had merged into the other did.
 */
function merge({ unit, other = "", date, line }: TrialEvent, book: AssignmentBook): void {
  const { trial, of, rulings, problems } = book;
  const [gone, stays] = [of.get(unit), of.get(other)];
  const rule = trial.file.merged;
  const [come, there] = [armsIn(book, unit), armsIn(book, other)];
  if (come.size === 0) return;
  book.together.set(other, new Set([...there, ...come]));
  if (!stays) {
    rulings.push({ unit, into: other, date, rule, arm: null, because: `${other} is not in the allocation` });
    return;
  }
  if (new Set([...there, ...come]).size === 1) return;
  const isDirect = gone !== undefined && gone.arm !== stays.arm;
  const across = isDirect
    ? `${unit} was in another arm than ${other}`
    : `${come.size > 1 ? unit : other} has practices of several arms`;
  const own = stays.sent ?? stays.arm;
  if (rule === "keep-successor") rulings.push({ unit, into: other, date, rule, arm: own, because: across });
  else if (rule === "stop-sending") {
    of.set(other, { ...stays, not: `${across}, and merged into it on ${dayName(date)}` });
    rulings.push({ unit, into: other, date, rule, arm: null, because: across });
  } else if (rule === "keep-larger-list") {
    const [a, b] = [listBefore(book, unit, date), listBefore(book, other, date)];
    const arm = (a ?? 0) > (b ?? 0) ? (gone?.sent ?? gone?.arm ?? [...come][0]!) : own;
    if (arm !== own) of.set(other, { ...stays, sent: arm });
    rulings.push({ unit, into: other, date, rule, arm, because: `${across}; lists of ${a ?? "?"} and ${b ?? "?"}` });
  } else if (book.rows.get(other)?.some((row) => row.from >= date)) {
    rulings.push({ unit, into: other, date, rule, arm: stays.arm, because: `${across}; ruled on by the trials unit` });
  } else
    problems.push(
      wrong(
        "merger-not-ruled",
        `${unit} merged into ${other} of another arm on ${date}, and the allocation has no row for ${other} since then`,
        { file: join(dirname(trial.path), trial.file.events ?? ""), line, column: 1 },
        "ask the trials unit for a new row that gives the arm, with a reason that mentions the merger",
      ),
    );
}

/** The arms of all who have come together in a practice, its own among them. */
function armsIn({ of, together }: AssignmentBook, code: string): ReadonlySet<string> {
  const own = of.get(code);
  return together.get(code) ?? new Set(own ? [own.arm] : []);
}

/** Registered patients in the last month before a day. */
function listBefore(
  { inputs: { observations, directory } }: AssignmentBook,
  code: string,
  date: string,
): number | undefined {
  const to = toMonth(date.slice(0, 7)) - 1;
  return latestPatients(observations, code, { from: to - 11, to }) ?? directory.get(code)?.patients;
}

function cutOff({ unit, channel, date }: TrialEvent, { of }: AssignmentBook): void {
  for (const [code, assignment] of of) {
    if (assignment.unit !== unit && code !== unit) continue;
    const only = channels.find((each) => each === channel);
    if (only) of.set(code, { ...assignment, unreachable: [...(assignment.unreachable ?? []), only] });
    else of.set(code, { ...assignment, not: `undeliverable since ${dayName(date)}` });
  }
}

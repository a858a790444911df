import { isFormula } from "../csv.ts";
import { type Place, type Problem, wrong } from "../problem.ts";
import { findUnseen, unseenName } from "../unseen.ts";
import type { Cycle } from "./campaign/campaign.ts";
import type { Directory } from "./data/organisation.ts";
import { isDay } from "./files/fields.ts";
import { suggest } from "./files/suggest.ts";
import type { Action } from "./library/action.ts";
import { type Indicator, isCounted } from "./library/indicator.ts";
import { savedPlan } from "./saved-plan.ts";

export const commitmentStatuses = ["planned", "under-way", "done", "not-for-us"] as const;

export type CommitmentStatus = (typeof commitmentStatuses)[number];

/** What one recipient has said that it will do, or has done, about one action or step of its own. */
export type Commitment = {
  code: string;
  cycle: string; // of the report that it answers
  action: string; // id; empty where the step is the recipient's own
  what: string; // the own step, in the recipient's words; empty where it is an action
  who: string; // a role; empty where none was given, or a person was named
  by: string; // ISO day; empty where none was given
  status: CommitmentStatus;
  goal: string; // the own goal, as it was written: "30 items a month"
  goalBy: string; // by when, as it was written
  aim?: OwnAim; // the goal as a number; absent where it was given in words alone
  returned: string; // ISO day on which it was declared
};

export const goalUnits = ["count", "value"] as const;

/** The own goal as a number: what charts and tables can show. */
export type OwnAim = {
  to: number;
  unit: (typeof goalUnits)[number]; // count: so many a month (or whatever the report's goal line asks for); value: as charts print it, a share in per cent
  indicator: string; // id; empty where none was named: the headline's
};

/** The columns of commitments.csv, in their order. */
export const commitmentColumns = [
  "code",
  "cycle",
  "action",
  "what",
  "who",
  "by",
  "status",
  "goal",
  "goal_by",
  "returned",
  "goal_number",
  "goal_unit",
  "indicator",
] as const;

export type CommitmentColumn = (typeof commitmentColumns)[number];

/** A row as it was returned: its cells as text, trimmed. */
export type ReturnedRow = { place: Place; told: string; cells: Readonly<Record<CommitmentColumn, string>> };

/** What a row is held against; without `today`, nothing is yet to come. */
export type Answerable = {
  directory: Directory;
  actions: ReadonlyMap<string, Pick<Action, "title">>;
  indicators: ReadonlyMap<string, Indicator>;
  headline: string; // id of an indicator
  cycles: readonly Cycle[];
  today?: string;
};

/**
 * The commitments in rows: each is checked, and all that is wrong is told with its row. Of several about the same action or step the
 * latest by its day counts; the same day must not say two things. Sorted by code, cycle, action and step.
 */
export function toCommitments(rows: readonly ReturnedRow[], known: Answerable, problems: Problem[]): Commitment[] {
  const read = rows.flatMap((row) => {
    const commitment = toCommitment(row, known, problems);
    return commitment ? [{ row, commitment }] : [];
  });
  const same = Map.groupBy(read, ({ commitment: { code, cycle, action, what } }) =>
    [code, cycle, action, what.toLowerCase()].join("\n"),
  );
  const latest = [...same.values()].map((each) => latestOf(each, problems));
  checkGoals(latest, problems);
  return latest.map(({ commitment }) => commitment).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

type ReadCommitment = { row: ReturnedRow; commitment: Commitment };

function keyOf({ code, cycle, action, what }: Commitment): string {
  return [code, cycle, action, what].join("\n");
}

function lastDay(all: readonly ReadCommitment[]): string | undefined {
  return all
    .map(({ commitment: { returned } }) => returned)
    .sort()
    .at(-1);
}

function latestOf(all: readonly ReadCommitment[], problems: Problem[]): ReadCommitment {
  const day = lastDay(all);
  const [first, ...others] = all.filter(({ commitment }) => commitment.returned === day) as [
    ReadCommitment,
    ...ReadCommitment[],
  ];
  for (const { row, commitment } of others) {
    const isSame = JSON.stringify(commitment) === JSON.stringify(first.commitment);
    const where = `${first.row.place.file}:${first.row.place.line}`;
    if (isSame)
      tell(row, "doubled", "says the same as an earlier row", `${where}; it counts once`, problems, "warning");
    else
      tell(
        row,
        "conflicting",
        `${commitment.code} said something else about the same on ${day}`,
        `the other is ${where}: take out the one that does not hold, or give it its own day`,
        problems,
      );
  }
  return first;
}

/** A recipient has one goal in a cycle: the latest that it wrote. */
function checkGoals(all: readonly ReadCommitment[], problems: Problem[]): void {
  const withGoal = all.filter(({ commitment: { goal } }) => goal !== "");
  for (const own of Map.groupBy(withGoal, ({ commitment: { code, cycle } }) => `${code}\n${cycle}`).values()) {
    const day = lastDay(own);
    const now = own.filter(({ commitment: { returned } }) => returned === day);
    const said = ({ commitment: { goal, aim } }: ReadCommitment) => JSON.stringify([goal, aim]);
    const other = now.find((each) => said(each) !== said(now[0]!));
    if (other)
      tell(other.row, "conflicting", `a second goal of ${other.commitment.code}`, "one goal for a cycle", problems);
  }
}

function tell(
  { place, told }: ReturnedRow,
  code: string,
  message: string,
  hint: string | undefined,
  problems: Problem[],
  severity: "error" | "warning" = "error",
): void {
  problems.push({ ...wrong(code, `${told}${message}`, place, hint), severity });
}

/** A row as a commitment; undefined, with its problems, where it cannot be one. */
function toCommitment(row: ReturnedRow, known: Answerable, problems: Problem[]): Commitment | undefined {
  const { cells } = row;
  const before = problems.length;
  const isBad = () => problems.slice(before).some(({ severity }) => severity === "error");
  const say = (code: string, message: string, hint?: string) => tell(row, code, message, hint, problems);
  checkLetters(row, problems);
  const { code, goal } = cells;
  if (code === "") say("bad-row", "no code");
  else if (!known.directory.has(code))
    say("unknown-code", `unknown code "${code}"`, suggest(code, [...known.directory.keys()]));
  const cycle = known.cycles.find(({ id }) => id === cells.cycle);
  const ids = known.cycles.map(({ id }) => id);
  const isToCome = cycle !== undefined && known.today !== undefined && cycle.issued > known.today;
  if (!cycle) say("unknown-cycle", `unknown cycle "${cells.cycle}"`, suggest(cells.cycle, ids));
  else if (isToCome)
    say("cycle-to-come", `cycle "${cycle.id}" comes on ${cycle.issued}`, "nobody can have answered it yet");
  const action = actionOf(cells.action, known);
  if (action === undefined)
    say(
      "unknown-action",
      `action "${cells.action}" is not in the campaign`,
      suggest(cells.action, [...known.actions.keys()]) ?? "write its id or its title, or a step of their own as what",
    );
  if (cells.action === "" && cells.what === "" && goal === "")
    say("bad-row", "neither an action, a step of their own nor a goal");
  const isGoalAlone = cells.action === "" && cells.what === "" && goal !== "";
  const status = cells.status === "" && isGoalAlone ? "planned" : statusOf(cells.status);
  if (cells.status === "" && !status) say("bad-row", "no status", `one of ${commitmentStatuses.join(", ")}`);
  else if (!status)
    say("unknown-status", `unknown status "${cells.status}"`, suggest(cells.status, commitmentStatuses));
  const [returned, by] = [dayOf(row, "returned", problems), dayOf(row, "by", problems)];
  if (returned === "" && cells.returned === "") say("bad-row", "no day on which it was returned");
  const issued = isToCome ? undefined : cycle?.issued;
  if (issued && returned && returned < issued)
    say("bad-day", `returned on ${returned}, before the report of ${issued} was there`);
  if (known.today !== undefined && returned > known.today) say("bad-day", `returned on ${returned}, which is to come`);
  if (issued && by && (by < issued || by > yearsAfter(issued, 2)))
    say("bad-day", `to be done by ${by}, and the report is of ${issued}`, "a day within two years of it");
  const aim = aimOf(row, known, problems);
  if (isBad() || action === undefined || !status) return undefined;
  const who = roleOf(row, problems);
  const what = action === "" ? cells.what : "";
  const said = { code, cycle: cells.cycle, action, what, who, by, status, goal, goalBy: cells.goal_by, returned };
  return aim ? { ...said, aim } : said;
}

/** The goal as a number, and what it is a number of; undefined where none is given, or with its problems. */
function aimOf(row: ReturnedRow, { indicators, headline }: Answerable, problems: Problem[]): OwnAim | undefined {
  const { goal, goal_number: number, goal_unit: named, indicator: id } = row.cells;
  const before = problems.length;
  const say = (message: string, hint?: string) => tell(row, "bad-goal", message, hint, problems);
  if (number === "" && named !== "") say(`goal_unit "${named}" without a goal_number`);
  if (number === "" && id !== "") say(`indicator "${id}" without a goal_number`);
  if (number === "") return undefined;
  if (goal === "") say("goal_number without a goal", "write the goal in words too: 30 items a month");
  const to = /^\d{1,3}(,\d{3})+(\.\d+)?$|^\d+(\.\d+)?$/.test(number) ? Number(number.replaceAll(",", "")) : undefined;
  if (to === undefined) say(`invalid goal_number "${number}"`, "digits alone: 30, 2.5 or 1,200");
  const indicator = indicators.get(id === "" ? headline : id);
  if (!indicator) say(`unknown indicator "${id}"`, suggest(id, [...indicators.keys()]));
  const given = named === "" && indicator ? (isCounted(indicator) ? "count" : "value") : named.toLowerCase();
  const unit = goalUnits.find((each) => each === given);
  if (indicator && !unit) say(`unknown goal_unit "${named}"`, suggest(named, goalUnits) ?? "count or value");
  if (indicator && unit === "count" && !isCounted(indicator))
    say(`a count, and "${indicator.indicator}" has none`, "goal_unit value: as its charts print it");
  if (indicator?.kind === "share" && unit === "value" && to !== undefined && to > 100)
    say(`a goal of ${number}%`, "a share is at most 100");
  if (to === undefined || !unit || problems.length > before) return undefined;
  return { to, unit, indicator: id };
}

/** Its id, by id or title; empty where none is named. */
function actionOf(text: string, { actions }: Answerable): string | undefined {
  if (text === "" || actions.has(text)) return text;
  return [...actions].find(([, { title }]) => title.toLowerCase() === text.toLowerCase())?.[0];
}

function statusOf(text: string): CommitmentStatus | undefined {
  const plain = text.toLowerCase().replaceAll(/[\s_-]+/g, "-");
  return commitmentStatuses.find((status) => status === plain);
}

function dayOf(row: ReturnedRow, column: "by" | "returned", problems: Problem[]): string {
  const text = row.cells[column];
  if (text === "") return "";
  const iso = /^\d{4}-\d{2}-\d{2}(?=$|[ T])/.exec(text)?.[0];
  if (iso !== undefined && isDay(iso)) return iso;
  tell(row, "bad-day", `invalid ${column} "${text}"`, "write a day as 2026-11-30", problems);
  return "";
}

function yearsAfter(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

const longest: Readonly<Partial<Record<CommitmentColumn, number>>> = {
  who: savedPlan.longest.who,
  what: savedPlan.longest.what,
  goal: savedPlan.longest.goal,
  goal_by: savedPlan.longest.by,
};

/** What nobody sees, what a spreadsheet would work out, what may be a patient or a person, and more than is printed. */
function checkLetters(row: ReturnedRow, problems: Problem[]): void {
  for (const column of commitmentColumns) {
    const text = row.cells[column];
    const unseen = findUnseen(text);
    if (unseen) tell(row, "odd-letter", `${column} has ${unseenName(unseen.letter)}`, "type the words again", problems);
    if (/[\r\n\t]/.test(text)) tell(row, "odd-letter", `${column} has a line break or a tab`, undefined, problems);
    if (isFormula(text))
      tell(row, "formula", `${column} begins as a formula does: "${text.slice(0, 20)}"`, "begin with a word", problems);
    if (/(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/.test(text) && column !== "code")
      tell(row, "patient", `${column} has a number of ten digits, as a patient's is`, "take it out", problems);
    const most = longest[column] ?? Number.POSITIVE_INFINITY;
    if (text.length > most)
      tell(
        row,
        "too-long",
        `${column} has ${text.length} letters, and ${most} are printed at most`,
        "say it in fewer",
        problems,
      );
    const named = column === "what" || column === "goal" ? namedIn(text) : undefined;
    if (named)
      tell(
        row,
        "person",
        `${column} names a person, "${named}"`,
        "take the name out: a role, and no patient",
        problems,
      );
  }
}

/** "Mrs Smith": somebody with a title, among other words. */
function namedIn(text: string): string | undefined {
  return /(?<![\p{L}\p{N}])(Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor)\.?\s+\p{Lu}[\p{L}'’-]+/u.exec(text)?.[0];
}

/** Who does it, as a role. The name of a person, an address or a number is left out, and told. */
function roleOf(row: ReturnedRow, problems: Problem[]): string {
  const { who } = row.cells;
  if (who === "" || !isPerson(who)) return who;
  const hint = "write a role, such as practice pharmacist: no report names who does it";
  tell(row, "person", "who looks like the name of a person, and is left out", hint, problems, "warning");
  return "";
}

const titles = /(^|[\s,(])(dr|mr|mrs|ms|miss|mx|prof|professor|sister)\.?\s+\p{Lu}/iu;
const roles =
  /\b(pharmacists?|technicians?|nurses?|gps?|doctors?|managers?|leads?|partners?|team|practice|prescribers?|clinicians?|director|administrators?|admin|reception(ists?)?|coordinators?|navigators?|paramedics?|physiotherapists?|dietitians?|associates?|registrars?|workers?|carers?|dispensers?|officers?|analysts?|staff|pcn|icb|everyone|everybody|all|we|us)\b/i;

function isPerson(who: string): boolean {
  if (titles.test(who) || /@|\d{5,}/.test(who)) return true;
  if (roles.test(who)) return false;
  if (/^\p{Lu}[\p{L}'’-]+,\s*\p{Lu}/u.test(who) || /^(\p{Lu}\.?\s+)+\p{Lu}[\p{L}'’-]+$/u.test(who)) return true; // Jones, Sarah; S. Jones
  return /^\p{Lu}[\p{L}'’-]+(\s+\p{Lu}\.?)*\s+\p{Lu}[\p{L}'’-]+$/u.test(who);
}

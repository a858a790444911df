import { dirname, resolve } from "node:path";
import type { Cycle } from "../../input/campaign/campaign.ts";
import { loadStudy, type Study, type Trial } from "../../input/study.ts";
import type { StudyMemory } from "../../input/topics.ts";
import { acceptance, named } from "../../input/trial/findings.ts";
import { inputError, isInputError, type Place, type Problem, wrong } from "../../problem.ts";
import { assign } from "../../report/assign.ts";
import { armDesigns } from "../../report/plan.ts";
import type { World } from "../../world.ts";

/** Another trial that has some of the same recipients in the same months. */
export type Concurrent = {
  name: string; // "two-frames"
  isSameCampaign: boolean;
  months: { from: string; to: string }; // in which both issue reports: 2026-04
  of: readonly { code: string; arm: string; otherArm: string }[]; // recipients of both, each with its arm here and there
  twice: readonly { code: string; cycles: readonly string[] }[]; // those to whom both send a report of one campaign in one cycle
};

/**
 * The trials that a trial's file names as `alongside`, as far as they have the same recipients in the same months. A trial that cannot be
 * read is a problem.
 */
export async function concurrentTrials(
  world: World,
  study: Study,
  trial: Trial,
  memory: StudyMemory = new Map(),
): Promise<{ found: Concurrent[]; problems: Problem[] }> {
  const found: Concurrent[] = [];
  const problems: Problem[] = [];
  for (const [i, path] of trial.file.alongside.entries()) {
    const place = trial.placeOf(["alongside", i]);
    try {
      const other = await loadStudy(world, resolve(dirname(trial.path), path), { memory, isDraft: true });
      if (!other.trial?.allocation) {
        const hint = "take it out until its list has come, or name its folder";
        problems.push({
          code: "unknown-concurrent",
          severity: "warning",
          message: `"${path}" has no list of a trial`,
          place,
          hint,
        });
        continue;
      }
      const both: [Both, Both] = [
        { study, trial },
        { study: other, trial: other.trial },
      ];
      problems.push(...sharedMailboxes(...both, place));
      const concurrent = concurrentWith(...both);
      if (!concurrent) continue;
      found.push(concurrent);
      if (!names(other.trial, trial)) problems.push(oneSided(concurrent, trial, place));
    } catch (error) {
      if (!isInputError(error)) throw error;
      const [first] = error.problems;
      problems.push({
        code: "unknown-concurrent",
        severity: "error",
        message: `"${path}" cannot be read: ${first?.message ?? error.message}`,
        place,
        hint: `feedback check ${path} tells what is wrong with it`,
      });
    }
  }
  return { found, problems };
}

/** Whether a trial names another as alongside. */
function names({ file, path }: Trial, { path: other }: Trial): boolean {
  const folderOf = (each: string) => resolve(dirname(path), each.replace(/\/trial\.ya?ml$/, ""));
  return file.alongside.some((each) => folderOf(each) === resolve(dirname(other)));
}

/** Of two trials that share recipients each tells of the other, or the pack of one is silent. */
function oneSided({ name }: Concurrent, { file }: Trial, place: Place): Problem {
  return {
    code: "one-sided",
    severity: "warning",
    message: `"${name}" shares recipients with this trial, and does not name it: its own pack will not tell of them`,
    place,
    hint: `add the folder of "${file.trial}" to its alongside`,
  };
}

type Both = { study: Study; trial: Trial };

/** What two trials have in common; undefined where no recipient is in both in the same months. */
function concurrentWith(own: Both, other: Both): Concurrent | undefined {
  const [a, b] = [monthsOf(own), monthsOf(other)];
  const months = { from: [a.from, b.from].sort()[1]!, to: [a.to, b.to].sort()[0]! };
  if (months.from > months.to || !own.trial.allocation) return undefined;
  const [here, there] = [armsOf(own), armsOf(other)];
  const of = [...here].flatMap(([code, arm]) => {
    const otherArm = there.get(code);
    return otherArm === undefined ? [] : [{ code, arm, otherArm }];
  });
  if (of.length === 0) return undefined;
  const campaigns = new Set(campaignsOf(own.study));
  return {
    name: other.trial.file.trial,
    isSameCampaign: campaignsOf(other.study).some((id) => campaigns.has(id)),
    months,
    of: of.toSorted((x, y) => (x.code < y.code ? -1 : 1)),
    twice: sentTwice(own, other),
  };
}

/** Recipients to whom both trials send a report of the same campaign in the same cycle: each would be another version of it. */
function sentTwice(own: Both, other: Both): Concurrent["twice"] {
  const common = cyclesOf(own.study).filter(({ id }) => cyclesOf(other.study).some((each) => each.id === id));
  const twice = new Map<string, string[]>();
  for (const cycle of common) {
    const [here, there] = [sentIn(own, cycle), sentIn(other, cycle)];
    for (const [code, campaign] of here)
      if (there.get(code) === campaign) twice.set(code, [...(twice.get(code) ?? []), cycle.id]);
  }
  return [...twice].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([code, cycles]) => ({ code, cycles }));
}

/** Who is sent a report in a cycle by design and list, and of which campaign. */
function sentIn({ study, trial }: Both, cycle: Cycle): ReadonlyMap<string, string> {
  const designs = armDesigns(study, trial);
  return new Map(
    [...assign(study, trial, cycle).of].flatMap(([code, { arm, sent = arm, not }]): [string, string][] => {
      const of = designs.get(sent);
      const isSent = not === undefined && of?.design.cycles.some(({ id }) => id === cycle.id);
      const campaign = study.topics.get(of?.topic ?? "")?.campaign.campaign;
      return isSent && campaign !== undefined ? [[code, campaign]] : [];
    }),
  );
}

/** Mailboxes to which both trials send: whoever opens one sees an arm of each. Recipients of both are told by themselves. */
function sharedMailboxes(own: Both, other: Both, place: Place): Problem[] {
  const there = Map.groupBy(boxesOf(other), ({ box }) => box);
  const shared = [...Map.groupBy(boxesOf(own), ({ box }) => box)].flatMap(([box, here]) => {
    const codes = here.map(({ code }) => code);
    const others = (there.get(box) ?? []).map(({ code }) => code).filter((code) => !codes.includes(code));
    return others.length > 0 ? [`${box} (${codes.join(", ")} here, ${others.join(", ")} there)`] : [];
  });
  if (shared.length === 0) return [];
  const many = shared.length === 1 ? "a mailbox gets" : `${shared.length} mailboxes get`;
  return [
    {
      code: "shared-mailbox",
      severity: "warning",
      message: `${many} the reports of this trial and of "${other.trial.file.trial}": ${shared.join("; ")}`,
      place,
      hint: "ask each organisation for a mailbox of its own, or tell both trials units that their arms meet there",
    },
  ];
}

/** Everybody who is in an arm that sends email, with the mailbox. */
function boxesOf({ study, trial }: Both): { code: string; box: string }[] {
  const designs = armDesigns(study, trial);
  const directory = new Map([...study.topics.values()].flatMap((inputs) => [...inputs.directory]));
  const last = cyclesOf(study).at(-1);
  return [...(last ? assign(study, trial, last).of : [])].flatMap(([code, { arm }]) => {
    const { channels = [], cycles = [] } = designs.get(arm)?.design ?? {};
    const box = directory.get(code)?.email?.trim().toLowerCase();
    return box && cycles.length > 0 && channels.includes("email") ? [{ code, box }] : [];
  });
}

function campaignsOf({ topics }: Study): string[] {
  return [...topics.values()].map(({ campaign }) => campaign.campaign);
}

/** The months in which a trial issues reports. */
function monthsOf({ study }: Both): { from: string; to: string } {
  const issued = cyclesOf(study).map((cycle) => cycle.issued.slice(0, 7));
  return { from: issued.toSorted()[0] ?? "", to: issued.toSorted().at(-1) ?? "" };
}

/** What every recipient is randomised to, by the list alone, whatever has happened since. */
function armsOf({ study, trial }: Both): ReadonlyMap<string, string> {
  const last = cyclesOf(study).at(-1);
  if (!last) return new Map();
  return new Map([...assign(study, trial, last).of].map(([code, { arm }]) => [code, arm]));
}

function cyclesOf({ topics }: Study) {
  return [...topics.values()][0]?.campaign.cycles ?? [];
}

/**
 * Recipients who would get two versions of a report, one of each trial: refused unless the trial's file accepts it by name
 * (`two-reports`).
 */
export function twiceProblems({ file, placeOf }: Trial, all: readonly Concurrent[]): Problem[] {
  const accepted = file["accepted-findings"].filter(({ finding }) => finding === "two-reports");
  return all.flatMap(({ name, twice }): Problem[] => {
    const left = twice.filter(({ code }) => !accepted.some(({ of }) => of?.includes(code) ?? true));
    if (left.length === 0) return [];
    const cyclesFor = new Map(left.map(({ code, cycles }) => [code, cycles.join(", ")]));
    const codes = left.map(({ code }) => code);
    const message = `${left.length} ${left.length === 1 ? "recipient" : "recipients"} would get two reports of one campaign in a cycle, one of this trial and one of "${name}": ${named(codes, (code) => cyclesFor.get(code))}`;
    const hint = `take them out of one of the lists, or make one trial of both; ${acceptance("two-reports", codes)}`;
    return [wrong("two-reports", message, placeOf(["alongside"]), hint)];
  });
}

/** Throws an InputError where a trial beside this one sends the same recipients another report of the same campaign. */
export async function refuseTwoReports(world: World, study: Study): Promise<void> {
  const { trial } = study;
  if (!trial || trial.file.alongside.length === 0) return;
  const { found } = await concurrentTrials(world, study, trial);
  const problems = twiceProblems(trial, found);
  if (problems.length > 0) throw inputError(problems);
}

/** Each concurrent trial as a warning, by name: how many recipients, in which months, and how its arms lie on those of this one. */
export function concurrentProblems(trial: Trial, all: readonly Concurrent[]): Problem[] {
  return all.map((each) => ({
    code: "concurrent-trial",
    severity: "warning",
    message: concurrentText(each),
    place: trial.placeOf(["alongside"]),
    hint: "say in the analysis how the other trial is allowed for, or keep its units apart",
  }));
}

const several = 3; // recipients in an arm: of fewer, all may be in one of the other trial by chance

/** Every arm of one lies within one arm of the other, and there are at least two of each. */
function isConfounded({ of }: Concurrent): boolean {
  const arms = [...Map.groupBy(of, ({ arm }) => arm).values()];
  const others = arms.map((own) => new Set(own.map(({ otherArm }) => otherArm)));
  if (arms.length < 2 || arms.some(({ length }) => length < several) || others.some(({ size }) => size > 1))
    return false;
  return new Set(others.flatMap((each) => [...each])).size > 1;
}

/**
 * "12 recipients are in "two-frames" too, on the same campaign, in 2026-04 to 2026-10: K1 with F1 3, F2 3; K7 with F1 3, F2 3"; and
 * whether arms lie on one another, so that neither trial's effect can be told from the other's.
 */
export function concurrentText(concurrent: Concurrent): string {
  const { name, isSameCampaign, months, of } = concurrent;
  const arms = [...Map.groupBy(of, ({ arm }) => arm)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([arm, own]) => {
      const others = [...Map.groupBy(own, ({ otherArm }) => otherArm)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `${arm} with ${others.map(([other, { length }]) => `${other} ${length}`).join(", ")}`;
    });
  const when = months.from === months.to ? months.from : `${months.from} to ${months.to}`;
  return `${of.length} ${of.length === 1 ? "recipient is" : "recipients are"} in "${name}" too, ${isSameCampaign ? "on the same campaign" : "on another campaign"}, in ${when}: ${arms.join("; ")}${isConfounded(concurrent) ? `. Whoever is in one arm here is in one arm there: neither effect can be told from the other` : ""}`;
}

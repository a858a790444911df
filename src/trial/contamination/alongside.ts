import { dirname, resolve } from "node:path";
import { loadStudy, type Study, type Trial } from "../../input/study.ts";
import type { StudyMemory } from "../../input/topics.ts";
import { isInputError, type Place, type Problem } from "../../problem.ts";
import { assign } from "../../report/assign.ts";
import type { World } from "../../world.ts";

/** Another trial that has some of the same recipients in the same months. */
export type Concurrent = {
  name: string; // "two-frames"
  isSameCampaign: boolean;
  months: { from: string; to: string }; // in which both issue reports: 2026-04
  of: readonly { code: string; arm: string; otherArm: string }[]; // recipients of both, each with its arm here and there
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
      const concurrent = concurrentWith({ study, trial }, { study: other, trial: other.trial });
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
  };
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

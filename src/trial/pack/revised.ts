import { join } from "node:path";
import { countsOf } from "../../measure/standing.ts";
import { sha256 } from "../../output/sha256.ts";
import type { ArtefactEntry } from "../../output/store.ts";
import { inputError, type Problem } from "../../problem.ts";
import { planStudy } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { measureStudy } from "../../report/subjects.ts";
import type { Task } from "../../report/task.ts";
import type { World } from "../../world.ts";
import type { Facts } from "./facts.ts";
import type { CycleRun } from "./runs.ts";

/** What was counted for recipients in a report, and among how many: by recipient and what it is of. */
export type RevisedCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What an earlier cycle was made from, and what today's data say of its months: summed over an arm's recipients that both know. */
export type Revision = { indicator: string; arm: string; before: number; now: number };

/**
 * Holds earlier cycles against the data of today. A late correction changes all arms alike; one that changes the past of some arms
 * alone changes who is told what, or was made to: it is told by name.
 */
export async function revisedByArm(world: World, facts: Facts): Promise<Problem[]> {
  const { runs, study, measure } = facts;
  const problems: Problem[] = [];
  for (const run of runs.slice(0, -1)) {
    const planned = planStudy(study, run.cycle.id);
    const now = countedNow(measureStudy(study, planned, { measure }).tasks);
    problems.push(...unlike(run.cycle.id, revisionsOf(await madeIn(world, run), now, run.trial.arms)));
  }
  return problems;
}

/** Sums over the recipients of an arm, of what is known of them both times. */
export function revisionsOf(
  before: RevisedCounts,
  now: RevisedCounts,
  arms: Readonly<Record<string, string>>,
): Revision[] {
  const sums = new Map<string, Revision>();
  for (const [code, figures] of before)
    for (const [indicator, count] of figures) {
      const [again, arm] = [now.get(code)?.get(indicator), arms[code]];
      if (again === undefined || arm === undefined) continue;
      const sum = sums.get(`${indicator} ${arm}`) ?? { indicator, arm, before: 0, now: 0 };
      sums.set(`${indicator} ${arm}`, { ...sum, before: sum.before + count, now: sum.now + again });
    }
  return [...sums.values()];
}

const least = 50; // counted in an arm: of fewer, one late item is much
const most = 1.05; // of what the least revised arm was revised by

/** Indicators that were revised by more in one arm than in another. */
export function unlike(cycle: string, revisions: readonly Revision[]): Problem[] {
  const known = revisions.filter(({ before }) => before >= least);
  return [...Map.groupBy(known, ({ indicator }) => indicator)].flatMap(([indicator, same]): Problem[] => {
    const ratios = same.map(({ now, before }) => now / before);
    if (Math.max(...ratios) <= Math.min(...ratios) * most) return [];
    const told = same
      .toSorted((a, b) => (a.arm < b.arm ? -1 : 1))
      .map(({ arm, before, now }) => `${arm} ${signed(now / before - 1)}`)
      .join(", ");
    return [
      {
        code: "revised-by-arm",
        severity: "warning",
        message: `what was counted for ${cycle} has been revised since by more in some arms than in others: ${indicator}, ${told}`,
        hint: "ask the supplier of the data: a correction of one arm's past alone is no late delivery",
      },
    ];
  });
}

/** "+100.0%" */
function signed(change: number): string {
  const percent = (change * 100).toFixed(1);
  return `${change < 0 ? "" : "+"}${percent}%`;
}

async function madeIn(world: World, { folder, entries }: CycleRun): Promise<RevisedCounts> {
  const reports: Report[] = [];
  const edited: string[] = [];
  for (const all of entries.values()) {
    const data = all.find((entry): entry is ArtefactEntry => "path" in entry && entry.channel === "report");
    const text = data && (await world.readText(join(folder, data.path)));
    if (text && sha256(text) !== data.sha256) edited.push(join(folder, data.path));
    if (text) reports.push(JSON.parse(text) as Report);
  }
  if (edited.length > 0)
    throw inputError(
      edited.map((file) => ({
        code: "run-at-fault",
        severity: "error",
        message: `"${file}": it is not what the run's manifest says was made`,
        hint: "put it back as it was made; `verify` names everything in that run that does not hold",
      })),
    );
  return countedIn(reports);
}

/** As reports would say it now: disclosure control is applied. */
function countedNow(tasks: readonly Pick<Task, "organisation" | "standings">[]): RevisedCounts {
  return new Map(
    tasks.map(({ organisation, standings }) => [
      organisation.code,
      new Map(
        standings.flatMap(({ indicator, own }) => {
          const counts = countsOf(own);
          return counts ? pairOf(indicator, counts.count, counts.base) : [];
        }),
      ),
    ]),
  );
}

function countedIn(reports: readonly Pick<Report, "recipient" | "standings">[]): RevisedCounts {
  return new Map(
    reports.map(({ recipient, standings }) => [
      recipient.code,
      new Map(
        standings.flatMap(({ indicator, values: { numerator, denominator } }) =>
          pairOf(indicator, numerator, denominator),
        ),
      ),
    ]),
  );
}

/** What was counted of an indicator, and its denominator, which is revised by itself: a list that is halved raises every rate. */
function pairOf(indicator: string, count: unknown, base: unknown): [string, number][] {
  const all = [
    [indicator, count],
    [`${indicator} (denominator)`, base],
  ] as const;
  return all.flatMap(([name, value]): [string, number][] => (typeof value === "number" ? [[name, value]] : []));
}

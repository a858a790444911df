import type { Cycle } from "../../input/campaign/campaign.ts";
import { isReady } from "../../input/cycles.ts";
import type { Study, Trial } from "../../input/study.ts";
import { inOrder, isInputError, type Problem } from "../../problem.ts";
import { planStudy } from "../../report/plan.ts";
import { blindGuard } from "./hidden.ts";
import { type CycleLook, checkCycle, checkWhole, type Integrity, unlessTold } from "./one-cycle.ts";
import { checkPlanned } from "./sent.ts";
import { checkShared } from "./shared.ts";

/**
 * What is wrong with a trial in any cycle of its campaign, so that one which stops being faithful is found before its first report.
 * What hangs on no cycle is looked at once; in other cycles than the one asked for, the few recipients who show every block between
 * them. Cycles whose data are not there yet are looked at on the latest that are. What several cycles show is told once, with which.
 */
export function integrityOfCycles(study: Study, trial: Trial, look: CycleLook): Integrity {
  const guard = blindGuard(study, trial, look.templates);
  const whole = checkWhole(study, trial, guard);
  const all = cyclesOf(study).map((cycle): CycleFindings => {
    const at = atCycle(study, cycle);
    const isAsked = cycle.id === look.cycle.id;
    const own = { ...look, cycle: at.cycle, guard: unlessTold(whole, guard) };
    const found = checkCycle(at, trial, isAsked ? own : { ...own, most: 0, composed: undefined });
    return { cycle: at.label, isAsked, findings: [...found, ...checkList(at, trial)] };
  });
  return { guard, findings: inOrder([...whole, ...toldOnce(all)]) };
}

function cyclesOf({ topics }: Study): readonly Cycle[] {
  const [first] = topics.values();
  return first?.campaign.cycles ?? [];
}

/** A study in which a cycle can be looked at, whether its data are there or not. */
type AtCycle = Study & { cycle: Cycle; label: string };

function atCycle(study: Study, cycle: Cycle): AtCycle {
  const all = [...study.topics.values()];
  const ready = cyclesOf(study).filter((each) => all.every((inputs) => isReady(inputs, each)));
  const latest = ready.at(-1);
  if (!latest || ready.includes(cycle)) return { ...study, cycle, label: cycle.id };
  const lent = (each: Cycle): Cycle => (each.id === cycle.id ? { ...each, data: latest.data } : each);
  const topics = new Map(
    [...study.topics].map(([topic, inputs]) => {
      const { campaign } = inputs;
      return [topic, { ...inputs, campaign: { ...campaign, cycles: campaign.cycles.map(lent) } }];
    }),
  );
  return { ...study, topics, cycle: lent(cycle), label: `${cycle.id} (on the data of ${latest.id})` };
}

/** Who is sent what in a cycle, by the trials unit's list where it has come (X08, and places that get reports of two arms). */
function checkList(study: AtCycle, trial: Trial): readonly Problem[] {
  if (!trial.allocation) return [];
  try {
    const planned = planStudy({ ...study, trial }, study.cycle.id);
    return [...checkPlanned(trial, planned), ...checkShared(trial, planned)];
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  }
}

/** What was found in one cycle. */
type CycleFindings = { cycle: string; isAsked: boolean; findings: readonly Problem[] };

/** Each finding once, as the cycle that is asked for shows it or else the first; with the cycles, where these are not all. */
function toldOnce(all: readonly CycleFindings[]): Problem[] {
  const groups = new Map<string, { problem: Problem; cycles: string[] }>();
  for (const { cycle, isAsked, findings } of all)
    for (const problem of findings) {
      const key = JSON.stringify([problem.code, problem.place?.file, problem.place?.line, bare(problem.message)]);
      const known = groups.get(key);
      const kept = isAsked ? problem : (known?.problem ?? problem);
      groups.set(key, { problem: kept, cycles: [...(known?.cycles ?? []), cycle] });
    }
  return [...groups.values()].map(({ problem, cycles }) => {
    const own = [...new Set(cycles)];
    if (own.length === all.length) return problem;
    return { ...problem, message: `${problem.message}; in ${own.length === 1 ? "cycle" : "cycles"} ${own.join(", ")}` };
  });
}

/** Without what is of one recipient or one cycle: counts, examples, the texts that differ. */
function bare(message: string): string {
  return message
    .replace(/(?::|, e\.g\.) .*$/s, "")
    .replace(/\bthe report of \S+/, "a report")
    .replace(/\b\d+\b/g, "0");
}

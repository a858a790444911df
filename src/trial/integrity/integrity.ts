import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import { inOrder, inputError, type Problem, wrong } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import { isUndrawn, listOf } from "../../report/assign.ts";
import type { StudyPlan } from "../../report/plan.ts";
import type { Measuring } from "../../report/subjects.ts";
import { integrityOfCycles } from "./every-cycle.ts";
import { blindGuard } from "./hidden.ts";
import { type CycleLook, checkCycle, checkWhole, type Integrity, unlessTold } from "./one-cycle.ts";
import { checkPlanned } from "./sent.ts";
import { checkShared } from "./shared.ts";

/** Which templates, how numbers are had, and whether the other cycles are looked at too, as before the first reports. */
export type Holding = Measuring & { templates: Templates; isFirst: boolean };

/** Holds a trial to the rules that stop a render. Throws an InputError where one is broken. */
export function checkIntegrity(
  { trial, ...study }: Study,
  planned: StudyPlan,
  { isFirst, ...look }: Holding,
): Integrity {
  if (!trial) return { guard: {}, findings: [] };
  const asked = { ...look, cycle: planned.cycle };
  const { guard, findings } = isFirst ? integrityOfCycles(study, trial, asked) : integrityOf(study, trial, asked);
  const ofList = isFirst ? [] : checkShared(trial, planned); // else they have been looked at with every cycle
  const all = [...findings, ...checkPlanned(trial, planned), ...ofList];
  if (all.some(({ severity }) => severity === "error")) throw inputError(inOrder(all));
  return { guard, findings: all };
}

/** Throws an InputError for a cycle of a micro-randomised trial whose draws have not come: it would be sent to nobody. */
export function refuseUndrawn({ trial }: Study, cycle: Pick<Cycle, "id">): void {
  if (trial && isUndrawn(trial, cycle)) throw inputError([notDrawn(trial, cycle.id)]);
}

/** Cycles of a micro-randomised trial without draws, of which a render would be refused: the one that is due, and any between those that have some. */
export function findUndrawn(
  trial: Trial,
  { cycles, due }: { cycles: readonly Pick<Cycle, "id">[]; due: Pick<Cycle, "id"> },
): Problem[] {
  if (!trial.allocation) return [];
  const without = cycles.map((cycle) => isUndrawn(trial, cycle));
  const [first, last] = [without.indexOf(false), without.lastIndexOf(false)];
  return cycles
    .filter(({ id }, i) => without[i] && (id === due.id || (first < i && i < last)))
    .map(({ id }) => ({ ...notDrawn(trial, id), severity: "warning" }));
}

function notDrawn(trial: Trial, cycle: string): Problem {
  const place = { file: listOf(trial).files[0] ?? trial.path, line: 1, column: 1 };
  const hint = "ask the trials unit for a list with this cycle: who was available, the probabilities, the arms";
  return wrong("not-drawn-yet", `the list has no draws of cycle ${cycle}`, place, hint);
}

/** What is wrong with a trial in one cycle, whoever is in which arm: rules X01 to X04. */
export function integrityOf(study: Study, trial: Trial, look: CycleLook): Integrity {
  const guard = blindGuard(study, trial, look.templates);
  const whole = checkWhole(study, trial, guard);
  const findings = checkCycle(study, trial, { ...look, guard: unlessTold(whole, guard) });
  return { guard, findings: inOrder([...whole, ...findings]) };
}

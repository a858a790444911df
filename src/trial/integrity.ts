import type { Study } from "../input/study.ts";
import type { StudyPlan } from "../report/plan.ts";
import { hiddenWords } from "./hidden.ts";

/** What the integrity rules found of a trial before anything is rendered, and the words no reader may see. */
export type Integrity = { hidden: readonly string[] };

/** Holds a trial to the rules that stop a render. Throws an InputError where one is broken. */
export async function checkIntegrity({ trial, ...study }: Study, _planned: StudyPlan): Promise<Integrity> {
  if (!trial) return { hidden: [] };
  const { hidden } = hiddenWords(study, trial);
  return { hidden };
}

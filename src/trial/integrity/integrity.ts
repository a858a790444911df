import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study, Trial } from "../../input/study.ts";
import { levelsOf } from "../../input/trial/arms.ts";
import { measureOnce } from "../../measure/measure-once.ts";
import { inOrder, inputError, type Problem } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import { designOfLevels, type StudyPlan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import type { Measuring } from "../../report/subjects.ts";
import { pickVaried } from "../../report/varied.ts";
import type { Levels } from "../differences/attribute.ts";
import { variantsOf } from "../differences/variants.ts";
import { checkApproval } from "./approval.ts";
import { checkFactors } from "./declared.ts";
import { hiddenWords } from "./hidden.ts";
import { checkLeaks } from "./leaks.ts";
import { levelPairs } from "./level-pairs.ts";
import { checkOrthogonal } from "./orthogonal.ts";
import { checkPlanned } from "./sent.ts";
import { findSlips } from "./slips.ts";

/** What the integrity rules found of a trial before anything is rendered, and the words no reader may see. */
export type Integrity = { hidden: readonly string[]; findings: readonly Problem[] };

/** Holds a trial to the rules that stop a render. Throws an InputError where one is broken. */
export function checkIntegrity({ trial, ...study }: Study, planned: StudyPlan, templates: Templates): Integrity {
  if (!trial) return { hidden: [], findings: [] };
  const { hidden, findings } = integrityOf(study, trial, {
    cycle: planned.cycle,
    templates,
  });
  const all = [...findings, ...checkPlanned(trial, planned)];
  if (all.some(({ severity }) => severity === "error")) throw inputError(inOrder(all));
  return { hidden, findings: all };
}

/** How a trial is looked at. */
export type Look = Measuring & {
  cycle: Cycle;
  templates: Templates; // whose words tell nobody anything
  most?: number; // recipients that are all looked at; of more, a varied sample
};

/** What is wrong with a trial whoever is in which arm: rules X01 to X04. */
export function integrityOf(
  study: Study,
  trial: Trial,
  { cycle, templates, most = 300, measure = measureOnce() }: Look,
): Integrity {
  const { hidden } = hiddenWords(study, trial, templates);
  const wide = { cycle, measure };
  const codes = sampleOf(study, trial, { ...wide, most });
  const findings = [
    ...findSlips(study, trial),
    ...checkApproval(study, trial),
    ...checkFactors(study, trial, { ...wide, codes: codes.wide }),
    ...checkOrthogonal(study, trial, { ...wide, codes: codes.narrow }),
    ...checkLeaks(study, trial, { ...wide, codes: codes.narrow, hidden }),
  ];
  return { hidden, findings: inOrder(findings) };
}

/** Recipients to look at: all of them or a varied sample, and few that show between them every block and action. */
function sampleOf(
  study: Study,
  trial: Trial,
  { most, ...wide }: Required<Omit<Look, "templates">>,
): { wide: readonly string[]; narrow: readonly string[] } {
  const topics = Map.groupBy(levelPairs(trial), ({ levels }) => topicOf(study, trial, levels));
  const cells = [...topics.values()].map(([first]) => first!.levels);
  const shown = variantsOf(study, trial, cells, wide);
  const narrow = [...new Set(shown.flatMap(({ reports }) => pickVaried([...reports.values()]).map(codeOf)))];
  const all = [...new Set(shown.flatMap(({ reports }) => [...reports.keys()]))];
  return { wide: all.length > most ? narrow : all, narrow };
}

function topicOf(study: Study, trial: Trial, levels: Levels): string {
  return designOfLevels(study, levelsOf(trial.file, { levels })).topic;
}

function codeOf({ recipient }: Report): string {
  return recipient.code;
}

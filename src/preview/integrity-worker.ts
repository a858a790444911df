import { parentPort, workerData } from "node:worker_threads";
import { findCycle } from "../input/load.ts";
import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { readTemplates } from "../render/templates.ts";
import { integrityOf } from "../trial/integrity.ts";
import type { IntegrityAnswer, IntegrityOrder } from "./integrity.ts";
import { firstInputs } from "./sight.ts";

const answer = await look(workerData as IntegrityOrder).catch((error: Error) => ({ broken: error.message }));
parentPort?.postMessage(answer satisfies IntegrityAnswer);

/** The trial is read again: what the rules look at cannot be sent to a thread. */
async function look({ campaign, data, templates, cycle }: IntegrityOrder): Promise<IntegrityAnswer> {
  const study = await loadStudy(nodeWorld(), campaign, { data });
  if (!study.trial) return { findings: [] };
  const at = findCycle(firstInputs(study), cycle);
  return { findings: integrityOf(study, study.trial, at, await readTemplates(templates)).findings };
}

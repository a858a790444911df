import { findCycle } from "../input/cycles.ts";
import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { readTemplates } from "../render/templates.ts";
import { integrityOf } from "../trial/integrity/integrity.ts";
import type { IntegrityAnswer, IntegrityOrder } from "./integrity.ts";
import { firstInputs } from "./sight.ts";

// A process of its own: takes one order, answers it and ends.

process.once("message", async (order: IntegrityOrder) => {
  const answer = await look(order).catch((error: Error) => ({ broken: error.message }));
  process.send?.(answer satisfies IntegrityAnswer, () => process.disconnect());
});
process.once("disconnect", () => process.exit()); // nobody is left to tell

/** The trial is read again: what the rules look at cannot be sent to a process. */
async function look({ campaign, data, templates, cycle }: IntegrityOrder): Promise<IntegrityAnswer> {
  const study = await loadStudy(nodeWorld(), campaign, { data, isDraft: true });
  if (!study.trial) return { findings: [] };
  const at = findCycle(firstInputs(study), cycle);
  const options = { cycle: at, templates: await readTemplates(templates) };
  return { findings: integrityOf(study, study.trial, options).findings };
}

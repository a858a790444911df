import { findCycle, load } from "../input/load.ts";
import { measure } from "../measure/measure.ts";
import { nodeWorld } from "../node.ts";
import { inputError } from "../problem.ts";
import { compose } from "../report/compose.ts";
import { explain } from "../report/explain.ts";
import { toMaterial } from "../report/material.ts";
import { plan } from "../report/plan.ts";
import { exits } from "./exits.ts";

/** Composes one report and says why it says what it says. */
export async function explainCommand(
  campaign: string,
  code: string,
  options: { data?: string; cycle?: string },
): Promise<number> {
  const inputs = await load(nodeWorld(), campaign, { data: options.data });
  const cycle = findCycle(inputs, options.cycle);
  const { jobs, without } = plan(inputs, cycle);
  const job = jobs.find(({ organisation }) => organisation.code === code);
  const reason = without.find((each) => each.code === code)?.reason;
  if (!job && !reason)
    throw inputError([{ code: "unknown-recipient", severity: "error", message: `unknown recipient "${code}"` }]);
  if (!job) {
    process.stdout.write(`${code} gets no report in ${cycle.id}: ${reason}\n`);
    return exits.clean;
  }
  const standings = measure(inputs, cycle, [code]);
  const report = compose(toMaterial(inputs, cycle, standings), { ...job, standings: standings.of[code] ?? [] });
  process.stdout.write(
    `${explain(report, { techniques: inputs.techniques, peers: inputs.campaign.peers["why-these"], comparators: job.design.comparators })}\n`,
  );
  return exits.clean;
}

import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { inputError, type Problem } from "../problem.ts";
import { decidedStages, rehearsalOf } from "../trial/rehearse.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";

type RehearseOptions = { data?: string; seed: number; responders: number; out: string };

/**
 * Writes a list for a rehearsal: made-up arms for every recipient of the data, even within strata, in every stage. Everything
 * rendered from it is watermarked. A real trial's list comes from its trials unit.
 */
export async function rehearse(path: string, { data, seed, responders, out }: RehearseOptions): Promise<number> {
  const study = await loadStudy(nodeWorld(), path, { data, allocation: false, isDraft: true });
  if (!study.trial)
    throw inputError([
      { code: "no-trial", severity: "error", message: `"${path}" is a campaign; only a trial is rehearsed` },
    ]);
  const problems: Problem[] = [];
  const decided = await decidedStages(study.trial, problems);
  if (!decided) throw inputError(problems);
  const { text, units, stages } = rehearsalOf(study, study.trial, { seed, responders: responders / 100, decided });
  await nodeWorld().write(out, text);
  process.stdout.write(`${numbered(units, "unit")} given made-up arms in ${out}\n`);
  if (stages.size > 1)
    for (const [stage, rows] of stages) process.stdout.write(`  ${stage}: ${numbered(rows, "row")}\n`);
  process.stdout.write("for a rehearsal only: everything rendered from it is watermarked\n");
  return exits.clean;
}

import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { inputError } from "../problem.ts";
import { rehearsalOf } from "../trial/rehearse.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";

/**
 * Writes a list for a rehearsal: made-up arms for every recipient of the data, even within strata. Everything rendered
 * from it is watermarked. A real trial's list comes from its trials unit.
 */
export async function rehearse(path: string, options: { data?: string; seed: number; out: string }): Promise<number> {
  const study = await loadStudy(nodeWorld(), path, { data: options.data, allocation: false, isDraft: true });
  if (!study.trial)
    throw inputError([
      { code: "no-trial", severity: "error", message: `"${path}" is a campaign; only a trial is rehearsed` },
    ]);
  const { text, units } = rehearsalOf(study, study.trial, options.seed);
  await nodeWorld().write(options.out, text);
  process.stdout.write(
    `${numbered(units, "unit")} given made-up arms in ${options.out}\nfor a rehearsal only: everything rendered from it is watermarked\n`,
  );
  return exits.clean;
}

import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { inputError } from "../problem.ts";
import { feasibilityOf } from "../trial/feasibility/feasibility.ts";
import { feasibilityText } from "../trial/feasibility/text.ts";
import { exits } from "./exits.ts";

type SimulateOptions = {
  data?: string;
  indicator?: string;
  offered?: Readonly<Record<string, number>>;
  available?: number; // per cent
  responders?: number; // per cent
  seed: number;
  draws?: number;
  json?: boolean;
};

/** Says what a trial can tell, from the past of its own campaign, and what its reports would say by chance. Writes nothing. */
export async function simulate(path: string, { data, json, ...options }: SimulateOptions): Promise<number> {
  const study = await loadStudy(nodeWorld(), path, { data, allocation: false, isDraft: true });
  if (!study.trial)
    throw inputError([
      { code: "no-trial", severity: "error", message: `"${path}" is a campaign; only a trial is simulated` },
    ]);
  const [available, responders] = [options.available, options.responders].map((each) => each && each / 100);
  const found = feasibilityOf(study, study.trial, { ...options, available, responders });
  process.stdout.write(`${json ? JSON.stringify(found) : feasibilityText(found)}\n`);
  return exits.clean;
}

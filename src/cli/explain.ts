import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { withHistory } from "../output/history.ts";
import { inputError, toText } from "../problem.ts";
import type { Assignment } from "../report/assign.ts";
import { explain } from "../report/explain.ts";
import { planStudy, unknownRecipient } from "../report/plan.ts";
import { reportsOf } from "../report/subjects.ts";
import { exits } from "./exits.ts";

/** Composes one report and says why it says what it says. */
export async function explainCommand(
  path: string,
  code: string,
  options: { data?: string; allocation?: string; cycle?: string; runs?: string },
): Promise<number> {
  const loaded = await loadStudy(nodeWorld(), path, { ...options, isDraft: true });
  const planned = planStudy(loaded, options.cycle);
  const { study, warnings } = await withHistory(nodeWorld(), loaded, planned, { out: options.runs });
  for (const each of warnings) process.stderr.write(`${toText(each)}\n`);
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === code);
  const reason = planned.without.find((each) => each.code === code)?.reason;
  if (jobs.length === 0 && !reason) throw inputError([unknownRecipient(code, planned)]);
  if (jobs.length === 0) {
    process.stdout.write(`${code} gets no report in ${planned.cycle.id}: ${reason}\n`);
    return exits.clean;
  }
  const assignment = planned.assignments?.of.get(code);
  if (assignment) process.stdout.write(`${armText(assignment)}\n`);
  const { tasks, reports } = reportsOf(study, { ...planned, jobs });
  for (const [i, task] of tasks.entries()) {
    const { techniques, indicators } = study.topics.get(task.topic)!;
    const { peers, comparators } = task.design;
    const before = { told: task.told, history: study.history?.cycles };
    const options = { techniques, indicators, peers: peers["why-these"], shown: comparators, ...before };
    process.stdout.write(`${explain(reports[i]!, options)}\n`);
  }
  return exits.clean;
}

/** In which arm it is, by its code, and whose report a ruling on a merger sends it. */
function armText({ unit, arm, sequence, stratum, washout, sent }: Assignment): string {
  const within = stratum ? `, in stratum ${stratum}` : "";
  const now = sequence === arm || sequence.includes(":") ? "" : `, now in arm ${arm}`;
  if (washout !== undefined)
    return `sequence ${sequence}${now}: ${unit} on the list${within}; in a washout ${washout === "nothing" ? "nothing is sent" : `all get the report of ${washout}`}`;
  return `${now === "" ? "arm" : "sequence"} ${sequence}${now}: ${unit} on the list${within}${sent ? `; after a merger it gets the report for ${sent}` : ""}`;
}

import type { Trial } from "../../input/study.ts";
import type { Problem } from "../../problem.ts";
import type { Job, StudyPlan } from "../../report/plan.ts";
import { finding } from "./finding.ts";

// X03: whoever opens a mailbox to which the reports of two arms come sees that there are arms, and what is in the other.

type Planned = Pick<StudyPlan, "jobs" | "assignments">;

/** Mailboxes to which a cycle sends reports of several arms, each with whom it is of. */
export function checkMailboxes(trial: Trial, { jobs, assignments }: Planned): Problem[] {
  const armOf = ({ organisation: { code } }: Job) => {
    const assignment = assignments?.of.get(code);
    return assignment?.sent ?? assignment?.arm ?? "";
  };
  const mailed = jobs.filter(({ channels, organisation: { email } }) => email && channels.includes("email"));
  const boxes = Map.groupBy(mailed, ({ organisation: { email = "" } }) => email.trim().toLowerCase());
  const shared = [...boxes].filter(([, own]) => new Set(own.map(armOf)).size > 1);
  if (shared.length === 0) return [];
  const named = shared.map(
    ([address, own]) => `${address} (${own.map((job) => `${job.organisation.code} of ${armOf(job)}`).join(", ")})`,
  );
  const message = `${shared.length === 1 ? "a mailbox gets" : `${shared.length} mailboxes get`} the reports of several arms: ${named.join("; ")}`;
  const place = { file: trial.allocation?.files[0] ?? trial.path, line: 1, column: 1 };
  const hint = "ask each organisation for a mailbox of its own, or tell the trials unit that its arms mix there";
  return [finding("X03", "warning", message, place, hint)];
}

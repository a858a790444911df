import { type Assessment, assessments } from "../../input/trial/assessed.ts";
import { isDrawn } from "../../input/trial/draws.ts";
import { listedCodes, ratioOf } from "../../input/trial/listed.ts";
import type { Facts } from "./facts.ts";
import { bullets, markdown, type Table } from "./written.ts";

/** Before anybody was allocated: who was assessed, and what came of it, with reasons; what was odd and accepted. */
export function enrolmentText({ trial, run }: Pick<Facts, "trial" | "run">, say: (text: string) => string): string {
  const { assessed, file } = trial;
  const units = new Set(Object.values(run.trial.assignments).map(({ unit }) => unit)).size;
  const groups = file.stages.length > 0 ? file.stages.map(({ arms }) => arms) : [listedCodes(file, trial.arms)];
  const accepted = file["accepted-findings"].map(
    (each) =>
      `${each.finding}${each.of ? ` of ${each.of.join(", ")}` : ""}, accepted on ${each.date} by ${say(each["accepted-by"])}: ${say(each.reason)}`,
  );
  return markdown(
    "## Enrolment",
    assessed
      ? `Assessed for eligibility: ${assessed.units.length} units. Of these\n\n${bullets(assessments.flatMap((status) => statusLines(assessed.units, status).map(say)))}`
      : `How many were assessed, were ineligible or declined is not on record: the trial has no list of them (\`assessed\`). Randomised: ${units} units.`,
    isDrawn(file)
      ? "Arms are drawn anew in every cycle, with the probabilities that the list records."
      : `Allocated in the ratio ${groups.map((codes) => ratioText(file, codes)).join("; then ")}.`,
    accepted.length > 0 ? `Accepted, though it is odd:\n\n${bullets(accepted)}` : "",
  );
}

/** "2:1 (N3:N8)" */
function ratioText(file: Parameters<typeof ratioOf>[0], codes: readonly string[]): string {
  return `${Object.values(ratioOf(file, codes)).join(":")} (${codes.join(":")})`;
}

type Units = readonly { status: Assessment; reason?: string }[];

function statusLines(units: Units, status: Assessment): string[] {
  const own = units.filter((each) => each.status === status);
  const reasons = [...Map.groupBy(own, ({ reason }) => reason ?? "")]
    .filter(([reason]) => reason !== "")
    .toSorted(([a, of], [b, other]) => other.length - of.length || (a < b ? -1 : 1))
    .map(([reason, all]) => `${all.length} ${reason}`);
  return [`${own.length} ${status}${reasons.length > 0 ? ` (${reasons.join("; ")})` : ""}`];
}

/** Everybody who was assessed, one row a unit. No arm. */
export function enrolmentTable({ trial: { assessed } }: Pick<Facts, "trial">): Table {
  return {
    columns: ["unit", "status", "date", "reason"],
    rows: (assessed?.units ?? []).map(({ unit, status, date, reason }) => ({
      unit,
      status,
      date: date ?? null,
      reason: reason ?? null,
    })),
  };
}

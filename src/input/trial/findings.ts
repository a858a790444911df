import { type Place, type Problem, wrong } from "../../problem.ts";
import type { Located } from "../files/yaml.ts";
import type { FindingName, TrialFile } from "./trial.ts";

/** What is wrong with who is in a trial: of whom, and how it is told of some of them. */
export type TrialFinding = {
  finding: FindingName;
  of: readonly string[]; // codes of units or arms
  tell: (of: readonly string[]) => Problem;
};

/** Findings as problems, but of those that the trial's file accepts by name; and acceptances that nothing needs. */
export function withoutAccepted(
  { value, placeOf }: Located<TrialFile>,
  findings: readonly TrialFinding[],
  { tellIdle }: { tellIdle: boolean }, // of a rehearsal not all is looked for
  problems: Problem[],
): void {
  const used = new Set<number>();
  const accepted = value["accepted-findings"];
  for (const { finding, of, tell } of findings) {
    const left = of.filter((code) => {
      const at = accepted.findIndex((each) => each.finding === finding && (each.of?.includes(code) ?? true));
      if (at >= 0) used.add(at);
      return at < 0;
    });
    if (left.length > 0) problems.push(tell(left));
  }
  for (const [i, { finding }] of accepted.entries())
    if (tellIdle && !used.has(i) && finding !== "two-reports")
      // that is found where other trials are read
      problems.push({
        ...wrong(
          "idle-acceptance",
          `"${finding}" is accepted, and nothing of it is found`,
          placeOf(["accepted-findings", i]),
          "take it out",
        ),
        severity: "warning",
      });
}

/** A finding about some units or arms, told at a place of those of them that are not accepted. */
export function found(
  finding: FindingName,
  of: readonly string[],
  place: Place,
  say: (of: readonly string[]) => { message: string; hint: string },
): TrialFinding {
  return {
    finding,
    of,
    tell: (left) => {
      const { message, hint } = say(left);
      return wrong(finding, message, place, `${hint}; ${acceptance(finding, left)}`);
    },
  };
}

/** How a finding can be accepted, for its hint. */
export function acceptance(finding: FindingName, of: readonly string[]): string {
  const codes = of.length > most || finding === "list-dates" ? "" : `, of: [${of.join(", ")}]`;
  return `if it is meant, accept it under \`accepted-findings\`: { finding: ${finding}${codes}, reason, accepted-by, date }`;
}

const most = 5; // codes that are named

/** "Z10001 (declined), Z10002 (not assessed) and 3 more" */
export function named(
  codes: readonly string[],
  noteOf: (code: string) => string | undefined = () => undefined,
): string {
  const told = codes.slice(0, most).map((code) => {
    const note = noteOf(code);
    return note === undefined ? code : `${code} (${note})`;
  });
  return `${told.join(", ")}${codes.length > most ? ` and ${codes.length - most} more` : ""}`;
}

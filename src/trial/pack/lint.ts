import type { LintVerdict } from "../../lint/lint.ts";
import type { Problem } from "../../problem.ts";
import type { PackEdition } from "./edition.ts";
import { bullets, markdown, markdownTable } from "./written.ts";

/** The findings of every arm and what was waived, and what stands out between arms. */
export function lintText(
  verdicts: ReadonlyMap<string, LintVerdict>,
  warnings: readonly Problem[],
  edition: PackEdition,
): string {
  const count = ({ findings }: LintVerdict, severity: string) =>
    findings.filter((each) => each.severity === severity).length;
  return markdown(
    "# Findings",
    "What the rules of good feedback find in the words and reports of every arm, composed for all allocated recipients; and what the trial breaks on purpose.",
    markdownTable(
      ["arm", "errors", "warnings", "notes", "waived"],
      [...verdicts].map(([arm, verdict]) => [
        edition.arm(arm),
        count(verdict, "error"),
        count(verdict, "warning"),
        count(verdict, "info"),
        verdict.waived.length,
      ]),
    ),
    "## Between arms",
    warnings.length > 0 ? problemList(warnings, edition) : "Nothing stands out.",
    ...[...verdicts].flatMap(([arm, { findings, waived }]) => [
      `## Arm ${edition.arm(arm)}`,
      findings.length > 0 ? problemList(findings, edition) : "No findings.",
      waived.length > 0
        ? `### Waived\n\n${bullets(waived.map(({ finding, waiver }) => waivedText(finding, waiver, edition)))}`
        : undefined,
    ]),
  );
}

function problemList(problems: readonly Problem[], { say }: PackEdition): string {
  return bullets(
    problems.map(({ code, severity, message, place }) =>
      say(`**${code}** (${severity}): ${message}${place ? ` [${place.file}:${place.line}]` : ""}`),
    ),
  );
}

type UsedWaiver = LintVerdict["waived"][number]["waiver"];

function waivedText({ code, message }: Problem, waiver: UsedWaiver, { say }: PackEdition): string {
  return say(`**${code}**: ${message}. Waived: ${waiver.reason} (${waiver["approved-by"]}).`);
}

import type { Organisation } from "../../input/data/organisation.ts";
import { openLint, type Verdict } from "../../lint/lint.ts";
import type { Places } from "../../lint/places.ts";
import type { Problem } from "../../problem.ts";
import { isSilent } from "../../report/plan.ts";
import { printedName } from "../../report/sane-case.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { bullets, markdown, markdownTable } from "./written.ts";

/** What the rules of good feedback find in an arm's reports, with the waivers of the campaign and the trial; nothing of an arm that is sent none. */
export function openLintOfArm(
  { study, trial, cycle, designs }: Pick<Facts, "study" | "trial" | "cycle" | "designs">,
  arm: string,
  { places, named }: { places: Places; named: readonly Organisation[] },
): ReturnType<typeof openLint> {
  const { topic, design } = designs.get(arm)!;
  if (isSilent(design)) return { see: () => {}, verdict: () => ({ findings: [], waived: [] }) };
  const inputs = study.topics.get(topic)!;
  const levels = trial.arms.get(arm)?.levels ?? {};
  const waivers = trial.file.lint.waive.filter(
    (waiver) =>
      (waiver.arms?.includes(arm) ?? true) &&
      Object.entries(waiver.factor ?? {}).every(([factor, level]) => levels[factor] === level),
  );
  const subject = {
    inputs: { ...inputs, campaign: { ...inputs.campaign, ...design } },
    cycle,
    named: named.map((organisation) => ({ code: organisation.code, name: printedName(organisation) })),
  };
  return openLint(subject, { places, waivers });
}

/** The findings of every arm and what was waived, and what stands out between arms. */
export function lintText(
  verdicts: ReadonlyMap<string, Verdict>,
  warnings: readonly Problem[],
  edition: PackEdition,
): string {
  const count = ({ findings }: Verdict, severity: string) =>
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

type Waiver = Verdict["waived"][number]["waiver"];

function waivedText({ code, message }: Problem, waiver: Waiver, { say }: PackEdition): string {
  return say(`**${code}**: ${message}. Waived: ${waiver.reason} (${waiver["approved-by"]}).`);
}

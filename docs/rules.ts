/** Writes docs/rules.md from the rules themselves: node docs/rules.ts */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Rule } from "../src/lint/rule.ts";
import { rules } from "../src/lint/rules.ts";
import { citationText } from "../src/lint/sources.ts";
import { evidence } from "../src/lint/techniques.ts";

const file = fileURLToPath(new URL("rules.md", import.meta.url));

const families: Readonly<Record<Rule["family"], string>> = {
  goals: "Goals and indicators",
  data: "Data and comparators",
  display: "Display",
  actions: "Actions",
  credibility: "Credibility and tone",
  safety: "Safety of patients",
  privacy: "Integrity and privacy",
  trial: "Integrity of trials",
  pathways: "What a message needs to be true",
};

/** The page as it should be. */
export function rulesPage(): string {
  return `${[
    "# The rules",
    "<!-- Made by `npm run -s rules` from src/lint. Do not edit. -->",
    `\`feedback check\` checks a campaign, its numbers and its reports against these ${rules.length} rules; \`feedback check --rendered\` also checks the pages and emails made from them. Evidence for single features of feedback reports is weak, so rules of evidence warn; rules of integrity stop. A rule based only on practice says so and gives information only. Limits we chose ourselves are marked "our limit".`,
    ...Object.entries(families).flatMap(([family, title]) => {
      const some = rules.filter((rule) => rule.family === family);
      return some.length > 0 ? [`## ${title}`, table(some)] : [];
    }),
    "## Techniques and their evidence",
    "A block or an action claims techniques of the taxonomy BCTTv1 in `bct`. X07 looks for the least that must be there, in every report that shows it. Finding it does not prove that the technique was delivered: human coding remains the standard of trials. Techniques that are not listed are not checked.",
    ["| technique | what must be seen |", "|---|---|", ...techniqueRows()].join("\n"),
    "## Profiles",
    "`lint: { profile: [brehaut-15, nhs-style] }` in campaign.yaml checks by some sets of rules only; `integrity` is always included.",
    "## Waivers",
    "If you break a rule on purpose, say so in campaign.yaml:",
    [
      "```yaml",
      "lint:",
      "  waive:",
      "    - rule: A05",
      "      reason: The plan is on a separate form",
      "      approved-by: Clinical lead",
      "      date: 2026-03-01",
      "```",
    ].join("\n"),
    "`of: opioids-why-support` waives it for one block, action or indicator (or a list of them). Waived findings are kept and printed in the trial pack; a waiver of an unknown rule, or one that nothing needs, is itself a finding.",
  ].join("\n\n")}\n`;
}

function table(some: readonly Rule[]): string {
  return [
    "| | rule | severity | what is looked at | rests on | profiles |",
    "|---|---|---|---|---|---|",
    ...some.map(({ id, says, severity, mode, looks, rests, profiles }) =>
      row([
        id,
        says,
        mode === "heuristic" ? `${severity}, by rule of thumb` : severity,
        looks,
        rests.map(citationText).join("; "),
        profiles.join(", "),
      ]),
    ),
  ].join("\n");
}

function techniqueRows(): string[] {
  const known = JSON.parse(readFileSync(new URL("../content/taxonomies/bcttv1.json", import.meta.url), "utf8")) as {
    techniques: { code: string; label: string }[];
  };
  return known.techniques.flatMap(({ code, label }) => {
    const wanted = evidence[code];
    return wanted ? [row([`${code} ${label}`, wanted.shows])] : [];
  });
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, rulesPage());

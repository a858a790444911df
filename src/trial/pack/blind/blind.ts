import { sha256 } from "../../../output/sha256.ts";
import { baselineOf } from "../baseline/baseline.ts";
import { baselineTable } from "../baseline/written.ts";
import type { FollowedOutcomes } from "../exposure/by-cycle.ts";
import { type Files, markTable, markTyped, rehearsalBanner, sums, typedFiles } from "../files.ts";
import { areCollected, planSums } from "../plans.ts";
import { bullets, csvText, markdown, markdownTable, type Table } from "../written.ts";
import { allocatedTable, attritionTable } from "./allocated.ts";
import { blindExposure } from "./exposure.ts";
import { blindGroups } from "./groups.ts";
import type { Labels } from "./key.ts";
import type { BlindKey } from "./sealed.ts";
import type { BlindSource } from "./source.ts";

/**
 * The blind edition of a pack: arms under labels, and nothing that tells which is which. The same list, data and labels give the
 * same bytes, whatever arms stand for.
 */
export async function blindFiles(source: BlindSource, followed: FollowedOutcomes, labels: Labels): Promise<Files> {
  const { rehearsal } = source.runs.at(-1)!.trial;
  const { table, leftOut } = blindExposure(source, followed, labels);
  const files = await typedFiles({ exposure: markTyped(table, rehearsal) }, purposes, asItIs);
  const add = (path: string, rows: Table) => files.set(path, csvText(markTable(rows, rehearsal)));
  add("allocated.csv", allocatedTable(source, labels));
  add("attrition.csv", attritionTable(source, labels));
  add("baseline.csv", baselineTable(baselineOf(source, blindGroups(source, labels), followed)));
  if (areCollected(source)) add("plans.csv", planSums(source));
  if (source.trial.assessed) add("enrolment.csv", enrolment(source));
  const words = readme(source, { labels, leftOut, paths: [...files.keys()] });
  files.set("README.md", rehearsal ? `${rehearsalBanner}\n\n${words}` : words);
  files.set("SHA256SUMS", sums(files));
  return files;
}

/** What is sealed beside the edition. */
export function keyOf(
  { trial, cycle }: BlindSource,
  { id, labels, files }: { id: string; labels: Labels; files: Files },
): BlindKey {
  return {
    trial: trial.file.trial,
    cycle: cycle.id,
    run: id,
    mark: labels.mark,
    sums: sha256(files.get("SHA256SUMS")!),
    arms: labels.arms.map(({ label, code }) => ({
      label,
      arm: code,
      levels: Object.fromEntries(
        Object.entries(trial.arms.get(code)?.levels ?? {}).map(([factor, level]) => [
          factor,
          { level, is: trial.file.factors[factor]?.levels[level]?.is ?? "" },
        ]),
      ),
    })),
  };
}

const asItIs = { sayTable: (table: Table) => table, sayAll: <T>(value: T) => value };

/** Who was assessed, without reasons: those are in the words of the trial's team. */
function enrolment({ trial: { assessed } }: BlindSource): Table {
  return {
    columns: ["unit", "status", "date"],
    rows: (assessed?.units ?? [])
      .map(({ unit, status, date }) => ({ unit, status, date: date ?? null }))
      .toSorted((a, b) => (a.unit < b.unit ? -1 : 1)),
  };
}

const purposes: Readonly<Record<string, string>> = {
  "exposure.csv":
    "One line a recipient and cycle so far: label of its arm, status, dates, baseline and result, for everybody who was allocated.",
  "exposure.parquet": "The same with types.",
  "codebook.csv": "What its columns are: type, unit, values, what an empty cell means, where it is from.",
  "codebook.json": "The same for programs.",
  "allocated.csv": "Units and recipients by cycle, stage and label, by their status.",
  "attrition.csv": "Of each pair of labels: who had left before this cycle, and the difference with its 95% interval.",
  "baseline.csv":
    "The groups at baseline: outcomes, covariates, strata; of each pair the standardised difference. No P values.",
  "enrolment.csv": "Everybody who was assessed for eligibility, and what came of it.",
  "plans.csv":
    "Of everybody together, by cycle: plans that came back on its reports, own goals in them, and steps by their status.",
  SHA256SUMS: "Fingerprints of all files.",
};

/** Of the other editions: what would tell arms apart, and why. */
const absent: readonly (readonly [what: string, why: string])[] = [
  [
    "What was planned, made, handed over, delivered, opened or came back; why not; how often so far; flow, its diagram and fidelity by arm",
    "arms may differ in ways and times of sending by design",
  ],
  ["Whose plan came back, and plans by arm", "arms may differ in reports, actions and room for a plan by design"],
  [
    "Values, withheld figures and suppressions as a report had them",
    "they hang on what an arm's report holds; baseline and result are measured alike for all instead",
  ],
  ["Pages, words, blocks shown, sizes and fingerprints of files", "they hang on what an arm's report holds"],
  ["The comparison of arms, their description, techniques, findings and waivers", "they say what arms are"],
  ["Contamination and concurrent trials", "they say who got reports of which arms"],
  ["The checklist of CONSORT", "it says what arms are, and what was made for them"],
  ["Specimens, queues and lists of dispatch", "they are, or name, what an arm gets"],
  [
    "The manifest, the ledger, and fingerprints of the run, the list and the trial's own file",
    "arms and their codes are in what they are made from",
  ],
  ["Title, reasons and names of the trial's parts; texts of its team", "they may say what arms are"],
];

function readme(
  { trial, cycle, runs }: BlindSource,
  { labels, leftOut, paths }: { labels: Labels; leftOut: readonly string[]; paths: readonly string[] },
): string {
  const { list, version } = runs.at(-1)!.trial;
  return markdown(
    `# Blind edition: ${trial.file.trial}, cycle ${cycle.id}`,
    `List ${list}, version ${version}. Arms go by labels, ${labels.arms.map(({ label }) => label).join(", ")}, in an order that only a secret tells. The mark of these labels is \`${labels.mark}\`: in every blind edition with this mark, a label means the same arm. \`sha256sum -c SHA256SUMS\` checks the files.`,
    markdownTable(
      ["file", "what it is"],
      [...paths, "SHA256SUMS"].map((path) => [path, purposes[path] ?? ""]),
    ),
    "Analyse by `arm`, as allocated. An empty cell is not known, or not there; it never means zero.",
    "## What was left out",
    markdownTable(
      ["what", "why"],
      [...absent, ...leftOut.map((name) => [`The column \`${name}\``, "here no two arms share its values"])],
    ),
    "## What can tell all the same",
    bullets([
      "What happened to people: results, and who left.",
      ...(new Set(labels.arms.map(({ code }) => trial.file.ratio[code] ?? 1)).size > 1
        ? ["Arms are of unequal sizes by design, so counts tell."]
        : []),
      ...(trial.file.stages.length > 0 ? ["The stage that an arm belongs to, and so who was randomised again."] : []),
      "Any other edition, the list or a report, beside this folder: units are the same in all of them. Give this folder away alone.",
    ]),
  );
}

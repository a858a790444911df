import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { ended, markdown, markdownTable } from "./written.ts";

/** What each file of a pack is, by its path. */
export const purposes: Readonly<Record<string, string>> = {
  "manifest.json":
    "What the run was made from, and for everybody what was made: blocks, figures, signals, files with fingerprints.",
  "arm-diff.json": "How arms differ on the same recipients and data, and the verdict of the integrity rules.",
  "arm-diff.html": "The same as a page to look at.",
  "tidier.md": "The intervention by arm in the twelve items of TIDieR, and arms side by side.",
  "bct-matrix.csv":
    "Behaviour change techniques by arm: frequency, mode, specificity, enactment. `bcio`: classes of the Behaviour Change Intervention Ontology.",
  "fidelity.md":
    "How far arms differ by design, what was made and what is on record of it by arm, and what differs that should not.",
  "fidelity.csv": "Its figures, one a row.",
  "flow.csv": "Participants by cycle, stage and arm: from allocation to what was made for them.",
  "flow-channels.csv":
    "Reports by cycle, stage, arm and channel: planned, made, handed over, delivered, opened, come back.",
  "enrolment.csv": "Everybody who was assessed for eligibility, and what came of it.",
  "flow.md": "This cycle's flow in text.",
  "flow.svg": "The flow up to this cycle as a drawing, after CONSORT, with units and clusters in every box.",
  "flow.json": "What the drawing says, box by box, for programs.",
  "baseline.md":
    "The groups at baseline, as a table of CONSORT has them: outcomes, covariates, strata, standardised differences.",
  "baseline.csv": "The same, with every pair of groups, for a spreadsheet.",
  "baseline.json": "The same for programs.",
  "exposure.csv":
    "For the statistician: one line a recipient and cycle so far, with what it got until then, its dates, baseline and outcome.",
  "exposure.parquet": "The same with types.",
  "exposure-channels.csv": "One line a recipient, cycle and channel.",
  "exposure-channels.parquet": "The same with types.",
  "codebook.csv":
    "What the columns of these two tables are: type, unit, values, what an empty cell means, where it is from.",
  "codebook.json": "The same for programs.",
  "snapshot/hashes.json": "Every data file with its fingerprint and rows.",
  "snapshot/withheld.csv": "All that disclosure control withheld.",
  "snapshot/next-stage-eligibility.csv": "Who is to be randomised again: frozen, for the trials unit.",
  "snapshot/next-stage-eligibility.md": "How that was decided, and the embedded regimes.",
  "dispatch/email-queue.csv": "The emails to send.",
  "dispatch/email-ledger.csv":
    "What became of every email that `feedback send` was to send, line by line: which bytes, when, what the server said, why it was left out.",
  "dispatch/letter-ledger.csv":
    "Which letters a print house has, which were left out and which came back, line by line.",
  "dispatch/print-list.csv": "The letters to print: batch, address, pages, copies.",
  "dispatch/returns-template.csv":
    "A form for whoever sends: a row for what they sent, what was delivered, opened, bounced and returned; give it to `pack` the next time.",
  "contamination.md":
    "Who may have had the words of another arm: other reports, moves, mergers, mailboxes, addresses; and what other trials they are in.",
  "contamination.csv": "The same of each recipient, one a row.",
  "lint.md": "Findings by arm, and waivers with their reasons.",
  "consort-2025.docx":
    "CONSORT 2025 with the extensions that the design calls for, item by item: what the pack knows, what the team has to say.",
  "consort-2025.md": "The same to read.",
  "consort-2025.json": "The same for programs.",
  "spirit-2025.docx": "SPIRIT 2025 for the protocol, item by item: what the pack knows, what the team has to say.",
  "spirit-2025.md": "The same to read.",
  "spirit-2025.json": "The same for programs.",
};

/** The README of an edition: what each of its files is, and how to read them. `specimensOf` is whose reports the specimens are. */
export function packReadme(
  facts: Facts,
  edition: PackEdition,
  { paths, specimensOf }: { paths: readonly string[]; specimensOf: string | undefined },
): string {
  const { run, cycle, trial } = facts;
  const purposeOf = (path: string) =>
    purposes[path] ??
    purposes[path.replace(/next-stage-\d+/, "next-stage")] ??
    `A report as its reader gets it, on fictional data${specimensOf ? ` (${specimensOf})` : ""}.`;
  return markdown(
    `# Trial pack: ${run.trial.id}, cycle ${cycle.id}`,
    `${ended(edition.say(trial.file.title))} ${edition.masked ? "Masked" : "Unmasked"} edition. List ${run.trial.list}, version ${run.trial.version}. Made from the run with key ${run.key.slice(0, 12)}; the same run gives the same bytes. \`sha256sum -c SHA256SUMS\` checks it.`,
    edition.masked ? blinding(facts) : "This edition says what arms stand for: for the trial's team alone.",
    markdownTable(
      ["file", "what it is"],
      [...paths, "SHA256SUMS"].map((path) => [
        path,
        path === "SHA256SUMS" ? "Fingerprints of all files." : purposeOf(path),
      ]),
    ),
    facts.returns === undefined
      ? "Nothing is on record of what happened after the reports were made. Those columns are empty, which does not mean zero."
      : "What was handed over and received is as reported back, and as the ledgers of `feedback send` and `feedback print-run` have it.",
    "## The exposure tables",
    "Analyse by `arm`, as allocated. The columns are in codebook.csv. An empty cell is not known, or not there; it never means zero.",
  );
}

/** What of a masked pack tells one arm from another all the same. */
function blinding({ designs, arms }: Facts): string {
  const differ = new Set(arms.map((arm) => JSON.stringify(designs.get(arm)!.design.channels))).size > 1;
  return [
    "No name of a factor, level or stage stands in here, and arms go by codes. What an arm is sent can still tell which it is: the comparison, the description, the specimens and the lists of dispatch are not for those who must stay blind.",
    ...(differ ? ["Arms differ in channels, so every figure by channel tells too."] : []),
    "Whoever must stay blind is given the blind edition (`pack --blind`).",
  ].join(" ");
}

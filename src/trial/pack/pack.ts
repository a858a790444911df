import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserOptions } from "../../output/page-browser.ts";
import type { Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import type { Comparison } from "../compare/compare.ts";
import { armDiff } from "./arm-diff.ts";
import { baselineOf } from "./baseline/baseline.ts";
import { baselineTable, baselineText } from "./baseline/written.ts";
import { bctMatrix } from "./bct-matrix.ts";
import { blindFiles, keyOf } from "./blind/blind.ts";
import { labelsOf, readBlindKey } from "./blind/key.ts";
import { sealed } from "./blind/sealed.ts";
import { checklistFiles } from "./checklists/files.ts";
import {
  type Contamination,
  contactTable,
  contaminationOf,
  contaminationText,
  contaminationWarnings,
} from "./contamination.ts";
import { differentials } from "./contrasts.ts";
import { type Decision, decide, stagesDecidedBy } from "./decide.ts";
import { flowDiagram } from "./diagram/flow-diagram.ts";
import { flowSvg } from "./diagram/flow-svg.ts";
import { emailQueue, emptyReturns, printList } from "./dispatch.ts";
import { drawFlow } from "./draws.ts";
import { editionOf, type PackEdition } from "./edition.ts";
import { eligibilityTable, eligibilityText } from "./eligibility.ts";
import { enrolmentTable, enrolmentText } from "./enrolment.ts";
import { exposureByChannel } from "./exposure/by-channel.ts";
import { exposureByCycle, type FollowedOutcomes } from "./exposure/by-cycle.ts";
import { outcomesOf } from "./exposure/outcomes.ts";
import { responsesOf } from "./exposure/responses.ts";
import { type TypedTable, typed } from "./exposure/typed-table.ts";
import { type Facts, readFacts } from "./facts.ts";
import { fidelityTable, fidelityText } from "./fidelity.ts";
import { type Files, markTable, markTyped, rehearsalBanner, sums, typedFiles } from "./files.ts";
import { channelTable, flowsOf, flowTable } from "./flow.ts";
import { flowText } from "./flow-text.ts";
import { withoutLedger } from "./frozen.ts";
import { comparedOf } from "./groups.ts";
import { leftOtherwise } from "./left-otherwise.ts";
import { lintText } from "./lint.ts";
import { letterTable, mailingTable } from "./mailings.ts";
import { manifestOf } from "./manifest.ts";
import { unrecordedChanges } from "./modifications.ts";
import { packReadme, purposes } from "./readme.ts";
import { revisedByArm } from "./revised.ts";
import { sequenceFlow } from "./sequences.ts";
import { disclosureLog, type Snapshot, snapshotOf } from "./snapshot.ts";
import { makeSpecimens, type Specimens } from "./specimens.ts";
import { tidierText } from "./tidier.ts";
import { csvText, jsonBytes, jsonText, type Table } from "./written.ts";

export type PackOptions = {
  run: string; // the folder of a finished run, or of a cycle, for its current or only one
  partial?: boolean | undefined; // though something is left out of the run, or not all of it was made
  out?: string | undefined; // where the pack's folders go; the run's own folder if left out
  unmasked?: boolean | undefined; // the edition that says what arms stand for, besides
  blind?: string | undefined; // the edition from which nothing tells arms apart, besides: a file with the secret that relabels them
  delivery?: string | undefined; // a CSV of what was sent, delivered and returned
  data?: string | undefined; // the same data from elsewhere
  browser?: BrowserOptions | undefined;
};

export type Packed = { folders: readonly string[]; files: number; warnings: readonly Problem[] };

/**
 * Writes the trial pack of a finished run: what was sent to whom and how arms differ, for the trial's papers, its
 * statistician and its trials unit. Masked, and beside it unmasked and blind where asked for. The same run gives the same
 * bytes. Throws an InputError for a run that is none of a trial, is unfinished, or whose inputs have changed.
 */
export async function pack(world: World, options: PackOptions): Promise<Packed> {
  const secret = options.blind === undefined ? undefined : await readBlindKey(world, options.blind);
  const facts = await readFacts(world, options);
  const shared = await prepare(world, facts, options.browser ?? {});
  const editions: [string, Files][] = [];
  for (const masked of options.unmasked ? [true, false] : [true])
    editions.push([
      masked ? "pack-masked" : "pack-unmasked",
      await writeEdition(facts, shared, editionOf(facts, { masked })),
    ]);
  const blind = secret === undefined ? undefined : await blindEdition(facts, shared, secret);
  if (blind) editions.push(["pack-blind", blind.files]);
  const out = options.out ?? facts.folder;
  for (const [name, files] of editions) {
    await rm(join(out, name), { recursive: true, force: true });
    for (const [path, bytes] of files) await world.write(join(out, name, path), bytes);
  }
  if (blind) await world.write(join(out, "pack-blind.sealed"), blind.key);
  return {
    folders: editions.map(([name]) => join(out, name)),
    files: editions.reduce((all, [, { size }]) => all + size, 0),
    warnings: shared.warnings,
  };
}

/** The blind edition, and its key as only the secret opens it. */
async function blindEdition(
  facts: Facts,
  { followed }: PackShared,
  secret: string,
): Promise<{ files: Files; key: string }> {
  const labels = labelsOf(facts.trial, secret);
  const files = await blindFiles(facts, followed, labels);
  return { files, key: sealed(keyOf(facts, { id: facts.run.id, labels, files }), secret) };
}

/** What all editions are written from, worked out once. */
type PackShared = {
  comparison: Comparison;
  snapshot: Snapshot;
  decisions: readonly { stage: ReturnType<typeof stagesDecidedBy>[number]; of: readonly Decision[] }[];
  followed: FollowedOutcomes;
  specimens: Specimens;
  contamination: Contamination;
  warnings: readonly Problem[];
};

async function prepare(world: World, facts: Facts, browser: BrowserOptions): Promise<PackShared> {
  const specimens = await makeSpecimens(world, facts, browser);
  const contamination = await contaminationOf(world, facts);
  const decisions = stagesDecidedBy(facts.trial, facts.cycle.id).map((stage) => ({ stage, of: decide(facts, stage) }));
  return {
    comparison: facts.found.comparison,
    snapshot: await snapshotOf(world, facts),
    decisions,
    followed: { outcomes: outcomesOf(facts), responses: await responsesOf(facts, decisions) },
    specimens,
    contamination,
    warnings: [
      ...differentials(facts).warnings,
      ...unrecordedChanges(facts),
      ...leftOtherwise(facts),
      ...withoutLedger(facts.frozen, facts.run),
      ...(await revisedByArm(world, facts)),
      ...contaminationWarnings(contamination),
      ...specimens.warnings,
    ],
  };
}

async function writeEdition(facts: Facts, shared: PackShared, edition: PackEdition): Promise<Files> {
  const files: Files = new Map();
  const { rehearsal } = facts.run.trial;
  const text = (path: string, words: string) => files.set(path, rehearsal ? `${rehearsalBanner}\n\n${words}` : words);
  const table = (path: string, rows: Table) => files.set(path, csvText(markTable(edition.sayTable(rows), rehearsal)));
  const flows = flowsOf(facts);
  const diff = await armDiff(facts, shared.comparison, edition);

  files.set("manifest.json", jsonBytes(manifestOf(facts, edition)));
  files.set("arm-diff.json", jsonText(diff.json));
  files.set("arm-diff.html", diff.html);
  text("tidier.md", tidierText(facts, edition));
  table("bct-matrix.csv", bctMatrix(facts, edition));
  text("fidelity.md", fidelityText(facts, edition));
  table("fidelity.csv", fidelityTable(facts, edition));
  table("flow.csv", flowTable(flows, edition));
  table("flow-channels.csv", channelTable(flows, edition));
  if (facts.trial.assessed) table("enrolment.csv", enrolmentTable(facts));
  text(
    "flow.md",
    flowText(flows, edition, {
      cycle: facts.cycle.id,
      enrolment: enrolmentText(facts, edition.say),
      sequences: sequenceFlow(facts) || drawFlow(facts),
    }),
  );
  const { contamination } = shared;
  text("contamination.md", edition.say(contaminationText(contamination, edition, facts.trial.file.alongside.length)));
  table("contamination.csv", contactTable(contamination, edition));
  const baseline = baselineOf(facts, comparedOf(facts, edition), shared.followed);
  text("baseline.md", edition.say(baselineText(baseline)));
  table("baseline.csv", baselineTable(baseline));
  files.set("baseline.json", jsonText(edition.sayAll({ rehearsal, ...baseline })));
  const diagram = edition.sayAll(flowDiagram(facts, edition, shared.followed.responses));
  files.set("flow.svg", flowSvg(diagram));
  files.set("flow.json", jsonText(diagram));
  for (const [path, content] of await exposureFiles(facts, shared, edition)) files.set(path, content);
  for (const [path, content] of await checklistFiles({ facts, edition, ...shared })) files.set(path, content);
  files.set("snapshot/hashes.json", jsonText(edition.sayAll({ rehearsal, ...shared.snapshot })));
  table("snapshot/withheld.csv", disclosureLog(facts));
  for (const { stage, of } of shared.decisions) {
    const name =
      shared.decisions.length > 1 ? `next-stage-${edition.stage(stage.stage)}-eligibility` : "next-stage-eligibility";
    table(`snapshot/${name}.csv`, eligibilityTable(facts, stage, edition, shared.snapshot.data_sha256)(of));
    text(`snapshot/${name}.md`, eligibilityText(facts, stage, edition, of));
  }
  for (const { arm, channel, kind, bytes } of shared.specimens.specimens)
    files.set(`specimens/${specimenName(facts, edition, arm)}-${channel}.${kind}`, bytes);
  const made = { entries: facts.runs.at(-1)!.entries, reports: facts.reports };
  table("dispatch/email-queue.csv", emailQueue(made));
  table("dispatch/print-list.csv", printList(made));
  files.set("dispatch/returns-template.csv", csvText(emptyReturns));
  if (facts.mailings.size > 0) table("dispatch/email-ledger.csv", mailingTable(facts.mailings));
  if (facts.letters.size > 0) table("dispatch/letter-ledger.csv", letterTable(facts.letters));
  text("lint.md", edition.say(lintText(facts.found.verdicts, shared.warnings, edition)));
  text("README.md", packReadme(facts, edition, { paths: [...files.keys()], specimensOf: shared.specimens.code }));
  files.set("SHA256SUMS", sums(files));
  return files;
}

/** Exposure for the statistician: by cycle and by channel, each as CSV and Parquet, and what their columns are. */
function exposureFiles(facts: Facts, { followed }: PackShared, edition: PackEdition): Promise<Files> {
  const { rehearsal } = facts.run.trial;
  const said = (table: TypedTable) => markTyped(typed(table.typed, edition.sayTable(table).rows), rehearsal);
  const tables = {
    exposure: said(exposureByCycle(facts, followed, edition)),
    "exposure-channels": said(exposureByChannel(facts, edition)),
  };
  return typedFiles(tables, purposes, edition);
}

function specimenName({ trial }: Facts, { masked }: PackEdition, arm: string): string {
  return masked ? arm : [arm, ...Object.values(trial.arms.get(arm)?.levels ?? {})].join("-");
}

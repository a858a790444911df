import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal, name, openTables } from "../../input/files/table.ts";
import { sha256 } from "../../output/sha256.ts";
import type { ArtefactEntry } from "../../output/store.ts";
import type { Assignment } from "../../report/assign.ts";
import { channelsOf, courseOf } from "./course.ts";
import type { PackEdition } from "./edition.ts";
import { isMade, isPlanned } from "./ends.ts";
import { type Facts, headlineOf } from "./facts.ts";
import { artefactOf, isWithheld, wordCount } from "./fate.ts";
import { gotOf } from "./mailings.ts";
import type { CycleRun } from "./runs.ts";
import { bareCsvText, type Cell, type Table } from "./written.ts";

type Kind = "VARCHAR" | "INTEGER" | "DOUBLE" | "BOOLEAN" | "DATE";

/** The columns of the exposure table: kind, whether it would tell one arm from another, and what it is. */
export const exposureColumns = {
  list_id: ["VARCHAR", false, "The trials unit's list; REHEARSAL where arms are made up."],
  list_version: ["VARCHAR", false, "Its version when the cycle was rendered."],
  cycle: ["VARCHAR", false, "Last month of the data: 2026-08."],
  unit: ["VARCHAR", false, "What was allocated."],
  code: ["VARCHAR", false, "The recipient; the unit itself unless a unit has several."],
  cluster: ["VARCHAR", false, "Units allocated together."],
  stratum: ["VARCHAR", false, "As in the list."],
  stage: ["VARCHAR", false, "Number of the stage of a sequential trial, from 1."],
  sequence: ["VARCHAR", false, "Arms so far, by stage: 1:S1 > 2:S9."],
  arm: ["VARCHAR", false, "Masked code of the arm it was allocated to, in which it is analysed."],
  arm_of_report: [
    "VARCHAR",
    false,
    "Masked code of the arm whose report it gets: another than its own after a ruling on a merger.",
  ],
  status: ["VARCHAR", false, "Analysis status. Nobody is ever missing."],
  channel: ["VARCHAR", true, "email, print or html."],
  planned: ["BOOLEAN", true, "Whether a report was to be made by this channel."],
  made: ["BOOLEAN", true, "Whether it was made."],
  end: [
    "VARCHAR",
    true,
    "The last that is on record of it: not-planned, failed, not-made, made, left-out, unknown, refused, handed-over, delivered, opened, bounced, returned.",
  ],
  why_not: ["VARCHAR", true, "Why it came no further; what a receiver, a server or an envelope said."],
  issued: ["DATE", false, "Day of issue of the cycle."],
  pages: ["INTEGER", true, "Pages of the print."],
  words: ["INTEGER", true, "Words of the print, of the email's text or of the page."],
  blocks_sha256: [
    "VARCHAR",
    true,
    "Fingerprint of the blocks and actions shown, with versions; equal where all are equal.",
  ],
  headline_indicator: ["VARCHAR", false, "The indicator the report is about."],
  value: [
    "DOUBLE",
    false,
    "Its released value, a share as a fraction; empty where it was withheld or nothing was made.",
  ],
  numerator: ["DOUBLE", false, "Its released count."],
  denominator: ["DOUBLE", false, "What it is counted on."],
  withheld: ["BOOLEAN", false, "Whether disclosure control withheld the value; empty where nothing was made."],
  suppressions: ["INTEGER", false, "All that disclosure control withheld in the report."],
  handed_over: [
    "DATE",
    true,
    "First day on which it is on record as handed over to a mail server or print house, or as anything later; empty: not recorded.",
  ],
  delivered: ["DATE", true, "First day on which it is reported as delivered or opened."],
  opened: ["DATE", true, "First day on which it is reported as opened."],
  bounced: ["DATE", true, "First day on which an email is on record as come back."],
  returned: ["DATE", true, "First day on which a letter is on record as come back."],
  made_sha256: ["VARCHAR", true, "Fingerprint of the file that was made."],
  sent_state: [
    "VARCHAR",
    true,
    "What became of an email that `feedback send` was to send: queued, handed-over, unknown, refused, bounced, suppressed.",
  ],
  sent_sha256: [
    "VARCHAR",
    true,
    "Fingerprint of the email as the mail server took it, with the Date of sending; of several editions all, the first first.",
  ],
  taken_at: ["VARCHAR", true, "When the mail server took it, UTC; of several editions all."],
  returned_why: ["VARCHAR", true, "What the server or the receiver said, or why it was left out."],
} as const satisfies Readonly<Record<string, readonly [Kind, boolean, string]>>;

type Line = Record<string, Cell>;

/** One line for every recipient, cycle and channel of its arm, over all runs up to this one. Nobody is left out. */
export function exposureTable(facts: Facts, edition: PackEdition): Table {
  const covariates = facts.trial.file.covariates;
  const rows = facts.runs.flatMap((run) =>
    Object.entries(run.trial.assignments).flatMap(([code, assignment]) =>
      linesOf(facts, edition, { run, code, assignment }),
    ),
  );
  return { columns: [...Object.keys(exposureColumns), ...covariates.map((each) => `covariate_${each}`)], rows };
}

type Exposed = { run: CycleRun; code: string; assignment: Assignment };

function linesOf(facts: Facts, edition: PackEdition, exposed: Exposed): Line[] {
  const { run, code, assignment } = exposed;
  const entries = run.entries.get(code) ?? [];
  const shared = sharedOf(facts, edition, exposed);
  const covariates = covariatesOf(facts, code);
  return channelsOf(facts, assignment).map((channel) => {
    const course = courseOf(facts, { run, code, assignment, channel });
    const made = artefactOf(entries, channel);
    const { handedOver, delivered, opened, bounced, returned } = course.days;
    return {
      ...shared,
      channel,
      planned: isPlanned(course),
      made: isMade(course),
      end: course.end,
      why_not: course.why,
      pages: made?.pages ?? null,
      words: made ? wordCount(entries, channel) : null,
      blocks_sha256: made ? sha256(JSON.stringify(made.blocks.map(({ id, version }) => [id, version]))) : null,
      ...{ handed_over: handedOver, delivered, opened, bounced, returned },
      made_sha256: made?.sha256 ?? null,
      ...gotOf(channel === "email" ? facts.mailings : new Map(), { cycle: run.cycle.id, code }),
      ...covariates,
    };
  });
}

function sharedOf(facts: Facts, edition: PackEdition, { run, code, assignment }: Exposed): Line {
  const { trial, cycle, entries: all } = run;
  const entries = all.get(code) ?? [];
  const sent = assignment.sent ?? assignment.arm;
  const headline = headlineOf(facts, sent);
  const report = entries.find((entry): entry is ArtefactEntry => "path" in entry);
  const number = (key: string) => {
    const value = report?.values[headline]?.[key];
    return typeof value === "number" ? value : null;
  };
  const value = number("value");
  return {
    list_id: trial.list,
    list_version: trial.version,
    cycle: cycle.id,
    unit: assignment.unit,
    code,
    cluster: assignment.cluster ?? null,
    stratum: assignment.stratum ?? null,
    stage: edition.stage(assignment.stage) || null,
    sequence: edition.sequence(assignment.sequence),
    arm: assignment.arm,
    arm_of_report: sent,
    status: assignment.status,
    issued: cycle.issued,
    headline_indicator: headline,
    value,
    numerator: number("numerator"),
    denominator: value === null ? null : number("denominator"),
    withheld: isWithheld(entries, headline),
    suppressions: report ? report.suppressions.length : null,
  };
}

function covariatesOf({ trial, organisations }: Facts, code: string): Line {
  const known = organisations.get(code)?.covariates ?? {};
  return Object.fromEntries(trial.file.covariates.map((each) => [`covariate_${each}`, known[each] ?? null]));
}

const values = ["headline_indicator", "value", "numerator", "denominator", "withheld", "suppressions"];

/**
 * One line for every recipient and cycle, without what tells one arm from another: for those who must stay blind. Where
 * arms have other topics or cycles by design, figures tell too.
 */
export function blindTable({ columns, rows }: Table, { arms, designs }: Pick<Facts, "arms" | "designs">): Table {
  const schedules = arms.map((arm) => {
    const { topic, design } = designs.get(arm)!;
    return JSON.stringify([topic, design.cycles.map(({ id }) => id)]);
  });
  const telling = new Set([
    ...Object.entries(exposureColumns).flatMap(([column, [, tells]]) => (tells ? [column] : [])),
    ...(new Set(schedules).size > 1 ? values : []),
  ]);
  const kept = columns.filter((column) => !telling.has(column));
  const lines = rows.map((row) => Object.fromEntries(kept.map((column) => [column, row[column] ?? null])));
  const once = new Map(lines.map((line) => [`${line.cycle} ${line.code}`, line]));
  return { columns: kept, rows: [...once.values()] };
}

/** The table as Parquet, with types. The same rows give the same bytes. */
export async function parquetOf(table: Table): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "exposure-"));
  const [csv, parquet] = [join(folder, "rows.csv"), join(folder, "rows.parquet")];
  const tables = await openTables([csv, parquet], { threads: 1 });
  try {
    await writeFile(csv, bareCsvText(table));
    const types = table.columns.map((column) => `${literal(column)}: '${kindOf(table, column)}'`).join(", ");
    await tables.run(
      `copy (select ${table.columns.map(name).join(", ")} from read_csv(${literal(csv)}, auto_detect = false, header = true, columns = {${types}}, delim = ',', quote = '"', escape = '"', nullstr = '')) to ${literal(parquet)} (format parquet, compression zstd)`,
    );
    return await readFile(parquet);
  } finally {
    tables.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

function kindOf({ rows }: Table, column: string): Kind {
  if (Object.hasOwn(exposureColumns, column)) return exposureColumns[column as keyof typeof exposureColumns][0];
  return rows.every((row) => row[column] === null || typeof row[column] === "number") ? "DOUBLE" : "VARCHAR";
}

import { basename } from "node:path";
import { toCsv } from "../csv.ts";
import {
  type Commitment,
  type CommitmentColumn,
  commitmentColumns,
  type ReturnedRow,
  toCommitments,
} from "../input/commitment.ts";
import { cellsOf } from "../input/commitments.ts";
import { settleCells, spotOf } from "../input/files/cells.ts";
import { readFiles } from "../input/files/data-file.ts";
import { nearest, suggest } from "../input/files/suggest.ts";
import { openTables, rows } from "../input/files/table.ts";
import { loadStudy } from "../input/study.ts";
import { inOrder, once, type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import { type Numbered, readPlan } from "./saved-plans.ts";

export type CommitmentOptions = {
  study: string; // folder of the campaign or trial
  out?: string | undefined; // commitments.csv if left out
  runs?: string | undefined; // folder of all runs: which action a number of a saved plan is
  columns?: readonly string[] | undefined; // OURS=THEIRS
  returned?: string | undefined; // ISO day of rows that do not say when they were returned
};

export type ImportedCommitments = {
  out: string | undefined; // undefined: nothing was written
  commitments: readonly Commitment[];
  rows: number; // that were read
  isNamed: boolean; // data.yaml names a file of them
  problems: readonly Problem[];
};

/**
 * Reads plans that were saved on pages of reports and tables of returns, checks every row and writes them as one commitments.csv.
 * Nothing is written where a row is wrong. Throws an InputError where the study cannot be read.
 */
export async function importCommitments(
  world: World,
  files: readonly string[],
  { study: path, out = "commitments.csv", runs = "out", columns = [], returned }: CommitmentOptions,
): Promise<ImportedCommitments> {
  const problems: Problem[] = [];
  const study = await loadStudy(world, path, { withoutReturns: true });
  const [inputs, other] = [...study.topics.values()];
  const nothing = (): ImportedCommitments => ({
    out: undefined,
    commitments: [],
    rows: 0,
    isNamed: inputs?.data.commitments !== undefined,
    problems: inOrder(once(problems)),
  });
  if (!inputs || other) {
    problems.push(wrong("several-campaigns", "a trial of several campaigns", top(path), "give one of its campaigns"));
    return nothing();
  }
  await refuseLoss(world, files, out, problems);
  const mapped = mappingOf(columns, problems);
  const numbered: Numbered = { world, runs, study: study.id, inputs };
  const read: ReturnedRow[] = [];
  for (const file of files)
    read.push(
      ...(/\.json$/i.test(file)
        ? await readPlan(file, numbered, problems)
        : await readTable(file, { mapped, returned }, problems)),
    );
  const known = {
    directory: inputs.directory,
    actions: inputs.actions,
    indicators: inputs.indicators,
    headline: inputs.campaign.headline,
    cycles: inputs.campaign.cycles,
    today: world.today(),
  };
  const commitments = toCommitments(read, known, problems);
  if (read.length === 0 && problems.length === 0)
    problems.push(wrong("no-rows", "nothing was returned in these files", top(files[0] ?? "")));
  if (problems.some(({ severity }) => severity === "error")) return { ...nothing(), rows: read.length };
  await world.write(out, commitmentsText(commitments));
  return { ...nothing(), out, commitments, rows: read.length };
}

function top(file: string) {
  return { file, line: 1, column: 1 };
}

function commitmentsText(commitments: readonly Commitment[]): string {
  const cells = commitments.map((each) => [
    each.code,
    each.cycle,
    each.action,
    each.what,
    each.who,
    each.by,
    each.status,
    each.goal,
    each.goalBy,
    each.returned,
    each.aim === undefined ? "" : String(each.aim.to),
    each.aim?.unit ?? "",
    each.aim?.indicator ?? "",
  ]);
  return toCsv(commitmentColumns, cells);
}

/** What was imported before must not be lost: a file that is there is one of those that are read. */
async function refuseLoss(world: World, files: readonly string[], out: string, problems: Problem[]): Promise<void> {
  const there = await world.find(out);
  if (!there) return;
  const given = await Promise.all(files.map((file) => world.find(file)));
  if (given.some((each) => each?.path === there.path)) return;
  const hint = `name it among the files to keep its rows (… import ${basename(files[0] ?? "FILE")} ${out}), or give another --out`;
  problems.push(wrong("file-there", `"${out}" is there already`, top(out), hint));
}

type CommitmentMapping = ReadonlyMap<CommitmentColumn, string>;

function mappingOf(columns: readonly string[], problems: Problem[]): CommitmentMapping {
  return new Map(
    columns.flatMap((text): [CommitmentColumn, string][] => {
      const [ours = "", ...theirs] = text.split("=");
      const column = commitmentColumns.find((each) => each === ours);
      if (column && theirs.length > 0) return [[column, theirs.join("=")]];
      const hint = suggest(ours, commitmentColumns) ?? "write OURS=THEIRS, e.g. code=Practice";
      problems.push(wrong("unknown-column", `--columns "${text}"`, top("--columns"), hint));
      return [];
    }),
  );
}

const needed: readonly CommitmentColumn[] = ["code", "cycle", "status"];

async function readTable(
  file: string,
  { mapped, returned }: { mapped: CommitmentMapping; returned: string | undefined },
  problems: Problem[],
): Promise<ReturnedRow[]> {
  const tables = await openTables([file]);
  try {
    const columns = await readFiles(tables, "returns", [{ file, place: top(file) }], problems);
    if (!columns) return [];
    const theirs = columnsOf(columns, mapped);
    const missing = [...needed, ...(returned === undefined ? (["returned"] as const) : [])].filter(
      (column) => !theirs.has(column),
    );
    for (const column of missing)
      problems.push(
        wrong(
          "missing-column",
          `missing column "${column}"`,
          top(file),
          column === "returned"
            ? "add it, or give the day of all rows: --returned 2026-11-30"
            : (suggest(column, columns) ?? `say which it is: --columns ${column}=THEIRS`),
        ),
      );
    tellUnknown(columns, theirs, file, problems);
    if (missing.length > 0) return [];
    const found = await rows(tables, "select * from returns order by line");
    const read = found.map((row): ReturnedRow => {
      const { place, told } = spotOf(row.file ?? file, Number(row.line));
      const cells = cellsOf((column) => row[theirs.get(column) ?? ""] ?? (column === "returned" ? returned : ""));
      return { place, told, cells };
    });
    const settled: Problem[] = read.map(({ place }) => wrong("", "", place));
    await settleCells(tables, settled); // a row of a sheet is told by its cell
    return read.map((each, i) => ({ ...each, place: settled[i]?.place ?? each.place }));
  } finally {
    tables.closeSync();
  }
}

/** Their name of each of our columns: as mapped, or the same but for capitals, spaces and hyphens. */
function columnsOf(columns: readonly string[], mapped: CommitmentMapping): CommitmentMapping {
  const plain = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_");
  return new Map(
    commitmentColumns.flatMap((column): [CommitmentColumn, string][] => {
      const theirs = mapped.get(column) ?? columns.find((each) => plain(each) === column);
      return theirs !== undefined && columns.includes(theirs) ? [[column, theirs]] : [];
    }),
  );
}

/** A column that is nearly one of ours is not passed over in silence. */
function tellUnknown(columns: readonly string[], theirs: CommitmentMapping, file: string, problems: Problem[]): void {
  const taken = new Set(theirs.values());
  const free = commitmentColumns.filter((column) => !theirs.has(column));
  for (const column of columns.filter((each) => !taken.has(each))) {
    const meant = nearest(column, free);
    if (meant !== undefined)
      problems.push(wrong("unknown-column", `unknown column "${column}"`, top(file), `did you mean "${meant}"?`));
  }
}

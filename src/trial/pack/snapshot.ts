import { readFiles } from "../../input/files/data-file.ts";
import { isCsv } from "../../input/files/kind.ts";
import { openTables, rows } from "../../input/files/table.ts";
import { sha256 } from "../../output/sha256.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import type { Facts } from "./facts.ts";
import type { Table } from "./written.ts";

/** A file of data as it was when the run was made. */
export type SnapshotFile = { file: string; sha256: string; rows: number };

/** The frozen data of a run: every table that was read, and one fingerprint of those that hold figures. */
export type Snapshot = { cycle: string; extracted: string | null; data_sha256: string; files: readonly SnapshotFile[] };

export async function snapshotOf(world: World, { study, cycle }: Facts): Promise<Snapshot> {
  const ofTopics = new Set([...study.topics.values()].flatMap(({ files }) => files));
  const known = new Map([...study.topics.values()].flatMap(({ rows: counted }) => [...counted]));
  const files: SnapshotFile[] = [];
  for (const file of study.files.filter(isTable))
    files.push({ file, sha256: await world.hash(file), rows: known.get(file) ?? (await countRows(file)) });
  const figures = files.filter(({ file }) => ofTopics.has(file)).map(({ sha256: hash }) => hash);
  return {
    cycle: cycle.id,
    extracted: cycle.extracted ?? null,
    data_sha256: sha256(figures.toSorted().join("\n")),
    files,
  };
}

/** Everything that disclosure control withheld from a report, one a row. */
export function disclosureLog({ runs }: Facts): Table {
  const entries = [...(runs.at(-1)?.entries.values() ?? [])].flat();
  return {
    columns: ["code", "indicator", "what", "reason"],
    rows: entries.flatMap((entry) =>
      "path" in entry && entry.channel === "report"
        ? entry.suppressions.map(({ indicator, what, reason }) => ({ code: entry.code, indicator, what, reason }))
        : [],
    ),
  };
}

/** Whether a file holds rows rather than words and settings. */
export function isTable(file: string): boolean {
  return !isCsv(file) || /\.(csv|tsv|txt)(\.gz)?$/i.test(file);
}

async function countRows(file: string): Promise<number> {
  const tables = await openTables([file]);
  const problems: Problem[] = [];
  try {
    await readFiles(tables, "counted", [{ file, place: { file, line: 1, column: 1 } }], problems);
    if (problems.length > 0) throw inputError(problems);
    const [row] = await rows(tables, "select cast(count(*) as varchar) as number from counted");
    return Number(row?.number ?? 0);
  } finally {
    tables.closeSync();
  }
}

import { dirname, join } from "node:path";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";

const readable = /\.(csv|tsv|txt|zip|xlsx|parquet|json|ndjson|jsonl|duckdb|ddb|sqlite3?|db)(\.gz)?$/i;

/** The files that are meant; of a folder those in it that may hold data. */
export async function filesOf(world: World, given: readonly string[], problems: Problem[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of given) {
    const found = await world.find(path);
    if (!found)
      problems.push({
        code: "missing-file",
        severity: "error",
        message: `no such file "${path}"`,
        hint: "give the files that you have downloaded, or their folder",
      });
    else if (found.isFile) files.push(path);
    else {
      const inside = (await world.listFiles(path)).filter(
        (file) => dirname(file) === join(path) && readable.test(file),
      );
      if (inside.length === 0)
        problems.push({
          code: "empty-folder",
          severity: "error",
          message: `no data file in "${path}"`,
          hint: "CSV, .zip, .xlsx, Parquet, JSON, DuckDB or SQLite",
        });
      files.push(...inside);
    }
  }
  return [...new Set(files)];
}

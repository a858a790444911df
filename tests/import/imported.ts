import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { standIn } from "../../src/import/campaign.ts";
import { type Imported, type ImportOptions, importFiles } from "../../src/import/import.ts";
import { type DataMap, dataSchema } from "../../src/input/data/data.ts";
import { countsIn, type Observations } from "../../src/input/data/observations.ts";
import { readOneYaml } from "../../src/input/files/yaml.ts";
import { type Data, loadData } from "../../src/input/load-data.ts";
import { toIso } from "../../src/month.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Problem } from "../../src/problem.ts";

export const samples = join(import.meta.dirname, "files");

/** What an import made: what it told, the data.yaml, and what is read from it. */
export type Made = Imported & {
  text: string;
  map: DataMap;
  data: Data["read"];
  figures: readonly string[];
  told: string;
};

/** A folder for what tests import and write. */
export async function importFolder() {
  const folder = await mkdtemp(join(tmpdir(), "import-"));

  /** Imports files: samples by their names, or new ones with their text. */
  async function given(
    files: Readonly<Record<string, string | Uint8Array>> | readonly string[],
    options: ImportOptions = {},
  ) {
    const paths: string[] = [];
    if (Array.isArray(files)) paths.push(...files.map((file: string) => join(samples, file)));
    for (const [name, text] of Array.isArray(files) ? [] : Object.entries(files)) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      paths.push(path);
    }
    return importFiles(nodeWorld(), paths, { out: join(folder, "data.yaml"), force: true, ...options });
  }

  /** The same, and what was written is read again. */
  async function made(...args: Parameters<typeof given>): Promise<Made> {
    const imported = await given(...args);
    if (imported.out === undefined) throw new Error(`nothing was written: ${JSON.stringify(imported.notes)}`);
    const text = await readFile(imported.out, "utf8");
    const problems: Problem[] = [];
    const map = readOneYaml(imported.out, text, dataSchema, problems)?.value;
    const indicators = new Map(
      imported.named.flatMap(({ theirs, is }) => (is ? [[is, standIn(is, theirs)] as const] : [])),
    );
    const data = await loadData(nodeWorld(), imported.out, indicators, problems);
    if (!map || !data) throw new Error(JSON.stringify(problems));
    return {
      ...imported,
      text,
      map,
      data: data.read,
      figures: figuresOf(data.read.observations),
      told: toldOf(imported),
    };
  }

  return { folder, given, made, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** "ast012 Z10001 2025-03 300/400", sorted. */
function figuresOf({ first, of }: Observations): string[] {
  return [...of]
    .flatMap(([indicator, byCode]) =>
      [...byCode].flatMap(([code, series]) => {
        const { numerators, denominators } = countsIn(series) ?? { numerators: [], denominators: [] };
        return [...numerators].flatMap((n, place) =>
          Number.isNaN(n)
            ? []
            : [
                `${indicator} ${code} ${toIso(first + place)} ${n}/${Math.round((denominators[place] ?? 0) * 1000) / 1000}`,
              ],
        );
      }),
    )
    .sort();
}

/** All notes as lines: "guess: …" */
export function toldOf({ notes }: Imported): string {
  return notes.map(({ kind, text }) => `${kind}: ${text}`).join("\n");
}

/** Rows left out: "2 of one sex: a part of the total" */
export function leftOf({ left }: Imported): string[] {
  return left.map(({ rows, why }) => `${rows} ${why}`);
}

import { resolve } from "node:path";
import type { Place } from "../problem.ts";
import type { World } from "../world.ts";

/** Lines of a file round a place, numbered from 1, with the place to be underlined, and the whole path of the file for an editor. */
export type SourceLines = { file: string; from: number; lines: readonly string[]; mark: Place; path: string };

const widest = 240; // characters of a line that are sent

/** The line and `before` and `after` lines round it. Undefined where the file has no such line. */
export async function readSource(
  world: World,
  mark: Place,
  { before, after }: { before: number; after: number },
): Promise<SourceLines | undefined> {
  const all = (await world.readText(mark.file))?.split(/\r?\n/);
  if (!all || mark.line < 1 || mark.line > all.length) return undefined;
  const from = Math.max(1, mark.line - before);
  const lines = all.slice(from - 1, mark.line + after).map((line) => line.slice(0, widest));
  return { file: mark.file, path: resolve(mark.file), from, lines, mark };
}

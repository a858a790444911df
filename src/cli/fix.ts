import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { mend } from "../input/files/mend.ts";
import { shorten } from "../input/library/library.ts";
import { loadStudy } from "../input/study.ts";
import { nodeWorld } from "../node.ts";
import { inputError, isInputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { exits } from "./exits.ts";

/** A file that mends would change: its text before and after, and what each mend is. */
type FileFix = { before: string; after: string; did: string[] };

/**
 * Mends what is mechanical in YAML files, or in those of the folders: shows every change as a diff, and writes it only where
 * `write` is asked for. Of a campaign or trial also names that have one near match, wherever its library has them. 1 where there
 * are changes that were not written.
 */
export async function fix(paths: readonly string[], { write = false }: { write?: boolean } = {}): Promise<number> {
  const world = nodeWorld();
  const changes = new Map<string, FileFix>();
  for (const path of paths) for (const file of await filesOf(world, path)) await mendFile(file, changes);
  for (const path of paths) if (await isStudy(world, path)) await mendStudy(world, path, changes);
  const changed = [...changes].filter(([, { before, after }]) => before !== after).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [file, { before, after }] of changed) process.stdout.write(diffText(shorten(file), before, after));
  for (const [file, { did }] of changed) for (const what of did) world.log(`${shorten(file)} ${what}`);
  if (write) for (const [file, { after }] of changed) await world.write(file, after);
  const files = `${changed.length} ${changed.length === 1 ? "file" : "files"}`;
  if (changed.length === 0) world.log("nothing that can be mended by itself");
  else world.log(write ? `${files} changed` : `${files} would change; nothing is written without --write`);
  return changed.length > 0 && !write ? exits.failed : exits.clean;
}

/** The YAML files at a path, below it where it is a folder; schemas of packages and what a run made are not the author's. */
async function filesOf(world: World, path: string): Promise<string[]> {
  const found = await world.find(path);
  if (!found)
    throw inputError([
      {
        code: "missing-file",
        severity: "error",
        message: `no file or folder "${path}"`,
        hint: "give the folder of a campaign, or YAML files",
      },
    ]);
  if (found.isFile && !isYaml(path))
    throw inputError([
      {
        code: "no-yaml",
        severity: "error",
        message: `"${path}" is no YAML file`,
        hint: "data are mended where they come from; check says what is wrong with them",
      },
    ]);
  if (found.isFile) return [path];
  const all = await world.listFiles(path);
  return all.filter((file) => isYaml(file) && !/(^|\/)(node_modules|out)\//.test(file));
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** Mutates the changes. */
async function mendFile(file: string, changes: Map<string, FileFix>): Promise<void> {
  const key = resolve(file);
  if (changes.has(key)) return;
  const { before, after, did } = mend(await readFile(file));
  changes.set(key, { before, after, did: [...did] });
}

async function isStudy(world: World, path: string): Promise<boolean> {
  if (/(^|\/)(campaign|trial)\.ya?ml$/.test(path)) return true;
  const named = await Promise.all(["campaign.yaml", "trial.yaml"].map((name) => world.find(`${path}/${name}`)));
  return named.some((each) => each?.isFile);
}

const rounds = 5; // a name that is mended may bring out the next

/** What a load of the study tells of files that it uses, mended ones as they would be. Mutates the changes. */
async function mendStudy(world: World, path: string, changes: Map<string, FileFix>): Promise<void> {
  const asMended: World = {
    ...world,
    readText: async (file) => changes.get(resolve(file))?.after ?? world.readText(file),
  };
  for (let round = 0; round < rounds; round++) {
    const problems = await problemsOf(asMended, path);
    const files = problems.flatMap(({ place }) => (place && /\.ya?ml$/.test(place.file) ? [place.file] : []));
    const before = JSON.stringify([...changes]);
    for (const file of new Set(files)) await mendFile(file, changes);
    for (const problem of lastFirst(problems)) mendName(problem, changes);
    if (JSON.stringify([...changes]) === before) return;
  }
}

async function problemsOf(world: World, path: string): Promise<readonly Problem[]> {
  try {
    return (await loadStudy(world, path)).warnings;
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  }
}

/** Those later in a line first, so that the places of the others stay right. */
function lastFirst(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (b.place?.column ?? 0) - (a.place?.column ?? 0));
}

/** Puts the one name that is near in the place of one that is not known. Mutates the change of its file. */
function mendName({ message, place, hint }: Problem, changes: Map<string, FileFix>): void {
  const [, meant] = /^did you mean "([\w.-]+)"\?$/.exec(hint ?? "") ?? [];
  const [, typed] = /^unknown [\w -]+ "([^"]+)"/.exec(message) ?? [];
  const change = place && changes.get(resolve(place.file));
  if (!meant || !typed || !change) return;
  const lines = change.after.split("\n");
  const line = lines[place.line - 1] ?? "";
  const from = place.column - 1;
  const at = line.indexOf(typed, from);
  if (at < 0 || at > from + 1) return; // behind a quote at most
  lines[place.line - 1] = line.slice(0, at) + meant + line.slice(at + typed.length);
  change.after = lines.join("\n");
  change.did.push(`line ${place.line}: "${typed}" is "${meant}"`);
}

const around = 2; // lines round a change

/** A unified diff of two texts with the same lines but for some; of others, all lines. */
function diffText(file: string, before: string, after: string): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const changed = a.length === b.length ? a.flatMap((line, i) => (line === b[i] ? [] : [i])) : a.map((_, i) => i);
  const hunks: { from: number; to: number }[] = [];
  for (const i of changed) {
    const last = hunks.at(-1);
    if (last && i - around <= last.to) last.to = Math.min(a.length, i + around + 1);
    else hunks.push({ from: Math.max(0, i - around), to: Math.min(a.length, i + around + 1) });
  }
  if (a.length !== b.length) {
    const whole = [...a.map((line) => `-${line}`), ...b.map((line) => `+${line}`)];
    return `--- ${file}\n+++ ${file}\n@@ -1,${a.length} +1,${b.length} @@\n${whole.join("\n")}\n`;
  }
  const texts = hunks.map(({ from, to }) => {
    const lines = a
      .slice(from, to)
      .flatMap((line, i) => (line === b[from + i] ? [` ${line}`] : [`-${line}`, `+${b[from + i]}`]));
    return `@@ -${from + 1},${to - from} +${from + 1},${to - from} @@\n${lines.join("\n")}\n`;
  });
  return `--- ${file}\n+++ ${file}\n${texts.join("")}`;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type BuildOptions, type Prepared, prepare } from "../build.ts";
import { makeTemporary, refusal } from "../node.ts";
import { bundledHistory } from "../output/history.ts";
import { inputName } from "../output/origin.ts";
import { environmentError, inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type Bundle, bundleFile, bundleFolders, placeData, withId } from "./bundle.ts";
import { packTar } from "./tar.ts";

/** A bundle that was written, and what is to be said of what it holds. */
export type WrittenBundle = { bundle: Bundle; warnings: readonly Problem[] };

/**
 * Plans all reports of a cycle and puts everything that they are made from into a new folder, or a tar file where its name ends
 * in .tar: each file of the study at its place as seen from the others, the templates, and bundle.json. Throws an InputError where
 * the input is unusable, or where something is there already.
 */
export async function writeBundle(world: World, options: BuildOptions, out: string): Promise<WrittenBundle> {
  await refuseThere(out);
  await world.refuseUnwritable(dirname(resolve(out)));
  const prepared = await prepare(world, { ...options, out: dirname(resolve(out)) });
  const { warnings } = prepared;
  if (!out.endsWith(".tar")) return { bundle: await fill(world, out, options, prepared), warnings };
  const folder = await makeTemporary("feedback-bundle-");
  try {
    const bundle = await fill(world, folder, options, prepared);
    await packTar(folder, out, [bundleFile, ...Object.keys(bundle.files)]);
    return { bundle, warnings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes bundle.json last: without it a folder is no bundle. */
async function fill(
  world: World,
  folder: string,
  options: BuildOptions,
  { study, plan, templates }: Prepared,
): Promise<Bundle> {
  const root = commonFolder([folderOf(options.study), ...study.files.map((file) => dirname(resolve(file)))]);
  const within = (path: string) => relative(root, resolve(path)).split(sep).join("/");
  const files: Record<string, string> = {};
  for (const file of study.files) {
    const path = `${bundleFolders.files}/${within(file)}`;
    await copy(file, join(folder, path));
    files[path] = await world.hash(join(folder, path));
    if (files[path] !== plan.origin.inputs[inputName(options.study, file)]) throw changedMeanwhile(file);
  }
  for (const [name, text] of Object.entries(templates)) {
    const path = `${bundleFolders.templates}/${name}`;
    await world.write(join(folder, path), text);
    files[path] = await world.hash(join(folder, path));
  }
  if (study.history) {
    await world.writeLines(join(folder, bundleFolders.history), bundledHistory(study.id, study.history));
    files[bundleFolders.history] = await world.hash(join(folder, bundleFolders.history));
  }
  const { study: path, data, allocation } = options;
  const isOne = data !== undefined && (!data.includes("=") || (await world.find(data)) !== undefined);
  const bundle = withId({
    study: study.id,
    cycle: plan.cycle.id,
    run: plan.run,
    reports: plan.recipients.length,
    source: { study: path, ...(data ? { data } : {}), ...(allocation ? { allocation } : {}) },
    at: {
      study: within(path),
      ...(data ? { data: placeData(data, within, isOne) } : {}),
      ...(allocation ? { allocation: within(allocation) } : {}),
    },
    origin: plan.origin,
    files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
  });
  await world.flushAll(folder);
  await world.write(join(folder, bundleFile), `${JSON.stringify(bundle, null, 1)}\n`);
  await world.flush(join(folder, bundleFile));
  return bundle;
}

function folderOf(study: string): string {
  return resolve(/\.ya?ml$/.test(study) ? dirname(study) : study);
}

/** The deepest folder that holds all of these. */
function commonFolder([first = "", ...others]: readonly string[]): string {
  const holdsAll = (folder: string) => others.every((each) => each === folder || each.startsWith(join(folder, sep)));
  return holdsAll(first) || dirname(first) === first ? first : commonFolder([dirname(first), ...others]);
}

/** Without a copy of its bytes where the disk can share them until one is written to. */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true }).catch(refusal("write", to));
  await copyFile(from, to, constants.COPYFILE_FICLONE).catch(refusal("write", to));
}

async function refuseThere(out: string): Promise<void> {
  const there = await readdir(out).catch((error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? [] : [out]));
  if (there.length === 0) return;
  throw environmentError("cannot-write", `"${out}" is there already`, "remove it, or choose another place");
}

function changedMeanwhile(file: string): Error {
  return inputError([
    {
      code: "changed-meanwhile",
      severity: "error",
      message: `"${file}" has changed while it was planned`,
      hint: "plan again once nobody writes to the study",
    },
  ]);
}

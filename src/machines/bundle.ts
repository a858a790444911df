import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { StudySource } from "../build.ts";
import { makeTemporary } from "../node.ts";
import { hashesOf, makersOf, type Origin, otherMakers, otherTemplates } from "../output/origin.ts";
import { changedFiles, pathsIn } from "../output/run-files.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError, type Problem } from "../problem.ts";
import { packagedTemplates } from "../render/templates.ts";
import type { World } from "../world.ts";
import { unpackTar } from "./tar.ts";

/** What a bundle says of itself, in bundle.json: what is to be made, from which files, and by what. */
export type Bundle = {
  format: typeof format;
  id: string; // SHA-256 of all else here
  study: string;
  cycle: string;
  run: string; // the id of the run of all reports
  reports: number;
  source: StudySource; // as they were named when it was planned: the record of a run says so
  at: StudySource; // where they are in the bundle
  origin: Origin;
  files: Readonly<Record<string, string>>; // SHA-256 by path, of all but bundle.json
};

const format = "feedback-bundle-1";
export const bundleFile = "bundle.json";

/** Where the study's files are, below the bundle's folder, and the templates; and the file of what was told before. */
export const bundleFolders = { files: "files", templates: "templates", history: "history.jsonl" } as const;

/** A bundle that holds, as a run is made from it: options of `build`. */
export type OpenBundle = AsyncDisposable & {
  bundle: Bundle;
  options: StudySource & { source: StudySource; cycle: string; origin: Origin; history: string | false };
};

/**
 * Opens a bundle: its folder, or its tar file, which is unpacked until it is closed. Throws an InputError where a file of it has
 * changed, is missing or was added, or where this machine has another program, Node, fonts or templates. The browser is for
 * `build` to compare, once it is known whether anything is printed.
 */
export async function openBundle(world: World, path: string): Promise<OpenBundle> {
  const unpacked = path.endsWith(".tar") ? await makeTemporary("feedback-bundle-") : undefined;
  const close = async () => {
    if (unpacked) await rm(unpacked, { recursive: true, force: true });
  };
  try {
    if (unpacked && !(await unpackTar(path, unpacked))) throw noBundle(path);
    const folder = unpacked ?? path;
    const bundle = await readBundle(world, folder);
    if (!bundle) throw noBundle(path);
    const problems = [...(await faultsOf(world, { folder, path, bundle })), ...(await othersOf(world, bundle))];
    if (problems.length > 0) throw inputError(problems);
    const { source, cycle, origin } = bundle;
    const history = Object.hasOwn(bundle.files, bundleFolders.history) && join(folder, bundleFolders.history);
    return {
      bundle,
      options: { ...placed(folder, bundle.at), source, cycle, origin, history },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A bundle with its id. */
export function withId(of: Omit<Bundle, "id" | "format">): Bundle {
  return { format, id: sha256(JSON.stringify(of)), ...of };
}

async function readBundle(world: World, folder: string): Promise<Bundle | undefined> {
  try {
    const bundle = JSON.parse((await world.readText(join(folder, bundleFile))) ?? "{}") as Bundle;
    return bundle.format === format ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/** Files that are not as they were planned, both ways. */
async function faultsOf(
  world: World,
  { folder, path, bundle }: { folder: string; path: string; bundle: Bundle },
): Promise<Problem[]> {
  const { format: _, id, ...rest } = bundle;
  if (withId(rest).id !== id) return [atFault(path, bundleFile, "it is not what was planned")];
  const there = new Set(await pathsIn(world, folder));
  const listed = Object.entries(bundle.files).map(([file, hash]) => ({ path: file, sha256: hash }));
  const changed = await changedFiles(world, folder, listed);
  const extra = [...there].filter((file) => file !== bundleFile && !Object.hasOwn(bundle.files, file));
  return [
    ...[...changed].map((file) =>
      atFault(path, file, there.has(file) ? "its bytes have changed since it was planned" : "it is not there"),
    ),
    ...extra.map((file) => atFault(path, file, "it was added since it was planned")),
  ];
}

/** What this machine has other than was planned with; told with the files at fault, all at once. */
async function othersOf(world: World, { origin }: Bundle): Promise<Problem[]> {
  const makers = await makersOf(world, { browser: undefined });
  const templates = hashesOf(await packagedTemplates());
  return [...otherMakers(origin, makers), ...otherTemplates(origin.templates, templates)];
}

/** Where a source is, once its bundle is in a folder. */
function placed(folder: string, { study, data, allocation }: StudySource): StudySource {
  const at = (name: string) => join(folder, bundleFolders.files, name);
  return {
    study: at(study),
    ...(data ? { data: placeData(data, at) } : {}),
    ...(allocation ? { allocation: at(allocation) } : {}),
  };
}

/** `--data` with its paths changed: one file, or topic=file for several topics. */
export function placeData(data: string, place: (path: string) => string, isOne = !data.includes("=")): string {
  if (isOne) return place(data);
  return data
    .split(",")
    .map((part) => part.trim().replace(/=(.*)$/, (_, file: string) => `=${place(file)}`))
    .join(",");
}

function noBundle(path: string): Error {
  return inputError([
    {
      code: "no-bundle",
      severity: "error",
      message: `"${path}" is no bundle`,
      hint: "give the folder or the .tar file that feedback plan has written, as it was written",
    },
  ]);
}

function atFault(path: string, file: string, says: string): Problem {
  return {
    code: "bundle-at-fault",
    severity: "error",
    message: `"${join(path, file)}": ${says}`,
    hint: "copy the bundle again, or plan it again",
  };
}

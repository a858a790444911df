import { dirname, isAbsolute, join, relative } from "node:path";
import { campaignSchema } from "../input/campaign.ts";
import { readLibrary, shorten } from "../input/library.ts";
import type { Inputs } from "../input/load.ts";
import { checkReferences } from "../input/references.ts";
import { readOneYaml } from "../input/yaml.ts";
import { inOrder, inputError, type Problem } from "../problem.ts";
import { toMaterial } from "../report/material.ts";
import type { World } from "../world.ts";
import type { Edition } from "./edition.ts";

/** Where a library keeps its words, found among the folders that were read: content/blocks and content/actions. */
export function wordFolders(folders: Iterable<string>): string[] {
  return [...folders].filter((folder) => /[\\/](blocks|actions)$/.test(folder));
}

/** Whether new words are all that has changed. Older warnings of other files could not be told apart from new ones. */
export function mayReword({ warnings }: Inputs, folders: readonly string[], changed: Iterable<string>): boolean {
  const isWord = (file: string) => folders.some((folder) => isBelow(folder, file));
  return [...changed].every(isWord) && warnings.every(({ place }) => place !== undefined && isWord(place.file));
}

/**
 * The inputs with blocks and actions read again and all else as it was: what `load` would return, without reading the
 * data, which takes most of its time. Throws an InputError with every problem of the words.
 */
export async function reword(
  world: World,
  inputs: Inputs,
  { campaign, folders }: { campaign: string; folders: readonly string[] },
): Promise<Inputs> {
  const file = shorten(/\.ya?ml$/.test(campaign) ? campaign : join(campaign, "campaign.yaml"));
  const problems: Problem[] = [];
  const library = await readLibrary(world, dirname(folders[0] ?? "."));
  const located = readOneYaml(file, (await world.readText(file)) ?? "", campaignSchema, problems);
  const used = located && checkReferences(located, library, problems);
  const told = inOrder([...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]);
  if (!used || told.some(({ severity }) => severity === "error")) throw inputError(told);
  const others = inputs.files.filter((path) => !folders.some((folder) => isBelow(folder, path)));
  return {
    ...inputs,
    blocks: used.blocks,
    actions: used.actions,
    files: [...new Set([...others, ...used.files])].sort(),
    warnings: told,
  };
}

/** The same recipients and numbers, with new words. */
export function rewordEdition(edition: Edition, inputs: Inputs): Edition {
  return { ...edition, inputs, material: toMaterial(inputs, edition.cycle, edition.standings), made: new Map() };
}

/** Whether a file is somewhere in a folder. */
export function isBelow(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}

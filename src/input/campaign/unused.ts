import { basename, dirname, join, resolve, sep } from "node:path";
import { type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import type { Located } from "../files/yaml.ts";
import type { Library, LibraryShelf } from "../library/library.ts";
import type { Campaign } from "./campaign.ts";
import type { Used } from "./references.ts";

/**
 * Blocks and actions in the campaign's own folders (`blocks/<campaign>`, `actions/<campaign>`) that nobody names: neither
 * this campaign, nor another, nor a trial. They look like words that are sent, and are not.
 */
export async function checkUnused(
  world: World,
  { root, campaign, library, used }: { root: string; campaign: Campaign; library: Library; used: Used },
  problems: Problem[],
): Promise<void> {
  const own = <T>(kind: "block" | "action", shelf: LibraryShelf<T>, named: ReadonlyMap<string, unknown>) => {
    const folder = resolve(root, `${kind}s`, campaign.campaign) + sep;
    const items = [...shelf.items].filter(([id, { file }]) => !named.has(id) && resolve(file).startsWith(folder));
    return items.map(([id, item]) => ({ kind, id, place: item.placeOf([kind]) }));
  };
  const idle = [...own("block", library.blocks, used.blocks), ...own("action", library.actions, used.actions)];
  if (idle.length === 0) return;
  const others = await textsBelow(world, [join(root, "campaigns"), join(root, "trials")]);
  for (const { kind, id, place } of idle) {
    if (others.some((text) => isNamed(id, text))) continue;
    problems.push({
      code: `unused-${kind}`,
      severity: "warning",
      message: `no campaign names ${kind} "${id}"`,
      place,
      hint: "name it in a section, or take it out",
    });
  }
}

/** Files such as `campaign-2.yaml` beside a `campaign.yaml`: a folder holds one campaign, and they would be passed over. */
export async function checkBeside(world: World, file: string, problems: Problem[]): Promise<void> {
  if (basename(file) !== "campaign.yaml") return;
  const folder = resolve(dirname(file));
  const beside = (await world.listFiles(folder))
    .filter((path) => resolve(dirname(path)) === folder)
    .map((path) => basename(path));
  for (const name of beside.filter((each) => each !== "campaign.yaml" && /^campaign.*\.ya?ml$/i.test(each)))
    problems.push(
      wrong(
        "passed-over",
        `"${name}" is not read`,
        { file: join(dirname(file), name), line: 1, column: 1 },
        "a folder holds one campaign: put it into a folder of its own, as campaign.yaml",
      ),
    );
}

/**
 * A campaign in `campaigns/` whose name is not that of its folder, most often a copy. Commands, trials and data know it by its
 * folder, runs by its name: a copy would write its runs among those of the campaign that it is a copy of. Elsewhere a folder may
 * have any name.
 */
export function checkFolderName({ value, file, placeOf }: Located<Campaign>, problems: Problem[]): void {
  const folder = dirname(resolve(file));
  const [name, shelf] = [basename(folder), basename(dirname(folder))];
  if (shelf !== "campaigns" || name === value.campaign) return;
  problems.push(
    wrong(
      "other-name",
      `campaign "${value.campaign}" is in the folder "${name}"`,
      placeOf(["campaign"]),
      `write campaign: ${name}, or rename the folder`,
    ),
  );
}

/** The YAML files below some folders, as text: a campaign that cannot be read may still name a block. */
async function textsBelow(world: World, folders: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(folders.map((folder) => world.listFiles(folder)))).flat();
  const yaml = files.filter((file) => /\.ya?ml$/.test(file));
  return Promise.all(yaml.map(async (file) => (await world.readText(file)) ?? ""));
}

function isNamed(id: string, text: string): boolean {
  return new RegExp(`(?<![a-z0-9-])${id}(?![a-z0-9-])`).test(text);
}

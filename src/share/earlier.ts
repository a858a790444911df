import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { libraryOf } from "../input/load.ts";
import { makeTemporary } from "../node.ts";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";

/** An earlier state of a campaign's files: where its campaign.yaml stands, for as long as it is not closed. */
export type Earlier = { campaign: string; close: () => Promise<void> };

/**
 * The campaign as it was: `against` is a folder that holds an earlier copy of it, or a revision of git. Of a revision the campaign
 * and its library are laid out in a folder of their own, and neither the checkout nor git's index is touched. Undefined where the
 * revision has no such campaign. Throws an InputError where it is neither.
 */
export async function openEarlier(world: World, campaign: string, against: string): Promise<Earlier | undefined> {
  if ((await world.readText(join(against, "campaign.yaml"))) !== undefined)
    return { campaign: join(against, "campaign.yaml"), close: async () => undefined };
  const library = await libraryOf(world, campaign);
  const commit = await git(library, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${against}^{commit}`]);
  const prefix = await git(library, ["rev-parse", "--show-prefix"]);
  if (commit === undefined || prefix === undefined) throw unknownState(against);
  const folder = await makeTemporary("feedback-earlier-");
  const close = () => rm(folder, { recursive: true, force: true });
  const own = relative(library, resolve(campaign));
  const isThere = await layOut({ library, tree: `${commit}:${prefix}`, to: join(folder, "content") });
  const file = join(folder, "content", own);
  if (isThere && (await world.readText(file)) !== undefined) return { campaign: file, close };
  await close();
  return undefined;
}

/** Writes the files of a tree into a folder, by an index of its own. False where there is no such tree. */
async function layOut({ library, tree, to }: { library: string; tree: string; to: string }): Promise<boolean> {
  const index = { GIT_INDEX_FILE: `${to}.index` };
  if ((await git(library, ["read-tree", tree], index)) === undefined) return false;
  const whole = { ...index, GIT_WORK_TREE: library };
  return (await git(library, ["checkout-index", "--all", "--force", `--prefix=${to}/`], whole)) !== undefined;
}

const run = promisify(execFile);

/** What git says, or undefined where it refuses or is not there. */
async function git(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", args, { cwd, env: { ...process.env, ...env } });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function unknownState(against: string): Error {
  return inputError([
    {
      code: "no-earlier-state",
      severity: "error",
      message: `"${against}" is neither a folder with a campaign.yaml nor a revision that git knows here`,
      hint: "name an earlier copy of the campaign's folder, or a commit, tag or branch: --against HEAD~1",
    },
  ]);
}

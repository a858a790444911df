import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { libraryOf } from "../input/load.ts";
import { makeTemporary } from "../node.ts";
import { readPlan } from "../output/run-plan.ts";
import { findRun, runsIn } from "../output/runs.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";

/** An earlier state of a campaign's files: where its campaign.yaml stands, for as long as it is not closed. */
export type EarlierCampaign = { campaign: string; close: () => Promise<void> };

/**
 * The campaign as it was: `against` is a folder that holds an earlier copy of it, a revision of git, or a run (or the folder of a cycle,
 * for its promoted run), which means the latest revision with the words that it was made of. Of a revision the campaign
 * and its library are laid out in a folder of their own, and neither the checkout nor git's index is touched. Undefined where the
 * revision has no such campaign. Throws an InputError where it is neither.
 */
export async function openEarlier(
  world: World,
  campaign: string,
  against: string,
): Promise<EarlierCampaign | undefined> {
  if ((await world.readText(join(against, "campaign.yaml"))) !== undefined)
    return { campaign: join(against, "campaign.yaml"), close: async () => undefined };
  const library = await libraryOf(world, campaign);
  const prefix = await git(library, ["rev-parse", "--show-prefix"]);
  const ofRun = prefix === undefined ? undefined : await revisionOfRun(world, against, { campaign, library, prefix });
  const revision = ofRun ?? against;
  const commit = await git(library, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
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

/**
 * The latest revision in which all words of a run stand as it was made of them. Undefined where the path is no run; throws an
 * InputError where it is, and no revision has its words.
 */
async function revisionOfRun(
  world: World,
  path: string,
  { campaign, library, prefix }: { campaign: string; library: string; prefix: string },
): Promise<string | undefined> {
  if (!(await isRun(world, path))) return undefined;
  const { plan } = await findRun(world, path);
  const own = (file: string) => relative(library, resolve(dirname(resolve(campaign)), file));
  const wanted = Object.entries(plan.origin.inputs)
    .map(([file, hash]) => [own(file), hash] as const)
    .filter(([file]) => /\.ya?ml$/.test(file) && !file.startsWith("..") && basename(file) !== "data.yaml");
  const revisions = (await git(library, ["rev-list", `--max-count=${mostRevisions}`, "HEAD", "--", "."])) ?? "";
  const hashes = new Map<string, string>(); // of the texts of git, by its own names for them
  for (const revision of revisions.split("\n").filter(Boolean)) {
    const texts = await textsAt(library, `${revision}:${prefix}`);
    if (wanted.length > 0 && (await holdsAll(library, wanted, { texts, hashes }))) return revision;
  }
  throw wordsNotKept(plan.run);
}

const mostRevisions = 1000;

async function isRun(world: World, path: string): Promise<boolean> {
  return (await readPlan(world, path)) !== undefined || (await runsIn(world, path)).length > 0;
}

/** The files of a tree with git's name for each one's text. */
async function textsAt(library: string, tree: string): Promise<ReadonlyMap<string, string>> {
  const listed = (await git(library, ["ls-tree", "-r", "-z", "--full-tree", tree])) ?? "";
  return new Map(
    listed.split("\0").flatMap((line): [string, string][] => {
      const [about = "", file] = line.split("\t");
      return file === undefined ? [] : [[file, about.split(" ")[2] ?? ""]];
    }),
  );
}

/** Whether each of some files has the text of a hash (SHA-256). Mutates what is known of texts. */
async function holdsAll(
  library: string,
  wanted: readonly (readonly [string, string])[],
  { texts, hashes }: { texts: ReadonlyMap<string, string>; hashes: Map<string, string> },
): Promise<boolean> {
  for (const [file, hash] of wanted) {
    const text = texts.get(file);
    if (text === undefined) return false;
    const known = hashes.get(text) ?? (await hashOf(library, text));
    hashes.set(text, known);
    if (known !== hash) return false;
  }
  return true;
}

async function hashOf(library: string, text: string): Promise<string> {
  const { stdout } = await run("git", ["cat-file", "blob", text], {
    cwd: library,
    encoding: "buffer",
    maxBuffer: 2 ** 26,
  });
  return sha256(stdout);
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
    const { stdout } = await run("git", args, { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function wordsNotKept(id: string): Error {
  return inputError([
    {
      code: "no-earlier-state",
      severity: "error",
      message: `no revision of git has the words that the run "${id}" was made of`,
      hint: "they were changed before they were committed: name a commit near it, or a folder with a copy of them",
    },
  ]);
}

function unknownState(against: string): Error {
  return inputError([
    {
      code: "no-earlier-state",
      severity: "error",
      message: `"${against}" is neither a folder with a campaign.yaml, nor a run, nor a revision that git knows here`,
      hint: "name an earlier copy of the campaign's folder, or a commit, tag or branch: --against HEAD~1",
    },
  ]);
}

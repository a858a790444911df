import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTemporary, refusal } from "../node.ts";
import { heldBy, isDead, newHolder } from "./lock.ts";

/*
 * A browser writes its profile into a folder of its own, which says for whom. One that is left of a process that was killed is
 * removed by the next that starts a browser.
 */

const prefix = "feedback-browser-";
const holderFile = "holder.json";

/** Makes a folder for the profile of one browser, and removes those that nobody uses any more. */
export async function newProfile(): Promise<string> {
  await sweepProfiles();
  const folder = await makeTemporary(prefix);
  await writeFile(join(folder, holderFile), JSON.stringify(newHolder())).catch(refusal("write", folder));
  return folder;
}

/** Removes a profile; a browser that is just ending may still write into it. */
export async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined); // else the next start removes it
}

/** What cannot be told to be a dead process's is left: one of another machine or user, or one that is just being made. */
async function sweepProfiles(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => name.startsWith(prefix)).map((name) => join(tmpdir(), name));
  await Promise.all(left.map(async (folder) => ((await isLeft(folder)) ? removeProfile(folder) : undefined)));
}

async function isLeft(folder: string): Promise<boolean> {
  const { uid } = await stat(folder).catch(() => ({ uid: undefined }));
  if (uid !== process.getuid?.()) return false;
  const holder = await heldBy(join(folder, holderFile));
  return holder !== undefined && holder !== "unreadable" && isDead(holder);
}

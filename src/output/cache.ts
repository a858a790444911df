import { mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { environmentError } from "../problem.ts";

/** `$XDG_CACHE_HOME/feedback-reports`, or the same under `~/.cache`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env.XDG_CACHE_HOME;
  return join(chosen && isAbsolute(chosen) ? chosen : join(homedir(), ".cache"), "feedback-reports");
}

/** Makes a folder that only its owner can enter, or refuses one that others could have put things into. */
export async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw environmentError(
      "no-cache",
      `cannot make the cache folder ${folder}: ${(error as Error).message}`,
      "set XDG_CACHE_HOME to a folder that you may write to",
    );
  }
  await refuseIfShared(folder);
}

/** Refuses a folder that another user could have put things into. */
export async function refuseIfShared(folder: string): Promise<void> {
  if (process.platform === "win32") return; // no owner and mode to ask for
  const { uid, mode } = await stat(folder);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw environmentError(
    "no-cache",
    `${folder} belongs to another user or can be written by others, so what is in it is not run`,
    "remove it, or set XDG_CACHE_HOME to a private folder",
  );
}

import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { cacheFolder, makePrivate } from "../output/cache.ts";

/**
 * Lets Node keep what it has compiled of the engine for the next command, in the user's own cache. What is kept there is run, so nothing is
 * kept where another user could write; a cache that cannot be had makes a command slower and nothing else.
 * `NODE_COMPILE_CACHE` names another folder, and `NODE_DISABLE_COMPILE_CACHE=1` keeps nothing.
 */
export async function keepCompiled(): Promise<void> {
  if (process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE) return;
  try {
    const folder = join(cacheFolder(), "compiled");
    await makePrivate(cacheFolder());
    await makePrivate(folder);
    enableCompileCache(folder);
    process.env.NODE_COMPILE_CACHE = folder; // for the threads of this process, which begin with none of it
  } catch {
    // told by the first command that needs the cache
  }
}

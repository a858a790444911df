import type { World } from "../world.ts";
import { readPosted, runsPosted } from "./posted.ts";
import { readSound, runsSent } from "./sent.ts";

/** The runs of a cycle of which an email has left or a print house has a letter: what has left the building is kept. */
export async function runsGone(world: World, cycleFolder: string): Promise<ReadonlySet<string>> {
  const [sent, posted] = await Promise.all([readSound(world, cycleFolder), readPosted(world, cycleFolder)]);
  return new Set([...runsSent(sent).keys(), ...runsPosted(posted).keys()]);
}

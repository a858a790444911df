import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "../../world.ts";

/** The looks a design may name: standard, and every folder in templates/variants. */
export async function readLooks(world: World): Promise<string[]> {
  const folder = fileURLToPath(new URL("../../../templates/variants", import.meta.url));
  const names = (await world.listFiles(folder)).flatMap((file) => relative(folder, file).split(sep)[0] ?? []);
  return [...new Set(["standard", ...names])];
}

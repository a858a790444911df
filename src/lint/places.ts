import { z } from "zod";
import { type Located, readYaml } from "../input/files/yaml.ts";
import type { Place } from "../problem.ts";
import type { World } from "../world.ts";
import type { Spot } from "./rule.ts";

/** Where something stands in its file, if that is known. */
export type PlaceOfSpot = (spot: Spot) => Place | undefined;

const kinds = ["campaign", "block", "action", "indicator"] as const;

/** Reads the authors' files once more, for nothing but where things stand. */
export async function readPlaces(world: World, files: readonly string[]): Promise<PlaceOfSpot> {
  const found = new Map<string, Located<Record<string, unknown>>>();
  for (const file of files.filter((name) => /\.ya?ml$/.test(name))) {
    const text = (await world.readText(file)) ?? "";
    for (const located of readYaml(file, text, z.record(z.string(), z.unknown()), [], { entries: true })) {
      const kind = kinds.find((name) => typeof located.value[name] === "string");
      if (kind) found.set(`${kind} ${String(located.value[kind])}`, located);
    }
  }
  return ({ kind, id, path = [kind] }) => found.get(`${kind} ${id}`)?.placeOf(path);
}

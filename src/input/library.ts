import { relative } from "node:path";
import type { z } from "zod";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type Action, actionSchema } from "./action.ts";
import { type Block, blockSchema } from "./block.ts";
import { type Indicator, indicatorSchema } from "./indicator.ts";
import { type Located, readYaml } from "./yaml.ts";

/** Everything authors have written that campaigns may use, by its id. */
export type Library = {
  indicators: Shelf<Indicator>;
  blocks: Shelf<Block>;
  actions: Shelf<Action>;
  techniques: ReadonlyMap<string, string>; // BCT code → label
};

/** One kind of thing, by id. `problems` are those of its files; a campaign answers only for the files it uses. */
export type Shelf<T> = { items: ReadonlyMap<string, Located<T>>; problems: readonly Problem[] };

/** Reads the library at `root`: the folders indicators, blocks, actions and taxonomies. */
export async function readLibrary(world: World, root: string): Promise<Library> {
  const [indicators, blocks, actions, techniques] = await Promise.all([
    readShelf(world, root, "indicators", indicatorSchema, ({ indicator }) => indicator),
    readShelf(world, root, "blocks", blockSchema, ({ block }) => block),
    readShelf(world, root, "actions", actionSchema, ({ action }) => action),
    readTechniques(world, `${root}/taxonomies/bcttv1.json`),
  ]);
  return { indicators, blocks, actions, techniques };
}

async function readShelf<T>(
  world: World,
  root: string,
  folder: string,
  schema: z.ZodType<T>,
  idOf: (value: T) => string,
): Promise<Shelf<T>> {
  const items = new Map<string, Located<T>>();
  const problems: Problem[] = [];
  const files = (await world.listFiles(`${root}/${folder}`)).filter((file) => /\.ya?ml$/.test(file));
  for (const file of files) {
    for (const located of readYaml(shorten(file), (await world.readText(file)) ?? "", schema, problems)) {
      const id = idOf(located.value);
      const first = items.get(id);
      if (first) {
        problems.push({
          code: "duplicate-id",
          severity: "error",
          message: `"${id}" stands twice`,
          place: located.placeOf([folder.slice(0, -1)]),
          hint: `the first is in ${first.file}`,
        });
      } else items.set(id, located);
    }
  }
  return { items, problems };
}

async function readTechniques(world: World, file: string): Promise<ReadonlyMap<string, string>> {
  const text = await world.readText(file);
  if (text === undefined) return new Map();
  const { techniques } = JSON.parse(text) as { techniques: { code: string; label: string }[] };
  return new Map(techniques.map(({ code, label }) => [code, label]));
}

/** A path as a person would type it: relative to where they are, if it is below. */
export function shorten(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}

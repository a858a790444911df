import { relative } from "node:path";
import { z } from "zod";
import type { Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import { type Located, readYaml } from "../files/yaml.ts";
import { type Action, actionSchema } from "./action.ts";
import { type Block, blockSchema } from "./block.ts";
import { type Indicator, indicatorSchema } from "./indicator.ts";
import { readLooks } from "./looks.ts";
import { type VoiceLadder, voiceSchema } from "./voice.ts";

/** Everything authors have written that campaigns may use, by its id. */
export type Library = {
  indicators: LibraryShelf<Indicator>;
  voice: LibraryShelf<VoiceLadder>; // by the name of the ladder
  blocks: LibraryShelf<Block>;
  actions: LibraryShelf<Action>;
  techniques: ReadonlyMap<string, Technique>; // by BCT code
  taxonomy?: string; // the file they are in, where there is one
  looks: readonly string[]; // the templates a design may name; they come with the program
};

/** A behaviour change technique: what it is called, and its classes in the Behaviour Change Intervention Ontology. */
export type Technique = { label: string; bcio: readonly string[] };

/** One kind of thing, by id. A campaign answers only for the files and names it uses. */
export type LibraryShelf<T> = {
  items: ReadonlyMap<string, Located<T>>;
  broken: readonly { file: string; text: string; problems: readonly Problem[] }[]; // files with something unreadable
  twice: ReadonlyMap<string, readonly Problem[]>; // names that stand more than once
};

/** Reads the library at `root`: the folders indicators, blocks, actions and taxonomies. */
export async function readLibrary(world: World, root: string): Promise<Library> {
  const place = { world, root };
  const taxonomy = `${root}/taxonomies/bcttv1.json`;
  const [indicators, voice, blocks, actions, techniques, looks] = await Promise.all([
    readShelf(place, "indicators", indicatorSchema, ({ indicator }) => indicator),
    readShelf(place, "voice", voiceSchema, ({ ladder }) => ladder, "ladder"),
    readShelf(place, "blocks", blockSchema, ({ block }) => block),
    readShelf(place, "actions", actionSchema, ({ action }) => action),
    readTechniques(world, taxonomy),
    readLooks(world),
  ]);
  const own = techniques.size > 0 ? { taxonomy: shorten(taxonomy) } : {};
  return { indicators, voice, blocks, actions, techniques, ...own, looks };
}

/** Folders whose files may hold several things, one after the other: as documents between ---, or as one list. */
const listed = ["blocks", "actions"];

type ShelfPlace = { world: World; root: string };

async function readShelf<T>(
  { world, root }: ShelfPlace,
  folder: string,
  schema: z.ZodType<T>,
  idOf: (value: T) => string,
  key = folder.slice(0, -1),
): Promise<LibraryShelf<T>> {
  const items = new Map<string, Located<T>>();
  const twice = new Map<string, Problem[]>();
  const broken: { file: string; text: string; problems: readonly Problem[] }[] = [];
  for (const path of (await world.listFiles(`${root}/${folder}`)).filter((name) => /\.ya?ml$/.test(name))) {
    const file = shorten(path);
    const text = (await world.readText(path)) ?? "";
    const problems: Problem[] = [];
    const found = readYaml(file, text, schema, problems, { entries: listed.includes(folder) });
    for (const located of found) {
      const id = idOf(located.value);
      const first = items.get(id);
      if (first) twice.set(id, [...(twice.get(id) ?? []), standsTwice(id, first, located, key)]);
      else items.set(id, located);
    }
    if (problems.length > 0) broken.push({ file, text, problems });
  }
  return { items, broken, twice };
}

function standsTwice<T>(id: string, first: Located<T>, second: Located<T>, key: string): Problem {
  return {
    code: "duplicate-id",
    severity: "error",
    message: `"${id}" appears twice`,
    place: second.placeOf([key]),
    hint: `the first is in ${first.file}, line ${first.placeOf([key]).line}`,
  };
}

const taxonomySchema = z.object({
  techniques: z.array(z.object({ code: z.string(), label: z.string(), bcio: z.array(z.string()).default([]) })),
});

async function readTechniques(world: World, file: string): Promise<ReadonlyMap<string, Technique>> {
  const text = await world.readText(file);
  if (text === undefined) return new Map();
  const [read] = readYaml(file, text, taxonomySchema, []); // JSON is YAML
  return new Map(read?.value.techniques.map(({ code, label, bcio }) => [code, { label, bcio }]));
}

/** Whether a file that can't be read has something by this name: `block: why-harm`, `blok: why-harm` or, in a list, `- block: why-harm`. */
export function namesItself(text: string, id: string): boolean {
  const letters = text.replaceAll("\0", "").replace(/^\uFFFD+/, ""); // of a file in UTF-16
  return [...letters.matchAll(/^(?:-[ \t]+)?[\w-]+:[ \t]+([^#\n]+)/gm)].some(([, name = ""]) => toId(name) === id);
}

/** "Headline any" → "headline-any" */
function toId(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** A path as a person would type it: relative to where they are, if it is below. */
export function shorten(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}

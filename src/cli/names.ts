import { dirname, join } from "node:path";
import { z } from "zod";
import { id } from "../input/files/fields.ts";
import type { Located } from "../input/files/yaml.ts";
import { type Block, roles } from "../input/library/block.ts";
import { type Library, readLibrary } from "../input/library/library.ts";
import type { World } from "../world.ts";
import { type JsonSchema, schemaJson } from "./json-schema.ts";

/** The file, beside the schemas, of all names that a library has: these refer to it, and an editor offers what stands in it. */
export const namesFile = "names.schema.json";

/**
 * The names of a library as a JSON Schema: indicators, actions, blocks, and blocks of each role, each name with what it is of. They
 * are offered and demand nothing: what was written since is no error in an editor.
 */
export function namesSchema({
  indicators,
  actions,
  blocks,
}: Pick<Library, "indicators" | "actions" | "blocks">): JsonSchema {
  const told = [...blocks.items].map(([name, { value }]) => ({ name, role: value.role, is: wordsOf(value) }));
  const all = told.map(({ name, role, is }) => ({ name, is: `${role}: ${is}` }));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "feedback names",
    definitions: {
      indicator: named(titled(indicators.items)),
      action: named(titled(actions.items)),
      block: named(all),
      ...Object.fromEntries(roles.map((role) => [`${role}-block`, named(told.filter((each) => each.role === role))])),
    },
  };
}

/** The same as the text of its file, of the library in which a folder of schemas stands. */
export async function namesText(world: World, schemas: string): Promise<string> {
  return schemaJson(namesSchema(await readLibrary(world, dirname(schemas))));
}

/** Writes the names of a library anew where an editor has them already and they have changed. */
export async function renewNames(world: World, schemas: string): Promise<void> {
  const file = join(schemas, namesFile);
  const before = await world.readText(file);
  if (before === undefined) return;
  const now = await namesText(world, schemas);
  if (now !== before) await world.write(file, now);
}

type Name = { name: string; is: string };

function titled(items: ReadonlyMap<string, Located<{ title: string }>>): Name[] {
  return [...items].map(([name, { value }]) => ({ name, is: value.title }));
}

const longest = 100; // characters of what is said of a name

function wordsOf({ title, lead, text }: Block): string {
  return [title, lead, text].filter((each) => each !== undefined).join(" ");
}

const { pattern } = z.toJSONSchema(id) as { pattern: string };

/** Names in the order of the alphabet, and any other: an editor cannot know what was written just now. */
function named(names: readonly Name[]): JsonSchema {
  const any = { type: "string", pattern };
  if (names.length === 0) return any;
  const sorted = names.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const short = (is: string) => (is.length > longest ? `${is.slice(0, longest - 1).trimEnd()}…` : is);
  const known = { enum: sorted.map(({ name }) => name), enumDescriptions: sorted.map(({ is }) => short(is)) };
  return { anyOf: [{ type: "string", ...known }, any] };
}

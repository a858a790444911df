import { dirname, join } from "node:path";
import { z } from "zod";
import { id } from "../input/files/fields.ts";
import { roles } from "../input/library/block.ts";
import { type Library, readLibrary } from "../input/library/library.ts";
import { type LibraryName, libraryNames } from "../input/library/names.ts";
import type { World } from "../world.ts";
import { type JsonSchema, schemaJson } from "./json-schema.ts";

/** The file, beside the schemas, of all names that a library has: these refer to it, and an editor offers what stands in it. */
export const namesFile = "names.schema.json";

/**
 * The names of a library as a JSON Schema: indicators, actions, blocks, and blocks of each role, each name with what it is of. They
 * are offered and demand nothing: what was written since is no error in an editor.
 */
export function namesSchema(library: Pick<Library, "indicators" | "actions" | "blocks">): JsonSchema {
  const namesOf = libraryNames(library);
  const kinds = ["indicator", "action", "block", ...roles.map((role) => `${role}-block`)];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "feedback names",
    definitions: Object.fromEntries(kinds.map((kind) => [kind, named(namesOf(kind))])),
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

const { pattern } = z.toJSONSchema(id) as { pattern: string };

/** Some names, and any other: an editor cannot know what was written just now. */
function named(names: readonly LibraryName[]): JsonSchema {
  const any = { type: "string", pattern };
  if (names.length === 0) return any;
  const known = { enum: names.map(({ name }) => name), enumDescriptions: names.map(({ is }) => is) };
  return { anyOf: [{ type: "string", ...known }, any] };
}

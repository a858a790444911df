import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { campaignSchema } from "../input/campaign/campaign.ts";
import { dataSchema } from "../input/data/data.ts";
import { bctCode } from "../input/files/fields.ts";
import { actionSchema } from "../input/library/action.ts";
import { blockSchema } from "../input/library/block.ts";
import { conditionSchema } from "../input/library/condition.ts";
import { indicatorSchema } from "../input/library/indicator.ts";
import { meanings, signals } from "../input/library/signals.ts";
import { vocabulary } from "../input/library/vocabulary.ts";
import { voiceSchema } from "../input/library/voice.ts";
import { sendSchema } from "../input/send/settings.ts";
import { approvedSchema } from "../input/trial/approved.ts";
import { trialSchema } from "../input/trial/trial.ts";
import { nodeWorld } from "../node.ts";
import { exits } from "./exits.ts";
import { type JsonSchema, schemaJson, toJson } from "./json-schema.ts";
import { namesFile, namesText } from "./names.ts";

/** The kinds of file authors write, and the schema each is checked by. */
export const authored: Readonly<Record<Authored, z.ZodType>> = {
  campaign: campaignSchema,
  data: dataSchema,
  indicator: indicatorSchema,
  voice: voiceSchema,
  block: blockSchema,
  action: actionSchema,
  trial: trialSchema,
  approved: approvedSchema,
  send: sendSchema,
};

export type Authored = "campaign" | "data" | "indicator" | "voice" | "block" | "action" | "trial" | "approved" | "send";

const snippetsFile = "variables.code-snippets";

/** Writes a JSON Schema for every kind of file, and one of the names that the library beside them has, for editors; and, where an editor has them, the variables of words anew. */
export async function schema({ out = "content/schemas" }: { out?: string } = {}): Promise<number> {
  const world = nodeWorld();
  for (const [kind, text] of Object.entries(schemaTexts())) {
    const file = join(out, schemaFile(kind as Authored));
    await world.write(file, text);
    process.stdout.write(`${file}\n`);
  }
  await world.write(join(out, namesFile), await namesText(world, out));
  process.stdout.write(`${join(out, namesFile)}\n`);
  const library = dirname(resolve(out));
  const snippets = join(library, "..", ".vscode", snippetsFile);
  if ((await world.readText(snippets)) !== undefined)
    await world.write(snippets, editorFiles(basename(library))[snippetsFile]);
  return exits.clean;
}

/** Every JSON Schema as the text of its file. */
export function schemaTexts(): Record<Authored, string> {
  const kinds = Object.keys(authored) as Authored[];
  return Object.fromEntries(kinds.map((kind) => [kind, schemaJson(jsonSchema(kind))])) as Record<Authored, string>;
}

export function schemaFile(kind: Authored): string {
  return `${kind}.schema.json`;
}

/** Where an editor finds files of each kind, below the library's folder. */
const places: Readonly<Record<Authored, string>> = {
  campaign: "campaigns/**/campaign.yaml",
  data: "campaigns/**/data.yaml",
  indicator: "indicators/**/*.yaml",
  voice: "voice/**/*.yaml",
  block: "blocks/**/*.yaml",
  action: "actions/**/*.yaml",
  trial: "trials/**/trial.yaml",
  approved: "trials/**/approved.yaml",
  send: "mailing/**/send.yaml",
};

/**
 * Settings of Visual Studio Code for a library, to stand in `.vscode` of the folder above it: every document of a file is held to
 * its schema. The first line of a file, which other editors know, reaches its first document alone.
 */
export function editorFiles(
  library: string,
): Readonly<Record<"settings.json" | "extensions.json" | typeof snippetsFile, string>> {
  const schemas = Object.entries(places).map(([kind, place]) => [
    `./${library}/schemas/${schemaFile(kind as Authored)}`,
    [`${library}/${place}`],
  ]);
  const settings = {
    "yaml.schemas": Object.fromEntries(schemas),
    "yaml.schemaStore.enable": false,
    "files.encoding": "utf8",
    "[yaml]": {
      "editor.insertSpaces": true,
      "editor.tabSize": 2,
      "editor.wordWrap": "on",
      "editor.quickSuggestions": { other: true, comments: false, strings: true },
    },
  };
  return {
    "settings.json": `${toJson(settings)}\n`,
    "extensions.json": `${toJson({ recommendations: ["redhat.vscode-yaml"] })}\n`,
    [snippetsFile]: `${toJson(variableSnippets())}\n`,
  };
}

/** What an editor offers in the words of a block: every variable, with what it prints. */
function variableSnippets(): Record<string, { scope: string; prefix: string; body: string; description: string }> {
  return Object.fromEntries(
    Object.entries(vocabulary).map(([name, { prints }]) => [
      name,
      { scope: "yaml", prefix: name, body: `{{${name}}}`, description: prints },
    ]),
  );
}

/** The first line of a file, by which an editor finds its schema: `kind` of file, from the file's folder to the schemas'. */
export function modeline(kind: Authored, { from, schemas }: { from: string; schemas: string }): string {
  return `# yaml-language-server: $schema=${relative(from, join(schemas, schemaFile(kind))).replaceAll("\\", "/")}`;
}

/** What an author writes, before defaults are filled in, in the draft that the YAML language server reads. */
export function jsonSchema(kind: Authored): JsonSchema {
  const { $schema, ...rest } = toDraft7(authored[kind]);
  const short = withReferences(rest);
  const said = JSON.stringify(short);
  const definitions = {
    ...(said.includes(reference("condition")) ? { condition: withSignals(condition), signal } : {}),
    ...(said.includes(reference("technique")) ? { technique } : {}),
  };
  return {
    ...($schema ? { $schema } : {}),
    title: `feedback ${kind}`,
    ...short,
    ...(Object.keys(definitions).length > 0 ? { definitions } : {}),
  };
}

function toDraft7(of: z.ZodType): JsonSchema {
  return z.toJSONSchema(of, { target: "draft-7", io: "input" }) as JsonSchema;
}

const { $schema: _, ...condition } = toDraft7(conditionSchema);

const code = toDraft7(bctCode);

/** The signals once, each with its meaning, which editors show beside it. */
const signal: JsonSchema = {
  type: "string",
  enum: signals,
  enumDescriptions: signals.map((name) => meanings[name].meaning),
};

/** The techniques once, each code with its name: nobody knows 93 numbers by heart. A number is a code without its quotes. */
const technique: JsonSchema = {
  anyOf: [{ type: "string", ...techniqueNames() }, { type: "number" }],
};

function techniqueNames(): Pick<JsonSchema, "enum" | "enumDescriptions"> {
  const file = fileURLToPath(new URL("../../content/taxonomies/bcttv1.json", import.meta.url));
  const { techniques } = JSON.parse(readFileSync(file, "utf8")) as { techniques: { code: string; label: string }[] };
  return { enum: techniques.map(({ code }) => code), enumDescriptions: techniques.map(({ label }) => label) };
}

function reference(name: string): string {
  return `#/definitions/${name}`;
}

/** A condition is long, and stands in every section: it is told once, and referred to. */
function withReferences(node: JsonSchema): JsonSchema {
  if (node.names !== undefined) return offered(node);
  const { anyOf, ...rest } = node;
  if (JSON.stringify(anyOf) === JSON.stringify(condition.anyOf))
    return { ...rest, allOf: [{ $ref: reference("condition") }] };
  if (node.description === code.description)
    return {
      ...(code.description ? { description: code.description } : {}),
      allOf: [{ $ref: reference("technique") }],
    };
  return mapNodes(node, withReferences);
}

/** A name of the library: what it may be stands in a file of its own, which changes whenever something is written. */
function offered({ names, description, default: filled }: JsonSchema): JsonSchema {
  return {
    ...(description ? { description } : {}),
    ...(filled === undefined ? {} : { default: filled }),
    allOf: [{ $ref: `${namesFile}#/definitions/${names}` }],
  };
}

function withSignals(node: JsonSchema): JsonSchema {
  return node.enum?.length === signals.length ? { $ref: reference("signal") } : mapNodes(node, withSignals);
}

function mapNodes(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, anyOf, additionalProperties } = node;
  return {
    ...node,
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, change(each)])) }
      : {}),
    ...(items ? { items: change(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(change) } : {}),
    ...(typeof additionalProperties === "object" ? { additionalProperties: change(additionalProperties) } : {}),
  };
}

import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { parseAllDocuments } from "yaml";
import type { JsonSchema } from "../src/cli/json-schema.ts";
import { namesFile, namesText } from "../src/cli/names.ts";
import { type Authored, authored, jsonSchema, modeline, schema, schemaTexts } from "../src/cli/schema.ts";
import { signals } from "../src/input/library/signals.ts";
import { nodeWorld } from "../src/node.ts";

const content = join(import.meta.dirname, "../content");
const kinds = Object.keys(authored) as Authored[];

describe("JSON Schemas", () => {
  test.each(kinds)("%s: what is committed is current (feedback schema writes it)", (kind) => {
    expect(readFileSync(join(content, `schemas/${kind}.schema.json`), "utf8")).toBe(schemaTexts()[kind]);
  });

  test("the names of the library are committed as they are (feedback schema writes them)", async () => {
    const written = readFileSync(join(content, "schemas", namesFile), "utf8");
    expect(written).toBe(await namesText(nodeWorld(), join(content, "schemas")));
  });

  test.each(kinds)("%s: every field says what it is, in a sentence an author can write from", (kind) => {
    const fields = fieldsOf(jsonSchema(kind));
    expect(fields.length).toBeGreaterThan(5);
    const poor = fields.filter(({ description = "" }) => description.length < 12 || !/^\S.*[.…]$/s.test(description));
    expect(poor.map(({ path }) => path)).toEqual([]);
  });

  test("say what a file may hold before its defaults are filled in", () => {
    expect(jsonSchema("block").required).toEqual(["block", "role", "text"]);
    expect(jsonSchema("block").$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(jsonSchema("block").additionalProperties).toBe(false);
  });

  test.each(kinds)("%s: every reference leads somewhere, and nothing is defined that nobody refers to", (kind) => {
    const whole = jsonSchema(kind);
    const referred = [...JSON.stringify(whole).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].sort()).toEqual(Object.keys(whole.definitions ?? {}).sort());
  });

  test("signals stand once in a schema, each with its meaning", () => {
    const { signal } = jsonSchema("campaign").definitions ?? {};
    expect(signal?.enum).toEqual(signals);
    expect(signal?.enumDescriptions).toHaveLength(signals.length);
    expect(JSON.stringify(jsonSchema("campaign")).match(/"clearly-few"/g)).toHaveLength(1);
  });

  test.each(kinds)("%s: the schema knows every key that our own content uses", (kind) => {
    const known = new Set(fieldsOf(jsonSchema(kind)).map(({ path }) => path));
    const documents = yamlFiles(content)
      .filter((file) => kindOf(file) === kind)
      .flatMap(valuesOf);
    expect(documents.length).toBeGreaterThan(0);
    const used = new Set(documents.flatMap((value) => keysIn(value)));
    expect([...used].filter((path) => !known.has(path) && !isFree(path))).toEqual([]);
  });

  test("the command writes them all, wherever it is told", async () => {
    const out = await mkdtemp(join(tmpdir(), "schema-test-"));
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    expect(await schema({ out })).toBe(0);
    vi.restoreAllMocks();
    for (const kind of kinds) expect(readFileSync(join(out, `${kind}.schema.json`), "utf8")).toBe(schemaTexts()[kind]);
    await rm(out, { recursive: true });
  });
});

describe("modelines", () => {
  const files = yamlFiles(content).filter((file) => kindOf(file));

  test("there are files of every kind", () => {
    expect(new Set(files.map(kindOf))).toEqual(new Set(kinds));
  });

  test.each(files.map((file) => relative(content, file)))("%s begins with the line that names its schema", (name) => {
    const file = join(content, name);
    const kind = kindOf(file) as Authored;
    const [first] = readFileSync(file, "utf8").split("\n");
    expect(first).toBe(modeline(kind, { from: dirname(file), schemas: join(content, "schemas") }));
  });
});

type Field = { path: string; description?: string | undefined };

/** Every property, at any depth, with its path: `sections[].trend.points`. */
function fieldsOf(whole: JsonSchema): Field[] {
  const walk = (node: JsonSchema, path: string): Field[] => {
    const target = node.$ref ? whole.definitions?.[basename(node.$ref)] : undefined;
    const properties = Object.entries(node.properties ?? {}).flatMap(([key, each]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return [{ path: at, description: each.description }, ...walk(each, at)];
    });
    return [
      ...properties,
      ...(node.items ? walk(node.items, `${path}[]`) : []),
      ...(typeof node.additionalProperties === "object" ? walk(node.additionalProperties, `${path}.*`) : []),
      ...[...(node.anyOf ?? []), ...(node.allOf ?? []), ...(target ? [target] : [])].flatMap((each) =>
        walk(each, path),
      ),
    ];
  };
  return walk(whole, "");
}

function keysIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => keysIn(each, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return [at, ...keysIn(each, at)];
  });
}

/** Keys that the author names: levels, measures, places, factors, arms, topics. */
function isFree(path: string): boolean {
  return /^(organisations\.(levels|covariates)|observations\.indicators|recipients\.within|factors|arms|sequences|ratio|campaign|abbreviations|lint\.waive\[\]\.factor|(.*\.)?when\.of|sections\[\]\..*(say|standfirst|message|encouragement|voice))\./.test(
    path,
  );
}

function valuesOf(file: string): unknown[] {
  return parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS());
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** By where it lies. */
function kindOf(file: string): Authored | undefined {
  const [folder = ""] = relative(content, file).split(/[\\/]/);
  if (folder === "trials") return basename(file) === "approved.yaml" ? "approved" : "trial";
  if (folder === "campaigns") return basename(file) === "campaign.yaml" ? "campaign" : "data";
  const kinds: Partial<Record<string, Authored>> = {
    indicators: "indicator",
    voice: "voice",
    blocks: "block",
    actions: "action",
  };
  return folder === "mailing" ? "send" : kinds[folder];
}

/** The parts of a JSON Schema that ours use. */
export type JsonSchema = {
  $schema?: string;
  title?: string;
  description?: string;
  type?: string | readonly string[];
  enum?: readonly (string | number)[];
  enumDescriptions?: readonly string[];
  $ref?: string;
  allOf?: readonly JsonSchema[];
  definitions?: Record<string, JsonSchema>;
  names?: string; // what an id is the name of: our own word, which no schema is written with
  const?: unknown;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  pattern?: string;
  format?: string;
};

/** A schema as the text of its file. */
export function schemaJson(schema: JsonSchema): string {
  return `${toJson(schema)}\n`;
}

/** JSON as the formatter of this repository writes it: a list of words on one line, where it fits. */
export function toJson(value: unknown): string {
  const list = /^( *)(".*": )\[\n((?: *(?:"(?:[^"\\]|\\.)*"|[\w.-]+),?\n)*) *\](,?)$/gm;
  return JSON.stringify(value, null, 2).replace(
    list,
    (whole, indent: string, key: string, items: string, comma: string) => {
      const line = `${indent}${key}[${items.trim().replace(/,\n */g, ", ")}]${comma}`;
      return line.length <= 120 ? line : whole;
    },
  );
}

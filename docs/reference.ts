import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { JsonSchema } from "../src/cli/json-schema.ts";
import { type Authored, authored, jsonSchema } from "../src/cli/schema.ts";
import { roleNotes, roles } from "../src/input/library/block.ts";
import { conditionSchema } from "../src/input/library/condition.ts";
import { exclusions } from "../src/input/library/patterns.ts";
import { closure, meanings, type Signal, signalKinds, signals } from "../src/input/library/signals.ts";
import { vocabulary } from "../src/input/library/vocabulary.ts";

/*
 * docs/reference.md from the schemas and vocabularies that `check` reads by: `npm run -s reference`. A test holds that
 * what is committed is what this makes.
 */

/** The whole page. */
export function referenceText(): string {
  return [
    "# Reference",
    "",
    "Everything that the files of a campaign may contain. Made by `npm run -s reference` from what `check` reads by; do",
    "not edit it here. For how to write a campaign, see [For campaign leads](campaign-leads.md).",
    "",
    "[Files](#files) · [Sections](#sections) · [Roles of blocks](#roles-of-blocks) · [Conditions](#conditions) ·",
    "[Signals](#signals) · [Variables](#variables)",
    "",
    ...filesPart(),
    ...sectionsPart(),
    ...rolesPart(),
    ...conditionsPart(),
    ...signalsPart(),
    ...variablesPart(),
  ].join("\n");
}

const places: Readonly<Record<Authored, string>> = {
  campaign: "`content/campaigns/<name>/campaign.yaml`",
  data: "`content/campaigns/<name>/data.yaml`",
  indicator: "`content/indicators/<name>.yaml`",
  voice: "`content/voice/<ladder>.yaml`, one ladder of the wording that every campaign says unless it says otherwise",
  block: "`content/blocks/<topic>/*.yaml`, one YAML document for each block, separated by `---`",
  action: "`content/actions/<topic>/*.yaml`, one YAML document for each action, separated by `---`",
  trial: "`content/trials/<name>/trial.yaml`",
  approved: "`content/trials/<name>/approved.yaml`, made by `feedback compare --approve`",
  send: "a `send.yaml` that `feedback send --settings` names",
};

function filesPart(): string[] {
  const kinds = Object.keys(authored) as Authored[];
  return [
    "## Files",
    "",
    "Fields inside others are written with a point: `issuer.contact.email`. `[]` stands for each entry of a list, `<name>`",
    "for a name that you choose. A field with neither a default nor “optional” must be given; one that is not here is an",
    "error.",
    "",
    ...kinds.flatMap((kind) => {
      const schema = jsonSchema(kind);
      return [
        `### ${kind}`,
        "",
        `${schema.description ?? ""} In ${places[kind]}.`,
        "",
        ...fieldTable(fieldsOf(schema).filter(({ path }) => !/(^|\.)(sections\[\]|add\[\]\.section)\./.test(path))),
      ];
    }),
  ];
}

function sectionsPart(): string[] {
  const { properties = {} } = jsonSchema("campaign").properties?.sections?.items ?? {};
  const common = Object.values(properties)[0] ?? {};
  return [
    "## Sections",
    "",
    "An entry of a campaign's `sections` is the name of a kind with its settings, e.g. `- trend: { points: 3 }`. Every kind",
    "has these:",
    "",
    ...fieldTable(fieldsOf(common).filter(({ path }) => isCommon(path))),
    ...Object.entries(properties).flatMap(([kind, schema]) => [
      `### ${kind}`,
      "",
      schema.description ?? "",
      "",
      ...fieldTable(fieldsOf(schema).filter(({ path }) => !isCommon(path))),
    ]),
  ];
}

function isCommon(path: string): boolean {
  return path === "page" || path === "when";
}

function rolesPart(): string[] {
  return [
    "## Roles of blocks",
    "",
    "Each slot of a section takes blocks of one role. Lengths are of the words as printed, variables filled in; longer ones",
    "make page one smaller, and then fail.",
    "",
    ...table(
      ["role", "what it is", "must have", "how long"],
      roles.map((role) => {
        const { is, needs, limits } = roleNotes[role];
        return [code(role), is, needs ? code(needs) : "", limits];
      }),
    ),
  ];
}

function conditionsPart(): string[] {
  return [
    "## Conditions",
    "",
    `${conditionSchema.description ?? ""} In \`when\` of a block, an action or a section:`,
    "",
    "```yaml",
    "when: worse-than-median                             # one",
    "when: [worse-than-median, improving]                # both",
    "when: { any: [improving, steady] }                  # either, or both",
    "when: { all: [measured], none: [small-numbers] }    # the one without the other",
    "when: { all: [measured], of: { broad-share: worse-than-median } } # and what must hold of another indicator",
    "```",
    "",
    "A slot takes the first of its blocks whose condition holds; `why`, `cautions` and `method` take all of theirs. Special",
    "cases come first, and the last has no `when`, so that everybody has words. `check` reports conditions that can never",
    "hold, blocks hidden by an earlier one, and lists whose last block does not fit everybody.",
    "",
  ];
}

function signalsPart(): string[] {
  const starts = signalKinds.map(({ from }) => signals.indexOf(from));
  return [
    "## Signals",
    "",
    "What is true of one recipient on one indicator in one cycle. A signal that implies others is always set with them; it",
    "is never set together with one in “never with”.",
    "",
    ...signalKinds.flatMap(({ kind }, i) => [
      `### Signals ${kind}`,
      "",
      ...table(
        ["signal", "means", "set when", "implies", "never with"],
        signals.slice(starts[i], starts[i + 1]).map(signalRow),
      ),
    ]),
  ];
}

function signalRow(signal: Signal): string[] {
  const { meaning, fires } = meanings[signal];
  const implied = [...new Set(closure(signal))].filter((other) => other !== signal);
  const never = new Set(exclusions.filter((group) => group.includes(signal)).flat());
  never.delete(signal);
  return [code(signal), meaning, fires, implied.map(code).join(", "), [...never].map(code).join(", ")];
}

function variablesPart(): string[] {
  return [
    "## Variables",
    "",
    "What you may write between `{{` and `}}` in `lead` and `text` of a block, and in `what` and the step's `text` of an action.",
    "A variable that needs a signal may be used only where `when` of the block or its section asks for that signal, or for",
    "one that implies it.",
    "",
    ...table(
      ["variable", "prints, e.g.", "needs"],
      Object.entries(vocabulary).map(([path, { prints, needs }]) => [
        code(`{{${path}}}`),
        prints,
        needs.map(code).join(", "),
      ]),
    ),
  ];
}

type Field = { path: string; schema: JsonSchema; required: boolean };

/** Every field of a schema at any depth, a condition's own left out: they have a part of their own. */
function fieldsOf(schema: JsonSchema, path = ""): Field[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, each]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const required = schema.required?.includes(key) ?? false;
    return [{ path: at, schema: each, required }, ...fieldsOf(each, at)];
  });
  const { items, additionalProperties: more, anyOf = [] } = schema;
  return [
    ...own,
    ...(items ? fieldsOf(items, `${path}[]`) : []),
    ...(typeof more === "object" ? fieldsOf(more, `${path}.<name>`) : []),
    ...anyOf.flatMap((each) => fieldsOf(each, path)),
  ];
}

function fieldTable(fields: readonly Field[]): string[] {
  return table(
    ["field", "what is written", "default", "what it is"],
    fields.map(({ path, schema, required }) => [
      code(path),
      typeText(schema),
      schema.default === undefined ? (required ? "" : "optional") : defaultText(schema.default),
      schema.description ?? "",
    ]),
  );
}

function defaultText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((each) => code(String(each))).join(", ");
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0 ? "none" : "those below";
  return code(String(value));
}

/** "a list of names", "`print` or `email`" */
function typeText(schema: JsonSchema): string {
  const { type, anyOf, allOf, items, additionalProperties: more } = schema;
  if (schema.enum) return schema.enum.map((each) => code(String(each))).join(" or ");
  if (schema.const !== undefined) return code(String(schema.const));
  if (allOf?.some(({ $ref }) => $ref?.endsWith("/condition"))) return "[condition](#conditions)";
  if (allOf?.some(({ $ref }) => $ref?.endsWith("/technique"))) return "code of a technique";
  if (allOf?.[0]?.$ref?.includes("names.schema.json")) return nameText(allOf[0].$ref);
  if (anyOf) return [...new Set(anyOf.map(typeText))].join(" or ");
  if (type === "array") return `list: ${items ? typeText(items) : "anything"}`;
  if (typeof more === "object") return `settings: \`<name>\` to ${typeText(more)}`;
  return plainType(schema);
}

/** "name of an indicator", "name of a block of role caution" */
function nameText(reference: string): string {
  const named = reference.slice(reference.lastIndexOf("/") + 1);
  const role = /^(.+)-block$/.exec(named)?.[1];
  return role ? `name of a block of role ${role}` : `name of ${/^[aeiou]/.test(named) ? "an" : "a"} ${named}`;
}

function plainType({ type, format, pattern }: JsonSchema): string {
  if (format === "email") return "email address";
  if (format === "uri") return "web address";
  if (pattern?.startsWith("^[a-z0-9]+")) return "name";
  if (pattern?.startsWith("^\\d{4}-\\d{2}-")) return "day: `2026-10-12`";
  if (pattern?.startsWith("^\\d{4}-(")) return "month: `2026-08`";
  const names: Readonly<Record<string, string>> = {
    integer: "whole number",
    boolean: "`true` or `false`",
    string: "text",
    object: "settings",
  };
  return [type ?? []]
    .flat()
    .map((each) => names[each] ?? each)
    .join(" or ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line), ""];
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) await writeFile(fileURLToPath(new URL("reference.md", import.meta.url)), referenceText());

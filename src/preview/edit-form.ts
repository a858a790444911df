import { z } from "zod";
import { campaignSchema } from "../input/campaign/campaign.ts";
import { bctCode } from "../input/files/fields.ts";
import { actionSchema } from "../input/library/action.ts";
import { blockSchema } from "../input/library/block.ts";
import { indicatorSchema } from "../input/library/indicator.ts";
import type { libraryNames } from "../input/library/names.ts";
import { voiceSchema } from "../input/library/voice.ts";
import { type Field, fieldsAt } from "./edit.ts";
import { type List, listsAt } from "./edit-lists.ts";
import { itemAt, type Named, read } from "./edit-read.ts";

/** What may be changed of an item, with what its schema says of it: fields and lists, each in the order of the file. */
export type Form = { named: Named; fields: readonly FormField[]; lists: readonly FormList[] };

export type FormField = Field & Asked;

/** What is asked for: what it is about, and what may be chosen where it is no free text. */
export type Asked = { about?: string; choices?: readonly Offered[] };

export type Offered = { name: string; is?: string }; // is: what a name is of

export type FormList = List & { about?: string; adds: readonly Addable[] };

/** A kind of entry that may come into a list, and what must be said of it; `kind` is empty where there is but one. */
export type Addable = { kind: string; needs: readonly Need[] };

/** A field of an entry by its path in it; the path is empty where the entry is the text or number itself. */
export type Need = Asked & { path: string; type: "string" | "number" | "boolean" };

type NamesOf = ReturnType<typeof libraryNames>;

type Schema = z.core.JSONSchema.BaseSchema & { names?: string };

const schemas: Readonly<Record<Named, z.ZodType>> = {
  block: blockSchema,
  action: actionSchema,
  step: voiceSchema,
  campaign: campaignSchema,
  indicator: indicatorSchema,
};

/** The form of the item that begins on a line of a file, from 1. Undefined where none begins there. */
export function formAt(text: string, line: number, namesOf: NamesOf): Form | undefined {
  const named = itemAt(read(text), line)?.named;
  if (!named) return undefined;
  const schema = schemaOf(named);
  const at = (path: string) => alternatives(schema, path);
  return {
    named,
    fields: (fieldsAt(text, line) ?? []).map((field) => ({ ...field, ...asked(at(field.path), namesOf) })),
    lists: (listsAt(text, line) ?? []).map((list) => ({
      ...list,
      ...aboutOf(at(list.path)),
      adds: addable(at(list.path), namesOf),
    })),
  };
}

const known = new Map<Named, Schema>();

/** Mutates what is remembered. */
function schemaOf(named: Named): Schema {
  const before = known.get(named);
  if (before) return before;
  const whole = z.toJSONSchema(schemas[named], { target: "draft-7", io: "input" }) as Schema;
  const [step] = named === "step" ? alternatives(whole, "steps.0") : [whole];
  known.set(named, step ?? {});
  return step ?? {};
}

/** All that may stand at a path. A step of a path is a field's name, any name of a map, or the number of an entry. */
function alternatives(schema: Schema, path: string): readonly Schema[] {
  let here = parted(schema);
  for (const key of path.split(".")) here = here.flatMap((each) => parted(inside(each, key)));
  return here;
}

function inside({ properties, additionalProperties, items }: Schema, key: string): unknown {
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  if (/^\d+$/.test(key) && items) return items;
  return additionalProperties;
}

/** A schema's alternatives, each with what is said of them together. */
function parted(schema: unknown): readonly Schema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { anyOf, oneOf, allOf, ...rest } = schema as Schema;
  const parts = [...(anyOf ?? oneOf ?? []), ...(allOf ?? [])].flatMap(parted);
  return parts.length > 0 ? parts.map((part) => ({ ...rest, ...part })) : [rest];
}

function asked(at: readonly Schema[], namesOf: NamesOf): Asked {
  const choices = at.flatMap((each) => choicesOf(each, namesOf));
  const isChoice =
    choices.length > 0 && at.every((each) => choicesOf(each, namesOf).length > 0 || each.type !== "string");
  return { ...aboutOf(at), ...(isChoice ? { choices } : {}) };
}

function aboutOf(at: readonly Schema[]): { about?: string } {
  const about = at.find(({ description }) => description !== undefined)?.description;
  return about === undefined ? {} : { about };
}

function choicesOf({ enum: some, const: one, names, type, description }: Schema, namesOf: NamesOf): readonly Offered[] {
  if (names !== undefined) return namesOf(names);
  if (description === bctCode.description) return namesOf("technique");
  if (type === "boolean") return [{ name: "true" }, { name: "false" }];
  const all = some ?? (one === undefined ? [] : [one]);
  return all.filter((each) => typeof each === "string").map((name) => ({ name }));
}

/** What may come into a list, by the schema of its entries. */
function addable(lists: readonly Schema[], namesOf: NamesOf): readonly Addable[] {
  const entries = lists.flatMap(({ items }) => parted(items));
  const plain = entries.filter(isPlain);
  const needs = plain[0] ? [{ path: "", type: typeOf(plain[0]), ...asked(plain, namesOf) }] : [];
  const one = needs.length > 0 ? [{ kind: "", needs }] : [];
  return [...one, ...entries.filter(({ properties }) => properties).flatMap((entry) => ofMap(entry, namesOf))];
}

/** A map with what it cannot do without; of one of which every key is a kind, as sections are, an entry for each kind. */
function ofMap(entry: Schema, namesOf: NamesOf): readonly Addable[] {
  const { properties = {}, required = [] } = entry;
  const kinds = Object.entries(properties).map(([kind, of]) => ({
    kind,
    of: parted(of).find((each) => each.properties),
  }));
  if (required.length === 0 && kinds.length > 1 && kinds.every(({ of }) => of))
    return kinds.map(({ kind, of }) => ({ kind, needs: needsOf(of ?? {}, `${kind}`, namesOf) }));
  const needs = needsOf(required.length > 0 ? entry : { ...entry, required: firstChoice(entry) }, "", namesOf);
  return needs.length > 0 ? [{ kind: "", needs }] : [];
}

/** What an entry that must have nothing is told by: the first of its fields that is a choice. */
function firstChoice({ properties = {} }: Schema): string[] {
  return Object.keys(properties)
    .filter((key) => parted(properties[key]).some((each) => each.enum !== undefined))
    .slice(0, 1);
}

function needsOf({ properties = {}, required = [] }: Schema, path: string, namesOf: NamesOf): readonly Need[] {
  return required.flatMap((key): readonly Need[] => {
    const at = parted(properties[key]);
    const below = path ? `${path}.${key}` : key;
    const [plain] = at.filter(isPlain);
    if (plain) return [{ path: below, type: typeOf(plain), ...asked(at.filter(isPlain), namesOf) }];
    const list = at.find(({ items }) => items);
    const first = parted(list?.items).filter(isPlain);
    if (first[0]) return [{ path: `${below}.0`, type: typeOf(first[0]), ...asked(first, namesOf), ...aboutOf(at) }];
    const map = at.find((each) => each.properties);
    return map ? needsOf(map, below, namesOf) : [];
  });
}

function isPlain({ type, enum: some, const: one }: Schema): boolean {
  return some !== undefined || one !== undefined || [type].flat().some((each) => plainTypes.includes(String(each)));
}

const plainTypes = ["string", "number", "integer", "boolean"];

function typeOf({ type }: Schema): Need["type"] {
  if (type === "boolean") return "boolean";
  return type === "number" || type === "integer" ? "number" : "string";
}

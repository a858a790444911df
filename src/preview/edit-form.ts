import { z } from "zod";
import { campaignSchema } from "../input/campaign/campaign.ts";
import { bctCode } from "../input/files/fields.ts";
import { actionSchema } from "../input/library/action.ts";
import { blockSchema } from "../input/library/block.ts";
import { indicatorSchema } from "../input/library/indicator.ts";
import type { libraryNames } from "../input/library/names.ts";
import { voiceSchema } from "../input/library/voice.ts";
import { trialSchema } from "../input/trial/trial.ts";
import { type EditField, fieldsAt } from "./edit.ts";
import type { EditEntry } from "./edit-entry.ts";
import { type List, listsAt } from "./edit-lists.ts";
import { type EditAt, type EditName, itemAt, itemOf, type Refused, read } from "./edit-read.ts";
import { type MapSettings, settingsAt, withoutSetting, withSetting } from "./edit-settings.ts";

/** What may be changed of an item, with what its schema says of it: each in the order of the file. */
export type EditForm = {
  named: EditName;
  id: string;
  line: number; // on which it begins
  fields: readonly FormField[];
  lists: readonly FormList[];
  maps: readonly FormMap[];
  offered: FormOffers;
};

export type FormField = EditField & FieldHint;

/** What is asked for: what it is about, what holds where nothing is said, and what may be chosen where it is no free text (of `offered`). */
export type FieldHint = { about?: string; usual?: string; choices?: string };

export type Offered = { name: string; is?: string }; // is: what a name is of

export type FormOffers = { readonly [choices: string]: readonly Offered[] };

export type FormList = List & { about?: string; adds: readonly Addable[] };

/** A map by its path, with the settings that may come into it, and the keys of those that it can do without. */
export type FormMap = { path: string; adds: readonly Addable[]; spare: readonly string[] };

/**
 * A kind of entry that may come into a list, or a setting that may come into a map ("accept.odd-lists"), and what must be said of it;
 * `kind` is empty where there is but one. Where its name is the author's to choose, it stands as "*" in the paths.
 */
export type Addable = { kind: string; about?: string; needs: readonly Need[] };

/** A field of an entry by its path in it; the path is empty where the entry is the text or number itself. */
export type Need = FieldHint & { path: string; type: "string" | "number" | "boolean" };

type NamesOf = ReturnType<typeof libraryNames>;

/** Where choices are found, and kept once for all that may be chosen from them. */
type FormShelf = { namesOf: NamesOf; offered: { [choices: string]: readonly Offered[] } };

type Schema = z.core.JSONSchema.BaseSchema & { names?: string };

const schemas: Readonly<Record<EditName, z.ZodType>> = {
  block: blockSchema,
  action: actionSchema,
  step: voiceSchema,
  campaign: campaignSchema,
  indicator: indicatorSchema,
  trial: trialSchema,
};

/** An item by the line on which it begins, from 1, or by its name, which it keeps where lines come in above it. */
export type Sought = number | { named: string; id: string };

/** The form of an item of a file. Undefined where there is none. */
export function formAt(text: string, sought: Sought, namesOf: NamesOf): EditForm | undefined {
  const found = read(text);
  const item = typeof sought === "number" ? itemAt(found, sought) : itemOf(found, sought);
  if (!item) return undefined;
  const { named, id, line } = item;
  const shelf: FormShelf = { namesOf, offered: {} };
  const schema = schemaOf(named);
  const at = (path: string) => alternatives(schema, path);
  return {
    named,
    id,
    line,
    fields: (fieldsAt(text, line) ?? []).map((field) => ({ ...field, ...asked(at(field.path), shelf) })),
    lists: (listsAt(text, line) ?? []).map((list) => ({
      ...list,
      ...aboutOf(at(list.path)),
      adds: addable(at(list.path), shelf),
    })),
    maps: settingsAt(text, line).map((map) => formMap(map, mapsLike(at(map.path), map.keys), shelf)),
    offered: shelf.offered,
  };
}

/** The file with another setting in a map, where its schema has it. */
export function withSettingAt(
  text: string,
  at: EditAt,
  { key, value }: { key: string; value: EditEntry },
): string | Refused {
  const likely = mapsAt(text, at);
  const order = likely.flatMap(({ properties = {} }) => Object.keys(properties));
  const isKnown = order.includes(key) || likely.some(({ additionalProperties }) => Boolean(additionalProperties));
  return isKnown ? withSetting(text, at, { key, value, order }) : { refused: `"${key}" is no setting here` };
}

/** The file without a setting that its map can do without. What would be left empty goes with it, where that can be done without too. */
export function withoutSettingAt(text: string, at: EditAt, key: string): string | Refused {
  const keys = keysAt(text, at) ?? [];
  const likely = mapsAt(text, at);
  if (keys.includes(key) && !likely.some((like) => spareOf(like, keys).includes(key)))
    return { refused: `"${key}" cannot be left out` };
  const cut = at.path.lastIndexOf(".");
  const above = { line: at.line, path: at.path.slice(0, Math.max(0, cut)) };
  const own = at.path.slice(cut + 1);
  const isSpare = mapsAt(text, above).some((like) => spareOf(like, keysAt(text, above) ?? []).includes(own));
  return keys.length === 1 && at.path && isSpare
    ? withoutSettingAt(text, above, own)
    : withoutSetting(text, { ...at, key });
}

function keysAt(text: string, { line, path }: EditAt): readonly string[] | undefined {
  return settingsAt(text, line).find((each) => each.path === path)?.keys;
}

/** What a map of an item may be by its schema. */
function mapsAt(text: string, at: EditAt): Schema[] {
  const named = itemAt(read(text), at.line)?.named;
  const keys = keysAt(text, at);
  return named && keys ? mapsLike(alternatives(schemaOf(named), at.path), keys) : [];
}

const known = new Map<EditName, Schema>();

/** Mutates what is remembered. */
function schemaOf(named: EditName): Schema {
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
  if (path === "") return here;
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

function asked(at: readonly Schema[], shelf: FormShelf): FieldHint {
  const kinds = at.map(choicesOf);
  const isChoice = kinds.some(Boolean) && at.every((each, i) => kinds[i] || !isPlain(each));
  const usual = at.find((each) => isSaid(each.default))?.default;
  return {
    ...aboutOf(at),
    ...(isSaid(usual) ? { usual: String(usual) } : {}),
    ...(isChoice
      ? {
          choices: kept(
            kinds.filter((kind) => kind !== undefined),
            shelf,
          ),
        }
      : {}),
  };
}

function isSaid(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** Mutates the shelf: choices are kept there under a name of their own, which it gives. */
function kept(kinds: readonly (string | readonly string[])[], { offered, namesOf }: FormShelf): string {
  const key = kinds.map((kind) => (typeof kind === "string" ? kind : kind.join("|"))).join("|");
  offered[key] ??= kinds.flatMap((kind): readonly Offered[] =>
    typeof kind === "string" ? namesOf(kind) : kind.map((name) => ({ name })),
  );
  return key;
}

function aboutOf(at: readonly Schema[]): { about?: string } {
  const about = at.find(({ description }) => description !== undefined)?.description;
  return about === undefined ? {} : { about };
}

/** Of what library's names may be chosen, or from which words. */
function choicesOf({ enum: some, const: one, names, type, description }: Schema): string | string[] | undefined {
  if (names !== undefined) return names;
  if (description === bctCode.description) return "technique";
  if (type === "boolean") return ["true", "false"];
  const words = (some ?? [one]).filter(isSaid).map(String);
  return words.length > 0 ? words : undefined;
}

// ------------------------------------------------------------------------------------------------- what may come in

/** What may come into a list, by the schema of its entries. */
function addable(lists: readonly Schema[], shelf: FormShelf): readonly Addable[] {
  const entries = lists.flatMap(({ items }) => parted(items));
  const plain = entries.filter(isPlain);
  const needs = plain[0] ? [{ path: "", type: typeOf(plain[0]), ...asked(plain, shelf) }] : [];
  const one = needs.length > 0 ? [{ kind: "", needs }] : [];
  return [...one, ...entries.filter(({ properties }) => properties).flatMap((entry) => ofMap(entry, shelf))];
}

/** A map with what it cannot do without; of one of which every key is a kind, as sections are, an entry for each kind. */
function ofMap(entry: Schema, shelf: FormShelf): readonly Addable[] {
  const { required = [] } = entry;
  const kinds = kindsOf(entry);
  if (kinds) return kinds.map(({ kind, of }) => ({ kind, needs: needsOf(of, `${kind}`, shelf) }));
  const needs = needsOf(required.length > 0 ? entry : { ...entry, required: firstChoice(entry) }, "", shelf);
  return needs.length > 0 ? [{ kind: "", needs }] : [];
}

/** Of a map that is one of several kinds, each with the map that stands under its name. */
function kindsOf({ properties = {}, required = [] }: Schema): { kind: string; of: Schema }[] | undefined {
  const kinds = Object.entries(properties).flatMap(([kind, schema]) => {
    const of = parted(schema).find((each) => each.properties);
    return of ? [{ kind, of }] : [];
  });
  const areAll = kinds.length > 1 && kinds.length === Object.keys(properties).length;
  return required.length === 0 && areAll ? kinds : undefined;
}

/** What an entry that must have nothing is told by: the first of its fields that is a choice. */
function firstChoice({ properties = {} }: Schema): string[] {
  return Object.keys(properties)
    .filter((key) => parted(properties[key]).some((each) => each.enum !== undefined))
    .slice(0, 1);
}

/** The schemas of a map that know all its keys. */
function mapsLike(at: readonly Schema[], keys: readonly string[]): Schema[] {
  return at.filter(({ properties = {}, additionalProperties, type }) => {
    const isMap = type === "object" || Object.keys(properties).length > 0;
    return isMap && keys.every((key) => Object.hasOwn(properties, key) || Boolean(additionalProperties));
  });
}

function formMap({ path, keys }: MapSettings, likely: readonly Schema[], shelf: FormShelf): FormMap {
  const [like] = likely;
  if (!like || kindsOf(like)) return { path, adds: [], spare: [] };
  const { properties = {}, additionalProperties } = like;
  const absent = Object.keys(properties).filter((key) => !keys.includes(key));
  const named = typeof additionalProperties === "object" ? settingsOf("*", additionalProperties, shelf) : [];
  return {
    path,
    adds: [...absent.flatMap((key) => settingsOf(key, properties[key], shelf)), ...named],
    spare: spareOf(like, keys),
  };
}

/** Keys of a map that its schema lets it do without. */
function spareOf(like: Schema, keys: readonly string[]): string[] {
  return kindsOf(like) ? [] : keys.filter((key) => !(like.required ?? []).includes(key));
}

/** A setting that is not there; of a map that must have nothing, each of its own settings: "accept.odd-lists". */
function settingsOf(key: string, schema: unknown, shelf: FormShelf, above = ""): readonly Addable[] {
  const path = above ? `${above}.${key}` : key;
  const at = parted(schema);
  const about = aboutOf(at);
  const needs = needsOf({ properties: { [key]: schema as Schema }, required: [key] }, above, shelf);
  const own = needs.length > 0 ? [{ kind: path, ...about, needs }] : [];
  const loose = at.find((each) => each.properties && (each.required ?? []).length === 0);
  const inside = path.includes("*")
    ? []
    : Object.entries(loose?.properties ?? {}).flatMap(([each, of]) => settingsOf(each, of, shelf, path));
  const free = at.find(({ additionalProperties: any }) => typeof any === "object")?.additionalProperties;
  const named = free && !path.includes("*") ? settingsOf("*", free, shelf, path) : [];
  return [...own, ...inside, ...named];
}

/** What must be said of what a map cannot do without. */
function needsOf({ properties = {}, required = [] }: Schema, path: string, shelf: FormShelf): readonly Need[] {
  return required.flatMap((key): readonly Need[] => {
    const at = parted(properties[key]);
    const below = path ? `${path}.${key}` : key;
    const plain = at.filter(isPlain);
    if (plain[0]) return [{ path: below, type: typeOf(plain[0]), ...asked(plain, shelf) }];
    const [entry] = addable(at, shelf);
    const first = `${below}.0`;
    if (entry)
      return entry.needs.map((need) => ({
        ...aboutOf(at),
        ...need,
        path: need.path ? `${first}.${need.path}` : first,
      }));
    const map = at.find((each) => each.properties);
    return map ? needsOf(map, below, shelf) : [];
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

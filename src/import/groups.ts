import { toPattern } from "../input/files/pattern.ts";
import type { Part, SourceGroup } from "./part.ts";
import { propose } from "./propose.ts";
import { peopleAmong, peopleOfLists } from "./proposed/people.ts";
import type { Around } from "./shape.ts";
import { type ShapeId, shapeOf, shapes } from "./shapes.ts";
import { hasColumns, type ImportSource, textsOf, type WrittenForm } from "./source.ts";

/* Which files are read together, and what each group of them becomes. */

export type KnownGroup = { shape: ShapeId | undefined; group: SourceGroup };

/** Sources of one shape together; those of no known shape by their columns. */
export function groupsOf(sources: readonly ImportSource[]): KnownGroup[] {
  const keyOf = (source: ImportSource) => {
    const shape = shapeOf(source);
    const { encoding: _, inside: __, ...form } = source.form;
    return JSON.stringify([shape ?? [...source.columns].sort(), form]);
  };
  return [...Map.groupBy(sources, keyOf).values()].map((own) => ({
    shape: shapeOf(own[0]!),
    group: { sources: own, form: formOf(own, sources) },
  }));
}

/** The form of files together: plain letters may be read in any encoding. */
function formOf(own: readonly ImportSource[], all: readonly ImportSource[]): WrittenForm {
  const form: WrittenForm = Object.assign({}, ...own.map((source) => source.form));
  const inside = patternInZips(own, all);
  return inside === undefined ? form : { ...form, inside };
}

/**
 * Of several zips each has files of its own names, and data.yaml has one `inside` for all: a pattern that is made of what
 * begins and ends the names, where no other file in the zips has it.
 */
function patternInZips(own: readonly ImportSource[], all: readonly ImportSource[]): string | undefined {
  const zips = new Set(own.map(({ file }) => file));
  const names = own.flatMap(({ form }) => form.inside ?? []);
  if (zips.size < 2 || names.length !== own.length) return undefined;
  const [first = ""] = names;
  const shared = (take: (n: number) => string, isIn: (name: string, text: string) => boolean) => {
    let n = first.length;
    while (n > 0 && !names.every((name) => isIn(name, take(n)))) n--;
    return take(n);
  };
  const start = shared(
    (n) => first.slice(0, n),
    (name, text) => name.startsWith(text),
  ).replace(/\d+$/, "");
  const end = shared(
    (n) => (n === 0 ? "" : first.slice(-n)),
    (name, text) => name.endsWith(text),
  ).replace(/^\d+/, "");
  const pattern = toPattern(`${start}*${end}`);
  const others = all.filter((source) => zips.has(source.file) && !own.includes(source));
  const isOurs = others.every(({ form }) => form.inside === undefined || !pattern?.test(form.inside));
  return isOurs && names.every((name) => pattern?.test(name)) ? `${start}*${end}` : undefined;
}

export type KnownPart = KnownGroup & { part: Part };

/** What a person asked of files whose rows are parts. */
export type Wishes = { bnf: readonly string[]; by: string | undefined };

export async function partsOf(groups: readonly KnownGroup[], wishes: Wishes): Promise<KnownPart[]> {
  const lists = await listsAmong(groups);
  const found = lists ? undefined : await peopleAmong(groups.flatMap(({ shape, group }) => (shape ? [] : [group])));
  const people = lists ? peopleOfLists(lists) : found?.people;
  const parts: KnownPart[] = [];
  for (const { shape, group } of groups) {
    const around: Around = { lists, people, ...wishes };
    const isList = found?.of === group && found.people.in === "lists";
    const part = isList ? { notes: [] } : await (shape ? shapes[shape].propose(group, around) : propose(group, around));
    parts.push({ shape, group, part });
  }
  return parts;
}

/** Files of list sizes that have totals. */
async function listsAmong(groups: readonly KnownGroup[]): Promise<SourceGroup | undefined> {
  for (const { shape, group } of groups) {
    if (shape !== "gp-list-size") continue;
    const sources: ImportSource[] = [];
    for (const source of group.sources)
      if (hasColumns(source, "SEX") && (await textsOf(source, sexOf(source))).has("ALL")) sources.push(source);
    if (sources.length > 0) return { ...group, sources };
  }
  return undefined;
}

const sexOf = ({ columns }: ImportSource) => columns.find((column) => /^sex$/i.test(column)) ?? "SEX";

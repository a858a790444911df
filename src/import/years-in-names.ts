import { basename } from "node:path";
import { toPattern } from "../input/files/pattern.ts";
import type { SourceGroup } from "./part.ts";
import { columnOf, type ImportSource, renameIn } from "./source.ts";

/*
 * Files of several years: the financial year stands in their names alone, and columns were renamed between two years.
 */

/** The year of each file, and how data.yaml says so. */
export type FileYears = {
  of: ReadonlyMap<ImportSource, string>; // "2024/25"
  add: string | Readonly<Record<string, string>>; // one year, or a year for each pattern of names
  texts: readonly string[]; // each year once, the first first
};

/** The financial years by the names of the files: ACHIEVEMENT_LONDON_2425.csv, QOF2425.zip. Undefined where a name has none. */
export function yearsOf({ sources }: SourceGroup): FileYears | undefined {
  const found = sources.map((source) => ({ source, named: yearIn(source.label) }));
  if (!found.every((each): each is { source: ImportSource; named: NamedYear } => each.named !== undefined))
    return undefined;
  const of = new Map(found.map(({ source, named }) => [source, named.year]));
  const texts = [...new Set(of.values())].sort();
  const [only] = texts;
  return { of, texts, add: texts.length === 1 && only ? only : patternsOf(found) };
}

type NamedYear = { year: string; written: string };

/** The year in the name of a file, or of its folder or zip. */
function yearIn(label: string): NamedYear | undefined {
  const named = label.split(/[/\\]/).slice(-2).join("/");
  const years = [...named.matchAll(/(?<!\d)(?:20)?(\d{2})[-_]?(\d{2})(?!\d)/g)];
  const last = years.filter(([, a, b]) => Number(b) === (Number(a) + 1) % 100).at(-1);
  return last ? { year: `20${last[1]}/${last[2]}`, written: last[0] } : undefined;
}

/** A pattern for each year, "*2425*"; where names of one year have that of another too, the name of each file. */
function patternsOf(found: readonly { source: ImportSource; named: NamedYear }[]): Record<string, string> {
  const patterns = new Map(found.map(({ named }) => [`*${named.written}*`, named.year]));
  const namesOf = ({ label, file }: ImportSource) => [...label.split(/[/\\]/).slice(-2), basename(file)];
  const isPlain = found.every(({ source, named }) =>
    [...patterns].every(
      ([pattern, year]) => year === named.year || !namesOf(source).some((each) => toPattern(pattern)?.test(each)),
    ),
  );
  if (isPlain) return Object.fromEntries([...patterns].sort((a, b) => (a[1] < b[1] ? -1 : 1)));
  return Object.fromEntries(found.map(({ source, named }) => [basename(source.label), named.year]));
}

/** The source of the latest year. */
export function newestOf({ of }: FileYears): ImportSource {
  return [...of].sort((a, b) => (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0))[0]![0];
}

/** Files of several years as those of the newest are: their columns have its names. Undefined where a file has no year. */
export async function alike(
  given: SourceGroup,
  names: readonly (readonly string[])[],
): Promise<{ from: SourceGroup; years: FileYears; rename: Readonly<Record<string, string>> } | undefined> {
  const known = yearsOf(given);
  if (!known) return undefined;
  const rename = renamed(given, newestOf(known), names);
  const from = { ...given, sources: await renameIn(given.sources, rename) };
  return { from, years: yearsOf(from)!, rename };
}

/** Columns that the other files call otherwise than one does, each by the names that it may have. */
function renamed(
  { sources }: SourceGroup,
  like: ImportSource,
  names: readonly (readonly string[])[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((possible) => {
      const here = columnOf(like, ...possible);
      return sources.flatMap((source): [string, string][] => {
        const theirs = columnOf(source, ...possible);
        return theirs === undefined || here === undefined || theirs === here ? [] : [[theirs, here]];
      });
    }),
  );
}

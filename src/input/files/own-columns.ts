import { basename } from "node:path";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { findMissingEverywhere } from "./columns.ts";
import type { DataFile } from "./data-file.ts";
import type { Shape } from "./form.ts";
import { toPattern } from "./pattern.ts";
import { periodInName } from "./period-in-name.ts";
import { suggest } from "./suggest.ts";
import { literal, name } from "./table.ts";

/*
 * What stands in the name of a file and not in its rows, and what files of several years call otherwise: columns are renamed,
 * then added, each file on its own.
 */

/** A file with the columns that it now has, and what is selected of it. */
export type OwnColumns = { file: DataFile; select: string };

/** The columns of each file. A column that is there already, and a name that fits no file or no one alone, is a problem. */
export function ownColumns(
  read: readonly DataFile[],
  { rename, add, "period-from-name": period }: Pick<Shape, "rename" | "add" | "period-from-name">,
  placeOfKey: (path: readonly string[]) => Place,
  problems: Problem[],
): OwnColumns[] {
  findMissingEverywhere(
    Object.keys(rename).map((column) => ({ column, place: placeOfKey(["rename", column]) })),
    read,
    problems,
  );
  const all = read.map((file) => ({ file, renamed: renamedIn(file, rename, placeOfKey, problems) }));
  const files = all.map(({ file, renamed }) => ({ ...file, columns: [...renamed.values()] }));
  const added = [
    ...Object.entries(add).map(([column, value]) => ({
      column,
      values: valuesOf(files, { column, value }, placeOfKey, problems),
    })),
    ...(period === undefined ? [] : [{ column: period, values: periodsOf(files, period, placeOfKey, problems) }]),
  ];
  return all.map(({ renamed }, i) => ({
    file: { ...files[i]!, columns: [...files[i]!.columns, ...added.map(({ column }) => column)] },
    select: [
      "line, file",
      ...[...renamed].map(([own, as]) => (own === as ? name(own) : `${name(own)} as ${name(as)}`)),
      ...added.map(({ column, values }) => `${literal(values[i] ?? "")} as ${name(column)}`),
    ].join(", "),
  }));
}

/** What each column of a file is called from here on. */
function renamedIn(
  { file, columns }: DataFile,
  rename: Shape["rename"],
  placeOfKey: (path: readonly string[]) => Place,
  problems: Problem[],
): ReadonlyMap<string, string> {
  for (const column of columns) {
    const as = rename[column];
    if (as === undefined || !columns.includes(as) || as === column) continue;
    const hint = "only a file that has one of the two is meant: take this line away";
    problems.push(
      wrong("column-there", `${file} has both "${column}" and "${as}"`, placeOfKey(["rename", column]), hint),
    );
  }
  return new Map(columns.map((column) => [column, rename[column] ?? column]));
}

/** The period in the name of each file. */
function periodsOf(
  files: readonly DataFile[],
  column: string,
  placeOfKey: (path: readonly string[]) => Place,
  problems: Problem[],
): string[] {
  const place = placeOfKey(["period-from-name"]);
  const has = files.find(({ columns }) => columns.includes(column));
  if (has) {
    const hint = "the period is taken from the name only where the rows do not say it: take one of the two away";
    problems.push(wrong("column-there", `${has.file} has a column "${column}"`, place, hint));
  }
  return files.map(({ file }) => {
    const period = periodInName(file);
    if (period === undefined)
      problems.push(
        wrong(
          "no-period-in-name",
          `the name of ${basename(file)} says no one period`,
          place,
          "name it as Practice Level March 2026.csv, counts-2025Q1.csv or register_2425.csv, or say the period with `add`",
        ),
      );
    return period ?? "";
  });
}

/** The value of an added column in each file. */
function valuesOf(
  files: readonly DataFile[],
  { column, value }: { column: string; value: Shape["add"][string] },
  placeOfKey: (path: readonly string[]) => Place,
  problems: Problem[],
): string[] {
  const place = placeOfKey(["add", column]);
  const has = files.find(({ columns }) => columns.includes(column));
  if (has) {
    const hint = "a value is added only where the file has none: take one of the two away";
    problems.push(wrong("column-there", `${has.file} has a column "${column}"`, place, hint));
  }
  if (typeof value === "string") return files.map(() => value);
  const names = Object.keys(value);
  for (const each of names) {
    if (files.some((file) => isNamed(file, each))) continue;
    const hint = suggest(each, files.map((file) => basename(file.file)).slice(0, 8));
    problems.push(wrong("no-such-file", `no file is called "${each}"`, placeOfKey(["add", column, each]), hint));
  }
  return files.map((file) => {
    const own = names.filter((each) => isNamed(file, each));
    const given = [...new Set(own.map((each) => value[each]!))];
    const [one = "", other] = given;
    if (given.length === 0)
      problems.push(
        wrong("no-value-for-file", `no value of "${column}" for ${file.file}`, place, "add its name, or a pattern"),
      );
    if (other !== undefined)
      problems.push(
        wrong(
          "two-values-for-file",
          `two values of "${column}" for ${file.file}: "${one}" and "${other}"`,
          place,
          `it is meant by ${own.map((each) => `"${each}"`).join(" and by ")}`,
        ),
      );
    return one;
  });
}

/** Whether a name or a pattern is that of a file, of the folder or zip that it is directly in, or of its zip. */
function isNamed({ file, path }: DataFile, wanted: string): boolean {
  const pattern = toPattern(wanted);
  const names = [...file.split(/[/\\]/).slice(-2), basename(path)];
  return names.some((each) => each === wanted || pattern?.test(each));
}

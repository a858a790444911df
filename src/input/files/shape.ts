import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { findMissingColumns, type Wanted } from "./columns.ts";
import { type DataFile, unionOf } from "./data-file.ts";
import type { Shape } from "./form.ts";
import { ownColumns } from "./own-columns.ts";
import { suggest } from "./suggest.ts";
import { literal, name, rows } from "./table.ts";

/*
 * Which rows and columns of what was read are taken: columns are renamed and added, codes padded and put in capitals, rows chosen, and rows
 * turned into columns, in this order.
 */

/** Where the settings of a shape stand in data.yaml. */
export type ShapePlaces = {
  placeOf: (path: readonly (string | number)[]) => Place;
  placeOfKey: (path: readonly (string | number)[]) => Place;
};

/** The same, for settings within others. */
export function placesWithin(section: string, { placeOf, placeOfKey }: ShapePlaces): ShapePlaces {
  return {
    placeOf: (path) => placeOf([section, ...path]),
    placeOfKey: (path) => placeOfKey([section, ...path]),
  };
}

/**
 * Mutates the table: columns renamed and added, codes mended, and only the rows that are wanted. Returns the files with the columns
 * that they now have.
 */
export async function shapeTable(
  tables: DuckDBConnection,
  table: string,
  read: readonly DataFile[],
  { rename, add, "period-from-name": period, pad, capitals, where, secret }: Shape & { secret?: string | undefined }, // a column whose texts are not told
  { placeOf, placeOfKey }: ShapePlaces,
  problems: Problem[],
): Promise<DataFile[]> {
  const before = problems.length;
  const own = ownColumns(read, { rename, add, "period-from-name": period }, placeOfKey, problems);
  const files = own.map(({ file }) => file);
  const named = (of: string, columns: object): Wanted[] =>
    Object.keys(columns).map((column) => ({ column, place: placeOfKey([of, column]) }));
  const inCapitals = capitals.map((column, i) => ({ column, place: placeOf(["capitals", i]) }));
  findMissingColumns([...named("pad", pad), ...inCapitals, ...named("where", where)], files, problems);
  if (problems.length > before) return files;
  const mended = [...new Set([...Object.keys(pad), ...capitals])].map((column) => {
    const padded = pad[column] === undefined ? name(column) : padding(column, pad[column]);
    return `${capitals.includes(column) ? `upper(${padded})` : padded} as ${name(column)}`;
  });
  const replaced = mended.length > 0 ? ` replace (${mended.join(", ")})` : "";
  const whole = `select *${replaced} from (${unionOf(table, read.length, (i) => own[i]?.select ?? "*")})`;
  for (const [column, wanted] of Object.entries(where))
    await findUnmet(
      tables,
      { whole, column, wanted, place: placeOfKey(["where", column]), isSecret: column === secret },
      problems,
    );
  const kept = Object.entries(where).map(([column, wanted]) => keeping(column, wanted));
  await tables.run(
    `create or replace temp view ${name(table)} as select * from (${whole}) where ${["true", ...kept].join(" and ")}`,
  );
  return files;
}

/** A code of digits gets its first zeros back; one that became a number with decimals loses those first: 10003.0. */
function padding(column: string, length: number): string {
  const digits = `regexp_extract(trim(${name(column)}), '^([0-9]+)(\\.0+)?$', 1)`;
  return `case when ${digits} <> '' then lpad(${digits}, greatest(length(${digits}), ${length})::integer, '0') else ${name(column)} end`;
}

function keeping(column: string, wanted: Shape["where"][string]): string {
  const texts = "is" in wanted ? wanted.is : wanted.not;
  return `${text(column)} ${"is" in wanted ? "in" : "not in"} (${texts.map(literal).join(", ")})`;
}

/** A cell as it is compared: blanks round it are no matter, and empty is a text like others. */
function text(column: string): string {
  return `coalesce(trim(${name(column)}), '')`;
}

type ShapeCondition = {
  whole: string;
  column: string;
  wanted: Shape["where"][string];
  place: Place;
  isSecret: boolean;
};

const most = 1000; // texts of a column that may be what was meant

/** A condition that no row meets, and a text that no row has but for capitals or blanks. */
async function findUnmet(
  tables: DuckDBConnection,
  { whole, column, wanted, place, isSecret }: ShapeCondition,
  problems: Problem[],
): Promise<void> {
  const texts = "is" in wanted ? wanted.is : wanted.not;
  const found = await rows(
    tables,
    `select ${text(column)} as text from (${whole}) group by 1 order by count(*) desc, 1 limit ${most}`,
  );
  const there = found.map((row) => row.text ?? "");
  if (there.length === 0) return; // files without rows are told elsewhere
  const plain = (each: string) => each.toLowerCase().replace(/\s+/g, "");
  const isMet = texts.some((each) => there.includes(each)) || there.length >= most;
  for (const each of texts.filter((one) => !there.includes(one))) {
    const near = there.find((other) => plain(other) === plain(each));
    if (near === undefined && (isMet || "not" in wanted)) continue; // a month may lack one of several
    const hint = near === undefined ? suggest(each, there.slice(0, 8)) : `did you mean "${near}"?`;
    problems.push(
      wrong("no-such-row", `no row has "${each}" in column "${column}"`, place, isSecret ? undefined : hint),
    );
  }
}

/** Every column that a pivot names, each with its place. */
export function columnsOfPivot(pivot: NonNullable<Shape["pivot"]>, { placeOf }: ShapePlaces): Wanted[] {
  const { names, values, by = [] } = pivot;
  return [
    { column: names, place: placeOf(["pivot", "names"]) },
    { column: values, place: placeOf(["pivot", "values"]) },
    ...by.map((column, i) => ({ column, place: placeOf(["pivot", "by", i]) })),
  ];
}

/** What a pivot turns into columns, and for whom. */
export type PivotOptions = {
  pivot: NonNullable<Shape["pivot"]>;
  wanted: readonly Wanted[]; // every column that data.yaml names
  files: readonly DataFile[]; // as they were before
};

/**
 * Mutates the table: each text in the column of names becomes a column, filled from the column of values. Rows that agree
 * in all other columns that data.yaml names become one. `line` and `file` are those of the first of them, and `<column> at`
 * those of each value. Returns the files with the columns that they now have.
 */
export async function pivotTable(
  tables: DuckDBConnection,
  table: string,
  { pivot: { names, values, by: own = [] }, wanted, files }: PivotOptions,
  problems: Problem[],
): Promise<DataFile[]> {
  const all = [...new Set([...own, ...wanted.map(({ column }) => column)])];
  const isThere = (column: string) => files.some(({ columns }) => columns.includes(column));
  const keys = all.filter((column) => isThere(column) && column !== names && column !== values);
  const made = all.filter((column) => !isThere(column));
  const whole = `select *, {'file': file, 'line': line} as spot, ${text(names)} as made from ${name(table)}`;
  const found = await rows(tables, `select made from (${whole}) group by 1 order by count(*) desc, 1 limit ${most}`);
  const there = found.map((row) => row.made ?? "").filter((each) => each !== "");
  const lacking = made.filter((column) => !there.includes(column));
  for (const { column, place } of wanted.filter((each) => lacking.includes(each.column))) {
    const message = `missing column "${column}", and no row has it in "${names}"`;
    problems.push(wrong("missing-column", message, place, suggest(column, there.slice(0, 8))));
  }
  const left = made.filter((column) => !lacking.includes(column));
  const cells = left.flatMap((column) => [
    `any_value(${name(values)}) filter (where made = ${literal(column)}) as ${name(column)}`,
    `min(spot) filter (where made = ${literal(column)}) as ${name(`${column} at`)}`,
  ]);
  const kept = keys.flatMap((column) => [name(column), `min(spot) as ${name(`${column} at`)}`]);
  const by = keys.length > 0 ? ` group by ${keys.map(name).join(", ")}` : "";
  const pivoted = name(`${table} pivoted`);
  const isMade = `made in (${["", ...left].map(literal).join(", ")})`;
  await findTwice(
    tables,
    { whole: `${whole} where ${isMade}`, keys, by: `${by || " group by"}${by && ","} made` },
    problems,
  );
  await tables.run(
    `create or replace temp table ${pivoted} as select min(spot).line as line, min(spot).file as file, ${[...kept, ...cells].join(", ")} from (${whole}) where ${isMade}${by}`,
  );
  await tables.run(`create or replace temp view ${name(table)} as select * from ${pivoted}`);
  return files.map((file) => ({ ...file, columns: [...keys, ...made] }));
}

/** Rows that would become one cell. */
async function findTwice(
  tables: DuckDBConnection,
  { whole, keys, by }: { whole: string; keys: readonly string[]; by: string },
  problems: Problem[],
): Promise<void> {
  const told = ["made", ...keys.map(name)].map((column) => `coalesce(${column}, '')`).join(" || ', ' || ");
  const twice = await rows(
    tables,
    `select max(spot).file as file, max(spot).line as line, min(spot).file as first_file, min(spot).line as first_line, ${told} as told, count(*) over () as total
     from (${whole})${by} having count(*) > 1 order by 1, 2 limit ${shown}`,
  );
  for (const { file, line, first_file: first, first_line: firstLine, told: row } of twice) {
    const where = `${first === file ? "" : `in ${first}, `}line ${firstLine}`;
    const place = { file: file ?? "", line: Number(line), column: 1 };
    problems.push(wrong("duplicate-row", `second row of ${row}; the first is on ${where}`, place));
  }
  const rest = Number(twice[0]?.total ?? 0) - twice.length;
  const last = problems.at(-1);
  if (rest > 0 && last) last.hint = `and ${rest} more ${rest === 1 ? "row" : "rows"} like this`;
}

const shown = 20; // rows named one by one; the rest is counted

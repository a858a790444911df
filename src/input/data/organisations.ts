import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import { findMissingColumns } from "../files/columns.ts";
import { readEach } from "../files/data-file.ts";
import { isDay } from "../files/fields.ts";
import { pivotTable, type ShapePlaces, shapeTable } from "../files/shape.ts";
import { type NamedFile, type Row, rows } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import { bareKey, findNearMisses, isTotal } from "./near-misses.ts";

/** A node of the directory. Names are as in the data; `sane-case.ts` makes them printable. */
export type Organisation = {
  code: string; // "Z10001"
  type: string; // "practice"
  name: string;
  address: readonly string[]; // lines without name and postcode
  postcode?: string;
  opened?: string; // ISO day
  closed?: string; // ISO day: the last day it was open
  successor?: string;
  patients?: number; // registered, from the directory; the observations know better
  email?: string;
  parents: Readonly<Record<string, Parent>>; // by level: pcn, sub-icb, icb
  covariates?: Covariates; // absent where data.yaml names none
};

/** What else is known of an organisation, by the name of data.yaml; null where it is not known. Never in a report. */
export type Covariates = Readonly<Record<string, number | string | null>>;

export type Parent = { code: string; name: string };

/** Every organisation by its code. */
export type Directory = ReadonlyMap<string, Organisation>;

/** A code is also a file name, so its letters are few. */
const codePattern = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

/** Reads the directory. Problems name the column in data.yaml or the line of the file. */
export async function readOrganisations(
  tables: DuckDBConnection,
  named: NamedFile,
  map: DataMap["organisations"],
  places: ShapePlaces,
  problems: Problem[],
): Promise<Directory> {
  const before = problems.length;
  const { file } = named;
  const found = await readEach(tables, "organisations", [named], problems);
  if (!found) return new Map();
  const { placeOf } = places;
  const read = await shapeTable(tables, "organisations", found, map, places, problems);
  const wanted = [
    ...Object.entries(map.columns).flatMap(([key, named]: [string, string | string[] | undefined]) =>
      [named].flat().map((column, i) => ({ path: ["columns", key, ...(Array.isArray(named) ? [i] : [])], column })),
    ),
    ...Object.entries(map.levels).flatMap(([level, { code, name }]) => [
      { path: ["levels", level, "code"], column: code },
      ...(name ? [{ path: ["levels", level, "name"], column: name }] : []),
    ]),
    ...Object.entries(map.covariates).map(([key, { column }]) => ({ path: ["covariates", key, "column"], column })),
  ];
  const asked = wanted.flatMap(({ path, column }) => (column === undefined ? [] : [{ column, place: placeOf(path) }]));
  const { pivot } = map;
  const ofPivot = pivot
    ? (["names", "values"] as const).map((key) => ({ column: pivot[key], place: placeOf(["pivot", key]) }))
    : [];
  findMissingColumns(pivot ? ofPivot : asked, read, problems);
  if (pivot && problems.length === before)
    await pivotTable(tables, "organisations", { pivot, wanted: asked, files: read }, problems);
  if (problems.length > before) return new Map();
  const directory = new Map<string, Organisation>();
  const placed: Placed[] = [];
  for (const row of await rows(tables, `select * from organisations order by line`)) {
    const organisation = toOrganisation(row, map, problems);
    if (!organisation) continue;
    if (isTotal(organisation.code) || isTotal(row[map.columns.name] ?? "")) {
      const message = `"${organisation.code}" is a sum, not an organisation`;
      problems.push(badRow(row, message, map.columns.code, "take the row out"));
      continue;
    }
    if (directory.has(organisation.code))
      problems.push(badRow(row, `organisation "${organisation.code}" appears twice`, map.columns.code));
    directory.set(organisation.code, organisation);
    placed.push({ row, organisation });
  }
  checkPlaces(placed, map, problems);
  checkSuccessors(placed, directory, map, problems);
  if (directory.size === 0 && problems.length === before)
    problems.push({
      code: "no-organisations",
      severity: "error",
      message: "no organisations in the file",
      place: { file, line: 1, column: 1 },
    });
  return directory;
}

type Placed = { row: Row; organisation: Organisation };

/** A place has one code, written in one way, and one name: its organisations would else be peers of a part of it. */
function checkPlaces(
  placed: readonly Placed[],
  { levels }: Pick<DataMap["organisations"], "levels">,
  problems: Problem[],
): void {
  for (const [level, columns] of Object.entries(levels)) {
    const of = placed.flatMap(({ row, organisation: { parents } }) =>
      parents[level] ? [{ row, ...parents[level] }] : [],
    );
    for (const alike of Map.groupBy(of, ({ code }) => bareKey(code)).values()) {
      for (const [what, key] of [
        ["code", "code"],
        ["name", "name"],
      ] as const) {
        const written = (each: Parent) => (key === "name" ? bareKey(each.name) : each.code); // names are printed in letters of their own
        const ways = [...Map.groupBy(alike, written)].sort(([, a], [, b]) => b.length - a.length);
        const [usual, rare, first] = [ways[0]?.[1][0]?.[key], ways[1]?.[1][0]?.[key], ways[1]?.[1][0]];
        if (!first) continue;
        const place = what === "code" ? `place "${usual}"` : `place "${first.code}"`;
        const message = `${place} of level "${level}" is also ${what === "code" ? "written" : "called"} "${rare}"`;
        const hint = `write its ${what} alike in all rows`;
        problems.push(badRow(first.row, `${message}; most rows say "${usual}"`, columns[key] ?? columns.code, hint));
        break;
      }
    }
  }
}

/** Who goes on for one that closed is in the directory, is another, and leads round to nobody. */
function checkSuccessors(
  placed: readonly Placed[],
  directory: Directory,
  { columns }: Pick<DataMap["organisations"], "columns">,
  problems: Problem[],
): void {
  const told = new Set<string>(); // a ring once
  for (const { row, organisation } of placed) {
    const { code, successor } = organisation;
    if (successor === undefined) continue;
    const say = (message: string, hint: string) => problems.push(badRow(row, message, columns.successor, hint));
    if (successor === code) say(`${code} is its own successor`, "leave the cell empty, or name who goes on");
    else if (!directory.has(successor)) {
      const [near] = findNearMisses([successor], directory.keys());
      if (near) say(`successor "${successor}" of ${code} differs from ${near.meant} only ${near.how}`, near.mend);
    } else if (!told.has(code)) {
      const chain = chainFrom(code, directory);
      if (directory.get(chain.at(-1)!)?.successor !== code) continue;
      for (const each of chain) told.add(each);
      say(`successors go round: ${[...chain, code].join(" → ")}`, "name who goes on, or nobody");
    }
  }
}

/** An organisation, its successor and so on, until there is none or one comes again. */
function chainFrom(code: string, directory: Directory): string[] {
  const chain = [code];
  for (;;) {
    const next = directory.get(chain.at(-1)!)?.successor;
    if (next === undefined || chain.includes(next)) return chain;
    chain.push(next);
  }
}

function toOrganisation(
  row: Row,
  { columns, levels, covariates, type, decimal }: DataMap["organisations"],
  problems: Problem[],
): Organisation | undefined {
  const cell = (column: string | undefined) => (column ? tidy(row[column] ?? "") : "");
  const code = (row[columns.code] ?? "").trim(); // a code is taken as it stands
  if (!codePattern.test(code)) {
    problems.push(
      badRow(
        row,
        code ? `invalid code "${code}"` : "missing code",
        columns.code,
        code ? "capital letters, digits and hyphens, at most 32" : undefined,
      ),
    );
    return undefined;
  }
  const day = (column: string | undefined) =>
    toDay(cell(column), () =>
      problems.push(badRow(row, `invalid day "${cell(column)}"`, column, "a day as 2019-04-01 or 20190401")),
    );
  const parents = Object.fromEntries(
    Object.entries(levels)
      .map(([level, { code, name }]) => [level, { code: cell(code), name: cell(name) || cell(code) }] as const)
      .filter(([, parent]) => parent.code !== ""),
  );
  const [opened, closed] = [day(columns.opened), day(columns.closed)];
  const early = closed !== undefined && (opened === undefined ? closed < "1948" : closed <= opened); // the NHS began in 1948
  if (early)
    problems.push(
      badRow(
        row,
        `${code} closed on ${closed}${opened ? `, and opened on ${opened}` : ""}`,
        columns.closed,
        "leave the day of closing empty while it is open",
      ),
    );
  const doubt = (message: string, column: string | undefined, hint: string) =>
    problems.push({
      ...badRow(row, `${message} of ${code}`, column, hint),
      code: "doubtful-cell",
      severity: "warning",
    });
  const cellOf = (what: string, column: string | undefined, hint = nothingThere) =>
    filled(cell(column), (text) => doubt(`${what} "${text}"`, column, hint));
  const name = cellOf("name", columns.name, "its code is printed in its place: give the name by which it is known");
  if (/\{\{|\}\}/.test(name))
    problems.push(badRow(row, `name "${name}" of ${code}`, columns.name, "take the braces out"));
  const patients = toNumber(cell(columns.patients), decimal);
  if (!(patients >= 0))
    problems.push(badRow(row, `invalid number of patients "${cell(columns.patients)}"`, columns.patients));
  return {
    code,
    type,
    name: name || code,
    address: addressOf(columns.address, (column) => cellOf("address", column)),
    parents,
    ...known("postcode", cellOf("postcode", columns.postcode)),
    ...known("opened", opened),
    ...known("closed", closed),
    ...known("successor", cell(columns.successor)),
    ...known(
      "email",
      toEmail(cell(columns.email), (message, hint) => doubt(message, columns.email, hint)),
    ),
    ...(columns.patients && Number.isFinite(patients) && patients > 0 ? { patients } : {}),
    ...covariatesOf({ covariates, decimal }, cell, (message, column, hint) =>
      problems.push(badRow(row, message, column, hint)),
    ),
  };
}

const nothingThere = "leave the cell empty where nothing is known";

/** What people write where there is nothing. */
function filled(text: string, complain: (text: string) => void): string {
  if (!/^(n\/?a|none|null|nil|unknown|not (known|available|applicable)|tb[ac]|[-–—.?*]+|0)$/i.test(text)) return text;
  complain(text);
  return "";
}

/** One plain address. Anything else costs the email its addressee, and nobody the report. */
function toEmail(text: string, complain: (message: string, hint: string) => void): string {
  if (text === "") return "";
  const hint = "its email is made with nobody to send it to: one address, as name@place.example";
  if (/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+\.[^\s<>,;:"()[\]\\@.]{2,}$/.test(text)) return text;
  const several = (text.match(/@/g) ?? []).length > 1;
  complain(several ? `several email addresses in one cell "${text}"` : `invalid email address "${text}"`, hint);
  return "";
}

/** The lines of an address: the parts of one column between commas, or a column each. */
function addressOf(columns: string | readonly string[] | undefined, cell: (column: string) => string): string[] {
  const lines = typeof columns === "string" ? cell(columns).split(",") : (columns ?? []).map(cell);
  return lines.map((line) => line.trim().replace(/,$/, "")).filter((line) => line !== "");
}

/** Letters composed (NFC), one space between words, and nothing that cannot be seen, such as a soft hyphen. */
function tidy(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Cf}+/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** The covariates of a row: an empty cell is not known, a cell that is not of its kind is a problem. */
function covariatesOf(
  { covariates, decimal }: Pick<DataMap["organisations"], "covariates" | "decimal">,
  cell: (column: string) => string,
  complain: (message: string, column: string, hint: string) => void,
): { covariates?: Covariates } {
  const found = Object.entries(covariates).map(([key, { column, kind, values }]) => {
    const text = cell(column);
    if (text === "") return [key, null] as const;
    if (kind === "category") {
      if (values && !values.includes(text))
        complain(`unknown ${key} "${text}"`, column, `one of ${values.join(", ")}, or empty`);
      return [key, text] as const;
    }
    const known = toNumber(text, decimal);
    if (!Number.isFinite(known))
      complain(`${key} "${text}" is not a number`, column, "digits with a point at most, or empty");
    return [key, known] as const;
  });
  return found.length > 0 ? { covariates: Object.fromEntries(found) } : {};
}

function known<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value ? ({ [key]: value } as { [P in K]?: string }) : {};
}

/** A number as it is written with a point or a comma before its decimals; NaN where it is none. */
function toNumber(text: string, decimal: DataMap["organisations"]["decimal"]): number {
  if (decimal === ".") return Number(text);
  return text.includes(".") ? Number.NaN : Number(text.replace(",", "."));
}

function toDay(text: string, complain: () => void): string | undefined {
  if (text === "") return undefined;
  const iso = /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text.slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && isDay(iso)) return iso;
  complain();
  return undefined;
}

function badRow(row: Row, message: string, column?: string, hint?: string): Problem {
  const { place, told } = spotOf(row.file ?? "", Number(row.line), column);
  return wrong("bad-row", `${told}${message}`, place, hint);
}

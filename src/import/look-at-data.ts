import type { DuckDBConnection } from "@duckdb/node-api";
import { isMap, type ParsedNode, parseDocument } from "yaml";
import { type DataMap, dataSchema } from "../input/data/data.ts";
import { indicatorOf } from "../input/data/observation-source.ts";
import { literal, name, rows } from "../input/files/table.ts";
import { readOneYaml } from "../input/files/yaml.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { loadData } from "../input/load-data.ts";
import { once, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { standIn } from "./campaign.ts";
import { choosePeriods } from "./chosen-periods.ts";
import type { PartNote } from "./part.ts";
import { cell } from "./source.ts";
import { type LeftOutInData, type Understood, understand } from "./understood.ts";

/** What a data.yaml means as it is now, whoever wrote it. */
export type DataLook = {
  file: string;
  files: readonly { label: string; rows: number }[]; // of observations
  read: readonly string[]; // every file that it rests on
  understood?: Understood; // absent where the data cannot be read
  left: readonly LeftOutInData[];
  notes: readonly PartNote[]; // what import wrote at its top
  problems: readonly Problem[];
};

/**
 * Reads a data.yaml as a run would, of the campaign's indicators; without a campaign of what its names stand for, each of the
 * kind of period that its figures are written as.
 */
export async function lookAtData(world: World, file: string, own?: ReadonlyMap<string, Indicator>): Promise<DataLook> {
  const problems: Problem[] = [];
  const text = (await world.readText(file)) ?? "";
  const map = readOneYaml(file, text, dataSchema, problems)?.value;
  const base = { file, notes: notesIn(text) };
  if (!map) return { ...base, files: [], read: [file], left: [], problems };
  const indicators = own ?? (await guessIndicators(world, file, map));
  const seen: SeenData = { files: [], codes: new Map(), left: [] };
  const read = await loadData(world, file, indicators, problems, async (tables) => {
    Object.assign(seen, await lookAtRows(tables, map, whyOf(text)).catch(() => ({}))); // what cannot be read is a problem already
  });
  const { files } = seen;
  const codes = new Map([...seen.codes].map(([code, each]) => [code, each.rows]));
  const named = Object.entries(map.observations.indicators).map(([theirs, ours]) => ({
    theirs: { theirs },
    is: indicatorOf(ours),
  }));
  return {
    ...base,
    files,
    read: read?.files ?? [file],
    ...(read && read.read.directory.size > 0 ? { understood: understand(read, { codes, named, indicators }) } : {}),
    left: read ? leftBySize(seen, read.read.directory) : [],
    problems: once(problems),
  };
}

/** Rows of a code of mapped indicators, and those of them in which a number is missing. */
type Rows = { rows: number; blank: number };

type SeenData = { files: DataLook["files"]; codes: ReadonlyMap<string, Rows>; left: readonly LeftOutInData[] };

/** Rows by file, by code, and those that the mapping leaves out; each counted for the first reason. Needs the tables of a load. */
async function lookAtRows(
  tables: DuckDBConnection,
  { observations: { where } }: DataMap,
  why: (column: string) => string,
): Promise<SeenData> {
  const found = await rows(
    tables,
    `select view_name as part from duckdb_views() where starts_with(view_name, 'rows part ')
     union select table_name from duckdb_tables() where starts_with(table_name, 'rows part ')`,
  );
  const parts = found.map(({ part }) => `select * from ${name(part ?? "")}`).join(" union all by name ");
  const files = await rows(
    tables,
    `select file as label, count(*)::varchar as n from (${parts}) group by 1 order by 1`,
  );
  const left: LeftOutInData[] = [];
  const count = async (from: string, condition: string, reason: string) => {
    const [counted] = await rows(tables, `select count(*)::varchar as n from ${from} where ${condition}`);
    left.push({ rows: Number(counted?.n), why: reason });
  };
  const before: string[] = [];
  for (const [column, wanted] of Object.entries(where)) {
    const [texts, is] = "is" in wanted ? [wanted.is, "in"] : [wanted.not, "not in"];
    const kept = `${cell(column)} ${is} (${texts.map(literal).join(", ")})`;
    await count(`(${parts})`, [...before, `not (${kept})`].join(" and "), why(column)).catch(() => undefined); // of an added column
    before.push(kept);
  }
  await count("given", "theirs not in (select theirs from names)", "of an indicator that is not mapped");
  const codes = await rows(
    tables,
    `select coalesce(trim(code), '') as code, count(*)::varchar as n,
       (count(*) filter (where coalesce(trim(n), '') = '' or coalesce(trim(d), '') = ''))::varchar as blank
     from given where theirs in (select theirs from names) group by 1`,
  );
  return {
    files: files.map(({ label, n }) => ({ label: label ?? "", rows: Number(n) })),
    codes: new Map(codes.map(({ code, n, blank }) => [code ?? "", { rows: Number(n), blank: Number(blank) }])),
    left,
  };
}

/** Rows of organisations that nobody knows, and of those known the ones without a number. */
function leftBySize({ left, codes }: SeenData, directory: ReadonlyMap<string, unknown>): LeftOutInData[] {
  const sum = (some: readonly Rows[], of: keyof Rows) => some.reduce((total, each) => total + each[of], 0);
  const [known, strange] = [true, false].map((is) =>
    [...codes].filter(([code]) => directory.has(code) === is).map(([, each]) => each),
  ) as [Rows[], Rows[]];
  return [
    ...left,
    { rows: sum(strange, "rows"), why: "of an organisation that is not in the directory" },
    { rows: sum(known, "blank"), why: "without a numerator or a denominator: not known" },
  ].filter(({ rows: n }) => n > 0);
}

/** Indicators that names stand for, each of the kind of period that most of its texts are. */
async function guessIndicators(world: World, file: string, map: DataMap): Promise<ReadonlyMap<string, Indicator>> {
  const names = Object.entries(map.observations.indicators).map(([theirs, ours]) => ({
    theirs,
    is: indicatorOf(ours),
  }));
  const words = { numerator: "counted", denominator: "in the denominator" };
  const plain = new Map(names.map(({ theirs, is }) => [is, standIn(is, { theirs, kind: "rate", ...words })]));
  let found: readonly Readonly<Record<string, string | null | undefined>>[] = [];
  await loadData(world, file, plain, [], async (tables) => {
    found = await rows(
      tables,
      `select theirs, period, (count(*) filter (where try_cast(replace(n, ',', '.') as double) > try_cast(replace(d, ',', '.') as double)))::varchar as above
       from given group by 1, 2 order by 1, 2`,
    ).catch(() => []);
  });
  return new Map(
    names.map(({ theirs, is }) => {
      const own = found.filter((row) => row.theirs === theirs);
      const period = choosePeriods(own.map((row) => row.period ?? ""))?.kind ?? "month";
      const isOverList = map.observations.patients === is;
      const isShare = !isOverList && own.every(({ above }) => Number(above) === 0);
      const over = isOverList ? { ...words, denominator: "patients" } : words;
      return [is, standIn(is, { theirs, kind: isShare ? "share" : "rate", period, ...over })];
    }),
  );
}

const kinds: Readonly<Record<string, PartNote["kind"]>> = {
  "Assumed, so please check:": "guess",
  "Not possible yet:": "limit",
  "Good to know:": "mind",
};

/** The notes that import wrote at the top of a data.yaml: titles, and under each lines that begin with a dash. */
function notesIn(text: string): PartNote[] {
  const notes: PartNote[] = [];
  let kind: PartNote["kind"] | undefined;
  for (const line of text.split("\n").map((each) => each.replace(/^# ?/, ""))) {
    kind = kinds[line.trim()] ?? kind;
    const last = notes.at(-1);
    if (kind && /^- /.test(line)) notes.push({ kind, text: line.slice(2) });
    else if (kind && /^ {2}\S/.test(line) && last) last.text += ` ${line.trim()}`;
    else if (line.trim() !== "" && kinds[line.trim()] === undefined) kind = undefined;
  }
  return notes;
}

/** Why a condition leaves rows out, as the comment at its line says. */
function whyOf(text: string): (column: string) => string {
  const { contents } = parseDocument(text);
  return (column) => {
    const node: unknown = isMap(contents) ? contents.getIn(["observations", "where", column], true) : undefined;
    const comment = (node as ParsedNode | undefined)?.comment?.trim().replace(/^left out: /, "");
    return comment || `not as where says of ${column}`;
  };
}

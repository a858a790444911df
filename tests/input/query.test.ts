import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Query, runQuery } from "../../src/input/data/query.ts";
import { type Limits, openTables, rows } from "../../src/input/files/table.ts";
import type { Problem } from "../../src/problem.ts";

// What the query of a data.yaml may do. There are two walls: what the query is, as DuckDB parses it; and the session, in
// which nothing outside can be reached by any statement. Each is tested without the other, but for logs: a session that
// starts one ends the process, so only the first wall stands before them.

let folder: string;
let named: string; // a file that the study names
let other: string; // one that it does not
let tables: DuckDBConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "query-test-"));
  [named, other] = [join(folder, "named.csv"), join(folder, "other.csv")];
  for (const file of [named, other]) await writeFile(file, "code,items\nZX01,3\n");
  tables = await open();
});
afterAll(async () => {
  tables.closeSync();
  await rm(folder, { recursive: true });
});

async function open(limits: Partial<Limits> = {}): Promise<DuckDBConnection> {
  const opened = await openTables([named], { isQueried: true, ...limits });
  await opened.run(
    "create temp table rows as select * from (values ('ZX01', '2026-07', '3', '4'), ('ZX02', '2026-07', '5', '6')) as v(code, month, items, grams)",
  );
  await opened.run("create temp table lists as select 'ZX01' as code, '2300' as patients");
  return opened;
}

describe("the query is refused that", () => {
  test.each([
    ["writes a file", "copy rows to 'OTHER'", 'the query is not a SELECT: it begins with "copy"'],
    ["attaches a database", "attach 'OTHER.db'", 'the query is not a SELECT: it begins with "attach"'],
    ["installs an extension", "install httpfs", 'the query is not a SELECT: it begins with "install"'],
    ["loads an extension", "load httpfs", 'the query is not a SELECT: it begins with "load"'],
    ["exports everything", "export database 'OTHER'", 'the query is not a SELECT: it begins with "export"'],
    ["imports something", "import database 'OTHER'", 'the query is not a SELECT: it begins with "import"'],
    ["changes a setting", "set enable_external_access = true", 'the query is not a SELECT: it begins with "set"'],
    ["resets a setting", "reset lock_configuration", 'the query is not a SELECT: it begins with "reset"'],
    ["sets a pragma", "pragma threads = 4", 'the query is not a SELECT: it begins with "pragma"'],
    ["calls a procedure", "call enable_logging()", 'the query is not a SELECT: it begins with "call"'],
    ["makes a table", "create table kept as select 1", 'the query is not a SELECT: it begins with "create"'],
    ["makes a secret", "create persistent secret s (type http)", 'the query is not a SELECT: it begins with "create"'],
    ["changes the data", "update rows set items = '1'", 'the query is not a SELECT: it begins with "update"'],
    ["deletes the data", "/* tidy */ delete from rows", 'the query is not a SELECT: it begins with "delete"'],
    ["sets a variable", "set variable x = 1", 'the query is not a SELECT: it begins with "set"'],
    ["explains itself", "explain analyze from rows", 'the query is not a SELECT: it begins with "explain"'],
    ["hides a second statement", "from rows; copy rows to 'OTHER'", 'the query is not a SELECT: it begins with "from"'],
    ["has a second statement", "from rows; from rows", "the query is 2 statements"],
    [
      "closes a bracket it did not open",
      "from rows) ; drop table rows; --",
      'the query failed: syntax error at or near ")"',
    ],
    [
      "changes data in a step",
      "with t as (delete from rows returning *) from t",
      "the query failed: A CTE needs a SELECT",
    ],
    ["opens a file as a table", "from 'OTHER'", 'the query opens "OTHER"'],
    ["opens a named file as a table", "from 'NAMED'", 'the query opens "NAMED"'],
    ["names a step like a file", `with "x.csv" as (from lists) from "x.csv"`, 'a step of the query is called "x.csv"'],
    [
      "hides a file behind a step known elsewhere",
      `with x as (with "NAMED" as (select 1) from "NAMED") from 'NAMED'`,
      'a step of the query is called "NAMED"',
    ],
    [
      "hides the catalogue behind a step",
      "with x as (with duckdb_tables as (select 1) from duckdb_tables) from duckdb_tables",
      'a step of the query is called "duckdb_tables"',
    ],
    ["asks for the day by a macro", "select pg_postmaster_start_time()", dependsOn("pg_postmaster_start_time")],
    ["asks for when the settings were read", "select pg_conf_load_time()", dependsOn("pg_conf_load_time")],
    [
      "plans another query",
      "select json_serialize_plan('select current_date', optimize := true)",
      dependsOn("json_serialize_plan"),
    ],
    [
      "asks for the day under another's name",
      `select current_date from rows, (select 1 as "current_date") where false`,
      dependsOn("current_date"),
    ],
    ["guesses at a quantile", "select approx_quantile(items::int, 0.5) from rows", notTheSame("approx_quantile")],
    [
      "samples for a quantile",
      "select reservoir_quantile(items::int, 0.5) from rows",
      notTheSame("reservoir_quantile"),
    ],
    ["takes any row", "select any_value(code) from rows", '"any_value" in the query takes whichever row comes first'],
    ["takes the first row", "select first(code) from rows", '"first" in the query takes whichever row comes first'],
    ["opens a file in a condition", "from rows where code in (from 'x.csv')", 'the query opens "x.csv"'],
    ["opens a file in a limit", "from rows limit (select 1 from '../x.parquet')", 'the query opens "../x.parquet"'],
    ["opens a page of the web", "from 'https://example.org/x.csv'", 'the query opens "https://example.org/x.csv"'],
    ["reads a CSV file", "from read_csv('OTHER')", 'the query calls "read_csv"'],
    ["reads a Parquet file", "from parquet_scan('OTHER')", 'the query calls "parquet_scan"'],
    ["reads a JSON file", "from read_json('OTHER')", 'the query calls "read_json"'],
    ["reads a text", "select (select content from read_text('/etc/passwd')) from rows", 'the query calls "read_text"'],
    ["reads bytes", "from read_blob('/etc/passwd')", 'the query calls "read_blob"'],
    ["reads a database", "from read_duckdb('OTHER')", 'the query calls "read_duckdb"'],
    ["lists files", "from glob('/*')", 'the query calls "glob"'],
    ["sniffs a file", "from sniff_csv('OTHER')", 'the query calls "sniff_csv"'],
    ["runs another query", "from query('from rows')", 'the query calls "query"'],
    ["takes a table by a text", "from query_table('rows')", 'the query calls "query_table"'],
    ["unpacks a query", "from json_execute_serialized_sql('{}')", 'the query calls "json_execute_serialized_sql"'],
    ["starts a log", "from enable_logging()", 'the query calls "enable_logging"'],
    ["starts a profile", "from enable_profiling()", 'the query calls "enable_profiling"'],
    ["reads settings", "from duckdb_settings()", 'the query calls "duckdb_settings"'],
    ["reads secrets", "from duckdb_secrets()", 'the query calls "duckdb_secrets"'],
    ["reads the catalogue", "from information_schema.tables", 'unknown table "information_schema.tables" in the query'],
    ["reads a table of ours", "from observed", 'unknown table "observed" in the query'],
    ["describes", "describe rows", "DESCRIBE, SHOW or SUMMARIZE in the query"],
    ["shows", "show tables", "DESCRIBE, SHOW or SUMMARIZE in the query"],
    ["reads a setting", "select current_setting('home_directory') from rows", dependsOn("current_setting")],
    ["reads the environment", "select GetEnv('HOME') from rows", dependsOn("getenv")],
    ["reads a variable", "select getvariable('x') from rows", dependsOn("getvariable")],
    ["writes a log", "select write_log('x') from rows", dependsOn("write_log")],
    ["asks the clock", "select now() from rows", dependsOn("now")],
    ["asks the day", "select code from rows where month < current_date::varchar", dependsOn("current_date")],
    ["asks for an age", "select age(date '2020-01-01') from rows", dependsOn("age")],
    ["draws a lot", "from rows order by random()", dependsOn("random")],
    ["takes a sample", "from rows using sample 1", "a sample in the query"],
    ["is empty", "-- nothing yet", "the query is empty"],
    [
      "pivots without saying into what",
      "pivot rows on code using sum(items::int)",
      "a PIVOT that does not say which columns it makes",
    ],
  ])("%s", async (_, sql, told) => {
    const problems = await problemsOf(inFolder(sql));
    expect(problems.map(({ message }) => message)).toEqual([inFolder(told)]);
    expect(problems[0]?.place).toEqual(place);
    expect(problems[0]?.hint !== undefined).toBe(!told.includes("failed")); // of a slip in SQL, DuckDB's words must do
    expect((await rows(tables, "from rows")).length).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(["named.csv", "other.csv"]);
  });

  test("does several of these: each is told", async () => {
    expect((await problemsOf("select now() from read_csv('a.csv'), 'b.csv'")).map(({ message }) => message)).toEqual([
      dependsOn("now"),
      'the query calls "read_csv"',
      'the query opens "b.csv"',
    ]);
  });

  test("does one of these twice: it is told once", async () => {
    expect((await problemsOf("select now() from rows group by now()")).map(({ message }) => message)).toEqual([
      dependsOn("now"),
    ]);
  });

  test("never ends", async () => {
    const endless = "with recursive t(n) as (select 1 union all select n + 0 from t) select count(*) from t";
    expect((await problemsOf(endless, { minutes: 0.01 })).map(({ message }) => message)).toEqual([
      "the query took longer than 0.01 minutes and was stopped",
    ]);
  });

  test("needs more memory than there is, and spills nothing to disk", async () => {
    const small = await open({ memory: 64 });
    const before = await readdir(".");
    const huge = "select range::varchar || repeat('x', 200) as code from range(3000000)";
    const problems = await problemsOf(huge, {}, small);
    small.closeSync();
    expect(problems.map(({ message }) => message)).toEqual(["the query needs more than 64.0 MiB of memory"]);
    expect(await readdir(".")).toEqual(before);
  });

  test("stumbles over a value: it is told, but not of patients", async () => {
    expect((await problemsOf("select month::int as n from rows")).map(({ message }) => message)).toEqual([
      expect.stringContaining("2026-07"),
    ]);
    expect(
      (await problemsOf("select month::int as n from rows", { isPrivate: true })).map(({ message }) => message),
    ).toEqual(["the query failed on a value, not shown here"]);
  });

  test("names a column that is not there: what there is, and in which line", async () => {
    const [problem] = await problemsOf("select code,\n  gram\nfrom rows");
    expect(problem?.message).toBe('the query failed: Referenced column "gram" not found in FROM clause!');
    expect(problem?.hint).toMatch(/^there are "\w+"/);
    expect(problem?.hint).toContain('"grams"');
    const block = {
      text: "observations:\n  sql: |\n    select code,\n      gram\n    from rows\n",
      place: { file: "data.yaml", line: 2, column: 8 },
    };
    const [within] = await problemsOf("select code,\n  gram\nfrom rows\n", block);
    expect(within?.place).toEqual({ file: "data.yaml", line: 4, column: 7, length: 4 });
  });
});

describe("the query runs that", () => {
  test.each([
    ["joins", "select code, items, patients from rows join lists using (code);", [["ZX01", "3", "2300"]]],
    [
      "unpivots",
      "select code, measure, n from rows unpivot (n for measure in (items, grams)) order by all limit 2",
      [
        ["ZX01", "grams", "4"],
        ["ZX01", "items", "3"],
      ],
    ],
    [
      "pivots",
      "select zx01, zx02 from (pivot (select code, items from rows) on code in ('ZX01' as zx01, 'ZX02' as zx02) using max(items))",
      [["3", "5"]],
    ],
    [
      "has steps",
      "with t as (from rows), rows2 as (select code from t) select * from rows2 order by code -- done",
      [["ZX01"], ["ZX02"]],
    ],
    [
      "counts on",
      "with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select max(n)::varchar from t",
      [["3"]],
    ],
    [
      "unites",
      "select code from rows union all by name select upper('zx03') as code order by 1",
      [["ZX01"], ["ZX02"], ["ZX03"]],
    ],
    [
      "unfolds lists",
      "select u from rows, unnest(['a', code]) as t(u) where code = 'ZX01' order by u",
      [["ZX01"], ["a"]],
    ],
    [
      "calls a step's column what DuckDB calls a function, with its step",
      "with t as (select code as user from rows) select t.user from t order by 1 limit 1",
      [["ZX01"]],
    ],
    ["takes the first in an order of its own", "select first(code order by items desc) from rows", [["ZX02"]]],
    [
      "takes windows and dates",
      "select strftime(date_trunc('month', (month || '-01')::date), '%Y%m') from rows qualify row_number() over (order by code) = 1",
      [["202607"]],
    ],
  ])("%s", async (_, sql, wanted) => {
    expect(await problemsOf(sql)).toEqual([]);
    const reader = await tables.runAndReadAll("from answer");
    expect(reader.getRowsJS()).toEqual(wanted);
  });
});

test("dates do not hang on the machine's time zone", async () => {
  expect(await problemsOf("select to_timestamp(0)::varchar as at from rows limit 1")).toEqual([]);
  expect(await rows(tables, "from answer")).toEqual([{ at: "1970-01-01 00:00:00+00" }]);
});

describe("within a session nothing is reached by", () => {
  test.each([
    "copy rows to 'OTHER'",
    "copy rows to 'FOLDER/new.csv'",
    "attach 'FOLDER/new.db'",
    "install httpfs",
    "load httpfs",
    "export database 'FOLDER/new'",
    "import database 'FOLDER'",
    "from 'OTHER'",
    "from 'FOLDER/*.csv'",
    "from 'FOLDER/./../query-test/other.csv'",
    "from read_csv('OTHER')",
    "from read_text('/etc/passwd')",
    "from read_blob('/etc/passwd')",
    "from glob('FOLDER/*')",
    "from sniff_csv('OTHER')",
    "from read_duckdb('OTHER')",
    "from read_csv('https://example.org/x.csv')",
    "create persistent secret s (type http, bearer_token 'x')",
    "set enable_external_access = true",
    "set allowed_paths = ['/etc/passwd']",
    "set temp_directory = 'FOLDER'",
    "set memory_limit = '1TB'",
    "reset lock_configuration",
    "pragma threads = 4",
  ])("%s", async (sql) => {
    await expect(tables.run(inFolder(sql))).rejects.toThrow(
      /Permission Error|locked|disabled|not found|does not exist/,
    );
    expect((await readdir(folder)).sort()).toEqual(["named.csv", "other.csv"]);
    expect(await readFile(other, "utf8")).toBe("code,items\nZX01,3\n");
  });

  test("but the file that the study names is read", async () => {
    expect(await rows(tables, inFolder("select code from read_csv('NAMED', all_varchar = true)"))).toEqual([
      { code: "ZX01" },
    ]);
  });
});

const place = { file: "data.yaml", line: 9, column: 8 };

async function problemsOf(sql: string, query: Partial<Query> = {}, session = tables): Promise<Problem[]> {
  const problems: Problem[] = [];
  const known = new Map([
    ["rows", ["code", "month", "items", "grams"]],
    ["lists", ["code", "patients"]],
  ]);
  const isDone = await runQuery(
    session,
    { sql, place, text: `sql: ${sql}`, tables: known, isPrivate: false, ...query },
    "answer",
    problems,
  );
  expect(isDone).toBe(problems.length === 0);
  return problems;
}

function inFolder(text: string): string {
  return text.replaceAll("FOLDER", folder).replaceAll("NAMED", named).replaceAll("OTHER", other);
}

function notTheSame(name: string): string {
  return `"${name}" in the query is not the same each time`;
}

function dependsOn(name: string): string {
  return `"${name}" in the query depends on when, where or by whom it is run`;
}

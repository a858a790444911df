import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import { literal, name, rows } from "../files/table.ts";
import { memoryOf } from "../files/unreadable.ts";

/** What an author's query may be and read: `observations.sql` of data.yaml. */
export type Query = {
  sql: string;
  place: Place;
  text: string; // of the file it stands in
  tables: ReadonlyMap<string, readonly string[]>; // what it may read: the columns of each table
  isPrivate: boolean; // its rows are of patients: no value may be told of
  minutes?: number; // after which it is stopped
};

const longest = 10; // minutes

/** Functions that give rows from nothing but what they are given. */
const rowFunctions = ["unnest", "range", "generate_series", "json_each", "json_tree"];

/** Functions that DuckDB takes for constant, and yet say something of the day, the machine or the session. */
const outsideFunctions = [
  ...["age", "ago", "current_localtime", "current_localtimestamp", "current_time", "current_timestamp", "localtime"],
  ...["localtimestamp", "current_catalog", "current_role", "current_setting", "current_user", "getenv", "getvariable"],
  ...["pg_sleep", "session_user", "user", "version"],
  "json_serialize_plan", // runs what it is given while it plans
];

/** Functions whose answer hangs on the order in which threads bring rows, or on chance. */
const unsteadyFunctions = /^(approx_|reservoir_quantile$)/;

/** Aggregates that take what comes first, unless they are given an order. */
const orderedFunctions = ["first", "last", "any_value", "arbitrary"];

/** Functions that SQL lets one write without brackets, as a column is. */
const bareFunctions = /^(current_\w+|local(time|timestamp)|session_user|user)$/;

/**
 * Checks a query and runs it into the table `into`. It must be one SELECT over the tables it is given, which opens no file
 * and says the same whenever and wherever it is run. False, and a problem for each thing that is not so.
 */
export async function runQuery(
  tables: DuckDBConnection,
  query: Query,
  into: string,
  problems: Problem[],
): Promise<boolean> {
  const found = await checkQuery(tables, query);
  problems.push(...found);
  if (found.length > 0) return false;
  const minutes = query.minutes ?? longest;
  let isLate = false;
  const alarm = setTimeout(() => {
    isLate = true;
    tables.interrupt();
  }, minutes * 60_000);
  try {
    await tables.run(`create or replace temp table ${name(into)} as ${query.sql}`);
    return true;
  } catch (error) {
    const late = `the query took longer than ${minutes} minutes and was stopped`;
    problems.push(isLate ? bad(query, late, join) : failed(query, error as Error));
    return false;
  } finally {
    clearTimeout(alarm);
  }
}

/** A node of the syntax tree that DuckDB makes of a query. */
type QueryNode = Readonly<Record<string, unknown>>;

/** The syntax tree, or why there is none. */
type Tree = { error: boolean; error_message?: string; position?: string; statements?: readonly QueryNode[] };

async function checkQuery(tables: DuckDBConnection, query: Query): Promise<Problem[]> {
  const [parsed] = await rows(tables, `select json_serialize_sql(${literal(query.sql)}) as tree`);
  const tree = JSON.parse(parsed?.tree ?? "{}") as Tree;
  if (tree.error) return [unparsed(query, tree.error_message ?? "", Number(tree.position ?? 0))];
  const statements = tree.statements ?? [];
  if (statements.length === 0) return [bad(query, "the query is empty", "leave out `sql`, or write a SELECT")];
  if (statements.length > 1)
    return [bad(query, `the query is ${statements.length} statements`, "write one SELECT; WITH names its steps")];
  const nodes = nodesOf(statements[0]);
  const changing = await changingFunctions(tables);
  const steps = nodes.flatMap((node) => (Array.isArray(node.map) ? node.map.map(({ key }) => String(key)) : []));
  const found = [
    ...(await checkSteps(tables, query, steps)),
    ...nodes.flatMap((node) => [...checkTable(node, query, steps.map(lower)), ...checkFunction(node, query, changing)]),
  ];
  return [...new Map(found.map((problem) => [problem.message, problem])).values()];
}

/** A step is called by a plain name that is nobody's yet: outside its own part of the query, DuckDB would take it for a file or its own table. */
async function checkSteps(tables: DuckDBConnection, query: Query, steps: readonly string[]): Promise<Problem[]> {
  const known = await rows(tables, "select view_name as called from duckdb_views()");
  const taken = new Set(known.map(({ called }) => lower(called)));
  return steps.flatMap((step) =>
    /^[a-z_]\w*$/i.test(step) && !taken.has(lower(step))
      ? []
      : [
          bad(
            query,
            `a step of the query is called "${step}"`,
            "give it a name of letters, digits and _ that is not taken",
          ),
        ],
  );
}

function unparsed(query: Query, message: string, offset: number): Problem {
  if (!message.startsWith("Only SELECT")) return bad(query, `the query failed: ${message}`, undefined, offset);
  const first = /\w+/.exec(query.sql.replace(/--.*|\/\*[\s\S]*?\*\//g, ""))?.[0] ?? "";
  if (/\bpivot\b/i.test(query.sql))
    return bad(
      query,
      "a PIVOT that does not say which columns it makes",
      "list them: pivot rows on measure in ('items', 'patients') using sum(value::double)",
    );
  return bad(query, `the query is not a SELECT: it begins with "${first}"`, "a query only reads; write one SELECT");
}

/** Tables that are no table of the data: files, the catalogue, settings. */
function checkTable(node: QueryNode, query: Query, steps: readonly string[]): Problem[] {
  const known = [...query.tables.keys()];
  const hint = `a query reads ${known.map((each) => `"${each}"`).join(", ")} and what it makes of them`;
  const offset = Number(node.query_location ?? 0);
  if (node.type === "SHOW_REF") return [bad(query, "DESCRIBE, SHOW or SUMMARIZE in the query", hint, offset)];
  if (node.sample) return [bad(query, "a sample in the query", "the same data must give the same reports", offset)];
  if (node.type !== "BASE_TABLE") return [];
  const path = [node.catalog_name, node.schema_name, node.table_name].filter((part) => part).map(String);
  const table = path.join(".");
  if (path.length === 1 && [...known.map(lower), ...steps].includes(lower(table))) return [];
  if (/[./\\:*]/.test(String(node.table_name)))
    return [bad(query, `the query opens "${table}"`, `${hint}; ${named}`, offset)];
  return [bad(query, `unknown table "${table}" in the query`, suggest(table, known) ?? hint, offset)];
}

const named = "files are named under `file` and `tables`";

/** Functions that reach beyond the data, and names that DuckDB takes for such a function. */
function checkFunction(node: QueryNode, query: Query, changing: ReadonlySet<string>): Problem[] {
  const offset = Number(node.query_location ?? 0);
  if (node.type === "TABLE_FUNCTION") {
    const { function_name: called } = node.function as QueryNode;
    if (rowFunctions.includes(lower(called))) return [];
    return [bad(query, `the query calls "${called}"`, `it may use ${rowFunctions.join(", ")}; ${named}`, offset)];
  }
  const used = node.type === "FUNCTION" ? node.function_name : bareFunction(node);
  if (used === undefined) return [];
  if (isUnordered(node)) {
    const hint = `use min or max, or say which: ${used}(… order by …)`;
    return [bad(query, `"${used}" in the query takes whichever row comes first`, hint, offset)];
  }
  if (unsteadyFunctions.test(lower(used)))
    return [
      bad(query, `"${used}" in the query is not the same each time`, "use an exact one: quantile_cont, count", offset),
    ];
  if (!changing.has(lower(used))) return [];
  if (lower(used) === "age" && Array.isArray(node.children) && node.children.length > 1) return []; // of two dates
  const hint =
    node.type === "FUNCTION"
      ? "the same data must give the same reports: write the value out, or take it from the data"
      : `a column of this name is written with its table: rows."${used}"`;
  return [bad(query, `"${used}" in the query depends on when, where or by whom it is run`, hint, offset)];
}

function isUnordered({ function_name: called, order_bys: order }: QueryNode): boolean {
  if (!orderedFunctions.includes(lower(called))) return false;
  const { orders } = (order ?? {}) as QueryNode;
  return !Array.isArray(orders) || orders.length === 0;
}

/** `current_date` is written as a column is. */
function bareFunction({ type, column_names: path }: QueryNode): unknown {
  if (type !== "COLUMN_REF" || !Array.isArray(path) || path.length !== 1) return undefined;
  return bareFunctions.test(lower(path[0])) ? path[0] : undefined;
}

/** The functions that do not say the same each time, as DuckDB knows them, those it does not tell of, and macros made of them. */
async function changingFunctions(tables: DuckDBConnection): Promise<ReadonlySet<string>> {
  const found = await rows(
    tables,
    "select distinct function_name as called, coalesce(stability, '') as stability, coalesce(macro_definition, '') as body from duckdb_functions()",
  );
  const own = found.filter(({ stability }) => !["CONSISTENT", ""].includes(String(stability)));
  const changing = new Set([...own.map(({ called }) => lower(called)), ...outsideFunctions]);
  const macros = found.map(({ called, body }) => ({ called: lower(called), words: lower(body).match(/\w+/g) ?? [] }));
  for (let before = -1; before < changing.size; ) {
    before = changing.size;
    for (const { called, words } of macros) if (words.some((word) => changing.has(word))) changing.add(called);
  }
  return changing;
}

const join = "does each row meet every other? a join needs its ON or USING";

/** DuckDB tells the value it stumbled over; of rows of patients only what it says of the query itself is passed on. */
function failed(query: Query, error: Error): Problem {
  const memory = memoryOf(error);
  if (memory) return bad(query, `the query needs more than ${memory} of memory`, join);
  const { message } = error;
  if (query.isPrivate && !/^(Binder|Parser|Catalog) Error/.test(message))
    return bad(query, "the query failed on a value, not shown here");
  const told = message.split("\n")[0]?.replace(/^[\w ]+ Error: /, "");
  const line = Number(/^LINE (\d+):/m.exec(message)?.[1] ?? 1);
  const offset =
    query.sql
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length + 1;
  return bad(query, `the query failed: ${told}`, candidatesIn(message), offset);
}

/** DuckDB's own hint: the columns that are near. */
function candidatesIn(message: string): string | undefined {
  const [, names] = /^Candidate bindings: (.*)$/m.exec(message) ?? [];
  return names && `there are ${names.replace(/^\W*?(?=")/, "")}`;
}

function bad(query: Query, message: string, hint?: string, offset?: number): Problem {
  return wrong("bad-sql", message, placeIn(query, offset), hint);
}

/** The line of data.yaml that an offset in the query is on, where the query is a block of lines as it stands: `sql: |`. */
function placeIn({ sql, place, text }: Query, offset = 0): Place {
  const lines = text.split("\n");
  const opening = lines[place.line - 1]?.slice(place.column - 1) ?? "";
  if (!/^\|[-+]?\s*$/.test(opening)) return place;
  const line = place.line + sql.slice(0, offset).split("\n").length;
  const own = lines[line - 1] ?? "";
  return { file: place.file, line, column: own.search(/\S|$/) + 1, length: own.trim().length };
}

function nodesOf(value: unknown): QueryNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (value === null || typeof value !== "object") return [];
  return [value as QueryNode, ...Object.values(value).flatMap(nodesOf)];
}

function lower(text: unknown): string {
  return String(text).toLowerCase();
}

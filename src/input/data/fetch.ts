import { dirname, resolve } from "node:path";
import { Client, type QueryArrayResult } from "pg";
import { type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import { readOneYaml } from "../files/yaml.ts";
import { shorten } from "../library/library.ts";
import { dataSchema } from "./data.ts";

/** A file that was fetched: where it is, and how many rows it has. */
export type Fetched = { file: string; rows: number };

/** A table of a server and the file that is made of it. */
type WantedFile = {
  file: string;
  variable: string; // of the environment, with the connection string
  table: string;
  section: "organisations" | "observations";
};

/**
 * Makes the files of a data.yaml that come from a PostgreSQL server, as CSV. All tables of one server are read in one
 * transaction, which can only read, so they belong together. No file is written unless every table was read.
 */
export async function fetchData(
  world: World,
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): Promise<Fetched[]> {
  const file = shorten(resolve(path));
  const text = await world.readText(path);
  if (text === undefined) {
    problems.push({
      code: "missing-file",
      severity: "error",
      message: `no such file "${file}"`,
      hint: "give the data.yaml itself",
    });
    return [];
  }
  const located = readOneYaml(file, text, dataSchema, problems);
  if (!located) return [];
  const { value, placeOf } = located;
  const wanted = (["organisations", "observations"] as const).flatMap((section): WantedFile[] => {
    const { from, file: name } = value[section];
    if (!from || typeof name !== "string") return []; // the schema sees to it that it is one name
    const target = shorten(resolve(dirname(resolve(path)), name));
    return [{ file: target, variable: from.postgres, table: from.table, section }];
  });
  if (wanted.length === 0)
    problems.push(
      wrong(
        "nothing-to-fetch",
        "nothing is fetched: no `from` in the file",
        placeOf([]),
        "add from: { postgres: …, table: … }",
      ),
    );
  const made: (Fetched & { text: string })[] = [];
  for (const [variable, tables] of Map.groupBy(wanted, (each) => each.variable)) {
    const connection = environment[variable];
    const place = placeOf([tables[0]!.section, "from", "postgres"]);
    if (!connection) {
      const hint = "it holds the connection string: postgresql://user:password@host/database";
      problems.push(wrong("missing-variable", `no environment variable "${variable}"`, place, hint));
      continue;
    }
    try {
      made.push(...(await readTables(connection, tables)));
    } catch (error) {
      const { table, message } = error as Error & { table?: string };
      const section = tables.find((each) => each.table === table)?.section;
      const told = withoutSecrets(message.split("\n")[0] ?? "", connection);
      problems.push(
        wrong("database", `the database says: ${told}`, section ? placeOf([section, "from", "table"]) : place),
      );
    }
  }
  if (problems.length > 0) return [];
  for (const each of made) await world.write(each.file, each.text);
  return made.map(({ file: name, rows }) => ({ file: name, rows }));
}

const many = 10_000; // rows at a time

/** Reads tables of one server. An error names the table that it is about, if it is about one. */
async function readTables(connection: string, wanted: readonly WantedFile[]): Promise<(Fetched & { text: string })[]> {
  const asText = { getTypeParser: () => (value: unknown) => value }; // every value as the server writes it
  const client = new Client({ connectionString: connection, types: asText, connectionTimeoutMillis: 20_000 });
  client.on("error", () => undefined); // a lost connection fails the query that waits for it
  try {
    await client.connect();
    await client.query("set datestyle = 'ISO'; set timezone = 'UTC'; set statement_timeout = '10min'");
    await client.query("begin transaction isolation level repeatable read read only");
    const made: (Fetched & { text: string })[] = [];
    for (const { file, table } of wanted)
      made.push({
        file,
        ...(await readTable(client, table).catch((error) => Promise.reject(Object.assign(error, { table })))),
      });
    await client.query("rollback");
    return made;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A table as CSV, its rows in the order of their values, so that the same rows make the same file. */
async function readTable(client: Client, table: string): Promise<{ rows: number; text: string }> {
  const path = table
    .split(".")
    .map((part) => client.escapeIdentifier(part))
    .join(".");
  const { fields } = await client.query(`select * from ${path} limit 0`);
  const order = fields.map((_, i) => i + 1).join(", ");
  await client.query(`declare reading no scroll cursor for select * from ${path} order by ${order}`);
  const lines = [fields.map(({ name }) => toCell(name)).join(",")];
  for (let isMore = true; isMore; ) {
    const { rows }: QueryArrayResult = await client.query({ text: `fetch ${many} from reading`, rowMode: "array" });
    for (const row of rows) lines.push(row.map(toCell).join(","));
    isMore = rows.length === many;
  }
  await client.query("close reading");
  return { rows: lines.length - 1, text: `${lines.join("\n")}\n` };
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a server says, without the connection string or its password. */
function withoutSecrets(message: string, connection: string): string {
  const [, password = ""] = /^[^/]*\/\/[^:/@]*:([^@]*)@/.exec(connection) ?? [];
  const secrets = [connection, password, decoded(password)].filter((secret) => secret !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, "…"), message);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

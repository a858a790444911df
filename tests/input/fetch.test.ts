import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fetchData } from "../../src/input/data/fetch.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Problem } from "../../src/problem.ts";
import { smallCampaign } from "./small.ts";

// A PostgreSQL server of Debian, where there is one: its tables become files, and those are read.

const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
const programs = versions
  .map((version) => `/usr/lib/postgresql/${version}/bin`)
  .find((folder) => existsSync(`${folder}/postgres`));
if (!programs) console.log("no PostgreSQL server here: tests that need one are skipped");

const password = "open:Sesame/1";
let small: Awaited<ReturnType<typeof smallCampaign>>;
beforeAll(async () => {
  small = await smallCampaign();
});
afterAll(() => small.remove());

/** The small campaign's data.yaml whose files come from a server. */
const fetched = (text: string) =>
  text
    .replace(
      "file: organisations.csv",
      "file: organisations.csv\n  from: { postgres: TEST_DATABASE, table: practices }",
    )
    .replace(
      "file: observations.csv",
      "file: observations.csv\n  from: { postgres: TEST_DATABASE, table: feedback.counts }",
    );

async function fetchWith(connection: string | undefined, edit: (text: string) => string = (text) => text) {
  const problems: Problem[] = [];
  await small.loadWith({ "data.yaml": fetched });
  const file = join(small.folder, "data.yaml");
  await writeFile(file, edit(await readFile(file, "utf8")));
  await rm(join(small.folder, "organisations.csv"));
  await rm(join(small.folder, "observations.csv"));
  const files = await fetchData(nodeWorld(), file, { TEST_DATABASE: connection }, problems);
  return { files, told: problems.map(({ message, place }) => `${place?.line ?? ""} ${message}`) };
}

describe("without a server", () => {
  test("a variable that is not set, a server that is not there", async () => {
    expect((await fetchWith(undefined)).told).toEqual(['4 no environment variable "TEST_DATABASE"']);
    const { told } = await fetchWith(`postgresql://me:${encodeURIComponent(password)}@127.0.0.1:1/none`);
    expect(told).toEqual([expect.stringMatching(/^4 the database says: .*ECONNREFUSED/)]);
    expect((await fetchWith(`${password}://me:${password}@:x`)).told.join()).not.toContain(password);
  });

  test("a connection string in the file, and a file that is no CSV file, are refused", async () => {
    const told = (edit: (text: string) => string) => small.toldWith({ "data.yaml": (text) => edit(fetched(text)) });
    expect(
      await told((text) => text.replace("postgres: TEST_DATABASE", 'postgres: "postgresql://me:secret@host/db"')),
    ).toEqual([
      'data.yaml:4 invalid "postgres": the name of an environment variable, e.g. ICB_DATABASE; never the connection string',
    ]);
    expect(await told((text) => text.replace("file: observations.csv", "file: observations.parquet"))).toEqual([
      expect.stringMatching(/^data\.yaml:10 invalid "from": what is fetched becomes one CSV file/),
    ]);
  });
});

describe.skipIf(!programs)("from a server", () => {
  let folder: string;
  let server: ChildProcess;
  let connection: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "postgres-"));
    const owner = await asOwner();
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const files = join(folder, "data");
    await writeFile(join(folder, "password"), password, { mode: 0o644 });
    execFileSync(
      `${programs}/initdb`,
      [
        "-D",
        files,
        "-U",
        "me",
        "--auth=scram-sha-256",
        `--pwfile=${join(folder, "password")}`,
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
      ],
      { ...owner, stdio: "pipe", cwd: "/" },
    );
    const port = await freePort();
    server = spawn(`${programs}/postgres`, ["-D", files, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-F"], {
      ...owner,
      stdio: "ignore",
      cwd: "/",
    });
    connection = `postgresql://me:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    const client = await connected(connection);
    await client.query(
      "create schema feedback; create table feedback.counts (code text, month date, measure text, numerator integer, denominator double precision)",
    );
    await client.query(
      "create table practices (code text, name text, address text, postcode text, opened date, place_code text, place_name text)",
    );
    const rowsOf = async (name: string) =>
      (await small.text(name))
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => [...`${line},`.matchAll(/("[^"]*"|[^,]*),/g)].map(([, cell = ""]) => cell.replaceAll('"', "")));
    for (const [code, month, ...cells] of await rowsOf("observations.csv"))
      await client.query("insert into feedback.counts values ($1, $2, $3, $4, $5)", [code, `${month}-01`, ...cells]);
    for (const row of await rowsOf("organisations.csv"))
      await client.query("insert into practices values ($1, $2, $3, $4, $5, $6, $7)", row);
    await client.end();
  }, 120_000);
  afterAll(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  test("tables become files, the same each time, and are read as any", async () => {
    const { files, told } = await fetchWith(connection);
    expect(told).toEqual([]);
    expect(files.map(({ rows }) => rows)).toEqual([12, 576]);
    const first = await readFile(join(small.folder, "observations.csv"), "utf8");
    expect(first.split("\n").slice(0, 2)).toEqual([
      "code,month,measure,numerator,denominator",
      expect.stringMatching(/^ZX01,2024-09-01,dpi,\d+,\d+$/),
    ]);
    const organisations = await readFile(join(small.folder, "organisations.csv"), "utf8");
    await fetchWith(connection);
    expect(await readFile(join(small.folder, "observations.csv"), "utf8")).toBe(first);
    const plain = await small.loadWith({});
    const given = await small.loadWith({
      "data.yaml": fetched,
      "observations.csv": first,
      "organisations.csv": organisations,
    });
    expect(given.observations).toEqual(plain.observations);
    expect(given.directory).toEqual(plain.directory);
  });

  test("what is wrong is told at its table, without the password, and nothing is written", async () => {
    const { told } = await fetchWith(connection, (text) => text.replace("feedback.counts", "feedback.count"));
    expect(told).toEqual(['10 the database says: relation "feedback.count" does not exist']);
    expect(await stat(join(small.folder, "organisations.csv")).catch(() => undefined)).toBeUndefined();
    const wrong = await fetchWith(connection.replace("Sesame", "Barley"));
    expect(wrong.told).toEqual(['4 the database says: password authentication failed for user "me"']);
  });

  test("a view that writes cannot", async () => {
    const client = await connected(connection);
    await client.query(
      "create function spoil() returns text language sql volatile as $$ insert into practices (code) values ('Z') returning code $$; create view sly as select spoil() as code",
    );
    await client.end();
    const { told } = await fetchWith(connection, (text) => text.replace("feedback.counts", "sly"));
    expect(told).toEqual(["10 the database says: cannot execute INSERT in a read-only transaction"]);
  });
});

/** PostgreSQL does not run as root. */
async function asOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .find((line) => line.startsWith("postgres:"))!
    .split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** A connection, as soon as the server takes one. */
async function connected(connectionString: string): Promise<Client> {
  for (let tries = 0; ; tries++) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries > 200) throw error;
      await pause(200);
    }
  }
}

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal, openTables } from "../../src/input/files/table.ts";

/*
 * The shipped library on data of the first eighty practices: enough for peers in every place, and for the awkward ones.
 * Trials are checked, composed and packed many times here, and 280 practices tell no more than 80.
 */

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "small-"));
const last = "Z10080";

/** The folder of fixtures with these practices alone. */
export const smallFixtures = join(folder, "fixtures");

/** The library beside it, without trials. */
export const smallContent = join(folder, "content");

mkdirSync(join(smallFixtures, "observations"), { recursive: true });
cpSync(join(root, "content"), smallContent, { recursive: true, filter: (path) => !path.endsWith("/content/trials") });
writeSmall("organisations.csv");
const names = readdirSync(join(root, "fixtures/observations"));
const tables = await openTables(
  names.flatMap((name) => [root, folder].map((each) => join(each, "fixtures/observations", name))),
);
for (const name of names) {
  if (name.endsWith(".csv")) writeSmall(`observations/${name}`);
  else await cutParquet(`observations/${name}`);
}
tables.closeSync();

/** The header, and the lines of these practices: each begins with its code. */
function writeSmall(name: string): void {
  const [head, ...lines] = readFileSync(join(root, "fixtures", name), "utf8").split("\n");
  const kept = lines.filter((line) => line.startsWith("Z1") && line.slice(0, last.length) <= last);
  writeFileSync(join(smallFixtures, name), `${[head, ...kept].join("\n")}\n`);
}

async function cutParquet(name: string): Promise<void> {
  const [from, to] = [join(root, "fixtures", name), join(smallFixtures, name)];
  const columns = await tables.runAndReadAll(`describe select * from read_parquet(${literal(from)})`);
  const [code] = columns.getRowsJS().map(([column]) => String(column));
  const where = code === "practice_code" ? `where practice_code <= ${literal(last)}` : "";
  await tables.run(`copy (select * from read_parquet(${literal(from)}) ${where}) to ${literal(to)} (format parquet)`);
}

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal, openTables } from "../../src/input/files/table.ts";

/*
 * The shipped library on data of the first practices alone. Trials are checked, composed and packed many times here, and 280
 * practices tell no more than 44: enough for peers in one place, for others that have none near them, and for the awkward ones.
 */

const root = join(import.meta.dirname, "../..");

/** A folder with the library, without trials, and the fixtures of these practices beside it. */
export type Service = { content: string; fixtures: string };

/** Writes the library with data of the practices up to a code, e.g. "Z10080". */
export async function smallService(last: string): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "small-"));
  const service = { content: join(folder, "content"), fixtures: join(folder, "fixtures") };
  mkdirSync(join(service.fixtures, "observations"), { recursive: true });
  cpSync(join(root, "content"), service.content, {
    recursive: true,
    filter: (path) => !path.endsWith("/content/trials"),
  });
  const names = readdirSync(join(root, "fixtures/observations")).map((name) => `observations/${name}`);
  for (const name of ["organisations.csv", ...names]) await cut(name, service.fixtures, last);
  for (const name of ["places.csv", "prescribers.csv"])
    cpSync(join(root, "fixtures", name), join(service.fixtures, name));
  shorten(service);
  return service;
}

/** Campaigns again, in the folder `short`, without the cycles whose data are not there yet. */
function shorten({ content }: Service): void {
  for (const name of ["opioids", "asthma-inhalers"]) {
    const short = join(content, "short", name);
    cpSync(join(content, "campaigns", name), short, { recursive: true });
    withoutCyclesAfter("2026-08", join(short, "campaign.yaml"));
  }
}

/**
 * Takes cycles from a campaign's file: the first render of a trial, and the studio, look at every one. The data go to August 2026;
 * later cycles are looked at on those of that month, so 2026-10 stands for all of them.
 */
export function withoutCyclesAfter(last: string, file: string): void {
  const cycles = /^ {2}- \{ id: (\d{4}-\d\d),.*\n/gm;
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(cycles, (line, id: string) => (id > last ? "" : line)),
  );
}

const last = "Z10044";

/** Every suite of trials that does not say otherwise. */
const { content, fixtures } = await smallService(last);

export { content as smallContent, fixtures as smallFixtures };

/** A trial that comes with the package, beside the data of a few practices; its events are of practices that are not among them. */
export function shippedTrial(name: string, service: Pick<Service, "content"> = { content }): string {
  const folder = join(service.content, "trials", name);
  cpSync(join(root, "content/trials", name), folder, { recursive: true });
  writeFileSync(join(folder, "events.csv"), "date,event,unit_code,other_code,channel,reason\n");
  return folder;
}

function cut(name: string, to: string, last: string): Promise<void> {
  return name.endsWith(".csv") ? cutCsv(name, to, last) : cutParquet(name, to, last);
}

/** The header, and the lines of these practices: each begins with its code. */
async function cutCsv(name: string, to: string, last: string): Promise<void> {
  const [head, ...lines] = readFileSync(join(root, "fixtures", name), "utf8").split("\n");
  const kept = lines.filter((line) => line.startsWith("Z1") && line.slice(0, last.length) <= last);
  writeFileSync(join(to, name), `${[head, ...kept].join("\n")}\n`);
}

async function cutParquet(name: string, folder: string, last: string): Promise<void> {
  const [from, to] = [join(root, "fixtures", name), join(folder, name)];
  const tables = await openTables([from, to]);
  const columns = await tables.runAndReadAll(`describe select * from read_parquet(${literal(from)})`);
  const [code] = columns.getRowsJS().map(([column]) => String(column));
  const where = code === "practice_code" ? `where practice_code <= ${literal(last)}` : "";
  await tables.run(`copy (select * from read_parquet(${literal(from)}) ${where}) to ${literal(to)} (format parquet)`);
  tables.closeSync();
}

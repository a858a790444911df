import { type Problem, wrong } from "../../problem.ts";
import { readHeader } from "./csv.ts";
import type { CsvFault } from "./csv-records.ts";
import { readLines } from "./lines.ts";
import type { NamedFile } from "./table.ts";

/** What other programs keep tables in, by the end of the name, and how it becomes a file that can be read. */
const foreignKinds: readonly { ends: RegExp; is: string; mend: string }[] = [
  {
    ends: /\.(xlsx?|xlsm|xlsb|ods|numbers)$/i,
    is: "a workbook",
    mend: "save its sheet as CSV UTF-8, and name that file",
  },
  {
    ends: /\.(zip|7z|rar|tar|tgz|bz2|xz|zst)$/i,
    is: "an archive",
    mend: "unpack it, and name the file in it; .csv.gz can be read as it is",
  },
  {
    ends: /\.(rds|rdata|dta|sav|sas7bdat|xpt|mdb|accdb|db|sqlite|duckdb)$/i,
    is: "a file of another program",
    mend: "export the table as CSV UTF-8 or Parquet, and name that file",
  },
];

/** The problem of a file that is no CSV, Parquet or JSON, as its name tells. */
export function foreignFile({ file, place }: NamedFile): Problem | undefined {
  const kind = foreignKinds.find(({ ends }) => ends.test(file));
  return kind && wrong("foreign-file", `"${file}" is ${kind.is}`, place, kind.mend);
}

/** DuckDB's own message, shortened to what an analyst can act on. */
export async function unreadable(named: NamedFile, error: Error): Promise<Problem> {
  const { file } = named;
  const { message } = error;
  if (/No files found|does not exist|^ENOENT/i.test(message))
    return wrong(
      "missing-file",
      `no such file "${file}"`,
      named.place,
      "paths start from the folder of the file that names them",
    );
  const memory = memoryOf(error);
  if (memory)
    return wrong(
      "too-large",
      `the file does not fit into ${memory} of memory`,
      named.place,
      "leave out months, columns and indicators that are not wanted, or read it on a larger machine",
    );
  const place = { file, line: await lineOfFault(file, error), column: 1 };
  if (/unicode|utf-?8|encoded data/i.test(message))
    return wrong("encoding", "the file is not in UTF-8", place, "save it again as CSV UTF-8");
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected === "1" && found)
    return wrong(
      "ragged-row",
      "the first line names one column, and other lines have more cells",
      { file, line: 1, column: 1 },
      "the first line must name the columns: take away what stands above them",
    );
  if (expected && found)
    return wrong(
      "ragged-row",
      `${Number(found) > Number(expected) ? "too many" : "too few"} cells: the first line has ${expected}`,
      place,
      Number(found) > Number(expected) ? "put quotes round a cell that has a comma in it" : undefined,
    );
  if (/unterminated quote/i.test(message)) return wrong("unclosed-quote", "a quote is opened but not closed", place);
  return wrong("unreadable-file", `cannot read the file: ${message.split("\n")[0]?.trim() ?? ""}`, place);
}

/** The memory that was not enough, "11.7 GiB"; undefined where an error is of another kind. */
export function memoryOf({ message }: Error): string | undefined {
  if (!message.startsWith("Out of Memory")) return undefined;
  return /\/([\d.]+ \w+) used/.exec(message)?.[1] ?? "half";
}

/** DuckDB counts records, empty lines too; a person counts lines. */
async function lineOfFault(file: string, error: Error | CsvFault): Promise<number> {
  if ("line" in error) return error.line;
  const record = Number(/Line: (\d+)/.exec(error.message)?.[1] ?? 1);
  if (record === 1) return 1;
  const { delimiter } = await readHeader(file);
  return (await readLines(file, delimiter)).startOf(record);
}

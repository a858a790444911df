import { createReadStream } from "node:fs";
import { type Problem, wrong } from "../../problem.ts";
import { bytesOf } from "./bytes.ts";
import { type Header, readHeader } from "./csv.ts";
import { encodingFault, type FileFault, fileFault, isFileFault, raggedFault } from "./fault.ts";
import { plainForm } from "./form.ts";
import { readLines } from "./lines.ts";
import type { NamedFile } from "./table.ts";

/** What other programs keep tables in, by the end of the name, and how it becomes a file that can be read. */
const foreignKinds: readonly { ends: RegExp; is: string; mend: string }[] = [
  {
    ends: /\.(xls|xlsm|xlsb|ods|numbers)$/i,
    is: "a workbook of another kind",
    mend: "save it as .xlsx, or its sheet as CSV UTF-8, and name that file",
  },
  {
    ends: /\.(7z|rar|tar|tgz|bz2|xz|zst)$/i,
    is: "an archive",
    mend: "unpack it, and name the file in it; .zip and .csv.gz can be read as they are",
  },
  {
    ends: /\.(rds|rdata|dta|sav|sas7bdat|xpt|mdb|accdb)$/i,
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
  const fault = await faultOf(named, error);
  const place = { file, line: fault?.line ?? 1, column: 1 };
  if (fault) return wrong(fault.code, fault.message, place, fault.hint);
  return wrong("unreadable-file", `cannot read the file: ${message.split("\n")[0]?.trim() ?? ""}`, place);
}

/** The memory that was not enough, "11.7 GiB"; undefined where an error is of another kind. */
export function memoryOf({ message }: Error): string | undefined {
  if (!message.startsWith("Out of Memory")) return undefined;
  return /\/([\d.]+ \w+) used/.exec(message)?.[1] ?? "half";
}

/** What a reader says is wrong with a file, with the line; undefined where it is not known what that means. */
async function faultOf({ file, form = plainForm }: NamedFile, error: Error): Promise<FileFault | undefined> {
  if (isFileFault(error)) return error;
  const { message } = error;
  const line = async () => lineOf(await readHeader(bytesOf(file), form), file, message);
  if (/unicode|utf-?8/i.test(message)) return encodingFault(form, await line());
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected && found) return raggedFault(await line(), Number(expected), Number(found));
  if (packed.test(message)) return damagedFault(file);
  if (!/unterminated quote/i.test(message)) return undefined;
  return fileFault("unclosed-quote", "a quote is opened but not closed", await line());
}

/** What readers of packed files say of one that is none, or not whole. */
const packed =
  /central directory|invalid (zip data|block|distance|length|stored|code|literal|bit)|unexpected (end of file|EOF)|incorrect (header|data|length) check/i;

/** A workbook or a packed file by its name: cut off, or something else. */
async function damagedFault(file: string): Promise<FileFault> {
  const begins = /\.(xlsx|zip)$/i.test(file) ? [0x50, 0x4b] : [0x1f, 0x8b]; // PK; gzip
  const { value: start = Buffer.alloc(0) } = await createReadStream(file, { end: 1 }).iterator().next();
  if (begins.every((byte, i) => (start as Uint8Array)[i] === byte))
    return fileFault("damaged-file", "the file is cut off or damaged", 1, "fetch it again");
  const is = /\.xlsx$/i.test(file) ? "no workbook" : "not packed";
  const mend = "if it is a table of text, give it the end of its name: .csv; else fetch it again";
  return fileFault("foreign-file", `the file is ${is}, whatever its name says`, 1, mend);
}

/** DuckDB counts records, empty lines too; a person counts lines. */
async function lineOf(header: Header, file: string, message: string): Promise<number> {
  const record = Number(/Line: (\d+)/.exec(message)?.[1] ?? 1);
  return record === 1 ? 1 : (await readLines(file, header)).startOf(record);
}

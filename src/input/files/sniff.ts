import type { Bytes } from "./bytes.ts";
import { type FileFault, fileFault } from "./fault.ts";
import type { Form } from "./form.ts";

/*
 * What a file is by its first bytes, where its name says CSV: a message about quotes or columns would send its reader the wrong way.
 */

type SniffedKind = { begins: RegExp; is: string; mend: string };

/** By the first bytes, each as the letter of its number; those that are no letters as a dot. */
const kinds: readonly SniffedKind[] = [
  { begins: /^PK\.\./, is: "a zip or a workbook", mend: "give it the end of its name: .zip or .xlsx" },
  { begins: /^\.\x8b/, is: "gzipped", mend: "give it the end of its name: .csv.gz" },
  {
    begins: /^\xd0\xcf\.\xe0/,
    is: "a workbook of an older Excel",
    mend: "save it as .xlsx, or its sheet as CSV UTF-8, and name that file",
  },
  { begins: /^%PDF/, is: "a PDF", mend: "ask for the table as CSV or .xlsx" },
  { begins: /^PAR1/, is: "a Parquet file", mend: "give it the end of its name: .parquet" },
  { begins: /^SQLite format 3/, is: "a SQLite database", mend: "give it the end of its name: .sqlite" },
  {
    begins: /^\s*<(!doctype|html|\?xml|head|body)/i,
    is: "a web page",
    mend: "download it again: the address may have asked to sign in, or have moved",
  },
  {
    begins: /^version https:\/\/git-lfs/,
    is: "a pointer to a file that is kept elsewhere (Git LFS)",
    mend: "fetch the file itself: git lfs pull",
  },
  { begins: /^\s*(\[\s*[[{]|\{\s*")/, is: "JSON", mend: "give it the end of its name: .json" },
];

const utf8Mark = /^\xef\xbb\xbf/;

/** Why a file is no CSV file as its form says, if it is none. */
export async function foreignBytes(bytes: Bytes, { encoding, header }: Form): Promise<FileFault | undefined> {
  const start = await firstBytes(bytes);
  const shown = start.slice(0, 80).replace(/\p{Cc}/gu, (sign) => (/\s/.test(sign) || sign >= "\u0080" ? sign : ".")); // \x8b is one of these
  const kind = kinds.find(({ begins }) => begins.test(shown.replace(utf8Mark, "")));
  if (kind) return fileFault("foreign-file", `the file is ${kind.is}, whatever its name says`, 1, kind.mend);
  const isWide = /^(\xff\xfe|\xfe\xff)/.test(start) || start.split("\0").length - 1 > start.length / 4;
  if (isWide && encoding !== "utf-16")
    return fileFault("encoding", "the file is in UTF-16", 1, "say so: encoding: utf-16; or save it again as CSV UTF-8");
  if (header === 1 && /^"?sep=.{1,3}\r?\n/i.test(start.replace(utf8Mark, "")))
    return fileFault(
      "header",
      "the first line is a note to Excel, sep=",
      1,
      "the second line names the columns: header: 2",
    );
  if (!isWide && /\r/.test(start) && !/\n/.test(start))
    return fileFault("line-ends", "lines end as on the first Macs (CR alone)", 1, "save it again as CSV UTF-8");
  return undefined;
}

const enough = 4096;

async function firstBytes(bytes: Bytes): Promise<string> {
  for await (const piece of bytes()) return Buffer.from(piece.subarray(0, enough)).toString("latin1");
  return "";
}

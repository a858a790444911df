import type { Form } from "./form.ts";

/** Why a file cannot be read, as it is told: a plain error of a reader that knows the line and what would mend it. */
export type FileFault = Error & { code: string; line: number; hint?: string };

export function fileFault(code: string, message: string, line = 1, hint?: string): FileFault {
  return Object.assign(new Error(message), { code, line, ...(hint ? { hint } : {}) });
}

export function isFileFault(error: Error): error is FileFault {
  return "code" in error && "line" in error;
}

/** A record with more or fewer cells than the header has. */
export function raggedFault(line: number, wanted: number, found: number): FileFault {
  if (wanted === 1)
    return fileFault(
      "ragged-row",
      "the first line names one column, and other lines have more cells",
      1,
      "the first line must name the columns: take away what stands above them, or say which line does: header: 3",
    );
  const isTop = line <= 5;
  const title = isTop ? "; if the first line is a title, say which line names the columns: header: 3" : "";
  const [message, hint] =
    found > wanted
      ? ["too many cells", `put quotes round a cell that has a comma in it${title}`]
      : [
          "too few cells",
          "a note beneath a table is no row: take it out; at the end of a file, the file may be cut off",
        ];
  return fileFault("ragged-row", `${message}: the first line has ${wanted}`, line, hint);
}

/** Letters that are not stored as the form of the file says. */
export function encodingFault({ encoding }: Pick<Form, "encoding">, line: number): FileFault {
  const hint = "say how it is stored, e.g. encoding: latin1 (older files of the NHS), or save it again as CSV UTF-8";
  return fileFault("encoding", `the file is not in ${encoding.toUpperCase()}`, line, hint);
}

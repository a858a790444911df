import { readFile } from "node:fs/promises";
import { readPdf } from "../output/pdf.ts";
import { uaText } from "../output/ua/check.ts";
import { exits } from "./exits.ts";

/** Holds PDFs, from whatever program, against the conditions of PDF/UA-1 that are checked here; each that does not hold is a line. */
export async function checkPdf(files: readonly string[]): Promise<number> {
  let worst: number = exits.clean;
  for (const file of files) {
    const found = await findingsIn(file);
    if (typeof found === "string") {
      process.stderr.write(`${file}: cannot be read, ${found}\n`);
      worst = exits.unusable;
      continue;
    }
    process.stdout.write(
      found.length === 0 ? `${file}: no findings\n` : found.map((each) => `${file}: ${each}\n`).join(""),
    );
    if (found.length > 0 && worst === exits.clean) worst = exits.failed;
  }
  return worst;
}

/** Findings as lines; as one text, why a file cannot be read. */
async function findingsIn(file: string): Promise<readonly string[] | string> {
  try {
    return readPdf(await readFile(file))
      .ua()
      .map(uaText);
  } catch (error) {
    return (error as Error).message;
  }
}

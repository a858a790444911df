import { nodeWorld } from "../node.ts";
import type { PrintRunOptions } from "../print-run/options.ts";
import { makePrintRun } from "../print-run/print-run.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { forTerminal, problemsText } from "./problems.ts";

export type PrintRunCommandOptions = PrintRunOptions & { json?: boolean };

/** Puts the letters of a sealed run together for a print house. */
export async function printRunCommand(path: string, { json, ...options }: PrintRunCommandOptions): Promise<number> {
  const { folder, totals, warnings } = await makePrintRun(nodeWorld(), path, options);
  if (warnings.length > 0) process.stderr.write(`${await problemsText(warnings)}\n`);
  if (json) {
    process.stdout.write(`${JSON.stringify({ folder, ...totals })}\n`);
    return exits.clean;
  }
  const { recipients, sheets, files, left, grams } = totals;
  const lines = [
    ...left.map(({ code, why }) => `${code} has no letter: ${why}`),
    `${numbered(recipients, "letter")} of ${totals.run} on ${numbered(sheets, "sheet")} in ${numbered(files.length, "file")}, the heaviest ${grams.heaviest} g`,
    `in ${folder}`,
  ];
  process.stdout.write(`${forTerminal(lines.join("\n"))}\n`);
  return exits.clean;
}

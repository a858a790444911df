import { nodeWorld } from "../node.ts";
import { type HandOverOptions, handOver } from "../print-run/hand-over.ts";
import type { PrintRunOptions } from "../print-run/options.ts";
import { makePrintRun } from "../print-run/print-run.ts";
import { takeReturned } from "../print-run/returned.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { forTerminal, problemsText } from "./problems.ts";

export type PrintRunCommandOptions = PrintRunOptions & {
  json?: boolean;
  handedOver?: string; // the day
  returned?: string; // a file
  correction?: boolean;
};

/** Puts the letters of a sealed run together for a print house; or writes down that it has them, or which came back. */
export async function printRunCommand(path: string, options: PrintRunCommandOptions): Promise<number> {
  const { json = false, handedOver, returned, correction, ...making } = options;
  if (handedOver !== undefined) return handOverCommand(path, { json, day: handedOver, out: making.out, correction });
  if (returned !== undefined) return returnedCommand(path, returned, json);
  return makeCommand(path, making, json);
}

async function makeCommand(path: string, options: PrintRunOptions, json: boolean): Promise<number> {
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

async function handOverCommand(
  path: string,
  { json, ...options }: HandOverOptions & { json: boolean },
): Promise<number> {
  const done = await handOver(nodeWorld(), path, options);
  const { run, added, known, corrected } = done;
  const also = [
    ...(corrected > 0 ? [`${corrected} in place of an earlier one`] : []),
    ...(known > 0 ? [`${known} known already`] : []),
  ];
  const text = `${numbered(added, "letter")} of ${run} handed over on ${options.day}${also.map((each) => `, ${each}`).join("")}`;
  process.stdout.write(`${json ? JSON.stringify(done) : text}\n`);
  return exits.clean;
}

async function returnedCommand(path: string, file: string, json: boolean): Promise<number> {
  const { returned, known } = await takeReturned(nodeWorld(), path, file);
  const lines = returned.map(({ code, day, why }) => `${code}  came back on ${day}${why ? `: ${why}` : ""}`);
  const text = [...lines, `${numbered(returned.length, "letter")} came back, ${known} known already`].join("\n");
  process.stdout.write(`${json ? JSON.stringify({ returned: returned.length, known }) : forTerminal(text)}\n`);
  return exits.clean;
}

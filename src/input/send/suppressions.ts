import { type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import { type CsvRecord, csvRecords } from "../files/csv-records.ts";
import { isFileFault } from "../files/fault.ts";
import { isMailbox, sameMailbox } from "../files/mailbox.ts";
import { suggest } from "../files/suggest.ts";

/** Whom not to write to: an address, a recipient by its code, or a recipient at one address; and why. */
export type Suppression = { address?: string; code?: string; reason: string };

const columns = ["address", "code", "reason"] as const;

/** Reads a list of suppressions. Whatever cannot be read is told by its line: who has asked to be left out must not be written to. */
export async function readSuppressions(world: World, file: string, problems: Problem[]): Promise<Suppression[]> {
  const top = { file, line: 1, column: 1 };
  const text = await world.readText(file);
  if (text === undefined) {
    problems.push(wrong("missing-file", `no such file "${file}"`, top, "`suppress` in send.yaml names it"));
    return [];
  }
  const [head, ...records] = recordsOf(text, file, problems);
  if (problems.length > 0) return [];
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  for (const name of names.filter((each) => !columns.some((column) => column === each)))
    problems.push(wrong("unknown-column", `unknown column "${name}"`, top, suggest(name, columns)));
  for (const column of columns.filter((each) => !names.includes(each)))
    problems.push(wrong("missing-column", `missing column "${column}"`, top));
  if (problems.length > 0) return [];
  return records.flatMap(({ line, cells }) => {
    const cell = (column: string) => (cells[names.indexOf(column)] ?? "").trim();
    const [address, code, reason] = columns.map(cell) as [string, string, string];
    const place = { file, line, column: 1 };
    const before = problems.length;
    if (address === "" && code === "")
      problems.push(wrong("bad-row", "neither an address nor a code", place, "write at least one of them"));
    if (address !== "" && !isMailbox(address))
      problems.push(wrong("bad-row", `invalid address "${address}"`, place, "write it as lead@practice.example"));
    if (reason === "") problems.push(wrong("bad-row", "no reason", place, "write why nothing is sent"));
    if (problems.length > before) return [];
    return [{ ...(address ? { address: sameMailbox(address) } : {}), ...(code ? { code } : {}), reason }];
  });
}

function recordsOf(text: string, file: string, problems: Problem[]): CsvRecord[] {
  try {
    return csvRecords(",")(text.replace(/^\uFEFF/, ""), true);
  } catch (error) {
    if (!(error instanceof Error && isFileFault(error))) throw error;
    problems.push(wrong(error.code, error.message, { file, line: error.line, column: 1 }));
    return [];
  }
}

/** Why nothing is sent to a recipient at an address; undefined where it is. */
export function suppressedBy(
  suppressions: readonly Suppression[],
  { code, address }: { code: string; address: string },
): string | undefined {
  const found = suppressions.find(
    (each) =>
      (each.code === undefined || each.code === code) &&
      (each.address === undefined || each.address === sameMailbox(address)),
  );
  return found?.reason;
}

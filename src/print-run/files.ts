import type { PrintedLetter } from "./letters.ts";
import { type PrintRunOptions, usual } from "./options.ts";

/** One file for the print house, and the letters in it in their order. */
export type PrintFile = { file: string; letters: readonly PrintedLetter[] };

/**
 * Letters as files, none of more sheets or bytes than is allowed, but that each has one letter at least; where they are grouped by
 * sheets, all letters of a file have as many: "letters-2-sheets-001.pdf".
 */
export function toFiles(letters: readonly PrintedLetter[], options: PrintRunOptions): PrintFile[] {
  const { bySheets, fileSheets = usual.fileSheets, fileMegabytes = usual.fileMegabytes } = options;
  const groups = bySheets
    ? [...Map.groupBy(letters, ({ sheets }) => sheets)].sort(([a], [b]) => a - b)
    : [[undefined, letters] as const];
  return groups.flatMap(([sheets, same]) => {
    const name = sheets === undefined ? "letters" : `letters-${sheets}-sheet${sheets === 1 ? "" : "s"}`;
    return split(same, { sheets: fileSheets, bytes: fileMegabytes * 1_000_000 }).map((part, i) => ({
      file: `${name}-${String(i + 1).padStart(3, "0")}.pdf`,
      letters: part,
    }));
  });
}

function split(letters: readonly PrintedLetter[], most: { sheets: number; bytes: number }): PrintedLetter[][] {
  const parts: PrintedLetter[][] = [];
  let held = { sheets: 0, bytes: 0 };
  for (const letter of letters) {
    const next = { sheets: held.sheets + letter.sheets, bytes: held.bytes + letter.bytes };
    const last = parts.at(-1);
    if (last && next.sheets <= most.sheets && next.bytes <= most.bytes) {
      last.push(letter);
      held = next;
    } else {
      parts.push([letter]);
      held = { sheets: letter.sheets, bytes: letter.bytes };
    }
  }
  return parts;
}

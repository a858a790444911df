import type { Organisation } from "../input/data/organisation.ts";
import { printedName, toSaneCase } from "./sane-case.ts";

const most = 7; // lines in an address window
const usual = 48; // characters in a line of 10 pt in 95 mm
const widest = 60; // of 8 pt, the least size

/**
 * The address block: attention, name, address lines, postcode last. At most seven lines: a long name is broken, and
 * where there are too many lines they are set anew as wider ones, at the narrowest width that holds them all. No commas or
 * full stops at the ends of lines (Royal Mail).
 */
export function addressOf(
  { code, name, address, postcode }: Pick<Organisation, "code" | "name" | "address" | "postcode">,
  attention: string,
): string[] {
  const printed = printedName({ code, name });
  const head = [attention, ...fill(printed.split(" "), usual).slice(0, 2)];
  const tail = postcode ? [postcode.toUpperCase()] : [];
  const lines = address.map(toSaneCase).filter((line, i, all) => all.indexOf(line) === i && line !== printed);
  return [...head, ...within(lines, most - head.length - tail.length), ...tail].map((line) =>
    line.replace(/[.,]+$/, ""),
  );
}

/** The lines as they are if there is room and none is too wide; else filled anew; else without the second, which a postcode tells. */
function within(lines: readonly string[], room: number): string[] {
  if (lines.length <= room && lines.every((line) => line.length <= usual)) return [...lines];
  const words = lines.flatMap((line) => line.split(" "));
  for (let width = usual; width <= widest; width++) {
    const filled = fill(words, width);
    if (filled.length <= room && filled.every((line) => line.length <= widest)) return filled;
  }
  return lines.length > 1 ? within(lines.toSpliced(1, 1), room) : fill(words, widest).slice(0, room);
}

/** Words in lines of at most a width; a word longer than that stands alone. */
function fill(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

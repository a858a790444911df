import type { Organisation } from "../input/data/organisation.ts";
import { addressRoom, type Zones } from "../input/library/envelopes.ts";
import { printedName, toSaneCase } from "./sane-case.ts";

const most = 7; // lines in an address window
const usual = 48 / 95; // characters of 10 pt in a mm
const widest = 60 / 95; // of 8 pt, the least size

/**
 * The address block: attention, name, address lines, postcode last; of seven lines at most. Nothing is left out: a long name is
 * broken at a space, and where there are too many lines the last two, most often a town and its county, share one, and so on.
 * What does not fit seven lines then is refused where page one is set. No commas or full stops at the ends of lines (Royal Mail).
 */
export function addressOf(
  { code, name, address, postcode }: Pick<Organisation, "code" | "name" | "address" | "postcode">,
  attention: string,
  zones: Zones,
): string[] {
  const { width } = addressRoom(zones);
  const measure = { usual: Math.floor(usual * width), widest: Math.floor(widest * width) };
  const printed = printedName({ code, name });
  const head = [attention, ...nameLines(printed, measure)];
  const tail = postcode ? [postcode.toUpperCase()] : [];
  const lines = address.map(toSaneCase).filter((line, i, all) => all.indexOf(line) === i && line !== printed);
  return [...head, ...within(lines, most - head.length - tail.length, measure), ...tail].map((line) =>
    line.replace(/[.,]+$/, ""),
  );
}

/** Characters in a line of the window: at the usual size, and at the least. */
type Measure = { usual: number; widest: number };

/** In two lines where it can be, else in as few as it needs at the least size. */
function nameLines(name: string, { usual, widest }: Measure): string[] {
  const words = name.split(" ");
  for (let width = usual; width <= widest; width++) {
    const lines = fill(words, width);
    if (lines.length <= 2) return lines;
  }
  return fill(words, widest);
}

/** The lines, none too wide, and two in one until they are as few as there is room for. */
function within(lines: readonly string[], room: number, measure: Measure): string[] {
  const { usual, widest } = measure;
  const left = lines.flatMap((line) => (line.length > widest ? fill(line.split(" "), widest) : [line]));
  while (left.length > room) {
    const pairs = left.slice(1).map((line, i) => ({ at: i, long: left[i]!.length + 1 + line.length }));
    const fitting = pairs.filter(({ long }) => long <= widest);
    const [best] = fitting.filter(({ long }) => long <= usual).reverse();
    const pair = best ?? fitting.sort((one, other) => one.long - other.long)[0];
    if (!pair) return filledWithin(lines, room, measure) ?? left;
    left.splice(pair.at, 2, `${left[pair.at]} ${left[pair.at + 1]}`);
  }
  return left;
}

/** All words filled anew, at the narrowest width that holds them; undefined where none does. */
function filledWithin(lines: readonly string[], room: number, { usual, widest }: Measure): string[] | undefined {
  const words = lines.flatMap((line) => line.split(" "));
  for (let width = usual; width <= widest; width++) {
    const filled = fill(words, width);
    if (filled.length <= room && filled.every((line) => line.length <= widest)) return filled;
  }
  return undefined;
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

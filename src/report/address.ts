import type { Organisation } from "../input/organisations.ts";
import { toSaneCase } from "./sane-case.ts";

const most = 7; // lines in an address window
const widest = 48; // characters in a line of 10 pt Arial in 95 mm

/**
 * The address block: attention, name, address lines, postcode last. At most seven lines: a long name is broken in two,
 * and short address lines are joined. No commas or full stops at the ends of lines (Royal Mail).
 */
export function addressOf(
  { name, address, postcode }: Pick<Organisation, "name" | "address" | "postcode">,
  attention: string,
): string[] {
  const head = [attention, ...wrap(toSaneCase(name))];
  const tail = postcode ? [postcode.toUpperCase()] : [];
  const lines = address
    .map((line) => toSaneCase(line))
    .filter((line, i, all) => all.indexOf(line) === i && line !== toSaneCase(name));
  return [...head, ...join(lines, most - head.length - tail.length), ...tail]
    .map((line) => line.replace(/[.,]+$/, ""))
    .slice(0, most);
}

/** Breaks a line at a space so that both halves fit. */
function wrap(line: string): string[] {
  if (line.length <= widest) return [line];
  const at = line.lastIndexOf(" ", widest);
  return at < 0
    ? [line.slice(0, widest), line.slice(widest)]
    : [line.slice(0, at), line.slice(at + 1, at + 1 + widest)];
}

/** Joins the two neighbouring lines that are shortest together until there is room. */
function join(lines: readonly string[], room: number): string[] {
  const left = [...lines];
  while (left.length > Math.max(1, room)) {
    const lengths = left.slice(0, -1).map((line, i) => line.length + (left[i + 1]?.length ?? 0));
    const i = lengths.indexOf(Math.min(...lengths));
    left.splice(i, 2, `${left[i]} ${left[i + 1]}`);
  }
  return left;
}

import type { Box, Zones } from "../../input/library/envelopes.ts";
import { wordsIn } from "../words.ts";
import { boxOf, type Flaw, type FlawKind, isWithin, mm, named, type PageLayout } from "./layout.ts";

const points = [8, 9, 10]; // sizes of an address; others mean that the browser has scaled the page
const tolerance = 0.06; // points
const least = 3; // lines of an address that can be delivered

/**
 * The address as an envelope shows it: every line of it whole and in its order, in one size of 8, 9 or 10 points, inside the
 * window; and nothing else in the zone that is kept free. An address at another size is that of a page that was scaled.
 */
export function inspectAddress(
  { paper, runs }: PageLayout,
  lines: readonly string[],
  { address, clear }: Zones,
): Flaw[] {
  const seen = runs
    .filter(({ isArtifact }) => !isArtifact)
    .map((run) => ({ run, box: boxOf(run, paper) }))
    .filter(({ box }) => touches(box, clear));
  const own = seen.filter(({ box }) => touches(box, address));
  const read = wordsIn(own.map(({ run }) => run.before + run.text).join("")).join(" ");
  const wanted = wordsIn(lines.join("\n")).join(" ");
  const sizes = [...new Set(own.map(({ run }) => Math.round(run.size * 100) / 100))];
  const [odd] = sizes.filter((size) => points.every((each) => Math.abs(each - size) > tolerance));
  const out = own.find(({ box }) => !isWithin(box, address));
  const strange = seen.find((each) => !own.includes(each));
  const flaw = (kind: FlawKind, what: string): Flaw => ({ kind, what });
  if (odd !== undefined)
    return [flaw("scaled", `has the address in ${odd} pt: something on it is wider than the page`)];
  return [
    ...(read === wanted
      ? []
      : [
          flaw(
            "address",
            `shows "${read.toLowerCase()}" in the window of the envelope, where the address is "${lines.join(", ")}"`,
          ),
        ]),
    ...(sizes.length > 1 ? [flaw("address", `has the address in ${sizes.join(" and ")} pt`)] : []),
    ...(out
      ? [
          flaw(
            "address",
            `has "${named(out.run)}" of the address beyond the window, which ends ${mm(address.right)} from the left and ${mm(address.bottom)} from the top`,
          ),
        ]
      : []),
    ...(strange
      ? [flaw("address", `has "${named(strange.run)}" in the zone around the address, which must be free`)]
      : []),
    ...(lines.length < least
      ? [
          flaw(
            "no-address",
            `an address of ${lines.length === 1 ? "one line" : `${lines.length} lines`} cannot be delivered by post`,
          ),
        ]
      : []),
  ];
}

function touches(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}

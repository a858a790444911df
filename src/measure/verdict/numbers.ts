// @ts-expect-error jstat ships no types; the function used is typed below
import jStat from "jstat";
import { quantile } from "../percentile.ts";

const chiSquared: { inv(p: number, degrees: number): number } = jStat.chisquare;
const student: { inv(p: number, degrees: number): number } = jStat.studentt;

const room = new Float64Array(64); // written over by every call: most series are of two years

/** The middle of values in any order; of none, not a number. */
export function median(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : quantile(sortedOf(values), 0.5);
}

/** Few are put in order where they stand, which is a sixth of the work of a sort; what is not a number comes last, as there. */
function sortedOf(values: readonly number[]): Float64Array {
  const count = values.length;
  if (count > room.length) return new Float64Array(values).sort();
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return new Float64Array(values).sort();
    let at = i;
    for (; at > 0 && room[at - 1]! > value; at--) room[at] = room[at - 1]!;
    room[at] = value;
  }
  return room.subarray(0, count);
}

const known = new Map<string, number>();

/** Student's t that is exceeded on either side with probability `level` in all: 2.2 at .05 and 11 degrees of freedom. */
export function studentT(level: number, degrees: number): number {
  const key = `${level} ${Math.round(degrees * 10)}`;
  const t = known.get(key) ?? student.inv(1 - level / 2, Math.round(degrees * 10) / 10);
  known.set(key, t);
  return t;
}

/** χ² that is not reached with probability `p`: 10.9 at .05 and 20 degrees of freedom. */
export function chiSquare(p: number, degrees: number): number {
  return chiSquared.inv(p, degrees);
}

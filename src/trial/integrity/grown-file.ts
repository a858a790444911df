import { sha256 } from "../../output/sha256.ts";

/**
 * How many lines a file that only grows had when it had a SHA-256: all of them where it is what it was. 1, its head, where it was not
 * there yet; undefined where it does not begin with what it was.
 */
export function linesKnown(text: string, before: string | undefined): number | undefined {
  if (before === undefined) return 1;
  if (sha256(text) === before) return Number.POSITIVE_INFINITY;
  const lines = text.split("\n");
  for (let n = lines.length; n > 0; n--) {
    const begin = lines.slice(0, n).join("\n");
    if ([begin, `${begin}\n`].some((each) => sha256(each) === before)) return n;
  }
  return undefined;
}

import { distance } from "fastest-levenshtein";

/** The hint for a misspelt word: `did you mean "median"?`, or the few that are possible. */
export function suggest(word: string, possible: readonly string[]): string | undefined {
  const near = nearest(word, possible);
  if (near) return `did you mean "${near}"?`;
  if (possible.length === 0) return undefined;
  if (possible.length <= 14) return `one of ${possible.map((name) => `"${name}"`).join(", ")}`;
  return undefined;
}

/** The nearest of some words, if it is near enough to be a slip: at most a third of its letters differ. */
export function nearest(word: string, possible: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = possible
    .map((name) => ({ name, far: distance(lower, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  const best = ranked[0];
  return best && best.far <= Math.floor(Math.max(word.length, best.name.length) / 3) ? best.name : undefined;
}

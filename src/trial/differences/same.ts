/**
 * Whether two values are the same JSON. They are walked side by side, so that the many alike cost no text and of others only
 * what comes before the first difference is looked at; what JSON alone can tell (NaN and null, a key that is undefined, keys in another
 * order) is left to it.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === "string" && typeof b === "string") return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => isSame(each, b[i]));
  if (isRecord(a) && isRecord(b)) {
    const [ours, theirs] = [Object.keys(a), Object.keys(b)];
    if (ours.length === theirs.length && ours.every((key, i) => key === theirs[i]))
      return ours.every((key) => isSame(a[key], b[key]));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

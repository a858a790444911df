/** A change of coordinates (ISO 32000-1, 8.3.4): x' = a x + c y + e, y' = b x + d y + f. */
export type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The one that changes nothing. */
export const identity: Transform = [1, 0, 0, 1, 0, 0];

/** The change that is first the one, then the other. */
export function times([a, b, c, d, e, f]: Transform, [A, B, C, D, E, F]: Transform): Transform {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

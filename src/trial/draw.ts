/** Numbers in [0, 1) that any machine repeats for the same seed: Marsaglia's xorshift of 32 bits (2003, J Stat Softw 8(14)). */
export function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** The same values in a drawn order. */
export function shuffled<T>(values: readonly T[], next: () => number): T[] {
  const left = [...values];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(next() * left.length), 1));
  return order;
}

/** What is allocated together, and the strata it is in. */
export type Placeable = { readonly together: string; readonly within: string };

/**
 * A code for each of what is allocated together, in permuted blocks within strata that have each code as often as the ratio
 * has it. For rehearsals and feasibility alone: a trials unit allocates a real trial.
 */
export function drawCodes(
  units: readonly Placeable[],
  ratio: Readonly<Record<string, number>>,
  next: () => number,
): ReadonlyMap<string, string> {
  const codes = Object.entries(ratio).flatMap(([code, parts]) => Array<string>(parts).fill(code));
  const strata = Map.groupBy(units, ({ within }) => within);
  const placed = [...strata.keys()].sort().flatMap((stratum) => inBlocks(strata.get(stratum)!, codes, next));
  return new Map(placed);
}

function inBlocks(units: readonly Placeable[], codes: readonly string[], next: () => number): [string, string][] {
  let block: string[] = [];
  return shuffled([...new Set(units.map(({ together }) => together))].sort(), next).map((together) => {
    if (block.length === 0) block = shuffled(codes, next);
    return [together, block.pop()!];
  });
}

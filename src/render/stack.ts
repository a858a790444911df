/** A dot of a stack: its value as drawn, and its height above the axis in px. */
export type Dot = { x: number; up: number };

export type Stack = {
  peers: readonly Dot[];
  own?: Dot;
  pitch: number; // width of a column, px
  crown: number; // top of the highest dot, px above the axis
};

/**
 * Dots stacked at multiples of a step. The step is the smallest that keeps the highest stack within `room` px, and the
 * practice's own value is a whole number of steps, so its dot stands exactly where it belongs and its peers within half
 * a dot. Where many share a value, columns get no narrower than `mostColumns` allows; then rows move together, the same
 * in every column, and the dots of a stack overlap.
 */
export function stackOf(
  peers: readonly number[],
  own: number | undefined,
  { max, width, room, per }: { max: number; width: number; room: number; per: number },
): Stack {
  const most = mostColumns(peers.length);
  for (let columns = FEWEST_COLUMNS; ; columns += 1) {
    const step = stepOf(own, max, columns);
    const counts = countBins(peers, step);
    const rows = rowsOf(counts, own === undefined ? undefined : Math.round(own / step), per);
    const pitch = (step / max) * width;
    if (rows * pitch <= room || columns === most)
      return place(counts, own, { step, pitch, per, rise: Math.min(pitch, room / rows) });
  }
}

const FEWEST_COLUMNS = 30;

/** Dots stay as large as their number allows: some 9 px across for a hundred practices, 4 for four hundred. */
export function mostColumns(practices: number): number {
  if (practices <= 100) return 45;
  return practices <= 200 ? 60 : 90;
}

function stepOf(own: number | undefined, max: number, columns: number): number {
  return own !== undefined && own > max / columns / 2 ? own / Math.round((own * columns) / max) : max / columns;
}

function countBins(values: readonly number[], step: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bin = Math.round(value / step);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return counts;
}

function rowsOf(counts: ReadonlyMap<number, number>, ownBin: number | undefined, per: number): number {
  const rows = [...counts].map(([bin, count]) => Math.ceil(count / per) + (bin === ownBin ? 1 : 0));
  return Math.max(1, ...rows);
}

function place(
  counts: ReadonlyMap<number, number>,
  own: number | undefined,
  { step, pitch, per, rise }: { step: number; pitch: number; per: number; rise: number },
): Stack {
  const middle = (row: number) => pitch / 2 + row * rise;
  const peers = [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([bin, count]) =>
      Array.from({ length: Math.ceil(count / per) }, (_, row) => ({ x: bin * step, up: middle(row) })),
    );
  const mine =
    own === undefined ? [] : [{ x: own, up: middle(Math.ceil((counts.get(Math.round(own / step)) ?? 0) / per)) }];
  const crown = Math.max(0, ...[...peers, ...mine].map(({ up }) => up + pitch / 2));
  return { peers, pitch, crown, ...(mine[0] ? { own: mine[0] } : {}) };
}

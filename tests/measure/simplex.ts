/** A linear fact: the cells times `row` come to something from `from` to `to`. */
export type Fact = { row: readonly number[]; from: number; to: number };

/**
 * The least or the most that `aim` can come to over cells of 0 and more, given facts: two-phase simplex with Bland's rule,
 * for the few cells of a test. Throws where the facts contradict each other; infinite where nothing bounds it.
 */
export function solve(aim: readonly number[], facts: readonly Fact[], way: "least" | "most"): number {
  const rows = facts.flatMap(({ row, from, to }) => [
    ...(Number.isFinite(to) ? [{ row, limit: to }] : []),
    { row: row.map((each) => -each), limit: -from },
  ]);
  const size = aim.length;
  // Columns: cells, a slack each row, an artificial each row, the limit.
  const width = size + rows.length * 2 + 1;
  const table = rows.map(({ row, limit }, i) => {
    const sign = limit < 0 ? -1 : 1;
    const line = new Array<number>(width).fill(0);
    row.forEach((each, j) => {
      line[j] = sign * each;
    });
    line[size + i] = sign;
    line[size + rows.length + i] = 1;
    line[width - 1] = sign * limit;
    return line;
  });
  const basis = rows.map((_, i) => size + rows.length + i);
  const artificial = (j: number) => j >= size + rows.length;
  const first = minimise(
    table,
    basis,
    (j) => (artificial(j) ? 1 : 0),
    () => true,
  );
  if (first > 1e-6) throw new Error("the facts contradict each other");
  driveOut(table, basis, artificial);
  const sign = way === "least" ? 1 : -1;
  return (
    sign *
    minimise(
      table,
      basis,
      (j) => (j < size ? sign * aim[j]! : 0),
      (j) => !artificial(j),
    )
  );
}

/** Mutates the table and its basis. −∞ where nothing bounds the cost. */
function minimise(
  table: number[][],
  basis: number[],
  costOf: (column: number) => number,
  mayEnter: (column: number) => boolean,
): number {
  const last = (table[0]?.length ?? 1) - 1;
  const costs = Array.from({ length: last }, (_, j) => costOf(j));
  const open = costs.flatMap((_, j) => (mayEnter(j) ? [j] : []));
  const inBasis = new Set(basis);
  const paid = (j: number) => {
    let sum = 0;
    for (let i = 0; i < table.length; i++) {
      const cost = costs[basis[i]!]!;
      if (cost !== 0) sum += cost * table[i]![j]!;
    }
    return sum;
  };
  for (let step = 0; step < 5000; step++) {
    const enters = open.find((j) => !inBasis.has(j) && costs[j]! - paid(j) < -1e-9);
    if (enters === undefined) return paid(last);
    let leaves = -1;
    for (const [i, line] of table.entries()) {
      if (line[enters]! <= 1e-9) continue;
      const ratio = line[last]! / line[enters]!;
      const best = leaves < 0 ? Number.POSITIVE_INFINITY : table[leaves]![last]! / table[leaves]![enters]!;
      if (ratio < best - 1e-12 || (Math.abs(ratio - best) <= 1e-12 && basis[i]! < basis[leaves]!)) leaves = i;
    }
    if (leaves < 0) return Number.NEGATIVE_INFINITY;
    pivot(table, leaves, enters);
    inBasis.delete(basis[leaves]!);
    inBasis.add(enters);
    basis[leaves] = enters;
  }
  throw new Error("no end in sight");
}

/**
 * Mutates the table and its basis: an artificial that is left in it at 0 would be free to grow again, and its fact would
 * bind no more. Where nothing can take its place, its fact follows from the others.
 */
function driveOut(table: number[][], basis: number[], artificial: (column: number) => boolean): void {
  for (const [i, column] of basis.entries()) {
    if (!artificial(column)) continue;
    const enters = table[i]!.findIndex(
      (each, j) => !artificial(j) && j < table[i]!.length - 1 && Math.abs(each) > 1e-9,
    );
    if (enters < 0) continue;
    pivot(table, i, enters);
    basis[i] = enters;
  }
}

function pivot(table: readonly number[][], row: number, column: number): void {
  const line = table[row]!;
  const by = line[column]!;
  for (let j = 0; j < line.length; j++) line[j]! /= by;
  for (const other of table) {
    const times = other[column]!;
    if (other === line || times === 0) continue;
    for (let j = 0; j < line.length; j++) other[j]! -= times * line[j]!;
  }
}

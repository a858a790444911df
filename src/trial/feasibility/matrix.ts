/** A matrix by rows. All here are small: as many rows as a trial has periods, or effects. */
export type Matrix = readonly (readonly number[])[];

export function times(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, each, k) => sum + each * b[k]![j]!, 0)));
}

export function turned(a: Matrix): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

export function plus(a: Matrix, b: Matrix, weight = 1): number[][] {
  return a.map((row, i) => row.map((each, j) => each + weight * b[i]![j]!));
}

/** A matrix of zeros. */
export function zeros(rows: number, columns = rows): number[][] {
  return Array.from({ length: rows }, () => Array<number>(columns).fill(0));
}

/** The inverse, by elimination with the largest pivot; undefined where there is none. */
export function inverse(a: Matrix): number[][] | undefined {
  const size = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const head = rows[k]![k]!;
    if (Math.abs(head) < 1e-12 * (1 + Math.abs(a[k]![k]!))) return undefined;
    for (let j = 0; j < 2 * size; j++) rows[k]![j]! /= head;
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![k]!;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < 2 * size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row) => row.slice(size));
}

/** The lower root L of a matrix LL′ (Cholesky). What has no variance left has a row of zeros. */
export function lowerRoot(a: Matrix): number[][] {
  const root = zeros(a.length);
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j <= i; j++) {
      let left = a[i]![j]!;
      for (let k = 0; k < j; k++) left -= root[i]![k]! * root[j]![k]!;
      if (i === j) root[i]![i] = Math.sqrt(Math.max(0, left));
      else root[i]![j] = root[j]![j] === 0 ? 0 : left / root[j]![j]!;
    }
  return root;
}

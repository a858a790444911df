/*
 * A simple classifier of arms: does anything that can be counted in the rows of a table differ between labels by more than it does
 * when labels are dealt out at random?
 */

/** What can be counted of each row, by name, and the label of each. */
export type Features = { rows: readonly Readonly<Record<string, number>>[]; labels: readonly string[] };

const named = ["arm", "arm_of_report", "sequence"]; // the labels themselves
const ownNames = ["unit", "code", "cluster", "merged_into"]; // of one unit alone

/** Of the rows of the last cycle, in arms of the stage that most were last randomised in: size, what is empty, numbers, and which words each has. */
export function featuresOf(csv: string): Features {
  const [head = "", ...lines] = csv.trimEnd().split("\n");
  const columns = head.replace("\uFEFF", "").split(",");
  const cells = lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i] ?? "", cell])));
  const last = cells.filter(({ cycle }) => cycle === cells.at(-1)!.cycle);
  const [own = []] = [
    ...Map.groupBy(last, ({ sequence = "" }) => sequence.split(" > ").at(-1)!.split(":").at(-2)).values(),
  ].toSorted((a, b) => b.length - a.length);
  const counted = columns.filter((column) => !named.includes(column) && !ownNames.includes(column));
  const words = new Map(
    counted.map((column) => {
      const all = [...new Set(own.map((row) => row[column] ?? ""))];
      return [column, all.length <= 12 ? all : []];
    }),
  );
  const rows = own.map((row) => ({
    size: counted.reduce((sum, column) => sum + (row[column] ?? "").length, 0),
    ...Object.fromEntries(
      counted.flatMap((column) => {
        const cell = row[column] ?? "";
        const number = cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : 0;
        return [
          [`${column} empty`, cell === "" ? 1 : 0],
          [`${column} number`, number],
          [`${column} length`, cell.length],
          ...(words.get(column) ?? []).map((word) => [`${column} ${word}`, cell === word ? 1 : 0]),
        ];
      }),
    ),
  }));
  return { rows, labels: own.map(({ arm }) => arm ?? "") };
}

const draws = 399;

/** The share of random relabellings in which the feature that tells most tells as much as it does here, or more: a p-value. */
export function chanceOf({ rows, labels }: Features): number {
  const names = Object.keys(rows[0] ?? {});
  const features = names
    .map((name) => standardised(rows.map((row) => row[name] ?? 0)))
    .filter((each) => each !== undefined);
  const tells = (of: readonly string[]) => Math.max(...features.map((feature) => between(feature, of)));
  const seen = tells(labels);
  const next = generator(20260801);
  let asMuch = 0;
  for (let i = 0; i < draws; i++) if (tells(shuffled(labels, next)) >= seen - 1e-9) asMuch++;
  return (1 + asMuch) / (1 + draws);
}

/** With mean 0 and variance 1; undefined where all are equal. */
function standardised(values: readonly number[]): number[] | undefined {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
  return variance > 1e-18 ? values.map((each) => (each - mean) / Math.sqrt(variance)) : undefined;
}

/** How much of a feature's variance lies between labels: 0 to 1. */
function between(values: readonly number[], labels: readonly string[]): number {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [i, label] of labels.entries()) {
    const of = sums.get(label) ?? { sum: 0, count: 0 };
    sums.set(label, { sum: of.sum + values[i]!, count: of.count + 1 });
  }
  return [...sums.values()].reduce((all, { sum, count }) => all + sum ** 2 / count, 0) / values.length;
}

function shuffled(labels: readonly string[], next: () => number): string[] {
  const left = [...labels];
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left;
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

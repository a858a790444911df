import { expect, test } from "vitest";
import { achievableBenchmark, bestTenthOfPopulation, type PeerRow } from "../../src/measure/benchmark.ts";

// domain.md §6.2: 80 of 800 patients needed; A, D and B hold 113
const six = table(["A", 9, 10], ["B", 80, 100], ["D", 3, 3], ["E", 120, 200], ["F", 60, 150], ["G", 200, 337]);
const mirrored = six.map((row) => ({ ...row, numerator: row.denominator - row.numerator }));

test.each<[string, PeerRow[], "lower" | "higher", number, number, number, string]>([
  ["domain.md", six, "higher", 0.1, 92, 113, "A D B"],
  ["domain.md, where lower is better", mirrored, "lower", 0.1, 21, 113, "A D B"],
  ["in another order", six.toReversed(), "higher", 0.1, 92, 113, "A D B"],
  ["the first covers the share", six, "higher", 10 / 800, 9, 10, "A"],
  ["a patient more does not", six, "higher", 11 / 800, 12, 13, "A D"],
  ["all", six, "higher", 1, 472, 800, "A D B E G F"],
  ["others have too few", six, "lower", 0.1, 60, 150, "F"],
  ["equal APF, larger n first", table(["A", 0, 0], ["B", 1, 2], ["C", 4, 8]), "higher", 0.1, 4, 8, "C"],
  ["equal n, code first", table(["C", 1, 2], ["B", 1, 2], ["A", 0, 2]), "higher", 0.1, 1, 2, "B"],
  ["exactly the share", table(["A", 7, 7], ["B", 30, 63]), "higher", 0.1, 7, 7, "A"], // 0.1 × 70 > 7 in floating point
])("ABC, %s", (_, rows, direction, share, numerator, denominator, codes) => {
  expect(achievableBenchmark(rows, direction, share)).toEqual({
    value: numerator / denominator,
    numerator,
    denominator,
    codes: codes.split(" "),
  });
});

test("ABC of domain.md to four decimals", () => {
  expect(achievableBenchmark(six, "higher")?.value).toBeCloseTo(0.8142, 4);
});

// items over lists: rates 2, 1, 3, 0.5 and 0; a tenth of 11,000 is 1,100
const lists = table(["A", 2000, 1000], ["B", 4000, 4000], ["C", 9000, 3000], ["D", 1000, 2000], ["E", 0, 1000]);

test.each<[string, PeerRow[], "lower" | "higher", number, number, string]>([
  ["lower", lists, "lower", 1000, 3000, "E D"],
  ["higher", lists, "higher", 9000, 3000, "C"],
  ["equal rates, larger list first", table(["A", 1, 10], ["B", 2, 20]), "lower", 2, 20, "B"],
  ["equal lists, code first", table(["B", 1, 10], ["A", 1, 10]), "lower", 1, 10, "A"],
  ["nobody there is passed over", table(["A", 0, 0], ["B", 1, 10]), "lower", 1, 10, "B"],
])("best tenth of population, %s", (_, rows, direction, numerator, denominator, codes) => {
  expect(bestTenthOfPopulation(rows, direction)).toEqual({
    value: numerator / denominator,
    numerator,
    denominator,
    codes: codes.split(" "),
  });
});

test("no benchmark without patients", () => {
  expect(achievableBenchmark([], "lower")).toBeUndefined();
  expect(achievableBenchmark(table(["A", 0, 0]), "lower")).toBeUndefined();
  expect(bestTenthOfPopulation([], "lower")).toBeUndefined();
});

test("rows that can't be are errors, and the rows stay as they were", () => {
  expect(() => achievableBenchmark(table(["A81001", 3, 2]), "lower")).toThrow("no proportion: 3 of 2 (A81001)");
  expect(() => bestTenthOfPopulation(table(["A81001", -3, 2]), "lower")).toThrow("no rate: -3 of 2 (A81001)");
  expect(() => bestTenthOfPopulation(table(["A", Number.NaN, 2]), "lower")).toThrow("no rate");
  const frozen = Object.freeze(six.map((row) => Object.freeze(row)));
  expect(() => achievableBenchmark(frozen, "higher")).not.toThrow();
});

function table(...rows: [code: string, numerator: number, denominator: number][]): PeerRow[] {
  return rows.map(([code, numerator, denominator]) => ({ code, numerator, denominator }));
}

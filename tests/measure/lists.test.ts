import { describe, expect, test } from "vitest";
import type { Observations } from "../../src/input/data/observations.ts";
import { findCollapse, findListStep, latestPatients } from "../../src/measure/lists.ts";

const size = 8000;
const gap = Number.NaN;

// month 0 is the first; a window of 24 months unless told
test.each<[string, number[], { month: number; ratio: number } | undefined]>([
  ["the same throughout", flat(24), undefined],
  ["growth by 2% a month", flat(24).map((patients, i) => patients * 1.02 ** i), undefined],
  ["a merger that doubles the list", stepAt(15, 2), { month: 15, ratio: 2 }],
  ["a merger by a quarter", stepAt(15, 1.25), { month: 15, ratio: 1.25 }],
  ["just under a quarter", stepAt(15, 1.24), undefined],
  ["a list that is split", stepAt(15, 0.6), { month: 15, ratio: 0.6 }],
  ["a fifth fewer is as far as a quarter more", stepAt(15, 0.8), { month: 15, ratio: 0.8 }],
  ["a slip of one month, upwards", set(flat(24), 15, size * 2), undefined],
  ["however far", set(flat(24), 15, size * 10), undefined],
  ["a slip of one month, downwards", set(flat(24), 15, size / 3), undefined],
  ["a month in which the list is nought", set(flat(24), 15, 0), undefined],
  ["two mergers: the last tells", stepAt(18, 1.5, stepAt(9, 2)), { month: 18, ratio: 1.5 }],
  ["in the last month, when it can't be known to last", stepAt(23, 1.6), { month: 23, ratio: 1.6 }],
  ["in the first month of the window: all of it lies after", stepAt(0, 2), undefined],
  ["in the second", stepAt(1, 2), { month: 1, ratio: 2 }],
  ["a merger that grows on", set(set(stepAt(15, 1.5), 16, size * 1.8), 17, size * 1.8), { month: 15, ratio: 1.8 }],
  ["nobody knows the list", flat(24).map(() => gap), undefined],
])("a step of the list: %s", (_, sizes, step) => {
  const found = findListStep(listOf(sizes), "A", { from: 0, to: sizes.length - 1 });
  expect(found && { month: found.month, ratio: Number(found.ratio.toFixed(6)) }).toEqual(step);
});

test("months after the window say nothing", () => {
  expect(findListStep(listOf(stepAt(20, 2)), "A", { from: 0, to: 19 })).toBeUndefined();
});

describe("a collapse", () => {
  test.each<[string, number[], { now: number; was: number } | undefined]>([
    ["the same throughout", flat(24), undefined],
    ["to a half", stepAt(15, 0.5), undefined],
    ["to just under a half", stepAt(15, 0.499), { now: size * 0.499, was: size }],
    ["over eight months", taper(24, 8), { now: 0.35 * size, was: size }],
    ["and ends before the data do", [...taper(20, 8), gap, gap, gap, gap], { now: 0.35 * size, was: size }],
    ["large long ago", [size * 9, ...flat(24)], undefined],
    ["nobody knows the list", [gap, gap, gap], undefined],
  ])("%s", (_, sizes, collapse) => {
    const found = findCollapse(listOf(sizes), "A", sizes.length - 1);
    expect(found && { now: Math.round(found.now), was: found.was }).toEqual(
      collapse && { now: Math.round(collapse.now), was: collapse.was },
    );
  });
});

test("the latest list of a window is the last that is known", () => {
  const lists = listOf([100, 200, 300, gap]);
  expect(latestPatients(lists, "A", { from: 0, to: 3 })).toBe(300);
  expect(latestPatients(lists, "A", { from: 3, to: 3 })).toBeUndefined();
  expect(latestPatients(lists, "Z", { from: 0, to: 3 })).toBeUndefined();
  expect(latestPatients({ first: 0, length: 0, of: new Map() }, "A", { from: 0, to: 3 })).toBeUndefined();
});

function listOf(sizes: readonly number[]): Observations {
  const denominators = Float64Array.from(sizes);
  const series = { numerators: new Float64Array(sizes.length), denominators };
  return { first: 0, length: sizes.length, of: new Map([["list", new Map([["A", series]])]]), patients: "list" };
}

function flat(months: number): number[] {
  return Array.from({ length: months }, () => size);
}

function stepAt(month: number, times: number, sizes = flat(24)): number[] {
  return sizes.map((patients, i) => (i >= month ? patients * times : patients));
}

function set(sizes: readonly number[], month: number, patients: number): number[] {
  return sizes.map((known, i) => (i === month ? patients : known));
}

/** Falls to 35% in equal steps over the last months. */
function taper(months: number, over: number): number[] {
  return flat(months).map((patients, i) => patients * (1 - (0.65 / over) * Math.max(0, i - (months - 1 - over))));
}

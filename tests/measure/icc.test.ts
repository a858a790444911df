import { describe, expect, test } from "vitest";
import { alikeWithin } from "../../src/measure/icc.ts";

describe("alikeWithin", () => {
  test("gives the published value of six targets and four judges", () => {
    // Shrout and Fleiss 1979, table 2: ICC(1,1) = .17; its interval as R's psych::ICC prints it for the same data
    const ratings = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const { icc, interval, groups, members, size } = alikeWithin(ratings)!;
    expect(icc).toBeCloseTo(0.1657, 4);
    expect(interval.lower).toBeCloseTo(-0.13, 2);
    expect(interval.upper).toBeCloseTo(0.72, 2);
    expect({ groups, members, size }).toEqual({ groups: 6, members: 24, size: 4 });
  });

  test("weighs groups of several sizes by n₀", () => {
    // by hand: B = 9.75 on 2 degrees of freedom, W = 10/3 on 3; n₀ = (6 − 14/6)/2
    const { icc, size } = alikeWithin([[1], [3, 5], [4, 6, 8]])!;
    expect(size).toBeCloseTo(11 / 6, 10);
    const [between, within] = [(1 * 3.5 ** 2 + 2 * 0.5 ** 2 + 3 * 1.5 ** 2) / 2, (2 + 8) / 3];
    expect(icc).toBeCloseTo((between - within) / (between + (11 / 6 - 1) * within), 10);
  });

  test("tells nothing of one group, or of groups of one", () => {
    expect(alikeWithin([[1, 2, 3]])).toBeUndefined();
    expect(alikeWithin([[1], [2], []])).toBeUndefined();
  });
});

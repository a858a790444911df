import { expect, test } from "vitest";
import { random } from "../../../bench/simulate.ts";
import { rankAmong } from "../../../src/measure/verdict/rank.ts";

const others = (values: readonly number[]) => ({
  members: values.map((value, i) => ({ code: `Z${i}`, value })).sort((a, b) => a.value - b.value),
  withheld: [],
});

test("a value without an interval stands where it is", () => {
  expect(rankAmong(others([1, 2, 2, 4]), "own", { value: 2 })).toEqual({
    lower: 1,
    equal: 2,
    higher: 1,
    surely: { lower: 1, higher: 1 },
    percentRank: 1 / 4,
  });
});

test("those within the widened interval are surely on neither side", () => {
  const interval = { lower: 9, upper: 12 }; // widened to 8.83 and 12.34
  const { surely } = rankAmong(others([8.8, 8.9, 9.5, 11, 12.3, 12.4]), "own", { value: 10, interval });
  expect(surely).toEqual({ lower: 1, higher: 1 });
});

test("the own one among the members isn't counted; one withheld counts where all that it may be lies on one side", () => {
  const group = {
    ...others([5, 20]),
    withheld: [
      { from: 0, to: 4 },
      { from: 0, to: 15 },
    ],
  };
  expect(rankAmong(group, "Z0", { value: 5, interval: { lower: 4.5, upper: 5.5 } })).toMatchObject({
    lower: 1,
    equal: 1,
    higher: 1,
    surely: { lower: 1, higher: 1 },
  });
});

test.each([0.7, 0.8, 0.9, 0.95])("at reliability %d what is said of a place holds for 97 of 100", (reliability) => {
  const draw = random(41);
  const [wrong, told] = [
    { all: 0, better: 0 },
    { all: 0, better: 0 },
  ];
  for (let group = 0; group < 100; group++) {
    const errors = Array.from({ length: 70 }, () => Math.sqrt(1 / reliability - 1) * Math.exp(0.4 * draw.normal()));
    const truth = errors.map(() => draw.normal());
    const values = truth.map((value, i) => value + errors[i]! * draw.normal());
    const peers = others(values);
    values.forEach((value, i) => {
      const reach = 1.96 * errors[i]!;
      const { surely } = rankAmong(peers, `Z${i}`, { value, interval: { lower: value - reach, upper: value + reach } });
      const isWrong = truth.filter((other) => other < truth[i]!).length < surely.lower ? 1 : 0;
      told.all += 1;
      wrong.all += isWrong;
      if (value - reach <= 0) return; // not told to be above typical
      told.better += 1;
      wrong.better += isWrong;
    });
  }
  expect(wrong.all / told.all).toBeLessThan(0.03);
  expect(wrong.better / told.better).toBeLessThan(0.04);
});

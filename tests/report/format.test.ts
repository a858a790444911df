import { expect, test } from "vitest";
import { roundHalfUp } from "../../src/measure/rounding.ts";
import {
  capital,
  countFigure,
  grouped,
  monthlyFigure,
  numberWord,
  ofTheOthers,
  timesAsMany,
  valueFigure,
} from "../../src/report/format.ts";

test.each([
  [0.25, 1, 0.3],
  [0.35, 1, 0.4],
  [1.005, 2, 1.01], // in binary a hair under
  [2.5, 0, 3],
  [2.4999, 0, 2],
  [0.5, 0, 1],
  [1234567.5, 0, 1234568],
])("%d with %i decimals is rounded half up to %d", (value, decimals, rounded) => {
  expect(roundHalfUp(value, decimals)).toBe(rounded);
});

test.each([
  [0, 0, "0"],
  [999, 0, "999"],
  [1000, 0, "1,000"],
  [1234567.25, 2, "1,234,567.25"],
  [1000.1234, 3, "1,000.123"], // no commas after the point
  [-1234.5, 1, "−1,234.5"],
  [-0.04, 1, "0.0"], // no minus before a nought
])("%d with %i decimals is printed %s", (number, decimals, text) => {
  expect(grouped(number, decimals)).toBe(text);
});

test("a value is printed in its unit", () => {
  expect(valueFigure({ kind: "rate", decimals: 1 }, 2.95).text).toBe("3.0");
  expect(valueFigure({ kind: "rate", decimals: 0 }, 1239.5).text).toBe("1,240");
  expect(valueFigure({ kind: "share", decimals: 0 }, 0.254).text).toBe("25%");
  expect(valueFigure({ kind: "share", decimals: 1 }, 0.2545).text).toBe("25.5%");
  expect(valueFigure({ kind: "share", decimals: 0 }, 0.145)).toEqual({ value: 0.145, text: "15%" });
});

test("counts are whole, counts a month where asked have one decimal", () => {
  expect(countFigure(1384.5).text).toBe("1,385");
  expect(monthlyFigure(3.35, 1).text).toBe("3.4");
  expect(monthlyFigure(29.5, 0).text).toBe("30");
});

test("small numbers are words", () => {
  expect([0, 1, 9, 10, 1000].map(numberWord)).toEqual(["none", "one", "nine", "10", "1,000"]);
});

test.each([
  [0, "less than a tenth as many"],
  [0.1, "a tenth as many"],
  [0.25, "a quarter as many"],
  [0.5, "half as many"],
  [0.75, "three quarters as many"],
  [0.9, "nearly as many"],
  [1, "about as many"],
  [1.1, "1.1 times as many"],
  [1.6, "1.6 times as many"],
  [1.95, "twice as many"],
  [2.1, "2.1 times as many"],
  [3.05, "three times as many"],
  [5, "five times as many"],
  [9.96, "10 times as many"],
  [12.5, "13 times as many"],
])("%d times is %s", (ratio, words) => {
  expect(timesAsMany(ratio)).toBe(words);
});

test("how many of the others", () => {
  const among = (least: number, most: number, others: number) => ofTheOthers({ least, most }, others);
  expect(among(0, 0, 70)).toBe("none of the other 70");
  expect(among(70, 70, 70)).toBe("all the other 70");
  expect(among(62, 62, 1070)).toBe("62 of the other 1,070");
  expect(among(62, 68, 70)).toBe("at least 62 of the other 70");
  expect(among(62, 70, 70)).toBe("at least 62 of the other 70");
  expect(among(0, 3, 70)).toBe("up to 3 of the other 70");
});

test("capitals", () => {
  expect(["none of", "éclair", "", "1,000"].map(capital)).toEqual(["None of", "Éclair", "", "1,000"]);
});

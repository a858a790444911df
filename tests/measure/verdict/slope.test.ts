import { describe, expect, test } from "vitest";
import { continuous, random } from "../../../bench/simulate.ts";
import { ratioOf } from "../../../src/measure/verdict/months.ts";
import { judgeSlope, yearsAlike } from "../../../src/measure/verdict/slope.ts";

const independent = { rho: 0, series: 300 };

describe("a slope of years", () => {
  // Residuals 1, −1, −1, 1, 0 have neither mean nor slope: RSS 4 on 3 degrees of freedom, Σ(i − 2)² 10, standard error √(4/3/10) = 0.365.
  const on = (slope: number) => [1, -1, -1, 1, 0].map((left, i) => 100 + slope * i + left);

  test("is told from t above Student's 5.841 at 3 degrees of freedom and 99%", () => {
    expect(judgeSlope(on(2.14), independent)).toMatchObject({ verdict: "slope", sign: 1 }); // t 5.86
    expect(judgeSlope(on(2.12), independent).verdict).toBe("not-told"); // t 5.81
    expect(judgeSlope(on(-2.14), independent)).toMatchObject({ verdict: "slope", sign: -1 });
  });

  test("asks for more where neighbouring years are alike", () => {
    expect(judgeSlope(on(2.14), { rho: 0.5, series: 300 }).verdict).toBe("not-told");
  });

  test("is not told of four years, nor where it has stopped", () => {
    expect(judgeSlope([1, 2, 3, 4], independent).verdict).toBe("not-told");
    const stopped = [10, 20, 30, 40, 50, 60, 66, 68, 66, 67];
    expect(judgeSlope(stopped, independent)).toEqual({ verdict: "not-told", cause: "it has stopped" });
    expect(judgeSlope([...stopped.slice(0, 8), 74, 80], independent).verdict).toBe("slope");
  });
});

test.each([0, 0.3, 0.7])("of 300 that have none, with ρ %s of months, no more than 1 in 20 is told one", (rho) => {
  const [draw, model] = [random(7), continuous(rho, 0.2)];
  const years = Array.from({ length: 300 }, () => {
    const months = model(draw, 96, 0);
    return Array.from({ length: 8 }, (_, year) => ratioOf(months.slice(12 * year, 12 * year + 12)));
  });
  const alike = yearsAlike(years);
  const told = years.filter((each) => judgeSlope(each, alike).verdict === "slope").length;
  expect(told).toBeLessThanOrEqual(15);
  const falling = years.map((each) => each.map((value, i) => value * 0.92 ** i));
  expect(falling.filter((each) => judgeSlope(each, alike).verdict === "slope").length).toBeGreaterThan(150);
});

import { expect, test } from "vitest";
import { axisFor, comparisonAxis, numberText } from "../../src/render/axis.ts";
import { comparisonOf } from "./cases.ts";
import { samplePeers } from "./sample.ts";

test.each([
  [5.7, 1, false, "0 1 2 3 4 5 6"],
  [7, 1, false, "0 2 4 6 8"],
  [0, 1, false, "0 0.1"],
  [0.003, 3, false, "0 0.001 0.002 0.003"],
  [3, 0, false, "0 1 2 3"],
  [1.3, 0, false, "0 1 2"],
  [100000, 0, false, "0 20,000 40,000 60,000 80,000 100,000"],
  [0.23, 0, true, "0% 5% 10% 15% 20% 25%"],
  [0.98, 0, true, "0% 20% 40% 60% 80% 100%"],
])("an axis for %d with %d decimals, per cent %s: %s", (largest, decimals, percent, texts) => {
  expect(axisFor(largest, { decimals, percent }).texts.join(" ")).toBe(texts);
});

test("any axis starts at 0, holds its value and has two to seven ticks", () => {
  for (let power = -3; power <= 5; power += 0.07) {
    const largest = 10 ** power;
    const { max, ticks } = axisFor(largest, { decimals: 3, percent: false });
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBe(max);
    expect(max).toBeGreaterThanOrEqual(largest * (1 - 1e-9));
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(7);
    if (largest > 0.01) expect(max).toBeLessThan(largest * 2.1);
  }
});

test("values far beyond all others leave the scale and are named", () => {
  const axis = (peers: number[], value?: number) =>
    comparisonAxis(comparisonOf(peers, value === undefined ? {} : { value }));
  expect(axis(samplePeers(63), 3)).toMatchObject({ max: 6, beyond: [] });
  expect(axis([...samplePeers(62), 104], 3)).toMatchObject({ max: 6, note: "one practice at 104.0" });
  expect(axis([...samplePeers(62), 55, 104], 3)).toMatchObject({ max: 6, note: "two practices at 55.0 to 104.0" });
  expect(axis(samplePeers(63), 96)).toMatchObject({ max: 6, note: "your practice at 96.0" });
  expect(axis([...samplePeers(63), 55], 96)).toMatchObject({ max: 6, note: "yours and one more at 55.0 to 96.0" });
  const places = { ...comparisonOf([...samplePeers(62), 55, 104], {}), called: { one: "place", many: "places" } };
  expect(comparisonAxis(places)).toMatchObject({ note: "two places at 55.0 to 104.0" });
  expect(axis([...samplePeers(63), 14], 3)).toMatchObject({ max: 15, beyond: [] });
  expect(axis([0, 0, 0, 0, 0, 0, 9], 0)).toMatchObject({ max: 10, beyond: [] });
  expect(axis([1, 2, 80])).toMatchObject({ max: 80, beyond: [] });
});

test("numbers print as on an axis", () => {
  expect(numberText(12345.6, { decimals: 1, percent: false })).toBe("12,345.6");
  expect(numberText(0.305, { decimals: 1, percent: true })).toBe("30.5%");
});

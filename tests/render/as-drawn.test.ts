import { expect, test } from "vitest";
import { asDrawn } from "../../src/render/as-drawn.ts";
import { placed } from "../../src/render/placed.ts";
import { compose } from "../../src/report/compose.ts";
import { chartsIn } from "../../src/report/sections.ts";
import { measured } from "../report/campaign.ts";

const { material, subjects } = await measured();

/** Every number in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

test.each([...subjects.keys()])("what is kept of the report of %s holds no exact value of another", (code) => {
  const report = compose(material, subjects.get(code)!);
  const own = new Set(numbersIn(subjects.get(code)!.standings));
  const exact = Object.values(material.standings.groups)
    .flatMap(numbersIn)
    .filter((value) => !own.has(value) && value !== Number(value.toPrecision(6)));
  expect(numbersIn(report).filter((value) => exact.includes(value)).length).toBeGreaterThan(0);
  const kept = asDrawn(report);
  expect(numbersIn(kept).filter((value) => exact.includes(value))).toEqual([]);
  expect(asDrawn(kept)).toBe(kept);
});

test("nothing drawn moves by more than a tenth of a px", () => {
  for (const subject of subjects.values())
    for (const chart of compose(material, subject).sections.flatMap(chartsIn)) {
      const [before, after] = [numbersIn(chart), numbersIn(placed(chart))];
      expect(after).toHaveLength(before.length);
      const largest = Math.max(...before);
      for (const [i, value] of after.entries()) expect(Math.abs(value - before[i]!)).toBeLessThan(largest / 900);
    }
});

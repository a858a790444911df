import { expect, test } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { reachOf } from "../../src/measure/reach.ts";
import type { Standing } from "../../src/measure/standing.ts";
import { cycles, inputsOf, items, type Practice, steady } from "./service.ts";

/* How far a recipient has to go, in spreads of its peers. */

const list = 6000;
const practices = Object.fromEntries(
  Array.from({ length: 12 }, (_, i): [string, Practice] => [`P${10 + i}`, { items: steady(60 + 10 * i, list) }]),
);
const { of, groups } = measure(inputsOf({ practices }), cycles[2]!, Object.keys(practices));
const [group] = Object.values(groups);

const reach = (code: string, over: Partial<Standing> = {}, indicator = items) =>
  reachOf(indicator, { ...of[code]![0]!, ...over }, { group, comparators: ["top-quartile", "median"] });

test("is the farther the higher the value, none where the aim is reached, and drawn in by chance", () => {
  const far = Object.keys(practices).map((code) => reach(code)!.spreads);
  expect(far).toEqual(far.toSorted((a, b) => a - b));
  expect(far[0]).toBe(0);
  expect(far.at(-1)).toBeGreaterThan(1);
  expect(reach("P21")?.to).toBe("top-quartile");
  const few = { ...of.P21![0]!.own, count: 17, base: 600 } as Standing["own"]; // as high, of a tenth of the patients
  expect(reach("P21", { own: few })!.spreads).toBeLessThan(far.at(-1)!);
});

test("is not known where a figure is doubted, not compared, or has no better side", () => {
  const { signals } = of.P21![0]!;
  expect(reach("P21", { signals: [...signals, "implausible"] })).toBeUndefined();
  expect(reach("P21", { signals: signals.filter((each) => each !== "compared") })).toBeUndefined();
  expect(reach("P21", {}, { ...items, direction: "none" })).toBeUndefined();
});

import { expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Action } from "../../src/input/library/action.ts";
import { measure } from "../../src/measure/measure.ts";
import { amountFigure } from "../../src/report/amount.ts";
import { toMaterial, voiceOf } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { indicatorOf, inputsOf, peers, type Service } from "../measure/service.ts";
import { emptyNotebook } from "./campaign.ts";

// "A" among eleven steady practices: what an action that asks for five people a month, until thirteen weeks, prints for it.

const five = { of: "items", "at-most": 5, "at-least": 1, share: 1, one: "person", many: "people" } as const;
const level = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];
const patients = {
  numerator: { ...indicatorOf({}).numerator!, counts: "patients" as const },
  period: "snapshot" as const,
};

const doses = { ...indicatorOf({}).numerator!, counts: "quantity" as const };

test.each([
  [200, "five people a month"],
  [11, "four people a month"], // all of them in three months
  [3, "up to three people"], // items, which bound the people
  [1, "one person"],
  [0, "any you find"],
])("of %d items a month: %s", (items, text) => {
  expect(printed(items, { ...five, each: "month" })).toBe(text);
});

test("without data up to what is asked for at most", () => {
  expect(printed(undefined, { ...five, each: "month" })).toBe("up to five people a month");
});

test("a part of them, and at least some", () => {
  expect(printed(20, { ...five, share: 0.1 })).toBe("two people");
  expect(printed(20, { ...five, share: 0.1, "at-least": 4 })).toBe("four people");
  expect(printed(3, { ...five, share: 0.1, "at-least": 4 })).toBe("up to three people");
});

test.each([
  [7, "five people"],
  [3, "all three people"],
  [2, "both people"],
  [1, "the one person"],
])("of %d patients who were counted: %s", (count, text) => {
  expect(printed(count, five, patients)).toBe(text);
});

test.each([
  [1200, "up to five people a month"], // 40 people who take what one takes
  [28, "up to two people"], // one who takes nearly that, or two who take half
  [0, "any you find"],
])("of a quantity of %d a month, of which one patient takes 30: %s", (quantity, text) => {
  expect(printed(quantity, { ...five, each: "month" }, { numerator: { ...doses, "one-patient": 30 } })).toBe(text);
});

test("of a quantity that does not say what one patient takes, up to what is asked for at most", () => {
  expect(printed(28, { ...five, each: "month" }, { numerator: doses })).toBe("up to five people a month");
});

function printed(
  items: number | undefined,
  asked: NonNullable<Action["how-many"]>,
  indicator: NonNullable<Service["indicators"]>[number] = {},
): string | undefined {
  const A = items === undefined ? {} : { items: (): [number, number] => [items, 10_000] };
  const inputs = inputsOf({ indicators: [indicator], practices: { ...peers(level, 10_000), A } });
  const cycle = findCycle(inputs);
  const job = plan(inputs, cycle).jobs.find(({ organisation }) => organisation.code === "A")!;
  const standings = measure(inputs, cycle, ["A"]);
  const subject = { ...job, standings: standings.of.A! };
  const voice = voiceOf(toMaterial(inputs, cycle, standings), subject, emptyNotebook(), "items");
  return amountFigure({ by: { weeks: 13 }, "how-many": asked } as Action, voice)?.text;
}

import { describe, expect, test } from "vitest";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { measure } from "../../src/measure/measure.ts";
import { toMaterial, voiceOf } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { variables } from "../../src/report/variables.ts";
import { inputsOf, type Monthly, peers, type Service, steady, yearly } from "../measure/service.ts";
import { emptyNotebook } from "./campaign.ts";

// Eleven practices at 1.0, 1.2, … 3.0 items per 1,000 patients a month and one more: what its figures print.

const list = 10_000;
const level = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];
const goal = { value: 2, label: "Goal", source: "A plan" };

describe("of a target", () => {
  test("that is missed: the gap, a month and over the window, in items", () => {
    expect(printed(steady(29, list), { target: goal }, "target.label", "target.value")).toEqual(["Goal", "2.0"]);
    expect(printed(steady(29, list), { target: goal }, "target.monthly", "target.count")).toEqual(["20", "240"]);
    expect(printed(steady(29, list), { target: goal }, "gap.target.monthly", "gap.target.count")).toEqual(["9", "108"]);
  });

  test("that is met: the lead, and nothing where it is just met", () => {
    expect(printed(steady(14, list), { target: goal }, "under.target.monthly", "under.target.count")).toEqual([
      "6",
      "72",
    ]);
    expect(printed(steady(20, list), { target: goal }, "under.target.monthly", "under.target.count")).toEqual([
      "0",
      "0",
    ]);
  });
});

describe("of an indicator without direction", () => {
  const none = { direction: "none" as const };
  const asked = ["apart.median.monthly", "apart.median.count", "apart.median.way"];

  test("more, fewer and as many as a practice of the own size at the median", () => {
    expect(printed(steady(29, list), none, ...asked)).toEqual(["8", "96", "more"]); // of 21
    expect(printed(steady(14, list), none, ...asked)).toEqual(["5", "60", "fewer"]); // of 19
    expect(printed(steady(20, list), none, ...asked)).toEqual(["0", "0", "as many"]);
  });

  test("the limits of the lowest and the highest quarter", () => {
    expect(printed(steady(20, list), none, "lowest.value", "highest.value")).toEqual(["1.6", "2.5"]);
  });

  test("a change in per cent, up or down", () => {
    expect(printed(yearly(steady(30, list), steady(20, list)), none, "change.percent")).toEqual(["50%"]);
    expect(printed(yearly(steady(20, list), steady(30, list)), none, "change.percent")).toEqual(["33%"]);
  });
});

test("registered patients are the list, whatever the indicator is counted over", () => {
  const weighted = { indicator: "weighted", multiplier: 1000 };
  const service: Service = {
    indicators: [{}, weighted],
    practices: { ...peers(level, list), A: { items: steady(20, list), of: { weighted: steady(20, 4_700) } } },
  };
  expect(figuresOf(service, "weighted", ["own.patients"])).toEqual(["10,000"]);
  expect(figuresOf({ ...service, lists: false }, "weighted", ["own.patients"])).toEqual([undefined]);
});

function printed(items: Monthly, indicator: Partial<Indicator>, ...paths: string[]): (string | undefined)[] {
  const service = { indicators: [indicator], practices: { ...peers(level, list), A: { items } } };
  return figuresOf(service, "items", paths);
}

function figuresOf(service: Service, indicator: string, paths: readonly string[]): (string | undefined)[] {
  const inputs = inputsOf(service);
  const cycle = inputs.campaign.cycles.at(-1)!;
  const job = plan(inputs, cycle).jobs.find(({ organisation }) => organisation.code === "A")!;
  const standings = measure(inputs, cycle, ["A"]);
  const material = toMaterial(inputs, cycle, standings);
  const voice = voiceOf(material, { ...job, standings: standings.of.A! }, emptyNotebook(), indicator);
  return paths.map((path) => variables[path]?.(voice)?.text);
}

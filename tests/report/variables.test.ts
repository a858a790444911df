import { beforeAll, describe, expect, test } from "vitest";
import { closure, type Signal } from "../../src/input/signals.ts";
import { vocabulary } from "../../src/input/vocabulary.ts";
import { variables } from "../../src/report/variables.ts";
import { measured, voice } from "./campaign.ts";

test("every variable of the vocabulary has a resolver, and the reverse", () => {
  expect(Object.keys(variables).sort()).toEqual(Object.keys(vocabulary).sort());
});

describe("a variable is known wherever its needs are met", () => {
  let campaign: Awaited<ReturnType<typeof measured>>;
  beforeAll(async () => {
    campaign = await measured();
  });

  test.each(Object.entries(vocabulary))("%s", (path, { needs }) => {
    for (const code of campaign.subjects.keys()) {
      const speaking = voice(campaign, code);
      const figure = variables[path]?.(speaking);
      if (needs.every((need) => speaking.signals.has(need))) {
        expect(figure?.text ?? "").toMatch(/\S/);
        expect(figure?.text).not.toMatch(/NaN|undefined|Infinity|null/);
      }
    }
  });

  test("whatever a signal implies is set beside it", () => {
    for (const code of campaign.subjects.keys()) {
      const { signals } = voice(campaign, code);
      for (const signal of signals)
        for (const implied of closure(signal as Signal)) expect([...signals]).toContain(implied);
    }
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { closure, type Signal } from "../../src/input/library/signals.ts";
import { vocabulary } from "../../src/input/library/vocabulary.ts";
import { peersLabel, variables } from "../../src/report/variables.ts";
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

test("peers are called by the label with the recipients' own name, and of all as it stands or by the report", async () => {
  const one = voice(await measured(), [...(await measured()).subjects.keys()][0]!);
  const labelOf = (label: string, level: string) => {
    const { campaign } = one.material;
    const recipients = { ...campaign.recipients, one: "place", many: "places" };
    const group = one.group ? { ...one.group, level, place: "High Marches" } : undefined;
    const { design } = one.subject;
    const subject = { ...one.subject, design: { ...design, peers: { ...design.peers, label } } };
    return peersLabel({ ...one, subject, material: { ...one.material, campaign: { ...campaign, recipients } }, group });
  };
  expect(labelOf("{{recipients}} in {{place}}", "region")).toBe("places in High Marches");
  expect(labelOf("{{recipients}} in {{place}}", "all")).toBe("places in this report");
  expect(labelOf("places", "all")).toBe("places");
});

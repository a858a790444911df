import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Inputs } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { fitOf } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { compose } from "../../src/report/compose.ts";
import { type Material, type Subject, toMaterial } from "../../src/report/material.ts";
import { type Design, plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { plainText } from "../../src/report/words.ts";
import { loaded } from "../loaded.ts";

// What a design may set, on the campaigns of content/ and the fixtures: the way round shares are told, and fixed messages.

type Measured = { inputs: Inputs; material: Material; subjects: Subject[] };

async function measuredCampaign(name: string): Promise<Measured> {
  const inputs = await loaded(join(import.meta.dirname, "../../content/campaigns", name));
  const cycle = findCycle(inputs);
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const subjects = jobs.map((job) => ({ ...job, standings: standings.of[job.organisation.code] ?? [] }));
  return { inputs, material: toMaterial(inputs, cycle, standings), subjects: subjects.filter(isLookedAt) };
}

/** The awkward practices, which come first, and every sixth of the others. */
function isLookedAt({ organisation }: Subject, i: number): boolean {
  return organisation.code <= "Z10030" || i % 6 === 0;
}

function withDesign(subject: Subject, design: Partial<Design>): Subject {
  return { ...subject, design: { ...subject.design, ...design } };
}

function say(sentence: Sentence, { figures }: Report): string {
  return plainText(sentence, { figures: new Map(Object.entries(figures)), sources: [] });
}

function sectionOf<K extends Report["sections"][number]["kind"]>({ sections }: Report, kind: K) {
  const found = sections.find((section): section is Extract<typeof section, { kind: K }> => section.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

describe("a share told the other way round", () => {
  let asthma: Measured;
  beforeAll(async () => {
    asthma = await measuredCampaign("asthma-inhalers");
  });

  function both(code: string): { defined: Report; turned: Report } {
    const subject = asthma.subjects.find(({ organisation }) => organisation.code === code);
    if (!subject) throw new Error(`no ${code}`);
    return {
      defined: compose(asthma.material, subject),
      turned: compose(asthma.material, withDesign(subject, { framing: "complement" })),
    };
  }

  test("the same recipient in both framings", () => {
    const { defined, turned } = both("Z10003");
    const words = (report: Report) => [
      say(sectionOf(report, "headline").say, report),
      say(sectionOf(report, "comparison").message, report),
      ...sectionOf(report, "comparison").chart!.labels.map(({ head }) => say(head, report)),
      say(sectionOf(report, "trend").message, report),
      ...["name", "own", "change", "median", "mark", "gap"].map((cell) =>
        say(sectionOf(report, "table").rows[0]![cell as "own"], report),
      ),
    ];
    expect(words(defined)).toEqual([
      "67% of your preventer inhalers are sprays, down from 77%; typical 51%.",
      "Your share is above at least 64 of the other 75 practices in Askerdale District, but has fallen",
      "Best quarter: 42% or lower",
      "Typical practice 51%",
      "Your practice 67%",
      "Your share is down from 77% to 67% in a year",
      "Spray preventers",
      "67%",
      "down from 77%",
      "51%",
      "42%",
      "110 fewer sprays a month",
    ]);
    expect(words(turned)).toEqual([
      "33% of your preventer inhalers are non-sprays, up from 23%; typical 49%.",
      "Your share is below at least 64 of the other 75 practices in Askerdale District, but has risen",
      "Best quarter: 58% or higher",
      "Typical practice 49%",
      "Your practice 33%",
      "Your share is up from 23% to 33% in a year",
      "Other preventers",
      "33%",
      "up from 23%",
      "49%",
      "58%",
      "110 more non-sprays a month",
    ]);
  });

  test("chart and strip are drawn on the same side as the words", () => {
    const { defined, turned } = both("Z10003");
    const chartOf = (report: Report) => sectionOf(report, "comparison").chart!;
    const [a, b] = [chartOf(defined), chartOf(turned)];
    expect(b.own.value).toBeCloseTo(1 - a.own.value!, 12);
    expect(b.peers).toHaveLength(a.peers.length);
    b.peers.forEach((value, i) => {
      expect(value).toBeCloseTo(1 - a.peers.at(-1 - i)!, 12);
    });
    expect(b.best?.from).toBeCloseTo(1 - a.best!.to, 12);
    const strip = sectionOf(turned, "table").rows[0]!.strip!;
    expect(strip.own).toBe(b.own.value);
    expect(strip.lower).toBeLessThan(strip.median);
  });

  test("an indicator without a complement is told as it is defined", () => {
    const { defined, turned } = both("Z10003");
    const rows = (report: Report) => sectionOf(report, "table").rows[1];
    expect(rows(turned)).toEqual(rows(defined));
  });

  test("the record of what was true has the numbers as they are defined", () => {
    const { defined, turned } = both("Z10003");
    expect(turned.standings[0]).toMatchObject({ told: "complement", values: defined.standings[0]!.values });
    expect(turned.standings[1]).toEqual(defined.standings[1]);
  });

  test("page one fits, though nouns are longer", async () => {
    const sizes = readSizes(await packagedTemplates());
    for (const subject of asthma.subjects) {
      const turned = compose(asthma.material, withDesign(subject, { framing: "complement" }));
      expect(() => fitOf(turned, sizes), turned.recipient.code).not.toThrow();
    }
  });

  test("whoever it is, there is a report, gaps are the same numbers, and nothing is shown that was not", () => {
    const gaps = (report: Report) =>
      Object.entries(report.figures).filter(([key]) => /^asthma-spray-share\/gap\..*(monthly|count)$/.test(key));
    for (const subject of asthma.subjects) {
      const defined = compose(asthma.material, subject);
      const turned = compose(asthma.material, withDesign(subject, { framing: "complement" }));
      expect(JSON.stringify(turned)).not.toMatch(/undefined|NaN|Infinity|\{\{/);
      for (const [key, figure] of gaps(turned)) expect(defined.figures[key] ?? figure).toEqual(figure);
      expect(turned.standings.map(({ suppressions }) => suppressions)).toEqual(
        defined.standings.map(({ suppressions }) => suppressions),
      );
    }
  });
});

describe.each(["opioids", "gabapentinoids", "antibiotics", "asthma-inhalers"])("fixed messages of %s", (name) => {
  let campaign: Measured;
  beforeAll(async () => {
    campaign = await measuredCampaign(name);
  });

  test("say the same words, whatever is known of a recipient", () => {
    const chosen = campaign.subjects.map((subject) => {
      const report = compose(campaign.material, withDesign(subject, { messages: "fixed" }));
      expect(JSON.stringify(report), report.recipient.code).not.toMatch(/undefined|NaN|Infinity|\{\{/);
      expect(say(sectionOf(report, "headline").say, report)).not.toBe("");
      return report.choices.filter(({ kind }) => kind !== "trend").flatMap((each) => each.chosen ?? []);
    });
    expect(chosen.length).toBeGreaterThan(40);
    expect(new Set(chosen.map((ids) => ids.join())).size).toBe(1);
    for (const id of chosen[0]!) {
      const words = campaign.inputs.blocks.get(id) ?? campaign.inputs.actions.get(id);
      expect(words?.when, id).toBeUndefined();
    }
  });

  test("are explained", () => {
    const report = compose(campaign.material, withDesign(campaign.subjects[0]!, { messages: "fixed" }));
    const headline = report.choices.find(({ kind, slot }) => kind === "headline" && slot === "say");
    expect(headline?.because).toEqual(["messages are fixed"]);
    expect(headline?.considered[0]?.not).toBe("messages are fixed");
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../src/input/campaign/sections/kind.ts";
import type { PlannedSection } from "../../src/input/campaign/sections.ts";
import { slotName } from "../../src/input/campaign/slots.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { judgePlain } from "../../src/input/library/condition.ts";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { findHoles, findIdle, findUnreached, holeText, type LadderStep } from "../../src/input/library/ladders.ts";
import { certainOf, exclusions, possiblePatterns, type SignalPattern } from "../../src/input/library/patterns.ts";
import { closure, type Signal, signals } from "../../src/input/library/signals.ts";
import type { Inputs } from "../../src/input/load.ts";
import { type Coverage, coverageText, findCoverage } from "../../src/lint/coverage.ts";
import { measure } from "../../src/measure/measure.ts";
import type { Choice } from "../../src/report/choice.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { loaded } from "../loaded.ts";
import { indicatorOf, inputsOf, type Monthly, type Practice, shareOf } from "../measure/service.ts";

const lower: Pick<Indicator, "direction" | "target"> = { direction: "lower" };

describe("possible patterns", () => {
  test("know of nobody what excludes itself, and everything that a signal implies", () => {
    const pairs = signals.flatMap((one, i) => signals.slice(i + 1).map((other) => [one, other] as const));
    const together = pairs.filter((pair) => possiblePatterns(pair, lower).some(({ size }) => size === 2));
    expect(together.length).toBeGreaterThan(1000);
    expect(together.filter((pair) => exclusions.some((each) => pair.every((signal) => each.includes(signal))))).toEqual(
      [],
    );
    const apart = signals.flatMap((signal) =>
      closure(signal).filter(
        (other) => other !== signal && possiblePatterns([signal, other], lower).some(isOnly(signal)),
      ),
    );
    expect(apart).toEqual([]);
  });

  test("divide everybody", () => {
    const of: Signal[] = ["no-data", "withheld", "small-numbers", "few-peers", "worse-than-median"];
    expect(written(possiblePatterns(of, lower))).toEqual([
      "",
      "few-peers",
      "few-peers no-data",
      "few-peers small-numbers",
      "few-peers withheld",
      "no-data",
      "small-numbers",
      "withheld",
      "worse-than-median",
    ]);
  });

  test.each<[Signal, Partial<Record<Indicator["direction"], boolean>>]>([
    ["worse-than-median", { lower: true, higher: true, none: false }],
    ["above-median", { lower: true, higher: true, none: true }],
    ["in-lowest-quarter", { lower: false, higher: false, none: true }],
    ["twice-median", { lower: true, higher: false, none: false }],
    ["improving", { lower: true, higher: true, none: false }],
    ["rising", { lower: true, higher: true, none: true }],
    ["misses-target", { lower: false, higher: false, none: false }],
  ])("%s may be set, by direction", (signal, may) => {
    for (const [direction, is] of Object.entries(may) as [Indicator["direction"], boolean][])
      expect(possiblePatterns([signal], { direction, target: undefined }).some((pattern) => pattern.has(signal))).toBe(
        is,
      );
  });

  test("a target is met or missed where there is one", () => {
    const target = { value: 2, label: "Target", source: "A plan" };
    const of: Signal[] = ["compared", "meets-target", "misses-target"];
    expect(written(possiblePatterns(of, { direction: "lower", target }))).toEqual([
      "",
      "compared", // level with it in print
      "compared meets-target",
      "compared misses-target",
      "meets-target",
      "misses-target",
    ]);
  });

  test("every signal can be set of somebody, and left out of somebody", () => {
    for (const signal of signals) expect(written(possiblePatterns([signal]))).toEqual(["", signal]);
  });
});

describe("nothing that happens is called impossible", () => {
  test("in the fictional health service, on every cycle", async () => {
    const inputs = await opioids();
    for (const cycle of inputs.campaign.cycles.filter(({ id }) => id <= "2026-08")) {
      const { jobs } = plan(inputs, cycle);
      expectPossible(
        inputs,
        cycle,
        jobs.map(({ organisation }) => organisation.code),
      );
    }
  });

  const target = { value: 2, label: "Target", source: "A plan" };
  test.each<[string, Partial<Indicator>, object]>([
    ["lower is better", {}, {}],
    ["higher is better", { direction: "higher" }, {}],
    ["no direction", { direction: "none" }, {}],
    ["a target", { target }, {}],
    ["a target, higher is better", { target, direction: "higher" }, {}],
    ["a share", { ...shareOf(), indicator: "items" }, {}],
    [
      "patients, withheld",
      { numerator: { ...indicatorOf({}).numerator, counts: "patients" } },
      { disclosure: { policy: "nhsd-hes" } },
    ],
    [
      "patients, rounded",
      { numerator: { ...indicatorOf({}).numerator, counts: "patients" } },
      { disclosure: { policy: "opensafely" } },
    ],
    ["a quantity", { numerator: { ...indicatorOf({}).numerator, counts: "quantity" } }, {}],
    ["few peers", {}, { peers: { of: "place", minimum: 60, "list-at-least": 0, "why-these": "Near." } }],
    ["no window but a month", {}, { window: 1 }],
  ])("in a random service: %s", (_, indicator, campaign) => {
    for (const seed of [1, 2, 3]) {
      const random = randomFrom(seed);
      const practices = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`P${i}`, practiceOf(random)]));
      const inputs = inputsOf({
        indicators: [indicator, { indicator: "other" }],
        campaign: campaign as Record<string, unknown>,
        practices,
      });
      expectPossible(inputs, inputs.campaign.cycles.at(-1)!, Object.keys(practices));
    }
  });
});

describe("a ladder", () => {
  test.each<[string, LadderStep[], string[]]>([
    ["with a block for everybody", [step("a", "worse-than-median"), step("b")], []],
    [
      "that knows only two sides of the median",
      [step("a", "worse-than-median"), step("b", "better-than-median")],
      ["no-data", "withheld", "small-numbers", "implausible", "few-peers", "about-level"],
    ],
    [
      "that has words for everybody without a last block",
      [
        step("a", "no-data"),
        step("b", "withheld"),
        step("c", "small-numbers"),
        step("i", "implausible"),
        step("d", "few-peers"),
        step("e", "worse-than-median"),
        step("f", "about-level"),
        step("g", "better-than-median"),
      ],
      [],
    ],
    ["of those with a past", [step("a", "has-past"), step("b", "no-data")], ["measured, not has-past", "withheld"]],
    ["that rules out", [{ id: "a", when: { none: ["few-peers"] } }], ["few-peers"]],
    ["of both", [{ id: "a", when: { any: ["no-data", "sized"] } }], []],
  ])("%s", (_, steps, holes) => {
    expect(findHoles(steps, lower).map(holeText)).toEqual(holes);
  });

  test("a hole is a hole, and together they are all", () => {
    const steps = [
      step("a", "worse-than-median", "improving"),
      step("b", "about-level"),
      step("c", "zero"),
      step("d", "withheld"),
    ];
    const holes = findHoles(steps, lower);
    const of = [...steps.flatMap(({ when }) => when?.all ?? []), ...holes.flatMap(({ has, not }) => [...has, ...not])];
    const wrong = possiblePatterns(of, lower).filter((pattern) => {
      const hasWords = steps.some(({ when }) => judgePlain(when, pattern).holds);
      const inHole = holes.some(({ has, not }) => has.every((s) => pattern.has(s)) && !not.some((s) => pattern.has(s)));
      return inHole === hasWords;
    });
    expect(wrong).toEqual([]);
  });

  test("the section's own condition leaves some out", () => {
    const steps = [step("a", "worse-than-median"), step("b", "better-than-median")];
    expect(findHoles(steps, lower, { all: ["compared"] }).map(holeText)).toEqual(["about-level"]);
  });

  test("a block behind others that together take everybody is a net", () => {
    const steps = [
      step("a", "improving"),
      step("b", "worsening"),
      step("c", "steady"),
      step("d", "has-past"),
      step("e"),
    ];
    expect(findUnreached(steps, lower)).toEqual([]);
    expect(findUnreached([step("s", "small-numbers"), ...steps], lower)).toEqual(["d"]);
    expect(findUnreached([step("s", "small-numbers"), ...steps], { direction: "none", target: undefined })).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("coverage of the opioid campaign", () => {
  let inputs: Inputs;
  let coverage: Coverage;
  let choices: readonly (readonly Choice[])[]; // of every report
  beforeAll(async () => {
    inputs = await opioids();
    const cycle = findCycle(inputs);
    coverage = findCoverage(inputs, cycle);
    const { jobs } = plan(inputs, cycle);
    const standings = measure(
      inputs,
      cycle,
      jobs.map(({ organisation }) => organisation.code),
    );
    const material = toMaterial(inputs, cycle, standings);
    choices = jobs.map(
      (job) => compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] }).choices,
    );
  });

  test("counts what the reports themselves say", () => {
    expect(coverage.recipients).toBe(choices.length);
    const shown = coverage.slots.filter(({ slot }) => !slot.startsWith("since-last.")); // in no first report
    for (const { slot, blocks, indicator } of shown) {
      const own = choices.map((each) => each.filter((choice) => isOf(choice, slot)));
      expect(own.flat().every((choice) => choice.indicator === indicator)).toBe(true);
      for (const { id, recipients } of blocks)
        expect([slot, id, own.filter((each) => each.some(({ chosen }) => chosen === id)).length]).toEqual([
          slot,
          id,
          recipients,
        ]);
    }
    for (const { id, offered, first } of coverage.actions) {
      const slots = choices
        .map((each) => each.find(({ chosen }) => chosen === id))
        .map((each) => each && slotName(each));
      expect([
        id,
        slots.filter((slot) => slot !== undefined).length,
        slots.filter((slot) => slot === "actions.1").length,
      ]).toEqual([id, offered, first]);
    }
  });

  test("everybody has words in every slot, and nobody can come who has none", () => {
    for (const { slot, shown, blocks, ladder, without, holes } of coverage.slots) {
      expect([slot, without, holes]).toEqual([slot, [], []]);
      if (ladder) expect(blocks.reduce((sum, { recipients }) => sum + recipients, 0)).toBe(shown);
    }
  });

  test("check has nothing to say of its ladders, reviews and files", () => {
    expect(inputs.warnings).toEqual([]);
  });

  test("a block that is called a net is shown to nobody", () => {
    for (const { blocks } of coverage.slots)
      for (const { id, recipients, reachable } of blocks) if (!reachable) expect([id, recipients]).toEqual([id, 0]);
  });

  test("a ladder with a hole: who has no words, and which standings would have none", () => {
    const cut = withoutBlocks(inputs, ["voice-message-any", "voice-message-near", "voice-message-few-peers"]);
    const [found] = findCoverage(cut, findCycle(cut)).slots.filter(({ slot }) => slot === "comparison.message");
    const [before] = coverage.slots.filter(({ slot }) => slot === "comparison.message");
    const near = before?.blocks.find(({ id }) => id === "voice-message-near")?.recipients;
    expect(near).toBeGreaterThan(0);
    expect(found?.without).toHaveLength(near ?? 0);
    expect(found?.holes.map(holeText)).toEqual([
      "measured and few-peers, not implausible, not small-numbers",
      "about-level, not zero, not level-by-chance",
    ]);
  });

  test("as text: every block with its number, and what is missing", () => {
    const text = coverageText(coverage);
    for (const { blocks } of coverage.slots)
      for (const { id, recipients } of blocks) expect(text).toMatch(new RegExp(`^ *${recipients}  ${id}( |$)`, "m"));
    expect(text).not.toContain("no words");
    const cut = withoutBlocks(inputs, ["voice-message-any", "voice-message-near"]);
    const missing = coverageText(findCoverage(cut, findCycle(cut)));
    expect(missing).toMatch(/^ +\d+ {2}no words: Z\d+/m);
    expect(missing).toMatch(/no words for anybody of whom this is true:\n +.*about-level/);
  });
});

function opioids(): Promise<Inputs> {
  return loaded("content/campaigns/opioids");
}

function step(id: string, ...all: Signal[]): LadderStep {
  return { id, when: all.length > 0 ? { all } : undefined };
}

function written(patterns: readonly SignalPattern[]): string[] {
  return patterns.map((pattern) => [...pattern].sort().join(" ")).sort();
}

/** Whether of two signals this one is true alone. */
function isOnly(signal: Signal) {
  return (pattern: SignalPattern) => pattern.size === 1 && pattern.has(signal);
}

/** "why.points.2" and "why.points" are of the slot why.points; "comparison.facts.1" only of itself. */
function isOf(choice: Choice, name: string): boolean {
  const own = slotName(choice);
  return own === name || (own.startsWith(`${name}.`) && /^\d+$/.test(own.slice(name.length + 1)));
}

function withoutBlocks(inputs: Inputs, ids: readonly string[]): Inputs {
  const sections = inputs.campaign.sections.map((section): PlannedSection => {
    if (section.kind !== "comparison") return section;
    const message = namesOf(section.settings.message).filter((id) => !ids.includes(id));
    return { ...section, settings: { ...section.settings, message } };
  });
  return { ...inputs, campaign: { ...inputs.campaign, sections } };
}

function expectPossible(inputs: Inputs, cycle: Inputs["campaign"]["cycles"][number], codes: readonly string[]): void {
  const { of } = measure(inputs, cycle, codes);
  for (const standing of Object.values(of).flat()) {
    const has = standing.signals;
    const not = signals.filter((signal) => !has.includes(signal));
    const isPossible = certainOf({ has, not }, inputs.indicators.get(standing.indicator)) !== undefined;
    expect(isPossible, `${standing.indicator}: ${has.join(" ")}`).toBe(true);
  }
}

/** A practice with a size, a rate and a turn of its own; some with gaps, jumps of the list, or nothing at all. */
function practiceOf(random: () => number): Practice {
  const pick = <T>(...of: T[]): T => of[Math.floor(random() * of.length)]!;
  const monthlyOf = (): Monthly => {
    const [list, rate, turn] = [
      pick(300, 1000, 10_000),
      pick(0, 0.1, 1, 1.5, 2, 2.1, 3, 6),
      pick(0, 0.5, 0.9, 1, 1, 1.1, 2),
    ];
    const [gap, jump, noise] = [pick(0, 0, 0, 1, 3, 5), pick(1, 1, 1, 1.5, 0.6), pick(0, 0.1, 0.5)];
    return (ago) => {
      if (ago > 0 && ago <= gap) return undefined;
      const size = Math.round(ago < 5 ? list * jump : list);
      const count = (rate * size * (ago < 12 ? turn : 1) * (1 + noise * (random() - 0.5))) / 1000;
      return [Math.min(size, Math.round(count)), size];
    };
  };
  const items = monthlyOf();
  return {
    ...(random() < 0.05 ? {} : { items }),
    of: { other: monthlyOf() },
    place: pick("west", "west", "west", "east", ""),
  };
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test("what is found of a ladder is found again by its conditions, however long its words are and however they change", () => {
  const ladder = (text: string): (LadderStep & { text: string })[] => [
    { id: "a", when: { all: ["worse-than-median"] }, text },
    { id: "b", when: undefined, text },
  ];
  const first = findIdle(ladder("Words. ".repeat(1000)), lower);
  expect(findIdle(ladder("Other words."), lower)).toBe(first);
  expect(findIdle([...ladder("Other words.")].reverse(), lower)).not.toBe(first);
});

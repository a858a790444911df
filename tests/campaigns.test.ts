import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Cycle } from "../src/input/campaign/campaign.ts";
import { slotName, slotsOf } from "../src/input/campaign/slots.ts";
import { findCycle } from "../src/input/cycles.ts";
import type { Action } from "../src/input/library/action.ts";
import type { Block } from "../src/input/library/block.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { measure } from "../src/measure/measure.ts";
import { nodeWorld } from "../src/node.ts";
import { fitOf } from "../src/render/print.ts";
import { readSizes } from "../src/render/sizes.ts";
import { packagedTemplates, variantOf } from "../src/render/templates.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import { textsIn } from "../src/report/sections.ts";
import { type Sentence, toWords } from "../src/report/sentence.ts";
import { plainText } from "../src/report/words.ts";
import type { World } from "../src/world.ts";
import { loaded } from "./loaded.ts";

// The campaigns of content/ on the fixtures: every recipient of the first and of the last cycle that have data.

const content = join(import.meta.dirname, "../content");
const lastMonth = "2026-08"; // of the fixtures

/** Reports that there are at least, of each kind of recipient. */
const fewest: Readonly<Record<string, number>> = { practice: 270, "sub-icb": 60, team: 10, prescriber: 50 };

/** Words that judge. A volume without direction is described in none of them. */
const judging =
  /\b(better|worse|best|worst|improv\w*|reduc\w*|good|bad|achiev\w*|reach\w*|thank\w*|worth|praise\w*)\b/i;

type Case = { name: string; world: World | undefined; folder: string }; // a world where it is not the real one

const cases: Case[] = [
  ...[
    "gabapentinoids",
    "antibiotics",
    "asthma-inhalers",
    "prescribing-places",
    "nsaid-safety",
    "insulin-pumps",
    "prescribers",
  ].map((name) => ({
    name,
    world: undefined,
    folder: join(content, "campaigns", name),
  })),
  {
    name: "asthma-inhalers in the climate frame",
    world: reading(/asthma-inhalers.campaign\.yaml$/, (text) =>
      text
        .replaceAll("standfirst-clinical-", "standfirst-climate-")
        .replaceAll("encouragement-clinical-", "encouragement-climate-")
        .replace(
          /blocks: \[asthma-why-clinical-.*\]/,
          "blocks: [asthma-why-climate-product, asthma-why-climate-powder, asthma-why-climate-relievers]",
        ),
    ),
    folder: join(content, "campaigns/asthma-inhalers"),
  },
];

describe.each(cases)("$name", ({ world, folder, name }) => {
  const inputs = world ? load(world, folder) : loaded(folder);

  test("loads without a problem", async () => {
    // A frame that no campaign names yet is there for a trial to name.
    const { warnings } = await inputs;
    expect(warnings.filter(({ message }) => !/asthma-\w+-(clinical|climate)-/.test(message))).toEqual([]);
  });

  test("has a governed definition, a cite that can be found, and no claim without one", async () => {
    const { indicators, blocks, actions } = await inputs;
    for (const { governance } of indicators.values())
      expect(governance["next-review"] > governance.reviewed).toBe(true);
    const cited: (Block | Action)[] = [...blocks.values(), ...actions.values()];
    for (const { text, doi, url } of cited.flatMap(({ cites }) => cites)) {
      expect(text).toMatch(/\d{4}|QS90|OpenPrescribing/);
      expect(doi ?? url, text).toBeDefined();
    }
    for (const block of blocks.values())
      if (block.role === "why" || block.bct.includes("5.1")) expect(block.cites.length, block.block).toBeGreaterThan(0);
    for (const { text, cites, block } of blocks.values())
      for (const [, number] of text.matchAll(/\[\^(\d)\]/g))
        expect(cites.length, block).toBeGreaterThanOrEqual(Number(number));
  });

  test("ends each list with a block that fits everybody", async () => {
    const { campaign, blocks } = await inputs;
    const lists = slotsOf(campaign).flatMap(({ ids, most }) => (most === undefined ? [ids] : []));
    expect(lists.length).toBeGreaterThan(6);
    for (const list of lists) expect(blocks.get(list.at(-1)!)?.when, list.at(-1)).toBeUndefined();
  });

  test("says something in each slot, not too long, to each recipient", async () => {
    const read = await inputs;
    const cycles = cyclesOf(read);
    for (const cycle of cycles) {
      const reports = reportsOf(read, cycle);
      expect(reports.length).toBeGreaterThan(fewest[read.campaign.recipients.type] ?? 0);
      const wrong = reports.flatMap((report) => {
        const written = JSON.stringify(report);
        return [
          ...emptySlots(report).map((slot) => `${report.recipient.code} ${slot}: nothing`),
          ...texts(report)
            .filter(([, words, most]) => words.length === 0 || words.length > most)
            .map(([slot, words]) => `${report.recipient.code} ${slot}: ${words}`),
          ...(written.match(/undefined|NaN|Infinity|\{\{/) ?? []),
          ...(report.recipient.patients ? [] : (written.match(/with [\d,]+ patients or more/) ?? [])), // no lists, no limit
        ];
      });
      expect(wrong).toEqual([]);
    }
  });

  test("fits page one of each recipient", async () => {
    const read = await inputs;
    const sizes = readSizes(variantOf(await packagedTemplates(), "standard"));
    const over = reportsOf(read, cyclesOf(read)[1]!).flatMap((report) => {
      try {
        fitOf(report, sizes);
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });
    expect(over).toEqual([]);
  });

  test("explains the abbreviations of its reports, but for those that everybody knows", async () => {
    const read = await inputs;
    const known = new Set([
      "NHS",
      "GP",
      "UK",
      "US",
      "ASPIRE",
      "CO",
      "EMIS",
      "WSPF",
      ...Object.keys(read.campaign.abbreviations),
    ]);
    const said = reportsOf(read, cyclesOf(read)[1]!).flatMap(({ sections, figures }) =>
      sections.flatMap(textsIn).flatMap(({ words }) => words.map((sentence) => toWords(sentence, figures))),
    );
    const short = said.flatMap((text) => text.match(/(?<![\p{L}\p{N}])[A-Z]{2,}(?!\d)[\w-]*/gu) ?? []);
    expect([...new Set(short)].filter((word) => !known.has(word))).toEqual([]);
  });

  test("uses every block and every action for somebody, or keeps it for what the fixtures do not have", async () => {
    const read = await inputs;
    const used = new Set(
      cyclesOf(read)
        .flatMap((cycle) => reportsOf(read, cycle))
        .flatMap(({ choices }) => choices.flatMap(({ chosen }) => (chosen ? [chosen] : []))),
    );
    const never = [...read.blocks.keys(), ...read.actions.keys()].filter((id) => !used.has(id));
    const { type } = read.campaign.recipients;
    if (type === "team" || type === "prescriber") {
      const rare = ["prescribers-own-count", "prescribers-each-item"]; // without figures, or with few items
      expect(never.filter((id) => !id.startsWith("voice-") && !rare.includes(id))).toEqual([]); // so few are in few of the states that the voice knows
      return;
    }
    expect(never.length, never.join(", ")).toBeLessThan(0.5 * (read.blocks.size + read.actions.size)); // few change by more than chance, or have figures that cannot be right
  });

  test("describes what has no direction without judging", async () => {
    const read = await inputs;
    const neutral = read.indicators.get(read.campaign.headline)?.direction === "none";
    expect(neutral).toBe(name === "gabapentinoids");
    if (!neutral) return;
    for (const { block, text, lead = "", title = "" } of read.blocks.values())
      if (block !== "gabapentinoids-method-direction") expect(`${lead} ${text} ${title}`, block).not.toMatch(judging);
    for (const report of reportsOf(read, findCycle(read, lastMonth)))
      for (const [slot, words] of texts(report)) expect(words, `${report.recipient.code} ${slot}`).not.toMatch(judging);
  });
});

test("the antibiotic campaign is held against a regional goal, by the same months a year before", async () => {
  const { campaign, indicators } = await loaded(join(content, "campaigns/antibiotics"));
  const headline = indicators.get(campaign.headline)!;
  expect(campaign.comparators).toContain("target");
  expect(headline).toMatchObject({ seasonal: true, per: "year", target: { label: "Regional goal" } });
});

test("what the voice says of an outcome is feedback on an outcome, of a behaviour on a behaviour", async () => {
  const { blocks } = await loaded(join(content, "campaigns/insulin-pumps"));
  expect(blocks.get("voice-measure-compared-share")?.bct).toEqual(["2.7", "6.2"]); // ketoacidosis
  expect(blocks.get("voice-headline-worse-patient-share")?.bct).toEqual(["2.2", "6.2"]); // pumps
});

test("reports to places speak of places: a practice is only ever one of theirs", async () => {
  const read = await loaded(join(content, "campaigns/prescribing-places"));
  for (const report of reportsOf(read, findCycle(read, lastMonth))) {
    expect(report.recipient.called).toEqual({ one: "place", many: "places" });
    const { choices, issuer, standings, ...said } = report;
    const own = /\b(your|typical|each dot is one|other|one|a typical) practice\b|practices in|Prescribing lead/i;
    expect(JSON.stringify(said), report.recipient.code).not.toMatch(own);
  }
});

test("the change in law stands on the trend of gabapentinoids", async () => {
  const read = await loaded(join(content, "campaigns/gabapentinoids"));
  const [report] = reportsOf(read, findCycle(read, lastMonth));
  const trend = report!.sections.find(({ kind }) => kind === "trend");
  expect(trend).toMatchObject({ chart: { events: [{ head: "April 2019" }, { head: "January 2026" }] } });
});

/** The first and the last cycle with data: in the one everything is new, in the other most has been said. */
function cyclesOf({ campaign }: Inputs): Cycle[] {
  const ready = campaign.cycles.filter(({ id }) => id <= lastMonth);
  expect(ready).toHaveLength(3);
  return [ready[0]!, ready[2]!];
}

const made = new Map<string, Report[]>();
afterAll(() => made.clear()); // thousands of reports, which no other suite asks for

function reportsOf(inputs: Inputs, cycle: Cycle): Report[] {
  const key = `${inputs.campaign.campaign} ${cycle.id} ${[...inputs.blocks.keys()].join()}`;
  const known = made.get(key);
  if (known) return known;
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const material = toMaterial(inputs, cycle, standings);
  const reports = jobs.map((job) =>
    compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] }),
  );
  made.set(key, reports);
  return reports;
}

/** Slots of which every block was turned down. */
function emptySlots({ choices }: Report): string[] {
  const slots = /^(headline\.\S+|comparison\.\S+|first-step\.\S+|trend\.message|table\.message)$/;
  return choices
    .filter(({ chosen }) => !chosen)
    .map(slotName)
    .filter((name) => slots.test(name));
}

/** The words of page one that have a length to keep to: slot, text, most characters. */
function texts(report: Report): [slot: string, words: string, most: number][] {
  const say = (sentence: Sentence) =>
    plainText(sentence, { figures: new Map(Object.entries(report.figures)), sources: [] });
  return report.sections.flatMap((section): [string, string, number][] => {
    if (section.kind === "headline")
      return [
        ["headline", say(section.say), 95],
        ["standfirst", say(section.standfirst), 170],
      ];
    if (section.kind === "comparison")
      return [
        ["message", say(section.message), 104],
        ...section.facts.flatMap(({ lead, text }, i): [string, string, number][] => [
          [`fact ${i + 1} lead`, say(lead), 17],
          [`fact ${i + 1}`, say(text), 102],
        ]),
      ];
    if (section.kind === "first-step")
      return [
        ["first step", say(section.action.what), 90],
        ["encouragement", say(section.encouragement ?? []), 110],
      ];
    return [];
  });
}

/** The real files, with one of them changed on the way. */
function reading(which: RegExp, change: (text: string) => string): World {
  const world = nodeWorld();
  return {
    ...world,
    readText: async (path: string) => {
      const text = await world.readText(path);
      return text !== undefined && which.test(path) ? change(text) : text;
    },
  };
}

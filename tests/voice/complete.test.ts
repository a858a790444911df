import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slotName, slotsOf } from "../../src/input/campaign/slots.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { findHoles } from "../../src/input/library/ladders.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { rules } from "../../src/lint/rules.ts";
import type { ReportSubject } from "../../src/lint/subject.ts";
import { measure } from "../../src/measure/measure.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { textsIn } from "../../src/report/sections.ts";
import { toPlain } from "../../src/report/sentence.ts";
import { kinds, writeCampaign, writeStates } from "./states.ts";

/* The voice has words for every state of every kind of indicator, and they are whole, grammatical and in one unit. */

const folder = mkdtempSync(join(tmpdir(), "voice-states-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => writeStates(folder));

const memory = new Map(); // data are read once

const fewer = ["[median]", "[top-quartile]"].flatMap((shown) =>
  ["rate-lower", "share-day", "value-share"].map((id): [string, string] => [id, shown]),
);

test.each([...kinds.map(({ id }): [string, string] => [id, "[top-quartile, median]"]), ...fewer])(
  "a headline on %s beside %s",
  async (headline, shown) => {
    writeCampaign(folder, headline, shown);
    const inputs = await loaded();
    for (const slot of slotsOf(inputs.campaign).filter(({ most }) => most === undefined)) {
      const steps = slot.ids.map((id) => ({ id, when: inputs.blocks.get(id)?.when }));
      expect([slotName(slot), findHoles(steps, inputs.indicators.get(slot.indicator)!)]).toEqual([slotName(slot), []]);
    }
    expect(inputs.warnings.filter(({ place }) => place?.file.endsWith("campaign.yaml"))).toEqual([]);
    for (const report of reportsOf(inputs)) {
      for (const [slot, words] of wordsOf(report)) {
        const said = `${report.recipient.code} ${slot}: ${words}`;
        expect([said, wrongIn(words, slot)]).toEqual([said, []]);
      }
      const subject = { report, indicators: inputs.indicators, techniques: inputs.techniques, blocks: inputs.blocks };
      const claims = showsClaims(subject as ReportSubject).filter(({ at }) => JSON.stringify(at).includes("voice-"));
      expect(claims.map(({ what, example }) => `${what}: ${example}`)).toEqual([]);
      expect(contradictions(report)).toEqual([]);
    }
  },
);

const showsClaims = rules.find(({ id }) => id === "X07")!.checks.report!;

/** Signals of one standing whose words would not go together on a page. */
function contradictions({ standings }: Report): string[] {
  return standings.flatMap(({ signals }) => {
    const names = signals.map(({ signal }) => signal);
    const end = names.find((each) => each === "in-highest-quarter" || each === "in-lowest-quarter");
    return end && names.includes("about-level") ? [`${end} and about-level`] : [];
  });
}

async function loaded(): Promise<Inputs> {
  try {
    return await load(nodeWorld(), folder, { memory });
  } catch (error) {
    if (isInputError(error))
      throw new Error(
        error.problems.map(({ message, place }) => `${message} ${place?.file}:${place?.line}`).join("\n"),
      );
    throw error;
  }
}

function reportsOf(inputs: Inputs): Report[] {
  const cycle = findCycle(inputs);
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const material = toMaterial(inputs, cycle, standings);
  return jobs.map((job) => compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] }));
}

/** What blocks say in a report, each with its slot. */
function wordsOf({ sections, figures, choices }: Report): [string, string][] {
  const voiced = new Set(
    choices.flatMap(({ section, slot, chosen }) => (chosen?.startsWith("voice-") ? [`${section}.${slot}`] : [])),
  );
  return sections.flatMap((section) =>
    textsIn(section)
      .filter(({ slot }) => voiced.has(`${section.name}.${slot}`))
      .map(({ slot, words }): [string, string] => [
        `${section.name}.${slot}`,
        words.map((each) => toPlain(each, figures)).join(" "),
      ]),
  );
}

const slips: readonly (readonly [RegExp, string])[] = [
  [/undefined|NaN|\{\{|\[object/, "what is not known"],
  [/\b(\w+) \1\b/i, "a word twice"],
  [/\bper [\w, ]+ per\b|% [^.;:]{0,12}%|%\s*of %|a (month|year) (a|in a) (month|year)/, "a unit twice"],
  [/(?<![\d,.])1 (things|odd things|red ones|boxes opened|patients with boxes)\b/, "several of one"],
  [/(?<![\d,.])1 of [^;:.]* (are|have) /, "several do, of one"],
  [/None of your [^;:.]* (are|have) (?!a plan|things)/, "several do, of none"],
  [/(?<![\d,.])(?:[02-9]|[1-9]\d+) of your [\d,]+ [^;:.]* (is|has) /, "one does, of several"],
  [/(?<![\d,.])(?:[02-9]|[1-9]\d+) (odd )?thing\b/, "one of several"],
  [/\b(is|are) (odd )?thing\b/, "a noun without its article"],
  [/None of (odd )?things\b/, "none of all"],
  [/\b[Tt]ypical(:| would be) 0\b|quarter, 0\b/, "none, though there are some"],
  [/\bfor (at|on) /, "two prepositions"],
  [/^Not shown is /, "a sentence the wrong way round"],
  [/ {2}| [.,;:]/, "a gap"],
  [/\b(than|as) (as|than)\b/, "words that do not fit"],
];

function wrongIn(words: string, slot: string): string[] {
  const isTitle = /message$/.test(slot);
  return [
    ...slips.flatMap(([pattern, is]) => (pattern.test(words) ? [is] : [])),
    ...(words.trim() === "" ? ["nothing"] : []),
    ...(isTitle || /[.!?](\s*\[\d+\])?$/.test(words.trim()) || slot.endsWith(".say") ? [] : ["no full stop"]),
    ...(/^[a-z]/.test(words) ? ["a small letter"] : []),
  ];
}

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import { countsIn } from "../../src/input/data/observations.ts";
import type { Inputs } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { toMonth } from "../../src/month.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { plainText } from "../../src/report/words.ts";
import { loaded } from "../loaded.ts";

/* What the shipped campaigns say to one whose figures cannot be right, and to one who is better here and worse there. */

const campaigns = ["opioids", "antibiotics", "asthma-inhalers", "gabapentinoids", "nsaid-safety", "prescribing-places"];
const praise =
  /\b(thank you|best quarter|well done|worth keeping|learn from|what help(s|ed) you)\b|has fallen|come down/i;
const content = join(import.meta.dirname, "../../content/campaigns");

describe.each(campaigns)("%s", (name) => {
  test("says of three months of none that they must be checked, and praises nothing", async () => {
    const inputs = await loaded(join(content, name));
    const report = reportOf(withoutThree(inputs), busiest(inputs));
    expect(signalsOf(report)).toContain(inputs.campaign.window === 1 ? "no-data" : "implausible");
    const words = wordsOf(report, inputs);
    expect(words).not.toMatch(praise);
    expect(words).toMatch(/are recorded for (June to )?August 2026|are recorded for June to August 2026/);
    if (inputs.campaign.window === 12)
      expect(words).toMatch(/^Please check: no .* are recorded for June to August 2026\./);
    const chart = report.sections.find((section) => section.kind === "comparison")?.chart;
    expect(chart?.own ?? {}).toEqual({});
    expect((chart?.labels ?? []).filter(({ role }) => role === "own")).toEqual([]);
    const [note] = report.notes ?? [];
    expect(note?.title).toBe("Please check");
    expect(textOf(note!.text, report)).toMatch(
      /We leave these months out, and read no change into them\. Please check/,
    );
  });
});

describe.each(["opioids", "antibiotics", "asthma-inhalers", "nsaid-safety"])("%s", (name) => {
  test("thanks nobody for a gain that a balancing measure speaks against", async () => {
    const inputs = await loaded(join(content, name));
    const cycle = findCycle(inputs);
    const { jobs } = plan(inputs, cycle);
    const codes = jobs.map(({ organisation }) => organisation.code);
    const { of } = measure(inputs, cycle, codes);
    const unbalanced = codes.filter((code) =>
      of[code]?.some(
        ({ indicator, signals }) => indicator === inputs.campaign.headline && signals.includes("unbalanced"),
      ),
    );
    expect(unbalanced.length).toBeGreaterThan(0);
    for (const code of unbalanced) {
      const report = reportOf(inputs, code);
      expect(wordsOf(report, inputs), code).toMatch(/need a look|look (there|at both) first/i);
      expect(wordsOf(report, inputs), code).not.toMatch(/thank you|learn from|what helps you|worth keeping/i);
    }
  });
});

/** The recipient whose headline numerator is largest: months of none are out of the question for it. */
function busiest({ observations, campaign }: Inputs): string {
  const sums = [...(observations.of.get(campaign.headline) ?? [])].map(([code, series]) => {
    const known = [...(countsIn(series)?.numerators ?? [])].slice(-24);
    return { code, sum: known.reduce((total, each) => total + each, 0) }; // not a number where a month is missing
  });
  return sums.filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum)[0]!.code;
}

/** The same delivery, with nothing in the last three months of the busiest. */
function withoutThree(inputs: Inputs): Inputs {
  const { observations, campaign } = inputs;
  const code = busiest(inputs);
  const byCode = new Map(observations.of.get(campaign.headline));
  const counts = countsIn(byCode.get(code))!;
  const numerators = counts.numerators.slice();
  for (const month of ["2026-06", "2026-07", "2026-08"]) numerators[toMonth(month) - observations.first] = 0;
  const of = new Map([...observations.of, [campaign.headline, byCode.set(code, { ...counts, numerators })]]);
  return { ...inputs, observations: { ...observations, of } };
}

function reportOf(inputs: Inputs, code: string): Report {
  const cycle = findCycle(inputs);
  const job = plan(inputs, cycle).jobs.find(({ organisation }) => organisation.code === code)!;
  const standings = measure(inputs, cycle, [code]);
  return compose(toMaterial(inputs, cycle, standings), { ...job, standings: standings.of[code]! });
}

function signalsOf({ standings }: Report): readonly string[] {
  return standings[0]!.signals.map(({ signal }) => signal);
}

function textOf(sentence: Parameters<typeof plainText>[0], { figures }: Report): string {
  return plainText(sentence, { figures: new Map(Object.entries(figures)), sources: [] });
}

/** What is said of the headline indicator on page one, and the actions. */
function wordsOf(report: Report, { campaign }: Inputs): string {
  return report.sections
    .flatMap((section) => {
      if (section.kind === "headline") return [section.say, section.standfirst];
      if (section.kind === "comparison")
        return [section.message, ...section.facts.slice(0, 2).flatMap(({ lead, text }) => [lead, text])];
      if (section.kind === "first-step") return [section.action.what, section.encouragement ?? []];
      if (section.kind === "trend") return [section.message];
      return [];
    })
    .map((sentence) => textOf(sentence, report))
    .concat(campaign.campaign)
    .join(" ");
}

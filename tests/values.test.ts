import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../src/input/cycles.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { lint } from "../src/lint/lint.ts";
import { summaryOf } from "../src/measure/delivery/since.ts";
import { measure } from "../src/measure/measure.ts";
import { nodeWorld } from "../src/node.ts";
import { isInputError, type Problem } from "../src/problem.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import type { Section } from "../src/report/sections.ts";
import { type Sentence, toWords } from "../src/report/sentence.ts";

/*
 * Published values beside counts, from the files to what a report says: a share in per cent with an interval and a verdict, a
 * mean with its standard deviation, a ratio without an interval.
 */

let folder: string;
let inputs: Inputs;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "values-test-"));
  for (const from of ["broken/base", "values"]) await cp(join(import.meta.dirname, from), folder, { recursive: true });
  inputs = await load(nodeWorld(), folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function measuredAll() {
  const cycle = findCycle(inputs, "2026-08");
  const { jobs } = plan(inputs, cycle);
  const codes = jobs.map(({ organisation }) => organisation.code);
  return { cycle, jobs, standings: measure(inputs, cycle, codes) };
}

function reportOf(code: string): Report {
  const { cycle, jobs, standings } = measuredAll();
  const job = jobs.find(({ organisation }) => organisation.code === code)!;
  return compose(toMaterial(inputs, cycle, standings), { ...job, standings: standings.of[code] ?? [] });
}

function section<K extends Section["kind"]>(report: Report, kind: K): Extract<Section, { kind: K }> {
  return report.sections.find((each) => each.kind === kind) as Extract<Section, { kind: K }>;
}

function tableOf(report: Report): string[][] {
  const say = (sentence: Sentence) => toWords(sentence, report.figures);
  return section(report, "table").rows.map(({ name, unit, own, change, median, mark, gap }) =>
    [name, unit, own, change, median, mark, gap].map(say),
  );
}

describe("a practice with 45.3%, from 41.2% to 49.4%", () => {
  test("is told its value, the interval, and the publisher's verdict", () => {
    const report = reportOf("ZX01");
    const say = (sentence: Sentence) => toWords(sentence, report.figures);
    expect(say(section(report, "headline").say)).toBe(
      "45.3% of patients with asthma had a plan in 2025/26: typical is 64.5%.",
    );
    const { chart, facts, message } = section(report, "comparison");
    expect(say(message)).toBe("You 45.3%, typical 64.5%: all the other 10 do better.");
    expect(chart?.own).toEqual({
      value: expect.closeTo(0.453),
      interval: { lower: expect.closeTo(0.412), upper: expect.closeTo(0.494) },
    });
    expect(chart?.labels.map(({ head, note }) => `${say(head)} | ${say(note)}`)).toEqual([
      "Best quarter: 70.8% or higher | ",
      "Typical practice 64.5% | ",
      "Your practice 45.3% | 95% interval 41.2% to 49.4%",
    ]);
    expect(facts.map(({ lead, text }) => `${say(lead)} ${say(text)}`)).toEqual([
      "Worse than expected, says the audit. Its 95% interval is 41.2% to 49.4%.",
      "21.4 days is the mean wait for the clinic, 1.5 times as high as a typical one.",
      "10 items of relievers a month.",
    ]);
    expect(JSON.stringify(report)).not.toMatch(/\{\{|undefined|NaN|Infinity/);
  });

  test("finds every measure in the table, each with its unit, and what it has reached", () => {
    expect(tableOf(reportOf("ZX01"))).toEqual([
      [
        "Asthma plans",
        "% of patients with asthma; 95% interval 41.2% to 49.4%",
        "45.3%",
        "down from 58.0%",
        "64.5%",
        "70.8%",
        "25.5 points higher",
      ],
      [
        "Wait for the clinic",
        "days; 95% interval 20.4 to 22.4, 12 months to August 2026",
        "21.4",
        "up from 13.2",
        "14.1",
        "12.1",
        "9.3 lower",
      ],
      ["Admissions for asthma", "times what is expected, 2025", "0.82", "after 0.84", "0.99", "0.90", "reached"],
      [
        "Reliever inhaler items",
        "per 1,000 patients a month, 12 months to August 2026",
        "4.5",
        "after 4.6",
        "7.2",
        "6.4",
        "reached",
      ],
    ]);
  });

  test("sees all points that were published", () => {
    const report = reportOf("ZX01");
    expect(section(report, "trend").chart.points.map(({ own }) => own)).toEqual(
      [0.358, 0.386, 0.58, 0.453].map((value) => expect.closeTo(value)),
    );
    expect(section(report, "multiples").charts.map(({ points }) => points.length)).toEqual([4, 2, 2, 8]);
  });
});

test("a practice whose interval holds the typical value is told that it is about level", () => {
  const report = reportOf("ZX02");
  expect(toWords(section(report, "headline").say, report.figures)).toContain("about as many as in a typical practice");
});

test("too few by its publisher, or not given at all, stands in the table in words", () => {
  expect(tableOf(reportOf("ZX11"))[0]!.slice(1)).toEqual([
    "% of patients with asthma",
    "too few to say",
    "",
    "64.5%",
    "70.8%",
    "too few to say",
  ]);
  expect(tableOf(reportOf("ZX12"))[0]!.slice(2, 3)).toEqual(["no data"]);
});

test("a percentile that came with a value is told as its publisher's", () => {
  const series = inputs.observations.of.get("asthma-plans")?.get("ZX01");
  if (!series || !("percentiles" in series)) throw new Error("no values");
  const before = series.percentiles.slice();
  series.percentiles.fill(7.4);
  const report = reportOf("ZX01");
  series.percentiles.set(before);
  expect(report.notes?.map(({ title, text }) => `${title}: ${toWords(text, report.figures)}`)).toEqual([
    expect.stringMatching(/^As published: .+: its publisher puts the value at percentile 7 of 100\.$/),
  ]);
  expect(reportOf("ZX01").notes ?? []).toEqual([]);
});

test("what a run keeps of a delivery is the mean of the values, never their sum", () => {
  const { cycle, standings } = measuredAll();
  const { indicators } = summaryOf(inputs, cycle, Object.values(standings.of));
  expect(indicators["admission-ratio"]).toMatchObject({ organisations: 12, mean: 0.985 });
  expect(indicators["admission-ratio"]).not.toHaveProperty("numerator");
});

test("check says which comparisons carry no uncertainty", () => {
  const { cycle, standings } = measuredAll();
  const found = lint({ inputs, cycle, standings: standings.of }).findings.filter(({ code }) => code === "D16");
  expect(found.map(({ message }) => message)).toEqual([
    'all 12 values of "admission-ratio" come without an interval: comparisons carry no uncertainty',
  ]);
});

describe("refused", () => {
  test("rows that cannot be, each with its organisation, indicator and period", async () => {
    const told = await problemsWith({
      "values.csv": (text) =>
        [
          ["To August 2026,wait,21.4,", "To August 2026,wait,21.4%,"],
          ["45.3%,41.2%", "45.3%,46.2%"],
          ["ZX02,2025/26,plan,60.1%,51.1%,69.1%", "ZX02,2025/26,plan,60.1%,51.1%,59.1%"],
          ["ZX03,2025/26,plan,57.0%,52.9%,61.1%", "ZX03,2025/26,plan,57.0%,,61.1%"],
          ["ZX04,2025/26,plan,59.5%,55.4%,63.6%,,412", "ZX04,2025/26,plan,59.5%,55.4%,63.6%,,0"],
          ["ZX05,2025/26,plan,62.0%,57.9%,66.1%", "ZX05,2025/26,plan,162.0%,57.9%,66.1%"],
          ["ZX02,To August 2026,wait,10.2,,,6.2", "ZX02,To August 2026,wait,10.2,,,-6.2"],
          ["ZX03,2025,smr,0.88", "ZX03,2025,smr,-0.88"],
          ["ZX04,2025,smr,0.91", "ZX04,2025,smr,n/a"],
          ["ZX06,2025/26,plan,64.5%,60.4%,68.6%,,412,No", "ZX06,2025/26,plan,64.5%,60.4%,68.6%,,412,Not"],
        ].reduce((edited, [from = "", to = ""]) => {
          expect(edited).toContain(from);
          return edited.replace(from, to);
        }, text),
    });
    expect(told.map(({ message }) => message).sort()).toEqual(
      [
        'value "21.4%" is a percentage, and `unit` says number (ZX01, clinic-wait, To August 2026)',
        "value 45.3% is below its lower limit 46.2% (ZX01, asthma-plans, 2025/26)",
        'unknown verdict "Not different from expected" (ZX06, asthma-plans, 2025/26)',
        "value 60.1% is above its upper limit 59.1% (ZX02, asthma-plans, 2025/26)",
        "negative standard deviation -6.2 (ZX02, clinic-wait, To August 2026)",
        "an upper limit 61.1% without a lower one (ZX03, asthma-plans, 2025/26)",
        "negative value -0.88 (ZX03, admission-ratio, 2025)",
        "value 59.5% of 0 (ZX04, asthma-plans, 2025/26)",
        'value "n/a" is not a number (ZX04, admission-ratio, 2025)',
        "value 162.0% is more than all of a share: `unit` says percent (ZX05, asthma-plans, 2025/26)",
      ].sort(),
    );
    expect(told.every(({ place }) => place?.file.endsWith("values.csv") && place.line > 1)).toBe(true);
  });

  test("45.3 as a fraction", async () => {
    const told = await problemsWith({
      "data.yaml": (text) => text.replace("unit: percent", "unit: fraction"),
      "values.csv": (text) => text.replaceAll("%", ""),
    });
    expect(told.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^value 35\.8 is above 1, and `unit` says fraction \(ZX01, .*; and 46 more rows/),
    );
  });

  const own = "(`given: value`)";

  test.each<[string, Record<string, (text: string) => string>, readonly string[]]>([
    [
      "what data.yaml says, or does not",
      {
        "data.yaml": (text) =>
          text
            .replace("  unit: number\n", "")
            .replace("unit: percent", "unit: number")
            .replace("saba: reliever-items", "saba: { is: reliever-items, unit: number }")
            .replace("smr: admission-ratio", "smr: { is: admission-ratio, unit: number }")
            .replace("patients: reliever-items", "patients: clinic-wait"),
      },
      [
        '`unit` of "reliever-items", which has counts',
        '"asthma-plans" is a share, and its values are said to be "number"',
        'the unit of "clinic-wait" is not said: nothing tells whether 45 is 45% or 45 times',
        '"clinic-wait" has a published value and no denominator, so it cannot be the registered list',
      ],
    ],
    [
      "values without a column",
      {
        "data.yaml": (text) =>
          text.replace(/ {4}(value|lower|upper|sd|n|verdict): \w+\n/g, "").replace(", values.csv", ""),
      },
      ['"asthma-plans" has a published value (`given: value`), and no column of values is named'],
    ],
    [
      "words, comparators and sections that need counts",
      {
        "blocks/plans.yaml": (text) =>
          text
            .replace("**{{own.value}}** of patients", "**{{own.count}}** patients")
            .replace("typical is {{median.value}}.", "{{gap.median.monthly}} more."),
        "actions/review-ten.yaml": (text) => text.replace("the ten with", "the {{gap.median.count}} with"),
        "campaign.yaml": (text) =>
          text
            .replace("[top-quartile, median]", "[benchmark, median]")
            .replace("  - own-plan: {}\n", "  - groups: { title: Groups, message: [plans-trend-any] }\n"),
        "data.yaml": (text) =>
          `${text}  subgroups: { of: sex, is: Sex, column: code, values: [{ value: a, called: A }, { value: b, called: B }] }\n`,
      },
      [
        `"gap.median.count" needs counts, and data bring a value of "asthma-plans" ${own}`,
        `"own.count" needs counts, and data bring a value of "asthma-plans" ${own}`,
        `"gap.median.monthly" needs counts, and data bring a value of "asthma-plans" ${own}`,
        `comparator "benchmark" needs counts, and data bring a value of "asthma-plans" ${own}`,
        `section "groups" needs counts, and data bring a value of "asthma-plans" ${own}`,
      ],
    ],
    [
      "an indicator that has no such thing",
      {
        "indicators/asthma-plans.yaml": (text) =>
          `${text}complement: { title: No plan, name: none, short: none, describes: None., unit: "%", numerator: { is: None., one: one, many: ones } }\n`,
        "indicators/clinic-wait.yaml": (text) => `${text}per: month\n`,
        "indicators/admission-ratio.yaml": (text) =>
          text.replace(
            "given: value\n",
            "numerator: { is: Some., counts: items, one: one, many: ones }\ndenominator: { is: All., many: all }\n",
          ),
      },
      [
        'invalid "kind": a mean or a ratio comes as a value: say `given: value`',
        'invalid "complement": it needs counts, and data bring a value (`given: value`): describe the share that is published',
        'invalid "per": a published value is taken as it is (`given: value`): say in `unit` what it is per',
      ],
    ],
    [
      "counts of nothing, over nothing",
      { "indicators/asthma-plans.yaml": (text) => text.replace("given: value\n", "") },
      ['missing "numerator"'],
    ],
  ])("%s", async (_, edits, messages) => {
    const told = (await problemsWith(edits)).filter(({ severity }) => severity === "error");
    const said = told.map(({ message }) => message);
    for (const message of messages) expect(said).toContain(message);
    expect(told.every(({ place, hint, code }) => place && (hint || code !== "needs-counts"))).toBe(true);
  });

  test("not, but told of: percentages that look like fractions", async () => {
    const told = await problemsWith({ "values.csv": (text) => text.replace(/(\d+)\.(\d)%/g, "0.$1$2") });
    expect(told.map(({ severity, message }) => `${severity}: ${message}`)).toContain(
      'warning: all values of "asthma-plans" are 1 or less, such as 0.358: read as 0.358%',
    );
  });
});

async function problemsWith(edits: Record<string, (text: string) => string>): Promise<readonly Problem[]> {
  const scratch = await mkdtemp(join(tmpdir(), "values-refused-"));
  try {
    await cp(folder, scratch, { recursive: true });
    for (const [file, edit] of Object.entries(edits)) {
      const path = join(scratch, file);
      const before = await readFile(path, "utf8");
      const after = edit(before);
      expect(after).not.toBe(before);
      await writeFile(path, after);
    }
    return (await load(nodeWorld(), scratch)).warnings;
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

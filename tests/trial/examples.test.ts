import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study, Trial } from "../../src/input/study.ts";
import type { StudyMemory } from "../../src/input/topics.ts";
import { listedCodes } from "../../src/input/trial/listed.ts";
import { nodeWorld } from "../../src/node.ts";
import { compilePrint, fitOf } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates, variantOf } from "../../src/render/templates.ts";
import { plan, planStudy, type StudyPlan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { plainText } from "../../src/report/words.ts";
import { concurrentText, concurrentTrials } from "../../src/trial/contamination/alongside.ts";
import { type Variant, variantsOf, variantsOfArms } from "../../src/trial/differences/variants.ts";
import { loadedStudy } from "../loaded.ts";
import { content } from "./scratch.ts";

/* The example trials in content/trials: each is read, composed in every arm for a twelfth of the recipients, and holds to its design. */

const examples = [
  "action-plan",
  "additive-three",
  "clear-air",
  "comparator-framing",
  "drawn-plans",
  "enhanced-antibiotics",
  "enhanced-feedback",
  "frames-crossover",
  "in-turn",
  "inequalities",
  "letter-factors",
  "letter-or-none",
  "opioid-smart",
  "pad-enclosed",
  "prescribers-in-practices",
  "six-modifications",
  "stepped-letters",
  "subject-line",
  "topic-swap",
  "two-frames",
  "wait-list",
  "which-chart",
] as const;

type Name = (typeof examples)[number];

const scheduled: readonly Name[] = ["frames-crossover", "stepped-letters"]; // units change their arm

const recipients = 23; // every twelfth of the 276 practices open in the last cycle with data
const prescribers = 5; // every twelfth of 53

type Opened = { study: Study; trial: Trial };

async function open(name: Name): Promise<Opened> {
  const study = await loadedStudy(join(content, "trials", name));
  if (!study.trial) throw new Error(`${name} is no trial`);
  return { study, trial: study.trial };
}

async function planned(name: Name, cycle?: string): Promise<StudyPlan> {
  const { study } = await open(name);
  return planStudy(study, cycle);
}

let last: { name: Name; all: ReadonlyMap<string, Variant> } | undefined; // of one trial: those of all together are too many to keep

/** Every arm composed for every twelfth recipient; of a factorial trial with many arms, every level once. */
async function variants(name: Name): Promise<ReadonlyMap<string, Variant>> {
  if (last?.name !== name) last = { name, all: await variantsFor(name, await everyTwelfth(name)) };
  return last.all;
}

async function everyTwelfth(name: Name): Promise<string[]> {
  const inputs = [...(await open(name)).study.topics.values()][0]!;
  const { jobs } = plan(inputs, findCycle(inputs));
  return jobs.map(({ organisation: { code } }) => code).filter((_, i) => i % 12 === 0);
}

async function variantsFor(name: Name, codes: readonly string[]): Promise<ReadonlyMap<string, Variant>> {
  const { study, trial } = await open(name);
  const cycle = findCycle([...study.topics.values()][0]!);
  if (trial.arms.size <= 6) return variantsOfArms(study, trial, { cycle, codes });
  const cells = levelsOnce(trial);
  const all = variantsOf(study, trial, cells, { cycle, codes });
  return new Map(all.map((variant) => [JSON.stringify(variant.levels), variant]));
}

/** The first level of every factor, the last of every factor, and each last level by itself. */
function levelsOnce({ file }: Trial): Record<string, string>[] {
  const ends = Object.entries(file.factors).map(
    ([factor, { levels }]) => [factor, Object.keys(levels)[0]!, Object.keys(levels).at(-1)!] as const,
  );
  const firsts = Object.fromEntries(ends.map(([factor, first]) => [factor, first]));
  const lasts = Object.fromEntries(ends.map(([factor, , last]) => [factor, last]));
  return [firsts, lasts, ...ends.map(([factor, , last]) => ({ ...firsts, [factor]: last }))];
}

/** How many rows of the list each arm has in a stage, read without the engine. */
function rowsByArm(name: Name, stage = ""): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of tableOf(name, "allocation.csv"))
    if (row.stage === stage && row.arm_code) counts[row.arm_code] = (counts[row.arm_code] ?? 0) + 1;
  return counts;
}

function say(sentence: Sentence, { figures }: Report): string {
  return plainText(sentence, { figures: new Map(Object.entries(figures)), sources: [] });
}

function headlineOf(report: Report): string {
  const section = report.sections.find(({ kind }) => kind === "headline");
  return section?.kind === "headline" ? say(section.say, report) : "";
}

/** Blocks and actions of a report. */
function chosenIn({ choices }: Report): Set<string> {
  return new Set(choices.flatMap(({ chosen }) => chosen ?? []));
}

function reportsOf(variant: Variant | undefined): Report[] {
  if (!variant) throw new Error("no such variant");
  return [...variant.reports.values()];
}

const withTestsOfTheirOwn: readonly Name[] = [
  "additive-three",
  "clear-air",
  "comparator-framing",
  "inequalities",
  "pad-enclosed",
  "prescribers-in-practices",
  "topic-swap",
  "wait-list",
];

describe.each(examples.filter((name) => !withTestsOfTheirOwn.includes(name)))("%s", isWhole);

/** What is so of every example. Beside it stand the tests of one alone that want the same reports. */
function isWhole(name: Name): void {
  let templates: Templates;
  beforeAll(async () => {
    templates = await packagedTemplates();
  });

  test("is read without a problem", async () => {
    const { study } = await open(name);
    expect(study.warnings.map(({ message }) => message)).toEqual([]);
  });

  test("has a list of its own, with every arm of the first stage in it", async () => {
    const { trial } = await open(name);
    expect(trial.allocation?.list).toMatch(/^[A-Z]+$/);
    expect(trial.allocation?.list).not.toBe("REHEARSAL");
    const [first] = trial.file.stages;
    expect(Object.keys(rowsByArm(name, first?.stage)).sort()).toEqual(
      [...(first?.arms ?? listedCodes(trial.file, trial.arms))].sort(),
    );
  });

  test("has a whole report in every arm, whose first page fits", async () => {
    const { trial } = await open(name);
    const all = await variants(name);
    const looked = new Set<string>();
    const faults: string[] = [];
    for (const [arm, { topic, reports, design, sends }] of all) {
      expect(reports.size, arm).toBe(sends ? (trial.file.unit === "prescriber" ? prescribers : recipients) : 0);
      const sizes = readSizes(variantOf(templates, design.template));
      const { channels, cycles, ...seen } = design;
      if (looked.has(JSON.stringify([topic, seen]))) continue; // by another channel, or with other support
      looked.add(JSON.stringify([topic, seen]));
      for (const report of reports.values()) faults.push(...faultsOf(report, sizes).map((fault) => `${arm} ${fault}`));
    }
    expect(faults).toEqual([]);
  });
}

function faultsOf(report: Report, sizes: ReturnType<typeof readSizes>): string[] {
  const { code } = report.recipient;
  const odd = /undefined|NaN|Infinity|\{\{/.exec(JSON.stringify(report));
  try {
    fitOf(report, sizes);
    return odd ? [`${code}: ${odd[0]}`] : [];
  } catch (error) {
    return [`${code}: ${(error as Error).message}`];
  }
}

describe("who is sent what", () => {
  test.each(
    examples.filter(
      (name) =>
        !["opioid-smart", "letter-or-none", "letter-factors", "which-chart", "drawn-plans", ...scheduled].includes(
          name,
        ),
    ),
  )("%s: as the list says, less who left", async (name) => {
    const { trial } = await open(name);
    const { assignments, without } = await planned(name);
    const left = new Set(without.map(({ code }) => code));
    for (const [arm, rows] of Object.entries(rowsByArm(name))) {
      const units = [...(assignments?.of ?? [])].filter(([, assignment]) => assignment.arm === arm);
      const gone = trial.allocation!.units.filter(({ unit, arm: own }) => own === arm && !assignments?.of.has(unit));
      expect(units.length + gone.length, arm).toBeGreaterThanOrEqual(rows);
      expect(units.filter(([code]) => !left.has(code)).length, arm).toBeGreaterThan(0.9 * rows - 3);
    }
  });
});

describe("clear-air", () => {
  isWhole("clear-air");

  test("both arms get the same report and the same pages, byte for byte", async () => {
    const all = await variants("clear-air");
    const [email, both] = [all.get("K1")!, all.get("K7")!];
    expect([email.channels, both.channels]).toEqual([["email"], ["email", "print"]]);
    expect(JSON.stringify([...both.reports])).toBe(JSON.stringify([...email.reports]));
    const print = await compilePrint(await packagedTemplates());
    for (const code of [...both.reports.keys()].slice(0, 3))
      expect(await print(both.reports.get(code)!)).toBe(await print(email.reports.get(code)!));
  });
});

describe("topic-swap", () => {
  isWhole("topic-swap");

  test("each half has another topic, and is held against all practices of its place", async () => {
    const { trial } = await open("topic-swap");
    const { jobs } = await planned("topic-swap");
    expect(new Set(jobs.map(({ organisation }) => organisation.code)).size).toBe(jobs.length);
    const armOf = new Map(trial.allocation!.units.map(({ unit, arm }) => [unit, arm]));
    for (const { organisation, topic } of jobs)
      expect(topic).toBe(armOf.get(organisation.code) === "T3" ? "antibiotics" : "gabapentinoids");
    const all = await variants("topic-swap");
    for (const variant of all.values())
      for (const { recipient, standings } of variant.reports.values()) {
        const place = trial.allocation!.units.find(({ unit }) => unit === recipient.code)!.stratum;
        const half = trial.allocation!.units.filter((row) => row.stratum === place).length / 2;
        expect(standings[0]!.values.peers).toBeGreaterThan(1.5 * half);
      }
  });
});

describe("wait-list", () => {
  isWhole("wait-list");

  test("whoever waited gets a first report, numbered from one", async () => {
    const { study } = await open("wait-list");
    expect((await planned("wait-list", "2026-06")).jobs.length).toBeLessThan(150);
    expect((await planned("wait-list", "2026-08")).jobs.length).toBeGreaterThan(260);
    const all = await variants("wait-list");
    const numbers = ["W4", "W6"].map((arm) => reportsOf(all.get(arm))[0]!.cycle.number);
    expect(numbers).toEqual([3, 1]);
    expect(study.topics.size).toBe(1);
  });
});

test("letter-or-none: two in three are sent the report, within each place, and the third gets nothing by design", async () => {
  const { trial } = await open("letter-or-none");
  const { jobs, without, assignments } = await planned("letter-or-none");
  const of = (arm: string) => [...assignments!.of].flatMap(([code, own]) => (own.arm === arm ? [code] : []));
  const sent = new Set(jobs.map(({ organisation }) => organisation.code));
  expect(of("N8").filter((code) => sent.has(code))).toEqual([]);
  expect(of("N3").filter((code) => sent.has(code)).length).toBeGreaterThan(0.95 * of("N3").length);
  const none = without.filter(({ reason }) => reason === "no report in this cycle by design");
  expect(none.length).toBeGreaterThan(0.95 * of("N8").length);
  for (const [place, rows] of Map.groupBy(trial.allocation!.units, ({ stratum }) => stratum)) {
    const [letter, nothing] = ["N3", "N8"].map((arm) => rows.filter((row) => row.arm === arm).length);
    expect(Math.abs(letter! / 2 - nothing!), place).toBeLessThanOrEqual(1);
  }
});

test("frames-crossover: a practice gets each frame by turns, and nothing between", async () => {
  const { trial } = await open("frames-crossover");
  const sequences = new Map(trial.allocation!.units.map(({ unit, arm }) => [unit, arm]));
  for (const [cycle, arms] of [
    ["2026-04", ["R3", "R8"]],
    ["2026-06", ["R3", "R8"]],
    ["2026-08", ["R8", "R3"]],
  ] as const) {
    const { assignments, jobs } = await planned("frames-crossover", cycle);
    for (const [code, { arm, sequence }] of assignments!.of) {
      expect(sequence).toBe(sequences.get(code));
      expect(arm).toBe(arms[sequence === "X4" ? 0 : 1]);
    }
    if (cycle === "2026-06") expect(jobs).toEqual([]);
    else expect(jobs.length).toBeGreaterThan(260);
  }
});

test("stepped-letters: a network begins at its step, all practices of it together", async () => {
  const { study } = await open("stepped-letters");
  const { directory } = [...study.topics.values()][0]!;
  const begun = await Promise.all(
    ["2026-02", "2026-04", "2026-06", "2026-08"].map(async (cycle) => {
      const { jobs } = await planned("stepped-letters", cycle);
      return new Set(jobs.map(({ organisation }) => directory.get(organisation.code)?.parents.pcn?.code));
    }),
  );
  expect(begun[0]!.size).toBe(0);
  for (const [i, networks] of begun.entries())
    for (const later of begun.slice(i)) expect([...networks].every((network) => later.has(network))).toBe(true);
  expect(begun[3]!.size).toBeGreaterThan(2.5 * begun[1]!.size);
});

test("drawn-plans: each practice has what was drawn for it in the cycle, and the report without a plan where it was not available", async () => {
  const rows = tableOf("drawn-plans", "allocation.csv");
  for (const cycle of ["2026-04", "2026-06", "2026-08"]) {
    const { assignments, jobs } = await planned("drawn-plans", cycle);
    const drawn = new Map(
      rows.filter((row) => row.cycle === cycle).map((row) => [row.unit_code!, row.arm_code || "D4"]),
    );
    expect([...assignments!.of].map(([code, { arm }]) => [code, arm])).toEqual([...drawn]);
    for (const { organisation, design } of jobs)
      expect(design.sections.some(({ kind }) => kind === "own-plan")).toBe(drawn.get(organisation.code) === "D9");
    expect(jobs.length).toBeGreaterThan(260);
  }
});

describe("pad-enclosed", () => {
  isWhole("pad-enclosed");

  test("the same report in both arms, and the pad with the letters of one", async () => {
    const [alone, filled] = [...(await variants("pad-enclosed")).values()];
    const without = (variant: Variant) => reportsOf(variant).map(({ enclosures: _, ...report }) => report);
    expect(without(filled!)).toEqual(without(alone!));
    const enclosed = [alone!, filled!].map((variant) =>
      reportsOf(variant).map(({ enclosures }) => enclosures?.[0]?.item),
    );
    expect(enclosed).toEqual([Array(recipients).fill(undefined), Array(recipients).fill("form-pad")]);
  });
});

test("enhanced-feedback and enhanced-antibiotics: each tells of the other, whose arms all meet its own, and nobody gets two reports on one topic", async () => {
  const memory: StudyMemory = new Map();
  for (const [name, other] of [
    ["enhanced-feedback", "enhanced-antibiotics"],
    ["enhanced-antibiotics", "enhanced-feedback"],
  ] as const) {
    const { study, trial } = await open(name);
    const { found, problems } = await concurrentTrials(nodeWorld(), study, trial, memory);
    expect(problems).toEqual([]); // neither one-sided nor unread
    expect(found).toMatchObject([{ name: other, isSameCampaign: false, twice: [] }]);
    expect(found[0]!.of).toHaveLength(tableOf(other, "allocation.csv").length);
    expect(new Set(found[0]!.of.map(({ arm, otherArm }) => `${arm} ${otherArm}`)).size).toBe(16);
    expect(concurrentText(found[0]!)).not.toContain("neither effect");
  }
});

describe("prescribers-in-practices", () => {
  isWhole("prescribers-in-practices");

  test("a practice has its arm with all its prescribers, as many practices in each, and the reports differ in one action", async () => {
    const { study } = await open("prescribers-in-practices");
    const { directory } = [...study.topics.values()][0]!;
    const rows = tableOf("prescribers-in-practices", "allocation.csv");
    for (const { unit_code: unit, cluster_id: cluster } of rows)
      expect(directory.get(unit!)?.parents.practice?.code).toBe(cluster);
    const arms = Map.groupBy(rows, ({ arm_code: arm }) => arm);
    const practices = ["V2", "V7"].map((arm) => new Set(arms.get(arm)!.map(({ cluster_id: cluster }) => cluster)));
    expect(practices.map(({ size }) => size)).toEqual([10, 10]);
    expect(practices[0]!.isDisjointFrom(practices[1]!)).toBe(true);
    expect(arms.get("V2")!.length).not.toBe(arms.get("V7")!.length); // what is even are practices, not prescribers
    const [together, alone] = [...(await variants("prescribers-in-practices")).values()];
    const chosen = (variant: Variant) => reportsOf(variant).flatMap(actionsOf);
    expect(chosen(alone!)).toEqual(
      chosen(together!).map((id) => (id === "prescribers-talk" ? "prescribers-look-back" : id)),
    );
    expect(chosen(together!)).toContain("prescribers-talk");
  });
});

test("six-modifications: 32 different cells in which every two factors are orthogonal", async () => {
  const { trial } = await open("six-modifications");
  const cells = [...trial.arms.values()].map(({ levels }) => levels);
  const factors = Object.keys(trial.file.factors);
  expect(new Set(cells.map((cell) => JSON.stringify(factors.map((factor) => cell[factor])))).size).toBe(32);
  for (const [i, f] of factors.entries())
    for (const g of factors.slice(i + 1)) {
      const pairs = [...Map.groupBy(cells, (cell) => `${cell[f]} ${cell[g]}`).values()];
      expect(
        pairs.map(({ length }) => length),
        `${f} and ${g}`,
      ).toEqual([8, 8, 8, 8]);
    }
});

describe("additive-three", () => {
  isWhole("additive-three");

  test("each arm contains what the one before it has", async () => {
    const all = await variants("additive-three");
    const [education, feedback, toAct] = ["E2", "E4", "E7"].map((arm) => all.get(arm)!);
    for (const [code, letter] of education!.reports) {
      const [figures, whole] = [feedback!.reports.get(code)!, toAct!.reports.get(code)!];
      const taught = [...chosenIn(letter)].filter((id) => /^nsaid-(why|caution)-/.test(id));
      expect(taught).toHaveLength(10);
      for (const id of taught) expect(chosenIn(figures), code).toContain(id);
      for (const id of chosenIn(figures)) expect(chosenIn(whole), code).toContain(id);
      const kinds = figures.sections.map(({ kind }) => kind);
      expect(whole.sections.map(({ kind }) => kind).filter((kind) => kinds.includes(kind))).toEqual(kinds);
      expect(JSON.stringify(letter.sections)).not.toMatch(/"figure"/);
    }
    const kindsOf = (variant: Variant) =>
      new Set(reportsOf(variant).flatMap(({ sections }) => sections.map(({ kind }) => kind)));
    expect([...kindsOf(toAct!)].filter((kind) => !kindsOf(feedback!).has(kind)).sort()).toEqual([
      "first-step",
      "own-plan",
    ]);
  });
});

describe("comparator-framing", () => {
  isWhole("comparator-framing");

  test("the two framings are the same numbers as complements, with the same gaps and actions", async () => {
    const all = await variants("comparator-framing");
    for (const [one, other] of [
      ["V2", "V3"],
      ["V5", "V8"],
    ] as const)
      for (const [code, risk] of all.get(one)!.reports) {
        const spared = all.get(other)!.reports.get(code)!;
        expect(spared.standings[0]!.values, code).toEqual(risk.standings[0]!.values);
        const key = (name: string) => `nsaid-any-combination/${name}`;
        const [own, rest] = [risk, spared].map(({ figures }) => figures[key("own.value")]?.value);
        if (typeof own === "number" && typeof rest === "number") expect(own + rest, code).toBeCloseTo(1, 9);
        for (const gap of ["gap.median.count", "gap.best.count"])
          if (spared.figures[key(gap)])
            expect(spared.figures[key(gap)], `${code} ${gap}`).toEqual(risk.figures[key(gap)]);
        expect(actionsOf(spared), code).toEqual(actionsOf(risk));
      }
  });

  test("a report held against the one comparator never names the other", async () => {
    const all = await variants("comparator-framing");
    for (const [arm, other] of [
      ["V2", /typical|median/i],
      ["V3", /typical|median/i],
      ["V5", /best quarter/i],
      ["V8", /best quarter/i],
    ] as const)
      for (const { sections, mail, recipient } of reportsOf(all.get(arm)))
        for (const text of textsIn([sections, mail])) expect(text, `${arm} ${recipient.code}`).not.toMatch(other);
  });

  test("words keep to the room there is", async () => {
    for (const variant of (await variants("comparator-framing")).values())
      for (const report of reportsOf(variant)) {
        expect(headlineOf(report).length, headlineOf(report)).toBeLessThanOrEqual(98);
        for (const section of report.sections)
          if (section.kind === "comparison") {
            expect(say(section.message, report).length, say(section.message, report)).toBeLessThanOrEqual(104);
            for (const { lead } of section.facts) expect(say(lead, report).length).toBeLessThanOrEqual(17);
          }
      }
  });

  test("both framings read as sentences", async () => {
    const all = await variantsFor("comparator-framing", ["Z10005", "Z10007"]);
    expect(["V2", "V3", "V5", "V8"].map((arm) => headlineOf(reportsOf(all.get(arm))[0]!))).toEqual([
      "Up from 2.6% in a year: 5.0% are in a higher-risk combination; best quarter: 2.8%.",
      "Down from 97.4% in a year: 95.0% are in no higher-risk combination; best quarter: 97.2%.",
      "5.0% of your patients at risk are in a higher-risk combination, up from 2.6%; typical 3.6%.",
      "95.0% of your patients at risk are in no higher-risk combination, down from 97.4%; typical 96.4%.",
    ]);
  });
});

describe("inequalities", () => {
  isWhole("inequalities");

  test("only one arm shows groups; never is a single group withheld, and shown counts add up to no more than the whole", async () => {
    const all = await variants("inequalities");
    const groupsIn = ({ sections }: Report) =>
      sections.flatMap((section) => (section.kind === "groups" ? [section] : []));
    expect(reportsOf(all.get("D3")).flatMap(groupsIn)).toEqual([]);
    const shown = reportsOf(all.get("D6")).filter((report) => groupsIn(report).length > 0);
    expect(shown.length).toBeGreaterThan(0.8 * recipients);
    for (const report of shown) {
      const counts = groupsIn(report)[0]!.rows.map(({ count }) => say(count, report));
      const numbers = counts
        .map((text) => text.replaceAll(",", ""))
        .filter((text) => /^\d+$/.test(text))
        .map(Number);
      const { numerator } = report.standings[0]!.values;
      const hidden = groupsIn(report)[0]!.rows.filter(({ own }) => say(own, report) === "not shown");
      expect(hidden.length, report.recipient.code).not.toBe(1);
      if (typeof numerator === "number") {
        const sum = numbers.reduce((a, b) => a + b, 0); // of some patients nobody knows the group
        expect(sum, report.recipient.code).toBeLessThanOrEqual(numerator);
      }
    }
  });

  test("every allocated practice has the covariates that the exposure table gives", async () => {
    const { study, trial } = await open("inequalities");
    const [inputs] = study.topics.values();
    expect(trial.file.covariates).toEqual(["deprivation", "rurality", "list-size"]);
    for (const { unit } of trial.allocation!.units)
      for (const covariate of trial.file.covariates)
        expect(inputs!.directory.get(unit)?.covariates?.[covariate], `${unit} ${covariate}`).toBeDefined();
  });
});

describe("opioid-smart", () => {
  test("only those whom the frozen list says are randomised again have a row of the second stage, half to each arm", () => {
    const rows = tableOf("opioid-smart", "allocation.csv").filter(({ stage }) => stage === "stepped-up");
    const frozen = tableOf("opioid-smart", "eligibility-stepped-up.csv");
    const again = frozen.filter(({ next }) => next === "re-randomise").map(({ unit_code }) => unit_code);
    expect(rows.map(({ unit_code }) => unit_code).sort()).toEqual(again.sort());
    expect(frozen.filter(({ next, class: group }) => next === "re-randomise" && group === "responder")).toEqual([]);
    const counts = rowsByArm("opioid-smart", "stepped-up");
    expect(Math.abs(counts.S7! - counts.S9!)).toBeLessThanOrEqual(5);
  });

  test("the plan has the path of each practice, and responders go on as before", async () => {
    const { assignments, jobs } = await planned("opioid-smart", "2026-08");
    const paths = Map.groupBy(assignments!.of.values(), ({ sequence }) => sequence);
    expect([...paths.keys()].sort()).toEqual([
      "feedback-alone:S1",
      "feedback-alone:S1 > stepped-up:S7",
      "feedback-alone:S1 > stepped-up:S9",
      "feedback-alone:S2",
      "feedback-alone:S2 > stepped-up:S7",
      "feedback-alone:S2 > stepped-up:S9",
    ]);
    expect(jobs.length).toBeGreaterThan(270);
  });
});

function actionsOf({ choices }: Report): string[] {
  return choices.flatMap(({ kind, chosen }) => (kind === "actions" && chosen ? [chosen] : []));
}

/** Every text in a part of a report. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function tableOf(name: Name, file: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(join(content, "trials", name, file), "utf8")
    .trim()
    .split("\n");
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i], cell])));
}

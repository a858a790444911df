import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { compareCommand } from "../../src/cli/compare.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { compileAll, lookOf, render } from "../../src/output/artefact.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { type Comparison, chooseCells, compare } from "../../src/trial/compare/compare.ts";
import { comparisonPage } from "../../src/trial/compare/page.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { wordDiff } from "../../src/trial/differences/word-diff.ts";
import { encouragements, openDesign, swapFactor, writeLibrary } from "./library.ts";
import { trialText, writeTrial } from "./scratch.ts";
import { shippedTrial } from "./small.ts";

/* What differs between arms is told by node and by factor; arms that are designed to be equal are equal to the byte. */

let templates: Templates;
beforeAll(async () => {
  templates = await packagedTemplates();
});

async function compared(folder: string, options: { codes?: string[]; arms?: string[] } = {}) {
  const { study, trial } = await openDesign(folder);
  return compare(study, trial, { cycle: "2026-08", templates, ...options });
}

describe("clear-air: by email, or by email and on paper", () => {
  test("reports, pages and emails are the same to the byte in both arms", async () => {
    const codes = ["Z10001", "Z10003", "Z10010", "Z10013"];
    const { comparison, variants } = await compared(shippedTrial("clear-air"), { codes });
    const [email, paper] = [...variants.values()];
    expect([...email!.reports.keys()].sort()).toEqual(codes);
    expect(paper!.reports).toEqual(email!.reports);
    const press = { ...lookOf(await compileAll(templates), email!.design.template), browser: undefined };
    for (const code of codes) {
      const [one, other] = await Promise.all(
        [email!, paper!].map(({ reports }) => render(reports.get(code)!, ["print", "email"], press)),
      );
      expect(JSON.stringify(paper!.reports.get(code))).toBe(JSON.stringify(email!.reports.get(code)));
      expect(other!.print).toBe(one!.print);
      expect(other!.email).toEqual(one!.email);
    }
    expect(comparison.pairs).toEqual([
      {
        a: "K1",
        b: "K7",
        factors: [{ factor: "delivery", a: "email", b: "email-and-paper" }],
        same: 4,
        of: 4,
        differences: [
          {
            aspect: "channels",
            node: "channels",
            a: "email",
            b: "email, print",
            recipients: { count: 4, of: 4, first: "Z10001" },
            by: ["delivery"],
          },
        ],
      },
    ]);
    expect(comparison.verdict).toEqual({ clean: true, text: "Arms differ only as declared." });
  });
});

describe("two by two", () => {
  const factors = `${swapFactor()}
  evidence:
    is: Whether the evidence is told
    changes: [sections]
    levels:
      told: { is: Three points }
      not-told: { is: None, leave-out: [why] }`;
  const arms = `
  K1: { praise: plain, evidence: told }
  K3: { praise: warm, evidence: told }
  K5: { praise: plain, evidence: not-told }
  K7: { praise: warm, evidence: not-told }`;
  const codes = ["Z10001", "Z10003", "Z10008"];
  let folder: string;
  let comparison: Comparison;
  beforeAll(async () => {
    const blocks = encouragements({ "opioids-encouragement-other": "Well done: your rate has come down." });
    folder = writeLibrary({ design: "factorial", factors, arms }, blocks);
    const opened = await openDesign(folder);
    const [inputs] = opened.study.topics.values();
    const cycle = findCycle(inputs!, "2026-08");
    const [improving] = variantsOfArms(opened.study, opened.trial, { cycle, arms: ["K1"] }).values();
    const shown = [...improving!.reports.values()].find(({ choices }) =>
      choices.some(({ chosen }) => chosen === "voice-encouragement-improving"),
    );
    codes[2] = shown?.recipient.code ?? "";
    comparison = compare(opened.study, opened.trial, { cycle: "2026-08", codes, templates }).comparison;
  });

  test("as JSON", async () => {
    await expect(`${JSON.stringify(comparison, null, 1)}\n`).toMatchFileSnapshot("expected/two-by-two.compare.json");
  });

  test("of those named, every pair", async () => {
    const named = await compared(folder, { codes: codes.slice(0, 1), arms: ["K7", "K1"] });
    expect(named.comparison.pairs.map(({ a, b, factors }) => [a, b, factors.length])).toEqual([["K7", "K1", 2]]);
  });

  test("each difference between arms two factors apart is one factor's", () => {
    const { differences } = comparison.pairs.find(({ a, b }) => a === "K1" && b === "K7")!;
    expect(differences.map(({ node, by }) => `${node} ${by.join()}`)).toEqual([
      "sections.why evidence",
      "first-step.encouragement praise",
      "first-step.encouragement.block praise",
    ]);
  });

  test("the page says what differs in words that need no colour, and that it is unmasked", async () => {
    const page = await comparisonPage(comparison, new Map());
    expect(page).toContain("Arms differ only as declared.");
    expect(page).toContain("Unmasked: for the trial’s team.");
    expect(page).toMatch(/<ins><span class="sr">only in K3: <\/span>/);
    expect(page).toMatch(/<del><span class="sr">only in K1: <\/span>/);
    expect(page).not.toMatch(/<script|src="http|url\(/);
  });
});

describe("what differs", () => {
  test("comparators, in the chart that shows them", async () => {
    const factors = `
  shown:
    is: Comparators
    changes: [comparators, charts, wording]
    levels:
      one: { is: Both }
      other: { is: The best quarter alone, comparators: [top-quartile] }`;
    const arms = "\n  K1: { shown: one }\n  K7: { shown: other }";
    const { comparison } = await compared(writeTrial({ "trial.yaml": trialText({ factors, arms }) }), {
      codes: ["Z10001", "Z10003"],
    });
    const told = comparison.pairs[0]!.differences.map(({ node, aspect, a, b }) => [node, aspect, a, b]);
    expect(told).toContainEqual(["comparators", "comparators", "top-quartile, median", "top-quartile"]);
    const label = told.find(([node]) => node === "comparison.chart.labels.median");
    expect(label).toEqual([expect.anything(), "charts", expect.stringContaining("Typical practice"), ""]);
  });

  test("nothing, where two arms have the same levels", async () => {
    const factors = `
  nothing:
    is: Nothing at all
    changes: [channels]
    levels:
      one: { is: The report as it is }
      other: { is: The report as it is }`;
    const arms = "\n  K1: { nothing: one }\n  K7: { nothing: other }";
    const { comparison } = await compared(writeTrial({ "trial.yaml": trialText({ factors, arms }) }));
    expect(comparison.pairs.map(({ differences, same, of }) => ({ differences, same, of }))).toEqual([
      { differences: [], same: 40, of: 40 },
    ]);
  });

  test("of 32 arms, each level of each factor beside the first arm", async () => {
    const { trial, study } = await openDesign(shippedTrial("six-modifications"));
    const cycle = findCycle([...study.topics.values()][0]!, "2026-08");
    const [first, ...others] = chooseCells(trial, cycle).map(({ levels }) => levels);
    const apart = others.map((levels) => Object.keys(levels).filter((factor) => levels[factor] !== first![factor]));
    expect(apart).toEqual([
      ["comparator-shown"],
      ["picture"],
      ["facts"],
      ["first-action"],
      ["evidence"],
      ["letter-size"],
    ]);
  });

  test("an arm or a recipient that is none is a problem", async () => {
    const folder = shippedTrial("clear-air");
    const hint = "one of K1, K7";
    await expect(compared(folder, { arms: ["K1", "K9", "K8"] })).rejects.toMatchObject({
      problems: [
        { code: "unknown-arm", message: 'unknown arm "K9"', hint },
        { code: "unknown-arm", message: 'unknown arm "K8"', hint },
      ],
    });
    await expect(compared(folder, { codes: ["Z99999"] })).rejects.toMatchObject({
      problems: [{ code: "no-report", message: "Z99999 gets no report of any arm" }],
    });
  });
});

describe("words side by side", () => {
  test.each([
    ["the same words", "the same words", "the same words"],
    ["one word here", "two word here", "[-one-][+two+] word here"],
    [
      "you prescribe more than most",
      "you prescribe less now than most",
      "you prescribe [-more-][+less now+] than most",
    ],
    ["", "all of it", "[+all of it+]"],
    ["a long end that goes", "a long end", "a long end[- that goes-]"],
  ])("%s | %s", (a, b, expected) => {
    const runs = wordDiff(a, b);
    const marks = { same: ["", ""], out: ["[-", "-]"], in: ["[+", "+]"] } as const;
    expect(runs.map(({ kind, text }) => marks[kind].join(text)).join("")).toBe(expected);
    expect(runs.flatMap(({ kind, text }) => (kind === "in" ? [] : [text])).join("")).toBe(a);
    expect(runs.flatMap(({ kind, text }) => (kind === "out" ? [] : [text])).join("")).toBe(b);
  });
});

describe("the command", () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), "compare-"));
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  });
  afterAll(() => {
    vi.restoreAllMocks();
    return rm(out, { recursive: true });
  });

  test("writes both files with pictures of every arm, without an allocation, and ends in 1 where arms differ in what nobody declared", async () => {
    const factors = `
  own-plan:
    is: Whether there is room for a plan
    changes: [charts]
    levels:
      with: { is: The report as it is }
      without: { is: The report without the plan, leave-out: [own-plan] }`;
    const folder = writeTrial({ "trial.yaml": trialText({ factors }) });
    expect(await compareCommand(folder, { cycle: "2026-08", only: ["Z10001"], out, allowNoSandbox: true })).toBe(1);
    const at = join(out, "plan-or-not/compare/2026-08");
    const { cells, unmasked } = JSON.parse(await readFile(join(at, "compare.json"), "utf8")) as Comparison;
    expect(unmasked).toBe(true);
    expect(cells.map(({ name, pages }) => [name, pages! > 0])).toEqual([
      ["K1", true],
      ["K7", true],
    ]);
    const page = await readFile(join(at, "index.html"), "utf8");
    expect(page.match(/alt="Z10001 in K[17], (on paper|by email): [^"]+" loading/g)!.length).toBeGreaterThanOrEqual(6);
    expect(page).toContain("One thing is not as declared (X01)");
    expect(page).toContain("changes: [charts, sections]");
  });
});

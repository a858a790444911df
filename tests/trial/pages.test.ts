import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkTrial } from "../../src/cli/check-trial.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study, Trial } from "../../src/input/study.ts";
import { openPress, type Presses } from "../../src/output/artefact.ts";
import { fitOf } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { comparePages, type PrintedCell } from "../../src/trial/pages/compare-pages.ts";
import { type PrintedVariant, printedOf } from "../../src/trial/pages/printed.ts";
import { openCells } from "../../src/trial/pages/render-cells.ts";
import { openDesign, writeLibrary } from "./library.ts";

/* Pages of the same recipients in two arms, as they are printed: what differs must be declared. */

const fit = {
  step: 1,
  headline: 25.5,
  firstStep: 16.5,
  pointers: true,
  gaps: "usual",
  room: null,
  address: 10,
  later: "usual",
} as const;
const usual: PrintedVariant = {
  excess: 0,
  scale: 1,
  headline: 25.5,
  sizes: new Map([["Where you stand", [16.5]]]),
  pointers: true,
  charts: new Map([["comparison.chart", 54.2]]),
  empty: [20, 31],
  fit,
};

const factors = (changes: string, level: string) => `
  words:
    is: What it says
    changes: [${changes}]
    levels:
      plain: { is: The report as it stands }
      other: { is: The other report, ${level} }`;
const arms = "\n  K1: { words: plain }\n  K7: { words: other }";

/** A trial whose level may use blocks of many words; on all practices of the data, or on the few of one network. */
function trialOf(changes: string, level: string, within = ""): string {
  const campaign = readFileSync(join(import.meta.dirname, "../../content/campaigns/opioids/campaign.yaml"), "utf8");
  const long = "Opioids at high doses are prescribed by many practices of this place, and this goes on for long. ";
  const headline =
    "Your practice prescribes opioids at high doses, as do many others, and this headline says so in words that take four lines.";
  const blocks = [
    `block: wordy-headline\nrole: headline\ntext: ${headline}`,
    ...["wordy-why", "wordy-too"].map(
      (name) => `block: ${name}
role: why
title: More
bct: ["5.1"]
text: ${long.repeat(19).trim()}`,
    ),
  ];
  return writeLibrary(
    { factors: factors(changes, level), arms },
    {
      "content/campaigns/opioids/campaign.yaml": campaign.replace("recipients:\n", `recipients:\n${within}`),
      "content/blocks/opioids/wordy.yaml": `${blocks.join("\n---\n")}\n`,
    },
  );
}

describe("an undeclared difference of printed pages is an error, and is allowed by what accounts for it alone", () => {
  let trial: Trial;
  beforeAll(async () => {
    ({ trial } = await openDesign(trialOf("wording", "template: standard")));
  });

  /** What is told of a page and one that differs in this, where the factor declares that. */
  function told(change: Partial<PrintedVariant>, ...changes: string[]): string[] {
    const { words } = trial.file.factors;
    const declared: Trial = { ...trial, file: { ...trial.file, factors: { words: { ...words!, changes } } } };
    const cell = (name: string, level: string, page: PrintedVariant): PrintedCell => ({
      name,
      levels: { words: level },
      pages: new Map([
        ["Z10003", usual],
        ["Z10009", page],
      ]),
    });
    const cells = [cell("K1", "plain", usual), cell("K7", "other", { ...usual, ...change })];
    return comparePages(declared, cells).map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
  }

  test("pages that are alike are sound, whatever is declared", () => {
    expect(told({}, "channels")).toEqual([]);
  });

  test.each([
    ["scale", { scale: 0.917 }, "100% of its size and 91.7% of its size", []],
    ["headline size", { headline: 20.5 }, "25.5 pt and 20.5 pt", ["typography", "template"]],
    [
      "type sizes",
      { sizes: new Map([["Where you stand", [13]]]) },
      '"Where you stand" in 16.5 pt and 13 pt',
      ["typography", "template"],
    ],
    [
      "spacing",
      { fit: { ...fit, later: "tight" } },
      "usual gaps on page one, usual pages after it and usual gaps on page one, tight pages after it",
      ["typography", "template"],
    ],
    [
      "pointers",
      { pointers: false },
      "what the next pages hold on page one and nothing of what the next pages hold on page one",
      ["typography", "template"],
    ],
    ["number of pages", { excess: 1 }, "as many pages as are planned and 1 more than are planned", ["typography"]],
    [
      "chart heights",
      { charts: new Map([["comparison.chart", 40]]) },
      "comparison.chart of 54.2 mm and 40 mm",
      ["charts"],
    ],
    [
      "blank space",
      { empty: [20, 90] },
      "20 mm, 31 mm at the ends of pages and 20 mm, 90 mm at the ends of pages",
      ["wording", "typography"],
    ],
  ] satisfies [string, Partial<PrintedVariant>, string, string[]][])("%s", (aspect, change, texts, allowing) => {
    const error = `error X01: printed pages of K1 and K7 differ in ${aspect}, which no factor between them declares: ${texts} (1 of 2 recipients printed, e.g. Z10009)`;
    expect(told(change, "channels")).toEqual([error]);
    for (const declared of allowing) expect(told(change, declared)).toEqual([]);
    if (!["blank space"].includes(aspect)) expect(told(change, "wording")).toEqual([error]);
    if (aspect !== "chart heights" && aspect !== "blank space")
      expect(told(change, "charts", "sections")).toEqual([error]);
  });

  test("what stands on one page alone, in several sizes or has nothing to point to is no difference", () => {
    expect(told({ sizes: new Map([["Something else", [13]]]) }, "wording")).toEqual([]);
    expect(told({ sizes: new Map([["Where you stand", [13, 16.5]]]) }, "wording")).toEqual([]);
    expect(told({ pointers: undefined, charts: new Map() }, "wording")).toEqual([]);
  });
});

describe("pages from a browser", () => {
  let templates: Templates;
  let presses: Presses & AsyncDisposable;
  beforeAll(async () => {
    templates = await packagedTemplates();
    presses = await openPress(templates, ["print"], { allowNoSandbox: true, log: () => {} });
  });
  afterAll(() => presses[Symbol.asyncDispose]());

  async function pagesOf(study: Study, trial: Trial) {
    const [inputs] = study.topics.values();
    const cycle = findCycle(inputs!, "2026-08");
    const cells = ["K1", "K7"].map((name) => ({ name, arm: name, levels: trial.arms.get(name)!.levels }));
    const variants = variantsOfArms(study, trial, { cycle });
    const sizes = readSizes(templates);
    const short = [...variants.get("K1")!.reports.values()].find((report) => !fitOf(report, sizes).longHeadline);
    const { code } = short!.recipient; // whose headline would be large by itself
    const renderCell = openCells(study, trial, cells, { cycle, codes: [code], templates, presses });
    const printed: PrintedCell[] = [];
    for (const cell of cells) {
      const reports = [...variants.get(cell.name)!.reports.values()].filter(({ recipient }) => recipient.code === code);
      const { rendered } = await renderCell(cell, reports);
      const pages = reports.flatMap((report) => {
        const page = printedOf(rendered.get(report.recipient.code)!, report);
        return page ? [[report.recipient.code, page] as const] : [];
      });
      printed.push({ ...cell, pages: new Map(pages) });
    }
    return { printed, trial };
  }

  const wordy = "change: { headline: { say: [wordy-headline] } }";

  test("are set alike where only words are declared, and are told apart where each is set by itself", async () => {
    const { study, trial } = await openDesign(trialOf("wording of headline", wordy));
    const alike = await pagesOf(study, trial);
    expect(alike.printed.map(({ pages }) => [...pages.values()].map(({ headline }) => headline))).toEqual([
      [20.5],
      [20.5],
    ]);
    expect(comparePages(trial, alike.printed)).toEqual([]);
    const { headline, charts, scale, pointers } = [...alike.printed[0]!.pages.values()][0]!;
    expect({ headline, scale }).toEqual({ headline: 20.5, scale: 1 });
    expect([...charts.keys()]).toContain("comparison.chart");
    expect(pointers).toBeTypeOf("boolean");
    const { study: own, trial: apart } = await openDesign(trialOf("wording of headline, typography", wordy));
    const { printed } = await pagesOf(own, apart);
    expect(comparePages(apart, printed)).toEqual([]);
    expect(
      comparePages(trial, printed)
        .map(({ message }) => message)
        .join("\n"),
    ).toContain("differ in headline size, which no factor between them declares: 25.5 pt and 20.5 pt");
  });

  test("are made and compared by `check --rendered` of a trial", async () => {
    const { study, trial } = await openDesign(
      trialOf("wording of why", "change: { why: { blocks: [wordy-why, wordy-too] } }", "  within: { pcn: ZN007 }\n"),
    );
    const { problems } = await checkTrial(study, trial, { rendered: true, allowNoSandbox: true });
    const told = problems.filter(({ code }) => code === "X01").map(({ message }) => message);
    expect(told.join("\n")).toMatch(/printed pages of K1 and K7 differ in (?:spacing|number of pages)/);
  });
});

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadStudy } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileAll, lookOf, type Renderers, render } from "../../src/output/artefact.ts";
import { visibleInHtml } from "../../src/output/visible.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { compose } from "../../src/report/compose.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { pickVaried } from "../../src/report/varied.ts";
import { hiddenWords, ordinaryWords } from "../../src/trial/integrity/hidden.ts";
import { editionOf } from "../../src/trial/pack/edition.ts";
import { openDesign } from "./library.ts";
import { trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/* Which words of a trial must not be seen: not those that reports would hold without it. */

const templates = await packagedTemplates();

/** What a reader sees of a report in any channel, word by word; addresses and codes are no words. */
function wordsIn(texts: readonly string[]): string[] {
  const bare = texts.join("\n").replace(/\S*[@/]\S*|\S+\.[a-z]{2,}\S*/g, " ");
  return bare.toLowerCase().match(/(?<![a-z0-9\u2011-])[a-z]+(-[a-z]+)*(?![a-z0-9\u2011-])/g) ?? [];
}

describe("every word of a report that no trial has touched is ordinary", () => {
  let renderers: ReadonlyMap<string, Renderers>;
  beforeAll(async () => {
    renderers = await compileAll(templates);
  });

  test.each(["opioids", "nsaid-safety"])("%s", async (campaign) => {
    const study = await loadStudy(nodeWorld(), join(smallContent, "campaigns", campaign));
    const { materials, tasks } = measureStudy(study, planStudy(study));
    const reports = pickVaried(tasks.map((task) => compose(materials[task.material]!, task)));
    expect(reports.length).toBeGreaterThan(3);
    const ordinary = ordinaryWords(study, templates);
    const strange = new Set<string>();
    for (const report of reports) {
      const press = { ...lookOf(renderers, "standard"), browser: undefined };
      const { print = "", email, html = "" } = await render(report, ["email", "print", "html"], press);
      const seen = [print, email!.html, html].flatMap(visibleInHtml).filter(({ codesOnly }) => !codesOnly);
      const words = wordsIn([...seen.map(({ text }) => text), email!.text, email!.subject]);
      expect(words.length).toBeGreaterThan(500);
      for (const word of words) if (!ordinary.has(word)) strange.add(word);
    }
    expect([...strange]).toEqual([]);
  });
});

describe("of a trial with stages", async () => {
  const stages = `
  - { stage: firstling, cycles: { from: 2026-04, to: 2026-06 }, arms: [K1] }
  - stage: secondling
    cycles: { from: 2026-08, to: 2026-08 }
    arms: [K7]
    after: { snapshot: 2026-06, indicator: opioids-high-dose, measure: value, responder: { at-most: 2 }, missing: non-responder, unplaced: non-responder }`;
  const { study, trial } = await openDesign(writeTrial({ "trial.yaml": trialText({ design: "sequential", stages }) }));

  test("names of stages are hidden", () => {
    expect(hiddenWords(study, trial, templates).hidden).toEqual([
      "K1",
      "K7",
      "firstling",
      "own-plan",
      "plan-or-not",
      "secondling",
    ]);
  });

  test("the name of the list is hidden, but not that of a rehearsal, which every report says", () => {
    const listed = (list: string, rehearsal: boolean) =>
      hiddenWords(
        study,
        { ...trial, allocation: { list, version: "1", rehearsal, files: ["a.csv"], units: [], awaiting: [] } },
        templates,
      ).hidden;
    expect(listed("QUINCE7", false)).toContain("QUINCE7");
    expect(listed("REHEARSAL", true)).not.toContain("REHEARSAL");
  });

  test("a word of why the trial is run is not one that readers see", () => {
    const [topic, inputs] = [...study.topics][0]!;
    const campaign = { ...inputs.campaign, rationale: "A firstling is the first of its kind." };
    const other = { ...study, topics: new Map([[topic, { ...inputs, campaign }]]) };
    expect(hiddenWords(other, trial, templates).hidden).toContain("firstling");
    const said = {
      ...study,
      topics: new Map([[topic, { ...inputs, campaign: { ...campaign, title: "The firstling report" } }]]),
    };
    expect(hiddenWords(said, trial, templates).hidden).not.toContain("firstling");
  });

  test("a setting of one word is not one that readers see", () => {
    const [topic, inputs] = [...study.topics][0]!;
    const campaign = { ...inputs.campaign, title: "firstling" };
    const other = { ...study, topics: new Map([[topic, { ...inputs, campaign }]]) };
    expect(hiddenWords(other, trial, templates).hidden).toContain("firstling");
  });

  test("a month tells nothing", () => {
    const august = { ...trial, file: { ...trial.file, trial: "august" } };
    expect(hiddenWords(study, august, {}).ordinary).toContain("august");
  });
});

describe("of a trial", async () => {
  const factors = `
  table:
    is: Whatever
    changes: [sections]
    levels:
      quilled: { is: The report as it is }
      email: { is: Without, leave-out: [own-plan] }`;
  const arms = "\n  K1: { table: quilled }\n  H2: { table: email }";
  const { study, trial } = await openDesign(writeTrial({ "trial.yaml": trialText({ factors, arms }) }));

  test("codes are hidden always; names where nothing else says them", () => {
    expect(hiddenWords(study, trial, templates)).toEqual({
      hidden: ["K1", "H2", "plan-or-not", "quilled"],
      ordinary: ["email", "table"],
    });
  });

  test("a word of the templates alone tells nothing either", () => {
    const { hidden } = hiddenWords(study, trial, { "print/report.hbs": "<p>Your Quilled report</p>" });
    expect(hidden).toEqual(["K1", "H2", "plan-or-not"]);
  });

  test("the names of recipients and their places tell nothing", () => {
    const [topic, inputs] = [...study.topics][0]!;
    const [code, organisation] = [...inputs.directory][0]!;
    const directory = new Map(inputs.directory).set(code, { ...organisation, name: "QUILLED SURGERY" });
    const renamed = { ...study, topics: new Map([[topic, { ...inputs, directory }]]) };
    expect(hiddenWords(renamed, trial, templates).hidden).not.toContain("quilled");
  });

  test("the name of a list is hidden, but for a rehearsal's", () => {
    const listed = (list: string, rehearsal: boolean) => ({
      ...trial,
      allocation: { files: [], list, version: "1", rehearsal, units: [], awaiting: [] },
    });
    expect(hiddenWords(study, listed("LISTA", false), templates).hidden).toContain("LISTA");
    expect(hiddenWords(study, listed("REHEARSAL", true), templates).hidden).not.toContain("REHEARSAL");
  });

  test("a masked pack has codes for hidden names, and for ordinary ones where they are told as names", () => {
    const [masked, unmasked] = [true, false].map((each) => editionOf({ study, trial, templates }, { masked: each }));
    const told = 'the levels of "table" differ in a table: "email" by email, quilled not (table: email)';
    expect(masked!.say(told)).toBe('the levels of "F1" differ in a table: "F1.2" by email, F1.1 not (F1.2)');
    expect(unmasked!.say(told)).toBe(told);
    expect(masked!.sayAll({ table: ["quilled", 3, null, { is: '"table"' }] })).toEqual({
      table: ["F1.1", 3, null, { is: '"F1"' }],
    });
    expect([masked!.arm("H2"), unmasked!.arm("H2")]).toEqual(["H2", "H2 (table: email)"]);
  });
});

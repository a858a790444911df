import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ArtefactEntry } from "../../src/output/store.ts";
import { armDesigns, planStudy } from "../../src/report/plan.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { printList } from "../../src/trial/pack/dispatch.ts";
import { editionOf } from "../../src/trial/pack/edition.ts";
import { tidierText } from "../../src/trial/pack/tidier.ts";
import { toShown } from "../../src/trial/shown.ts";
import { findingsOf, openDesign, writeLibrary } from "./library.ts";
import { listedFacts } from "./listed-facts.ts";
import { allocationText, openTrial, problemsOf, trialText, writeTrial } from "./scratch.ts";
import { smallContent } from "./small.ts";

/* What goes into the envelope as a level: the letter is the same to the byte. */

const pad = "{ item: quillet, is: A pad of forms, grams: 40 }";
const factorsOf = (changes: string, level: string) => `
  envelope:
    is: What is in the envelope
    changes: [${changes}]
    levels:
      plain: { is: The letter alone }
      filled: { is: The letter and a pad of forms, ${level} }`;
const arms = "\n  K1: { envelope: plain }\n  K7: { envelope: filled }";
const trialOf = (changes = "enclosures", level = `enclosures: [${pad}]`) =>
  writeTrial({
    "trial.yaml": trialText({ factors: factorsOf(changes, level), arms }),
    "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7", "Z10003 K7"]),
  });

/** A letter as a manifest has it. */
function artefact(code: string): ArtefactEntry {
  const bare = { blocks: [], bct: [], signals: {}, values: {}, suppressions: [], arm: null, problems: [] };
  return { ...bare, code, channel: "print", path: `print/${code}.pdf`, sha256: "5e47", bytes: 1, pages: 4 };
}

describe("an enclosure", () => {
  test("is a level of its own: declared it is no finding, and undeclared it is told by its name", async () => {
    expect(await findingsOf(trialOf())).toEqual([]);
    const [found, ...more] = await findingsOf(trialOf("wording"));
    expect(more).toEqual([]);
    expect(found).toContain(
      'the levels of "envelope" differ in enclosures, which it does not declare: enclosures is nothing at "plain" and "quillet (A pad of forms, 40 g)" at "filled"',
    );
  });

  test("needs a letter, and is enclosed once", async () => {
    expect(
      (await problemsOf(trialOf("enclosures, channels", `enclosures: [${pad}], channels: [email]`))).join(),
    ).toContain('no-letter: "quillet" would be enclosed, and nothing goes on paper');
    expect((await problemsOf(trialOf("enclosures", `enclosures: [${pad}, ${pad}]`))).join()).toContain(
      'duplicate-enclosure: "quillet" is enclosed twice',
    );
  });

  test("goes with the letters of its arm alone, of those who still get one, and changes nothing else of the report", async () => {
    const folder = trialOf();
    const study = await openTrial(folder);
    const planned = planStudy(study, "2026-08");
    const [one, two, three] = reportsOf(study, planned).reports;
    expect([one!.enclosures, two!.enclosures]).toEqual([undefined, [{ item: "quillet", grams: 40 }]]);
    const jobs = planned.jobs.map((job) => ({ ...job, channels: job.channels.filter((each) => each !== "print") }));
    expect(reportsOf(study, { ...planned, jobs }).reports[1]!.enclosures).toBeUndefined();
    const reports = new Map([one!, two!, three!].map((report) => [report.recipient.code, toShown(report)]));
    const entries = new Map([...reports.keys()].map((code) => [code, [artefact(code)]] as const));
    expect(
      printList({ entries, reports }).rows.map((row) => ("enclosures" in row ? row.enclosures : "no column")),
    ).toEqual([null, "quillet", "quillet"]);
  });

  test("may be the campaign's own, which a level takes out", async () => {
    const campaign = readFileSync(join(smallContent, "campaigns/opioids/campaign.yaml"), "utf8");
    const folder = writeLibrary(
      { factors: factorsOf("enclosures", "enclosures: []"), arms },
      { "content/campaigns/opioids/campaign.yaml": `${campaign}\nenclosures: [${pad}]\n` },
    );
    expect(await findingsOf(folder)).toEqual([]);
    const { study, trial } = await openDesign(folder);
    const enclosed = [...armDesigns(study, trial).values()].map(({ design }) => design.enclosures.length);
    expect(enclosed).toEqual([1, 0]);
  });
});

test("the description of the intervention names what is enclosed in the arm that has it, and in no other", async () => {
  const facts = listedFacts(await openTrial(trialOf()), { cycles: 1 });
  const [, plain = "", filled = ""] = tidierText(facts, editionOf(facts, { masked: true })).split("## Arm K");
  expect(filled).toContain("Enclosed with the letter: quillet (A pad of forms).");
  expect(plain).not.toContain("nclosed");
});

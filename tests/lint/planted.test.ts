import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { saysOneScope, sidesIn } from "../../src/lint/scope.ts";
import type { CampaignSubject } from "../../src/lint/subject.ts";
import { findWords } from "../../src/lint/wording.ts";

/*
 * Texts with a planted fault, and near neighbours without one, by several authors. All have been learned from: each was first
 * tried before any rule was changed for it, and docs/decisions.md says what was found then. The numbers here hold what is found
 * now. A line of faults may say its kind: "kind | text".
 */

const planted = (name: string) =>
  readFileSync(join(import.meta.dirname, `planted/${name}.txt`), "utf8")
    .trim()
    .split("\n")
    .map((line) => (/^(?:unsafe|faults)/.test(name) ? line.replace(/^[\w ()/-]+ \| /, "") : line));

const definition =
  "Cancer pain and care at the end of life cannot be left out, because dispensing data hold no diagnoses.";

/** A text in a campaign whose figures hold cancer and end-of-life care. */
function subjectOf(text: string): CampaignSubject {
  return {
    campaign: { campaign: "pain", title: text, sections: [] },
    indicators: new Map([["pain", { indicator: "pain", inclusion: "Every opioid.", exclusion: definition }]]),
    blocks: new Map(),
    actions: new Map(),
    techniques: new Map(),
  } as unknown as CampaignSubject;
}

const isFound = (text: string) => findWords({ text }).length > 0 || saysOneScope(subjectOf(text)).length > 0;

/** The share that is found. */
const foundIn = (name: string) => planted(name).filter(isFound).length / planted(name).length;

describe("planted faults", () => {
  test.each([
    ["unsafe-seen", 0.99],
    ["faults-seen", 1],
    ["unsafe-unseen", 0.98],
    ["faults-unseen", 0.98],
    ["unsafe-held", 1],
    ["faults-held", 1],
    ["unsafe-voices", 0.96],
    ["faults-voices", 0.98],
    ["unsafe-held6", 0.94],
    ["faults-held6", 0.97],
    ["faults-reader", 1],
    ["faults-rounds", 0.95],
    ["faults-colleagues", 0.9],
  ])("%s: at least %d of them are found", (name, least) => {
    expect(foundIn(name)).toBeGreaterThanOrEqual(least);
  });

  test.each([
    "safe-seen",
    "sound-seen",
    "safe-unseen",
    "sound-unseen",
    "safe-held",
    "sound-held",
    "safe-held6",
    "sound-held6",
    "sound-reader",
    "sound-colleagues",
  ])("%s: none is called a fault", (name) => {
    expect(planted(name).filter(isFound)).toEqual([]);
  });

  test("sound-rounds: at most 1 of 688 is called a fault", () => {
    expect(planted("sound-rounds").filter(isFound).length).toBeLessThanOrEqual(1);
  });

  test("sound-voices: at most 5 of 994 are", () => {
    expect(planted("sound-voices").filter(isFound).length).toBeLessThanOrEqual(5);
  });

  test("nor is any text of the shipped content that recipients may read", () => {
    const content = join(import.meta.dirname, "../../content");
    const files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.yaml$/.test(file) && !file.endsWith("data.yaml") && !file.startsWith("taxonomies"),
    ); // not queries, nor lists for trials units
    expect(files.length).toBeGreaterThan(80);
    const found = files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(content, file), "utf8")).flatMap((document) => findWords(document.toJS())),
    );
    expect(found).toEqual([]);
  });
});

describe("who is in the figures", () => {
  test.each([
    ["Cancer and end-of-life care are in these figures.", ["cancer in", "end-of-life care in"]],
    ["Cancer pain, palliative care are outside this report.", ["cancer out", "end-of-life care out"]],
    ["Epilepsy and anxiety are included, private supply is not.", ["epilepsy in", "anxiety in"]],
    ["Set cancer and palliative care aside.", []],
    ["Nothing here is meant for people with epilepsy.", []],
  ])("%s", (text, sides) => {
    const said = sidesIn(text).map(({ group, side }) => `${group} ${side}`);
    expect(said).toEqual(expect.arrayContaining(sides));
    if (sides.length === 0) expect(said).toEqual([]);
  });

  test("is told against the definition, whichever way the words lean", () => {
    expect(saysOneScope(subjectOf("Cancer is in these figures."))).toEqual([]);
    expect(saysOneScope(subjectOf("Cancer has been excluded."))).toMatchObject([
      { what: "says cancer is outside them; the definitions of the indicators say it is in" },
    ]);
  });

  test("is told against other texts where no definition says", () => {
    const subject = subjectOf("Epilepsy is in these figures.");
    const blocks = new Map([["one", { block: "one", text: "People with epilepsy are outside this report." }]]);
    expect(saysOneScope({ ...subject, blocks: blocks as never })).toMatchObject([
      { what: 'says epilepsy is outside them; campaign "pain" says it is in them', at: { kind: "block", id: "one" } },
    ]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { refuseHidden } from "../../src/output/refuse.ts";
import { findReveal } from "../../src/output/reveals.ts";
import { visibleName } from "../../src/output/visible.ts";

/* What tells readers that they are in a trial; and what only tells them of one. */

const reveal = (text: string, told = "") => findReveal([{ where: "text", text }], { told })?.word;
const label = (text: string) => findReveal([{ where: "subject", text, isLabel: true }], { told: "" })?.word;

describe("reveals a trial", () => {
  test.each([
    "Your practice is taking part in a randomised trial.",
    "You are part of a research project on feedback.",
    "Thank you for taking part in this study.",
    "Your practice takes part in the regional feedback trial.",
    "We are included in a large national study of reports.",
    "Your practice was randomised to receive this report.",
    "Your practice has been randomly allocated to get it on paper.",
    "You were assigned at random.",
    "Your practice is in the control group.",
    "Your team has been allocated to the intervention arm.",
    "Your trial arm gets a plan to fill in.",
    "This report is part of a study of how figures are best shown.",
    "These letters are being tested.",
    "Our trial ends in March.",
    "This trial compares two letters.",
    "Ask the trials unit if anything is unclear.",
    "Half of the practices get a different report.",
    "Other practices are sent another version.",
    "We are testing two versions of this report.",
    "We compare three kinds of feedback.",
    "Your\npractice is taking\npart in a\nrandomised trial.",
  ])("%s", (text) => expect(reveal(text)).toBeDefined());

  test.each([
    "Trial report 3",
    "Trial: your opioids",
    "Study number 12",
    "control group",
    "Z10001-control",
    "randomised",
  ])("as a name or a subject: %s", (text) => expect(label(text)).toBeDefined());
});

describe("tells of evidence or of care, and reveals nothing", () => {
  test.each([
    "In a trial, a letter to high prescribers was followed by 127 items per 1,000, against 131 without.",
    "Clinical trials show that lower doses work as well.",
    "In 24 studies, longer and repeated courses went with more resistance.",
    "There was no control group.",
    "Prescribing fell more in the intervention group than in the control group.",
    "Practices were randomised to feedback or to usual care.",
    "Half of the practices in that trial got a letter, and prescribed less.",
    "The trial's definition is kept.",
    "Higher-risk combinations, after the indicators of the ASPIRE trial",
    "Offer a talk about what the medicine does and does not do, and, if wanted, a trial of a lower dose.",
    "After this trial of treatment, review and stop if it has not helped.",
    "Your practice is in the highest quarter of practices in West Marlshire.",
    "Your practice is held against its comparison group: practices in West Marlshire.",
    "You are level with the typical practice\nIn an English trial of group support, 29 in 100 had stopped.",
    "Measure blood pressure in both arms.",
    "Most practices get this report on paper.",
    "This report compares your practice with others.",
    "Your practice is included in these figures.",
    "Some practices do not record this code.",
    "A study in your region found the same.",
  ])("%s", (text) => expect(reveal(text)).toBeUndefined());

  test.each(["Half the carbon, in a trial", "Opioids: 1 in 50 of your patients", "What trials show about sciatica"])(
    "as a subject: %s",
    (text) => expect(label(text)).toBeUndefined(),
  );
});

test("what readers are told of the trial may stand, sentence by sentence, wherever its lines end; nothing else may", () => {
  const told = "Your practice is taking part in a study of reports. You can leave it at any time.";
  expect(reveal("Hello. Your practice is taking\npart in a study of reports. Read on.", told)).toBeUndefined();
  expect(reveal("Your practice is taking part in a study.", told)).toBeDefined();
  expect(reveal(`${told} You are in the control group.`, told)).toBe("You are in the control group");
});

test("artefacts are refused that reveal a trial, in words and in names; what is in no trial may say what it likes", () => {
  const words = [{ where: "text or links", text: "Your practice is in the control group." }];
  expect(() => refuseHidden(words, {})).not.toThrow();
  expect(() => refuseHidden(words, { blind: { told: "" } })).toThrow(
    'holds "Your practice is in the control group" in its text or links, which reveals a trial (X03)',
  );
  expect(() => refuseHidden([visibleName("name", "Z10001-trial.pdf")], { blind: { told: "" } })).toThrow("X03");
  expect(() => refuseHidden([visibleName("name", "Z10001.pdf")], { blind: { told: "" } })).not.toThrow();
});

test("no sentence of the shipped library reveals one", () => {
  const content = join(import.meta.dirname, "../../content");
  const files = ["voice", "blocks", "actions", "campaigns", "indicators"].flatMap((folder) =>
    readdirSync(join(content, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(content, folder, name)),
  );
  const texts = files.flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).flatMap((document) => textsIn(document.toJS())),
  );
  expect(texts.length).toBeGreaterThan(1200);
  expect(texts.flatMap((text) => reveal(text) ?? [])).toEqual([]);
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

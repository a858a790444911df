import { beforeAll, describe, expect, test } from "vitest";
import type { PlannedSection, SectionKind } from "../../src/input/campaign/sections.ts";
import { isLetter } from "../../src/input/campaign/sections.ts";
import type { Block } from "../../src/input/library/block.ts";
import { readBack } from "../../src/output/read-back.ts";
import { compileEmail, type EmailDocument } from "../../src/render/email.ts";
import { compilePrint } from "../../src/render/print.ts";
import { readTemplates } from "../../src/render/templates.ts";
import { compose } from "../../src/report/compose.ts";
import type { Report } from "../../src/report/report.ts";
import { measured } from "./campaign.ts";

// A letter to a practice of tests/broken/base: words, no figures.

const paragraph = (block: string, text: string, when?: Block["when"]): [string, Block] => [
  block,
  { block, role: "letter", version: 1, when, bct: [], text, cites: [] },
];

const section: PlannedSection = {
  name: "letter",
  kind: "letter",
  settings: {
    salutation: "Dear colleague",
    paragraphs: ["why", "never", "ask"],
    closing: "Yours sincerely",
    subject: "A review of inhalers",
  },
};

let report: Report;
let html: string;
let email: EmailDocument;
beforeAll(async () => {
  const { material, subjects } = await measured();
  const blocks = new Map([
    ...material.blocks,
    paragraph("why", "Practices in {{recipient.place}} differ."),
    paragraph("never", "Not said.", { all: ["no-data"] }),
    paragraph("ask", "Choose **one clinic day**."),
  ]);
  const subject = subjects.get("ZX03")!;
  const kept = subject.design.sections.filter(({ kind }) => ["why", "actions", "method"].includes(kind));
  const design = { ...subject.design, sections: [section, ...kept] };
  report = compose({ ...material, blocks }, { ...subject, design });
  const templates = await readTemplates("templates");
  html = await (await compilePrint(templates))(report);
  email = await (await compileEmail(templates))(report);
});

describe("a letter", () => {
  test("holds every paragraph whose condition holds, in order", () => {
    expect(report.sections[0]).toMatchObject({
      kind: "letter",
      salutation: "Dear colleague",
      paragraphs: [
        [{ text: "Practices in " }, {}, { text: " differ." }],
        [{}, { text: "one clinic day", strong: true }, {}],
      ],
      closing: "Yours sincerely",
    });
    expect(report.choices.filter(({ section }) => section === "letter").map(({ chosen }) => chosen ?? "-")).toEqual([
      "why",
      "-",
      "ask",
    ]);
  });

  test("has a subject and a preheader without figures", () => {
    expect(report.mail.subject).toBe(`A review of inhalers: ${report.recipient.name}`);
    expect(report.mail.title).toBe(`A review of inhalers: ${report.recipient.name}`);
    expect(report.mail.preheader).toBe(`A letter from ${report.issuer.name}.`);
  });

  test("begins page one under the address, and is signed", () => {
    const first = html.slice(html.indexOf('class="first-page"'), html.indexOf('class="page"'));
    expect(first).toContain(report.recipient.address.at(-1));
    const order = ["<h1", "Dear colleague,", "Practices in", "one clinic day", "Yours sincerely,", "Who sends this"];
    const places = order.map((words) => first.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(first).not.toMatch(/registered patients|<svg[^>]*role="img"/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test("says the same in an email, with no picture and no word of figures", () => {
    expect(email.images).toEqual([]);
    for (const text of [email.text, email.html]) {
      expect(text).toContain("Dear colleague,");
      expect(text).toContain("one clinic day");
      expect(text).toContain("Yours sincerely,");
      expect(text).toContain(report.cycle.issuedText);
      expect(text).not.toMatch(/figures|compare/i);
    }
    expect(email.text).not.toContain(report.cycle.period);
  });

  test("is read back by its day: it has no period", async () => {
    const bytes = Buffer.from(email.text);
    await expect(
      readBack({ channel: "email", path: `email/${report.recipient.code}.txt`, bytes }, report),
    ).resolves.toMatchObject({
      problems: [],
    });
    const undated = Buffer.from(email.text.replace(report.cycle.issuedText, ""));
    await expect(
      readBack({ channel: "email", path: `email/${report.recipient.code}.txt`, bytes: undated }, report),
    ).rejects.toThrow("it does not name the day");
  });
});

test.each<[SectionKind[], boolean]>([
  [["letter"], true],
  [["letter", "why", "cautions", "actions", "method"], true],
  [["letter", "table"], false],
  [["headline", "letter"], false],
  [["headline", "comparison"], false],
])("%j is a letter: %s", (kinds, is) => {
  expect(isLetter(kinds)).toBe(is);
});

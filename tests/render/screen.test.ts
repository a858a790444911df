import { createHash } from "node:crypto";
import { DomUtils, parseDocument } from "htmlparser2";
import { beforeAll, describe, expect, test } from "vitest";
import { wordsOfPage } from "../../src/output/page-words.ts";
import { readScreenPage } from "../../src/output/screen-page.ts";
import { explainFirst } from "../../src/render/abbreviations.ts";
import { compileEmail } from "../../src/render/email.ts";
import { heightOf } from "../../src/render/fit.ts";
import { compilePrint, firstPageOf, fitOf, type PrintRenderer } from "../../src/render/print.ts";
import { compileScreen, type ScreenRenderer } from "../../src/render/screen.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { thereAndBack } from "../../src/render/there-and-back.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleReport, states } from "./sample.ts";

/* The page for the screen as markup: what it says is what paper says, and it needs nothing besides itself. */

/** The words of every marked piece of a page, without drawings and spaces. */
function piecesOf(html: string): ReadonlyMap<string, string> {
  const marked = DomUtils.findAll((element) => "data-slot" in element.attribs, parseDocument(html).children);
  return new Map(
    marked.map((element) => {
      const [slot = "", name] = [element.attribs["data-slot"], element.name];
      return [slot, name === "svg" ? "" : wordsIn(element)];
    }),
  );
}

function wordsIn(element: Element): string {
  const said = DomUtils.find(
    (node) => node.type === "text" && !isDrawn(node),
    [element],
    true,
    Number.POSITIVE_INFINITY,
  );
  return DomUtils.textContent(said).replace(/[\s\u00a0]+/g, "");
}

function isDrawn(node: { parent: unknown }): boolean {
  for (let at = node.parent as Element | null; at; at = at.parent as Element | null) if (at.name === "svg") return true;
  return false;
}

type Element = Parameters<typeof DomUtils.getName>[0];

let templates: Templates;
let render: ScreenRenderer;
let printed: PrintRenderer;

beforeAll(async () => {
  templates = await packagedTemplates();
  render = await compileScreen(templates);
  printed = await compilePrint(templates);
});

describe.each(states)("the page of %s", (state) => {
  const report = sampleReport(state);
  let html: string;
  beforeAll(async () => {
    html = await render(report);
  });

  test("says in each piece what paper says there, every number in the same form", async () => {
    const [paper, page] = [piecesOf(await printed(report)), piecesOf(html)];
    expect(paper.size).toBeGreaterThan(10);
    for (const [slot, text] of paper) {
      if (slot.startsWith("own-plan")) continue; // lines to write on there, fields to fill in here
      const own = page.get(slot) ?? "";
      if (!/actions|columns|link|charts|entries|notes/.test(slot)) expect(own, slot).toBe(text);
      for (const number of text.match(/\d+(?:[.,]\d+)*%?/g) ?? []) expect(own, slot).toContain(number);
    }
  });

  test("has one main heading, no level left out, and a title of its own", () => {
    const levels = [...html.matchAll(/<h([1-6])\b/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const inMain = [...html.slice(html.indexOf("<main")).matchAll(/<h([1-6])\b/g)].map((match) => Number(match[1]));
    expect(inMain[0]).toBe(1);
    for (const [i, level] of inMain.entries()) expect(level - (inMain[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    const { name, code } = report.recipient;
    expect(readScreenPage(html).title).toBe(`${report.campaign.title}: ${name} (${code}), May 2027`);
  });

  test("needs nothing besides itself, and its policy names its own style and script", () => {
    const { foreign, unreached, policy = "", styles, scripts } = readScreenPage(html);
    expect([foreign, unreached]).toEqual([undefined, undefined]);
    const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const script = scripts[0] === undefined ? "" : `; script-src ${hash(scripts[0])}`;
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(styles[0])}${script}; base-uri 'none'; form-action 'none'`,
    );
  });
});

describe("a page", () => {
  const report = sampleReport("worse-and-rising");

  test("has a table under each chart: a caption, heads of columns and of rows, and the numbers", async () => {
    const html = await render(report);
    const tables = [...html.matchAll(/<details class="numbers">[\s\S]*?<\/details>/g)].map(([table]) => table);
    expect(tables).toHaveLength(5); // comparison, trend, three small ones
    for (const table of tables) {
      expect(table).toMatch(/<caption>[^<]+<\/caption>/);
      expect(table).toContain('<th scope="col">');
      expect(table).toContain('<th scope="row">');
    }
    expect(tables[0]).toContain('<th scope="row">Your practice</th><td>4.6</td>');
  });

  test("is the same for the same report, and needs no script where there is no plan", async () => {
    expect(await render(report)).toBe(await render(structuredClone(report)));
    const without = { ...report, sections: report.sections.filter(({ kind }) => kind !== "own-plan") };
    const { scripts, edition } = readScreenPage(await render(without));
    expect([scripts, edition]).toEqual([[], undefined]);
    expect(await render(without)).not.toContain("Put in your plan");
  });

  test("of a letter has its words, and nothing of figures", async () => {
    const sections: Report["sections"] = [
      {
        kind: "letter",
        name: "letter",
        startsPage: false,
        salutation: "Dear colleague",
        paragraphs: [[{ text: "We would like to meet." }]],
        closing: "Yours sincerely",
      },
    ];
    const html = await render({ ...report, sections, sources: [] });
    expect(html).toContain(`<h1>${report.mail.title}</h1>`);
    const { text } = wordsOfPage(html);
    for (const words of ["Dear colleague,", "We would like to meet.", "Yours sincerely,", "Letter 4 of 6, 11 May 2027"])
      expect(text).toContain(words);
    expect(text).not.toContain("registered patients");
  });

  test("escapes what stands in data", async () => {
    const name = `<script>alert(1)</script>{{x}} "O'Hara" & Co`;
    const html = await render({ ...report, recipient: { ...report.recipient, name } });
    expect(readScreenPage(html).scripts).toHaveLength(1);
    expect(wordsOfPage(html).text).toContain(name);
  });
});

describe("paper and email", () => {
  const report = sampleReport("worse-and-rising");
  const page = "https://reports.example/Z10001.html";

  test("lead to the page where it is known where it stands, with room for the line", async () => {
    const words = "This report on screen, with a plan to fill in";
    const paper = await printed({ ...report, page });
    expect(paper).toContain(`${words}: <a href="${page}">reports.example/Z10001.html</a>`);
    expect(await printed(report)).not.toContain(words);
    const sizes = readSizes(templates);
    const [linked, bare] = [{ ...report, page }, report].map((each) =>
      heightOf(each, firstPageOf(each, sizes), fitOf(each, sizes)),
    );
    expect(linked).toBeGreaterThan(bare ?? 0);
    const email = await compileEmail(templates);
    const { html, text } = await email({ ...report, page });
    expect(html).toContain(`<a href="${page}"`);
    expect(text.replace(/\s+/g, " ")).toContain(`${words}: ${page}`);
    expect((await email(report)).text).not.toContain(words);
  });

  test("say no plan where there is none", async () => {
    const sections = report.sections.filter(({ kind }) => kind !== "own-plan");
    expect(await printed({ ...report, page, sections })).toContain("This report on screen: <a");
  });
});

describe("templates of the page", () => {
  test.each([
    ['<script src="x.js"></script>', "<script"],
    ['<img src="https://elsewhere.example/x.png" alt="">', "<img"],
    ['<p onclick="x()">', "onclick="],
    ['<p style="color: red">', "style="],
  ])("may not hold %s", async (markup, told) => {
    const spoilt = { ...templates, "html/sections/why.hbs": markup };
    await expect(compileScreen(spoilt)).rejects.toThrow(`html/sections/why holds "${told}"`);
  });
});

describe("notes", () => {
  test("lead there and back, each mark of a source by a name of its own", () => {
    const mark = '<a href="#source-2">2</a>';
    const html = thereAndBack(
      `<p>${mark} ${mark}</p><li id="source-2"><a data-back="2"></a></li><li><a data-back="3"></a>`,
    );
    expect([...html.matchAll(/id="(cite-[\d-]+)"/g)].map((match) => match[1])).toEqual(["cite-2-1", "cite-2-2"]);
    expect(html).toContain(
      'href="#cite-2-2" role="doc-backlink" aria-label="Back 2 to where source 2 is named">Back 2</a>',
    );
    expect(html.endsWith("<li>")).toBe(true); // a source without a mark has no way back
  });
});

describe("an abbreviation", () => {
  const MHRA = [{ short: "MHRA", long: 'Medicines & "products"' }];

  test("is explained where it stands first in the text, and there alone", () => {
    const html = explainFirst("<title>MHRA</title><svg><text>MHRA</text></svg><p>The MHRA, the MHRA.</p>", MHRA);
    expect(html).toBe(
      '<title>MHRA</title><svg><text>MHRA</text></svg><p>The <abbr title="Medicines &amp; &quot;products&quot;">MHRA</abbr>, the MHRA.</p>',
    );
  });

  test("is none within another word", () => {
    expect(explainFirst("<p>MHRAs XMHRA</p>", MHRA)).toBe("<p>MHRAs XMHRA</p>");
  });
});

import { caniemail } from "caniemail";
import { beforeAll, describe, expect, test } from "vitest";
import { compileEmail, type EmailDocument, type EmailRenderer } from "../../src/render/email.ts";
import { wrapText } from "../../src/render/email-text.ts";
import { readTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import type { ComparisonSection } from "../../src/report/sections/comparison.ts";
import type { Section } from "../../src/report/sections.ts";
import { conditionalsBalance, mistakes, plainBranch, tagsOf, textOf, wordBranch } from "./email-markup.ts";
import { type State, sampleReport, states } from "./sample.ts";

let render: EmailRenderer;
const emails = new Map<State, EmailDocument>();
const emailOf = (state: State) => emails.get(state) as EmailDocument;

beforeAll(async () => {
  render = await compileEmail(await readTemplates("templates"));
  for (const state of states) emails.set(state, await render(sampleReport(state)));
});

describe.each(states)("the email of %s", (state) => {
  test("is small enough that no client clips it (M2)", () => {
    expect(Buffer.byteLength(emailOf(state).html)).toBeLessThan(90 * 1024);
  });

  test("holds nothing that clients block, and every picture is whole (M3)", () => {
    const { html, images } = emailOf(state);
    expect(html).not.toMatch(
      /<svg|<script|<form|<iframe|<link|data:|\.svg|\.webp|@import|@font-face|fonts\.googleapis|url\(/i,
    );
    const pictures = [...html.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    for (const tag of pictures) expect(tag).toMatch(/(?=.* alt="[^"]{10,160}")(?=.* width="\d+")(?=.* src="cid:)/);
    const called = pictures.map((tag) => /src="cid:([^"]+)"/.exec(tag)?.[1]);
    expect(called).toEqual(images.map(({ cid }) => cid));
  });

  test("is well formed in both branches (M4)", () => {
    const { html } = emailOf(state);
    expect(conditionalsBalance(html)).toBe(true);
    expect(mistakes(plainBranch(html))).toEqual([]);
    expect(mistakes(wordBranch(html))).toEqual([]);
  });

  test("uses nothing that a client lacks, but for what is reviewed (M6)", () => {
    expect(unsupported(emailOf(state).html).filter((title) => !(title in REVIEWED))).toEqual([]);
  });

  test("leaves nothing over (M11)", () => {
    const { subject, html, text } = emailOf(state);
    for (const part of [subject, html, text])
      expect(part).not.toMatch(/{{|}}|undefined|NaN|\[object Object\]|Invalid Date|theme\(|\bnull\b|\bfalse\b/);
  });

  test("says it in 150 words between headline and first step, and the step in 50", () => {
    const [, story = "", step = ""] = partsOf(emailOf(state).text);
    expect(wordsIn(story)).toBeLessThanOrEqual(150);
    expect(wordsIn(step)).toBeLessThanOrEqual(50);
  });

  test("says every number of the HTML in plain text too (M7)", () => {
    const { html, text } = emailOf(state);
    const said = new Set(numbersIn(text));
    expect(numbersIn(textOf(html)).filter((number) => !said.has(number))).toEqual([]);
  });

  test("says which way is better in plain text too, which shows no picture (M7)", () => {
    const { html, text } = emailOf(state);
    for (const way of ["Fewer is better.", "There is no right level."])
      expect(text.includes(way)).toBe(textOf(html).includes(way) || (state === "neutral" && way.startsWith("There")));
  });

  test("has lines of at most 72 characters, and addresses on lines of their own", () => {
    const lines = emailOf(state).text.split("\n");
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
    expect(lines.filter((line) => line.includes("https://")).every((line) => line.startsWith("https://"))).toBe(true);
  });

  test("has one first heading, then second headings, and says who reads it to whom", () => {
    const { html } = emailOf(state);
    expect(tagsOf(html).filter((tag) => tag === "h1")).toHaveLength(1);
    expect(tagsOf(html).filter((tag) => /^h[3-6]$/.test(tag))).toEqual([]);
    expect(html).toMatch(/<html lang="en-GB" dir="ltr"/);
    expect(plainBranch(html).match(/<table(?![^>]*role="presentation")[^>]*>/g)).toBeNull();
  });
});

/** What caniemail knows to be missing somewhere, and why the email does well without it. */
const REVIEWED: Readonly<Record<string, string>> = {
  outline: "MJML's reset of pictures; Word draws none anyway",
  "@media": "phone and dark layouts are a bonus; Word shows the desktop layout",
  "Chaining selectors": "MJML's td.mj-full-width-mobile; without it the picture keeps its width",
  "color-scheme CSS property": "a hint; the light colours hold without it",
  "color-scheme meta tag": "a hint; the light colours hold without it",
  "text-wrap": "balanced lines of headline and message; else they are merely unbalanced",
  "word-spacing": "MJML's preview line, which is hidden",
  "max-height property": "MJML's preview line; Word hides it by mso-hide",
  opacity: "MJML's preview line; Word hides it by mso-hide",
  overflow: "MJML's preview line; Word hides it by mso-hide",
  "table-layout": "MJML's text tables; their widths are given too",
  "border-spacing": "MJML's picture table; cellspacing says the same",
  "white-space": "texts of the axis, which are too short to break",
  "border-radius": "the button has square corners in Word",
  cursor: "MJML's button",
  "target attribute": "MJML's button; a mail client opens a new window anyway",
  "<body> element": "MJML's; a client puts its own round it, and a table holds our colours",
};

function unsupported(html: string): string[] {
  const { issues } = caniemail({
    clients: [
      "outlook.windows",
      "outlook.outlook-com",
      "outlook.macos",
      "outlook.ios",
      "gmail.desktop-webmail",
      "gmail.android",
      "apple-mail.ios",
    ],
    html,
  });
  return [...new Set([...issues.errors.values()].flat().map(({ title }) => title))];
}

test("every reviewed gap is one that the email has", () => {
  const found = new Set(states.flatMap((state) => unsupported(emailOf(state).html)));
  expect(Object.keys(REVIEWED).filter((title) => !found.has(title))).toEqual([]);
});

describe("what an email leaves out", () => {
  test("no bar and no value of its own where the value is withheld", () => {
    const { html } = emailOf("withheld");
    expect(html).toContain("fewer than 8");
    expect(html).not.toContain('bgcolor="#0B4880" style="width:');
  });

  test("no card, no picture and no words about dots where there are too few peers", () => {
    const { html, text, images } = emailOf("few-peers");
    expect(images).toEqual([]);
    expect(html).not.toMatch(/<img|Each dot|border:1px solid/);
    expect(text).toContain("TOO FEW PRACTICES TO COMPARE");
  });

  test("no picture where the author asked for bars alone", async () => {
    const { html, images } = await render(withChart(sampleReport("better"), { kind: "bars" }));
    expect(images).toEqual([]);
    expect(html).not.toContain("<img");
    expect(html).toContain("Typical practice");
  });

  test.each([0, 1, 3])("whole and well formed with %i facts (M4)", async (count) => {
    const report = edited(sampleReport("better"), "comparison", (section) => ({
      ...section,
      facts: section.facts.slice(0, count),
    }));
    const { html } = await render(report);
    expect(html.match(/class="lead rule"/g)?.length ?? 0).toBe(count);
    expect(mistakes(plainBranch(html))).toEqual([]);
    expect(mistakes(wordBranch(html))).toEqual([]);
  });

  test.each(["headline", "comparison", "first-step", "method"])("whole and well formed without %s", async (kind) => {
    const report = sampleReport("worse-and-rising");
    const { html } = await render({ ...report, sections: report.sections.filter((section) => section.kind !== kind) });
    expect(mistakes(plainBranch(html))).toEqual([]);
    expect(mistakes(wordBranch(html))).toEqual([]);
    expect(tagsOf(html)).toContain("h1");
  });

  test("references to sources, which stand on paper", () => {
    expect(emailOf("worse-and-rising").html).not.toContain("<sup");
    expect(emailOf("worse-and-rising").text).not.toContain("[1]");
  });

  test("an arm, a block or an action by its name", () => {
    for (const { html, text } of emails.values()) expect(html + text).not.toMatch(/tablets-high|data-block|\barm\b/);
  });
});

describe("the bars", () => {
  test("are as long as their values on the axis", async () => {
    const { html } = await render(withChart(sampleReport("better"), { peers: [1, 2, 3, 6], own: { value: 1.5 } }));
    expect(widths(html, "#0B4880")).toEqual([25]); // the axis ends at 6
  });

  test("end where the picture draws the same value", () => {
    const { html, images } = emailOf("worse-and-rising");
    const [, x] = /d="M([\d.]+),[^"]*" fill="none" stroke="#0B4880"/.exec(images[0]?.svg ?? "") ?? [];
    const [width = 0] = widths(html, "#0B4880");
    expect(Math.abs(Number(x) - (6 + (504 * width) / 100))).toBeLessThan(0.5);
  });

  test("of nothing are no bar, not a thin one", async () => {
    const { html } = await render(withChart(sampleReport("better"), { own: { value: 0 } }));
    expect(widths(html, "#0B4880")).toEqual([]);
  });

  test("that leave the scale are broken, and the words say where they end", async () => {
    const { html, text } = await render(withChart(sampleReport("better"), { peers: PEERS, own: { value: 46 } }));
    expect(widths(html, "#0B4880")).toEqual([92, 6]);
    expect(html).toContain("Off the scale: your practice at 46");
    expect(text).toContain("Off the scale: your practice at 46");
  });
});

describe("hostile words", () => {
  test.each(HOSTILE())("stay words in every part: %s", async (hostile) => {
    const { html, text, subject } = await render(withWords(sampleReport("better"), hostile));
    const harmless = await render(withWords(sampleReport("better"), "harmless"));
    expect(countsOf(tagsOf(html))).toEqual(countsOf(tagsOf(harmless.html)));
    expect(mistakes(wordBranch(html))).toEqual([]);
    expect(textOf(html).split(hostile).length).toBeGreaterThan(4);
    expect(text.replace(/\s+/g, " ")).toContain(hostile);
    expect(subject).toContain(hostile);
  });

  test("are no address: a link may only be https, mailto or tel", async () => {
    const report = edited(sampleReport("better"), "first-step", (section) => ({
      ...section,
      link: { words: "Go", url: "javascript:alert(1)" },
    }));
    await expect(render(report)).rejects.toThrow('invalid address "javascript:alert(1)"');
  });
});

describe("plain text", () => {
  test("breaks at spaces so that a client can flow it anew (RFC 3676), and never breaks a word", () => {
    expect(wrapText(" a".repeat(50)).split("\n")).toEqual(["a ".repeat(36), "a ".repeat(14).trim()]);
    expect(wrapText("w".repeat(90))).toBe("w".repeat(90));
    expect(wrapText(`> five`)).toBe(" > five"); // no quotation
    expect(wrapText(`${"w".repeat(71)} From here`).split("\n")).toEqual([`${"w".repeat(71)} `, " From here"]);
  });

  test("has no more than two empty lines together", () => {
    for (const { text } of emails.values()) expect(text).not.toMatch(/\n{4}|^\n|\n\n$/);
  });
});

test("the same report gives the same email (M8)", async () => {
  for (const state of states) expect(await render(sampleReport(state))).toEqual(emailOf(state));
});

const PEERS = Array.from({ length: 60 }, (_, index) => 1 + index / 20);

function HOSTILE(): string[] {
  return [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{subject}}",
    "{{{figures}}}",
    "{{> email/runs}}",
    "&amp; ]]>",
    "<!--[if mso]><b>",
    "</style></title>",
    "theme(accent)",
    "$& $1",
  ];
}

/** A report whose own words, of every kind, are given. */
function withWords(report: Report, words: string): Report {
  const sentence = [{ text: words }];
  const sections = report.sections.map((section): Section => {
    if (section.kind === "headline") return { ...section, say: sentence };
    if (section.kind === "comparison")
      return { ...section, message: sentence, facts: [{ slot: "facts.1", lead: sentence, text: sentence }] };
    return section;
  });
  return {
    ...report,
    sections,
    mail: { ...report.mail, subject: words, preheader: words, title: words },
    issuer: { ...report.issuer, priority: words, name: words },
  };
}

function withChart(report: Report, change: Partial<NonNullable<ComparisonSection["chart"]>>): Report {
  return edited(report, "comparison", (section) => {
    if (!section.chart) return section;
    const labels = section.chart.labels.map((label) => (label.role === "own" ? label : { ...label, at: 1 }));
    return { ...section, chart: { ...section.chart, labels, ...change } };
  });
}

function edited<K extends Section["kind"]>(
  report: Report,
  kind: K,
  edit: (section: Extract<Section, { kind: K }>) => Section,
): Report {
  const isIt = (section: Section): section is Extract<Section, { kind: K }> => section.kind === kind;
  return { ...report, sections: report.sections.map((section) => (isIt(section) ? edit(section) : section)) };
}

function widths(html: string, colour: string): number[] {
  const cells = html.matchAll(new RegExp(`bgcolor="${colour}" style="width:([\\d.]+)%`, "g"));
  return [...cells].map(([, width]) => Number(width));
}

function numbersIn(text: string): string[] {
  return text.match(/\d+(?:[.,]\d+)*/g) ?? [];
}

function countsOf(tags: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const tag of tags) counts[tag] = (counts[tag] ?? 0) + 1;
  return counts;
}

/** What stands before the report's title, from there to the first step, the step, and the rest. */
function partsOf(text: string): string[] {
  return text.split(/SLEEPING TABLETS AT [A-Z\s]*\n|START HERE|KEEP IT THERE|\nTAKE CARE\n|HELP, FREE OF CHARGE/);
}

function wordsIn(text: string): number {
  return text.trim().split(/\s+/).length;
}

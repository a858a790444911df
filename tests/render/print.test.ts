import { beforeAll, describe, expect, test } from "vitest";
import { whyNoFit } from "../../src/render/fit.ts";
import { compilePrint, firstPageOf, fitOf, type PrintRenderer } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { readTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import type { Section } from "../../src/report/sections.ts";
import { type State, sampleReport, states } from "./sample.ts";

let render: PrintRenderer;
beforeAll(async () => {
  render = await compilePrint(await readTemplates("templates"));
});

describe.each(states)("%s", (state) => {
  test("is one whole document in which nothing is missing", async () => {
    const html = await render(sampleReport(state));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en-GB"/);
    expect(html).not.toMatch(/\{\{|undefined|NaN|\[object|<script|<strong|<em>|<figure|<aside|opacity|url\(/);
    expect(html).toContain(
      `<title>Sleeping tablets in later life: ${sampleReport(state).recipient.name} (${sampleReport(state).recipient.code}), May 2027</title>`,
    );
  });

  test("has headings in order, charts with alternatives and no empty cell", async () => {
    const html = await render(sampleReport(state));
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(
      html.match(/<svg (?!role="img" aria-label="[^"]|xmlns="[^"]+" role="img" aria-label="[^"]|aria-hidden)/g),
    ).toBeNull();
    expect(html.match(/<t[dh][^>]*>\s*<\/t[dh]>/g)).toBeNull();
    expect(html.match(/<th(?! scope)[ >]/g)).toBeNull();
  });
});

test("sections come in the report's order, and startsPage starts a page", async () => {
  const html = await render(sampleReport("worse-and-rising"));
  const kinds = [...html.matchAll(/<section class="(page|block [a-z-]+)(?: [a-z-]+)?"/g)].map(([, name]) =>
    name?.replace(/block |-section/g, ""),
  );
  expect(kinds).toEqual([
    "page",
    "trend",
    "table",
    "why",
    "multiples",
    "cautions",
    "page",
    "actions",
    "own-plan",
    "method",
  ]);
});

test.each([
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  "{{x}}{{{y}}}{{> z}}",
  "</style><b>",
  "]]>&amp;",
])("markup in data stays literal: %s", async (evil) => {
  const plain = await render(withEverywhere(sampleReport("worse-and-rising"), "plain words"));
  const html = await render(withEverywhere(sampleReport("worse-and-rising"), evil));
  const count = (text: string) => text.match(/<[a-z]/g)?.length;
  const blind = (text: string) => text.replace(/<br>|<span class="nobr">/g, "");
  expect(count(blind(html))).toBe(count(blind(plain)));
  expect(html).not.toContain("<script>");
  expect(html.split("</style>")).toHaveLength(2);
});

describe("page one", () => {
  test("gives way in steps as its texts grow, and at last refuses", async () => {
    const steps: string[] = [];
    const usual = chartHeight(await render(grown(0)));
    for (let lines = 0; lines < 14; lines++)
      steps.push(
        await render(grown(lines)).then(
          (html) => stepOf(html, usual),
          (error: Error) => error.message,
        ),
      );
    const order = ["as it is", "no pointers", "lower dots", "long headline", "long headline, lower dots"];
    const ranks = steps.slice(0, -1).map((step) => (step.startsWith("page one") ? order.length : order.indexOf(step)));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect([1, 3, 5].every((rank) => ranks.includes(rank))).toBe(true);
    expect(steps.at(-1)).toMatch(/^page one of Z10001 is \d+ mm too long/);
  });

  test("is said not to fit where it is refused, and only there", async () => {
    const sizes = readSizes(await readTemplates("templates"));
    const refused = (report: Report) => {
      try {
        fitOf(report, sizes);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    };
    const reports = Array.from({ length: 14 }, (_, lines) => grown(lines));
    const said = reports.map((report) => whyNoFit(report, firstPageOf(report, sizes)));
    expect(said).toEqual(reports.map(refused));
    expect(new Set(said.map((why) => why === undefined))).toEqual(new Set([true, false]));
  });

  test.each([
    [6, "ten"],
    [7, "nine"],
  ])("an address of %i lines is set in %s points", async (lines, size) => {
    const report = sampleReport("worse-and-rising");
    const address = Array.from({ length: lines }, (_, i) => `Line ${i + 1}`);
    expect(await render({ ...report, recipient: { ...report.recipient, address } })).toContain(
      `class="address ${size}"`,
    );
  });

  test("a long name gives way to the code at the foot", async () => {
    const running = (state: State) => render(sampleReport(state)).then((html) => /--running: ([^>]*)"/.exec(html)?.[1]);
    expect(await running("better")).toContain("Larkfield Surgery, Z10001. Sleeping tablets");
    expect(await running("long-name")).toContain("&quot;Practice Z10047. Sleeping tablets");
  });

  test("recipients that are no practices are called what the campaign calls them", async () => {
    const report = sampleReport("long-name");
    const html = await render({
      ...report,
      recipient: { ...report.recipient, called: { one: "place", many: "places" } },
    });
    expect(html).toContain("<dt>Place</dt>");
    expect(html).toContain("&quot;Place Z10047. Sleeping tablets");
  });
});

function stepOf(html: string, usual: number): string {
  const dots = chartHeight(html) < usual ? "lower dots" : undefined;
  if (html.includes('<h1 class="long"')) return ["long headline", dots].filter(Boolean).join(", ");
  return dots ?? (html.includes("Inside: ") ? "as it is" : "no pointers");
}

/** px */
function chartHeight(html: string): number {
  return Number(/height="([\d.]+)"/.exec(html.split('<section class="comparison')[1] ?? "")?.[1]);
}

/** A report whose standfirst has so many more lines. */
function grown(lines: number): Report {
  const report = sampleReport("first-report");
  const more = { text: " One more line of words that says nothing new but takes the width of the page.".repeat(lines) };
  return withSections(report, (section) =>
    section.kind === "headline" ? { ...section, standfirst: [...section.standfirst, more] } : section,
  );
}

function withSections(report: Report, change: (section: Section) => Section): Report {
  return { ...report, sections: report.sections.map(change) };
}

/** The text in many places: names, address, figures, sentences, titles. */
function withEverywhere(report: Report, text: string): Report {
  const short = text.slice(0, 24);
  return {
    ...withSections(report, (section) => {
      if (section.kind === "headline") return { ...section, standfirst: [{ text }] };
      if (section.kind === "trend") return { ...section, message: [{ text }] };
      if (section.kind === "actions") return { ...section, title: text, note: text };
      if (section.kind === "why" || section.kind === "cautions")
        return { ...section, title: text, points: section.points.map((point) => ({ ...point, text: [{ text }] })) };
      return section;
    }),
    campaign: { ...report.campaign, title: short },
    recipient: { ...report.recipient, name: short, network: short, address: [short, "Town", "EM1 1AA"] },
    issuer: { ...report.issuer, name: short, by: short },
    sources: report.sources.map((source) => ({ ...source, text })),
  };
}

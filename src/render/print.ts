import { monthName, toMonth } from "../month.ts";
import { calledOf } from "../report/called.ts";
import { isLetterReport } from "../report/letter.ts";
import type { GroupsSection, MultiplesSection, Report, Section, TableSection } from "../report/report.ts";
import { type Charts, compileCharts, drawSmallTrend, drawSvg } from "./charts.ts";
import { type Fit, fitPageOne, type PageOne } from "./fit.ts";
import { compileHandlebars, partialsIn } from "./handlebars.ts";
import { toQr } from "./qr.ts";
import type { Html } from "./sentence.ts";
import { readSizes, type Sizes } from "./sizes.ts";
import type { Svg } from "./svg.ts";
import { type Templates, templateAt } from "./templates.ts";
import { textWidth } from "./text-width.ts";
import { readTheme, toCss } from "./theme.ts";
import { largestOf } from "./trend.ts";

/** The report as one complete HTML document, ready to print. */
export type PrintRenderer = (report: Report) => Promise<string>;

/** Compiles templates, style sheet and charts once; what comes back needs some milliseconds for a report. */
export async function compilePrint(templates: Templates): Promise<PrintRenderer> {
  const charts = compileCharts(templates);
  const sheets = ["print/report.css", "print/sizes.css"].map((path) => templateAt(templates, path));
  const css = [toCss(readTheme(templates)), ...sheets].join("\n") as Html;
  const sizes = readSizes(templates);
  const name = "print/report.hbs";
  const fill = compileHandlebars(templateAt(templates, name), { name, partials: partialsIn(templates, "print/") });
  return async (report) => fill(await viewOf(report, { charts, css, sizes }));
}

/** How page one of a report is set. Throws where it does not fit; draws nothing, so it is quick. */
export function fitOf(report: Report, sizes: Sizes): Fit {
  return fitPageOne(report, firstPageOf(report, sizes));
}

/** What stands on page one of a report, as its height is worked out from. */
export function firstPageOf(report: Report, sizes: Sizes): PageOne {
  const { first, pages } = toPages(report.sections, sizes);
  return { ...pageOneOf(first), pointers: pointersTo(pages.flat()), sheet: sheetOf(report), sizes };
}

/** What the templates see: the report, its charts drawn, its sections put on pages. */
type PrintView = Omit<Report, "rehearsal"> & {
  rehearsal: string | null;
  title: string;
  running: string; // the foot of every page
  month: string; // "October 2026"
  recipientKind: string; // what the recipient is, as a heading: "Practice"
  css: { html: Html };
  fit: Fit;
  pointers: string;
  letter: boolean; // words alone, without figures
  link: { words: string; url: string } | null; // where the first step's material is
  first: readonly SectionView[];
  pages: readonly { sections: readonly SectionView[] }[];
};

type SectionView = Section | (Section & { svg?: Svg });

type Setting = { charts: Charts; css: Html; sizes: Sizes };

async function viewOf(report: Report, { charts, css, sizes }: Setting): Promise<PrintView> {
  const { first, pages } = toPages(report.sections, sizes);
  const month = monthName(toMonth(report.cycle.issued));
  const pointers = pointersTo(pages.flat());
  const fit = fitOf(report, sizes);
  const view = (section: Section) => sectionView(section, report, charts, fit);
  return {
    ...report,
    rehearsal: report.rehearsal ?? null,
    title: `${report.campaign.title}: ${report.recipient.name}, ${month}`,
    running: runningFoot(report, month),
    month,
    recipientKind: kindOf(report),
    css: { html: css },
    fit,
    pointers,
    letter: isLetterReport(report),
    link: pageOneOf(first).step?.link ?? null,
    first: await Promise.all(first.map(view)),
    pages: await Promise.all(pages.map(async (sections) => ({ sections: await Promise.all(sections.map(view)) }))),
  };
}

const ON_PAGE_ONE: readonly Section["kind"][] = ["headline", "letter", "comparison", "first-step"];

/**
 * Page one takes the leading headline, comparison and first step; after that every `startsPage` begins a new one. Where the
 * words are too large for all of it, the comparison begins the next page.
 */
function toPages(
  sections: readonly Section[],
  { comparisonPage }: Pick<Sizes, "comparisonPage">,
): { first: Section[]; pages: Section[][] } {
  const end = sections.findIndex((section, i) => !ON_PAGE_ONE.includes(section.kind) || (i > 0 && section.startsPage));
  const leading = end < 0 ? [...sections] : sections.slice(0, end);
  const isLater = ({ kind }: Section) => comparisonPage > 1 && kind === "comparison";
  const later = leading.filter(isLater);
  const pages: Section[][] = later.length > 0 ? [later] : [];
  for (const section of end < 0 ? [] : sections.slice(end)) {
    const last = pages.at(-1);
    if (last && !section.startsPage) last.push(section);
    else pages.push([section]);
  }
  return { first: leading.filter((section) => !isLater(section)), pages };
}

function pageOneOf(first: readonly Section[]): Pick<PageOne, "headline" | "letter" | "comparison" | "step"> {
  const letter = first.find((section) => section.kind === "letter");
  const headline = first.find((section) => section.kind === "headline");
  const comparison = first.find((section) => section.kind === "comparison");
  const step = first.find((section) => section.kind === "first-step");
  return {
    ...(headline && { headline }),
    ...(letter && { letter }),
    ...(comparison && { comparison }),
    ...(step && { step }),
  };
}

function sheetOf(report: Report): PageOne["sheet"] {
  const { recipient, issuer } = report;
  const { name, code, network } = recipient;
  const patients = isLetterReport(report) ? undefined : recipient.patients;
  return [
    { lines: [name, network ? `${code}, ${network}` : code, ...(patients ? [`${patients} registered patients`] : [])] },
    { lines: [recipient.audience] },
    { lines: issuer.signatories.map((signatory) => `${signatory.name}, ${signatory.role}`) },
  ];
}

/** How many pages a report is meant to have: the first, and one for every section that begins one after it. */
export function plannedPages(sections: readonly Section[]): number {
  return 1 + toPages(sections, { comparisonPage: 1 }).pages.length;
}

/** The section with its charts drawn. */
async function sectionView(section: Section, { figures }: Report, charts: Charts, fit: Fit): Promise<SectionView> {
  switch (section.kind) {
    case "comparison":
      return section.chart ? { ...section, svg: await drawSvg(charts, section.chart, figures, fit) } : section;
    case "trend":
      return { ...section, svg: await drawSvg(charts, section.chart, figures) };
    case "table":
      return { ...section, rows: await Promise.all(section.rows.map((row) => rowView(row, figures, charts))) };
    case "groups":
      return { ...section, rows: await Promise.all(section.rows.map((row) => rowView(row, figures, charts))) };
    case "multiples":
      return { ...section, charts: await smallTrends(section, figures, charts) };
    case "method":
      return { ...section, svg: toQr(section.link.url) };
    default:
      return section;
  }
}

async function rowView<Row extends TableSection["rows"][number] | GroupsSection["rows"][number]>(
  row: Row,
  figures: Report["figures"],
  charts: Charts,
) {
  return row.strip ? { ...row, svg: await drawSvg(charts, row.strip, figures) } : row;
}

function smallTrends({ charts: trends, sameScale }: MultiplesSection, figures: Report["figures"], charts: Charts) {
  const shared = sameScale ? Math.max(...trends.map(largestOf)) : undefined;
  return Promise.all(
    trends.map(async (trend) => ({ ...trend, svg: await drawSmallTrend(charts, trend, figures, shared) })),
  );
}

/** "Inside: your trend, all measures, the evidence, four actions, your own plan." */
function pointersTo(sections: readonly Section[]): string {
  const words = [...new Set(sections.flatMap(pointerTo))];
  return words.length === 0 ? "" : `Inside: ${words.join(", ")}.`;
}

/** What a section is called on page one; nothing for those that nobody turns a page for. */
function pointerTo(section: Section): string[] {
  switch (section.kind) {
    case "trend":
      return ["your trend"];
    case "table":
      return ["all measures"];
    case "groups":
      return ["figures by group"];
    case "points":
      return section.style === "why" ? ["the evidence"] : [];
    case "actions":
      return [
        section.actions.length === 1
          ? "one action"
          : `${COUNTS[section.actions.length] ?? section.actions.length} actions`,
      ];
    case "own-plan":
      return ["your own plan"];
    default:
      return [];
  }
}

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/** The longest of these that leaves room for the page number. */
function runningFoot(report: Report, month: string): string {
  const { recipient, campaign, cycle } = report;
  const series = `${isLetterReport(report) ? "letter" : "report"} ${cycle.number}, ${month}`;
  const shortest = `${kindOf({ recipient })} ${recipient.code}`;
  const forms = [
    `${recipient.name}, ${recipient.code}. ${campaign.title}, ${series}`,
    `${shortest}. ${campaign.title}, ${series}`,
    `${shortest}, ${series}`,
  ];
  return forms.find((form) => textWidth(form, { size: 11.33, weight: 400 }) <= 530) ?? shortest;
}

/** "Practice": what the recipient is, where a line begins with it. */
function kindOf({ recipient }: Pick<Report, "recipient">): string {
  const { one } = calledOf(recipient);
  return `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
}

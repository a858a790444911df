import { monthName, toMonth } from "../month.ts";
import { calledOf } from "../report/called.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { type Charts, compileCharts } from "./charts.ts";
import { envelopeCss } from "./envelope.ts";
import { fitPageOne, nextWords, type PageOne, screenLink } from "./fit.ts";
import { compileHandlebars, partialsIn } from "./handlebars.ts";
import type { Fit, Rung } from "./height.ts";
import { toPages } from "./pages.ts";
import type { Link, PaperDrawing } from "./sections/module.ts";
import { faceOf } from "./sections.ts";
import type { Html } from "./sentence.ts";
import { readSizes, type Sizes } from "./sizes.ts";
import { type Templates, templateAt } from "./templates.ts";
import { textWidth } from "./text-width.ts";
import { readTheme, toCss } from "./theme.ts";

/** The report as one complete HTML document, ready to print: page one as it is fitted by itself, or as it is told. */
export type PrintRenderer = (report: Report, fit?: Fit) => Promise<string>;

/**
 * Compiles templates, style sheet and charts once; what comes back needs some milliseconds for a report. Charts that the email
 * draws too may be given.
 */
export async function compilePrint(templates: Templates, given?: Charts): Promise<PrintRenderer> {
  const charts = given ?? (await compileCharts(templates));
  const sheets = ["print/report.css", "print/sizes.css"].map((path) => templateAt(templates, path));
  const css = [toCss(readTheme(templates)), ...sheets].join("\n");
  const sizes = readSizes(templates);
  const name = "print/report.hbs";
  const fill = compileHandlebars(templateAt(templates, name), { name, partials: partialsIn(templates, "print/") });
  return async (report, fit = fitOf(report, sizes)) => fill(await viewOf(report, { charts, css, sizes, fit }));
}

/** How page one of a report is set, by itself or as it was decided. Throws where it does not fit; draws nothing, so it is quick. */
export function fitOf(report: Report, sizes: Sizes, decided?: Rung): Fit {
  return fitPageOne(report, firstPageOf(report, sizes), decided);
}

/** What stands on page one of a report, as its height is worked out from. */
export function firstPageOf(report: Report, sizes: Sizes): PageOne {
  const { first, pages } = toPages(report.sections, sizes);
  const link = helpLinkOf(first);
  return {
    sections: first,
    ...(link ? { link } : {}),
    pointers: pointersTo(pages.flat()),
    sheet: sheetOf(report),
    sizes,
  };
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
  next: string; // when the next report comes
  onScreen: Link | null; // where the same stands as a page for the screen
  link: HelpLink | null; // where the first step's material is
  flow: readonly object[]; // sections of page one, as their templates see them
  foot: readonly object[];
  pages: readonly { sections: readonly object[] }[];
};

type HelpLink = Link & { section: string }; // name of its section

type PrintSetting = { charts: Charts; css: string; sizes: Sizes; fit: Fit };

async function viewOf(report: Report, { charts, css, sizes, fit }: PrintSetting): Promise<PrintView> {
  const { first, pages } = toPages(report.sections, sizes);
  const month = monthName(toMonth(report.cycle.issued));
  const view = (sections: readonly Section[]) => sectionViews(sections, { report, sizes, charts, fit });
  const isFoot = (section: Section) => faceOf(section).pageOne?.place === "foot";
  return {
    ...report,
    rehearsal: report.rehearsal ?? null,
    title: `${report.campaign.title}: ${report.recipient.name} (${report.recipient.code}), ${month}`,
    running: runningFoot(report, month),
    month,
    recipientKind: kindOf(report),
    css: { html: `${css}\n${envelopeCss(report.envelope)}` as Html },
    fit,
    pointers: pointersTo(pages.flat()),
    letter: isLetterReport(report),
    next: nextWords(report),
    onScreen: screenLink(report) ?? null,
    link: helpLinkOf(first) ?? null,
    flow: await view(first.filter((section) => !isFoot(section))),
    foot: await view(first.filter(isFoot)),
    pages: await Promise.all(pages.map(async (sections) => ({ sections: await view(sections) }))),
  };
}

/** Sections as their templates see them, charts drawn. */
function sectionViews(sections: readonly Section[], drawing: PaperDrawing): Promise<object[]> {
  return Promise.all(sections.map((section) => faceOf(section).paper?.(section, drawing) ?? section));
}

function helpLinkOf(first: readonly Section[]): HelpLink | undefined {
  return first.flatMap((section): HelpLink[] => {
    const link = faceOf(section).helpLink?.(section);
    return link ? [{ ...link, section: section.name }] : [];
  })[0];
}

function sheetOf(report: Report): PageOne["sheet"] {
  const { recipient, issuer } = report;
  const { name, code, network } = recipient;
  const patients = isLetterReport(report) ? undefined : recipient.patients;
  return [
    { name, lines: [network ? `${code}, ${network}` : code, ...(patients ? [`${patients} registered patients`] : [])] },
    { lines: [recipient.audience] },
    { lines: issuer.signatories.map((signatory) => `${signatory.name}, ${signatory.role}`) },
  ];
}

/** "Inside: your trend, all measures, the evidence, four actions, your own plan." */
function pointersTo(sections: readonly Section[]): string {
  const words = [...new Set(sections.flatMap((section) => faceOf(section).pointer?.(section) ?? []))];
  return words.length === 0 ? "" : `Inside: ${words.join(", ")}.`;
}

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
export function kindOf({ recipient }: Pick<Report, "recipient">): string {
  const { one } = calledOf(recipient);
  return `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
}

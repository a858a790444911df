import { inspectPages } from "../output/inspect/inspect.ts";
import { flawKinds } from "../output/inspect/layout.ts";
import { leadingSections } from "../render/pages.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { toWords } from "../report/sentence.ts";
import { hasChart } from "./charts.ts";
import { markupOf, type RenderedSubject, type Seen, type Spot } from "./rule.ts";
import { headlineSignals, type ReportSubject } from "./subject.ts";
import { allTexts, countWords, saidIn } from "./words.ts";

const ink =
  /\b(?:linear|radial|conic)-gradient\(|\b(?:box|text)-shadow\s*:\s*(?!none)|\bbackground-image\s*:\s*(?!none)|\bfilter\s*:\s*drop-shadow|\bperspective\s*:|<(?:linear|radial)Gradient\b/i;

export function isPlain({ rendered }: RenderedSubject): Seen[] {
  return markupOf(rendered).flatMap(([channel, html]): Seen[] => {
    const found = ink.exec(html)?.[0];
    return found ? [{ what: `decoration in ${channel}: ${found.trim()}`, hint: "take it out of the template" }] : [];
  });
}

export function usesFewColours({ rendered }: RenderedSubject): Seen[] {
  return markupOf(rendered).flatMap(([channel, html]): Seen[] => {
    const hues = new Set((html.match(/#[0-9a-f]{6}\b/gi) ?? []).flatMap(hueOf));
    return hues.size > 5 ? [{ what: `${hues.size} hues in ${channel}`, hint: "use at most five in the theme" }] : [];
  });
}

/** The twelfth of the colour circle; nothing of a grey. */
function hueOf(hex: string): number[] {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const range = most - least;
  if (range < 0.15) return [];
  const turn = most === r ? ((g - b) / range + 6) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [Math.round(turn * 2) % 12];
}

/** Page one is what leads to the first section that has no place on it. */
export function isWholeOnPageOne(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  const first = leadingSections(report.sections);
  const missing = isLetterReport(report) ? [] : missingOf(subject, first);
  const facts = first.flatMap((section) => (section.kind === "comparison" ? section.facts : [])).length;
  const words = saidIn(report)
    .filter(({ section }) => first.includes(section))
    .filter(({ section, slot }) => !(section.kind === "first-step" && slot === "caution")) // what safety needs is not counted
    .reduce((sum, { text }) => sum + countWords(text), 0);
  return [
    ...missing.map((what) => ({
      what: `page one does not hold ${what}`,
      hint: "put headline, comparison and first-step first",
      at,
    })),
    ...(facts > 3 ? [{ what: `${facts} facts beside the chart`, hint: "keep three at most", at }] : []),
    ...(words > 150
      ? [
          {
            what: "a message of more than 150 words, from headline to first step",
            example: `${words} words`,
            hint: "shorten standfirst, facts and first step",
            at,
          },
        ]
      : []),
  ];
}

/** What page one of a report with figures must hold, and this one does not. */
function missingOf(subject: ReportSubject, first: readonly Section[]): string[] {
  return [
    first.some(({ kind }) => kind === "headline") ? [] : ["the headline"],
    !headlineSignals(subject).has("compared") || first.some(hasChart) ? [] : ["the comparison"],
    first.some(({ kind }) => kind === "first-step") ? [] : ["a first step"],
  ].flat();
}

/** Words that stand at the edges of page one and are looked up, not read: letterhead, help, foot, labels of the chart. */
function edgesOf({ recipient, issuer, campaign, sections, figures }: Report): string {
  const { help, signatories } = issuer;
  const labels = leadingSections(sections).flatMap((section) =>
    section.kind === "comparison" ? (section.chart?.labels ?? []).flatMap(({ head, note }) => [head, note]) : [],
  );
  return [
    ...recipient.address,
    `${recipient.audience} ${recipient.name} ${recipient.code} ${recipient.network ?? ""} registered patients`,
    `${issuer.name} ${issuer.by} ${campaign.title}`,
    `Page of ${recipient.name} ${recipient.code} ${campaign.title} report`,
    ...signatories.map(({ name, role }) => `${name} ${role}`),
    help.title,
    ...help.lines,
    help.note,
    ...labels.map((label) => toWords(label, figures)),
  ].join(" ");
}

/** What safety needs is not counted. */
function cautionsOf({ sections, figures }: Report): string {
  const cautions = sections.filter(({ kind }) => kind === "cautions");
  return allTexts({ sections: cautions, figures }).join(" ");
}

export function isShort({ report, campaign, rendered }: RenderedSubject): Seen[] {
  const { pdf, email } = rendered;
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  const [first = 0, ...rest] = (pdf?.text ?? []).map(countWords);
  const one = first - countWords(edgesOf(report));
  const most = Math.max(0, ...rest);
  const mail = countWords(email?.text ?? "") - countWords(cautionsOf(report));
  const seen = (what: string, example: string, hint: string): Seen => ({ what, example, hint, at });
  return [
    ...(pdf && pdf.pages > 4
      ? [seen("more than four pages", `${pdf.pages} pages`, "take out what fewest readers miss")]
      : []),
    ...(one > 250
      ? [seen("more than 250 words on page one", `${one} words`, "shorten standfirst, facts and first step")]
      : []),
    ...(most > 600 ? [seen("more than 600 words on a page", `${most} words`, "offer fewer actions or points")] : []),
    ...(mail > 400
      ? [
          seen(
            "more than 400 words in the email",
            `${mail} words`,
            "shorten it: the report is attached or a click away",
          ),
        ]
      : []),
  ];
}

/** What an inspector of the printed pages finds; what would wrong the recipient is an error. */
export function standsWell({ rendered: { pdf }, report, campaign }: RenderedSubject): Seen[] {
  if (!pdf?.layout) return [];
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  return inspectPages({ layout: pdf.layout, text: pdf.text, splits: pdf.splits ?? [] }, report).map(
    ({ kind, what }) => ({
      what: flawKinds[kind].says,
      example: what,
      hint: flawKinds[kind].hint,
      at,
      ...(flawKinds[kind].isGrave ? { severity: "error" as const } : {}),
    }),
  );
}

export function isAccessible({ rendered, campaign }: RenderedSubject): Seen[] {
  const { pdf, email, html } = rendered;
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["channels"] };
  const template = "the template must give it";
  const unnamed = /<img(?![^>]*\balt=)[^>]*>/i.test(
    markupOf(rendered)
      .map(([, markup]) => markup)
      .join("\n"),
  );
  return [
    ...(pdf && !pdf.tagged ? [{ what: "a PDF without tags", hint: "print it tagged" }] : []),
    ...(pdf && !pdf.title ? [{ what: "a PDF without a title", hint: template }] : []),
    ...(pdf && pdf.language !== "en-GB"
      ? [{ what: `a PDF in the language ${pdf.language ?? "unknown"}`, hint: template }]
      : []),
    ...(unnamed ? [{ what: "a picture without an alternative text", hint: template }] : []),
    ...(pdf && !email && !html
      ? [{ what: "a PDF without the same report as HTML", hint: "add html or email to `channels`", at }]
      : []),
  ];
}

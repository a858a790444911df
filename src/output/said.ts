import { emailKinds } from "../render/sections.ts";
import type { ChartLabel } from "../report/chart.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import { chartsIn, type Section, textsIn } from "../report/sections.ts";
import { type Figures, type Sentence, toWords } from "../report/sentence.ts";

/** Something that a reader must find, and what it is of: "trend-2.message", "signatory". */
export type SaidText = { of: string; words: string };

/** Where a report is read: on paper and on a screen everything stands, in an email the sections of the kinds that it shows. */
export type Medium = "paper" | "email" | "screen";

/**
 * Everything that authors wrote into a report and that its reader must find, figures filled in. Of the engine's own words the
 * labels of charts are among it; axes, alternative texts and cells of tables are told in ways of their own, and are not. On a
 * screen they are: there they stand as words.
 */
export function saidOn(medium: Medium, report: Report): SaidText[] {
  const { sections, figures } = report;
  const shown = sections.filter(({ kind }) => medium !== "email" || emailKinds.includes(kind));
  const said = shown.flatMap((section) => [
    ...("action" in section ? [section.action.who, section.action.by] : []).map((words) => ({
      of: `${section.name}.action`,
      words,
    })),
    ...labelsIn(section).map(({ head }) => ({ of: `${section.name}.chart`, words: toWords(head, figures) })),
    ...(medium === "screen" ? numbersOf(section, figures) : []),
    ...textsIn(section).flatMap(({ slot, words, from }) => {
      if (from === "engine" && (medium !== "screen" || /^charts?\b/.test(slot))) return []; // of charts below
      const all = words.flatMap((sentence) => betweenCites(sentence, figures));
      return all.map((each): SaidText => ({ of: `${section.name}.${slot}`, words: each }));
    }),
  ]);
  return [...aboutOf(medium, report), ...notesOn(medium, report), ...said].filter(({ words }) =>
    /[\p{L}\p{N}]/u.test(words),
  );
}

/** The alternative text of each chart of a section, and every row of the table under it. */
function numbersOf(section: Section, figures: Figures): SaidText[] {
  const of = `${section.name}.chart`;
  return chartsIn(section).flatMap((chart) => [
    { of, words: toWords(chart.alt, figures) },
    ...("table" in chart ? chart.table.rows : []).map(({ head, cells }) => ({ of, words: [head, ...cells].join(" ") })),
  ]);
}

/** What is to be known of the figures: on paper it stands with the method, where there is one. */
function notesOn(medium: Medium, { notes = [], sections, figures }: Report): SaidText[] {
  if (medium === "paper" && !sections.some(({ kind }) => kind === "method")) return [];
  return notes.map(({ text }) => ({ of: "note", words: toWords(text, figures) }));
}

/** What the marks of a section's charts are called, with their values. */
function labelsIn(section: Section): readonly ChartLabel[] {
  return chartsIn(section).flatMap((chart) => ("labels" in chart ? chart.labels : []));
}

/** Which report of the series it is, who sends it and who helps. */
function aboutOf(medium: Medium, report: Report): SaidText[] {
  const { campaign, cycle, issuer, mail } = report;
  const kind = isLetterReport(report) ? "letter" : "report";
  const number =
    medium === "paper" ? `${kind} ${cycle.number}, ${cycle.issuedText}` : `${kind} ${cycle.number} of ${cycle.of}`;
  const contact = { of: "contact", words: issuer.contact.phone };
  return [
    { of: "campaign", words: campaign.title },
    { of: "cycle", words: number },
    ...issuer.signatories.map(({ name, role }) => ({ of: "signatory", words: `${name}, ${role}` })),
    ...issuer.help.lines.map((line) => ({ of: "help", words: line })),
    ...(medium === "email" ? [{ of: "title", words: mail.title }] : []),
    ...(medium === "paper" ? [] : [contact]),
  ];
}

/** The parts of a sentence between its pointers to sources, which stand as small numbers in between. */
function betweenCites(sentence: Sentence, figures: Figures): string[] {
  const parts: Sentence[] = [[]];
  for (const span of sentence) {
    if ("cite" in span) parts.push([]);
    else parts[parts.length - 1] = [...parts.at(-1)!, span];
  }
  return parts.map((part) => toWords(part, figures));
}

/** The first thing that is not there, on one of some pages or from the end of one to the beginning of the next. */
export function findUnsaid(pages: readonly string[], said: readonly SaidText[]): SaidText | undefined {
  const squeezed = pages.map(squeeze);
  return said.find(({ words }) => !squeezed.some((page) => page.includes(squeeze(words))) && !isAcross(pages, words));
}

/** Whether a text begins on one page and goes on on the next. */
function isAcross(pages: readonly string[], words: string): boolean {
  const parts = words.split(/\s+/);
  return pages.slice(1).some((next, i) =>
    parts.some((_, at) => {
      const [begin, end] = [squeeze(parts.slice(0, at).join(" ")), squeeze(parts.slice(at).join(" "))];
      return squeeze(pages[i]!).includes(begin) && squeeze(next).includes(end);
    }),
  );
}

/** In small letters, without spaces and signs that are not seen: lines end and headings stand in capitals as they may. */
function squeeze(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s\u00AD\u200B-\u200D\u2060\uFEFF]+/gu, "");
}

import { monthName, toMonth } from "../month.ts";
import { capital } from "../report/format.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { nextWords } from "./fit.ts";
import { kindOf } from "./print.ts";
import type { Link, ScreenDrawing } from "./sections/module.ts";
import { faceOf } from "./sections.ts";

/** What the templates of the page for the screen see. */
export type ScreenView = Omit<Report, "rehearsal" | "abbreviations" | "sections" | "notes"> & {
  title: string; // of the document: unique to recipient, campaign and cycle
  rehearsal: string | null;
  letter: boolean;
  heading: string | null; // of the page, where no section heads it
  facts: readonly { term: string; lines: readonly string[] }[];
  contents: readonly { part: string; title: string }[];
  sections: readonly (object & { part: string })[]; // as their templates see them; part: the id that links lead to
  notes: NonNullable<Report["notes"]>; // where no section says them
  abbreviations: NonNullable<Report["abbreviations"]>;
  help: { title: string; lines: readonly ContactLink[]; note: string; link: Link | null };
  query: Link | null; // where those who doubt a figure look
  contact: { email: ContactLink; phone: ContactLink };
  stop: string;
  next: string;
};

/** A line that may be a mailbox or a number to ring. */
type ContactLink = { text: string; href: string | null };

export async function screenView(report: Report, drawing: Omit<ScreenDrawing, "report">): Promise<ScreenView> {
  const { recipient, campaign, cycle, issuer, sections } = report;
  const month = monthName(toMonth(cycle.issued));
  const linked = <K extends "helpLink" | "queryLink">(key: K) =>
    sections.flatMap((section) => faceOf(section)[key]?.(section) ?? [])[0] ?? null;
  const viewed = sections.map(async (section) => ({
    ...(await faceOf(section).screen.view(section, { report, ...drawing })),
    part: partOf(section),
  }));
  return {
    ...report,
    title: `${campaign.title}: ${recipient.name} (${recipient.code}), ${month}`,
    rehearsal: report.rehearsal ?? null,
    letter: isLetterReport(report),
    heading: sections.some((section) => faceOf(section).screen.heads) ? null : report.mail.title,
    facts: factsOf(report),
    contents: contentsOf(sections),
    sections: await Promise.all(viewed),
    notes: sections.some(({ kind }) => kind === "method") ? [] : (report.notes ?? []),
    abbreviations: report.abbreviations ?? [],
    help: { ...issuer.help, lines: issuer.help.lines.map(contactOf), link: linked("helpLink") },
    query: linked("queryLink"),
    contact: { email: contactOf(issuer.contact.email), phone: contactOf(issuer.contact.phone) },
    stop: stopWords(report),
    next: nextWords(report),
  };
}

/** Its own name may be anything, so that it cannot take another's place. */
function partOf({ name }: Section): string {
  return `part-${name}`;
}

function contentsOf(sections: readonly Section[]): ScreenView["contents"] {
  const entries = sections.flatMap((section) => {
    const title = faceOf(section).screen.contents?.(section);
    return title === undefined ? [] : [{ part: partOf(section), title }];
  });
  return entries.filter(({ title }, i) => entries.findIndex((each) => each.title === title) === i);
}

function factsOf(report: Report): ScreenView["facts"] {
  const { recipient, cycle, issuer } = report;
  const { name, code, network, patients } = recipient;
  const isLetter = isLetterReport(report);
  return [
    {
      term: kindOf({ recipient }),
      lines: [
        name,
        network ? `${code}, ${network}` : code,
        ...(patients && !isLetter ? [`${patients} registered patients`] : []),
      ],
    },
    {
      term: isLetter ? "Letter" : "Report",
      lines: [
        `${isLetter ? "Letter" : "Report"} ${cycle.number} of ${cycle.of}, ${cycle.issuedText}`,
        ...(isLetter ? [] : [capital(cycle.period)]),
      ],
    },
    { term: "For", lines: [recipient.audience] },
    { term: "From", lines: issuer.signatories.map((signatory) => `${signatory.name}, ${signatory.role}`) },
  ];
}

function stopWords({ issuer: { contact } }: Report): string {
  return `To stop these, write to ${contact.stop ?? contact.email} with the word stop.`;
}

function contactOf(text: string): ContactLink {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { text, href: `mailto:${text}` };
  if (/^\+?[\d ()]{9,}$/.test(text)) return { text, href: `tel:${text.replace(/[^\d+]/g, "")}` };
  return { text, href: null };
}

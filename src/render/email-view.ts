import { isLetterReport } from "../report/letter.ts";
import type { Issuer, Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { toPlain } from "../report/sentence.ts";
import { screenLink } from "./fit.ts";
import type { Link } from "./sections/module.ts";
import { faceOf } from "./sections.ts";

/**
 * A report as the email's templates want it: every sentence as runs of words, every bar as a share of the width. Nothing
 * is decided here but what an email holds; `null` and an empty list say that a part is absent.
 */
export type EmailView = {
  subject: string;
  rehearsal: string | null;
  attached: string | null; // that the whole report goes with it
  onScreen: Link | null; // where the whole report stands as a page for the screen
  preheader: string;
  title: string;
  masthead: { name: string; by: string; issue: string };
  goesOn: boolean; // whether the first section goes on from the title without a gap
  sections: readonly (Pick<Section, "name" | "kind"> & object)[]; // with what their templates see
  about: readonly { title: string; text: string; link: Link | null }[];
  foot: string;
};

/** The pictures of an email, by the name of their section. */
export type EmailPictures = ReadonlyMap<string, { cid: string }>;

export function toView(report: Report, pictures: EmailPictures): EmailView {
  const sections = emailSections(report);
  return {
    subject: report.mail.subject,
    rehearsal: report.rehearsal ?? null,
    attached: report.attachment === undefined ? null : "The whole report is attached as a PDF, to read or to print.",
    onScreen: screenLink(report) ?? null,
    preheader: report.mail.preheader,
    title: report.mail.title,
    masthead: mastheadOf(report),
    goesOn: sections.slice(0, 1).some((section) => faceOf(section).email?.joinsTitle),
    sections: sections.map((section) => {
      const { name, kind } = section;
      return { name, kind, ...faceOf(section).email?.view(section, { report, picture: pictures.get(name) ?? null }) };
    }),
    about: aboutOf(report),
    foot: footOf(report),
  };
}

/** The sections that an email holds: those of kinds that it shows, in the order of the report. */
export function emailSections({ sections }: Report): Section[] {
  return sections.filter((section) => faceOf(section).email);
}

function mastheadOf(report: Report): EmailView["masthead"] {
  const { issuer, campaign, cycle } = report;
  const letter = `${campaign.title}, letter ${cycle.number} of ${cycle.of}, ${cycle.issuedText}`;
  if (isLetterReport(report)) return { name: issuer.name, by: issuer.by, issue: letter };
  const issue = `${campaign.title}, report ${cycle.number} of ${cycle.of}, ${cycle.period}`;
  return { name: issuer.name, by: issuer.by, issue };
}

function aboutOf(report: Report): EmailView["about"] {
  const { issuer } = report;
  const { title, lines, note } = issuer.help;
  return [
    { title, text: join(`${lines.join(", ")}.`, note), link: null },
    ...(report.notes ?? []).map(({ title: of, text }) => ({
      title: of,
      text: toPlain(text, report.figures),
      link: null,
    })),
    { title: "Who sends this, and why", text: senderOf(issuer), link: null },
    isLetterReport(report)
      ? { title: "Questions?", text: `Reply to this email, or ring ${issuer.contact.phone}.`, link: null }
      : { title: "Something looks wrong?", text: queryOf(issuer), link: queryLinkOf(report) },
  ];
}

function queryLinkOf({ sections }: Report): Link | null {
  return sections.flatMap((section) => faceOf(section).queryLink?.(section) ?? [])[0] ?? null;
}

function senderOf({ signatories, by, priority, interests }: Issuer): string {
  const people = signatories.map(({ name, role }) => `${name}, ${role}`);
  return join(`${people.join(", and ")}, for ${by}.`, priority, interests);
}

function queryOf({ contact }: Issuer): string {
  return join(`Reply to this email, or ring ${contact.phone}.`, contact.promise);
}

function footOf(report: Report): string {
  const { nextText } = report.cycle;
  const to = report.issuer.contact.stop;
  const stop = (these: string) =>
    `To stop these ${these}, ${to ? `write to ${to} with the word stop` : "reply with the word stop"}.`;
  if (isLetterReport(report)) return join(nextText ? `We write again on ${nextText}.` : "", stop("letters"));
  return join(nextText ? `Next report: ${nextText}.` : "This is the last report of the series.", stop("reports"));
}

function join(...sentences: string[]): string {
  return sentences.filter(Boolean).join(" ");
}

import type { Profile } from "../input/campaign/campaign.ts";
import type { PageFit } from "../output/page-fit.ts";
import type { PdfFacts } from "../output/pdf.ts";
import type { Severity } from "../problem.ts";
import type { SourceEvidence } from "./sources.ts";
import type { CampaignSubject, DataSubject, ReportSubject, SeriesSubject } from "./subject.ts";

/**
 * One rule of the catalogue: what it says, what it rests on, and how it looks. It looks at one or more scopes:
 * - campaign: what authors wrote
 * - data: the numbers of a cycle, of all recipients
 * - report: one report as composed
 * - series: the reports of one recipient over the cycles
 * - rendered: one report as its reader gets it: pages, words, markup
 */
export type Rule = {
  id: string; // "V01", as in the catalogue
  family: Family;
  says: string; // one line, imperative, no full stop
  rests: readonly SourceEvidence[]; // on what
  severity: Severity; // of its findings, where they do not say otherwise
  mode: "auto" | "heuristic" | "declared";
  profiles: readonly Profile[];
  looks: string; // at what, in words: for the page of rules
  figures?: true; // asks a report for what only figures can give: not asked of a letter
  checks: Checks;
};

export type Family =
  | "goals"
  | "data"
  | "display"
  | "actions"
  | "credibility"
  | "safety"
  | "privacy"
  | "trial"
  | "pathways";

export type Checks = {
  campaign?: (subject: CampaignSubject) => readonly Seen[];
  data?: (subject: DataSubject) => readonly Seen[];
  report?: (subject: ReportSubject) => readonly Seen[];
  series?: (subject: SeriesSubject) => readonly Seen[];
  rendered?: (subject: RenderedSubject) => readonly Seen[];
};

export type RenderedSubject = ReportSubject & { rendered: RenderedForRule };

export type Scope = keyof Checks;

/** What a rule saw. Of a report it is said once for all that show the same, with one as the example. */
export type Seen = {
  what: string; // lower case, no full stop: "the headline has more than 25 words"
  example?: string; // what is particular to this report: "27 words"
  hint: string; // what to change
  at?: Spot;
  severity?: Severity; // where this one weighs more or less than the rule
};

/** What a finding is about, by its name; `path` leads into it. */
export type Spot = {
  kind: "campaign" | "block" | "action" | "indicator";
  id: string;
  path?: readonly (string | number)[];
};

/** A report as its reader gets it. Each part is absent where it was not made. */
export type RenderedForRule = {
  print?: string; // HTML
  email?: { html: string; text: string };
  html?: string; // the page for the screen
  page?: string; // HTML of what is printed: on paper, or to go with the email
  fit?: PageFit; // how its pages were set
  pointers?: string; // what page one says of the next pages, where it has room
  pdf?: Pick<PdfFacts, "pages" | "text" | "tagged" | "title" | "language"> &
    Partial<Pick<PdfFacts, "layout" | "splits">>;
};

/** The markup of every channel that was made, with the name of its channel. */
export function markupOf({ print, email, html }: RenderedForRule): [channel: string, html: string][] {
  return Object.entries({ print, email: email?.html, html }).flatMap(([channel, markup]) =>
    markup === undefined ? [] : [[channel, markup]],
  );
}

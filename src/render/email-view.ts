import type { ActionText } from "../report/actions.ts";
import type { ChartLabel, ComparisonChart } from "../report/chart.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Issuer, Report } from "../report/report.ts";
import type { ComparisonSection, Fact } from "../report/sections/comparison.ts";
import type { FirstStepSection } from "../report/sections/first-step.ts";
import type { GroupsSection } from "../report/sections/groups.ts";
import type { LetterSection } from "../report/sections/letter.ts";
import type { Section } from "../report/sections.ts";
import type { Sentence } from "../report/sentence.ts";
import { toWords } from "../report/sentence.ts";
import { type Axis, comparisonAxis } from "./axis.ts";
import { inReadingOrder } from "./labels.ts";

/**
 * A report as the email's templates want it: every sentence as runs of words, every bar as a share of the width. Nothing
 * is decided here but what an email holds; `null` and an empty list say that a part is absent.
 */
export type EmailView = {
  subject: string;
  rehearsal: string | null;
  attached: string | null; // that the whole report goes with it
  preheader: string;
  title: string;
  masthead: { name: string; by: string; issue: string };
  headline: readonly Run[] | null;
  standfirst: readonly Run[] | null;
  letter: LetterView | null;
  figure: FigureView | null;
  facts: readonly { lead: readonly Run[]; text: readonly Run[] }[];
  step: StepView | null;
  groups: GroupsView | null;
  about: readonly { title: string; text: string; link: Link | null }[];
  foot: string;
};

export type Run = { text: string; strong: boolean; own: boolean };

export type FigureView = {
  drawn: boolean; // false where there is nothing to compare with: then the message and the note are all
  message: readonly Run[];
  unit: readonly (readonly Run[])[];
  bars: readonly Bar[];
  picture: { src: string; alt: string } | null;
  ticks: readonly Tick[];
  beyond: string | null; // what lies off the scale
  note: readonly Run[] | null;
};

/** A bar of table cells. Widths are per cent of the scale: for Word whole numbers in `width=""`, exact ones in the style. */
export type Bar = {
  head: readonly Run[]; // strong: its figures
  joint: string; // between head and note
  note: readonly Run[] | null;
  own: boolean;
  hollow: boolean;
  drawn: boolean; // false where the value is withheld: an empty track would read as the largest
  broken: boolean; // reaches beyond the scale
  width: number;
  whole: number;
  rest: number;
  wholeRest: number;
};

/** A cell of the axis: its text is centred on the tick, the first and last are flush with the ends. */
export type Tick = { text: string; align: "left" | "center" | "right"; width: number; whole: number };

export type StepView = {
  label: string;
  what: readonly Run[];
  terms: readonly { name: string; text: string }[];
  support: readonly (readonly Run[])[];
  button: Link | null;
};

export type LetterView = {
  salutation: string;
  paragraphs: readonly (readonly Run[])[];
  closing: string;
  signed: readonly { name: string; role: string }[];
};

/** Own value by group, as a table of live text. */
export type GroupsView = {
  title: string;
  message: readonly Run[] | null;
  unit: readonly (readonly Run[])[];
  columns: { group: string; own: string; median: string; count: string };
  rows: readonly { [K in "name" | "own" | "median" | "count"]: readonly Run[] }[];
  note: readonly Run[];
};

export type Link = { words: string; url: string };

type Picture = { cid: string };

type Figures = Report["figures"];

export function toView(report: Report, picture: Picture | null): EmailView {
  const { figures } = report;
  const headline = find(report, "headline");
  const letter = find(report, "letter");
  const comparison = find(report, "comparison");
  const step = find(report, "first-step");
  const groups = find(report, "groups");
  return {
    subject: report.mail.subject,
    rehearsal: report.rehearsal ?? null,
    attached: report.attachment === undefined ? null : "The whole report is attached as a PDF, to read or to print.",
    preheader: report.mail.preheader,
    title: report.mail.title,
    masthead: mastheadOf(report),
    headline: headline ? runsOf(headline.say, figures) : null,
    standfirst: headline && headline.standfirst.length > 0 ? runsOf(headline.standfirst, figures) : null,
    letter: letter ? letterOf(letter, report) : null,
    figure: comparison ? figureOf(comparison, figures, picture) : null,
    facts: comparison ? comparison.facts.map((fact) => factOf(fact, figures)) : [],
    step: step ? stepOf(step, figures) : null,
    groups: groups ? groupsOf(groups, figures) : null,
    about: aboutOf(report),
    foot: footOf(report),
  };
}

/** The kinds of section that an email shows; the others are on paper, or in the report that goes with it. */
export const emailKinds = [
  "headline",
  "letter",
  "comparison",
  "first-step",
  "groups",
] as const satisfies Section["kind"][];

/** The first section of a kind: an email holds one of each. */
export function find<K extends Section["kind"]>(report: Report, kind: K): Extract<Section, { kind: K }> | undefined {
  return report.sections.find((section): section is Extract<Section, { kind: K }> => section.kind === kind);
}

function letterOf({ salutation, paragraphs, closing }: LetterSection, { figures, issuer }: Report): LetterView {
  return {
    salutation: `${salutation},`,
    paragraphs: paragraphs.map((paragraph) => runsOf(paragraph, figures)),
    closing: `${closing},`,
    signed: issuer.signatories,
  };
}

function mastheadOf(report: Report): EmailView["masthead"] {
  const { issuer, campaign, cycle } = report;
  const letter = `${campaign.title}, letter ${cycle.number} of ${cycle.of}, ${cycle.issuedText}`;
  if (isLetterReport(report)) return { name: issuer.name, by: issuer.by, issue: letter };
  const issue = `${campaign.title}, report ${cycle.number} of ${cycle.of}, ${cycle.period}`;
  return { name: issuer.name, by: issuer.by, issue };
}

function figureOf(section: ComparisonSection, figures: Figures, picture: Picture | null): FigureView {
  const message = runsOf(section.message, figures);
  const note = section.note ? runsOf(section.note, figures) : null;
  const { chart } = section;
  if (!chart) return { drawn: false, message, unit: [], bars: [], picture: null, ticks: [], beyond: null, note };
  const axis = comparisonAxis(chart);
  return {
    drawn: true,
    message,
    unit: section.unit.map((line) => runsOf(line, figures)),
    bars: barsOf(chart, figures, axis),
    picture: picture && { src: `cid:${picture.cid}`, alt: toWords(chart.shortAlt, figures) },
    ticks: ticksOf(axis.texts),
    beyond: axis.note ? `Off the scale: ${axis.note}.` : null,
    note,
  };
}

function barsOf(chart: ComparisonChart, figures: Figures, { max }: Axis): Bar[] {
  return inReadingOrder(chart.labels).map((label) => {
    const value = valueAt(label, chart);
    return barOf(label, figures, value === undefined ? undefined : value / max);
  });
}

/** Undefined where the practice's own value is withheld or unknown: its label stands without a bar. */
function valueAt(label: ChartLabel, chart: ComparisonChart): number | undefined {
  return label.role === "own" ? chart.own.value : label.at;
}

function barOf(label: ChartLabel, figures: Figures, share: number | undefined): Bar {
  const width = Math.round(Math.min(share ?? 0, 1) * 1000) / 10;
  const whole = width > 0 ? Math.min(Math.max(Math.round(width), 1), width < 100 ? 99 : 100) : 0;
  return {
    head: valueRuns(label.head, figures),
    joint: share === undefined || label.note.length === 0 ? " " : ", ",
    note: label.note.length > 0 ? runsOf(label.note, figures) : null,
    own: label.role === "own",
    hollow: label.aim === true,
    drawn: share !== undefined,
    broken: share !== undefined && share > 1,
    width,
    whole,
    rest: Math.round((100 - width) * 10) / 10,
    wholeRest: 100 - whole,
  };
}

/** n steps: half a cell, n − 1 whole cells and half a cell, so that each text is centred on its line. */
function ticksOf(texts: readonly string[]): Tick[] {
  const step = 100 / (texts.length - 1);
  return texts.map((text, index) => {
    const end = index === 0 || index === texts.length - 1;
    const width = Math.round((end ? step / 2 : step) * 100) / 100;
    return { text, width, whole: Math.floor(width), align: !end ? "center" : index === 0 ? "left" : "right" };
  });
}

function factOf(fact: Fact, figures: Figures): EmailView["facts"][number] {
  return { lead: runsOf(fact.lead, figures), text: runsOf(fact.text, figures) };
}

function stepOf(section: FirstStepSection, figures: Figures): StepView {
  const { action, encouragement, caution } = section;
  return {
    label: section.label,
    what: runsOf(action.what, figures),
    terms: termsOf(action),
    support: [encouragement, caution].filter((sentence) => sentence !== undefined).map((s) => runsOf(s, figures)),
    button: section.link ?? null,
  };
}

function groupsOf({ title, message, unit, columns, rows, note }: GroupsSection, figures: Figures): GroupsView {
  return {
    title,
    message: message.length > 0 ? runsOf(message, figures) : null,
    unit: unit.map((line) => runsOf(line, figures)),
    columns,
    rows: rows.map((row) => ({
      name: runsOf(row.name, figures),
      own: runsOf(row.own, figures),
      median: runsOf(row.median, figures),
      count: runsOf(row.count, figures),
    })),
    note: runsOf(note, figures),
  };
}

function termsOf({ who, by }: ActionText): StepView["terms"] {
  const terms = [
    { name: "Who", text: who },
    { name: "By when", text: by },
  ];
  return terms.filter((term) => term.text !== "");
}

function aboutOf(report: Report): EmailView["about"] {
  const { issuer } = report;
  const { title, lines, note } = issuer.help;
  return [
    { title, text: join(`${lines.join(", ")}.`, note), link: null },
    { title: "Who sends this, and why", text: senderOf(issuer), link: null },
    isLetterReport(report)
      ? { title: "Questions?", text: `Reply to this email, or ring ${issuer.contact.phone}.`, link: null }
      : { title: "Something looks wrong?", text: queryOf(issuer), link: find(report, "method")?.link ?? null },
  ];
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

/** References to sources are left out: the list of sources is on paper. */
function runsOf(sentence: Sentence, figures: Figures): Run[] {
  const runs = sentence
    .filter((span) => !("cite" in span))
    .map((span) => ({
      text: toWords([span], figures),
      strong: "strong" in span || "own" in span,
      own: "own" in span,
    }));
  return joinAlike(runs);
}

/** The runs of a bar's label: its figures are the strong ones. */
function valueRuns(sentence: Sentence, figures: Figures): Run[] {
  const runs = sentence.map((span) => ({ text: toWords([span], figures), strong: "figure" in span, own: false }));
  return joinAlike(runs);
}

function joinAlike(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && last.strong === run.strong && last.own === run.own) last.text += run.text;
    else joined.push({ ...run });
  }
  return joined;
}

import type { ComparisonSection, FirstStepSection, HeadlineSection, LetterSection, Report } from "../report/report.ts";
import { layOut } from "./charts.ts";
import { dotNote, rooms } from "./comparison.ts";
import { shownUrl } from "./handlebars.ts";
import { toWords } from "./sentence.ts";
import { type Face, textWidth, toLines } from "./text-width.ts";

/** How page one is set: everything at its usual size, or what gives way so that it stays one page. */
export type Fit = {
  pointers: boolean; // what stands on the next pages
  longHeadline: boolean; // 20.5 instead of 25.5 pt
  room?: number; // for the dots of the chart, px
  smallStep: boolean; // the first step at 13 instead of 16.5 pt
  address: "ten" | "nine" | "eight"; // pt
};

export type PageOne = {
  headline?: HeadlineSection;
  letter?: LetterSection;
  comparison?: ComparisonSection;
  step?: FirstStepSection;
  pointers: string;
  sheet: readonly { lines: readonly string[] }[];
  letterhead: number; // mm from the top of the page area to the headline: what the address window needs
};

/**
 * The first setting in which page one fits its page, worked out from text widths: as it is, without pointers, with
 * lower stacks of dots, with the long headline's size, with both, with a small first step too. After that it is an error: nothing is ever cut.
 */
export function fitPageOne(report: Report, page: PageOne): Fit {
  const address = addressSize(report.recipient.address);
  const longHeadline = isLongHeadline(report, page);
  const ladder: Omit<Fit, "address">[] = [
    { pointers: true, longHeadline, smallStep: false },
    { pointers: false, longHeadline, smallStep: false },
    { pointers: false, longHeadline, smallStep: false, room: rooms.least },
    { pointers: false, longHeadline: true, smallStep: false },
    { pointers: false, longHeadline: true, smallStep: false, room: rooms.least },
    { pointers: false, longHeadline: true, smallStep: true, room: rooms.least },
  ];
  const fit = ladder.find((rung) => heightOf(report, page, rung) <= PAGE);
  if (fit) return { ...fit, address };
  const over = Math.min(...ladder.map((rung) => heightOf(report, page, rung))) - PAGE;
  throw new Error(`page one of ${report.recipient.code} is ${Math.ceil(over)} mm too long: its texts must be shorter`);
}

/** Height of page one, mm, if it were set so. */
export function heightOf(report: Report, page: PageOne, fit: Omit<Fit, "address">): number {
  return (
    Math.max(page.letterhead, sheetHeight(report, page)) +
    headlineHeight(report, page, fit) +
    letterHeight(report, page) +
    comparisonHeight(report, page, fit) +
    footHeight(report, page, fit)
  );
}

/** Where the headline starts, from the style sheet's `--letterhead` (from the top edge), since windows differ. */
export function letterheadOf(css: string): number {
  const found = /--letterhead:\s*([\d.]+)mm/.exec(css)?.[1];
  if (found === undefined) throw new Error('missing "--letterhead" in print/report.css');
  return Number(found) - TOP;
}

/** Every number here is a number of report.css: mm, pt and weight. */
const TOP = 15; // margin
const PAGE = 258.75;
const LEAST_GAP = 2.5; // above the foot
const [FULL, MAIN, ASIDE] = [165, 108.33, 51.67];
const type = {
  small: { pt: 8.5, leading: 3.75 },
  body: { pt: 10.5, leading: 5 },
  lead: { pt: 13, leading: 6.25 },
  title: { pt: 16.5, leading: 7.5 },
  long: { pt: 20.5, leading: 8.75 },
  headline: { pt: 25.5, leading: 10 },
} as const;

type Type = keyof typeof type;

function tall(text: string, width: number, name: Type, weight: Face["weight"] = 400, spacing = 0): number {
  const { pt, leading } = type[name];
  return toLines(text, width * PX, { size: (pt * 96) / 72, weight, spacing }).length * leading;
}

const PX = 96 / 25.4; // px in a mm

function sheetHeight({ campaign }: Report, { sheet }: PageOne): number {
  const topic = tall(campaign.title, ASIDE, "body", 600) + type.small.leading + 3.75;
  const entries = sheet.map(
    ({ lines }) => sum(lines.map((line, i) => tall(line, ASIDE - 14, "small", i === 0 ? 600 : 400))) + 3.75,
  );
  return topic + sum(entries) + 2.5;
}

function isLongHeadline(report: Report, { headline }: PageOne): boolean {
  if (!headline) return false;
  const words = toWords(headline.headline, report.figures);
  return tall(words, FULL, "headline", 600, -0.014) > 3 * type.headline.leading;
}

function headlineHeight(report: Report, { headline }: PageOne, { longHeadline }: Omit<Fit, "address">): number {
  if (!headline) return 0;
  const words = toWords(headline.headline, report.figures);
  const title = longHeadline ? tall(words, FULL, "long", 600, -0.01) : tall(words, FULL, "headline", 600, -0.014);
  const standfirst = toWords(headline.standfirst, report.figures);
  return title + (standfirst === "" ? 0 : 2.5 + tall(standfirst, 150, "body"));
}

function letterHeight({ figures, mail, issuer }: Report, { letter }: PageOne): number {
  if (!letter) return 0;
  const paragraphs = letter.paragraphs.map((paragraph) => 5 + tall(toWords(paragraph, figures), 150, "body"));
  const signed = issuer.signatories.map(({ role }) => 5 + tall(role, 150 / issuer.signatories.length - 10, "body"));
  return tall(mail.title, FULL, "title", 600, -0.008) + 20 + sum(paragraphs) + 10 + Math.max(...signed);
}

function comparisonHeight(report: Report, { comparison }: PageOne, { room }: Omit<Fit, "address">): number {
  if (!comparison) return 0;
  const { figures } = report;
  const { message, unit, chart, note, facts } = comparison;
  const words = (sentence: typeof message) => toWords(sentence, figures);
  const drawing = chart ? layOut(chart, figures, room) : undefined;
  const svg = drawing ? (drawing.height + drawing.padding.top + drawing.padding.bottom) / PX : 0;
  const left =
    tall(words(message), MAIN, "lead", 600) +
    (chart
      ? 1.25 + sum(unit.map((line) => tall(words(line), MAIN, "small"))) + (dotNote(chart) ? 3.75 : 0) + 2.5 + svg
      : 0) +
    (note ? 1.25 + tall(words(note), MAIN, "small") : 0);
  const right = sum(
    facts.map(
      ({ lead, text }, i) =>
        (i ? 1.25 : 0) + tall(words(lead), ASIDE, "title", 600, -0.008) + tall(words(text), ASIDE, "body") + 3.75,
    ),
  );
  return 6.25 + 1.25 + Math.max(left, right);
}

function footHeight(
  report: Report,
  { step, letter, pointers: words }: PageOne,
  { pointers, smallStep }: Omit<Fit, "address">,
): number {
  const { help } = report.issuer;
  const line = (text: string) => 1.25 + tall(text, ASIDE, "small");
  const aside = 5 + sum(help.lines.map((text) => tall(text, ASIDE, "body"))) + line(help.note);
  const link = step?.link ? line(`${step.link.words}: ${shownUrl(step.link.url)}`) : 0;
  const next = report.cycle.nextText ? line(`Next report: ${report.cycle.nextText}.`) : 0;
  return (
    LEAST_GAP +
    2.5 +
    Math.max(
      aside + link + next + (pointers && words ? line(words) : 0),
      step ? stepHeight(report, step, smallStep) : 0,
      letter ? senderHeight(report) : 0,
    )
  );
}

function stepHeight({ figures }: Report, { action, encouragement, caution }: FirstStepSection, small: boolean): number {
  const fields: [string, number][] = [
    [action.who, 41],
    [action.by, 27],
    [action.know, 30.33],
  ];
  const notes = [encouragement, caution].flatMap((sentence) => (sentence ? [toWords(sentence, figures)] : []));
  return (
    5 +
    tall(toWords(action.what, figures), MAIN, small ? "lead" : "title", 600, -0.008) +
    2.5 +
    3.75 +
    Math.max(...fields.map(([text, width]) => tall(text, width, "body"))) +
    sum(notes.map((text) => 1.25 + tall(text, MAIN, "small")))
  );
}

function senderHeight({ issuer }: Report): number {
  const { by, priority, interests, contact } = issuer;
  const questions = `${interests} Questions: ${contact.email}, ${contact.phone}`;
  return 5 + tall(`${by}. ${priority}`, MAIN, "body") + 1.25 + tall(questions, MAIN, "small");
}

/** Ten points for six lines, nine for seven; smaller too where a line is wider than the window. */
function addressSize(lines: readonly string[]): Fit["address"] {
  if (lines.length > 7)
    throw new Error(`an address may have seven lines, this one has ${lines.length}: ${lines.join(", ")}`);
  const fits = (pt: number) => lines.every((line) => textWidth(line, { size: (pt * 96) / 72, weight: 400 }) <= 93 * PX);
  if (lines.length <= 6 && fits(10)) return "ten";
  return fits(9) ? "nine" : "eight";
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

import type { ComparisonSection, FirstStepSection, HeadlineSection, LetterSection, Report } from "../report/report.ts";
import { layOut } from "./charts.ts";
import { rooms } from "./comparison.ts";
import { shownUrl } from "./handlebars.ts";
import { toWords } from "./sentence.ts";
import type { Sizes, Type } from "./sizes.ts";
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
  sizes: Sizes;
};

/**
 * The first setting in which page one fits its page, worked out from text widths: as it is, without pointers, with
 * lower stacks of dots, with the long headline's size, with both, with a small first step too,
 * with still lower stacks. After that it is an error: nothing is ever cut.
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
    { pointers: false, longHeadline: true, smallStep: true, room: rooms.tight },
  ];
  const fit = ladder.find((rung) => heightOf(report, page, rung) <= PAGE);
  if (fit) return { ...fit, address };
  const over = Math.min(...ladder.map((rung) => heightOf(report, page, rung))) - PAGE;
  throw new Error(`page one of ${report.recipient.code} is ${Math.ceil(over)} mm too long: its texts must be shorter`);
}

/** Height of page one, mm, if it were set so. */
export function heightOf(report: Report, page: PageOne, fit: Omit<Fit, "address">): number {
  return (
    Math.max(page.sizes.letterhead - TOP, sheetHeight(report, page)) +
    headlineHeight(report, page, fit) +
    letterHeight(report, page) +
    comparisonHeight(report, page, fit) +
    footHeight(report, page, fit)
  );
}

/** Every number here is a number of report.css: mm and weight. */
const TOP = 15; // margin
const PAGE = 258.75;
const LEAST_GAP = 2.5; // above the foot
const FULL = 165;

type Line = { width: number; as: Type; weight?: Face["weight"]; spacing?: number };

/** Height of a text in a column, mm. */
function tall(text: string, { type }: Sizes, { width, as, weight = 400, spacing = 0 }: Line): number {
  const { pt, leading } = type[as];
  return toLines(text, width * PX, { size: (pt * 96) / 72, weight, spacing }).length * leading;
}

const PX = 96 / 25.4; // px in a mm

function sheetHeight({ campaign }: Report, { sheet, sizes }: PageOne): number {
  const { small } = sizes.type;
  const topic = tall(campaign.title, sizes, { width: sizes.aside, as: "body", weight: 600 }) + small.leading + 3.75;
  const line = (text: string, i: number) =>
    tall(text, sizes, { width: sizes.aside - 14, as: "small", weight: i === 0 ? 600 : 400 });
  return topic + sum(sheet.map(({ lines }) => sum(lines.map(line)) + 3.75)) + 2.5;
}

function isLongHeadline(report: Report, { headline, sizes }: PageOne): boolean {
  if (!headline) return false;
  const words = toWords(headline.headline, report.figures);
  const height = tall(words, sizes, { width: FULL, as: "headline", weight: 600, spacing: -0.014 });
  return height > 3 * sizes.type.headline.leading;
}

function headlineHeight(report: Report, { headline, sizes }: PageOne, { longHeadline }: Omit<Fit, "address">): number {
  if (!headline) return 0;
  const words = toWords(headline.headline, report.figures);
  const line: Line = longHeadline
    ? { width: FULL, as: "long", weight: 600, spacing: -0.01 }
    : { width: FULL, as: "headline", weight: 600, spacing: -0.014 };
  const standfirst = toWords(headline.standfirst, report.figures);
  return tall(words, sizes, line) + (standfirst === "" ? 0 : 2.5 + tall(standfirst, sizes, { width: 150, as: "body" }));
}

function letterHeight({ figures, mail, issuer }: Report, { letter, sizes }: PageOne): number {
  if (!letter) return 0;
  const body = (text: string, width: number) => 5 + tall(text, sizes, { width, as: "body" });
  const paragraphs = letter.paragraphs.map((paragraph) => body(toWords(paragraph, figures), 150));
  const roles = issuer.signatories.map(({ role }) => body(role, 150 / issuer.signatories.length - 10));
  const subject = tall(mail.title, sizes, { width: FULL, as: "title", weight: 600, spacing: -0.008 });
  return subject + 2 * (5 + sizes.type.body.leading) + sum(paragraphs) + 10 + Math.max(...roles);
}

function comparisonHeight(report: Report, { comparison, sizes }: PageOne, { room }: Omit<Fit, "address">): number {
  if (!comparison) return 0;
  const { figures } = report;
  const { main, aside } = sizes;
  const { message, unit, chart, note, facts } = comparison;
  const words = (sentence: typeof message) => toWords(sentence, figures);
  const small = (sentence: typeof message) => tall(words(sentence), sizes, { width: main, as: "small" });
  const drawing = chart ? layOut(chart, figures, room) : undefined;
  const svg = drawing ? 2.5 + (drawing.height + drawing.padding.top + drawing.padding.bottom) / PX : 0;
  const left =
    tall(words(message), sizes, { width: main, as: "lead", weight: 600 }) +
    1.25 +
    sum(unit.map(small)) +
    svg +
    (note ? 1.25 + small(note) : 0);
  const right = facts.map(
    ({ lead, text }, i) =>
      (i ? 1.25 : 0) +
      tall(words(lead), sizes, { width: aside, as: "title", weight: 600, spacing: -0.008 }) +
      tall(words(text), sizes, { width: aside, as: "body" }) +
      3.75,
  );
  return 6.25 + 1.25 + Math.max(left, sum(right));
}

function footHeight(
  report: Report,
  { step, letter, pointers: words, sizes }: PageOne,
  { pointers, smallStep }: Omit<Fit, "address">,
): number {
  const { help } = report.issuer;
  const { aside: width, type } = sizes;
  const line = (text: string) => 1.25 + tall(text, sizes, { width, as: "small" });
  const aside =
    type.body.leading + sum(help.lines.map((text) => tall(text, sizes, { width, as: "body" }))) + line(help.note);
  const link = step?.link ? line(`${step.link.words}: ${shownUrl(step.link.url)}`) : 0;
  const next = report.cycle.nextText ? line(`Next report: ${report.cycle.nextText}.`) : 0;
  return (
    LEAST_GAP +
    2.5 +
    Math.max(
      aside + link + next + (pointers && words ? line(words) : 0),
      step ? stepHeight(report, step, { sizes, small: smallStep }) : 0,
      letter ? senderHeight(report, sizes) : 0,
    )
  );
}

function stepHeight(
  { figures }: Report,
  { action, encouragement, caution }: FirstStepSection,
  { sizes, small }: { sizes: Sizes; small: boolean },
): number {
  const { main: width, type } = sizes;
  const fields: [string, number][] = [
    [action.who, 41],
    [action.by, 27],
    [action.know, width - 78],
  ];
  const notes = [encouragement, caution].flatMap((sentence) => (sentence ? [toWords(sentence, figures)] : []));
  const what: Line = { width, as: small ? "lead" : "title", weight: 600, spacing: -0.008 };
  return (
    type.body.leading +
    tall(toWords(action.what, figures), sizes, what) +
    2.5 +
    type.small.leading +
    Math.max(...fields.map(([text, of]) => tall(text, sizes, { width: of, as: "body" }))) +
    sum(notes.map((text) => 1.25 + tall(text, sizes, { width, as: "small" })))
  );
}

function senderHeight({ issuer }: Report, sizes: Sizes): number {
  const { by, priority, interests, contact } = issuer;
  const questions = `${interests} Questions: ${contact.email}, ${contact.phone}`;
  const { main: width, type } = sizes;
  return (
    type.body.leading +
    tall(`${by}. ${priority}`, sizes, { width, as: "body" }) +
    1.25 +
    tall(questions, sizes, { width, as: "small" })
  );
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

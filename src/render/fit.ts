import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { rooms } from "./comparison.ts";
import { addressSize, letterheadOf, refuseCrowded } from "./envelope.ts";
import { shownUrl } from "./handlebars.ts";
import { type Fit, fullWidth, type HeightSetting, type Rung, sum, tall } from "./height.ts";
import type { Link, PageOneFace } from "./sections/module.ts";
import { faceOf } from "./sections.ts";
import type { Sizes } from "./sizes.ts";

export type PageOne = {
  sections: readonly Section[];
  link?: Link; // in the box of help
  pointers: string;
  sheet: readonly { name?: string; lines: readonly string[] }[]; // name: the line in bold
  sizes: Sizes;
};

/** A report and what stands on its first page. */
export type Version = { report: Report; page: PageOne };

/** How page one is set, as it was decided for several versions of it, or as this one needs it. */
export function fitPageOne(report: Report, page: PageOne, decided?: Rung): Fit {
  refuseCrowded(report.envelope, page.sizes);
  const rung = decided ?? rungOf([{ report, page }]);
  return { ...rung, address: addressSize(report.recipient.address, report.envelope) };
}

/**
 * The first setting in which page one of every version fits its page, worked out from text widths: as it is, without pointers,
 * with smaller gaps, with lower stacks of dots, with the long headline's size, with both, with a small first step too, with still
 * lower stacks, and last without the searches of the first step where they stand among the actions too. A headline of more than three lines in any version has the long headline's size in all. Throws where no setting
 * fits: nothing is ever cut.
 */
export function rungOf(versions: readonly Version[]): Rung {
  const { rungs, fits } = fittingOf(versions);
  const found = rungs.find(fits);
  if (found) return found;
  throw new Error(tooLong(versions, rungs));
}

/**
 * Why page one of a report fits its page in no setting; undefined where it does in one, which is looked for from the lowest on.
 * Throws where its address does not fit.
 */
export function whyNoFit(report: Report, page: PageOne): string | undefined {
  refuseCrowded(report.envelope, page.sizes);
  const versions = [{ report, page }];
  const { rungs, fits } = fittingOf(versions);
  if (!rungs.findLast(fits)) return tooLong(versions, rungs);
  addressSize(report.recipient.address, report.envelope);
  return undefined;
}

/** The settings of page one in the order in which they are tried, and whether all versions fit their page in one. */
function fittingOf(versions: readonly Version[]): { rungs: readonly Rung[]; fits: (rung: Rung) => boolean } {
  const isLong = versions.some(runsLong);
  const rungs = ladder.map((rung, i): Rung => ({ step: i + 1, ...rung, longHeadline: rung.longHeadline || isLong }));
  const heights = versions.map(({ report, page }) => heightsOf(report, page));
  return { rungs, fits: (rung) => heights.every((height) => height(rung) <= PAGE) };
}

function runsLong({ report, page: { sections, sizes } }: Version): boolean {
  return sections.some((section) => faceOf(section).pageOne?.runsLong?.(section, { report, sizes }));
}

/** What to do where no setting fits, with the height of each section of the tallest version in the lowest of them. */
function tooLong(versions: readonly Version[], rungs: readonly Rung[]): string {
  const heightIn =
    (rung: Rung) =>
    ({ report, page }: Version) =>
      heightOf(report, page, rung);
  const highest = (rung: Rung) => Math.max(...versions.map(heightIn(rung)));
  const lowest = rungs.toSorted((one, other) => highest(one) - highest(other))[0]!;
  const over = Math.ceil(highest(lowest) - PAGE);
  const { report, page } = versions.toSorted((a, b) => heightIn(lowest)(b) - heightIn(lowest)(a))[0]!;
  const heights = page.sections.flatMap((section) => {
    const height = faceOf(section).pageOne?.height(section, { report, sizes: page.sizes, fit: lowest });
    return height === undefined ? [] : [`${section.name} ${Math.round(height)} mm`];
  });
  return `page one of ${report.recipient.code} is ${over} mm too long (${heights.join(", ")}): shorten its texts, or start one of its sections on a page of its own (page: new)`;
}

const ladder: readonly Omit<Rung, "step">[] = [
  { pointers: true, close: false, longHeadline: false, smallStep: false },
  { pointers: false, close: false, longHeadline: false, smallStep: false },
  { pointers: false, close: true, longHeadline: false, smallStep: false },
  { pointers: false, close: true, longHeadline: false, smallStep: false, room: rooms.least },
  { pointers: false, close: true, longHeadline: true, smallStep: false },
  { pointers: false, close: true, longHeadline: true, smallStep: false, room: rooms.least },
  { pointers: false, close: true, longHeadline: true, smallStep: true, room: rooms.least },
  { pointers: false, close: true, longHeadline: true, smallStep: true, room: rooms.tight },
  { pointers: false, close: true, longHeadline: true, smallStep: true, room: rooms.lowest },
  { pointers: false, close: true, longHeadline: true, smallStep: true, room: rooms.lowest, toolsLater: true },
];

/** Height of page one, mm, if it were set so. */
export function heightOf(report: Report, page: PageOne, fit: Rung): number {
  return heightsOf(report, page)(fit);
}

/** The same in one setting after another: what is as high in each is worked out once. */
function heightsOf(report: Report, page: PageOne): (fit: Rung) => number {
  const { sizes } = page;
  const top =
    Math.max(letterheadOf(report.envelope) - TOP, sheetHeight(report, page)) +
    (isLetterReport(report) ? subjectHeight(report, sizes) : 0);
  const foot = footHeights(report, page);
  return (fit) => top + sectionsHeight("flow", page, { report, sizes, fit }) + foot(fit);
}

/** Every number here, and in the heights of sections, is a number of report.css: mm and weight. */
const TOP = 15; // margin
const PAGE = 258.75;
const LEAST_GAP = 2.5; // above the foot

function sectionsHeight(place: PageOneFace<never>["place"], { sections }: PageOne, setting: HeightSetting): number {
  const heights = sections.map((section) => {
    const face = faceOf(section).pageOne;
    return face?.place === place ? face.height(section, setting) : 0;
  });
  return sum(heights);
}

function sheetHeight({ campaign }: Report, { sheet, sizes }: PageOne): number {
  const own = sizes.type.sheet;
  const topic = tall(campaign.title, sizes, { width: sizes.aside, as: "body", weight: 600 }) + own.leading + 3.75;
  const line = (text: string, weight: 400 | 600 = 400) =>
    tall(text, sizes, { width: sizes.aside - 14, as: "sheet", weight });
  const entries = sheet.map(({ name, lines }) => (name ? line(name, 600) : 0) + sum(lines.map((text) => line(text))));
  return topic + sum(entries.map((height) => height + 3.75)) + 2.5;
}

/** The title of a letter. */
function subjectHeight({ mail }: Report, sizes: Sizes): number {
  return tall(mail.title, sizes, { width: fullWidth, as: "title", weight: 600, spacing: -0.008 });
}

function footHeights(report: Report, page: PageOne): (fit: Rung) => number {
  const { sizes } = page;
  const help = helpHeights(report, page);
  const sender = isLetterReport(report) ? senderHeight(report, sizes) : 0;
  return (fit) => LEAST_GAP + 2.5 + Math.max(help(fit), sectionsHeight("foot", page, { report, sizes, fit }) + sender);
}

function helpHeights(report: Report, page: PageOne): (fit: Rung) => number {
  const { help } = report.issuer;
  const next = nextWords(report);
  const onScreen = screenLink(report);
  const { link, sizes } = page;
  const { aside: width, type } = sizes;
  const line = (text: string) => 1.25 + tall(text, sizes, { width, as: "help-small" });
  const pointers = page.pointers ? line(page.pointers) : 0;
  const others =
    type.body.leading +
    sum(help.lines.map((text) => tall(text, sizes, { width, as: "help" }))) +
    line(help.note) +
    (link ? line(`${link.words}: ${shownUrl(link.url)}`) : 0) +
    (next ? line(next) : 0) +
    (onScreen ? line(`${onScreen.words}: ${shownUrl(onScreen.url)}`) : 0);
  return (fit) => others + (fit.pointers ? pointers : 0);
}

/** When the next one comes, as the box of help says it; empty where none is planned. */
export function nextWords(report: Report): string {
  const { nextText } = report.cycle;
  if (!nextText) return "";
  return isLetterReport(report) ? `We write again on ${nextText}.` : `Next report: ${nextText}.`;
}

/** Where the same report stands on a screen, as paper and email lead there; undefined where that is not known. */
export function screenLink(report: Report): Link | undefined {
  if (report.page === undefined) return undefined;
  const takesPlan = report.sections.some((section) => faceOf(section).screen.takesPlan);
  const what = `This ${isLetterReport(report) ? "letter" : "report"} on screen`;
  return { words: takesPlan ? `${what}, with a plan to fill in` : what, url: report.page };
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

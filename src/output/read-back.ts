import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { lettersLacking, named } from "../font.ts";
import { asDrawn } from "../render/as-drawn.ts";
import { plannedPages } from "../render/pages.ts";
import type { Report } from "../report/report.ts";
import type { Artefact } from "./artefact.ts";
import { dateOf, messageIdOf, oneLine, stopHeaders } from "./eml.ts";
import { inspectPages } from "./inspect/inspect.ts";
import { flawKinds } from "./inspect/layout.ts";
import { wordsInPng } from "./leaks.ts";
import { findAnyCode, findCode, findLastCode } from "./others.ts";
import { decodeUrl, wordsOfPage } from "./page-words.ts";
import { type PdfFacts, type PdfProperties, readPdf } from "./pdf.ts";
import { checkScreen } from "./read-screen.ts";
import {
  checkText,
  countWords,
  type ReadBack,
  type ReadGuard,
  refuse,
  refuseHidden,
  refuseLeftOver,
  refuseOther,
  refuseTold,
  refuseUnsaid,
} from "./refuse.ts";
import { uaText } from "./ua/check.ts";
import { visibleInHeaders, visibleInWords, visibleName } from "./visible.ts";
import { holds, textsIn } from "./words.ts";

/**
 * Reads a finished artefact as its reader will and compares it with the report: the right recipient and period, nothing of
 * anybody else, nothing left over of a template, a whole first page. What fails here is not recorded and not sent.
 */
export async function readBack(
  { channel, path, bytes }: Artefact,
  report: Report,
  guard: ReadGuard = {},
): Promise<ReadBack> {
  const name = basename(path);
  const [, stem = "", kind = ""] = /^(.*)\.(.*)$/.exec(name) ?? [];
  const of = channel === "html" ? "screen" : kind;
  const check = Object.hasOwn(checks, of) ? checks[of] : undefined;
  if (!check) throw new Error(`cannot read back "${path}"`);
  refuseHidden([visibleName("name", name)], guard);
  if (stem !== report.recipient.code) refuse(`is filed under ${stem}, and is for ${report.recipient.code}`);
  return check(bytes, report, guard);
}

type ReadCheck = (bytes: Uint8Array, report: Report, guard: ReadGuard) => ReadBack | Promise<ReadBack>;

/** By the end of the file's name; a page for the screen ends like an email. */
const checks: Readonly<Record<string, ReadCheck>> = {
  screen: (bytes, report, guard) => checkScreen(Buffer.from(bytes).toString(), report, guard),
  json: checkJson,
  pdf: (bytes, report, guard) => checkPdf(readPdf(bytes), report, guard),
  eml: checkMail,
  html: (bytes, report, guard) => checkPage(Buffer.from(bytes).toString(), report, guard),
  txt: (bytes, report, guard) => {
    const text = Buffer.from(bytes).toString();
    refuseHidden([{ where: "text or links", text }], guard);
    checkText(text, report, guard);
    refuseOther(linksIn(text), report, guard);
    refuseUnsaid([text], "email", report);
    return { words: countWords(text), problems: [] };
  },
};

const notInFont = "\u0000"; // how a letter that the font lacks comes back
const fontNames = /^Arimo/;
const a4 = { width: 595, height: 842 };

function checkJson(bytes: Uint8Array, report: Report, guard: ReadGuard): ReadBack {
  const read = JSON.parse(Buffer.from(bytes).toString()) as Report;
  const { choices: _, standings: _standings, ...said } = read; // these name blocks and signals, which no reader sees
  const { code, name } = read.recipient;
  if (code !== report.recipient.code) refuse(`is the report of ${code}`);
  if (name !== report.recipient.name) refuse(`is the report of "${name}"`);
  const text = sentencesIn(said).join("\n");
  refuseHidden([{ where: "sentences", text }], guard);
  refuseOther(text, report, guard);
  refuseSubject(read.mail.subject, report, guard);
  if (!isDeepStrictEqual(read, JSON.parse(JSON.stringify(asDrawn(report)))))
    refuse("does not say what the report says");
  return { problems: [] };
}

/** Texts of more than one word: single ones are the engine's own ("dots"). */
function sentencesIn(value: unknown): string[] {
  if (typeof value === "string") return /\s|@/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(sentencesIn);
}

function checkPdf(facts: PdfFacts, report: Report, guard: ReadGuard): ReadBack {
  const { recipient, sections } = report;
  const text = facts.text.join("\n");
  const [first = ""] = facts.text;
  const { properties, links, alts } = facts.unseen;
  refuseHidden(
    [
      { where: "text or links", text },
      {
        where: "properties, links or alternative texts",
        text: [...propertyWords(properties), ...links, ...alts].join("\n"),
      },
      ...written(properties).map((text) => ({ where: "properties", text, isLabel: true as const })),
    ],
    guard,
  );
  refuseLetters(facts, report);
  checkText(text, report, guard);
  refuseOther([...written(properties), ...links.map(decodeUrl), ...alts].join("\n"), report, guard);
  if (!holds(text, `${recipient.name} ${recipient.code}`)) refuse(`does not name ${recipient.code}`);
  if (!holds(first, recipient.address.join(" "))) refuse(`does not hold the address of ${recipient.code}`);
  if (!facts.tagged) refuse("is not tagged");
  if (facts.language !== "en-GB") refuse(`has language ${facts.language ?? "none"}`);
  if (!facts.title?.includes(recipient.name)) refuse(`has the title "${facts.title ?? ""}"`);
  if (facts.sizes.some(({ width, height }) => Math.abs(width - a4.width) > 1 || Math.abs(height - a4.height) > 1))
    refuse("is not A4");
  const step = sections.find((section) => section.kind === "first-step");
  if (step && !holds(first, step.label)) refuse("has a first page that does not hold the first step");
  const letter = sections.find((section) => section.kind === "letter");
  if (letter && !holds(first, letter.closing)) refuse("has a first page that does not hold the whole letter");
  refuseUnsaid(facts.text, "paper", report);
  const planned = plannedPages(sections);
  const flaws = inspectPages(facts, report);
  const [grave] = flaws.filter(({ kind }) => flawKinds[kind].isGrave);
  if (grave) refuse(grave.what);
  const [active] = facts.active();
  if (active) refuse(`holds ${active}, and is only to be read`);
  const [fault] = facts.ua();
  if (fault) refuse(`does not keep to ${uaText(fault)}`);
  return {
    pages: facts.pages,
    words: countWords(text),
    problems: [
      ...(facts.pages > planned ? [`${facts.pages} pages, where ${planned} are planned`] : []),
      ...flaws.map(({ what }) => what),
    ],
  };
}

/** A letter that the font lacks comes back as none, or from whatever font the machine has. */
function refuseLetters({ text, fonts }: PdfFacts, report: Report): void {
  const foreign = fonts.find((font) => !fontNames.test(font));
  if (!foreign && !text.some((page) => page.includes(notInFont))) return;
  const [lacking] = sentencesOf(report).flatMap((said) => {
    const letters = lettersLacking(said);
    return letters.length > 0 ? [{ said, letters }] : [];
  });
  if (lacking) refuse(`holds letters that the font does not have: ${named(lacking.letters)} in "${lacking.said}"`);
  refuse(foreign ? `has the font ${foreign}` : "holds a letter that the font does not have");
}

/** Every text of a report, the name of its recipient first. */
function sentencesOf({ recipient, choices: _, standings: _standings, ...said }: Report): string[] {
  return [recipient.name, ...textsIn(recipient), ...textsIn(said)];
}

/** What stands in a PDF's properties, but for the programs that wrote it and their versions. */
function written({ Creator: _, Producer: _producer, ...others }: PdfProperties): string[] {
  return propertyWords(others);
}

/** What a PDF says of itself: the values of its properties, and the names of those that no standard names. */
function propertyWords(properties: PdfProperties): string[] {
  return Object.entries(properties).flatMap(([key, value]) => (standardProperties.has(key) ? [value] : [key, value]));
}

const standardProperties: ReadonlySet<string> = new Set(
  "Title Author Subject Keywords Creator Producer CreationDate ModDate Trapped xmp".split(" "),
);

async function checkMail(bytes: Uint8Array, report: Report, guard: ReadGuard): Promise<ReadBack> {
  const mail = await PostalMime.parse(bytes);
  const { subject = "", text = "", html = "", attachments } = mail;
  refuseHidden(
    [
      { where: "text or links", text: `${subject}\n${text}` },
      { where: "subject", text: subject, isLabel: true },
    ],
    guard,
  );
  checkText(`${subject}\n${text}`, report, guard);
  refuseOther(linksIn(text), report, guard);
  refuseUnsaid([text], "email", report);
  checkPage(html, report, guard);
  checkHeaders(mail, report, guard);
  const isReport = ({ mimeType }: Attachment) => mimeType === "application/pdf";
  checkAttached(attachments.filter(isReport), report, guard);
  const pictures = attachments.filter((each) => !isReport(each));
  const words = pictures.map(({ filename, contentId, content }) =>
    [visibleName("pictures", filename ?? "").text, contentId, wordsInPng(bytesOf(content))].join("\n"),
  );
  refuseHidden([{ where: "pictures", text: words.join("\n") }], guard);
  refuseOther(words.join("\n"), report, guard);
  const wanted = new Set([...html.matchAll(/src="cid:([^"]+)"/g)].map((match) => match[1]));
  const there = new Set(pictures.map(({ contentId }) => contentId?.replace(/^<|>$/g, "")));
  if (wanted.size !== there.size || [...wanted].some((cid) => !there.has(cid)))
    refuse("has pictures that do not fit its text");
  if (pictures.some(({ content }) => bytesOf(content).byteLength < 200)) refuse("has an empty picture");
  if (mail.messageId !== messageIdOf(bytes, report))
    refuse(`has the message-id "${mail.messageId ?? ""}", which is not its own`);
  return { problems: [] };
}

/** Headers that the engine writes. */
const usual: ReadonlySet<string> = new Set(
  "from to reply-to subject date message-id auto-submitted x-auto-response-suppress list-id mime-version content-type content-transfer-encoding".split(
    " ",
  ),
);

/** Subject, addressee, name and way to stop are those of the report; no other header holds anything of anybody else. */
function checkHeaders(mail: Email, report: Report, guard: ReadGuard): void {
  const { recipient } = report;
  const { headers, subject = "", to = [] } = mail;
  refuseHidden(visibleInHeaders(headers), guard);
  if (subject !== oneLine(report.mail.subject)) refuse(`has the subject "${subject}"`);
  refuseSubject(subject, report, guard);
  const addressed = to.map(({ address = "" }) => address).join(", ");
  if (addressed !== (recipient.email ?? "")) refuse(`is addressed to "${addressed}"`);
  const own = new Map([
    ...Object.entries(stopHeaders(report)).map(([name, value]) => [name.toLowerCase(), value] as const),
    ["date", dateOf(report)],
  ]);
  for (const { key, value } of headers) {
    const wanted = own.get(key);
    if (wanted !== undefined && value !== wanted) refuse(`has the ${key} "${value}"`);
    if (key === "message-id" && value === mail.messageId) continue; // its digits may be anybody's; checked with all else
    if (wanted === undefined) refuseOther(value, report, guard);
    if (wanted !== undefined || usual.has(key)) continue;
    if (guard.others) refuseTold(findAnyCode(value, recipient, guard.others));
    refuse(`has the header ${key}, which no email of a report has`);
  }
  const { from, replyTo = [] } = mail;
  if (from?.address !== report.mail.from.address) refuse(`is from "${from?.address ?? ""}"`);
  if (oneLine(from?.name ?? "") !== oneLine(report.mail.from.name)) refuse(`is from "${from?.name ?? ""}"`);
  const answered = replyTo.map(({ address = "" }) => address).join(", ");
  if (answered !== report.issuer.contact.email) refuse(`is answered to "${answered}"`);
}

function bytesOf(content: Attachment["content"]): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
}

/** The whole report goes with the email exactly where it is to, and is as sound as the one on paper. */
function checkAttached(reports: readonly Attachment[], report: Report, guard: ReadGuard): void {
  const names = reports.map(({ filename }) => filename ?? "").join(", ");
  refuseHidden(
    reports.map(({ filename }) => visibleName("attachment's name", filename ?? "")),
    guard,
  );
  if (names !== (report.attachment ?? "")) refuse(`has attached "${names}"`);
  for (const { content } of reports) checkPdf(readPdf(bytesOf(content)), report, guard);
}

function checkPage(html: string, report: Report, guard: ReadGuard): ReadBack {
  const bare = withoutPictures(html);
  const words = wordsOfPage(bare);
  const { text, unseen } = words;
  refuseHidden(visibleInWords(words), guard);
  checkText(text, report, guard);
  refuseLeftOver(bare, report);
  refuseOther(unseen, report, guard);
  refuseMarkup(bare, report, guard);
  if (/<img\b[^>]*\bsrc="(?:data:[^"]{0,200})?"/i.test(html)) refuse("has an empty picture");
  refuseUnsaid([text], "email", report);
  return { problems: [] };
}

/** Links of a plain text, their escapes resolved. */
function linksIn(text: string): string {
  return (text.match(/\b(?:https?:|mailto:)\S+/g) ?? []).map(decodeUrl).join("\n");
}

/** A page is no program and holds no other; and no code that can be nothing else stands anywhere in its markup. */
function refuseMarkup(html: string, { recipient }: Report, { others }: ReadGuard): void {
  const [, active] = /<(script|iframe|object|embed|form|input)\b/i.exec(html) ?? [];
  if (active) refuse(`holds <${active.toLowerCase()}>`);
  refuseTold(others && findCode(html, recipient, others));
}

/** Pictures inside an HTML file are not words. */
function withoutPictures(text: string): string {
  return text.replace(/data:image\/png;base64,[A-Za-z0-9+/=]+/g, "");
}

/** A subject may end in the code of its recipient. */
function refuseSubject(subject: string, { recipient }: Report, { others }: ReadGuard): void {
  refuseTold(others && findLastCode(subject, recipient, others));
}

import { basename } from "node:path";
import PostalMime from "postal-mime";
import { plannedPages } from "../render/print.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Artefact } from "./artefact.ts";
import { findLeak, wordsInPng } from "./leaks.ts";
import { type PdfFacts, readPdf } from "./pdf.ts";
import { type Visible, visibleInHeaders, visibleInHtml, visibleName } from "./visible.ts";

/** What was found when an artefact was read back: facts for the manifest. Throws where it must not be sent. */
export type ReadBack = { pages?: number; words?: number; problems: readonly string[] };

/** What no artefact may hold: words of a trial that no reader may see, and codes of other recipients. */
export type Guard = { hidden?: readonly string[]; recipients?: ReadonlySet<string> };

/**
 * Reads a finished artefact as its reader will and compares it with the report: the right recipient and period, nobody
 * else's code, nothing left over of a template, a whole first page. What fails here is not recorded and not sent.
 */
export async function readBack({ path, bytes }: Artefact, report: Report, guard: Guard = {}): Promise<ReadBack> {
  const { hidden = [] } = guard;
  refuseLeak([visibleName("name", basename(path))], hidden);
  const kind = path.slice(path.lastIndexOf(".") + 1);
  const checks: Record<string, () => Promise<ReadBack>> = {
    json: async () => checkJson(bytes, report, hidden),
    pdf: async () => checkPdf(await readPdf(bytes, { unseen: hidden.length > 0 }), report, guard),
    eml: async () => checkMail(bytes, report, guard),
    html: async () => checkPage(Buffer.from(bytes).toString(), report, guard),
    txt: async () => {
      const text = Buffer.from(bytes).toString();
      refuseLeak([{ where: "text or links", text }], hidden);
      return { ...checkText(text, report, guard), words: countWords(text) };
    },
  };
  const check = checks[kind];
  if (!check) throw new Error(`cannot read back "${path}"`);
  return check();
}

const leftOver = /\{\{|\}\}|\bundefined\b|\bNaN\b|\[object \w+\]|Invalid Date|\bInfinity\b|[\uE000\uE001]/;
const notInFont = "\u0000"; // how a letter that the fonts lack comes back
const fontNames = /^Arimo/;
const a4 = { width: 595, height: 842 };

function checkJson(bytes: Uint8Array, report: Report, hidden: readonly string[]): ReadBack {
  const read = JSON.parse(Buffer.from(bytes).toString()) as Report;
  const { choices: _, standings: _standings, ...said } = read; // these name blocks and signals, which no reader sees
  refuseLeak([{ where: "sentences", text: sentencesIn(said).join("\n") }], hidden);
  if (read.recipient.code !== report.recipient.code) refuse(`is the report of ${read.recipient.code}`);
  return { problems: [] };
}

/** Texts of more than one word: single ones are the engine's own ("dots"). */
function sentencesIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes(" ") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(sentencesIn);
}

function checkPdf(facts: PdfFacts, report: Report, guard: Guard): ReadBack {
  const text = facts.text.join("\n");
  checkText(text, report, guard);
  refuseLeak([{ where: "text or links", text }], guard.hidden);
  refuseLeak([{ where: "properties, links or alternative texts", text: facts.unseen.join("\n") }], guard.hidden);
  if (!flat(text).includes(report.recipient.code)) refuse(`does not name ${report.recipient.code}`);
  if (text.includes(notInFont)) refuse("holds a letter that the font does not have");
  if (!facts.tagged) refuse("is not tagged");
  if (facts.language !== "en-GB") refuse(`has language ${facts.language ?? "none"}`);
  if (!facts.title?.includes(report.recipient.name)) refuse(`has the title "${facts.title ?? ""}"`);
  const foreign = facts.fonts.find((font) => !fontNames.test(font.replace(/^[A-Z]{6}\+/, "")));
  if (foreign) refuse(`has the font ${foreign}`);
  if (facts.sizes.some(({ width, height }) => Math.abs(width - a4.width) > 1 || Math.abs(height - a4.height) > 1))
    refuse("is not A4");
  const step = report.sections.find((section) => section.kind === "first-step");
  if (step && !flat(facts.text[0] ?? "").includes(flat(step.label)))
    refuse("has a first page that does not hold the first step");
  const letter = report.sections.find((section) => section.kind === "letter");
  if (letter && !flat(facts.text[0] ?? "").includes(flat(letter.closing)))
    refuse("has a first page that does not hold the whole letter");
  const planned = plannedPages(report.sections);
  return {
    pages: facts.pages,
    words: countWords(text),
    problems: facts.pages > planned ? [`${facts.pages} pages, where ${planned} are planned`] : [],
  };
}

async function checkMail(bytes: Uint8Array, report: Report, guard: Guard): Promise<ReadBack> {
  const mail = await PostalMime.parse(bytes);
  const text = `${mail.subject ?? ""}\n${mail.text ?? ""}`;
  refuseLeak([{ where: "text or links", text }], guard.hidden);
  checkText(text, report, guard);
  checkPage(mail.html ?? "", report, guard);
  const isReport = ({ mimeType }: { mimeType: string }) => mimeType === "application/pdf";
  const [reports, images] = [mail.attachments.filter(isReport), mail.attachments.filter((each) => !isReport(each))];
  await checkAttached(reports, report, guard);
  const pictures = images.flatMap(({ filename, contentId, content }): Visible[] => [
    visibleName("pictures", filename ?? ""),
    { where: "pictures", text: contentId ?? "" },
    { where: "pictures", text: typeof content === "string" ? content : wordsInPng(new Uint8Array(content)) },
  ]);
  refuseLeak([...visibleInHeaders(mail.headers), ...pictures], guard.hidden);
  const wanted = new Set([...(mail.html ?? "").matchAll(/src="cid:([^"]+)"/g)].map((match) => match[1]));
  const there = new Set(images.map(({ contentId }) => contentId?.replace(/^<|>$/g, "")));
  if (wanted.size !== there.size || [...wanted].some((cid) => !there.has(cid)))
    refuse("has pictures that do not fit its text");
  if (images.some(({ content }) => (typeof content === "string" ? content.length : content.byteLength) < 200))
    refuse("has an empty picture");
  return { problems: [] };
}

type Attached = { filename: string | null; content: string | Uint8Array | ArrayBuffer };

/** The whole report goes with the email exactly where it is to, and is as sound as the one on paper. */
async function checkAttached(reports: readonly Attached[], report: Report, guard: Guard): Promise<void> {
  const names = reports.map(({ filename }) => filename);
  if (names.join() !== (report.attachment ?? "")) refuse(`has attached "${names.join(", ")}"`);
  for (const { content, filename } of reports) {
    refuseLeak([visibleName("attachment's name", filename ?? "")], guard.hidden);
    const bytes = typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
    checkPdf(await readPdf(bytes, { unseen: (guard.hidden ?? []).length > 0 }), report, guard);
  }
}

function checkPage(html: string, report: Report, guard: Guard): ReadBack {
  refuseLeak(visibleInHtml(withoutData(html)), guard.hidden);
  return checkText(html, report, guard);
}

function checkText(text: string, report: Report, { recipients }: Guard): ReadBack {
  const { recipient, cycle } = report;
  const bare = withoutData(text);
  const found = leftOver.exec(bare);
  if (found && !recipient.name.includes(found[0])) refuse(`holds "${found[0]}"`);
  const words = flat(bare);
  if (!holds(words, recipient.name)) refuse(`does not name ${recipient.name}`);
  const when = isLetterReport(report)
    ? { what: "day", text: cycle.issuedText }
    : { what: "period", text: cycle.period };
  if (!holds(words, when.text)) refuse(`does not name the ${when.what}, ${when.text}`);
  const other = (words.match(/[A-Z0-9][A-Z0-9-]+/g) ?? []).find(
    (word) => word !== recipient.code && recipients?.has(word),
  );
  if (other) refuse(`names ${other}`);
  return { problems: [] };
}

/** Words as a reader counts them: what has a letter or a digit in it. */
function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Whatever the case: a heading of the plain text is in capitals. */
function holds(words: string, wanted: string): boolean {
  return words.toLowerCase().includes(flat(wanted).toLowerCase());
}

/** Pictures inside an HTML file are not words. */
function withoutData(text: string): string {
  return text.replace(/data:image\/png;base64,[A-Za-z0-9+/=]+/g, "");
}

/** Words in one line, without markup and character references, so that a line break or a tag hides nothing. */
function flat(text: string): string {
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/[\s\u00A0]+/g, " ")
    .trim();
}

/** No reader may learn which arm they are in, or that there are others (X03). */
function refuseLeak(visible: readonly Visible[], hidden: readonly string[] = []): void {
  const leak = findLeak(visible, hidden);
  if (leak) refuse(`holds "${leak.word}" in its ${leak.where}, which must stay hidden (X03)`);
}

function refuse(what: string): never {
  throw new Error(`read back: it ${what}`);
}

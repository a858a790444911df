import PostalMime from "postal-mime";
import type { Report } from "../report/report.ts";
import type { Artefact } from "./artefact.ts";
import { type PdfFacts, readPdf } from "./pdf.ts";

/** What was found when an artefact was read back: facts for the manifest. Throws where it must not be sent. */
export type ReadBack = { pages?: number; problems: readonly string[] };

/**
 * Reads a finished artefact as its reader will and compares it with the report: the right recipient and period, nobody
 * else's code, nothing left over of a template, a whole first page. What fails here is not recorded and not sent.
 */
export async function readBack({ path, bytes }: Artefact, report: Report): Promise<ReadBack> {
  const kind = path.slice(path.lastIndexOf(".") + 1);
  const checks: Record<string, () => Promise<ReadBack>> = {
    json: async () => checkJson(bytes, report),
    pdf: async () => checkPdf(await readPdf(bytes), report),
    eml: async () => checkMail(bytes, report),
    html: async () => checkText(Buffer.from(bytes).toString(), report),
    txt: async () => checkText(Buffer.from(bytes).toString(), report),
  };
  const check = checks[kind];
  if (!check) throw new Error(`cannot read back "${path}"`);
  return check();
}

const leftOver = /\{\{|\}\}|\bundefined\b|\bNaN\b|\[object \w+\]|Invalid Date|\bInfinity\b|[\uE000\uE001]/;
const notInFont = "\u0000"; // how a letter that the fonts lack comes back
const fontNames = /^Arimo/;
const a4 = { width: 595, height: 842 };

function checkJson(bytes: Uint8Array, report: Report): ReadBack {
  const read = JSON.parse(Buffer.from(bytes).toString()) as Report;
  if (read.recipient.code !== report.recipient.code) refuse(`is the report of ${read.recipient.code}`);
  return { problems: [] };
}

function checkPdf(facts: PdfFacts, report: Report): ReadBack {
  const text = facts.text.join("\n");
  checkText(text, report);
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
  return { pages: facts.pages, problems: facts.pages > 3 ? [`${facts.pages} pages`] : [] };
}

async function checkMail(bytes: Uint8Array, report: Report): Promise<ReadBack> {
  const mail = await PostalMime.parse(bytes);
  checkText(`${mail.subject ?? ""}\n${mail.text ?? ""}`, report);
  checkText(mail.html ?? "", report);
  const wanted = new Set([...(mail.html ?? "").matchAll(/src="cid:([^"]+)"/g)].map((match) => match[1]));
  const there = new Set(mail.attachments.map(({ contentId }) => contentId?.replace(/^<|>$/g, "")));
  if (wanted.size !== there.size || [...wanted].some((cid) => !there.has(cid)))
    refuse("has pictures that do not fit its text");
  if (mail.attachments.some(({ content }) => (typeof content === "string" ? content.length : content.byteLength) < 200))
    refuse("has an empty picture");
  return { problems: [] };
}

function checkText(text: string, { recipient, cycle }: Report): ReadBack {
  const bare = withoutData(text);
  const found = leftOver.exec(bare);
  if (found && !recipient.name.includes(found[0])) refuse(`holds "${found[0]}"`);
  const words = flat(bare);
  if (!holds(words, recipient.name)) refuse(`does not name ${recipient.name}`);
  if (!holds(words, cycle.period)) refuse(`does not name the period, ${cycle.period}`);
  const others = [...words.matchAll(shapeOf(recipient.code))]
    .map((match) => match[0])
    .filter((code) => code !== recipient.code);
  if (others.length > 0) refuse(`names ${others[0]}`);
  return { problems: [] };
}

/** Whatever the case: a heading of the plain text is in capitals. */
function holds(words: string, wanted: string): boolean {
  return words.toLowerCase().includes(flat(wanted).toLowerCase());
}

/** Pictures inside an HTML file are not words. */
function withoutData(text: string): string {
  return text.replace(/data:image\/png;base64,[A-Za-z0-9+/=]+/g, "");
}

/** Codes of the same shape: Z10001 → a letter Z and five digits. */
function shapeOf(code: string): RegExp {
  const shape = code.replace(/[A-Z]/g, "[A-Z]").replace(/\d/g, "\\d");
  return code.length >= 5 && /\d/.test(code) ? new RegExp(`\\b${shape}\\b`, "g") : /$^/g;
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

function refuse(what: string): never {
  throw new Error(`read back: it ${what}`);
}

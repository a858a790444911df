import { createHash } from "node:crypto";
import MimeNode from "nodemailer/lib/mime-node";
import type { EmailDocument } from "../render/email.ts";
import type { Report } from "../report/report.ts";

/** A picture of an email as bytes, under the id its HTML calls it by. */
export type EmailImage = { cid: string; png: Uint8Array };

/** What goes with the texts of an email: its pictures, and the whole report where the design attaches it. */
export type EmailParts = { images: readonly EmailImage[]; pdf?: Uint8Array | undefined };

/**
 * The email as a message that opens in a mail client; its Date becomes that of sending when it is handed to a mail server. Nothing
 * in it comes from the clock or from chance: the same report of the same study gives the same bytes, under the same Message-ID;
 * whatever is corrected gives another, so that no mail server takes the correction for the message that it has had. It nests as
 * mail clients expect:
 * related(alternative(text, HTML), pictures), within mixed where the report is attached. Nodemailer's own composer would put
 * the pictures inside the alternative.
 */
export async function toEml(report: Report, email: EmailDocument, { images, pdf }: EmailParts): Promise<Uint8Array> {
  const related = 'multipart/related; type="multipart/alternative"';
  const message = new MimeNode(pdf ? "multipart/mixed" : related, {
    baseBoundary: messageName(report),
    textEncoding: "Q",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  message.setHeader(headersOf(report, email));
  const body = pdf ? message.createChild(related) : message;
  const texts = body.createChild("multipart/alternative");
  texts.createChild("text/plain; charset=utf-8; format=flowed").setContent(toCrlf(email.text));
  texts.createChild("text/html; charset=utf-8").setContent(toCrlf(email.html));
  for (const image of images) attach(body, image);
  if (pdf) attachReport(message, report, pdf);
  return withEdition(await build(message), report);
}

/** A message under the Message-ID of its edition: another wherever anything else of the message is. */
function withEdition(blank: Uint8Array, report: Report): Uint8Array {
  const bytes = Buffer.from(blank);
  bytes.write(messageId(report, editionOf(blank, report)), bytes.indexOf(messageId(report, noEdition)));
  return bytes;
}

/** The Message-ID that a message of a report must have by all else that is in it; undefined where it has none. */
export function messageIdOf(bytes: Uint8Array, report: Report): string | undefined {
  const blank = Buffer.from(bytes);
  const start = messageId(report, "").split("@")[0] ?? ""; // "<opioids.2026-08.A81001."
  const at = blank.indexOf(start);
  if (at < 0) return undefined;
  blank.write(noEdition, at + start.length);
  return messageId(report, editionOf(blank, report));
}

/** A message's edition by its study and its bytes, where the place of the edition itself is blank. */
function editionOf(blank: Uint8Array, { mail }: Report): string {
  return createHash("sha256").update(mail.series).update(blank).digest("hex").slice(0, noEdition.length);
}

const noEdition = "00000000"; // 4 of its 32 bytes: it tells apart the few editions of one report

/** The HTML with its pictures inside, for the file that is opened in a browser; no mail client shows these. */
export function toStandalone(html: string, images: readonly EmailImage[]): string {
  return images.reduce(
    (page, { cid, png }) =>
      page.replaceAll(`src="cid:${cid}"`, `src="data:image/png;base64,${Buffer.from(png).toString("base64")}"`),
    html,
  );
}

function headersOf(report: Report, email: EmailDocument): { key: string; value: HeaderValue }[] {
  const { mail, issuer, recipient } = report;
  const headers: Record<string, HeaderValue> = {
    From: mailbox(mail.from.name, mail.from.address),
    ...(recipient.email && { To: mailbox(recipient.name, recipient.email) }),
    "Reply-To": mailbox(issuer.name, issuer.contact.email),
    Subject: subjectOf(email),
    "Message-ID": messageId(report, noEdition),
    Date: dateOf(report),
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply", // Exchange's own; not its NDR, by which we learn of bounces
    "List-Id": `<${domain(mail.listId)}>`,
    ...stopHeaders(report),
  };
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}

/** Mail has no other end of line; a server may refuse a bare line feed. */
function toCrlf(text: string): string {
  return text.replace(/\r?\n/g, "\r\n");
}

type HeaderValue = string | { name: string; address: string };

function attach(message: MimeNode, { cid, png }: EmailImage): void {
  message
    .createChild("image/png", { filename: `${cid.replace(/[.@].*/, "")}.png` })
    .setHeader([
      { key: "Content-ID", value: `<${cid}>` },
      { key: "Content-Disposition", value: "inline" },
      { key: "Content-Transfer-Encoding", value: "base64" },
    ])
    .setContent(Buffer.from(png));
}

function attachReport(message: MimeNode, { attachment }: Report, pdf: Uint8Array): void {
  message
    .createChild("application/pdf", { filename: attachment ?? "report.pdf" })
    .setHeader([
      { key: "Content-Disposition", value: "attachment" },
      { key: "Content-Transfer-Encoding", value: "base64" },
    ])
    .setContent(Buffer.from(pdf));
}

function build(message: MimeNode): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    message.build((error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

/** A name and one plain address. What a header could be broken with is not a name; an address with any of it is an error. */
function mailbox(name: string, address: string) {
  if (!/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address)) throw new Error(`invalid address "${address}"`);
  return { name: oneLine(name), address };
}

function subjectOf({ subject }: EmailDocument): string {
  const line = oneLine(subject);
  if (line.length > 78) throw new Error(`the subject has ${line.length} characters, more than 78: "${line}"`);
  return line;
}

/** A text as a header holds it: without line breaks, control characters, marks that turn the direction of writing round, and encoded words. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll("=?", "= ?")
    .replace(/ +/g, " ")
    .trim();
}

/** The morning of the issue, e.g. "Mon, 12 Oct 2026 07:00:00 +0000". */
export function dateOf({ cycle }: Report): string {
  return new Date(`${cycle.issued}T07:00:00Z`).toUTCString().replace("GMT", "+0000");
}

/** e.g. "<opioids.2026-08.A81001.3fa9c1d2@opioids.marlshire.example>" */
function messageId(report: Report, edition: string): string {
  return `<${messageName(report)}.${edition}@${domain(report.mail.listId)}>`;
}

/** e.g. "opioids.2026-08.A81001" */
function messageName({ campaign, cycle, recipient }: Report): string {
  return [campaign.id, cycle.id, recipient.code].map(atom).join(".");
}

function atom(text: string): string {
  return text.replace(/[^A-Za-z0-9-]+/g, "-");
}

function domain(text: string): string {
  return text.split(".").map(atom).join(".");
}

/**
 * How to stop: by mail, to the address for it or else the contact's; and in one click (RFC 8058) where the campaign names a
 * service that takes it. A page about the series stops nothing, so it is none of the ways.
 */
export function stopHeaders({ issuer, recipient }: Report): Readonly<Record<string, string>> {
  const { stop, email, unsubscribe } = issuer.contact;
  const mail = new URL(`mailto:${stop ?? email}`);
  mail.search = `subject=stop%20${encodeURIComponent(recipient.code)}`;
  if (unsubscribe === undefined) return { "List-Unsubscribe": `<${mail.href}>` };
  const service = new URL(unsubscribe);
  service.searchParams.set("code", recipient.code);
  return {
    "List-Unsubscribe": `<${mail.href}>, <${service.href}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

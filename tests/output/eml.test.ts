import { createHash } from "node:crypto";
import { PNG } from "pngjs";
import PostalMime, { type Email } from "postal-mime";
import { beforeAll, describe, expect, test } from "vitest";
import { type EmailImage, messageIdOf, oneLine, toEml, toStandalone } from "../../src/output/eml.ts";
import { toPng } from "../../src/output/png.ts";
import { compileEmail, type EmailRenderer } from "../../src/render/email.ts";
import { readTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleReport, states } from "../render/sample.ts";

let render: EmailRenderer;

beforeAll(async () => {
  render = await compileEmail(await readTemplates("templates"));
});

describe.each(states)("the message of %s", (state) => {
  test("parses to the same texts and pictures (M7)", async () => {
    const { email, images, message } = await made(sampleReport(state));
    expect(message.subject).toBe(email.subject);
    expect(tidy(message.text)).toBe(tidy(email.text.replace(/ \n ?/g, " "))); // its paragraphs, flowed (RFC 3676)
    expect(tidy(message.html)).toBe(tidy(email.html));
    const pictures = message.attachments.map(({ contentId, disposition, mimeType }) => [
      contentId,
      disposition,
      mimeType,
    ]);
    expect(pictures).toEqual(images.map(({ cid }) => [`<${cid}>`, "inline", "image/png"]));
  });

  test("stays below a megabyte (M2)", async () => {
    const { bytes } = await made(sampleReport(state));
    expect(bytes.length).toBeLessThan(1024 * 1024);
  });

  test("is the same, byte for byte, each time it is made (M8)", async () => {
    const [first, second] = [await made(sampleReport(state)), await made(sampleReport(state))];
    expect(hash(first.bytes)).toBe(hash(second.bytes));
  });

  test("holds pictures at twice their size, opaque, small, not empty (M10)", async () => {
    const report = sampleReport(state);
    const { email, images } = await made(report);
    const isDrawn = report.sections.some((section) => section.kind === "comparison" && section.chart !== undefined);
    expect(images).toHaveLength(isDrawn ? 1 : 0);
    for (const [index, { png }] of images.entries()) {
      const picture = PNG.sync.read(Buffer.from(png));
      expect([picture.width, picture.height]).toEqual([1032, 160]);
      expect(email.html).toContain('width="516"');
      expect(email.images[index]?.svg).not.toContain("<text");
      expect(png.length).toBeLessThan(80 * 1024);
      expect(transparency(picture)).toBe(0);
      expect(colours(picture).size).toBeGreaterThan(2);
      expect(colours(picture)).not.toContain(0xff00ff);
    }
  });
});

describe("the headers", () => {
  test("say who, whom, when, which list, and how to stop (M9)", async () => {
    const { message, raw } = await made(sampleReport("better"));
    expect(message.from).toMatchObject({ name: "Eastmere Prescribing Feedback", address: "feedback@eastmere.example" });
    expect(message.to).toMatchObject([{ name: "Larkfield Surgery", address: "prescribing@larkfield.example" }]);
    expect(message.replyTo).toMatchObject([{ address: "help@eastmere.example" }]);
    expect(message.messageId).toMatch(
      /^<sleeping-tablets\.2027-03\.Z10001\.[0-9a-f]{8}@sleeping-tablets\.eastmere\.example>$/,
    );
    expect(raw).toContain("Date: Tue, 11 May 2027 07:00:00 +0000");
    expect(valuesOf(message, "auto-submitted")).toEqual(["auto-generated"]);
    expect(valuesOf(message, "list-id")).toEqual(["<sleeping-tablets.eastmere.example>"]);
    expect(valuesOf(message, "x-auto-response-suppress")).toEqual(["OOF, AutoReply"]);
    expect(valuesOf(message, "list-unsubscribe")).toEqual(["<mailto:help@eastmere.example?subject=stop%20Z10001>"]);
    expect(valuesOf(message, "list-unsubscribe-post")).toEqual([]); // a page about the series stops nothing
  });

  test("name an edition: the same message has the same, and whatever is corrected has another", async () => {
    const report = sampleReport("better");
    const { issuer, recipient } = report;
    const reports = [
      report,
      structuredClone(report),
      { ...report, issuer: { ...issuer, by: "Eastmere Medicines Group" } },
      { ...report, recipient: { ...recipient, email: "another@larkfield.example" } },
    ];
    const [one, again, ...corrected] = (await Promise.all(reports.map(made))).map(({ message }) => message.messageId);
    expect(again).toBe(one);
    expect(new Set([one, ...corrected]).size).toBe(3);
  });

  test("name an edition of the page and the picture too", async () => {
    const report = sampleReport("better");
    const email = { subject: report.mail.subject, text: "text", html: "<p>page</p>", images: [] };
    const png = Buffer.from("a picture");
    const made = [
      await toEml(report, email, { images: [] }),
      await toEml(report, { ...email, html: "<p>a page</p>" }, { images: [] }),
      await toEml(report, email, { images: [{ cid: "a@b", png }] }),
      await toEml(report, email, { images: [], pdf: png }),
    ];
    const ids = made.map((bytes) => /^Message-ID:\s+(\S+)/m.exec(Buffer.from(bytes).toString())?.[1]);
    expect(new Set(ids).size).toBe(4);
    expect(made.map((bytes) => messageIdOf(bytes, report))).toEqual(ids);
  });

  test("requests to stop go where the issuer wants them", async () => {
    const report = sampleReport("better");
    const contact = { ...report.issuer.contact, stop: "stop@eastmere.example" };
    const { message } = await made({ ...report, issuer: { ...report.issuer, contact } });
    expect(valuesOf(message, "list-unsubscribe").join()).toContain(
      "<mailto:stop@eastmere.example?subject=stop%20Z10001>",
    );
    expect(message.text?.replaceAll("\n", " ")).toContain(
      "To stop these reports, write to stop@eastmere.example with the word stop.",
    );
  });

  test("offer one click where the campaign names a service for it, and only there", async () => {
    const report = sampleReport("better");
    const contact = { ...report.issuer.contact, unsubscribe: "https://eastmere.example/stop?list=sleep" };
    const { message } = await made({ ...report, issuer: { ...report.issuer, contact } });
    expect(valuesOf(message, "list-unsubscribe").join()).toContain(
      ", <https://eastmere.example/stop?list=sleep&code=Z10001>",
    );
    expect(valuesOf(message, "list-unsubscribe-post")).toEqual(["List-Unsubscribe=One-Click"]);
  });

  test("and pictures have another identity in another study, cycle, recipient and edition", async () => {
    const report = sampleReport("better");
    const { recipient, cycle, mail, issuer } = report;
    const others = [
      report,
      { ...report, mail: { ...mail, series: "00000001" } },
      { ...report, cycle: { ...cycle, id: "2027-01" } },
      { ...report, recipient: { ...recipient, code: "Z10002" } },
      { ...report, issuer: { ...issuer, by: "Eastmere Medicines Group" } },
    ];
    const messages = (await Promise.all(others.map(made))).map(({ message }) => message);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(others.length);
    expect(new Set(messages.map(({ attachments }) => attachments[0]?.contentId)).size).toBe(others.length);
  });

  test("of a code that is no plain word leave the way to stop whole", async () => {
    const report = sampleReport("better");
    const { message } = await made({ ...report, recipient: { ...report.recipient, code: "A&B=1" } });
    expect(valuesOf(message, "list-unsubscribe").join()).toContain("?subject=stop%20A%26B%3D1>");
  });

  test("can be read where a letter is not plain, and have nothing round their words", async () => {
    const { raw } = await made(named(sampleReport("better"), "Älpine Surgery"));
    expect(raw).toMatch(/^To: =\?UTF-8\?Q\?=C3=84lpine/m);
    expect(oneLine(" \u2029 Älpine\t\r\n Surgery ")).toBe("Älpine Surgery");
  });

  test("nest as mail clients expect: related(alternative(text, html), picture)", async () => {
    const { raw } = await made(sampleReport("better"));
    const types = [...raw.matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, type]) => type);
    expect(types).toEqual(["multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"]);
  });

  test("with the whole report: mixed(related(alternative(text, html), picture), PDF), to be opened apart", async () => {
    const report = { ...sampleReport("better"), attachment: "sleeping-tablets-2027-03-Z10001.pdf" };
    const { email, images } = await made(report);
    const raw = Buffer.from(await toEml(report, email, { images, pdf: Buffer.from("%PDF-1.4 \0\xff", "latin1") }));
    const types = [...raw.toString("latin1").matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, type]) => type);
    expect(types).toEqual([
      "multipart/mixed",
      "multipart/related",
      "multipart/alternative",
      "text/plain",
      "text/html",
      "image/png",
      "application/pdf",
    ]);
    const pdf = (await PostalMime.parse(raw)).attachments.find(({ mimeType }) => mimeType === "application/pdf")!;
    expect(pdf).toMatchObject({ disposition: "attachment", filename: report.attachment });
    expect(Buffer.from(pdf.content as ArrayBuffer).toString("latin1")).toBe("%PDF-1.4 \0\xff");
  });

  test("and bodies end every line as mail does, and keep lines short", async () => {
    const { raw } = await made(sampleReport("better"));
    expect(raw).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(raw.split("\r\n").filter((line) => line.length > 78)).toEqual([]);
  });

  test("name nobody where no address is known", async () => {
    const { message, raw } = await made(sampleReport("long-name"));
    expect(message.to ?? []).toEqual([]);
    expect(raw).not.toMatch(/^To:/m);
  });

  test("hold a preview line of at most 90 characters (M9)", async () => {
    const { email } = await made(sampleReport("better"));
    const [, preview = ""] = /<div style="display:none[^>]*>([^<]*)/.exec(email.html) ?? [];
    expect(preview.replace(/&#\d+;/g, "").trim().length).toBeGreaterThan(0);
    expect(preview.replace(/&#\d+;/g, "").trim().length).toBeLessThanOrEqual(90);
  });
});

describe("header injection (S10)", () => {
  test.each([
    "Larkfield\r\nBcc: everyone@example.org",
    "Larkfield\nBcc: everyone@example.org",
    'Larkfield, "Surgery" <x@example.org>, y@example.org',
    "Larkfield =?utf-8?Q?=0D=0ABcc:_everyone=40example.org?=",
    "Larkfield \u202e\u0000\u2028Bcc: everyone@example.org",
    'Älpine Sürgery; <>,:;@[]\\"',
  ])("in a name is harmless: %j", async (name) => {
    const { message, raw } = await made(named(sampleReport("better"), name));
    expect(headerNames(raw)).toEqual(headerNames((await made(sampleReport("better"))).raw));
    expect(message.to?.map(({ address }) => address)).toEqual(["prescribing@larkfield.example"]);
    expect(message.from?.address).toBe("feedback@eastmere.example");
    expect(message.replyTo?.map(({ address }) => address)).toEqual(["help@eastmere.example"]);
    expect(message.subject).toBe(name.replace(/[\p{C}\p{Z}]+/gu, " ").replace("=?", "= ?"));
  });

  test.each([
    "a@example.org, b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "<a@example.org>",
    "a b@example.org",
    "nobody",
    "",
  ])("in an address is refused: %j", async (address) => {
    const report = sampleReport("better");
    const from = { ...report, mail: { ...report.mail, from: { name: "A", address } } };
    await expect(made(from)).rejects.toThrow("invalid address");
  });

  test("in a code or an id cannot leave the message's name", async () => {
    const report = sampleReport("better");
    const { message, raw } = await made({ ...report, recipient: { ...report.recipient, code: "A>\r\nBcc: b@c" } });
    expect(raw).not.toMatch(/^Bcc/im);
    expect(message.messageId).toMatch(
      /^<sleeping-tablets\.2027-03\.A-Bcc-b-c\.[0-9a-f]{8}@sleeping-tablets\.eastmere\.example>$/,
    );
  });

  test("is not how a long subject is made to fit", async () => {
    const report = sampleReport("better");
    const long = { ...report, mail: { ...report.mail, subject: "s".repeat(79) } };
    await expect(made(long)).rejects.toThrow("the subject has 79 characters, more than 78");
    const { message } = await made({ ...report, mail: { ...report.mail, subject: "s".repeat(78) } });
    expect(message.subject).toBe("s".repeat(78));
  });
});

describe("the file for a browser", () => {
  test("holds its pictures, and calls none by cid", async () => {
    const { email, images } = await made(sampleReport("better"));
    const page = toStandalone(email.html, images);
    expect(page).toContain('src="data:image/png;base64,iVBOR');
    expect(page).not.toContain("cid:");
    expect(toStandalone(email.html.repeat(2), images)).toBe(page.repeat(2));
    expect(page.replace(/src="data:[^"]+"/, "")).toBe(email.html.replace(/src="cid:[^"]+"/, ""));
  });
});

describe("a picture", () => {
  const svg = (body: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="4">${body}</svg>`;
  const options = { width: 10, scale: 2, background: "#FFFFFF" };

  test("keeps every colour where there are few", () => {
    const picture = PNG.sync.read(Buffer.from(toPng(svg('<rect width="5" height="4" fill="#0B4880"/>'), options)));
    expect(colours(picture)).toEqual(new Set([0x0b4880, 0xffffff]));
    expect([picture.width, picture.height]).toEqual([20, 8]);
  });

  test("of more pixels than a machine should draw is none", () => {
    const tall = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="60000"/>';
    expect(() => toPng(tall, options)).toThrow("a picture of 24,000,000 pixels; at most 20,000,000 are drawn");
  });

  test("takes like colours for one where there are many, but keeps its ground", () => {
    const stops =
      '<stop offset="0" stop-color="#f00"/><stop offset=".5" stop-color="#0f0"/><stop offset="1" stop-color="#00f"/>';
    const body = `<defs><linearGradient id="g">${stops}</linearGradient></defs><rect y="1" width="10" height="3" fill="url(#g)"/>`;
    const picture = PNG.sync.read(Buffer.from(toPng(svg(body), { ...options, scale: 100 })));
    expect(colours(picture).size).toBeGreaterThan(64);
    expect(colours(picture).size).toBeLessThanOrEqual(256);
    expect(colours(picture)).toContain(0xffffff);
  });
});

async function made(report: Report) {
  const email = await render(report);
  const images: EmailImage[] = email.images.map(({ cid, svg, width }) => ({
    cid,
    png: toPng(svg, { width, scale: 2, background: "#FFFFFF" }),
  }));
  const bytes = await toEml(report, email, { images });
  const message = await PostalMime.parse(bytes);
  return { email, images, bytes, message, raw: Buffer.from(bytes).toString("latin1") };
}

function named(report: Report, name: string): Report {
  const { issuer, recipient, mail } = report;
  return {
    ...report,
    issuer: { ...issuer, name },
    recipient: { ...recipient, name },
    mail: { ...mail, subject: name, from: { ...mail.from, name } },
  };
}

function headerNames(raw: string): string[] {
  const [head = ""] = raw.split("\r\n\r\n");
  return [...head.matchAll(/^([\w-]+):/gm)].map(([, name = ""]) => name);
}

function valuesOf(message: Email, key: string): string[] {
  return message.headers.filter((header) => header.key === key).map(({ value }) => value);
}

function tidy(text: string | undefined): string {
  return (text ?? "").replace(/\r\n/g, "\n").trim();
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function transparency({ data }: PNG): number {
  return data.filter((value, index) => index % 4 === 3 && value !== 255).length;
}

function colours({ data }: PNG): Set<number> {
  const seen = new Set<number>();
  for (let at = 0; at < data.length; at += 4) seen.add(data.readUIntBE(at, 3));
  return seen;
}

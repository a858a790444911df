import { createHash } from "node:crypto";
import type { Channel } from "../input/campaign.ts";
import { compileEmail, type EmailDocument, type EmailRenderer } from "../render/email.ts";
import { compilePrint, type PrintRenderer } from "../render/print.ts";
import type { Templates } from "../render/templates.ts";
import { readTheme } from "../render/theme.ts";
import type { Report } from "../report/report.ts";
import { type Browser, type BrowserOptions, openBrowser } from "./browser.ts";
import { toEml, toStandalone } from "./eml.ts";
import { pinPdf } from "./pdf.ts";
import { toPng } from "./png.ts";

/** One file of a run before it is stored: its channel, its path below the run's folder, its bytes. */
export type Artefact = { channel: Channel | "report"; path: string; bytes: Uint8Array };

/** A report as markup, for each of its channels. */
export type Documents = { print?: string; email?: EmailDocument };

/** What turns reports into bytes: renderers compiled once, and a browser. One set to a worker. */
export type Press = { print: PrintRenderer; email: EmailRenderer; ground: string; browser: Browser | undefined };

/** Opens a press; the browser is started only where something is to be printed. */
export async function openPress(
  templates: Templates,
  channels: readonly Channel[],
  options: BrowserOptions = {},
): Promise<Press & AsyncDisposable> {
  const [print, email] = await Promise.all([compilePrint(templates), compileEmail(templates)]);
  const browser = channels.includes("print") ? await openBrowser(options) : undefined;
  return {
    print,
    email,
    ground: readTheme(templates).colours.paper,
    browser,
    [Symbol.asyncDispose]: async () => browser?.[Symbol.asyncDispose](),
  };
}

/** Report → markup. */
export async function render(report: Report, channels: readonly Channel[], press: Press): Promise<Documents> {
  return {
    ...(channels.includes("print") ? { print: await press.print(report) } : {}),
    ...(channels.includes("email") ? { email: await press.email(report) } : {}),
  };
}

/** Markup → bytes. The report itself is an artefact too: what was said, as data. */
export async function print(report: Report, { print: html, email }: Documents, press: Press): Promise<Artefact[]> {
  const { code } = report.recipient;
  const artefacts: Artefact[] = [
    { channel: "report", path: `report/${code}.json`, bytes: Buffer.from(`${JSON.stringify(report)}\n`) },
  ];
  if (html !== undefined && press.browser) {
    artefacts.push({
      channel: "print",
      path: `print/${code}.pdf`,
      bytes: pinPdf(await press.browser.print(html), { date: report.cycle.issued }),
    });
  }
  if (email) artefacts.push(...(await toMail(report, email, press.ground)));
  return artefacts;
}

async function toMail(report: Report, email: EmailDocument, background: string): Promise<Artefact[]> {
  const { code } = report.recipient;
  const images = email.images.map(({ cid, svg, width }) => ({ cid, png: toPng(svg, { width, scale: 2, background }) }));
  return [
    { channel: "email", path: `email/${code}.eml`, bytes: await toEml(report, email, images) },
    { channel: "email", path: `email/${code}.html`, bytes: Buffer.from(toStandalone(email.html, images)) },
    { channel: "email", path: `email/${code}.txt`, bytes: Buffer.from(email.text) },
  ];
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

import { fontFiles } from "../font.ts";
import { compileAll, looksOnDemand, type Renderers } from "../output/artefact.ts";
import { toStandalone } from "../output/eml.ts";
import { toPng } from "../output/png.ts";
import type { EmailDocument } from "../render/email.ts";
import type { Templates } from "../render/templates.ts";
import type { Report } from "../report/report.ts";

/** How an email is looked at: the client's colours, and whether it shows pictures. */
export type MailSetting = { dark: boolean; images: boolean };

/** Templates of every look compiled once; the same renderers as a batch, without its browser. */
export async function compilePress(templates: Templates): Promise<ReadonlyMap<string, Renderers>> {
  return withMemory(await compileAll(templates));
}

/** The same, where a first report is waited for: each part is compiled when it is first asked for. */
export function pressOnDemand(templates: Templates): ReadonlyMap<string, Renderers> {
  return withMemory(looksOnDemand(templates));
}

function withMemory(looks: ReadonlyMap<string, Renderers>): ReadonlyMap<string, Renderers> {
  return new Map(
    [...looks].map(([name, look]) => [
      name,
      { ...look, print: remembered(look.print), email: remembered(look.email), html: remembered(look.html) },
    ]),
  );
}

/** A report does not change, so it is rendered once, whoever asks. */
function remembered<T>(render: (report: Report) => Promise<T>): (report: Report) => Promise<T> {
  const done = new WeakMap<Report, Promise<T>>();
  return (report) => {
    const known = done.get(report) ?? render(report);
    done.set(report, known);
    return known;
  };
}

/** The email as a client shows it. Without pictures their addresses lead nowhere, as in a client that blocks them. */
export function toMailPage({ html, images }: EmailDocument, ground: string, setting: MailSetting): string {
  const shown = setting.images ? images : [];
  const pictures = shown.map(({ cid, svg, width }) => ({
    cid,
    png: toPng(svg, { width, scale: 2, background: ground }),
  }));
  return withColours(toStandalone(html, pictures), setting.dark);
}

/**
 * The printed markup laid out as sheets, for the screen alone: what is printed is not touched. Its letters are those of the
 * PDF on every machine, so that lines break where they do there.
 */
export function toSheets(html: string): string {
  const faces = Object.keys(fontFiles).map(
    (weight) => `@font-face { font-family: Arimo; font-weight: ${weight}; src: url("../vendor/arimo-${weight}.ttf") }`,
  );
  return html.replace("</head>", `<style media="screen">${faces.join("\n")}${sheets}</style>\n</head>`);
}

/** The page for the screen as it is read: in the studio's colours, and without its script, which no frame here runs. */
export function toScreenPage(html: string, dark: boolean): string {
  return html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "") // the studio's own is stricter, and knows no hashes
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/, "")
    .replace(/screen and \(prefers-color-scheme: dark\)/g, dark ? "screen" : "not all")
    .replace(/color-scheme: light dark/g, `color-scheme: ${dark ? "dark" : "light"}`)
    .replace('content="light dark"', `content="${dark ? "dark" : "light"}"`);
}

/** What a client weighs: bytes of the markup and of its pictures, and words in the text part. */
export type MailSizes = { html: number; pictures: number; words: number };

export function sizesOf({ html, text, images }: EmailDocument, ground: string): MailSizes {
  const pictures = images.map(({ svg, width }) => toPng(svg, { width, scale: 2, background: ground }).length);
  return {
    html: Buffer.byteLength(html),
    pictures: pictures.reduce((sum, bytes) => sum + bytes, 0),
    words: text.split(/\s+/).filter((word) => /\w/.test(word)).length,
  };
}

/** Light or dark is the studio's to say, not that of the reader's own system. */
function withColours(html: string, dark: boolean): string {
  return html
    .replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, dark ? "@media all" : "@media not all")
    .replace(/color-scheme: light dark/g, `color-scheme: ${dark ? "dark" : "light"}`)
    .replace('content="light dark"', `content="${dark ? "dark" : "light"}"`);
}

const sheets = `
html { background: none }
body { background: none; width: 210mm; margin: 0 }
.report { counter-reset: sheet }
.first-page, .page {
  position: relative; counter-increment: sheet; width: 210mm; min-height: 297mm; padding: 15mm 20mm 22mm 25mm;
  background: var(--paper); margin: 0 0 6mm;
}
.first-page::after, .page::after {
  content: var(--running) "\\A Page " counter(sheet); white-space: pre; position: absolute; left: 25mm; right: 20mm; bottom: 8mm;
  font: 400 8.5pt/3.75mm var(--font); color: var(--muted);
}
.page:last-child { margin-bottom: 0 }
`;

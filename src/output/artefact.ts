import type { Channel } from "../input/campaign/campaign.ts";
import type { Ink } from "../input/campaign/print.ts";
import { writtenReport } from "../render/as-drawn.ts";
import { compileCharts } from "../render/charts.ts";
import { compileEmail, type EmailDocument, type EmailRenderer } from "../render/email.ts";
import { pageSettings, setPages } from "../render/page-setting.ts";
import { plannedPages } from "../render/pages.ts";
import { compilePrint, type PrintRenderer } from "../render/print.ts";
import { compileScreen, type ScreenRenderer } from "../render/screen.ts";
import { readSizes } from "../render/sizes.ts";
import { standard, type Templates, variantOf, variantsIn } from "../render/templates.ts";
import { readTheme } from "../render/theme.ts";
import type { Report } from "../report/report.ts";
import { openBrowser } from "./browser.ts";
import { toEml, toStandalone } from "./eml.ts";
import { finishPdf } from "./finish/finish.ts";
import type { BrowserOptions, PageBrowser } from "./page-browser.ts";
import { countPages } from "./pdf.ts";
import { toPng } from "./png.ts";
import { sha256 } from "./sha256.ts";

/** One file of a run before it is stored: its channel, its path below the run's folder, its bytes. */
export type Artefact = { channel: Channel | "report"; path: string; bytes: Uint8Array };

/** A report as markup, for each of its channels; `attached` is the whole of it that goes with the email. */
export type Documents = { print?: string; email?: EmailDocument; html?: string; attached?: string };

/** What turns reports into bytes: renderers of one look, compiled once, and a browser. */
export type Press = {
  print: PrintRenderer;
  email: EmailRenderer;
  html: ScreenRenderer;
  ground: string;
  flows: boolean; // its pages after the first flow on from each other, so that none are planned
  browser: PageBrowser | undefined;
};

/** A press for every look, sharing one browser. One set to a worker. */
export type Presses = { of: (template: string) => Press; browser: PageBrowser | undefined };

/**
 * Opens the presses of all looks in some templates: the standard one and each variant. The browser is started only where
 * something is to be printed.
 */
export async function openPress(
  templates: Templates,
  channels: readonly Channel[],
  options: BrowserOptions = {},
): Promise<Presses & AsyncDisposable> {
  const renderers = await compileAll(templates);
  const browser = channels.includes("print") ? await openBrowser(options) : undefined;
  return {
    of: (template) => ({ ...lookOf(renderers, template), browser }),
    browser,
    [Symbol.asyncDispose]: async () => browser?.[Symbol.asyncDispose](),
  };
}

/** A press without its browser. */
export type Renderers = Omit<Press, "browser">;

/** The renderers of every look in some templates, by its name. What is wrong with a template of any is an error here. */
export async function compileAll(templates: Templates): Promise<ReadonlyMap<string, Renderers>> {
  const names = [standard, ...variantsIn(templates)];
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await compileOnce(variantOf(templates, name))] satisfies [string, Renderers]),
    ),
  );
}

/** Looks that were compiled last in this process, by their text: run after run is made with the same few. */
const compiled = new Map<string, Promise<Renderers>>();
const mostCompiled = 8; // a study has one or two, and the package three

function compileOnce(look: Templates): Promise<Renderers> {
  const key = sha256(JSON.stringify(Object.entries(look).sort()));
  const made = compiled.get(key) ?? compileLook(look);
  compiled.delete(key);
  compiled.set(key, made); // the last that was asked for stands last
  made.catch(() => compiled.delete(key));
  const [oldest] = compiled.keys();
  if (compiled.size > mostCompiled && oldest !== undefined) compiled.delete(oldest);
  return made;
}

async function compileLook(look: Templates): Promise<Renderers> {
  const charts = await compileCharts(look);
  const [print, email, html] = await Promise.all([
    compilePrint(look, charts),
    compileEmail(look, charts),
    compileScreen(look, charts),
  ]);
  return { print, email, html, ground: readTheme(look).colours.paper, flows: readSizes(look).comparisonPage > 1 };
}

/** The renderers of one look. */
export function lookOf<T>(renderers: ReadonlyMap<string, T>, template: string): T {
  const found = renderers.get(template);
  if (!found) throw new Error(`no template variant "${template}"`);
  return found;
}

/** Report → markup. */
export async function render(report: Report, channels: readonly Channel[], press: Press): Promise<Documents> {
  const [onPaper, byEmail] = [channels.includes("print"), channels.includes("email")];
  const attaches = byEmail && report.attachment !== undefined;
  const page = onPaper || attaches ? await press.print(report) : "";
  return {
    ...(onPaper ? { print: page } : {}),
    ...(byEmail ? { email: await press.email(report) } : {}),
    ...(channels.includes("html") ? { html: await press.html(report) } : {}),
    ...(attaches ? { attached: page } : {}),
  };
}

/** The channels that a browser is needed for: the page on paper, and the one that goes with an email. */
export function needsBrowser(channels: readonly Channel[], attachment: "none" | "pdf"): boolean {
  return channels.includes("print") || (channels.includes("email") && attachment === "pdf");
}

/** Markup → bytes. The report itself is an artefact too: what was said, as data, and of others no more than is drawn. */
export async function print(
  report: Report,
  { print: onPaper, email, html: onScreen, attached }: Documents,
  press: Press,
): Promise<Artefact[]> {
  const { code } = report.recipient;
  const artefacts: Artefact[] = [
    { channel: "report", path: `report/${code}.json`, bytes: Buffer.from(writtenReport(report)) },
  ];
  const html = onPaper ?? attached;
  const pages = html === undefined ? undefined : await printPages(html, report, press);
  const finish = (ink: Ink) => pages && finishPdf(pages, { date: report.cycle.issued, claims: true, ink }); // and is held to it when it is read back
  const onSheets = onPaper === undefined ? undefined : finish(report.ink ?? "colour");
  const enclosed = attached === undefined ? undefined : report.ink ? finish("colour") : (onSheets ?? finish("colour"));
  if (onSheets) artefacts.push({ channel: "print", path: `print/${code}.pdf`, bytes: onSheets });
  if (email) artefacts.push(...(await toMail(report, email, press.ground, enclosed)));
  if (onScreen !== undefined)
    artefacts.push({ channel: "html", path: `html/${code}.html`, bytes: Buffer.from(onScreen) });
  return artefacts;
}

/**
 * The pages as they are planned. Where they come out as more, they are set closer, then so that they flow on; where that does
 * not help either, the fewest pages that any setting gives, and the excess is told when they are read back. Nothing without a browser.
 */
export async function printPages(
  html: string,
  { sections }: Report,
  { flows, browser }: Pick<Press, "flows" | "browser">,
): Promise<Uint8Array | undefined> {
  if (!browser) return undefined;
  let best = await browser.print(html);
  const planned = plannedPages(sections);
  for (const setting of flows ? [] : pageSettings) {
    if (countPages(best) <= planned) break;
    const next = await browser.print(setPages(html, setting));
    if (countPages(next) < countPages(best)) best = next;
  }
  return best;
}

async function toMail(
  report: Report,
  email: EmailDocument,
  background: string,
  pdf: Uint8Array | undefined,
): Promise<Artefact[]> {
  const { code } = report.recipient;
  const images = email.images.map(({ cid, svg, width }) => ({ cid, png: toPng(svg, { width, scale: 2, background }) }));
  return [
    { channel: "email", path: `email/${code}.eml`, bytes: await toEml(report, email, { images, pdf }) },
    { channel: "email", path: `email/${code}.html`, bytes: Buffer.from(toStandalone(email.html, images)) },
    { channel: "email", path: `email/${code}.txt`, bytes: Buffer.from(email.text) },
  ];
}

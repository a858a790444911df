import type { Channel } from "../input/campaign/campaign.ts";
import type { Ink } from "../input/campaign/print.ts";
import { writtenReport } from "../render/as-drawn.ts";
import { type Charts, compileCharts } from "../render/charts.ts";
import { compileEmail, type EmailDocument, type EmailRenderer } from "../render/email.ts";
import type { Fit, Rung } from "../render/height.ts";
import { pageSettings, setPages } from "../render/page-setting.ts";
import { plannedPages } from "../render/pages.ts";
import { compilePrint, fitOf, type PrintRenderer } from "../render/print.ts";
import { compileScreen, type ScreenRenderer } from "../render/screen.ts";
import { readSizes, type Sizes } from "../render/sizes.ts";
import { standard, type Templates, variantOf, variantsIn } from "../render/templates.ts";
import { readTheme } from "../render/theme.ts";
import type { Report } from "../report/report.ts";
import { openBrowser } from "./browser.ts";
import { toEml, toStandalone } from "./eml.ts";
import { finishPdf } from "./finish/finish.ts";
import type { BrowserOptions, PageBrowser } from "./page-browser.ts";
import { type LaterSetting, type PageFit, pageFitOf } from "./page-fit.ts";
import { countPages } from "./pdf.ts";
import { toPng } from "./png.ts";
import { sha256 } from "./sha256.ts";

/** One file of a run before it is stored: its channel, its path below the run's folder, its bytes, how its pages were set. */
export type Artefact = { channel: Channel | "report"; path: string; bytes: Uint8Array; fit?: PageFit };

/** A report as markup, for each of its channels; `attached` is the whole of it that goes with the email; `fit` is of its pages. */
export type Documents = { print?: string; email?: EmailDocument; html?: string; attached?: string; fit?: Fit };

/** What turns reports into bytes: renderers of one look, compiled once, and a browser. */
export type Press = {
  print: PrintRenderer;
  email: EmailRenderer;
  html: ScreenRenderer;
  ground: string;
  sizes: Sizes;
  flows: boolean; // its pages after the first flow on from each other, so that none are planned
  browser: PageBrowser | undefined;
};

/** A press for every look, sharing one browser. One set to a worker. */
export type Presses = { of: (template: string) => Press; browser: PageBrowser | undefined };

/**
 * Opens the presses of all looks in some templates: the standard one and each variant. What the channels need is compiled at once, so
 * that what is wrong with it is an error here; what they do not, when it is first asked for. The browser is started only where something is
 * to be printed.
 */
export async function openPress(
  templates: Templates,
  channels: readonly Channel[],
  options: BrowserOptions = {},
): Promise<Presses & AsyncDisposable> {
  const renderers = looksOnDemand(templates);
  const looks = [...renderers.keys()].map((name) => variantOf(templates, name));
  await Promise.all(looks.flatMap((look) => [compileDrawn(look), ...channels.map((of) => partsOf(look)[of]())]));
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
      names.map(async (name) => [name, await compileLook(variantOf(templates, name))] satisfies [string, Renderers]),
    ),
  );
}

/**
 * The same, each part of a look compiled when it is first asked for: for a first report that is waited for. What is wrong with a
 * template is an error there, and wherever all are compiled.
 */
export function looksOnDemand(templates: Templates): ReadonlyMap<string, Renderers> {
  return new Map(
    [standard, ...variantsIn(templates)].map((name) => {
      const look = variantOf(templates, name);
      const parts = partsOf(look);
      return [
        name,
        {
          print: async (...asked) => (await parts.print())(...asked),
          email: async (...asked) => (await parts.email())(...asked),
          html: async (...asked) => (await parts.html())(...asked),
          ...settingsOf(look),
        },
      ] satisfies [string, Renderers];
    }),
  );
}

async function compileLook(look: Templates): Promise<Renderers> {
  const parts = partsOf(look);
  const [print, email, html] = await Promise.all([parts.print(), parts.email(), parts.html(), compileDrawn(look)]);
  return { print, email, html, ...settingsOf(look) };
}

/** A chart is compiled when it is asked for. */
async function compileDrawn(look: Templates): Promise<void> {
  const charts = await partsOf(look).charts();
  for (const name of Object.keys(charts) as (keyof Charts)[]) void charts[name];
}

function partsOf(look: Templates) {
  const charts = () => compileOnce(look, ["charts"], compileCharts);
  return {
    charts,
    print: () => compileOnce(look, ["charts", "print"], async (part) => compilePrint(part, await charts())),
    email: () => compileOnce(look, ["charts", "email"], async (part) => compileEmail(part, await charts())),
    html: () => compileOnce(look, ["charts", "html"], async (part) => compileScreen(part, await charts())),
  };
}

function settingsOf(look: Templates): Pick<Renderers, "ground" | "sizes" | "flows"> {
  const sizes = readSizes(look);
  return { ground: readTheme(look).colours.paper, sizes, flows: sizes.comparisonPage > 1 };
}

/** What was compiled last in this process, by its text: run after run is made with the same few, and a save changes one. */
const compiled = new Map<string, Promise<unknown>>();
const mostCompiled = 32; // a look has four, a study one look or two, and the package three

/** Compiles from some folders of a look and its theme, of which it sees nothing else; what looks share is compiled once. */
function compileOnce<T>(
  look: Templates,
  folders: readonly string[],
  compile: (part: Templates) => Promise<T>,
): Promise<T> {
  const isOwn = ([path]: [string, string]) => ["theme", ...folders].includes(path.slice(0, path.indexOf("/")));
  const part = Object.entries(look).filter(isOwn).sort();
  const key = sha256(JSON.stringify([folders, part]));
  const made = (compiled.get(key) as Promise<T> | undefined) ?? compile(Object.fromEntries(part));
  compiled.delete(key);
  compiled.set(key, made); // the last that was asked for stands last
  made.catch(() => compiled.delete(key));
  const [oldest] = compiled.keys();
  if (compiled.size > mostCompiled && oldest !== undefined) compiled.delete(oldest);
  return made;
}

/** The renderers of one look. */
export function lookOf<T>(renderers: ReadonlyMap<string, T>, template: string): T {
  const found = renderers.get(template);
  if (!found) throw new Error(`no template variant "${template}"`);
  return found;
}

/** Report → markup. Page one is fitted by itself, or as it was decided. */
export async function render(
  report: Report,
  channels: readonly Channel[],
  press: Press,
  decided?: Rung,
): Promise<Documents> {
  const [onPaper, byEmail] = [channels.includes("print"), channels.includes("email")];
  const attaches = byEmail && report.attachment !== undefined;
  const fit = onPaper || attaches ? fitOf(report, press.sizes, decided) : undefined;
  const page = fit ? await press.print(report, fit) : "";
  return {
    ...(fit ? { fit } : {}),
    ...(onPaper ? { print: page } : {}),
    ...(byEmail ? { email: await press.email(report) } : {}),
    ...(channels.includes("html") ? { html: await press.html(report) } : {}),
    ...(attaches ? { attached: page } : {}),
  };
}

/** Markup → bytes. The report itself is an artefact too: what was said, as data, and of others no more than is drawn. */
export async function print(
  report: Report,
  { print: onPaper, email, html: onScreen, attached, fit: firstPage }: Documents,
  press: Press,
): Promise<Artefact[]> {
  const { code } = report.recipient;
  const artefacts: Artefact[] = [
    { channel: "report", path: `report/${code}.json`, bytes: Buffer.from(writtenReport(report)) },
  ];
  const html = onPaper ?? attached;
  const pages = html === undefined ? undefined : await printPages(html, report, press);
  const fit = pages && firstPage ? { fit: pageFitOf(firstPage, press.sizes, pages.setting) } : {};
  const finish = (ink: Ink) => pages && finishPdf(pages.bytes, { date: report.cycle.issued, claims: true, ink }); // and is held to it when it is read back
  const onSheets = onPaper === undefined ? undefined : finish(report.ink ?? "colour");
  const enclosed = attached === undefined ? undefined : report.ink ? finish("colour") : (onSheets ?? finish("colour"));
  if (onSheets) artefacts.push({ channel: "print", path: `print/${code}.pdf`, bytes: onSheets, ...fit });
  if (email) artefacts.push(...(await toMail(report, email, { ground: press.ground, pdf: enclosed, ...fit })));
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
): Promise<PrintedPages | undefined> {
  if (!browser) return undefined;
  let best: PrintedPages = { bytes: await browser.print(html), setting: "usual" };
  const planned = plannedPages(sections);
  for (const setting of flows ? [] : pageSettings) {
    if (countPages(best.bytes) <= planned) break;
    const bytes = await browser.print(setPages(html, setting));
    if (countPages(bytes) < countPages(best.bytes)) best = { bytes, setting };
  }
  return best;
}

/** A PDF, and how its pages after the first were set. */
export type PrintedPages = { bytes: Uint8Array; setting: LaterSetting };

async function toMail(
  report: Report,
  email: EmailDocument,
  { ground: background, pdf, fit }: { ground: string; pdf: Uint8Array | undefined; fit?: PageFit },
): Promise<Artefact[]> {
  const { code } = report.recipient;
  const images = email.images.map(({ cid, svg, width }) => ({ cid, png: toPng(svg, { width, scale: 2, background }) }));
  return [
    {
      channel: "email",
      path: `email/${code}.eml`,
      bytes: await toEml(report, email, { images, pdf }),
      ...(pdf && fit ? { fit } : {}),
    },
    { channel: "email", path: `email/${code}.html`, bytes: Buffer.from(toStandalone(email.html, images)) },
    { channel: "email", path: `email/${code}.txt`, bytes: Buffer.from(email.text) },
  ];
}

import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { openBrowser } from "../output/browser.ts";
import type { BrowserOptions } from "../output/page-browser.ts";
import type { Problem } from "../problem.ts";
import { standard } from "../render/templates.ts";
import type { Report } from "../report/report.ts";
import type { Levels } from "../trial/differences/attribute.ts";
import { wordDiff } from "../trial/differences/word-diff.ts";
import type { World } from "../world.ts";
import { sideBySide } from "./comparison.ts";
import { sizesOf, toMailPage, toSheets } from "./documents.ts";
import { cyclesOf, outcomeOf } from "./edition.ts";
import { integrityFindings } from "./integrity.ts";
import { nameOf, overviewOf } from "./overview.ts";
import { type PdfPrinter, pdfPrinter } from "./pdf-printer.ts";
import { reasonsOf } from "./reasons.ts";
import { type Findings, type Integrity, openSession, type Session, type View } from "./session.ts";
import { editionAt, firstInputs, levelsAsked, type Sight } from "./sight.ts";
import { readSource } from "./source.ts";
import { armOf, trialView } from "./trial-view.ts";

export type StudioOptions = {
  campaign: string; // its folder or campaign.yaml, or a trial's folder or trial.yaml
  data?: string | undefined; // in place of the campaign's data.yaml
  port?: number | undefined; // any free one if left out
  templates?: string | undefined; // folder; the project's own if left out
  findings?: Findings | undefined; // what a linter says of the inputs
  findingsOfReport?: FindingsOfReport | undefined; // and of the report that is looked at
  browser?: BrowserOptions | undefined; // for the real PDF; started when one is first asked for
};

/** What a linter says of one report, with its markup as far as its channels make it. */
export type FindingsOfReport = (
  inputs: Inputs,
  cycle: Cycle,
  report: Report,
  rendered: { print?: string; email?: { html: string; text: string } },
) => Promise<readonly Problem[]>;

/** `ready` once the campaign has been read, soundly or not; the page is there before, and says what is being done. */
export type Studio = { url: string; ready: Promise<void>; close: () => Promise<void> };

/** Serves the studio of one campaign or trial on this machine alone, live until it is closed. */
export async function openStudio(world: World, options: StudioOptions): Promise<Studio> {
  const templates = options.templates ?? templateFolder;
  const { campaign, data } = options;
  const integrity: Integrity = (cycle, stop) => integrityFindings({ campaign, data, templates, cycle }, stop);
  const session = openSession(world, { ...options, templates, integrity });
  const printer = pdfPrinter(() => openBrowser(options.browser));
  const hosts = new Set<string>();
  const app = routes(world, session, printer, hosts, options.findingsOfReport);
  try {
    const server = await listen(app, options.port ?? 0);
    const { port } = server.address() as AddressInfo;
    for (const name of ["127.0.0.1", "localhost"]) hosts.add(`${name}:${port}`);
    return { url: `http://127.0.0.1:${port}/`, ready: session.ready, close: () => close(server) };
  } catch (error) {
    await session.close();
    throw error;
  }

  async function close(server: Server): Promise<void> {
    await session.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await printer.close();
  }
}

const templateFolder = fileURLToPath(new URL("../../templates", import.meta.url));

function routes(
  world: World,
  session: Session,
  printer: PdfPrinter,
  hosts: ReadonlySet<string>,
  findingsOfReport: FindingsOfReport | undefined,
): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!hosts.has(context.req.header("host") ?? ""))
      return context.text("this studio answers to its own name only", 403);
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });
  app.get("/", () => asset("index.html"));
  app.get("/studio/:name", (context) => asset(context.req.param("name")));
  app.get("/vendor/:name", (context) => vendored(context.req.param("name")));
  app.get("/events", (context) => tellChanges(context, session));
  app.get("/api/state", (context) => context.json(stateOf(session)));
  app.get("/api/overview", (context) =>
    withSight(context, session, async ({ sight, view }) => {
      return context.json({ version: view.version, ...(await overviewOf(sight)) });
    }),
  );
  app.get("/api/differences", (context) => differences(context, session));
  app.get("/api/report", (context) => reportView(context, session));
  app.get("/api/findings", (context) => reportFindings(context, session, findingsOfReport));
  app.get("/api/source", (context) => sourceLines(context, session, world));
  app.get("/document/print", (context) =>
    withReport(context, session, async (report, press) => framed(toSheets(await press.print(report)))),
  );
  app.get("/document/email", (context) =>
    withReport(context, session, async (report, press) => {
      const setting = { dark: context.req.query("dark") === "1", images: context.req.query("images") !== "0" };
      return framed(toMailPage(await press.email(report), press.ground, setting));
    }),
  );
  app.get("/document/pdf", (context) =>
    withReport(context, session, async (report, press) => {
      const bytes = await printer.print(await press.print(report), report.cycle.issued);
      const name = `${report.campaign.id}-${report.cycle.id}-${report.recipient.code}.pdf`;
      return new Response(new Uint8Array(bytes), {
        headers: { "Content-Type": "application/pdf", "Content-Disposition": `inline; filename="${name}"` },
      });
    }),
  );
  app.onError((error, context) => context.json({ error: error.message }, 500));
  return app;
}

// ------------------------------------------------------------------------------------------------------ what is sent

/** The campaign or trial, its cycles, and what is wrong. Small, and asked for at every change. */
function stateOf(session: Session) {
  const view = session.view();
  const study = view?.study;
  const inputs = study && firstInputs(study);
  return {
    version: view?.version ?? 0,
    stage: session.stage() ?? null,
    problems: session.problems(),
    brokenSince: session.brokenSince()?.toISOString() ?? null,
    findings: view?.findings ?? [],
    drawn: view?.drawn.toISOString() ?? null,
    took: view?.took ?? null,
    isChecked: view?.isChecked ?? false,
    campaign: study && inputs ? { id: study.id, title: study.title, channels: inputs.campaign.channels } : null,
    trial: study?.trial ? trialView(study.trial) : null,
    cycles: inputs ? cyclesOf(inputs) : [],
    cycle: session.sightOf(undefined, undefined)?.cycle.id ?? null, // the last whose data are there
  };
}

/** One report with its reasons, its plain text and its weight; the channels' markup is asked for by their frames. */
async function reportView(context: Context, session: Session): Promise<Response> {
  return withSight(context, session, async ({ sight, view }) => {
    const { code = "", arm = "", beside } = context.req.query();
    const outcome = sight.outcomeOf(code);
    if (!outcome) return context.json({ error: `unknown recipient "${code}"` }, 404);
    if (beside === undefined) session.look({ cycle: sight.cycle.id, code, arm });
    const edition = sight.editionOf(code);
    const { channels } = edition.inputs.campaign;
    const own = view.study.trial ? { arm: armOf(view.study.trial, sight, arm, code) } : {};
    const common = { version: view.version, cycle: sight.cycle.id, code, channels, ...own };
    if (outcome.state !== "report") return context.json({ ...common, ...outcome, recipient: nameOf(edition, code) });
    const { report } = outcome;
    try {
      const press = pressOf(view, sight, code);
      const email = channels.includes("email") ? await press.email(report) : undefined;
      return context.json({
        ...common,
        state: "report",
        recipient: report.recipient,
        period: report.cycle.period,
        mail: { ...report.mail, to: report.recipient.email ?? null },
        reasons: reasonsOf(report, edition.inputs, view.definitions),
        text: email?.text ?? null,
        sizes: email ? sizesOf(email, press.ground) : null,
      });
    } catch (error) {
      return context.json({ ...common, state: "failed", message: (error as Error).message });
    }
  });
}

/** What the rules find in one report as its reader gets it. */
async function reportFindings(
  context: Context,
  session: Session,
  findingsOfReport: FindingsOfReport | undefined,
): Promise<Response> {
  return withSight(context, session, async ({ sight, view }) => {
    const code = context.req.query("code") ?? "";
    const outcome = sight.outcomeOf(code);
    const about = { version: view.version, cycle: sight.cycle.id, code };
    if (outcome?.state !== "report" || !findingsOfReport) return context.json({ ...about, findings: [] });
    const { report } = outcome;
    const press = pressOf(view, sight, code);
    const { inputs } = sight.editionOf(code);
    const { channels } = inputs.campaign;
    const print = channels.includes("print") ? { print: await press.print(report) } : {};
    const email = channels.includes("email") ? { email: await press.email(report) } : {};
    const findings = await findingsOfReport(inputs, sight.cycle, report, { ...print, ...email });
    return context.json({ ...about, findings });
  });
}

/** In what two arms differ for one recipient. */
async function differences(context: Context, session: Session): Promise<Response> {
  return withSight(context, session, async ({ sight, view }) => {
    const { trial } = view.study;
    const { code = "", arm = "", with: other = "" } = context.req.query();
    const a = trial && levelsAsked(trial, armOf(trial, sight, arm, code).asked);
    const b = trial && levelsAsked(trial, other);
    if (!trial || !a || !b) return context.json({ error: "no such arms to compare" }, 404);
    if (!sight.codes.includes(code)) return context.json({ error: `unknown recipient "${code}"` }, 404);
    const found = sideBySide(view.shelf, trial, { a, b, cycle: sight.cycle, code });
    const texts = await Promise.all([a, b].map((levels) => plainText(view, { levels, cycle: sight.cycle.id, code })));
    const [ours, theirs] = texts;
    const text = ours !== undefined && theirs !== undefined ? wordDiff(ours, theirs) : null;
    return context.json({ version: view.version, arm, with: other, ...found, text });
  });
}

/** The plain text of a cell's email; undefined where it sends none. */
async function plainText({ shelf, press }: View, at: { levels: Levels; cycle: string; code: string }) {
  const edition = editionAt(shelf, at);
  const outcome = outcomeOf(edition, at.code);
  const { channels, template } = edition.inputs.campaign;
  if (outcome?.state !== "report" || !channels.includes("email")) return undefined;
  return (await lookOf(press, template).email(outcome.report)).text;
}

/** A few lines of a file the campaign was read from, and of no other. */
async function sourceLines(context: Context, session: Session, world: World): Promise<Response> {
  const { file = "", line = "1", column = "1", length, before = "2", after = "2" } = context.req.query();
  if (!session.mayShow(file)) return context.json({ error: "this file is not shown here" }, 404);
  const place = { file, line: Number(line), column: Number(column), ...(length ? { length: Number(length) } : {}) };
  const size = (text: string) => Math.min(40, Math.max(0, Number(text) || 0));
  const source = await readSource(world, place, { before: size(before), after: size(after) });
  return source ? context.json(source) : context.json({ error: "no such line" }, 404);
}

/** A line at once, so that a page that was away knows where things are, then one at every change. */
function tellChanges(context: Context, session: Session): Response {
  return streamSSE(context, async (stream) => {
    const tell = () => void stream.writeSSE({ event: "change", data: String(session.view()?.version ?? 0) });
    const leave = session.onChange(tell);
    const beat = setInterval(() => void stream.writeSSE({ event: "beat", data: "" }), 10_000);
    await new Promise<void>((resolve) => {
      stream.onAbort(resolve);
      tell();
    });
    clearInterval(beat);
    leave();
  });
}

type Opened = { sight: Sight; view: View };

function withSight(
  context: Context,
  session: Session,
  use: (opened: Opened) => Promise<Response>,
): Promise<Response> | Response {
  const view = session.view();
  const sight = session.sightOf(context.req.query("cycle"), context.req.query("arm"));
  if (!view || !sight) return context.json({ error: "no such cycle or arm, or nothing to show yet" }, 404);
  return use({ sight, view });
}

function withReport(
  context: Context,
  session: Session,
  use: (report: Report, press: Renderers) => Promise<Response>,
): Promise<Response> | Response {
  return withSight(context, session, async ({ sight, view }) => {
    const code = context.req.query("code") ?? "";
    const outcome = sight.outcomeOf(code);
    if (outcome?.state !== "report") return context.json({ error: "no such report" }, 404);
    return use(outcome.report, pressOf(view, sight, code));
  });
}

/** The renderers of the look that a recipient's design names. */
function pressOf({ press }: View, sight: Sight, code: string): Renderers {
  return lookOf(press, sight.editionOf(code).jobs.get(code)?.design.template ?? standard);
}

/** A report's markup, for a frame of this page and nothing else: no scripts, no requests, no forms. */
function framed(html: string): Response {
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
    },
  });
}

// ------------------------------------------------------------------------------------------------------------- files

const page = join(templateFolder, "preview");
const require = createRequire(import.meta.url);
const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  ttf: "font/ttf",
};

/** A file of the page's own folder, by a plain name: no name with a slash or two dots is one. */
async function asset(name: string): Promise<Response> {
  if (!/^[a-z][a-z0-9-]*\.(html|css|js)$/.test(name)) return new Response("not found", { status: 404 });
  return file(join(page, name));
}

/** The few files of installed packages that the page uses. */
const vendor: Readonly<Record<string, string>> = {
  "arimo-400.ttf": "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf",
  "arimo-600.ttf": "@expo-google-fonts/arimo/600SemiBold/Arimo_600SemiBold.ttf",
  "pdf.mjs": "pdfjs-dist/legacy/build/pdf.min.mjs",
  "pdf.worker.mjs": "pdfjs-dist/legacy/build/pdf.worker.min.mjs",
};

async function vendored(name: string): Promise<Response> {
  const path = Object.hasOwn(vendor, name) ? vendor[name] : undefined;
  return path ? file(require.resolve(path)) : new Response("not found", { status: 404 });
}

async function file(path: string): Promise<Response> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return new Response("not found", { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: { "Content-Type": types[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream" },
  });
}

// ------------------------------------------------------------------------------------------------------------ server

/** The page may load its own files, and nothing from anywhere else. */
const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
    "frame-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** On the loopback address and no other. */
function listen(app: Hono, port: number): Promise<Server> {
  const server = createServer(getRequestListener(app.fetch));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

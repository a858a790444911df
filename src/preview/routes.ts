import type { Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { print as makeFiles } from "../output/artefact.ts";
import type { Report } from "../report/report.ts";
import { answers, type Desk, isRefusal, reportAsked } from "./answers.ts";
import { changesOf } from "./changes.ts";
import { answerOf, type LookAtData } from "./data-page.ts";
import { toMailPage, toScreenPage, toSheets } from "./documents.ts";
import { asset, vendored } from "./files.ts";
import { behind, type Door, framed } from "./guard.ts";
import type { Refusal } from "./messages.ts";
import type { PdfPrinter } from "./pdf-printer.ts";
import type { Session } from "./session.ts";

export type StudioRoutes = Omit<Desk, "undoes"> & {
  printer: PdfPrinter;
  lookAtData: LookAtData | undefined;
  door: Door; // where it answers
};

/** What the studio serves: its page, what it says about the view as JSON, and reports as documents. */
export function routes(studio: StudioRoutes): Hono {
  const app = behind(studio.door);
  app.get("/", () => asset("index.html"));
  app.get("/data", () => asset("data.html"));
  app.get("/studio/:name", (context) => asset(context.req.param("name")));
  app.get("/vendor/:name", (context) => vendored(context.req.param("name")));
  app.get("/events", (context) => tellChanges(context, studio.session));
  const changes = changesOf(studio);
  const desk = { ...studio, undoes: changes.undoes };
  for (const [path, answer] of Object.entries(answers))
    app.get(path, async (context) => context.json(await answer(desk, context.req.query())));
  for (const [path, document] of Object.entries(documents))
    app.get(path, (context) => document(studio, context.req.query()));
  app.post("/api/edit", async (context) => context.json(await changes.make(await context.req.json())));
  app.post("/api/undo", async (context) => context.json(await changes.takeBack()));
  app.get("/api/data", async (context) =>
    studio.lookAtData ? context.json(answerOf(await studio.lookAtData())) : context.notFound(),
  );
  app.onError((error, context) =>
    context.json({ error: error.message } satisfies Refusal, isRefusal(error) ? 404 : 500),
  );
  return app;
}

type RouteQuery = Readonly<Record<string, string>>;

const documents: Readonly<Record<string, (studio: StudioRoutes, query: RouteQuery) => Promise<Response>>> = {
  "/document/print": print,
  "/document/email": email,
  "/document/html": html,
  "/document/pdf": pdf,
  "/document/eml": eml,
};

async function print({ session }: StudioRoutes, query: RouteQuery): Promise<Response> {
  const { report, press } = reportAsked(session, query);
  return framed(toSheets(await press.print(report)));
}

async function email({ session }: StudioRoutes, query: RouteQuery): Promise<Response> {
  const { report, press } = reportAsked(session, query);
  const setting = { dark: query.dark === "1", images: query.images !== "0" };
  return framed(toMailPage(await press.email(report), press.ground, setting));
}

async function html({ session }: StudioRoutes, query: RouteQuery): Promise<Response> {
  const { report, press } = reportAsked(session, query);
  return framed(toScreenPage(await press.html(report), query.dark === "1"));
}

async function pdf({ session, printer }: StudioRoutes, query: RouteQuery): Promise<Response> {
  const { report, press } = reportAsked(session, query);
  const bytes = await printer.print(await press.print(report), report.cycle.issued);
  return new Response(new Uint8Array(bytes), {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": `inline; filename="${nameOf(report)}.pdf"` },
  });
}

/** The message as a mail client opens it; the whole report that a design may attach is a file of its own here. */
async function eml({ session }: StudioRoutes, query: RouteQuery): Promise<Response> {
  const { report, press } = reportAsked(session, query);
  const made = await makeFiles(report, { email: await press.email(report) }, { ...press, browser: undefined });
  const bytes = made.find(({ path }) => path.endsWith(".eml"))?.bytes ?? new Uint8Array();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "message/rfc822",
      "Content-Disposition": `attachment; filename="${nameOf(report)}.eml"`,
    },
  });
}

function nameOf({ campaign, cycle, recipient }: Report): string {
  return `${campaign.id}-${cycle.id}-${recipient.code}`;
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

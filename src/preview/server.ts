import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { openBrowser } from "../output/browser.ts";
import type { BrowserOptions } from "../output/page-browser.ts";
import type { World } from "../world.ts";
import type { FindingsOfReport } from "./answers.ts";
import type { Findings, StudioIntegrity } from "./checks.ts";
import type { LookAtData } from "./data-page.ts";
import { templateFolder } from "./files.ts";
import { addressOf, newDoor } from "./guard.ts";
import { integrityFindings } from "./integrity.ts";
import { listen } from "./listen.ts";
import { type PdfPrinter, pdfPrinter } from "./pdf-printer.ts";
import { routes } from "./routes.ts";
import { openSession, type Session } from "./session.ts";

export type StudioOptions = {
  campaign: string; // its folder or campaign.yaml, or a trial's folder or trial.yaml
  data?: string | undefined; // in place of the campaign's data.yaml
  runs?: string | undefined; // folder of all runs, whose readers were told something; if left out, every report is as a first one
  port?: number | undefined; // any free one if left out
  templates?: string | undefined; // folder; the project's own if left out
  findings?: Findings | undefined; // what a linter says of the inputs
  findingsOfReport?: FindingsOfReport | undefined; // and of the report that is looked at
  lookAtData?: LookAtData | undefined; // what was understood of its data; no page of data if left out
  browser?: BrowserOptions | undefined; // for the real PDF; started when one is first asked for
};

/** `url` holds a secret: who knows it may read the reports. `ready` once the campaign has been read, soundly or not; the page is there before, and says what is being done. */
export type Studio = { url: string; ready: Promise<void>; close: () => Promise<void> };

/** Serves the studio of one campaign or trial on this machine alone, live until it is closed. Nothing is read where the port is taken. */
export async function openStudio(world: World, options: StudioOptions): Promise<Studio> {
  const server = await listen(createServer(), options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const door = newDoor(port);
  const printer = pdfPrinter(() => openBrowser(options.browser));
  const session = sessionOf(world, options);
  const app = routes({
    world,
    session,
    printer,
    door,
    findingsOfReport: options.findingsOfReport,
    lookAtData: options.lookAtData,
  });
  server.on("request", getRequestListener(app.fetch));
  return {
    url: addressOf(door),
    ready: session.ready,
    close: () => close(server, session, printer),
  };
}

function sessionOf(world: World, options: StudioOptions): Session {
  const { campaign, data, runs, findings, templates = templateFolder } = options;
  const integrity: StudioIntegrity = (cycle, stop) => integrityFindings({ campaign, data, templates, cycle }, stop);
  return openSession(world, { campaign, data, runs, templates, findings, integrity });
}

async function close(server: Server, session: Session, printer: PdfPrinter): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await Promise.all([closed, session.close(), printer.close()]);
}

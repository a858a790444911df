import { once } from "node:events";
import { nodeWorld } from "../node.ts";
import { findChromium } from "../output/chromium.ts";
import { openStudio, type StudioOptions } from "../preview/server.ts";
import { inputError } from "../problem.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";

export type PreviewOptions = { data?: string; port?: number } & BrowserFlags;

/** Serves the studio until Ctrl-C. */
export async function preview(
  campaign: string,
  { data, port, ...flags }: PreviewOptions,
  linter: Pick<StudioOptions, "findings" | "findingsOfReport"> = {},
): Promise<number> {
  const world = nodeWorld();
  const options: StudioOptions = {
    campaign,
    data,
    port: port ?? usualPort,
    ...linter,
    browser: browserOf(flags),
  };
  if (flags.browser !== undefined) await findChromium({ path: flags.browser }); // it is started when a PDF is first asked for
  const studio = await openStudio(world, options).catch((error) => refusePort(error, options.port));
  process.stdout.write(`${studio.url}\n`);
  world.log("Live: save a file to see the change. Press Ctrl-C to stop.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await studio.close();
  return exits.clean;
}

const usualPort = 4400;

/** What keeps a port from being used, by the code of the error. */
const whyNot: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use already, perhaps by another studio",
  EACCES: "may not be used by you",
  ERR_SOCKET_BAD_PORT: "is not a port: the highest is 65535",
};

/** A port that cannot be used is for the user to change; any other error is told as it is. */
function refusePort(error: NodeJS.ErrnoException, port = usualPort): never {
  const why = whyNot[error.code ?? ""];
  if (why === undefined) throw error;
  const hint = "give another with --port, e.g. --port 4401";
  throw inputError([{ code: "port-taken", severity: "error", message: `port ${port} ${why}`, hint }]);
}

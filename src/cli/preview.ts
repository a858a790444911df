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
  const studio = await openStudio(world, options).catch(refusePort);
  process.stdout.write(`${studio.url}\n`);
  world.log("Live: save a file and look. Ctrl-C ends it.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await studio.close();
  return exits.clean;
}

const usualPort = 4400;

/** A port that something else has is the user's to change; any other error is told as it is. */
function refusePort(error: NodeJS.ErrnoException): never {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
  throw inputError([
    {
      code: "port-taken",
      severity: "error",
      message: error.message.replace(/^listen \w+: /, ""),
      hint: "give another with --port, e.g. --port 4401",
    },
  ]);
}

import { once } from "node:events";
import { join } from "node:path";
import { libraryOf } from "../input/load.ts";
import { nodeWorld } from "../node.ts";
import { findChromium } from "../output/chromium.ts";
import { openDataPage } from "../preview/data-page.ts";
import { openStudio, type StudioOptions } from "../preview/server.ts";
import { environmentError } from "../problem.ts";
import type { World } from "../world.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { dataAlone, lookAlone, lookOfCampaign } from "./data-look.ts";
import { exits } from "./exits.ts";
import { renewNames } from "./names.ts";

export type PreviewOptions = { data?: string; runs?: string; port?: number } & BrowserFlags;

/** Serves the studio until Ctrl-C; of a data.yaml without a campaign the page of what was understood. */
export async function preview(
  campaign: string,
  { data, runs, port, ...flags }: PreviewOptions,
  linter: Pick<StudioOptions, "findings" | "findingsOfReport"> = {},
): Promise<number> {
  const world = nodeWorld();
  const alone = data === undefined ? await dataAlone(world, campaign) : undefined;
  if (alone !== undefined) {
    const page = await openDataPage(lookAlone(world, alone), port ?? usualPort).catch((error) =>
      refusePort(error, port),
    );
    return untilStopped(world, page);
  }
  const options: StudioOptions = {
    campaign,
    data,
    runs,
    port: port ?? usualPort,
    ...linter,
    lookAtData: await lookOfCampaign(world, campaign, data),
    browser: browserOf(flags),
  };
  if (flags.browser !== undefined) await findChromium({ path: flags.browser }); // it is started when a PDF is first asked for
  await renewNames(world, join(await libraryOf(world, campaign), "schemas"));
  const studio = await openStudio(world, options).catch((error) => refusePort(error, options.port));
  return untilStopped(world, studio);
}

async function untilStopped(
  world: World,
  { url, close }: { url: string; close: () => Promise<void> },
): Promise<number> {
  process.stdout.write(`${url}\n`);
  world.log("Live: save a file to see the change. Press Ctrl-C to stop.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await close();
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
  throw environmentError("port-taken", `port ${port} ${why}`, hint);
}

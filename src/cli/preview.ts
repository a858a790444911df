import { once } from "node:events";
import { nodeWorld } from "../node.ts";
import { openStudio, type StudioOptions } from "../preview/server.ts";
import { exits } from "./exits.ts";

export type PreviewOptions = { data?: string; port?: number; browser?: string; allowNoSandbox?: boolean };

/** Serves the studio until Ctrl-C. */
export async function preview(
  campaign: string,
  { data, port, browser, allowNoSandbox }: PreviewOptions,
  findings?: StudioOptions["findings"],
): Promise<number> {
  const world = nodeWorld();
  const studio = await openStudio(world, {
    campaign,
    data,
    port: port ?? usualPort,
    findings,
    browser: { path: browser, ...(allowNoSandbox ? { allowNoSandbox } : {}) },
  });
  process.stdout.write(`${studio.url}\n`);
  world.log("Live: save a file and look. Ctrl-C ends it.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await studio.close();
  return exits.clean;
}

const usualPort = 4400;

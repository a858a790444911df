import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { streamSSE } from "hono/streaming";
import type { Problem } from "../problem.ts";
import { asset, vendored } from "./files.ts";
import { addressOf, behind, newDoor } from "./guard.ts";
import { listen } from "./listen.ts";
import { watch } from "./watch.ts";

/** A part of what was understood: rows of words, or of cells under columns. */
export type DataSection = {
  title: string;
  columns?: readonly string[];
  rows: readonly { text: string; cells?: readonly string[] }[];
};

/** What the page of data shows. */
export type DataAnswer = {
  title: string;
  file: string; // the data.yaml
  sections: readonly DataSection[];
  problems: readonly Problem[];
};

/** What is understood now, and the files that it rests on. */
export type LookAtData = () => Promise<DataAnswer & { read: readonly string[] }>;

export type DataPage = { url: string; close: () => Promise<void> };

/** Serves what was understood of a data.yaml on this machine alone, read again at every save. */
export async function openDataPage(look: LookAtData, port = 0): Promise<DataPage> {
  const server = await listen(createServer(), port);
  const { port: own } = server.address() as AddressInfo;
  const door = newDoor(own);
  const listeners = new Set<() => void>();
  const began = Date.now();
  let latest = look();
  const files = async () => new Set((await latest).read);
  let watched = await files();
  const watching = watch(
    () => ({ files: watched, found: watched, folders: new Set<string>() }),
    async () => {
      latest = look();
      watched = new Set([...watched, ...(await files())]);
      for (const tell of listeners) tell();
    },
    began,
  );
  const app = behind(door);
  app.get("/", () => asset("data.html"));
  app.get("/studio/:name", (context) => asset(context.req.param("name")));
  app.get("/vendor/:name", (context) => vendored(context.req.param("name")));
  app.get("/api/data", async (context) => context.json(answerOf(await latest)));
  app.get("/events", (context) =>
    streamSSE(context, async (stream) => {
      const tell = () => void stream.writeSSE({ event: "change", data: "" });
      listeners.add(tell);
      const beat = setInterval(() => void stream.writeSSE({ event: "beat", data: "" }), 10_000);
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
        tell();
      });
      clearInterval(beat);
      listeners.delete(tell);
    }),
  );
  server.on("request", getRequestListener(app.fetch));
  return {
    url: addressOf(door),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, watching.stop()]);
    },
  };
}

/** What the page is told: not which files it rests on. */
export function answerOf({ title, file, sections, problems }: DataAnswer): DataAnswer {
  return { title, file, sections, problems };
}

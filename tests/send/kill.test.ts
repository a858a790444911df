import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../../src/input/send/settings.ts";
import { nodeWorld } from "../../src/node.ts";
import { sendRun } from "../../src/send/send.ts";
import {
  addressesOf,
  from,
  ledgerOf,
  type Moment,
  openServer,
  putEmails,
  scratchFolder,
  type TestServer,
} from "./mailing.ts";

const world = nodeWorld();
let server: TestServer;
let study: string;

beforeAll(async () => {
  server = await openServer();
  study = await scratchFolder();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(study, { recursive: true, force: true });
});

test("a mailing that is killed at any moment, and begun again, sends nothing twice", async () => {
  const moments: Moment[] = ["rcpt", "text", "answer", "answered"];
  const addresses = addressesOf(moments.length + 2);
  const folder = await putEmails(study, addresses);
  const settings = join(study, "send.yaml");
  await writeFile(
    settings,
    `{ host: 127.0.0.1, port: ${server.port}, tls: none, from: ${from}, envelope: b@eastmere.example, domains: [lead.example] }\n`,
  );
  let left = moments.length + 2;
  for (const moment of moments) {
    const { child, ended } = mailing(folder, settings, left);
    server.at = (now) => {
      if (now !== moment || child.killed) return;
      child.kill("SIGKILL");
    };
    expect(await ended).toBe("SIGKILL");
    const known = await ledgerOf(study);
    left = Object.keys(addresses).filter(
      (code) => known.findLast((line) => line.code === code)?.state === "queued",
    ).length;
  }
  server.at = () => {};
  const { mailing: rest } = await sendRun(world, folder, {
    settings: await readSettings(world, settings),
    live: true,
    confirm: (count) => count === left,
  });
  expect(rest.unknown.length).toBeGreaterThanOrEqual(3); // "answered" may have been written before it was killed
  const last = new Map((await ledgerOf(study)).map((line) => [line.address, line.state]));
  for (const address of Object.values(addresses)) {
    const times = server.received.filter(({ to }) => to === address).length;
    expect([last.get(address), times]).toBeOneOf([
      ["handed-over", 1],
      ["unknown", 0],
      ["unknown", 1],
    ]);
  }
  expect([...last.values()].filter((state) => state === "handed-over").length).toBeGreaterThanOrEqual(2);
}, 60_000);

function mailing(folder: string, settings: string, count: number) {
  const args = ["src/cli/main.ts", "send", folder, "--settings", settings, "--live", "--confirm", String(count)];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  return { child, ended: once(child, "exit").then(([code, signal]) => signal ?? code) };
}

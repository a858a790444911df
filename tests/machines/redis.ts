import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";

/** The server program of Redis or Valkey, where there is one. */
export const program = ["redis-server", "valkey-server"].find(isThere);
if (!program) console.log("no Redis or Valkey server here: tests that need one are skipped");

export const password = "open:Sesame/1";

/** A server on loopback, with a port and a folder of its own, that keeps what it is given in a file. */
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), "redis-test-"));
  const port = await freePort();
  let server = await start(folder, port);
  const client = new Redis({ host: "127.0.0.1", port, password, lazyConnect: true, maxRetriesPerRequest: null });
  client.on("error", () => {}); // it goes down and comes back
  await client.connect();
  return {
    url: `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    port,
    client,
    /** As by a power failure. */
    restart: async () => {
      await end(server, "SIGKILL");
      server = await start(folder, port);
    },
    stop: async () => {
      client.disconnect();
      await end(server, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, port: number): Promise<ChildProcess> {
  const settings = { port, bind: "127.0.0.1", dir: folder, appendonly: "yes", save: "", requirepass: password };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(program ?? "", args, { stdio: "ignore" });
  const probe = new Redis({ host: "127.0.0.1", port, password, retryStrategy: () => 50, maxRetriesPerRequest: null });
  probe.on("error", () => {});
  await Promise.race([probe.ping(), once(server, "exit"), pause(20_000, undefined, { ref: false })]);
  probe.disconnect();
  if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode}`);
  return server;
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

function isThere(name: string): boolean {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

import type { Redis, RedisOptions } from "ioredis";
import { environmentError, inputError, isInputError } from "../problem.ts";

/** Where a queue is: what a client connects with, and how it is named to people, without user and password. */
export type QueueAddress = {
  shown: string; // "redis://queue.example:6379/0"
  connect: Pick<RedisOptions, "host" | "port" | "db" | "username" | "password" | "tls">;
};

/**
 * The address in a URL, redis:// or rediss:// (TLS). The password may stand in the environment instead, where no list of
 * processes shows it. Throws an InputError that does not repeat what was given, for it may hold a password.
 */
export function readAddress(url: string, env: NodeJS.ProcessEnv = process.env): QueueAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const db = Number(parsed?.pathname.slice(1) || "0");
  const isSound = /^rediss?:$/.test(parsed?.protocol ?? "") && parsed?.hostname && Number.isInteger(db);
  if (!parsed || !isSound)
    throw inputError([
      {
        code: "bad-queue",
        severity: "error",
        message: "--queue is not the address of a Redis or Valkey server",
        hint: `write redis://host:6379 or, with TLS, rediss://host:6380; the password may stand in ${passwordName}`,
      },
    ]);
  const port = Number(parsed.port || "6379");
  const password = decodeURIComponent(parsed.password) || env[passwordName];
  return {
    shown: `${parsed.protocol}//${parsed.hostname}:${port}/${db}`,
    connect: {
      host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"), // of IPv6
      port,
      db,
      ...(parsed.username ? { username: decodeURIComponent(parsed.username) } : {}),
      ...(password ? { password } : {}),
      ...(parsed.protocol === "rediss:" ? { tls: {} } : {}),
    },
  };
}

const passwordName = "FEEDBACK_QUEUE_PASSWORD"; // of the environment

/** A connection to a queue that comes back by itself, until it has been gone for too long. */
export type QueueLine = AsyncDisposable & {
  client: Redis;
  /** What is asked of the queue; throws, as for a fault of this machine, once the queue has been gone for too long. */
  orGone: <T>(asked: Promise<T>) => Promise<T>;
  /** Tells of what a client of this connection meets, e.g. that it is refused. */
  onError: (error: Error) => void;
};

export type LineOptions = {
  log: (line: string) => void;
  patience?: number; // ms without the queue until it is given up; ten minutes unless given
};

/** Connects to a queue. Throws, as for a fault of this machine, where it cannot be reached or does not let us in. */
export async function openLine(address: QueueAddress, { log, patience = 600_000 }: LineOptions): Promise<QueueLine> {
  const { Redis } = await import("ioredis");
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined); // nobody may be waiting for it
  let isOpen = false;
  let timer: NodeJS.Timeout | undefined;
  let last = "";
  const client = new Redis({
    ...address.connect,
    lazyConnect: true,
    connectTimeout: 10_000,
    maxRetriesPerRequest: null, // asked for by BullMQ: what was asked waits until the queue is back
    retryStrategy: (times) => (isOpen ? Math.min(50 * 2 ** Math.min(times, 6), 2_000) : null),
  });
  const onError = (error: Error) => {
    last = reasonOf(error);
  };
  client.on("error", onError);
  client.on("close", () => {
    if (!isOpen || timer) return;
    log(`warning: the queue at ${address.shown} does not answer; going on once it does`);
    timer = setTimeout(() => gone.reject(unreachable(address, last || "it is gone")), patience);
  });
  client.on("ready", () => {
    if (timer) log(`the queue at ${address.shown} answers again`);
    clearTimeout(timer);
    timer = undefined;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    throw unreachable(address, last || reasonOf(error as Error));
  }
  isOpen = true;
  /** What a client throws holds what it sent, perhaps the password: only its message goes on. */
  const refuse = (error: Error): never => {
    throw isInputError(error) ? error : unreachable(address, reasonOf(error));
  };
  return {
    client,
    onError,
    orGone: (asked) => Promise.race([asked, gone.promise]).catch(refuse),
    [Symbol.asyncDispose]: async () => {
      isOpen = false;
      clearTimeout(timer);
      client.disconnect();
    },
  };
}

function unreachable({ shown }: QueueAddress, reason: string): Error {
  return environmentError(
    "no-queue",
    `cannot use the queue at ${shown}: ${reason}`,
    `see that the server runs and lets this machine in; its password goes into the address or into ${passwordName}`,
  );
}

/** What went wrong, in one line: of several tries at one name the first. */
function reasonOf(error: Error & { code?: string; errors?: readonly Error[] }): string {
  if (/^NOAUTH/.test(error.message)) return "it asks for a password";
  if (/^WRONGPASS/.test(error.message)) return "the user or the password is wrong";
  return error.message || error.errors?.[0]?.message || error.code || "no answer";
}

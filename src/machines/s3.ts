import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { BucketAddress } from "./s3-address.ts";
import { faultOf, isPassing, unkept } from "./s3-faults.ts";
import type { Shared } from "./shared.ts";

export type BucketOptions = {
  log: (line: string) => void;
  patience?: number; // ms without an answer until the place is given up; ten minutes unless given
};

/**
 * A place in a bucket. Throws, as for a fault of this machine, where nothing can be put there, had back, listed and removed. Once it is
 * open, what is asked while the server is gone waits until it is back, or has been gone for too long.
 */
export async function openBucket(address: BucketAddress, options: BucketOptions): Promise<Shared> {
  const { bucket: Bucket, prefix, shown } = address;
  const { S3Client, ...s3 } = await import("@aws-sdk/client-s3");
  const client = new S3Client(settingsOf(address));
  const outage = openOutage(shown, options);
  let isOpen = false;
  const shared: Shared = { shown, get, has, put, remove };
  await tryPlace(shared, address);
  isOpen = true;
  return shared;

  function get(name: string): Promise<Uint8Array | undefined> {
    return orFault(() => ifThere(read(name)));
  }

  /** Asks for a byte: the answer to a HEAD does not say whether it is the bucket that is missing. */
  async function has(name: string): Promise<boolean> {
    return (await orFault(() => ifThere(read(name, "bytes=0-0")))) !== undefined;
  }

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    await orFault(() => client.send(new s3.PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body: bytes })));
  }

  async function remove(name: string): Promise<void> {
    await orFault(() => Promise.all([removeOne(`${prefix}${name}`), removeBelow(`${prefix}${name}/`)]));
  }

  async function read(name: string, Range?: string): Promise<Uint8Array> {
    const { Body } = await client.send(new s3.GetObjectCommand({ Bucket, Key: `${prefix}${name}`, Range }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async function removeBelow(Prefix: string): Promise<void> {
    for await (const { Contents = [] } of s3.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      const keys = Contents.flatMap(({ Key }) => Key ?? []).values();
      const removeInTurn = async () => {
        for (const key of keys) await removeOne(key);
      };
      await Promise.all(Array.from({ length: atATime }, removeInTurn));
    }
  }

  /** One by one: servers differ in what they ask of a request that removes many. */
  async function removeOne(Key: string): Promise<void> {
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
  }

  /** What is asked; anew while the server is gone, once the place is open. */
  async function orFault<T>(ask: () => Promise<T>, wait = 100): Promise<T> {
    try {
      const answer = await ask();
      outage.end();
      return answer;
    } catch (error) {
      if (!isOpen || !isPassing(error as Error) || outage.isTooLong()) throw faultOf(error as Error, address);
    }
    await pause(wait);
    return orFault(ask, Math.min(2 * wait, 5_000));
  }
}

const atATime = 16; // requests: the client has 50 connections

/** What the client is to do. Keys are its own affair: it finds them in the environment, in files of AWS or by the machine's role. */
function settingsOf({ endpoint, region, isInPath }: BucketAddress): S3ClientConfig {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle: isInPath,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      socketTimeout: 60_000,
      throwOnRequestTimeout: true,
    },
    requestChecksumCalculation: "WHEN_REQUIRED", // not all servers know the others, and what is shared is named by its hash
    responseChecksumValidation: "WHEN_REQUIRED",
  };
}

/** Tries all that is to be done there, under a name of its own. */
async function tryPlace({ put, get, remove, has }: Shared, address: BucketAddress): Promise<void> {
  const name = `try-${randomUUID()}`;
  await put(name, Buffer.from(name));
  const bytes = await get(name);
  if (!bytes || Buffer.from(bytes).toString() !== name) throw unkept(address);
  await remove(name);
  await has(name); // what is not there is denied to who may not list the bucket
}

/** What was asked for; undefined where it is not there. */
async function ifThere(asked: Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { name } = error as Error;
    if (name === "NoSuchKey") return undefined;
    if (name === "InvalidRange") return new Uint8Array(); // it is there, and has no first byte
    throw error;
  }
}

/** Says so where a server is gone, and once it is back. */
function openOutage(shown: string, { log, patience = 600_000 }: BucketOptions) {
  let since: number | undefined;
  return {
    /** Whether it has been gone for too long; the first call begins to count. */
    isTooLong: () => {
      if (since === undefined) log(`warning: "${shown}" does not answer; going on once it does`);
      since ??= performance.now();
      return performance.now() - since > patience;
    },
    end: () => {
      if (since !== undefined) log(`"${shown}" answers again`);
      since = undefined;
    },
  };
}

import { randomUUID } from "node:crypto";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { BucketAddress } from "./s3-address.ts";
import { faultOf, isDisobeyed } from "./s3-faults.ts";
import type { Shared } from "./shared.ts";

/** A place in a bucket. Throws, as for a fault of this machine, where nothing can be put there, had back, listed and removed. */
export async function openBucket(address: BucketAddress): Promise<Shared> {
  const { bucket: Bucket, prefix, shown } = address;
  const { S3Client, ...s3 } = await import("@aws-sdk/client-s3");
  const client = new S3Client(settingsOf(address));
  const shared: Shared = { shown, get, has, put, remove };
  await tryPlace(shared, address);
  return shared;

  function get(name: string): Promise<Uint8Array | undefined> {
    return orFault(ifThere(read(name)));
  }

  /** Asks for a byte: the answer to a HEAD does not say whether it is the bucket that is missing. */
  async function has(name: string): Promise<boolean> {
    return (await orFault(ifThere(read(name, "bytes=0-0")))) !== undefined;
  }

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    await orFault(client.send(new s3.PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body: bytes })));
  }

  async function remove(name: string): Promise<void> {
    await orFault(Promise.all([removeOne(`${prefix}${name}`), removeBelow(`${prefix}${name}/`)]));
  }

  /** The bytes of a name, all or some. The client asks anew for an answer that does not begin, this for one that breaks off. */
  async function read(name: string, Range?: string, left = readings): Promise<Uint8Array> {
    const { Body } = await client.send(new s3.GetObjectCommand({ Bucket, Key: `${prefix}${name}`, Range }));
    try {
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (left === 1) throw error;
    }
    return read(name, Range, left - 1);
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

  function orFault<T>(asked: Promise<T>): Promise<T> {
    return asked.catch((error: Error) => {
      throw faultOf(error, address);
    });
  }
}

const attempts = 6; // of a request, within some seconds where it is refused at once
const readings = 3; // of an answer
const atATime = 16; // requests: the client has 50 connections

/** What the client is to do. Keys are its own affair: it finds them in the environment, in files of AWS or by the machine's role. */
function settingsOf({ endpoint, region, isInPath }: BucketAddress): S3ClientConfig {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle: isInPath,
    maxAttempts: attempts,
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
  if (!bytes || Buffer.from(bytes).toString() !== name) throw isDisobeyed(address);
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

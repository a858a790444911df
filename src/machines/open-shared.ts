import { inputError } from "../problem.ts";
import type { World } from "../world.ts";
import { openFolder } from "./folder.ts";
import { openBucket } from "./s3.ts";
import { readBucket } from "./s3-address.ts";
import type { Shared } from "./shared.ts";

/**
 * Opens what machines share: a folder, or a place in a bucket (s3://bucket/prefix). Throws an InputError where it is neither, or,
 * as for a fault of this machine, where nothing can be put there.
 */
export async function openShared(world: World, place: string): Promise<Shared> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(place)?.[1]?.toLowerCase(); // one letter may be a drive
  if (scheme === undefined) return openFolder(world, place);
  if (scheme === "s3") return openBucket(readBucket(place), world);
  throw inputError([
    {
      code: "bad-shared",
      severity: "error",
      message: `--shared is neither a folder nor a place in a bucket, but begins with "${scheme}://"`,
      hint: "give a folder, or s3://bucket/prefix; where another server with S3 is, AWS_ENDPOINT_URL_S3 says",
    },
  ]);
}

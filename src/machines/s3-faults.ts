import { environmentError, type InputError } from "../problem.ts";
import { type BucketAddress, keys } from "./s3-address.ts";

/** Why a bucket cannot be used, and what would mend it. */
type Fault = readonly [reason: string, hint: string];

/**
 * What a client of S3 throws, for people: as a fault of this machine, with the place. Nothing of what a server says goes on but the
 * name of its error, for it may repeat a key. What the program did wrong stays as it is.
 */
export function faultOf(error: Error, address: BucketAddress): Error {
  const fault = faults[error.name] ?? unnamed(error);
  return fault ? unusable(address, fault) : error;
}

/** The fault of a server that answers, and does not keep what it is given. */
export function unkept(address: BucketAddress): InputError {
  return unusable(address, ["what is put there does not come back the same", serverHint]);
}

function unusable({ shown, endpoint }: BucketAddress, [reason, hint]: Fault): InputError {
  const at = endpoint === undefined ? "" : ` at ${endpoint}`;
  return environmentError("no-shared", `cannot use "${shown}"${at}: ${reason}`, hint);
}

const serverHint = "see that AWS_ENDPOINT_URL_S3 is the address of a server with S3";
const keyHint = `set the right ones: ${keys}`;
const noBucket: Fault = [
  "there is no such bucket",
  "make it, or see that its name, AWS_REGION and AWS_ENDPOINT_URL_S3 are right",
];
const denied: Fault = [
  "access is denied",
  "allow s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject below the prefix",
];
const unknownKey: Fault = ["the access key is not known there", keyHint];
const expired: Fault = [
  "the session of the keys has ended, or is not known there",
  "renew the keys, AWS_SESSION_TOKEN too",
];
const clock: Fault = ["the clock of this machine is wrong", "set it right, e.g. by NTP"];
const elsewhere: Fault = [
  "the bucket is in another region, or the access key is not one",
  "set AWS_REGION to the region of the bucket; where a server is one's own, mostly us-east-1",
];
const busy: Fault = ["it is too busy, or down", "try again later; render --resume carries on"];

const faults: Readonly<Record<string, Fault>> = {
  NoSuchBucket: noBucket,
  InvalidBucketName: noBucket,
  AccessDenied: denied,
  AllAccessDisabled: denied,
  InvalidAccessKeyId: unknownKey,
  SignatureDoesNotMatch: ["the secret key does not belong to the access key", keyHint],
  ExpiredToken: expired,
  InvalidToken: expired,
  RequestTimeTooSkewed: clock,
  RequestExpired: clock,
  AuthorizationHeaderMalformed: elsewhere,
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  SlowDown: busy,
  ServiceUnavailable: busy,
  InternalError: busy,
  TimeoutError: ["it does not answer in time", "see that the server runs and that this machine reaches it"],
  CredentialsProviderError: ["no keys are found", `set them: ${keys}`],
  QuotaExceeded: ["no room is left", "make room, or raise the quota"],
};

/** A fault without a name of its own: no answer, or one that is not of S3. Undefined of what the program did wrong. */
function unnamed(error: Error & Answered): Fault | undefined {
  if (error.message === "Region is missing")
    return ["no region is set", "set AWS_REGION; where a server is one's own, mostly us-east-1"];
  const status = statusOf(error);
  if (status !== undefined) return [`it answers ${nameOf(error)}(HTTP ${status})`, serverHint];
  if (error.code === undefined) return undefined;
  const reason = error.message || error.errors?.[0]?.message || error.code;
  return [`it does not answer: ${reason}`, `see that the server runs and that this machine reaches it; ${serverHint}`];
}

/** Whether what is thrown may be otherwise in a moment: the server is gone, slow, or ails. */
export function isPassing(error: Error & Answered): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429;
  return error.name === "TimeoutError" || error.code !== undefined;
}

function statusOf({ $metadata, $response }: Answered): number | undefined {
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

type Answered = {
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number };
  errors?: readonly Error[]; // of several tries at one name
  code?: string; // "ECONNREFUSED"
};

/** The name of a server's error, where it has one of its own. */
function nameOf({ name }: Error): string {
  return /^(Error|UnknownError|SyntaxError|TypeError|S3ServiceException)$/.test(name) || !/^\w{1,60}$/.test(name)
    ? ""
    : `${name} `;
}

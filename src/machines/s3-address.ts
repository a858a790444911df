import { type InputError, inputError } from "../problem.ts";

/** A place in a bucket: where its server is, and how it is named to people. */
export type BucketAddress = {
  shown: string; // "s3://reports/2026"
  bucket: string;
  prefix: string; // what all keys there begin with, e.g. "2026/"; may be empty
  endpoint?: string; // "https://s3.example:9000" of a server that is not Amazon's
  region?: string; // undefined: what the client finds in its own files
  isInPath: boolean; // whether requests name the bucket in their path rather than in the name of the host
};

/**
 * The place that s3://bucket/prefix names, on the server that the environment names. Throws an InputError that repeats no more than
 * the prefix: the rest of what was given may hold a key.
 */
export function readBucket(text: string, env: NodeJS.ProcessEnv = process.env): BucketAddress {
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)(.*)$/is.exec(text) ?? [];
  const prefix = path.replace(/^\/|\/+$/g, "");
  refuseUnsound(bucket, prefix);
  const endpoint = endpointIn(env);
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  return {
    shown: ["s3:/", bucket, ...(prefix === "" ? [] : [prefix])].join("/"),
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region ? { region } : {}),
    isInPath: isInPath(env, endpoint),
  };
}

function refuseUnsound(bucket: string, prefix: string): void {
  if (bucket === "") throw bad("--shared names no bucket", how);
  if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw bad(
      "--shared does not begin with the name of a bucket, of 3 to 63 small letters, digits, dots and hyphens",
      how,
    );
  if (/[?#\p{Cc}]/u.test(prefix))
    throw bad(`"${prefix}" in --shared has a "?", a "#" or a character that nobody sees`, how);
  if (prefix !== "" && prefix.split("/").some((part) => part === "" || part === "." || part === ".."))
    throw bad(`"${prefix}" in --shared has a part that is empty, "." or ".."`, "write it as s3://bucket/one/two");
  if (Buffer.byteLength(prefix) > longest)
    throw bad(
      `--shared has ${Buffer.byteLength(prefix)} bytes behind its bucket, but a key has room for ${longest}`,
      how,
    );
}

const longest = 700; // bytes: a key may have 1,024, of which ours take the rest

/** The server that the environment names, as the tools of AWS read it; undefined for Amazon's own. */
function endpointIn(env: NodeJS.ProcessEnv): string | undefined {
  const name = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].find((each) => env[each]);
  if (name === undefined) return undefined;
  const { protocol, username, password, search, href } =
    (URL.canParse(env[name] ?? "") && new URL(env[name] ?? "")) || none;
  if (!/^https?:$/.test(protocol) || username || password || search)
    throw bad(`${name} is not the address of a server`, `write https://host:9000; ${keys}`);
  return href.replace(/\/$/, "");
}

const none = { protocol: "", username: "", password: "", search: "", href: "" };

/** Servers of one's own have the bucket in the path, Amazon has it in the name of the host, unless the environment says otherwise. */
function isInPath(env: NodeJS.ProcessEnv, endpoint: string | undefined): boolean {
  const style = env[styleName] || (endpoint === undefined ? "virtual" : "path");
  if (style !== "virtual" && style !== "path")
    throw bad(`unknown style "${style}" in ${styleName}`, 'one of "path", "virtual"');
  return style === "path";
}

const styleName = "FEEDBACK_S3_ADDRESSING_STYLE"; // of the environment

/** How keys are given. */
export const keys = "keys stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in a profile or role of AWS";

const how = `write s3://bucket/prefix; region and server stand in AWS_REGION and AWS_ENDPOINT_URL_S3, ${keys}`;

function bad(message: string, hint: string): InputError {
  return inputError([{ code: "bad-shared", severity: "error", message, hint }]);
}

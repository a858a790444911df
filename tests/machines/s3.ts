import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, DeleteBucketCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";

const python = "/usr/bin/python3"; // Debian's, which has Debian's packages

/** Whether Debian's OpenStack Swift is here, which has an S3 interface, and has what it needs of a disk. */
export const hasS3 = existsSync("/usr/lib/python3/dist-packages/swift/proxy/server.py") && keepsAttributes();
if (!hasS3)
  console.log(
    "no OpenStack Swift (python3-swift) here, or no extended attributes of files: tests that need a server with S3 are skipped",
  );

/** Swift writes into attributes of its files what it knows of them. */
function keepsAttributes(): boolean {
  const code = "import os, tempfile; f = tempfile.TemporaryFile(); os.setxattr(f.fileno(), 'user.swift.test', b'1')";
  return spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0;
}

/** Its users: one who may do anything, and one who may do nothing. */
export const users = {
  owner: { AWS_ACCESS_KEY_ID: "test:owner", AWS_SECRET_ACCESS_KEY: "owners-secret/1" },
  stranger: { AWS_ACCESS_KEY_ID: "test:stranger", AWS_SECRET_ACCESS_KEY: "strangers-secret/2" },
} as const;

/** What stands in the environment of this process and those that it starts: nothing else of the person's who tests is used. */
const ground = {
  AWS_REGION: "us-east-1",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** A server on loopback with a bucket "reports", to which the environment leads from now on. */
export async function startS3() {
  const folder = await mkdtemp(join(tmpdir(), "s3-test-"));
  const server = await start(folder);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const env = { ...ground, ...users.owner, AWS_ENDPOINT_URL_S3: endpoint };
  Object.assign(process.env, env);
  const client = new S3Client({ endpoint, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const keys = async () => {
    const pages = await Array.fromAsync(paginateListObjectsV2({ client }, { Bucket: bucket }));
    return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key));
  };
  return {
    endpoint,
    keys, // of all that is in "reports"
    addBucket: (Bucket: string) => client.send(new CreateBucketCommand({ Bucket })),
    removeBucket: (Bucket: string) => client.send(new DeleteBucketCommand({ Bucket })),
    [Symbol.asyncDispose]: async () => {
      for (const name of Object.keys(env)) delete process.env[name];
      client.destroy();
      await end(server.process);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const bucket = "reports";

async function start(folder: string): Promise<{ process: ChildProcess; port: number }> {
  const known = Object.values(users).map(({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }) =>
    [id.replace("test:", ""), secret].join(":"),
  );
  const program = join(import.meta.dirname, "s3-server.py");
  const server = spawn(python, [program, folder, ...known], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([once(server.stdout, "data"), once(server, "exit").then(() => [undefined])]);
  if (line === undefined) throw new Error(`Swift ended with ${server.exitCode}`);
  return { process: server, port: Number(line) };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}

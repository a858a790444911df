import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openShared } from "../../src/machines/open-shared.ts";
import { getFile, type Order, putFile } from "../../src/machines/orders.ts";
import { openBucket } from "../../src/machines/s3.ts";
import { readBucket } from "../../src/machines/s3-address.ts";
import type { Shared } from "../../src/machines/shared.ts";
import { nodeWorld } from "../../src/node.ts";
import { sha256 } from "../../src/output/sha256.ts";
import type { InputError, Problem } from "../../src/problem.ts";
import { hasS3, startS3, users } from "./s3.ts";

/* What machines share, as a folder and as a place in a bucket of a real server, which looks at signatures. */

const world = nodeWorld();
let root: string;
let s3: Awaited<ReturnType<typeof startS3>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "shared-test-"));
  if (hasS3) s3 = await startS3();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
afterAll(async () => {
  await s3?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

const kinds: { kind: string; isHere: boolean; open: () => Promise<Shared> }[] = [
  {
    kind: "a folder",
    isHere: true,
    open: async () => {
      await mkdir(join(root, "shared"), { recursive: true });
      return openShared(world, join(root, "shared"));
    },
  },
  {
    kind: "a place in a bucket",
    isHere: hasS3,
    open: () => openShared(world, "s3://reports/Übersicht 2026/a+b%20&='/"),
  },
  {
    kind: "a whole bucket",
    isHere: hasS3,
    open: async () => {
      await s3.addBucket("whole");
      return openShared(world, "s3://whole");
    },
  },
];

for (const { kind, isHere, open } of kinds)
  describe.skipIf(!isHere)(kind, () => {
    let place: Shared;
    beforeAll(async () => {
      place = await open();
    });

    test("gives back what it was given, and what replaced it", async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i * i);
      await place.put("run/files/a", bytes);
      expect(Buffer.from((await place.get("run/files/a")) ?? []).equals(bytes)).toBe(true);
      await place.put("run/files/a", Buffer.from("shorter"));
      expect(textOf(await place.get("run/files/a"))).toBe("shorter");
    });

    test("knows what is not there from what has no bytes", async () => {
      await place.put("run/none", new Uint8Array());
      const names = ["run/none", "run/nothing", "run/non", "never/was"];
      const found = names.map(async (name) => [textOf(await place.get(name)), await place.has(name)]);
      const absent = [undefined, false];
      expect(await Promise.all(found)).toEqual([["", true], absent, absent, absent]);
    });

    test("removes a name, or all below it, and no other", async () => {
      const below = ["setup", "tasks/a", "tasks/b", "tasks/c d/ü", "answers/e"].map((name) => `run-1/${name}`);
      const others = ["run-10/setup", "run-1.txt", "run-"];
      for (const name of [...below, ...others]) await place.put(name, Buffer.from(name));
      await place.remove("run-1/tasks/a");
      await place.remove("not-there");
      expect(await thereOf([...below, ...others])).toEqual([...below.filter((name) => !name.endsWith("a")), ...others]);
      await place.remove("run-1"); // more than one page of a list
      expect(await thereOf([...below, ...others])).toEqual(others);
    });

    test("has no file of a report where other bytes stand under its hash", async () => {
      const order = { run: "spoilt" } as Order;
      const hash = sha256("sound");
      await putFile(place, order, Buffer.from("sound"));
      expect(textOf(await getFile(place, order, hash))).toBe("sound");
      await place.put(`spoilt/files/${hash}`, Buffer.from("other"));
      expect(await getFile(place, order, hash)).toBeUndefined();
    });

    async function thereOf(names: readonly string[]): Promise<string[]> {
      const isThere = await Promise.all(names.map(place.has));
      return names.filter((_, i) => isThere[i]);
    }
  });

test("what cannot be asked of a folder is a fault of the machine, and not as if nothing were there", async () => {
  const place = await (kinds[0] as (typeof kinds)[0]).open();
  await place.put("over/setup-0", Buffer.from("kept"));
  for (const ask of [place.has, place.get])
    await expect(ask("over/setup-0/below")).rejects.toMatchObject({ problems: [{ code: "cannot-read" }] });
});

describe.skipIf(!hasS3)("a place in a bucket", () => {
  /** Why it cannot be used, as people are told; never with a key. */
  async function refusal(asked: Promise<unknown>): Promise<string> {
    const error = await asked.then(
      () => expect.unreachable("it can be used"),
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ isOfMachine: true, problems: [{ code: "no-shared", hint: expect.any(String) }] });
    const said = JSON.stringify([error.message, error.problems]);
    for (const key of Object.values(users).flatMap((user) => Object.values(user))) expect(said).not.toContain(key);
    const [{ message }] = error.problems;
    return message.replace(/^cannot use "s3:\/\/[^"]+"( at http:\/\/127.0.0.1:\d+)?: /, "");
  }
  const opening = (place = "s3://reports/x") => refusal(openShared(world, place));

  test.each<[string, Record<string, string | undefined>, string]>([
    ["a wrong secret key", { AWS_SECRET_ACCESS_KEY: "wrong" }, "the secret key does not belong to the access key"],
    ["a user who may not", users.stranger, "access is denied"],
    ["another region", { AWS_REGION: "eu-west-2" }, "the bucket is in another region, or the access key is not one"],
    ["no region", { AWS_REGION: undefined }, "no region is set"],
    ["no keys", { AWS_ACCESS_KEY_ID: undefined }, "no keys are found"],
    [
      "no server",
      { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" },
      "it does not answer: connect ECONNREFUSED 127.0.0.1:1",
    ],
  ])("is refused with %s", async (_, env, reason) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(await opening()).toBe(reason);
  });

  test("goes by the clock of its server where that of this machine is wrong", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
    const place = await openShared(world, "s3://reports/clock");
    expect(await place.has("nothing")).toBe(false);
  });

  test.each([
    ["RequestTimeTooSkewed", 403, "the clock of this machine is wrong"],
    ["InvalidAccessKeyId", 403, "the access key is not known there"],
    ["ExpiredToken", 400, "the session of the keys has ended, or is not known there"],
    ["PermanentRedirect", 301, "the bucket is in another region, or the access key is not one"],
    ["NoSuchUpload", 404, "it answers NoSuchUpload (HTTP 404)"],
  ])("is refused with what other servers say: %s", async (code, status, reason) => {
    const { AWS_ACCESS_KEY_ID: key } = users.owner;
    const text = `<Error><Code>${code}</Code><Message>What of ${key}?</Message><AWSAccessKeyId>${key}</AWSAccessKeyId></Error>`;
    const web = createHttpServer((_, answer) => {
      answer.sendDate = false;
      answer.writeHead(status, { "content-type": "application/xml" }).end(text);
    });
    await using server = await listening(web);
    vi.stubEnv("AWS_ENDPOINT_URL_S3", server.address);
    expect(await opening()).toBe(reason);
  });

  test("is refused where what is not there is denied, as to who may not list the bucket", async () => {
    const kept = new Map<string, string>();
    const web = createHttpServer(({ method, url = "" }, answer) => {
      const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
      const there = kept.get(pathname);
      if (method === "PUT") kept.set(pathname, pathname.split("/").at(-1) ?? ""); // a trial says its own name
      if (method === "DELETE") kept.delete(pathname);
      if (searchParams.has("list-type")) answer.end("<ListBucketResult></ListBucketResult>");
      else if (method === "GET" && there === undefined)
        answer.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
      else answer.end(method === "GET" ? there : undefined);
    });
    await using server = await listening(web);
    vi.stubEnv("AWS_ENDPOINT_URL_S3", server.address);
    expect(await opening()).toBe("access is denied");
  });

  test("is refused where there is no such bucket", async () => {
    expect(await opening("s3://nowhere/x")).toBe("there is no such bucket");
  });

  test("is refused where a server answers that has no S3", async () => {
    let status = 404;
    await using web = await listening(
      createHttpServer((_, answer) => answer.writeHead(status).end("<html>Hello</html>")),
    );
    vi.stubEnv("AWS_ENDPOINT_URL_S3", web.address);
    expect(await opening()).toBe("it answers NotFound (HTTP 404)");
    status = 200;
    expect(await opening()).toBe("what is put there does not come back the same");
  });

  test("leaves nothing of its trial there", async () => {
    const before = await s3.keys();
    await openShared(world, "s3://reports/x");
    expect(await s3.keys()).toEqual(before);
  });

  test("that loses its bucket tells so, and not as if nothing were there", async () => {
    await s3.addBucket("passing");
    const place = await openShared(world, "s3://passing");
    await s3.removeBucket("passing");
    for (const ask of [place.get, place.has, place.remove, (name: string) => place.put(name, Buffer.from("x"))])
      expect(await refusal(Promise.resolve(ask("run/a")))).toBe("there is no such bucket");
  });

  test("waits for a server that is gone, says so, and gives up one that stays away", async () => {
    await using line = await breakingLine(s3.endpoint);
    vi.stubEnv("AWS_ENDPOINT_URL_S3", line.address);
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    const said: string[] = [];
    const log = (text: string) => void said.push(text);
    const place = await openBucket(readBucket("s3://reports/line"), { log, patience: 1_000 });
    const bytes = new Uint8Array(500_000).fill(7);
    await place.put("long", bytes);
    expect(said).toEqual([]);
    line.breakNext();
    expect((await place.get("long"))?.length).toBe(bytes.length);
    const gone = 'warning: "s3://reports/line" does not answer; going on once it does';
    expect(said).toEqual([gone, '"s3://reports/line" answers again']);
    await line.end();
    expect(await refusal(place.get("long"))).toMatch(/^it does not answer: connect ECONNREFUSED/);
    expect(said.slice(2)).toEqual([gone]);
  });
});

describe("the address of a place in a bucket", () => {
  test.each([
    ["s3://reports", "s3://reports", ""],
    ["s3://reports/", "s3://reports", ""],
    ["S3://my.reports-1//", "s3://my.reports-1", ""],
    ["s3://reports/a b/ü%20/", "s3://reports/a b/ü%20", "a b/ü%20/"],
  ])("%s is read", (text, shown, prefix) => {
    expect(readBucket(text, {})).toMatchObject({ shown, prefix, isInPath: false });
  });

  test.each([
    ["s3://", "--shared names no bucket"],
    ["s3:///prefix", "--shared names no bucket"],
    ["s3://Reports/x", "--shared does not begin with the name of a bucket"],
    ["s3://re..ports", "--shared does not begin with the name of a bucket"],
    ["s3://id:secret@reports/x", "--shared does not begin with the name of a bucket"],
    ["s3://reports/x?region=eu", '"x?region=eu" in --shared has a "?"'],
    ["s3://reports/a\nb", "in --shared has a"],
    ["s3://reports/a//b", '"a//b" in --shared has a part that is empty'],
    ["s3://reports/../b", '"../b" in --shared has a part that is empty, "." or ".."'],
    ["gs://reports/x", 'neither a folder nor a place in a bucket, but begins with "gs://"'],
  ])("%j is refused", async (text, message) => {
    const told = {
      code: "bad-shared",
      message: expect.stringContaining(message),
      hint: expect.stringContaining("s3://"),
    };
    const error = await openShared(world, text).catch((thrown) => thrown);
    expect(error.problems).toMatchObject([told]);
    expect(error.isOfMachine).toBeUndefined();
    expect(JSON.stringify(error.problems)).not.toContain("secret@");
  });

  test("that leaves no room for a key is refused", () => {
    const [{ message }] = problemsOf(() => readBucket(`s3://reports/${"ü".repeat(400)}`, {}));
    expect(message).toBe("--shared has 800 bytes behind its bucket, but a key has room for 700");
  });

  test("leads to the server, region and style of the environment", () => {
    const read = (env: Record<string, string>) => readBucket("s3://reports", env);
    const own = { AWS_ENDPOINT_URL: "https://other", AWS_ENDPOINT_URL_S3: "https://s3.example:9000/", AWS_REGION: "" };
    expect(read({ ...own, AWS_DEFAULT_REGION: "eu-west-2" })).toMatchObject({
      endpoint: "https://s3.example:9000",
      region: "eu-west-2",
      isInPath: true,
    });
    expect(read({ ...own, FEEDBACK_S3_ADDRESSING_STYLE: "virtual" }).isInPath).toBe(false);
  });

  test.each([
    [{ AWS_ENDPOINT_URL_S3: "s3.example:9000" }, "AWS_ENDPOINT_URL_S3 is not the address of a server"],
    [{ AWS_ENDPOINT_URL: "https://id:secret@s3.example" }, "AWS_ENDPOINT_URL is not the address of a server"],
    [{ FEEDBACK_S3_ADDRESSING_STYLE: "auto" }, 'unknown style "auto" in FEEDBACK_S3_ADDRESSING_STYLE'],
  ])("with %j in the environment is refused", (env, message) => {
    expect(problemsOf(() => readBucket("s3://reports", env))).toMatchObject([{ code: "bad-shared", message }]);
  });

  function problemsOf(read: () => unknown): [Problem] {
    try {
      read();
    } catch (error) {
      return (error as InputError).problems as [Problem];
    }
    return expect.unreachable("it can be read");
  }
});

/** A way to a server that can break. */
async function breakingLine(to: string) {
  const open = new Set<Socket>();
  let isToBreak = false;
  const line = await listening(
    createServer((socket) => {
      const far = connect(Number(new URL(to).port), "127.0.0.1");
      for (const end of [socket, far]) open.add(end.on("error", () => {}));
      socket.pipe(far);
      far.on("data", (chunk) => {
        socket.write(chunk);
        if (!isToBreak) return;
        isToBreak = false;
        socket.end();
        far.destroy();
      });
      far.on("end", () => socket.end());
    }),
  );
  return {
    ...line,
    breakNext: () => {
      isToBreak = true;
    },
    end: async () => {
      for (const socket of open) socket.destroy();
      await line[Symbol.asyncDispose]();
    },
  };
}

async function listening(server: Server) {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      if ("closeAllConnections" in server && typeof server.closeAllConnections === "function")
        server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString();
}

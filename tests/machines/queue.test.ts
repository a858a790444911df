import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Queue, Worker } from "bullmq";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeHere } from "../../src/batch/here.ts";
import { make } from "../../src/batch/make.ts";
import type { MadeReport, Setup } from "../../src/batch/orders.ts";
import { build, prepare } from "../../src/build.ts";
import { makeQueued } from "../../src/machines/make-queued.ts";
import { openShared } from "../../src/machines/open-shared.ts";
import { closeRun, idOf, type Order, putAnswer, putFile, putSetup, putTask } from "../../src/machines/orders.ts";
import { queueName, queuePrefix } from "../../src/machines/queue.ts";
import { work } from "../../src/machines/work.ts";
import { nodeWorld } from "../../src/node.ts";
import { makersOf } from "../../src/output/origin.ts";
import type { RunPlan } from "../../src/output/run-plan.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import type { Task } from "../../src/report/task.ts";
import { command } from "../command.ts";
import { password, program, startRedis } from "./redis.ts";
import { hasS3, startS3, users } from "./s3.ts";

/*
 * A queue on a server of its own, with real workers: processes where one of them is killed, else in this process. All reports are
 * by email but two on paper.
 */

const world = { ...nodeWorld(), log: (line: string) => lines.push(line) };
const lines: string[] = []; // for the terminal

let root: string;
let study: string;
let shared: string;
let redis: Awaited<ReturnType<typeof startRedis>>;
let prepared: { setup: Setup; tasks: readonly Task[]; plan: RunPlan };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "queue-test-"));
  study = join(root, "study");
  shared = join(root, "shared");
  await mkdir(shared);
  cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
  if (!program) return;
  redis = await startRedis();
  const { materials, templates, guard, tasks, plan } = await prepare(world, { study, channels: ["email"], out: root });
  const setup = { materials, templates, guard, folder: "", browser: {}, channels: ["email" as const] };
  prepared = { setup, tasks, plan };
});
beforeEach(async () => {
  if (program) await redis.client.flushall();
});
afterAll(async () => {
  await redis?.stop();
  await rm(root, { recursive: true, force: true });
});

/** Makes reports by the queue into a folder of its own; `use` is told of each as it comes. */
async function makeAll(
  name: string,
  tasks: readonly Task[],
  {
    signal,
    use = () => {},
    setup = prepared.setup,
    place = shared,
  }: { signal?: AbortSignal; use?: () => void; setup?: Setup; place?: string } = {},
): Promise<{ folder: string; made: MadeReport[] }> {
  const folder = join(root, name);
  const queue = { url: redis.url, shared: place };
  const made: MadeReport[] = [];
  for await (const report of makeQueued({ ...setup, folder }, tasks, { queue, plan: prepared.plan, world, signal })) {
    made.push(report);
    use();
  }
  return { folder, made };
}

/** A worker in this process until it is stopped. Returns how many reports it made. */
function working(place = shared) {
  const stop = new AbortController();
  const worked = work(world, { url: redis.url, shared: place, lostAfter: 5_000, signal: stop.signal });
  worked.catch(() => {}); // told to whoever stops it
  return {
    stop: () => {
      stop.abort();
      return worked;
    },
  };
}

/** A worker of another making: what it does with an order. */
async function withWorker<T>(act: (order: Order) => Promise<void>, use: () => Promise<T>): Promise<T> {
  const connection = redis.client.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  const worker = new Worker<Order>(queueName, ({ data }) => act(data), { connection, prefix: queuePrefix });
  try {
    return await use();
  } finally {
    await worker.close();
    connection.disconnect();
  }
}

/** Gives an order to nobody in particular, and asks how many wait. */
async function withQueue<T>(use: (queue: Queue<Order>) => Promise<T>): Promise<T> {
  const connection = redis.client.duplicate({ maxRetriesPerRequest: null, lazyConnect: false });
  const queue = new Queue<Order>(queueName, { connection, prefix: queuePrefix });
  try {
    return await use(queue);
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

const codesOf = (made: readonly MadeReport[]) => made.map(({ code }) => code).sort();
const failuresOf = (made: readonly MadeReport[]) =>
  made.flatMap(({ entries }) => entries.flatMap((entry) => ("failed" in entry ? [entry.failed] : [])));

describe.skipIf(!program)("a run by the queue", () => {
  test("is that of one machine to the byte, though a worker is killed and the queue goes down", async () => {
    const workers = [1, 2, 3].map(() => startWorker());
    const whole = await build(world, { study, out: join(root, "whole"), channels: ["email"], workers: 0 });
    await until(() => workers.every(({ said }) => said().includes("waits for reports"))); // none is late
    const log = join(root, "log.jsonl");
    const running = build(world, {
      study,
      out: join(root, "queued"),
      channels: ["email"],
      queue: { url: redis.url, shared },
      log,
    });
    const victim = await Promise.race([nextAtWork(workers), running.then(() => expect.unreachable("made too soon"))]);
    victim.process.kill("SIGKILL");
    await redis.restart();
    const run = await running;
    expect(run).toMatchObject({ made: 12, failed: [], seal: whole.seal, run: whole.run });
    expect(await filesOf(run.folder)).toEqual(await filesOf(whole.folder));
    const at = (await readFile(log, "utf8")).split("\n").filter((line) => line.includes('"made","code"'));
    expect(at.some((line) => !JSON.parse(line).on.endsWith(victim.name))).toBe(true); // others than the one that was killed
    for (const each of workers) if (each !== victim) each.process.kill("SIGTERM");
    const ends = await Promise.all(workers.map(({ ended }) => ended)); // one that was slow may still have been at a report
    expect(await world.listFiles(shared)).toEqual([]);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 0, null]);
    const said = [...lines, ...ends.flatMap(({ said }) => said), await readFile(log, "utf8")].join("\n");
    expect(said).toContain(`the queue at redis://127.0.0.1:${redis.port}/0 does not answer`);
    for (const secret of [password, encodeURIComponent(password)]) expect(said).not.toContain(secret);
  }, 240_000); // three processes start, which takes long where many others are at work

  test.skipIf(!hasS3)(
    "is the same through a bucket, though a worker is killed and the queue goes down",
    async () => {
      await using s3 = await startS3();
      const place = "s3://reports/two workers";
      const some = prepared.tasks.slice(0, 4);
      const setup = { ...prepared.setup, folder: join(root, "bucket-here") };
      const victim = startWorker(place);
      const here = await Array.fromAsync(makeHere(setup, some, { make, world }));
      const making = makeAll("bucket", some, { place });
      await nextAtWork([victim]);
      victim.process.kill("SIGKILL");
      await redis.restart();
      const other = working(place);
      const { folder, made } = await making;
      expect(await other.stop()).toBeGreaterThan(0);
      expect(filesIn(made)).toEqual(filesIn(here));
      expect(await filesOf(folder)).toEqual(await filesOf(setup.folder));
      expect(await s3.keys()).toEqual([]);
    },
    120_000,
  );

  test("makes pages on paper too, and a report that fails is told with its cause", async () => {
    const onPaper = prepared.tasks.slice(0, 2).map((task) => ({ ...task, channels: ["print" as const] }));
    const bad = { ...(prepared.tasks[2] as Task), material: "none" };
    const setup: Setup = { ...prepared.setup, channels: ["print"], folder: join(root, "paper-here") };
    const here = await Array.fromAsync(makeHere(setup, onPaper, { make, world }));
    const worker = working();
    const { folder, made } = await makeAll("paper", [...onPaper, bad], { setup });
    expect(await worker.stop()).toBe(3);
    expect(failuresOf(made)).toEqual(['no material "none"']);
    expect(made.find(({ entries: [first] }) => first && "failed" in first)?.attempt.failedIn).toBe("compose");
    expect(filesIn(made)).toEqual(filesIn(here));
    expect(await filesOf(folder)).toEqual(await filesOf(setup.folder));
  });

  test("that is stopped waits for reports in hand, and takes the others back", async () => {
    const stop = new AbortController();
    const worker = working();
    const { made } = await makeAll("stopped", prepared.tasks, { signal: stop.signal, use: () => stop.abort() });
    await worker.stop();
    expect(made.length).toBeGreaterThan(0);
    expect(made.length).toBeLessThan(prepared.tasks.length);
    expect(await withQueue((queue) => queue.getJobCountByTypes("waiting", "active", "failed"))).toBe(0);
    expect(await world.listFiles(shared)).toEqual([]);
  });

  test("that was killed is gone on with: what was made for it is not made again", async () => {
    const folder = join(root, "killed");
    const some = prepared.tasks.slice(0, 4);
    const options = { queue: { url: redis.url, shared }, plan: prepared.plan, world };
    const first = makeQueued({ ...prepared.setup, folder }, some, options);
    const worker = working();
    await first.next(); // and never again
    await until(async () => (await world.listFiles(shared)).filter((path) => path.includes("answers")).length >= 4);
    expect(await worker.stop()).toBe(4);
    const { made } = await makeAll("killed", some); // without a worker
    expect(codesOf(made)).toEqual(some.map(({ organisation }) => organisation.code));
    expect(failuresOf(made)).toEqual([]);
    await first.return(undefined);
  });

  test("takes nothing from the shared place that is not what was made", async () => {
    const [task] = prepared.tasks as [Task];
    const place = await openShared(world, shared);
    const { code } = task.organisation;
    const worker = working();
    const { made: sound } = await makeAll("sound", [task]);
    await worker.stop();
    const [entry] = (sound as [MadeReport])[0].entries as [ArtefactEntry];
    const answers: [string, Partial<ArtefactEntry>][] = [
      ["elsewhere", { path: `../${code}.json` }],
      ["other bytes", { path: `report/${code}.json`, sha256: "0".repeat(64) }],
      ["another's", { path: "report/ZX02.json" }],
      ["for another", { code: "ZX02" }],
    ];
    for (const [name, change] of answers) {
      const answer = async (order: Order) => {
        await place.put(`${order.run}/files/${"0".repeat(64)}`, Buffer.from("other bytes"));
        await putFile(place, order, await readFile(join(root, "sound", entry.path)));
        await putAnswer(place, order, { code, entries: [{ ...entry, ...change }], attempt: { seconds: {} } });
      };
      const { folder, made } = await withWorker(answer, () => makeAll(name, [task]));
      expect(failuresOf(made)).toEqual([`what was made of it is not in "${shared}"`]);
      expect(await world.listFiles(folder)).toEqual([]);
    }
  });

  test("waits for an answer that a network folder shows late", async () => {
    const [task] = prepared.tasks as [Task];
    const place = await openShared(world, shared);
    let asked = 0;
    const answer = async (order: Order) => {
      asked++;
      const made = { code: order.code, entries: [{ code: order.code, failed: "late" }], attempt: { seconds: {} } };
      setTimeout(() => putAnswer(place, order, made), 300);
    };
    const { made } = await withWorker(answer, () => makeAll("late", [task]));
    expect([failuresOf(made), asked]).toEqual([["late"], 1]);
  });

  test("gives out again what the queue has lost", async () => {
    const making = makeAll("forgotten", prepared.tasks.slice(0, 2));
    await until(async () => (await redis.client.llen(`${queuePrefix}:${queueName}:wait`)) === 2);
    await redis.client.flushall();
    const worker = working();
    expect(failuresOf((await making).made)).toEqual([]);
    expect(await worker.stop()).toBe(2);
  });

  test("has as failed what no worker could make", async () => {
    const fails = async () => {
      throw new Error("job stalled more than allowable limit");
    };
    const { made } = await withWorker(fails, () => makeAll("lost", prepared.tasks.slice(0, 1)));
    expect(failuresOf(made)).toEqual(["its worker was lost 3 times"]);
    expect(await withQueue((queue) => queue.getFailedCount())).toBe(0);
  });
});

describe.skipIf(!program)("a worker", () => {
  /** What a worker says of an order as it ends; the order waits for another. */
  async function refusal(change: (order: Order) => Order): Promise<string[]> {
    const makers = await makersOf(world, { browser: undefined });
    const order = change({ run: "none", makers, setup: "0", task: "0", code: "ZX01" });
    return withQueue(async (queue) => {
      await queue.add(queueName, order);
      const worker = work(world, { url: redis.url, shared });
      const problems = await worker.then(
        () => [],
        (error) => error.problems,
      );
      expect(await queue.getJobCountByTypes("waiting")).toBe(1);
      return problems.map(({ code, message }: { code: string; message: string }) => `${code}: ${message}`);
    });
  }

  test("refuses what another program, Node, browser or other fonts are to make, and leaves it to others", async () => {
    const told = await refusal(({ makers, ...order }) => ({
      ...order,
      makers: { ...makers, code: "c".repeat(64), node: "v1.2.3", browser: "HeadlessChrome/1", letters: "f".repeat(64) },
    }));
    expect(told).toEqual([
      expect.stringMatching(/^other-makers: not what was planned with: its program: [0-9a-f]{12} here, c{12} planned$/),
      `other-makers: not what was planned with: the version of Node: ${process.version} here, v1.2.3 planned`,
      expect.stringMatching(/the browser: HeadlessChrome\/\S+ here, HeadlessChrome\/1 planned$/),
      expect.stringMatching(/the font files: [0-9a-f]{12} here, f{12} planned$/),
    ]);
  });

  test("refuses it too where it has made the same for its own makers just before", async () => {
    const making = makeAll("own", prepared.tasks.slice(0, 1));
    await withQueue(async (queue) => {
      await until(async () => (await queue.getWaitingCount()) === 1);
      const [own] = await queue.getWaiting();
      const { data } = own as { data: Order };
      await queue.add(queueName, { ...data, makers: { ...data.makers, code: "c".repeat(64) } });
      const worker = work(world, { url: redis.url, shared });
      await expect(worker).rejects.toMatchObject({ problems: [{ code: "other-makers" }] });
      expect(await queue.getWaitingCount()).toBe(1);
    });
    expect(failuresOf((await making).made)).toEqual([]);
  });

  test("refuses what is not in the place that it shares", async () => {
    expect(await refusal((order) => order)).toEqual([
      `other-shared: "${shared}" does not hold what ZX01 of none is made from`,
    ]);
    const { code } = await command(["work", "--queue", redis.url, "--shared", shared]); // the order still waits
    expect(code).toBe(2);
  });

  test("goes on where others have made its report and cleared it away while it was at it", async () => {
    const order: Order = {
      run: "gone",
      makers: await makersOf(world, { browser: undefined }),
      setup: "0",
      task: "0",
      code: "ZX01",
    };
    const answer = join(shared, "gone/answers", idOf(order));
    await mkdir(dirname(answer), { recursive: true });
    spawnSync("mkfifo", [answer]); // whoever reads it waits until somebody writes
    await withQueue(async (queue) => {
      const { id } = await queue.add(queueName, order);
      const worker = working();
      await until(async () => (await queue.getActiveCount()) === 1);
      const keys = `${queuePrefix}:${queueName}`;
      await redis.client.multi().del(`${keys}:${id}`).lrem(`${keys}:active`, 0, `${id}`).exec(); // as it is once it is done
      await writeFile(answer, "null");
      await pause(500);
      expect(await worker.stop()).toBe(0);
      await queue.obliterate({ force: true });
    });
    await rm(join(shared, "gone"), { recursive: true });
  });

  test("leaves nothing of a report that others made too, where their run has ended by then", async () => {
    const place = await openShared(world, shared);
    const { folder: _, browser: __, ...setup } = prepared.setup;
    const ground = { run: "over", makers: await makersOf(world, { browser: undefined }) };
    const order = await putTask(
      place,
      { ...ground, setup: await putSetup(place, "over", setup) },
      prepared.tasks[0] as Task,
    );
    const puts: string[] = [];
    const write: typeof world.write = async (path, bytes) => {
      if (path.startsWith(shared) && puts.push(path) === 1) await closeRun(place, order);
      await world.write(path, bytes);
    };
    await withQueue((queue) => queue.add(queueName, order));
    expect(await work({ ...world, write }, { url: redis.url, shared, idle: 500 })).toBe(0);
    expect(puts.some((path) => path.includes("/answers/"))).toBe(true);
    expect(await world.listFiles(shared)).toEqual([]);
  });

  test("that cannot go on for a fault of its machine ends, and gives its report back", async () => {
    const stop = new AbortController();
    const making = makeAll("faulty", prepared.tasks.slice(0, 1), { signal: stop.signal });
    const { TMPDIR = tmpdir() } = process.env;
    process.env.TMPDIR = join(root, "study/campaign.yaml/below");
    try {
      const { code, stderr } = await command(["work", "--queue", redis.url, "--shared", shared]);
      expect([code, stderr]).toEqual([3, expect.stringContaining("the folder for temporary files")]);
    } finally {
      process.env.TMPDIR = TMPDIR;
    }
    const worker = working();
    expect(failuresOf((await making).made)).toEqual([]);
    expect(await worker.stop()).toBe(1);
  });

  test("ends when it has had nothing to do for as long as it was told", async () => {
    expect(await work(world, { url: redis.url, shared, idle: 50 })).toBe(0);
  });
});

describe("a queue that cannot be used is told of before anything is read, without its password:", () => {
  const secret = "hush-hush";
  const said = async (url: string, { place = shared, env = {} } = {}) => {
    const args = ["render", study, "--out", join(root, "none"), "--queue", url, "--shared", place];
    const { code, stderr } = await command(args, { env });
    expect(stderr).not.toContain(secret);
    return [code, stderr.split("\n")[0]];
  };

  test("no address", async () => {
    const told = [2, "error  --queue is not the address of a Redis or Valkey server"];
    expect(await said(`http://:${secret}@127.0.0.1:1`)).toEqual(told);
    expect(await said(`redis//:${secret}@127.0.0.1:1`)).toEqual(told);
    expect(await said(`redis://:${secret}@127.0.0.1:1/reports`)).toEqual(told);
  });

  test("no server", async () => {
    expect(await said(`redis://me:${secret}@127.0.0.1:1/2`)).toEqual([
      3,
      "error  cannot use the queue at redis://127.0.0.1:1/2: connect ECONNREFUSED 127.0.0.1:1",
    ]);
  });

  test.skipIf(!program)("no password, or a wrong one", async () => {
    const address = `127.0.0.1:${redis.port}`;
    expect(await said(`redis://${address}`)).toEqual([
      3,
      `error  cannot use the queue at redis://${address}/0: it asks for a password`,
    ]);
    expect(await said(`redis://${address}`, { env: { FEEDBACK_QUEUE_PASSWORD: secret } })).toEqual([
      3,
      `error  cannot use the queue at redis://${address}/0: the user or the password is wrong`,
    ]);
  });

  test("no shared place, or none given", async () => {
    const none = join(root, "not-mounted");
    expect(await said("redis://127.0.0.1:1", { place: none })).toEqual([
      3,
      `error  there is no folder "${none}" to share`,
    ]);
    expect(await said("redis://127.0.0.1:1", { place: `s3://id:${secret}@reports` })).toEqual([
      2,
      expect.stringMatching(/^error {2}--shared does not begin with the name of a bucket/),
    ]);
    const env = { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1", AWS_REGION: "us-east-1", ...users.owner };
    expect(await said("redis://127.0.0.1:1", { place: "s3://reports", env })).toEqual([
      3,
      'error  cannot use "s3://reports" at http://127.0.0.1:1: it does not answer: connect ECONNREFUSED 127.0.0.1:1',
    ]);
    const { code, stderr } = await command(["render", study, "--queue", `redis://:${secret}@127.0.0.1:1`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--queue and --shared belong together")]);
  });
});

const begun: Started[] = [];

/** A worker that a failed test has left would take the reports of the next. */
afterEach(() => {
  for (const { process } of begun.splice(0)) if (process.exitCode === null) process.kill("SIGKILL");
});

type Started = {
  process: ChildProcess;
  name: string;
  said: () => string; // so far
  ended: Promise<{ code: number | null; said: string }>;
};

function startWorker(place = shared): Started {
  const args = ["src/cli/main.ts", "work", "--queue", redis.url, "--shared", place, "--lost-after", "3"];
  const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [started.stdout, started.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const ended = once(started, "close").then(([code]) => ({ code: code as number | null, said }));
  const worker = { process: started, name: `-${started.pid}`, said: () => said, ended };
  begun.push(worker);
  return worker;
}

/** The first of these workers that has a report in hand. */
async function nextAtWork(workers: readonly Started[]): Promise<Started> {
  let found: Started | undefined;
  await until(async () => {
    const [id] = await redis.client.lrange(`${queuePrefix}:${queueName}:active`, 0, 0);
    const by = id === undefined ? null : await redis.client.hget(`${queuePrefix}:${queueName}:${id}`, "pb");
    found = workers.find(({ name }) => by?.endsWith(name));
    return found !== undefined;
  });
  return found as Started;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(5);
}

function filesIn(made: readonly MadeReport[]): string[] {
  const files = made.flatMap(({ entries }) => entries.flatMap((entry) => ("path" in entry ? [entry] : [])));
  return files.map(({ path, sha256 }) => `${path} ${sha256}`).sort();
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const paths = (await world.listFiles(folder)).filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await world.hash(path)] as const)),
  );
}

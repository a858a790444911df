import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { machineFault, makeTemporary, nodeWorld } from "../src/node.ts";

// What a disk refuses is told as a problem of the input is: what was to be done, to which file, why, and what would help.

const world = nodeWorld();
const isRoot = process.getuid?.() === 0;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "node-test-"));
  file = join(folder, "file");
  await writeFile(file, "text");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function told(code: string, path: string, reason: string) {
  return {
    message: expect.stringContaining(`"${path}": ${reason}`),
    problems: [{ code, severity: "error", message: expect.stringContaining(reason), hint: expect.any(String) }],
  };
}

describe("what is no file", () => {
  test("a pipe, which would be waited for without end, is told as one", async () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    const refused = told("cannot-read", pipe, "it is a pipe or a device");
    await expect(world.readText(pipe)).rejects.toMatchObject(refused);
    await expect(world.hash(pipe)).rejects.toMatchObject(refused);
    await expect(Array.fromAsync(world.readLines(pipe))).rejects.toMatchObject(refused);
  });

  test("a device, which has no end", async () => {
    await expect(world.readText("/dev/zero")).rejects.toMatchObject(
      told("cannot-read", "/dev/zero", "it is a pipe or a device"),
    );
  });

  test("a folder is no file, and what a link leads to is read", async () => {
    expect(await world.readText(folder)).toBeUndefined();
    await symlink(file, join(folder, "link"));
    expect(await world.readText(join(folder, "link"))).toBe("text");
  });
});

describe("what the disk refuses", () => {
  test("below a file", async () => {
    const below = join(file, "below.txt");
    await expect(world.write(below, "x")).rejects.toMatchObject(told("cannot-write", below, "a file stands where"));
    await expect(world.refuseUnwritable(file)).rejects.toMatchObject(told("cannot-write", file, "a file stands where"));
    await expect(world.refuseUnwritable(join(file, "a/b"))).rejects.toMatchObject({
      problems: [{ code: "cannot-write" }],
    });
    expect(await readFile(file, "utf8")).toBe("text");
  });

  test("in place of a folder", async () => {
    await expect(world.write(folder, "x")).rejects.toMatchObject(told("cannot-write", folder, "a folder stands where"));
    expect(await world.listFiles(folder)).toEqual([file]); // nothing unfinished is left beside
  });

  test("round links in a circle", async () => {
    const link = join(folder, "link");
    await symlink(link, link);
    await expect(world.readText(link)).rejects.toMatchObject(told("cannot-read", link, "its links lead in a circle"));
    await expect(world.hash(link)).rejects.toMatchObject(told("cannot-read", link, "its links lead in a circle"));
  });

  test("on a full disk", async () => {
    await expect(world.append("/dev/full", "x")).rejects.toMatchObject(
      told("cannot-write", "/dev/full", "no space left"),
    );
  });

  test.skipIf(isRoot)("without permission", async () => {
    await chmod(folder, 0o500);
    await expect(world.refuseUnwritable(folder)).rejects.toMatchObject(
      told("cannot-write", folder, "permission denied"),
    );
    await chmod(folder, 0o700);
  });

  test("never where it refuses nothing, and nothing is written for asking", async () => {
    await world.refuseUnwritable(join(folder, "a/b/c"));
    expect(await world.listFiles(folder)).toEqual([file]);
  });

  test("and nothing else: what is a bug keeps its stack", async () => {
    await expect(world.hash(join(folder, "none"))).rejects.not.toHaveProperty("problems");
    expect(await world.readText(join(folder, "none"))).toBeUndefined();
  });
});

test("a fault of the machine that nobody asked for is told, and a bug is none", () => {
  const of = (code: string, more = {}) => machineFault(Object.assign(new Error(code), { code, ...more }));
  expect(of("EMFILE", { syscall: "open", path: "/a.hbs" })?.problems).toEqual([
    {
      code: "machine",
      severity: "error",
      message: 'cannot open "/a.hbs": too many files are open',
      hint: "raise the limit on open files (ulimit -n)",
    },
  ]);
  expect(of("EAGAIN", { syscall: "spawn" })?.message).toContain("cannot spawn: the system has no more processes");
  for (const bug of [of("ENOENT", { syscall: "open", path: "/a.hbs" }), of("EMFILE"), machineFault("EMFILE")])
    expect(bug).toBeUndefined();
});

test("a folder for temporary files that is not there is told", async () => {
  vi.stubEnv("TMPDIR", join(folder, "nowhere"));
  const made = makeTemporary("feedback-test-").finally(() => vi.unstubAllEnvs());
  await expect(made).rejects.toMatchObject({
    problems: [
      { code: "no-temporary", message: `the folder for temporary files, "${join(folder, "nowhere")}", is not there` },
    ],
  });
  const again = await makeTemporary("feedback-test-");
  expect(await readdir(again)).toEqual([]);
  await rm(again, { recursive: true });
});

test("a short file and a long one have the hashes of their bytes", async () => {
  const long = Buffer.alloc(3 << 20, "bytes");
  for (const bytes of [Buffer.from("text"), Buffer.alloc(0), long]) {
    await writeFile(file, bytes);
    expect(await world.hash(file)).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
  await expect(world.hash(folder)).rejects.toThrow("no file");
});

describe("a file of many lines", () => {
  test("is written and read line by line, whole or not at all", async () => {
    const path = join(folder, "many.jsonl");
    const lines = Array.from({ length: 3000 }, (_, i) => `${i} é\u2028 ${"é".repeat(i % 400)}`);
    await world.writeLines(path, lines);
    expect(await world.readText(path)).toBe(lines.map((line) => `${line}\n`).join(""));
    expect(await Array.fromAsync(world.readLines(path))).toEqual(lines);
    const torn = function* () {
      yield "one";
      throw new Error("cut off");
    };
    await expect(world.writeLines(path, torn())).rejects.toThrow("cut off");
    expect(await Array.fromAsync(world.readLines(path))).toEqual(lines);
    expect(await world.listFiles(folder)).toEqual([file, path]);
    expect(await Array.fromAsync(world.readLines(join(folder, "none")))).toEqual([]);
    await world.writeLines(path, []);
    expect(await world.readText(path)).toBe("");
  });

  test("may be longer than is read at a time, and end in the middle of one", async () => {
    const lines = ["é".repeat(200_000), "", "\uFEFFlast"];
    await writeFile(file, lines.join("\n"));
    expect(await Array.fromAsync(world.readLines(file))).toEqual(lines);
  });
});

describe("a file or a folder", () => {
  test("is made once, whoever makes it, and not where a file stands", async () => {
    const made = join(folder, "two/three");
    expect(await Promise.all([1, 2, 3].map(() => world.makeFolder(made)))).toHaveLength(3);
    expect(await world.makeFolder(made)).toBe(false);
    expect(await world.makeFolder(join(folder, "two/four"))).toBe(true);
    expect(await world.foldersIn(join(folder, "two"))).toEqual(["four", "three"]);
    expect(await world.foldersIn(join(folder, "none"))).toEqual([]);
    await expect(world.makeFolder(file)).rejects.toMatchObject(
      told("cannot-write", file, "a file stands where a folder is needed"),
    );
  });

  test("is at a second path without a copy, and what is there is never overwritten", async () => {
    const second = join(folder, "a/second");
    expect(await world.link(file, second)).toBe(true);
    expect((await stat(second)).ino).toBe((await stat(file)).ino);
    await expect(world.link(join(folder, "a/second"), file)).rejects.toThrow();
    expect(await world.link(join(folder, "a/none"), join(folder, "a/third"))).toBe(false);
  });

  test("that is gone is told where something was to be written", async () => {
    const gone = join(folder, "gone/journal.jsonl");
    await expect(world.append(gone, "x")).rejects.toMatchObject(told("cannot-write", gone, "its folder is gone"));
  });
});

test("the day is a day", () => {
  expect(world.today()).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test.runIf(process.platform === "linux")(
  "a place that is no disk is told as one where nothing can be written",
  async () => {
    await expect(world.refuseUnwritable("/proc/out")).rejects.toMatchObject({
      problems: [{ message: 'cannot write "/proc/out": nothing can be written there' }],
    });
  },
);

/** A small disk of its own, where this machine lets a test have one. */
const script = 'mount -t tmpfs -o size=64k tmpfs "$1" && exec "$2" --input-type=module --eval "$3"';
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

test.runIf(canMount)("a disk without room is refused before and while it is written", async () => {
  const disk = join(folder, "disk");
  await mkdir(disk);
  const code = `
    const { nodeWorld } = await import(${JSON.stringify(new URL("../src/node.ts", import.meta.url).href)});
    const tell = (error) => console.log(error.problems?.[0].message ?? error);
    await nodeWorld().write(${JSON.stringify(join(disk, "large"))}, new Uint8Array(2 ** 20)).catch(tell);
    await nodeWorld().append(${JSON.stringify(join(disk, "all"))}, "x".repeat(2 ** 20)).catch(tell);
    await nodeWorld().refuseUnwritable(${JSON.stringify(join(disk, "out"))}).catch(tell);`;
  const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", script, "sh", disk, process.execPath, code], {
    encoding: "utf8",
  });
  expect(stdout.trim().split("\n")).toEqual([
    `cannot write "${disk}/large": no space left on the disk`,
    `cannot write "${disk}/all": no space left on the disk`,
    `cannot write "${disk}/out": no space left on the disk`,
  ]);
});

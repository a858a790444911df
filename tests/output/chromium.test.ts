import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { cacheFolder } from "../../src/output/cache.ts";
import { findChromium, fontFolder } from "../../src/output/chromium.ts";
import { unpackChromium } from "../../src/output/unpack.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chromium-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe("a browser asked for by name", () => {
  test("is used and no other, from the option before the environment", async () => {
    const [first, second] = [await makeExecutable("first"), await makeExecutable("second")];
    vi.stubEnv("PUPPETEER_EXECUTABLE_PATH", second);
    expect(await findChromium({ path: first, cache: join(folder, "a") })).toMatchObject({
      path: first,
      source: "given",
    });
    expect(await findChromium({ cache: join(folder, "a") })).toMatchObject({ path: second, source: "given" });
  });

  test("that is not there, or not a program, is an error", async () => {
    const plain = join(folder, "plain.txt");
    await writeFile(plain, "");
    const cache = join(folder, "a");
    await expect(findChromium({ path: join(folder, "none"), cache })).rejects.toThrow("there is no such file");
    await expect(findChromium({ path: plain, cache })).rejects.toThrow("it is not executable");
  });
});

describe.skipIf(process.platform !== "linux" || process.arch !== "x64")("the pinned browser", () => {
  test("is unpacked once, privately, by however many ask at the same time", async () => {
    const cache = join(folder, "b");
    const stale = join(cache, "chromium-1.0.0.part-stale");
    await mkdir(stale, { recursive: true, mode: 0o700 });
    await chmod(cache, 0o700);
    await utimes(stale, 0, 0);

    const [one, two] = await Promise.all([unpackChromium(cache), unpackChromium(cache)]);

    expect(one).toEqual(two);
    expect(await readdir(cache)).toEqual([expect.stringMatching(/^chromium-[\d.]+$/)]); // nothing unfinished, nothing stale
    expect((await stat(join(one!.path, ".."))).mode & 0o777).toBe(0o700);
    expect((await stat(one!.path)).size).toBeGreaterThan(100e6);
    expect(await readdir(one!.libraries)).toContain("libnss3.so");

    const { mtimeMs } = await stat(one!.path);
    await unpackChromium(cache);
    expect((await stat(one!.path)).mtimeMs).toBe(mtimeMs);
  });

  test("comes with its libraries and with our fonts, and no others", async () => {
    vi.stubEnv("PUPPETEER_EXECUTABLE_PATH", "");
    const { source, env } = await findChromium();
    expect(source).toBe("pinned");
    expect(env.LD_LIBRARY_PATH).toContain("feedback-reports");
    const folders = (await readFile(env.FONTCONFIG_FILE!, "utf8")).match(/<dir>.*<\/dir>/g);
    expect(folders).toEqual([`<dir>${fontFolder()}</dir>`]);
  });

  test("is not run from a folder that others can write to", async () => {
    const shared = join(folder, "shared");
    await mkdir(shared);
    await chmod(shared, 0o777);
    await expect(unpackChromium(shared)).rejects.toThrow("can be written by others");
  });

  test("says what to do where the cache cannot be made", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(unpackChromium(join(file, "cache"))).rejects.toThrow("set XDG_CACHE_HOME");
  });
});

test("the cache is where the desktop's convention puts it", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: "/var/cache/me" })).toBe("/var/cache/me/feedback-reports");
  expect(cacheFolder({ XDG_CACHE_HOME: "relative" })).toMatch(/\.cache.feedback-reports$/);
});

async function makeExecutable(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, "#!/bin/sh\n", { mode: 0o755 });
  return path;
}

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "compiled-test-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const kept = () => join(cache, "feedback-reports", "compiled");

function help(more: Record<string, string> = {}): string {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const main = join(import.meta.dirname, "../../src/cli/main.ts");
  return execFileSync(process.execPath, [main, "--help"], {
    encoding: "utf8",
    env: { ...env, XDG_CACHE_HOME: cache, ...more },
  });
}

test("what has been compiled is kept for the next command, where its user alone may write", () => {
  const first = help();
  expect(readdirSync(kept()).length).toBe(1); // a folder for this Node
  expect(statSync(kept()).mode & 0o077).toBe(0);
  expect(help()).toBe(first);
});

test("nothing is kept where somebody else may write, nor where it is not wanted, and the command goes on", async () => {
  expect(help({ NODE_DISABLE_COMPILE_CACHE: "1" })).toContain("Usage: feedback");
  expect(existsSync(kept())).toBe(false);
  await mkdir(join(cache, "feedback-reports"));
  await chmod(join(cache, "feedback-reports"), 0o777);
  expect(help()).toContain("Usage: feedback");
  expect(existsSync(kept())).toBe(false);
});

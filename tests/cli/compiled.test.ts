import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "compiled-test-"));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const kept = () => join(cache, "feedback-reports", "compiled");

function help(more: Record<string, string> = {}): string {
  return nodeWith([join(import.meta.dirname, "../../src/cli/main.ts"), "--help"], more);
}

function nodeWith(args: readonly string[], more: Record<string, string> = {}): string {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  return execFileSync(process.execPath, args, { encoding: "utf8", env: { ...env, XDG_CACHE_HOME: cache, ...more } });
}

test("what has been compiled is kept for the next command, where its user alone may write", () => {
  const first = help();
  expect(readdirSync(kept()).length).toBe(1); // a folder for this Node
  expect(statSync(kept()).mode & 0o077).toBe(0);
  expect(help()).toBe(first);
});

test("threads use what is kept, as the command does", () => {
  const compiled = pathToFileURL(join(import.meta.dirname, "../../src/cli/compiled.ts")).href;
  const code = `
    import { Worker } from "node:worker_threads";
    const { keepCompiled } = await import(${JSON.stringify(compiled)});
    await keepCompiled();
    const told = 'require("node:fs").writeSync(1, String(require("node:module").getCompileCacheDir()))';
    new Worker(told, { eval: true, execArgv: [] });
  `;
  expect(nodeWith(["--input-type=module", "--eval", code])).toContain(kept());
});

test("nothing is kept where somebody else may write, nor where it is not wanted, and the command goes on", async () => {
  expect(help({ NODE_DISABLE_COMPILE_CACHE: "1" })).toContain("Usage: feedback");
  expect(existsSync(kept())).toBe(false);
  await mkdir(join(cache, "feedback-reports"));
  await chmod(join(cache, "feedback-reports"), 0o777);
  expect(help()).toContain("Usage: feedback");
  expect(existsSync(kept())).toBe(false);
});

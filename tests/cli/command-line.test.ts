import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { command, type Outcome } from "../command.ts";

// Through the command itself: how lists are given, and what is told of faults of this machine.

vi.setConfig({ testTimeout: 180_000 }); // a command reads the whole program, which is slow where many do

const study = join(import.meta.dirname, "../broken/base");
const trial = join(study, "trial");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "command-line-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function feedback(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return command(args, { cwd: folder, env });
}

describe("a list", () => {
  test.each([
    ["separated by commas", ["--only", "N1,N2", "--channel", "print,email"]],
    [
      "separated by spaces, or given piece by piece",
      ["--only", "N1,", "N2", "--channel", "print", "email", "--only", "N1"],
    ],
  ])("is the same %s", async (_, lists) => {
    const { code, stdout, stderr } = await feedback(["render", study, ...lists]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.match(/^error .*$/gm)).toEqual(['error  unknown recipient "N1"', 'error  unknown recipient "N2"']);
  });

  test("of arms too", async () => {
    const { code, stderr } = await feedback(["compare", trial, "--arms", "K1,K3", "N5"]);
    expect(code).toBe(2);
    expect(stderr).toContain('error  unknown arm "N5"\n');
  });

  test.each([
    ["what there is", ["render", study, "--channel", "print,emal"], 'It is not known: did you mean "email"?'],
    ["that a study goes before it", ["render", "--channel", "email", study], "It is a path. Put it before the list"],
    ["that something must be in it", ["compare", trial, "--arms", ","], "Name at least one."],
  ])("tells %s", async (_, args, told) => {
    const { code, stderr } = await feedback(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
  });
});

describe("what is wrong with an answer is told by what would mend it:", () => {
  test.each([
    [
      "an option that is empty",
      ["render", study, "--browser", ""],
      "It is empty. Give a value, or leave the option out.",
    ],
    ["a folder of runs that is not there", ["explain", study, "ZX01", "--runs", "ouut"], "There is no such folder."],
    ["a code in other letters", ["explain", study, "zx01"], 'hint: did you mean "ZX01"?'],
    [
      "a topic before the file of a campaign",
      ["check", study, "--data", "inhaler=x.yaml"],
      "--data takes a file, without",
    ],
    ["one arm", ["compare", trial, "--arms", "K1"], "one arm has nothing to be compared with"],
  ])("%s", async (_, args, told) => {
    const { code, stdout, stderr } = await feedback(args);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain(told);
  });
});

describe("a fault of this machine ends a command with 3, with nothing made and no stack:", () => {
  const told = (message: RegExp | string) => ({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(new RegExp(`^error  ${message}\\n  hint: .+\\n\\n1 error\\n$`)),
  });

  test.each([
    ["render", ["render", study]],
    ["preview", ["preview", study]],
  ])("%s with a browser that is not there", async (_, args) => {
    const path = join(folder, "no-browser");
    expect(await feedback([...args, "--browser", path])).toEqual(
      told(`cannot run the browser "${path}": there is no such file`),
    );
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  test.skipIf(process.platform === "win32")("a browser without a sandbox", async () => {
    const path = join(folder, "no-sandbox");
    await writeFile(path, '#!/bin/sh\necho "FATAL: No usable sandbox!" >&2; exit 1\n', { mode: 0o755 });
    const outcome = await feedback(["render", study, "--browser", path], { FEEDBACK_ALLOW_NO_SANDBOX: "" });
    expect(outcome).toEqual(told("the browser cannot use its sandbox, which .+"));
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  test.each([
    ["render", ["render", study]],
    ["compare", ["compare", trial]],
    ["schema", ["schema"]],
  ])("%s into a file", async (_, args) => {
    const out = join(folder, "a-file");
    await writeFile(out, "text");
    const outcome = await feedback([...args, "--out", out]);
    expect(outcome).toEqual(told(`cannot write "${out}.*": a file stands where a folder is needed`));
  });

  test("a port that something else has", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    expect(await feedback(["preview", study, "--port", String(port)])).toEqual(
      told(`port ${port} is in use already, perhaps by another studio`),
    );
    server.close();
  });

  test("nothing of all this was made", async () => {
    expect((await readdir(folder)).sort()).toEqual(["a-file", "no-sandbox"]);
  });
});

describe("doctor", () => {
  test("ends with 0 where there is nothing but warnings", async () => {
    const { code, stdout } = await feedback(["doctor"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\n(all is well|\d warnings?)\n$/) });
  });

  test("ends with 1 where nothing can be printed, and says what to do", async () => {
    const { code, stdout } = await feedback(["doctor", "--browser", join(folder, "no-browser")]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/browser {3}none that works\n/);
    expect(stdout).toMatch(/\nerror {2}cannot run the browser ".*": there is no such file\n {2}hint: give the program/);
    expect(stdout).toMatch(/\n1 error(, \d warnings?)?\n$/);
  });
});

test("the version is the package's", async () => {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  expect((await feedback(["--version"])).stdout).toBe(`${version}\n`);
});

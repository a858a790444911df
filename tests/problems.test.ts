import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemsText } from "../src/cli/problems.ts";
import { loadStudy } from "../src/input/study.ts";
import type { StudyMemory } from "../src/input/topics.ts";
import { nodeWorld } from "../src/node.ts";
import { isInputError, type Problem } from "../src/problem.ts";
import { command } from "./command.ts";

// tests/broken/<name>/ holds only the files that differ from the sound campaign in tests/broken/base/, and problems.txt:
// what the user is told. Read it as a campaign lead would; those that begin with trial- as a trial manager.

const broken = join(import.meta.dirname, "broken");
const several = ["address-not-safe", "placeholders", "several-files", "several-with-campaign", "words-second-of-two"]; // everywhere else one mistake is one problem
const names = readdirSync(broken).filter((name) => name !== "base");

/** All stand in one folder, one after another, so that what a mistake leaves as it is in the sound campaign is read once. */
const memory: StudyMemory = new Map();

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "problems-test-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the user is told", () => {
  test.each(names)("%s", async (name) => {
    const folder = await overlay(name);
    const told = await textOf(await problemsOf(folder, name.startsWith("trial-")), folder);
    await expectGolden(join(broken, name), told);
    if (!several.includes(name)) expect(told).toMatch(/\n\n1 (error|warning)\n$/);
  });

  test("there is nothing wrong with the sound campaign, nor with the sound trial on it", async () => {
    const folder = await overlay("base");
    expect(await problemsOf(folder)).toEqual([]);
    expect((await loadStudy(nodeWorld(), join(folder, "trial"))).warnings).toEqual([]);
  });

  test("a file of more than a million characters is not read", async () => {
    const folder = await overlay("base", { "campaign.yaml": `campaign: inhalers\n# ${"-".repeat(1_000_000)}\n` });
    expect(await textOf(await problemsOf(folder), folder)).toBe(
      [
        "campaign.yaml:1:1  error  too large: 1,000,022 characters; at most 1,000,000 are read",
        "   1 |   campaign: inhalers",
        "         ^",
        "",
        "1 error",
        "",
      ].join("\n"),
    );
  });

  test("nesting too deep to read is a problem, not a crash", async () => {
    const folder = await overlay("base", { "campaign.yaml": `campaign: ${"[".repeat(50_000)}` });
    const problems = await problemsOf(folder);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe("nested too deeply to be read");
  });

  test("a folder without a campaign", async () => {
    const folder = join(scratch, "nothing");
    expect(await textOf(await problemsOf(folder), folder)).toBe(
      [
        'error  no campaign at "campaign.yaml"',
        "  hint: give the folder of a campaign, e.g. content/campaigns/opioids",
        "",
        "1 error",
        "",
      ].join("\n"),
    );
  });
});

describe("through the command", () => {
  test.each(["several-files", "yaml-bad-indent", "row-negative"])(
    "%s: check ends with 2 and the golden",
    async (name) => {
      const folder = await overlay(name);
      const { code, stdout } = await feedback("check", folder);
      expect(code).toBe(2);
      expect(stdout.replaceAll(`${folder}/`, "")).toBe(await readFile(join(broken, name, "problems.txt"), "utf8"));
    },
  );

  test.each(["several-files", "unknown-block", "file-missing", "placeholders"])(
    "%s: render ends with 2 and writes nothing",
    async (name) => {
      const folder = await overlay(name);
      const out = join(scratch, `out-${name}`);
      const { code, stdout, stderr } = await feedback("render", folder, "--out", out);
      expect(code).toBe(2);
      expect(stdout).toBe("");
      expect(stderr.replaceAll(`${folder}/`, "")).toContain(await readFile(join(broken, name, "problems.txt"), "utf8"));
      expect(existsSync(out)).toBe(false);
    },
  );

  test("an unknown cycle: render ends with 2, tells which there are and writes nothing", async () => {
    const out = join(scratch, "out-cycle");
    const { code, stderr } = await feedback("render", await overlay("base"), "--cycle", "2026-07", "--out", out);
    expect(code).toBe(2);
    expect(stderr).toContain('error  unknown cycle "2026-07"\n  hint: one of "2026-06", "2026-08"\n\n1 error\n');
    expect(existsSync(out)).toBe(false);
  });

  test("the sound campaign: check ends with 0, and all it has to say comes from a rule with its source", async () => {
    const { code, stdout } = await feedback("check", await overlay("base"), "--format", "json");
    const { problems } = JSON.parse(stdout) as { problems: { severity: string; source?: string }[] };
    expect(code).toBe(0);
    expect(problems.filter(({ severity, source }) => severity === "error" || !source)).toEqual([]);
  });
});

let laid: string[] = []; // files that are not as in the sound campaign

/** The sound campaign with the files of one mistake over it, and some texts over these. What was laid over it before is taken off. */
async function overlay(name: string, texts: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(scratch, "study");
  if (!existsSync(folder)) cpSync(join(broken, "base"), folder, { recursive: true });
  for (const file of laid) {
    const sound = join(broken, "base", file);
    if (existsSync(sound)) cpSync(sound, join(folder, file));
    else rmSync(join(folder, file));
  }
  const files = readdirSync(join(broken, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "problems.txt")
    .map((entry) => relative(join(broken, name), join(entry.parentPath, entry.name)));
  laid = name === "base" ? [] : files;
  for (const file of laid) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(broken, name, file), join(folder, file));
  }
  for (const [file, text] of Object.entries(texts)) await writeFile(join(folder, file), text);
  laid.push(...Object.keys(texts));
  return folder;
}

async function problemsOf(folder: string, isTrial = false): Promise<readonly Problem[]> {
  try {
    return (await loadStudy(nodeWorld(), isTrial ? join(folder, "trial") : folder, { memory })).warnings;
  } catch (error) {
    if (isInputError(error)) return error.problems;
    throw error;
  }
}

async function textOf(problems: readonly Problem[], folder: string): Promise<string> {
  return `${await problemsText(problems)}\n`.replaceAll(`${folder}/`, "");
}

/** A missing golden is written for a person to read, and fails this run; a change is written beside it. */
async function expectGolden(folder: string, told: string): Promise<void> {
  const golden = join(folder, "problems.txt");
  const beside = join(folder, "problems-changed.txt");
  if (!existsSync(golden)) {
    await writeFile(golden, told);
    throw new Error(`there was no ${golden}; it is written now: read it, and run again`);
  }
  const wanted = await readFile(golden, "utf8");
  await (told === wanted ? rm(beside, { force: true }) : writeFile(beside, told));
  expect(told).toBe(wanted);
}

function feedback(...args: string[]) {
  return command(args);
}

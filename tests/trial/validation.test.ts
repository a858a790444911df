import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isInputError } from "../../src/problem.ts";
import { heldBy, readResults, type TestResults } from "../../src/trial/validation/evidence.ts";
import { validationFiles } from "../../src/trial/validation/report.ts";
import { type Requirement, readRequirements } from "../../src/trial/validation/requirements.ts";
import { openDocx } from "../docx.ts";

/* Requirements of trials units, held against the tests that they name. */

const repository = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "validation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every requirement names tests that there are", async () => {
  const requirements = await readRequirements();
  expect(requirements.length).toBeGreaterThanOrEqual(40);
  expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
  const missing = requirements.flatMap(({ id, tests }) =>
    tests.flatMap(({ file, name }) => {
      const path = join(repository, file);
      if (!existsSync(path)) return [`${id}: no file ${file}`];
      if (name === undefined) return [];
      return isTitleIn(readFileSync(path, "utf8"), name) ? [] : [`${id}: no test "${name}" in ${file}`];
    }),
  );
  expect(missing).toEqual([]);
});

/** Whether a text is the title of a test or of a group of them. */
function isTitleIn(source: string, title: string): boolean {
  const quoted = JSON.stringify(title).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\(\\s*${quoted}`).test(source);
}

const requirement = (tests: Requirement["tests"]): Requirement => ({
  id: "B1",
  area: "Blinding",
  ich: "4.1",
  says: "Nobody is told",
  tests,
});
const results = (...all: [title: string, status: string, group?: string][]): TestResults => ({
  startTime: Date.UTC(2026, 9, 5),
  testResults: [
    {
      name: "/checkout/tests/trial/blind.test.ts",
      assertionResults: all.map(([title, status, group]) => ({ title, status, ancestorTitles: group ? [group] : [] })),
    },
  ],
});

describe("a requirement", () => {
  const file = "tests/trial/blind.test.ts";
  const outcome = (tests: Requirement["tests"], of: TestResults) => heldBy([requirement(tests)], of)[0]!.outcome;

  test("is held where all that it names was run and passed: a test, a group, a file, one of several", () => {
    const of = results(["is sealed", "passed"], ["clear-air tells nothing", "passed"], ["is one", "passed", "a group"]);
    for (const name of ["is sealed", "%s tells nothing", "a group", undefined])
      expect(outcome([name === undefined ? { file } : { file, name }], of), name).toBe("passed");
  });

  test("is not held where one failed, was passed over, or was not run", () => {
    expect(
      outcome([{ file, name: "a group" }], results(["one", "passed", "a group"], ["two", "failed", "a group"])),
    ).toBe("failed");
    expect(outcome([{ file, name: "is sealed" }], results(["is sealed", "skipped"]))).toBe("not run");
    expect(outcome([{ file, name: "is sealed" }], results(["is sealed and more", "passed"]))).toBe("not run");
    expect(outcome([{ file: "tests/trial/other.test.ts" }], results(["is sealed", "passed"]))).toBe("not run");
    expect(
      outcome(
        [
          { file, name: "a" },
          { file, name: "b" },
        ],
        results(["a", "passed"]),
      ),
    ).toBe("not run");
  });
});

test("the pack has every requirement with its outcome, in text, for programs and for word processors", async () => {
  const requirements = await readRequirements();
  const held = heldBy(requirements, results(["is opened by the secret alone", "passed", "of a run"]));
  const run = { version: "0.1.0", results: results(), resultsHash: "f".repeat(64), held };
  const files = validationFiles(run);
  expect([...files.keys()]).toEqual(["validation.md", "validation.json", "validation.docx"]);
  const { tables } = await openDocx(files.get("validation.docx") as Uint8Array);
  const rows = tables.flatMap((table) => table.slice(1));
  expect(rows.map(([id, , , outcome]) => `${id} ${outcome}`)).toEqual(
    held.map(({ id, outcome }) => `${id} ${outcome}`),
  );
  expect(files.get("validation.md")).toContain("Tests begun: 2026-10-05T00:00:00.000Z.");
  expect(held.filter(({ outcome }) => outcome === "passed").map(({ says }) => says)).toEqual([
    "The key from labels to arms is sealed and opens with its secret alone",
  ]);
  expect(validationFiles(run).get("validation.docx")).toEqual(files.get("validation.docx"));
});

test("the command writes it, with 1 where a requirement is not held, and refuses what is no results", () => {
  const file = join(folder, "results.json");
  writeFileSync(file, JSON.stringify(results(["is opened by the secret alone", "passed"])));
  const run = (of: string) =>
    spawnSync(process.execPath, ["src/cli/main.ts", "validation", "--results", of, "--out", join(folder, "out")], {
      cwd: repository,
      encoding: "utf8",
    });
  const { status, stdout } = run(file);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^\d+ requirements: 1 passed, \d+ not run\n3 files in /);
  expect(JSON.parse(readFileSync(join(folder, "out/validation.json"), "utf8")).requirements).toHaveLength(
    Number(stdout.split(" ")[0]),
  );
  writeFileSync(file, "{}");
  expect(run(file)).toMatchObject({ status: 2 });
  expect(() => readResults("a.json", "no")).toThrow(expect.toSatisfy(isInputError));
});

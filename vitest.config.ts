import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const results = process.env.FEEDBACK_TEST_RESULTS; // where a machine reads the counts

// Node keeps what it has compiled, for the next test file and for every command that a test runs.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "feedback-compiled");

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 3, // one waits while a browser or a command that it has started works; more only take turns
    execArgv: ["--single-threaded-gc"], // threads that collect garbage take turns with the tests
    isolate: false, // modules and what they have read serve all suites of a worker
    expect: { requireAssertions: true }, // a row that asserts nothing fails
    env: { FEEDBACK_ALLOW_NO_SANDBOX: "1" },
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});

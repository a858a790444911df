import { defineConfig } from "vitest/config";

const results = process.env.FEEDBACK_TEST_RESULTS; // where a machine reads the counts

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    expect: { requireAssertions: true }, // a row that asserts nothing fails
    env: { FEEDBACK_ALLOW_NO_SANDBOX: "1" },
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});

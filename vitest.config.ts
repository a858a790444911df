import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const results = process.env.FEEDBACK_TEST_RESULTS; // where a machine reads the counts

// Node keeps what it has compiled, for the next test file and for every command that a test runs.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "feedback-compiled");

/**
 * Suites that load the same studies and modules are one shard, and a shard is one worker: what one suite has read, the next
 * finds. The third is of suites that mostly wait, for a browser or for commands that they have started.
 */
const shards = [
  /^tests\/trial\//,
  /^tests\/((campaign|problems|build\.|new|values|hostile|west|sub-icb|delivery|fix|merge|annual)|(input|import|lint|measure|report|voice|cli)\/)/,
  /^/,
];

class BySubject extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index = 1, count = shards.length } = this.ctx.config.shard ?? {};
    if (count !== shards.length) throw new Error(`the tests have ${shards.length} shards, not ${count}`);
    return files.filter((file) => shardOf(file) === index - 1);
  }

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  }
}

function shardOf({ moduleId }: TestSpecification): number {
  const path = moduleId.slice(import.meta.dirname.length + 1);
  return shards.findIndex((pattern) => pattern.test(path));
}

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 3, // one waits while a browser or a command that it has started works; more only take turns
    execArgv: ["--single-threaded"], // threads that compile or collect garbage take turns with the tests
    isolate: false, // modules and what they have read serve all suites of a worker
    globalSetup: ["tests/temporary.ts"],
    sequence: { sequencer: BySubject },
    expect: { requireAssertions: true }, // a row that asserts nothing fails
    env: { FEEDBACK_ALLOW_NO_SANDBOX: "1" },
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
  },
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * All tests: each shard of vitest.config.ts in one worker of its own, at once, then what came of all of them in one account.
 * Some of them alone: `npx vitest run tests/report`.
 */
const shards = 3;
const folder = await mkdtemp(join(tmpdir(), "feedback-tests-"));
try {
  const codes = await Promise.all(
    Array.from({ length: shards }, (_, i) => {
      const blob = join(folder, `${i + 1}.json`);
      return vitest(
        `--shard=${i + 1}/${shards}`,
        "--maxWorkers=1",
        "--reporter=blob",
        `--outputFile=${blob}`,
        "--reporter=dot",
      );
    }),
  );
  const merged = await vitest(`--merge-reports=${folder}`);
  process.exitCode = Math.max(merged, ...codes);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs vitest with these arguments; resolves with its exit code, 1 where a signal ended it. */
async function vitest(...args: string[]): Promise<number> {
  const started = spawn("vitest", ["run", ...args], { stdio: "inherit" });
  const [code] = await once(started, "exit");
  return code ?? 1;
}

import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives all tests, and what they start, a folder for temporary files that goes when they end. */
export default async function temporary(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "feedback-tests-"));
  await chmod(folder, 0o711); // a database server that a test starts has a user of its own
  const names = ["TMPDIR", "TMP", "TEMP"]; // the last two on Windows
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = folder;
  return async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

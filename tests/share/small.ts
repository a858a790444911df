import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The small campaign of tests/broken/base in a repository of its own, as it was committed, to be changed by a test. */
export function smallRepository() {
  const folder = mkdtempSync(join(tmpdir(), "share-test-"));
  const campaign = join(folder, "plans");
  cpSync(join(import.meta.dirname, "../broken/base"), campaign, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@nether.example", ...args], {
      cwd: folder,
    }).toString();
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "as it was");
  const text = (file: string) => readFileSync(join(campaign, file), "utf8");
  return {
    folder,
    campaign,
    git,
    text,
    edit(file: string, from: string, to: string) {
      const before = text(file);
      if (!before.includes(from)) throw new Error(`${file} has no "${from}"`);
      writeFileSync(join(campaign, file), before.replace(from, to));
    },
    write: (file: string, words: string) => writeFileSync(join(campaign, file), words),
    restore: () => git("checkout", "-q", "--", "."),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { nodeWorld } from "../node.ts";
import { pack } from "../trial/pack/pack.ts";
import { exits } from "./exits.ts";
import { problemsText } from "./problems.ts";

export type PackCommandOptions = {
  out?: string;
  unmasked?: boolean;
  delivery?: string;
  data?: string;
  browser?: string;
  allowNoSandbox?: boolean;
};

/** Writes the trial pack of a finished run; what stands out between arms is told on stderr. */
export async function packCommand(run: string, options: PackCommandOptions): Promise<number> {
  const { browser, allowNoSandbox, ...rest } = options;
  const { folders, files, warnings } = await pack(nodeWorld(), {
    run,
    ...rest,
    browser: { ...(browser ? { path: browser } : {}), ...(allowNoSandbox ? { allowNoSandbox: true } : {}) },
  });
  if (warnings.length > 0) process.stderr.write(`${await problemsText(warnings)}\n`);
  process.stdout.write(`${files} files in ${folders.join(" and ")}\n`);
  return exits.clean;
}

import { nodeWorld } from "../node.ts";
import { pack } from "../trial/pack/pack.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";
import { problemsText } from "./problems.ts";

export type PackCommandOptions = {
  out?: string;
  unmasked?: boolean;
  blind?: string;
  partial?: boolean;
  delivery?: string;
  data?: string;
} & BrowserFlags;

/** Writes the trial pack of a finished run; what stands out between arms is told on stderr. */
export async function packCommand(run: string, options: PackCommandOptions): Promise<number> {
  const { folders, files, warnings } = await pack(nodeWorld(), {
    run,
    out: options.out,
    unmasked: options.unmasked,
    blind: options.blind,
    partial: options.partial,
    delivery: options.delivery,
    data: options.data,
    browser: browserOf(options),
  });
  if (warnings.length > 0) process.stderr.write(`${await problemsText(warnings)}\n`);
  process.stdout.write(`${files} files in ${folders.join(" and ")}\n`);
  return exits.clean;
}

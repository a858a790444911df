import { writeBundle } from "../machines/write-bundle.ts";
import { nodeWorld } from "../node.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { problemsText } from "./problems.ts";

export type PlanOptions = {
  data?: string;
  allocation?: string;
  cycle?: string;
  out: string;
  runs: string;
  json?: boolean;
} & BrowserFlags;

/** Writes a bundle: everything that the reports of a cycle are made from, for machines that have nothing else of it. */
export async function planCommand(study: string, options: PlanOptions): Promise<number> {
  const { data, allocation, cycle, out, runs, json } = options;
  const { bundle, warnings } = await writeBundle(
    nodeWorld(),
    { study, data, allocation, cycle, runs, browser: browserOf(options) },
    out,
  );
  if (warnings.length > 0) process.stderr.write(`${await problemsText(warnings)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(bundle)}\n`);
  else
    process.stdout.write(
      `${numbered(bundle.reports, "report")} of ${bundle.study} ${bundle.cycle} planned, as run ${bundle.run}\n` +
        `bundle ${bundle.id.slice(0, 12)} of ${numbered(Object.keys(bundle.files).length, "file")} in ${out}\n`,
    );
  return exits.clean;
}

import { nodeWorld } from "../node.ts";
import { readManifest } from "../output/record.ts";
import type { ArtefactEntry } from "../output/store.ts";
import { isInputError } from "../problem.ts";
import { exitOfError } from "./exits.ts";
import { problemsText } from "./problems.ts";
import { exitOfRun, renderRun, runText } from "./render.ts";

/*
 * The demonstration: the opioid campaign for the whole fictional health service, both channels, and three files to open.
 */
try {
  const run = await renderRun("content/campaigns/opioids", { cycle: "2026-08", out: "out", allowNoSandbox: true });
  const entries = (await readManifest(nodeWorld(), run.folder)).filter(
    (entry): entry is ArtefactEntry => "path" in entry,
  );
  process.stdout.write(`${runText(run)}\n\n${filesToOpen(entries, run.folder)}\n`);
  process.exitCode = exitOfRun(run);
} catch (error) {
  if (!isInputError(error)) throw error;
  process.stderr.write(`${await problemsText(error.problems)}\n`);
  process.exitCode = exitOfError(error);
}

/** A practice well above the typical one, one in the best quarter, and one with small numbers. */
function filesToOpen(entries: readonly ArtefactEntry[], folder: string): string {
  const wanted = [
    { what: "a high practice", has: ["twice-median", "worsening"] },
    { what: "a low practice", has: ["in-best-quarter"] },
    { what: "a small practice", has: ["small-numbers"] },
  ] as const;
  const lines = wanted.flatMap(({ what, has }) => {
    const found = entries.find(
      ({ channel, signals }) => channel === "print" && has.every((signal) => headlineSignals(signals).includes(signal)),
    );
    return found ? [`  ${what.padEnd(17)} ${folder}/${found.path}   and ${folder}/email/${found.code}.html`] : [];
  });
  return ["Open these:", ...lines].join("\n");
}

/** The manifest lists the indicators in the campaign's order; the first is the headline's. */
function headlineSignals(signals: ArtefactEntry["signals"]): readonly string[] {
  return Object.values(signals)[0] ?? [];
}

import { join } from "node:path";
import { nodeWorld } from "../node.ts";
import { sha256 } from "../output/sha256.ts";
import { thisPackage } from "../package.ts";
import { inputError } from "../problem.ts";
import { heldBy, readResults } from "../trial/validation/evidence.ts";
import { countsText, validationFiles } from "../trial/validation/report.ts";
import { readRequirements } from "../trial/validation/requirements.ts";
import { exits } from "./exits.ts";

/** Writes what a trials unit needs of the engine, and what a run of the tests says of each; 1 where one is not held. */
export async function validation(options: { results: string; out: string }): Promise<number> {
  const world = nodeWorld();
  const text = await world.readText(options.results);
  if (text === undefined)
    throw inputError([
      {
        code: "missing-file",
        severity: "error",
        message: `no file "${options.results}"`,
        hint: "make it with: npx vitest run --reporter=json --outputFile=results.json",
      },
    ]);
  const results = readResults(options.results, text);
  const held = heldBy(await readRequirements(), results);
  const files = validationFiles({ version: thisPackage.version, results, resultsHash: sha256(text), held });
  for (const [name, bytes] of files) await world.write(join(options.out, name), bytes);
  process.stdout.write(`${countsText(held)}\n${files.size} files in ${options.out}\n`);
  return held.every(({ outcome }) => outcome === "passed") ? exits.clean : exits.failed;
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeWorld } from "../node.ts";
import { sha256 } from "../output/artefact.ts";
import { readManifest } from "../output/ledger.ts";
import { readBack } from "../output/read-back.ts";
import type { ArtefactEntry } from "../output/store.ts";
import { inputError } from "../problem.ts";
import type { Report } from "../report/report.ts";
import { exits } from "./exits.ts";

/** Hashes and reads again every artefact of a run; what differs from the manifest is named. */
export async function verify(folder: string): Promise<number> {
  const entries = (await readManifest(nodeWorld(), folder)).filter((entry): entry is ArtefactEntry => "path" in entry);
  if (entries.length === 0)
    throw inputError([
      {
        code: "no-run",
        severity: "error",
        message: `no finished run in "${folder}"`,
        hint: "give the folder that render wrote, e.g. out/opioids/2026-08; to finish a run that was stopped, use render --resume",
      },
    ]);
  const faults: string[] = [];
  const recipients = new Set(entries.map(({ code }) => code));
  for (const entry of entries) {
    const fault = await faultOf(folder, entry, recipients);
    if (fault) faults.push(`${entry.path}: ${fault}`);
  }
  process.stdout.write([...faults, `${entries.length} artefacts, ${faults.length} at fault`, ""].join("\n"));
  return faults.length > 0 ? exits.failed : exits.clean;
}

async function faultOf(
  folder: string,
  entry: ArtefactEntry,
  recipients: ReadonlySet<string>,
): Promise<string | undefined> {
  try {
    const bytes = await readFile(join(folder, entry.path));
    if (sha256(bytes) !== entry.sha256) return "its bytes have changed since it was recorded";
    const report = JSON.parse(await readFile(join(folder, "report", `${entry.code}.json`), "utf8")) as Report;
    await readBack({ channel: "report", path: entry.path, bytes }, report, { recipients });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

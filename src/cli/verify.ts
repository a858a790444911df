import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeWorld } from "../node.ts";
import { sha256 } from "../output/artefact.ts";
import { type Listed, type Others, prepareOthers } from "../output/others.ts";
import { readBack } from "../output/read-back.ts";
import { readManifest, readRecord } from "../output/record.ts";
import { placeOf, settle } from "../output/run-place.ts";
import type { ArtefactEntry } from "../output/store.ts";
import { findUnlisted } from "../output/unlisted.ts";
import { textsIn } from "../output/words.ts";
import { inputError } from "../problem.ts";
import type { Report } from "../report/report.ts";
import { exits } from "./exits.ts";

/**
 * Hashes and reads again every artefact of a run; what differs from the manifest is named, and so is every file that is in the
 * run's folder without being on record.
 */
export async function verify(folder: string): Promise<number> {
  await settle(nodeWorld(), placeOf(folder));
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
  const others = await othersIn(folder, entries);
  for (const entry of entries) {
    const fault = await faultOf(folder, entry, others);
    if (fault) faults.push(`${entry.path}: ${fault}`);
  }
  if ((await readRecord(nodeWorld(), folder))?.state === undefined) faults.push("run.json: it is not there, or torn");
  for (const path of await findUnlisted(nodeWorld(), folder, entries)) faults.push(`${path}: no record lists it`);
  process.stdout.write([...faults, `${entries.length} artefacts, ${faults.length} at fault`, ""].join("\n"));
  return faults.length > 0 ? exits.failed : exits.clean;
}

/** What would tell of anybody who got a report, by the words of all their reports. One that cannot be read is told with its own. */
async function othersIn(folder: string, entries: readonly ArtefactEntry[]): Promise<Others> {
  const listed: Listed[] = [];
  const texts = new Set<string>();
  const contacts = new Set<string>();
  for (const code of new Set(entries.map((entry) => entry.code))) {
    const report = await readReport(folder, code).catch(() => undefined);
    if (!report) continue;
    const { name, address, attention, email } = report.recipient;
    listed.push({ code, name, address: address.filter((line) => line !== attention), ...(email ? { email } : {}) });
    for (const text of textsIn([report.campaign, report.issuer, report.sections, report.sources])) texts.add(text);
    for (const text of textsIn(report.issuer)) contacts.add(text);
  }
  return prepareOthers(listed, { texts: [...texts], contacts: [...contacts] });
}

async function faultOf(folder: string, entry: ArtefactEntry, others: Others): Promise<string | undefined> {
  try {
    const bytes = await readFile(join(folder, entry.path));
    if (sha256(bytes) !== entry.sha256) return "its bytes have changed since it was recorded";
    const report = await readReport(folder, entry.code);
    await readBack({ channel: "report", path: entry.path, bytes }, report, { others });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function readReport(folder: string, code: string): Promise<Report> {
  return JSON.parse(await readFile(join(folder, "report", `${code}.json`), "utf8")) as Report;
}

import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { nodeWorld } from "../node.ts";
import type { Artefact } from "../output/artefact.ts";
import { historyAt, historyFault } from "../output/history.ts";
import { type ListedOther, type Others, prepareOthers } from "../output/others.ts";
import { readBack } from "../output/read-back.ts";
import { reconcile } from "../output/reconcile.ts";
import { isArtefact, readManifest } from "../output/record.ts";
import { findRun } from "../output/runs.ts";
import { readSent } from "../output/sent.ts";
import type { ArtefactEntry } from "../output/store.ts";
import { textsIn } from "../output/words.ts";
import type { Report } from "../report/report.ts";
import { exits } from "./exits.ts";

/**
 * Holds plan, manifest, disk and seal of a run against each other, and the ledger of its mailing against itself, and reads every
 * artefact again; each that does not hold is named.
 */
export async function verify(path: string): Promise<number> {
  const world = nodeWorld();
  const run = await findRun(world, path);
  const { folder } = run;
  const { faults, unsealed, sound } = await reconcile(world, run);
  const entries = (await readManifest(world, folder)).filter(isArtefact);
  const sent = await readSent(world, dirname(resolve(folder)));
  const told = [...faults, ...sent.faults].map(({ what, says }) => `${what}: ${says}`);
  const cycleFolder = dirname(resolve(folder));
  const history = faults.length === 0 ? await historyFault(world, cycleFolder, run) : undefined;
  if (history) told.push(`${historyAt(cycleFolder)}: ${history}`);
  const others = await othersIn(folder, entries);
  for (const entry of sound) {
    const fault = await faultOf(folder, entry, others);
    if (fault) told.push(`${entry.path}: ${fault}`);
  }
  const lines = [...told, ...(unsealed ? [unsealed] : []), `${entries.length} artefacts, ${told.length} at fault`, ""];
  process.stdout.write(lines.join("\n"));
  return told.length > 0 ? exits.failed : exits.clean;
}

/** What would tell of anybody who got a report, by the words of all their reports. One that cannot be read is told with its own. */
async function othersIn(folder: string, entries: readonly ArtefactEntry[]): Promise<Others> {
  const listed: ListedOther[] = [];
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

/** What a file says that its report does not, or the other way round. */
async function faultOf(
  folder: string,
  { channel, path, code }: ArtefactEntry,
  others: Others,
): Promise<string | undefined> {
  try {
    const bytes = await readFile(join(folder, path));
    await readBack({ channel: channel as Artefact["channel"], path, bytes }, await readReport(folder, code), {
      others,
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function readReport(folder: string, code: string): Promise<Report> {
  return JSON.parse(await readFile(join(folder, "report", `${code}.json`), "utf8")) as Report;
}

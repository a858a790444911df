import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { build } from "../../src/build.ts";
import { nodeWorld } from "../../src/node.ts";
import { isArtefact, readManifest } from "../../src/output/record.ts";
import { readPlan, writePlan } from "../../src/output/run-plan.ts";
import { sealRun } from "../../src/output/seal.ts";
import { sha256 } from "../../src/output/sha256.ts";
import type { Entry } from "../../src/output/store.ts";
import type { Report } from "../../src/report/report.ts";
import { smallContent } from "../trial/small.ts";

/*
 * A sealed run on paper, made once: four practices, reports of three pages, for a DL envelope.
 */

const world = nodeWorld();

export const codes = ["Z10001", "Z10003", "Z10014", "Z10020"];

/** Makes the run. Returns its folder. */
export async function makeRun(): Promise<string> {
  const campaigns = join(smallContent, "campaigns");
  const campaign = parse(readFileSync(join(campaigns, "opioids/campaign.yaml"), "utf8"));
  const sections = campaign.sections.filter((section: object) => !("own-plan" in section));
  const posted = { ...campaign, campaign: "opioids-posted", data: "../opioids/data.yaml", sections };
  mkdirSync(join(campaigns, "opioids-posted"), { recursive: true });
  writeFileSync(
    join(campaigns, "opioids-posted/campaign.yaml"),
    stringify({ ...posted, print: { envelope: "dl-35x90" } }),
  );
  const out = await mkdtemp(join(tmpdir(), "print-run-"));
  const run = await build(world, {
    study: join(campaigns, "opioids-posted"),
    channels: ["print"],
    only: codes,
    out,
    workers: 0,
  });
  if (run.failed.length > 0) throw new Error(run.failed.map(({ message }) => message).join("\n"));
  return run.folder;
}

/** What is done to a run before it is sealed once more. */
export type Change = {
  report?: (report: Report) => Report | undefined; // undefined leaves it as it is
  entries?: (entries: readonly Entry[]) => readonly Entry[];
  seal?: false;
};

/** The run with something changed in it, sealed, in a folder of its own. */
export async function changedRun(run: string, { report, entries = (all) => all, seal }: Change): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), "print-run-")), "2026-08-changed");
  cpSync(run, folder, { recursive: true, filter: (path) => !path.endsWith("/print-run") });
  const plan = (await readPlan(world, folder))!;
  const before = await readManifest(world, folder);
  const kept = entries(before);
  for (const { path } of before.filter(isArtefact))
    if (!kept.some((entry) => isArtefact(entry) && entry.path === path)) await world.remove(join(folder, path));
  const lines = kept.map((entry) => {
    if (!isArtefact(entry)) return entry;
    const path = join(folder, entry.path);
    const before = readFileSync(path);
    const after = entry.channel === "print" ? undefined : reportBytes(report, before);
    if (after) writeFileSync(path, after);
    const bytes = after ?? before;
    return { ...entry, sha256: sha256(bytes), bytes: bytes.length };
  });
  const made = (code: string) =>
    lines.filter(isArtefact).filter((entry) => entry.code === code && entry.channel !== "report");
  const recipients = plan.recipients.map(({ code }) => ({ code, channels: made(code).map(({ channel }) => channel) }));
  await writePlan(world, folder, { ...plan, recipients });
  writeFileSync(join(folder, "manifest.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  if (seal === false) await world.remove(join(folder, "seal.json"));
  else await sealRun(world, folder, { run: plan.run, artefacts: lines.filter(isArtefact) });
  return folder;
}

function reportBytes(change: Change["report"], before: Uint8Array): Uint8Array | undefined {
  const changed = change?.(JSON.parse(Buffer.from(before).toString()) as Report);
  return changed && Buffer.from(`${JSON.stringify(changed)}\n`);
}

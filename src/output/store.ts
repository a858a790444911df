import { join } from "node:path";
import { slotName } from "../input/campaign/slots.ts";
import { byTechnique } from "../input/files/fields.ts";
import type { Problem } from "../problem.ts";
import type { Report } from "../report/report.ts";
import type { World } from "../world.ts";
import type { Artefact } from "./artefact.ts";
import type { PageFit } from "./page-fit.ts";
import { readBack } from "./read-back.ts";
import type { ReadBack, ReadGuard } from "./refuse.ts";
import { sha256 } from "./sha256.ts";

/** One line of the manifest: an artefact that was made, a report that failed, or an organisation without one. */
export type Entry = ArtefactEntry | FailureEntry | WithoutEntry;

/** An artefact that was made: its path below the run's folder, its hash, and what it shows. */
export type ArtefactEntry = {
  code: string;
  channel: string;
  path: string;
  sha256: string;
  bytes: number;
  pages?: number;
  words?: number; // of a PDF or a plain text
  fit?: PageFit; // how its pages were set, of what has pages
  blocks: readonly { slot: string; id: string; version: number }[]; // slot by its whole name: "trend-2.message"
  bct: readonly string[];
  signals: Readonly<Record<string, readonly string[]>>; // by indicator
  values: Readonly<Record<string, Readonly<Record<string, number | string | null>>>>; // by indicator
  suppressions: readonly { indicator: string; what: string; reason: string }[];
  arm: string | null; // masked; there is one only in a trial
  sequence?: string; // of a trial with stages: the arms it has been in
  problems: readonly string[];
};

/** A report that failed, and why. */
export type FailureEntry = { code: string; failed: string; arm?: string; sequence?: string };

/** A report that this machine could not make, by a fault that is not the report's: never on record, since it ends the run. */
export type UnmadeEntry = FailureEntry & { machine: readonly Problem[] };

/** An organisation that gets no report, and why. */
export type WithoutEntry = { code: string; without: string; arm?: string; sequence?: string };

/** Where artefacts are stored, and what none of them may hold. */
export type Shelf = ReadGuard & { folder: string };

/** Reads the artefacts of one report back and, if all are sound, writes them; all or none. */
export async function store(
  world: World,
  { folder, ...guard }: Shelf,
  report: Report,
  artefacts: readonly Artefact[],
): Promise<ArtefactEntry[]> {
  const facts: ReadBack[] = [];
  for (const artefact of artefacts) facts.push(await readBack(artefact, report, guard).catch(because(artefact)));
  await Promise.all(artefacts.map(({ path, bytes }) => world.write(join(folder, path), bytes)));
  const shared = sharedFacts(report);
  return artefacts.map(({ channel, path, bytes, fit }, i) => {
    const { pages, words, problems = [] } = facts[i] ?? {};
    return {
      code: report.recipient.code,
      channel,
      path,
      sha256: sha256(bytes),
      bytes: bytes.byteLength,
      ...(pages ? { pages } : {}),
      ...(words === undefined ? {} : { words }),
      ...(fit ? { fit } : {}),
      ...shared,
      arm: null,
      problems,
    };
  });
}

function because({ path }: Artefact) {
  return (error: Error): never => {
    throw new Error(`${path}: ${error.message}`);
  };
}

function sharedFacts({
  choices,
  standings,
}: Report): Pick<ArtefactEntry, "blocks" | "bct" | "signals" | "values" | "suppressions"> {
  const shown = choices.filter((choice) => choice.chosen !== undefined);
  return {
    blocks: shown.map((choice) => ({ slot: slotName(choice), id: choice.chosen ?? "", version: choice.version ?? 1 })),
    bct: [...new Set(shown.flatMap(({ bct }) => bct))].sort(byTechnique),
    signals: Object.fromEntries(
      standings.map(({ indicator, signals }) => [indicator, signals.map(({ signal }) => signal)]),
    ),
    values: Object.fromEntries(standings.map(({ indicator, values }) => [indicator, values])),
    suppressions: standings.flatMap(({ indicator, suppressions }) =>
      suppressions.map((suppression) => ({ indicator, ...suppression })),
    ),
  };
}

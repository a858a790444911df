import { setTimeout as pause } from "node:timers/promises";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import type { Problem } from "../problem.ts";
import { unplanned } from "./sight.ts";
import type { PreviewView } from "./view.ts";

/** What is checked besides the input's own soundness; the linter is plugged in here. */
export type Findings = (inputs: Inputs, cycle: Cycle) => readonly Problem[] | Promise<readonly Problem[]>;

/** What holds a trial together, whoever is in which arm. It takes seconds, and is told to stop where it is out of date. */
export type StudioIntegrity = (cycle: string, stop: AbortSignal) => Promise<readonly Problem[]>;

export type StudioChecks = { findings?: Findings | undefined; integrity?: StudioIntegrity | undefined }; // integrity: of a trial

/**
 * What the rules find in a view, in two parts: first those of each campaign, then those that hold a trial together. They
 * look at every report, so they begin when the page has what it shows, and stop at a signal.
 */
export async function* checksOf(
  { study, shelf }: PreviewView,
  cycle: Cycle,
  { findings, integrity }: StudioChecks,
  stop: AbortSignal,
): AsyncGenerator<{ found: readonly Problem[]; isAll: boolean }> {
  await pause(afterView, undefined, { signal: stop }).catch(() => undefined);
  if (stop.aborted) return;
  const together = study.trial && integrity ? integrity(cycle.id, stop).catch(cannotCheck) : [];
  const found: Problem[] = [...unplanned(shelf, cycle)];
  for (const inputs of study.topics.values())
    found.push(...(await Promise.resolve(findings?.(inputs, cycle) ?? []).catch(cannotCheck)));
  yield { found, isAll: !study.trial };
  if (study.trial) yield { found: await together, isAll: true };
}

const afterView = 250; // ms in which a page fetches what it shows, before the linter has the machine

/** A fault of the linter is a finding too: nothing found would look like nothing wrong. */
function cannotCheck(error: Error): Problem[] {
  return [{ code: "cannot-check", severity: "error", message: error.message }];
}

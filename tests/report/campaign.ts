import { join } from "node:path";
import { findCycle } from "../../src/input/cycles.ts";
import type { Inputs } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { type Material, type Subject, toMaterial, type Voice, voiceOf } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Notebook } from "../../src/report/words.ts";
import { loaded } from "../loaded.ts";

/** The small sound campaign of tests/broken/base, measured: what reports are composed from. */
export async function measured(): Promise<{ inputs: Inputs; material: Material; subjects: Map<string, Subject> }> {
  const inputs = await loaded(join(import.meta.dirname, "../broken/base"));
  const cycle = findCycle(inputs);
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const subjects = jobs.map((job): Subject => ({ ...job, standings: standings.of[job.organisation.code] ?? [] }));
  return {
    inputs,
    material: toMaterial(inputs, cycle, standings),
    subjects: new Map(subjects.map((subject) => [subject.organisation.code, subject])),
  };
}

export function emptyNotebook(): Notebook {
  return { figures: new Map(), sources: [] };
}

/** One recipient's voice on the headline's indicator. */
export function voice({ material, subjects }: Awaited<ReturnType<typeof measured>>, code: string): Voice {
  return voiceOf(material, subjects.get(code)!, emptyNotebook(), material.campaign.headline);
}

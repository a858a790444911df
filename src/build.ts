import { join } from "node:path";
import { openPool, usualWorkers } from "./batch/pool.ts";
import type { Channel, Cycle } from "./input/campaign.ts";
import { findCycle, type Inputs, load } from "./input/load.ts";
import { measure } from "./measure/measure.ts";
import { type Press, print, render, sha256 } from "./output/artefact.ts";
import type { BrowserOptions } from "./output/browser.ts";
import { fontVersion, type Ledger, manifestOf, openLedger } from "./output/ledger.ts";
import { type Entry, store } from "./output/store.ts";
import { inputError, type Problem } from "./problem.ts";
import { packagedTemplates, type Templates } from "./render/templates.ts";
import { compose } from "./report/compose.ts";
import { type Material, type Subject, toMaterial } from "./report/material.ts";
import { type Plan, plan } from "./report/plan.ts";
import type { World } from "./world.ts";

/*
 *  campaign.yaml   blocks, actions   indicators   observations   organisations   templates
 *         └───────────────┴──────────────┴──────────────┴──────────────┴─────────────┘
 *  load      ▼  Inputs       read, checked, complete; every problem reported at once
 *  plan      ▼  Job[]        one recipient and its design
 *  measure   ▼  Standings    every number, once, for all recipients; disclosure control applied
 *  compose   ▼  Report       every sentence, row, datum and action for one recipient
 *  render    ▼  Documents    HTML for print; HTML, text and pictures for email
 *  print     ▼  Artefact[]   bytes: PDF, EML, HTML, text, JSON
 *  store     ▼  Entry[]      read back, written atomically, and lines in the manifest
 */

export type BuildOptions = {
  campaign: string; // its folder, or its campaign.yaml
  data?: string | undefined; // in place of the campaign's data.yaml
  cycle?: string | undefined; // its id; the last if left out
  out?: string | undefined; // folder of all runs; "out" if left out
  only?: readonly string[] | undefined; // codes; all if left out
  channels?: readonly Channel[] | undefined; // all of the campaign's if left out
  workers?: number | undefined; // as many as cores if left out
  resume?: boolean | undefined; // keep what an earlier run of the same inputs has finished
  shard?: { index: number; of: number } | undefined; // every of-th report from the index-th on
  browser?: BrowserOptions | undefined;
  signal?: AbortSignal | undefined; // stops after the reports in hand
  onStart?: ((total: number) => void) | undefined;
  onDone?: ((code: string, failed: string | undefined) => void) | undefined;
};

export type Run = {
  folder: string;
  manifest: string;
  campaign: string;
  cycle: string;
  made: number; // reports of this run
  kept: number; // reports of an earlier run of the same inputs
  failed: readonly { code: string; message: string }[];
  without: Plan["without"];
  stopped: boolean;
  artefacts: number;
  bytes: number;
  seconds: { load: number; measure: number; make: number };
  warnings: readonly Problem[];
};

/** Makes every report of one cycle. Throws an InputError, with nothing written, where the input is unusable. */
export async function build(world: World, options: BuildOptions): Promise<Run> {
  const clock = stopwatch(world);

  // 1. Read and check everything; a problem anywhere stops here, before the first page.
  const inputs = await load(world, options.campaign, { data: options.data });
  const templates = await packagedTemplates();
  const cycle = findCycle(inputs, options.cycle);
  const channels = channelsOf(inputs, options.channels);

  // 2. Decide who gets a report, and with which design.
  const planned = plan(inputs, cycle);
  const jobs = pick(planned, options);
  clock.lap("load");

  // 3. Work out every number, once, for all; the peers of a few are still everybody.
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const material = toMaterial(inputs, cycle, standings);
  clock.lap("measure");

  // 4. Open the run's folder. What an earlier run of the same inputs has finished may stay.
  const folder = join(options.out ?? "out", inputs.campaign.campaign, cycle.id);
  const origin = await originOf(world, inputs, templates, cycle);
  const ledger = await openLedger(world, folder, origin, {
    keep: options.resume === true || options.only !== undefined,
  });
  const left = options.resume ? await unfinished(jobs, ledger, channels) : jobs;
  const subjects = left.map((job): Subject => ({ ...job, standings: standings.of[job.organisation.code] ?? [] }));

  // 5. Compose, render, print and store each report, on workers that share nothing.
  options.onStart?.(subjects.length);
  const setup = { material, templates, channels, folder, browser: options.browser ?? {} };
  const pool = openPool(setup, { workers: options.workers ?? usualWorkers(), signal: options.signal });
  let made = 0;
  for await (const { code, entries } of pool.makeAll(subjects)) {
    await ledger.record(code, entries);
    if (entries.some((entry) => "path" in entry)) made++;
    options.onDone?.(code, entries.flatMap((entry) => ("failed" in entry ? [entry.failed] : []))[0]);
  }
  clock.lap("make");

  // 6. Put on record what was made, what failed, and who gets nothing and why.
  for (const { code, reason } of planned.without) await ledger.record(code, [{ code, without: reason }]);
  const stopped = options.signal?.aborted === true;
  const kept = jobs.length - subjects.length;
  const entries = await ledger.close({
    state: stopped ? "stopped" : "finished",
    browser: pool.browser(),
    counts: { made, kept, without: planned.without.length },
    seconds: clock.laps,
  });
  return summarise({
    folder,
    inputs,
    cycle,
    made,
    kept,
    entries,
    without: planned.without,
    stopped,
    seconds: clock.laps,
  });
}

/** The jobs of which something is missing. */
async function unfinished(jobs: Plan["jobs"], ledger: Ledger, channels: readonly Channel[]): Promise<Plan["jobs"]> {
  const whole = await Promise.all(jobs.map(({ organisation }) => ledger.isWhole(organisation.code, channels)));
  return jobs.filter((_, i) => !whole[i]);
}

/** What a report is made with besides its subject. */
export type Workshop = { material: Material; channels: readonly Channel[]; folder: string; press: Press; world: World };

/** One report from numbers to files. Whatever goes wrong is this report's failure and nobody else's. */
export async function make(subject: Subject, { material, channels, folder, press, world }: Workshop): Promise<Entry[]> {
  try {
    const report = compose(material, subject);
    const documents = await render(report, channels, press);
    const artefacts = await print(report, documents, press);
    return await store(world, folder, report, artefacts);
  } catch (error) {
    return [{ code: subject.organisation.code, failed: (error as Error).message }];
  }
}

const engine = "0.1.0";

/** The channels asked for, which must be among the campaign's. */
function channelsOf({ campaign }: Inputs, asked: readonly Channel[] | undefined): readonly Channel[] {
  const unknown = asked?.find((channel) => !campaign.channels.includes(channel));
  if (unknown)
    throw inputError([
      {
        code: "unknown-channel",
        severity: "error",
        message: `channel "${unknown}" is not among the campaign's`,
        hint: `one of ${campaign.channels.map((channel) => `"${channel}"`).join(", ")}`,
      },
    ]);
  return asked ?? campaign.channels;
}

/** The jobs asked for: some codes, or every n-th. A code that gets no report is a problem with its reason. */
function pick({ jobs, without }: Plan, { only, shard }: BuildOptions): Plan["jobs"] {
  const problems: Problem[] = (only ?? []).flatMap((code): Problem[] => {
    if (jobs.some(({ organisation }) => organisation.code === code)) return [];
    const reason = without.find((each) => each.code === code)?.reason;
    return [
      {
        code: "no-report",
        severity: "error",
        message: reason ? `${code} gets no report: ${reason}` : `unknown recipient "${code}"`,
      },
    ];
  });
  if (problems.length > 0) throw inputError(problems);
  const wanted = only ? jobs.filter(({ organisation }) => only.includes(organisation.code)) : jobs;
  return shard ? wanted.filter((_, i) => i % shard.of === shard.index - 1) : wanted;
}

/** What a run was made from. Its key is the same only for the same inputs, templates, engine and cycle. */
async function originOf(world: World, { files }: Inputs, templates: Templates, cycle: Cycle) {
  const inputs = Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await world.hash(file)] as const)),
  );
  const rendered = Object.fromEntries(Object.entries(templates).map(([path, text]) => [path, sha256(text)]));
  const key = sha256(JSON.stringify({ engine, cycle, inputs: Object.values(inputs), rendered }));
  return { key, engine, node: process.version, fonts: fontVersion(), cycle, inputs, templates: rendered };
}

type Outcome = Pick<Run, "folder" | "made" | "kept" | "without" | "stopped"> & {
  inputs: Inputs;
  cycle: Cycle;
  entries: readonly Entry[];
  seconds: Record<string, number>;
};

function summarise({ inputs, cycle, entries, seconds, ...rest }: Outcome): Run {
  const artefacts = entries.filter((entry) => "path" in entry);
  return {
    ...rest,
    manifest: manifestOf(rest.folder),
    campaign: inputs.campaign.campaign,
    cycle: cycle.id,
    failed: entries.flatMap((entry) => ("failed" in entry ? [{ code: entry.code, message: entry.failed }] : [])),
    artefacts: artefacts.length,
    bytes: artefacts.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds: { load: seconds.load ?? 0, measure: seconds.measure ?? 0, make: seconds.make ?? 0 },
    warnings: inputs.warnings,
  };
}

/** Seconds between laps, by name. */
function stopwatch({ clock }: World) {
  let last = clock();
  const laps: Record<string, number> = {};
  return {
    laps,
    lap(name: string) {
      laps[name] = Math.round(clock() - last) / 1000;
      last = clock();
    },
  };
}

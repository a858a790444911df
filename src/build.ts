import { join } from "node:path";
import { channelsIn, narrow, type PartAsked, pick, plannedReports, printsSurely } from "./batch/asked.ts";
import { makeHere } from "./batch/here.ts";
import { make } from "./batch/make.ts";
import { endOf, failuresIn, madeBefore, type Run, secondsOf, soundSeal, summarise } from "./batch/outcome.ts";
import { makeAll, usualWorkers } from "./batch/pool.ts";
import { quarantining } from "./batch/quarantine.ts";
import type { Inputs } from "./input/load.ts";
import { loadStudy, type Study, type Trial } from "./input/study.ts";
import type { QueueOptions } from "./machines/queue.ts";
import { measureOnce } from "./measure/measure-once.ts";
import { accepted, besideBefore, deliveryRecord } from "./output/before.ts";
import { tryBrowser } from "./output/browser.ts";
import { type Budget, openBudget, usualBudget } from "./output/budget.ts";
import { checkDue } from "./output/due.ts";
import { withHistory } from "./output/history.ts";
import { type Ledger, openLedger } from "./output/ledger.ts";
import { causeOf, openLog } from "./output/log.ts";
import { refuseOtherParts } from "./output/merge.ts";
import { openRun } from "./output/open-run.ts";
import { inputName, type Origin, originOf, refuseOtherOrigin } from "./output/origin.ts";
import { type Others, prepareOthers, writtenIn } from "./output/others.ts";
import type { BrowserOptions, TriedBrowser } from "./output/page-browser.ts";
import { recordFiles } from "./output/run-files.ts";
import { planRun } from "./output/run-plan.ts";
import type { Seal } from "./output/seal.ts";
import type { Entry } from "./output/store.ts";
import { refuseUnmade } from "./output/unmade.ts";
import { isInputError, type Problem } from "./problem.ts";
import { packagedTemplates, type Templates, usedTemplates } from "./render/templates.ts";
import { followedIn, reconcileStudy } from "./report/delivery.ts";
import { planStudy, type StudyPlan } from "./report/plan.ts";
import { precisionOfRun } from "./report/precision.ts";
import { measureStudy } from "./report/subjects.ts";
import type { Measured, Task } from "./report/task.ts";
import { refuseTwoReports } from "./trial/contamination/alongside.ts";
import { earlierRuns } from "./trial/earlier-runs.ts";
import {
  beginCycle,
  endCycle,
  holdToLedger,
  missingCycles,
  refuseWithoutLedger,
  unknownCycles,
} from "./trial/frozen/freeze.ts";
import { checkIntegrity, refuseUndrawn } from "./trial/integrity/integrity.ts";
import { checkMoves } from "./trial/integrity/moves.ts";
import { checkPast } from "./trial/integrity/past.ts";
import { checkReRandomised } from "./trial/integrity/re-randomised.ts";
import { checkSent } from "./trial/integrity/sent.ts";
import { commonFits } from "./trial/pages/fits.ts";
import { trialRecord } from "./trial/record.ts";
import type { World } from "./world.ts";

/*
 *  campaign.yaml   blocks, actions   indicators   observations   organisations   trial.yaml, allocation   templates
 *         └───────────────┴──────────────┴──────────────┴──────────────┴───────────────────┴──────────────────┘
 *  load      ▼  Study        read, checked, complete; every problem reported at once
 *  plan      ▼  Job[]        one recipient and its design: the arm is worked in here and forgotten after
 *  measure   ▼  Standings    every number, once, for all recipients; disclosure control applied
 *  compose   ▼  Report       every sentence, row, datum and action for one recipient
 *  render    ▼  Documents    HTML for print and for the screen; HTML, text and pictures for email
 *  print     ▼  Artefact[]   bytes: PDF, EML, HTML, text, JSON
 *  store     ▼  Entry[]      read back, written atomically, and lines in the manifest
 */

/** What to make, from what, and where to. Only `study` is required. */
export type BuildOptions = PartAsked & {
  study: string; // the folder of a campaign or a trial, or its campaign.yaml or trial.yaml
  data?: string | undefined; // in place of the campaign's data.yaml
  allocation?: string | undefined; // in place of the trial's own list
  cycle?: string | undefined; // its id; the last whose data are there if left out
  out?: string | undefined; // folder of all runs; "out" if left out
  workers?: number | undefined; // as many as cores if left out, and none for one report; 0: all are made in this thread
  resume?: boolean | undefined; // go on with a run that was cut off, and take over what others have made of the same inputs
  history?: string | false | undefined; // a file of what was told before, or none, in place of the promoted runs
  runs?: string | undefined; // folder of earlier runs, whose readers were told something; `out` if left out
  source?: StudySource | undefined; // what the record names as the study and its data, where they are read from a bundle
  origin?: Origin | undefined; // what it must be made from, or it is refused
  queue?: QueueOptions | undefined; // where reports are handed to workers of any machine, in place of workers here
  from?: readonly string[] | undefined; // folders of runs, perhaps of other machines, that have made all of it already
  browser?: BrowserOptions | undefined;
  budget?: Budget | undefined; // of failures, past which the run stops; one in twenty if left out
  log?: string | undefined; // a file to which the lines of the run's own log are added too
  signal?: AbortSignal | undefined; // stops after the reports in hand
  onStart?: ((total: number) => void) | undefined;
  onDone?: ((code: string, failed: string | undefined) => void) | undefined;
};

/** A study and its data, as they were named when they were planned. */
export type StudySource = { study: string; data?: string | undefined; allocation?: string | undefined };

/** What is known of a run before anything is written: its study, its plan, and all that its reports are made from. */
export type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Reads, plans and measures. Throws an InputError where the input is unusable. Writes nothing. */
export async function prepare(world: World, options: BuildOptions, clock = stopwatch(world)) {
  const out = options.out ?? "out";

  // 0. Try what the run needs of this machine, as far as that is known already: reading everything takes some seconds.
  await world.refuseUnwritable(out);
  const isSureToPrint = await printsSurely(world, options.study, options.channels);
  const tried: TriedBrowser | undefined = isSureToPrint ? await tryBrowser(options.browser) : undefined;

  // 1. Read and check everything; a problem anywhere stops here, before the first page.
  const loaded = await loadStudy(world, options.study, options);
  const packaged = await packagedTemplates();

  // 2. Decide who gets a report, and with which design. In a trial that is the allocation's to say.
  const planned = planStudy(loaded, options.cycle);
  refuseUndrawn(loaded, planned.cycle);
  await refuseTwoReports(world, loaded);
  const runs = join(out, loaded.id);
  const { study, warnings: untold } = await withHistory(world, loaded, planned, {
    file: options.history,
    out: options.runs ?? out,
  });
  const late = options.cycle === undefined ? await checkDue(world, firstInputs(study), planned.cycle, runs) : [];
  const delivery = accepted(reconcileStudy(study, planned.cycle));
  const jobs = narrow(pick(planned, options), study, options.channels);
  const browser: TriedBrowser | undefined =
    tried ?? (channelsIn(jobs).includes("print") ? await tryBrowser(options.browser) : undefined);
  const held = await holdToLedger(world, study, { cycle: planned.cycle, runs });
  const made = await earlierRuns(world, study, runs);
  if (held) refuseWithoutLedger(held, { made, cycle: planned.cycle.id });
  const moved = checkMoves(study, { made, entries: held?.entries ?? [] });
  const past = await checkPast(world, study, { made, cycle: planned.cycle.id });
  const stages = await checkReRandomised(world, study, made);
  clock.lap("load");

  // 3. Work out every number, once, for all; the peers of a few are still everybody.
  const templates = usedTemplates(
    packaged,
    jobs.map(({ design }) => design.template),
  );
  const figures = { measure: measureOnce() };
  const { materials, tasks } = measureStudy(study, { ...planned, jobs }, figures);
  const beside = await besideBefore(world, study, { planned, jobs, tasks, runs });
  const isFirst = jobs.length === planned.jobs.length && !held?.entries.length;
  const integrity = checkIntegrity(study, planned, { ...figures, templates: packaged, isFirst });
  const fits = commonFits(study, { ...planned, jobs }, { ...figures, templates });
  const others = othersIn(study, packaged);
  clock.lap("measure");

  // 4. Say what is to be made from what, and write it down in a folder that nobody else makes. What has been made of it may stay.
  const origin = await originOf(world, {
    study: options.study,
    files: study.files,
    templates,
    cycle: planned.cycle,
    browser: browser?.version,
    history: study.history?.sha256,
  });
  if (options.origin) refuseOtherOrigin(options.origin, origin);
  const plan = planRun({ study: study.id, ...plannedReports(planned, tasks, options) }, origin);
  const warnings = [
    ...study.warnings,
    ...untold,
    ...late,
    ...delivery,
    ...beside.since,
    ...moved,
    ...past,
    ...stages,
    ...(held ? missingCycles(held, { made, cycle: planned.cycle.id }) : []),
    ...(held && study.trial ? unknownCycles(study, study.trial, { cycle: planned.cycle, held }) : []),
    ...codesInWords(others),
    ...integrity.findings.filter(({ severity }) => severity === "warning"),
  ];
  const guard = { ...integrity.guard, others };
  return {
    study,
    planned,
    plan,
    runs,
    templates,
    materials,
    tasks,
    guard,
    fits,
    browser,
    beside,
    delivery,
    held,
    warnings,
  };
}

/** Makes every report of one cycle. Throws an InputError, with nothing written, where the input is unusable. */
export async function build(world: World, options: BuildOptions): Promise<Run> {
  const clock = stopwatch(world);
  if (options.queue) await (await import("./machines/post.ts")).tryQueue(world, options.queue);
  const prepared = await prepare(world, options, clock);
  const { study, planned, plan, runs, templates, materials, tasks, guard, fits } = prepared;
  const { browser, beside, delivery, warnings } = prepared;
  const ledgerOfTrial = plan.leftOut === 0 ? prepared.held : undefined; // a part of a run leaves no mark in it
  if (options.from) await refuseOtherParts(world, plan, options.from);
  await using run = await openRun(world, join(runs, planned.cycle.id), { plan, resume: options.resume ?? false });
  const sealed = async (seal: Seal | undefined) => {
    if (seal && ledgerOfTrial && study.trial && planned.assignments)
      await endCycle(world, ledgerOfTrial, {
        cycle: planned.cycle,
        run: plan.run,
        seal,
        lists: listsIn(study.trial, options.study, plan.origin.inputs),
        record: trialRecord(study.trial, planned.assignments),
      });
  };
  if (run.isSealed) {
    await sealed(await soundSeal(world, run.folder));
    return { ...(await madeBefore(world, run)), warnings, seconds: secondsOf(clock.laps) };
  }
  if (ledgerOfTrial) await beginCycle(world, ledgerOfTrial);
  const ledger = await openLedger(world, run, {
    resume: options.resume ?? false,
    from: options.from ?? [],
    check: (entries) => checkSent(study, planned, entries),
  });
  if (ledger.notKept) world.log(`nothing is kept of the earlier run of ${planned.cycle.id}: ${ledger.notKept}`);
  const left = await unfinished(tasks, ledger);

  // 5. Compose, render, print and store each report, on workers that share nothing and know of no arm.
  if (channelsIn(left).includes("print")) browser?.warnings.forEach(world.log); // once, not by every worker
  options.onStart?.(left.length);
  const setup = {
    materials,
    templates,
    guard,
    fits,
    folder: run.folder,
    browser: { ...options.browser, isWarned: true },
    channels: channelsIn(left),
  };
  const log = openLog(world, [join(run.folder, recordFiles.log), ...(options.log ? [options.log] : [])]);
  await log.tell({ event: "begun", run: plan.run, reports: tasks.length, left: left.length });
  const masked = maskedArms(planned);
  const kept = tasks.length - left.length;
  const channelsOf = new Map(left.map(({ organisation, channels }) => [organisation.code, channels]));
  const failed = new Map<string, string>();
  const quarantine = quarantining(world, setup);
  const budget = openBudget(options.budget ?? usualBudget);
  const stop = new AbortController();
  let made = 0;
  let slowest: Run["slowest"];
  let fault: Error | undefined;
  try {
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    const pool = { workers: options.workers ?? usualWorkers(), signal, log: world.log };
    const isHere = pool.workers === 0 || (options.workers === undefined && left.length === 1);
    const inTurn = async () => {
      if (!options.queue) return isHere ? makeHere(setup, left, { ...pool, make, world }) : makeAll(setup, left, pool);
      const { makeQueued } = await import("./machines/make-queued.ts");
      return makeQueued(setup, left, { ...pool, queue: options.queue, plan, world });
    };
    for await (const { code, entries, attempt } of await inTurn()) {
      refuseUnmade(entries);
      await ledger.record(code, entries.map(masked), channelsOf.get(code) ?? []);
      const failure = failuresIn(entries)[0]?.message;
      const cause = failure === undefined ? undefined : causeOf(attempt, { code, failed: failure });
      await log.tell({ event: cause ? "failed" : "made", code, ...attempt, ...(cause ? { cause } : {}) });
      if (failure === undefined || cause === undefined) {
        made++;
        budget.made();
      } else {
        failed.set(code, failure);
        budget.failed(cause);
        const task = left.find((each) => each.organisation.code === code);
        if (task) await quarantine(task);
        if (budget.spent() !== undefined) stop.abort();
      }
      const seconds = Object.values(attempt.seconds).reduce((sum, each) => sum + each, 0);
      if (seconds > (slowest?.seconds ?? 0)) slowest = { code, seconds };
      options.onDone?.(code, failure);
    }
  } catch (error) {
    fault = error as Error;
  }
  clock.lap("make");

  // 6. Put on record what was made, what failed, and who gets nothing and why.
  const stopped = options.signal?.aborted === true;
  const spent = stop.signal.aborted ? budget.spent() : undefined;
  const end = endOf({ fault, spent, stopped });
  const facts = {
    ...recordOf(study, planned, options, materials),
    ...deliveryRecord(beside, {
      warnings: [...study.warnings, ...delivery],
      followed: followedIn(study, planned.cycle),
    }),
  };
  const without = plan.without.map(({ code, reason }) => masked({ code, without: reason }));
  const closed = await ledger.close(end, facts, without).catch((error: Error) => {
    throw fault ?? error; // the first fault may be the reason for the second
  });
  await sealed(closed.seal);
  await log.tell({ event: "ended", ...end, seconds: clock.laps, made, failed: failed.size });
  if (fault && (made === 0 || !isInputError(fault))) throw fault;
  return summarise({
    ...closed,
    ...run,
    made,
    kept,
    failed,
    stopped,
    ...(slowest ? { slowest } : {}),
    ...(spent === undefined ? {} : { spent }),
    broken: fault && isInputError(fault) ? fault.problems : [],
    seconds: secondsOf(clock.laps),
    warnings,
  });
}

/** The tasks of which something is missing. */
async function unfinished(tasks: readonly Task[], ledger: Ledger): Promise<readonly Task[]> {
  const whole = await Promise.all(
    tasks.map(({ organisation, channels }) => ledger.isWhole(organisation.code, channels)),
  );
  return tasks.filter((_, i) => !whole[i]);
}

/** What would tell of anybody in the directory. */
export function othersIn({ topics }: Study, templates: Templates): Others {
  const inputs = [...topics.values()];
  const listed = new Map(inputs.flatMap(({ directory }) => [...directory]));
  const written = inputs.map(writtenIn);
  return prepareOthers(listed.values(), {
    texts: [...written.flatMap(({ texts }) => texts), ...Object.values(templates)],
    contacts: written.flatMap(({ contacts }) => contacts),
  });
}

/** A code that stands in the words of the campaign is not looked for there: whoever reads them must. */
function codesInWords({ doubtful }: Others): Problem[] {
  if (doubtful.length === 0) return [];
  const more = doubtful.length > 3 ? ` and ${doubtful.length - 3} more` : "";
  return [
    {
      code: "code-in-words",
      severity: "warning",
      message: `words of the study are also codes of recipients: ${doubtful.slice(0, 3).join(", ")}${more}`,
      hint: "check that they speak of nobody: these codes are looked for only beside a name and where a code stands",
    },
  ];
}

/** An entry with the masked arm of its recipient, which nobody who makes reports is told. */
function maskedArms({ assignments }: StudyPlan) {
  return (entry: Entry): Entry => {
    const assignment = assignments?.of.get(entry.code);
    return assignment ? { ...entry, arm: assignment.arm, sequence: assignment.sequence } : entry;
  };
}

/** The fingerprints of the trials unit's list, of every file of it as it was given. */
function listsIn(trial: Trial, study: string, inputs: Readonly<Record<string, string>>): Record<string, string> {
  const names = (trial.allocation?.files ?? []).map((file) => inputName(study, file));
  return Object.fromEntries(names.flatMap((name) => (inputs[name] ? [[name, inputs[name]]] : [])));
}

/** What the run's record says besides what it was made from: how it was asked for, and of a trial its list. */
function recordOf(study: Study, { assignments }: StudyPlan, options: BuildOptions, materials: Measured["materials"]) {
  const { trial } = study;
  const { study: path, data, allocation } = options.source ?? options;
  return {
    precision: precisionOfRun(Object.values(materials)),
    source: { study: path, ...(data ? { data } : {}), ...(allocation ? { allocation } : {}) },
    ...(trial && assignments ? { trial: trialRecord(trial, assignments) } : {}),
    ...(study.history ? { history: study.history.cycles } : {}),
  };
}

function firstInputs({ topics }: Study): Inputs {
  const [first] = topics.values();
  if (!first) throw new Error("nothing to plan");
  return first;
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

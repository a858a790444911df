import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { make } from "../src/batch/make.ts";
import type { Workshop } from "../src/batch/orders.ts";
import { othersIn } from "../src/build.ts";
import type { Channel, Cycle } from "../src/input/campaign/campaign.ts";
import { findCycle } from "../src/input/cycles.ts";
import type { History, Told } from "../src/input/history.ts";
import { load } from "../src/input/load.ts";
import { type Study, studyOf } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { openPress } from "../src/output/artefact.ts";
import { gatherHistory, historyAt } from "../src/output/history.ts";
import { hashOfLines, historyLines } from "../src/output/history-file.ts";
import { writeCurrent } from "../src/output/runs.ts";
import { sha256 } from "../src/output/sha256.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import { planStudy } from "../src/report/plan.ts";
import { cyclesBack, seriesOf } from "../src/report/series.ts";
import { measureStudy } from "../src/report/subjects.ts";
import type { Measured, Task } from "../src/report/task.ts";
import { toldOf } from "../src/report/told.ts";
import { cpuNow, measured } from "./cpu.ts";

/*
 * What six cycles of history cost a run: npm run -s bench:history -- [once] [reports] [runs]
 *
 *   once      to read, check and hash six histories of `--recipients`, which a run does once
 *   reports   `--reports` of them in one thread, in turn with history, without, and with it but without the section `since-last`: what
 *             of the cost is the report's own, and what is that section's. Of each few the median of `--rounds`
 *   runs      whole runs by the command line, `--pairs` of them with history and without in turn, of `--recipients`
 *
 * CPU of all processes, on the practices of the fixtures, again and again under other codes and names. Each part is measured if none is named.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reports: { type: "string", default: "60" },
    rounds: { type: "string", default: "5" },
    recipients: { type: "string", default: "7000" },
    pairs: { type: "string", default: "2" },
    channels: { type: "string", default: "email;print,email" },
    only: { type: "string" }, // one of the ways alone, for a profile
  },
});
const campaign = "content/campaigns/opioids";
const before = 6; // cycles
const few = 5; // reports in turn
const world = { ...nodeWorld(), log: () => {} };
const templates = await packagedTemplates();
const folder = await mkdtemp(join(tmpdir(), "feedback-bench-"));
const asks = (part: string) => positionals.length === 0 || positionals.includes(part);
try {
  const cycles = cyclesBack(findCycle(await load(world, campaign)), before + 1, { apart: 2 });
  const study = studyOf(await load(world, campaign, { cycles }));
  const told = toldBefore(study, cycles);
  if (asks("once")) await onceARun(study, cycles, told);
  if (asks("reports")) await ofReports(study, cycles, told);
  if (asks("runs")) await ofRuns(study, cycles, told);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What all reports of all cycles but the last told, each made as if those before had been handed over. */
function toldBefore(study: Study, cycles: readonly Cycle[]): Told[] {
  return [...seriesOf(study, cycles.slice(0, before))].flatMap(({ reports }) =>
    reports.map(({ task, report }) => toldOf(report, task.channels)),
  );
}

/** The code of a practice in one of the copies of the service: Z10003, Z1010003. */
function copied(code: string, copy: number): string {
  return copy === 0 ? code : `Z1${String(copy).padStart(2, "0")}${code.slice(2)}`;
}

/** Histories of promoted runs, as copies of the service had been told the same. */
async function writeHistories(runs: string, study: Study, cycles: readonly Cycle[], told: readonly Told[]) {
  const ofCycle = Map.groupBy(told, ({ cycle }) => cycle);
  for (const { id } of cycles.slice(0, before)) {
    const own = ofCycle.get(id)!;
    const all = Array.from({ length: copiesOf(own.length) }, (_, copy) =>
      own.map((each) => ({ ...each, code: copied(each.code, copy) })),
    ).flat();
    const of = { cycle: id, run: id, told: all.length, sha256: hashOfLines(all), missed: [] };
    const head = { study: study.id, seal: "seal", cycles: [of] };
    const [first = "", ...lines] = historyLines(head, all);
    await world.writeLines(historyAt(join(runs, id)), [first, ...lines]);
    await writeCurrent(world, join(runs, id), { run: id, seal: "seal", history: sha256(first) });
  }
}

function copiesOf(practices: number): number {
  return Math.max(1, Math.round(Number(values.recipients) / practices));
}

async function onceARun(study: Study, cycles: readonly Cycle[], told: readonly Told[]): Promise<void> {
  const runs = join(folder, "histories");
  await writeHistories(runs, study, cycles, told);
  const begun = cpuNow();
  const { history } = await gatherHistory(world, runs, { study, cycles, cycle: cycles.at(-1)! });
  const seconds = cpuNow() - begun;
  process.stdout.write(`${before} histories of ${history?.of.size} recipients read: ${round(seconds)} s of CPU\n`);
}

type Way = { what: string; measured: Measured };

async function ofReports(study: Study, cycles: readonly Cycle[], told: readonly Told[]): Promise<void> {
  const guard = { others: othersIn(study, templates) };
  const ways = waysOf(study, cycles, told).filter(({ what }) => !values.only || what === values.only);
  for (const channels of values.channels.split(";")) {
    const means = [...(await perReport(ways, { channels: channels.split(",") as Channel[], guard }))];
    console.table(
      means.map(([what, ms]) => ({ channels, what, "CPU ms a report": round(ms), more: more(ms, means[0]![1]) })),
    );
  }
}

function waysOf(study: Study, cycles: readonly Cycle[], told: readonly Told[]): Way[] {
  const planned = planStudy(study, cycles.at(-1)!.id);
  const step = Math.max(1, planned.jobs.length / Number(values.reports));
  const jobs = planned.jobs.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
  const history: History = { of: Map.groupBy(told, ({ code }) => code), cycles: [], sha256: "" };
  const bare = jobs.map((job) => ({
    ...job,
    design: { ...job.design, sections: job.design.sections.filter(({ kind }) => kind !== "since-last") },
  }));
  const ways = [
    { what: "without history", measured: measureStudy(study, { ...planned, jobs }) },
    { what: "with history", measured: measureStudy({ ...study, history }, { ...planned, jobs }) },
    { what: "with history, no since-last", measured: measureStudy({ ...study, history }, { ...planned, jobs: bare }) },
  ];
  for (const { measured } of ways) for (const task of measured.tasks) void task.standings; // worked out when first asked for
  return ways;
}

/** CPU of a report in ms, by way: of each few the median of all rounds. What comes before the first round warms up. */
async function perReport(
  ways: readonly Way[],
  { channels, guard }: { channels: readonly Channel[] } & Pick<Workshop, "guard">,
): Promise<Map<string, number>> {
  await using presses = await openPress(templates, channels, { allowNoSandbox: true, isWarned: true });
  const spent = new Map(ways.map(({ what }) => [what, new Map<number, number[]>()]));
  const count = ways[0]!.measured.tasks.length;
  const batches = Array.from({ length: Math.ceil(count / few) }, (_, i) => i * few);
  let turn = 0;
  for (let around = 0; around <= Number(values.rounds); around++)
    for (const from of around === 0 ? batches.slice(0, 8) : batches)
      for (const { what, measured } of inOrder(ways, turn++)) {
        const { materials } = measured;
        const workshop = { materials, folder: join(folder, "run"), guard, presses, world };
        const begun = cpuNow();
        for (const task of measured.tasks.slice(from, from + few)) await made({ ...task, channels }, workshop);
        if (around > 0) spent.get(what)!.set(from, [...(spent.get(what)!.get(from) ?? []), cpuNow() - begun]);
      }
  const sum = (all: Map<number, number[]>) => [...all.values()].reduce((total, each) => total + median(each), 0);
  return new Map([...spent].map(([what, all]) => [what, (1000 * sum(all)) / count]));
}

/** A task is copied once, as it is on its way to a worker. */
async function made(task: Task, workshop: Workshop): Promise<void> {
  const { entries } = await make(structuredClone(task), workshop);
  for (const entry of entries) if ("failed" in entry) throw new Error(`${entry.code}: ${entry.failed}`);
}

async function ofRuns(study: Study, cycles: readonly Cycle[], told: readonly Told[]): Promise<void> {
  const data = await writeCopies(study, cycles);
  const runs = join(folder, "runs", study.id);
  const keep = join(folder, "before");
  await writeHistories(keep, study, cycles, told);
  for (const channels of values.channels.split(";")) {
    const spent: Record<string, number[]> = { "without history": [], "with history": [] };
    let reports = 0;
    for (let turn = 0; turn < 2 * Number(values.pairs); turn++) {
      const what = (turn + (turn >> 1)) % 2 === 0 ? "without history" : "with history"; // without, with, with, without
      await rm(runs, { recursive: true, force: true });
      if (what === "with history") await cp(keep, runs, { recursive: true });
      const args = ["--data", data, "--cycle", cycles.at(-1)!.id, "--out", join(folder, "runs"), "--workers", "1"];
      const { result, spent: cpu } = await measured(() =>
        command(["render", campaign, ...args, "--channel", channels, "--json", "--allow-no-sandbox"]),
      );
      reports = (JSON.parse(result) as { made: number }).made;
      spent[what]!.push(cpu.browsers); // this process has only waited
    }
    const [without = 0] = Object.values(spent).map(mean);
    console.table(
      Object.entries(spent).map(([what, all]) => ({
        ...{ channels, what, reports, "CPU s of each run": all.map(round).join(", ") },
        ...{ "CPU ms a report": round((1000 * mean(all)) / reports), more: more(mean(all), without) },
      })),
    );
  }
}

/** Data of several copies of the fictional service: every code is another, and so is every name. */
async function writeCopies(study: Study, cycles: readonly Cycle[]): Promise<string> {
  const copies = copiesOf(planStudy(study).jobs.length);
  const text = await readFile(join(campaign, "data.yaml"), "utf8");
  const data = join(folder, "data");
  await mkdir(data, { recursive: true });
  for (const path of ["organisations.csv", "observations/opioids.csv"]) {
    const [head = "", ...rows] = (await readFile(join("fixtures", path), "utf8")).trimEnd().split("\n");
    const all = Array.from({ length: copies }, (_, copy) => rows.map((row) => rowOf(row, copy))).flat();
    await writeFile(join(data, basename(path)), `${[head, ...all].join("\n")}\n`);
  }
  const own = text
    .replaceAll(/(?:\.\.\/)+fixtures\/(?:observations\/)?(organisations|opioids)\.csv/g, "$1.csv")
    .replaceAll(/(?:\.\.\/)+fixtures/g, resolve("fixtures"));
  const file = join(data, "data.yaml");
  await writeFile(file, `${own.trimEnd()}\ncycles: ${JSON.stringify(cycles)}\n`);
  return file;
}

function rowOf(row: string, copy: number): string {
  if (copy === 0) return row;
  const letter = String.fromCharCode(65 + copy);
  return row
    .replaceAll(/\bZ1\d{4}\b/g, (code) => copied(code, copy))
    .replaceAll(/\bZ([NP])(\d+)\b/g, (_, kind, number) => `Z${kind}${copy}${String(number).padStart(3, "0")}`)
    .replace(/^(\w+,"?(?:DRS? )?[^,]*?)([A-Z]{4,})/, (_, start, word) => `${start}${word}${letter}`);
}

/** What the command prints. Throws if it does not end well. */
async function command(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ["src/cli/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => printed.push(part));
  child.stderr.on("data", (part: Buffer) => said.push(part));
  const [status] = (await once(child, "close")) as [number];
  if (status !== 0) throw new Error(`${args.join(" ")}: ${status}\n${Buffer.concat([...said, ...printed])}`);
  return Buffer.concat(printed).toString();
}

/** Each of them first, in the middle and last as often as the others. */
function inOrder<T>(all: readonly T[], turn: number): T[] {
  const turned = all.map((_, i) => all[(i + turn) % all.length]!);
  return turn % 2 === 0 ? turned : turned.toReversed();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function more(value: number, than: number): string {
  return `${round(100 * (value / than - 1))} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

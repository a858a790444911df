import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import puppeteer, { type Browser as Puppeteer } from "puppeteer";
import { build } from "../src/build.ts";
import type { Channel } from "../src/input/campaign/campaign.ts";
import { loadStudy } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { openPress } from "../src/output/artefact.ts";
import { findChromium } from "../src/output/chromium.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import { planStudy } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import { measureStudy } from "../src/report/subjects.ts";
import { composeTask } from "../src/report/task.ts";
import { measured, type Spent } from "./cpu.ts";
import { type OtherPrinter, typst, weasyPrint } from "./others.ts";

/*
 * What a report costs, beside what somebody would write who prints the same pages with puppeteer and checks nothing, and
 * beside Typst and WeasyPrint where they are installed (others.ts says how):
 *
 *   npm run -s bench -- --study content/campaigns/opioids --reports 120
 *
 * CPU is that of all processes. Figures are of this machine in this run; what may be claimed are their ratios.
 */
const { values } = parseArgs({
  options: {
    study: { type: "string", default: "content/campaigns/opioids" },
    reports: { type: "string", default: "120" },
    json: { type: "boolean", default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), "feedback-bench-"));
const world = nodeWorld();

type Row = Spent & { what: string; reports: number };

try {
  const codes = await codesOf(Number(values.reports));
  const rows: Row[] = [];
  for (const channels of [["email"], ["print"], ["print", "email"]] as const)
    for (const workers of [1, 2]) rows.push(await ours(channels, workers, codes));
  rows.push(await byHand("a warm browser, plain puppeteer, no checks", codes, Number.POSITIVE_INFINITY));
  rows.push(await byHand("a browser for each page, no checks", codes.slice(0, 20), 1));
  for (const [printer, count] of [
    [await typst(), codes.length],
    [weasyPrint(), 20],
  ] as const)
    if (printer) rows.push(await byOther(printer, codes.slice(0, count)));
  const told = rows.map(tell);
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ ...values, cores: availableParallelism(), node: process.version, rows }, null, 2)}\n`,
    );
  else console.table(told);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The first so many recipients, evenly over the list. */
async function codesOf(count: number): Promise<string[]> {
  const { jobs } = planStudy(await loadStudy(world, values.study));
  const step = Math.max(1, jobs.length / count);
  return jobs.flatMap(({ organisation }, i) =>
    Math.floor(i / step) > Math.floor((i - 1) / step) ? [organisation.code] : [],
  );
}

/** A run of ours: from files to files, read back and sealed. */
async function ours(channels: readonly Channel[], workers: number, only: readonly string[]): Promise<Row> {
  const out = join(folder, `${channels.join("-")}-${workers}`);
  const browser = { allowNoSandbox: true, isWarned: true };
  const work = () => build(world, { study: values.study, out, only, channels: [...channels], workers, browser });
  const { result, spent } = await measured(work);
  return {
    what: `${channels.join(" and ")}, ${workers === 1 ? "1 worker" : `${workers} workers`}`,
    reports: result.made,
    ...spent,
  };
}

/** The same pages, made by our own templates, printed as anybody would; a browser serves so many of them. */
async function byHand(what: string, only: readonly string[], each: number): Promise<Row> {
  const { path, env } = await findChromium({});
  const launch = () =>
    puppeteer.launch({
      executablePath: path,
      env: { ...process.env, ...env },
      headless: "shell",
      args: ["--no-sandbox"],
    });
  const { result, spent } = await measured(async () => {
    let browser: Puppeteer | undefined;
    let printed = 0;
    for await (const { html } of pagesOf(only)) {
      browser ??= await launch();
      const page = await browser.newPage();
      await page.setContent(html);
      await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true, tagged: true });
      await page.close();
      if (++printed % each !== 0) continue;
      await browser.close();
      browser = undefined;
    }
    await browser?.close();
    return printed;
  });
  return { what, reports: result, ...spent };
}

/** The same reports by another program, one after another. */
async function byOther({ name, print }: OtherPrinter, only: readonly string[]): Promise<Row> {
  const { result, spent } = await measured(async () => {
    let printed = 0;
    for await (const { report, html } of pagesOf(only)) {
      await print(report, html);
      printed++;
    }
    return printed;
  });
  return { what: name, reports: result, ...spent };
}

/** Reports from the files of the study on, each with its page as HTML. */
async function* pagesOf(only: readonly string[]): AsyncGenerator<{ report: Report; html: string }> {
  const study = await loadStudy(world, values.study);
  const { jobs, ...plan } = planStudy(study);
  const wanted = { ...plan, jobs: jobs.filter(({ organisation }) => only.includes(organisation.code)) };
  const { materials, tasks } = measureStudy(study, wanted);
  await using presses = await openPress(await packagedTemplates(), ["email"]);
  for (const task of tasks) {
    const report = composeTask({ materials }, task);
    yield { report, html: await presses.of(task.design.template).print(report) };
  }
}

function tell({ what, reports, node, browsers, wall, peak }: Row) {
  const busy = (node + browsers) / wall / availableParallelism();
  return {
    what,
    reports,
    "CPU ms a report": round(((node + browsers) / reports) * 1000),
    "of it Node": round((node / reports) * 1000),
    "of it other processes": round((browsers / reports) * 1000),
    "reports a second": round(reports / wall),
    "cores busy, %": round(busy * 100),
    "peak MB": Math.round(peak / 2 ** 20),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

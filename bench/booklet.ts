import { createWriteStream, existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { findCycle } from "../src/input/cycles.ts";
import type { Told } from "../src/input/history.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { studyOf } from "../src/input/study.ts";
import { toMonth } from "../src/month.ts";
import { nodeWorld } from "../src/node.ts";
import { openPress, print, render } from "../src/output/artefact.ts";
import { type DocumentPart, joinParts } from "../src/output/join/join.ts";
import { isInputError, toText } from "../src/problem.ts";
import { packagedTemplates } from "../src/render/templates.ts";
import { noveltyOf, noveltyText } from "../src/report/novelty.ts";
import type { Report } from "../src/report/report.ts";
import { cyclesBack, seriesOf } from "../src/report/series.ts";
import { toldOf } from "../src/report/told.ts";

/*
 * Six reports of one recipient in a row, as its readers get them, each made as if those before had been handed over:
 *
 *   npm run -s booklet Z10003                                    of the opioid campaign, in out/booklet
 *   npm run -s booklet Z10003 content/campaigns/antibiotics
 *
 * Where fixtures/series has data of the campaign, cycles and returned plans are those that it names. Else cycles are as far apart as the
 * campaign's and end with the last whose data are there, and nothing comes back. Before the pages it prints, of all
 * recipients, how many got the same again from one report to the next.
 */
const [code, folder = "content/campaigns/opioids"] = process.argv.slice(2);
if (!code) {
  process.stderr.write("whose? npm run -s booklet Z10003 [content/campaigns/opioids]\n");
  process.exit(2);
}
const count = 6;
const world = nodeWorld();
const series = join("fixtures/series", `${basename(resolve(folder))}.yaml`);
const inputs = await (existsSync(series) ? load(world, folder, { data: series }) : onOwnData()).catch((error) => {
  if (!isInputError(error)) throw error;
  process.stderr.write(`${error.problems.map((problem) => toText(problem)).join("\n")}\n`);
  process.exit(2);
});
const { campaign } = inputs;
const { cycles } = campaign;

const last = new Map<string, Told>();
const own: { report: Report }[] = [];
for (const { cycle, reports } of seriesOf(studyOf(inputs), cycles)) {
  const novelty = noveltyOf(
    reports.map(({ report }) => report),
    (each) => last.get(each),
  );
  if (novelty) process.stdout.write(`${cycle.id}, ${noveltyText(novelty).join("\n")}\n`);
  for (const { task, report } of reports) last.set(report.recipient.code, toldOf(report, task.channels));
  own.push(...reports.filter(({ report }) => report.recipient.code === code));
}
if (own.length === 0) {
  process.stderr.write(`${code} gets no report of ${campaign.campaign}\n`);
  process.exit(1);
}

const out = join("out/booklet", basename(resolve(folder)));
await mkdir(out, { recursive: true });
await using presses = await openPress(await packagedTemplates(), ["print", "email"], { allowNoSandbox: true });
const press = presses.of(campaign.template);
const texts: string[] = [];
async function* pages(): AsyncGenerator<DocumentPart> {
  for (const { report } of own) {
    const made = await print(report, await render(report, ["print", "email"], press), press);
    const text = made.find(({ path }) => path.endsWith(".txt"));
    texts.push(Buffer.from(text?.bytes ?? []).toString());
    const bytes = made.find(({ channel }) => channel === "print")!.bytes;
    yield { bytes, label: report.cycle.id, title: `${report.cycle.id} ${report.recipient.name}` };
  }
}
const title = `${campaign.title}: ${own.length} reports to ${code}`;
const date = own.at(-1)!.report.cycle.issued;
await pipeline(
  Readable.from(joinParts(pages(), { title, date, isTagged: true })),
  createWriteStream(join(out, `${code}.pdf`)),
);
await writeFile(join(out, `${code}.txt`), texts.join(`\n${"=".repeat(72)}\n\n`));
process.stdout.write(`${own.length} reports in ${join(out, `${code}.pdf`)} and ${join(out, `${code}.txt`)}\n`);

/** The campaign on its own data, as if it had been going for as long as these have. */
async function onOwnData(): Promise<Inputs> {
  const given = await load(world, folder);
  const [first, second] = given.campaign.cycles;
  const apart = first && second ? toMonth(second.data.to) - toMonth(first.data.to) : 1;
  return load(world, folder, { cycles: cyclesBack(findCycle(given), count, { apart }) });
}

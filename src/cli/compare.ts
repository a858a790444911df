import { join } from "node:path";
import { stringify } from "yaml";
import { findCycle } from "../input/cycles.ts";
import { isDay } from "../input/files/fields.ts";
import { loadStudy, type Study, type Trial } from "../input/study.ts";
import type { Approved } from "../input/trial/approved.ts";
import { approvedName } from "../input/trial/approved.ts";
import { nodeWorld } from "../node.ts";
import { openPress } from "../output/artefact.ts";
import { tryBrowser } from "../output/browser.ts";
import { inputError } from "../problem.ts";
import { packagedTemplates } from "../render/templates.ts";
import { type Comparison, compare, type Pairwise } from "../trial/compare/compare.ts";
import { comparisonPage } from "../trial/compare/page.ts";
import { type Gallery, takePictures } from "../trial/compare/pictures.ts";
import { wordingPairs } from "../trial/integrity/approval.ts";
import { integrityOf } from "../trial/integrity/integrity.ts";
import { fitsOfCells } from "../trial/pages/fits.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { problemsText } from "./problems.ts";
import { modeline } from "./schema.ts";

export type CompareOptions = {
  data?: string;
  cycle?: string;
  arms?: readonly string[];
  only?: readonly string[];
  out: string;
  approve?: string;
  date?: string;
} & BrowserFlags;

/** Compares the arms of a trial and writes what differs as JSON and as a page; or puts on record who approved the words. */
export async function compareCommand(path: string, options: CompareOptions): Promise<number> {
  if (options.approve === undefined) {
    await nodeWorld().refuseUnwritable(options.out);
    await tryBrowser(browserOf(options)); // rather now than after all has been read and compared
  }
  const study = await loadStudy(nodeWorld(), path, { data: options.data, allocation: false });
  const { trial } = study;
  if (!trial) throw problem("no-trial", `"${path}" is a campaign; only a trial has arms`);
  if (options.approve !== undefined) return approve(study, trial, options.approve, options.date);
  if (new Set(options.arms).size === 1)
    throw problem("one-arm", "one arm has nothing to be compared with", "name two or more, or leave --arms out");
  const templates = await packagedTemplates();
  const { comparison, variants, varied } = compare(study, trial, {
    templates,
    cycle: options.cycle,
    arms: options.arms,
    codes: options.only,
  });
  await using presses = await openPress(templates, ["print"], browserOf(options));
  const [inputs] = study.topics.values();
  const cycle = findCycle(inputs!, comparison.cycle);
  const fits = fitsOfCells(study, trial, [...variants.values()], { cycle, templates, codes: new Set(varied) });
  const byCell = new Map([...variants.keys()].map((name, i) => [name, fits[i] ?? {}]));
  const gallery = await takePictures(variants, varied, { presses, fits: byCell });
  const whole = withPages(comparison, gallery);
  const folder = join(options.out, study.id, "compare", comparison.cycle);
  const world = nodeWorld();
  await world.write(join(folder, "compare.json"), `${JSON.stringify(whole, null, 1)}\n`);
  await world.write(join(folder, "index.html"), await comparisonPage(whole, gallery));
  process.stdout.write(`${await comparisonText(whole)}\n${join(folder, "index.html")}\n`);
  return comparison.verdict.clean ? exits.clean : exits.failed;
}

/** The comparison in a few lines, after what the rules found. */
export async function comparisonText({ pairs, findings, verdict, recipients, cycle }: Comparison): Promise<string> {
  return [
    ...(findings.length > 0 ? [await problemsText(findings), ""] : []),
    `cycle ${cycle}, ${numbered(recipients, "recipient")}, each in every arm`,
    ...pairs.map(pairText),
    verdict.text,
  ].join("\n");
}

function pairText({ a, b, differences, same, of }: Pairwise): string {
  const aspects = [...Map.groupBy(differences, ({ aspect }) => aspect)].map(([aspect, { length }]) =>
    length > 1 ? `${aspect} (${length})` : aspect,
  );
  return `${a} and ${b}: ${aspects.length > 0 ? aspects.join(", ") : "no difference"}; ${same} of ${numbered(of, "report")} equal`;
}

/** Puts down how many pages each cell came to, of those that were printed. */
function withPages(comparison: Comparison, gallery: Gallery): Comparison {
  const cells = comparison.cells.map((cell) => {
    const pages = [...gallery.values()].flatMap((row) => row.get(cell.name)?.pages.length || []);
    const mean = pages.reduce((sum, each) => sum + each, 0) / pages.length;
    return pages.length > 0 ? { ...cell, pages: Math.round(10 * mean) / 10 } : cell;
  });
  return { ...comparison, cells };
}

/** Writes who approved the words in which arms differ. Whatever is wrong besides must be mended first. */
async function approve(study: Study, trial: Trial, role: string, date: string | undefined): Promise<number> {
  if (date === undefined || !isDay(date))
    throw problem(
      "no-date",
      `${date === undefined ? "missing" : "invalid"} --date of the approval`,
      "write it as --date 2026-03-02",
    );
  const [inputs] = study.topics.values();
  const { approved: _, ...bare } = trial;
  const { findings } = integrityOf(study, bare, { cycle: findCycle(inputs!), templates: await packagedTemplates() });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw inputError(errors);
  const record: Approved = { trial: trial.file.trial, "approved-by": role, date, pairs: wordingPairs(study, trial) };
  const file = join(trial.folder, approvedName);
  const schemas = join(trial.folder, "../../schemas");
  await nodeWorld().write(
    file,
    `${modeline("approved", { from: trial.folder, schemas })}\n# Made by feedback compare --approve. Do not edit.\n${stringify(record, { lineWidth: 120 })}`,
  );
  const count = record.pairs.reduce((sum, { words }) => sum + words.length, 0);
  process.stdout.write(`${numbered(count, "difference")} in wording approved by ${role} on ${date}, in ${file}\n`);
  return exits.clean;
}

function problem(code: string, message: string, hint?: string) {
  return inputError([{ code, severity: "error", message, ...(hint ? { hint } : {}) }]);
}

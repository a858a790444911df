import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import { byTechnique } from "../../input/files/fields.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { measureOnce } from "../../measure/measure-once.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import { stageOf } from "../../report/assign.ts";
import { isSilent } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { pickVaried } from "../../report/varied.ts";
import { type Attributed, attribute, cellsBetween, factorsBetween, isSameCell } from "../differences/attribute.ts";
import { textsOf } from "../differences/differences.ts";
import { isSame } from "../differences/same.ts";
import {
  type Cells,
  type Composed,
  type Composing,
  type Levels,
  openCells,
  type Variant,
} from "../differences/variants.ts";
import { integrityOf } from "../integrity/integrity.ts";
import { baseLevels, cellAt } from "../integrity/level-pairs.ts";

/** What differs between the arms of a trial, on the same recipients and data, and which factor accounts for it. */
export type Comparison = {
  version: 1;
  trial: string;
  title: string;
  cycle: string;
  unmasked: boolean; // it says what arms stand for: for the trial's team alone
  recipients: number;
  verdict: { clean: boolean; text: string };
  findings: readonly Problem[];
  cells: readonly ComparedCell[];
  pairs: readonly Pairwise[];
  techniques: readonly ComparedTechnique[];
};

/** An arm; or a combination of levels that stands for one level of a factor, where arms are many. */
export type ComparedCell = {
  name: string; // "K1", or "picture: bars"
  arm?: string;
  levels: Levels;
  means: Readonly<Record<string, string>>; // by factor: what its level is
  topic: string;
  channels: readonly Channel[];
  support: readonly { is: string; by: string; dose: string; record?: string | undefined }[];
  sends: boolean;
  words: number | null; // of a report, on average; null where nothing is sent
  pages?: number; // on paper, on average of those printed
};

export type Pairwise = {
  a: string; // names of cells
  b: string;
  factors: readonly { factor: string; a: string; b: string }[];
  same: number; // reports that are equal in every word, chart and number
  of: number;
  differences: readonly Attributed[];
};

/** How often a behaviour change technique is claimed in a report, on average, by the name of the cell. */
export type ComparedTechnique = { code: string; label: string; inCells: Readonly<Record<string, number>> };

export type Comparing = Composing & {
  cycle?: string | undefined; // its id; the last if left out
  arms?: readonly string[] | undefined; // all pairs of these; chosen by their number if left out
  codes?: readonly string[] | undefined; // recipients; all if left out
  templates: Templates; // whose words tell nobody anything
};

/** A comparison, with the variants it was made of and the recipients who show most of them. */
export type Compared = { comparison: Comparison; variants: ReadonlyMap<string, Variant>; varied: readonly string[] };

/** Compares the arms of a trial, whoever will be in them. Throws an InputError for an arm or recipient that is none. */
export function compare(study: Study, trial: Trial, options: Comparing): Compared {
  const [inputs] = study.topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  const cycle = findCycle(inputs, options.cycle);
  const wanted = choosePairs(trial, cycle, options.arms);
  const figures = measureOnce();
  const composed: Composed = options.composed ?? new Map();
  const cells = openCells(
    study,
    trial,
    wanted.flatMap(({ a, b }) => cellsBetween(a.levels, b.levels)),
    { cycle, codes: options.codes, measure: figures, composed },
  );
  const named = cellsOf(wanted);
  const variants = new Map(named.map(({ name, levels }) => [name, cells(levels)]));
  const recipients = new Set([...variants.values()].flatMap(({ reports }) => [...reports.keys()]));
  refuseUnknown(options.codes ?? [], recipients);
  const { findings } = integrityOf(study, trial, { cycle, templates: options.templates, measure: figures, composed });
  const comparison: Comparison = {
    version: 1,
    trial: trial.file.trial,
    title: trial.file.title,
    cycle: cycle.id,
    unmasked: true,
    recipients: recipients.size,
    verdict: verdictOf(findings),
    findings,
    cells: named.map((each) => toCell(trial, each, variants.get(each.name)!)),
    pairs: wanted.map((pair) => toPair(pair, cells)),
    techniques: techniquesOf(variants, inputs.techniques),
  };
  return { comparison, variants, varied: options.codes?.slice(0, 3) ?? variedOf(variants) };
}

/** The result of some comparison in a line. */
function verdictOf(findings: readonly Problem[]): Comparison["verdict"] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return { clean: true, text: "Arms differ only as declared." };
  const rules = [...new Set(errors.map(({ code }) => code))].sort().join(", ");
  const what = errors.length === 1 ? "One thing is" : `${errors.length} things are`;
  return { clean: false, text: `${what} not as declared (${rules}). Nothing can be rendered until this is corrected.` };
}

/** A cell and what it goes by. */
export type NamedCell = { name: string; arm?: string; levels: Levels };

type Wanted = { a: NamedCell; b: NamedCell };

const fewArms = 4; // of which every pair is compared

/** Every pair of the arms asked for or of few arms; of many, the first arm with each other level of each factor. */
function choosePairs(trial: Trial, cycle: Cycle, asked: readonly string[] | undefined): Wanted[] {
  const stage = stageOf(trial, cycle);
  const present = [...trial.arms.values()].filter(({ code }) => stage?.arms.includes(code) ?? true);
  const chosen = asked ? armsOf(trial, asked) : present;
  const named = chosen.map(({ code, levels }): NamedCell => ({ name: code, arm: code, levels }));
  if (asked || named.length <= fewArms) return named.flatMap((a, i) => named.slice(i + 1).map((b) => ({ a, b })));
  return Object.entries(trial.file.factors).flatMap(([factor, { levels }]) => {
    const base = baseLevels(trial, [factor]) ?? {};
    const names = Object.keys(levels).sort((a, b) => Number(b === base[factor]) - Number(a === base[factor]));
    const own = names.map((level) => nameCell(trial, cellAt(trial, factor, level), `${factor}: ${level}`));
    return own.flatMap((a, i) => own.slice(i + 1).map((b) => ({ a, b })));
  });
}

/** The arms of a cycle where they are few; of many, the first and one for each other level of each factor. */
export function chooseCells(trial: Trial, cycle: Cycle): NamedCell[] {
  return cellsOf(choosePairs(trial, cycle, undefined));
}

function cellsOf(pairs: readonly Wanted[]): NamedCell[] {
  return [...new Map(pairs.flatMap(({ a, b }) => [a, b]).map((each) => [each.name, each])).values()];
}

function armsOf({ arms }: Trial, codes: readonly string[]) {
  const unknown = codes.filter((code) => !arms.has(code));
  if (unknown.length > 0) {
    const hint = `one of ${[...arms.keys()].join(", ")}`;
    throw inputError(
      unknown.map((code) => ({ code: "unknown-arm", severity: "error", message: `unknown arm "${code}"`, hint })),
    );
  }
  return codes.flatMap((code) => arms.get(code) ?? []);
}

/** The arm that has some levels, or the name they go by where none has. */
function nameCell({ arms }: Trial, levels: Levels, otherwise: string): NamedCell {
  const arm = [...arms.values()].find((each) => isSameCell(levels, each.levels));
  return arm ? { name: arm.code, arm: arm.code, levels } : { name: otherwise, levels };
}

function refuseUnknown(codes: readonly string[], recipients: ReadonlySet<string>): void {
  const unknown = codes.filter((code) => !recipients.has(code));
  if (unknown.length > 0)
    throw inputError(
      unknown.map((code) => ({ code: "no-report", severity: "error", message: `${code} gets no report of any arm` })),
    );
}

function toCell(trial: Trial, { name, arm, levels }: NamedCell, variant: Variant): ComparedCell {
  const { topic, design, channels, support, sends, reports } = variant;
  const means = Object.entries(trial.file.factors).flatMap(([factor, of]) => {
    const level = of.levels[levels[factor] ?? ""];
    return level ? [[factor, level.is] as const] : [];
  });
  return {
    name,
    ...(arm ? { arm } : {}),
    levels,
    means: Object.fromEntries(means),
    topic,
    channels: isSilent(design) ? [] : channels,
    support,
    sends,
    words: mean([...reports.values()].map(countWords)),
  };
}

function toPair({ a, b }: Wanted, cells: Cells): Pairwise {
  const [ours, theirs] = [cells(a.levels).reports, cells(b.levels).reports];
  const both = [...ours].filter(([code]) => theirs.has(code));
  return {
    a: a.name,
    b: b.name,
    factors: factorsBetween(a.levels, b.levels).map((factor) => ({
      factor,
      a: a.levels[factor]!,
      b: b.levels[factor]!,
    })),
    same: both.filter(([code, report]) => isSame(report, theirs.get(code))).length,
    of: both.length,
    differences: attribute(a.levels, b.levels, cells),
  };
}

function countWords(report: Report): number {
  return (
    textsOf(report)
      .join(" ")
      .match(/[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*/gu)?.length ?? 0
  );
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.round(values.reduce((sum, each) => sum + each, 0) / values.length);
}

/** Every technique that some cell claims: instances in a report, on average over recipients. */
function techniquesOf(variants: ReadonlyMap<string, Variant>, known: Inputs["techniques"]): ComparedTechnique[] {
  const counts = new Map([...variants].map(([name, { reports }]) => [name, countTechniques([...reports.values()])]));
  const codes = [...new Set([...counts.values()].flatMap((each) => [...each.keys()]))];
  return codes.sort(byTechnique).map((code) => ({
    code,
    label: known.get(code)?.label ?? "",
    inCells: Object.fromEntries([...counts].map(([name, each]) => [name, each.get(code) ?? 0])),
  }));
}

function countTechniques(reports: readonly Report[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { choices } of reports)
    for (const { chosen, bct } of choices)
      if (chosen !== undefined) for (const code of bct) counts.set(code, (counts.get(code) ?? 0) + 1);
  return new Map([...counts].map(([code, count]) => [code, Math.round((1000 * count) / reports.length) / 1000]));
}

/** Three recipients who show between them as many different blocks and actions as three can. */
function variedOf(variants: ReadonlyMap<string, Variant>): string[] {
  const picked = [...variants.values()].flatMap(({ reports }) => pickVaried([...reports.values()]));
  return [...new Set(picked.map(({ recipient }) => recipient.code))].slice(0, 3);
}

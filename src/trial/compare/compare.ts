import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import { byTechnique } from "../../input/files/fields.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { measureOnce } from "../../measure/measure-once.ts";
import { inputError, type Problem } from "../../problem.ts";
import { remembered } from "../../remembered.ts";
import type { Templates } from "../../render/templates.ts";
import { stageOf } from "../../report/assign.ts";
import { isSilent } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import type { Measuring } from "../../report/subjects.ts";
import { type Attributed, accountFor, factorsBetween, isSameCell, pairsBetween } from "../differences/attribute.ts";
import { type Gathered, gatherDifferences, textsOf } from "../differences/differences.ts";
import {
  type Levels,
  openCells,
  type Seeing,
  type SentVariant,
  type Variant,
  type VariantCells,
  type VariantGround,
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

export type CellsGround = VariantGround & {
  cycle?: string | undefined; // its id; the last if left out
  arms?: readonly string[] | undefined; // all pairs of these; chosen by their number if left out
  codes?: readonly string[] | undefined; // recipients; all if left out
  templates: Templates; // whose words tell nobody anything
};

/** A comparison, the recipients who show most of it, and the variants of its cells with the reports of these or of those named. */
export type ComparedCells = {
  comparison: Comparison;
  variants: ReadonlyMap<string, Variant>;
  varied: readonly string[];
};

/** Compares the arms of a trial, whoever will be in them. Throws an InputError for an arm or recipient that is none. */
export function compare(study: Study, trial: Trial, options: CellsGround): ComparedCells {
  const { cycle, levels } = toCompare(study, trial, options);
  const own = { ...options, measure: measureOnce(), composed: options.composed ?? new Map() };
  const cells = openCells(study, trial, levels, { ...own, cycle });
  const comparing = openComparison(study, trial, cells, own);
  cells.walk(comparing.see);
  return comparing.told();
}

/** The cells that a comparison looks at, by their levels, and their cycle. */
export function toCompare(study: Study, trial: Trial, options: Pick<CellsGround, "cycle" | "arms">) {
  const cycle = findCycle(inputsOf(study), options.cycle);
  const levels = choosePairs(trial, cycle, options.arms).flatMap(({ a, b }) => pairsBetween(a.levels, b.levels).flat());
  return { cycle, levels };
}

function inputsOf({ topics }: Study): Inputs {
  const [inputs] = topics.values();
  if (!inputs) throw new Error("a trial without a campaign");
  return inputs;
}

/** The same for a caller who walks through the cells, and has others to show their reports to as well. */
export function openComparison(
  study: Study,
  trial: Trial,
  cells: VariantCells,
  options: CellsGround & Required<Measuring>,
): { see: Seeing; told: () => ComparedCells } {
  const inputs = inputsOf(study);
  const cycle = findCycle(inputs, options.cycle);
  const wanted = choosePairs(trial, cycle, options.arms);
  const named = cellsOf(wanted);
  const between = gatherPairs(wanted, cells);
  const inCells = new Map(named.map(({ name }) => [name, gatherReports()]));
  const recipients = new Set<string>();
  const see: Seeing = (code, triedIn) => {
    for (const { name, levels } of named) {
      const report = triedIn(levels)?.report;
      if (!report) continue;
      recipients.add(code);
      inCells.get(name)!.see(report);
    }
    for (const { a, b, gathered } of between.values()) gathered.see(code, triedIn(a)?.report, triedIn(b)?.report);
  };
  const told = (): ComparedCells => {
    const { codes, templates, measure, composed } = options;
    refuseUnknown(codes ?? [], recipients);
    const { findings } = integrityOf(study, trial, { cycle, templates, measure, composed });
    const comparison: Comparison = {
      version: 1,
      trial: trial.file.trial,
      title: trial.file.title,
      cycle: cycle.id,
      unmasked: true,
      recipients: recipients.size,
      verdict: verdictOf(findings),
      findings,
      cells: named.map((each) => toCell(trial, each, cells.sent(each.levels), inCells.get(each.name)!)),
      pairs: wanted.map((pair) => toPair(pair, between)),
      techniques: techniquesOf(inCells, inputs.techniques),
    };
    const varied = codes?.slice(0, 3) ?? variedOf(named, cells);
    const variants = new Map(named.map(({ name, levels }) => [name, cells.variant(levels, codes ?? varied)]));
    return { comparison, variants, varied };
  };
  return { see, told };
}

/** Differences of every pair of cells that is asked for, by both. */
type Between = ReadonlyMap<string, { a: Levels; b: Levels; gathered: Gathered }>;

function gatherPairs(wanted: readonly WantedCells[], { sent }: VariantCells): Between {
  const pairs = wanted.flatMap(({ a, b }) => pairsBetween(a.levels, b.levels));
  const distinct = new Map(pairs.map(([a, b]) => [pairKey(a, b), { a, b }]));
  return new Map(
    [...distinct].map(([key, { a, b }]) => [key, { a, b, gathered: gatherDifferences(sent(a), sent(b)) }]),
  );
}

function pairKey(a: Levels, b: Levels): string {
  return JSON.stringify([a, b]);
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

type WantedCells = { a: NamedCell; b: NamedCell };

const fewArms = 4; // of which every pair is compared

/** Every pair of the arms asked for or of few arms; of many, the first arm with each other level of each factor. */
function choosePairs(trial: Trial, cycle: Cycle, asked: readonly string[] | undefined): WantedCells[] {
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

function cellsOf(pairs: readonly WantedCells[]): NamedCell[] {
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

function toCell(
  trial: Trial,
  { name, arm, levels }: NamedCell,
  { topic, design, channels, support, sends }: SentVariant,
  { words }: GatheredReports,
): ComparedCell {
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
    words: words(),
  };
}

function toPair({ a, b }: WantedCells, between: Between): Pairwise {
  const gatheredOf = (one: Levels, other: Levels) => between.get(pairKey(one, other))!.gathered;
  const { both, same } = gatheredOf(a.levels, b.levels).count;
  return {
    a: a.name,
    b: b.name,
    factors: factorsBetween(a.levels, b.levels).map((factor) => ({
      factor,
      a: a.levels[factor]!,
      b: b.levels[factor]!,
    })),
    same,
    of: both,
    differences: accountFor(a.levels, b.levels, (one, other) => gatheredOf(one, other).told()),
  };
}

/** What is told of the reports of a cell, gathered while they come by. */
type GatheredReports = {
  see: (report: Report) => void;
  words: () => number | null; // of a report, on average
  techniques: () => ReadonlyMap<string, number>; // instances in a report, on average
};

function gatherReports(): GatheredReports {
  const techniques = new Map<string, number>();
  let [reports, words] = [0, 0];
  return {
    see: (report) => {
      reports++;
      words += countWords(report);
      for (const { chosen, bct } of report.choices)
        if (chosen !== undefined) for (const code of bct) techniques.set(code, (techniques.get(code) ?? 0) + 1);
    },
    words: () => (reports === 0 ? null : Math.round(words / reports)),
    techniques: () =>
      new Map([...techniques].map(([code, count]) => [code, Math.round((1000 * count) / reports) / 1000])),
  };
}

function countWords(report: Report): number {
  return textsOf(report).reduce((sum, text) => sum + wordsIn(text), 0);
}

/** The next cell, and the next recipient, have most texts too. */
const wordsIn = remembered(
  (text: string) => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*/gu)?.length ?? 0,
  (text) => text,
);

/** Every technique that some cell claims. */
function techniquesOf(inCells: ReadonlyMap<string, GatheredReports>, known: Inputs["techniques"]): ComparedTechnique[] {
  const counts = new Map([...inCells].map(([name, { techniques }]) => [name, techniques()]));
  const codes = [...new Set([...counts.values()].flatMap((each) => [...each.keys()]))];
  return codes.sort(byTechnique).map((code) => ({
    code,
    label: known.get(code)?.label ?? "",
    inCells: Object.fromEntries([...counts].map(([name, each]) => [name, each.get(code) ?? 0])),
  }));
}

/** Three recipients who show between them as many different blocks and actions as three can. */
function variedOf(named: readonly NamedCell[], { outline }: VariantCells): string[] {
  return [...new Set(named.flatMap(({ levels }) => outline(levels).varied))].slice(0, 3);
}

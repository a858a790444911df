import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { isDrawn } from "../../input/trial/draws.ts";
import type { Tailoring } from "../../input/trial/trial.ts";
import { commonOf } from "../../measure/common.ts";
import { followedGround, groundOf } from "../../measure/ground.ts";
import { type Alike, alikeWithin } from "../../measure/icc.ts";
import { lastMonthKnown, windowsOf } from "../../measure/windows.ts";
import { monthName, toIso, toMonth } from "../../month.ts";
import { inputError } from "../../problem.ts";
import { type UnitOf, unitsOn } from "../units.ts";
import { type ByChance, toldByChance } from "./by-chance.ts";
import { type Detectable, detectableOf } from "./detectable.ts";
import { type Allocated, weightOf } from "./estimate.ts";
import { type Layout, layoutsOf } from "./layout.ts";
import { isMonthly, type Past, piecesOf, rowsOf, valueOver } from "./past.ts";
import { type Placed, placeInPast, spanOf } from "./placed.ts";
import { type Components, componentsOf, covariances, type Row } from "./variance.ts";

/** What the past says of a trial that has not begun: an outcome for each of its topics. */
export type Feasibility = {
  readonly trial: string;
  readonly design: string;
  readonly seed: number;
  readonly not: readonly string[]; // what of the design is not worked out
  readonly outcomes: readonly Outcome[];
};

export type Outcome = {
  readonly topic: string;
  readonly indicator: string;
  readonly title: string;
  readonly unit: string;
  readonly past: { readonly from: string; readonly to: string }; // "2023-09"
  readonly recipients: { readonly all: number; readonly known: number }; // known: in every piece of the past
  readonly allocated: number; // what is allocated: units, or clusters of them
  readonly variation: Variation;
  readonly widening: number; // times the formula's errors, where the past swings more than it has it; else 1
  readonly detectable: readonly Detectable[];
  readonly sizes: readonly Sized[];
  readonly placed?: Placed; // absent where the past is too short
  readonly byChance: ByChance;
};

/** How values differ: in printed units and their squares, over the last year of the past. */
export type Variation = {
  readonly mean: number;
  readonly deviation: number; // standard deviation of recipients
  readonly clusters?: Alike; // where they are allocated together
  readonly strata?: Alike;
  readonly months: { readonly correlation: number; readonly series: number }; // of neighbouring months; 0 series: taken to be high
  readonly baseline?: number; // correlation of the last year with the year before; absent where the past is shorter
  readonly components: Components;
};

/** What all cycles tell with other numbers of what is allocated, times as many. */
export type Sized = Detectable & { readonly times: number; readonly allocated: number };

export type FeasibilityOptions = {
  readonly seed: number;
  readonly draws?: number | undefined; // 20 if left out, fewer of very many
  readonly indicator?: string | undefined;
};

const placements = 400; // made-up allocations of the past
const year = 12;

/** Works out what a trial can tell, and what its reports would say by chance. Problems of the data are for people. */
export function feasibilityOf(study: Study, trial: Trial, options: FeasibilityOptions): Feasibility {
  if (isDrawn(trial.file))
    throw unusable(
      "what a micro-randomised trial can tell is not worked out",
      "its effects are of single cycles, weighted by the probabilities of the draws: ask the trial's statistician",
    );
  const cycles = [...study.topics.values()][0]!.campaign.cycles;
  const { layouts, not } = layoutsOf(trial, cycles);
  if (layouts.length === 0)
    throw unusable("no cycle in which arms can be compared", "give the trial a cycle before those who wait begin");
  return {
    trial: study.id,
    design: trial.file.design,
    seed: options.seed,
    not,
    outcomes: [...study.topics].map(([topic, inputs]) =>
      outcomeOf({ topic, inputs, trial, layouts, cycles: cyclesOf(trial, inputs, layouts) }, options),
    ),
  };
}

/** The cycles of a stage, or all. */
function cyclesOf({ file }: Trial, { campaign }: Inputs, layouts: readonly Layout[]): readonly Cycle[] {
  return file.stages.length > 0 ? campaign.cycles.slice(0, layouts.at(-1)!.cycles) : campaign.cycles;
}

type About = {
  topic: string;
  inputs: Inputs;
  trial: Trial;
  layouts: readonly Layout[];
  cycles: readonly Cycle[];
};

function outcomeOf(about: About, { seed, draws, indicator }: FeasibilityOptions): Outcome {
  const { topic, trial, layouts, cycles } = about;
  const past = pastOf(about, indicator);
  const pieces = piecesFor(past, layouts);
  const rows = rowsOf(past, pieces);
  if (rows.length < fewest)
    throw unusable(
      `"${past.indicator.indicator}" is known of ${rows.length} recipients in every part of the past`,
      `give data of at least ${fewest}`,
    );
  const ground = groundOf(past.inputs);
  const windows = windowsOf(ground, past.indicator, { data: { to: toIso(past.months.to) } });
  const { rho, series } = commonOf(ground, past.indicator, windows).correlation;
  const components = componentsOf(rows, pieces, rho);
  const groups = [...Map.groupBy(past.units, ({ together }) => together).values()];
  const strata = new Set(past.units.map(({ within }) => within)).size;
  const allocatedIn = (layout: Layout, times: number) => allocationOf(groups, layout, { components, times });
  const last = layouts.at(-1)!;
  const placed = placeInPast(past, layouts, { components, draws: placements, seed });
  const widening = Math.max(1, placed?.swings ?? 1);
  const told = (layout: Layout, times: number) =>
    detectableOf(layout, allocatedIn(layout, times), { strata, widening });
  return {
    topic,
    indicator: past.indicator.indicator,
    title: past.indicator.title,
    unit: past.indicator.kind === "share" ? "%" : past.indicator.unit,
    past: { from: toIso(past.months.from), to: toIso(past.months.to) },
    recipients: { all: past.units.length, known: rows.length },
    allocated: groups.length,
    variation: variationOf(past, { components, series }),
    widening,
    detectable: layouts.flatMap((layout) => told(layout, 1)),
    sizes: [0.5, 1, 2].flatMap((times) =>
      told(last, times).map((each) => ({ times, allocated: allocatedIn(last, times).length, ...each })),
    ),
    ...(placed ? { placed } : {}),
    byChance: toldByChance(past, {
      cycles,
      ratio: last.ratio,
      after: ruleOn(past),
      draws: draws ?? affordable(past.units.length * cycles.length),
      seed,
    }),
  };

  /** The rule of the first decision, where it is of single recipients, on this indicator and these cycles. */
  function ruleOn({ indicator, units }: Past): Tailoring | undefined {
    const after = trial.file.stages.flatMap((stage) => stage.after ?? [])[0];
    const isOne = units.every(({ recipient, together }) => recipient === together);
    const isHere = cycles.some(({ id }) => id === after?.snapshot);
    return isOne && isHere && after?.indicator === indicator.indicator ? after : undefined;
  }

  function pastOf({ inputs }: About, wanted: string | undefined): Past {
    const id = wanted ?? inputs.campaign.headline;
    const found = inputs.indicators.get(id);
    if (!found) throw unusable(`unknown indicator "${id}"`, `one of ${[...inputs.indicators.keys()].join(", ")}`);
    if (!isMonthly(found))
      throw unusable(
        `"${id}" has no counts of months`,
        "choose another with --indicator; nothing is worked out for it",
      );
    const first = cycles[0]!;
    const { observations } = followedGround(groundOf(inputs), first);
    const there = { from: observations.first, to: observations.first + observations.length - 1 };
    const to = lastMonthKnown(observations, id, { ...there, to: Math.min(there.to, toMonth(first.data.to)) });
    if (to === undefined)
      throw unusable(`no observation of "${id}" up to ${monthName(toMonth(first.data.to))}, when the trial begins`);
    return {
      inputs: { ...inputs, observations },
      indicator: found,
      months: { from: there.from, to },
      begins: first.issued,
      units: unitsOn(inputs, trial, first.issued),
    };
  }
}

const fewest = 10; // recipients from which anything is worked out

/** Draws of so many reports that take about as long whatever their number: 20 of few, 2 of tens of thousands. */
function affordable(reports: number): number {
  return Math.max(2, Math.min(20, Math.floor(40_000 / reports)));
}

/** The past in pieces as long as a cycle lasts, as far back as the trial is long; shorter ones where there is too little of it. */
function piecesFor(past: Past, layouts: readonly Layout[]): ReturnType<typeof piecesOf> {
  const first = layouts[0]!.stretches.at(-1)!;
  const there = past.months.to - past.months.from + 1;
  const length = Math.max(1, Math.min(first.to - first.from + 1, year, Math.floor(there / 2)));
  const pieces = piecesOf(past, length, Math.max(2 * length, spanOf(layouts.at(-1)!.stretches)));
  if (pieces.length < 2)
    throw unusable(
      `the past has ${there} months, up to ${monthName(past.months.to)}`,
      "give data of two months or more",
    );
  return pieces;
}

/** So many times what there is, shared out in the ratio, each code with clusters of every size alike. */
function allocationOf(
  groups: readonly (readonly UnitOf[])[],
  { ratio, stretches }: Layout,
  { components, times }: { components: Components; times: number },
): Allocated[] {
  const codes = Object.entries(ratio).flatMap(([code, parts]) => Array<string>(parts).fill(code));
  const weights = new Map<number, Allocated["weight"]>();
  const sizes = groups.map((own) => own.length).sort((a, b) => a - b);
  return Array.from({ length: Math.max(codes.length, Math.round(groups.length * times)) }, (_, i) => {
    const size = sizes[Math.min(sizes.length - 1, Math.floor(i / times))]!;
    const weight = weights.get(size) ?? weightOf(covariances(components, stretches, size));
    weights.set(size, weight);
    return { code: codes[i % codes.length]!, weight };
  });
}

function variationOf(past: Past, { components, series }: { components: Components; series: number }): Variation {
  const { units, inputs, indicator, months } = past;
  const last = { from: Math.max(months.from, months.to - year + 1), to: months.to };
  const known = units.flatMap((unit) => {
    const value = valueOver(inputs, indicator, unit.recipient, last);
    return value === undefined ? [] : [{ ...unit, value }];
  });
  const alike = (by: "together" | "within") =>
    alikeWithin([...Map.groupBy(known, (each) => each[by]).values()].map((own) => own.map(({ value }) => value)));
  const isClustered = new Set(known.map(({ together }) => together)).size < known.length;
  const [clusters, strata] = [isClustered ? alike("together") : undefined, alike("within")];
  const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const earlier = { from: last.from - year, to: last.to - year };
  const pairs = earlier.from < months.from ? [] : rowsOf(past, [earlier, last]);
  return {
    mean,
    deviation: Math.sqrt(squares / (known.length - 1)),
    ...(clusters ? { clusters } : {}),
    ...(strata ? { strata } : {}),
    months: { correlation: components.rho, series },
    ...(pairs.length > 2 ? { baseline: correlationOf(pairs) } : {}),
    components,
  };
}

/** Of two values of each, whose means are 0. */
function correlationOf(pairs: readonly Row[]): number {
  const sum = (s: number, t: number) => pairs.reduce((total, { values }) => total + values[s]! * values[t]!, 0);
  return sum(0, 1) / Math.sqrt(sum(0, 0) * sum(1, 1));
}

function unusable(message: string, hint?: string): Error {
  return inputError([{ code: "feasibility", severity: "error", message, ...(hint ? { hint } : {}) }]);
}

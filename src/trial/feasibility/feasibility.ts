import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { isDrawn } from "../../input/trial/draws.ts";
import { ratioOf } from "../../input/trial/listed.ts";
import type { Tailoring } from "../../input/trial/trial.ts";
import { commonOf } from "../../measure/common.ts";
import { groundOf } from "../../measure/ground.ts";
import { windowsOf } from "../../measure/windows.ts";
import { toIso } from "../../month.ts";
import { drawCodes } from "../draw.ts";
import { type ByChance, toldByChance } from "./by-chance.ts";
import { type Detectable, detectableOf } from "./detectable.ts";
import { drawArms, isDrawnLayout } from "./drawn.ts";
import { unusable } from "./fault.ts";
import { pastOf, piecesFor } from "./known-past.ts";
import { type LaterStage, laterStage, regimeFactor, trier } from "./later-stages.ts";
import { type Layout, layoutsOf, stageLayouts } from "./layout.ts";
import { type LookPower, lookedAt } from "./looks.ts";
import { type ArmOffers, offersOf } from "./offers.ts";
import { type Past, rowsOf } from "./past.ts";
import { type PlacedRecipient, placeInPast } from "./placed.ts";
import { sharingOf, sizesOf } from "./sizes.ts";
import { componentsOf } from "./variance.ts";
import { type Variation, variationOf } from "./variation.ts";

/** What the past says of a trial that has not begun: an outcome for each of its topics. */
export type Feasibility = {
  readonly trial: string;
  readonly design: string;
  readonly seed: number;
  readonly not: readonly string[]; // what of the design is not worked out
  readonly offers?: ArmOffers; // taken for each cycle of a micro-randomised trial
  readonly outcomes: readonly OutcomePower[];
};

export type OutcomePower = {
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
  readonly placed?: PlacedRecipient; // absent where the past is too short
  readonly byChance: ByChance;
  readonly not: readonly string[]; // later stages that are not worked out, and why
  readonly stages?: readonly LaterStage[]; // of a sequential trial, after the first
  readonly regimes?: readonly Detectable[]; // embedded ones that begin with different arms, by the end
  readonly looks?: LookPower; // where looks are planned
};

/** What all cycles tell with other numbers of what is allocated, times as many. */
export type Sized = Detectable & { readonly times: number; readonly allocated: number };

export type FeasibilityOptions = {
  readonly seed: number;
  readonly draws?: number | undefined; // 20 if left out, fewer of very many
  readonly indicator?: string | undefined;
  readonly offered?: Readonly<Record<string, number>> | undefined; // of a micro-randomised trial, by arm; the others share what is left
  readonly available?: number | undefined; // share of units in each cycle; all if left out
  readonly responders?: number | undefined; // share taken to respond before later stages; as the rule has it by chance if left out
};

const placements = 400; // made-up allocations of the past
const lookDraws = 4000; // drawn trials with looks

/** Works out what a trial can tell, and what its reports would say by chance. Problems of the data are for people. */
export function feasibilityOf(study: Study, trial: Trial, options: FeasibilityOptions): Feasibility {
  const cycles = [...study.topics.values()][0]!.campaign.cycles;
  const offers = isDrawn(trial.file) ? offersOf(trial, options) : undefined;
  if (!offers && (options.offered || options.available !== undefined))
    throw unusable(
      "only a micro-randomised trial offers arms with probabilities",
      "leave out --offered and --available",
    );
  if (options.responders !== undefined && trial.file.stages.length === 0)
    throw unusable("only a sequential trial has responders", "leave out --responders");
  const { layouts, not } = layoutsOf(trial, cycles, offers);
  if (layouts.length === 0)
    throw unusable("no cycle in which arms can be compared", "give the trial a cycle before those who wait begin");
  return {
    trial: study.id,
    design: trial.file.design,
    seed: options.seed,
    not,
    ...(offers ? { offers } : {}),
    outcomes: [...study.topics].map(([topic, inputs]) =>
      outcomeOf({ topic, inputs, trial, layouts, cycles: inputs.campaign.cycles }, options),
    ),
  };
}

type FeasibilityGround = {
  topic: string;
  inputs: Inputs;
  trial: Trial;
  layouts: readonly Layout[];
  cycles: readonly Cycle[];
};

function outcomeOf(about: FeasibilityGround, { seed, draws, indicator, responders }: FeasibilityOptions): OutcomePower {
  const { topic, trial, layouts, cycles } = about;
  const past = pastOf({ ...about, first: cycles[0]! }, indicator);
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
  const allocatedIn = sharingOf(groups, components);
  const last = layouts.at(-1)!;
  const placed = placeInPast(past, layouts, { components, draws: placements, seed });
  const widening = Math.max(1, placed?.swings ?? 1);
  const told = (layout: Layout, times: number) =>
    detectableOf(layout, allocatedIn(layout, times), { strata, widening });
  const times = draws ?? affordable(past.units.length * cycles.length);
  const rules = responders === undefined ? rulesOn(trial, past, cycles) : new Map<string, Tailoring>();
  const tries = trier(past, { trial, cycles, components, times: Math.ceil(placements / times) });
  const byChance = toldByChance(past, {
    cycles,
    listed: Object.keys(last.ratio),
    place: (units, next) =>
      isDrawnLayout(last) ? drawArms(units, last.offers, next) : drawCodes(units, last.ratio, next),
    rules,
    look: tries.look,
    until: tries.until,
    draws: times,
    seed,
  });
  const stages = trial.file.stages.slice(1).flatMap((stage) => {
    const share = responders ?? byChance.responders[stage.stage];
    if (share === undefined) return [];
    const sharing = { trial, cycles, sharing: allocatedIn, strata, widening };
    return laterStage(stage, sharing, { responders: share, tried: tries.found() });
  });
  const regimes = regimesOf(about, { byChance, responders, told: (layout) => told(layout, 1) });
  const looks = lookedAt(trial.file, {
    layouts,
    cycles,
    sizes: sizesOf(groups, last),
    components,
    strata,
    isBetter: past.indicator.direction === "higher" ? 1 : -1,
    widening,
    draws: lookDraws,
    seed,
  });
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
    byChance,
    not: trial.file.stages
      .slice(1)
      .filter(({ stage }) => !stages.some((each) => each.stage === stage))
      .map(({ stage, after }) => notStage(stage, past, after)),
    ...(stages.length > 0 ? { stages } : {}),
    ...(regimes.length > 0 ? { regimes } : {}),
    ...(looks ? { looks } : {}),
  };
}

function notStage(stage: string, { indicator }: Past, after: Tailoring | undefined): string {
  const why =
    after && after.indicator !== indicator.indicator
      ? `who responds is decided on "${after.indicator}"`
      : "who responds is decided of several recipients together";
  return `Stage ${stage} is not worked out: ${why}. Say with --responders how many will${after && after.indicator !== indicator.indicator ? `, or choose --indicator ${after.indicator}` : ""}.`;
}

/** The rules of decisions that can be tried: of single recipients, on this indicator. By stage. */
function rulesOn(
  { file }: Trial,
  { indicator, units }: Past,
  cycles: readonly Cycle[],
): ReadonlyMap<string, Tailoring> {
  if (units.some(({ recipient, together }) => recipient !== together)) return new Map();
  return new Map(
    file.stages.flatMap(({ stage, after }): [string, Tailoring][] => {
      const isHere = cycles.some(({ id }) => id === after?.snapshot);
      return after && isHere && after.indicator === indicator.indicator ? [[stage, after]] : [];
    }),
  );
}

/** Regimes that begin with different first arms, where there are two stages: as if the first arms were followed to the end, less what it costs that not everybody follows one. */
function regimesOf(
  { trial, cycles }: FeasibilityGround,
  {
    byChance,
    responders,
    told,
  }: { byChance: ByChance; responders: number | undefined; told: (layout: Layout) => Detectable[] },
): Detectable[] {
  const [first, second, ...more] = trial.file.stages;
  const share = responders ?? byChance.responders[second?.stage ?? ""];
  if (!first || !second || more.length > 0 || share === undefined) return [];
  const to = cycles.at(-1)!.id;
  const layout = stageLayouts(trial, cycles, {
    stage: { cycles: { from: first.cycles.from, to } },
    arms: first.arms,
  }).at(-1)!;
  const factor = Math.sqrt(regimeFactor(second, ratioOf(trial.file, second.arms), share));
  return told(layout).map((each) => ({
    ...each,
    error: factor * each.error,
    power80: factor * each.power80,
    power90: factor * each.power90,
  }));
}

const fewest = 10; // recipients from which anything is worked out

/** Draws of so many reports that take about as long whatever their number: 20 of few, 2 of tens of thousands. */
function affordable(reports: number): number {
  return Math.max(2, Math.min(20, Math.floor(40_000 / reports)));
}

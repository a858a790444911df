import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Trial } from "../../input/study.ts";
import { listedCodes, ratioOf } from "../../input/trial/listed.ts";
import { standingIn } from "../../input/trial/periods.ts";
import type { Stage } from "../../input/trial/trial.ts";
import type { Window } from "../../measure/standing.ts";
import { type Month, toMonth } from "../../month.ts";
import type { Matrix } from "./matrix.ts";
import type { ArmOffers } from "./offers.ts";

/** Which months of a trial are compared, what each code of the list is in them, and which effects are looked for. */
export type Layout = {
  readonly cycles: number; // reports that each has had by the end
  readonly stretches: readonly Window[]; // the year before first, where it is compared with
  readonly ratio: Readonly<Record<string, number>>; // by code of the list
  readonly effects: readonly Effect[]; // a column each
  readonly columns: ReadonlyMap<string, Matrix>; // by code: a row for each stretch, a column for each effect
  readonly contrasts: readonly LayoutContrast[];
  readonly offers?: ArmOffers; // where arms are drawn anew in every cycle
};

/** A level beside the first one of its factor. `share` is taken from it, of a factor that only some arms have. */
export type Effect = { readonly factor: string; readonly level: string; readonly share: number };

/** A level held against another. */
export type LayoutContrast = {
  readonly factor: string;
  readonly level: string;
  readonly against: string;
  readonly weights: readonly number[]; // of the effects
};

/** Layouts of a trial, from its first cycle alone to all of them; `not` says what of the design is not worked out. */
export type Layouts = { readonly layouts: readonly Layout[]; readonly not: readonly string[] };

const year = 12;

/**
 * How a trial is compared. Outcomes are of the months that follow a report, from the month after its issue up to that in which the
 * next is issued. Arms that stay are compared by all months since the first report, beside the year before it; arms that change
 * (crossover, stepped wedge) by their periods, without washouts; arms that are drawn anew by the months of each cycle.
 */
export function layoutsOf(trial: Trial, cycles: readonly Cycle[], offers?: ArmOffers): Layouts {
  const { file } = trial;
  const codes = file.stages[0]?.arms ?? listedCodes(file, trial.arms);
  const ratio = ratioOf(file, codes);
  const effects = effectsOf(trial, codes, ratio);
  const contrasts = contrastsOf(trial, effects, codes);
  const known = { ratio, effects, contrasts };
  const months = cycles.map((_, i) => monthsAfter(cycles, i));
  if (file.design === "crossover" || file.design === "stepped-wedge")
    return {
      layouts: [{ ...known, cycles: cycles.length, ...inPeriods(trial, { cycles, months, effects, codes }) }],
      not: [],
    };
  const begins = months[0]!.from;
  if (offers)
    return {
      layouts: months.map((_, i): Layout => {
        const stretches = [{ from: begins - year, to: begins - 1 }, ...months.slice(0, i + 1)];
        const rows = (code: string) =>
          stretches.map((__, t) => (t === 0 ? effects.map(() => 0) : rowOf(trial, code, effects)));
        return {
          ...known,
          offers,
          cycles: i + 1,
          stretches,
          columns: new Map(codes.map((code) => [code, rows(code)])),
        };
      }),
      not: [],
    };
  const compared = comparedCycles(trial, cycles, codes).map((_, i) => months[i]!);
  return { layouts: stayingLayouts(trial, known, { codes, months: compared }), not: notWorkedOut(file) };
}

/** Layouts of arms among which units are randomised again before a stage, in its cycles, beside the year before its first report. */
export function stageLayouts(
  trial: Trial,
  cycles: readonly Cycle[],
  { stage: { cycles: range }, arms: codes }: { stage: Pick<Stage, "cycles">; arms: readonly string[] },
): readonly Layout[] {
  const ratio = ratioOf(trial.file, codes);
  const effects = effectsOf(trial, codes, ratio);
  const contrasts = contrastsOf(trial, effects, codes);
  const months = cycles.flatMap(({ id }, i) => (range.from <= id && id <= range.to ? [monthsAfter(cycles, i)] : []));
  return stayingLayouts(trial, { ratio, effects, contrasts }, { codes, months });
}

/** Layouts of arms that stay, from the first of these cycles alone to all of them. */
function stayingLayouts(
  trial: Trial,
  known: Pick<Layout, "ratio" | "effects" | "contrasts">,
  { codes, months }: { codes: readonly string[]; months: readonly Window[] },
): Layout[] {
  const { effects } = known;
  return months.map(({ to }, i): Layout => {
    const begins = months[0]!.from;
    const stretches = [
      { from: begins - year, to: begins - 1 },
      { from: begins, to },
    ];
    const columns = new Map(codes.map((code) => [code, [effects.map(() => 0), rowOf(trial, code, effects)]]));
    return { ...known, cycles: i + 1, stretches, columns };
  });
}

/** The months after a cycle's report in which it is the latest. The last has as many as the one before it; one alone, a year. */
function monthsAfter(cycles: readonly Cycle[], i: number): Window {
  const issued = cycles.map((each) => toMonth(each.issued.slice(0, 7)));
  const [own, next] = [issued[i]!, issued[i + 1]];
  const last: Month = next ?? (i === 0 ? own + year : own + own - issued[i - 1]!);
  return { from: own + 1, to: Math.max(own + 1, last) };
}

/** Cycles in which the arms still are as they were allocated: before those who waited begin, and before the second stage. */
function comparedCycles({ file, arms }: Trial, cycles: readonly Cycle[], codes: readonly string[]): readonly Cycle[] {
  const ends = file.stages[0]?.cycles.to ?? "9999";
  if (file.design !== "wait-list") return cycles.filter(({ id }) => id <= ends);
  const starts = codes.flatMap((code) =>
    Object.entries(arms.get(code)!.levels).flatMap(([factor, level]) => {
      const when = file.factors[factor]!.levels[level]?.cycles;
      return typeof when === "object" && when.from ? [when.from] : [];
    }),
  );
  const first = starts.toSorted()[0] ?? "9999";
  return cycles.filter(({ id }) => id < first);
}

type LayoutPeriods = {
  cycles: readonly Cycle[];
  months: readonly Window[];
  effects: readonly Effect[];
  codes: readonly string[];
};

function inPeriods(
  trial: Trial,
  { cycles, months, effects, codes }: LayoutPeriods,
): Pick<Layout, "stretches" | "columns"> {
  const { file } = trial;
  const periods = file.periods.filter(({ washout }) => washout === undefined);
  const within = periods.map((period) =>
    cycles.flatMap(({ id }, i) => (period.cycles.from <= id && id <= period.cycles.to ? [{ id, ...months[i]! }] : [])),
  );
  return {
    stretches: within.map((own) => ({ from: own[0]!.from, to: own.at(-1)!.to })),
    columns: new Map(
      codes.map((code) => [
        code,
        within.map(([first]) => rowOf(trial, standingIn(file, code, first!.id)!.arm, effects)),
      ]),
    ),
  };
}

function rowOf({ arms }: Trial, arm: string, effects: readonly Effect[]): number[] {
  const { levels } = arms.get(arm)!;
  return effects.map(({ factor, level, share }) =>
    levels[factor] === undefined ? 0 : Number(levels[factor] === level) - share,
  );
}

function levelsIn({ file, arms }: Trial, codes: readonly string[], factor: string): string[] {
  const used = new Set(
    codes.flatMap((code) => (file.sequences[code] ?? [code]).map((arm) => arms.get(arm)!.levels[factor])),
  );
  return Object.keys(file.factors[factor]!.levels).filter((level) => used.has(level));
}

function effectsOf(trial: Trial, codes: readonly string[], ratio: Layout["ratio"]): Effect[] {
  return Object.keys(trial.file.factors).flatMap((factor) =>
    levelsIn(trial, codes, factor)
      .slice(1)
      .map((level) => ({ factor, level, share: shareOf(trial, { factor, level }, { codes, ratio }) })),
  );
}

/** The share of a level among the arms that have its factor, so that arms without it are compared with all of these together. */
function shareOf(
  { file, arms }: Trial,
  { factor, level }: Pick<Effect, "factor" | "level">,
  { codes, ratio }: { codes: readonly string[]; ratio: Layout["ratio"] },
): number {
  if (Object.keys(file.factors[factor]!.within).length === 0) return 0;
  const parts = codes.flatMap((code) => {
    const own = arms.get(code)?.levels[factor];
    return own === undefined ? [] : [{ own, part: ratio[code]! }];
  });
  const sum = (of: typeof parts) => of.reduce((total, { part }) => total + part, 0);
  return sum(parts.filter(({ own }) => own === level)) / sum(parts);
}

function contrastsOf(trial: Trial, effects: readonly Effect[], codes: readonly string[]): LayoutContrast[] {
  return Object.keys(trial.file.factors).flatMap((factor) => {
    const levels = levelsIn(trial, codes, factor);
    const weight = (level: string) => effects.map((each) => Number(each.factor === factor && each.level === level));
    return levels.flatMap((against, i) =>
      levels.slice(i + 1).map((level): LayoutContrast => {
        const minus = weight(against);
        return { factor, level, against, weights: weight(level).map((each, k) => each - minus[k]!) };
      }),
    );
  });
}

function notWorkedOut({ design, looks }: Trial["file"]): string[] {
  if (design === "multi-arm-multi-stage" && looks.length === 0)
    return [
      "Worked out as if no arm were dropped: say under `looks` and `control` which looks are planned, and by which rule.",
    ];
  return [];
}

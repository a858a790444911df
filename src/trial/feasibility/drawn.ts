import type { Allocated, Weighed } from "./estimate.ts";
import type { Layout } from "./layout.ts";
import { inverse, type Matrix, plus, zeros } from "./matrix.ts";
import type { ArmOffers } from "./offers.ts";

/** A layout of a trial whose arms are drawn anew in every cycle. */
export type DrawnLayout = Layout & { readonly offers: ArmOffers };

export function isDrawnLayout(layout: Layout): layout is DrawnLayout {
  return layout.offers !== undefined;
}

/**
 * How means of stretches weigh where each is held against what came before it, and never against what comes after, which the draw may
 * have changed: D⁻¹L⁻¹ of the covariances LDL′. Row t is the last one of the inverse of the first t + 1 of them.
 */
export function historyWeight(covariance: Matrix): Matrix {
  return covariance.map((_, t) => {
    const first = covariance.slice(0, t + 1).map((row) => row.slice(0, t + 1));
    const found = inverse(first);
    if (!found) throw new Error("covariances that have no inverse");
    return [...found[t]!, ...Array<number>(covariance.length - t - 1).fill(0)];
  });
}

/**
 * Covariances of effects of single cycles that are the same in each: the inverse of Σ τ Ω / d over units and cycles, with Ω the
 * covariance of the levels as they are drawn, τ the share that is available and d what is left of the variance by the history. With
 * cycles that do not depend on one another it is σ²/(n T τ p(1 − p)), which the sample sizes of Liao and others rest on
 * (2016, Stat Med 35:1944).
 */
export function drawnCovariance(allocated: readonly Allocated[], layout: DrawnLayout): Matrix | undefined {
  const { offers, effects, stretches } = layout;
  const spread = spreadOf(layout);
  const weight = allocated.reduce(
    (sum, each) => sum + stretches.reduce((all, _, t) => all + (t === 0 ? 0 : each.weight[t]![t]!), 0),
    0,
  );
  return inverse(plus(zeros(effects.length), spread, offers.available * weight));
}

/** Ω: the covariance of the levels that a draw gives. */
function spreadOf({ offers, columns, effects }: DrawnLayout): Matrix {
  const mean = meanOf({ offers, columns, effects });
  return Object.entries(offers.of).reduce<Matrix>((sum, [code, share]) => {
    const row = rowOf(columns, code).map((each, i) => each - mean[i]!);
    return plus(
      sum,
      row.map((one) => row.map((other) => one * other)),
      share,
    );
  }, zeros(effects.length));
}

function meanOf({ offers, columns, effects }: Pick<DrawnLayout, "offers" | "columns" | "effects">): number[] {
  return effects.map((_, i) =>
    Object.entries(offers.of).reduce((sum, [code, share]) => sum + share * rowOf(columns, code)[i]!, 0),
  );
}

/** Levels as a code has them in every cycle. */
function rowOf(columns: Layout["columns"], code: string): readonly number[] {
  return columns.get(code)!.at(-1)!;
}

/** Draws an arm for each unit in each cycle, and estimates the effects as the trial would: weighted, with levels centred on what was offered. */
export function drawOnce(
  groups: readonly Omit<Weighed, "code">[],
  layout: DrawnLayout,
  next: () => number,
): { effects: number[]; covariance: Matrix } | undefined {
  const { offers, columns, effects, stretches } = layout;
  const mean = meanOf(layout);
  const centred = new Map(
    Object.keys(offers.of).map((code) => [code, rowOf(columns, code).map((each, i) => each - mean[i]!)]),
  );
  const seen = effects.map(() => 0);
  const information = zeros(effects.length);
  for (const { weight, weighed } of groups)
    for (let t = 1; t < stretches.length; t++) {
      if (next() >= offers.available) continue;
      const row = centred.get(drawn(offers.of, next))!;
      for (const [i, one] of row.entries()) {
        seen[i]! += one * weighed[t]!;
        for (const [j, other] of row.entries()) information[i]![j]! += one * other * weight[t]![t]!;
      }
    }
  const covariance = inverse(information);
  return (
    covariance && {
      effects: covariance.map((row) => row.reduce((sum, each, j) => sum + each * seen[j]!, 0)),
      covariance,
    }
  );
}

function drawn(of: ArmOffers["of"], next: () => number): string {
  const codes = Object.keys(of);
  let left = next();
  for (const code of codes) {
    left -= of[code]!;
    if (left < 0) return code;
  }
  return codes.at(-1)!;
}

/** An arm for each of what is drawn together, in one cycle; who is not available has none. */
export function drawArms(
  units: readonly { together: string }[],
  { of, available }: ArmOffers,
  next: () => number,
): ReadonlyMap<string, string> {
  const all = [...new Set(units.map(({ together }) => together))].sort();
  return new Map(all.flatMap((together) => (next() < available ? [[together, drawn(of, next)] as const] : [])));
}

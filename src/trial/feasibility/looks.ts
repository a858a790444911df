import type { Cycle } from "../../input/campaign/campaign.ts";
import type { PlannedLook } from "../../input/trial/looks.ts";
import type { TrialFile } from "../../input/trial/trial.ts";
import type { Window } from "../../measure/standing.ts";
import { studentT } from "../../measure/verdict/numbers.ts";
import { generator } from "../draw.ts";
import { degreesOf, errorOf, leastTold } from "./detectable.ts";
import { type Allocated, estimatorOf, weigh, weightOf } from "./estimate.ts";
import type { Layout } from "./layout.ts";
import { lowerRoot, type Matrix } from "./matrix.ts";
import { type Components, covariances } from "./variance.ts";

/** What looks in between cost and save, over trials that are drawn from how values differ. */
export type LookPower = {
  readonly control: string;
  readonly looks: readonly PlannedLook[];
  readonly draws: number;
  readonly any: number; // share in which an arm is told to differ at the end though none does
  readonly spared: number; // share of all reports that need not be sent where no arm does anything
  readonly arms: readonly LookedArm[]; // all but the control
};

export type LookedArm = {
  readonly code: string;
  readonly stays: readonly number[]; // share in which it goes on after each look, where no arm does anything
  readonly told: number; // share in which it is told to differ at the end, where no arm does anything
  readonly without80: number; // least difference that is told with 80% power where nothing is dropped
  readonly power80: number; // and with the looks: it alone is better, and has to go on
  readonly power90: number;
};

type LooksGround = {
  layouts: readonly Layout[]; // one for each cycle
  cycles: readonly Cycle[];
  sizes: readonly (readonly string[])[]; // of what is allocated: its code, once for each of its recipients
  components: Components;
  strata: number;
  isBetter: 1 | -1; // what better is: a rise or a fall
  widening: number;
  draws: number;
  seed: number;
};

/** Estimates of each arm beside the control in one drawn trial, look by look, the end last. */
type DrawnLooks = readonly (readonly number[])[];

/**
 * Draws trials with the covariances of the trial's own past and follows the planned looks. At the end arms that are left are held against the
 * control by a two-sided test at the 5% level each; units of a dropped arm are not counted again, wherever they may go.
 */
export function lookedAt(
  { looks, control }: Pick<TrialFile, "looks" | "control">,
  about: LooksGround,
): LookPower | undefined {
  const { layouts, cycles, strata, widening, draws, isBetter } = about;
  if (looks.length === 0 || control === undefined) return undefined;
  const at = [...looks.map(({ cycle }) => cycles.findIndex(({ id }) => id === cycle)), layouts.length - 1];
  const others = Object.keys(layouts[0]!.ratio).filter((code) => code !== control);
  const timed = at.map((i) => besideControl(layouts[i]!, control, others));
  const { trials, errors } = drawTrials(timed, about);
  const degrees = degreesOf(timed.at(-1)!, about.sizes.length, strata);
  const followed = (drawn: DrawnLooks) => follow(drawn, { looks, errors, degrees, isBetter });
  const none = trials.map(followed);
  const share = (is: (each: FollowedLook) => boolean) => none.filter(is).length / draws;
  const parts = Object.entries(layouts[0]!.ratio);
  const part = (code: string) => (layouts[0]!.ratio[code] ?? 1) / parts.reduce((sum, [, each]) => sum + each, 0);
  return {
    control,
    looks,
    draws,
    any: share(({ told }) => told.some((each) => each)),
    spared: others.reduce(
      (sum, code, k) => sum + part(code) * meanOf(none.map(({ left }) => sparedBy(left[k], at, cycles.length))),
      0,
    ),
    arms: others.map((code, k): LookedArm => {
      const power = (effect: number) =>
        trials.filter((drawn) => isFound(followed(moved(drawn, k, effect * isBetter)), k)).length / draws;
      const without80 = leastTold(errors.at(-1)![k]!, 0.8, degrees);
      return {
        code,
        stays: looks.map((_, i) => share(({ left }) => left[k] === undefined || left[k] > i)),
        told: share(({ told }) => told[k]!),
        without80: widening * without80,
        power80: widening * leastWith(power, 0.8, without80),
        power90: widening * leastWith(power, 0.9, without80),
      };
    }),
  };

  function isFound({ told, better }: FollowedLook, k: number): boolean {
    return told[k]! && better[k]!;
  }
}

function sparedBy(look: number | undefined, at: readonly number[], cycles: number): number {
  return look === undefined ? 0 : (cycles - 1 - at[look]!) / cycles;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** A drawn trial in which one arm does so much more. */
function moved(drawn: DrawnLooks, arm: number, by: number): DrawnLooks {
  return drawn.map((look) => look.map((each, k) => (k === arm ? each + by : each)));
}

/** By how much an arm must be better to be found so often, to within a thousandth; what is found more often the more it is better. */
function leastWith(power: (effect: number) => number, wanted: number, start: number): number {
  let [low, high] = [0, start];
  while (power(high) < wanted) [low, high] = [high, 2 * high];
  while (high - low > start / 1000) {
    const middle = (low + high) / 2;
    if (power(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

/** A layout with an effect for each arm but the control. */
function besideControl(layout: Layout, control: string, others: readonly string[]): Layout {
  const rows = (code: string) => layout.stretches.map((_, t) => others.map((other) => Number(t > 0 && other === code)));
  return {
    ...layout,
    effects: others.map((level) => ({ factor: "arm", level, share: 0 })),
    columns: new Map([control, ...others].map((code) => [code, rows(code)])),
    contrasts: others.map((level, k) => ({
      factor: "arm",
      level,
      against: control,
      weights: others.map((_, j) => Number(j === k)),
    })),
  };
}

type FollowedLook = {
  left: readonly (number | undefined)[]; // for each arm the look after which it was dropped
  told: readonly boolean[]; // at the end, that it differs
  better: readonly boolean[];
};

type LookRules = { looks: readonly PlannedLook[]; errors: Matrix; degrees: number; isBetter: 1 | -1 };

/** What becomes of each arm in a drawn trial. */
function follow(drawn: DrawnLooks, { looks, errors, degrees, isBetter }: LookRules): FollowedLook {
  const end = drawn.at(-1)!;
  const left: (number | undefined)[] = end.map(() => undefined);
  for (const [i, { best, "p-below": p }] of looks.entries()) {
    const gains = drawn[i]!.map((each) => each * isBetter);
    const there = gains.flatMap((_, k) => (left[k] === undefined ? [k] : []));
    const goOn =
      p === undefined
        ? there.toSorted((a, b) => gains[b]! - gains[a]!).slice(0, best)
        : there.filter((k) => gains[k]! > studentT(2 * p, degrees) * errors[i]![k]!);
    for (const k of there.filter((each) => !goOn.includes(each))) left[k] = i;
  }
  const critical = studentT(0.05, degrees);
  return {
    left,
    told: end.map((each, k) => left[k] === undefined && Math.abs(each) > critical * errors.at(-1)![k]!),
    better: end.map((each) => each * isBetter > 0),
  };
}

/**
 * Estimates at each look, of trials that are drawn. What is of one code and size is drawn as one sum, since estimates are linear in
 * the means of what is allocated.
 */
function drawTrials(
  timed: readonly Layout[],
  { sizes, components, draws, seed }: LooksGround,
): { trials: DrawnLooks[]; errors: Matrix } {
  const [before, since] = timed.at(-1)!.stretches as [Window, Window];
  const pieces = [
    before,
    ...Array.from(
      { length: since.to - since.from + 1 },
      (_, i): Window => ({ from: since.from + i, to: since.from + i }),
    ),
  ];
  const groups = [...Map.groupBy(sizes, (own) => `${own[0]} ${own.length}`).values()].map((all) => {
    const [code = "", size] = [all[0]![0], all[0]!.length];
    return { code, size, count: all.length, root: lowerRoot(covariances(components, pieces, size)) };
  });
  const looks = timed.map((layout) => {
    const [, { to }] = layout.stretches as [Window, Window];
    const weights = new Map(
      groups.map(({ size }) => [size, weightOf(covariances(components, layout.stretches, size))]),
    );
    const allocated = groups.flatMap(({ code, size, count }) =>
      Array.from({ length: count }, (): Allocated => ({ code, weight: weights.get(size)! })),
    );
    const estimator = estimatorOf(allocated, layout.columns);
    if (!estimator) throw new Error("arms that cannot be told from one another");
    const months = to - since.from + 1;
    return { layout, weights, estimator, months };
  });
  const next = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const trials = Array.from({ length: draws }, (): DrawnLooks => {
    const sums = groups.map(({ count, root }) => {
      const drawn = root.map(() => Math.sqrt(count) * normal());
      return root.map((row, t) => row.slice(0, t + 1).reduce((sum, each, s) => sum + each * drawn[s]!, 0));
    });
    return looks.map(({ layout, weights, estimator, months }) => {
      const of = new Map([...layout.columns.keys()].map((code) => [code, [0, 0]]));
      for (const [g, { code, size }] of groups.entries()) {
        const [first = 0, ...rest] = sums[g]!;
        const means = [first, meanOf(rest.slice(0, months))];
        const own = of.get(code)!;
        for (const [t, each] of weigh(weights.get(size)!, means).entries()) own[t]! += each;
      }
      return estimator.effects(of);
    });
  });
  return {
    trials,
    errors: looks.map(({ layout, estimator }) => layout.contrasts.map((each) => errorOf(each, estimator.covariance))),
  };
}

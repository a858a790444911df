import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Tailoring } from "../../input/trial/trial.ts";
import { measureOn } from "../../measure/measure.ts";
import type { Standings } from "../../measure/standing.ts";
import { type Month, toMonth } from "../../month.ts";
import { generator } from "../draw.ts";
import { type DecidedOn, responseOf } from "../pack/decide.ts";
import type { DrawnResponses } from "./later-stages.ts";
import type { Past } from "./past.ts";
import { drawSeries, sourceOf } from "./resampled.ts";

/** What reports would say of a change where there is none, by chance alone. */
export type ByChance = {
  readonly draws: number;
  readonly recipients: number; // whose past is known
  readonly cycles: readonly ToldIn[]; // for each cycle, then at least once in all
  readonly arms: readonly ToldInArm[];
  readonly responders: Readonly<Record<string, number>>; // share that the rule before a stage takes for responders, by the stage
};

/** Shares of recipients, on average over the draws. Of an indicator without a direction `better` is a fall and `worse` a rise. */
export type ToldByChance = { readonly better: number; readonly worse: number };

export type ToldIn = ToldByChance & { readonly cycle: string };

/** Of one code of the list at the last cycle: how many are told so, and within what range in 95 of 100 draws. */
export type ToldInArm = {
  readonly code: string;
  readonly recipients: number;
  readonly better: ChanceRange;
  readonly worse: ChanceRange;
};

export type ChanceRange = { readonly mean: number; readonly from: number; readonly to: number };

const before = 36; // months before the first window's end that are drawn: what a change is judged from, and more
type Way = "better" | "worse";

/** `rules`: of decisions on the same indicator, by the stage before which they are made. `look` is shown every draw. */
type Chance = {
  cycles: readonly Cycle[];
  listed: readonly string[]; // codes of the list
  place: (units: Past["units"], next: () => number) => ReadonlyMap<string, string>; // a code for what is allocated together
  rules: ReadonlyMap<string, Tailoring>;
  look: (drawn: DrawnResponses, next: () => number) => void;
  until: Month; // the last that is drawn, where it is later than those of reports
  draws: number;
  seed: number;
};

/** Draws series without a change, has the engine itself judge every cycle's reports, and counts. */
export function toldByChance(past: Past, { cycles, listed, place, rules, look, until, draws, seed }: Chance): ByChance {
  const source = sourceOf(past);
  const units = past.units.filter(({ recipient }) => source.of.has(recipient));
  const codes = units.map(({ recipient }) => recipient);
  const axis = { from: toMonth(cycles[0]!.data.to) - before + 1, to: Math.max(until, toMonth(cycles.at(-1)!.data.to)) };
  const next = generator(seed);
  const perCycle = cycles.map(() => ({ better: 0, worse: 0 }));
  const responders = new Map([...rules.keys()].map((stage) => [stage, 0]));
  const ever = { better: 0, worse: 0 };
  const inArms = new Map(listed.map((code) => [code, { of: 0, better: [] as number[], worse: [] as number[] }]));
  for (let i = 0; i < draws; i++) {
    const observations = drawSeries(source, axis, next);
    const once = { better: new Set<string>(), worse: new Set<string>() };
    let last: ReadonlyMap<string, Way> = new Map();
    const standings = new Map<string, Standings>();
    for (const [k, cycle] of cycles.entries()) {
      const found = measureOn({ ...source.ground, observations }, cycle, codes);
      standings.set(cycle.id, found);
      last = toldOf(past, found);
      for (const [code, way] of last) {
        perCycle[k]![way]++;
        once[way].add(code);
      }
    }
    ever.better += once.better.size;
    ever.worse += once.worse.size;
    const classes = new Map([...rules].map(([stage, after]) => [stage, respondersIn(past, after, standings)]));
    for (const [stage, own] of classes) responders.set(stage, responders.get(stage)! + own.size);
    look({ observations, responders: classes }, next);
    const codeOf = place(units, next);
    const members = Map.groupBy(units, ({ together }) => codeOf.get(together));
    for (const [code, arm] of inArms) {
      const own = members.get(code) ?? [];
      arm.of += own.length / draws;
      for (const way of ["better", "worse"] as const)
        arm[way].push(own.filter(({ recipient }) => last.get(recipient) === way).length);
    }
  }
  const all = draws * codes.length;
  const share = ({ better, worse }: ToldByChance) => ({ better: better / all, worse: worse / all });
  return {
    draws,
    recipients: codes.length,
    cycles: [
      ...cycles.map(({ id }, k) => ({ cycle: id, ...share(perCycle[k]!) })),
      ...(cycles.length > 1 ? [{ cycle: "any", ...share(ever) }] : []),
    ],
    arms: [...inArms].map(([code, { of, better, worse }]) => ({
      code,
      recipients: Math.round(of),
      better: rangeOf(better),
      worse: rangeOf(worse),
    })),
    responders: Object.fromEntries([...responders].map(([stage, count]) => [stage, count / all])),
  };
}

/** Whom a rule takes for responders. */
function respondersIn({ indicator }: Past, after: Tailoring, standings: ReadonlyMap<string, Standings>): Set<string> {
  const at = (cycle: string | undefined, code: string): DecidedOn | undefined => {
    const found = cycle === undefined ? undefined : standings.get(cycle);
    const standing = found?.of[code]?.[0];
    return standing && { standing, statistics: found.groups[standing.group ?? ""]?.statistics, indicator };
  };
  const codes = Object.keys(standings.get(after.snapshot)!.of);
  return new Set(
    codes.filter((code) => responseOf(after, at(after.snapshot, code)!, at(after.baseline, code)) === "responder"),
  );
}

/** Whom a report would tell that it has changed, and which way. */
function toldOf({ indicator }: Past, { of }: Standings): Map<string, Way> {
  const good = indicator.direction === "higher" ? "rising" : "falling";
  return new Map(
    Object.entries(of).flatMap(([code, [standing]]): [string, Way][] => {
      const direction = standing?.trend?.direction ?? "steady";
      return direction === "steady" ? [] : [[code, direction === good ? "better" : "worse"]];
    }),
  );
}

function rangeOf(counts: readonly number[]): ChanceRange {
  const sorted = counts.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { mean: counts.reduce((sum, each) => sum + each, 0) / counts.length, from: at(0.025), to: at(0.975) };
}

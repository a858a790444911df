import type { Indicator } from "./indicator.ts";
import { type Clause, holdingWith, type Rules, setsOf, toRules } from "./settling.ts";
import { impliedBy, type Signal, signals } from "./signals.ts";

/** A set of signals that may be true of one recipient together; of all others in question it is known that they are not. */
export type SignalPattern = ReadonlySet<Signal>;

/** Whether a signal is never set because of what the data bring: counts, or published values. */
export function isOfOtherData(signal: Signal, given: Indicator["given"]): boolean {
  return given === "value" ? ofCounts.includes(signal) : ofValues.some((each) => each === signal);
}

/** What is known of the indicator beforehand: some signals are never set without a direction, a target, counts or balancing measures. */
export type Directed = Pick<Indicator, "direction" | "target"> & Partial<Pick<Indicator, "given" | "balanced-by">>;

/**
 * Every possible pattern of some signals: those sets of them that are true of somebody, as far as the rules below know.
 * Without an indicator, whatever is possible for any.
 */
export function possiblePatterns(of: readonly Signal[], about?: Directed): readonly SignalPattern[] {
  const wanted = [...new Set(of)];
  const { rules, patterns: known } = rulesFor(about);
  const asked = wanted.join(" ");
  const patterns = known.get(asked) ?? setsOf(wanted, rules);
  if (patterns.length <= keepable) known.set(asked, patterns);
  return patterns;
}

const keepable = 20_000; // patterns: more than a ladder asks about, and no weight in memory

/** The signals that are surely true where some are and some are not; undefined where that cannot be of anybody. */
export function certainOf(
  { has, not }: { has: readonly Signal[]; not: readonly Signal[] },
  about?: Directed,
): ReadonlySet<Signal> | undefined {
  const { rules } = rulesFor(about);
  const given = [...has.map((signal) => ({ signal, is: true })), ...not.map((signal) => ({ signal, is: false }))];
  return holdingWith(given, rules);
}

/** Of two signals at most one is ever set. The rule that sets each is in measure/find-signals.ts. */
export const exclusions: readonly (readonly [Signal, ...Signal[]])[] = [
  ["no-data", "withheld", "measured"],
  ["no-data", "sized"],
  ["no-data", "list-step"],
  ["peers-known", "few-peers"],
  ["small-numbers", "compared"],
  ["implausible", "doubted"],
  ["implausible", "small-numbers"],
  ["implausible", "compared"],
  ["implausible", "zero"],
  ["implausible", "has-past"],
  ["implausible", "has-interval"],
  ["implausible", "meets-target"],
  ["implausible", "about-target"],
  ["implausible", "misses-target"],
  ["implausible", "published-better"],
  ["implausible", "published-no-different"],
  ["implausible", "published-worse"],
  ["list-step", "has-past"],
  ["better-than-median", "about-level", "worse-than-median"],
  ["above-median", "about-level", "below-median"],
  ["usual", "unusual-high", "unusual-low"],
  ["unreliable", "ranked"],
  ["in-best-quarter", "about-best-quarter", "outside-best-quarter"],
  ["in-lowest-quarter", "above-median"],
  ["in-highest-quarter", "below-median"],
  ["meets-target", "about-target", "misses-target"],
  ["small-numbers", "meets-target"],
  ["small-numbers", "about-target"],
  ["small-numbers", "misses-target"],
  ["published-better", "published-no-different", "published-worse"],
  ["meets-benchmark", "about-benchmark", "misses-benchmark"],
  ["rising", "steady", "falling"],
  ["improving", "steady", "worsening"],
  ["rising-for-years", "falling-for-years"],
  ["rising-for-years", "falling"],
  ["falling-for-years", "rising"],
  ["small-numbers", "for-years"],
  ["implausible", "for-years"],
  ["list-step", "for-years"],
  ["zero", "for-years"],
  ["small-numbers", "rising"],
  ["small-numbers", "falling"],
  ["small-numbers", "steady"],
  ["small-numbers", "improving"],
  ["small-numbers", "worsening"],
  ["zero", "rising"],
  ["zero", "above-median"],
  ["past-zero", "past-some"],
  ["achieved-median", "worse-than-median"],
  ["approaching-best-quarter", "worse-than-median"],
  ["implausible", "told-before"],
  ["list-step", "told-before"],
  ["rising-since", "early-since", "steady-since", "falling-since"],
  ["better-since", "early-since", "steady-since", "worse-since"],
  ["small-numbers", "rising-since"],
  ["small-numbers", "falling-since"],
  ["small-numbers", "early-since"],
  ["small-numbers", "steady-since"],
  ["balanced", "unbalanced"],
  ["implausible", "unbalanced"],
  ["small-numbers", "unbalanced"],
  ["all-worse", "mixed", "all-better"],
  ["all-worse", "better-than-median"],
  ["all-better", "worse-than-median"],
];

/** Where the first are all true, one of the last is too. */
const consequences: readonly { where: readonly Signal[]; oneOf: readonly Signal[] }[] = [
  { where: [], oneOf: ["no-data", "withheld", "measured"] },
  { where: [], oneOf: ["peers-known", "few-peers"] },
  { where: ["measured", "peers-known"], oneOf: ["implausible", "small-numbers", "compared"] },
  { where: ["compared"], oneOf: ["unreliable", "ranked"] },
  { where: ["compared"], oneOf: ["above-median", "about-level", "below-median"] },
  { where: ["has-past"], oneOf: ["small-numbers", "rising", "steady", "falling"] },
  { where: ["has-past"], oneOf: ["past-zero", "past-some"] },
  {
    where: ["measured", "has-target"],
    oneOf: ["implausible", "small-numbers", "meets-target", "about-target", "misses-target"],
  },
  { where: ["compared", "has-benchmark"], oneOf: ["meets-benchmark", "about-benchmark", "misses-benchmark"] },
  { where: ["zero", "past-zero"], oneOf: ["small-numbers", "steady"] },
  {
    where: ["unbalanced"],
    oneOf: ["better-than-median", "improving", "meets-target", "meets-benchmark"],
  },
  { where: ["for-years"], oneOf: ["rising-for-years", "falling-for-years"] },
  { where: ["told-before"], oneOf: ["small-numbers", "rising-since", "falling-since", "early-since", "steady-since"] },
  { where: ["better-since"], oneOf: ["rising-since", "falling-since"] },
  { where: ["worse-since"], oneOf: ["rising-since", "falling-since"] },
  { where: ["improving"], oneOf: ["rising", "falling"] },
  { where: ["worsening"], oneOf: ["rising", "falling"] },
];

const withDirection: readonly Signal[] = [
  "better-than-median",
  "worse-than-median",
  "in-best-quarter",
  "about-best-quarter",
  "outside-best-quarter",
  "improving",
  "worsening",
  "better-since",
  "worse-since",
  "meets-target",
  "surely-meets-target",
  "about-target",
  "misses-target",
  "has-benchmark",
  "meets-benchmark",
  "about-benchmark",
  "misses-benchmark",
  "balanced",
  "unbalanced",
];
const withoutDirection: readonly Signal[] = ["in-lowest-quarter", "in-highest-quarter"];

/** Only of what is worked out from counts. */
const ofCounts: readonly Signal[] = [
  "sized",
  "for-years",
  "few-patients",
  "clearly-few",
  "has-benchmark",
  "meets-benchmark",
  "about-benchmark",
  "misses-benchmark",
];

/** Only of published values. */
export const ofValues = [
  "published-better",
  "published-no-different",
  "published-worse",
] as const satisfies readonly Signal[];

/** Each of a pair brings the other. */
const sameWhere: Readonly<Record<Exclude<Directed["direction"], "none">, readonly (readonly [Signal, Signal])[]>> = {
  lower: [
    ["better-than-median", "below-median"],
    ["worse-than-median", "above-median"],
    ["improving", "falling"],
    ["worsening", "rising"],
    ["better-since", "falling-since"],
    ["worse-since", "rising-since"],
  ],
  higher: [
    ["better-than-median", "above-median"],
    ["worse-than-median", "below-median"],
    ["improving", "rising"],
    ["worsening", "falling"],
    ["better-since", "rising-since"],
    ["worse-since", "falling-since"],
  ],
};

const implied = signals.flatMap((signal) => impliedBy(signal).map((other) => ({ signal, implied: other })));
const isOfSize = (each: { implied: Signal }) => each.implied === "sized";
const toClause = (each: { signal: Signal; implied: Signal }) => clause([each.signal], [each.implied]);

const always: readonly Clause[] = [
  ...implied.filter((each) => !isOfSize(each)).map(toClause),
  ...exclusions.flatMap(pairsOf).map((both) => clause(both, [])),
  ...consequences.map(({ where, oneOf }) => clause(where, oneOf)),
];

/** A denominator is known of whatever has data, where data are counts. */
const whereCounted: readonly Clause[] = [...implied.filter(isOfSize).map(toClause), clause([], ["no-data", "sized"])];

/** What follows from what the data bring. */
function rulesOfData(given: Directed["given"]): Clause[] {
  const never = (of: readonly Signal[]) => of.map((signal) => clause([signal], []));
  return given === "value" ? never(ofCounts) : [...whereCounted, ...never(ofValues)];
}

/** What follows from the indicator's direction and target. */
function rulesAbout({ direction, target, "balanced-by": balancedBy }: Directed): Clause[] {
  const never = (of: readonly Signal[]) => of.map((signal) => clause([signal], []));
  const targets: readonly Signal[] = ["has-target", "meets-target", "about-target", "misses-target"];
  if (direction === "none")
    return never([...withDirection, "has-target", "twice-median", "half-median", "best-of-peers"]);
  return [
    ...never(withoutDirection),
    ...(balancedBy ? [] : never(["balanced", "unbalanced"])),
    ...sameWhere[direction].flatMap(([a, b]) => [clause([a], [b]), clause([b], [a])]),
    clause(["compared"], ["in-best-quarter", "about-best-quarter", "outside-best-quarter"]),
    clause(["all-worse", "about-level"], []),
    ...(direction === "higher" ? never(["twice-median", "half-median"]) : []),
    ...(direction === "lower" ? [clause(["zero", "compared"], ["in-best-quarter", "about-best-quarter"])] : []),
    ...(target ? [clause([], ["has-target"])] : never(targets)),
  ];
}

function clause(where: readonly Signal[], oneOf: readonly Signal[]): Clause {
  return [...where.map((signal) => ({ signal, is: false })), ...oneOf.map((signal) => ({ signal, is: true }))];
}

function pairsOf(all: readonly Signal[]): [Signal, Signal][] {
  return all.flatMap((a, i) => all.slice(i + 1).map((b): [Signal, Signal] => [a, b]));
}

/** All that is asked of an indicator here, as a text: what is found for one serves all others of its kind. */
export function kindOf(about: Directed | undefined): string {
  if (!about) return "any";
  return [about.direction, about.target !== undefined, about.given, about["balanced-by"] !== undefined].join(" ");
}

/** The rules in force, indexed once for each kind of indicator: a campaign asks a few hundred times. */
function rulesFor(about: Directed | undefined): PatternSearch {
  const kind = kindOf(about);
  const known = indexed.get(kind);
  if (known) return known;
  const of = about ? [...rulesAbout(about), ...rulesOfData(about.given)] : whereCounted; // of any: words may ask for a size
  const rules: PatternSearch = { rules: toRules([...always, ...of]), patterns: new Map() };
  indexed.set(kind, rules);
  return rules;
}

/** Rules, and the patterns found by them before, by the signals asked for: arms of a trial ask alike. */
type PatternSearch = { rules: Rules; patterns: Map<string, readonly SignalPattern[]> };

const indexed = new Map<string, PatternSearch>();

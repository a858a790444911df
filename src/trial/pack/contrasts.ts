import { newcombe } from "../../measure/interval.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import type { Problem } from "../../problem.ts";
import { type Course, channelsIn, coursesOf } from "./course.ts";
import type { PackEdition } from "./edition.ts";
import { cameBack, isHandedOver, isMade, isPlanned } from "./ends.ts";
import { type Facts, headlineOf, recipientsOf } from "./facts.ts";
import { fateOf, isWithheld } from "./fate.ts";
import { fidelityRow } from "./fidelity-row.ts";
import { left } from "./flow.ts";
import { pairsOf } from "./pairs.ts";
import { cyclesWithPlans, plansOf } from "./plans.ts";
import type { CycleRun } from "./runs.ts";
import { markdownTable, percent, rounded } from "./written.ts";

/** So many of so many, in an arm. */
export type ArmShare = { arm: string; numerator: number; denominator: number };

/** The difference of two arms in a share, first minus second, with its 95% interval. */
export type OutcomeContrast = {
  what: string;
  a: ArmShare;
  b: ArmShare;
  difference: number;
  lower: number;
  upper: number;
  stands: boolean;
};

const notable = 0.05;

/** Every pair of arms that both have somebody. A difference stands out where its interval leaves out 0 and it is above 5 points. */
export function contrastsOf(what: string, shares: readonly ArmShare[]): OutcomeContrast[] {
  const known = shares.filter(({ denominator }) => denominator > 0);
  return pairsOf(known).map(([a, b]) => {
    const { lower, upper } = newcombe(a, b);
    const difference = a.numerator / a.denominator - b.numerator / b.denominator;
    const stands = (lower > 0 || upper < 0) && Math.abs(difference) > notable;
    return { what, a, b, difference, lower, upper, stands };
  });
}

type ContrastFound = { code: string; contrast: OutcomeContrast };

/** What may differ between arms only by chance; what stands out is a warning by name. */
export function differentials(facts: Facts): { contrasts: OutcomeContrast[]; warnings: Problem[] } {
  const told = [
    ...ofRecipients(facts),
    ...ofPeers(facts),
    ...facts.runs.flatMap((run) => ofReports(facts, run)),
    ...cyclesWithPlans(facts).flatMap((run) => ofPlans(facts, run)),
  ];
  return {
    contrasts: told.map(({ contrast }) => contrast),
    warnings: told.filter(({ contrast }) => contrast.stands).map(({ code, contrast }) => warningOf(code, contrast)),
  };
}

type ContrastCheck = { code: string; what: string; holds: (code: string, arm: string) => boolean | null };

/** What is true of recipients in this cycle; null where it cannot be asked, because nothing was made. */
function ofRecipients(facts: Facts): ContrastFound[] {
  const { entries } = facts.runs.at(-1)!;
  const madeOf = (code: string) => (entries.get(code) ?? []).filter((entry): entry is ArtefactEntry => "path" in entry);
  const ofMade = (test: (entry: ArtefactEntry) => boolean) => (code: string) =>
    madeOf(code).length === 0 ? null : madeOf(code).some(test);
  const fates = new Map(
    Object.entries(facts.run.trial.assignments).map(([code, each]) => [code, fateOf(each, entries.get(code)).fate]),
  );
  const checks: ContrastCheck[] = [
    {
      code: "differential-attrition",
      what: "left before this cycle",
      holds: (code) => left.includes(fates.get(code)!),
    },
    {
      code: "differential-suppression",
      what: "headline value withheld",
      holds: (code, arm) => isWithheld(entries.get(code) ?? [], headlineOf(facts, arm)),
    },
    {
      code: "differential-suppression",
      what: "any figure withheld",
      holds: ofMade(({ suppressions }) => suppressions.length > 0),
    },
    {
      code: "differential-findings",
      what: "report with a finding on reading it back",
      holds: ofMade(({ problems }) => problems.length > 0),
    },
  ];
  return checks.flatMap(({ code, what, holds }) => {
    const shares = facts.arms.map((arm) =>
      shareOf(
        arm,
        recipientsOf(facts, arm).map((each) => holds(each, arm)),
      ),
    );
    return contrastsOf(what, shares).map((contrast) => ({ code, contrast }));
  });
}

/** Recipients whose peers are of another place than in the cycle before: a directory that was edited changes whom they are held against. */
function ofPeers({ runs, trial }: Facts): ContrastFound[] {
  const [before, last] = runs.slice(-2);
  if (!before || !last) return [];
  const moved = Object.entries(last.trial.assignments).flatMap(([code, { arm }]) => {
    const [then, now] = [before, last].map(({ entries }) => placesIn(entries.get(code) ?? []));
    const both = [...(then?.keys() ?? [])].filter((indicator) => now?.has(indicator));
    return both.length === 0 ? [] : [{ arm, isMoved: both.some((each) => then!.get(each) !== now!.get(each)) }];
  });
  if (!moved.some(({ isMoved }) => isMoved)) return [];
  const shares = [...trial.arms.keys()].map((arm) =>
    shareOf(
      arm,
      moved.filter((each) => each.arm === arm).map(({ isMoved }) => isMoved),
    ),
  );
  const what = `peers of another place than in ${before.cycle.id}`;
  return contrastsOf(what, shares).map((contrast) => ({ code: "differential-peers", contrast }));
}

/** Where the peers of a recipient are, by indicator, as its report was made; nothing where none was, or there are no peers. */
function placesIn(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const made = entries.find((entry): entry is ArtefactEntry => "path" in entry);
  return new Map(
    Object.entries(made?.values ?? {}).flatMap(([indicator, { place }]) =>
      typeof place === "string" ? [[indicator, place] as const] : [],
    ),
  );
}

/** A step of the way of a report: who could take it, and who did. */
type ContrastStep = {
  code: string;
  what: string;
  of: (course: Course) => boolean;
  holds: (course: Course) => boolean;
  isKnown?: (courses: readonly Course[]) => boolean; // whether it was looked at: what nobody records happens to nobody
};

const steps: readonly ContrastStep[] = [
  { code: "differential-failure", what: "planned, not made", of: isPlanned, holds: (course) => !isMade(course) },
  {
    code: "differential-receipt",
    what: "made, not handed over",
    of: isMade,
    holds: (course) => !isHandedOver(course),
    isKnown: (courses) => courses.some(isHandedOver),
  },
  { code: "differential-receipt", what: "handed over, came back", of: isHandedOver, holds: cameBack },
  {
    code: "differential-receipt",
    what: "handed over, delivered",
    of: isHandedOver,
    holds: ({ days }) => days.delivered !== null,
    isKnown: (courses) => courses.some(({ days }) => days.delivered !== null),
  },
  {
    code: "differential-opening",
    what: "handed over, opened",
    of: isHandedOver,
    holds: ({ days }) => days.opened !== null,
    isKnown: (courses) => courses.some(({ days }) => days.opened !== null),
  },
];

/** What is true of the reports of a cycle, by channel; of an earlier one only what stands out, since a return may come late. */
function ofReports(facts: Facts, run: CycleRun): ContrastFound[] {
  const courses = coursesOf(facts, run);
  const isLast = run === facts.runs.at(-1);
  return channelsIn(courses).flatMap((channel) => {
    const own = courses.filter((course) => course.channel === channel);
    const asked = steps.filter(({ isKnown }) => isKnown?.(own) ?? true);
    return asked.flatMap(({ code, what, of, holds }) => {
      const shares = [...facts.trial.arms.keys()].map((arm) =>
        shareOf(arm, own.filter((course) => course.arm === arm && of(course)).map(holds)),
      );
      const name = `by ${channel}: ${what}${isLast ? "" : `, ${run.cycle.id}`}`;
      const found = contrastsOf(name, shares).map((contrast) => ({ code, contrast }));
      return isLast ? found : found.filter(({ contrast }) => contrast.stands);
    });
  });
}

/** Of those with a report of a cycle, whose plan came back; asked of cycles from which any did. */
function ofPlans(facts: Facts, run: CycleRun): ContrastFound[] {
  const shares = [...facts.trial.arms.keys()].map((arm): ArmShare => {
    const { made, plans } = plansOf(facts, { arm, run });
    return { arm, numerator: plans.length, denominator: made };
  });
  const found = contrastsOf(`a plan returned on the report, ${run.cycle.id}`, shares);
  return found.map((contrast) => ({ code: "differential-return", contrast }));
}

function shareOf(arm: string, answers: readonly (boolean | null)[]): ArmShare {
  const known = answers.filter((each) => each !== null);
  return { arm, numerator: known.filter(Boolean).length, denominator: known.length };
}

export function warningOf(code: string, { what, a, b, difference, lower, upper }: OutcomeContrast): Problem {
  const share = ({ arm, numerator, denominator }: ArmShare) => `${arm} ${numerator} of ${denominator}`;
  return {
    code,
    severity: "warning",
    message: `${what}: ${share(a)}, ${share(b)}; a difference of ${points(difference)} points (95% interval ${points(lower)} to ${points(upper)})`,
    hint: "what became of the arms differs by more than chance: find the cause before the next cycle, and report it",
  };
}

export function contrastRow({ what, a, b, difference, lower, upper, stands }: OutcomeContrast, { arm }: PackEdition) {
  return fidelityRow({
    part: "differential",
    arm: arm(a.arm),
    other_arm: arm(b.arm),
    item: what,
    value: rounded(difference, 4),
    numerator: a.numerator,
    denominator: a.denominator,
    other_numerator: b.numerator,
    other_denominator: b.denominator,
    lower: rounded(lower, 4),
    upper: rounded(upper, 4),
    note: stands ? "stands out" : null,
  });
}

export function contrastTable(contrasts: readonly OutcomeContrast[], { arm }: PackEdition): string {
  const share = ({ arm: code, numerator, denominator }: ArmShare) =>
    `${arm(code)}: ${numerator} of ${denominator} (${percent(numerator / denominator)})`;
  return markdownTable(
    ["what", "arm", "other arm", "difference in points", "95% interval", ""],
    contrasts.map(({ what, a, b, difference, lower, upper, stands }) => [
      what,
      share(a),
      share(b),
      points(difference),
      `${points(lower)} to ${points(upper)}`,
      stands ? "stands out" : "",
    ]),
  );
}

/** 0.0712 → "7.1" */
function points(share: number): string {
  return (share * 100).toFixed(1).replace(/^-0\.0$/, "0.0");
}

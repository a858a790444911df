import type { Cycle } from "../../../input/campaign/campaign.ts";
import type { Channel } from "../../../input/campaign/channels.ts";
import type { Indicator } from "../../../input/library/indicator.ts";
import { countsOf, type Standing, type Window } from "../../../measure/standing.ts";
import { firstDay, lastDay } from "../../../month.ts";
import { rememberedBy } from "../../../remembered.ts";
import { assign } from "../../../report/assign.ts";
import { designOf, type Job } from "../../../report/plan.ts";
import { type Measuring, measureStudy } from "../../../report/subjects.ts";
import type { Facts } from "../facts.ts";
import { headlineOf } from "../facts.ts";
import type { CycleRun } from "../runs.ts";
import type { WrittenCell } from "../written.ts";
import { columnSuffix } from "./columns.ts";

/** Baseline and outcome of everybody allocated, by cycle and recipient: cells by the names of `outcomeColumns`. */
export type Outcomes = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, WrittenCell>>>>;

/** What figures are measured from: nothing of what was made for anybody. */
export type OutcomeGround = Pick<Facts, "study" | "trial" | "organisations" | "designs"> &
  Measuring & {
    runs: readonly Pick<CycleRun, "cycle" | "trial">[];
  };

/** The indicators that reports of the trial are about, in order of their ids: those of all arms, whoever is sent a report on them. */
export function outcomeIndicators(facts: OutcomeGround): { topic: string; indicator: Indicator }[] {
  const headlines = [...facts.trial.arms.keys()]
    .map((arm) => ({ topic: facts.designs.get(arm)!.topic, id: headlineOf(facts, arm) }))
    .toSorted((a, b) => (`${a.id} ${a.topic}` < `${b.id} ${b.topic}` ? -1 : 1));
  return [...new Map(headlines.map((each) => [each.id, each])).values()].flatMap(({ topic, id }) => {
    const indicator = facts.study.topics.get(topic)?.indicators.get(id);
    return indicator ? [{ topic, indicator }] : [];
  });
}

/**
 * What the data of this run say of everybody who was allocated in a cycle, on every indicator of the trial: those without a report and
 * those who left too, but not who withdrew with their data. All are measured alike, in the campaign's own design, so that no figure
 * hangs on an arm; all cycles are of one extract.
 */
export function outcomesOf(facts: OutcomeGround): Outcomes {
  const indicators = outcomeIndicators(facts);
  const first = facts.runs[0]!.cycle;
  const codes = facts.runs.flatMap(({ trial }) => Object.keys(trial.assignments));
  const baseline = figuresAt(facts, indicators, first, codes);
  const gone = withdrawnWithData(facts);
  return new Map(
    facts.runs.map(({ cycle, trial }) => {
      const own = Object.entries(trial.assignments);
      const outcome =
        cycle.id === first.id ? baseline : figuresAt(facts, indicators, cycle, Object.keys(trial.assignments));
      const told = own
        .filter(([code]) => !gone.has(code))
        .map(([code]) => {
          const figures = { ...named("baseline", baseline.get(code)), ...named("outcome", outcome.get(code)) };
          return [code, figures] as const;
        });
      return [cycle.id, new Map(told)] as const;
    }),
  );
}

/** Who has withdrawn with its data by the cycle of the pack: no figure of it is in any row, whenever it is of. */
export function withdrawnWithData({ runs }: Pick<OutcomeGround, "runs">): ReadonlySet<string> {
  const { assignments } = runs.at(-1)!.trial;
  return remembered([assignments], "", () => {
    const gone = Object.entries(assignments).filter(([, { status }]) => status === "withdrawn-with-data");
    return new Set(gone.map(([code]) => code));
  });
}

/** Every row of a table asks. */
const remembered = rememberedBy<ReadonlySet<string>>();

type OutcomeStandings = ReadonlyMap<string, ReadonlyMap<string, Standing>>; // by recipient and indicator

function figuresAt(
  { study, trial, organisations, measure }: OutcomeGround,
  indicators: ReturnType<typeof outcomeIndicators>,
  cycle: Cycle,
  codes: readonly string[],
): OutcomeStandings {
  const assignments = assign(study, trial, cycle);
  const found = new Map<string, Map<string, Standing>>();
  for (const [topic, all] of Map.groupBy(indicators, ({ topic }) => topic)) {
    const design = designOf(study.topics.get(topic)!.campaign);
    const jobs = [...new Set(codes)].flatMap((code): Job[] => {
      const organisation =
        assignments.of.get(code)?.status === "withdrawn-with-data" ? undefined : organisations.get(code);
      return organisation ? [{ topic, organisation, design, channels: [] as Channel[] }] : [];
    });
    const wanted = new Set(all.map(({ indicator }) => indicator.indicator));
    for (const { organisation, standings } of measureStudy(
      study,
      { jobs, cycle, assignments },
      measure ? { measure } : {},
    ).tasks) {
      const own = found.get(organisation.code) ?? new Map<string, Standing>();
      for (const each of standings) if (wanted.has(each.indicator)) own.set(each.indicator, each);
      found.set(organisation.code, own);
    }
  }
  return found;
}

function named(
  when: "baseline" | "outcome",
  standings: ReadonlyMap<string, Standing> = new Map(),
): Record<string, WrittenCell> {
  const cells = [...standings].flatMap(([id, { own, window }]): [string, WrittenCell][] => {
    const suffix = columnSuffix(id);
    const counts = countsOf(own);
    return [
      [`${when}_${suffix}`, own.state === "shown" ? own.value : null],
      [`${when}_numerator_${suffix}`, counts?.count ?? null],
      [`${when}_denominator_${suffix}`, counts?.base ?? null],
      [`${when}_withheld_${suffix}`, own.state === "withheld"],
      ...daysOf(when, suffix, window),
    ];
  });
  return Object.fromEntries(cells);
}

function daysOf(when: string, suffix: string, { from, to }: Window): [string, WrittenCell][] {
  return [
    [`${when}_from_${suffix}`, firstDay(from)],
    [`${when}_to_${suffix}`, lastDay(to)],
  ];
}

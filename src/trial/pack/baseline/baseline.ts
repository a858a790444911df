import { type Alike, alikeWithin } from "../../../measure/icc.ts";
import type { Assignment } from "../../../report/assign.ts";
import type { FollowedOutcomes } from "../exposure/by-cycle.ts";
import { columnSuffix } from "../exposure/columns.ts";
import type { OutcomeGround } from "../exposure/outcomes.ts";
import { outcomeIndicators } from "../exposure/outcomes.ts";
import type { Facts } from "../facts.ts";
import { type ArmGroup, type StageGroups, sizesOf } from "../groups.ts";
import { pairsOf } from "../pairs.ts";
import { type BaselineSpread, type CountShare, differenceOfMeans, differenceOfShares, spreadOf } from "./statistics.ts";

/** What groups were like when the trial began: CONSORT 2025, item 25. No test of significance, since what differs differs by chance. */
export type Baseline = {
  cycle: string; // of the figures: the trial's first
  sets: readonly BaselineSet[]; // groups that are compared with one another
};

export type BaselineSet = {
  stage: string | null;
  groups: readonly { name: string; units: number; recipients: number; clusters: number | null }[];
  rows: readonly BaselineRow[];
};

/** A characteristic of each group, in their order; a kind of it has a row for each. */
export type BaselineRow = {
  characteristic: string;
  unit: string | null;
  kind: string | null; // a kind of what comes in kinds; null of a number
  groups: readonly (({ missing: number } & BaselineSpread) | ({ missing: number } & CountShare))[];
  differences: readonly BaselineDifference[]; // of every pair of groups
  alike?: Alike; // within clusters, of a number; absent where nobody was allocated together
};

export type BaselineDifference = { a: string; b: string; difference: number | null };

/** Where baselines come from: the list, the directory and the data; nothing of what was made. */
export type BaselineSource = Pick<Facts, "trial" | "study" | "organisations" | "designs"> & Pick<OutcomeGround, "runs">;

type Characteristic = {
  name: string;
  unit: string | null;
  of: (code: string, assignment: Assignment) => number | string | null;
  isNumber: boolean;
};

const mostKinds = 12; // strata of more are told by `stratum` in exposure.csv

/** Baselines of groups that are compared with one another. */
export function baselineOf(
  source: BaselineSource,
  compared: readonly StageGroups[],
  followed: Pick<FollowedOutcomes, "outcomes">,
): Baseline {
  const characteristics = characteristicsOf(source, followed);
  return {
    cycle: source.runs[0]!.cycle.id,
    sets: compared.map(({ stage, groups }) => ({
      stage,
      groups: groups.map((group) => ({ name: group.name, recipients: group.of.length, ...sizesIn(group) })),
      rows: characteristics.flatMap((each) => rowsOf(each, groups)),
    })),
  };
}

function sizesIn(group: ArmGroup): { units: number; clusters: number | null } {
  const { units, clusters } = sizesOf(group);
  return { units, clusters: clusters > 0 ? clusters : null };
}

function characteristicsOf(source: BaselineSource, { outcomes }: Pick<FollowedOutcomes, "outcomes">): Characteristic[] {
  const { trial, study, organisations, runs } = source;
  const figures = outcomes.get(runs.at(-1)!.cycle.id);
  const said = [...study.topics.values()].map(({ data }) => data.organisations.covariates);
  const stratum: Characteristic = {
    name: "Stratum",
    unit: null,
    isNumber: false,
    of: (_code, { stratum }) => stratum ?? null,
  };
  return [
    ...outcomeIndicators(source).map(({ indicator }): Characteristic => {
      const column = `baseline_${columnSuffix(indicator.indicator)}`;
      return {
        name: indicator.title,
        unit: indicator.unit,
        isNumber: true,
        of: (code) => known(figures?.get(code)?.[column]),
      };
    }),
    ...Object.entries(trial.file["allocated-by"]).map(
      ([id, { is }]): Characteristic => ({
        name: is,
        unit: null,
        isNumber: false,
        of: (_code, { by }) => by?.[id] || null,
      }),
    ),
    ...trial.file.covariates.map((id): Characteristic => {
      const about = said.find((each) => Object.hasOwn(each, id))?.[id];
      return {
        name: about?.is ?? id,
        unit: null,
        isNumber: about?.kind === "number",
        of: (code) => organisations.get(code)?.covariates?.[id] ?? null,
      };
    }),
    ...(runs.at(-1)!.trial && hasStrata(source) ? [stratum] : []),
  ];
}

function known(cell: unknown): number | null {
  return typeof cell === "number" ? cell : null;
}

function hasStrata({ runs }: BaselineSource): boolean {
  const strata = new Set(Object.values(runs.at(-1)!.trial.assignments).flatMap(({ stratum }) => stratum ?? []));
  return strata.size > 1 && strata.size <= mostKinds;
}

function rowsOf(characteristic: Characteristic, groups: readonly ArmGroup[]): BaselineRow[] {
  const { name, unit, isNumber, of } = characteristic;
  const values = groups.map((group) => group.of.map(([code, assignment]) => of(code, assignment)));
  const shared = { characteristic: name, unit };
  const missing = values.map((own) => own.filter((value) => value === null).length);
  if (isNumber) {
    const spreads = values.map((own) => spreadOf(own.flatMap((value) => (typeof value === "number" ? value : []))));
    return [
      {
        ...shared,
        kind: null,
        groups: spreads.map((spread, i) => ({ missing: missing[i]!, ...spread })),
        differences: differencesOf(groups, spreads, differenceOfMeans),
        ...alikeIn(characteristic, groups),
      },
    ];
  }
  const kinds = [...new Set(values.flat().flatMap((value) => (value === null ? [] : String(value))))].sort();
  return kinds.map((kind) => {
    const shares = values.map((own, i) => ({
      n: own.filter((value) => value !== null && String(value) === kind).length,
      of: own.length - missing[i]!,
    }));
    return {
      ...shared,
      kind,
      groups: shares.map((share, i) => ({ missing: missing[i]!, ...share })),
      differences: differencesOf(groups, shares, differenceOfShares),
    };
  });
}

/** How alike members of a cluster are, whatever they were randomised to. */
function alikeIn({ of }: Characteristic, groups: readonly ArmGroup[]): Pick<BaselineRow, "alike"> {
  const known = groups.flatMap((group) =>
    group.of.flatMap(([code, assignment]) => {
      const { cluster } = assignment;
      const value = of(code, assignment);
      return cluster !== undefined && typeof value === "number" ? [{ cluster, value }] : [];
    }),
  );
  const clusters = Map.groupBy(known, ({ cluster }) => cluster);
  const alike = alikeWithin([...clusters.values()].map((own) => own.map(({ value }) => value)));
  return alike ? { alike } : {};
}

function differencesOf<T>(
  groups: readonly ArmGroup[],
  told: readonly T[],
  between: (a: T, b: T) => number | null,
): BaselineDifference[] {
  return pairsOf(groups.map(({ name }, i) => ({ name, is: told[i]! }))).map(([a, b]) => ({
    a: a.name,
    b: b.name,
    difference: between(a.is, b.is),
  }));
}

import type { Organisation } from "../input/data/organisation.ts";
import type { Counts } from "./interval.ts";

/** What is expected of an organisation by its case mix: what those of its kind have. */
export type CaseMix = {
  readonly overall: number; // events per one of the denominator, of all together
  expectedOf(organisation: Pick<Organisation, "covariates">): number; // the same, for its covariates
};

/** An organisation that others are standardised by, with its counts. */
export type Standard = { readonly organisation: Pick<Organisation, "covariates">; readonly counts: Counts };

const fewest = 10; // organisations of a kind from which its own rate is told
const rounds = 200;

/**
 * Expected rates by the covariates of the directory: the rate of all, times an effect for each kind of each covariate, so that in
 * every kind as many events are expected as there were (the method of marginal totals, Bailey and Simon 1960, ASTIN Bull 1:192: the same
 * as Poisson regression without interactions). A kind of fewer than ten organisations, or without events, has no effect of its
 * own, nor has one that is not known.
 */
export function caseMixOf(ids: readonly string[], standard: readonly Standard[]): CaseMix {
  const overall = ratioOf(standard.map(({ counts }) => counts));
  const effects = new Map<string, Map<string, number>>(ids.map((id) => [id, effectsOf(id, standard)]));
  let base = overall;
  const expectedOf = ({ covariates = {} }: Standard["organisation"]) =>
    ids.reduce((rate, id) => rate * (effects.get(id)!.get(String(covariates[id] ?? "")) ?? 1), base);
  for (let round = 0; round < rounds; round++) {
    let change = 0;
    const settle = (of: readonly Standard[], by: (times: number) => void) => {
      const expected = of.reduce((sum, each) => sum + expectedOf(each.organisation) * each.counts.denominator, 0);
      const observed = of.reduce((sum, { counts }) => sum + counts.numerator, 0);
      if (!(expected > 0)) return;
      change = Math.max(change, Math.abs(observed / expected - 1));
      by(observed / expected);
    };
    for (const [id, own] of effects)
      for (const [kind, effect] of own)
        settle(
          standard.filter(({ organisation }) => kindOf(organisation, id) === kind),
          (times) => own.set(kind, effect * times),
        );
    settle(standard, (times) => {
      base *= times;
    });
    if (change < 1e-9) break;
  }
  return { overall, expectedOf };
}

/** The covariates of an organisation, as one text: those that share it have the same case mix. */
export function cellOf(ids: readonly string[], organisation: Pick<Organisation, "covariates">): string {
  return ids.map((id) => kindOf(organisation, id)).join(", ");
}

function kindOf({ covariates = {} }: Pick<Organisation, "covariates">, id: string): string {
  return String(covariates[id] ?? "");
}

/** Kinds with enough organisations and with events, each without an effect yet. */
function effectsOf(id: string, standard: readonly Standard[]): Map<string, number> {
  const kinds = Map.groupBy(standard, ({ organisation }) => kindOf(organisation, id));
  return new Map(
    [...kinds].flatMap(([kind, own]): [string, number][] => {
      const events = own.reduce((sum, { counts }) => sum + counts.numerator, 0);
      return kind !== "" && own.length >= fewest && events > 0 ? [[kind, 1]] : [];
    }),
  );
}

function ratioOf(all: readonly Counts[]): number {
  const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0);
  return sum("numerator") / sum("denominator");
}

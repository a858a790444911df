import type { DeliveryFound } from "./found.ts";

/** Of a delivery the sum of each indicator. */
type SummedRun = { indicators: Readonly<Record<string, { numerator?: number }>> };

const alike = 0.05; // by what part a sum may differ and be taken for the same
const apart = 0.25; // by what part it must differ from its own

/** Two indicators each of which has the numbers that the other had in the run before: their names have changed places. */
export function findSwapped(
  now: SummedRun,
  before: SummedRun,
  { cycle, limit }: { cycle: string; limit: number },
): DeliveryFound[] {
  const ids = Object.keys(now.indicators).filter((id) => before.indicators[id] !== undefined);
  return ids.flatMap((one, i) =>
    ids.slice(i + 1).flatMap((other): DeliveryFound[] => {
      const is = (id: string, was: string) => isAlike(now.indicators[id]?.numerator, before.indicators[was]?.numerator);
      const isOwn = isFar(now.indicators[one]?.numerator, before.indicators[one]?.numerator);
      if (!isOwn || !is(one, other) || !is(other, one)) return [];
      return [
        {
          check: "since-last-run",
          indicator: one,
          size: 1,
          limit,
          message: `"${one}" and "${other}" have changed places since the run of ${cycle}: each has the numbers that the other had`,
          hint: "look at the names under `indicators` in data.yaml, and at those in the extract",
        },
      ];
    }),
  );
}

function isAlike(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a > 0 && b > 0 && Math.abs(Math.log(a / b)) < Math.log(1 + alike);
}

function isFar(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a > 0 && b > 0 && Math.abs(Math.log(a / b)) > Math.log(1 + apart);
}

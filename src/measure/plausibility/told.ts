import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import { periods } from "../../input/library/period.ts";
import type { Month } from "../../month.ts";
import { controlOf } from "../disclosure.ts";
import type { Ground } from "../ground.ts";
import { roundHalfUp } from "../rounding.ts";
import type { Window } from "../standing.ts";
import type { ToldIndicator } from "../told-indicator.ts";
import type { DoubtedMonth, SeriesDoubt, ToldDoubt } from "./doubt.ts";

/** A doubt as its recipient may know it. */
export function toldDoubt(
  campaign: Pick<Ground["campaign"], "disclosure">,
  indicator: Indicator,
  { months, far }: SeriesDoubt,
): ToldDoubt {
  const isFree = isCounted(indicator) && controlOf(campaign, indicator).policy === "none";
  return {
    months: months.map(({ month, of, is }) => ({ month, of, is: is === "none" && !isFree ? "few" : is })),
    ...(far ? { times: roundHalfUp(far.value / far.median) } : {}),
  };
}

/** As far as it is of the months of a stretch; undefined where nothing of it is. */
export function doubtWithin(doubt: ToldDoubt | undefined, { from, to }: Window): ToldDoubt | undefined {
  const months = doubt?.months.filter(({ month }) => month >= from && month <= to) ?? [];
  return months.length > 0 || doubt?.times !== undefined ? { ...doubt, months } : undefined;
}

/** "no items are recorded for December 2025 to February 2026", as part of a sentence to the recipient. */
export function doubtText(indicator: ToldIndicator, { months, times }: ToldDoubt): string {
  const alike = [...Map.groupBy(months, ({ of, is }) => `${of} ${is}`).values()];
  const told = alike.map((each) => {
    const { of, is } = each[0]!;
    const when = whenText(
      indicator,
      each.map(({ month }) => month),
    );
    return `${amounts[is](nameOf(indicator, of))} are recorded ${indicator.period === "snapshot" ? "" : "for "}${when}`;
  });
  const far = times === undefined ? [] : [`the value recorded is ${times} times what is typical`];
  return list.format([...told, ...far]);
}

const amounts: Readonly<Record<DoubtedMonth["is"], (many: string) => string>> = {
  none: (many) => `no ${many}`,
  few: (many) => `far fewer ${many} than usual`,
  many: (many) => `far more ${many} than usual`,
};

const scattered = 3; // runs of months that are still told one by one
const list = new Intl.ListFormat("en-GB");

/** What is counted, however a share is told. */
function nameOf({ turned, complement, numerator, denominator }: ToldIndicator, of: DoubtedMonth["of"]): string {
  if (of === "denominator") return denominator?.many ?? "of them";
  return (turned ? complement?.numerator.many : numerator?.many) ?? "of them";
}

/** "December 2025 to February 2026 and May 2026"; "6 months from October 2024 to July 2026" where they are scattered. */
export function whenText({ period }: Pick<Indicator, "period">, months: readonly Month[]): string {
  const { covers, named } = periods[period];
  const runs: { from: Month; to: Month }[] = [];
  for (const month of months) {
    const last = runs.at(-1);
    if (last && month - covers <= last.to) last.to = month;
    else runs.push({ from: month - covers + 1, to: month });
  }
  const [first, last] = [runs[0], runs.at(-1)];
  if (runs.length > scattered && first && last)
    return `${months.length} ${covers === 1 ? "months" : "periods"} from ${named({ ...first, to: first.from + covers - 1 })} to ${named({ ...last, from: last.to - covers + 1 })}`;
  return list.format(runs.map(named));
}

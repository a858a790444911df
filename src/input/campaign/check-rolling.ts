import { type Problem, wrong } from "../../problem.ts";
import type { Located } from "../files/yaml.ts";
import { type Indicator, isCounted } from "../library/indicator.ts";
import { periodOf } from "../library/period.ts";
import type { Campaign } from "./campaign.ts";
import { kindOf } from "./sections.ts";

/**
 * A policy that shows exact counts, over months that roll. What is told of twelve months, and two months later of twelve again, differs
 * by what four single months were; and a count that guards another today was shown, or will be, beside another total. Nobody who
 * keeps two reports has to guess. So counts that are protected may not be shown exactly for stretches that overlap: a policy that
 * rounds leaves each of them vague.
 */
export function checkRolling(
  { value, placeOf }: Located<Campaign>,
  indicators: ReadonlyMap<string, Indicator>,
  problems: Problem[],
): void {
  const { policy, counts, "sole-recipient": isSole } = value.disclosure;
  if (isSole || !exact.includes(policy)) return;
  const rolling = value.indicators.flatMap((id) => {
    const indicator = indicators.get(id);
    if (!indicator || !isCounted(indicator) || !counts.includes(indicator.numerator.counts)) return [];
    return rolls(value, indicator) ? [id] : [];
  });
  const [first] = rolling;
  if (first === undefined) return;
  problems.push(
    wrong(
      "rolling-exact",
      `\`${policy}\` shows exact counts of "${first}"${rolling.length > 1 ? ` and ${rolling.length - 1} more` : ""} for months that overlap`,
      placeOf(["disclosure", "policy"]),
      "two reports of one practice would give a small count away: take a policy that rounds (nhsd-hes, opensafely), or show one period at a time: window: 1, and points of as much",
    ),
  );
}

const exact: readonly Campaign["disclosure"]["policy"][] = ["nhsbsa", "gpps"];

/** Whether stretches of an indicator that are told overlap: by themselves, or those of one cycle with those of the next. */
function rolls({ cycles, window, sections }: Campaign, indicator: Indicator): boolean {
  const { covers, sums } = periodOf(indicator);
  if (!sums) return covers > 1; // twelve months, told at any month
  const points = sections.flatMap((section) => kindOf(section).points?.(section.settings) ?? []);
  return cycles.length > 1 && [window, ...points].some((months) => Math.floor(months / covers) > 1);
}

import { dayName } from "../../month.ts";
import type { Allocation } from "./allocation.ts";
import type { Arm } from "./arms.ts";
import { isDrawn } from "./draws.ts";
import { found, named, type TrialFinding } from "./findings.ts";
import { type Allotted, placeOfRow } from "./list-row.ts";
import { listedCodes } from "./listed.ts";
import type { TrialFile } from "./trial.ts";

/** A list, and the days on which the trial's reports are issued, in order. */
export type ListInTime = {
  trial: TrialFile;
  allocation: Allocation;
  arms: ReadonlyMap<string, Arm>;
  issued: readonly string[];
};

/** Who is in no arm for a time, and arms that begin after the others: both change denominators without a word. */
export function findGaps(of: ListInTime): TrialFinding[] {
  return [...inNone(of), ...lateArms(of)];
}

/** Units that were in an arm, and are in none when reports are issued later: a row has ended, and none follows. */
function inNone({ allocation, issued }: ListInTime): TrialFinding[] {
  const gaps = new Map(
    [...Map.groupBy(allocation.units, ({ unit }) => unit)].flatMap(([unit, rows]) => {
      const begins = rows.map(({ from }) => from).sort()[0]!;
      const gap = issued.find((day) => begins <= day && !rows.some((row) => isInForce(row, day)));
      if (gap === undefined) return [];
      const ended = rows.findLast(({ to }) => to !== undefined && to < gap)!;
      return [[unit, { ended, gap }] as const];
    }),
  );
  const [first] = gaps.values();
  if (!first) return [];
  return [
    found("in-no-arm", [...gaps.keys()], placeOfRow(first.ended), (codes) => ({
      message: `${codes.length === 1 ? "1 unit that was in an arm is" : `${codes.length} units that were in an arm are`} in none when later reports are issued: ${named(codes, (code) => noteOf(gaps.get(code)))}`,
      hint: "a unit keeps its arm to the end: leave effective_to empty, or add a row that says what its status is from then on",
    })),
  ];
}

function isInForce({ from, to }: Allotted, day: string): boolean {
  return from <= day && (to === undefined || day <= to);
}

function noteOf(gap: { ended: Allotted; gap: string } | undefined): string | undefined {
  return gap && `its row ends on ${dayName(gap.ended.to ?? "")}, reports on ${dayName(gap.gap)}`;
}

const several = 5; // units: where fewer have been allocated, an arm may have none of them by chance

/** Arms, of those that begin together by design, in which nobody is when reports are issued to the others. */
function lateArms({ trial, allocation, arms, issued }: ListInTime): TrialFinding[] {
  if (trial.stages.length > 0 || isDrawn(trial)) return [];
  const by = (day: string) => allocation.units.filter(({ from }) => from <= day);
  const everIn = new Set(allocation.units.map(({ arm }) => arm));
  const first = issued.find((day) => new Set(by(day).map(({ unit }) => unit)).size >= several);
  if (first === undefined) return [];
  const there = new Set(by(first).map(({ arm }) => arm));
  const late = listedCodes(trial, arms).filter((arm) => everIn.has(arm) && !there.has(arm));
  return [
    found("late-arm", late, { file: allocation.files[0] ?? "", line: 1, column: 1 }, (of) => ({
      message: `nobody is in ${of.join(", ")} yet when reports are issued on ${dayName(first)}, and ${by(first).length} units are in the others`,
      hint: "arms begin together: ask the trials unit for the days from which its rows hold",
    })),
  ];
}
